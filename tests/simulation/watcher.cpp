#include "tests/simulation/watcher.hpp"

#include "channels/charter/charter.hpp"
#include "channels/rules/channel_state.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/log_hash.hpp"
#include "channels/rules/record_structures.hpp"
#include "crypto/mls/message.hpp"

#include <utility>

namespace kring::simulation {

void Watcher::wrote(const store::WriteRequest& request, const store::WriteResult& result) {
  if (!result) return;
  const auto* append = std::get_if<store::Append>(&request);
  const auto* appended = std::get_if<store::Appended>(&*result);
  if (append != nullptr && appended != nullptr) return wrote(*append, *appended);
  const auto* restore = std::get_if<store::RestoreLog>(&request);
  if (restore != nullptr && appended != nullptr) return wrote(*restore, *appended);
  const auto* bundle = std::get_if<store::BundleWrite>(&request);
  const auto* bundled = std::get_if<store::Bundled>(&*result);
  if (bundle != nullptr && bundled != nullptr && bundled->answered == store::Answered::first)
    wrote(*bundle, *bundled);
}

bool Watcher::is_repetition(const store::WriteRequest& request) const {
  if (const auto* append = std::get_if<store::Append>(&request)) return messages_.contains(append->message);
  const auto* bundle = std::get_if<store::BundleWrite>(&request);
  return bundle != nullptr && transactions_.contains(bundle->transaction);
}

void Watcher::wrote(const store::Append& append, const store::Appended& answer) {
  const auto [known, is_new] =
      messages_.try_emplace(append.message, Message{append.channel, answer.position.seq});
  if (known->second.seq != answer.position.seq) report("one message is stored twice");
  if (answer.answered == store::Answered::again || !is_new) return;
  const auto& log = logs_[append.channel];
  if (append.kind == channels::LogKind::record) {
    const auto record = rules::RecordPayload::decode(append.payload);
    const bool is_current =
        record && mls::number_of(record->epoch) == log.epoch && record->generation == log.generation;
    if (!is_current) report("a record of an old epoch or generation is stored");
  }
  push(answer.position, {.hash = answer.position.hash,
                         .kind = append.kind,
                         .time = answer.position.time,
                         .payload_hash = rules::payload_hash(append.payload),
                         .charter = append.charter_number});
}

void Watcher::wrote(const store::BundleWrite& bundle, const store::Bundled& answer) {
  transactions_.insert(bundle.transaction);
  note_ended(bundle);
  for (std::size_t i = 0; i < bundle.groups.size(); ++i) {
    const auto& group = bundle.groups[i];
    auto& log = logs_[group.channel];
    check_commit(group, log);
    push(answer.logs[i], {.hash = answer.logs[i].hash,
                          .kind = group.kind,
                          .time = answer.logs[i].time,
                          .payload_hash = rules::payload_hash(group.commit_payload),
                          .charter = answer.head.number});
    const auto state = rules::ChannelState::decode(group.channel_state);
    if (!state) return report("a channel's state cannot be read");
    log.epoch = mls::number_of(state->epoch);
    log.generation = state->generation;
  }
}

void Watcher::wrote(const store::RestoreLog& restore, const store::Appended& answer) {
  auto head = rules::LogHead{.number = restore.after, .hash = restore.after_hash};
  for (const auto& entry : restore.entries) {
    const rules::LogEntrySummary summary{
        .kind = entry.kind, .time = entry.time, .payload_hash = rules::payload_hash(entry.payload)};
    head = rules::next_log_head(restore.channel, head, summary);
    push({.channel = restore.channel, .seq = head.number, .time = entry.time, .hash = head.hash},
         {.hash = head.hash,
          .kind = entry.kind,
          .time = entry.time,
          .payload_hash = summary.payload_hash,
          .charter = restore.expected_head.number});
    const auto& before = lost_[restore.channel].entries;
    const auto index = static_cast<std::size_t>(std::to_underlying(head.number)) - 1;
    if (index >= before.size() || before[index].hash != head.hash)
      report("what comes back to a log is not what was lost");
  }
  if (head.hash != answer.position.hash) report("a running hash is not that of the log");
  const auto state = rules::ChannelState::decode(restore.channel_state);
  if (!state) return report("a channel's state cannot be read");
  logs_[restore.channel].epoch = mls::number_of(state->epoch);
  logs_[restore.channel].generation = state->generation;
}

void Watcher::lost_store() {
  for (auto& [id, log] : std::exchange(logs_, {})) {
    // A log that was lost before, and had not come back as a whole, is still looked for.
    auto& before = lost_[id];
    const auto size = log.entries.size();
    const bool is_part =
        size > 0 && size < before.entries.size() && before.entries[size - 1].hash == log.entries.back().hash;
    if (!is_part) before = std::move(log);
  }
  messages_.clear();
  transactions_.clear();
  ended_.clear();
}

/// Whether a commit begins the epoch after the one in force, or opens a new group.
void Watcher::check_commit(const store::GroupWrite& group, const Log& log) {
  const auto payload = rules::CommitPayload::decode(group.commit_payload);
  const auto message =
      payload ? mls::decode_message(payload->commit) : Result<mls::MlsMessage>(fail(payload.error()));
  const auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
  const auto epoch = group.opening ? 0 : log.epoch;
  if (commit == nullptr || mls::number_of(commit->content.epoch) != epoch)
    report("a commit of another epoch is stored");
}

void Watcher::push(const store::LogPosition& place, Entry entry) {
  auto& log = logs_[place.channel];
  const channels::Sequence last{log.entries.size()};
  if (place.seq != channels::next(last)) report("a log has a gap, or a number twice");
  const auto before = log.entries.empty() ? Hash{} : log.entries.back().hash;
  const auto head =
      rules::next_log_head(place.channel, {.number = last, .hash = before},
                           {.kind = entry.kind, .time = entry.time, .payload_hash = entry.payload_hash});
  if (head.hash != entry.hash) report("a running hash is not that of the log");
  if (!log.entries.empty() && entry.time < log.entries.back().time) report("a log's time goes back");
  log.entries.push_back(entry);
}

void Watcher::note_ended(const store::BundleWrite& bundle) {
  if (bundle.entries.empty()) return;
  const auto charter = charter::Charter::decode(bundle.charter_snapshot);
  if (!charter) return report("a charter cannot be read");
  for (const auto& [id, handle] : charter->handles()) {
    if (const auto ended = charter->ended_at(id)) ended_.emplace(id, *ended);
  }
}

void Watcher::asked(engine::SessionId session, const wire::RequestFrame& frame) {
  sessions_[session].requests.insert_or_assign(frame.id, frame.request);
}

void Watcher::sent(engine::SessionId id, const std::string& frame) {
  auto decoded = wire::decode_hub_frame(frame);
  if (!decoded) return report("a node sends what is no frame");
  auto& session = sessions_[id];
  if (const auto* answer = std::get_if<wire::ReceivedAnswer>(&*decoded)) return answered(session, *answer);
  if (const auto* entry = std::get_if<wire::EntryEvent>(&std::get<wire::Event>(*decoded)))
    delivered(session, *entry);
}

void Watcher::answered(Session& session, const wire::ReceivedAnswer& received) {
  if (!received.id) return report("a node does not understand a client");
  auto asked = session.requests.extract(*received.id);
  if (asked.empty()) return report("a request is answered twice, or was never asked");
  const auto& request = asked.mapped();
  const auto answer = wire::decode_answer(received, wire::op_of(request));
  if (!answer) return report("an answer cannot be read");
  const auto* ok = std::get_if<wire::OkAnswer>(&answer->outcome);
  if (ok == nullptr) return;
  if (const auto* login = std::get_if<wire::LoginRequest>(&request)) {
    session.handles.insert_or_assign(login->circle, login->handle);
  } else if (const auto* attach = std::get_if<wire::AttachRequest>(&request)) {
    for (const auto& cursor : attach->channels)
      session.cursors.insert_or_assign(cursor.channel, channels::next(cursor.after));
  } else if (const auto* append = std::get_if<wire::AppendRequest>(&request)) {
    const auto& place = std::get<wire::AppendAnswer>(*ok);
    const auto stored = messages_.find(append->message);
    const auto& entries = logs_[append->channel].entries;
    const auto number = std::to_underlying(place.seq);
    const bool is_stored = stored != messages_.end() && stored->second.seq == place.seq &&
                           number <= entries.size() &&
                           entries[static_cast<std::size_t>(number - 1)].hash == place.hash;
    if (!is_stored) report("a message is acknowledged that is not durable there");
  }
}

void Watcher::delivered(Session& session, const wire::EntryEvent& event) {
  const auto cursor = session.cursors.find(event.channel);
  if (cursor == session.cursors.end()) return report("an entry is sent to whoever is not attached");
  if (event.seq != cursor->second) report("an entry is skipped or sent twice");
  cursor->second = channels::next(event.seq);
  const auto& entries = logs_[event.channel].entries;
  const auto number = std::to_underlying(event.seq);
  if (number == 0 || number > entries.size()) return report("an entry is sent that is not durable");
  const auto& entry = entries[static_cast<std::size_t>(number - 1)];
  const auto* payload = std::get_if<Bytes>(&event.payload);
  const auto hash =
      payload != nullptr ? rules::payload_hash(*payload) : std::get<wire::StagedPart>(event.payload).hash;
  if (hash != entry.payload_hash || event.kind != entry.kind || event.time != entry.time)
    report("another entry is sent than the one that is stored");
  const auto handle = session.handles.find(event.circle);
  const auto ended = handle == session.handles.end() ? ended_.end() : ended_.find(handle->second);
  if (ended != ended_.end() && ended->second <= entry.charter)
    report("an entry is sent to whoever was removed before it");
}

}  // namespace kring::simulation
