#include "crypto/mls/pre_shared_key.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

using crypto::Errc;

namespace {

ResumptionUsage read_usage(codec::FieldReader& fields) {
  const auto usage = fields.number<ResumptionUsage>();
  switch (usage) {
    case ResumptionUsage::application:
    case ResumptionUsage::reinit:
    case ResumptionUsage::branch:
      return usage;
  }
  fields.refuse(Errc::bad_value, "resumption usage");
  return {};
}

}  // namespace

Result<PreSharedKeyId> PreSharedKeyId::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  PreSharedKeyId it;
  const auto type = fields.u8();
  if (type == 1) {
    it.key = ExternalPsk{fields.opaque(limits::psk_id_bytes_max)};
  } else if (type == 2) {
    it.key = ResumptionPsk{.usage = read_usage(fields),
                           .group_id = fields.opaque(limits::group_id_bytes_max),
                           .epoch = fields.number<EpochId>()};
  } else {
    fields.refuse(Errc::bad_value, "psk type");
  }
  it.nonce = fields.opaque(limits::hash_bytes_max);
  return fields.done(std::move(it));
}

void PreSharedKeyId::write(codec::Writer& out) const {
  out.u8(static_cast<std::uint8_t>(key.index() + 1));
  if (const auto* external = std::get_if<ExternalPsk>(&key)) out.opaque(external->id);
  if (const auto* resumption = std::get_if<ResumptionPsk>(&key)) {
    codec::write_number(out, resumption->usage);
    out.opaque(resumption->group_id);
    codec::write_number(out, resumption->epoch);
  }
  out.opaque(nonce);
}

}  // namespace kring::mls
