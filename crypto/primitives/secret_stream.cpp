#include "crypto/primitives/secret_stream.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/primitives/detail/data_of.hpp"

#include <sodium.h>

#include <cstring>

namespace kring::primitives {

using State = crypto_secretstream_xchacha20poly1305_state;

static_assert(crypto_secretstream_xchacha20poly1305_KEYBYTES == stream_key_bytes);
static_assert(crypto_secretstream_xchacha20poly1305_HEADERBYTES == stream_header_bytes);
static_assert(crypto_secretstream_xchacha20poly1305_ABYTES == stream_overhead_bytes);

namespace {

/// Runs `work` on the state behind `bytes`, which has no alignment of its own.
template <class Work>
auto with_state(std::span<std::uint8_t> bytes, Work work) {
  State state;
  KRING_ASSERT(bytes.size() == sizeof state);
  std::memcpy(&state, bytes.data(), sizeof state);
  auto result = work(state);
  std::memcpy(bytes.data(), &state, sizeof state);
  sodium_memzero(&state, sizeof state);
  return result;
}

}  // namespace

SecretStream::SecretStream(const Secret& key, const StreamHeader& header) {
  KRING_ASSERT(key.size() == stream_key_bytes);
  // Both ends begin alike; `init_push` would draw the header itself, past our source of randomness.
  const int begun = with_state(state_, [&](State& state) {
    return crypto_secretstream_xchacha20poly1305_init_pull(&state, header.data(), key.expose().data());
  });
  KRING_ASSERT(begun == 0);
}

SecretStream::SecretStream(SecretStream&& other) noexcept : state_(other.state_) {
  sodium_memzero(other.state_.data(), other.state_.size());
}

SecretStream& SecretStream::operator=(SecretStream&& other) noexcept {
  if (this == &other) return *this;
  state_ = other.state_;
  sodium_memzero(other.state_.data(), other.state_.size());
  return *this;
}

SecretStream::~SecretStream() {
  sodium_memzero(state_.data(), state_.size());
}

Bytes SecretStream::seal(ByteView plaintext, StreamPlace place) {
  Bytes sealed(plaintext.size() + stream_overhead_bytes);
  const std::uint8_t tag = place == StreamPlace::last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                                      : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
  const int done = with_state(state_, [&](State& state) {
    return crypto_secretstream_xchacha20poly1305_push(
        &state, sealed.data(), nullptr, detail::data_of(plaintext), plaintext.size(), nullptr, 0, tag);
  });
  KRING_ASSERT(done == 0);
  return sealed;
}

Result<OpenedMessage> SecretStream::open(ByteView sealed) {
  if (sealed.size() < stream_overhead_bytes) return fail(crypto::Errc::decryption_failed, "stream");
  OpenedMessage opened{.plaintext = SecretBytes(sealed.size() - stream_overhead_bytes)};
  std::uint8_t tag = 0;
  const int done = with_state(state_, [&](State& state) {
    return crypto_secretstream_xchacha20poly1305_pull(&state, opened.plaintext.data(), nullptr, &tag,
                                                      sealed.data(), sealed.size(), nullptr, 0);
  });
  if (done != 0) return fail(crypto::Errc::decryption_failed, "stream");
  // Tags that end part of a stream or change its key are not used here.
  if (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL &&
      tag != crypto_secretstream_xchacha20poly1305_TAG_MESSAGE) {
    return fail(crypto::Errc::decryption_failed, "stream: tag");
  }
  opened.place =
      tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL ? StreamPlace::last : StreamPlace::middle;
  return opened;
}

}  // namespace kring::primitives
