#pragma once

#include "channels/model/errc.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace kring::channels {

/// Where a hub is reached, such as `https://hub.example:8443`: what clients sign at login and what links
/// name.
///
/// Lower case, without a path; plain `http` only for this machine itself.
class Origin {
 public:
  /// Errors: `bad_link_host`.
  [[nodiscard]] static Result<Origin> parse(std::string_view text);

  /// The whole origin.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// The host without scheme and port; an IPv6 address without its brackets.
  [[nodiscard]] std::string host() const;
  /// The port, the scheme's own where none is written.
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] bool is_tls() const;
  [[nodiscard]] bool is_loopback() const;

  friend bool operator==(const Origin&, const Origin&) = default;

 private:
  explicit Origin(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace kring::channels
