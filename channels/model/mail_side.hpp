#pragma once

#include <cstdint>

namespace kring::channels {

/// The two messages of a one-time mailbox: one there, by whoever was shown the mailbox, and one back.
enum class MailSide : std::uint8_t { there = 1, back };

}  // namespace kring::channels
