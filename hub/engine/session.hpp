#pragma once

#include "channels/wire/answer.hpp"
#include "hub/engine/action.hpp"
#include "hub/engine/limiter.hpp"
#include "hub/engine/limits.hpp"
#include "hub/engine/login_by.hpp"

#include <map>
#include <set>
#include <vector>

namespace kring::engine {

/// A place in a channel's log up to which a session was sent entries.
struct LogCursor {
  channels::Sequence sent{};
};

/// What a session has of one circle.
struct Login {
  /// The handle, or what stands for one.
  channels::HandleId handle{};
  LoginBy by = LoginBy::handle;
  /// Charter entries up to here were sent; none: not attached.
  std::optional<channels::EntryNumber> charter_sent{};
  /// All was sent that was signed before the login's time was over.
  bool charter_over = false;
  std::map<channels::ChannelId, LogCursor> cursors{};
  /// Welcomes that were sent in this session, so that each is sent once a session.
  std::set<std::uint64_t> welcomes_sent{};
};

/// One connection: what it proved, how far it was sent, and the answers that wait for its socket.
class Session {
 public:
  Session(SessionId id, FixedBytes<32> nonce, Time now, Client client = {})
      : id_(id), nonce_(nonce), client_(client), heard_(now), sent_(now), opened_(now) {}

  [[nodiscard]] SessionId id() const { return id_; }
  [[nodiscard]] const FixedBytes<32>& nonce() const { return nonce_; }
  [[nodiscard]] Time opened() const { return opened_; }
  [[nodiscard]] const Client& client() const { return client_; }

  /// Remembers a client's nonce; false if it was used before or too many were.
  [[nodiscard]] bool use_nonce(const FixedBytes<32>& nonce);

  /// Whether this vault slot may be put over this session, which notes it: a device has one.
  [[nodiscard]] bool may_put_slot(const Hash& slot);
  /// Whether one more slot may be asked for, which counts it.
  [[nodiscard]] bool may_read_slot();

  [[nodiscard]] Login* find_login(const channels::CircleId& circle);
  [[nodiscard]] std::map<channels::CircleId, Login>& logins() { return logins_; }

  /// Queues an answer or a lone event. False if there is no more room: the session is to be closed.
  [[nodiscard]] bool queue(Frame frame);
  /// Takes queued frames up to the limits of one gathered write.
  void take_queued(std::vector<Frame>& frames, std::size_t& bytes);
  [[nodiscard]] bool has_queued() const { return !queued_.empty(); }

  [[nodiscard]] bool writer_idle() const { return writer_idle_; }
  void set_writer_idle(bool idle) { writer_idle_ = idle; }

  /// Whether it stands in the queue of those who may be behind.
  [[nodiscard]] bool is_due() const { return due_; }
  void set_due(bool due) { due_ = due; }

  /// Whether there may be something that it has not been sent.
  [[nodiscard]] bool is_behind() const { return behind_; }
  void set_behind(bool behind) { behind_ = behind; }

  /// Whether a read from the store for this session's delivery is under way.
  [[nodiscard]] bool is_reading() const { return reading_; }
  void set_reading(bool reading) { reading_ = reading; }

  void heard(Time now) { heard_ = now; }
  void sent(Time now) { sent_ = now; }
  /// The clock went back: nothing has happened after `now`.
  void clock_is(Time now);
  [[nodiscard]] Time last_heard() const { return heard_; }
  [[nodiscard]] Time last_sent() const { return sent_; }

  [[nodiscard]] std::size_t calls() const { return calls_; }
  void call_begins() { ++calls_; }
  void call_ends() { --calls_; }

 private:
  SessionId id_;
  FixedBytes<32> nonce_;
  Client client_;
  std::set<FixedBytes<32>> client_nonces_;
  std::map<channels::CircleId, Login> logins_;
  std::vector<Hash> slots_put_;
  std::size_t slot_reads_ = 0;
  /// An empty deque would cost each connection half a kilobyte.
  std::vector<Frame> queued_;
  std::size_t queued_bytes_ = 0;
  std::size_t calls_ = 0;
  bool writer_idle_ = true;
  bool reading_ = false;
  bool due_ = false;
  bool behind_ = false;
  Time heard_;
  Time sent_;
  Time opened_;
};

}  // namespace kring::engine
