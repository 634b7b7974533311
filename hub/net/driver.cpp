#include "hub/net/driver.hpp"

#include "hub/base/errc.hpp"

#include <utility>
#include <variant>

namespace kring::net {

using engine::SessionId;

namespace {

/// Ticks without an answer from the store after which it is asked something.
constexpr int quiet_ticks_max = 2;

}  // namespace

Driver::Driver(engine::Engine& engine, store::StoreRunner& store, blobs::BlobRunner& blobs, bus::Bus& bus,
               store::StoreRunner::Post post, std::function<Time()> now)
    : engine_(engine), store_(store), blobs_(blobs), bus_(bus), post_(std::move(post)), now_(std::move(now)) {
  // One's own news too: the engine tells it by its numbers.
  subscription_ = bus_.subscribe([this](const bus::News& news) {
    perform(engine_.on(engine::Announce{.circle = news.circle,
                                        .channel = news.channel,
                                        .number = news.number,
                                        .charter = channels::EntryNumber{news.charter},
                                        .frames = news.frames},
                       now_()));
  });
}

SessionId Driver::opened(Peer peer) {
  const SessionId session{next_session_++};
  peers_.emplace(session, std::move(peer));
  perform(engine_.on(engine::SessionOpened{session}, now_()));
  return session;
}

void Driver::received(SessionId session, std::string text) {
  perform(engine_.on(engine::FrameReceived{.session = session, .text = std::move(text)}, now_()));
}

void Driver::heard(SessionId session) {
  perform(engine_.on(engine::SessionHeard{session}, now_()));
}

void Driver::writer_ready(SessionId session) {
  perform(engine_.on(engine::WriterReady{session}, now_()));
}

void Driver::closed(SessionId session) {
  peers_.erase(session);
  perform(engine_.on(engine::SessionClosed{session}, now_()));
}

engine::ExchangeId Driver::begin_exchange(HttpDone done) {
  const engine::ExchangeId exchange{next_exchange_++};
  exchanges_.emplace(exchange, std::move(done));
  return exchange;
}

void Driver::upload(engine::UploadAsked asked, HttpDone done) {
  asked.exchange = begin_exchange(std::move(done));
  perform(engine_.on(asked, now_()));
}

void Driver::http(engine::HttpAsked asked, HttpDone done) {
  asked.exchange = begin_exchange(std::move(done));
  perform(engine_.on(std::move(asked), now_()));
}

void Driver::tick() {
  perform(engine_.on(engine::Ticked{}, now_()));
  if (++quiet_ticks_ > quiet_ticks_max && !probing_) probe_store();
}

void Driver::drain(std::move_only_function<void()> done) {
  drained_ = std::move(done);
  perform(engine_.on(engine::DrainAsked{}, now_()));
}

void Driver::close_all() {
  for (auto& [session, peer] : peers_) peer.close(engine::CloseReason::draining);
}

void Driver::perform(engine::Actions actions) {
  for (auto& action : actions) {
    std::visit([this](auto& one) { perform(one); }, action);
  }
}

void Driver::perform(engine::SendFrames& action) {
  const auto peer = peers_.find(action.session);
  if (peer != peers_.end()) peer->second.send(std::move(action.frames));
}

void Driver::perform(engine::CloseSession& action) {
  const auto peer = peers_.find(action.session);
  if (peer != peers_.end()) peer->second.close(action.reason);
}

void Driver::perform(engine::StoreWrite& action) {
  store_.write(std::move(action.request), [this, call = action.call](store::WriteResult result) {
    note_availability(result || result.error() != hub::Errc::store_unavailable);
    if (!result) note_failure(result.error());
    perform(engine_.on(engine::WriteAnswered{.call = call, .result = std::move(result)}, now_()));
  });
}

void Driver::note_failure(const Error& error) {
  if (error != hub::Errc::store_failed && error != hub::Errc::store_corrupt) return;
  store_failed_ = true;
  if (auto then = std::exchange(when_store_fails_, nullptr)) then();
}

void Driver::note_availability(bool is_available) {
  quiet_ticks_ = 0;
  if (std::exchange(store_available_, is_available) == is_available) return;
  if (when_availability_changes_) when_availability_changes_(is_available);
}

void Driver::probe_store() {
  probing_ = true;
  // About a circle that nobody has: it costs one look into an index.
  store_.read(store::ReadStock{}, [this](const store::ReadResult& result) {
    probing_ = false;
    note_availability(result || result.error() != hub::Errc::store_unavailable);
  });
}

void Driver::perform(engine::StoreRead& action) {
  store_.read(std::move(action.request), [this, call = action.call](store::ReadResult result) {
    note_availability(result || result.error() != hub::Errc::store_unavailable);
    perform(engine_.on(engine::ReadAnswered{.call = call, .result = std::move(result)}, now_()));
  });
}

void Driver::perform(engine::BlobWork& action) {
  blobs_.perform(std::move(action.request), [this, call = action.call](blobs::BlobResult result) {
    if (!result) note_failure(result.error());
    perform(engine_.on(engine::BlobAnswered{.call = call, .result = std::move(result)}, now_()));
  });
}

void Driver::perform(engine::HttpReply& action) {
  auto done = exchanges_.extract(action.exchange);
  if (!done.empty()) done.mapped()(action.status, std::move(action.body));
}

void Driver::perform(engine::Announce& action) {
  bus_.publish(bus::News{.circle = action.circle,
                         .channel = action.channel,
                         .number = action.number,
                         .charter = std::to_underlying(action.charter),
                         .frames = std::move(action.frames)});
}

void Driver::perform(engine::TurnAsked& /*action*/) {
  post_([this] { perform(engine_.on(engine::TurnGiven{}, now_())); });
}

void Driver::perform(engine::Drained& /*action*/) {
  if (auto done = std::exchange(drained_, nullptr)) done();
}

}  // namespace kring::net
