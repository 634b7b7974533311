#include "channels/rules/record_structures.hpp"

#include "channels/model/limits.hpp"
#include "channels/rules/structure_reader.hpp"
#include "crypto/primitives/aead.hpp"
#include "crypto/record/padding.hpp"

#include <bit>

namespace kring::rules {

using channels::Errc;

namespace {

constexpr std::size_t ciphertext_bytes_min = record::padded_bytes_min + primitives::aead_tag_bytes;
constexpr std::size_t ciphertext_bytes_max = record::padded_bytes_max + primitives::aead_tag_bytes;

bool is_padded(const Bytes& ciphertext) {
  return ciphertext.size() >= ciphertext_bytes_min &&
         std::has_single_bit(ciphertext.size() - primitives::aead_tag_bytes);
}

}  // namespace

Result<RecordPayload> RecordPayload::decode(ByteView bytes) {
  codec::Reader in(bytes);
  codec::FieldReader fields(in);
  RecordPayload it;
  it.epoch = fields.number<mls::EpochId>();
  it.generation = fields.number<channels::Generation>();
  it.record = read_id<channels::RecordId>(fields);
  it.commitment = fields.fixed<32>();
  it.ciphertext = fields.opaque(ciphertext_bytes_max);
  if (!fields.failed() && !is_padded(it.ciphertext)) return fail(Errc::bad_structure, "record: size");
  return whole(fields, in, std::move(it), "record");
}

Bytes RecordPayload::encode() const {
  codec::Writer out;
  codec::write_number(out, epoch);
  codec::write_number(out, generation);
  out.raw(record.view());
  out.raw(commitment);
  out.opaque(ciphertext);
  return out.take();
}

Result<RecordContent> RecordContent::decode(ByteView bytes) {
  codec::Reader in(bytes);
  if (auto version = read_version(in, "record content"); !version) return fail(version.error());
  codec::FieldReader fields(in);
  RecordContent it;
  it.circle = read_id<channels::CircleId>(fields);
  it.channel = read_id<channels::ChannelId>(fields);
  it.group = read_id<channels::GroupId>(fields);
  it.epoch = fields.number<mls::EpochId>();
  it.generation = fields.number<channels::Generation>();
  it.record = read_id<channels::RecordId>(fields);
  it.author = read_id<channels::HandleId>(fields);
  it.counter = fields.u64();
  it.charter = fields.read<CharterHead>();
  it.log = fields.read<LogHead>();
  it.article = fields.opaque(channels::limits::article_bytes_max);
  return whole(fields, in, std::move(it), "record content");
}

Bytes RecordContent::encode() const {
  codec::Writer out;
  out.u16(structure_version);
  out.raw(circle.view());
  out.raw(channel.view());
  out.raw(group.view());
  codec::write_number(out, epoch);
  codec::write_number(out, generation);
  out.raw(record.view());
  out.raw(author.view());
  out.u64(counter);
  charter.write(out);
  log.write(out);
  out.opaque(article);
  return out.take();
}

Result<SignedRecord> SignedRecord::decode(ByteView bytes) {
  codec::Reader in(bytes);
  codec::FieldReader fields(in);
  SignedRecord it;
  it.content = fields.opaque(record::padded_bytes_max);
  it.signature = fields.opaque(channels::limits::signature_field_bytes_max);
  return whole(fields, in, std::move(it), "signed record");
}

Bytes SignedRecord::encode() const {
  codec::Writer out;
  out.opaque(content);
  out.opaque(signature);
  return out.take();
}

Result<SealedData> SealedData::decode(ByteView bytes) {
  codec::Reader in(bytes);
  if (auto version = read_version(in, "sealed data"); !version) return fail(version.error());
  codec::FieldReader fields(in);
  SealedData it;
  it.charter = fields.read<CharterHead>();
  it.log = fields.read<LogHead>();
  it.counter = fields.u64();
  return whole(fields, in, it, "sealed data");
}

Bytes SealedData::encode() const {
  codec::Writer out;
  out.u16(structure_version);
  charter.write(out);
  log.write(out);
  out.u64(counter);
  return out.take();
}

}  // namespace kring::rules
