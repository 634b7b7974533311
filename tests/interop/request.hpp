#pragma once

#include "crypto/mls/message.hpp"
#include "tests/interop/peer.hpp"

namespace kring::interop {

/// The value of a result, or `Refused` with the error's name.
template <class T>
T need(Result<T> result) {
  if (!result) {
    throw Refused(std::string(result.error().name()) + " (" + std::string(result.error().where()) + ")");
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// The fields of a request. Each throws `Refused`, or nlohmann's own exceptions, if it is not as it should be.

[[nodiscard]] std::string text(const Json& request, std::string_view field);
[[nodiscard]] Bytes bytes(const Json& request, std::string_view field);
/// False if it is not there.
[[nodiscard]] bool flag(const Json& request, std::string_view field);
/// Whether a field is there and neither null nor an empty list.
[[nodiscard]] bool given(const Json& request, std::string_view field);
[[nodiscard]] mls::Extensions extensions(const Json& request, std::string_view field);
[[nodiscard]] std::vector<mls::NamedPsk> psks(const Json& request, std::string_view field);
[[nodiscard]] mls::MlsMessage decode(const Bytes& message);
/// One kind of message.
template <class Body>
Body decode_body(const Bytes& bytes) {
  auto message = decode(bytes);
  auto* body = std::get_if<Body>(&message.body);
  if (body == nullptr) throw Refused("a message of another kind");
  return std::move(*body);
}
[[nodiscard]] mls::HandshakeFormat handshake_format(const Json& request);

}  // namespace kring::interop
