#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/device.hpp"
#include "clients/core/person_state.hpp"
#include "clients/core/vault_slot.hpp"

#include <cstddef>
#include <map>
#include <vector>

/// What this device tells the person's other devices, and what it was told by one.
namespace kring::core {

/// A circle that has had more members than this tells no names: in a network of thousands they would take the
/// room of all others', and introductions tell them anyway.
inline constexpr std::size_t told_people_max = 256;

/// Everything that another device of the person needs: of all circles that this one is a member of.
[[nodiscard]] PersonState state_to_tell(const Device& device,
                                        const std::map<channels::CircleId, CircleData>& circles);

/// What this device keeps in its slot of the vault, without its time and the ends of logs, which messages
/// move.
[[nodiscard]] SlotContent slot_to_keep(const Device& device,
                                       const std::map<channels::CircleId, CircleData>& circles);
/// By which it is seen whether the slot has to be sealed anew. Errors: `person_state_too_large`.
[[nodiscard]] Result<Hash> digest_of(const SlotContent& content);
/// Where the logs of all channels end that this device holds.
[[nodiscard]] std::vector<LogEnd> log_ends(const std::map<channels::CircleId, CircleData>& circles);

/// Keeps what the person's other device knows of a circle that this one is coming into: names, checks, the
/// recovery key's number, and the head below which no charter is taken.
void take_told(CircleData& circle, const KnownCircle& known);

/// The same of its channels' logs, by the newest record keys and where they ended.
void take_logs(CircleData& circle, const KnownCircle& known, const std::vector<LogEnd>& logs);

[[nodiscard]] SecretBytes encode_told(const Told& told);
/// Errors: `bad_vault`.
[[nodiscard]] Result<Told> decode_told(ByteView row);

}  // namespace kring::core
