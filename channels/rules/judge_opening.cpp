#include "channels/rules/judge_opening.hpp"

#include "channels/rules/leaves.hpp"

namespace kring::rules {

using channels::Errc;

namespace {

/// Nothing comes before the first entry.
class NoHashes final : public LogHashes {
 public:
  [[nodiscard]] std::optional<Hash> at(channels::Sequence /*number*/) const override { return std::nullopt; }
};

/// Where a restart says that the log and the record keys go on.
Status check_going_on(const OpeningCase& it, const charter::Channel& channel) {
  if (channel.restarts.empty()) return {};
  const auto data = CommitData::decode(it.effect.authenticated_data);
  if (!data) return fail(Errc::commit_bad_data, data.error().where());
  const auto& restart = channel.restarts.back();
  if (data->log != log_head_of(restart.last_good)) return fail(Errc::commit_wrong_log_head, "restart");
  const bool goes_on = data->generation == channels::next(restart.generation);
  if (channel.mode == channels::Mode::record && !goes_on) {
    return fail(Errc::commit_wrong_generation, "restart");
  }
  return {};
}

Status check_first_group(const OpeningCase& it, const charter::Channel& channel) {
  const auto& context = it.opening.context();
  if (!equal(context.group_id, channel.group.view())) return fail(Errc::channel_wrong_group, "opening");
  if (context.extensions != group_extensions_of(it.charter, channel)) {
    return fail(Errc::channel_wrong_context, "opening");
  }
  if (context.epoch != mls::EpochId{}) return fail(Errc::opening_wrong_epoch, "opening");
  const auto members = it.opening.tree().members();
  if (members.size() != 1) return fail(Errc::opening_not_alone, "opening");
  const auto handle = handle_of_leaf(*it.opening.tree().leaf(members.front()));
  if (!handle) return fail(handle.error());
  if (*handle != it.opener) return fail(Errc::opening_wrong_handle, "opening");
  return {};
}

}  // namespace

ChannelState state_before_opening(const charter::Charter& charter, const charter::Channel& channel) {
  ChannelState state;
  state.circle = charter.circle();
  state.channel = channel.id;
  state.group = channel.group;
  state.mode = channel.mode;
  return state;
}

mls::Extensions group_extensions_of(const charter::Charter& charter, const charter::Channel& channel) {
  return group_extensions({.circle = charter.circle(), .channel = channel.id, .mode = channel.mode});
}

ChannelState state_before(const OpeningCase& it, const charter::Channel& channel) {
  const auto fresh = state_before_opening(it.charter, channel);
  if (channel.restarts.empty()) return fresh;
  return state_before_restart(it.log ? it.log->state : fresh, channel.restarts.back());
}

Result<CommitData> judge_opening(const OpeningCase& it) {
  const auto* channel = it.charter.channel(it.channel);
  if (channel == nullptr) return fail(Errc::unknown_channel, "opening");
  if (auto good = check_first_group(it, *channel); !good) return fail(good.error());
  if (!it.effect.adds.empty() || !it.effect.removes.empty()) return fail(Errc::opening_not_empty, "opening");
  if (auto good = check_going_on(it, *channel); !good) return fail(good.error());
  const NoHashes none;
  return judge_commit({.state = state_before(it, *channel),
                       .charter = it.charter,
                       .log = it.log ? it.log->hashes : none,
                       .effect = it.effect,
                       .before = it.opening.tree(),
                       .after = it.after,
                       .rotation = it.rotation,
                       .entry_time = it.entry_time});
}

}  // namespace kring::rules
