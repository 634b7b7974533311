#pragma once

#include "clients/core/context.hpp"

#include "channels/rules/charter_at_head.hpp"

/// What a newcomer reads back in a channel of records.
namespace kring::core {

/// Takes the first `count` entries that wait, with their payloads, of which the last is the commit that added
/// us: checks the running hash against the head that the Welcome names, walks the record keys back through
/// their links, and judges every record. What does not fit stops the channel.
void read_past(Context& context, Channel& channel, rules::CharterAtHead& charter, std::size_t count);

}  // namespace kring::core
