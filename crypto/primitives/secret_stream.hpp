#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"

#include <array>

namespace kring::primitives {

inline constexpr std::size_t stream_key_bytes = 32;
inline constexpr std::size_t stream_header_bytes = 24;
/// What sealing adds to each message of a stream: its tag and the authenticator.
inline constexpr std::size_t stream_overhead_bytes = 17;

/// What precedes a stream: the random part of its nonce.
using StreamHeader = FixedBytes<stream_header_bytes>;

/// Whether a message is the last one of its stream; that is authenticated too.
enum class StreamPlace : std::uint8_t { middle, last };

struct OpenedMessage {
  SecretBytes plaintext;
  StreamPlace place = StreamPlace::middle;
};

/// One end of libsodium's secretstream (XChaCha20-Poly1305): messages in an order that cannot be changed,
/// since each nonce has the message's number and the ones before it. A stream is either sealed or opened.
class SecretStream {
 public:
  /// `key` has `stream_key_bytes`; under one key a header is used for one stream.
  SecretStream(const Secret& key, const StreamHeader& header);
  SecretStream(const SecretStream&) = delete;
  SecretStream& operator=(const SecretStream&) = delete;
  SecretStream(SecretStream&& other) noexcept;
  SecretStream& operator=(SecretStream&& other) noexcept;
  ~SecretStream();

  /// The next message, sealed.
  [[nodiscard]] Bytes seal(ByteView plaintext, StreamPlace place);
  /// The next message, opened. After an error the stream opens nothing more. Errors: `decryption_failed`.
  [[nodiscard]] Result<OpenedMessage> open(ByteView sealed);

 private:
  static constexpr std::size_t state_bytes = 52;
  std::array<std::uint8_t, state_bytes> state_{};
};

}  // namespace kring::primitives
