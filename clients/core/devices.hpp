#pragma once

#include "clients/core/context.hpp"

#include "channels/charter/device_link.hpp"

#include <string>
#include <vector>

/// The devices of a circle's members, and how this one becomes somebody's.
namespace kring::core {

/// A circle in which this device waits to be let in as the member that the link names: fresh keys, and who we
/// are. Errors: `bad_name`.
[[nodiscard]] Result<CircleData> start_coming(const charter::DeviceLink& link, const Device& device,
                                              std::uint32_t recovery_index, Coming coming, Random& random);
/// What this device says of itself there.
[[nodiscard]] charter::NewHandle new_handle_of(const CircleData& circle, const Device& device, Coming coming);
/// Whether this device is not yet known in the circle that it has asked to come into.
[[nodiscard]] bool is_coming(const CircleData& circle);
/// Whether another device of its person began to link this one, and has not let it in here yet.
[[nodiscard]] bool is_linking(const CircleData& circle);
/// The private recovery key by which this device comes, as long as that is wanted and known; else null.
[[nodiscard]] const Secret* key_to_come_by(const CircleData& circle);
/// Goes on to the next recovery key, as this one opened nothing. False if there is none left.
[[nodiscard]] bool try_next_key(CircleData& circle);
/// Whether the private recovery key is that of this member, as far as the charter was read.
[[nodiscard]] bool is_recovery_key_of(const CircleData& circle, const channels::MemberId& member,
                                      const Secret& key);
/// Whether the key that let us in is not the one of the member as whom we come: its person has been in the
/// circle before, as another member.
[[nodiscard]] bool comes_by_key_of_another(const CircleData& circle);
/// Whether this device was revoked, its member being there still.
[[nodiscard]] bool is_taken_out(const CircleData& circle);
/// By whom, and whether its person is there still. Of one that is taken out.
[[nodiscard]] TakenOutView view_taken_out(const CircleData& circle, Time now);
/// Now that we are in: which of the person's recovery keys the circle has.
void find_recovery_key(CircleData& circle, const Device& device);

/// Whoever has new keys is somebody to be checked anew, but for the device that gave them.
void note_reset(Context& context, const charter::CharterEntry& entry);
/// The six words of a member's newest keys, if an owner ever renewed them; else none.
[[nodiscard]] std::vector<std::string> words_of_reset(const CircleData& circle,
                                                      const charter::Member& member);
[[nodiscard]] std::vector<std::string> words_of(const charter::EntryHash& hash);

[[nodiscard]] std::vector<DeviceView> view_devices(const CircleData& circle, const Device& device);

}  // namespace kring::core
