#include "clients/core/entry_rules.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/healing.hpp"
#include "clients/core/history.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/people.hpp"
#include "clients/core/restarts.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"

#include "channels/articles/article.hpp"
#include "channels/rules/judge_commit.hpp"
#include "channels/rules/judge_heal.hpp"
#include "channels/rules/judge_joining.hpp"
#include "channels/rules/judge_opening.hpp"
#include "channels/rules/judge_record.hpp"
#include "channels/rules/leaves.hpp"
#include "channels/rules/log_hash.hpp"
#include "channels/rules/log_time.hpp"
#include "channels/rules/rotation.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/record/record_cipher.hpp"
#include "crypto/record/record_key.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

class ChannelHashes final : public rules::LogHashes {
 public:
  explicit ChannelHashes(const Channel& channel) : channel_(channel) {}
  [[nodiscard]] std::optional<Hash> at(channels::Sequence number) const override {
    return hash_at(channel_, number);
  }

 private:
  const Channel& channel_;
};

class ChannelAuthors final : public rules::AuthorHistory {
 public:
  explicit ChannelAuthors(const Channel& channel) : channel_(channel) {}
  [[nodiscard]] bool has_record(const channels::RecordId& record) const override {
    return channel_.records.contains(record);
  }
  [[nodiscard]] std::uint64_t last_counter(const channels::HandleId& author) const override {
    const auto found = channel_.counters.find(author);
    return found == channel_.counters.end() ? 0 : found->second;
  }

 private:
  const Channel& channel_;
};

/// What is kept of an entry that has no article, or none that we could believe.
KeptEntry bare(const Channel& channel, const LogEntry& entry) {
  KeptEntry kept;
  kept.seq = entry.seq;
  kept.hash = channel.state.log.hash;
  kept.kind = entry.kind;
  kept.time = entry.time;
  return kept;
}

/// The GroupInfo that went out with a commit of ours with which a group begins; empty for any other.
Bytes opening_of(const CircleData& circle, const Channel& channel, const LogEntry& entry) {
  if (!circle.underway || entry.kind != channels::LogKind::commit) return {};
  const auto is_ours = [&](const PreparedChannel& it) {
    return it.channel == channel.id && it.payload_hash == entry.payload_hash;
  };
  if (std::ranges::none_of(circle.underway->channels, is_ours)) return {};
  for (const auto& group : circle.underway->request.groups) {
    if (group.channel != channel.id || !group.opening) continue;
    if (const auto* inside = std::get_if<Bytes>(&*group.opening)) return *inside;
    const auto& staged = std::get<wire::StagedPart>(*group.opening);
    for (const auto& part : circle.underway->parts) {
      if (primitives::sha256(part) == staged.hash) return part;
    }
  }
  return {};
}

/// Keeps an entry; the channel's state has moved over it already, and is saved by who takes several.
Taken keep(Context& context, Channel& channel, const LogEntry& came, KeptEntry entry) {
  keep_raw(context, channel, came, opening_of(context.circle, channel, came));
  save_log_entry(context.turn, context.circle, channel, entry);
  const auto article = article_of(entry);
  if (article) fold_article(context.circle, channel, entry, *article);
  channel.threads.follow(context.circle, channel, entry, article);
  keep_entry(channel, std::move(entry));
  note_hub_head(context.circle, channel.id, channel.head());
  return Taken::kept;
}

Taken refuse(Context& context, Channel& channel, const Error& reason, const LogEntry& entry) {
  raise_alarm(context, channel, reason, payload_of(entry));
  return Taken::refused;
}

/// The same of a commit that follows the rule as far as a hub sees, and does not open with our keys.
Taken refuse_broken(Context& context, Channel& channel, const Error& reason, const LogEntry& entry) {
  stop_to_heal(context, channel, reason, payload_of(entry));
  return Taken::refused;
}

/// A record that is not valid harms nobody but is told of: its place in the log stays, its content goes.
Taken pass_over(Context& context, Channel& channel, const Error& reason, const LogEntry& entry,
                const std::optional<channels::HandleId>& author = std::nullopt) {
  report_alarm(context, channel.id, reason, payload_of(entry), author);
  channel.state = channel.state.after(summary_of(entry));
  return keep(context, channel, entry, bare(channel, entry));
}

// ------------------------------------------------------------------------------------------- commits

/// A commit that MLS found right, and what of ours it was.
struct Staged {
  mls::StagedCommit commit;
  std::vector<channels::HandleId> added;
  bool ours = false;
};

Result<Staged> stage(const CircleData& circle, const Channel& channel, const rules::CommitPayload& payload,
                     const LogEntry& entry) {
  if (circle.underway) {
    for (const auto& prepared : circle.underway->channels) {
      if (prepared.channel != channel.id || prepared.payload_hash != entry.payload_hash) continue;
      auto ours = mls::PreparedCommit::decode(prepared.prepared);
      if (!ours) return fail(ours.error());
      return Staged{.commit = std::move(ours->staged), .added = prepared.added, .ours = true};
    }
  }
  const auto message = mls::decode_message(payload.commit);
  if (!message) return fail(message.error());
  auto commit = channel.group->stage(*message, entry.time);
  if (!commit) return fail(commit.error());
  return Staged{.commit = std::move(*commit), .added = {}};
}

/// What a commit does, as far as everybody sees. Borrowed for one call.
struct Seen {
  const mls::CommitEffect& effect;
  const mls::RatchetTree& after;
};

Result<rules::CommitData> judge(const CircleData& circle, const Channel& channel,
                                const charter::Charter& charter, const Seen& seen,
                                const std::optional<rules::Rotation>& rotation, const LogEntry& entry) {
  const auto& before = channel.group->public_group();
  const ChannelHashes hashes(channel);
  // Nobody reads the opening of a group from inside but who opened it.
  if (before.context().epoch == mls::EpochId{}) {
    return rules::judge_opening({.channel = channel.id,
                                 .charter = charter,
                                 .opener = circle.handle_id,
                                 .opening = before,
                                 .effect = seen.effect,
                                 .after = seen.after,
                                 .rotation = rotation,
                                 .entry_time = entry.time,
                                 .log = rules::OpeningLog{.state = channel.state, .hashes = hashes}});
  }
  return rules::judge_commit({.state = channel.state,
                              .charter = charter,
                              .log = hashes,
                              .effect = seen.effect,
                              .before = before.tree(),
                              .after = seen.after,
                              .rotation = rotation,
                              .entry_time = entry.time});
}

/// The record key that a commit begins, if it begins one and we are there to get it.
Result<std::optional<Secret>> next_record_key(const Channel& channel, const rules::ChannelState& before,
                                              const Staged& staged, const rules::CommitData& data,
                                              const std::optional<rules::Rotation>& rotation) {
  if (data.generation == before.generation || !staged.commit.is_member()) return std::optional<Secret>();
  const rules::RotationPlace place{
      .state = before, .epoch = staged.commit.epoch(), .generation = data.generation};
  const auto exported = staged.commit.exporter(record::key_box_label, rules::exporter_context(place),
                                               record::key_box_secret_bytes);
  const auto current = channel.record_keys.find(before.generation);
  const Secret* held = current == channel.record_keys.end() ? nullptr : &current->second;
  auto key = rules::open_rotation(place, data, *rotation, exported, held);
  if (!key) return fail(key.error());
  return std::optional(std::move(*key));
}

/// Whether a commit makes new the keys that are to be made new now and then.
bool renews(const rules::ChannelState& before, const mls::CommitEffect& effect,
            const rules::CommitData& data) {
  if (before.mode == channels::Mode::sealed) return effect.has_path;
  return data.generation != before.generation;
}

/// Whether a commit is of a group that only a later entry of the charter knows.
bool must_wait_for_group(const CircleData& circle, const Channel& channel,
                         const rules::CommitPayload& payload) {
  const auto message = mls::decode_message(payload.commit);
  const auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
  if (commit == nullptr || commit->content.group_id == channel.group->public_group().context().group_id)
    return false;
  const auto named = rules::CommitData::decode(commit->content.authenticated_data);
  return named && named->charter.number > circle.number();
}

void note_ours(Context& context, Channel& channel, const Staged& staged) {
  auto& circle = context.circle;
  std::erase_if(circle.underway->channels,
                [&](const PreparedChannel& prepared) { return prepared.channel == channel.id; });
  save_underway(context.turn, circle);
  if (!staged.added.empty()) introduce_to(context, channel, staged.added);
}

/// A commit that does not open for us, for `reason`. If it is what a hub may take, that is between its maker
/// and our keys, and healing may mend it; if not, the hub lies.
Taken take_unopened(Context& context, Channel& channel, rules::CharterAtHead& charters,
                    const rules::CommitPayload& payload, const Error& reason, const LogEntry& entry) {
  const auto& group = channel.group->public_group();
  const auto message = mls::decode_message(payload.commit);
  const auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
  const bool is_next = commit != nullptr && commit->content.epoch == channel.state.epoch &&
                       equal(commit->content.group_id, channel.state.group.view());
  if (!is_next) return refuse(context, channel, reason, entry);
  // A group of ours that is not where its log is judges nothing.
  if (group.context().epoch != channel.state.epoch) return refuse_broken(context, channel, reason, entry);
  const auto staged = group.stage(*commit, entry.time);
  if (!staged) return refuse(context, channel, reason, entry);
  const auto named = rules::CommitData::decode(staged->effect().authenticated_data);
  if (named && named->charter.number > context.circle.number()) return Taken::waits;
  const auto* charter = named ? charters.find(named->charter) : nullptr;
  if (charter == nullptr) return refuse(context, channel, reason, entry);
  const Seen seen{.effect = staged->effect(), .after = staged->tree()};
  const auto data = judge(context.circle, channel, *charter, seen, payload.rotation, entry);
  return data ? refuse_broken(context, channel, reason, entry)
              : refuse(context, channel, data.error(), entry);
}

Taken take_commit(Context& context, Channel& channel, rules::CharterAtHead& charters, const LogEntry& entry,
                  const charter::Restart* restart) {
  auto& circle = context.circle;
  const auto payload = rules::CommitPayload::decode(payload_of(entry));
  if (!payload) return refuse(context, channel, payload.error(), entry);
  if (must_wait_for_group(circle, channel, *payload)) return Taken::waits;
  auto staged = stage(circle, channel, *payload, entry);
  if (!staged) return take_unopened(context, channel, charters, *payload, staged.error(), entry);
  const auto named = rules::CommitData::decode(staged->commit.effect().authenticated_data);
  if (named && named->charter.number > circle.number()) return Taken::waits;
  const auto* charter = named ? charters.find(named->charter) : nullptr;
  if (charter == nullptr) {
    return refuse(context, channel,
                  Error(client::Errc::log_entry_refused, "commit names no head of the charter"), entry);
  }
  const Seen seen{.effect = staged->commit.effect(), .after = staged->commit.public_group().tree()};
  const auto data = judge(circle, channel, *charter, seen, payload->rotation, entry);
  if (!data) return refuse(context, channel, data.error(), entry);
  const auto before =
      restart != nullptr ? rules::state_before_restart(channel.state, *restart) : channel.state;
  auto key = next_record_key(channel, before, *staged, *data, payload->rotation);
  if (!key) return refuse_broken(context, channel, key.error(), entry);

  if (renews(before, staged->commit.effect(), *data)) channel.renewed = data->time;
  channel.group->merge(std::move(staged->commit));
  if (*key) channel.record_keys.insert_or_assign(data->generation, std::move(**key));
  channel.state = before.after_commit(*data, summary_of(entry));
  channel.claims.clear();
  channel.heals.clear();
  channel.work_at.reset();
  // Nobody else is in the group that our opening began: whoever belongs there waits for us.
  const bool is_opening = channel.state.epoch == mls::EpochId{1};
  if (staged->ours && is_opening) channel.work_at = context.now();
  if (!channel.group->is_member()) channel.group.reset();
  save_group(context.turn, circle, channel);
  keep(context, channel, entry, bare(channel, entry));
  if (staged->ours) note_ours(context, channel, *staged);
  context.turn.notify(CircleChanged{circle.id});
  return Taken::kept;
}

/// Whether the log has come to the epoch that our Welcome led into.
bool has_joined(const mls::Group& group, const rules::ChannelState& state) {
  const auto& joined = group.public_group().context();
  return state.epoch == joined.epoch && equal(joined.group_id, state.group.view());
}

/// The commit that added us, and in the past every commit: vouched for by who welcomed us.
Taken take_vouched_commit(Context& context, Channel& channel, const LogEntry& entry,
                          const charter::Restart* restart) {
  auto state = restart != nullptr
                   ? rules::after_vouched_restart(channel.state, *restart, payload_of(entry), entry.time)
                   : rules::after_vouched_commit(channel.state, payload_of(entry), entry.time);
  if (!state) return refuse(context, channel, state.error(), entry);
  const bool is_sealed = channel.state.mode == channels::Mode::sealed;
  if (is_sealed || state->generation != channel.state.generation) channel.renewed = state->commit_time;
  channel.state = *state;
  if (channel.group && has_joined(*channel.group, channel.state)) {
    const ChannelHashes hashes(channel);
    if (auto right = rules::confirm_joining(channel.state, hashes, *channel.join); !right) {
      return refuse(context, channel, right.error(), entry);
    }
    channel.join.reset();
    const auto taken = keep(context, channel, entry, bare(channel, entry));
    note_healed(context, channel);
    return taken;
  }
  return keep(context, channel, entry, bare(channel, entry));
}

/// What others said in a sealed channel between the head that our Welcome names and the commit that added us:
/// it was not meant for us.
Taken take_from_before(Context& context, Channel& channel, const LogEntry& entry) {
  channel.state = channel.state.after(summary_of(entry));
  return keep(context, channel, entry, bare(channel, entry));
}

// ------------------------------------------------------------------------------------------- content

/// Whether content that names this head of the charter has to wait for it. What names a head that the hub has
/// never signed does not wait for ever.
bool must_wait(const CircleData& circle, const rules::CharterHead& head) {
  return head.number > circle.number() && head.number <= circle.charter_target;
}

/// Content that was found valid, under the author and counter that it proved.
struct Content {
  channels::HandleId author;
  std::uint64_t counter = 0;
  channels::RecordId record{};
  Bytes article{};
  channels::EntryNumber charter{};
};

Taken keep_content(Context& context, Channel& channel, const LogEntry& entry, Content content) {
  const auto summary = summary_of(entry);
  channel.state = channel.state.after(summary);
  auto kept = bare(channel, entry);
  kept.author = content.author;
  kept.counter = content.counter;
  kept.record = content.record;
  kept.article = std::move(content.article);
  kept.charter = content.charter;
  // A log that is read anew tells how far we had come.
  if (content.author == context.circle.handle_id)
    channel.own_counter = std::max(channel.own_counter, content.counter);
  if (const auto* sent = find_sent(context.circle, channel.id, summary.payload_hash)) {
    sent_seen(context, MessageSeen{.id = sent->id, .seq = entry.seq});
  }
  return keep(context, channel, entry, std::move(kept));
}

Taken take_record(Context& context, Channel& channel, rules::CharterAtHead& charters, const LogEntry& entry) {
  const auto payload = rules::judge_record_payload(channel.state, payload_of(entry));
  if (!payload) return pass_over(context, channel, payload.error(), entry);
  const auto key = channel.record_keys.find(payload->generation);
  if (key == channel.record_keys.end()) {
    return pass_over(context, channel, Error(client::Errc::log_entry_refused, "no record key"), entry);
  }
  const auto opened =
      record::open_record(key->second,
                          {.channel = channel.id.view(),
                           .epoch = mls::number_of(payload->epoch),
                           .generation = std::to_underlying(payload->generation),
                           .record = payload->record.view()},
                          {.commitment = payload->commitment, .ciphertext = payload->ciphertext});
  if (!opened) return pass_over(context, channel, opened.error(), entry);
  const auto signed_record = rules::SignedRecord::decode(*opened);
  const auto named = signed_record ? rules::RecordContent::decode(signed_record->content)
                                   : Result<rules::RecordContent>(fail(signed_record.error()));
  if (named && must_wait(context.circle, named->charter)) return Taken::waits;
  const ChannelHashes hashes(channel);
  const ChannelAuthors authors(channel);
  auto content = rules::judge_record({.state = channel.state,
                                      .charter = charters,
                                      .log = hashes,
                                      .history = authors,
                                      .entry_time = entry.time},
                                     *payload, *opened);
  if (!content) {
    const auto author = named ? std::optional(named->author) : std::nullopt;
    return pass_over(context, channel, content.error(), entry, author);
  }
  return keep_content(context, channel, entry,
                      {.author = content->author,
                       .counter = content->counter,
                       .record = content->record,
                       .article = std::move(content->article),
                       .charter = content->charter.number});
}

/// What stands in the log between the place from which a restarted channel goes on and the new group's first
/// commit; or before that place, where we can no longer open it unless it is ours.
Taken take_void(Context& context, Channel& channel, const charter::Restart& restart, const LogEntry& entry) {
  const auto summary = summary_of(entry);
  const auto* sent = find_sent(context.circle, channel.id, summary.payload_hash);
  if (sent != nullptr && entry.seq <= restart.last_good.number) {
    return keep_content(context, channel, entry,
                        {.author = context.circle.handle_id, .article = sent->article});
  }
  if (sent != nullptr) resend_void(context, channel, *sent);
  channel.state = channel.state.after(summary);
  return keep(context, channel, entry, bare(channel, entry));
}

/// A sealed message, opened: by its key, or from what we kept of our own.
struct Unsealed {
  channels::HandleId author;
  Bytes article;
};
Result<Unsealed> unseal(Context& context, Channel& channel, const mls::PrivateMessage& message,
                        const LogEntry& entry) {
  const auto* sent = find_sent(context.circle, channel.id, entry.payload_hash);
  if (sent != nullptr) return Unsealed{.author = context.circle.handle_id, .article = sent->article};
  auto opened = channel.group->unprotect(message);
  if (!opened) return fail(opened.error());
  // The key is used up, whatever else is found.
  save_group(context.turn, context.circle, channel);
  const auto* leaf = channel.group->public_group().tree().leaf(opened->sender);
  if (leaf == nullptr) return fail(client::Errc::log_entry_refused, "no leaf");
  auto author = rules::handle_of_leaf(*leaf);
  if (!author) return fail(author.error());
  return Unsealed{.author = *author, .article = std::move(opened->content)};
}

/// Whom a sealed message names as its sender, whether it opens or not.
std::optional<channels::HandleId> named_sender(const Channel& channel, const mls::PrivateMessage& message) {
  const auto sender = channel.group->sender_of(message);
  const auto* leaf = sender ? channel.group->public_group().tree().leaf(*sender) : nullptr;
  if (leaf == nullptr) return std::nullopt;
  const auto handle = rules::handle_of_leaf(*leaf);
  return handle ? std::optional(*handle) : std::nullopt;
}

Taken take_sealed(Context& context, Channel& channel, rules::CharterAtHead& charters, const LogEntry& entry) {
  const auto message = rules::judge_sealed_payload(channel.state, payload_of(entry));
  if (!message) return pass_over(context, channel, message.error(), entry);
  const auto named = rules::SealedData::decode(message->authenticated_data);
  if (named && must_wait(context.circle, named->charter)) return Taken::waits;
  auto unsealed = unseal(context, channel, *message, entry);
  if (!unsealed) return pass_over(context, channel, unsealed.error(), entry, named_sender(channel, *message));
  const ChannelHashes hashes(channel);
  const ChannelAuthors authors(channel);
  const auto data = rules::judge_sealed({.state = channel.state,
                                         .charter = charters,
                                         .log = hashes,
                                         .history = authors,
                                         .entry_time = entry.time},
                                        unsealed->author, message->authenticated_data);
  if (!data) return pass_over(context, channel, data.error(), entry, unsealed->author);
  return keep_content(context, channel, entry,
                      {.author = unsealed->author,
                       .counter = data->counter,
                       .article = std::move(unsealed->article),
                       .charter = data->charter.number});
}

/// A member who lost the way here asks to be let in again, by the commit that ends this epoch.
Taken take_heal(Context& context, Channel& channel, const LogEntry& entry) {
  channels::HandleId asker;
  if (!channel.join) {
    const auto asked = rules::judge_heal(channel.state, payload_of(entry));
    if (!asked) return pass_over(context, channel, asked.error(), entry);
    asker = asked->content.handle;
    channel.heals.insert_or_assign(asker, payload_of(entry));
  }
  channel.state = channel.state.after(summary_of(entry));
  auto kept = bare(channel, entry);
  kept.author = asker;
  return keep(context, channel, entry, std::move(kept));
}

/// What the hub said of the two entries: the payload does not hold its time.
Bytes evidence_of_times(const Channel& channel, Time last, const LogEntry& entry) {
  codec::Writer out;
  channel.head().write(out);
  out.u64(to_unix_ms(last));
  out.u64(std::to_underlying(entry.seq));
  out.u8(std::to_underlying(entry.kind));
  out.u64(to_unix_ms(entry.time));
  out.raw(payload_of(entry));
  return out.take();
}

Taken take_content(Context& context, Channel& channel, rules::CharterAtHead& charters,
                   const LogEntry& entry) {
  if (entry.kind == channels::LogKind::heal) return take_heal(context, channel, entry);
  return entry.kind == channels::LogKind::record ? take_record(context, channel, charters, entry)
                                                 : take_sealed(context, channel, charters, entry);
}

}  // namespace

Taken take_entry(Context& context, Channel& channel, rules::CharterAtHead& charter, const LogEntry& entry) {
  const auto last = channel.log.empty() ? Time{} : channel.log.back().time;
  if (auto right = rules::check_log_time(last, entry.time); !right) {
    raise_alarm(context, channel, right.error(), evidence_of_times(channel, last, entry));
    return Taken::refused;
  }
  const bool is_commit = entry.kind == channels::LogKind::commit;
  if (channel.join && channel.group && is_commit &&
      commit_place_of(payload_of(entry), channel.group->public_group().context()) == CommitPlace::too_late) {
    return refuse(context, channel, Error(client::Errc::log_entry_refused, "who was added"), entry);
  }
  const auto* restart = restart_due(context.circle, channel);
  if (restart != nullptr && !opens_restart(*restart, entry))
    return take_void(context, channel, *restart, entry);
  if (restart != nullptr && !channel.join &&
      !equal(channel.group->public_group().context().group_id, restart->group.view())) {
    return Taken::waits;  // It is not our group any more.
  }
  if (channel.join) {
    if (is_commit) return take_vouched_commit(context, channel, entry, restart);
    if (channel.state.mode == channels::Mode::sealed) return take_from_before(context, channel, entry);
  }
  return is_commit ? take_commit(context, channel, charter, entry, restart)
                   : take_content(context, channel, charter, entry);
}

Taken take_unread(Context& context, Channel& channel, const LogEntry& entry) {
  return take_from_before(context, channel, entry);
}

}  // namespace kring::core
