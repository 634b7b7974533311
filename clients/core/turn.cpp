#include "clients/core/turn.hpp"

#include "channels/wire/frame_codec.hpp"
#include "crypto/base/assert.hpp"

#include <utility>

namespace kring::core {

void Turn::save(std::string name, SecretBytes value) {
  rows_.insert_or_assign(std::move(name), std::move(value));
}

void Turn::save(std::string name, ByteView value) {
  save(std::move(name), SecretBytes(value.begin(), value.end()));
}

void Turn::erase(std::string name) {
  rows_.insert_or_assign(std::move(name), std::nullopt);
}

void Turn::connect(std::string_view hub) {
  outward_.emplace_back(Connect{std::string(hub)});
}

void Turn::disconnect(std::string_view hub, const Error& reason) {
  outward_.emplace_back(Disconnect{std::string(hub), reason});
}

wire::RequestId Turn::request(std::string_view hub, wire::Request request) {
  const auto id = wire::RequestId{next_request_++};
  auto text = wire::encode_request(wire::RequestFrame{id, std::move(request)});
  // Whoever asks keeps the wire's limits: large parts are staged, lists are sent in pieces.
  KRING_ASSERT(text.has_value());
  outward_.emplace_back(SendFrame{std::string(hub), std::move(*text)});
  return id;
}

void Turn::fetch(Fetch fetch) {
  outward_.emplace_back(std::move(fetch));
}

void Turn::stage(Stage stage) {
  outward_.emplace_back(std::move(stage));
}

void Turn::read_upload(ReadUpload read) {
  outward_.emplace_back(read);
}

void Turn::send_upload(SendUpload send) {
  outward_.emplace_back(std::move(send));
}

void Turn::drop_upload(const IntentId& upload) {
  outward_.emplace_back(DropUpload{upload});
}

void Turn::notify(Notice notice) {
  notices_.emplace_back(Notify{std::move(notice)});
}

void Turn::wake_by(Time at) {
  if (!wake_ || at < *wake_) wake_ = at;
}

Actions Turn::take() {
  Actions actions;
  if (!rows_.empty()) {
    Save save;
    while (!rows_.empty()) {
      auto node = rows_.extract(rows_.begin());
      save.rows.push_back(Row{std::move(node.key()), std::move(node.mapped())});
    }
    actions.emplace_back(std::move(save));
  }
  for (auto& action : outward_) actions.push_back(std::move(action));
  for (auto& notice : notices_) actions.push_back(std::move(notice));
  if (wake_) actions.emplace_back(WakeAt{*wake_});
  outward_.clear();
  notices_.clear();
  wake_.reset();
  return actions;
}

}  // namespace kring::core
