#include "channels/charter/attestation.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/hash.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/name.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;

namespace {

constexpr std::uint16_t attestation_version = 1;
/// So many bytes that no list within its limit is refused for them.
constexpr std::size_t shown_bytes_max = limits::shown_attestations_max * (2 + limits::attestation_bytes_max);
constexpr std::string_view text_prefix = "a1.";

Status check_line(std::string_view line, std::size_t bytes_max) {
  if (line.empty()) return fail(Errc::bad_name, "empty");
  return channels::check_name(line, bytes_max);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

}  // namespace

PersonHash hash_of_person(const channels::PersonKey& person) {
  return PersonHash(channels::labelled_hash("person", person.view()));
}

Result<AttestationContent> AttestationContent::read(Reader& in) {
  FieldReader fields(in);
  if (fields.u16() != attestation_version && !fields.failed())
    return fail(Errc::unsupported_version, "attestation");
  AttestationContent content{.network = detail::read_id<CircleId>(fields),
                             .key = detail::read_id<AttestationKeyId>(fields),
                             .person = detail::read_id<PersonHash>(fields),
                             .claim = detail::read_text(fields, limits::claim_bytes_max),
                             .how = detail::read_text(fields, limits::how_checked_bytes_max),
                             .checked = detail::read_time(fields),
                             .until = detail::read_time(fields)};
  if (content.until <= content.checked || content.until - content.checked > limits::attestation_life_max)
    fields.refuse(crypto::Errc::bad_value, "end");
  auto done = fields.done(std::move(content));
  if (!done) return done;
  if (auto claim = check_line(done->claim, limits::claim_bytes_max); !claim) return fail(claim.error());
  if (auto how = check_line(done->how, limits::how_checked_bytes_max); !how) return fail(how.error());
  return done;
}

void AttestationContent::write(Writer& out) const {
  out.u16(attestation_version);
  out.raw(network.view());
  out.raw(key.view());
  out.raw(person.view());
  out.opaque(view_bytes(claim));
  out.opaque(view_bytes(how));
  detail::write_time(out, checked);
  detail::write_time(out, until);
}

Result<Attestation> Attestation::decode(ByteView bytes) {
  if (bytes.size() > limits::attestation_bytes_max) return fail(Errc::bad_attestation, "too large");
  Reader in(bytes);
  FieldReader fields(in);
  Attestation read;
  read.signed_bytes_ = fields.opaque(limits::attestation_bytes_max);
  read.signature_ = fields.opaque(limits::signature_field_bytes_max);
  if (auto done = fields.done(true); !done) return fail(Errc::bad_attestation, done.error().where());
  if (!in.finish()) return fail(Errc::bad_attestation, "trailing bytes");
  auto content = codec::decode<AttestationContent>(read.signed_bytes_);
  if (!content) return fail(detail::as_domain_error(content.error(), Errc::bad_attestation));
  read.content_ = std::move(*content);
  read.bytes_ = copy_bytes(bytes);
  read.hash_ = AttestationHash(channels::labelled_hash("attestation", bytes));
  return read;
}

Status Attestation::verify(const AttestationKey& key) const {
  return channels::verify(channels::SigningPurpose::attestation,
                          {.content = signed_bytes_, .signature = signature_}, key.bytes());
}

Result<Attestation> Attestation::read(Reader& in) {
  FieldReader fields(in);
  const auto bytes = fields.opaque(limits::attestation_bytes_max);
  if (auto done = fields.done(true); !done) return fail(done.error());
  return decode(bytes);
}
void Attestation::write(Writer& out) const {
  out.opaque(bytes_);
}

std::vector<Attestation> read_shown(FieldReader& fields) {
  auto shown = fields.vector<Attestation>(shown_bytes_max, limits::shown_attestations_max);
  for (auto one = shown.begin(); one != shown.end(); ++one) {
    if (std::find(shown.begin(), one, *one) != one)
      fields.refuse(crypto::Errc::bad_value, "attestation twice");
  }
  return shown;
}

Result<Attestation> make_attestation(const AttestationContent& content, const Secret& seed) {
  const auto bytes = codec::encode(content);
  const auto signature = channels::sign(channels::SigningPurpose::attestation, bytes, seed);
  if (!signature) return fail(signature.error());
  Writer out;
  out.opaque(bytes);
  out.opaque(*signature);
  return Attestation::decode(out.view());
}

std::string text_of_attestation(const Attestation& attestation) {
  return std::string(text_prefix) + to_base64url(attestation.bytes());
}

Result<Attestation> parse_attestation(std::string_view text) {
  text = trimmed(text);
  if (text.size() > limits::attestation_text_bytes_max || !text.starts_with(text_prefix))
    return fail(Errc::bad_attestation, "text");
  const auto bytes = from_base64url(text.substr(text_prefix.size()));
  if (!bytes) return fail(Errc::bad_attestation, "base64url");
  return Attestation::decode(*bytes);
}

Judgement judge_alone(const Attestation& attestation, const channels::PersonKey& person, Time now) {
  const auto& content = attestation.content();
  if (content.person != hash_of_person(person)) return Judgement::wrong_person;
  if (content.checked > now + limits::clock_skew_max) return Judgement::not_yet;
  if (now >= content.until) return Judgement::expired;
  return Judgement::holds;
}

Judgement judge(const Attestation& attestation, const channels::PersonKey& person, const Charter& network,
                Time now) {
  const auto alone = judge_alone(attestation, person, now);
  if (alone != Judgement::holds) return alone;
  if (network.dissolved()) return Judgement::network_ended;
  const auto& keys = network.attestation_keys();
  const auto signer = std::ranges::find_if(keys, [&](const NamedAttestationKey& key) {
    return key.id == attestation.content().key && attestation.verify(key.key);
  });
  if (signer == keys.end() || attestation.content().network != network.circle())
    return Judgement::key_unknown;
  if (network.withdrawn_at(attestation.hash())) return Judgement::withdrawn;
  return network.counts(*signer) ? Judgement::holds : Judgement::key_withdrawn;
}

}  // namespace kring::charter
