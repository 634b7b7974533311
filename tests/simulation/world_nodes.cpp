#include "tests/simulation/world.hpp"

#include <utility>

namespace kring::simulation {

using engine::SessionId;

std::optional<NodeIndex> World::pick_node() {
  std::vector<NodeIndex> up;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].engine) up.push_back(NodeIndex{i});
  }
  if (up.empty()) return std::nullopt;
  return up.size() == 1 ? up.front() : up[random_.below(up.size())];
}

void World::start_node(NodeIndex index) {
  auto& node = node_at(index);
  if (node.engine) return;
  ++node.life;
  node.engine = std::make_unique<engine::Engine>(
      engine::EngineOptions{
          .origin = std::string(hub_origin),
          .incarnation = store_.incarnation(),
          .hub_public_key = channels::HubKey::from(hub_key_.public_key.bytes).value(),
          .hub_seed = hub_key_.private_key.clone(),
          .head_check = nodes_.size() == 1 ? Duration::zero() : engine::limits::head_check_every},
      hub_random_);
}

void World::end_node(NodeIndex index) {
  auto& node = node_at(index);
  node.engine.reset();
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    auto& device = *devices_[i];
    if (!device.connection) continue;
    const auto session = device.connection->session;
    if (sessions_.at(session).node != index) continue;
    device.connection.reset();
    close_session(session);
    perform(DeviceIndex{i}, device.client->disconnected(hub_origin, now_at(DeviceIndex{i})));
    connect(DeviceIndex{i});
  }
  for (auto it = exchanges_.begin(); it != exchanges_.end();) {
    if (it->second.node != index) {
      ++it;
      continue;
    }
    reply_http(it->second, 502, {});
    it = exchanges_.erase(it);
  }
}

void World::reconnect_all() {
  for (std::size_t i = 0; i < devices_.size(); ++i) cut(DeviceIndex{i});
}

void World::restart_hub() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    end_node(NodeIndex{i});
    start_node(NodeIndex{i});
  }
}

void World::crash_node(NodeIndex node, Duration down) {
  end_node(node);
  at(now_ + down, [this, node] { start_node(node); });
}

void World::heal() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    start_node(NodeIndex{i});
    cut_bus(NodeIndex{i}, false);
    cut_store(NodeIndex{i}, false);
    set_node_clock(NodeIndex{i}, {});
  }
}

void World::set_weather(const Weather& weather) {
  options_.cuts_per_mille = weather.cuts_per_mille;
  options_.bus_lost_per_mille = weather.bus_lost_per_mille;
  options_.bus_doubled_per_mille = weather.bus_doubled_per_mille;
  options_.full_per_mille = weather.full_per_mille;
}

void World::tick_node(NodeIndex node) {
  at(now_ + node_tick, [this, node] {
    tell(node, engine::Ticked{});
    tick_node(node);
  });
}

void World::perform_node(NodeIndex node, engine::Actions actions) {
  for (auto& action : actions) perform_node_one(node, action);
}

void World::perform_node_one(NodeIndex node, engine::Action& action) {
  if (auto* send = std::get_if<engine::SendFrames>(&action)) {
    deliver(send->session, send->frames);
  } else if (auto* close = std::get_if<engine::CloseSession>(&action)) {
    const auto session = sessions_.find(close->session);
    if (session == sessions_.end()) return;
    at(now_, [this, device = session->second.device, id = close->session] {
      const auto& still = device_at(device).connection;
      if (still && still->session == id) cut(device);
    });
  } else if (std::holds_alternative<engine::TurnAsked>(action)) {
    at(now_, [this, node, life = node_at(node).life] {
      if (node_at(node).life == life) tell(node, engine::TurnGiven{});
    });
  } else if (auto* write = std::get_if<engine::StoreWrite>(&action)) {
    write_store(node, *write);
  } else if (auto* read = std::get_if<engine::StoreRead>(&action)) {
    read_store(node, *read);
  } else if (auto* reply = std::get_if<engine::HttpReply>(&action)) {
    const auto found = exchanges_.extract(reply->exchange);
    if (!found.empty()) reply_http(found.mapped(), reply->status, std::move(reply->body));
  } else if (auto* news = std::get_if<engine::Announce>(&action)) {
    announce(node, *news);
  }
}

/// To every node, the one that announces too.
void World::announce(NodeIndex from, const engine::Announce& news) {
  if (nodes_.size() == 1 || node_at(from).bus_cut) return;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const int times = happens(options_.bus_lost_per_mille)      ? 0
                      : happens(options_.bus_doubled_per_mille) ? 2
                                                                : 1;
    for (int time = 0; time < times; ++time) {
      const Duration late(static_cast<Duration::rep>(
          random_.below(static_cast<std::uint64_t>(options_.bus_delay_max.count()) + 1)));
      at(now_ + late, [this, to = NodeIndex{i}, news, life = store_life_] {
        if (life == store_life_ && !node_at(to).bus_cut) tell(to, news);
      });
    }
  }
}

std::string World::tampered(Device& device, const std::string& frame) const {
  if (!tampering_.event && !tampering_.answer) return frame;
  auto decoded = wire::decode_hub_frame(frame).value();
  if (auto* event = std::get_if<wire::Event>(&decoded)) {
    if (tampering_.event) tampering_.event(*event);
    return wire::encode_event(*event).value();
  }
  const auto& received = std::get<wire::ReceivedAnswer>(decoded);
  const auto op = device.asked.at(received.id.value());
  auto answer = wire::decode_answer(received, op).value();
  if (tampering_.answer) tampering_.answer(op, answer);
  return wire::encode_answer(answer).value();
}

void World::arrive(DeviceIndex index, SessionId session, const engine::Frame& frame, Time when) {
  at(when, [this, index, session, frame] {
    const auto& still = device_at(index).connection;
    if (!still || still->session != session) return;
    const bool is_meant = !tampering_.only || *tampering_.only == index;
    inject(index, is_meant ? tampered(device_at(index), *frame) : *frame);
  });
}

bool World::comes_in_order(DeviceIndex index, SessionId session, const engine::Frame& frame, Time arrives) {
  constexpr std::uint64_t late_max_ms = 600;
  const auto decoded = wire::decode_hub_frame(*frame);
  const auto* event = decoded ? std::get_if<wire::Event>(&*decoded) : nullptr;
  if (event == nullptr || std::holds_alternative<wire::HelloEvent>(*event)) return true;
  const auto late = [&] {
    return arrives + Duration(1 + static_cast<Duration::rep>(random_.below(late_max_ms)));
  };
  const auto before = disordered_;
  if (happens(disorder_.lost_per_mille)) {
    ++disordered_;
    return false;
  }
  if (happens(disorder_.doubled_per_mille)) {
    ++disordered_;
    arrive(index, session, frame, late());
  }
  if (before != disordered_ || !happens(disorder_.late_per_mille)) return true;
  ++disordered_;
  arrive(index, session, frame, late());
  return false;
}

void World::deliver(SessionId session, const std::vector<engine::Frame>& frames) {
  const auto found = sessions_.find(session);
  if (found == sessions_.end()) return;
  const auto index = found->second.device;
  const auto node = found->second.node;
  auto& device = device_at(index);
  if (!device.connection || device.connection->session != session) return;
  const auto is_open = [this, index, session] {
    const auto& still = device_at(index).connection;
    return still && still->session == session;
  };
  auto& arrives = device.connection->received_until;
  for (const auto& frame : frames) {
    if (plant_ == Plant::gap_skipped && is_skipped(*frame)) continue;
    wiretap_.push_back(*frame);
    watcher_.sent(session, *frame);
    arrives = std::max(arrives, now_ + delay());
    if (is_cut()) {
      at(arrives, [this, index, is_open] {
        if (is_open()) cut(index);
      });
      return;
    }
    if (comes_in_order(index, session, frame, arrives)) arrive(index, session, frame, arrives);
  }
  at(arrives, [this, session, node] {
    if (sessions_.contains(session)) tell(node, engine::WriterReady{session});
  });
}

}  // namespace kring::simulation
