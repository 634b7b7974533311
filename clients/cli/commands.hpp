#pragma once

#include "clients/cli/command.hpp"
#include "clients/cli/json.hpp"
#include "clients/cli/present_attestations.hpp"
#include "clients/cli/session.hpp"
#include "clients/cli/style.hpp"
#include "clients/cli/text.hpp"
#include "clients/core/client.hpp"
#include "clients/native/user_file.hpp"

#include <nlohmann/json.hpp>

#include <iosfwd>
#include <optional>
#include <vector>

/// Each command of `kring`, from what was typed to what is shown.
namespace kring::cli {

/// What commands work with.
struct Context {
  Session& session;
  const Options& options;
  Look look;
  /// What is shown before the answer: questions' subjects, and lines of `watch`.
  std::ostream& out;
  /// Remarks that are no answer.
  std::ostream& err;
  /// Whether the command is about a network: how it and its refusals are told.
  bool in_network = false;
  /// The circle that it is about, once it is known which.
  std::optional<core::CircleView> circle{};
  /// And the channel, if it is about one.
  std::optional<core::ChannelView> channel{};

  [[nodiscard]] std::string_view words(Text text) const {
    return text_of(text, look.language, about_network(in_network));
  }
};

/// What a command gives; one of the two is shown.
struct Answer {
  Json fields = Json::object();
  std::string text;
  /// What was asked was done in part: this is told besides, and decides how the program ends.
  std::optional<Error> shortfall{};
};

[[nodiscard]] Outcome<Answer> run(const Init& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Words& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Kit& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const ProveKit& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Recover& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const ShowStatus& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Evidence& command, Context& context);

[[nodiscard]] Outcome<Answer> run(const Found& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Roles& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Members& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Matrix& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const SeeAs& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Who& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Child& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Remove& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Restart& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Leave& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const ResumeCircle& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Pause& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Unpause& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const ChangeRole& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Allow& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Close& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Freeze& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Unfreeze& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const RemoveOwner& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Stay& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const End& command, Context& context);

[[nodiscard]] Outcome<Answer> run(const Devices& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const RevokeDevice& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const NewKeys& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const ComeBack& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Link& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const JoinDevice& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const NameDevice& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Check& command, Context& context);

[[nodiscard]] Outcome<Answer> run(const AttestationKey& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Attest& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const KeepAttestation& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const ShowAttestation& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Attestations& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const WithdrawAttestation& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const ForgetNetwork& command, Context& context);

[[nodiscard]] Outcome<Answer> run(const Invite& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Withdraw& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Join& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Requests& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Confirm& command, Context& context);

[[nodiscard]] Outcome<Answer> run(const Channels& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Open& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const OpenLane& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const OpenNewsgroup& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Post& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const EditPost& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Threads& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Thread& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Subscribe& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Mute& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Digest& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Search& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const PinThread& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Moderate& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Report& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Reports& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const SettleReport& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Say& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Send& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Fetch& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Export& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Import& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Read& command, Context& context);
[[nodiscard]] Outcome<Answer> run(const Watch& command, Context& context);

/// The circle that a command is about, as it is after catching up as far as could be.
struct Place {
  core::CircleView circle;
  bool offline = false;

  [[nodiscard]] const channels::CircleId& id() const { return circle.id; }
};
/// Finds it, catches up, and says so where the hub could not be reached. Errors: those of `find_circle`,
/// `no_device`.
[[nodiscard]] Outcome<Place> enter(Context& context, Session::Purpose purpose);
/// Reads the charters of the networks that these people of the circle show attestations of, as its hub has
/// them now: over connections that are tied to no login, in no more than `Session::timeout` for all of them.
/// What cannot be read is judged by what was read before. That, and every alarm about it, is told before this
/// returns, so before anything is asked or answered.
void read_networks(Context& context, const Place& place, const std::vector<channels::MemberId>& people);
/// The same of one network that this device is not in, for an attestation of its own.
void read_network(Context& context, const Place& place, const channels::CircleId& network);
/// What networks attest of whoever uses this device, and in which circles it is shown.
[[nodiscard]] std::vector<OwnAttestation> own_attestations(Session& session);
/// Those of them that are to be asked for anew.
[[nodiscard]] std::vector<OwnAttestation> ending_attestations(Session& session);
/// Finds it without a word to the hub, as this device knows it. Errors: the same.
[[nodiscard]] Outcome<Place> enter_alone(Context& context);
/// Whether whoever uses this device is in the circle now. Errors: `not_admitted_yet`, `paused`, `ended`,
/// `turned_down`, `device_out`.
[[nodiscard]] Status check_inside(const Place& place);
/// A channel of the circle. Errors: those of `find_channel`, and of `check_inside` before those.
[[nodiscard]] Outcome<core::ChannelView> channel_of(Context& context, const Place& place,
                                                    std::string_view text);
/// A file on this device that is to be sent, and as what.
struct FileOnDisk {
  native::SourceFile source;
  core::FileToSend file;
};
/// Errors: `file_unreadable`.
[[nodiscard]] Outcome<FileOnDisk> open_file(const std::string& path);
/// Seals a file, sends it, and waits until it is there; shows how far it is. Errors: those of
/// `Client::send_file`, `Session::seal` and `Session::carry_out`.
[[nodiscard]] Outcome<core::IntentDone> send_file(Context& context, const Place& place,
                                                  const channels::ChannelId& channel, FileOnDisk& on_disk);
/// What whoever is answered without the hub is told.
[[nodiscard]] std::string_view why_offline(const core::CircleView& circle, const Context& context);
/// The answer to a question, which says whether it may be old.
[[nodiscard]] Answer answer_to_question(const Place& place);
/// Whether the person may be asked before something that cannot be undone.
[[nodiscard]] bool may_ask(const Context& context, bool yes);
/// Twelve words typed, or read from a file, that are somebody's. Who typed a wrong one is told which, and
/// what it may have been meant to be, and types again. Errors: `bad_words`, those of `ask_line` and
/// `read_secret`.
[[nodiscard]] Outcome<SecretBytes> twelve_words(const Context& context, const std::string& file);

}  // namespace kring::cli
