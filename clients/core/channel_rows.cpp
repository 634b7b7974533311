#include "clients/core/channel_rows.hpp"

#include "clients/core/row_codec.hpp"

#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t channel_state_version = 4;
/// Without `cut_off`.
constexpr std::uint8_t channel_state_version_oldest = 2;
constexpr std::uint8_t entry_version = 2;
/// Without `charter`.
constexpr std::uint8_t entry_version_oldest = 1;
constexpr std::uint8_t raw_version = 1;

}  // namespace

SecretBytes encode_state(const Channel& channel) {
  RowWriter out(channel_state_version);
  out.opaque(channel.state.encode());
  out.list(channel.record_keys, [&](const auto& item) {
    out.number(item.first);
    out.secret(item.second);
  });
  out.u64(channel.own_counter);
  out.number(channel.start.number);
  out.hash(channel.start.hash);
  out.number(channel.last_read);
  out.flag(channel.stopped);
  out.time(channel.renewed);
  out.optional(channel.join, [&](const auto& join) { out.opaque(join.encode()); });
  out.optional(channel.cut_off, [&](const auto& place) {
    out.number(place.number);
    out.hash(place.hash);
  });
  out.flag(channel.broken);
  out.list(channel.heals, [&](const auto& item) {
    out.id(item.first);
    out.opaque(item.second);
  });
  return out.take();
}

Status decode_state(ByteView row, Channel& channel) {
  RowReader in(row, channel_state_version_oldest, channel_state_version);
  auto state = rules::ChannelState::decode(in.opaque());
  if (!state) return fail(client::Errc::bad_vault, "channel state");
  channel.state = std::move(*state);
  in.list([&] {
    const auto generation = in.number<channels::Generation>();
    channel.record_keys.insert_or_assign(generation, in.secret());
  });
  channel.own_counter = in.u64();
  channel.start.number = in.number<channels::Sequence>();
  channel.start.hash = in.hash();
  channel.last_read = in.number<channels::Sequence>();
  channel.stopped = in.flag();
  channel.renewed = in.time();
  if (in.flag()) {
    const auto bytes = in.secret();
    auto join = rules::JoinExtension::decode(bytes.expose());
    if (!join) return fail(client::Errc::bad_vault, "join");
    channel.join = std::move(*join);
  }
  if (in.version() >= 3 && in.flag()) {
    auto& place = channel.cut_off.emplace();
    place.number = in.number<channels::Sequence>();
    place.hash = in.hash();
  }
  if (in.version() >= 4) {
    channel.broken = in.flag();
    in.list([&] {
      const auto handle = in.id<channels::HandleId>();
      channel.heals.insert_or_assign(handle, in.opaque());
    });
  }
  return in.finish();
}

Status decode_group(ByteView row, Channel& channel) {
  auto group = mls::Group::decode(row);
  if (!group) return fail(client::Errc::bad_vault, "group");
  channel.group = std::move(*group);
  return {};
}

SecretBytes encode_kept(const KeptEntry& entry) {
  RowWriter out(entry_version);
  out.number(entry.seq);
  out.hash(entry.hash);
  out.number(entry.kind);
  out.time(entry.time);
  out.id(entry.author);
  out.u64(entry.counter);
  out.id(entry.record);
  out.opaque(entry.article);
  out.number(entry.charter);
  return out.take();
}

Status decode_kept(ByteView row, Channel& channel) {
  RowReader in(row, entry_version_oldest, entry_version);
  KeptEntry entry;
  entry.seq = in.number<channels::Sequence>();
  entry.hash = in.hash();
  entry.kind = in.number<channels::LogKind>();
  entry.time = in.time();
  entry.author = in.id<channels::HandleId>();
  entry.counter = in.u64();
  entry.record = in.id<channels::RecordId>();
  entry.article = in.opaque();
  if (in.version() >= 2) entry.charter = in.number<channels::EntryNumber>();
  if (auto end = in.finish(); !end) return fail(end.error());
  if (entry.seq != next(channel.log.empty() ? channel.start.number : channel.log.back().seq)) {
    return fail(client::Errc::bad_vault, "log with a gap");
  }
  keep_entry(channel, std::move(entry));
  return {};
}

SecretBytes encode_raw(channels::Sequence seq, const RawEntry& entry) {
  RowWriter out(raw_version);
  out.number(seq);
  out.number(entry.kind);
  out.time(entry.time);
  out.opaque(entry.payload);
  out.opaque(entry.opening);
  return out.take();
}

Status decode_raw(ByteView row, Channel& channel) {
  RowReader in(row, raw_version);
  const auto seq = in.number<channels::Sequence>();
  RawEntry entry;
  entry.kind = in.number<channels::LogKind>();
  entry.time = in.time();
  entry.payload = in.opaque();
  entry.opening = in.opaque();
  channel.raw.insert_or_assign(seq, std::move(entry));
  return in.finish();
}

}  // namespace kring::core
