#include "clients/core/waits.hpp"

#include "clients/core/row_codec.hpp"
#include "clients/core/rows.hpp"

#include "channels/model/limits.hpp"

#include <algorithm>

namespace kring::core {

namespace limits = channels::limits;

namespace {

constexpr std::uint8_t wait_row_version = 1;
/// The row is written so often at most while nothing else changes: of days an hour is little.
constexpr Duration save_every = std::chrono::hours(1);
/// Heads of which no entry has come yet; a client that falls behind further knows less exactly, and no less.
constexpr std::size_t heads_seen_max = 64;

void save_waits(Context& context) {
  context.turn.save(circle_row(context.circle.id, "waits"), encode_waits(context.circle));
}

/// Since when, by the charter and by our clock, something is asked.
Time asked_since(const CircleData& circle, channels::EntryNumber entry, Time asked) {
  const auto known = circle.not_asked_at.find(entry);
  return known == circle.not_asked_at.end() ? asked : std::max(asked, known->second);
}

Status check_days(Time since, Duration wait, Time now) {
  // The hub's clock may be as far from ours as that.
  if (now - since < wait - limits::clock_skew_max) return fail(channels::Errc::too_early, "by our clock");
  return {};
}

}  // namespace

void note_head_seen(Context& context, channels::EntryNumber number) {
  auto& seen = context.circle.heads_seen;
  if (!seen.empty() && seen.back().number >= number) {
    const auto last = seen.back().time;
    if (seen.back().number > number || last >= context.now()) return;
    seen.back().time = context.now();
    if (context.now() - last >= save_every) save_waits(context);
    return;
  }
  if (seen.size() == heads_seen_max) return;
  seen.push_back({.number = number, .time = context.now()});
  save_waits(context);
}

void note_asked(Context& context, const charter::CharterEntry& entry) {
  auto& circle = context.circle;
  auto& seen = circle.heads_seen;
  // The last head before this entry; those before it say nothing more.
  while (seen.size() > 1 && seen[1].number < entry.number()) seen.erase(seen.begin());
  const bool asks =
      entry.kind() == charter::EntryKind::removal_ask || entry.kind() == charter::EntryKind::end_ask;
  if (!asks || seen.empty() || seen.front().number >= entry.number()) return;
  circle.not_asked_at.insert_or_assign(entry.number(), seen.front().time);
  save_waits(context);
}

Status check_wait(const CircleData& circle, const charter::Body& body, Time now) {
  const auto& charter = circle.charter();
  if (const auto* done = std::get_if<charter::RemovalDone>(&body)) {
    const auto* removal = charter.removal_of(done->member);
    if (removal == nullptr) return {};
    return check_days(asked_since(circle, removal->entry, removal->asked), limits::owner_removal_wait, now);
  }
  if (!std::holds_alternative<charter::EndDone>(body)) return {};
  for (const auto& [owner, wanted] : charter.ending()) {
    const auto since = asked_since(circle, wanted.entry, wanted.asked);
    if (auto days = check_days(since, limits::end_wait, now); !days) return days;
  }
  return {};
}

SecretBytes encode_waits(const CircleData& circle) {
  RowWriter out(wait_row_version);
  out.list(circle.heads_seen, [&](const HeadSeen& head) {
    out.number(head.number);
    out.time(head.time);
  });
  out.list(circle.not_asked_at, [&](const auto& item) {
    out.number(item.first);
    out.time(item.second);
  });
  return out.take();
}

Status decode_waits(ByteView row, CircleData& circle) {
  RowReader in(row, wait_row_version);
  in.list([&] {
    const auto number = in.number<channels::EntryNumber>();
    circle.heads_seen.push_back({.number = number, .time = in.time()});
  });
  in.list([&] {
    const auto number = in.number<channels::EntryNumber>();
    circle.not_asked_at.insert_or_assign(number, in.time());
  });
  return in.finish();
}

}  // namespace kring::core
