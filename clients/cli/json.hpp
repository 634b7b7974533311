#pragma once

#include "clients/cli/failure.hpp"
#include "clients/core/attestation_view.hpp"
#include "clients/core/view.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

/// The shapes that scripts read: ids in lower-case hex, times in milliseconds since 1970.
namespace kring::cli {

using Json = nlohmann::ordered_json;

/// A text, or null for an empty one.
[[nodiscard]] Json text_or_null(const std::string& text);
[[nodiscard]] Json json_of(const core::RoleView& role);
/// `roles`: to find the key of the request's role.
[[nodiscard]] Json json_of(const core::RequestView& request, const std::vector<core::RoleView>& roles);
[[nodiscard]] Json json_of(const core::MemberView& member);
[[nodiscard]] Json json_of(const core::DeviceView& device);
[[nodiscard]] Json json_of(const core::ChannelView& channel);
[[nodiscard]] Json json_of(const core::OriginView& origin);
[[nodiscard]] Json json_of(const core::FileView& file);
[[nodiscard]] Json json_of(const core::ArticleView& article);
[[nodiscard]] Json json_of(const core::InvitationView& invitation);
/// `member`, `name` and `time`; null if it is not known who did it.
[[nodiscard]] Json json_of(const std::optional<core::DeedView>& deed);
[[nodiscard]] Json json_of(const core::CircleView& circle);
[[nodiscard]] Json json_of(const core::Alarm& alarm);
/// Of a role its rights by channel, and whom it may admit.
[[nodiscard]] Json json_of(const core::MatrixView& matrix, const core::RoleAccess& role);
[[nodiscard]] Json json_of(const core::MatrixView& matrix);
[[nodiscard]] Json json_of(const core::SeenAsView& view);
[[nodiscard]] Json json_of(const core::WhoView& who);
[[nodiscard]] Json json_of(const core::BirthdayNotice& birthday);
[[nodiscard]] Json json_of(const core::AttestationView& attestation);
[[nodiscard]] Json json_of(const std::vector<core::AttestationView>& attestations);
[[nodiscard]] Json json_of(const core::NetworkKeyView& key);
/// `connected`, `access` (null without a circle), `circles`, `pending`, `unsent`, `alarms`.
struct StatusParts {
  const core::StatusView& status;
  const std::vector<core::CircleView>& circles;
  const core::CircleView* circle = nullptr;
  std::size_t unsent = 0;
};
[[nodiscard]] Json json_of(const StatusParts& parts);
[[nodiscard]] Json json_of(const Failure& failure, Language language);

/// One line. What is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string line_of(const Json& json);

}  // namespace kring::cli
