#include "tests/simulation/world.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <utility>

namespace kring::simulation {

using engine::SessionId;

namespace {

/// A morning in May: any moment would do.
constexpr Time world_begins{Duration(1'778'000'000'000)};
/// Until a device that lost its connection tries again.
constexpr Duration reconnect_pause = std::chrono::milliseconds(400);

}  // namespace

World::World(WorldOptions options)
    : options_(options),
      random_(options.seed),
      client_random_(options.seed + 1'000'000),
      hub_random_(options.seed + 2'000'000),
      now_(world_begins),
      hub_key_(primitives::generate_signature_key_pair(hub_random_)),
      store_(hub_random_.id<channels::Incarnation>()),
      nodes_(options.nodes) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    start_node(NodeIndex{i});
    tick_node(NodeIndex{i});
  }
}

DeviceIndex World::add_device(const std::string& name, const std::string& relation) {
  const DeviceIndex index{devices_.size()};
  devices_.push_back(std::make_unique<Device>());
  auto& device = device_at(index);
  device.client = std::make_unique<core::Client>(core::Client::load({}, client_random_).value());
  auto made = device.client->init(name, relation);
  device.words = std::string(view_text(made.value().words));
  perform(index, std::move(made->actions));
  perform(index, device.client->start(now_at(index)));
  return index;
}

void World::at(Time time, Event event) {
  events_.emplace(std::max(time, now_), std::move(event));
}

Duration World::delay() {
  return Duration(
      1 + static_cast<Duration::rep>(random_.below(static_cast<std::uint64_t>(options_.delay_max.count()))));
}

bool World::is_cut() {
  return options_.cuts_per_mille != 0 && random_.below(1000) < options_.cuts_per_mille;
}

void World::run(Duration duration) {
  const auto until = now_ + duration;
  while (!events_.empty() && events_.begin()->first <= until) {
    auto next = events_.extract(events_.begin());
    now_ = next.key();
    next.mapped()();
  }
  now_ = until;
}

bool World::settle(Duration longest) {
  const auto until = now_ + longest;
  // Long enough that whatever is on its way arrives, and what follows from it begins.
  const auto step = options_.delay_max * 4;
  // What was announced and lost is seen by the next head check only.
  const auto calm_time =
      nodes_.size() == 1 ? step * 3 : engine::limits::head_check_every + node_tick + step * 3;
  Duration calm{};
  while (now_ < until) {
    run(step);
    const bool settled =
        std::ranges::all_of(devices_, [&](const auto& device) { return is_settled(*device); });
    calm = settled ? calm + step : Duration::zero();
    if (calm >= calm_time) return true;
  }
  return false;
}

bool World::is_settled(const Device& device) const {
  if (!device.wanted || device.hubs.empty()) return true;
  return device.connection && device.client->status(now_).settled;
}

std::string World::unsettled() {
  std::string text;
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    const auto& device = *devices_[i];
    const auto status = device.client->status(now_);
    if (is_settled(device)) continue;
    text += "device " + std::to_string(i) + (device.connection ? "" : " without connection");
    for (const auto& hub : status.hubs) text += " " + std::string(core::name_of(hub.connection));
    for (const auto& intent : status.pending) {
      text += " " + std::string(core::name_of(intent.kind)) + ":" + std::to_string(intent.tries);
    }
    for (const auto& circle : device.client->circles(now_)) {
      text += " " + std::string(core::name_of(circle.standing)) + (circle.caught_up ? "" : " behind");
    }
    text += "\n";
  }
  return text;
}

std::optional<Status> World::outcome(const core::IntentId& intent) const {
  const auto found = outcomes_.find(intent);
  if (found == outcomes_.end()) return std::nullopt;
  return found->second;
}

// ------------------------------------------------------------------------------------------- devices

void World::perform(DeviceIndex device, core::Actions actions) {
  for (auto& action : actions) perform_one(device, action);
}

void World::perform_one(DeviceIndex index, core::Action& action) {
  auto& device = device_at(index);
  if (auto* rows = std::get_if<core::Save>(&action)) return save(device, *rows);
  if (auto* to = std::get_if<core::Connect>(&action)) {
    device.hubs.insert(to->hub);
    return connect(index);
  }
  if (auto* frame = std::get_if<core::SendFrame>(&action)) return send_frame(index, std::move(*frame));
  if (auto* part = std::get_if<core::Fetch>(&action)) {
    return ask_http(index,
                    {.device = index,
                     .life = device.lives,
                     .circle = part->circle,
                     .hash = part->hash,
                     .method = engine::HttpMethod::get},
                    {.exchange = {},
                     .method = engine::HttpMethod::get,
                     .path = part->path,
                     .authorization = part->authorization,
                     .body = {}});
  }
  if (auto* part = std::get_if<core::Stage>(&action)) {
    return ask_http(index,
                    {.device = index,
                     .life = device.lives,
                     .circle = part->circle,
                     .hash = part->hash,
                     .method = engine::HttpMethod::put},
                    {.exchange = {},
                     .method = engine::HttpMethod::put,
                     .path = part->path,
                     .authorization = part->authorization,
                     .body = std::move(part->bytes)});
  }
  if (auto* told = std::get_if<core::Notify>(&action)) return note(device, told->notice);
  if (auto* moment = std::get_if<core::WakeAt>(&action)) return wake(index, moment->at);
  if (std::holds_alternative<core::Disconnect>(action)) cut(index);
}

void World::save(Device& device, core::Save& save) {
  if (plant_ != Plant::none) plant_in_save(device, save);
  for (auto& row : save.rows) {
    if (row.value) {
      device.vault.insert_or_assign(std::move(row.name), std::move(*row.value));
    } else {
      device.vault.erase(row.name);
    }
  }
}

void World::note(Device& device, core::Notice& notice) {
  device.notices.push_back(notice);
  if (const auto* done = std::get_if<core::IntentDone>(&notice)) {
    outcomes_.insert_or_assign(done->intent, Status());
  } else if (const auto* failed = std::get_if<core::IntentFailed>(&notice)) {
    outcomes_.insert_or_assign(failed->intent, Status(fail(failed->reason)));
  } else if (const auto* alarm = std::get_if<core::Alarm>(&notice)) {
    alarms_.push_back(*alarm);
  }
}

void World::wake(DeviceIndex index, Time time) {
  auto& device = device_at(index);
  device.wake = time;
  at(time - device.clock, [this, index, time] {
    auto& sleeper = device_at(index);
    if (sleeper.wake != time) return;
    sleeper.wake.reset();
    perform(index, sleeper.client->tick(now_at(index)));
  });
}

void World::connect(DeviceIndex index) {
  auto& device = device_at(index);
  if (device.connection || device.connecting || !device.wanted || device.hubs.empty()) return;
  device.connecting = true;
  at(now_ + reconnect_pause + delay(), [this, index] {
    auto& opened = device_at(index);
    opened.connecting = false;
    if (opened.connection || !opened.wanted) return;
    const auto node = pick_node();
    if (!node) return connect(index);
    const SessionId session{next_session_++};
    sessions_[session] = {.device = index, .node = *node};
    opened.connection = Connection{.session = session, .sent_until = now_, .received_until = now_};
    perform(index, opened.client->connected(hub_origin, now_at(index)));
    tell(*node, engine::SessionOpened{session});
  });
}

void World::close_session(SessionId session) {
  const auto found = sessions_.extract(session);
  watcher_.closed(session);
  if (!found.empty()) tell(found.mapped().node, engine::SessionClosed{session});
}

void World::cut(DeviceIndex index) {
  auto& device = device_at(index);
  if (!device.connection) return;
  const auto session = device.connection->session;
  device.connection.reset();
  close_session(session);
  perform(index, device.client->disconnected(hub_origin, now_at(index)));
  connect(index);
}

void World::offline(DeviceIndex device) {
  device_at(device).wanted = false;
  cut(device);
}

void World::online(DeviceIndex device) {
  device_at(device).wanted = true;
  connect(device);
}

void World::restart_device(DeviceIndex index) {
  auto& device = device_at(index);
  ++device.lives;
  if (device.connection) {
    const auto session = device.connection->session;
    device.connection.reset();
    close_session(session);
  }
  device.wake.reset();
  device.rows_held.clear();
  std::vector<core::Row> rows;
  rows.reserve(device.vault.size());
  for (const auto& [name, value] : device.vault) rows.push_back({name, SecretBytes(value)});
  auto loaded = core::Client::load(std::move(rows), client_random_);
  if (!loaded) return watcher_.report("a device cannot read what it has saved");
  device.client = std::make_unique<core::Client>(std::move(*loaded));
  perform(index, device.client->start(now_at(index)));
  connect(index);
}

void World::send_frame(DeviceIndex index, core::SendFrame frame) {
  auto& device = device_at(index);
  if (!device.connection) return;
  if (plant_ == Plant::intent_done_twice) plant_in_frame(device, frame);
  if (tampering_.request && tampering_.only.value_or(index) == index) {
    auto asked = wire::decode_request(frame.text).value();
    tampering_.request(asked.request);
    frame.text = wire::encode_request(asked).value();
  }
  wiretap_.push_back(frame.text);
  if (const auto request = wire::decode_request(frame.text))
    device.asked[request->id] = wire::op_of(request->request);
  if (is_cut()) {
    // Not now: the device is in the middle of its actions.
    at(now_, [this, index, session = device.connection->session] {
      const auto& still = device_at(index).connection;
      if (still && still->session == session) cut(index);
    });
    return;
  }
  auto& arrives = device.connection->sent_until;
  arrives = std::max(arrives, now_ + delay());
  at(arrives, [this, session = device.connection->session, text = std::move(frame.text)] {
    const auto open = sessions_.find(session);
    if (open == sessions_.end()) return;
    const auto node = open->second.node;
    if (const auto frame = wire::decode_request(text)) watcher_.asked(session, *frame);
    if (!refuse(session, text)) tell(node, engine::FrameReceived{.session = session, .text = text});
  });
}

bool World::refuse(SessionId session, const std::string& text) {
  const bool is_meant =
      tampering_.only.value_or(sessions_.at(session).device) == sessions_.at(session).device;
  if (!tampering_.refusal || !is_meant) return false;
  const auto frame = wire::decode_request(text).value();
  auto error = tampering_.refusal(frame.request);
  if (!error) return false;
  const wire::AnswerFrame answer{.id = frame.id, .outcome = std::move(*error)};
  deliver(session, {std::make_shared<const std::string>(wire::encode_answer(answer).value())});
  return true;
}

void World::ask_http(DeviceIndex /*index*/, Exchange exchange, engine::HttpAsked asked) {
  ++http_requests_;
  const auto node = pick_node();
  if (!node) return reply_http(exchange, 502, {});
  exchange.node = *node;
  const engine::ExchangeId id{next_exchange_++};
  asked.exchange = id;
  exchanges_[id] = exchange;
  at(now_ + delay(), [this, id, node = *node, asked = std::move(asked)] {
    // The node may have ended since, and the request with it.
    if (exchanges_.contains(id)) tell(node, asked);
  });
}

HttpGot World::get(DeviceIndex device, const std::string& path) {
  Exchange exchange;
  exchange.device = device;
  exchange.got = std::make_shared<std::optional<HttpGot>>();
  ask_http(
      device, exchange,
      {.exchange = {}, .method = engine::HttpMethod::get, .path = path, .authorization = {}, .body = {}});
  constexpr int tries_max = 100;
  for (int tries = 0; tries < tries_max && !*exchange.got; ++tries) run(std::chrono::milliseconds(100));
  return exchange.got->value_or(HttpGot{});
}

void World::reply_http(const Exchange& exchange, unsigned status, Bytes body) {
  at(now_ + delay(), [this, exchange, status, body = std::move(body)]() mutable {
    const bool is_told = tampering_.only.value_or(exchange.device) == exchange.device;
    if (exchange.got) {
      if (status == 200 && tampering_.part && is_told) tampering_.part(body);
      *exchange.got = HttpGot{.status = status, .body = std::move(body)};
      return;
    }
    auto& device = device_at(exchange.device);
    if (device.lives != exchange.life) return;
    const bool good = status >= 200 && status < 300;
    if (exchange.method == engine::HttpMethod::get) {
      const auto reason = status == 404 ? client::Errc::part_gone : client::Errc::refused_by_hub;
      auto bytes = good ? Result<Bytes>(body) : Result<Bytes>(fail(reason, "http"));
      if (bytes && tampering_.part && is_told) tampering_.part(*bytes);
      perform(exchange.device, device.client->fetched(exchange.circle, exchange.hash, std::move(bytes),
                                                      now_at(exchange.device)));
    } else {
      auto done = good ? Status() : Status(fail(client::Errc::refused_by_hub, "http"));
      perform(exchange.device,
              device.client->staged(exchange.circle, exchange.hash, done, now_at(exchange.device)));
    }
  });
}

wire::SignedHead World::sign_head(const charter::Head& head) const {
  const auto signed_head = charter::sign_head(head, hub_key_.private_key).value();
  wire::SignedHead sent{.number = head.number, .hash = head.hash.bytes()};
  std::ranges::copy(signed_head.signature, sent.signature.begin());
  return sent;
}

void World::inject(DeviceIndex index, const std::string& frame) {
  perform(index, device_at(index).client->frame(hub_origin, frame, now_at(index)));
}

}  // namespace kring::simulation
