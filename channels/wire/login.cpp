#include "channels/wire/login.hpp"

#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"

namespace kring::wire {

void LoginContent::write(codec::Writer& out) const {
  out.opaque(view_bytes(challenge.origin));
  out.raw(challenge.nonce);
  out.raw(client_nonce);
  out.raw(circle.view());
  out.raw(handle.view());
}

Result<LoginRequest> sign_login(const LoginContent& content, const Secret& seed) {
  const auto signature = channels::sign(channels::SigningPurpose::login, codec::encode(content), seed);
  if (!signature) return fail(signature.error());
  const auto fixed = to_fixed<64>(*signature);
  if (!fixed) return fail(fixed.error());
  return LoginRequest{.circle = content.circle,
                      .handle = content.handle,
                      .client_nonce = content.client_nonce,
                      .signature = *fixed};
}

Status verify_login(const LoginChallenge& challenge, const LoginRequest& request, const FixedBytes<32>& key) {
  const auto content = codec::encode(LoginContent{.challenge = challenge,
                                                  .client_nonce = request.client_nonce,
                                                  .circle = request.circle,
                                                  .handle = request.handle});
  return channels::verify(channels::SigningPurpose::login,
                          {.content = content, .signature = request.signature}, key);
}

}  // namespace kring::wire
