#include "tests/simulation/life_network.hpp"

#include "channels/model/limits.hpp"
#include "clients/core/device.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/signature.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace kring::simulation {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t page_bytes_max = std::size_t{1024} * 1024;
constexpr auto attested_for = 24h * 90;
constexpr std::uint64_t other_seed = 77;

channels::AttestationKey public_half(const primitives::SignatureKeyPair& pair) {
  return channels::AttestationKey::from(pair.public_key.bytes).value();
}

}  // namespace

LifeNetwork::LifeNetwork(CircleWorld& world)
    : world_(world),
      place_(world.found(
          "Nel", {.name = "Netwerk", .hub = std::string(hub_origin), .as = charter::FoundedAs::network})),
      false_key_(primitives::generate_signature_key_pair(world.random())),
      false_place_(world.random().id<charter::AttestationKeyId>()),
      other_(other_seed, world.hub_key()) {
  using channels::Right;
  const auto circle = world_.place();
  world_.turn_to(place_);
  world_.open_newsgroup("nik.artsen", {{"doctors", Right::read | Right::post}});
  newsgroup_ = world_.channel(place_.founder, "nik.artsen");
  world_.publish(place_.founder);
  world_.turn_to(circle);
  other_.publish({.id = false_place_, .key = public_half(false_key_), .holder = other_.founder.id});
}

channels::PersonKey LifeNetwork::person_of(DeviceIndex device) {
  return core::Device::decode(world_.vault(device).at("device")).value().certificate.person_key;
}

DeviceIndex LifeNetwork::add_attested(const std::string& name) {
  const auto circle = world_.place();
  world_.turn_to(place_);
  const auto device = world_.admit(name, "doctors");
  world_.turn_to(circle);
  doctors_.push_back({.name = name, .device = device});
  attest(doctors_.back());
  return device;
}

DeviceIndex LifeNetwork::add_impostor(const std::string& name) {
  const auto device = world_.add_device(name);
  const auto attestation = charter::make_attestation({.network = id(),
                                                      .key = false_place_,
                                                      .person = charter::hash_of_person(person_of(device)),
                                                      .claim = "kinderarts",
                                                      .how = "BIG-register",
                                                      .checked = world_.now(),
                                                      .until = world_.now() + attested_for},
                                                     false_key_.private_key)
                               .value();
  made_up_ = attestation.hash();
  keep(device, attestation);
  return device;
}

void LifeNetwork::keep(DeviceIndex device, const charter::Attestation& attestation) {
  shown_.emplace(attestation.hash(),
                 ShownAttestation{.attestation = attestation, .person = person_of(device)});
  auto kept = world_.client(device).keep_attestation(charter::text_of_attestation(attestation), world_.now());
  KRING_ASSERT(kept.has_value());
  world_.perform(device, std::move(kept->actions));
}

void LifeNetwork::attest(const Doctor& doctor) {
  auto& coordinator = world_.client(place_.founder);
  const auto members = coordinator.members(id(), world_.now());
  const auto member = std::ranges::find(members, doctor.name, &core::MemberView::name);
  KRING_ASSERT(member != members.end());
  auto made = coordinator.attest(
      id(), member->id, {.claim = "kinderarts", .how = "BIG-register", .life = attested_for}, world_.now());
  // While a key is being replaced there is none.
  if (!made) return;
  const auto attestation = charter::parse_attestation(made->text).value();
  world_.perform(place_.founder, std::move(made->actions));
  given_.push_back(attestation.hash());
  keep(doctor.device, attestation);
}

void LifeNetwork::change(const Op& op) {
  auto& coordinator = world_.client(place_.founder);
  switch (op.what % 8) {
    case 0:
    case 1:
      // What is withdrawn already is not withdrawn again.
      return (void)world_.perform(place_.founder, coordinator.withdraw_attestation(
                                                      id(), given_[op.who % given_.size()], world_.now()));
    case 2:
    case 3:
      return attest(doctors_[op.who % doctors_.size()]);
    case 4:
      return replace_key();
    case 5:
      return invite();
    default:
      return post(op);
  }
}

void LifeNetwork::replace_key() {
  (void)world_.perform(
      place_.founder,
      world_.client(place_.founder).change_attestation_key(id(), core::KeyChange::replace, world_.now()));
}

void LifeNetwork::invite() {
  const auto circle = world_.place();
  world_.turn_to(place_);
  auto invited =
      world_.client(place_.founder).invite(id(), {.role = world_.role("parents"), .stay = {}}, world_.now());
  world_.turn_to(circle);
  if (invited) world_.perform(place_.founder, std::move(invited->actions));
}

void LifeNetwork::post(const Op& op) {
  const auto chosen = op.who % (doctors_.size() + 1);
  const auto writer = chosen == 0 ? place_.founder : doctors_[chosen - 1].device;
  (void)world_.perform(writer, world_.client(writer).post(id(), newsgroup_,
                                                          {.subject = "Vraag",
                                                           .text = "Bericht " + std::to_string(posts_++),
                                                           .identifies_nobody = true},
                                                          world_.now()));
}

const charter::CharterLog& LifeNetwork::truth() {
  while (true) {
    const auto known = truth_ ? truth_->charter().number() : channels::EntryNumber{};
    const auto read = world_.in_store(
        store::ReadPublicCharter{.circle = id(), .from = channels::next(known), .bytes_max = page_bytes_max});
    KRING_ASSERT(read.has_value());
    const auto& found = std::get<store::CharterPage>(*read);
    for (const auto& row : found.entries) {
      auto entry = charter::CharterEntry::decode(row.bytes).value();
      if (truth_) {
        KRING_ASSERT(truth_->append(std::move(entry)).has_value());
      } else {
        truth_ = charter::CharterLog::found(std::move(entry)).value();
      }
    }
    if (truth_->charter().number() == found.head.number) return *truth_;
  }
}

const ShownAttestation* LifeNetwork::find(const charter::AttestationHash& id) const {
  const auto found = shown_.find(id);
  return found == shown_.end() ? nullptr : &found->second;
}

}  // namespace kring::simulation
