#pragma once

#include "channels/wire/request.hpp"
#include "clients/core/action.hpp"

#include "crypto/base/random.hpp"
#include "crypto/base/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kring::core {

/// What one input changes and asks for: collects rows and actions, and gives them with the one `Save` first.
class Turn {
 public:
  /// `random` is borrowed; `next_request` is the number of the next request and goes up with each.
  Turn(Random& random, Time now, std::uint64_t& next_request)
      : random_(random), now_(now), next_request_(next_request) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  Turn(Turn&&) = delete;
  Turn& operator=(Turn&&) = delete;
  ~Turn() = default;

  [[nodiscard]] Random& random() { return random_; }
  [[nodiscard]] Time now() const { return now_; }

  /// Writes a row; the last value given in a turn counts.
  void save(std::string name, SecretBytes value);
  void save(std::string name, ByteView value);
  void erase(std::string name);

  void connect(std::string_view hub);
  void disconnect(std::string_view hub, const Error& reason);
  /// Sends a request to `hub` and returns its number.
  wire::RequestId request(std::string_view hub, wire::Request request);
  void fetch(Fetch fetch);
  void stage(Stage stage);
  void read_upload(ReadUpload read);
  void send_upload(SendUpload send);
  void drop_upload(const IntentId& upload);
  void notify(Notice notice);
  /// Asks for a tick no later than at `at`.
  void wake_by(Time at);

  /// The rows that were written or deleted so far.
  [[nodiscard]] const std::map<std::string, std::optional<SecretBytes>>& rows() const { return rows_; }

  /// Everything, in order; the turn is over.
  [[nodiscard]] Actions take();

 private:
  Random& random_;
  Time now_;
  std::uint64_t& next_request_;
  std::map<std::string, std::optional<SecretBytes>> rows_;
  Actions outward_;
  Actions notices_;
  std::optional<Time> wake_;
};

}  // namespace kring::core
