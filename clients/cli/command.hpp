#pragma once

#include "channels/articles/article.hpp"
#include "channels/model/date.hpp"
#include "channels/model/ids.hpp"
#include "channels/model/rights.hpp"
#include "clients/cli/language.hpp"

#include "crypto/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a person typed, as plain values; names are resolved later, when the circle is known.
namespace kring::cli {

struct Init {
  std::string name;
  std::string relation{};
  bool passphrase = false;
  bool confirmed = false;
  std::string kit{};  ///< a file for the recovery sheet; empty: none
  friend bool operator==(const Init&, const Init&) = default;
};
/// Shows that one has the twelve words on paper, later than at `init`.
struct Words {
  std::string words_file;
  friend bool operator==(const Words&, const Words&) = default;
};
/// The recovery sheet, from the words on paper: to a file, or to standard output.
struct Kit {
  std::string file{};
  std::string words_file{};
  friend bool operator==(const Kit&, const Kit&) = default;
};
/// `kit --prove`: whether the words bring everything back, tried without changing anything.
struct ProveKit {
  std::string words_file{};
  friend bool operator==(const ProveKit&, const ProveKit&) = default;
};
/// Comes back by the words, to the circle of a link or to all that the vault tells of: a home with nothing in
/// it, or with other circles that came back so.
struct Recover {
  std::string link{};
  std::string name{};
  std::string relation{};
  std::string words_file{};
  bool passphrase = false;
  friend bool operator==(const Recover&, const Recover&) = default;
};
struct Found {
  std::string name;
  bool network = false;
  bool guardian = false;  ///< by a guardian, in place of parents
  bool cancel = false;    ///< takes back one that its hub has not answered
  friend bool operator==(const Found&, const Found&) = default;
};
/// `roles`: all that one may invite to, or one of them explained.
struct Roles {
  std::string role{};
  friend bool operator==(const Roles&, const Roles&) = default;
};
struct Invite {
  std::string role;
  std::optional<Duration> stay{};
  std::optional<Duration> expires{};
  bool preapproved = false;
  friend bool operator==(const Invite&, const Invite&) = default;
};
struct Withdraw {
  std::string invitation;
  friend bool operator==(const Withdraw&, const Withdraw&) = default;
};
struct Join {
  std::string link;
  friend bool operator==(const Join&, const Join&) = default;
};
struct Requests {
  friend bool operator==(const Requests&, const Requests&) = default;
};
/// `confirm`, or `consent`: the same of a parent with authority only.
struct Confirm {
  std::string invitation;
  std::string six{};
  std::string words_file{};
  bool consent = false;
  friend bool operator==(const Confirm&, const Confirm&) = default;
};
struct Members {
  friend bool operator==(const Members&, const Members&) = default;
};
/// `matrix`: who may do what.
struct Matrix {
  friend bool operator==(const Matrix&, const Matrix&) = default;
};
/// `see-as`: the circle as somebody can open it.
struct SeeAs {
  std::string member;
  friend bool operator==(const SeeAs&, const SeeAs&) = default;
};
/// `who`: who somebody is, and who vouches for that.
struct Who {
  std::string member;
  friend bool operator==(const Who&, const Who&) = default;
};
/// `child`: when the child was born, shown or written down.
struct Child {
  std::optional<channels::Date> born{};
  friend bool operator==(const Child&, const Child&) = default;
};
struct Channels {
  friend bool operator==(const Channels&, const Channels&) = default;
};
/// One `--allow ROLE=rp`.
struct Allowance {
  std::string role;
  channels::Rights rights;
  friend bool operator==(const Allowance&, const Allowance&) = default;
};
struct Open {
  std::string label;
  channels::Mode mode = channels::Mode::record;
  std::vector<Allowance> allow{};
  friend bool operator==(const Open&, const Open&) = default;
};
struct OpenLane {
  std::string label;
  std::string keeper = "copiloot";
  std::string contact{};
  friend bool operator==(const OpenLane&, const OpenLane&) = default;
};
/// `newsgroup`: the roles that read, post and moderate.
struct OpenNewsgroup {
  std::string name;
  std::vector<std::string> readers{};
  std::vector<std::string> posters{};
  std::vector<std::string> moderators{};
  friend bool operator==(const OpenNewsgroup&, const OpenNewsgroup&) = default;
};
/// `post`: begins a thread of a newsgroup, or answers the post with a number.
struct Post {
  std::string group;
  std::string text;
  std::string subject{};
  std::optional<channels::Sequence> reply_to{};
  std::optional<Duration> life{};            ///< from now on
  std::optional<channels::Date> last_day{};  ///< to its end
  std::string file{};                        ///< a path; empty: none
  bool identifies_nobody = false;
  bool yes = false;
  friend bool operator==(const Post&, const Post&) = default;
};
struct Threads {
  std::string group;
  bool all = false;
  friend bool operator==(const Threads&, const Threads&) = default;
};
/// `edit-post`: another text for a post of one's own.
struct EditPost {
  std::string group;
  channels::Sequence number{};
  std::string text;
  bool identifies_nobody = false;
  bool yes = false;
  friend bool operator==(const EditPost&, const EditPost&) = default;
};
/// `thread`: the one that the post with this number belongs to.
struct Thread {
  std::string group;
  channels::Sequence number{};
  bool history = false;  ///< with what posts said before
  friend bool operator==(const Thread&, const Thread&) = default;
};
/// `subscribe` or `unsubscribe`.
struct Subscribe {
  std::string group;
  bool wanted = true;
  friend bool operator==(const Subscribe&, const Subscribe&) = default;
};
/// `mute` or `unmute`: the thread that the post with this number belongs to.
struct Mute {
  std::string group;
  channels::Sequence number{};
  bool muted = true;
  friend bool operator==(const Mute&, const Mute&) = default;
};
/// `digest`: what is unread, or all for so long, or since a day.
struct Digest {
  std::optional<Duration> age{};
  std::optional<channels::Date> day{};
  bool mark_read = false;
  friend bool operator==(const Digest&, const Digest&) = default;
};
/// `search`: on this device alone.
struct Search {
  std::string words;
  std::string channel{};
  friend bool operator==(const Search&, const Search&) = default;
};
/// `pin` or `unpin`: the thread that the post with this number belongs to.
struct PinThread {
  std::string group;
  channels::Sequence number{};
  articles::Pin pin = articles::Pin::pin;
  friend bool operator==(const PinThread&, const PinThread&) = default;
};
/// `hold`, `release` or `remove-post`.
struct Moderate {
  std::string group;
  channels::Sequence number{};
  articles::Mark mark = articles::Mark::hold;
  std::string reason{};
  bool yes = false;
  friend bool operator==(const Moderate&, const Moderate&) = default;
};
/// `say`, or `note`.
struct Say {
  std::string channel;
  std::string text;
  bool note = false;
  friend bool operator==(const Say&, const Say&) = default;
};
/// `send`: a file with or without words.
struct Send {
  std::string channel;
  std::string file;
  std::string text{};
  friend bool operator==(const Send&, const Send&) = default;
};
/// `fetch`: the file of the entry with this number.
struct Fetch {
  std::string channel;
  channels::Sequence number{};
  /// A file or a folder; empty: under its own name in the current folder.
  std::string output{};
  bool force = false;
  friend bool operator==(const Fetch&, const Fetch&) = default;
};
/// `export`: the whole circle into a folder.
struct Export {
  std::string folder;
  bool yes = false;
  friend bool operator==(const Export&, const Export&) = default;
};
/// One `--into OLD=NEW` of `import`.
struct ImportInto {
  std::string from;  ///< a channel of the export, by key or label
  std::string into;  ///< one of this circle; empty: it is not brought along
  friend bool operator==(const ImportInto&, const ImportInto&) = default;
};
/// `import`: an export's messages, notes and files into this circle.
struct Import {
  std::string folder;
  std::vector<ImportInto> into{};
  bool dry_run = false;
  bool yes = false;
  friend bool operator==(const Import&, const Import&) = default;
};
struct Read {
  std::string channel;
  channels::Sequence after{};
  friend bool operator==(const Read&, const Read&) = default;
};
struct Watch {
  std::string channel;
  friend bool operator==(const Watch&, const Watch&) = default;
};
struct Remove {
  std::string member;
  bool yes = false;
  friend bool operator==(const Remove&, const Remove&) = default;
};
struct Leave {
  bool yes = false;
  friend bool operator==(const Leave&, const Leave&) = default;
};
/// `restart`: a channel whose group is dead gets a new one.
struct Restart {
  std::string channel;
  /// The number of the entry that is said to have broken it.
  std::optional<channels::Sequence> blamed{};
  bool yes = false;
  friend bool operator==(const Restart&, const Restart&) = default;
};
struct ResumeCircle {
  bool yes = false;
  friend bool operator==(const ResumeCircle&, const ResumeCircle&) = default;
};
struct Pause {
  std::string member;
  bool yes = false;
  friend bool operator==(const Pause&, const Pause&) = default;
};
struct Unpause {
  std::string member;
  friend bool operator==(const Unpause&, const Unpause&) = default;
};
/// `role`: another role for a member, or the same for longer.
struct ChangeRole {
  std::string member;
  std::string role;
  std::optional<Duration> stay{};
  bool yes = false;
  friend bool operator==(const ChangeRole&, const ChangeRole&) = default;
};
/// `allow`: what roles may do in a channel from now on.
struct Allow {
  std::string channel;
  std::vector<Allowance> allow{};
  bool yes = false;
  friend bool operator==(const Allow&, const Allow&) = default;
};
struct Close {
  std::string channel;
  bool yes = false;
  friend bool operator==(const Close&, const Close&) = default;
};
struct Freeze {
  bool yes = false;
  friend bool operator==(const Freeze&, const Freeze&) = default;
};
struct Unfreeze {
  friend bool operator==(const Unfreeze&, const Unfreeze&) = default;
};
/// `remove-owner`: the next step of it.
struct RemoveOwner {
  std::string member;
  std::string words_file{};
  bool yes = false;
  friend bool operator==(const RemoveOwner&, const RemoveOwner&) = default;
};
struct Stay {
  friend bool operator==(const Stay&, const Stay&) = default;
};
/// `end`: the next step of it.
struct End {
  std::string words_file{};
  bool cancel = false;
  bool yes = false;
  friend bool operator==(const End&, const End&) = default;
};
/// `attestation-key`: this device's, by which a coordinator attests.
struct AttestationKey {
  bool replace = false;
  bool withdraw = false;
  std::string of{};  ///< whose, or the key's id, if it is another one that is taken away
  std::string words_file{};
  bool list = false;
  bool yes = false;
  friend bool operator==(const AttestationKey&, const AttestationKey&) = default;
};
/// `attest`: what a coordinator has checked of somebody.
struct Attest {
  std::string member;
  std::string claim;
  std::string how{};
  Duration life{};
  friend bool operator==(const Attest&, const Attest&) = default;
};
/// `keep-attestation`: one of one's own, as a line of text.
struct KeepAttestation {
  std::string text;
  bool yes = false;
  friend bool operator==(const KeepAttestation&, const KeepAttestation&) = default;
};
/// `show-attestation`: one of one's own, in a circle that one is in.
struct ShowAttestation {
  std::string attestation;
  bool yes = false;
  friend bool operator==(const ShowAttestation&, const ShowAttestation&) = default;
};
/// `attestations`: one's own and those that this device gave; or one that is not to be shown any more.
struct Attestations {
  std::string removed{};
  friend bool operator==(const Attestations&, const Attestations&) = default;
};
struct WithdrawAttestation {
  std::string attestation;
  bool yes = false;
  friend bool operator==(const WithdrawAttestation&, const WithdrawAttestation&) = default;
};
/// `forget-network`: what this device has read of one that it is not in.
struct ForgetNetwork {
  std::string network;
  bool yes = false;
  friend bool operator==(const ForgetNetwork&, const ForgetNetwork&) = default;
};
/// `devices`: one's own, or those of a member; or the link by which a new one of theirs finds the circle.
struct Devices {
  std::string member{};
  bool link = false;
  friend bool operator==(const Devices&, const Devices&) = default;
};
struct RevokeDevice {
  std::string device;
  std::string words_file{};
  bool yes = false;
  friend bool operator==(const RevokeDevice&, const RevokeDevice&) = default;
};
/// `new-keys`: without a code, the link for who lost everything; with one, the keys.
struct NewKeys {
  std::string member;
  std::string code{};
  std::string six{};
  friend bool operator==(const NewKeys&, const NewKeys&) = default;
};
struct ComeBack {
  std::string link;
  friend bool operator==(const ComeBack&, const ComeBack&) = default;
};
struct Check {
  std::string member;
  std::string six{};
  friend bool operator==(const Check&, const Check&) = default;
};
/// `link`: a further device of one's own, with `join-device` on that one.
struct Link {
  std::string six_file{};
  friend bool operator==(const Link&, const Link&) = default;
};
struct JoinDevice {
  std::string link;
  std::string name{};
  bool passphrase = false;
  friend bool operator==(const JoinDevice&, const JoinDevice&) = default;
};
/// `report`: tells the moderators of the post with this number.
struct Report {
  std::string group;
  channels::Sequence number{};
  std::string reason;
  bool yes = false;
  friend bool operator==(const Report&, const Report&) = default;
};
/// `reports`: of one newsgroup, or of all that one moderates.
struct Reports {
  std::string group{};
  bool all = false;  ///< also those that are settled
  friend bool operator==(const Reports&, const Reports&) = default;
};
/// `settle-report`: by the report's own number.
struct SettleReport {
  std::string group;
  channels::Sequence number{};
  friend bool operator==(const SettleReport&, const SettleReport&) = default;
};
/// `name-device`: this one, if none is named.
struct NameDevice {
  std::string name;
  std::string device{};
  friend bool operator==(const NameDevice&, const NameDevice&) = default;
};
/// `evidence`: the alarms, or one of them; its bytes into a file, or as one that the user knows of.
struct Evidence {
  std::optional<std::size_t> number{};
  std::string output{};  ///< a file that is not there yet; empty: none
  bool seen = false;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};
struct ShowStatus {
  friend bool operator==(const ShowStatus&, const ShowStatus&) = default;
};

using Command =
    std::variant<Init, Words, Kit, ProveKit, Recover, Found, Roles, Invite, Withdraw, Join, Requests, Confirm,
                 Members, Matrix, SeeAs, Who, Child, Channels, Open, OpenLane, OpenNewsgroup, Post, EditPost,
                 Threads, Thread, Subscribe, Mute, Digest, Search, PinThread, Moderate, Report, Reports,
                 SettleReport, Say, Send, Fetch, Read, Watch, Restart, Remove, Leave, ResumeCircle, Pause,
                 Unpause, ChangeRole, Allow, Close, Freeze, Unfreeze, RemoveOwner, Stay, End, Export, Import,
                 Devices, RevokeDevice, NewKeys, ComeBack, Check, Link, JoinDevice, NameDevice,
                 AttestationKey, Attest, KeepAttestation, ShowAttestation, Attestations, WithdrawAttestation,
                 ForgetNetwork, Evidence, ShowStatus>;

enum class Colour : std::uint8_t { automatic, always, never };

/// What stands before or after any command.
struct Options {
  std::string home;
  std::string hub;  ///< empty: not said
  std::string circle;
  bool json = false;
  std::optional<Language> language;
  Colour colour = Colour::automatic;
  /// None: 20 seconds, and `watch` goes on.
  std::optional<Duration> timeout;
  friend bool operator==(const Options&, const Options&) = default;
};
/// The hub of whoever says none and has none: one on this computer, as `kring-hub` listens if nothing else is
/// said.
inline constexpr std::string_view hub_default = "http://127.0.0.1:8420";
inline constexpr Duration timeout_default = std::chrono::seconds(20);

}  // namespace kring::cli
