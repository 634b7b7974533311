#pragma once

#include "channels/model/ids.hpp"
#include "channels/wire/request.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/codec/writer.hpp"

#include <string>

namespace kring::wire {

/// What the hub's `hello` gives to sign: worthless at another hub and on another connection.
struct LoginChallenge {
  std::string origin{};
  FixedBytes<32> nonce{};
};

/// What a login signs (docs/protocol.md, section 5).
struct LoginContent {
  LoginChallenge challenge{};
  FixedBytes<32> client_nonce{};
  channels::CircleId circle{};
  channels::HandleId handle{};

  void write(codec::Writer& out) const;
};

/// The login with the handle key, or invitation key, of this seed. Errors: `bad_key`.
[[nodiscard]] Result<LoginRequest> sign_login(const LoginContent& content, const Secret& seed);
/// Whether `request` answers this challenge with a signature of `key`; that `key` is the handle's is for the
/// caller to know. Errors: `bad_signature`.
[[nodiscard]] Status verify_login(const LoginChallenge& challenge, const LoginRequest& request,
                                  const FixedBytes<32>& key);

}  // namespace kring::wire
