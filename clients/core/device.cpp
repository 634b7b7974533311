#include "clients/core/device.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/row_codec.hpp"

#include "channels/articles/text.hpp"
#include "channels/model/limits.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/recovery/recovery_kit.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t device_row_version = 8;
/// The oldest that is read. Names of devices came with the second, chains of certificates with the third,
/// slots of the vault with the fourth, whether the kit is proven with the fifth, attestations with the sixth,
/// those that were removed with the seventh, by their hashes alone; what they say came with the eighth.
constexpr std::uint8_t device_row_version_oldest = 1;

Status check_name(std::string_view name, std::string_view relation) {
  using channels::limits::person_name_bytes_max;
  using channels::limits::relation_bytes_max;
  if (!articles::check_line(name, person_name_bytes_max)) return fail(client::Errc::bad_name, "name");
  if (!relation.empty() && !articles::check_line(relation, relation_bytes_max)) {
    return fail(client::Errc::bad_name, "relation");
  }
  return {};
}

void write_slot(RowWriter& out, const WritableSlot& slot) {
  SecretWriter bytes;
  slot.write(bytes);
  out.opaque(bytes.view());
}

WritableSlot read_slot(RowReader& in) {
  const auto bytes = in.secret();
  auto slot = codec::decode<WritableSlot>(bytes.expose());
  if (slot) return std::move(*slot);
  in.refuse();
  return {};
}

}  // namespace

Result<recovery::RecoveryKit> kit_of(const Device& device, const SecretBytes& words) {
  const auto read = recovery::RecoveryWords::parse(words);
  if (!read) return fail(client::Errc::wrong_words, "not twelve words");
  recovery::RecoveryKit kit(*read);
  if (!equal(kit.person_key().public_key.bytes, device.certificate.person_key.view())) {
    return fail(client::Errc::wrong_words, "another person's");
  }
  return kit;
}

SecretBytes Device::encode() const {
  RowWriter out(device_row_version);
  out.text(name);
  out.text(relation);
  out.opaque(key.public_key.bytes);
  out.secret(key.private_key);
  out.id(certificate.person_key);
  out.opaque(certificate.signature);
  out.hash(vault_key);
  out.list(recovery_keys, [&](const auto& recovery_key) { out.id(recovery_key); });
  out.u32(next_recovery_key);
  out.flag(words_confirmed);
  out.list(device_names, [&](const auto& item) {
    out.id(item.first);
    out.text(item.second);
  });
  out.id(certificate.device_key);
  out.list(certificate.further, [&](const charter::FurtherDevice& further) {
    out.id(further.device_key);
    out.opaque(further.signature);
  });
  out.optional(slot, [&](const WritableSlot& own) { write_slot(out, own); });
  out.list(spare_slots, [&](const WritableSlot& spare) { write_slot(out, spare); });
  out.list(slot_numbers, [&](const auto& item) {
    out.number(item.first);
    out.u64(item.second);
  });
  out.flag(kit_proven);
  out.list(attestations, [&](const charter::Attestation& one) { out.opaque(one.bytes()); });
  out.list(removed, [&](const RemovedAttestation& one) {
    out.id(one.network);
    out.text(one.claim);
    out.time(one.checked);
    out.optional(one.kept_again, [&](Time checked) { out.time(checked); });
  });
  return out.take();
}

Result<Device> Device::decode(ByteView row) {
  RowReader in(row, device_row_version_oldest, device_row_version);
  Device device;
  device.name = in.text();
  device.relation = in.text();
  device.key.public_key.bytes = in.opaque();
  device.key.private_key = in.secret();
  device.certificate.person_key = in.id<channels::PersonKey>();
  device.certificate.signature = in.opaque();
  device.vault_key = in.hash();
  in.list([&] { device.recovery_keys.push_back(in.id<channels::RecoveryKey>()); });
  device.next_recovery_key = in.u32();
  device.words_confirmed = in.flag();
  if (in.version() >= 2) {
    in.list([&] {
      const auto key = in.id<channels::DeviceKey>();
      device.device_names.emplace(key, in.text());
    });
  }
  auto& certificate = device.certificate;
  if (in.version() >= 3) {
    certificate.device_key = in.id<channels::DeviceKey>();
    in.list([&] {
      const auto key = in.id<channels::DeviceKey>();
      certificate.further.push_back({.device_key = key, .signature = in.opaque()});
    });
  }
  if (in.version() >= 4) {
    if (in.flag()) device.slot = read_slot(in);
    in.list([&] { device.spare_slots.push_back(read_slot(in)); });
    in.list([&] {
      const auto index = in.number<recovery::SlotIndex>();
      device.slot_numbers.emplace(index, in.u64());
    });
  }
  if (in.version() >= 5) device.kit_proven = in.flag();
  if (in.version() >= 6) {
    in.list([&] {
      auto attestation = charter::Attestation::decode(in.opaque());
      if (!attestation) return in.refuse();
      device.attestations.push_back(std::move(*attestation));
    });
  }
  if (in.version() == 7) {
    // What it was that a hash names is not known any more.
    in.list([&] {
      (void)in.id<charter::AttestationHash>();
      (void)in.time();
    });
  }
  if (in.version() >= 8) {
    in.list([&] {
      RemovedAttestation one{
          .network = in.id<channels::CircleId>(), .claim = in.text(), .checked = in.time()};
      if (in.flag()) one.kept_again = in.time();
      device.removed.push_back(std::move(one));
    });
  }
  if (auto end = in.finish(); !end) return fail(end.error());
  const auto public_key = channels::DeviceKey::from(device.key.public_key.bytes);
  if (!public_key) return fail(client::Errc::bad_vault, "device key");
  if (in.version() < 3) certificate.device_key = *public_key;
  if (certificate.own_device() != *public_key) return fail(client::Errc::bad_vault, "certificate");
  return device;
}

namespace {

/// A device with fresh keys, certified by the person. Errors: `bad_name`.
Result<Device> certified_device(std::string_view name, std::string_view relation,
                                const recovery::RecoveryKit& kit, Random& random) {
  if (auto status = check_name(name, relation); !status) return fail(status.error());
  const auto parts = kit.public_parts();
  Device device;
  device.name = std::string(name);
  device.relation = std::string(relation);
  device.key = primitives::generate_signature_key_pair(random);
  device.vault_key = parts.vault_key;
  device.recovery_keys.reserve(parts.recovery_keys.size());
  for (const auto& key : parts.recovery_keys) device.recovery_keys.emplace_back(key);
  const auto public_key = channels::DeviceKey::from(device.key.public_key.bytes);
  KRING_ASSERT(public_key.has_value());
  auto certificate = charter::certify_device(
      {.device_key = *public_key, .person_key = channels::PersonKey(parts.person_key)},
      kit.person_key().private_key);
  if (!certificate) return fail(certificate.error());
  device.certificate = std::move(*certificate);
  return device;
}

}  // namespace

Result<NewDevice> make_device(std::string_view name, std::string_view relation, Random& random) {
  const auto words = recovery::RecoveryWords::generate(random);
  const recovery::RecoveryKit kit(words);
  auto device = certified_device(name, relation, kit, random);
  if (!device) return fail(device.error());
  device->spare_slots = writable_slots(kit);
  device->slot = std::move(device->spare_slots.front());
  device->spare_slots.erase(device->spare_slots.begin());
  const auto text = words.text(recovery::WordLanguage::dutch);
  return NewDevice{std::move(*device), SecretBytes(text.expose().begin(), text.expose().end())};
}

Result<Device> make_device_of(std::string_view name, std::string_view relation, const SecretBytes& words,
                              Random& random) {
  const auto read = recovery::RecoveryWords::parse(words);
  if (!read) return fail(client::Errc::wrong_words, "not twelve words");
  auto device = certified_device(name, relation, recovery::RecoveryKit(*read), random);
  if (device) device->words_confirmed = true;
  return device;
}

Status take_slots(Device& device, const SecretBytes& words, const SlotChoice& choice) {
  const auto kit = kit_of(device, words);
  if (!kit) return fail(kit.error());
  device.slot.reset();
  device.spare_slots.clear();
  device.slot_numbers = choice.others;
  for (auto& slot : writable_slots(*kit)) {
    if (slot.index == choice.own)
      device.slot = std::move(slot);
    else if (std::ranges::find(choice.spare, slot.index) != choice.spare.end())
      device.spare_slots.push_back(std::move(slot));
  }
  return {};
}

namespace {

/// How many of the spare slots behind the next one a device keeps: three quarters, so that it can link eight.
std::size_t kept_spares(const Device& device) {
  const auto rest = device.spare_slots.empty() ? 0 : device.spare_slots.size() - 1;
  return rest - rest / 4;
}

}  // namespace

std::vector<WritableSlot> slots_to_give(const Device& device) {
  std::vector<WritableSlot> given;
  const auto& spare = device.spare_slots;
  if (spare.empty()) return given;
  given.push_back(spare.front().clone());
  for (auto i = 1 + kept_spares(device); i < spare.size(); ++i) given.push_back(spare[i].clone());
  return given;
}

void give_slots(Device& device) {
  auto& spare = device.spare_slots;
  if (spare.empty()) return;
  spare.erase(spare.begin() + static_cast<std::ptrdiff_t>(1 + kept_spares(device)), spare.end());
  spare.erase(spare.begin());
}

Status check_words(const Device& device, const SecretBytes& words) {
  auto kit = kit_of(device, words);
  if (!kit) return fail(kit.error());
  return {};
}

Result<Secret> recovery_seed(const Device& device, const SecretBytes& words, std::uint32_t index) {
  auto kit = kit_of(device, words);
  if (!kit) return fail(kit.error());
  return kit->recovery_key(recovery::RecoveryIndex{static_cast<std::uint16_t>(index)}).private_key.clone();
}

Result<std::vector<Secret>> first_recovery_seeds(const Device& device, const SecretBytes& words) {
  const auto kit = kit_of(device, words);
  if (!kit) return fail(kit.error());
  std::vector<Secret> seeds;
  seeds.reserve(recovery_tries_max);
  for (std::uint16_t i = 0; i < recovery_tries_max; ++i)
    seeds.push_back(kit->recovery_key(recovery::RecoveryIndex{i}).private_key.clone());
  return seeds;
}

namespace {

/// The removal of what an attestation says.
std::vector<RemovedAttestation>::const_iterator find_removal(const Device& device,
                                                             const charter::Attestation& attestation) {
  const auto& content = attestation.content();
  return std::ranges::find_if(device.removed, [&](const RemovedAttestation& one) {
    return one.network == content.network && one.claim == content.claim;
  });
}

/// Whether it takes one along that says the same.
bool takes_along(const RemovedAttestation& removal, const charter::Attestation& attestation) {
  const auto checked = attestation.content().checked;
  return checked <= removal.checked && (!removal.kept_again || checked > *removal.kept_again);
}

}  // namespace

void note_removed(Device& device, const charter::Attestation& removed, Time now) {
  auto& all = device.removed;
  // Nothing that was checked no later than that lasts longer.
  std::erase_if(all, [&](const RemovedAttestation& one) {
    return one.checked + channels::limits::attestation_life_max <= now;
  });
  const auto& content = removed.content();
  RemovedAttestation next{.network = content.network, .claim = content.claim, .checked = content.checked};
  if (const auto before = find_removal(device, removed); before != all.end()) {
    next.checked = std::max(next.checked, before->checked);
    all.erase(before);
  }
  all.push_back(std::move(next));
  if (all.size() > removed_attestations_max)
    all.erase(std::ranges::min_element(all, {}, &RemovedAttestation::checked));
}

void note_kept_again(Device& device, const charter::Attestation& kept) {
  const auto removal = find_removal(device, kept);
  if (removal == device.removed.end() || !takes_along(*removal, kept)) return;
  device.removed[static_cast<std::size_t>(removal - device.removed.begin())].kept_again =
      kept.content().checked;
}

bool is_removed(const Device& device, const charter::Attestation& attestation) {
  const auto removal = find_removal(device, attestation);
  return removal != device.removed.end() && takes_along(*removal, attestation);
}

std::vector<charter::Attestation> attestations_at(const Device& device, Time now) {
  auto current = device.attestations;
  std::erase_if(current, [&](const charter::Attestation& one) { return one.content().until <= now; });
  return current;
}

Result<charter::Introduction> introduce(const Device& device, const charter::Subject& subject,
                                        const Secret& handle_seed, ShownInIntroduction shown) {
  return charter::make_introduction(subject, device.certificate,
                                    {.name = device.name,
                                     .relation = device.relation,
                                     .attestations = std::move(shown.attestations),
                                     .serial = shown.serial},
                                    {.device = device.key.private_key, .handle = handle_seed});
}

}  // namespace kring::core
