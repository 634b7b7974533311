#pragma once

#include "clients/cli/json.hpp"
#include "clients/cli/style.hpp"
#include "clients/core/view.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What people are told unasked, and whether their words bring everything back.
namespace kring::cli {

/// A further device of a member, and the circle it is in.
struct NewDevice {
  core::NewDeviceView device;
  std::string circle_name;
};

/// What a circle is called, or its id.
[[nodiscard]] std::string circle_name(const std::string& name, const channels::CircleId& id);
[[nodiscard]] std::string new_device_text(const core::NewDeviceView& device, std::string_view circle,
                                          const Look& look);
/// That somebody was let in by somebody who is no owner, and how to undo it.
[[nodiscard]] std::string admission_text(const core::AdmissionView& admission, std::string_view circle,
                                         const Look& look);
/// Whom somebody let in who are still there, a line each, and how to remove them; nothing if there is nobody.
/// `name` is printable already.
[[nodiscard]] std::string let_in_text(std::string_view name, const std::vector<core::AdmissionView>& let_in,
                                      const Look& look);
/// That somebody is gone, and whom they let in.
[[nodiscard]] std::string departure_text(const core::DepartureView& departure, std::string_view circle,
                                         const Look& look);
/// That somebody gave a channel a new beginning. Of one that was restarted.
[[nodiscard]] std::string restart_text(const core::ChannelView& channel, std::string_view circle,
                                       const Look& look);
[[nodiscard]] std::string only_owner_text(const core::CircleView& circle, const Look& look);
/// That anybody may read the charter, since when, and what stands in it.
[[nodiscard]] std::string public_text(Time since, const Look& look);
/// What comes back, a line each; and what does not.
[[nodiscard]] std::string kit_circle_text(const core::KitCircle& circle, const Look& look);
[[nodiscard]] std::string kit_gap_text(const core::KitGap& gap, const Look& look);

[[nodiscard]] Json json_of(const core::NewDeviceView& device);
[[nodiscard]] Json json_of(const core::AdmissionView& admission);
[[nodiscard]] Json json_of(const std::vector<core::AdmissionView>& admissions);
[[nodiscard]] Json json_of(const core::DepartureView& departure);
[[nodiscard]] Json json_of(const core::KitCircle& circle);
[[nodiscard]] Json json_of(const core::KitGap& gap);

}  // namespace kring::cli
