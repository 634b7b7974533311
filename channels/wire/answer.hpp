#pragma once

#include "channels/model/ids.hpp"
#include "channels/wire/error_code.hpp"
#include "channels/wire/numbers.hpp"
#include "channels/wire/request.hpp"
#include "channels/wire/signed_head.hpp"
#include "crypto/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kring::wire {

/// What a login opens.
enum class Access : std::uint8_t {
  member = 1,  ///< a live handle: everything that its rights allow
  invited,     ///< an invitation's key: read the charter, send the acceptance
  waiting,     ///< accepted, not granted: read the charter, put key packages, wait
  ended,       ///< removed, left or expired: read the charter up to that entry
  paused,      ///< read the charter up to that entry, wait
  recovering,  ///< a member's recovery key: read the charter, add a device by it
};
/// Every access, in order.
inline constexpr std::array accesses = {Access::member, Access::invited, Access::waiting,
                                        Access::ended,  Access::paused,  Access::recovering};
/// The name as it stands in a frame: static storage.
[[nodiscard]] std::string_view name_of(Access access);
/// The access that is called `name`, if any.
[[nodiscard]] std::optional<Access> access_named(std::string_view name);

/// What the login opens, and where the charter stands.
struct LoginAnswer {
  Access access = Access::member;
  SignedHead head{};
  friend bool operator==(const LoginAnswer&, const LoginAnswer&) = default;
};

/// Entries from the number asked for on, as many as fit (`charter_entries_that_fit`).
struct CharterAnswer {
  std::vector<Bytes> entries{};
  SignedHead head{};
  friend bool operator==(const CharterAnswer&, const CharterAnswer&) = default;
};

/// Where a commit of a bundle stands in its channel's log.
struct LogPlace {
  channels::ChannelId channel{};
  channels::Sequence seq{};
  Time time{};
  Hash hash{};  ///< the running hash at `seq`
  friend bool operator==(const LogPlace&, const LogPlace&) = default;
};

/// The bundle is on disk: the head after its entries, and where its commits stand.
struct BundleAnswer {
  SignedHead head{};
  std::vector<LogPlace> logs{};  ///< one for each group of the bundle, in its order
  friend bool operator==(const BundleAnswer&, const BundleAnswer&) = default;
};

/// Where an appended entry stands in its channel's log: it is on disk.
struct AppendAnswer {
  channels::Sequence seq{};
  Time time{};
  Hash hash{};
  friend bool operator==(const AppendAnswer&, const AppendAnswer&) = default;
};

/// The head of one channel's log.
struct ChannelHead {
  channels::ChannelId channel{};
  channels::Sequence seq{};
  Hash hash{};
  EpochId epoch{};
  friend bool operator==(const ChannelHead&, const ChannelHead&) = default;
};

/// Where the charter and the channels named stand: from their cursors on, events follow.
struct AttachAnswer {
  SignedHead head{};
  std::vector<ChannelHead> channels{};
  friend bool operator==(const AttachAnswer&, const AttachAnswer&) = default;
};

/// What the stock holds now.
struct KeyPackagesAnswer {
  std::uint64_t stock = 0;  ///< the handle's unused key packages at the hub
  friend bool operator==(const KeyPackagesAnswer&, const KeyPackagesAnswer&) = default;
};

/// A key package, kept for this admission.
struct ClaimAnswer {
  Bytes package{};
  friend bool operator==(const ClaimAnswer&, const ClaimAnswer&) = default;
};

/// The sealed introduction.
struct IntroductionAnswer {
  Bytes introduction{};
  friend bool operator==(const IntroductionAnswer&, const IntroductionAnswer&) = default;
};

/// The mailbox is rid of them.
struct WelcomedAnswer {
  friend bool operator==(const WelcomedAnswer&, const WelcomedAnswer&) = default;
};

/// The hub is there.
struct PingAnswer {
  Time time{};  ///< the hub's clock
  friend bool operator==(const PingAnswer&, const PingAnswer&) = default;
};

/// The charter is on disk up to this head.
struct RestoreCharterAnswer {
  SignedHead head{};
  friend bool operator==(const RestoreCharterAnswer&, const RestoreCharterAnswer&) = default;
};

/// Where the log ends now: what came is on disk.
struct RestoreLogAnswer {
  channels::Sequence seq{};
  Hash hash{};
  friend bool operator==(const RestoreLogAnswer&, const RestoreLogAnswer&) = default;
};

/// The slot has it.
struct SlotPutAnswer {
  friend bool operator==(const SlotPutAnswer&, const SlotPutAnswer&) = default;
};

/// What is in the slot.
struct SlotReadAnswer {
  std::uint64_t number = 0;
  Bytes sealed{};
  friend bool operator==(const SlotReadAnswer&, const SlotReadAnswer&) = default;
};

/// What a request that succeeded is told; the alternatives stand in the order of `Op`.
using OkAnswer = std::variant<LoginAnswer, CharterAnswer, BundleAnswer, AppendAnswer, AttachAnswer,
                              KeyPackagesAnswer, ClaimAnswer, IntroductionAnswer, WelcomedAnswer, PingAnswer,
                              RestoreCharterAnswer, RestoreLogAnswer, SlotPutAnswer, SlotReadAnswer>;
static_assert(std::variant_size_v<OkAnswer> == ops.size());

[[nodiscard]] inline Op op_of(const OkAnswer& answer) {
  return static_cast<Op>(answer.index());
}

/// Where one named channel stands when a request is `stale`: from there on the client reads on.
struct StaleChannel {
  channels::ChannelId channel{};
  channels::Sequence seq{};
  EpochId epoch{};
  friend bool operator==(const StaleChannel&, const StaleChannel&) = default;
};

/// What comes with `stale`.
struct StaleDetails {
  channels::EntryNumber charter{};
  std::vector<StaleChannel> channels{};
  friend bool operator==(const StaleDetails&, const StaleDetails&) = default;
};

/// What comes with a `limit` that is over after some time.
struct LimitWait {
  /// Until then the same is refused again; in the frame `retry_after_ms`.
  Duration retry_after{};
  friend bool operator==(const LimitWait&, const LimitWait&) = default;
};

/// What a request that was refused is told.
struct ErrorAnswer {
  ErrorCode code = ErrorCode::internal;
  std::string rule{};                   ///< of `commit_refused` and `charter_refused`: which one; else empty
  std::string name{};                   ///< of `limit` and `bad_field`: which one; else empty
  std::optional<StaleDetails> stale{};  ///< of `stale`
  std::optional<LimitWait> wait{};      ///< of a `limit` that passes
  friend bool operator==(const ErrorAnswer&, const ErrorAnswer&) = default;
};

/// The name of the limit that no request breaks by itself: the hub has no room left for anybody's.
inline constexpr std::string_view store_limit = "store";

/// How a failed request is answered, where no rule was broken: with the code that is called as the error is,
/// with `too_large` or `bad_frame` for an error of `json`, else with `internal`.
[[nodiscard]] ErrorAnswer refusal(const Error& error);
/// How a charter entry is refused: `charter_refused` with the error's name as the rule, or `clock_off`.
/// Errors of the hub itself are as in `refusal`.
[[nodiscard]] ErrorAnswer charter_refusal(const Error& error);
/// How a commit is refused: `commit_refused` with the error's name as the rule. Errors of the hub itself are
/// as in `refusal`.
[[nodiscard]] ErrorAnswer commit_refusal(const Error& error);

/// The one answer to a request. `id` is missing when the request had none that could be read.
struct AnswerFrame {
  std::optional<RequestId> id{};
  std::variant<OkAnswer, ErrorAnswer> outcome{};
  friend bool operator==(const AnswerFrame&, const AnswerFrame&) = default;
};

}  // namespace kring::wire
