#include "channels/rules/restart.hpp"

#include "channels/rules/judge_joining.hpp"
#include "crypto/mls/message.hpp"

#include <algorithm>
#include <variant>

namespace kring::rules {

using channels::Errc;

namespace {

/// The commit inside a log entry's payload; none if it holds no such thing.
std::optional<mls::PublicMessage> commit_of(ByteView payload) {
  const auto decoded = CommitPayload::decode(payload);
  if (!decoded) return std::nullopt;
  auto message = mls::decode_message(decoded->commit);
  auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
  if (commit == nullptr || commit->content.type() != mls::ContentType::commit) return std::nullopt;
  return std::move(*commit);
}

}  // namespace

channels::GroupId first_group(const charter::Channel& channel) {
  return channel.restarts.empty() ? channel.group : channel.restarts.front().replaced;
}

const charter::Restart* restart_due(const charter::Channel& channel, const channels::GroupId& group,
                                    channels::Sequence last) {
  const charter::Restart* due = nullptr;
  for (const auto& restart : channel.restarts) {
    if (restart.group == group) {
      due = nullptr;  // The log has come so far.
    } else if (last >= restart.last_good.number) {
      due = &restart;
    }
  }
  return due;
}

bool opens_group(ByteView payload, const channels::GroupId& group) {
  const auto commit = commit_of(payload);
  return commit && equal(commit->content.group_id, group.view()) && commit->content.epoch == mls::EpochId{};
}

std::optional<channels::Generation> generation_before(ByteView payload) {
  const auto decoded = CommitPayload::decode(payload);
  const auto commit = commit_of(payload);
  if (!decoded || !commit) return std::nullopt;
  const auto data = CommitData::decode(commit->content.authenticated_data);
  if (!data) return std::nullopt;
  if (!decoded->rotation || data->generation == channels::Generation{}) return data->generation;
  return static_cast<channels::Generation>(std::to_underlying(data->generation) - 1);
}

ChannelState state_before_restart(const ChannelState& state, const charter::Restart& restart) {
  ChannelState before;
  before.circle = state.circle;
  before.channel = state.channel;
  before.group = restart.group;
  before.mode = state.mode;
  before.generation = restart.generation;
  before.log = state.log;
  return before;
}

Result<ChannelState> after_vouched_restart(const ChannelState& state, const charter::Restart& restart,
                                           ByteView payload, Time entry_time) {
  auto after = after_vouched_commit(state_before_restart(state, restart), payload, entry_time);
  if (!after) return fail(after.error());
  const auto data = CommitData::decode(commit_of(payload)->content.authenticated_data);
  if (data->log != log_head_of(restart.last_good)) return fail(Errc::commit_wrong_log_head, "restart");
  const bool has_keys = after->mode == channels::Mode::record;
  const auto wanted = has_keys ? channels::next(restart.generation) : channels::Generation{};
  if (after->generation != wanted) return fail(Errc::commit_wrong_generation, "restart");
  return after;
}

LogHead log_head_of(const charter::LogPlace& place) {
  return {.number = place.number, .hash = place.hash};
}

}  // namespace kring::rules
