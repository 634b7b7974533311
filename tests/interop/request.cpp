#include "tests/interop/request.hpp"

namespace kring::interop {

std::string text(const Json& request, std::string_view field) {
  return request.at(field).get<std::string>();
}

Bytes bytes(const Json& request, std::string_view field) {
  return need(from_hex(text(request, field)));
}

bool flag(const Json& request, std::string_view field) {
  return given(request, field) && request.at(field).get<bool>();
}

bool given(const Json& request, std::string_view field) {
  return request.contains(field) && !request.at(field).is_null() &&
         !(request.at(field).is_array() && request.at(field).empty());
}

mls::Extensions extensions(const Json& request, std::string_view field) {
  mls::Extensions list;
  if (!given(request, field)) return list;
  for (const auto& pair : request.at(field)) {
    list.push_back({.type = static_cast<mls::ExtensionType>(pair.at(0).get<std::uint16_t>()),
                    .content = need(from_hex(pair.at(1).get<std::string>()))});
  }
  return list;
}

std::vector<mls::NamedPsk> psks(const Json& request, std::string_view field) {
  std::vector<mls::NamedPsk> list;
  if (!given(request, field)) return list;
  for (const auto& pair : request.at(field)) {
    list.push_back({.id = need(from_hex(pair.at(0).get<std::string>())),
                    .secret = Secret::copy_of(need(from_hex(pair.at(1).get<std::string>())))});
  }
  return list;
}

mls::MlsMessage decode(const Bytes& message) {
  return need(mls::decode_message(message));
}

mls::HandshakeFormat handshake_format(const Json& request) {
  return flag(request, "private") ? mls::HandshakeFormat::private_message
                                  : mls::HandshakeFormat::public_message;
}

}  // namespace kring::interop
