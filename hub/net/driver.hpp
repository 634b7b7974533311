#pragma once

#include "hub/blobs/blob_runner.hpp"
#include "hub/bus/bus.hpp"
#include "hub/engine/engine.hpp"
#include "hub/store/store_runner.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kring::net {

/// How the driver reaches one connection.
struct Peer {
  /// Sends the frames in one write, then calls `Driver::writer_ready`.
  std::move_only_function<void(std::vector<engine::Frame>)> send;
  /// Ends the connection; `Driver::closed` follows.
  std::move_only_function<void(engine::CloseReason)> close;
};

/// What becomes of an HTTP request: status and body.
using HttpDone = std::move_only_function<void(unsigned, Bytes)>;

/// Tells the engine what happened and does what it decides. All on the thread of one executor; the store's
/// answers are posted to it.
class Driver {
 public:
  /// All of them outlive the driver. `post` runs a task on the executor after those that wait there; `now`
  /// reads the wall clock.
  Driver(engine::Engine& engine, store::StoreRunner& store, blobs::BlobRunner& blobs, bus::Bus& bus,
         store::StoreRunner::Post post, std::function<Time()> now);

  /// A connection begins, of whatever kind: none if it may. Only then `connection_ends` follows.
  [[nodiscard]] std::optional<engine::Limited> connection_begins(const engine::Client& client);
  void connection_ends(const engine::Client& client);
  [[nodiscard]] engine::SessionId opened(Peer peer, const engine::Client& client = {});
  void received(engine::SessionId session, std::string text);
  void heard(engine::SessionId session);
  void writer_ready(engine::SessionId session);
  void closed(engine::SessionId session);
  /// Whether an upload's body may come: `done` is told 200, or what to answer.
  void upload(engine::UploadAsked asked, HttpDone done);
  void http(engine::HttpAsked asked, HttpDone done);
  void tick();
  /// Finishes what is under way, then calls `done`, once.
  void drain(std::move_only_function<void()> done);
  /// Closes every connection, politely.
  void close_all();

  [[nodiscard]] engine::EngineCounts counts() const { return engine_.counts(); }
  /// Whether the store answered when it was last asked: a hub whose store is away stays up, and comes back.
  [[nodiscard]] bool store_available() const { return store_available_; }
  /// Is called whenever that changes.
  void on_store_available(std::move_only_function<void(bool)> then) {
    when_availability_changes_ = std::move(then);
  }
  /// Is called with what each limit has refused since the last call, once a minute if it was anything,
  /// and before a drain.
  void on_dropped(std::move_only_function<void(const engine::LimitCounts&)> then) {
    when_dropped_ = std::move(then);
  }
  /// Whether other nodes may hear late what happens here, or the other way round.
  [[nodiscard]] bool is_bus_degraded() const { return bus_.is_degraded(); }
  /// Whether the store has failed: the process must end.
  [[nodiscard]] bool store_failed() const { return store_failed_; }
  /// Is called once, when it does.
  void on_store_failed(std::move_only_function<void()> then) { when_store_fails_ = std::move(then); }

 private:
  void tell_dropped();
  [[nodiscard]] engine::ExchangeId begin_exchange(HttpDone done);
  void perform(engine::Actions actions);
  void note_failure(const Error& error);
  void note_availability(bool is_available);
  /// Asks the store something when nobody else does, to hear whether it is there.
  void probe_store();
  void perform(engine::SendFrames& action);
  void perform(engine::CloseSession& action);
  void perform(engine::StoreWrite& action);
  void perform(engine::StoreRead& action);
  void perform(engine::BlobWork& action);
  void perform(engine::HttpReply& action);
  void perform(engine::Announce& action);
  void perform(engine::TurnAsked& action);
  void perform(engine::Drained& action);
  /// Has a pass made, after what waits on the executor.
  void ask_pass();
  void begin_to_wait();
  /// Hands on what the last events gave together, once nobody sends any more: writes to the store first, so
  /// that the disk works meanwhile. Readers whom a turn left over have waited for that already.
  void make_pass();
  void give_turn();

  engine::Engine& engine_;
  store::StoreRunner& store_;
  blobs::BlobRunner& blobs_;
  bus::Bus& bus_;
  store::StoreRunner::Post post_;
  std::function<Time()> now_;
  std::map<engine::SessionId, Peer> peers_;
  std::map<engine::ExchangeId, HttpDone> exchanges_;
  std::move_only_function<void()> drained_;
  std::move_only_function<void()> when_store_fails_;
  bus::Subscription subscription_;
  /// For the next pass.
  std::vector<store::StoreRunner::Write> writes_;
  bool turn_asked_ = false;
  /// A turn left readers over.
  bool turn_goes_on_ = false;
  bool giving_turn_ = false;
  bool pass_asked_ = false;
  /// Frames since the last try to make a pass, those for which it has waited so far, and how many tries there
  /// were since anybody sent one.
  std::size_t heard_ = 0;
  std::size_t waited_ = 0;
  int quiet_tries_ = 0;
  std::uint64_t next_session_ = 1;
  std::uint64_t next_exchange_ = 1;
  bool store_failed_ = false;
  bool store_available_ = true;
  bool probing_ = false;
  int quiet_ticks_ = 0;
  int ticks_since_told_ = 0;
  engine::LimitCounts told_{};
  std::move_only_function<void(const engine::LimitCounts&)> when_dropped_;
  std::move_only_function<void(bool)> when_availability_changes_;
};

}  // namespace kring::net
