#pragma once

#include "channels/articles/article.hpp"
#include "channels/charter/device_link.hpp"
#include "channels/charter/templates.hpp"
#include "channels/model/date.hpp"
#include "channels/model/ids.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/rights.hpp"
#include "clients/core/action.hpp"
#include "clients/core/attestation_view.hpp"
#include "clients/core/child_hints.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/linking.hpp"
#include "clients/core/person_state.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kring::core {

class VaultReading;

/// What `Client::init` gives once and never again.
struct Initialised {
  SecretBytes words;  ///< the twelve recovery words with a space between: for paper only
  Actions actions;
};

/// What a command that was taken gives. The intent is done when `IntentDone` says so.
struct Accepted {
  IntentId intent;
  Actions actions;
};

struct Opened {
  IntentId intent;
  channels::ChannelId channel;
  channels::RoleId role;  ///< of a lane: what its contacts are invited to; else zero
  Actions actions;
};

struct Invited {
  IntentId intent;
  channels::InvitationId invitation;
  std::string link;  ///< works once the intent is done
  Actions actions;
};

struct Joined {
  IntentId intent;
  channels::CircleId circle;
  Actions actions;
};

/// How a device comes into a circle that its person is in.
enum class Coming : std::uint8_t {
  with_new_keys,      ///< in place of all devices and words that the person has lost
  as_further_device,  ///< beside another of the person's, under the same words
};

/// What a device shows that asks to come in.
struct ComingIn {
  channels::CircleId circle;
  std::string code;                    ///< for whoever lets it in
  std::vector<std::string> six_words;  ///< and these they compare
  Actions actions;
};

/// A circle that somebody was in who lost their devices, and comes back to by the words.
struct LostCircle {
  charter::DeviceLink place;
  /// Which of the person's recovery keys it knows; none: they are tried, the first first.
  std::optional<std::uint32_t> recovery_index{};
};

/// A package for a device that is linked.
struct Linked {
  Bytes package;  ///< for the mailbox, sealed
  Actions actions;
};
/// What a linked device got by its package.
struct LinkedIn {
  channels::MailboxId next;  ///< where its handles go
  Bytes handles;             ///< sealed
  Actions actions;
};
/// A circle into which a linked device is let.
struct LinkedCircle {
  channels::CircleId circle;
  channels::HandleId handle;
  Result<Accepted> accepted;
};
/// A linked device has taken its package: from now on its slots of the vault are its own.
struct LettingIn {
  std::vector<LinkedCircle> circles;
  Actions actions;  ///< to be performed before those of the circles
};

struct NewCircle {
  std::string name;  ///< 1 to 64 bytes
  std::string hub;   ///< its origin, such as "https://kring.example"
  /// In which its roles and channels are named.
  charter::Language language = charter::Language::dutch;
  charter::FoundedAs as = charter::FoundedAs::circle;
};

struct Invitation {
  channels::RoleId role;
  std::optional<Duration> stay;  ///< the role's longest if none
  Duration life = channels::limits::invitation_life_default;
  bool preapproved = false;
};

struct Confirmation {
  channels::InvitationId invitation;
  /// No later than the invitation's stay from now; that if none.
  std::optional<Time> until;
  /// The acting owner's recovery words; asked for when the role owns.
  std::optional<SecretBytes> words;
};

/// A file as the user sends it.
/// Something for a newsgroup.
struct NewPost {
  std::string subject{};  ///< may be empty in an answer
  std::string text;
  std::optional<channels::Sequence> reply_to{};
  /// Whoever writes has looked at what the text seems to tell of a child (`Client::child_hints`), and says
  /// that it tells nobody which one.
  bool identifies_nobody = false;
  /// When lists leave it out, with its answers; none: never. A wish: copies stay wherever they are.
  std::optional<Time> until{};
};

struct FileToSend {
  std::string name;  ///< 1 to 255 bytes on one line, without folders
  std::string media_type = "application/octet-stream";
  std::string text;  ///< may be empty
  std::uint64_t size = 0;
  std::optional<articles::Origin> from{};  ///< where it was sent before, if it is brought along
  /// What it goes with into a newsgroup; `text` is empty and there is no `from` then.
  std::optional<NewPost> post{};
};

/// What was said in another circle and is brought along from its export, with its origin.
using Brought = std::variant<articles::Message, articles::Note>;

/// Under which a file is to be sealed, before it is sent. The key is for this file alone, and once.
struct FileSeal {
  IntentId id;
  Secret key;
};

/// A file that was sealed: its bytes lie where `ReadUpload` will look for them.
struct SealedFile {
  FileSeal seal;
  Hash hash{};  ///< of the sealed bytes
  std::uint64_t padded_bytes = 0;
};

/// A signed request for bytes of a blob.
struct BlobRequest {
  std::string hub;
  std::string path;
  std::string authorization;
};

/// Bytes of a whole blob.
struct BlobRange {
  channels::BlobId blob;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// What a role may do in a new channel.
struct ChannelRole {
  channels::RoleId role;
  channels::Rights rights;
};

struct NewChannel {
  std::string label;
  channels::Mode mode = channels::Mode::record;
  std::vector<ChannelRole> roles;
  /// A newsgroup of a network: a record channel with a name in parts, such as "nik.holland-rijnland.ouders".
  bool newsgroup = false;
};

/// Another text for a post of one's own.
struct NewText {
  std::string text;
  /// As in `NewPost`.
  bool identifies_nobody = false;
};

/// Whether something counts in what is unread, in the digest and for `watch`, on this device.
enum class Counts : std::uint8_t { no, yes };

/// A channel between one role of the circle and contacts outside, such as an agency's, who see nothing else.
struct NewLane {
  std::string label;          ///< of the channel, such as "CIZ"
  channels::RoleId keeper;    ///< who keeps the lane from inside and may invite its contacts
  std::string contact_label;  ///< of the new role that contacts are invited to
};

/// Another role for a member, or the same for longer.
struct NewRole {
  channels::MemberId member;
  channels::RoleId role;
  std::optional<Duration> stay{};  ///< from now on; as usual for the role if none
};

/// What becomes of this device's key that signs a network's attestations.
enum class KeyChange : std::uint8_t {
  set = 1,    ///< one where none of this device's counts
  replace,    ///< what the one before has signed does not count any more
  take_away,  ///< the same, and there is none
};

/// What a coordinator has checked of somebody.
struct NewAttestation {
  std::string claim;  ///< such as "kinderarts"; 1 to 100 bytes on one line
  std::string how;    ///< such as "BIG-register"; the same
  Duration life{};    ///< from now on; at most `limits::attestation_life_max`
};
/// An attestation that was given.
struct Attested {
  std::string text;  ///< for whom it is about: it is no secret, and counts for nobody else
  AttestationView view;
  Actions actions;
};

/// Where a network's charter goes on: `GET path` at `hub`, over a connection that is tied to no login.
struct CharterQuestion {
  std::string hub;
  std::string path;
};
/// What came as its answer; status 0 if nothing did. Borrowed.
struct CharterAnswer {
  unsigned status = 0;
  ByteView body{};
};
/// What that brought.
struct CharterTaken {
  bool more = false;  ///< there is a next question
  /// Why it was not taken, and cannot be the truth; the first time an alarm is among the actions.
  std::optional<Error> refused{};
  Actions actions{};
};

/// What keeping an attestation changes.
struct KeptAttestation {
  /// Of the same network and thing: shown no more.
  std::vector<AttestationView> replaced;
  /// Circles in which an older one is shown, or will be once we are let in, and this one from now on.
  std::vector<channels::CircleId> circles;
  Actions actions{};
};

/// One device's state in all its circles: input and time in, actions out.
///
/// It has no thread, clock, socket or file. Whoever drives it performs the actions in their order before the
/// next input, and calls one method at a time. Each input keeps all it changed in one `Save` that stands
/// before every `SendFrame` of its actions. Commands refuse with a named error, and then nothing has changed.
class Client {
 public:
  /// A device from its vault's rows; none for a new one. Errors: `bad_vault`.
  [[nodiscard]] static Result<Client> load(std::vector<Row> rows, Random& random);

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  // Inputs.

  /// After `load`: connections to open and a time to wake.
  [[nodiscard]] Actions start(Time now);
  /// A WebSocket to `hub` is open.
  [[nodiscard]] Actions connected(std::string_view hub, Time now);
  [[nodiscard]] Actions frame(std::string_view hub, std::string_view text, Time now);
  /// It is closed, or could not be opened; the driver opens it again when it sees fit.
  [[nodiscard]] Actions disconnected(std::string_view hub, Time now);
  [[nodiscard]] Actions tick(Time now);
  /// The outcome of a `Fetch`.
  [[nodiscard]] Actions fetched(const channels::CircleId& circle, const Hash& hash, Result<Bytes> bytes,
                                Time now);
  /// The outcome of a `Stage`.
  [[nodiscard]] Actions staged(const channels::CircleId& circle, const Hash& hash, Status status, Time now);

  /// The outcome of a `ReadUpload`.
  [[nodiscard]] Actions upload_read(const channels::CircleId& circle, const IntentId& upload,
                                    Result<Bytes> bytes, Time now);
  /// The outcome of a `SendUpload`; status 0 if no answer came.
  [[nodiscard]] Actions upload_answered(const channels::CircleId& circle, const IntentId& upload,
                                        unsigned status, std::string_view body, Time now);

  // The device.

  /// Makes the keys of a new device and person. Errors: `device_exists`, `bad_name`.
  [[nodiscard]] Result<Initialised> init(std::string_view name, std::string_view relation);
  /// The user has them on paper. Errors: `no_device`, `wrong_words`.
  [[nodiscard]] Result<Actions> confirm_words(SecretBytes words);

  /// Reads all slots of the vault that these words open, at this hub. Errors: `bad_hub`, `wrong_words`.
  [[nodiscard]] Result<Actions> read_vault(std::string_view hub, const SecretBytes& words, Time now);
  /// What was read so far. Null: nothing was asked for. Borrowed until the next call.
  [[nodiscard]] const VaultReading* vault() const;
  /// Gives a device that has none its slot of the vault, as `choose_slots` says, once the vault was read by
  /// the words. Errors: `no_device`, `wrong_words`, `not_needed`.
  [[nodiscard]] Result<Actions> take_slots(const SecretBytes& words);

  /// What coming back by the words would bring, of what was read last; none before all of it was.
  [[nodiscard]] std::optional<KitView> kit(Time now) const;
  /// The words are shown to bring back all that this device knows, by what was read last: they are good.
  /// Errors: `no_device`, `wrong_words` (not read by them), `kit_not_whole`.
  [[nodiscard]] Result<Actions> prove_kit(const SecretBytes& words, Time now);

  /// Makes this device one of the person whose words they are. It takes its slot of the vault, if that was
  /// read by them, and what the slots tell; of attestations none that belies itself. Errors: `device_exists`,
  /// `bad_name`, `wrong_words`.
  [[nodiscard]] Result<Actions> init_from_words(std::string_view name, std::string_view relation,
                                                const SecretBytes& words, Time now);

  /// Undoes `init_from_words` of whoever came in nowhere: the home is empty again. Errors: `no_device`,
  /// `device_exists` (it is in a circle, or on its way into one).
  [[nodiscard]] Result<Actions> forget_device();

  // Commands. All may also give `no_device`, and those that name a circle `unknown_circle`, `ended`,
  // `paused`, `not_admitted_yet`, `stopped`, `clock_off`, `hub_clock_off`, `too_many_pending`, and
  // `not_needed` if it is so already.

  /// Founds a circle or a network. Errors: `bad_label`, `bad_hub`, `too_many_circles`.
  [[nodiscard]] Result<Accepted> found(const NewCircle& circle, Time now);
  /// Takes back a founding that its hub has not answered, with all keys made for it. If the hub took it and
  /// its answer was lost, an empty circle stays there that nobody can open. Errors: `unknown_circle`,
  /// `already_joined` (the hub has said that it is there).
  [[nodiscard]] Result<Actions> cancel_founding(const IntentId& founding, Time now);
  /// Errors: `unknown_role`, and the charter's.
  [[nodiscard]] Result<Invited> invite(const channels::CircleId& circle, const Invitation& invitation,
                                       Time now);
  /// Errors: `unknown_invitation`, and the charter's.
  [[nodiscard]] Result<Accepted> withdraw(const channels::CircleId& circle,
                                          const channels::InvitationId& invitation, Time now);
  /// Accepts the invitation of a whole link, also into a circle that this device was in before: it gets a new
  /// handle there, and keeps what it had. Errors: `already_joined`, `own_invitation`, `too_many_circles`,
  /// `stopped`, those of links.
  [[nodiscard]] Result<Joined> join(std::string_view link, Time now);
  /// Admits who waits. Errors: `unknown_request`, `introduction_missing` (this device cannot show who it is),
  /// `words_needed`, `wrong_words`, and the charter's.
  [[nodiscard]] Result<Accepted> confirm(const channels::CircleId& circle, Confirmation confirmation,
                                         Time now);
  /// Agrees that who waits becomes an owner, for the others to see in regie; `RequestView` says who does.
  /// Once all others agree, `confirm` makes them one. Errors: `unknown_request`, `introduction_missing`,
  /// `not_needed` (we agree already), those of `say`, and of the charter `needs_owner`, `acceptance_void`,
  /// `role_does_not_own`, `frozen`.
  [[nodiscard]] Result<Accepted> consent(const channels::CircleId& circle,
                                         const channels::InvitationId& invitation, Time now);
  /// Errors: `bad_label`, `channel_exists` (`channel_called` says which), of a newsgroup instead
  /// `not_a_network`, `bad_newsgroup_name` and `newsgroup_exists`, and the charter's.
  [[nodiscard]] Result<Opened> open_channel(const channels::CircleId& circle, const NewChannel& channel,
                                            Time now);
  /// Errors: `bad_label`, `channel_exists`, `role_exists` (of the contact), and the charter's.
  [[nodiscard]] Result<Opened> open_lane(const channels::CircleId& circle, const NewLane& lane, Time now);
  /// Writes a message. Errors: `unknown_channel`, `not_in_channel`, `may_not_post`, `too_many_pending`,
  /// `newsgroup_takes_posts`, and
  /// those of `articles::Article::of`, such as `text_empty`.
  [[nodiscard]] Result<Accepted> say(const channels::CircleId& circle, const channels::ChannelId& channel,
                                     std::string_view text, Time now);
  /// Writes a note. Errors: those of `say`.
  [[nodiscard]] Result<Accepted> note(const channels::CircleId& circle, const channels::ChannelId& channel,
                                      std::string_view text, Time now);
  /// Writes what was said in another circle. Errors: those of `say`.
  [[nodiscard]] Result<Accepted> bring(const channels::CircleId& circle, const channels::ChannelId& channel,
                                       Brought said, Time now);
  /// What of other circles is in a channel already, or on its way there; empty for a channel that is not
  /// known. Cost: the channel's whole log is read.
  [[nodiscard]] std::set<articles::OriginId> origins(const channels::CircleId& circle,
                                                     const channels::ChannelId& channel) const;
  /// Writes into a newsgroup. Errors: those of `say`, `not_a_newsgroup`, `unknown_post` (what it answers),
  /// `thread_over` (it has ended), `bad_post_end` (not after now), `may_identify_child`.
  [[nodiscard]] Result<Accepted> post(const channels::CircleId& circle, const channels::ChannelId& channel,
                                      const NewPost& post, Time now);
  /// Gives a post of one's own another text; what stood there before stays to be read. Errors: those of
  /// `post`, `not_your_post`, `post_held`, `too_many_edits` (`articles::limits::post_edits_max`), and
  /// `not_needed`.
  [[nodiscard]] Result<Accepted> edit_post(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, channels::Sequence seq,
                                           const NewText& text, Time now);
  /// Holds, releases or removes a post. Errors: those of `say`, `not_a_newsgroup`, `unknown_post`,
  /// `may_not_moderate`, and `not_needed`.
  [[nodiscard]] Result<Accepted> mark_post(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, channels::Sequence seq,
                                           articles::Mark mark, std::string_view reason, Time now);
  /// Lets the thread that an entry belongs to stand above the others, or no more. Errors: those of
  /// `mark_post`, `too_many_pinned` (`articles::limits::pinned_threads_max`).
  [[nodiscard]] Result<Accepted> pin_thread(const channels::CircleId& circle,
                                            const channels::ChannelId& channel, channels::Sequence seq,
                                            articles::Pin pin, Time now);
  /// Tells those who moderate a newsgroup of a post that somebody else wrote; nobody else can read what is
  /// told, and all can see that something was. Errors: those of `say`, but `may_not_report` for who may only
  /// read, `not_a_newsgroup`, `unknown_post`, `own_post`, `not_needed` (it is held already),
  /// `report_to_nobody` (no device of another moderator can open it yet), and of the reason `text_empty`,
  /// `text_too_long` (`report_reason_bytes_max`) and others of `articles::check_text`.
  [[nodiscard]] Result<Accepted> report(const channels::CircleId& circle, const channels::ChannelId& channel,
                                        channels::Sequence seq, std::string_view reason, Time now);
  /// Who could read such a report. Errors: those of `report`, without `report_to_nobody`.
  [[nodiscard]] Result<ReportAudienceView> report_audience(const channels::CircleId& circle,
                                                           const channels::ChannelId& channel,
                                                           channels::Sequence seq, std::string_view reason,
                                                           Time now) const;
  /// Says for all moderators that a report, by its own number, is settled. Errors: those of `say`,
  /// `not_a_newsgroup`, `unknown_report`, `may_not_moderate`, and `not_needed`.
  [[nodiscard]] Result<Accepted> settle_report(const channels::CircleId& circle,
                                               const channels::ChannelId& channel, channels::Sequence seq,
                                               Time now);
  /// Writes down for all owners when the child was born. Errors: those of `say`, `needs_owner`,
  /// `bad_birth_date`, `no_child_here` (in a network), and `not_needed`.
  [[nodiscard]] Result<Accepted> set_birth_date(const channels::CircleId& circle, const channels::Date& born,
                                                Time now);
  /// What to seal a file under that may be sent. Errors: those of `say`, or of `post`, `file_too_large`.
  [[nodiscard]] Result<FileSeal> seal_file(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, const FileToSend& file,
                                           Time now);
  /// Sends a sealed file. Errors: those of `seal_file`.
  [[nodiscard]] Result<Accepted> send_file(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, const FileToSend& file,
                                           const SealedFile& sealed, Time now);
  /// The file that an entry of a channel's log names. Errors: `unknown_channel`, `not_a_file` (also that of a
  /// post that is hidden from us).
  [[nodiscard]] Result<articles::Attachment> file(const channels::CircleId& circle,
                                                  const channels::ChannelId& channel,
                                                  channels::Sequence seq) const;
  /// A request for some of its bytes.
  [[nodiscard]] Result<BlobRequest> blob_range(const channels::CircleId& circle,
                                               const channels::ChannelId& channel, const BlobRange& range,
                                               Time now);
  /// Removes a member who does not own, and rotates the keys of all channels that they read. Errors:
  /// `unknown_member`, `target_is_signer` (oneself), and the charter's.
  [[nodiscard]] Result<Accepted> remove(const channels::CircleId& circle, const channels::MemberId& member,
                                        Time now);
  /// Keeps a member who does not own out until they are unpaused, and rotates the keys of all channels that
  /// they read. Errors: `target_is_signer` (oneself), and the charter's.
  [[nodiscard]] Result<Accepted> pause(const channels::CircleId& circle, const channels::MemberId& member,
                                       Time now);
  /// Errors: the charter's.
  [[nodiscard]] Result<Accepted> unpause(const channels::CircleId& circle, const channels::MemberId& member,
                                         Time now);
  /// Errors: `target_is_signer` (an owner, of oneself), and the charter's.
  [[nodiscard]] Result<Accepted> change_role(const channels::CircleId& circle, const NewRole& change,
                                             Time now);
  /// Changes what roles may do in a channel; those that are not named keep what they have. Errors:
  /// the charter's.
  [[nodiscard]] Result<Accepted> allow(const channels::CircleId& circle, const channels::ChannelId& channel,
                                       std::vector<ChannelRole> roles, Time now);
  /// Closes a channel: it can be read, and nothing is written there any more. Errors: the charter's.
  [[nodiscard]] Result<Accepted> close_channel(const channels::CircleId& circle,
                                               const channels::ChannelId& channel, Time now);
  /// Keeps the circle as it is for 72 hours. Errors: the charter's.
  [[nodiscard]] Result<Accepted> freeze(const channels::CircleId& circle, Time now);
  /// Ends our own freeze. Errors: the charter's.
  [[nodiscard]] Result<Accepted> unfreeze(const channels::CircleId& circle, Time now);
  /// The next step of another owner's removal: to ask it, to agree, or to do it once all others agree and the
  /// 30 days are over. Asking and agreeing take the words. Errors: `words_needed`, `wrong_words`, and the
  /// charter's.
  [[nodiscard]] Result<Accepted> remove_owner(const channels::CircleId& circle,
                                              const channels::MemberId& member,
                                              const std::optional<SecretBytes>& words, Time now);
  /// A sign of life, where our own removal is asked; whatever we write gives one too. Errors:
  /// `needs_owner` (of nobody else it can be asked), and the charter's.
  [[nodiscard]] Result<Accepted> stay(const channels::CircleId& circle, Time now);
  /// The next step of a circle's end: to want it, which takes the words, or to do it once all owners have
  /// wanted it for 14 days. Errors: `words_needed`, `wrong_words`, and the charter's.
  [[nodiscard]] Result<Accepted> end_circle(const channels::CircleId& circle,
                                            const std::optional<SecretBytes>& words, Time now);
  /// Takes back what all owners have said of an end. Errors: the charter's.
  [[nodiscard]] Result<Accepted> cancel_end(const channels::CircleId& circle, Time now);
  /// Gives a channel a new group, from where our log of it stands, as the way out when its group is dead.
  /// `blamed`: the commit that is said to have broken it; if none, the one at which we stopped. Errors:
  /// `unknown_channel`, `not_in_channel` (we have read nothing of it yet), and the charter's.
  [[nodiscard]] Result<Accepted> restart_channel(const channels::CircleId& circle,
                                                 const channels::ChannelId& channel,
                                                 std::optional<channels::Sequence> blamed, Time now);
  /// The link by which a new device of a member finds the circle. Errors: `unknown_member`.
  [[nodiscard]] Result<std::string> device_link(const channels::CircleId& circle,
                                                const channels::MemberId& member, Time now) const;
  /// Waits to be let into the circle of a whole device link, as its member. May be said again as long as this
  /// device is not in; only the last code then counts. Errors: `already_joined`, `stopped`,
  /// `too_many_circles`, those of links.
  [[nodiscard]] Result<ComingIn> come_in_as(std::string_view link, Coming coming, Time now);
  /// Comes back to a circle by the words alone, as a new device of its member. May be said again as long as
  /// this device is not in: the recovery key is kept nowhere, and a restart forgets it. Errors:
  /// `already_joined`, `stopped`, `wrong_words`; of the intent: the charter's, `refused_by_hub`.
  [[nodiscard]] Result<Accepted> return_by_words(const LostCircle& lost, const SecretBytes& words, Time now);
  /// The same of a circle that the vault tells of, which was read by the words: with names, checks, and what
  /// opens its channels of records. Errors also: `unknown_circle`.
  [[nodiscard]] Result<Accepted> return_by_vault(const channels::CircleId& circle, const SecretBytes& words,
                                                 Time now);
  /// Channels that only we can bring back, by `restart_channel`: nobody else is there who could let us in.
  [[nodiscard]] std::vector<channels::ChannelId> channels_to_restart(const channels::CircleId& circle,
                                                                     Time now) const;
  /// Lets a device in that shows this code: a further one of our own, or, if it brings new keys, in place of
  /// all devices and words of a member who does not own and whom one has met. Errors: those of links,
  /// `bad_signature`, `wrong_circle`, and the charter's.
  [[nodiscard]] Result<Accepted> let_device_in(const channels::CircleId& circle, std::string_view code,
                                               Time now);
  // Linking a further device, step by step (docs/protocol.md, section 12).

  /// What this device shows of a mailbox that was opened at `hub`. Errors: `no_device`, `bad_hub`.
  [[nodiscard]] Result<charter::MailboxLink> mailbox_link(std::string_view hub,
                                                          const channels::MailboxId& mailbox) const;
  /// Gives the device that asked, and whose six words are the same, what it needs. Errors: `no_device`,
  /// `chain_too_long`, `person_state_too_large`.
  [[nodiscard]] Result<Linked> link_device(const charter::MailboxLink& link, const LinkRequest& request,
                                           const channels::MailboxId& next);
  /// Lets its handles into our circles; of each circle whether that is allowed. Errors: `bad_mail`.
  [[nodiscard]] Result<LettingIn> let_linked_in(const charter::MailboxLink& link, const LinkRequest& request,
                                                const channels::MailboxId& next, ByteView sealed, Time now);
  /// Whether this home is empty, or was linked and got nowhere. Errors: `device_exists`.
  [[nodiscard]] Status may_be_linked() const;
  /// Becomes a device of the person who sent the package, and waits in all their circles to be let in.
  /// Errors: `device_exists`, `bad_mail`, `bad_person_state`.
  [[nodiscard]] Result<LinkedIn> take_link(const charter::MailboxLink& link, const LinkingDevice& device,
                                           ByteView sealed, Time now);
  /// What the person calls a device of theirs; their other devices are not told. Errors: `unknown_device`,
  /// `introduction_missing`, `bad_name`.
  [[nodiscard]] Result<Actions> name_device(const channels::CircleId& circle,
                                            const channels::HandleId& device, std::string_view name);
  /// Revokes a device, and those that it has added; with the words also one that had added this one. Errors:
  /// `wrong_words`, and the charter's.
  [[nodiscard]] Result<Accepted> revoke_device(const channels::CircleId& circle,
                                               const channels::HandleId& device,
                                               const std::optional<SecretBytes>& words, Time now);
  /// Whoever uses this device was told that nobody else owns the circle. Errors: `not_needed` (it is not so).
  [[nodiscard]] Result<Actions> note_only_owner_told(const channels::CircleId& circle, Time now);
  /// And of all `new_devices`. Errors: `not_needed` (there is none).
  [[nodiscard]] Result<Actions> note_devices_told(const channels::CircleId& circle);
  /// And of all `admissions` and `departures`. Errors: `not_needed` (there is none).
  [[nodiscard]] Result<Actions> note_admissions_told(const channels::CircleId& circle, Time now);
  /// Whoever uses this device has compared a member's six words. Errors: `unknown_member`.
  [[nodiscard]] Result<Actions> check_member(const channels::CircleId& circle,
                                             const channels::MemberId& member);
  /// Errors: the charter's.
  [[nodiscard]] Result<Accepted> leave(const channels::CircleId& circle, Time now);
  /// Lets a circle go on after its hub was restored from a backup, with the logs as the hub has them then.
  /// Errors: `heads_unknown` (it is not known yet where they end), and the charter's.
  [[nodiscard]] Result<Accepted> resume(const channels::CircleId& circle, Time now);
  /// Notes a thread of a newsgroup as read, up to its last post. Errors: `unknown_circle`, `unknown_channel`,
  /// `unknown_post`.
  [[nodiscard]] Result<Actions> mark_thread_read(const channels::CircleId& circle,
                                                 const channels::ChannelId& channel, channels::Sequence seq);
  /// Subscribes to a newsgroup, or no more: whoever uses this device is subscribed to all until they say so.
  /// Errors: `unknown_circle`, `unknown_channel`, `not_a_newsgroup`, `not_needed`.
  [[nodiscard]] Result<Actions> count_newsgroup(const channels::CircleId& circle,
                                                const channels::ChannelId& channel, Counts counts);
  /// Mutes the thread that an entry belongs to, or no more. Errors: those of `count_newsgroup`,
  /// `unknown_post`.
  [[nodiscard]] Result<Actions> count_thread(const channels::CircleId& circle,
                                             const channels::ChannelId& channel, channels::Sequence seq,
                                             Counts counts);
  /// Errors: `unknown_channel`.
  [[nodiscard]] Result<Actions> mark_read(const channels::CircleId& circle,
                                          const channels::ChannelId& channel, channels::Sequence last);

  // Attestations (docs/protocol.md, section 13).

  /// Asks all owners of a network that anybody may read its charter, for good, with this device's key as the
  /// first by which it attests; or agrees to what is asked. `shown` is what the person was shown of that
  /// (`CircleView::publication`), none if nothing is asked: they agree to it and to nothing that came since.
  /// Whoever is last makes it so, by the words. Errors: `circle_stays_private` (it is no network),
  /// `publication_changed` (something else is asked by now), `not_needed` (we agree already), `words_needed`,
  /// `wrong_words`, those of `say`, and of the charter `needs_owner`, `charter_public`, `frozen`,
  /// `needs_all_owners`.
  [[nodiscard]] Result<Accepted> publish(const channels::CircleId& network,
                                         const std::optional<charter::FirstKey>& shown,
                                         const std::optional<SecretBytes>& words, Time now);
  /// Changes this device's key of a network whose charter is public. One that counts does so until the
  /// charter has the next. Errors: `circle_stays_private`, `no_attestation_key` (there is none to take away),
  /// `not_needed` (one counts already), and the charter's (`charter_not_public`).
  [[nodiscard]] Result<Accepted> change_attestation_key(const channels::CircleId& network, KeyChange change,
                                                        Time now);
  /// Takes away any key of a network that counts, whosever it is. Errors: the charter's
  /// (`unknown_attestation_key`).
  [[nodiscard]] Result<Accepted> take_attestation_key(const channels::CircleId& network,
                                                      const charter::AttestationKeyId& key, Time now);
  /// The keys of a network that count, the oldest first.
  [[nodiscard]] std::vector<NetworkKeyView> attestation_keys(const channels::CircleId& network) const;
  /// Attests something of a member of a network. Errors: `no_attestation_key` (this device has none that
  /// counts), `unknown_member`, `introduction_missing` (it is not known whose key to attest it of),
  /// `member_not_here` (they were removed, left, are paused or their time is over), `keys_not_checked` (they
  /// have new keys, and nobody has compared their words here), `attestation_too_long`, and of the charter
  /// `needs_owner`, `bad_name`, `bad_attestation`.
  [[nodiscard]] Result<Attested> attest(const channels::CircleId& network, const channels::MemberId& member,
                                        const NewAttestation& attestation, Time now);
  /// Takes back an attestation, whoever of the network has given it. Errors: the charter's.
  [[nodiscard]] Result<Accepted> withdraw_attestation(const channels::CircleId& network,
                                                      const charter::AttestationHash& attestation, Time now);
  /// Of our own, those that keeping this one would replace: of the same network and thing. Errors: those of
  /// `keep_attestation`.
  [[nodiscard]] Result<std::vector<AttestationView>> replaced_by(std::string_view text, Time now) const;
  /// Keeps an attestation of our own person, to be shown wherever we come in from now on, and in circles in
  /// which an older one of the same network and thing is shown; it takes the place of that one, and of those
  /// that are over. Errors: `no_device`, `attestation_of_other`, `attestation_over`, `attestation_not_yet`,
  /// `attestation_older` (than the one that is kept), `not_needed` (it is there), and of the charter
  /// `bad_attestation`, `unsupported_version`, `bad_name`, `too_many_attestations`.
  [[nodiscard]] Result<KeptAttestation> keep_attestation(std::string_view text, Time now);
  /// Keeps it no more, and this device shows it in no circle from now on. Errors: `no_device`,
  /// `unknown_attestation`.
  [[nodiscard]] Result<Actions> drop_attestation(const charter::AttestationHash& attestation, Time now);
  /// Shows one that is kept in a circle that we are in, to everybody who reads a channel of it in which we
  /// may write. Errors: those of a circle that one may act in, `unknown_attestation`, `attestation_over`,
  /// `attestation_taken_back` (by its network, as far as this device knows), `not_needed` (it is shown
  /// there), `may_not_post` (in no channel), `gave_up`, and of the charter `too_many_attestations`.
  [[nodiscard]] Result<Actions> show_attestation(const channels::CircleId& circle,
                                                 const charter::AttestationHash& attestation, Time now);
  /// What networks attest of our own person.
  [[nodiscard]] std::vector<AttestationView> own_attestations(Time now) const;
  /// Those of them that end within `attestation_remind_for`, or ended within that time: they are to be asked
  /// for anew.
  [[nodiscard]] std::vector<AttestationView> ending_attestations(Time now) const;
  /// The circles in which our person shows one, or is about to.
  [[nodiscard]] std::vector<channels::CircleId> circles_showing(const charter::AttestationHash& attestation,
                                                                Time now) const;
  /// Those that this device gave, the oldest first.
  [[nodiscard]] std::vector<GivenView> given_attestations(Time now) const;
  [[nodiscard]] NetworkKeysView network_keys(const channels::CircleId& network) const;
  /// What somebody who is in a circle, or waits, shows of themself, and what it is worth now.
  [[nodiscard]] std::vector<AttestationView> attestations_of(const channels::CircleId& circle,
                                                             const channels::MemberId& member,
                                                             Time now) const;
  /// The networks whose charters are to be read before what these people show is judged, as far as this
  /// device is not in them, in turn (network_round.hpp).
  [[nodiscard]] std::vector<channels::CircleId> networks_to_read(
      const channels::CircleId& circle, const std::vector<channels::MemberId>& people, Time now) const;
  /// The next question about one of them. None for an unknown circle.
  [[nodiscard]] std::optional<CharterQuestion> charter_question(const channels::CircleId& circle,
                                                                const channels::CircleId& network) const;
  /// The answer to it. What is older than what was seen before, or no charter of that network, and a network
  /// that was shown before and now is not, raises an alarm once and changes nothing; no circle stops. Where
  /// not all came, what was known is judged by, as of when it was read.
  [[nodiscard]] CharterTaken take_charter_answer(const channels::CircleId& circle,
                                                 const channels::CircleId& network,
                                                 const CharterAnswer& answer, Time now);
  /// A network is asked for no further: not all came in time. What came is gone on from the next time.
  [[nodiscard]] Actions stop_reading(const channels::CircleId& network, Time now);
  /// The networks that were read of, and that this device is not in.
  [[nodiscard]] std::vector<KnownNetworkView> known_networks(Time now) const;
  /// Forgets all that is known of one: it is read anew, as if for the first time. It takes the protection
  /// away against a hub that shows an older charter. Errors: `unknown_network`.
  [[nodiscard]] Result<Actions> forget_network(const channels::CircleId& network);

  // Questions. An unknown circle or channel has nothing to show.

  [[nodiscard]] std::vector<CircleView> circles(Time now) const;
  [[nodiscard]] std::vector<ChannelView> channels(const channels::CircleId& circle, Time now) const;
  [[nodiscard]] std::vector<MemberView> members(const channels::CircleId& circle, Time now) const;
  /// What another device of the person needs, of all circles. Errors: `no_device`.
  [[nodiscard]] Result<PersonState> person_state() const;
  /// Of all members, the oldest first.
  [[nodiscard]] std::vector<DeviceView> devices(const channels::CircleId& circle) const;
  /// Further devices of members that came after this one and were not told of here, the oldest first.
  [[nodiscard]] std::vector<NewDeviceView> new_devices(const channels::CircleId& circle) const;
  /// For owners: whom others than owners let in since this device came, and was not told of here, the oldest
  /// first.
  [[nodiscard]] std::vector<AdmissionView> admissions(const channels::CircleId& circle, Time now) const;
  /// For owners: who left, or was removed by somebody else, having let people in that are still there; each
  /// once.
  [[nodiscard]] std::vector<DepartureView> departures(const channels::CircleId& circle, Time now) const;
  /// Everyone whom a member let in, gone or not, and who is still in the circle, the oldest first.
  [[nodiscard]] std::vector<AdmissionView> let_in_by(const channels::CircleId& circle,
                                                     const channels::MemberId& member, Time now) const;
  [[nodiscard]] std::vector<RoleView> roles(const channels::CircleId& circle, Time now) const;
  /// When whoever uses this device may make the next invitation, if those of the last 24 hours are as many as
  /// one may make in a day.
  [[nodiscard]] std::optional<Time> invites_again_at(const channels::CircleId& circle, Time now) const;
  [[nodiscard]] std::vector<InvitationView> invitations(const channels::CircleId& circle, Time now) const;
  [[nodiscard]] std::vector<RequestView> requests(const channels::CircleId& circle, Time now) const;
  /// Which channel, or role, of a circle has this name already, or one that is as good as the same
  /// (taken_names.hpp); none if it is free.
  [[nodiscard]] std::optional<TakenName> channel_called(const channels::CircleId& circle,
                                                        std::string_view name) const;
  [[nodiscard]] std::optional<TakenName> role_called(const channels::CircleId& circle,
                                                     std::string_view name) const;
  /// Who may do what, of all people, roles and channels.
  [[nodiscard]] MatrixView matrix(const channels::CircleId& circle, Time now) const;
  /// For owners: whom a change of these rights would put out of a channel, now or once their pause is over.
  [[nodiscard]] std::vector<MemberView> put_out_by(const channels::CircleId& circle,
                                                   const channels::ChannelId& channel,
                                                   const std::vector<ChannelRole>& changes, Time now) const;
  /// The circle as one member can open it. Nothing for one who is not known.
  [[nodiscard]] std::optional<SeenAsView> see_as(const channels::CircleId& circle,
                                                 const channels::MemberId& member, Time now) const;
  /// Who a member is, and who vouches for that. Nothing for one who is not known.
  [[nodiscard]] std::optional<WhoView> who(const channels::CircleId& circle, const channels::MemberId& member,
                                           Time now) const;
  /// What was written down of the child. Nothing for who is no owner, or if nothing was.
  [[nodiscard]] std::optional<ChildView> child(const channels::CircleId& circle, Time now) const;
  /// The articles after `after` in log order.
  [[nodiscard]] std::vector<ArticleView> timeline(const channels::CircleId& circle,
                                                  const channels::ChannelId& channel,
                                                  channels::Sequence after) const;
  /// The threads of a newsgroup: those that are pinned first, then the one that was answered last; no more
  /// than `most`. What a screen shows is quick, also where there are thousands: nobody else's name is looked
  /// up.
  [[nodiscard]] std::vector<ThreadView> threads(
      const channels::CircleId& circle, const channels::ChannelId& channel, Time now,
      std::size_t most = std::numeric_limits<std::size_t>::max()) const;
  /// How many threads there are in all.
  [[nodiscard]] std::size_t thread_count(const channels::CircleId& circle, const channels::ChannelId& channel,
                                         Time now) const;
  /// The posts of the thread that an entry belongs to. Errors: `unknown_circle`, `unknown_channel`,
  /// `unknown_post`.
  [[nodiscard]] Result<std::vector<PostView>> thread(const channels::CircleId& circle,
                                                     const channels::ChannelId& channel,
                                                     channels::Sequence seq, Time now) const;
  /// The newsgroups that we read, by name.
  [[nodiscard]] std::vector<NewsgroupView> newsgroups(const channels::CircleId& circle, Time now) const;
  /// What others posted that counts on this device: what is unread, or, with `since`, all from then on. It
  /// marks nothing as read.
  [[nodiscard]] DigestView digest(const channels::CircleId& circle, std::optional<Time> since,
                                  Time now) const;
  /// The reports of the newsgroups that we moderate, or of one of them.
  [[nodiscard]] ReportsView reports(const channels::CircleId& circle,
                                    const std::optional<channels::ChannelId>& in, Time now) const;
  /// The other members who moderate a newsgroup that we are in.
  [[nodiscard]] std::vector<ModeratorView> moderators(const channels::CircleId& circle,
                                                      const channels::ChannelId& channel, Time now) const;
  /// Those that came with new articles of a newsgroup that we moderate and are not settled, in log order.
  [[nodiscard]] std::vector<ReportView> new_reports(const NewArticles& news, Time now) const;
  /// Where all of these words were written, in one channel or in all of the circle; the words stay here
  /// (search.hpp). Errors: `unknown_circle`, `unknown_channel`, `bad_search`.
  [[nodiscard]] Result<SearchView> search(const channels::CircleId& circle, std::string_view words,
                                          const std::optional<channels::ChannelId>& in, Time now) const;
  /// Who reads a channel now, the role with most people first. Whoever comes in later reads back in a
  /// newsgroup.
  [[nodiscard]] std::vector<AudienceView> audience(const channels::CircleId& circle,
                                                   const channels::ChannelId& channel, Time now) const;
  /// What in a text looks as if it tells which child it is about, by all circles of this device.
  [[nodiscard]] std::vector<ChildHint> child_hints(std::string_view text, Time now) const;
  /// All of it together, without any secret key. An unknown circle has none.
  [[nodiscard]] std::optional<ArchiveView> archive(const channels::CircleId& circle, Time now) const;
  [[nodiscard]] std::vector<UnsentView> unsent(const channels::CircleId& circle) const;
  /// Files on their way, in all circles.
  [[nodiscard]] std::vector<IntentId> uploads() const;
  [[nodiscard]] StatusView status(Time now) const;
  /// What was kept to prove one of `StatusView::alarms` that was there at the start; nothing if there were
  /// too many to keep. It may hold names and texts of people.
  [[nodiscard]] std::optional<Bytes> evidence(const Alarm& alarm) const;
  /// The user knows of this alarm: it is not shouted any more. It stays, and so does what proves it.
  [[nodiscard]] Actions note_alarm_seen(const Alarm& alarm);
  /// Whether nothing is under way or waits at this hub, whatever others keep us waiting for.
  [[nodiscard]] bool settled_at(std::string_view hub, Time now) const;
  /// Why nothing is signed for this hub, if its clock and ours differ too much: `clock_off`, or
  /// `hub_clock_off` where the clock of another hub that is connected agrees with ours.
  [[nodiscard]] std::optional<Error> clock_trouble(std::string_view hub) const;

 private:
  class State;
  explicit Client(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace kring::core
