#include "channels/charter/entry.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/hash.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"

#include <utility>

namespace kring::charter {

namespace limits = channels::limits;
using channels::SigningPurpose;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;

namespace {

constexpr std::uint16_t charter_version = 1;

template <class T>
Result<Body> decode_body(ByteView bytes) {
  auto body = codec::decode<T>(bytes);
  if (!body) return fail(body.error());
  return Body(std::move(*body));
}

/// The alternative of `Body` whose kind is `kind`.
template <class... Bodies>
Result<Body> decode_one_of(EntryKind kind, ByteView bytes) {
  std::optional<Result<Body>> body;
  ((kind == Bodies::kind ? void(body = decode_body<Bodies>(bytes)) : void()), ...);
  if (!body) return Body(UnknownBody{.kind = std::to_underlying(kind), .bytes = copy_bytes(bytes)});
  return std::move(*body);
}

Result<Body> decode_body(EntryKind kind, ByteView bytes) {
  return decode_one_of<Found, OwnerAdd, RoleSet, ChannelOpen, InviteCreate, InviteAccept, InviteWithdraw,
                       Grant, Remove, Leave, ChannelRestart, Resume, Pause, Unpause, RoleChange,
                       ChannelChange, ChannelClose, Freeze, FreezeEnd, RemovalAsk, RemovalAgree, RemovalDone,
                       Stay, EndAsk, EndCancel, EndDone, DeviceAdd, DeviceRevoke, KeyReset, AttestationKeySet,
                       AttestationWithdraw, Publish>(kind, bytes);
}

struct WriteBody {
  Writer& out;
  template <class T>
  void operator()(const T& body) const {
    body.write(out);
  }
  void operator()(const UnknownBody& body) const { out.raw(body.bytes); }
};

struct KindOf {
  template <class T>
  EntryKind operator()(const T& /*body*/) const {
    return T::kind;
  }
  EntryKind operator()(const UnknownBody& body) const { return static_cast<EntryKind>(body.kind); }
};

EntryHash hash_of_entry(ByteView bytes) {
  return EntryHash(channels::labelled_hash("charter entry", bytes));
}

SigningPurpose purpose_of(const ConsentSubject& subject) {
  return subject.to == ConsentTo::owner ? SigningPurpose::consent : SigningPurpose::publication;
}

}  // namespace

EntryKind kind_of(const Body& body) {
  return std::visit(KindOf{}, body);
}

Result<CharterContent> CharterContent::read(Reader& in) {
  FieldReader fields(in);
  if (fields.u16() != charter_version && !fields.failed()) return fail(Errc::unsupported_version, "charter");
  CharterContent content{.circle = CircleId(fields.fixed<CircleId::size>()),
                         .number = fields.number<EntryNumber>(),
                         .previous = EntryHash(fields.fixed<EntryHash::size>()),
                         .time = detail::read_time(fields),
                         .signer = detail::read_id<HandleId>(fields),
                         .body = {}};
  const auto kind = fields.number<EntryKind>();
  const auto bytes = fields.opaque(limits::entry_bytes_max);
  if (fields.failed()) return fields.done(std::move(content));
  auto body = decode_body(kind, bytes);
  if (!body) return fail(body.error());
  content.body = std::move(*body);
  return content;
}

void CharterContent::write(Writer& out) const {
  out.u16(charter_version);
  out.raw(circle.view());
  codec::write_number(out, number);
  out.raw(previous.view());
  detail::write_time(out, time);
  out.raw(signer.view());
  codec::write_number(out, kind_of(body));
  out.nested([this](Writer& inner) { std::visit(WriteBody{inner}, body); });
}

Result<EntrySignature> EntrySignature::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(EntrySignature{
      .by = detail::read_enum(fields, detail::Range{.first = SignedBy::handle, .last = SignedBy::invitation}),
      .signature = fields.opaque(limits::signature_field_bytes_max)});
}
void EntrySignature::write(Writer& out) const {
  codec::write_number(out, by);
  out.opaque(signature);
}

Result<CharterEntry> CharterEntry::decode(ByteView bytes) {
  if (bytes.size() > limits::entry_bytes_max) return fail(Errc::bad_entry, "too large");
  Reader in(bytes);
  FieldReader fields(in);
  CharterEntry entry;
  entry.signed_bytes_ = fields.opaque(limits::entry_bytes_max);
  entry.signatures_ = fields.vector<EntrySignature>(limits::entry_bytes_max, limits::entry_signatures_max);
  if (auto read = fields.done(true); !read) return fail(Errc::bad_entry, read.error().where());
  if (auto end = in.finish(); !end) return fail(Errc::bad_entry, "trailing bytes");
  auto content = codec::decode<CharterContent>(entry.signed_bytes_);
  if (!content) return fail(detail::as_domain_error(content.error(), Errc::bad_entry));
  entry.content_ = std::move(*content);
  entry.bytes_ = copy_bytes(bytes);
  entry.hash_ = hash_of_entry(bytes);
  return entry;
}

CircleId CharterEntry::circle() const {
  return kind() == EntryKind::found ? CircleId(hash_.bytes()) : content_.circle;
}

Result<CharterEntry> make_entry(const CharterContent& content, const EntrySeeds& seeds) {
  const auto signed_bytes = codec::encode(content);
  std::vector<EntrySignature> signatures;
  for (const auto& [by, seed] :
       {std::pair(SignedBy::handle, seeds.handle), std::pair(SignedBy::recovery, seeds.recovery),
        std::pair(SignedBy::invitation, seeds.invitation)}) {
    if (seed == nullptr) continue;
    auto signature = channels::sign(SigningPurpose::charter, signed_bytes, *seed);
    if (!signature) return fail(signature.error());
    signatures.push_back({.by = by, .signature = std::move(*signature)});
  }
  Writer out;
  out.opaque(signed_bytes);
  codec::write_vector(out, signatures);
  return CharterEntry::decode(out.view());
}

ConsentSubject subject_of(const EntryHash& acceptance) {
  return {.to = ConsentTo::owner, .what = acceptance.bytes()};
}
ConsentSubject subject_of(const FirstKey& first) {
  return {.to = ConsentTo::publication,
          .what = channels::labelled_hash("first attestation key", codec::encode(first))};
}

void OwnerConsentContent::write(Writer& out) const {
  out.raw(circle.view());
  out.raw(subject.what);
  out.raw(owner.view());
  detail::write_time(out, time);
}

Result<OwnerConsent> make_consent(const OwnerConsentContent& content, const Secret& handle_seed) {
  auto signature = channels::sign(purpose_of(content.subject), codec::encode(content), handle_seed);
  if (!signature) return fail(signature.error());
  return OwnerConsent{.owner = content.owner, .time = content.time, .signature = std::move(*signature)};
}

Status verify_consent(const CircleId& circle, const ConsentSubject& subject, const OwnerConsent& consent,
                      const HandleKey& key) {
  const OwnerConsentContent content{
      .circle = circle, .subject = subject, .owner = consent.owner, .time = consent.time};
  const auto bytes = codec::encode(content);
  return channels::verify(purpose_of(subject), {.content = bytes, .signature = consent.signature},
                          key.bytes());
}

}  // namespace kring::charter
