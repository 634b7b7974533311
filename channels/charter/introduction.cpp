#include "channels/charter/introduction.hpp"

#include "channels/charter/fields.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/name.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;
using channels::SigningPurpose;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;

namespace {

constexpr std::uint16_t introduction_version = 1;
/// With further devices.
constexpr std::uint16_t introduction_version_chain = 2;
/// With attestations, and with further devices or none.
constexpr std::uint16_t introduction_version_attested = 3;
/// Written anew: with further devices, attestations, or none.
constexpr std::uint16_t introduction_version_renewed = 4;

std::uint16_t version_of(const IntroductionContent& content) {
  if (content.serial != 0) return introduction_version_renewed;
  if (!content.attestations.empty()) return introduction_version_attested;
  return content.further.empty() ? introduction_version : introduction_version_chain;
}

/// So many bytes that no list within its limit is refused for them.
constexpr std::size_t further_bytes_max =
    limits::further_devices_max * (32 + 2 + limits::signature_field_bytes_max);

std::vector<FurtherDevice> read_further(FieldReader& fields) {
  return fields.vector<FurtherDevice>(further_bytes_max, limits::further_devices_max);
}

Status check_words(const IntroductionContent& content) {
  if (content.name.empty()) return fail(Errc::bad_name, "empty");
  if (auto name = channels::check_name(content.name, limits::person_name_bytes_max); !name) return name;
  return channels::check_name(content.relation, limits::relation_bytes_max);
}

/// The person vouches for the first device, each device for the next, and the last for the handle.
Status check_chain(const IntroductionContent& content) {
  auto devices = check_device({.device_key = content.device_key,
                               .person_key = content.person_key,
                               .signature = content.device_signature,
                               .further = content.further});
  if (!devices) return devices;
  const auto handle = codec::encode(HandleCertificate{.circle = content.subject.circle,
                                                      .handle_key = content.subject.handle_key,
                                                      .device_key = content.own_device()});
  return channels::verify(SigningPurpose::handle, {.content = handle, .signature = content.handle_signature},
                          content.own_device().bytes());
}

/// The two parts of an introduction on the wire.
struct Parts {
  Bytes content;
  Bytes signature;

  static Result<Parts> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(Parts{.content = fields.opaque(limits::introduction_bytes_max),
                             .signature = fields.opaque(limits::signature_field_bytes_max)});
  }
  void write(Writer& out) const {
    out.opaque(content);
    out.opaque(signature);
  }
};

}  // namespace

void DeviceCertificate::write(Writer& out) const {
  out.raw(device_key.view());
  out.raw(person_key.view());
}

void HandleCertificate::write(Writer& out) const {
  out.raw(circle.view());
  out.raw(handle_key.view());
  out.raw(device_key.view());
}

Result<FurtherDevice> FurtherDevice::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(FurtherDevice{.device_key = detail::read_id<DeviceKey>(fields),
                                   .signature = fields.opaque(limits::signature_field_bytes_max)});
}

void FurtherDevice::write(Writer& out) const {
  out.raw(device_key.view());
  out.opaque(signature);
}

Result<CertifiedDevice> CertifiedDevice::read(Reader& in) {
  FieldReader fields(in);
  return fields.done(CertifiedDevice{.device_key = detail::read_id<DeviceKey>(fields),
                                     .person_key = detail::read_id<PersonKey>(fields),
                                     .signature = fields.opaque(limits::signature_field_bytes_max),
                                     .further = read_further(fields)});
}

void CertifiedDevice::write(codec::SecretWriter& out) const {
  out.raw(device_key.view());
  out.raw(person_key.view());
  out.opaque(signature);
  Writer list;
  codec::write_vector(list, further);
  out.raw(list.view());
}

Status check_device(const CertifiedDevice& device) {
  const auto check = [&](const DeviceKey& key, ByteView signature, const FixedBytes<32>& by) {
    const auto certificate =
        codec::encode(DeviceCertificate{.device_key = key, .person_key = device.person_key});
    return channels::verify(SigningPurpose::device, {.content = certificate, .signature = signature}, by);
  };
  auto status = check(device.device_key, device.signature, device.person_key.bytes());
  const auto* before = &device.device_key;
  for (const auto& next : device.further) {
    if (status) status = check(next.device_key, next.signature, before->bytes());
    before = &next.device_key;
  }
  return status;
}

Result<IntroductionContent> IntroductionContent::read(Reader& in) {
  FieldReader fields(in);
  const auto version = fields.u16();
  const bool is_known = version >= introduction_version && version <= introduction_version_renewed;
  if (!is_known && !fields.failed()) {
    return fail(Errc::unsupported_version, "introduction");
  }
  const Subject subject{.circle = detail::read_id<CircleId>(fields),
                        .member = detail::read_id<MemberId>(fields),
                        .handle_key = detail::read_id<HandleKey>(fields)};
  IntroductionContent content{.subject = subject,
                              .name = detail::read_text(fields, limits::person_name_bytes_max),
                              .relation = detail::read_text(fields, limits::relation_bytes_max),
                              .person_key = detail::read_id<PersonKey>(fields),
                              .device_key = detail::read_id<DeviceKey>(fields),
                              .device_signature = fields.opaque(limits::signature_field_bytes_max),
                              .further = {},
                              .handle_signature = {}};
  if (version == introduction_version_chain) {
    content.further = read_further(fields);
    // One introduction has one form.
    if (content.further.empty()) fields.refuse(crypto::Errc::bad_value, "no further device");
  } else if (version >= introduction_version_attested) {
    content.further = read_further(fields);
    content.attestations = read_shown(fields);
    if (version == introduction_version_renewed) content.serial = fields.u32();
    // As above.
    const bool has_own_form =
        version == introduction_version_renewed ? content.serial != 0 : !content.attestations.empty();
    if (!has_own_form) fields.refuse(crypto::Errc::bad_value, "form");
  }
  content.handle_signature = fields.opaque(limits::signature_field_bytes_max);
  return fields.done(std::move(content));
}

void IntroductionContent::write(Writer& out) const {
  const auto version = version_of(*this);
  out.u16(version);
  out.raw(subject.circle.view());
  out.raw(subject.member.view());
  out.raw(subject.handle_key.view());
  out.opaque(view_bytes(name));
  out.opaque(view_bytes(relation));
  out.raw(person_key.view());
  out.raw(device_key.view());
  out.opaque(device_signature);
  if (version != introduction_version) codec::write_vector(out, further);
  if (version >= introduction_version_attested) codec::write_vector(out, attestations);
  if (version == introduction_version_renewed) out.u32(serial);
  out.opaque(handle_signature);
}

Result<Introduction> Introduction::verify(ByteView bytes, const Subject& subject) {
  if (bytes.size() > limits::introduction_bytes_max) return fail(Errc::bad_introduction, "too large");
  auto parts = codec::decode<Parts>(bytes);
  if (!parts) return fail(Errc::bad_introduction, parts.error().where());
  auto content = codec::decode<IntroductionContent>(parts->content);
  if (!content) return fail(detail::as_domain_error(content.error(), Errc::bad_introduction));
  if (auto words = check_words(*content); !words) return fail(words.error());
  if (content->subject != subject) return fail(Errc::wrong_introduction);
  if (auto chain = check_chain(*content); !chain) return fail(chain.error());
  auto own = channels::verify(SigningPurpose::introduction,
                              {.content = parts->content, .signature = parts->signature},
                              content->subject.handle_key.bytes());
  if (!own) return fail(own.error());
  return Introduction(std::move(*content), copy_bytes(bytes));
}

Result<CertifiedDevice> certify_device(const DeviceCertificate& certificate, const Secret& person_seed) {
  auto signature = channels::sign(SigningPurpose::device, codec::encode(certificate), person_seed);
  if (!signature) return fail(signature.error());
  return CertifiedDevice{.device_key = certificate.device_key,
                         .person_key = certificate.person_key,
                         .signature = std::move(*signature)};
}

Result<CertifiedDevice> certify_further(const CertifiedDevice& by, const Secret& device_seed,
                                        const DeviceKey& device) {
  if (by.further.size() >= limits::further_devices_max) return fail(Errc::chain_too_long, "device");
  const DeviceCertificate certificate{.device_key = device, .person_key = by.person_key};
  auto signature = channels::sign(SigningPurpose::device, codec::encode(certificate), device_seed);
  if (!signature) return fail(signature.error());
  auto further = by;
  further.further.push_back({.device_key = device, .signature = std::move(*signature)});
  return further;
}

Result<Introduction> make_introduction(const Subject& subject, const CertifiedDevice& device,
                                       const IntroductionWords& words, const IntroductionSeeds& seeds) {
  IntroductionContent content{.subject = subject,
                              .name = words.name,
                              .relation = words.relation,
                              .person_key = device.person_key,
                              .device_key = device.device_key,
                              .device_signature = device.signature,
                              .further = device.further,
                              .attestations = words.attestations,
                              .serial = words.serial,
                              .handle_signature = {}};
  if (words.attestations.size() > limits::shown_attestations_max)
    return fail(Errc::too_many_attestations, "introduction");
  if (auto checked = check_words(content); !checked) return fail(checked.error());
  const HandleCertificate certificate{
      .circle = subject.circle, .handle_key = subject.handle_key, .device_key = device.own_device()};
  auto by_device = channels::sign(SigningPurpose::handle, codec::encode(certificate), seeds.device);
  if (!by_device) return fail(by_device.error());
  content.handle_signature = std::move(*by_device);
  Parts parts{.content = codec::encode(content), .signature = {}};
  auto by_handle = channels::sign(SigningPurpose::introduction, parts.content, seeds.handle);
  if (!by_handle) return fail(by_handle.error());
  parts.signature = std::move(*by_handle);
  return Introduction::verify(codec::encode(parts), subject);
}

}  // namespace kring::charter
