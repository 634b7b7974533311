#pragma once

#include "channels/articles/threads.hpp"
#include "channels/model/ids.hpp"
#include "channels/rules/heads.hpp"
#include "clients/core/report_log.hpp"

#include "crypto/base/time.hpp"

#include <cstdint>
#include <optional>

namespace kring::core {

struct Channel;
struct CircleData;
struct KeptEntry;

/// The threads and reports of a channel, in memory alone: folded as entries come, so that no article is read
/// twice, and else when they are asked for, from where the last time ended.
///
/// A log that was cut, or that begins anew, has another running hash where the fold stands, and is folded
/// from its beginning. So is one of which the charter has got an entry since that was signed before a mark
/// was made: who moderated then may have been somebody else.
class ThreadFold {
 public:
  /// All posts in the channel's log with what moderators did: who had which right counts at the time of each
  /// entry. Borrowed until the next call; the circle has a charter.
  [[nodiscard]] const articles::Threads& all(const CircleData& circle, const Channel& channel) const;

  /// All reports in the channel's log, with what moderators settled; as above.
  [[nodiscard]] const ReportLog& reports(const CircleData& circle, const Channel& channel) const;

  /// Takes the entry that is about to come next in the channel's log, where all before it were taken, with
  /// its article if there is one that can be read. What was passed over is folded when it is asked for.
  void follow(const CircleData& circle, const Channel& channel, const KeptEntry& entry,
              const std::optional<articles::Article>& article);

  /// How many entries were looked at so far, each time counted.
  [[nodiscard]] std::uint64_t entries_taken() const { return entries_taken_; }

 private:
  class RightsThen;
  struct Next;
  struct Folded {
    rules::LogHead start;
    rules::LogHead end;
    channels::EntryNumber charter{};
    /// Of the last entry for which it was asked who moderates.
    std::optional<Time> judged{};
    /// An article was passed over whose author the charter did not know.
    bool unknown_author = false;
    articles::Threads threads{};
    ReportLog reports{};
  };

  void fold(const CircleData& circle, const Channel& channel) const;
  void take(const CircleData& circle, const Channel& channel, RightsThen& rights, const Next& next) const;
  [[nodiscard]] bool holds(const CircleData& circle, const Channel& channel) const;

  // What was asked for once; what is told of it does not depend on that.
  mutable Folded folded_;
  mutable std::uint64_t entries_taken_ = 0;
};

}  // namespace kring::core
