#pragma once

#include "clients/core/attesting.hpp"
#include "clients/core/client.hpp"
#include "clients/core/context.hpp"
#include "clients/core/intent.hpp"
#include "clients/core/network_charter.hpp"
#include "clients/core/vault_keeping.hpp"
#include "clients/core/vault_reading.hpp"

#include "channels/articles/article.hpp"
#include "channels/wire/frame_codec.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kring::core {

struct Founding;
struct SharedConsent;

/// Everything of a client: its device, its circles and the connections to their hubs.
class Client::State {
 public:
  explicit State(Random& random) : random_(random) {}
  [[nodiscard]] Status load(std::vector<Row> rows);

  // Inputs (state.cpp).
  [[nodiscard]] Actions start(Time now);
  [[nodiscard]] Actions connected(std::string_view hub, Time now);
  [[nodiscard]] Actions frame(std::string_view hub, std::string_view text, Time now);
  [[nodiscard]] Actions disconnected(std::string_view hub, Time now);
  [[nodiscard]] Actions tick(Time now);
  [[nodiscard]] Actions fetched(const channels::CircleId& circle, const Hash& hash, Result<Bytes> bytes,
                                Time now);
  [[nodiscard]] Actions staged(const channels::CircleId& circle, const Hash& hash, Status status, Time now);

  [[nodiscard]] Actions upload_read(const channels::CircleId& circle, const IntentId& upload,
                                    Result<Bytes> bytes, Time now);
  [[nodiscard]] Actions upload_answered(const channels::CircleId& circle, const IntentId& upload,
                                        unsigned status, std::string_view body, Time now);

  // Files (files.cpp).
  [[nodiscard]] Result<FileSeal> seal_file(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, const FileToSend& file,
                                           Time now);
  [[nodiscard]] Result<Accepted> send_file(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, const FileToSend& file,
                                           const SealedFile& sealed, Time now);
  [[nodiscard]] Result<BlobRequest> blob_range(const channels::CircleId& circle,
                                               const channels::ChannelId& channel, const BlobRange& range,
                                               Time now);

  // Commands (commands.cpp).
  [[nodiscard]] Result<Initialised> init(std::string_view name, std::string_view relation);
  [[nodiscard]] Result<Actions> init_from_words(std::string_view name, std::string_view relation,
                                                const SecretBytes& words, Time now);
  [[nodiscard]] Result<Actions> forget_device();
  [[nodiscard]] Result<Actions> confirm_words(const SecretBytes& words);
  [[nodiscard]] Result<Accepted> found(const NewCircle& circle, Time now);
  [[nodiscard]] Result<Actions> cancel_founding(const IntentId& founding, Time now);
  [[nodiscard]] Result<Invited> invite(const channels::CircleId& circle, const Invitation& invitation,
                                       Time now);
  [[nodiscard]] Result<Joined> join(std::string_view link, Time now);
  [[nodiscard]] Result<Accepted> confirm(const channels::CircleId& circle, const Confirmation& confirmation,
                                         Time now);
  [[nodiscard]] Result<Opened> open_channel(const channels::CircleId& circle, const NewChannel& channel,
                                            Time now);
  [[nodiscard]] Result<Opened> open_lane(const channels::CircleId& circle, const NewLane& lane, Time now);
  [[nodiscard]] Result<Accepted> withdraw(const channels::CircleId& circle,
                                          const channels::InvitationId& invitation, Time now);
  [[nodiscard]] Result<Accepted> change_role(const channels::CircleId& circle, const NewRole& change,
                                             Time now);
  [[nodiscard]] Result<Accepted> remove(const channels::CircleId& circle, const channels::MemberId& member,
                                        Time now);
  [[nodiscard]] Result<Accepted> pause(const channels::CircleId& circle, const channels::MemberId& member,
                                       Time now);
  [[nodiscard]] Result<Accepted> restart_channel(const channels::CircleId& circle,
                                                 const channels::ChannelId& channel,
                                                 std::optional<channels::Sequence> blamed, Time now);
  // commands_devices.cpp
  [[nodiscard]] Result<std::string> device_link(const channels::CircleId& circle,
                                                const channels::MemberId& member, Time now);
  [[nodiscard]] Result<ComingIn> come_in_as(std::string_view link, Coming coming, Time now);
  [[nodiscard]] Result<Accepted> return_by_words(const LostCircle& lost, const SecretBytes& words, Time now);
  /// What the vault tells of the circle that one comes back to. Borrowed.
  struct FromVault {
    const KnownCircle& circle;
    const std::vector<LogEnd>& logs;
  };
  /// Comes back, `from` the vault or with nothing but the place.
  [[nodiscard]] Result<Accepted> come_back(const LostCircle& lost, const SecretBytes& words, Time now,
                                           const FromVault* from);
  [[nodiscard]] Result<Accepted> let_device_in(const channels::CircleId& circle, std::string_view code,
                                               Time now);
  [[nodiscard]] Result<Accepted> revoke_device(const channels::CircleId& circle,
                                               const channels::HandleId& device,
                                               const std::optional<SecretBytes>& words, Time now);
  [[nodiscard]] Result<Actions> check_member(const channels::CircleId& circle,
                                             const channels::MemberId& member);
  [[nodiscard]] Result<Actions> note_only_owner_told(const channels::CircleId& circle, Time now);
  [[nodiscard]] Result<Actions> note_devices_told(const channels::CircleId& circle);
  [[nodiscard]] Result<Actions> note_admissions_told(const channels::CircleId& circle, Time now);
  // commands_linking.cpp
  [[nodiscard]] Result<charter::MailboxLink> mailbox_link(std::string_view hub,
                                                          const channels::MailboxId& mailbox) const;
  [[nodiscard]] Result<Linked> link_device(const charter::MailboxLink& link, const LinkRequest& request,
                                           const channels::MailboxId& next);
  [[nodiscard]] Result<LettingIn> let_linked_in(const charter::MailboxLink& link, const LinkRequest& request,
                                                const channels::MailboxId& next, ByteView sealed, Time now);
  [[nodiscard]] Status may_be_linked() const;
  [[nodiscard]] Result<LinkedIn> take_link(const charter::MailboxLink& link, const LinkingDevice& device,
                                           ByteView sealed, Time now);
  [[nodiscard]] Result<Actions> name_device(const channels::CircleId& circle,
                                            const channels::HandleId& handle, std::string_view name);
  // commands_vault.cpp
  [[nodiscard]] Result<Actions> read_vault(std::string_view hub, const SecretBytes& words, Time now);
  [[nodiscard]] const VaultReading* vault() const { return reading_ ? &*reading_ : nullptr; }
  [[nodiscard]] Result<Actions> take_slots(const SecretBytes& words);
  [[nodiscard]] std::optional<KitView> kit(Time now) const;
  [[nodiscard]] Result<Actions> prove_kit(const SecretBytes& words, Time now);
  [[nodiscard]] Result<Accepted> return_by_vault(const channels::CircleId& circle, const SecretBytes& words,
                                                 Time now);
  // commands_own_attestations.cpp
  [[nodiscard]] Result<std::vector<AttestationView>> replaced_by(std::string_view text, Time now) const;
  [[nodiscard]] Result<KeptAttestation> keep_attestation(std::string_view text, Time now);
  [[nodiscard]] Result<Actions> drop_attestation(const charter::AttestationHash& attestation, Time now);
  [[nodiscard]] Result<Actions> show_attestation(const channels::CircleId& circle,
                                                 const charter::AttestationHash& attestation, Time now);
  [[nodiscard]] std::vector<AttestationView> own_attestations(Time now) const;
  [[nodiscard]] std::vector<AttestationView> ending_attestations(Time now) const;
  [[nodiscard]] std::vector<channels::CircleId> circles_showing(const charter::AttestationHash& attestation,
                                                                Time now) const;
  // commands_attestations.cpp
  [[nodiscard]] Result<Accepted> change_attestation_key(const channels::CircleId& network, KeyChange change,
                                                        Time now);
  [[nodiscard]] Result<Attested> attest(const channels::CircleId& network, const channels::MemberId& member,
                                        const NewAttestation& attestation, Time now);
  [[nodiscard]] std::vector<GivenView> given_attestations(Time now) const;
  [[nodiscard]] NetworkKeysView network_keys(const channels::CircleId& network) const;
  [[nodiscard]] std::vector<AttestationView> attestations_of(const channels::CircleId& circle,
                                                             const channels::MemberId& member,
                                                             Time now) const;
  [[nodiscard]] std::vector<channels::CircleId> networks_to_read(
      const channels::CircleId& circle, const std::vector<channels::MemberId>& people, Time now) const;
  [[nodiscard]] std::optional<CharterQuestion> charter_question(const channels::CircleId& circle,
                                                                const channels::CircleId& network) const;
  [[nodiscard]] CharterTaken take_charter_answer(const channels::CircleId& circle,
                                                 const channels::CircleId& network,
                                                 const CharterAnswer& answer, Time now);
  [[nodiscard]] Actions stop_reading(const channels::CircleId& network, Time now);
  [[nodiscard]] std::vector<KnownNetworkView> known_networks(Time now) const;
  [[nodiscard]] Result<Actions> forget_network(const channels::CircleId& network);
  [[nodiscard]] Result<Accepted> publish(const channels::CircleId& network,
                                         const std::optional<charter::FirstKey>& shown,
                                         const std::optional<SecretBytes>& words, Time now);
  [[nodiscard]] Result<Accepted> take_attestation_key(const channels::CircleId& network,
                                                      const charter::AttestationKeyId& key, Time now);
  [[nodiscard]] std::vector<NetworkKeyView> attestation_keys(const channels::CircleId& network) const;
  // commands_owners.cpp
  [[nodiscard]] Result<Accepted> consent(const channels::CircleId& circle,
                                         const channels::InvitationId& invitation, Time now);
  [[nodiscard]] Result<Accepted> remove_owner(const channels::CircleId& circle,
                                              const channels::MemberId& member,
                                              const std::optional<SecretBytes>& words, Time now);
  [[nodiscard]] Result<Accepted> stay(const channels::CircleId& circle, Time now);
  [[nodiscard]] Result<Accepted> end_circle(const channels::CircleId& circle,
                                            const std::optional<SecretBytes>& words, Time now);
  /// Queues a consent for the other owners.
  [[nodiscard]] Result<Accepted> tell_owners(CircleData& circle, const SharedConsent& consent, Time now);
  /// A wish that takes the circle's recovery key.
  [[nodiscard]] Result<Accepted> want_by_words(const channels::CircleId& circle, Wish wish,
                                               const std::optional<SecretBytes>& words, Time now);
  /// Whoever writes is there: what would remove them is told so.
  void show_life(Turn& turn, CircleData& circle);
  /// Any wish that needs nothing but itself.
  [[nodiscard]] Result<Accepted> want(const channels::CircleId& circle, Wish wish, Time now);
  [[nodiscard]] Result<Accepted> write(const channels::CircleId& circle, const channels::ChannelId& channel,
                                       articles::KnownContent content, Time now);
  [[nodiscard]] std::set<articles::OriginId> origins(const channels::CircleId& circle,
                                                     const channels::ChannelId& channel) const;
  /// Puts an article that somebody wants written at the end of the queue of a channel that one may write to.
  [[nodiscard]] Result<Accepted> queue(CircleData& circle, const channels::ChannelId& channel,
                                       const articles::Article& article, Time now);
  // commands_posts.cpp
  [[nodiscard]] Result<Accepted> post(const channels::CircleId& circle, const channels::ChannelId& channel,
                                      const NewPost& post, Time now);
  /// The article of a new post, whose file may lack what is known only once it was sent. Errors: those of
  /// `make_post` and `Article::of`, `may_identify_child`.
  [[nodiscard]] Result<articles::Post> draft_post(const CircleData& circle,
                                                  const channels::ChannelId& channel, const NewPost& post,
                                                  std::optional<articles::Attachment> file, Time now);
  /// The circle that a file may be sent to: of a post, into a newsgroup, and else into no newsgroup.
  [[nodiscard]] Result<CircleData*> takes_file(const channels::CircleId& circle,
                                               const channels::ChannelId& channel, const FileToSend& file,
                                               Time now);
  [[nodiscard]] Result<Accepted> edit_post(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, channels::Sequence seq,
                                           const NewText& text, Time now);
  [[nodiscard]] Result<Accepted> pin_thread(const channels::CircleId& circle,
                                            const channels::ChannelId& channel, channels::Sequence seq,
                                            articles::Pin pin, Time now);
  [[nodiscard]] Result<Accepted> mark_post(const channels::CircleId& circle,
                                           const channels::ChannelId& channel, channels::Sequence seq,
                                           articles::PostMark mark, Time now);
  // commands_reports.cpp
  [[nodiscard]] Result<Accepted> report(const channels::CircleId& circle, const channels::ChannelId& channel,
                                        channels::Sequence seq, std::string_view reason, Time now);
  [[nodiscard]] Result<ReportAudienceView> report_audience(const channels::CircleId& circle,
                                                           const channels::ChannelId& channel,
                                                           channels::Sequence seq, std::string_view reason,
                                                           Time now);
  [[nodiscard]] Result<Accepted> settle_report(const channels::CircleId& circle,
                                               const channels::ChannelId& channel, channels::Sequence seq,
                                               Time now);
  // commands_posts.cpp
  [[nodiscard]] Result<Actions> mark_thread_read(const channels::CircleId& circle,
                                                 const channels::ChannelId& channel, channels::Sequence seq);
  [[nodiscard]] Result<Actions> count_newsgroup(const channels::CircleId& circle,
                                                const channels::ChannelId& channel, Counts counts);
  [[nodiscard]] Result<Actions> count_thread(const channels::CircleId& circle,
                                             const channels::ChannelId& channel, channels::Sequence seq,
                                             Counts counts);
  [[nodiscard]] std::vector<ChildHint> child_hints(std::string_view text, Time now) const;
  [[nodiscard]] Result<Actions> mark_read(const channels::CircleId& circle,
                                          const channels::ChannelId& channel, channels::Sequence last);

  // Questions (views.cpp).
  [[nodiscard]] const std::map<channels::CircleId, CircleData>& circles() const { return circles_; }
  /// There is one if there is a circle.
  [[nodiscard]] const std::optional<Device>& device() const { return device_; }
  [[nodiscard]] const CircleData* find(const channels::CircleId& circle) const;
  [[nodiscard]] StatusView status(Time now) const;
  [[nodiscard]] std::optional<Bytes> evidence(const Alarm& alarm) const;
  [[nodiscard]] Actions note_alarm_seen(const Alarm& alarm);
  [[nodiscard]] bool settled_at(std::string_view hub, Time now) const;
  [[nodiscard]] std::optional<Error> clock_trouble(std::string_view hub) const;
  [[nodiscard]] Result<PersonState> person_state() const;

 private:
  // state.cpp
  [[nodiscard]] HubSession& session_of(std::string_view hub, Turn& turn);
  void take_hello(Turn& turn, HubSession& session, const wire::HelloEvent& hello);
  void take_event(Turn& turn, HubSession& session, const wire::Event& event);
  void take_answer(Turn& turn, HubSession& session, const wire::ReceivedAnswer& answer);
  void check_clock(Turn& turn, HubSession& session, Time hub_time);
  void ping(Turn& turn, HubSession& session);
  /// Whether a hub shows none of our circles there the key that it began with.
  [[nodiscard]] bool is_strange(const HubSession& session) const;
  void begin_foundings(Turn& turn, HubSession& session);
  /// Foundings whose bundle the hub took no more for its age: under another id, by the same recovery key.
  void found_anew(Turn& turn, HubSession& session);
  void begin_founding(Turn& turn, HubSession& session, const Founding& founding);
  /// Goes on with all circles of a hub, or of all hubs.
  void advance(Turn& turn, HubSession& session);
  void advance_all(Turn& turn);
  /// Forgets circles whose founding or joining has failed, but not those that we were in before.
  void drop_failed(Turn& turn);
  /// Keeps the slot of the vault as new as what the turn has changed.
  void keep_slot(Turn& turn);
  [[nodiscard]] Actions finish(Turn& turn);

  // commands.cpp
  /// A circle that one may act in. Errors: `no_device`, `unknown_circle`, `ended`, `not_admitted_yet`,
  /// `stopped`.
  [[nodiscard]] Result<CircleData*> usable(const channels::CircleId& circle, Time now);
  /// The same of a channel that one may write to. Errors also: `unknown_channel`, `may_not_post`,
  /// `not_in_channel`, `stopped`.
  [[nodiscard]] Result<CircleData*> writable(const channels::CircleId& circle,
                                             const channels::ChannelId& channel, Time now);
  /// The same of a newsgroup. Errors also: `not_a_newsgroup`.
  [[nodiscard]] Result<CircleData*> newsgroup(const channels::CircleId& circle,
                                              const channels::ChannelId& channel, Time now);
  /// The same of any other channel. Errors also: `newsgroup_takes_posts`.
  [[nodiscard]] Result<CircleData*> ordinary(const channels::CircleId& circle,
                                             const channels::ChannelId& channel, Time now);
  /// A channel of which this device holds something, whether or not one may write there.
  struct HeldChannel {
    CircleData& circle;
    Channel& channel;
  };
  /// Errors: `unknown_circle`, `unknown_channel`.
  [[nodiscard]] Result<HeldChannel> held_channel(const channels::CircleId& circle,
                                                 const channels::ChannelId& channel);
  /// A post that is to be reported.
  struct Reportable {
    CircleData& circle;
    const Channel& channel;
    const articles::ThreadPost& post;
  };
  /// Errors: those of `report_audience`.
  [[nodiscard]] Result<Reportable> reportable(const channels::CircleId& circle,
                                              const channels::ChannelId& channel, channels::Sequence seq,
                                              std::string_view reason, Time now);
  /// Keeps how a newsgroup is read.
  [[nodiscard]] Actions keep_reading(const HeldChannel& held);
  [[nodiscard]] Result<std::uint32_t> take_recovery_key(Turn& turn);

  // commands_attestations.cpp
  /// The newest charter of a network that this device has: its own, or what anybody may read. Null if it has
  /// none.
  [[nodiscard]] const charter::Charter* charter_of_network(const channels::CircleId& network) const;
  /// How far that charter goes; 0 if there is none.
  [[nodiscard]] channels::EntryNumber number_of_network(const channels::CircleId& network) const;
  /// How well it is known, and when it was read to its end if it is not our own.
  [[nodiscard]] KnownNetworkView reading_of(const channels::CircleId& network, Time now) const;
  /// Those of this device in a network.
  [[nodiscard]] std::span<const AttestingKey> own_keys(const channels::CircleId& network) const;
  /// This device's next key of a network: the one that no entry names yet, or one that is made for it. The
  /// one that counts stays until the charter says otherwise.
  [[nodiscard]] AttestingKey& coming_key(const CircleData& network);
  [[nodiscard]] Result<Accepted> agree_to_publish(CircleData& network, const charter::FirstKey& first,
                                                  const std::optional<SecretBytes>& words, Time now);
  [[nodiscard]] AttestationView judged(const charter::Attestation& attestation,
                                       const channels::PersonKey& person, Time now) const;
  /// Writes what is known of these networks, or that it is gone.
  void save_networks(Turn& turn, const std::vector<channels::CircleId>& changed) const;
  /// Keeps what is known of a network, within the limits.
  void keep_network(Turn& turn, NetworkCharter network);

  // commands_own_attestations.cpp
  /// What becomes of our own attestations when this one is kept.
  struct Keeping {
    std::vector<charter::Attestation> kept;  ///< the new one last
    std::vector<charter::Attestation> replaced;
  };
  /// Errors: those of `keep_attestation`.
  [[nodiscard]] Result<Keeping> keeping_of(std::string_view text, Time now) const;
  /// Writes what is kept, and lets all circles see whether they show it as it is now.
  void save_attestations(Turn& turn);
  /// Looks at all circles anew if a charter has come, or gone on, by which something told was in doubt.
  void look_again_at_told();
  /// Keeps what our person's other devices show of attestations that this one does not have.
  void take_told_attestations(Turn& turn);

  struct LastReading {
    NetworkReading reading = NetworkReading::not_asked;
    std::optional<Time> again{};  ///< of `limited`
  };
  /// What an answer says that brought neither a charter nor that there is none.
  [[nodiscard]] static LastReading reading_without(const CharterAnswer& answer, Time now);

  /// Keeps a wish that the charter allows, and goes on with it.
  [[nodiscard]] Result<IntentId> keep(Turn& turn, CircleData& circle, Intent intent);

  Random& random_;
  std::optional<Device> device_;
  std::map<channels::CircleId, CircleData> circles_;
  std::map<std::string, HubSession, std::less<>> sessions_;
  /// Circles to be founded, until their hub has greeted us.
  std::vector<Intent> foundings_;
  /// In the order in which they came.
  std::vector<Alarm> alarms_;
  /// What proves those that were there at the start, by the name that they have for it.
  std::map<std::string, Bytes> evidence_;
  Attesting attesting_;
  KnownNetworks networks_;
  /// How the last question for a network's charter ended, since the start.
  std::map<channels::CircleId, LastReading> readings_;
  /// Networks of which a device of our person showed something that was in doubt, and how far the charter
  /// went by which it was (own_attestations.hpp). In memory only.
  std::map<channels::CircleId, channels::EntryNumber> told_in_doubt_;
  VaultKeeping keeping_;
  std::optional<VaultReading> reading_;
  std::uint64_t next_request_ = 1;
};

}  // namespace kring::core
