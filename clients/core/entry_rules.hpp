#pragma once

#include "clients/core/context.hpp"

#include "channels/rules/charter_at_head.hpp"

/// What becomes of one entry of a log, once it is its turn.
namespace kring::core {

enum class Taken : std::uint8_t {
  kept,     ///< it is in our log
  waits,    ///< for a part of the charter that has not come yet
  refused,  ///< by an alarm, which stopped the channel
};

/// Takes the next entry of the log, whose payload is here. Until the log has come to the commit that added
/// us, commits are not judged but vouched for by who welcomed us.
[[nodiscard]] Taken take_entry(Context& context, Channel& channel, rules::CharterAtHead& charter,
                               const LogEntry& entry);

/// Takes an entry's place in the log and leaves it closed: it was not meant for us.
[[nodiscard]] Taken take_unread(Context& context, Channel& channel, const LogEntry& entry);

}  // namespace kring::core
