#include "hub/net/driver.hpp"

#include "hub/base/errc.hpp"

#include <utility>
#include <variant>

namespace kring::net {

using engine::SessionId;

namespace {

/// Ticks without an answer from the store after which it is asked something.
constexpr int quiet_ticks_max = 2;
/// Ticks between two looks at what the limits refused: a line a minute in the log, however much it is.
constexpr int ticks_between_counts = 60;

/// A client that sends much is read one frame at a time, with whatever else there is to do in between. A pass
/// waits for as many turns of the executor as a frame may take to be read (its header, its payload, and what
/// a small buffer left of either), and begins to wait anew with each frame, so that what came together is
/// written and sent together. Microseconds if nobody sends anything.
constexpr int quiet_tries_min = 4;
/// So many frames it waits for at most, for those who never stop.
constexpr std::size_t waited_max = 256;
/// A turn that serves many readers takes as long as so many frames.
constexpr std::size_t frames_per_turn = 16;

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

std::optional<engine::Limited> Driver::connection_begins(const engine::Client& client) {
  return engine_.connection_begins(client, now_());
}

void Driver::connection_ends(const engine::Client& client) {
  engine_.connection_ends(client);
}

SessionId Driver::opened(Peer peer, const engine::Client& client) {
  const SessionId session{next_session_++};
  peers_.emplace(session, std::move(peer));
  perform(engine_.on(engine::SessionOpened{.session = session, .client = client}, now_()));
  return session;
}

void Driver::received(SessionId session, std::string text) {
  ++heard_;
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
  if (++ticks_since_told_ >= ticks_between_counts) tell_dropped();
}

void Driver::tell_dropped() {
  ticks_since_told_ = 0;
  const auto counts = engine_.counts().dropped;
  if (counts == told_) return;
  auto since = counts;
  for (std::size_t i = 0; i < since.size(); ++i) since.at(i) -= std::min(since.at(i), told_.at(i));
  told_ = counts;
  if (when_dropped_) when_dropped_(since);
}

void Driver::drain(std::move_only_function<void()> done) {
  tell_dropped();
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
  writes_.push_back(
      {.request = std::move(action.request), .done = [this, call = action.call](store::WriteResult result) {
         note_availability(result || result.error() != hub::Errc::store_unavailable);
         if (!result) note_failure(result.error());
         perform(engine_.on(engine::WriteAnswered{.call = call, .result = std::move(result)}, now_()));
       }});
  ask_pass();
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
  (giving_turn_ ? turn_goes_on_ : turn_asked_) = true;
  ask_pass();
}

void Driver::give_turn() {
  giving_turn_ = true;
  perform(engine_.on(engine::TurnGiven{}, now_()));
  giving_turn_ = false;
}

void Driver::ask_pass() {
  if (std::exchange(pass_asked_, true)) return;
  begin_to_wait();
  post_([this] { make_pass(); });
}

void Driver::begin_to_wait() {
  heard_ = 0;
  waited_ = 0;
  quiet_tries_ = 0;
}

void Driver::make_pass() {
  quiet_tries_ = heard_ == 0 ? quiet_tries_ + 1 : 0;
  waited_ += std::exchange(heard_, 0);
  if (std::exchange(turn_goes_on_, false)) {
    waited_ += frames_per_turn;
    give_turn();
  }
  if (quiet_tries_ >= quiet_tries_min || waited_ >= waited_max) {
    begin_to_wait();
    if (!writes_.empty()) store_.write(std::exchange(writes_, {}));
    if (std::exchange(turn_asked_, false)) give_turn();
  }
  pass_asked_ = turn_asked_ || turn_goes_on_ || !writes_.empty();
  if (pass_asked_) post_([this] { make_pass(); });
}

void Driver::perform(engine::Drained& /*action*/) {
  if (auto done = std::exchange(drained_, nullptr)) done();
}

}  // namespace kring::net
