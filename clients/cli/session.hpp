#pragma once

#include "clients/cli/failure.hpp"
#include "clients/core/client.hpp"
#include "clients/native/download.hpp"
#include "clients/native/http_client.hpp"
#include "clients/native/outgoing.hpp"
#include "clients/native/vault.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace kring::cli {

/// A home in use by this process: its client, and while connected its line to the hub.
///
/// One thread. What it waits for ends at a time that the caller names, or when the person presses Ctrl-C.
class Session {
 public:
  /// What a session is made of; everything outlives it.
  struct Parts {
    std::filesystem::path home;
    Random& random;
    std::function<Time()> now;
    Duration timeout{};
  };

  /// Takes up what the vault of a home holds. Errors: those of `Vault::load` and `Client::load`.
  [[nodiscard]] static Result<Session> open(Parts parts, native::Vault vault);

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  /// Leaves.
  ~Session();

  [[nodiscard]] core::Client& client();
  [[nodiscard]] Time now() const;

  /// How far `catch_up` came.
  enum class Reach : std::uint8_t { current, offline };
  /// Whether what comes next is worth little without the hub, or is kept when there is none.
  enum class Purpose : std::uint8_t { ask, act };
  /// Connects and waits until `circle` is as the hub has it, and every offered work is done.
  [[nodiscard]] Reach catch_up(const channels::CircleId& circle, Purpose purpose);
  /// The same in so much time instead of `timeout`.
  [[nodiscard]] Reach catch_up(const channels::CircleId& circle, Purpose purpose, Duration within);
  /// Connects and waits until nothing is left to do at any hub that answers within a few seconds: also what
  /// is still to be founded.
  void settle();
  /// Connects without waiting.
  void connect();

  /// Seals a file of the user's and keeps it. Errors: those of `Outgoing::seal`.
  [[nodiscard]] Result<core::SealedFile> seal(native::SourceFile& source, core::FileSeal seal,
                                              const native::Progress& progress);
  /// Removes a sealed file that is not to be sent after all.
  void forget(const core::IntentId& file);
  /// Fetches a file. Errors: those of `Download`, `timed_out` (or Ctrl-C), and those of the vault.
  [[nodiscard]] Outcome<void> fetch(native::DownloadPlan plan, const native::Progress& progress);

  /// Sends a request to a hub and waits for its answer; status 0 if none came in time, or before Ctrl-C.
  [[nodiscard]] native::HttpAnswer ask_http(native::HttpRequest request);
  /// How long an answer is waited for, and what is said to the person meanwhile.
  struct Patience {
    Duration within{};
    Duration word_after{};       ///< after so long `word` is called, once
    std::function<void()> word;  ///< none: nothing is said
  };
  [[nodiscard]] native::HttpAnswer ask_http(native::HttpRequest request, const Patience& patience);
  /// Lets things happen for so long, or until Ctrl-C.
  void rest(Duration duration);
  /// Performs the actions of a command whose intent is kept, and waits for its end; the time-out counts from
  /// the last progress, if there is any. Errors: those of the intent, an alarm in its circle,
  /// `clock_off`, `hub_clock_off`, `wrong_hub_key`, `kept_for_later`, `kept_until_resume`, `asked_to_wait`,
  /// and those of the vault.
  [[nodiscard]] Outcome<core::IntentDone> carry_out(core::IntentId intent, core::Actions actions,
                                                    const native::Progress& progress = nullptr);
  /// Performs actions that ask nothing of the hub. Errors: those of the vault.
  [[nodiscard]] Status perform(core::Actions actions);
  /// Goes on until `done` holds, the time-out or Ctrl-C; whether it holds.
  [[nodiscard]] bool wait_until(const std::function<bool()>& done);
  /// The same for what is asked of one hub and kept nowhere. Errors: `try_later` (the hub has said that it
  /// takes no more in that time; at once), `clock_off`, `hub_clock_off`, `wrong_hub_key` (at once),
  /// `timed_out` (or Ctrl-C), and those of the vault.
  [[nodiscard]] Outcome<void> wait_for(const std::string& hub, const std::function<bool()>& done);
  /// This command restarts a channel: that articles fall away by it, which the person was asked, is no alarm
  /// of its session. The vault keeps it, and `status` shows it.
  void restarts(const channels::ChannelId& channel);
  /// Gives `notice` all that happens until Ctrl-C, or for as long as `duration`. Errors: those of the vault.
  [[nodiscard]] Status watch(std::function<void(const core::Notice&)> notice,
                             std::optional<Duration> duration);
  /// Lets work that the hub offered come to its end, and closes the connections.
  void leave();

  /// Alarms raised since the session began, also notices, but for those of what mends itself.
  [[nodiscard]] const std::vector<core::Alarm>& alarms() const;
  /// Those of them that nobody has asked for by this yet.
  [[nodiscard]] std::vector<core::Alarm> take_untold_alarms();
  /// How long the person lets things take.
  [[nodiscard]] Duration timeout() const;
  /// Whether the person pressed Ctrl-C.
  [[nodiscard]] bool interrupted() const;
  [[nodiscard]] Random& random();
  /// Whether a connection to a hub stands.
  [[nodiscard]] bool connected() const;

 private:
  class State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kring::cli
