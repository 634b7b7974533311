#include "channels/rules/log_hash.hpp"

#include "channels/model/hash.hpp"
#include "crypto/primitives/hash.hpp"

namespace kring::rules {

Result<CharterHead> CharterHead::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  CharterHead head;
  head.number = fields.number<channels::EntryNumber>();
  head.hash = fields.fixed<32>();
  return fields.done(head);
}

void CharterHead::write(codec::Writer& out) const {
  codec::write_number(out, number);
  out.raw(hash);
}

Result<LogHead> LogHead::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  LogHead head;
  head.number = fields.number<channels::Sequence>();
  head.hash = fields.fixed<32>();
  return fields.done(head);
}

void LogHead::write(codec::Writer& out) const {
  codec::write_number(out, number);
  out.raw(hash);
}

Hash payload_hash(ByteView payload) {
  return primitives::sha256(payload);
}

LogHead next_log_head(const channels::ChannelId& channel, const LogHead& head, const LogEntrySummary& entry) {
  const auto number = channels::next(head.number);
  codec::Writer out;
  out.raw(channel.view());
  codec::write_number(out, number);
  out.raw(head.hash);
  codec::write_number(out, entry.kind);
  out.u64(to_unix_ms(entry.time));
  out.raw(entry.payload_hash);
  return {.number = number, .hash = channels::labelled_hash("log", out.view())};
}

}  // namespace kring::rules
