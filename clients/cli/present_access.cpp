#include "clients/cli/present_access.hpp"

#include "channels/charter/network_table.hpp"
#include "clients/cli/date_text.hpp"
#include "clients/cli/duration.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/rights_text.hpp"
#include "clients/cli/wording.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace kring::cli {

namespace {

/// Printable already.
std::string channel_text(const core::ChannelAccess& channel, const Look& look) {
  auto text = channel.label.empty() ? say(Text::no_label, look) + " " + short_id(channel.id)
                                    : printable(channel.label);
  if (channel.closed) text += " (" + say(Text::channel_is_closed, look) + ")";
  return text;
}

/// Those who are put out, as far as they are named.
std::vector<std::string> put_out_names(const std::vector<core::MemberView>& put_out, const Look& look) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(put_out.size(), put_out_named_max); ++i) {
    const auto& member = put_out[i];
    const auto line = member.state == core::MemberState::paused ? Text::put_out_paused : Text::put_out_member;
    names.push_back(fill(text_of(line, look.language),
                         {name_text(member.name, member.id, look.language), printable(member.role_label)}));
  }
  if (put_out.size() > put_out_named_max) {
    names.push_back(fill(text_of(Text::put_out_more, look.language),
                         {std::to_string(put_out.size() - put_out_named_max)}));
  }
  return names;
}

std::string mode_text(const core::ChannelAccess& channel, const Look& look) {
  return say(channel.mode == channels::Mode::record ? Text::mode_record : Text::mode_sealed, look);
}

std::string role_name_text(const core::RoleView& role) {
  return role.label.empty() ? short_id(role.id) : role.label;
}

/// Rights that hold; in brackets those that come back once somebody is no longer paused.
std::string cell_of(channels::Rights now, channels::Rights later, const Look& look) {
  if (!now.empty()) return rights_text(now);
  return later.empty() ? say(Text::no_end, look) : "(" + rights_text(later) + ")";
}

std::string member_line(const core::MemberView& member, const Look& look) {
  auto line = look.style.bold(name_text(member.name, member.id, look.language));
  if (!member.relation.empty()) line += ", " + printable(member.relation);
  line += "\n";
  auto standing = printable(member.role_label) + ", " + member_state_text(member.state, look.language);
  if (member.until)
    standing += ", " + fill(text_of(Text::until, look.language), {time_text(*member.until, look.language)});
  return line + standing + "\n";
}

std::string names_of(const std::vector<core::RoleView>& roles) {
  std::string names;
  for (const auto& role : roles) names += (names.empty() ? "" : ", ") + printable(role_name_text(role));
  return names;
}

std::string by(Text text, const std::optional<core::MemberView>& who, const std::optional<Time>& when,
               const Look& look) {
  const auto name = who ? name_text(who->name, who->id, look.language) : say(Text::who_somebody, look);
  const auto time = when ? time_text(*when, look.language) : say(Text::no_end, look);
  return fill(text_of(text, look.language), {name, time}) + "\n";
}

/// By the charter alone.
std::string how_they_came(const core::WhoView& who, const Look& look) {
  switch (who.how) {
    case core::CameIn::founded:
      return by(Text::who_founded, {}, who.admitted, look);
    case core::CameIn::preapproved:
      return by(Text::who_by_link, {}, who.admitted, look);
    case core::CameIn::confirmed: {
      const bool by_me = who.admitter && who.admitter->me;
      return by(by_me ? Text::who_let_in_by_me : Text::who_let_in, who.admitter, who.admitted, look);
    }
    case core::CameIn::waits:
      break;
  }
  return say(Text::who_waits, look) + "\n";
}

/// Who removed them, or that they left.
std::string how_they_went(const core::WhoView& who, const Look& look) {
  if (!who.ended) return {};
  auto text = who.ended->by_me ? Text::who_removed_by_me : Text::who_removed;
  if (who.member.state == core::MemberState::left) text = Text::who_left;
  return fill(text_of(text, look.language),
              {doer_text(who.ended, look), time_text(who.ended->time, look.language)}) +
         "\n";
}

}  // namespace

std::string matrix_text(const core::MatrixView& matrix, const Look& look) {
  std::vector<std::string> people{say(Text::column_name, look), say(Text::column_role, look),
                                  say(Text::column_state, look), say(Text::column_until, look)};
  std::vector<std::string> roles{say(Text::column_role, look), say(Text::column_longest, look)};
  for (const auto& channel : matrix.channels) {
    people.push_back(channel_text(channel, look));
    roles.push_back(channel_text(channel, look));
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [member, now, by_role] : matrix.members) {
    auto name = name_text(member.name, member.id, look.language);
    if (member.me) name += " " + say(Text::mark_me, look);
    auto& row = rows.emplace_back();
    row = {name, member.role_label, member_state_text(member.state, look.language),
           member.until ? time_text(*member.until, look.language) : say(Text::no_end, look)};
    const bool comes_back = member.state == core::MemberState::paused;
    for (std::size_t i = 0; i < now.size(); ++i)
      row.push_back(cell_of(now[i], comes_back ? by_role[i] : channels::Rights(), look));
  }
  std::string out = table_text(people, rows, look.style);
  rows.clear();
  for (const auto& [role, rights, may_admit] : matrix.roles) {
    auto& row = rows.emplace_back();
    const auto made_from = charter::find_summary(role.key);
    row = {role_name_text(role),
           !made_from || role.owns ? say(Text::no_end, look) : duration_text(made_from->stay.longest)};
    for (const auto right : rights) row.push_back(cell_of(right, {}, look));
  }
  out += "\n" + say(Text::matrix_roles, look) + "\n" + table_text(roles, rows, look.style);
  return out + "\n" + say(Text::matrix_legend, look) + "\n";
}

std::string_view meaning_of(const core::RoleView& role, Language language) {
  const auto row = charter::find_summary(role.key);
  if (!row) return {};
  return row->meaning.in(language == Language::dutch ? charter::Language::dutch : charter::Language::english);
}

std::string role_text(const core::MatrixView& matrix, const core::RoleAccess& role, const Look& look) {
  std::string out = look.style.bold(printable(role_name_text(role.role)));
  if (!role.role.key.empty()) out += "  " + look.style.dim(role.role.key);
  out += "\n";
  const auto meaning = meaning_of(role.role, look.language);
  if (!meaning.empty()) out += say(Text::role_at_founding, look) + " " + std::string(meaning) + "\n";
  const auto row = charter::find_summary(role.role.key);
  if (row && !role.role.owns) {
    out += fill(text_of(Text::role_stay, look.language),
                {duration_text(row->stay.usual), duration_text(row->stay.longest)}) +
           "\n";
  }
  out += say(role.role.preapproved ? Text::role_by_link : Text::role_by_confirmation, look) + "\n";
  std::vector<core::RoleView> admitted;
  for (const auto& one : matrix.roles) {
    if (std::ranges::find(role.may_admit, one.role.id) != role.may_admit.end()) admitted.push_back(one.role);
  }
  if (!admitted.empty()) out += fill(text_of(Text::may_let_in, look.language), {names_of(admitted)}) + "\n";
  std::vector<std::vector<std::string>> rows;
  rows.reserve(matrix.channels.size());
  for (std::size_t i = 0; i < matrix.channels.size(); ++i) {
    rows.push_back({channel_text(matrix.channels[i], look), cell_of(role.rights[i], {}, look),
                    mode_text(matrix.channels[i], look)});
  }
  out += "\n" + say(Text::role_now, look) + "\n";
  return out + table_text({say(Text::column_channel, look), say(Text::column_rights, look),
                           say(Text::column_mode, look)},
                          rows, look.style);
}

std::string put_out_text(const std::vector<core::MemberView>& put_out, std::string_view channel,
                         const Look& look) {
  if (put_out.empty()) return {};
  auto text = fill(text_of(Text::put_out_these, look.language), {printable(channel)}) + "\n";
  for (const auto& one : put_out_names(put_out, look)) text += "  " + one + "\n";
  return text;
}

std::string put_out_sentence(const std::vector<core::MemberView>& put_out, std::string_view channel,
                             const Look& look) {
  std::string names;
  for (const auto& one : put_out_names(put_out, look)) names += (names.empty() ? "" : ", ") + one;
  return fill(text_of(Text::put_out_these, look.language), {printable(channel)}) + " " + names + ".";
}

std::string taken_text(const core::TakenName& taken, const Look& look) {
  const auto label = printable(taken.label);
  if (taken.waits) return fill(text_of(Text::taken_waits, look.language), {label});
  if (taken.key.empty()) return fill(text_of(Text::taken_by, look.language), {label});
  const auto text = taken.is_closed ? Text::taken_by_closed : Text::taken_by_key;
  return fill(text_of(text, look.language), {label, printable(taken.key)});
}

std::string see_as_text(const core::SeenAsView& view, const Look& look) {
  std::string out = member_line(view.member, look) + "\n";
  if (view.open.empty()) out += say(Text::see_as_nothing, look) + "\n";
  for (const auto& seen : view.open) {
    out += look.style.bold(channel_text(seen.channel, look)) + "  " + rights_text(seen.rights) + "  ";
    out += seen.since
               ? fill(text_of(Text::see_as_since, look.language), {time_text(*seen.since, look.language)})
               : say(Text::see_as_reads_back, look);
    out += "\n";
    for (const auto& article : seen.last) out += indent(article_text(article, look), "    ");
  }
  if (!view.hidden.empty()) {
    std::string hidden;
    for (const auto& channel : view.hidden)
      hidden += (hidden.empty() ? "" : ", ") + channel_text(channel, look);
    out += "\n" + fill(text_of(Text::see_as_hidden, look.language), {hidden}) + "\n";
  }
  if (!view.may_admit.empty())
    out += "\n" + fill(text_of(Text::may_let_in, look.language), {names_of(view.may_admit)}) + "\n";
  return out + "\n" + look.style.dim(say(Text::see_as_note, look)) + "\n";
}

std::string who_text(const core::WhoView& who, const Look& look) {
  std::string out = member_line(who.member, look) + "\n";
  if (who.member.me) out += say(Text::who_me, look) + "\n";
  if (who.member.checked == core::Checked::unknown) out += say(Text::who_no_name, look) + "\n";
  if (who.member.checked == core::Checked::new_keys)
    out += look.style.bad(say(Text::new_keys_mark, look)) + "\n";
  if (who.how != core::CameIn::founded) out += by(Text::who_invited, who.inviter, who.invited, look);
  out += how_they_came(who, look);
  out += how_they_went(who, look);
  // Who let them in is one thing, by the charter; whether the words were compared here is another.
  if (who.checked_here) return out + say(Text::who_checked_here, look) + "\n";
  const bool somebody_may_have = who.how == core::CameIn::confirmed && !who.member.me;
  return somebody_may_have ? out + say(Text::who_checked_elsewhere, look) + "\n" : out;
}

std::string child_text(const core::ChildView& child, const Look& look) {
  auto out = fill(text_of(Text::child_born, look.language), {date_text(child.born, look.language)}) + "\n";
  for (const auto& birthday : child.birthdays) {
    out += fill(text_of(Text::child_birthday, look.language),
                {std::to_string(birthday.age), date_text(birthday.on, look.language),
                 date_text(birthday.told_from, look.language)}) +
           "\n";
  }
  if (child.notice) out += "\n" + birthday_text(*child.notice, look);
  return out;
}

std::string birthday_text(const core::BirthdayNotice& birthday, const Look& look) {
  auto head = Text::birthday_coming;
  if (birthday.when == core::BirthdayWhen::today) head = Text::birthday_today;
  if (birthday.when == core::BirthdayWhen::past) head = Text::birthday_past;
  auto what = Text::birthday_12;
  if (birthday.age == 16) what = Text::birthday_16;
  if (birthday.age == 18) what = Text::birthday_18;
  const auto told = fill(text_of(head, look.language),
                         {std::to_string(birthday.age), date_text(birthday.on, look.language)});
  return look.style.bold(told) + "\n" + say(what, look) + "\n";
}

}  // namespace kring::cli
