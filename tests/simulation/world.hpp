#pragma once

#include "channels/charter/head.hpp"
#include "channels/wire/frame_codec.hpp"
#include "clients/core/client.hpp"
#include "hub/engine/engine.hpp"
#include "hub/store/memory_store.hpp"
#include "tests/support/seeded_random.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// A hub and any number of devices on one thread, under one clock and one seed. The network between them
/// delays, and cuts connections; nothing else is simulated: engine, store and clients are the real ones.
namespace kring::simulation {

/// Which of the world's devices.
enum class DeviceIndex : std::size_t {};

struct WorldOptions {
  std::uint64_t seed = 1;
  /// Each frame and each HTTP request takes up to this long.
  Duration delay_max = std::chrono::milliseconds(80);
  /// Of a thousand frames, so many take their connection with them instead of arriving.
  unsigned cuts_per_mille = 0;
};

/// What a hostile hub changes in what it sends.
struct Tampering {
  std::function<void(wire::Event&)> event{};
  std::function<void(wire::Op, wire::AnswerFrame&)> answer{};
  /// Requests that it refuses without looking at them.
  std::function<std::optional<wire::ErrorAnswer>(const wire::Request&)> refusal{};
};

/// What a command of a device gave, where only its success and its intent matter.
using Asked = Result<core::IntentId>;

class World {
 public:
  explicit World(WorldOptions options);

  /// A device with a person of this name on it.
  DeviceIndex add_device(const std::string& name, const std::string& relation = "");
  [[nodiscard]] core::Client& client(DeviceIndex device) { return *device_at(device).client; }
  [[nodiscard]] const std::string& words(DeviceIndex device) { return device_at(device).words; }
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
  /// The hub's process ends and starts again: what is not in its store is lost.
  void restart_hub();
  /// Changes what happens to frames from now on.
  void set_cuts(unsigned per_mille) { options_.cuts_per_mille = per_mille; }

  /// The hub lies from now on; an empty one tells the truth again.
  void tamper(Tampering tampering) { tampering_ = std::move(tampering); }
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
  };
  struct Session {
    DeviceIndex device{};
  };
  /// An HTTP exchange: who asked, and for what.
  struct Exchange {
    DeviceIndex device{};
    std::uint64_t life = 0;
    channels::CircleId circle;
    Hash hash{};
    engine::HttpMethod method{};
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

  void perform_hub(engine::Actions actions);
  void perform_hub_one(engine::Action& action);
  void deliver(engine::SessionId session, const std::vector<engine::Frame>& frames);
  [[nodiscard]] std::string tampered(Device& device, const std::string& frame) const;
  [[nodiscard]] std::unique_ptr<engine::Engine> make_engine();
  void tick_hub();

  WorldOptions options_;
  Tampering tampering_;
  support::SeededRandom random_;
  support::SeededRandom client_random_;
  support::SeededRandom hub_random_;
  Time now_;
  std::multimap<Time, Event> events_;
  std::vector<std::unique_ptr<Device>> devices_;

  primitives::SignatureKeyPair hub_key_;
  store::MemoryStore store_;
  std::unique_ptr<store::StoreReader> reader_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<engine::SessionId, Session> sessions_;
  std::map<engine::ExchangeId, Exchange> exchanges_;
  std::uint64_t next_session_ = 1;
  std::uint64_t next_exchange_ = 1;

  std::map<core::IntentId, Status> outcomes_;
  std::vector<core::Alarm> alarms_;
  std::vector<std::string> wiretap_;
  std::size_t http_requests_ = 0;
};

/// Where the hub of every world is.
inline constexpr std::string_view hub_origin = "http://127.0.0.1:8420";

}  // namespace kring::simulation
