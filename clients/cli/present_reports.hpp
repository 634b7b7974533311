#pragma once

#include "clients/cli/json.hpp"
#include "clients/cli/style.hpp"
#include "clients/core/view.hpp"

#include <string>
#include <vector>

/// Reports to the moderators of newsgroups, as people and scripts read them.
namespace kring::cli {

/// Who would read a report, and what everybody else can see of it.
[[nodiscard]] std::string report_audience_text(const core::ReportAudienceView& audience, const Look& look);
/// A sentence for where nobody could: who moderates, or that nobody else does.
[[nodiscard]] std::string nobody_reads_text(const core::ReportAudienceView& audience, const Look& look);
/// A sentence that names them; empty if there are none.
[[nodiscard]] std::string moderators_text(const std::vector<core::ModeratorView>& moderators,
                                          const Look& look);
/// The reports, and how many others there are; that there are none.
[[nodiscard]] std::string reports_text(const core::ReportsView& reports, const Look& look);
/// One of them.
[[nodiscard]] std::string report_text(const core::ReportView& report, const Look& look);

/// How many open reports there are for whoever uses this device.
struct OpenReports {
  channels::CircleId circle;
  std::string circle_name;
  std::size_t open = 0;
};
/// A line for each circle with some; empty if there is none.
[[nodiscard]] std::string open_reports_text(const std::vector<OpenReports>& reports, const Look& look);

[[nodiscard]] Json json_of(const core::ReportAudienceView& audience);
[[nodiscard]] Json json_of(const core::ReportView& report);
[[nodiscard]] Json json_of(const OpenReports& reports);

}  // namespace kring::cli
