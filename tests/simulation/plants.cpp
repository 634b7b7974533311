#include "channels/charter/state.hpp"
#include "tests/simulation/world.hpp"

#include <algorithm>
#include <utility>

/// The bugs that are put in on purpose, each where a real one of its kind would show.
namespace kring::simulation {

store::WriteRequest World::planted(store::WriteRequest request) {
  auto* append = std::get_if<store::Append>(&request);
  if (append != nullptr && plant_ == Plant::duplicate_stored_twice) {
    if (!messages_stored_.insert(append->message).second) {
      append->message = random_.id<channels::MessageId>();
      append->record.reset();
    }
    return request;
  }
  if (append != nullptr && plant_ == Plant::old_generation_taken) {
    const auto heads = store_.read(store::ReadHeads{{append->circle}});
    for (const auto& circle : std::get<store::Heads>(*heads).circles) {
      for (const auto& head : circle.channels) {
        if (head.channel != append->channel) continue;
        append->charter_number = circle.charter.number;
        append->epoch = head.epoch;
        append->time = std::max(append->time, head.time);
      }
    }
    return request;
  }
  auto* bundle = std::get_if<store::BundleWrite>(&request);
  if (bundle == nullptr || plant_ != Plant::stale_commit_taken || !bundle->entries.empty()) return request;
  const auto heads = store_.read(store::ReadHeads{{bundle->circle}});
  for (const auto& circle : std::get<store::Heads>(*heads).circles) {
    bundle->expected_head = circle.charter;
    for (auto& group : bundle->groups) {
      const auto head = std::ranges::find(circle.channels, group.channel, &store::ChannelHead::channel);
      if (head == circle.channels.end()) continue;
      group.expected_epoch = head->epoch;
      group.time = std::max(group.time, head->time);
    }
  }
  return request;
}

store::ReadResult World::planted(store::ReadResult result) {
  auto* stored = result ? std::get_if<store::StoredCircle>(&*result) : nullptr;
  if (plant_ != Plant::removed_handle_served || stored == nullptr) return result;
  auto state = charter::decode_state(stored->charter_snapshot).value();
  for (auto& [id, member] : state.members) {
    if (!member.granted || !member.ended) continue;
    member.ended.reset();
    member.standing = charter::Standing::granted;
  }
  stored->charter_snapshot = charter::encode_state(state);
  return result;
}

bool World::is_skipped(const std::string& frame) {
  return frame.starts_with(R"({"event":"entry")") && ++entries_sent_ % 16 == 0;
}

void World::plant_in_frame(Device& device, core::SendFrame& frame) {
  auto request = wire::decode_request(frame.text);
  auto* append = request ? std::get_if<wire::AppendRequest>(&request->request) : nullptr;
  if (append == nullptr || device.messages_sent.insert(append->message).second) return;
  append->message = random_.id<channels::MessageId>();
  frame.text = wire::encode_request(*request).value();
}

void World::plant_in_save(Device& device, core::Save& save) {
  auto held = std::exchange(device.rows_held, {});
  for (auto it = save.rows.begin(); it != save.rows.end();) {
    const bool is_held = plant_ == Plant::cursor_before_write && it->value && it->name.contains("/log/");
    if (is_held) device.rows_held.push_back(std::move(*it));
    const bool is_forgotten =
        plant_ == Plant::network_forgotten && it->value && it->name.starts_with("network/");
    // An intent was written down with its payload; that it is done never is.
    const bool is_done_again = plant_ == Plant::intent_done_twice && it->name.contains("/outbox/") &&
                               ++device.outbox_saves[it->name] > 2;
    if (is_held || is_forgotten || is_done_again) {
      it = save.rows.erase(it);
    } else {
      ++it;
    }
  }
  std::ranges::move(held, std::back_inserter(save.rows));
}

}  // namespace kring::simulation
