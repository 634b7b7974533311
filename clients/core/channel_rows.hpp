#pragma once

#include "clients/core/channel_data.hpp"

/// The rows of a channel. What reads one gives `bad_vault` for whatever is wrong.
namespace kring::core {

/// What is known of a channel next to its group.
[[nodiscard]] SecretBytes encode_state(const Channel& channel);
[[nodiscard]] Status decode_state(ByteView row, Channel& channel);

/// The MLS group, as its own snapshot.
[[nodiscard]] Status decode_group(ByteView row, Channel& channel);

/// An entry of the log; read in order, after the state.
[[nodiscard]] SecretBytes encode_kept(const KeptEntry& entry);
[[nodiscard]] Status decode_kept(ByteView row, Channel& channel);

/// A row `raw/NUMBER`.
[[nodiscard]] SecretBytes encode_raw(channels::Sequence seq, const RawEntry& entry);
/// Errors: `bad_vault`.
[[nodiscard]] Status decode_raw(ByteView row, Channel& channel);

}  // namespace kring::core
