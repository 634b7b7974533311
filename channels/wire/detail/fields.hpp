#pragma once

#include "channels/wire/answer.hpp"
#include "channels/wire/event.hpp"
#include "channels/wire/limits.hpp"
#include "channels/wire/request.hpp"

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

/// The fields of every frame, written down once: reading, writing, measuring and the tests' random frames are
/// all visitors of these functions. A visitor has one member function for each form that a field has.
namespace kring::wire {

/// `T` is `Frame`, const or not.
template <class T, class Frame>
concept Of = std::same_as<std::remove_const_t<T>, Frame>;

/// A limit with the name under which a peer hears of it.
struct Limit {
  std::string_view name;
  std::size_t max = 0;
};

inline constexpr Limit inline_part_limit{"inline_part_bytes_max", limits::inline_part_bytes_max};
inline constexpr Limit staged_limit{"staged_bytes_max", limits::staged_bytes_max};
inline constexpr Limit payload_limit{"append_payload_bytes_max", limits::append_payload_bytes_max};
inline constexpr Limit entry_limit{"entry_bytes_max", limits::entry_bytes_max};
inline constexpr Limit bundle_entries_limit{"bundle_entries_max", limits::bundle_entries_max};
inline constexpr Limit answer_entries_limit{"charter_answer_entries_max", limits::charter_answer_entries_max};
inline constexpr Limit groups_limit{"bundle_groups_max", limits::bundle_groups_max};
inline constexpr Limit welcomes_limit{"bundle_welcomes_max", limits::bundle_welcomes_max};
inline constexpr Limit channels_limit{"attach_channels_max", limits::attach_channels_max};
inline constexpr Limit packages_limit{"key_packages_max", limits::key_packages_max};
inline constexpr Limit package_limit{"key_package_bytes_max", limits::key_package_bytes_max};
inline constexpr Limit introduction_limit{"sealed_introduction_bytes_max",
                                          limits::sealed_introduction_bytes_max};
inline constexpr Limit welcome_ids_limit{"welcome_ids_max", limits::welcome_ids_max};
inline constexpr Limit restore_entries_limit{"restore_entries_max", limits::restore_entries_max};
inline constexpr Limit slot_limit{"slot_bytes_max", limits::slot_bytes_max};
inline constexpr Limit origin_limit{"origin_bytes_max", limits::origin_bytes_max};
inline constexpr Limit keys_limit{"frame_keys_max", limits::frame_keys_max};

/// Whether `text` can stand in a frame without escapes: visible ASCII but for the quote and the backslash.
[[nodiscard]] bool is_plain_text(std::string_view text);
/// Whether `text` is the name of a rule, a limit or a field.
[[nodiscard]] bool is_name(std::string_view text);

// ---------------------------------------------------------------------------------------------------
// requests

template <class Visitor, Of<LoginRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("handle", it.handle);
  visitor.fixed("client_nonce", it.client_nonce);
  visitor.fixed("signature", it.signature);
}

template <class Visitor, Of<CharterRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.number("from", it.from);
}

template <class Visitor, Of<BundleWelcome> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("handle", it.handle);
  visitor.fixed("package", it.package);
  visitor.part("welcome", it.welcome);
}

template <class Visitor, Of<BundleGroup> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("channel", it.channel);
  visitor.optional_part("opening", it.opening);
  visitor.part("commit", it.commit);
  visitor.optional_list("welcomes", it.welcomes, welcomes_limit);
}

template <class Visitor, Of<BundleAcceptance> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.bytes("introduction", it.introduction, introduction_limit);
  visitor.bytes_list("key_packages", it.key_packages, package_limit, packages_limit);
}

template <class Visitor, Of<BundleRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("transaction", it.transaction);
  visitor.bytes_list("charter", it.charter, entry_limit, bundle_entries_limit);
  visitor.list("groups", it.groups, groups_limit);
  visitor.optional_object("acceptance", it.acceptance);
  std::size_t welcomes = 0;
  for (const auto& group : it.groups) welcomes += group.welcomes.size();
  visitor.check_count(welcomes, welcomes_limit);
}

template <class Visitor, Of<AppendRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("channel", it.channel);
  visitor.fixed("message", it.message);
  visitor.number("epoch", it.epoch);
  visitor.log_kind("kind", it.kind, channels::LogKind::record);
  visitor.bytes("payload", it.payload, payload_limit);
}

template <class Visitor, Of<ChannelCursor> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("channel", it.channel);
  visitor.number("after", it.after);
}

template <class Visitor, Of<AttachRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.number("charter_after", it.charter_after);
  visitor.list("channels", it.channels, channels_limit);
}

template <class Visitor, Of<KeyPackagesRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.bytes_list("packages", it.packages, package_limit, packages_limit);
}

template <class Visitor, Of<ClaimRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("channel", it.channel);
  visitor.fixed("handle", it.handle);
}

template <class Visitor, Of<IntroductionRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("invitation", it.invitation);
}

template <class Visitor, Of<WelcomedRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.number_list("welcome_ids", it.welcome_ids, welcome_ids_limit);
}

template <class Visitor, Of<PingRequest> Frame>
void describe_fields(Visitor& /*visitor*/, Frame& /*it*/) {}

template <class Visitor, Of<RestoreCharterRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.part("suffix", it.suffix);
  visitor.object("head", it.head);
}

template <class Visitor, Of<RestoredEntry> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.log_kind("kind", it.kind, channels::LogKind::commit);
  visitor.time("time", it.time);
  visitor.part("payload", it.payload);
  visitor.optional_part("opening", it.opening);
}

template <class Visitor, Of<RestoreLogRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("channel", it.channel);
  visitor.number("after", it.after);
  visitor.list("entries", it.entries, restore_entries_limit);
}

template <class Visitor, Of<SlotPutRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("writer", it.slot.writer);
  visitor.fixed("reader", it.slot.reader);
  visitor.number("number", it.number);
  visitor.bytes("sealed", it.sealed, slot_limit);
  visitor.fixed("signature", it.signature);
}

template <class Visitor, Of<SlotReadRequest> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("writer", it.slot.writer);
  visitor.fixed("reader", it.slot.reader);
  visitor.fixed("signature", it.signature);
}

// ----------------------------------------------------------------------------------------------------
// answers

template <class Visitor, Of<SignedHead> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.number("number", it.number);
  visitor.fixed("hash", it.hash);
  visitor.fixed("signature", it.signature);
}

template <class Visitor, Of<LoginAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.word("access", it.access, access_named);
  visitor.object("head", it.head);
}

template <class Visitor, Of<CharterAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.bytes_list("entries", it.entries, entry_limit, answer_entries_limit);
  visitor.object("head", it.head);
}

template <class Visitor, Of<LogPlace> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("channel", it.channel);
  visitor.number("seq", it.seq);
  visitor.time("time", it.time);
  visitor.fixed("hash", it.hash);
}

template <class Visitor, Of<BundleAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.object("head", it.head);
  visitor.list("logs", it.logs, groups_limit);
}

template <class Visitor, Of<AppendAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.number("seq", it.seq);
  visitor.time("time", it.time);
  visitor.fixed("hash", it.hash);
}

template <class Visitor, Of<ChannelHead> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("channel", it.channel);
  visitor.number("seq", it.seq);
  visitor.fixed("hash", it.hash);
  visitor.number("epoch", it.epoch);
}

template <class Visitor, Of<AttachAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.object("head", it.head);
  visitor.list("channels", it.channels, channels_limit);
}

template <class Visitor, Of<KeyPackagesAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.number("stock", it.stock);
}

template <class Visitor, Of<ClaimAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.bytes("package", it.package, package_limit);
}

template <class Visitor, Of<IntroductionAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.bytes("introduction", it.introduction, introduction_limit);
}

template <class Visitor, Of<WelcomedAnswer> Frame>
void describe_fields(Visitor& /*visitor*/, Frame& /*it*/) {}

template <class Visitor, Of<PingAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.time("time", it.time);
}

template <class Visitor, Of<RestoreCharterAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.object("head", it.head);
}

template <class Visitor, Of<RestoreLogAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.number("seq", it.seq);
  visitor.fixed("hash", it.hash);
}

template <class Visitor, Of<SlotPutAnswer> Frame>
void describe_fields(Visitor& /*visitor*/, Frame& /*it*/) {}

template <class Visitor, Of<SlotReadAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.number("number", it.number);
  visitor.bytes("sealed", it.sealed, slot_limit);
}

template <class Visitor, Of<StaleChannel> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("channel", it.channel);
  visitor.number("seq", it.seq);
  visitor.number("epoch", it.epoch);
}

template <class Visitor, Of<StaleDetails> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.number("charter", it.charter);
  visitor.list("channels", it.channels, channels_limit);
}

template <class Visitor, Of<LimitWait> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.duration("retry_after_ms", it.retry_after);
}

template <class Visitor, Of<ErrorAnswer> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.word("code", it.code, error_code_named);
  visitor.optional_name("rule", it.rule);
  visitor.optional_name("name", it.name);
  visitor.optional_inline("charter", it.stale);
  visitor.optional_inline("retry_after_ms", it.wait);
}

// -----------------------------------------------------------------------------------------------------
// events

template <class Visitor, Of<HelloEvent> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.number("protocol", it.protocol);
  visitor.text("origin", it.origin, origin_limit);
  visitor.fixed("hub_key", it.hub_key);
  visitor.fixed("incarnation", it.incarnation);
  visitor.fixed("nonce", it.nonce);
  visitor.time("time", it.time);
}

template <class Visitor, Of<CharterEvent> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.number("number", it.number);
  visitor.bytes("entry", it.entry, entry_limit);
  visitor.object("head", it.head);
}

template <class Visitor, Of<EntryEvent> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("channel", it.channel);
  visitor.number("seq", it.seq);
  visitor.log_kind("kind", it.kind, channels::LogKind::commit);
  visitor.time("time", it.time);
  visitor.part_or_staged("payload", it.payload);
}

template <class Visitor, Of<WelcomeEvent> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("channel", it.channel);
  visitor.number("welcome_id", it.welcome_id);
  visitor.number("epoch", it.epoch);
  visitor.part_or_staged("welcome", it.welcome);
  visitor.optional_staged("tree", it.tree);
}

template <class Visitor, Of<WorkEvent> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.fixed("circle", it.circle);
  visitor.fixed("channel", it.channel);
  visitor.number("epoch", it.epoch);
  visitor.duration("lease_ms", it.lease);
}

template <class Visitor, Of<HeartbeatEvent> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.time("time", it.time);
}

template <class Visitor, Of<DrainingEvent> Frame>
void describe_fields(Visitor& visitor, Frame& it) {
  visitor.duration("retry_after_ms", it.retry_after);
}

}  // namespace kring::wire
