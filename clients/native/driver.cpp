#include "clients/native/driver.hpp"

#include "channels/model/origin.hpp"
#include "clients/core/errc.hpp"
#include "clients/native/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace kring::native {

namespace asio = boost::asio;

class Driver::State : public std::enable_shared_from_this<Driver::State> {
 public:
  explicit State(Parts parts) : parts_(std::move(parts)), wake_(parts_.context) {}

  void perform(core::Actions actions) {
    for (auto& action : actions) {
      if (stopped_) return;
      std::visit([this](auto& one) { perform(one); }, action);
    }
  }
  void start() {
    parts_.outgoing.keep_only(parts_.client.uploads());
    perform(parts_.client.start(parts_.now()));
  }
  void stop() {
    stopped_ = true;
    wake_.cancel();
    hubs_.clear();
  }

 private:
  void perform(core::Save& action) {
    if (auto saved = parts_.vault.save(action.rows); !saved) {
      stop();
      parts_.vault_failed(saved.error());
    }
  }

  void perform(core::Connect& action) {
    if (hubs_.contains(action.hub)) return;
    auto origin = channels::Origin::parse(action.hub);
    if (!origin) return;  // The core took it from a link or a command that parsed it before.
    const auto hub = action.hub;
    const auto self = weak_from_this();
    const auto tell = [self](auto input) {
      if (auto state = self.lock(); state && !state->stopped_) state->perform(input(*state));
    };
    ConnectionEvents events{
        .opened =
            [tell, hub] {
              tell([&](State& state) { return state.parts_.client.connected(hub, state.parts_.now()); });
            },
        .frame =
            [tell, hub](const std::string& text) {
              tell([&](State& state) { return state.parts_.client.frame(hub, text, state.parts_.now()); });
            },
        .closed =
            [tell, hub] {
              tell([&](State& state) { return state.parts_.client.disconnected(hub, state.parts_.now()); });
            }};
    auto& connection = hubs_[hub];
    connection =
        std::make_unique<HubConnection>(parts_.context, std::move(*origin), std::move(events), parts_.random);
    connection->start();
  }

  void perform(core::SendFrame& action) {
    const auto hub = hubs_.find(action.hub);
    if (hub != hubs_.end()) hub->second->send(std::move(action.text));
  }

  void perform(core::Disconnect& action) {
    const auto hub = hubs_.find(action.hub);
    if (hub == hubs_.end()) return;
    hub->second->stop();
    // Not here: this may run inside that connection's own event.
    asio::post(parts_.context, [gone = std::shared_ptr(std::move(hub->second))] {});
    hubs_.erase(hub);
  }

  void perform(core::Fetch& action) {
    auto origin = channels::Origin::parse(action.hub);
    if (!origin) return;
    http_request(
        parts_.context,
        {.hub = std::move(*origin),
         .method = "GET",
         .path = action.path,
         .authorization = action.authorization,
         .body = {}},
        [self = weak_from_this(), circle = action.circle, hash = action.hash](HttpAnswer answer) {
          auto state = self.lock();
          if (!state || state->stopped_) return;
          const bool is_gone = answer.status == 404;
          Result<Bytes> bytes =
              fail(is_gone ? client::Errc::part_gone : client::Errc::refused_by_hub, "fetch");
          if (answer.status == 200) bytes = std::move(answer.body);
          state->perform(state->parts_.client.fetched(circle, hash, std::move(bytes), state->parts_.now()));
        });
  }

  void perform(core::Stage& action) {
    auto origin = channels::Origin::parse(action.hub);
    if (!origin) return;
    http_request(
        parts_.context,
        {.hub = std::move(*origin),
         .method = "PUT",
         .path = action.path,
         .authorization = action.authorization,
         .body = std::move(action.bytes)},
        [self = weak_from_this(), circle = action.circle, hash = action.hash](const HttpAnswer& answer) {
          auto state = self.lock();
          if (!state || state->stopped_) return;
          Status status = fail(client::Errc::refused_by_hub, "stage");
          if (answer.status == 201) status = {};
          state->perform(state->parts_.client.staged(circle, hash, status, state->parts_.now()));
        });
  }

  void perform(core::ReadUpload& action) {
    // Not here: the other actions come before the next input.
    asio::post(parts_.context, [self = weak_from_this(), action] {
      auto state = self.lock();
      if (!state || state->stopped_) return;
      auto& parts = state->parts_;
      auto bytes = parts.outgoing.read(action.upload, action.offset, action.size);
      state->perform(parts.client.upload_read(action.circle, action.upload, std::move(bytes), parts.now()));
    });
  }

  void perform(core::SendUpload& action) {
    auto origin = channels::Origin::parse(action.hub);
    if (!origin) return;
    http_request(
        parts_.context,
        {.hub = std::move(*origin),
         .method = action.method,
         .path = action.path,
         .authorization = action.authorization,
         .body = std::move(action.body)},
        [self = weak_from_this(), circle = action.circle, upload = action.upload](const HttpAnswer& answer) {
          auto state = self.lock();
          if (!state || state->stopped_) return;
          state->perform(state->parts_.client.upload_answered(circle, upload, answer.status,
                                                              view_text(answer.body), state->parts_.now()));
        });
  }

  void perform(core::DropUpload& action) { parts_.outgoing.drop(action.upload); }

  void perform(core::Notify& action) { parts_.notice(action.notice); }

  void perform(core::WakeAt& action) {
    const auto wait = std::max(action.at - parts_.now(), Duration(0));
    wake_.expires_after(wait);
    wake_.async_wait([self = weak_from_this()](boost::system::error_code error) {
      auto state = self.lock();
      if (error || !state || state->stopped_) return;
      state->perform(state->parts_.client.tick(state->parts_.now()));
    });
  }

  Parts parts_;
  asio::steady_timer wake_;
  std::map<std::string, std::unique_ptr<HubConnection>> hubs_;
  bool stopped_ = false;
};

Driver::Driver(Parts parts) : state_(std::make_shared<State>(std::move(parts))) {}
Driver::~Driver() {
  state_->stop();
}
void Driver::start() {
  state_->start();
}
void Driver::perform(core::Actions actions) {
  state_->perform(std::move(actions));
}
void Driver::stop() {
  state_->stop();
}

}  // namespace kring::native
