#include "clients/core/access_view.hpp"

#include "clients/core/labels.hpp"
#include "clients/core/views.hpp"

#include "channels/charter/network_table.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kring::core {

namespace {

using channels::Right;

/// Articles of each channel that "see as" shows: enough to know the place.
constexpr std::size_t seen_articles_max = 3;

std::vector<ChannelAccess> all_channels(const CircleData& circle) {
  std::vector<ChannelAccess> all;
  for (const auto& [id, channel] : circle.charter().channels()) {
    auto name = channel_name(circle, id);
    all.push_back({.id = id,
                   .label = std::move(name.label),
                   .key = std::move(name.key),
                   .mode = channel.mode,
                   .closed = channel.closed.has_value()});
  }
  std::ranges::sort(all, {},
                    [&](const ChannelAccess& one) { return circle.charter().channel(one.id)->opened; });
  return all;
}

/// Whether somebody has a row of the matrix: those who are gone for good, or wait, have none.
bool is_shown(const MemberView& member) {
  switch (member.state) {
    case MemberState::live:
    case MemberState::paused:
    case MemberState::expired:
      return true;
    case MemberState::waiting:
    case MemberState::removed:
    case MemberState::left:
      break;
  }
  return false;
}

std::vector<channels::RoleId> admitted_by(const charter::Role& role) {
  std::vector<channels::RoleId> admitted;
  admitted.reserve(role.may_admit.size());
  for (const auto& admits : role.may_admit) admitted.push_back(admits.role);
  return admitted;
}

std::optional<MemberView> find_view(const CircleData& circle, const channels::MemberId& id, Time now) {
  for (auto& view : view_members(circle, now)) {
    if (view.id == id) return std::move(view);
  }
  return std::nullopt;
}

/// How a member reads the channels, by the charter.
struct Reading {
  /// Since when without a break. Their device is let into the group a little later.
  std::map<channels::ChannelId, Time> since;
  /// Until when, of those that they could read and can no more.
  std::map<channels::ChannelId, Time> until;
};

Reading reading_of(const CircleData& circle, const charter::Member& member) {
  Reading reading;
  const auto& entries = circle.log->entries();
  const auto first = std::to_underlying(member.granted.value_or(member.joined));
  auto charter = circle.log->at(channels::EntryNumber{first});
  // Entry n stands at place n - 1.
  for (auto next = static_cast<std::size_t>(first); charter; ++next) {
    for (const auto& [id, channel] : charter->channels()) {
      const bool reads = charter->rights_at(member.id, id, charter->time()).include(Right::read);
      if (reads) {
        reading.since.try_emplace(id, charter->time());
        reading.until.erase(id);
      } else if (reading.since.erase(id) != 0) {
        reading.until.emplace(id, charter->time());
      }
    }
    if (next >= entries.size() || !charter->apply(entries[next])) break;
  }
  return reading;
}

std::vector<ArticleView> last_articles(const CircleData& circle, const SeenChannel& seen) {
  auto articles = view_timeline(circle, seen.channel.id, channels::Sequence{});
  std::erase_if(articles, [&](const ArticleView& one) {
    const bool is_post = one.type == "post" && !one.text.empty();
    const bool shown = one.type == "message" || one.type == "note" || is_post || one.file;
    return !shown || (seen.since && one.time < *seen.since);
  });
  if (articles.size() > seen_articles_max)
    articles.erase(articles.begin(), articles.end() - static_cast<std::ptrdiff_t>(seen_articles_max));
  return articles;
}

/// When an entry was signed.
std::optional<Time> time_of(const CircleData& circle, const std::optional<channels::EntryNumber>& number) {
  return number ? time_of_entry(circle, *number) : std::nullopt;
}

std::optional<MemberView> member_behind(const CircleData& circle, const channels::HandleId& handle,
                                        Time now) {
  const auto* member = circle.charter().member_of(handle);
  return member == nullptr ? std::nullopt : find_view(circle, member->id, now);
}

}  // namespace

std::string_view name_of(CameIn how) {
  switch (how) {
    case CameIn::founded:
      return "founded";
    case CameIn::confirmed:
      return "confirmed";
    case CameIn::preapproved:
      return "preapproved";
    case CameIn::waits:
      break;
  }
  return "waits";
}

std::map<channels::ChannelId, Time> read_until(const CircleData& circle) {
  const auto* me = circle.log ? circle.charter().member(circle.member) : nullptr;
  if (me == nullptr) return {};
  return reading_of(circle, *me).until;
}

MatrixView view_matrix(const CircleData& circle, Time now) {
  MatrixView matrix;
  if (!circle.log) return matrix;
  const auto& charter = circle.charter();
  matrix.channels = all_channels(circle);
  for (auto& member : view_members(circle, now)) {
    if (!is_shown(member)) continue;
    MemberAccess row{.member = std::move(member), .now = {}, .by_role = {}};
    for (const auto& channel : matrix.channels) {
      row.now.push_back(charter.rights_at(row.member.id, channel.id, now));
      row.by_role.push_back(charter.rights_in(row.member.role, channel.id));
    }
    matrix.members.push_back(std::move(row));
  }
  for (auto& role : view_roles(circle, now)) {
    RoleAccess row{.role = std::move(role), .rights = {}, .may_admit = {}};
    row.may_admit = admitted_by(*charter.role(row.role.id));
    for (const auto& channel : matrix.channels)
      row.rights.push_back(charter.rights_in(row.role.id, channel.id));
    matrix.roles.push_back(std::move(row));
  }
  // As the table has them, and what parents have added after those.
  std::ranges::sort(matrix.roles, {}, [](const RoleAccess& row) {
    const auto made_from = charter::find_summary(row.role.key);
    const std::size_t place = made_from ? made_from->place : charter::template_count;
    return std::pair(place, row.role.label);
  });
  return matrix;
}

std::vector<MemberView> view_put_out(const CircleData& circle, const channels::ChannelId& channel,
                                     const std::vector<ChannelRole>& changes, Time now) {
  if (!circle.log || !circle.charter().is_owner(circle.handle_id, now)) return {};
  const auto& charter = circle.charter();
  const auto loses_reading = [&](const channels::RoleId& id) {
    const auto* role = charter.role(id);
    return role != nullptr && !role->owns && charter.rights_in(id, channel).include(Right::read) &&
           std::ranges::any_of(changes, [&](const ChannelRole& change) {
             return change.role == id && !change.rights.include(Right::read);
           });
  };
  auto members = view_members(circle, now);
  std::erase_if(members, [&](const MemberView& member) {
    const bool takes_part = member.state == MemberState::live || member.state == MemberState::paused;
    return !takes_part || !loses_reading(member.role);
  });
  return members;
}

std::optional<SeenAsView> view_as(const CircleData& circle, const channels::MemberId& id, Time now) {
  const auto* member = circle.log ? circle.charter().member(id) : nullptr;
  if (member == nullptr) return std::nullopt;
  auto shown = find_view(circle, id, now);
  if (!shown) return std::nullopt;
  SeenAsView view{.member = std::move(*shown), .open = {}, .hidden = {}, .may_admit = {}};
  const auto since = reading_of(circle, *member).since;
  for (auto& channel : all_channels(circle)) {
    const auto rights = circle.charter().rights_at(id, channel.id, now);
    if (!rights.include(Right::read)) {
      view.hidden.push_back(std::move(channel));
      continue;
    }
    SeenChannel seen{.channel = std::move(channel), .rights = rights, .since = {}, .last = {}};
    const auto from = since.find(seen.channel.id);
    if (seen.channel.mode == channels::Mode::sealed && from != since.end()) seen.since = from->second;
    seen.last = last_articles(circle, seen);
    view.open.push_back(std::move(seen));
  }
  const auto* role = circle.charter().role(member->role);
  const auto admitted = role == nullptr ? std::vector<channels::RoleId>() : admitted_by(*role);
  for (auto& one : view_roles(circle, now)) {
    const bool may = circle.charter().is_live(id, now) &&
                     (role->owns || std::ranges::find(admitted, one.id) != admitted.end());
    if (may) view.may_admit.push_back(std::move(one));
  }
  return view;
}

std::optional<WhoView> view_who(const CircleData& circle, const channels::MemberId& id, Time now) {
  const auto* member = circle.log ? circle.charter().member(id) : nullptr;
  auto shown = member == nullptr ? std::nullopt : find_view(circle, id, now);
  if (!shown) return std::nullopt;
  WhoView view{.member = std::move(*shown),
               .how = CameIn::waits,
               .inviter = {},
               .admitter = {},
               .invited = {},
               .admitted = {}};
  view.checked_here = circle.confirmed.contains(id);
  if (member->ended) view.ended = view_deed(circle, *member->ended);
  if (!member->invitation) {
    view.how = CameIn::founded;
    view.admitted = time_of(circle, member->joined);
    return view;
  }
  const auto* invitation = circle.charter().invitation(*member->invitation);
  view.inviter = member_behind(circle, invitation->maker, now);
  view.invited = time_of(circle, invitation->number);
  if (!member->granted) return view;
  view.admitted = time_of(circle, member->granted);
  view.how = invitation->terms.preapproved ? CameIn::preapproved : CameIn::confirmed;
  const auto* entry = circle.log->entry(*member->granted);
  if (view.how == CameIn::confirmed && entry != nullptr)
    view.admitter = member_behind(circle, entry->content().signer, now);
  return view;
}

}  // namespace kring::core
