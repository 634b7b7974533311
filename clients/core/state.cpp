#include "clients/core/state.hpp"

#include "clients/core/advance.hpp"
#include "clients/core/alarms.hpp"
#include "clients/core/bundle.hpp"
#include "clients/core/circle_rows.hpp"
#include "clients/core/devices.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/founding.hpp"
#include "clients/core/joining.hpp"
#include "clients/core/log_sync.hpp"
#include "clients/core/login.hpp"
#include "clients/core/people.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"

#include "channels/model/limits.hpp"
#include "channels/wire/error_code.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kring::core {

namespace {

std::string founding_row(const IntentId& id) {
  return "intent/" + to_hex(id.view());
}

/// The circle of a row and the rest of its name; nothing for another row.
struct CircleRow {
  channels::CircleId circle;
  std::string rest;
};
std::optional<CircleRow> parse_circle_row(std::string_view name) {
  constexpr std::string_view prefix = "circle/";
  constexpr std::size_t digits = 2 * channels::CircleId::size;
  if (!name.starts_with(prefix) || name.size() < prefix.size() + digits + 2) return std::nullopt;
  const auto bytes = from_hex(name.substr(prefix.size(), digits));
  if (!bytes) return std::nullopt;
  const auto id = channels::CircleId::from(*bytes);
  if (!id) return std::nullopt;
  return CircleRow{*id, std::string(name.substr(prefix.size() + digits + 1))};
}

/// Whether nothing that comes for a circle is taken.
bool hears_nothing(const CircleData& circle) {
  return circle.stopped || circle.foreign_key;
}

/// Whether an older program stopped a circle as its hub's address showed another key, and for nothing else:
/// what came after an alarm was not looked at any more.
bool stopped_at_foreign_key(const channels::CircleId& circle, const CircleRows& rows,
                            const std::vector<Alarm>& alarms) {
  const auto reason = name_of(client::Errc::wrong_hub_key);
  return stops_at_foreign_key(rows.at("self")) && std::ranges::any_of(alarms, [&](const Alarm& alarm) {
           return alarm.circle == circle && !alarm.channel && alarm.reason == reason;
         });
}

}  // namespace

Status Client::State::load(std::vector<Row> rows) {
  std::map<channels::CircleId, CircleRows> circles;
  for (auto& row : rows) {
    if (!row.value) continue;
    if (auto place = parse_circle_row(row.name)) {
      circles[place->circle].insert_or_assign(std::move(place->rest), std::move(*row.value));
    } else if (row.name == "device") {
      auto device = Device::decode(*row.value);
      if (!device) return fail(device.error());
      device_ = std::move(*device);
    } else if (row.name == "slot") {
      auto keeping = VaultKeeping::decode(*row.value);
      if (!keeping) return fail(keeping.error());
      keeping_ = std::move(*keeping);
    } else if (row.name == "attesting") {
      auto attesting = Attesting::decode(*row.value);
      if (!attesting) return fail(attesting.error());
      attesting_ = std::move(*attesting);
    } else if (row.name.starts_with("network/")) {
      auto network = NetworkCharter::decode(*row.value);
      if (!network) return fail(network.error());
      (void)networks_.put(std::move(*network));  // What has to go goes when the next is kept.
    } else if (row.name.starts_with("intent/")) {
      auto intent = decode_intent(*row.value);
      if (!intent) return fail(intent.error());
      foundings_.push_back(std::move(*intent));
    } else if (row.name.starts_with(alarm_prefix)) {
      auto alarm = decode_alarm(*row.value);
      if (!alarm) return fail(alarm.error());
      alarms_.push_back(std::move(*alarm));
    } else if (row.name.starts_with(evidence_prefix)) {
      evidence_.emplace(row.name, copy_bytes(*row.value));
    }
  }
  // In the order in which they came, as their numbers are.
  std::ranges::sort(alarms_, {}, [](const Alarm& alarm) { return std::tie(alarm.time, alarm.evidence); });
  std::ranges::sort(foundings_, {}, &Intent::order);
  if (!circles.empty() && !device_) return fail(client::Errc::bad_vault, "circles without a device");
  for (const auto& [id, circle_rows] : circles) {
    auto circle = load_circle(id, circle_rows);
    if (!circle) return fail(circle.error());
    if (stopped_at_foreign_key(id, circle_rows, alarms_)) circle->stopped = false;
    fold_all(*circle);
    circles_.emplace(id, std::move(*circle));
  }
  return {};
}

Actions Client::State::start(Time now) {
  Turn turn(random_, now, next_request_);
  for (const auto& [id, circle] : circles_) (void)session_of(circle.hub, turn);
  for (const auto& founding : foundings_) (void)session_of(std::get<FoundWish>(founding.wish).hub, turn);
  advance_all(turn);
  return finish(turn);
}

Actions Client::State::connected(std::string_view hub, Time now) {
  Turn turn(random_, now, next_request_);
  auto& session = session_of(hub, turn);
  session.connection = Connection::connecting;
  session.hello.reset();
  session.clock_off = false;
  turn.notify(ConnectionChanged{.hub = session.hub, .state = session.connection});
  advance_all(turn);
  return finish(turn);
}

Actions Client::State::frame(std::string_view hub, std::string_view text, Time now) {
  Turn turn(random_, now, next_request_);
  auto& session = session_of(hub, turn);
  if (session.connection == Connection::offline || session.connection == Connection::refused)
    return finish(turn);
  const auto frame = wire::decode_hub_frame(text);
  if (!frame) {
    // A kind of event from after our time may be passed over; anything else is no hub of ours.
    if (frame.error() != wire::ErrorCode::unknown_op) {
      turn.disconnect(hub, Error(client::Errc::bad_frame, frame.error().name()));
    }
    return finish(turn);
  }
  if (const auto* event = std::get_if<wire::Event>(&*frame)) {
    take_event(turn, session, *event);
  } else {
    take_answer(turn, session, std::get<wire::ReceivedAnswer>(*frame));
  }
  advance_all(turn);
  return finish(turn);
}

Actions Client::State::disconnected(std::string_view hub, Time now) {
  Turn turn(random_, now, next_request_);
  auto& session = session_of(hub, turn);
  session.connection = Connection::offline;
  session.hello.reset();
  for (auto& [id, circle] : circles_) {
    if (circle.hub == hub) connection_lost(circle);
  }
  keeping_.connection_lost(hub);
  if (reading_) reading_->connection_lost(hub);
  turn.notify(ConnectionChanged{.hub = session.hub, .state = session.connection});
  advance_all(turn);
  return finish(turn);
}

Actions Client::State::tick(Time now) {
  Turn turn(random_, now, next_request_);
  advance_all(turn);
  return finish(turn);
}

Actions Client::State::fetched(const channels::CircleId& id, const Hash& hash, Result<Bytes> bytes,
                               Time now) {
  Turn turn(random_, now, next_request_);
  const auto found = circles_.find(id);
  if (found == circles_.end() || found->second.foreign_key) return finish(turn);
  auto& session = session_of(found->second.hub, turn);
  Context context{.turn = turn, .device = *device_, .session = session, .circle = found->second};
  take_part(context, hash, bytes);
  advance_all(turn);
  return finish(turn);
}

Actions Client::State::staged(const channels::CircleId& id, const Hash& hash, Status status, Time now) {
  Turn turn(random_, now, next_request_);
  const auto found = circles_.find(id);
  if (found == circles_.end() || found->second.foreign_key) return finish(turn);
  auto& session = session_of(found->second.hub, turn);
  Context context{.turn = turn, .device = *device_, .session = session, .circle = found->second};
  bundle_part_staged(context, hash, status);
  restore_part_staged(context, hash, status);
  advance_all(turn);
  return finish(turn);
}

HubSession& Client::State::session_of(std::string_view hub, Turn& turn) {
  const auto found = sessions_.find(hub);
  if (found != sessions_.end()) return found->second;
  turn.connect(hub);
  return sessions_.emplace(std::string(hub), HubSession{.hub = std::string(hub)}).first->second;
}

void Client::State::take_hello(Turn& turn, HubSession& session, const wire::HelloEvent& hello) {
  if (hello.origin != session.hub) {
    session.connection = Connection::refused;
    turn.notify(ConnectionChanged{.hub = session.hub, .state = session.connection});
    turn.disconnect(session.hub, Error(client::Errc::wrong_origin, "hello"));
    return;
  }
  session.hello = hello;
  session.connection = Connection::greeted;
  keeping_.connection_lost(session.hub);
  if (reading_) reading_->connection_lost(session.hub);
  session.pinged = turn.now();
  turn.notify(ConnectionChanged{.hub = session.hub, .state = session.connection});
  check_clock(turn, session, hello.time);
  for (auto& [id, circle] : circles_) {
    if (circle.hub != session.hub || circle.stopped) continue;
    connection_lost(circle);
    Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
    if (check_hub(context)) note_incarnation(context);
  }
}

void Client::State::check_clock(Turn& turn, HubSession& session, Time hub_time) {
  const auto difference = turn.now() - hub_time;
  const bool off =
      difference > channels::limits::clock_skew_max || -difference > channels::limits::clock_skew_max;
  if (off && !session.clock_off) turn.notify(ClockOff{.hub = session.hub, .difference = difference});
  session.clock_off = off;
}

void Client::State::take_event(Turn& turn, HubSession& session, const wire::Event& event) {
  if (const auto* hello = std::get_if<wire::HelloEvent>(&event)) return take_hello(turn, session, *hello);
  if (const auto* heartbeat = std::get_if<wire::HeartbeatEvent>(&event)) {
    return check_clock(turn, session, heartbeat->time);
  }
  if (std::holds_alternative<wire::DrainingEvent>(event)) {
    session.connection = Connection::draining;
    turn.notify(ConnectionChanged{.hub = session.hub, .state = session.connection});
    return;
  }
  const auto id = circle_of(event);
  const auto found = id ? circles_.find(*id) : circles_.end();
  if (found == circles_.end() || found->second.hub != session.hub || hears_nothing(found->second)) return;
  Context context{.turn = turn, .device = *device_, .session = session, .circle = found->second};
  take_circle_event(context, event);
}

void Client::State::take_answer(Turn& turn, HubSession& session, const wire::ReceivedAnswer& received) {
  if (!received.id) return;
  if (device_ && keeping_.take_answer(turn, *device_, session, received)) return;
  if (reading_ && reading_->take_answer(turn, session, received)) return;
  for (auto& [id, circle] : circles_) {
    if (circle.hub != session.hub) continue;
    const auto awaited = circle.awaited.extract(*received.id);
    if (awaited.empty()) continue;
    auto answer = wire::decode_answer(received, awaited.mapped().op);
    if (!answer) {
      turn.disconnect(session.hub, Error(client::Errc::bad_frame, answer.error().name()));
      return;
    }
    Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
    if (!hears_nothing(circle)) take_circle_answer(context, awaited.mapped(), answer->outcome);
    return;
  }
}

void Client::State::begin_founding(Turn& turn, HubSession& session, const Founding& founding) {
  auto circle = found_circle(turn, *device_, session, founding);
  if (circle) {
    const auto id = circle->id;
    circles_.emplace(id, std::move(*circle));
  } else {
    turn.notify(IntentFailed{.intent = founding.intent, .reason = circle.error(), .rule = {}});
  }
}

void Client::State::found_anew(Turn& turn, HubSession& session) {
  std::vector<Founding> again;
  std::erase_if(circles_, [&](const auto& item) {
    const CircleData& circle = item.second;
    const bool waits = circle.standing == Standing::founding && !circle.underway && !circle.intents.empty();
    if (!waits || circle.hub != session.hub) return false;
    const auto& intent = circle.intents.front();
    again.push_back({.intent = intent.id,
                     .wish = std::get<FoundWish>(intent.wish),
                     .recovery_index = circle.recovery_index});
    erase_circle(turn, circle);
    return true;
  });
  for (const auto& founding : again) begin_founding(turn, session, founding);
}

void Client::State::begin_foundings(Turn& turn, HubSession& session) {
  if (!session.usable()) return;
  found_anew(turn, session);
  std::erase_if(foundings_, [&](const Intent& founding) {
    const auto& wish = std::get<FoundWish>(founding.wish);
    if (wish.hub != session.hub) return false;
    turn.erase(founding_row(founding.id));
    if (const auto index = take_recovery_key(turn)) {
      begin_founding(turn, session, {.intent = founding.id, .wish = wish, .recovery_index = *index});
    } else {
      turn.notify(IntentFailed{.intent = founding.id, .reason = index.error(), .rule = {}});
    }
    return true;
  });
}

void Client::State::ping(Turn& turn, HubSession& session) {
  // Where nobody is at home we do not wait: a hub ends a connection that says nothing, and the next one may
  // show the right key.
  if (session.connection != Connection::greeted || is_strange(session)) return;
  if (turn.now() >= session.pinged + ping_every) {
    session.pinged = turn.now();
    turn.request(session.hub, wire::PingRequest{});
  }
  turn.wake_by(session.pinged + ping_every);
}

bool Client::State::is_strange(const HubSession& session) const {
  const auto is_here = [&](const auto& item) { return item.second.hub == session.hub; };
  const auto is_own = [&](const auto& item) { return is_here(item) && !item.second.foreign_key; };
  return std::ranges::any_of(circles_, is_here) && std::ranges::none_of(circles_, is_own);
}

void Client::State::advance(Turn& turn, HubSession& session) {
  ping(turn, session);
  if (reading_ && !is_strange(session)) reading_->push(turn, session);
  begin_foundings(turn, session);
  for (auto& [id, circle] : circles_) {
    if (circle.hub != session.hub || circle.foreign_key) continue;
    Context context{.turn = turn, .device = *device_, .session = session, .circle = circle};
    core::advance(context);
  }
  drop_failed(turn);
}

void Client::State::advance_all(Turn& turn) {
  for (auto& [hub, session] : sessions_) advance(turn, session);
  if (device_) take_told_attestations(turn);
}

namespace {

/// Whether the words that this device came by opened nothing, or not what was wanted.
bool came_in_vain(const CircleData& circle) {
  const bool is_refused = circle.login == LoginState::refused && (!circle.log || circle.came_as_another);
  return is_coming(circle) && (circle.access == wire::Access::recovering || is_refused);
}

}  // namespace

void Client::State::drop_failed(Turn& turn) {
  const auto has_failed = [](const CircleData& circle) {
    const bool outside = circle.standing == Standing::founding || circle.standing == Standing::invited;
    return (outside || came_in_vain(circle)) && circle.intents.empty() && !circle.underway;
  };
  for (auto& [id, circle] : circles_) {
    if (has_failed(circle) && !circle.channels.empty()) give_up_joining(turn, circle);
  }
  std::erase_if(circles_, [&](const auto& item) {
    if (!has_failed(item.second)) return false;
    erase_circle(turn, item.second);
    return true;
  });
}

void Client::State::keep_slot(Turn& turn) {
  keeping_.note(turn);
  if (!device_ || !device_->slot) return;
  if (turn.now() != Time{}) {
    keeping_.push(turn, *device_, circles_, sessions_);
  } else if (keeping_.is_changed()) {
    turn.wake_by(Time{});  // A command that knows no time: at once, by who does.
  }
}

Actions Client::State::finish(Turn& turn) {
  keep_slot(turn);
  auto actions = turn.take();
  for (const auto& action : actions) {
    const auto* notify = std::get_if<Notify>(&action);
    const auto* alarm = notify == nullptr ? nullptr : std::get_if<Alarm>(&notify->notice);
    if (alarm != nullptr) alarms_.push_back(*alarm);
  }
  return actions;
}

}  // namespace kring::core
