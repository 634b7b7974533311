#include "clients/core/thread_fold.hpp"

#include "clients/core/circle_data.hpp"

#include "channels/articles/article.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <variant>

namespace kring::core {

/// Who moderated a channel when. Keeps the charter that was asked for last.
class ThreadFold::RightsThen {
 public:
  explicit RightsThen(const charter::CharterLog& log) : log_(log) {}

  /// By what had been signed when the hub took the entry, or by more if its author had read more: the clock
  /// of who gave them the right may have been ahead of the hub's.
  bool moderates(const channels::MemberId& member, const channels::ChannelId& channel,
                 const KeptEntry& entry) {
    const auto* then = charter_after(judged_by(entry));
    return then != nullptr && then->rights_at(member, channel, entry.time).include(channels::Right::moderate);
  }
  /// Whether an entry is judged by the charter as it is now.
  [[nodiscard]] bool are_newest(const KeptEntry& entry) const {
    return judged_by(entry) == log_.charter().number();
  }

 private:
  [[nodiscard]] channels::EntryNumber judged_by(const KeptEntry& entry) const {
    return std::max(signed_until(entry.time), entry.charter);
  }
  [[nodiscard]] channels::EntryNumber signed_until(Time time) const {
    const auto& entries = log_.entries();
    const auto after = std::ranges::upper_bound(
        entries, time, {}, [](const charter::CharterEntry& entry) { return entry.content().time; });
    return after == entries.begin() ? channels::EntryNumber{} : std::prev(after)->number();
  }

  const charter::Charter* charter_after(channels::EntryNumber number) {
    if (number == log_.charter().number()) return &log_.charter();
    if (!charter_ || charter_->number() != number) {
      auto at = log_.at(number);
      if (!at) return nullptr;
      charter_ = std::move(*at);
    }
    return &*charter_;
  }

  const charter::CharterLog& log_;
  std::optional<charter::Charter> charter_;
};

/// An entry that is taken, with its article if there is one that can be read.
struct ThreadFold::Next {
  const KeptEntry& entry;
  const std::optional<articles::Article>& article;
};

namespace {

/// Whether it counts for what its author may do.
bool is_judged(const articles::Article& article) {
  return std::holds_alternative<articles::PostMark>(article.content()) ||
         std::holds_alternative<articles::PostPin>(article.content()) ||
         read_settled_article(article).has_value();
}

}  // namespace

bool ThreadFold::holds(const CircleData& circle, const Channel& channel) const {
  if (folded_.start != channel.start || hash_at(channel, folded_.end.number) != folded_.end.hash)
    return false;
  if (circle.number() == folded_.charter) return true;
  const auto* since = circle.log->entry(channels::next(folded_.charter));
  if (since == nullptr || folded_.unknown_author) return false;
  return !folded_.judged || since->content().time > *folded_.judged;
}

const articles::Threads& ThreadFold::all(const CircleData& circle, const Channel& channel) const {
  fold(circle, channel);
  return folded_.threads;
}

const ReportLog& ThreadFold::reports(const CircleData& circle, const Channel& channel) const {
  fold(circle, channel);
  return folded_.reports;
}

void ThreadFold::fold(const CircleData& circle, const Channel& channel) const {
  if (!holds(circle, channel)) folded_ = Folded{.start = channel.start, .end = channel.start};
  folded_.charter = circle.number();
  RightsThen rights(*circle.log);
  const auto known = std::to_underlying(folded_.end.number) - std::to_underlying(folded_.start.number);
  for (const auto& entry : std::span(channel.log).subspan(static_cast<std::size_t>(known)))
    take(circle, channel, rights, {.entry = entry, .article = article_of(entry)});
}

void ThreadFold::follow(const CircleData& circle, const Channel& channel, const KeptEntry& entry,
                        const std::optional<articles::Article>& article) {
  if (channel.log.empty() && !holds(circle, channel))
    folded_ = Folded{.start = channel.start, .end = channel.start};
  if (folded_.end.number != channel.head().number || !holds(circle, channel)) return;
  RightsThen rights(*circle.log);
  // Of an older charter a copy is made, which the fold keeps for what comes after.
  if (article && is_judged(*article) && !rights.are_newest(entry)) return;
  folded_.charter = circle.number();
  take(circle, channel, rights, {.entry = entry, .article = article});
}

void ThreadFold::take(const CircleData& circle, const Channel& channel, RightsThen& rights,
                      const Next& next) const {
  const auto& entry = next.entry;
  ++entries_taken_;
  folded_.end = {.number = entry.seq, .hash = entry.hash};
  if (entry.article.empty()) return;
  const auto* member = circle.charter().member_of(entry.author);
  folded_.unknown_author = folded_.unknown_author || member == nullptr;
  if (member == nullptr || !next.article) return;
  const bool judges = is_judged(*next.article);
  if (judges) folded_.judged = std::max(folded_.judged.value_or(entry.time), entry.time);
  const articles::PlacedArticle placed{
      .seq = entry.seq, .time = entry.time, .author = entry.author, .article = *next.article};
  const articles::Writer writer{.member = member->id,
                                .moderates = judges && rights.moderates(member->id, channel.id, entry)};
  folded_.threads.apply(placed, writer);
  folded_.reports.apply(placed, writer);
}

}  // namespace kring::core
