#include "clients/core/report_log.hpp"

#include <algorithm>

namespace kring::core {

void ReportLog::apply(const articles::PlacedArticle& placed, const articles::Writer& writer) {
  if (const auto report = read_report_article(placed.article)) {
    if (!places_.emplace(std::pair(report->report, placed.author), reports_.size()).second) return;
    reports_.push_back({.seq = placed.seq,
                        .time = placed.time,
                        .author = placed.author,
                        .member = writer.member,
                        .id = report->report});
  }
  const auto settled = writer.moderates ? read_settled_article(placed.article) : std::nullopt;
  if (!settled) return;
  for (auto place = places_.lower_bound({*settled, channels::HandleId{}});
       place != places_.end() && place->first.first == *settled; ++place) {
    auto& report = reports_[place->second];
    if (!report.settled) report.settled = Settled{.time = placed.time, .by = writer.member};
  }
}

std::span<const LoggedReport> ReportLog::between(channels::Sequence first, channels::Sequence last) const {
  const auto begin = std::ranges::lower_bound(reports_, first, {}, &LoggedReport::seq);
  const auto end = std::ranges::upper_bound(reports_, last, {}, &LoggedReport::seq);
  return begin < end ? std::span(begin, end) : std::span<const LoggedReport>();
}

const LoggedReport* ReportLog::find(channels::Sequence seq) const {
  const auto found = std::ranges::lower_bound(reports_, seq, {}, &LoggedReport::seq);
  return found == reports_.end() || found->seq != seq ? nullptr : &*found;
}

}  // namespace kring::core
