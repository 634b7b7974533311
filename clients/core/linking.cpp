#include "clients/core/linking.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/own_attestations.hpp"

#include "channels/articles/text.hpp"
#include "channels/charter/fields.hpp"
#include "channels/model/hash.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/name.hpp"
#include "channels/model/signing.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

using channels::MailSide;
using channels::SigningPurpose;
using charter::detail::read_id;
using codec::FieldReader;
using codec::Reader;
using codec::SecretWriter;
using codec::Writer;

namespace {

constexpr std::uint16_t linking_version = 1;
/// Slots of the vault came with the second.
constexpr std::uint16_t package_version = 2;
/// A slot's number and two keys.
constexpr std::size_t slot_keys_bytes = 2 + 32 + 32;
constexpr std::string_view package_info = "Kring 1.0 link";
/// Recovery keys that no linked device begins with, so that each has some left.
constexpr std::size_t recovery_keys_spare = 16;

Status read_version(FieldReader& fields, std::uint16_t version = linking_version) {
  if (fields.u16() != version && !fields.failed())
    return fail(channels::Errc::unsupported_version, "linking");
  return {};
}

/// What the codec finds wrong is a bad message; the domain's own errors stay.
Error as_mail_error(const Error& error) {
  return charter::detail::as_domain_error(error, channels::Errc::bad_mail);
}

/// Content with its sender's signature.
struct SignedMail {
  Bytes content;
  Bytes signature;

  static Result<SignedMail> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(SignedMail{.content = fields.opaque(wire::limits::mail_bytes_max),
                                  .signature = fields.opaque(channels::limits::signature_field_bytes_max)});
  }
};

Result<SecretBytes> sign_mail(ByteView content, const Secret& seed) {
  const auto signature = channels::sign(SigningPurpose::link, content, seed);
  if (!signature) return fail(signature.error());
  SecretWriter out;
  out.opaque(content);
  out.opaque(*signature);
  return out.take();
}

/// The content, if this device has signed it. Errors: `bad_mail`.
Result<Bytes> verify_mail(ByteView bytes, const channels::DeviceKey& by) {
  auto mail = codec::decode<SignedMail>(bytes);
  if (!mail) return fail(channels::Errc::bad_mail, "signed");
  const auto verified = channels::verify(
      SigningPurpose::link, {.content = mail->content, .signature = mail->signature}, by.bytes());
  if (!verified) return fail(channels::Errc::bad_mail, "signature");
  return std::move(mail->content);
}

struct PackageContent {
  charter::EntryHash linking;
  charter::CertifiedDevice certificate;
  channels::MailboxId next;
  Bytes state;
  std::vector<WritableSlot> slots;
  SlotNumbers slot_numbers;

  static Result<PackageContent> read(Reader& in) {
    FieldReader fields(in);
    if (auto version = read_version(fields, package_version); !version) return fail(version.error());
    return fields.done(PackageContent{
        .linking = read_id<charter::EntryHash>(fields),
        .certificate = fields.read<charter::CertifiedDevice>(),
        .next = read_id<channels::MailboxId>(fields),
        .state = fields.opaque(person_state_bytes_max),
        .slots = fields.vector<WritableSlot>(slot_keys_bytes * recovery::vault_slots, recovery::vault_slots),
        .slot_numbers = read_slot_numbers(fields)});
  }
};

struct Code {
  std::string text;

  static Result<Code> read(Reader& in) {
    FieldReader fields(in);
    const auto bytes = fields.opaque(channels::limits::link_text_bytes_max);
    return fields.done(Code{std::string(view_text(bytes))});
  }
};

struct HandlesContent {
  charter::EntryHash linking;
  std::vector<Code> codes;

  static Result<HandlesContent> read(Reader& in) {
    FieldReader fields(in);
    if (auto version = read_version(fields); !version) return fail(version.error());
    return fields.done(
        HandlesContent{.linking = read_id<charter::EntryHash>(fields),
                       .codes = fields.vector<Code>(wire::limits::mail_bytes_max, known_circles_max)});
  }
};

}  // namespace

Result<LinkRequest> LinkRequest::read(Reader& in) {
  FieldReader fields(in);
  if (auto version = read_version(fields); !version) return fail(version.error());
  LinkRequest request{.device_key = read_id<channels::DeviceKey>(fields),
                      .box_key = read_id<channels::BoxKey>(fields),
                      .name = {}};
  const auto name = fields.opaque(device_name_bytes_max);
  request.name = std::string(view_text(name));
  if (!channels::check_name(request.name, device_name_bytes_max))
    fields.refuse(crypto::Errc::bad_value, "name");
  return fields.done(std::move(request));
}

void LinkRequest::write(Writer& out) const {
  out.u16(linking_version);
  out.raw(device_key.view());
  out.raw(box_key.view());
  out.opaque(view_bytes(name));
}

charter::EntryHash hash_of_linking(const charter::MailboxLink& link, const LinkRequest& request) {
  Writer out;
  out.raw(link.mailbox.view());
  out.raw(link.device_key.view());
  request.write(out);
  return charter::EntryHash(channels::labelled_hash("link", out.view()));
}

Bytes seal_request(const charter::MailboxLink& link, const LinkRequest& request, Random& random) {
  return charter::seal_mail(link.secret, {.mailbox = link.mailbox, .side = MailSide::there},
                            codec::encode(request), random);
}

Result<LinkRequest> open_request(const charter::MailboxLink& link, ByteView sealed) {
  const auto opened =
      charter::open_mail(link.secret, {.mailbox = link.mailbox, .side = MailSide::there}, sealed);
  if (!opened) return fail(opened.error());
  auto request = codec::decode<LinkRequest>(*opened);
  if (!request) return fail(as_mail_error(request.error()));
  return request;
}

Result<LinkingDevice> make_linking_device(std::string_view name, Random& random) {
  if (!name.empty() && !articles::check_line(name, device_name_bytes_max))
    return fail(client::Errc::bad_name, "device");
  LinkingDevice device{.key = primitives::generate_signature_key_pair(random),
                       .box = primitives::generate_hpke_key_pair(random),
                       .request = {}};
  const auto key = channels::DeviceKey::from(device.key.public_key.bytes);
  const auto box = channels::BoxKey::from(device.box.public_key.bytes);
  KRING_ASSERT(key && box);
  device.request = {.device_key = *key, .box_key = *box, .name = std::string(name)};
  return device;
}

Result<Bytes> seal_package(const charter::MailboxLink& link, const LinkRequest& request, const Device& first,
                           const PersonState& state, const channels::MailboxId& next, Random& random) {
  const auto certificate =
      charter::certify_further(first.certificate, first.key.private_key, request.device_key);
  if (!certificate) return fail(certificate.error());
  const auto state_bytes = state.encode();
  if (!state_bytes) return fail(state_bytes.error());
  const auto linking = hash_of_linking(link, request);
  SecretWriter content;
  content.u16(package_version);
  content.raw(linking.view());
  certificate->write(content);
  content.raw(next.view());
  content.opaque(*state_bytes);
  content.vector(slots_to_give(first),
                 [](SecretWriter& inner, const WritableSlot& slot) { slot.write(inner); });
  write_slot_numbers(content, first.slot_numbers);
  const auto mail = sign_mail(content.view(), first.key.private_key);
  if (!mail) return fail(mail.error());
  const auto sealed =
      primitives::hpke_seal({.bytes = copy_bytes(request.box_key.view())},
                            {.info = view_bytes(package_info), .additional = linking.view()}, *mail, random);
  if (!sealed) return fail(sealed.error());
  return charter::seal_mail(link.secret, {.mailbox = link.mailbox, .side = MailSide::back},
                            codec::encode(*sealed), random);
}

Bytes seal_refusal(const charter::MailboxLink& link, Random& random) {
  return charter::seal_mail(link.secret, {.mailbox = link.mailbox, .side = MailSide::back}, {}, random);
}

Result<LinkPackage> open_package(const charter::MailboxLink& link, const LinkingDevice& device,
                                 ByteView sealed) {
  const auto outer =
      charter::open_mail(link.secret, {.mailbox = link.mailbox, .side = MailSide::back}, sealed);
  if (!outer) return fail(outer.error());
  if (outer->empty()) return fail(client::Errc::link_refused, "package");
  const auto inner = codec::decode<primitives::HpkeCiphertext>(*outer);
  if (!inner) return fail(channels::Errc::bad_mail, "package");
  const auto linking = hash_of_linking(link, device.request);
  const auto opened = primitives::hpke_open(
      device.box.private_key, {.info = view_bytes(package_info), .additional = linking.view()}, *inner);
  if (!opened) return fail(channels::Errc::bad_mail, "package");
  const auto mail = verify_mail(*opened, link.device_key);
  if (!mail) return fail(mail.error());
  auto content = codec::decode<PackageContent>(*mail);
  if (!content) return fail(as_mail_error(content.error()));
  const auto& certificate = content->certificate;
  if (content->linking != linking || certificate.own_device() != device.request.device_key ||
      !charter::check_device(certificate))
    return fail(channels::Errc::bad_mail, "certificate");
  auto state = PersonState::decode(content->state);
  if (!state) return fail(state.error());
  if (state->person_key != certificate.person_key) return fail(channels::Errc::bad_mail, "person");
  return LinkPackage{.certificate = certificate,
                     .next = content->next,
                     .state = std::move(*state),
                     .slots = std::move(content->slots),
                     .slot_numbers = std::move(content->slot_numbers)};
}

Device take_package(const LinkingDevice& linking, const LinkPackage& package, Time now, Random& random) {
  const auto& state = package.state;
  Device device;
  device.name = state.name;
  device.relation = state.relation;
  device.key = linking.key.clone();
  device.certificate = package.certificate;
  device.vault_key = state.vault_key;
  device.recovery_keys = state.recovery_keys;
  device.words_confirmed = state.words_confirmed;
  // Two devices that go on from one place would take the same key for two circles, which shows whose they
  // are.
  const auto free = state.recovery_keys.size() - state.recovery_keys_used;
  const auto ahead = free > recovery_keys_spare ? random.fixed<1>()[0] % (free - recovery_keys_spare) : 0;
  device.next_recovery_key = static_cast<std::uint32_t>(state.recovery_keys_used + ahead);
  for (const auto& named : state.devices) device.device_names.emplace(named.device, named.name);
  for (const auto& slot : package.slots) {
    if (device.slot)
      device.spare_slots.push_back(slot.clone());
    else
      device.slot = slot.clone();
  }
  device.slot_numbers = package.slot_numbers;
  device.attestations = hold_alone(state.attestations, package.certificate.person_key, now);
  return device;
}

Result<Bytes> seal_handles(const charter::MailboxLink& link, const LinkingDevice& device,
                           const channels::MailboxId& next, const std::vector<charter::NewHandle>& handles,
                           Random& random) {
  Writer content;
  content.u16(linking_version);
  content.raw(hash_of_linking(link, device.request).view());
  content.vector(handles, [](Writer& inner, const charter::NewHandle& handle) {
    inner.opaque(view_bytes(charter::text_of_new_handle(handle)));
  });
  const auto mail = sign_mail(content.view(), device.key.private_key);
  if (!mail) return fail(mail.error());
  return charter::seal_mail(link.secret, {.mailbox = next, .side = MailSide::there}, *mail, random);
}

Result<std::vector<std::string>> open_handles(const charter::MailboxLink& link, const LinkRequest& request,
                                              const channels::MailboxId& next, ByteView sealed) {
  const auto opened = charter::open_mail(link.secret, {.mailbox = next, .side = MailSide::there}, sealed);
  if (!opened) return fail(opened.error());
  const auto mail = verify_mail(*opened, request.device_key);
  if (!mail) return fail(mail.error());
  auto content = codec::decode<HandlesContent>(*mail);
  if (!content) return fail(as_mail_error(content.error()));
  if (content->linking != hash_of_linking(link, request)) return fail(channels::Errc::bad_mail, "another");
  std::vector<std::string> codes;
  codes.reserve(content->codes.size());
  for (auto& code : content->codes) codes.push_back(std::move(code.text));
  return codes;
}

}  // namespace kring::core
