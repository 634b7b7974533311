#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/codec/writer.hpp"

#include <string>
#include <string_view>

namespace kring::wire {

/// The header that carries an `HttpAuthorization`.
inline constexpr std::string_view authorization_header = "Kring-Authorization";

/// What an HTTP request asks for. `body_hash` is the SHA-256 of its body, also of an empty one.
struct HttpTarget {
  std::string origin{};  ///< of `HelloEvent`
  std::string method{};  ///< in capitals
  std::string path{};    ///< as it stands in the request's first line
  channels::CircleId circle{};
  Hash body_hash{};
};

/// Who asks, and when; the nonce counts once.
struct HttpSigner {
  channels::HandleId handle{};
  Time time{};
  FixedBytes<16> nonce{};
  friend bool operator==(const HttpSigner&, const HttpSigner&) = default;
};

/// What a signed HTTP request signs (docs/protocol.md, section 5).
struct HttpContent {
  HttpTarget target{};
  HttpSigner signer{};

  void write(codec::Writer& out) const;
};

/// The value of the header `Kring-Authorization`.
struct HttpAuthorization {
  HttpSigner signer{};
  FixedBytes<64> signature{};
  friend bool operator==(const HttpAuthorization&, const HttpAuthorization&) = default;
};

/// Errors: `bad_key`.
[[nodiscard]] Result<HttpAuthorization> sign_http(const HttpContent& content, const Secret& seed);
/// Whether `key` signed a request for `target`. Time, nonce and whose key it is are for the caller to check.
/// Errors: `bad_signature`.
[[nodiscard]] Status verify_http(const HttpTarget& target, const HttpAuthorization& authorization,
                                 const channels::HandleKey& key);

/// The header's value: `v1 HANDLE TIME NONCE SIGNATURE`.
[[nodiscard]] std::string format_authorization(const HttpAuthorization& authorization);
/// Reads what `format_authorization` writes and nothing else. Errors: `bad_field`.
[[nodiscard]] Result<HttpAuthorization> parse_authorization(std::string_view text);

/// What a path under `/v1/staged/` names.
struct StagedName {
  channels::CircleId circle{};
  Hash hash{};
  friend bool operator==(const StagedName&, const StagedName&) = default;
};
/// The path of a staged part: `/v1/staged/{circle}/{hash}`, both in lower-case hexadecimal.
[[nodiscard]] std::string format_staged_path(const StagedName& name);
/// Reads what `format_staged_path` writes and nothing else. Errors: `bad_field`.
[[nodiscard]] Result<StagedName> parse_staged_path(std::string_view path);

}  // namespace kring::wire
