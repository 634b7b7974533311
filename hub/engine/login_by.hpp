#pragma once

#include <cstdint>

namespace kring::engine {

/// What somebody who logged in has proved to hold.
enum class LoginBy : std::uint8_t {
  handle,
  invitation,    ///< the key of an invitation, whose id stands for a handle
  recovery_key,  ///< a member's, whose hash stands for a handle
};

}  // namespace kring::engine
