#pragma once

#include "channels/wire/login.hpp"
#include "channels/wire/request.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/secret.hpp"

#include <string_view>

/// Vault slots: who may put something in, and who may ask for it (docs/protocol.md, section 10).
namespace kring::wire {

/// What a slot is kept under: H("vault slot", writer, reader). It certifies both keys.
[[nodiscard]] Hash id_of(const SlotName& slot);

/// The request, signed by the seed of `writer`, for the hub at `origin`. Errors: `bad_key`.
[[nodiscard]] Result<SlotPutRequest> sign_slot_put(std::string_view origin, SlotPutRequest request,
                                                   const Secret& seed);
/// Errors: `bad_signature`.
[[nodiscard]] Status verify_slot_put(std::string_view origin, const SlotPutRequest& request);

/// The request, signed by the seed of `reader`: worthless at another hub and on another connection. Errors:
/// `bad_key`.
[[nodiscard]] Result<SlotReadRequest> sign_slot_read(const LoginChallenge& challenge, const SlotName& slot,
                                                     const Secret& seed);
/// Errors: `bad_signature`.
[[nodiscard]] Status verify_slot_read(const LoginChallenge& challenge, const SlotReadRequest& request);

}  // namespace kring::wire
