#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/view.hpp"

/// What a circle shows of itself.
namespace kring::core {

[[nodiscard]] FileView view_file(const articles::Attachment& attachment);

/// Who signed an entry of the charter, and when; nothing if this device does not hold it.
[[nodiscard]] std::optional<DeedView> view_deed(const CircleData& circle, channels::EntryNumber number);
[[nodiscard]] CircleView view_circle(const CircleData& circle, Time now);
[[nodiscard]] std::vector<ChannelView> view_channels(const CircleData& circle, Time now);
[[nodiscard]] std::vector<MemberView> view_members(const CircleData& circle, Time now);
[[nodiscard]] std::vector<RoleView> view_roles(const CircleData& circle, Time now);
[[nodiscard]] std::vector<InvitationView> view_invitations(const CircleData& circle, Time now);
[[nodiscard]] std::vector<RequestView> view_requests(const CircleData& circle, Time now);
/// Whether a list of articles says who wrote them: whoever shows few of many looks those up alone.
enum class AuthorNames : bool { left_out, told };
[[nodiscard]] std::vector<ArticleView> view_timeline(const CircleData& circle,
                                                     const channels::ChannelId& channel,
                                                     channels::Sequence after,
                                                     AuthorNames names = AuthorNames::told);
/// Errors: `unknown_channel`, `not_a_file`.
[[nodiscard]] Result<articles::Attachment> find_file(const CircleData& circle,
                                                     const channels::ChannelId& channel,
                                                     channels::Sequence seq);
[[nodiscard]] std::vector<UnsentView> view_unsent(const CircleData& circle);
/// Whether nothing is left that this device could do now.
[[nodiscard]] bool is_settled(const CircleData& circle, Time now);

}  // namespace kring::core
