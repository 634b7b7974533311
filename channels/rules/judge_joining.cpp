#include "channels/rules/judge_joining.hpp"

#include "channels/rules/judge_opening.hpp"
#include "channels/rules/leaves.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/record/record_key.hpp"

#include <utility>
#include <variant>

namespace kring::rules {

using channels::Errc;
using channels::Mode;

namespace {

Status check_key(Mode mode, const JoinExtension& join) {
  const bool has_key = !join.record_key.empty() && join.generation != channels::Generation{};
  const bool has_nothing = join.record_key.empty() && join.generation == channels::Generation{};
  if (mode == Mode::record ? !has_key : !has_nothing) return fail(Errc::join_wrong_key, "join");
  return {};
}

Status check_signer(const JoiningCase& it, const Admission& admission) {
  const auto* leaf = it.group.tree().leaf(it.signer);
  if (leaf == nullptr) return fail(Errc::commit_committer_may_not, "join: signer");
  const auto handle = handle_of_leaf(*leaf);
  if (!handle) return fail(handle.error());
  if (!admission.allows(*handle)) return fail(Errc::commit_committer_may_not, "join: signer");
  return {};
}

Hash key_hash(const ChannelState& state, const JoinExtension& join) {
  if (join.record_key.empty()) return {};
  return record::record_key_hash(
      {.channel = state.channel.view(), .generation = std::to_underlying(join.generation)}, join.record_key);
}

}  // namespace

Result<JoinedChannel> judge_joining(const JoiningCase& it) {
  const auto& context = it.group.context();
  const auto* extension = mls::find_extension(context.extensions, channel_extension_type);
  if (extension == nullptr) return fail(Errc::channel_wrong_context, "join");
  const auto named = ChannelExtension::decode(extension->content);
  if (!named || named->circle != it.circle) return fail(Errc::channel_wrong_context, "join");
  const auto* charter = it.charter.find(it.join.charter);
  if (charter == nullptr || charter->circle() != it.circle) return fail(Errc::join_wrong_heads, "join");
  const auto* channel = charter->channel(named->channel);
  if (channel == nullptr) return fail(Errc::unknown_channel, "join");
  if (!equal(context.group_id, channel->group.view())) return fail(Errc::channel_wrong_group, "join");
  if (context.extensions != group_extensions_of(*charter, *channel) || context.epoch == mls::EpochId{}) {
    return fail(Errc::channel_wrong_context, "join");
  }
  const Admission admission{.charter = *charter, .channel = channel->id, .time = it.join.time};
  if (auto good = check_leaves(it.group.tree(), admission); !good) return fail(good.error());
  if (auto good = check_signer(it, admission); !good) return fail(good.error());
  if (auto good = check_key(channel->mode, it.join); !good) return fail(good.error());
  JoinedChannel joined{.state = state_before_opening(*charter, *channel), .epoch = context.epoch};
  joined.state.epoch = mls::EpochId{mls::number_of(context.epoch) - 1};
  joined.state.generation = it.join.generation;
  joined.state.key_hash = key_hash(joined.state, it.join);
  joined.state.log = it.join.log;
  return joined;
}

Result<ChannelState> after_vouched_commit(const ChannelState& state, ByteView payload, Time entry_time) {
  const auto decoded = CommitPayload::decode(payload);
  if (!decoded) return fail(decoded.error());
  const auto message = mls::decode_message(decoded->commit);
  const auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
  if (commit == nullptr || commit->content.type() != mls::ContentType::commit) {
    return fail(Errc::bad_structure, "vouched commit");
  }
  if (!equal(commit->content.group_id, state.group.view())) {
    return fail(Errc::channel_wrong_group, "vouched commit");
  }
  if (commit->content.epoch != state.epoch) return fail(Errc::commit_wrong_epoch, "vouched commit");
  const auto data = CommitData::decode(commit->content.authenticated_data);
  if (!data) return fail(Errc::commit_bad_data, "vouched commit");
  return state.after_commit(
      *data, {.kind = channels::LogKind::commit, .time = entry_time, .payload_hash = payload_hash(payload)});
}

Status confirm_joining(const ChannelState& state, const LogHashes& log, const JoinExtension& join) {
  if (state.charter != join.charter || state.commit_time != join.time ||
      join.log.number >= state.commit_number) {
    return fail(Errc::join_wrong_heads, "join: commit");
  }
  // Whoever joins a sealed channel reads from that head on, unless they had been in it before.
  const auto ours = log.at(join.log.number);
  const bool has_log = join.log.number != channels::Sequence{} && (state.mode == Mode::record || ours);
  if (has_log && ours != join.log.hash) return fail(Errc::join_wrong_heads, "join: log");
  if (state.generation != join.generation || state.key_hash != key_hash(state, join)) {
    return fail(Errc::join_wrong_key, "join: commit");
  }
  return {};
}

}  // namespace kring::rules
