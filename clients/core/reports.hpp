#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/context.hpp"
#include "clients/core/report_articles.hpp"
#include "clients/core/report_log.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"

#include <optional>
#include <vector>

/// Reports to the moderators of newsgroups: whose devices open them, and what these are shown.
namespace kring::core {

/// Writes the box of this device into the newsgroups that it moderates, where its last one is missing. The
/// key pair is made once for each newsgroup, and kept before anything is sent.
void share_report_boxes(Context& context);
/// Notes a box that somebody wrote: the last one of each handle.
void fold_report_box(Channel& channel, const KeptEntry& entry, const articles::Article& article);

/// The boxes to which a report would be sealed now: of live handles that may read and moderate the newsgroup;
/// where they are more than `report_boxes_max`, those that came into the charter last.
[[nodiscard]] std::vector<ReportBox> counted_report_boxes(const CircleData& circle, const Channel& channel,
                                                          Time now);
/// The other members who moderate a newsgroup.
[[nodiscard]] std::vector<ModeratorView> view_moderators(const CircleData& circle, const Channel& channel,
                                                         Time now);
/// Who could read a report of a post of this member, and who moderates as well and could not.
[[nodiscard]] ReportAudienceView view_report_audience(const CircleData& circle, const Channel& channel,
                                                      const channels::MemberId& author, Time now);
/// How a report was settled; none if it was not, as far as this device can tell: of one that it cannot open
/// it does not know the post.
[[nodiscard]] std::optional<Settled> settled_by(const CircleData& circle, const Channel& channel,
                                                const LoggedReport& report);
/// The reports of the newsgroups that we moderate, or of one of them.
[[nodiscard]] ReportsView view_reports(const CircleData& circle, const std::optional<channels::ChannelId>& in,
                                       Time now);
/// Those that came with new articles of a newsgroup that we moderate and are not settled, in log order. No
/// other one is opened.
[[nodiscard]] std::vector<ReportView> view_new_reports(const CircleData& circle, const NewArticles& news,
                                                       Time now);

/// The row of a newsgroup's box.
[[nodiscard]] SecretBytes encode_report_box(const primitives::HpkeKeyPair& box);
/// Errors: `bad_vault`.
[[nodiscard]] Status decode_report_box(ByteView row, Channel& channel);

}  // namespace kring::core
