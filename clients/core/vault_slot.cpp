#include "clients/core/vault_slot.hpp"

#include "clients/core/errc.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/errc.hpp"
#include "channels/wire/slot.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kring::core {

using charter::detail::read_id;
using codec::FieldReader;
using codec::Reader;
using codec::SecretWriter;

namespace {

constexpr std::uint16_t content_version = 1;
constexpr std::string_view slot_info = "Kring 1.0 vault slot";

FixedBytes<32> fixed_key(ByteView key) {
  const auto fixed = to_fixed<32>(key);
  KRING_ASSERT(fixed.has_value());
  return *fixed;
}

Bytes additional_of(const SlotPlace& place) {
  codec::Writer out;
  out.raw(wire::id_of(place.slot));
  out.u64(place.number);
  return out.take();
}

struct SlotNumber {
  recovery::SlotIndex slot{};
  std::uint64_t number = 0;

  static Result<SlotNumber> read(Reader& in) {
    FieldReader fields(in);
    SlotNumber one{.slot = fields.number<recovery::SlotIndex>(), .number = fields.u64()};
    if (std::to_underlying(one.slot) >= recovery::vault_slots || one.number == 0)
      fields.refuse(crypto::Errc::bad_value, "slot");
    return fields.done(one);
  }
};

std::pair<channels::CircleId, channels::ChannelId> log_named_in(const LogEnd& end) {
  return {end.circle, end.channel};
}

/// The content behind its version, with what pads it.
struct Plaintext {
  SlotContent content;

  static Result<Plaintext> read(Reader& in) {
    FieldReader fields(in);
    if (fields.u16() != content_version && !fields.failed())
      return fail(channels::Errc::unsupported_version, "slot");
    Plaintext read;
    auto& content = read.content;
    content.sealed_at = from_unix_ms(fields.u64());
    content.recovery_keys_used = fields.u16();
    content.others = read_slot_numbers(fields);
    content.logs = fields.vector<LogEnd>(slot_plaintext_bytes_max, log_ends_max);
    const auto unordered =
        std::ranges::adjacent_find(content.logs, std::ranges::greater_equal{}, log_named_in);
    if (unordered != content.logs.end()) fields.refuse(crypto::Errc::bad_value, "order");
    if (content.recovery_keys_used > recovery::stored_recovery_keys)
      fields.refuse(crypto::Errc::bad_value, "recovery keys");
    const auto bytes = fields.opaque(person_state_bytes_max);
    if (fields.failed()) return fields.done(std::move(read));
    auto state = PersonState::decode(bytes);
    if (!state) return fail(state.error());
    if (!state->recovery_keys.empty()) fields.refuse(crypto::Errc::bad_value, "recovery keys");
    content.state = std::move(*state);
    auto padding = in.take(in.rest().size());
    if (!padding || std::ranges::any_of(*padding, [](std::uint8_t byte) { return byte != 0; }))
      fields.refuse(crypto::Errc::bad_value, "padding");
    return fields.done(std::move(read));
  }
};

SecretBytes write_content(const SlotContent& content, const SecretBytes& state) {
  SecretWriter out;
  out.u16(content_version);
  out.u64(to_unix_ms(content.sealed_at));
  out.u16(content.recovery_keys_used);
  write_slot_numbers(out, content.others);
  out.vector(content.logs, [](SecretWriter& inner, const LogEnd& end) { end.write(inner); });
  out.opaque(state);
  return out.take();
}

std::size_t padded_size(std::size_t size) {
  return (size + slot_step_bytes - 1) / slot_step_bytes * slot_step_bytes;
}

}  // namespace

wire::SlotName WritableSlot::name() const {
  return {.writer = fixed_key(writer.public_key.bytes), .reader = reader};
}

WritableSlot WritableSlot::clone() const {
  return {.index = index, .writer = writer.clone(), .reader = reader};
}

Result<WritableSlot> WritableSlot::read(Reader& in) {
  FieldReader fields(in);
  WritableSlot slot;
  slot.index = fields.number<recovery::SlotIndex>();
  auto seed = fields.fixed<32>();
  const WipeGuard wipe(seed);
  slot.reader = fields.fixed<32>();
  if (std::to_underlying(slot.index) >= recovery::vault_slots) fields.refuse(crypto::Errc::bad_value, "slot");
  auto pair = primitives::signature_key_pair(Secret::copy_of(seed));
  KRING_ASSERT(pair.has_value());  // Every seed of 32 bytes is one.
  slot.writer = std::move(*pair);
  return fields.done(std::move(slot));
}

void WritableSlot::write(SecretWriter& out) const {
  codec::write_number(out, index);
  out.raw(writer.private_key.expose());
  out.raw(reader);
}

std::vector<WritableSlot> writable_slots(const recovery::RecoveryKit& kit) {
  std::vector<WritableSlot> slots;
  slots.reserve(recovery::vault_slots);
  for (std::uint16_t i = 0; i < recovery::vault_slots; ++i) {
    auto keys = kit.slot_keys(recovery::SlotIndex{i});
    slots.push_back({.index = recovery::SlotIndex{i},
                     .writer = std::move(keys.writer),
                     .reader = fixed_key(keys.reader.public_key.bytes)});
  }
  return slots;
}

void write_slot_numbers(SecretWriter& out, const SlotNumbers& numbers) {
  out.vector(numbers, [](SecretWriter& inner, const auto& item) {
    codec::write_number(inner, item.first);
    inner.u64(item.second);
  });
}

SlotNumbers read_slot_numbers(FieldReader& in) {
  const auto read = in.vector<SlotNumber>(slot_plaintext_bytes_max, recovery::vault_slots);
  const auto unordered = std::ranges::adjacent_find(read, std::ranges::greater_equal{}, &SlotNumber::slot);
  if (unordered != read.end()) in.refuse(crypto::Errc::bad_value, "order");
  SlotNumbers numbers;
  for (const auto& one : read) numbers.emplace(one.slot, one.number);
  return numbers;
}

Result<LogEnd> LogEnd::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(LogEnd{.circle = read_id<channels::CircleId>(fields),
                            .channel = read_id<channels::ChannelId>(fields),
                            .number = fields.number<channels::Sequence>(),
                            .hash = fields.fixed<32>()});
}

void LogEnd::write(SecretWriter& out) const {
  out.raw(circle.view());
  out.raw(channel.view());
  codec::write_number(out, number);
  out.raw(hash);
}

Result<SecretBytes> SlotContent::encode() const {
  const auto named = state.encode(PersonState::People::named);
  auto bytes = named ? write_content(*this, *named) : SecretBytes();
  if (!named || bytes.size() > slot_plaintext_bytes_max) {
    const auto nameless = state.encode(PersonState::People::left_out);
    if (!nameless) return fail(nameless.error());
    bytes = write_content(*this, *nameless);
  }
  if (bytes.size() > slot_plaintext_bytes_max) return fail(client::Errc::person_state_too_large, "slot");
  bytes.resize(padded_size(bytes.size()));
  return bytes;
}

Result<SlotContent> SlotContent::decode(ByteView plaintext) {
  if (plaintext.size() > slot_plaintext_bytes_max || plaintext.size() % slot_step_bytes != 0)
    return fail(client::Errc::bad_person_state, "size");
  auto read = codec::decode<Plaintext>(plaintext);
  if (!read) {
    const auto& error = read.error();
    return fail(error.library() == Library::crypto ? Error(client::Errc::bad_person_state, error.where())
                                                   : error);
  }
  return std::move(read->content);
}

Result<Bytes> seal_slot(const FixedBytes<32>& vault_key, const SlotPlace& place, const SlotContent& content,
                        Random& random) {
  const auto plaintext = content.encode();
  if (!plaintext) return fail(plaintext.error());
  const auto additional = additional_of(place);
  const auto sealed =
      primitives::hpke_seal({.bytes = copy_bytes(vault_key)},
                            {.info = view_bytes(slot_info), .additional = additional}, *plaintext, random);
  if (!sealed) return fail(sealed.error());
  return codec::encode(*sealed);
}

Result<SlotContent> open_slot(const Secret& vault_key, const SlotPlace& place, ByteView sealed) {
  const auto read = codec::decode<primitives::HpkeCiphertext>(sealed);
  if (!read) return fail(crypto::Errc::decryption_failed, "slot");
  const auto additional = additional_of(place);
  const auto opened =
      primitives::hpke_open(vault_key, {.info = view_bytes(slot_info), .additional = additional}, *read);
  if (!opened) return fail(opened.error());
  return SlotContent::decode(*opened);
}

}  // namespace kring::core
