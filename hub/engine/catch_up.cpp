#include "channels/rules/log_hash.hpp"
#include "hub/base/errc.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/frames.hpp"

#include <algorithm>
#include <utility>

/// Several nodes on one store: how an engine sees what another one has written.
///
/// Whatever another node does ends in the store, and everything here ends in reading it: news, its absence, a
/// write that came second. What is in memory only ever moves forward, piece by piece, and a log never past an
/// entry that names a charter head which is not there yet.
namespace kring::engine {

using channels::CircleId;
using channels::HandleId;

/// One comparison of a circle with the store, and who waits for it.
struct Engine::CatchUp {
  CircleId circle;
  store::CircleHeads heads;
  std::vector<OnCircle> waiting;
};

namespace {

/// Whether anything that a plain reading on of the logs does not bring may have moved: charter, epochs,
/// groups, channels; or a log is so far ahead that its tail would be thrown away again.
bool needs_state(const Circle& circle, const store::CircleHeads& heads) {
  if (heads.charter.number > circle.head.number) return true;
  return std::ranges::any_of(heads.channels, [&](const store::ChannelHead& head) {
    const auto found = circle.channels.find(head.channel);
    if (found == circle.channels.end()) return true;
    const auto& known = found->second.head;
    if (head.seq <= known.seq) return false;
    const auto missing = std::to_underlying(head.seq) - std::to_underlying(known.seq);
    const auto* here = circle.charter.channel(head.channel);
    // After a restore the charter comes before the logs, and two groups have epochs of one number.
    const bool is_to_restart = here != nullptr && here->group != found->second.group_id;
    return head.epoch != known.epoch || is_to_restart || missing > limits::tail_entries_max;
  });
}

/// The first channel whose log has grown; null if none has.
const store::ChannelHead* find_behind(const Circle& circle, const store::CircleHeads& heads) {
  const auto found = std::ranges::find_if(heads.channels, [&](const store::ChannelHead& head) {
    return circle.channels.at(head.channel).head.seq < head.seq;
  });
  return found == heads.channels.end() ? nullptr : &*found;
}

/// Moves a channel over one more entry of its epoch.
void take_entry(Channel& channel, const store::LogPosition& place, Frame frame) {
  advance(channel, place, channel.state);
  channel.tail.push(std::to_underlying(place.seq), std::move(frame));
}

/// Handles whom a commit between two states of a group has let in: a Welcome waits for them.
std::set<HandleId> newcomers(const mls::PublicGroup* before, const mls::PublicGroup& after) {
  std::set<Bytes> known;
  if (before != nullptr) {
    for (const auto& member : before->members()) known.insert(member.node.encryption_key.bytes);
  }
  std::set<HandleId> found;
  for (const auto& member : after.members()) {
    const auto bytes = to_fixed<HandleId::size>(member.node.credential.content);
    if (bytes && !known.contains(member.node.encryption_key.bytes)) found.insert(HandleId(*bytes));
  }
  return found;
}

}  // namespace

void Engine::with_fresh_circle(const CircleId& id, OnCircle then, Time now) {
  if (!is_shared()) return with_circle(id, std::move(then), now);
  if (auto* circle = find_circle(id)) return freshen(*circle, std::move(then));
  if (!loading_.contains(id)) return with_circle(id, std::move(then), now);
  // What is on its way may be from before this was asked.
  with_circle(
      id,
      [this, id, then = std::move(then)](FoundCircle found, Time later) mutable {
        if (found) return freshen(**found, std::move(then));
        with_circle(id, std::move(then), later);
      },
      now);
}

void Engine::freshen(Circle& circle, OnCircle then) {
  // What is on its way may be from before this was asked: it is for the next one.
  circle.next_fresh.push_back(std::move(then));
  if (!circle.checking) check_circle(circle);
}

void Engine::freshen(Circle& circle) {
  freshen(circle, [](const FoundCircle&, Time) {});
}

void Engine::check_circle(Circle& circle) {
  circle.checking = true;
  auto task = std::make_shared<CatchUp>(
      CatchUp{.circle = circle.id, .heads = {}, .waiting = std::exchange(circle.next_fresh, {})});
  read(store::ReadHeads{{circle.id}}, [this, task = std::move(task)](store::ReadResult result, Time later) {
    if (!result) return caught_up(*task, fail(result.error()), later);
    auto& heads = std::get<store::Heads>(*result).circles;
    if (heads.empty()) return caught_up(*task, fail(hub::Errc::unknown_circle, "heads"), later);
    task->heads = std::move(heads.front());
    catch_up(task, later);
  });
}

void Engine::catch_up(const std::shared_ptr<CatchUp>& task, Time now) {
  auto& circle = *find_circle(task->circle);
  if (needs_state(circle, task->heads)) {
    read(store::LoadCircle{task->circle}, [this, task](store::ReadResult result, Time later) {
      if (!result) return caught_up(*task, fail(result.error()), later);
      auto restored = restore_circle(task->circle, std::get<store::StoredCircle>(*result));
      if (!restored) return caught_up(*task, fail(restored.error()), later);
      merge(*find_circle(task->circle), std::move(*restored), later);
      caught_up(*task, {}, later);
    });
    return;
  }
  const auto* head = find_behind(circle, task->heads);
  if (head == nullptr) return caught_up(*task, {}, now);
  read(store::ReadLog{.circle = task->circle,
                      .channel = head->channel,
                      .after = circle.channels.at(head->channel).head.seq,
                      .count_max = limits::log_page_entries_max,
                      .bytes_max = limits::log_page_bytes_max},
       [this, task, id = head->channel, last = head->seq](store::ReadResult result, Time later) {
         if (!result) return caught_up(*task, fail(result.error()), later);
         auto& here = *find_circle(task->circle);
         auto& rows = std::get<store::LogPage>(*result).entries;
         take_page(here, here.channels.at(id), last, std::move(rows));
         pump_circle(here);
         catch_up(task, later);
       });
}

/// Takes what a read brought up to `last`, where the log stood when the charter was as far as ours.
void Engine::take_page(Circle& circle, Channel& channel, channels::Sequence last,
                       std::vector<store::LogEntryRow> rows) {
  for (auto& row : rows) {
    if (row.seq > last) break;
    // An announcement has brought it meanwhile.
    if (row.seq <= channel.head.seq) continue;
    const store::LogPosition place{
        .channel = channel.head.channel, .seq = row.seq, .time = row.time, .hash = row.hash};
    take_entry(channel, place, entry_frame(circle.id, channel.head.channel, std::move(row)));
  }
}

void Engine::caught_up(CatchUp& task, const Status& status, Time now) {
  auto& circle = *find_circle(task.circle);
  circle.checking = false;
  // The circle stays while this runs: only time takes one out of memory.
  for (auto& then : std::exchange(task.waiting, {})) {
    then(status ? FoundCircle(&circle) : FoundCircle(fail(status.error())), now);
  }
  if (!circle.next_fresh.empty() && !circle.checking) check_circle(circle);
}

/// Takes what the store had at one moment, where it is further than what is in memory.
void Engine::merge(Circle& circle, Circle stored, Time now) {
  if (stored.charter.number() > circle.charter.number()) {
    circle.charter = std::move(stored.charter);
    circle.incarnation = stored.incarnation;
    circle.head = sign_head(circle.charter.head());
  }
  std::set<HandleId> welcomed;
  for (auto& [id, channel] : stored.channels) {
    const auto found = circle.channels.find(id);
    if (found == circle.channels.end()) {
      welcomed.merge(newcomers(nullptr, channel.group));
      circle.channels.emplace(id, std::move(channel));
      continue;
    }
    auto& known = found->second;
    if (channel.head.seq <= known.head.seq) continue;
    if (channel.head.epoch != known.head.epoch || channel.group_id != known.group_id) {
      welcomed.merge(newcomers(&known.group, channel.group));
      known.group = std::move(channel.group);
      known.group_id = channel.group_id;
      known.head.epoch = channel.head.epoch;
      known.lease.reset();
    }
    const store::LogPosition place{
        .channel = id, .seq = channel.head.seq, .time = channel.head.time, .hash = channel.head.hash};
    advance(known, place, std::move(channel.state));
  }
  pump_circle(circle);
  tell_newcomers(circle, welcomed);
  offer_work(circle, now);
}

void Engine::tell_newcomers(Circle& circle, const std::set<HandleId>& welcomed) {
  if (welcomed.empty()) return;
  for (const auto id : std::set(circle.sessions)) {
    auto* session = find_session(id);
    const auto* login = session == nullptr ? nullptr : session->find_login(circle.id);
    if (login != nullptr && login->charter_sent && welcomed.contains(login->handle))
      send_welcomes(*session, circle.id, [](const Status&, Time) {});
  }
}

// News of other nodes.

Actions Engine::on(const Announce& event, Time /*now*/) {
  auto* circle = find_circle(event.circle);
  if (circle == nullptr) return take_actions();
  if (take_frames(*circle, event)) pump_circle(*circle);
  bool is_behind = event.charter > circle->head.number;
  if (event.channel) {
    const auto found = circle->channels.find(*event.channel);
    is_behind = is_behind || found == circle->channels.end() ||
                event.number > std::to_underlying(found->second.head.seq);
  }
  if (is_behind) freshen(*circle);
  return take_actions();
}

/// Takes ready-made frames that follow on what is in memory, and says whether there were any. A commit is not
/// taken: the state after it is the store's to tell.
bool Engine::take_frames(Circle& circle, const Announce& event) {
  const auto found = event.channel ? circle.channels.find(*event.channel) : circle.channels.end();
  if (found == circle.channels.end() || event.charter > circle.head.number) return false;
  auto& channel = found->second;
  const auto before = channel.head.seq;
  if (event.number < event.frames.size()) return false;
  auto number = event.number - event.frames.size();
  for (const auto& frame : event.frames) {
    ++number;
    if (number <= std::to_underlying(channel.head.seq)) continue;
    const auto decoded = wire::decode_hub_frame(*frame);
    const auto* told = decoded ? std::get_if<wire::Event>(&*decoded) : nullptr;
    const auto* entry = told == nullptr ? nullptr : std::get_if<wire::EntryEvent>(told);
    const auto* payload = entry == nullptr ? nullptr : std::get_if<Bytes>(&entry->payload);
    const bool follows = payload != nullptr && entry->circle == circle.id &&
                         entry->channel == *event.channel && entry->seq == channels::next(channel.head.seq) &&
                         std::to_underlying(entry->seq) == number && entry->kind != channels::LogKind::commit;
    if (!follows) break;
    const auto log = rules::next_log_head(
        *event.channel, channel.state.log,
        {.kind = entry->kind, .time = entry->time, .payload_hash = rules::payload_hash(*payload)});
    take_entry(channel, {.channel = *event.channel, .seq = log.number, .time = entry->time, .hash = log.hash},
               frame);
  }
  return channel.head.seq > before;
}

/// News may be lost: now and then all that somebody is attached to is compared with the store, many circles a
/// read.
void Engine::check_heads(Time now) {
  if (!is_shared() || draining_) return;
  // A clock that went back does not put it off.
  if (heads_checked_ && now >= *heads_checked_ && now - *heads_checked_ < options_.head_check) return;
  heads_checked_ = now;
  std::vector<CircleId> attached;
  for (const auto& [id, circle] : circles_) {
    if (!circle.sessions.empty()) attached.push_back(id);
  }
  for (std::size_t i = 0; i < attached.size(); i += limits::heads_per_read_max) {
    const auto end = std::min(i + limits::heads_per_read_max, attached.size());
    store::ReadHeads request{{attached.begin() + static_cast<std::ptrdiff_t>(i),
                              attached.begin() + static_cast<std::ptrdiff_t>(end)}};
    read(std::move(request), [this](store::ReadResult result, Time) {
      if (!result) return;  // The next one may succeed.
      for (const auto& heads : std::get<store::Heads>(*result).circles) {
        auto* circle = find_circle(heads.circle);
        if (circle != nullptr && (needs_state(*circle, heads) || find_behind(*circle, heads) != nullptr))
          freshen(*circle);
      }
    });
  }
}

}  // namespace kring::engine
