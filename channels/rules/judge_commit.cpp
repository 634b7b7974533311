#include "channels/rules/judge_commit.hpp"

#include "channels/model/limits.hpp"
#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/judge_heal.hpp"
#include "channels/rules/leaves.hpp"
#include "channels/rules/log_head_rule.hpp"
#include "channels/rules/rotation.hpp"
#include "crypto/base/assert.hpp"

#include <set>
#include <vector>

namespace kring::rules {

using channels::Errc;
using channels::HandleId;
using channels::Mode;

namespace {

Admission admission(const CommitCase& it) {
  return {.charter = it.charter, .channel = it.state.channel, .time = it.entry_time};
}

Status check_group(const CommitCase& it) {
  if (!equal(it.effect.before.group_id, it.state.group.view()) ||
      !equal(it.effect.after.group_id, it.state.group.view())) {
    return fail(Errc::channel_wrong_group, "commit");
  }
  if (it.effect.before.epoch != it.state.epoch) return fail(Errc::commit_wrong_epoch, "commit");
  return {};
}

Status check_sender(const CommitCase& it) {
  if (it.effect.external) return fail(Errc::commit_not_by_member, "commit");
  return {};
}

Status check_proposals(const CommitCase& it) {
  if (it.effect.other_proposals || it.effect.by_reference) return fail(Errc::commit_other_proposal, "commit");
  return {};
}

Status check_context(const CommitCase& it) {
  if (it.effect.before.extensions != it.effect.after.extensions) {
    return fail(Errc::commit_context_changed, "commit");
  }
  return {};
}

Status check_charter_head(const CommitCase& it, const CommitData& data) {
  if (it.charter.circle() != it.state.circle || data.charter != head_of(it.charter)) {
    return fail(Errc::commit_wrong_charter_head, "commit");
  }
  if (data.charter.number < it.state.charter.number) return fail(Errc::commit_old_charter_head, "commit");
  return {};
}

Status check_log_head(const CommitCase& it, const CommitData& data) {
  if (!is_head_since_commit(it.state, it.log, data.log)) return fail(Errc::commit_wrong_log_head, "commit");
  return {};
}

Status check_time(const CommitCase& it, const CommitData& data) {
  if (data.time < it.state.commit_time) return fail(Errc::commit_time_backwards, "commit");
  const auto skew = data.time > it.entry_time ? data.time - it.entry_time : it.entry_time - data.time;
  if (skew > channels::limits::clock_skew_max) return fail(Errc::commit_clock_off, "commit");
  return {};
}

Result<HandleId> check_committer(const CommitCase& it) {
  const auto* before = it.before.leaf(it.effect.committer);
  const auto* after = it.after.leaf(it.effect.committer);
  if (before == nullptr || after == nullptr) return fail(Errc::commit_not_by_member, "committer");
  const auto handle = handle_of_leaf(*before);
  if (!handle) return fail(handle.error());
  if (!admission(it).allows(*handle)) return fail(Errc::commit_committer_may_not, "committer");
  // Its path could have brought the key of another handle, even of one that may be here.
  if (after->signature_key != before->signature_key || after->credential != before->credential) {
    return fail(Errc::commit_committer_changed, "committer");
  }
  return handle;
}

Status check_adds(const CommitCase& it, const std::set<HandleId>& healed) {
  std::set<HandleId> present;
  for (const auto leaf : it.effect.adds.empty() ? std::vector<mls::LeafIndex>() : it.before.members()) {
    if (const auto handle = handle_of_leaf(*it.before.leaf(leaf))) present.insert(*handle);
  }
  for (const auto& add : it.effect.adds) {
    const auto handle = handle_of_leaf(add.key_package.leaf_node);
    if (!handle) return fail(handle.error());
    if (!admission(it).allows(*handle)) return fail(Errc::commit_add_not_allowed, "add");
    if (present.contains(*handle) && !healed.contains(*handle)) return fail(Errc::commit_add_has_leaf, "add");
  }
  return {};
}

Status check_removes(const CommitCase& it, const std::set<HandleId>& healed) {
  for (const auto& remove : it.effect.removes) {
    const auto handle = handle_of_leaf(remove.node);
    if (handle && admission(it).allows(*handle) && !healed.contains(*handle))
      return fail(Errc::commit_remove_not_due, "remove");
  }
  return {};
}

Status check_path(const CommitCase& it) {
  const bool add_only = !it.effect.adds.empty() && it.effect.removes.empty();
  if (add_only && it.effect.has_path) return fail(Errc::commit_path_needless, "commit");
  if (!add_only && !it.effect.has_path) return fail(Errc::commit_path_missing, "commit");
  return {};
}

Status check_generation(const CommitCase& it, const CommitData& data) {
  const auto& state = it.state;
  if (state.mode == Mode::sealed) {
    const bool none =
        data.generation == channels::Generation{} && data.key_hash == Hash{} && data.back_link_hash == Hash{};
    if (!none) return fail(Errc::commit_sealed_has_key, "commit");
    return {};
  }
  if (data.generation == channels::next(state.generation)) return {};
  if (data.generation != state.generation) return fail(Errc::commit_wrong_generation, "commit");
  // Whoever was removed knows the old key; a channel that opens has none yet.
  if (!it.effect.removes.empty() || state.generation == channels::Generation{}) {
    return fail(Errc::commit_must_rotate, "commit");
  }
  if (data.key_hash != state.key_hash) return fail(Errc::commit_wrong_key_hash, "commit");
  if (data.back_link_hash != state.back_link_hash) return fail(Errc::commit_wrong_back_link_hash, "commit");
  return {};
}

Status check_rotation_of(const CommitCase& it, const CommitData& data, const HandleId& committer) {
  const auto* handle = it.charter.handle(committer);
  KRING_ASSERT(handle != nullptr);  // `check_committer` found it live.
  const RotationPlace place{.state = it.state, .epoch = it.effect.after.epoch, .generation = data.generation};
  return check_rotation(place, data, it.rotation, handle->key);
}

}  // namespace

Result<CommitData> judge_commit(const CommitCase& it) {
  for (const auto check : {check_group, check_sender, check_proposals, check_context}) {
    if (auto good = check(it); !good) return fail(good.error());
  }
  const auto data = CommitData::decode(it.effect.authenticated_data);
  if (!data) return fail(Errc::commit_bad_data, data.error().where());
  for (const auto check : {check_charter_head, check_log_head, check_time}) {
    if (auto good = check(it, *data); !good) return fail(good.error());
  }
  const auto committer = check_committer(it);
  if (!committer) return fail(committer.error());
  const auto healed = check_heals(it, *data);
  if (!healed) return fail(healed.error());
  for (const auto check : {check_adds, check_removes}) {
    if (auto good = check(it, *healed); !good) return fail(good.error());
  }
  if (auto good = check_leaves(it.after, admission(it)); !good) return fail(good.error());
  if (auto good = check_path(it); !good) return fail(good.error());
  if (auto good = check_generation(it, *data); !good) return fail(good.error());
  if (auto good = check_rotation_of(it, *data, *committer); !good) return fail(good.error());
  return *data;
}

}  // namespace kring::rules
