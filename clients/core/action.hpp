#pragma once

#include "channels/model/ids.hpp"

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/id.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kring::core {

/// Something that the user wants and that the client does as soon as it can; it survives a restart.
using IntentId = Id<struct IntentTag, 16>;

/// One named row of the vault. A row without a value is one to be deleted.
struct Row {
  std::string name;
  std::optional<SecretBytes> value;
};

/// Writes and deletes rows in one transaction. It is on disk before the next action is performed.
struct Save {
  std::vector<Row> rows;
};

/// Opens a WebSocket to the hub at this origin, such as "https://kring.example", unless one is open or being
/// opened.
struct Connect {
  std::string hub;
};

/// Sends one text frame on the connection to `hub`.
struct SendFrame {
  std::string hub;
  std::string text;
};

/// Gets a staged part by `GET path` at the hub with this `Kring-Authorization` header, then calls
/// `Client::fetched`.
struct Fetch {
  std::string hub;
  channels::CircleId circle;
  Hash hash{};
  std::uint64_t size = 0;
  std::string path;
  std::string authorization;
};

/// Puts a part by `PUT path` at the hub with this `Kring-Authorization` header, then calls `Client::staged`.
struct Stage {
  std::string hub;
  channels::CircleId circle;
  Hash hash{};
  Bytes bytes;
  std::string path;
  std::string authorization;
};

/// Reads `size` bytes from `offset` on of the sealed file that is kept under `upload`, then calls
/// `Client::upload_read`.
struct ReadUpload {
  channels::CircleId circle;
  IntentId upload;
  std::uint64_t offset = 0;
  std::size_t size = 0;
};

/// Sends a request about a blob to the hub with this `Kring-Authorization` header, then calls
/// `Client::upload_answered`.
struct SendUpload {
  std::string hub;
  channels::CircleId circle;
  IntentId upload;
  std::string method;
  std::string path;
  std::string authorization;
  Bytes body;
};

/// The sealed file kept under `upload` is wanted no more.
struct DropUpload {
  IntentId upload;
};

/// Calls `Client::tick` at this moment or soon after; it replaces the one asked for before.
struct WakeAt {
  Time at;
};

/// Closes the connection to `hub`.
struct Disconnect {
  std::string hub;
  Error reason;
};

/// How far the connection to a hub has come.
enum class Connection : std::uint8_t { offline, connecting, greeted, draining, refused };
[[nodiscard]] std::string_view name_of(Connection connection);

/// What a user interface may want to show. It is told after the `Save` that keeps what it speaks of.
struct ConnectionChanged {
  std::string hub;
  Connection state = Connection::offline;
};
/// All that the hub had when we came is here, and nothing waits to be asked for.
struct CaughtUp {
  channels::CircleId circle;
};
/// Members, rights, channels, invitations or our own standing have changed.
struct CircleChanged {
  channels::CircleId circle;
};
/// Articles of a channel up to `last` can be read.
struct NewArticles {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::Sequence first{};
  channels::Sequence last{};
};
/// Somebody has accepted an invitation and this device can show the request.
struct RequestWaiting {
  channels::CircleId circle;
  channels::InvitationId invitation;
};
/// An intent is carried out: the hub has acknowledged it.
struct IntentDone {
  IntentId intent;
  std::optional<channels::Sequence> seq;  ///< of a message: its place in the channel's log
};
/// An intent is given up; nothing of it has happened. (Of a message whose writer was removed while it was on
/// its way that is not certain: they may not look.)
struct IntentFailed {
  IntentId intent;
  Error reason;
  std::string rule;  ///< the hub's name for the rule or limit, where it gave one
};
/// More of a file is at the hub.
struct UploadProgress {
  channels::CircleId circle;
  IntentId intent;
  std::uint64_t sent = 0;
  std::uint64_t size = 0;
};
/// We have left, were removed, or our time is over: the charter was read to the entry that ended it.
struct MembershipEnded {
  channels::CircleId circle;
};
/// What an alarm stops on this device.
enum class AlarmStops : std::uint8_t { nothing = 1, channel, circle };
/// Something came that cannot be taken, most often as an honest hub and honest members do not send it
/// (alarms.hpp tells the kinds). What proves it is kept in the vault under `evidence`.
struct Alarm {
  std::optional<channels::CircleId> circle{};
  std::optional<channels::ChannelId> channel{};
  std::string reason{};    ///< the name of an error, such as "head_forked"
  std::string evidence{};  ///< a row of the vault; empty if there were too many to keep
  Time time{};
  bool heals = false;  ///< the channel may be mended: this device asks to be let in again
  AlarmStops stops = AlarmStops::circle;
  /// Whom a message that was not taken names as its author, and what they were called; nobody has proved it.
  std::optional<channels::MemberId> author{};
  std::string author_name{};
  bool seen = false;  ///< the user has acknowledged it
};
/// An owner has restarted a channel that we are in: we leave its old group and wait to be let into the new
/// one.
struct ChannelRestarted {
  channels::CircleId circle;
  channels::ChannelId channel;
};
/// This device had lost its way in a channel, and was let in again.
struct ChannelHealed {
  channels::CircleId circle;
  channels::ChannelId channel;
  std::uint64_t missed = 0;  ///< sealed messages of the meantime, which stay closed here
};
/// Our clock is more than 5 minutes off the hub's: nothing is signed until it is set right.
struct ClockOff {
  std::string hub;
  Duration difference{};  ///< ours minus the hub's
};

/// The hub takes no more of something for now. It is asked again by itself, and not before `until`.
struct AskedToWait {
  std::string hub;
  /// What waits; none: all that we do there.
  std::optional<IntentId> intent;
  Time until;
};

using Notice = std::variant<ConnectionChanged, CaughtUp, CircleChanged, NewArticles, RequestWaiting,
                            IntentDone, IntentFailed, UploadProgress, MembershipEnded, Alarm,
                            ChannelRestarted, ChannelHealed, ClockOff, AskedToWait>;
struct Notify {
  Notice notice;
};

/// What the driver performs, in the order given.
using Action = std::variant<Save, Connect, SendFrame, Fetch, Stage, ReadUpload, SendUpload, DropUpload,
                            Notify, WakeAt, Disconnect>;
using Actions = std::vector<Action>;

}  // namespace kring::core
