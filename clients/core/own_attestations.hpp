#pragma once

#include "clients/core/context.hpp"

#include "channels/charter/attestation.hpp"
#include "channels/charter/charter.hpp"
#include "channels/charter/entry.hpp"
#include "channels/model/ids.hpp"

#include "crypto/base/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// What networks attest of one's own person, and in which circles it is shown (docs/protocol.md, section 13).
namespace kring::core {

/// Whether two are of one network and say the same, be it of two people.
[[nodiscard]] bool attest_the_same(const charter::Attestation& a, const charter::Attestation& b);
/// Whether `one` was checked later than `other`, or counts longer from the same moment.
[[nodiscard]] bool is_newer(const charter::Attestation& one, const charter::Attestation& other);
/// The newest of those that say the same as `one`; null if none does.
[[nodiscard]] const charter::Attestation* find_same(const std::vector<charter::Attestation>& all,
                                                    const charter::Attestation& one);

/// Those that do not belie themselves: they are of this person, and their time has come and is not over.
[[nodiscard]] std::vector<charter::Attestation> hold_alone(const std::vector<charter::Attestation>& all,
                                                           const channels::PersonKey& person, Time now);

/// Whether `kept` is newer than what is shown of the same in a circle, and our person took back nothing of
/// the kind there, by this device or another: it is shown unasked.
[[nodiscard]] bool is_renewal(const CircleData& circle, const Device& device,
                              const charter::Attestation& kept);

/// Puts one in the place of those that say the same, or behind the others; where there is no room for it, one
/// goes whose time is over. False, and nothing has changed: there is no room for it, or it is there.
[[nodiscard]] bool put_attestation(std::vector<charter::Attestation>& all, const charter::Attestation& one,
                                   Time now);

/// An attestation that somebody shows, as whom and by which device.
struct ShownAttestation {
  charter::Attestation attestation;
  channels::PersonKey person;
  channels::HandleId handle;
};
/// What the devices of a member show, of several that say the same the newest. What the member's keys before
/// new ones showed is not theirs.
[[nodiscard]] std::vector<ShownAttestation> shown_by(const CircleData& circle,
                                                     const channels::MemberId& member);
/// What our own devices show in a circle, or are about to: the newest of each.
[[nodiscard]] std::vector<charter::Attestation> shown_by_us(const CircleData& circle);

/// Something has changed of what counts in a circle: what we show, and what our devices do, is looked at
/// anew.
void look_again_at_attestations(CircleData& circle);
/// The same if this entry, which the circle's charter has by now, took devices from our person.
void note_devices_gone(CircleData& circle, const charter::CharterEntry& entry);

/// Whether there is something to look at in a circle of what our person's devices show.
[[nodiscard]] bool is_told_in(const CircleData& circle);
/// What our person's other devices show in such a circle and does not belie itself, the newest first. Nothing
/// that was removed here comes back.
[[nodiscard]] std::vector<charter::Attestation> told_by_our_devices(const CircleData& circle,
                                                                    const Device& device, Time now);

/// What a device makes of an attestation that another of its person's shows.
enum class ToldVerdict : std::uint8_t {
  taken,    ///< it is kept, in the place of what says the same
  passed,   ///< it is not newer than what is kept, or is none: whatever comes, it is not kept
  in_doubt  ///< the charter of its network may say more of it once that is known, or goes on
};
/// Takes what another device shows of our person's. By the charter of its network it has to hold, and is then
/// taken if it is newer than what is kept of the same, or if the charter belies that. Without a charter,
/// which is null, nothing that is kept goes for it.
[[nodiscard]] ToldVerdict take_told(Device& device, const charter::Attestation& one,
                                    const charter::Charter* network, Time now);

/// What our introduction in a circle is to show; nothing if it does: renewals, and nothing that was removed
/// or in whose place an earlier one is kept.
[[nodiscard]] std::optional<std::vector<charter::Attestation>> to_show(const CircleData& circle,
                                                                       const Device& device, Time now);
/// Whether one's own may be shown in a circle: there is a channel in which to introduce oneself.
[[nodiscard]] bool may_show(const CircleData& circle, Time now);
/// Writes our introduction anew, so that it shows these. Errors: those of `introduce`, `gave_up` (it was
/// written anew too often).
[[nodiscard]] Status show_in(Turn& turn, const Device& device, CircleData& circle,
                             std::vector<charter::Attestation> attestations);
/// Writes our introduction anew if it is outdated: where one was shown that is kept in a newer form, it shows
/// that; one that was removed it shows no more.
void renew_shown(Context& context);

}  // namespace kring::core
