#include "clients/core/history.hpp"

#include "clients/core/entry_rules.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/restarts.hpp"
#include "clients/core/rows.hpp"

#include "channels/rules/judge_joining.hpp"
#include "channels/rules/judge_opening.hpp"
#include "channels/rules/log_hash.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/record/record_key.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kring::core {

namespace {

/// What the commit that began a generation says of its key.
struct Generation {
  Hash key_hash{};
  Hash back_link_hash{};
  Bytes back_link;
};
using Generations = std::map<channels::Generation, Generation>;

Status check_running_hash(const Channel& channel) {
  auto head = channel.head();
  for (const auto& entry : channel.waiting) {
    if (head.number == channel.join->log.number) break;
    head = rules::next_log_head(channel.id, head, summary_of(entry));
  }
  if (head != channel.join->log) return fail(client::Errc::log_hash_differs, "past");
  return {};
}

/// The state after an entry of the past: commits are vouched for.
Result<rules::ChannelState> state_after(const charter::Channel& known, const rules::ChannelState& state,
                                        const LogEntry& entry) {
  const auto* due = rules::restart_due(known, state.group, state.log.number);
  const bool is_void = due != nullptr && !opens_restart(*due, entry);
  if (entry.kind != channels::LogKind::commit || is_void) return state.after(summary_of(entry));
  const auto& payload = payload_of(entry);
  return due != nullptr ? rules::after_vouched_restart(state, *due, payload, entry.time)
                        : rules::after_vouched_commit(state, payload, entry.time);
}

/// Follows the commits alone, to learn what each says of its generation.
Result<Generations> collect_generations(const Channel& channel, const charter::Channel& known,
                                        rules::ChannelState state, std::size_t count) {
  Generations generations;
  // The key that we hold already, which the links have to lead to.
  if (state.generation != channels::Generation{})
    generations[state.generation] = {.key_hash = state.key_hash, .back_link_hash = {}, .back_link = {}};
  for (std::size_t i = 0; i < count; ++i) {
    const auto& entry = channel.waiting[i];
    auto next = state_after(known, state, entry);
    if (!next) return fail(next.error());
    if (next->generation != state.generation) {
      auto decoded = rules::CommitPayload::decode(payload_of(entry));
      if (!decoded || !decoded->rotation) return fail(client::Errc::log_entry_refused, "no rotation");
      generations[next->generation] = {.key_hash = next->key_hash,
                                       .back_link_hash = next->back_link_hash,
                                       .back_link = std::move(decoded->rotation->back_link)};
    }
    state = std::move(*next);
  }
  return generations;
}

/// The keys of all generations, from the newest back to `oldest`.
Result<std::map<channels::Generation, Secret>> open_back_links(const Channel& channel,
                                                               const Generations& generations,
                                                               channels::Generation oldest) {
  std::map<channels::Generation, Secret> keys;
  auto generation = channel.join->generation;
  keys.emplace(generation, channel.join->record_key.clone());
  while (generation > oldest) {
    const auto known = generations.find(generation);
    const auto previous = static_cast<channels::Generation>(std::to_underlying(generation) - 1);
    const auto before = generations.find(previous);
    if (known == generations.end() || before == generations.end()) {
      return fail(client::Errc::log_entry_refused, "a generation is missing");
    }
    const auto& link = known->second.back_link;
    if (primitives::sha256(link) != known->second.back_link_hash) {
      return fail(client::Errc::log_entry_refused, "back link");
    }
    auto key =
        record::open_back_link({.channel = channel.id.view(), .generation = std::to_underlying(generation)},
                               keys.at(generation), link);
    if (!key) return fail(key.error());
    const auto hash = record::record_key_hash(
        {.channel = channel.id.view(), .generation = std::to_underlying(previous)}, *key);
    if (hash != before->second.key_hash) return fail(client::Errc::log_entry_refused, "record key");
    keys.emplace(previous, std::move(*key));
    generation = previous;
  }
  return keys;
}

}  // namespace

CommitPlace commit_place_of(ByteView payload, const mls::GroupContext& joined) {
  const auto decoded = rules::CommitPayload::decode(payload);
  const auto message =
      decoded ? mls::decode_message(decoded->commit) : Result<mls::MlsMessage>(fail(decoded.error()));
  const auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
  if (commit == nullptr) return CommitPlace::too_late;
  const auto leads_to = mls::next(commit->content.epoch);
  if (commit->content.group_id != joined.group_id || leads_to < joined.epoch) return CommitPlace::before;
  return leads_to == joined.epoch ? CommitPlace::added_us : CommitPlace::too_late;
}

Result<Readable> find_readable(const Channel& channel, const charter::Channel& known,
                               channels::Generation newest) {
  Readable readable{.entries = 0, .state = channel.state};
  for (const auto& entry : channel.waiting) {
    auto next = state_after(known, readable.state, entry);
    if (!next) return fail(next.error());
    if (next->generation > newest) break;
    readable.state = std::move(*next);
    ++readable.entries;
  }
  return readable;
}

void read_past(Context& context, Channel& channel, rules::CharterAtHead& charter, std::size_t count) {
  const auto* opened = context.circle.charter().channel(channel.id);
  const auto stop = [&](const Error& reason) {
    raise_alarm(context, channel, reason, channel.join->log.hash);
  };
  if (opened == nullptr) return stop(Error(client::Errc::log_entry_refused, "no such channel"));
  if (auto right = check_running_hash(channel); !right) return stop(right.error());
  auto start = channel.state;
  if (channel.log.empty()) {
    start = rules::state_before_opening(context.circle.charter(), *opened);
    start.group = rules::first_group(*opened);
  }
  const auto generations = collect_generations(channel, *opened, start, count);
  if (!generations) return stop(generations.error());
  auto keys = open_back_links(channel, *generations, std::max(start.generation, channels::Generation{1}));
  if (!keys) return stop(keys.error());
  channel.state = std::move(start);
  for (auto& [generation, key] : *keys) channel.record_keys.insert_or_assign(generation, std::move(key));
  for (auto left = count; left > 0 && !channel.stopped; --left) {
    // The charter was read to the head at which we joined: nothing that is judged here names a later one.
    if (take_entry(context, channel, charter, channel.waiting.front()) != Taken::kept) return;
    channel.waiting.pop_front();
  }
  channel.scanned = 0;
}

}  // namespace kring::core
