#pragma once

#include "channels/articles/threads.hpp"
#include "channels/articles/timeline.hpp"
#include "clients/core/report_articles.hpp"

#include "crypto/base/time.hpp"

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace kring::core {

/// That somebody is done with a report.
struct Settled {
  Time time{};
  channels::MemberId by;
  friend bool operator==(const Settled&, const Settled&) = default;
};

/// A report in a newsgroup's log, as it can be read without opening it.
struct LoggedReport {
  channels::Sequence seq{};
  Time time{};
  channels::HandleId author;
  channels::MemberId member;
  ReportId id;
  /// By an article of a moderator; that something was done to the post is not known here.
  std::optional<Settled> settled{};
  friend bool operator==(const LoggedReport&, const LoggedReport&) = default;
};

/// The reports of a newsgroup, folded from its articles in log order.
class ReportLog {
 public:
  /// Takes the next article of the log. The first report of a device under an id counts, so that nobody takes
  /// another's place by writing its id first; and the first article of a moderator by which those under an id
  /// are settled that stand before it.
  void apply(const articles::PlacedArticle& placed, const articles::Writer& writer);

  /// In log order.
  [[nodiscard]] const std::vector<LoggedReport>& reports() const { return reports_; }
  /// Those from one seq to another, both included.
  [[nodiscard]] std::span<const LoggedReport> between(channels::Sequence first,
                                                      channels::Sequence last) const;
  /// Null for one that is not there.
  [[nodiscard]] const LoggedReport* find(channels::Sequence seq) const;

  friend bool operator==(const ReportLog&, const ReportLog&) = default;

 private:
  std::vector<LoggedReport> reports_;
  std::map<std::pair<ReportId, channels::HandleId>, std::size_t> places_;
};

}  // namespace kring::core
