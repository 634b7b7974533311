#include "hub/engine/restored_log.hpp"

#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/judge_commit.hpp"
#include "channels/rules/judge_heal.hpp"
#include "channels/rules/judge_opening.hpp"
#include "channels/rules/judge_record.hpp"
#include "channels/rules/log_hash.hpp"
#include "channels/rules/log_hashes.hpp"
#include "channels/rules/log_time.hpp"
#include "crypto/mls/message.hpp"
#include "hub/engine/refusal.hpp"
#include "hub/engine/request_parts.hpp"

#include <utility>

namespace kring::engine {

using channels::LogKind;
using wire::ErrorAnswer;
using wire::ErrorCode;

namespace {

using Step = std::expected<void, ErrorAnswer>;

std::unexpected<ErrorAnswer> refused(const Error& error) {
  return std::unexpected(ErrorAnswer{.code = ErrorCode::commit_refused, .rule = std::string(error.name())});
}

const Channel* find_channel(const RestoredLogInput& input) {
  const auto found = input.circle.channels.find(input.request.channel);
  return found == input.circle.channels.end() ? nullptr : &found->second;
}

/// What a commit says of the heads that it was made at; nothing if it is none.
Result<rules::CommitData> data_of(const mls::PublicMessage& commit) {
  return rules::CommitData::decode(commit.content.authenticated_data);
}

struct DecodedCommit {
  rules::CommitPayload payload;
  mls::PublicMessage commit;
};
Result<DecodedCommit> decode_commit(ByteView bytes) {
  auto payload = rules::CommitPayload::decode(bytes);
  if (!payload) return fail(payload.error());
  auto message = mls::decode_message(payload->commit);
  auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
  if (commit == nullptr) return fail(channels::Errc::bad_structure, "commit");
  return DecodedCommit{.payload = std::move(*payload), .commit = std::move(*commit)};
}

/// The running hashes of what the hub has, and of what has been judged so far.
class Hashes final : public rules::LogHashes {
 public:
  explicit Hashes(const RestoredLogInput& input) : known_(input.hashes), channel_(find_channel(input)) {}
  void push(channels::Sequence number, const Hash& hash) { new_.emplace(number, hash); }
  [[nodiscard]] std::optional<Hash> at(channels::Sequence number) const override {
    if (const auto found = new_.find(number); found != new_.end()) return found->second;
    if (const auto found = known_.find(number); found != known_.end()) return found->second;
    return channel_ == nullptr ? std::nullopt : channel_->hashes.find(number);
  }

 private:
  const std::map<channels::Sequence, Hash>& known_;
  std::map<channels::Sequence, Hash> new_;
  const Channel* channel_;
};

/// A log on its way through the rules, entry by entry.
class LogJudge {
 public:
  explicit LogJudge(const RestoredLogInput& input) : input_(input), hashes_(input) {
    if (input.charter != nullptr) charters_.emplace(*input.charter);
    if (const auto* channel = find_channel(input)) {
      head_ = channel->head;
      group_ = channel->group;
      state_ = channel->state;
    }
  }

  std::expected<DecidedLog, ErrorAnswer> run() {
    if (input_.request.entries.empty()) return bad_field("entries");
    write_.circle = input_.request.circle;
    write_.channel = input_.request.channel;
    write_.expected_head = {.number = input_.circle.head.number, .hash = input_.circle.head.hash};
    write_.after = head_.seq;
    write_.after_hash = head_.hash;
    for (const auto& entry : input_.request.entries) {
      const auto payload = view_part(entry.payload, input_.parts);
      if (!rules::check_log_time(head_.time, entry.time)) return bad_field("time");
      if (auto taken = take(entry, payload); !taken) return std::unexpected(std::move(taken.error()));
      head_.seq = state_->log.number;
      head_.hash = state_->log.hash;
      head_.time = entry.time;
      hashes_.push(head_.seq, head_.hash);
      places_.push_back(
          {.channel = write_.channel, .seq = head_.seq, .time = entry.time, .hash = head_.hash});
    }
    write_.epoch = mls::number_of(group_->epoch());
    write_.group_state = group_->encode();
    write_.channel_state = state_->encode();
    for (const auto& [hash, part] : input_.parts) write_.staged_taken.push_back(hash);
    return DecidedLog{.write = std::move(write_),
                      .places = std::move(places_),
                      .group = std::move(*group_),
                      .state = std::move(*state_)};
  }

 private:
  [[nodiscard]] Step take(const wire::RestoredEntry& entry, ByteView payload) {
    store::RestoredEntry kept{.kind = entry.kind, .time = entry.time, .record = {}, .payload = {}};
    if (entry.opening && entry.kind != LogKind::commit) return bad_field("opening");
    if (entry.kind == LogKind::commit) {
      if (auto taken = take_commit(entry, payload); !taken) return taken;
    } else {
      if (!state_) return std::unexpected(ErrorAnswer{.code = ErrorCode::unknown_channel});
      if (auto taken = take_content(entry, payload, kept); !taken) return taken;
    }
    kept.payload = copy_bytes(payload);
    write_.entries.push_back(std::move(kept));
    return {};
  }

  [[nodiscard]] Step take_content(const wire::RestoredEntry& entry, ByteView payload,
                                  store::RestoredEntry& kept) {
    if (entry.kind == LogKind::record) {
      const auto record = rules::judge_record_payload(*state_, payload);
      if (!record) return bad_field("payload");
      kept.record = record->record;
    } else if (entry.kind == LogKind::heal) {
      const auto asked = rules::judge_heal(*state_, payload);
      if (!asked) return bad_field("payload");
      kept.record = rules::heal_id(asked->content);
    } else if (!rules::judge_sealed_payload(*state_, payload)) {
      return bad_field("payload");
    }
    state_ = state_->after(summary_of(entry, payload));
    return {};
  }

  [[nodiscard]] Step take_commit(const wire::RestoredEntry& entry, ByteView payload) {
    const auto decoded = decode_commit(payload);
    if (!decoded) return refused(decoded.error());
    const auto named = data_of(decoded->commit);
    if (!named) return refused(named.error());
    const auto* charter = charters_ ? charters_->find(named->charter) : nullptr;
    if (charter == nullptr) return refused(Error(channels::Errc::commit_wrong_charter_head));
    return entry.opening ? take_opening(entry, *decoded, *charter, payload)
                         : take_next(entry, *decoded, *charter, payload);
  }

  [[nodiscard]] Step take_next(const wire::RestoredEntry& entry, const DecodedCommit& decoded,
                               const charter::Charter& charter, ByteView payload) {
    if (!state_) return std::unexpected(ErrorAnswer{.code = ErrorCode::unknown_channel});
    auto staged = group_->stage(decoded.commit, entry.time);
    if (!staged) return refused(staged.error());
    const auto data = rules::judge_commit({.state = *state_,
                                           .charter = charter,
                                           .log = hashes_,
                                           .effect = staged->effect(),
                                           .before = group_->tree(),
                                           .after = staged->tree(),
                                           .rotation = decoded.payload.rotation,
                                           .entry_time = entry.time});
    if (!data) return refused(data.error());
    group_->merge(std::move(*staged));
    state_ = state_->after_commit(*data, summary_of(entry, payload));
    return {};
  }

  [[nodiscard]] Step take_opening(const wire::RestoredEntry& entry, const DecodedCommit& decoded,
                                  const charter::Charter& charter, ByteView payload) {
    const auto* channel = charter.channel(input_.request.channel);
    if (channel == nullptr) return bad_field("opening");
    const auto message = mls::decode_message(view_part(*entry.opening, input_.parts));
    const auto* info = message ? std::get_if<mls::GroupInfo>(&message->body) : nullptr;
    if (info == nullptr) return refused(Error(channels::Errc::bad_structure));
    auto opening = mls::PublicGroup::from_group_info(*info, std::nullopt, entry.time);
    if (!opening) return refused(opening.error());
    auto staged = opening->stage(decoded.commit, entry.time);
    if (!staged) return refused(staged.error());
    const rules::OpeningCase opened{
        .channel = input_.request.channel,
        .charter = charter,
        .opener = opener_of(input_.request.channel, charter.number()),
        .opening = *opening,
        .effect = staged->effect(),
        .after = staged->tree(),
        .rotation = decoded.payload.rotation,
        .entry_time = entry.time,
        .log = state_ ? std::optional(rules::OpeningLog{.state = *state_, .hashes = hashes_}) : std::nullopt};
    const auto data = rules::judge_opening(opened);
    if (!data) return refused(data.error());
    const auto before = rules::state_before(opened, *channel);
    write_.opening = store::Opening{.mode = before.mode, .group = before.group};
    opening->merge(std::move(*staged));
    group_ = std::move(*opening);
    state_ = before.after_commit(*data, summary_of(entry, payload));
    return {};
  }

  /// Who signed the last entry up to `last` that opened a channel, or restarted it.
  [[nodiscard]] channels::HandleId opener_of(const channels::ChannelId& channel,
                                             channels::EntryNumber last) const {
    channels::HandleId opener;
    for (const auto& entry : input_.charter->entries()) {
      if (entry.number() > last) break;
      const auto* open = std::get_if<charter::ChannelOpen>(&entry.content().body);
      const auto* restart = std::get_if<charter::ChannelRestart>(&entry.content().body);
      const bool begins = (open != nullptr && open->channel == channel) ||
                          (restart != nullptr && restart->channel == channel);
      if (begins) opener = entry.content().signer;
    }
    return opener;
  }

  [[nodiscard]] static rules::LogEntrySummary summary_of(const wire::RestoredEntry& entry, ByteView payload) {
    return {.kind = entry.kind, .time = entry.time, .payload_hash = rules::payload_hash(payload)};
  }

  const RestoredLogInput& input_;
  Hashes hashes_;
  std::optional<rules::CharterAtHead> charters_;
  store::ChannelHead head_;
  std::optional<mls::PublicGroup> group_;
  std::optional<rules::ChannelState> state_;
  store::RestoreLog write_;
  std::vector<store::LogPosition> places_;
};

}  // namespace

std::vector<channels::Sequence> places_named(const RestoredLogInput& input) {
  std::vector<channels::Sequence> places;
  for (const auto& entry : input.request.entries) {
    if (entry.kind != LogKind::commit) continue;
    const auto decoded = decode_commit(view_part(entry.payload, input.parts));
    const auto named = decoded ? data_of(decoded->commit) : Result<rules::CommitData>(fail(decoded.error()));
    if (named && named->log.number != channels::Sequence{}) places.push_back(named->log.number);
  }
  return places;
}

std::expected<DecidedLog, ErrorAnswer> judge_restored_log(const RestoredLogInput& input) {
  return LogJudge(input).run();
}

}  // namespace kring::engine
