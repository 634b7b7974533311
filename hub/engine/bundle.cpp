#include "hub/engine/bundle.hpp"

#include "channels/charter/rules.hpp"
#include "channels/model/hash.hpp"
#include "channels/model/signing.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/judge_commit.hpp"
#include "channels/rules/judge_heal.hpp"
#include "channels/rules/judge_opening.hpp"
#include "channels/rules/leaves.hpp"
#include "channels/rules/log_hash.hpp"
#include "channels/rules/log_hashes.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/primitives/hash.hpp"
#include "hub/engine/key_packages.hpp"
#include "hub/engine/refusal.hpp"
#include "hub/engine/request_parts.hpp"

#include <algorithm>
#include <ranges>

namespace kring::engine {

using channels::HandleId;
using wire::ErrorAnswer;
using wire::ErrorCode;

namespace {

std::unexpected<ErrorAnswer> refused(ErrorCode code) {
  return std::unexpected(ErrorAnswer{.code = code});
}
std::unexpected<ErrorAnswer> refused(ErrorCode code, const Error& error) {
  return std::unexpected(ErrorAnswer{.code = code, .rule = std::string(error.name())});
}

/// Where the circle stands, for a bundle that was made before something else came in. A channel that one may
/// not see is left out, as one that does not exist.
std::unexpected<ErrorAnswer> stale(const BundleInput& input) {
  wire::StaleDetails details;
  if (input.circle != nullptr) {
    details.charter = input.circle->head.number;
    for (const auto& group : input.request.groups) {
      const auto channel = input.circle->channels.find(group.channel);
      if (channel == input.circle->channels.end() ||
          !input.circle->charter.can(input.author, group.channel, channels::Right::read, input.now))
        continue;
      const auto& head = channel->second.head;
      details.channels.push_back(
          {.channel = group.channel, .seq = head.seq, .epoch = wire::EpochId{head.epoch}});
    }
  }
  return std::unexpected(ErrorAnswer{.code = ErrorCode::stale, .stale = std::move(details)});
}

/// The channel for which an entry needs a new group.
std::optional<channels::ChannelId> channel_begun_by(const charter::CharterEntry& entry) {
  const auto& body = entry.content().body;
  if (const auto* open = std::get_if<charter::ChannelOpen>(&body)) return open->channel;
  if (const auto* restart = std::get_if<charter::ChannelRestart>(&body)) return restart->channel;
  return std::nullopt;
}

using Step = std::expected<void, ErrorAnswer>;

/// The running hashes that the hub still has of a channel.
class KeptHashes final : public rules::LogHashes {
 public:
  /// `place`: one more that was read from the store.
  explicit KeptHashes(const RecentHashes& hashes, std::optional<rules::LogHead> place = {})
      : hashes_(hashes), place_(place) {}
  [[nodiscard]] std::optional<Hash> at(channels::Sequence number) const override {
    if (place_ && place_->number == number) return place_->hash;
    return hashes_.find(number);
  }
  /// Whether an entry is older than what there is of the log.
  [[nodiscard]] bool is_forgotten(channels::Sequence number) const {
    return hashes_.is_forgotten(number) && !at(number);
  }

 private:
  const RecentHashes& hashes_;
  std::optional<rules::LogHead> place_;
};

/// One bundle on its way through the rules.
class BundleJudge {
 public:
  explicit BundleJudge(const BundleInput& input) : input_(input) {
    if (input.circle != nullptr) charter_ = input.circle->charter;
  }

  std::expected<DecidedBundle, ErrorAnswer> run() {
    write_.circle = input_.request.circle;
    write_.author = input_.author;
    write_.transaction = input_.request.transaction;
    if (input_.circle != nullptr)
      write_.expected_head = {.number = charter_->head().number, .hash = charter_->head().hash.bytes()};
    for (auto step :
         {&BundleJudge::apply_entries, &BundleJudge::take_acceptance, &BundleJudge::judge_groups}) {
      if (auto done = (this->*step)(); !done) return std::unexpected(std::move(done.error()));
    }
    write_.charter_snapshot = charter_->encode();
    write_.makes_public = charter_->is_public();
    for (const auto& [hash, part] : input_.parts) write_.staged_taken.push_back(hash);
    return DecidedBundle{.write = std::move(write_),
                         .charter = std::move(*charter_),
                         .groups = std::move(groups_),
                         .welcomed = std::move(welcomed_)};
  }

 private:
  Step apply_entries() {
    for (const auto& bytes : input_.request.charter) {
      auto entry = charter::CharterEntry::decode(bytes);
      if (!entry) return refused(ErrorCode::charter_refused, entry.error());
      if (charter_ && is_behind(*entry)) return stale(input_);
      if (auto allowed = check_author(*entry); !allowed) return allowed;
      if (!charter::check_clock(entry->content().time, input_.now)) return refused(ErrorCode::clock_off);
      if (auto applied = apply(*entry); !applied) return applied;
      write_.entries.push_back({.number = entry->number(), .hash = entry->hash().bytes(), .bytes = bytes});
      entries_.push_back(std::move(*entry));
    }
    note_ended();
    return {};
  }

  [[nodiscard]] Step apply(const charter::CharterEntry& entry) {
    if (charter_) {
      if (const auto applied = charter_->apply(entry); !applied)
        return refused(ErrorCode::charter_refused, applied.error());
      return {};
    }
    auto founded = charter::Charter::found(entry);
    if (!founded) return refused(ErrorCode::charter_refused, founded.error());
    if (founded->hub_key() != input_.hub_key)
      return refused(ErrorCode::charter_refused, Error(channels::Errc::bad_entry));
    charter_ = std::move(*founded);
    return {};
  }

  /// Handles that this bundle ends: what is kept for them goes.
  void note_ended() {
    if (input_.circle == nullptr) return;
    write_.ends_circle = charter_->dissolved() && !input_.circle->charter.dissolved();
    for (const auto& [id, handle] : charter_->handles()) {
      const auto before = input_.circle->charter.access(id, input_.now);
      const auto after = charter_->access(id, input_.now);
      if (before && *before != charter::Access::ended && after == charter::Access::ended)
        write_.ended.push_back(id);
    }
  }

  /// Whether an entry was made on a head that is no longer the newest, or on one that another client put
  /// there.
  [[nodiscard]] bool is_behind(const charter::CharterEntry& entry) const {
    return entry.number() <= charter_->head().number ||
           (entry.number() == channels::next(charter_->head().number) &&
            entry.content().previous != charter_->head().hash);
  }

  /// A session sends its own entries only; an invitation's only its acceptance, and a recovery key's only a
  /// device of its member that comes by that key.
  [[nodiscard]] Step check_author(const charter::CharterEntry& entry) const {
    const auto& content = entry.content();
    switch (input_.by) {
      case LoginBy::handle:
        if (content.signer != input_.author) return refused(ErrorCode::bad_signature);
        return {};
      case LoginBy::invitation: {
        const auto* accept = std::get_if<charter::InviteAccept>(&content.body);
        const bool is_own = accept != nullptr && equal(accept->invitation.view(), input_.author.view());
        return is_own ? Step() : refused(ErrorCode::not_live);
      }
      case LoginBy::recovery_key: {
        const auto* add = std::get_if<charter::DeviceAdd>(&content.body);
        const auto* member = add == nullptr ? nullptr : charter_->member(add->member);
        const bool is_own = member != nullptr && charter::adds_itself(content, *add) &&
                            channels::login_of(member->recovery_key) == input_.author;
        return is_own ? Step() : refused(ErrorCode::not_live);
      }
    }
    return refused(ErrorCode::not_live);
  }

  /// The body of the last entry of a kind in this bundle, or null.
  template <class Body>
  [[nodiscard]] const Body* find_body() const {
    const Body* found = nullptr;
    for (const auto& entry : entries_) {
      if (const auto* body = std::get_if<Body>(&entry.content().body)) found = body;
    }
    return found;
  }

  Step take_acceptance() {
    const auto* accept = find_body<charter::InviteAccept>();
    const auto& sent = input_.request.acceptance;
    if ((accept != nullptr) != sent.has_value()) return bad_field("acceptance");
    if (accept == nullptr) return {};
    if (channels::labelled_hash("sealed introduction", sent->introduction) != accept->introduction_hash) {
      return bad_field("introduction");
    }
    if (sent->key_packages.size() != accept->key_packages.size()) return bad_field("key_packages");
    store::AcceptanceWrite kept{.invitation = accept->invitation,
                                .handle = channels::handle_of(accept->handle_key),
                                .introduction = sent->introduction,
                                .packages = {}};
    for (std::size_t i = 0; i < sent->key_packages.size(); ++i) {
      auto row = check_key_package(sent->key_packages[i], accept->handle_key, input_.now);
      if (!row || row->ref != accept->key_packages[i]) return bad_field("key_packages");
      kept.packages.push_back(std::move(*row));
    }
    write_.acceptance = std::move(kept);
    return {};
  }

  Step judge_groups() {
    std::set<channels::ChannelId> seen;
    std::set<channels::ChannelId> begun;
    for (const auto& group : input_.request.groups) {
      if (input_.by != LoginBy::handle) return refused(ErrorCode::not_live);
      if (!seen.insert(group.channel).second) return bad_field("groups");
      if (group.opening) begun.insert(group.channel);
      if (auto judged = judge_group(group); !judged) return judged;
    }
    // A channel, or a channel anew, and its group begin together.
    for (const auto& entry : entries_) {
      const auto channel = channel_begun_by(entry);
      if (channel && !begun.contains(*channel)) return bad_field("groups");
    }
    return {};
  }

  /// What the rule said of a commit, and what it was made on.
  struct Judged {
    rules::ChannelState before;
    rules::CommitData data;
    std::uint64_t expected_epoch = 0;
    Time entry_time;
  };
  [[nodiscard]] Step judge_group(const wire::BundleGroup& group);
  [[nodiscard]] Step judge_opening(const wire::BundleGroup& group, const rules::CommitPayload& payload,
                                   const mls::PublicMessage& commit);
  [[nodiscard]] Step judge_next(const wire::BundleGroup& group, const rules::CommitPayload& payload,
                                const mls::PublicMessage& commit);
  /// The channel as it is here, or null.
  [[nodiscard]] const Channel* find_channel(const channels::ChannelId& id) const;
  /// The place in a channel's log that was read from the store for this bundle.
  [[nodiscard]] std::optional<rules::LogHead> place_in(const channels::ChannelId& channel) const;
  [[nodiscard]] Step check_heads(const mls::CommitEffect& effect, const KeptHashes& hashes) const;
  [[nodiscard]] Step keep(const wire::BundleGroup& group, const mls::PublicGroup& before,
                          mls::PublicStagedCommit staged, const Judged& judged);
  [[nodiscard]] Step check_welcomes(const wire::BundleGroup& group, const mls::CommitEffect& effect,
                                    const rules::CommitData& data, store::GroupWrite& written);

  const BundleInput& input_;
  /// None until the founding entry was applied.
  std::optional<charter::Charter> charter_;
  std::vector<charter::CharterEntry> entries_;
  store::BundleWrite write_;
  std::vector<DecidedGroup> groups_;
  std::set<HandleId> welcomed_;
};

const Channel* BundleJudge::find_channel(const channels::ChannelId& id) const {
  if (input_.circle == nullptr) return nullptr;
  const auto found = input_.circle->channels.find(id);
  return found == input_.circle->channels.end() ? nullptr : &found->second;
}

std::optional<rules::LogHead> BundleJudge::place_in(const channels::ChannelId& channel) const {
  const auto found = input_.places.find(channel);
  return found == input_.places.end() ? std::nullopt : std::optional(found->second);
}

Step BundleJudge::judge_group(const wire::BundleGroup& group) {
  auto payload = rules::CommitPayload::decode(view_part(group.commit, input_.parts));
  if (!payload) return refused(ErrorCode::commit_refused, payload.error());
  const auto message = mls::decode_message(payload->commit);
  const auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
  if (commit == nullptr) return refused(ErrorCode::commit_refused, Error(channels::Errc::bad_structure));
  return group.opening ? judge_opening(group, *payload, *commit) : judge_next(group, *payload, *commit);
}

Step BundleJudge::judge_opening(const wire::BundleGroup& group, const rules::CommitPayload& payload,
                                const mls::PublicMessage& commit) {
  const auto begins = [&](const auto& entry) { return channel_begun_by(entry) == group.channel; };
  const auto entry = std::ranges::find_if(entries_ | std::views::reverse, begins);
  if (entry == entries_.rend()) return bad_field("opening");
  const auto message = mls::decode_message(view_part(*group.opening, input_.parts));
  const auto* info = message ? std::get_if<mls::GroupInfo>(&message->body) : nullptr;
  if (info == nullptr) return refused(ErrorCode::commit_refused, Error(channels::Errc::bad_structure));
  const auto opening = mls::PublicGroup::from_group_info(*info, std::nullopt, input_.now);
  if (!opening) return refused(ErrorCode::commit_refused, opening.error());
  auto staged = opening->stage(commit, input_.now);
  if (!staged) return refused(ErrorCode::commit_refused, staged.error());
  // A channel that exists goes on; one of which there is nothing here begins.
  const auto* known = find_channel(group.channel);
  const RecentHashes none({}, {});
  const KeptHashes hashes(known != nullptr ? known->hashes : none, place_in(group.channel));
  const rules::OpeningCase opened{
      .channel = group.channel,
      .charter = *charter_,
      .opener = entry->content().signer,
      .opening = *opening,
      .effect = staged->effect(),
      .after = staged->tree(),
      .rotation = payload.rotation,
      .entry_time = known != nullptr ? entry_time(*known, input_.now) : input_.now,
      .log = known != nullptr ? std::optional(rules::OpeningLog{.state = known->state, .hashes = hashes})
                              : std::nullopt};
  const auto data = rules::judge_opening(opened);
  if (!data) return refused(ErrorCode::commit_refused, data.error());
  const Judged judged{.before = rules::state_before(opened, *charter_->channel(group.channel)),
                      .data = *data,
                      .expected_epoch = known != nullptr ? known->head.epoch : 0,
                      .entry_time = opened.entry_time};
  return keep(group, *opening, std::move(*staged), judged);
}

Step BundleJudge::judge_next(const wire::BundleGroup& group, const rules::CommitPayload& payload,
                             const mls::PublicMessage& commit) {
  if (input_.circle == nullptr) return bad_field("groups");
  const auto found = input_.circle->channels.find(group.channel);
  const bool reads = found != input_.circle->channels.end() &&
                     charter_->can(input_.author, group.channel, channels::Right::read, input_.now);
  if (!reads) return refused(ErrorCode::unknown_channel);
  const auto& channel = found->second;
  const bool is_of_group = equal(commit.content.group_id, channel.group_id.view());
  if (!is_of_group && !charter_->channel(group.channel)->restarts.empty()) return stale(input_);
  if (commit.content.epoch < channel.group.epoch()) return stale(input_);
  const auto time = entry_time(channel, input_.now);
  auto staged = channel.group.stage(commit, time);
  if (!staged) return refused(ErrorCode::commit_refused, staged.error());
  const KeptHashes hashes(channel.hashes, place_in(group.channel));
  if (auto fresh = check_heads(staged->effect(), hashes); !fresh) return fresh;
  const auto data = rules::judge_commit({.state = channel.state,
                                         .charter = *charter_,
                                         .log = hashes,
                                         .effect = staged->effect(),
                                         .before = channel.group.tree(),
                                         .after = staged->tree(),
                                         .rotation = payload.rotation,
                                         .entry_time = time});
  if (!data) return refused(ErrorCode::commit_refused, data.error());
  const Judged judged{
      .before = channel.state, .data = *data, .expected_epoch = channel.head.epoch, .entry_time = time};
  return keep(group, channel.group, std::move(*staged), judged);
}

/// Whether a commit was made at heads that have moved on since: its maker reads on and makes it again.
Step BundleJudge::check_heads(const mls::CommitEffect& effect, const KeptHashes& hashes) const {
  const auto data = rules::CommitData::decode(effect.authenticated_data);
  if (!data) return refused(ErrorCode::commit_refused, data.error());
  if (data->charter.number < charter_->number() || hashes.is_forgotten(data->log.number))
    return stale(input_);
  return {};
}

/// Writes a judged commit down, with what its welcomes need.
Step BundleJudge::keep(const wire::BundleGroup& group, const mls::PublicGroup& before,
                       mls::PublicStagedCommit staged, const Judged& judged) {
  const auto committer = rules::handle_of_leaf(*staged.tree().leaf(staged.effect().committer));
  if (!committer || *committer != input_.author) return refused(ErrorCode::bad_signature);
  const auto payload = view_part(group.commit, input_.parts);
  store::GroupWrite written{.channel = group.channel,
                            .opening = std::nullopt,
                            .expected_epoch = judged.expected_epoch,
                            .new_epoch = mls::number_of(staged.context().epoch),
                            .kind = channels::LogKind::commit,
                            .time = judged.entry_time,
                            .commit_payload = copy_bytes(payload),
                            .group_state = {},
                            .channel_state = {},
                            .tree = std::nullopt,
                            .welcomes = {}};
  if (group.opening)
    written.opening = store::Opening{.mode = judged.before.mode,
                                     .group = judged.before.group,
                                     .goes_on = find_channel(group.channel) != nullptr};
  if (auto good = check_welcomes(group, staged.effect(), judged.data, written); !good) return good;
  if (!written.welcomes.empty()) {
    auto tree = staged.tree().encode();
    const auto hash = primitives::sha256(tree);
    written.tree = store::TreePart{.hash = hash, .bytes = std::move(tree)};
  }
  const rules::LogEntrySummary entry{.kind = channels::LogKind::commit,
                                     .time = judged.entry_time,
                                     .payload_hash = rules::payload_hash(payload)};
  DecidedGroup decided{.after = before, .state = judged.before.after_commit(judged.data, entry)};
  decided.after.merge(std::move(staged));
  written.group_state = decided.after.encode();
  written.channel_state = decided.state.encode();
  write_.groups.push_back(std::move(written));
  groups_.push_back(std::move(decided));
  return {};
}

Step BundleJudge::check_welcomes(const wire::BundleGroup& group, const mls::CommitEffect& effect,
                                 const rules::CommitData& data, store::GroupWrite& written) {
  if (group.welcomes.size() != effect.adds.size()) return bad_field("welcomes");
  for (const auto& add : effect.adds) {
    const auto ref = mls::key_package_ref(add.key_package);
    const auto welcome = std::ranges::find(group.welcomes, ref, &wire::BundleWelcome::package);
    if (welcome == group.welcomes.end()) return bad_field("welcomes");
    if (!equal(add.key_package.leaf_node.credential.content, welcome->handle.view()))
      return bad_field("welcomes");
    const auto bytes = view_part(welcome->welcome, input_.parts);
    const auto message = mls::decode_message(bytes);
    if (!message || !std::holds_alternative<mls::Welcome>(message->body)) return bad_field("welcome");
    const auto from =
        rules::heals(data, welcome->handle) ? store::PackageFrom::request : store::PackageFrom::stock;
    written.welcomes.push_back(
        {.handle = welcome->handle, .package = ref, .welcome = copy_bytes(bytes), .from = from});
    welcomed_.insert(welcome->handle);
  }
  return {};
}

}  // namespace

bool is_founding(const wire::BundleRequest& request) {
  if (request.charter.empty()) return false;
  const auto entry = charter::CharterEntry::decode(request.charter.front());
  return entry && entry->kind() == charter::EntryKind::found;
}

std::optional<HandleId> founder_of(const wire::BundleRequest& request) {
  const auto entry = charter::CharterEntry::decode(request.charter.front());
  if (!entry || entry->circle() != request.circle) return std::nullopt;
  return entry->content().signer;
}

std::map<channels::ChannelId, channels::Sequence> places_named(const wire::BundleRequest& request,
                                                               const std::map<Hash, Bytes>& parts) {
  std::map<channels::ChannelId, channels::Sequence> places;
  for (const auto& group : request.groups) {
    const auto payload = rules::CommitPayload::decode(view_part(group.commit, parts));
    const auto message = payload ? mls::decode_message(payload->commit) : fail(payload.error());
    const auto* commit = message ? std::get_if<mls::PublicMessage>(&message->body) : nullptr;
    if (commit == nullptr) continue;
    const auto data = rules::CommitData::decode(commit->content.authenticated_data);
    if (data) places.insert_or_assign(group.channel, data->log.number);
  }
  for (const auto& bytes : request.charter) {
    const auto entry = charter::CharterEntry::decode(bytes);
    const auto* restart = entry ? std::get_if<charter::ChannelRestart>(&entry->content().body) : nullptr;
    if (restart != nullptr) places.insert_or_assign(restart->channel, restart->last_good.number);
  }
  return places;
}

std::expected<DecidedBundle, ErrorAnswer> judge_bundle(const BundleInput& input) {
  return BundleJudge(input).run();
}

}  // namespace kring::engine
