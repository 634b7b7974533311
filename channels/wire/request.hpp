#pragma once

#include "channels/model/ids.hpp"
#include "channels/model/log_kind.hpp"
#include "channels/wire/numbers.hpp"
#include "channels/wire/part.hpp"
#include "channels/wire/signed_head.hpp"
#include "crypto/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace kring::wire {

/// What a request asks for (docs/protocol.md, section 5). The order is that of the alternatives of `Request`
/// and `OkAnswer`.
enum class Op : std::uint8_t {
  login,
  charter,
  bundle,
  append,
  attach,
  key_packages,
  claim,
  introduction,
  welcomed,
  ping,
  restore_charter,
  restore_log,
  slot_put,
  slot_read,
};
/// The name as it stands in a frame: static storage.
[[nodiscard]] std::string_view name_of(Op op);
/// The operation that is called `name`, if any.
[[nodiscard]] std::optional<Op> op_named(std::string_view name);

/// Proves that the sender holds the key of a handle, or of an invitation (whose id then stands in `handle`).
struct LoginRequest {
  channels::CircleId circle{};
  channels::HandleId handle{};
  FixedBytes<32> client_nonce{};
  FixedBytes<64> signature{};  ///< over `LoginContent`
  friend bool operator==(const LoginRequest&, const LoginRequest&) = default;
};

/// Asks for the charter from entry `from` on.
struct CharterRequest {
  channels::CircleId circle{};
  channels::EntryNumber from{1};
  friend bool operator==(const CharterRequest&, const CharterRequest&) = default;
};

/// A newcomer's Welcome, put into the mailbox of `handle`.
struct BundleWelcome {
  channels::HandleId handle{};
  Hash package{};  ///< the reference of the key package that it uses up
  Part welcome{};  ///< a whole MLSMessage with a Welcome
  friend bool operator==(const BundleWelcome&, const BundleWelcome&) = default;
};

/// What a bundle does to one channel's group.
struct BundleGroup {
  channels::ChannelId channel{};
  /// A whole MLSMessage with a GroupInfo and its tree; for the opening commit only.
  std::optional<Part> opening{};
  /// A `CommitPayload`.
  Part commit{};
  std::vector<BundleWelcome> welcomes{};
  friend bool operator==(const BundleGroup&, const BundleGroup&) = default;
};

/// What comes along with an `invite_accept`.
struct BundleAcceptance {
  Bytes introduction{};               ///< sealed to the inviter
  std::vector<Bytes> key_packages{};  ///< those whose references the acceptance names, in its order
  friend bool operator==(const BundleAcceptance&, const BundleAcceptance&) = default;
};

/// Charter entries and commits that the hub takes together or not at all.
struct BundleRequest {
  channels::CircleId circle{};
  channels::TransactionId transaction{};
  std::vector<Bytes> charter{};  ///< whole `CharterEntry`s, in order
  std::vector<BundleGroup> groups{};
  std::optional<BundleAcceptance> acceptance{};
  friend bool operator==(const BundleRequest&, const BundleRequest&) = default;
};

/// Appends a record or a sealed message to a channel's log.
struct AppendRequest {
  channels::CircleId circle{};
  channels::ChannelId channel{};
  channels::MessageId message{};  ///< the same again when sent again
  EpochId epoch{};
  channels::LogKind kind = channels::LogKind::record;  ///< `record`, `sealed` or `heal`
  Bytes payload{};
  friend bool operator==(const AppendRequest&, const AppendRequest&) = default;
};

/// A place in a channel's log from which on a session reads: entries after `after`.
struct ChannelCursor {
  channels::ChannelId channel{};
  channels::Sequence after{};
  friend bool operator==(const ChannelCursor&, const ChannelCursor&) = default;
};

/// Asks for events: charter entries after `charter_after`, and the entries of the channels named. Repeating
/// it replaces the cursors of the channels that it names.
struct AttachRequest {
  channels::CircleId circle{};
  channels::EntryNumber charter_after{};
  std::vector<ChannelCursor> channels{};
  friend bool operator==(const AttachRequest&, const AttachRequest&) = default;
};

/// Puts key packages of the handle that logged in into the hub's stock.
struct KeyPackagesRequest {
  channels::CircleId circle{};
  std::vector<Bytes> packages{};
  friend bool operator==(const KeyPackagesRequest&, const KeyPackagesRequest&) = default;
};

/// Takes one key package of `handle`, to admit it to `channel`.
struct ClaimRequest {
  channels::CircleId circle{};
  channels::ChannelId channel{};
  channels::HandleId handle{};
  friend bool operator==(const ClaimRequest&, const ClaimRequest&) = default;
};

/// Asks for the sealed introduction that came with the acceptance of `invitation`.
struct IntroductionRequest {
  channels::CircleId circle{};
  channels::InvitationId invitation{};
  friend bool operator==(const IntroductionRequest&, const IntroductionRequest&) = default;
};

/// Says that these Welcomes are kept: the hub takes them out of the mailbox.
struct WelcomedRequest {
  channels::CircleId circle{};
  std::vector<WelcomeId> welcome_ids{};
  friend bool operator==(const WelcomedRequest&, const WelcomedRequest&) = default;
};

/// Asks whether the hub is there.
struct PingRequest {
  friend bool operator==(const PingRequest&, const PingRequest&) = default;
};

/// Gives a hub that was restored from a backup the charter's entries that it has lost.
struct RestoreCharterRequest {
  channels::CircleId circle{};
  Part suffix{};      ///< `opaque entry<V>` for each entry, in order
  SignedHead head{};  ///< the last entry's, as this hub signed it
  friend bool operator==(const RestoreCharterRequest&, const RestoreCharterRequest&) = default;
};

/// One entry of a log that a hub has lost, as it once gave it.
struct RestoredEntry {
  channels::LogKind kind = channels::LogKind::commit;
  Time time{};
  Part payload{};
  /// A whole MLSMessage with a GroupInfo and its tree; of a commit with which a group begins.
  std::optional<Part> opening{};
  friend bool operator==(const RestoredEntry&, const RestoredEntry&) = default;
};

/// Gives a hub that was restored from a backup entries of a log that it has lost.
struct RestoreLogRequest {
  channels::CircleId circle{};
  channels::ChannelId channel{};
  channels::Sequence after{};  ///< where the hub's log ends
  std::vector<RestoredEntry> entries{};
  friend bool operator==(const RestoreLogRequest&, const RestoreLogRequest&) = default;
};

/// The two public keys of a vault slot, which are its name: the id is their hash.
struct SlotName {
  FixedBytes<32> writer{};
  FixedBytes<32> reader{};
  friend bool operator==(const SlotName&, const SlotName&) = default;
};

/// Puts what a device sealed for its person into its slot, in place of what was there.
struct SlotPutRequest {
  SlotName slot{};
  std::uint64_t number = 0;  ///< above that of what was there
  Bytes sealed{};
  FixedBytes<64> signature{};  ///< by `writer`
  friend bool operator==(const SlotPutRequest&, const SlotPutRequest&) = default;
};

/// Asks what is in a slot.
struct SlotReadRequest {
  SlotName slot{};
  FixedBytes<64> signature{};  ///< by `reader`, for this connection
  friend bool operator==(const SlotReadRequest&, const SlotReadRequest&) = default;
};

using Request =
    std::variant<LoginRequest, CharterRequest, BundleRequest, AppendRequest, AttachRequest,
                 KeyPackagesRequest, ClaimRequest, IntroductionRequest, WelcomedRequest, PingRequest,
                 RestoreCharterRequest, RestoreLogRequest, SlotPutRequest, SlotReadRequest>;
/// Every operation, in order.
inline constexpr std::array ops = {Op::login,    Op::charter,      Op::bundle,          Op::append,
                                   Op::attach,   Op::key_packages, Op::claim,           Op::introduction,
                                   Op::welcomed, Op::ping,         Op::restore_charter, Op::restore_log,
                                   Op::slot_put, Op::slot_read};
static_assert(ops.size() == std::variant_size_v<Request>);

[[nodiscard]] inline Op op_of(const Request& request) {
  return static_cast<Op>(request.index());
}

/// One frame from a client to the hub.
struct RequestFrame {
  RequestId id{};
  Request request{};
  friend bool operator==(const RequestFrame&, const RequestFrame&) = default;
};

}  // namespace kring::wire
