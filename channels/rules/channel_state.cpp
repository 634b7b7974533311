#include "channels/rules/channel_state.hpp"

#include "channels/rules/structure_reader.hpp"

namespace kring::rules {

using channels::Errc;

namespace {

/// Of the snapshot; raised when a field comes or goes.
constexpr std::uint16_t snapshot_version = 1;

}  // namespace

ChannelState ChannelState::after(const LogEntrySummary& entry) const {
  auto next = *this;
  next.log = next_log_head(channel, log, entry);
  return next;
}

ChannelState ChannelState::after_commit(const CommitData& data, const LogEntrySummary& entry) const {
  auto next = after(entry);
  next.commit_number = next.log.number;
  next.epoch = mls::next(epoch);
  next.charter = data.charter;
  next.commit_time = data.time;
  next.generation = data.generation;
  next.key_hash = data.key_hash;
  next.back_link_hash = data.back_link_hash;
  return next;
}

Bytes ChannelState::encode() const {
  codec::Writer out;
  out.u16(snapshot_version);
  out.raw(circle.view());
  out.raw(channel.view());
  out.raw(group.view());
  codec::write_number(out, mode);
  codec::write_number(out, commit_number);
  codec::write_number(out, epoch);
  charter.write(out);
  out.u64(to_unix_ms(commit_time));
  codec::write_number(out, generation);
  out.raw(key_hash);
  out.raw(back_link_hash);
  log.write(out);
  return out.take();
}

Result<ChannelState> ChannelState::decode(ByteView bytes) {
  codec::Reader in(bytes);
  auto version = in.u16();
  if (!version) return fail(Errc::bad_snapshot, "channel state");
  if (*version != snapshot_version) return fail(Errc::unsupported_version, "channel state");
  codec::FieldReader fields(in);
  ChannelState it;
  it.circle = read_id<channels::CircleId>(fields);
  it.channel = read_id<channels::ChannelId>(fields);
  it.group = read_id<channels::GroupId>(fields);
  it.mode = fields.number<channels::Mode>();
  it.commit_number = fields.number<channels::Sequence>();
  it.epoch = fields.number<mls::EpochId>();
  it.charter = fields.read<CharterHead>();
  it.commit_time = read_time(fields);
  it.generation = fields.number<channels::Generation>();
  it.key_hash = fields.fixed<32>();
  it.back_link_hash = fields.fixed<32>();
  it.log = fields.read<LogHead>();
  const bool known_mode = it.mode == channels::Mode::sealed || it.mode == channels::Mode::record;
  if (fields.failed() || !known_mode || !in.finish()) return fail(Errc::bad_snapshot, "channel state");
  return it;
}

}  // namespace kring::rules
