#include "clients/core/admissions.hpp"

#include "clients/core/views.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace kring::core {

namespace {

/// What is before this entry is no news: this device came by it, or it was told of.
channels::EntryNumber known_up_to(const CircleData& circle) {
  const auto* own = circle.charter().handle(circle.handle_id);
  return own == nullptr ? circle.number() : std::max(own->added, circle.notices.admissions_told);
}

/// Whoever signed an entry; null if nobody is known.
const charter::Member* signer_of(const CircleData& circle, channels::EntryNumber number) {
  const auto* entry = circle.log->entry(number);
  return entry == nullptr ? nullptr : circle.charter().member_of(entry->content().signer);
}

/// Who let a member in; null of the founder, and of those who were not let in.
const charter::Member* admitter_of(const CircleData& circle, const charter::Member& member) {
  if (!member.invitation || !member.granted) return nullptr;
  const auto* invitation = circle.charter().invitation(*member.invitation);
  if (invitation == nullptr) return nullptr;
  if (invitation->terms.preapproved) return circle.charter().member_of(invitation->maker);
  return signer_of(circle, *member.granted);
}

bool owns(const CircleData& circle, const charter::Member& member) {
  const auto* role = circle.charter().role(member.role);
  return role != nullptr && role->owns;
}

/// What was not told: entries after `after`, up to `last`.
struct News {
  channels::EntryNumber after{};
  channels::EntryNumber last{};
  [[nodiscard]] bool include(channels::EntryNumber number) const { return number > after && number <= last; }
};

bool is_told_of_others(const CircleData& circle, Time now) {
  return circle.log && circle.standing == Standing::member &&
         circle.charter().is_owner(circle.handle_id, now);
}

Time time_at(const CircleData& circle, channels::EntryNumber number) {
  return time_of_entry(circle, number).value_or(Time{});
}

/// All members as they are shown, to be looked up.
std::map<channels::MemberId, MemberView> members_by_id(const CircleData& circle, Time now) {
  std::map<channels::MemberId, MemberView> views;
  for (auto& view : view_members(circle, now)) views.emplace(view.id, std::move(view));
  return views;
}

AdmissionView admission_of(const CircleData& circle, const std::map<channels::MemberId, MemberView>& shown,
                           const charter::Member& member, const charter::Member& admitter) {
  AdmissionView view{.member = member.id,
                     .member_name = {},
                     .role_label = {},
                     .until = member.until,
                     .state = MemberState::removed,
                     .admitter = admitter.id,
                     .admitter_name = {},
                     .admitted = time_at(circle, *member.granted)};
  if (const auto found = shown.find(member.id); found != shown.end()) {
    view.member_name = found->second.name;
    view.role_label = found->second.role_label;
    view.state = found->second.state;
  }
  if (const auto found = shown.find(admitter.id); found != shown.end())
    view.admitter_name = found->second.name;
  return view;
}

/// Those let in after an entry for whom `is_meant(member, admitter)` holds, the oldest first.
template <class IsMeant>
std::vector<AdmissionView> admissions_after(const CircleData& circle, channels::EntryNumber after, Time now,
                                            IsMeant is_meant) {
  std::vector<std::pair<const charter::Member*, const charter::Member*>> meant;
  for (const auto& [id, member] : circle.charter().members()) {
    const auto* admitter = member.granted > after ? admitter_of(circle, member) : nullptr;
    if (admitter != nullptr && is_meant(member, *admitter)) meant.emplace_back(&member, admitter);
  }
  std::vector<AdmissionView> views;
  if (meant.empty()) return views;
  std::ranges::sort(meant, {}, [](const auto& pair) { return *pair.first->granted; });
  const auto shown = members_by_id(circle, now);
  for (const auto& [member, admitter] : meant)
    views.push_back(admission_of(circle, shown, *member, *admitter));
  return views;
}

/// Whom others than owners let in, as far as nothing was told of it.
std::vector<AdmissionView> news_of_admissions(const CircleData& circle, Time now) {
  return admissions_after(
      circle, known_up_to(circle), now,
      [&](const charter::Member&, const charter::Member& admitter) { return !owns(circle, admitter); });
}

bool waits_for_name(const AdmissionView& view, Time now) {
  const bool is_in = view.state == MemberState::live || view.state == MemberState::paused;
  // By whichever clock is ahead.
  return is_in && view.member_name.empty() && now < view.admitted + name_wait &&
         view.admitted < now + name_wait;
}

/// Up to before the first whose name may still come.
News news_to_tell(const CircleData& circle, Time now) {
  News news{.after = known_up_to(circle), .last = circle.number()};
  for (const auto& view : news_of_admissions(circle, now)) {
    if (!waits_for_name(view, now)) continue;
    const auto granted = *circle.charter().member(view.member)->granted;
    news.last = static_cast<channels::EntryNumber>(std::to_underlying(granted) - 1);
    break;
  }
  return news;
}

}  // namespace

std::vector<AdmissionView> let_in_by(const CircleData& circle, const channels::MemberId& id, Time now) {
  if (!circle.log) return {};
  auto views =
      admissions_after(circle, {}, now, [&](const charter::Member& member, const charter::Member& admitter) {
        return admitter.id == id && member.standing == charter::Standing::granted;
      });
  // Whose time is over is still named by the charter, and reads nothing.
  std::erase_if(views, [](const AdmissionView& view) { return view.state == MemberState::expired; });
  return views;
}

std::vector<AdmissionView> admissions_to_tell(const CircleData& circle, Time now) {
  if (!is_told_of_others(circle, now)) return {};
  auto views = news_of_admissions(circle, now);
  const auto first = std::ranges::find_if(views, [&](const auto& view) { return waits_for_name(view, now); });
  views.erase(first, views.end());
  return views;
}

std::vector<DepartureView> departures_to_tell(const CircleData& circle, Time now) {
  std::vector<DepartureView> views;
  if (!is_told_of_others(circle, now)) return views;
  const auto news = news_to_tell(circle, now);
  std::vector<const charter::Member*> gone;
  for (const auto& [id, member] : circle.charter().members()) {
    const bool is_gone =
        member.standing == charter::Standing::left || member.standing == charter::Standing::removed;
    if (!is_gone || !member.ended || !news.include(*member.ended)) continue;
    // Whoever removes somebody is told of it there.
    const auto* signer = signer_of(circle, *member.ended);
    if (signer == nullptr || signer->id != circle.member) gone.push_back(&member);
  }
  if (gone.empty()) return views;
  std::ranges::sort(gone, {}, [](const charter::Member* member) { return *member->ended; });
  const auto shown = members_by_id(circle, now);
  for (const auto* member : gone) {
    auto let_in = let_in_by(circle, member->id, now);
    if (let_in.empty()) continue;
    const auto found = shown.find(member->id);
    views.push_back({.member = member->id,
                     .member_name = found == shown.end() ? std::string() : found->second.name,
                     .left = member->standing == charter::Standing::left,
                     .ended = time_at(circle, *member->ended),
                     .by = view_deed(circle, *member->ended),
                     .let_in = std::move(let_in)});
  }
  return views;
}

bool note_admissions_told(CircleData& circle, Time now) {
  if (admissions_to_tell(circle, now).empty() && departures_to_tell(circle, now).empty()) return false;
  circle.notices.admissions_told = news_to_tell(circle, now).last;
  return true;
}

}  // namespace kring::core
