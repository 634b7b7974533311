#include "clients/core/commits.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/packages.hpp"

#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/extensions.hpp"
#include "channels/rules/judge_opening.hpp"
#include "channels/rules/log_hash.hpp"
#include "channels/rules/restart.hpp"
#include "channels/rules/rotation.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/record/record_key.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// What a commit is made of, next to the group.
struct CommitParts {
  rules::ChannelState state;
  rules::LogHead log;
  std::optional<rules::NextKey> next_key;
  /// In force after the commit; empty in a sealed channel.
  Secret record_key;
};

rules::CommitData data_of(const CommitParts& parts, const charter::Charter& charter, Time now) {
  const auto& state = parts.state;
  rules::CommitData data{.charter = rules::head_of(charter),
                         .log = parts.log,
                         .time = std::max({now, state.commit_time, charter.time()}),
                         .generation = state.generation,
                         .key_hash = state.key_hash,
                         .back_link_hash = state.back_link_hash};
  if (parts.next_key) {
    data.generation = parts.next_key->generation;
    data.key_hash = parts.next_key->key_hash;
    data.back_link_hash = parts.next_key->back_link_hash;
  }
  return data;
}

mls::Extensions welcome_extensions(const CommitParts& parts, const rules::CommitData& data) {
  rules::JoinExtension join{.charter = data.charter,
                            .log = data.log,
                            .time = data.time,
                            .generation = data.generation,
                            .record_key = parts.record_key.clone()};
  const auto bytes = join.encode();
  return {{.type = rules::join_extension_type, .content = copy_bytes(bytes)}};
}

Result<std::optional<rules::Rotation>> rotation_of(const CommitParts& parts, const mls::StagedCommit& staged,
                                                   const Secret& handle_seed) {
  if (!parts.next_key) return std::optional<rules::Rotation>();
  const rules::RotationPlace place{
      .state = parts.state, .epoch = staged.epoch(), .generation = parts.next_key->generation};
  const auto exported =
      staged.exporter(record::key_box_label, rules::exporter_context(place), record::key_box_secret_bytes);
  auto rotation = rules::make_rotation(place, *parts.next_key, exported, handle_seed);
  if (!rotation) return fail(rotation.error());
  return std::optional(std::move(*rotation));
}

void add_welcomes(const mls::PreparedCommit& prepared, const CommitPlan& plan, wire::BundleGroup& group,
                  PreparedChannel& kept) {
  if (!prepared.welcome) return;
  const auto welcome = codec::encode(*prepared.welcome);
  for (const auto& newcomer : plan.adds) {
    group.welcomes.push_back(
        {.handle = newcomer.handle, .package = mls::key_package_ref(newcomer.package), .welcome = welcome});
    kept.added.push_back(newcomer.handle);
  }
}

/// Makes the commit and puts its group into the draft.
Status draft(Context& context, const charter::Charter& charter, mls::Group& group, CommitParts parts,
             const CommitPlan& plan, wire::BundleGroup out, PreparedChannel kept, Draft& draft) {
  auto data = data_of(parts, charter, context.now());
  data.heals = plan.heals;
  mls::CommitOptions options;
  for (const auto& newcomer : plan.adds) options.adds.push_back(newcomer.package);
  options.removes = plan.removes;
  options.authenticated_data = data.encode();
  options.path = plan.adds.empty() ? mls::PathPolicy::always : mls::PathPolicy::when_required;
  options.pending = mls::PendingPolicy::leave;
  options.tree = mls::TreeDelivery::separate;
  options.group_info_extensions = welcome_extensions(parts, data);
  options.now = context.now();
  auto prepared = group.prepare_commit(options, context.random());
  if (!prepared) return fail(prepared.error());
  auto rotation = rotation_of(parts, prepared->staged, context.circle.handle.private_key);
  if (!rotation) return fail(rotation.error());
  const auto payload =
      rules::CommitPayload{.commit = codec::encode(prepared->commit), .rotation = std::move(*rotation)}
          .encode();
  kept.payload_hash = rules::payload_hash(payload);
  kept.prepared = prepared->encode();
  add_welcomes(*prepared, plan, out, kept);
  out.commit = payload;
  draft.groups.push_back(std::move(out));
  draft.channels.push_back(std::move(kept));
  return {};
}

/// Where a new group begins: with nothing, or with the log and the record key that a restart names.
Result<CommitParts> parts_of_opening(Context& context, const charter::Charter& charter,
                                     const charter::Channel& channel) {
  CommitParts parts{
      .state = rules::state_before_opening(charter, channel), .log = {}, .next_key = {}, .record_key = {}};
  const Secret* held = nullptr;
  if (!channel.restarts.empty()) {
    const auto& restart = channel.restarts.back();
    parts.state = rules::state_before_restart(parts.state, restart);
    parts.log = rules::log_head_of(restart.last_good);
    const auto ours = context.circle.channels.find(channel.id);
    if (ours != context.circle.channels.end()) {
      const auto key = ours->second.record_keys.find(restart.generation);
      if (key != ours->second.record_keys.end()) held = &key->second;
    }
  }
  if (channel.mode != channels::Mode::record) return parts;
  const bool begins = parts.state.generation == channels::Generation{};
  if (!begins && held == nullptr) return fail(client::Errc::stopped, "no record key");
  parts.next_key = rules::make_next_key(parts.state, begins ? nullptr : held, context.random());
  parts.record_key = parts.next_key->key.clone();
  return parts;
}

}  // namespace

Status draft_commit(Context& context, const charter::Charter& charter, Channel& channel,
                    const CommitPlan& plan, Draft& out) {
  CommitParts parts{.state = channel.state, .log = channel.head(), .next_key = {}, .record_key = {}};
  if (channel.state.mode == channels::Mode::record) {
    const auto current = channel.record_keys.find(channel.state.generation);
    if (current == channel.record_keys.end()) return fail(client::Errc::stopped, "no record key");
    if (!plan.removes.empty() || plan.renews)
      parts.next_key = rules::make_next_key(channel.state, &current->second, context.random());
    parts.record_key = parts.next_key ? parts.next_key->key.clone() : current->second.clone();
  }
  return draft(context, charter, *channel.group, std::move(parts), plan, {.channel = channel.id},
               {.channel = channel.id}, out);
}

Status draft_opening(Context& context, const charter::Charter& charter, const channels::ChannelId& id,
                     Draft& out) {
  const auto* channel = charter.channel(id);
  KRING_ASSERT(channel != nullptr);
  auto group = mls::Group::create({.group_id = copy_bytes(channel->group.view()),
                                   .extensions = rules::group_extensions_of(charter, *channel),
                                   .capabilities = leaf_capabilities(),
                                   .lifetime = leaf_lifetime(context.now())},
                                  context.circle.handle.clone(),
                                  mls::Credential::basic(context.circle.handle_id.view()), context.random());
  if (!group) return fail(group.error());
  auto info =
      group->group_info({.tree = mls::TreeDelivery::inside, .external_joins = mls::ExternalJoins::refused});
  if (!info) return fail(info.error());
  auto parts = parts_of_opening(context, charter, *channel);
  if (!parts) return fail(parts.error());
  PreparedChannel kept{.channel = id};
  kept.opening = group->encode();
  return draft(context, charter, *group, std::move(*parts), {},
               {.channel = id, .opening = codec::encode(mls::MlsMessage{std::move(*info)})}, std::move(kept),
               out);
}

}  // namespace kring::core
