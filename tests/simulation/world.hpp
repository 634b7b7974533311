#pragma once

#include "channels/charter/head.hpp"
#include "channels/wire/frame_codec.hpp"
#include "clients/core/client.hpp"
#include "hub/engine/engine.hpp"
#include "tests/simulation/simulated_store.hpp"
#include "tests/simulation/watcher.hpp"
#include "tests/support/seeded_random.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// The nodes of a hub and any number of devices on one thread, under one clock and one seed.
///
/// Engines and clients are the real ones. Simulated is what lies between: the network, the bus, the store's
/// delays and its disk, every node's clock. All of them misbehave when asked to. A `Watcher` sees all that is
/// stored and sent.
namespace kring::simulation {

/// Which of the hub's nodes.
enum class NodeIndex : std::size_t {};

/// A bug put in on purpose between engine and world, so that a test can see the simulator find it. No engine
/// and no client knows of any.
enum class Plant : std::uint8_t {
  none,
  /// A write is answered before it is durable.
  ack_before_commit,
  /// A node skips an entry on its way to a reader.
  gap_skipped,
  /// The store takes a commit although another one came first.
  stale_commit_taken,
  /// A node does not see that somebody was removed.
  removed_handle_served,
  /// The store does not remember a message that comes again.
  duplicate_stored_twice,
  /// The store takes a record that was sealed before the last commit.
  old_generation_taken,
  /// A client forgets over a restart what it has done, and sends it as something new; refused, it makes it
  /// again.
  intent_done_twice,
  /// A client saves how far it has read before it saves what it has read.
  cursor_before_write,
  /// A client does not save what it has read of networks.
  network_forgotten,
};

/// Which of the world's devices.
enum class DeviceIndex : std::size_t {};

struct WorldOptions {
  std::uint64_t seed = 1;
  /// Each frame and each HTTP request takes up to this long.
  Duration delay_max = std::chrono::milliseconds(80);
  /// Of a thousand frames, so many take their connection with them instead of arriving.
  unsigned cuts_per_mille = 0;
  std::size_t nodes = 1;
  /// A call to the store takes up to this long each way, and a sync as long again; zero: no time.
  Duration store_delay_max{};
  /// News from node to node take up to this long, and overtake each other.
  Duration bus_delay_max = std::chrono::milliseconds(40);
  /// Of a thousand announcements, so many are lost, or come twice, for each node that should hear them.
  unsigned bus_lost_per_mille = 0;
  unsigned bus_doubled_per_mille = 0;
  /// Of a thousand writes, so many find the store full.
  unsigned full_per_mille = 0;
};

/// Which misbehaviour of `WorldOptions` is on.
struct Weather {
  unsigned cuts_per_mille = 0;
  unsigned bus_lost_per_mille = 0;
  unsigned bus_doubled_per_mille = 0;
  unsigned full_per_mille = 0;
};

/// What happens on its way to what a hub says unasked, of a thousand times: a socket would not do that, but a
/// hub that loses its place, or a proxy that thinks it may, does.
struct Disorder {
  unsigned lost_per_mille = 0;
  /// It comes in time and once more later.
  unsigned doubled_per_mille = 0;
  /// It comes after what was sent behind it.
  unsigned late_per_mille = 0;
};

/// What a hostile hub changes in what it sends, and a hostile device in what it asks.
struct Tampering {
  std::function<void(wire::Event&)> event{};
  std::function<void(wire::Op, wire::AnswerFrame&)> answer{};
  /// Requests that it refuses without looking at them.
  std::function<std::optional<wire::ErrorAnswer>(const wire::Request&)> refusal{};
  std::function<void(wire::Request&)> request{};
  /// Staged parts that it hands out.
  std::function<void(Bytes&)> part{};
  /// Whose events, answers, requests and parts are changed; everybody's if none.
  std::optional<DeviceIndex> only{};
};

/// What an HTTP request was answered.
struct HttpGot {
  unsigned status = 0;
  Bytes body;
};

/// What a command of a device gave, where only its success and its intent matter.
using Asked = Result<core::IntentId>;

class World {
 public:
  explicit World(WorldOptions options);

  /// A device with a person of this name on it.
  DeviceIndex add_device(const std::string& name, const std::string& relation = "");
  [[nodiscard]] core::Client& client(DeviceIndex device) { return *device_at(device).client; }
  /// The words of its person's kit, as they are typed.
  [[nodiscard]] SecretBytes words(DeviceIndex device) {
    const auto& paper = device_at(device).words;
    return {paper.begin(), paper.end()};
  }
  /// What a device has saved; a test may damage it before `restart_device`.
  [[nodiscard]] std::map<std::string, SecretBytes>& vault(DeviceIndex device) {
    return device_at(device).vault;
  }
  [[nodiscard]] Time now() const { return now_; }
  /// What a device's own clock says.
  [[nodiscard]] Time now_at(DeviceIndex device) { return now_ + device_at(device).clock; }
  [[nodiscard]] support::SeededRandom& random() { return random_; }

  /// Performs what a command of the device wants done.
  void perform(DeviceIndex device, core::Actions actions);
  /// The same for a command's whole answer; gives its intent.
  template <class Answer>
  Asked perform(DeviceIndex device, Result<Answer> answer) {
    if (!answer) return fail(answer.error());
    perform(device, std::move(answer->actions));
    return answer->intent;
  }

  /// No connection, and none comes about, until `online`.
  void offline(DeviceIndex device);
  void online(DeviceIndex device);
  /// The process of the device ends and starts again: what is not in its vault is lost.
  void restart_device(DeviceIndex device);
  /// Every node's process ends and starts again at once: what is not in the store is lost.
  void restart_hub();
  /// A node's process ends; its devices go to others, and it starts again after `down`.
  void crash_node(NodeIndex node, Duration down);
  /// The store's power fails: what was not synced is lost, maybe also the answer to what was. Every node that
  /// waits for it ends.
  void fail_power();
  /// A copy of the store as it is now, for `restore_store`.
  [[nodiscard]] std::size_t back_up_store() const { return store_.back_up(); }
  /// What the store answers.
  [[nodiscard]] store::ReadResult in_store(const store::ReadRequest& request) { return store_.read(request); }
  /// The store is lost and a copy of it put back: every node ends, and starts again in another incarnation.
  void restore_store(std::size_t copy);
  /// Cuts a node off from the others' news, or from the store, whose answers then come when it is back.
  void cut_bus(NodeIndex node, bool is_cut) { node_at(node).bus_cut = is_cut; }
  void cut_store(NodeIndex node, bool is_cut);
  /// Sets a node's clock off the world's, also back.
  void set_node_clock(NodeIndex node, Duration difference) { node_at(node).clock = difference; }
  [[nodiscard]] std::size_t node_count() const { return nodes_.size(); }
  /// Undoes every cut, starts every node that is down and sets all clocks right.
  void heal();
  /// Changes what happens to frames from now on.
  void set_cuts(unsigned per_mille) { options_.cuts_per_mille = per_mille; }
  void set_weather(const Weather& weather);
  void set_disorder(const Disorder& disorder) { disorder_ = disorder; }
  /// How many events were lost, doubled or late.
  [[nodiscard]] std::size_t disordered() const { return disordered_; }
  /// Ends every device's connection; each comes back.
  void reconnect_all();
  /// Puts a bug in.
  void plant(Plant plant) { plant_ = plant; }
  [[nodiscard]] Watcher& watcher() { return watcher_; }

  /// The hub lies from now on; an empty one tells the truth again.
  void tamper(Tampering tampering) { tampering_ = std::move(tampering); }
  /// The hub's key, of which whoever runs it makes what they want.
  [[nodiscard]] const primitives::SignatureKeyPair& hub_key() const { return hub_key_; }
  /// A head as the hub signs it.
  [[nodiscard]] wire::SignedHead sign_head(const charter::Head& head) const;
  /// Sends a frame to a device as if the hub had.
  void inject(DeviceIndex device, const std::string& frame);
  /// Sets a device's clock off the world's.
  void set_clock(DeviceIndex device, Duration difference) { device_at(device).clock = difference; }

  /// Lets time pass.
  void run(Duration duration);
  /// Lets time pass until every device that is online has nothing left to do. False if that takes too long.
  [[nodiscard]] bool settle(Duration longest = std::chrono::minutes(5));

  /// What devices still have to do, for a test that fails because they do not settle.
  [[nodiscard]] std::string unsettled();
  /// How an intent ended: done, or the reason. Nothing while it is open.
  [[nodiscard]] std::optional<Status> outcome(const core::IntentId& intent) const;
  /// Everything that a device has told of, in order.
  [[nodiscard]] const std::vector<core::Notice>& notices(DeviceIndex device) {
    return device_at(device).notices;
  }
  /// The alarms that devices have told of.
  [[nodiscard]] const std::vector<core::Alarm>& alarms() const { return alarms_; }
  /// Times that devices had to go to the hub over HTTP.
  /// What a device gets that asks for `path` over a connection of its own, without a login; of a hub that
  /// lies to it about parts, something else.
  [[nodiscard]] HttpGot get(DeviceIndex device, const std::string& path);
  [[nodiscard]] std::size_t http_requests() const { return http_requests_; }
  /// All frames that went over the network, either way.
  [[nodiscard]] const std::vector<std::string>& wiretap() const { return wiretap_; }

 private:
  using Event = std::function<void()>;
  struct Connection {
    engine::SessionId session{};
    /// The arrival of the last frame, either way: frames do not overtake each other.
    Time sent_until;
    Time received_until;
  };
  struct Device {
    std::unique_ptr<core::Client> client;
    std::map<std::string, SecretBytes> vault;
    std::string words;
    bool wanted = true;  ///< online, as far as the device's owner is concerned
    std::set<std::string> hubs;
    std::optional<Connection> connection;
    bool connecting = false;
    Duration clock{};
    std::map<wire::RequestId, wire::Op> asked;
    std::uint64_t lives = 0;
    std::optional<Time> wake;
    std::vector<core::Notice> notices;
    /// With a bug put in: messages that were sent, and rows that were not saved yet.
    std::set<channels::MessageId> messages_sent;
    std::vector<core::Row> rows_held;
    std::map<std::string, int> outbox_saves;
  };
  struct Node {
    std::unique_ptr<engine::Engine> engine;
    /// One life for each start of its process; answers to an earlier one are lost.
    std::uint64_t life = 0;
    Duration clock{};
    bool bus_cut = false;
    bool store_cut = false;
    /// Calls that wait for the store to be reached again.
    std::vector<Event> store_held;
    /// A node's writes arrive, and are answered, in order.
    Time writes_until{};
    Time answers_until{};
  };
  struct Session {
    DeviceIndex device{};
    NodeIndex node{};
  };
  /// An HTTP exchange: who asked, and for what.
  struct Exchange {
    DeviceIndex device{};
    NodeIndex node{};
    std::uint64_t life = 0;
    channels::CircleId circle;
    Hash hash{};
    engine::HttpMethod method{};
    /// Where the answer goes, if no client waits for it.
    std::shared_ptr<std::optional<HttpGot>> got{};
  };

  [[nodiscard]] Device& device_at(DeviceIndex device) { return *devices_[static_cast<std::size_t>(device)]; }
  /// Has nothing to do, is meant to be offline, or has no hub to go to.
  [[nodiscard]] bool is_settled(const Device& device) const;
  void at(Time time, Event event);
  [[nodiscard]] Duration delay();
  [[nodiscard]] bool is_cut();

  void perform_one(DeviceIndex device, core::Action& action);
  void save(Device& device, core::Save& save);
  void note(Device& device, core::Notice& notice);
  void connect(DeviceIndex device);
  void cut(DeviceIndex device);
  void send_frame(DeviceIndex device, core::SendFrame frame);
  /// Answers a request in the hub's place, if it is to be refused.
  [[nodiscard]] bool refuse(engine::SessionId session, const std::string& text);
  void ask_http(DeviceIndex device, Exchange exchange, engine::HttpAsked asked);
  void wake(DeviceIndex device, Time time);

  // The nodes (world_nodes.cpp).
  [[nodiscard]] Node& node_at(NodeIndex node) { return nodes_[static_cast<std::size_t>(node)]; }
  [[nodiscard]] Time node_now(NodeIndex node) { return now_ + node_at(node).clock; }
  /// One that is up; none if all are down.
  [[nodiscard]] std::optional<NodeIndex> pick_node();
  void start_node(NodeIndex node);
  void end_node(NodeIndex node);
  /// Gives a node an event, if it is up, and does what it wants done.
  template <class NodeEvent>
  void tell(NodeIndex node, NodeEvent&& event) {
    if (node_at(node).engine)
      perform_node(node, node_at(node).engine->on(std::forward<NodeEvent>(event), node_now(node)));
  }
  void perform_node(NodeIndex node, engine::Actions actions);
  void perform_node_one(NodeIndex node, engine::Action& action);
  void close_session(engine::SessionId session);
  void reply_http(const Exchange& exchange, unsigned status, Bytes body);
  void announce(NodeIndex from, const engine::Announce& news);
  void deliver(engine::SessionId session, const std::vector<engine::Frame>& frames);
  void arrive(DeviceIndex device, engine::SessionId session, const engine::Frame& frame, Time when);
  /// What the disorder does to a frame that would come at `arrives`: false if it does not come then.
  [[nodiscard]] bool comes_in_order(DeviceIndex device, engine::SessionId session, const engine::Frame& frame,
                                    Time arrives);
  [[nodiscard]] std::string tampered(Device& device, const std::string& frame) const;
  void tick_node(NodeIndex node);

  // The store (world_store.cpp).
  struct PendingWrite {
    NodeIndex node{};
    std::uint64_t life = 0;
    engine::CallId call{};
    store::WriteRequest request;
    /// Only of a store that answers too soon.
    std::optional<store::WriteResult> answered;
  };
  [[nodiscard]] Duration store_delay();
  void reach_store(NodeIndex node, Time arrives, Event event);
  void write_store(NodeIndex node, engine::StoreWrite& write);
  void read_store(NodeIndex node, engine::StoreRead& read);
  void arrive_write(PendingWrite write);
  void sync_store();
  [[nodiscard]] store::WriteResult apply(const store::WriteRequest& request);
  void answer_write(const PendingWrite& write, const store::WriteResult& result);
  [[nodiscard]] bool happens(unsigned per_mille);

  // Bugs put in on purpose (plants.cpp).
  [[nodiscard]] store::WriteRequest planted(store::WriteRequest request);
  [[nodiscard]] store::ReadResult planted(store::ReadResult result);
  [[nodiscard]] bool is_skipped(const std::string& frame);
  void plant_in_frame(Device& device, core::SendFrame& frame);
  void plant_in_save(Device& device, core::Save& save);

  WorldOptions options_;
  Disorder disorder_;
  std::size_t disordered_ = 0;
  Tampering tampering_;
  support::SeededRandom random_;
  support::SeededRandom client_random_;
  support::SeededRandom hub_random_;
  Time now_;
  std::multimap<Time, Event> events_;
  std::vector<std::unique_ptr<Device>> devices_;

  primitives::SignatureKeyPair hub_key_;
  SimulatedStore store_;
  /// What is on its way to a store, or from node to node, comes no more when it has been lost.
  std::uint64_t store_life_ = 0;
  std::vector<PendingWrite> pending_;
  bool sync_waits_ = false;
  std::vector<Node> nodes_;
  Watcher watcher_;
  Plant plant_ = Plant::none;
  /// With a bug put in: messages that the store was sent, and how many entries were sent.
  std::set<channels::MessageId> messages_stored_;
  std::uint64_t entries_sent_ = 0;
  std::map<engine::SessionId, Session> sessions_;
  std::map<engine::ExchangeId, Exchange> exchanges_;
  std::uint64_t next_session_ = 1;
  std::uint64_t next_exchange_ = 1;

  std::map<core::IntentId, Status> outcomes_;
  std::vector<core::Alarm> alarms_;
  std::vector<std::string> wiretap_;
  std::size_t http_requests_ = 0;
};

/// How often each node is told that time has passed.
inline constexpr Duration node_tick = std::chrono::seconds(1);
/// Where the hub of every world is.
inline constexpr std::string_view hub_origin = "http://127.0.0.1:8420";

}  // namespace kring::simulation
