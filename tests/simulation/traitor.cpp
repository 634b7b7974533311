#include "tests/simulation/traitor.hpp"

#include "channels/model/signing.hpp"
#include "channels/rules/extensions.hpp"
#include "channels/rules/leaves.hpp"
#include "channels/rules/rotation.hpp"
#include "clients/core/channel_rows.hpp"
#include "clients/core/packages.hpp"
#include "clients/core/rows.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/record/record_key.hpp"
#include "tests/support/broken_path.hpp"

#include <algorithm>
#include <utility>

namespace kring::simulation {

namespace {

/// A channel as the device has saved it: its group, its state and the record keys.
core::Channel held_channel(CircleWorld& world, DeviceIndex device, const channels::ChannelId& id) {
  const auto row = [&](std::string_view name) {
    return ByteView(world.vault(device).at(core::channel_row(world.circle(), id, name)));
  };
  core::Channel held;
  KRING_ASSERT(core::decode_state(row("state"), held).has_value());
  KRING_ASSERT(core::decode_group(row("group"), held).has_value());
  return held;
}

/// The record key that comes next, with what is wrong with it.
rules::NextKey next_key(const core::Channel& held, KeyLie lie, Random& random) {
  const auto other = Secret::copy_of(random.fixed<32>());
  const auto& current = lie == KeyLie::another_past ? other : held.record_keys.at(held.state.generation);
  return rules::make_next_key(held.state, &current, random);
}

rules::Rotation rotation_of(const core::Channel& held, const mls::StagedCommit& staged,
                            const rules::NextKey& next, KeyLie lie, Random& random) {
  const rules::RotationPlace place{
      .state = held.state, .epoch = staged.epoch(), .generation = next.generation};
  auto boxed = rules::NextKey{.generation = next.generation,
                              .key = next.key.clone(),
                              .key_hash = next.key_hash,
                              .back_link = next.back_link,
                              .back_link_hash = next.back_link_hash};
  if (lie == KeyLie::another_key) boxed.key = Secret::copy_of(random.fixed<32>());
  const auto exported = lie == KeyLie::nobodys_box
                            ? Secret::copy_of(random.fixed<record::key_box_secret_bytes>())
                            : staged.exporter(record::key_box_label, rules::exporter_context(place),
                                              record::key_box_secret_bytes);
  return rules::make_rotation(place, boxed, exported, support::signature_key_of(*held.group)).value();
}

}  // namespace

channels::HandleId Ghost::id() const {
  return channels::handle_of(channels::HandleKey::from(handle.public_key.bytes).value());
}

mls::KeyPackage Ghost::package(World& world) const {
  return mls::make_key_package(
             handle, mls::Credential::basic(id().view()),
             {.capabilities = core::leaf_capabilities(), .lifetime = core::leaf_lifetime(world.now())},
             world.random())
      .value()
      .key_package;
}

Ghost ghost_of_nobody(World& world) {
  return {primitives::generate_signature_key_pair(world.random())};
}

Ghost ghost_of(CircleWorld& world, DeviceIndex device, const channels::ChannelId& channel) {
  const auto held = held_channel(world, device, channel);
  return {primitives::signature_key_pair(support::signature_key_of(*held.group)).value()};
}

std::map<channels::Generation, Secret> record_keys_of(CircleWorld& world, DeviceIndex device,
                                                      const channels::ChannelId& channel) {
  return held_channel(world, device, channel).record_keys;
}

std::vector<channels::HandleId> leaves_of(CircleWorld& world, DeviceIndex device,
                                          const channels::ChannelId& channel) {
  std::vector<channels::HandleId> all;
  for (const auto& member : held_channel(world, device, channel).group->public_group().members())
    all.push_back(rules::handle_of_leaf(member.node).value());
  return all;
}

TreasonMade commit_of_traitor(CircleWorld& world, DeviceIndex device, const channels::ChannelId& channel,
                              const Treason& treason) {
  auto held = held_channel(world, device, channel);
  const auto& state = held.state;
  auto& random = world.random();
  std::optional<rules::NextKey> next;
  if (treason.key != KeyLie::none || !treason.removes.empty()) next = next_key(held, treason.key, random);

  auto data = treason.data.value_or(rules::CommitData{.charter = state.charter,
                                                      .log = state.log,
                                                      .time = std::max(world.now(), state.commit_time),
                                                      .generation = state.generation,
                                                      .key_hash = state.key_hash,
                                                      .back_link_hash = state.back_link_hash});
  if (next) {
    data.generation = next->generation;
    data.key_hash = next->key_hash;
    data.back_link_hash = next->back_link_hash;
  }
  rules::JoinExtension join{.charter = data.charter,
                            .log = data.log,
                            .time = data.time,
                            .generation = data.generation,
                            .record_key = {}};
  if (next) {
    join.record_key = next->key.clone();
  } else if (state.mode == channels::Mode::record) {
    join.record_key = held.record_keys.at(state.generation).clone();
  }

  mls::CommitOptions options{
      .adds = treason.adds,
      .authenticated_data = data.encode(),
      .path = treason.adds.empty() ? mls::PathPolicy::always : mls::PathPolicy::when_required,
      .group_info_extensions = {{.type = rules::join_extension_type, .content = copy_bytes(join.encode())}}};
  for (const auto& member : held.group->public_group().members()) {
    if (std::ranges::count(treason.removes, rules::handle_of_leaf(member.node).value()) > 0)
      options.removes.push_back(member.leaf);
  }
  const auto prepared = held.group->prepare_commit(options, random).value();
  rules::CommitPayload payload{.commit = codec::encode(prepared.commit), .rotation = std::nullopt};
  if (next) payload.rotation = rotation_of(held, prepared.staged, *next, treason.key, random);
  return {.payload = payload.encode(),
          .welcome = prepared.welcome ? codec::encode(*prepared.welcome) : Bytes{}};
}

}  // namespace kring::simulation
