#pragma once

#include "channels/rules/channel_state.hpp"
#include "channels/wire/frame_codec.hpp"
#include "crypto/mls/group.hpp"
#include "hub/blobs/memory_blobs.hpp"
#include "hub/engine/engine.hpp"
#include "hub/store/memory_store.hpp"
#include "tests/support/test_circle.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kring::support {

/// A hub's engine over a store in memory, driven by hand: what the network's edge does, at once and in order.
class HubWorld {
 public:
  /// A hub with the key of `circle`, at its time.
  explicit HubWorld(const TestCircle& circle);

  [[nodiscard]] engine::SessionId connect(const engine::Client& client = {});
  void disconnect(engine::SessionId session);
  /// Sends a frame as it is, and gives what the hub sent this session in return.
  std::vector<std::string> send(engine::SessionId session, std::string text);
  /// Sends a request and gives its answer; events that came along wait in `events`.
  [[nodiscard]] wire::AnswerFrame ask(engine::SessionId session, wire::Request request);
  /// The error code of a refused request; `ok` if it was not refused.
  [[nodiscard]] std::string refusal(engine::SessionId session, wire::Request request);
  /// Logs a person in. Aborts if that fails.
  void login(engine::SessionId session, const channels::CircleId& circle, const TestPerson& person);
  [[nodiscard]] wire::LoginRequest login_request(engine::SessionId session, const channels::CircleId& circle,
                                                 const TestPerson& person);

  /// The events that a session was sent, and forgets them.
  [[nodiscard]] std::vector<wire::Event> events(engine::SessionId session);
  /// Makes a session's socket slow: what is sent to it stays unsent until `release`.
  void hold(engine::SessionId session) { held_.insert(session); }
  void release(engine::SessionId session);
  [[nodiscard]] const wire::HelloEvent& hello(engine::SessionId session) const { return hellos_.at(session); }
  /// Why the engine closed a session, if it did.
  [[nodiscard]] std::optional<engine::CloseReason> closed(engine::SessionId session) const;

  void tick(Duration after);
  void drain();
  [[nodiscard]] bool is_drained() const { return drained_; }
  /// A hub that starts anew on the same store, with these limits.
  void set_rates(const engine::RateLimits& rates);
  /// A connection begins and is refused, or goes on until `end_connection`.
  [[nodiscard]] std::optional<engine::Limited> begin_connection(const engine::Client& client) {
    return engine_->connection_begins(client, now);
  }
  void end_connection(const engine::Client& client) { engine_->connection_ends(client); }
  /// A hub that starts anew on the same store.
  void restart();
  /// The same, as one whose store was restored from a backup: in another incarnation.
  void declare_restore();
  /// Keeps what the engine asks of the store from it, until `step_store` performs the oldest or
  /// `release_store` all.
  void hold_store() { store_held_ = true; }
  void step_store();
  void release_store();
  /// Gives the engine no turn that it asks for, until `give_turn` gives one.
  void hold_turns() { turns_held_ = true; }
  /// False if it asked for none.
  bool give_turn();
  /// How often a session's socket was written to.
  [[nodiscard]] std::size_t writes(engine::SessionId session) const;
  /// How often the engine has read from the store.
  [[nodiscard]] std::size_t reads() const { return reads_; }
  /// How often it was asked to remove what has ended.
  [[nodiscard]] std::size_t purges() const { return purges_; }
  /// Every read from the store fails with this; none: they work again.
  void fail_reads(std::optional<Error> failure) { read_failure_ = failure; }
  /// Sends a request whose answer comes later, and gives its number.
  wire::RequestId start(engine::SessionId session, wire::Request request);
  /// The code of the answer to a request that was started, `ok`, or nothing while there is none.
  [[nodiscard]] std::optional<std::string> outcome(engine::SessionId session, wire::RequestId id) const;
  [[nodiscard]] engine::EngineCounts counts() const { return engine_->counts(); }
  /// Says that a channel is no more.
  void end_channel(const channels::CircleId& circle, const channels::ChannelId& channel);
  [[nodiscard]] const blobs::MemoryBlobs& blobs() const { return blobs_; }
  /// The reply to an HTTP request.
  [[nodiscard]] engine::HttpReply http(engine::HttpAsked asked);
  /// The reply to an upload whose body has not come yet.
  [[nodiscard]] engine::HttpReply upload(const engine::UploadAsked& asked);

  Time now;
  /// The disk that all blobs share.
  static constexpr std::uint64_t blob_room = 10'000'000;
  /// What the blobs of a circle may take.
  static constexpr std::uint64_t blob_circle_room = 20'000'000;

 private:
  void perform(engine::Actions actions);
  void perform_one(engine::Action& action);
  void perform_store(engine::Action& action);
  void receive(engine::SessionId session, const std::string& text);
  [[nodiscard]] std::unique_ptr<engine::Engine> make_engine();

  SeededRandom random_{99};
  channels::Incarnation incarnation_{FixedBytes<16>{1}};
  channels::HubKey hub_key_;
  Secret hub_seed_;
  engine::RateLimits rates_;
  store::MemoryStore store_;
  blobs::MemoryBlobs blobs_{blob_room};
  std::unique_ptr<store::StoreReader> reader_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<engine::SessionId, std::vector<std::string>> sent_;
  std::map<engine::SessionId, std::vector<wire::Event>> events_;
  std::map<engine::SessionId, std::vector<wire::ReceivedAnswer>> answers_;
  std::map<engine::SessionId, wire::HelloEvent> hellos_;
  std::map<engine::SessionId, engine::CloseReason> closed_;
  std::set<engine::SessionId> held_;
  std::set<engine::SessionId> unsent_;
  std::optional<engine::HttpReply> reply_;
  std::optional<Error> read_failure_;
  std::deque<engine::Action> store_calls_;
  std::size_t reads_ = 0;
  std::size_t purges_ = 0;
  bool store_held_ = false;
  bool turns_held_ = false;
  bool turn_wanted_ = false;
  std::map<engine::SessionId, std::size_t> writes_;
  std::uint64_t next_session_ = 1;
  std::uint64_t next_request_ = 1;
  bool drained_ = false;
};

/// A channel's group as its one member, the founder, has it, and what commits in it need.
struct TestChannel {
  channels::ChannelId id;
  mls::Group group;
  rules::ChannelState state;
  Secret record_key;
};

/// The bundle that founds `circle` at the hub, with an opening commit for each of its channels; `channels`
/// gets their groups.
[[nodiscard]] wire::BundleRequest founding_bundle(TestCircle& circle,
                                                  std::map<channels::ChannelId, TestChannel>& channels);

/// The bundle by which the founder restarts a channel after all that its log holds; `channel` becomes the new
/// group.
[[nodiscard]] wire::BundleRequest restart_bundle(TestCircle& circle, TestChannel& channel);

/// A record of `author` in a channel, at the channel's newest heads.
[[nodiscard]] wire::AppendRequest make_append(TestCircle& circle, const TestChannel& channel,
                                              const TestPerson& author, std::string_view text);

/// A sealed message of the founder in a channel, at the channel's newest heads.
[[nodiscard]] wire::AppendRequest make_sealed_append(TestCircle& circle, TestChannel& channel,
                                                     std::string_view text);

/// A key package of a person as a whole message, with its reference.
struct PackageMessage {
  Hash ref{};
  Bytes message;
};
[[nodiscard]] PackageMessage make_package_message(TestCircle& circle, const TestPerson& person);

/// A commit that adds nobody and renews the founder's keys, as one group of a bundle.
[[nodiscard]] wire::BundleGroup healing_group(TestCircle& circle, TestChannel& channel);

}  // namespace kring::support
