#include "clients/core/attesting.hpp"

#include "clients/core/row_codec.hpp"

#include "crypto/base/assert.hpp"

#include <utility>

namespace kring::core {

namespace {
constexpr std::uint8_t attestation_row_version = 1;
}

channels::AttestationKey AttestingKey::public_key() const {
  const auto key = channels::AttestationKey::from(pair.public_key.bytes);
  KRING_ASSERT(key.has_value());
  return *key;
}

void Attesting::note(GivenAttestation one, Time now) {
  std::erase_if(given, [&](const GivenAttestation& old) { return old.attestation.content().until <= now; });
  given.push_back(std::move(one));
  if (given.size() > given_attestations_max) given.erase(given.begin());
}

SecretBytes Attesting::encode() const {
  RowWriter out(attestation_row_version);
  std::vector<std::pair<channels::CircleId, const AttestingKey*>> all;
  for (const auto& [network, own] : keys) {
    for (const auto& key : own) all.emplace_back(network, &key);
  }
  out.list(all, [&](const auto& item) {
    out.id(item.first);
    out.id(item.second->id);
    out.opaque(item.second->pair.public_key.bytes);
    out.secret(item.second->pair.private_key);
  });
  out.list(given, [&](const GivenAttestation& one) {
    out.text(one.name);
    out.id(one.person);
    out.opaque(one.attestation.bytes());
  });
  return out.take();
}

Result<Attesting> Attesting::decode(ByteView row) {
  RowReader in(row, attestation_row_version);
  Attesting read;
  in.list([&] {
    const auto network = in.id<channels::CircleId>();
    AttestingKey key;
    key.id = in.id<charter::AttestationKeyId>();
    key.pair.public_key.bytes = in.opaque();
    key.pair.private_key = in.secret();
    if (key.pair.public_key.bytes.size() != channels::AttestationKey::size) in.refuse();
    read.keys[network].push_back(std::move(key));
  });
  in.list([&] {
    auto name = in.text();
    const auto person = in.id<channels::PersonKey>();
    auto attestation = charter::Attestation::decode(in.opaque());
    if (!attestation) return in.refuse();
    read.given.push_back({.name = std::move(name), .person = person, .attestation = std::move(*attestation)});
  });
  if (auto end = in.finish(); !end) return fail(end.error());
  return read;
}

}  // namespace kring::core
