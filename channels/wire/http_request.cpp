#include "channels/wire/http_request.hpp"

#include "channels/model/signing.hpp"
#include "channels/wire/error_code.hpp"
#include "crypto/codec/structure.hpp"

#include <charconv>
#include <cstdint>

namespace kring::wire {

namespace {

constexpr std::string_view authorization_version = "v1";
constexpr std::string_view staged_root = "/v1/staged/";

/// Takes the text up to the next space, which goes too, or all of it.
std::string_view take_word(std::string_view& text) {
  const auto word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size() < text.size() ? word.size() + 1 : word.size());
  return word;
}

template <std::size_t N>
Result<FixedBytes<N>> parse_fixed(std::string_view text) {
  if (text.size() != base64url_size(N)) return fail(ErrorCode::bad_field, "authorization");
  const auto bytes = from_base64url(text);
  if (!bytes) return fail(ErrorCode::bad_field, "authorization");
  return to_fixed<N>(*bytes);
}

/// Decimal without a leading zero, up to `unix_ms_max`.
Result<Time> parse_time(std::string_view text) {
  std::uint64_t unix_ms = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, unix_ms);
  const bool is_number = read.ec == std::errc() && read.ptr == end && (text == "0" || !text.starts_with('0'));
  if (!is_number || unix_ms > unix_ms_max) return fail(ErrorCode::bad_field, "authorization");
  return from_unix_ms(unix_ms);
}

}  // namespace

void HttpContent::write(codec::Writer& out) const {
  out.opaque(view_bytes(target.origin));
  out.opaque(view_bytes(target.method));
  out.opaque(view_bytes(target.path));
  out.u64(to_unix_ms(signer.time));
  out.raw(signer.nonce);
  out.raw(target.circle.view());
  out.raw(signer.handle.view());
  out.raw(target.body_hash);
}

Result<HttpAuthorization> sign_http(const HttpContent& content, const Secret& seed) {
  const auto signature = channels::sign(channels::SigningPurpose::http, codec::encode(content), seed);
  if (!signature) return fail(signature.error());
  const auto fixed = to_fixed<64>(*signature);
  if (!fixed) return fail(fixed.error());
  return HttpAuthorization{.signer = content.signer, .signature = *fixed};
}

Status verify_http(const HttpTarget& target, const HttpAuthorization& authorization,
                   const channels::HandleKey& key) {
  const auto content = codec::encode(HttpContent{.target = target, .signer = authorization.signer});
  return channels::verify(channels::SigningPurpose::http,
                          {.content = content, .signature = authorization.signature}, key.bytes());
}

std::string format_authorization(const HttpAuthorization& authorization) {
  std::string text(authorization_version);
  text += ' ';
  append_base64url(text, authorization.signer.handle.view());
  text += ' ';
  text += std::to_string(to_unix_ms(authorization.signer.time));
  text += ' ';
  append_base64url(text, authorization.signer.nonce);
  text += ' ';
  append_base64url(text, authorization.signature);
  return text;
}

Result<HttpAuthorization> parse_authorization(std::string_view text) {
  if (take_word(text) != authorization_version) return fail(ErrorCode::bad_field, "authorization");
  const auto handle = parse_fixed<16>(take_word(text));
  if (!handle) return fail(handle.error());
  const auto time = parse_time(take_word(text));
  if (!time) return fail(time.error());
  const auto nonce = parse_fixed<16>(take_word(text));
  if (!nonce) return fail(nonce.error());
  const auto signature = parse_fixed<64>(text);
  if (!signature) return fail(signature.error());
  return HttpAuthorization{.signer = {.handle = channels::HandleId(*handle), .time = *time, .nonce = *nonce},
                           .signature = *signature};
}

std::string format_staged_path(const StagedName& name) {
  return std::string(staged_root) + to_hex(name.circle.view()) + '/' + to_hex(name.hash);
}

Result<StagedName> parse_staged_path(std::string_view path) {
  constexpr std::size_t hex_size = 2 * sizeof(Hash);
  if (path.size() != staged_root.size() + hex_size + 1 + hex_size) return fail(ErrorCode::bad_field, "path");
  const auto circle = from_hex(path.substr(staged_root.size(), hex_size));
  const auto hash = from_hex(path.substr(path.size() - hex_size));
  if (!circle || !hash) return fail(ErrorCode::bad_field, "path");
  const auto circle_id = channels::CircleId::from(*circle);
  const auto part_hash = to_fixed<sizeof(Hash)>(*hash);
  if (!circle_id || !part_hash) return fail(ErrorCode::bad_field, "path");
  const StagedName name{.circle = *circle_id, .hash = *part_hash};
  // Comparing with the one right form also checks the slashes and the case.
  if (format_staged_path(name) != path) return fail(ErrorCode::bad_field, "path");
  return name;
}

}  // namespace kring::wire
