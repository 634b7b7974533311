#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/secret.hpp"

#include <string_view>

namespace kring::channels {

/// `H(label, value)` (protocol, section 1); `label` comes without its prefix.
[[nodiscard]] Hash labelled_hash(std::string_view label, ByteView value);

/// `E(key, label, context, 32)` (protocol, section 1): a key of its own for one purpose.
[[nodiscard]] Secret derive_key(const Secret& key, std::string_view label, ByteView context);

}  // namespace kring::channels
