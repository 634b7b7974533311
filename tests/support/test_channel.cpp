#include "tests/support/test_channel.hpp"

#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/leaves.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/record/record_key.hpp"

#include <chrono>
#include <utility>

namespace kring::support {

using channels::HandleId;
using channels::Mode;

namespace {

mls::Lifetime long_life(Time now) {
  return mls::Lifetime::between(now - std::chrono::days(1), now + std::chrono::days(90));
}

}  // namespace

std::optional<Hash> TestLog::at(channels::Sequence number) const {
  const auto place = std::to_underlying(number);
  return place == 0 || place > hashes_.size() ? std::nullopt : std::optional(hashes_[place - 1]);
}

void TestLog::push(const rules::LogHead& head) {
  hashes_.push_back(head.hash);
  KRING_ASSERT(std::to_underlying(head.number) == hashes_.size());
}

Result<rules::CommitData> TestCommit::judge(const rules::LogHashes& log) const {
  auto bent = effect;
  bent.authenticated_data = data.encode();
  return rules::judge_commit({.state = state,
                              .charter = charter,
                              .log = log,
                              .effect = bent,
                              .before = before,
                              .after = after,
                              .rotation = rotation,
                              .entry_time = entry_time});
}

Bytes TestCommit::payload() const {
  return rules::CommitPayload{.commit = codec::encode(prepared.commit), .rotation = rotation}.encode();
}

Result<rules::CommitData> TestChannel::Opening::judge(const HandleId& opener) const {
  auto bent = commit.effect;
  bent.authenticated_data = commit.data.encode();
  return rules::judge_opening(
      {.channel = commit.state.channel,
       .charter = commit.charter,
       .opener = opener,
       .opening = group,
       .effect = bent,
       .after = commit.after,
       .rotation = commit.rotation,
       .entry_time = commit.entry_time,
       .log = before ? std::optional(rules::OpeningLog{.state = *before, .hashes = *log}) : std::nullopt});
}

TestChannel::TestChannel(TestCircle& it, const channels::ChannelId& channel)
    : circle(it),
      id(channel),
      state(rules::state_before_opening(it.charter(), *it.charter().channel(channel))) {
  auto opening = prepare_opening(circle.founder);
  KRING_ASSERT(opening.judge(circle.founder.id).has_value());
  move_on(opening.commit);
  groups_.at(circle.founder.id).merge(std::move(opening.commit.prepared.staged));
}

mls::Group TestChannel::create_group(const TestPerson& opener) {
  return mls::Group::create(
             {.group_id = copy_bytes(circle.charter().channel(id)->group.view()),
              .extensions = rules::group_extensions_of(circle.charter(), *circle.charter().channel(id)),
              .capabilities = mls::default_capabilities({rules::channel_extension_type}),
              .lifetime = long_life(circle.now),
              .leaf_extensions = {}},
             opener.handle.clone(), mls::Credential::basic(opener.id.view()), circle.random)
      .value();
}

TestChannel::Opening TestChannel::prepare_opening(const TestPerson& opener) {
  auto group = create_group(opener);
  const auto place = rules::state_before_opening(circle.charter(), *circle.charter().channel(id));
  std::optional<rules::NextKey> next;
  if (place.mode == Mode::record) next = rules::make_next_key(place, nullptr, circle.random);
  rules::CommitData data;
  data.time = circle.now;
  auto commit = commit_on(group, opener, {}, data, std::move(next));
  commit.state = place;
  auto opening = Opening{.group = group.public_group(), .commit = std::move(commit)};
  groups_.insert_or_assign(opener.id, std::move(group));
  return opening;
}

TestChannel::Opening TestChannel::prepare_restart(const TestPerson& opener) {
  auto group = create_group(opener);
  const auto& restart = circle.charter().channel(id)->restarts.back();
  const auto before = state;
  state = rules::state_before_restart(state, restart);
  std::optional<rules::NextKey> next;
  if (state.mode == Mode::record) next = rules::make_next_key(state, &*key, circle.random);
  rules::CommitData data;
  data.time = circle.now;
  data.log = rules::log_head_of(restart.last_good);
  auto commit = commit_on(group, opener, {}, data, std::move(next));
  state = before;
  return {.group = group.public_group(), .commit = std::move(commit), .before = before, .log = &log};
}

mls::Group& TestChannel::group_of(const TestPerson& person) {
  return groups_.at(person.id);
}

mls::KeyPackage TestChannel::key_package_of(const TestPerson& person) {
  auto bundle =
      mls::make_key_package(person.handle, mls::Credential::basic(person.id.view()),
                            {.capabilities = mls::default_capabilities({rules::channel_extension_type}),
                             .lifetime = long_life(circle.now),
                             .leaf_extensions = {},
                             .extensions = {}},
                            circle.random)
          .value();
  auto package = bundle.key_package;
  joiners_.insert_or_assign(person.id, Joiner{std::move(bundle), &person});
  return package;
}

TestCommit TestChannel::prepare(const TestPerson& committer, const TestChange& change) {
  auto& group = group_of(committer);
  mls::CommitOptions options;
  for (const auto* person : change.adds) options.adds.push_back(key_package_of(*person));
  std::vector<rules::HealRequest> heals;
  for (const auto* person : change.heals) heals.push_back(sign_heal(*person));
  for (const auto& handle : change.removes) {
    for (const auto& member : group.public_group().members()) {
      if (rules::handle_of_leaf(member.node) == handle) options.removes.push_back(member.leaf);
    }
  }
  std::optional<rules::NextKey> next;
  const bool rotates = state.mode == Mode::record && (change.rotate || !change.removes.empty());
  if (rotates) next = rules::make_next_key(state, &*key, circle.random);
  rules::CommitData data{.charter = {},
                         .log = state.log,
                         .time = circle.now,
                         .generation = state.generation,
                         .key_hash = state.key_hash,
                         .back_link_hash = state.back_link_hash,
                         .heals = std::move(heals)};
  return commit_on(group, committer, std::move(options), std::move(data), std::move(next));
}

rules::HealRequest TestChannel::sign_heal(const TestPerson& person) const {
  const auto& package = joiners_.at(person.id).bundle.key_package;
  return rules::sign_heal({.circle = state.circle,
                           .channel = id,
                           .group = state.group,
                           .epoch = state.epoch,
                           .handle = person.id,
                           .package = mls::key_package_ref(package),
                           .time = circle.now},
                          person.handle.private_key)
      .value();
}

rules::HealPayload TestChannel::ask_to_heal(const TestPerson& person) {
  auto package = key_package_of(person);
  return {.request = sign_heal(person), .key_package = codec::encode(mls::MlsMessage{std::move(package)})};
}

TestCommit TestChannel::commit_on(mls::Group& group, const TestPerson& committer, mls::CommitOptions options,
                                  rules::CommitData data, std::optional<rules::NextKey> next) {
  data.charter = rules::head_of(circle.charter());
  if (next) {
    data.generation = next->generation;
    data.key_hash = next->key_hash;
    data.back_link_hash = next->back_link_hash;
  }
  rules::JoinExtension join;
  join.charter = data.charter;
  join.log = data.log;
  join.time = data.time;
  join.generation = data.generation;
  if (next) join.record_key = next->key.clone();
  if (!next && key) join.record_key = key->clone();
  const auto join_bytes = join.encode();
  options.authenticated_data = data.encode();
  options.group_info_extensions = {
      {.type = rules::join_extension_type, .content = Bytes(join_bytes.begin(), join_bytes.end())}};
  auto prepared = group.prepare_commit(options, circle.random).value();
  std::optional<rules::Rotation> rotation;
  if (next) {
    const rules::RotationPlace place{
        .state = state, .epoch = prepared.staged.epoch(), .generation = next->generation};
    const auto exported = prepared.staged.exporter(record::key_box_label, rules::exporter_context(place),
                                                   record::key_box_secret_bytes);
    rotation = rules::make_rotation(place, *next, exported, committer.handle.private_key).value();
  }
  auto effect = prepared.staged.effect();
  auto after = prepared.staged.public_group().tree();
  return {.state = state,
          .charter = circle.charter(),
          .effect = std::move(effect),
          .before = group.public_group().tree(),
          .after = std::move(after),
          .data = data,
          .rotation = std::move(rotation),
          .entry_time = circle.now,
          .prepared = std::move(prepared),
          .key = next ? std::optional(std::move(next->key)) : std::nullopt};
}

const Secret& TestChannel::key_after(const TestCommit& commit) const {
  return commit.key ? *commit.key : *key;
}

rules::JoinExtension TestChannel::join_extension(const TestCommit& commit) const {
  rules::JoinExtension join;
  join.charter = commit.data.charter;
  join.log = commit.data.log;
  join.time = commit.data.time;
  join.generation = commit.data.generation;
  if (state.mode == Mode::record) join.record_key = key_after(commit).clone();
  return join;
}

void TestChannel::move_on(const TestCommit& commit) {
  state = state.after_commit(commit.data, {.kind = channels::LogKind::commit,
                                           .time = commit.entry_time,
                                           .payload_hash = rules::payload_hash(commit.payload())});
  log.push(state.log);
  if (commit.key) key = commit.key->clone();
}

void TestChannel::accept(TestCommit commit) {
  KRING_ASSERT(commit.judge(log).has_value());
  move_on(commit);
  for (auto& [handle, group] : groups_) {
    if (!group.is_member()) continue;
    const bool own = group.own_leaf() == commit.effect.committer;
    auto staged = own ? std::move(commit.prepared.staged) : group.stage(commit.prepared.commit).value();
    group.merge(std::move(staged));
  }
  for (const auto& add : commit.effect.adds) {
    const auto handle = rules::handle_of_leaf(add.key_package.leaf_node).value();
    const auto joiner = joiners_.find(handle);
    auto joined = mls::Group::join(std::get<mls::Welcome>(commit.prepared.welcome->body),
                                   joiner->second.bundle, joiner->second.person->handle.clone(), {});
    groups_.insert_or_assign(handle, std::move(joined.value().group));
  }
}

void TestChannel::push(channels::LogKind kind, ByteView payload) {
  state = state.after({.kind = kind, .time = circle.now, .payload_hash = rules::payload_hash(payload)});
  log.push(state.log);
}

}  // namespace kring::support
