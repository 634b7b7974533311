#include "clients/cli/present.hpp"

#include "clients/cli/date_text.hpp"
#include "clients/cli/duration.hpp"
#include "clients/cli/failure.hpp"
#include "clients/cli/present_access.hpp"
#include "clients/cli/present_notices.hpp"
#include "clients/cli/present_threads.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/rights_text.hpp"
#include "clients/cli/wording.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

namespace kring::cli {

namespace {

std::string pending_text(const core::IntentView& intent, const Look& look) {
  switch (intent.kind) {
    case core::IntentKind::found:
      return founding_text(intent, look);
    case core::IntentKind::join:
      return say(Text::pending_join, look);
    case core::IntentKind::invite:
      return say(Text::pending_invite, look);
    case core::IntentKind::withdraw:
      return say(Text::pending_withdraw, look);
    case core::IntentKind::confirm:
      return say(Text::pending_confirm, look);
    case core::IntentKind::open_channel:
      return say(Text::pending_open, look);
    case core::IntentKind::remove:
      return say(Text::pending_remove, look);
    case core::IntentKind::restart:
      return say(Text::pending_restart, look);
    case core::IntentKind::leave:
      return say(Text::pending_leave, look);
    case core::IntentKind::resume:
      return say(Text::pending_resume, look);
    case core::IntentKind::say:
      return say(Text::pending_say, look);
    case core::IntentKind::send:
      return say(Text::pending_send, look);
    case core::IntentKind::pause:
      return say(Text::pending_pause, look);
    case core::IntentKind::unpause:
      return say(Text::pending_unpause, look);
    case core::IntentKind::change_role:
      return say(Text::pending_role, look);
    case core::IntentKind::allow:
      return say(Text::pending_allow, look);
    case core::IntentKind::close_channel:
      return say(Text::pending_close, look);
    case core::IntentKind::freeze:
      return say(Text::pending_freeze, look);
    case core::IntentKind::unfreeze:
      return say(Text::pending_unfreeze, look);
    case core::IntentKind::remove_owner:
      return say(Text::pending_remove_owner, look);
    case core::IntentKind::new_device:
      return say(Text::pending_device, look);
    case core::IntentKind::revoke_device:
      return say(Text::pending_revoke, look);
    case core::IntentKind::attestation_key:
      return say(Text::pending_attestation_key, look);
    case core::IntentKind::withdraw_attestation:
      return say(Text::pending_withdraw_attestation, look);
    case core::IntentKind::publish:
      return say(Text::pending_publish, look);
    case core::IntentKind::stay:
      return say(Text::pending_stay, look);
    case core::IntentKind::end:
      return say(Text::pending_end, look);
  }
  return {};
}

std::string_view text_about(const core::CircleView& circle, Text text, const Look& look) {
  return text_of(text, look.language, about_network(circle.network));
}

std::string standing_text(const core::CircleView& circle, const Look& look) {
  switch (circle.standing) {
    case core::Standing::founding:
      return say(Text::standing_founding, look);
    case core::Standing::invited:
      return say(Text::standing_invited, look);
    case core::Standing::waiting:
      return say(circle.linking ? Text::standing_linking : Text::standing_waiting, look);
    case core::Standing::member:
      return say(Text::standing_member, look);
    case core::Standing::ended:
      return say(circle.turned_down ? Text::standing_turned_down : Text::standing_ended, look);
    case core::Standing::paused:
      return std::string(text_about(circle, Text::standing_paused, look));
  }
  return {};
}

std::string owners_text(const std::vector<core::OwnerName>& owners, const Look& look) {
  std::string names;
  for (const auto& owner : owners)
    names.append(names.empty() ? "" : ", ").append(name_text(owner.name, owner.member, look.language));
  return names.empty() ? say(Text::no_owner, look) : names;
}

/// What owners have asked about each other and the circle.
std::string decisions_text(const core::CircleView& circle, const Look& look) {
  std::string out;
  const auto add = [&](Text text, std::initializer_list<std::string_view> values) {
    out += indent(look.style.bad(fill(text_about(circle, text, look), values)), "  ");
  };
  if (circle.dissolved) add(Text::circle_dissolved, {});
  if (circle.public_since) out += indent(look.style.bad(public_text(*circle.public_since, look)), "  ");
  if (circle.publication) {
    const auto& asked = *circle.publication;
    add(asked.by_me ? Text::circle_publication_mine : Text::circle_publication,
        {name_text(asked.holder_name, asked.holder, look.language), std::to_string(asked.agreed),
         std::to_string(asked.needed)});
  }
  for (const auto& freeze : circle.freezes) {
    const auto until = time_text(freeze.until, look.language);
    if (freeze.mine) {
      add(Text::circle_frozen_by_you, {until});
    } else {
      add(Text::circle_frozen, {until, name_text(freeze.by.name, freeze.by.member, look.language)});
    }
  }
  for (const auto& removal : circle.removals) {
    const auto due = time_text(removal.due, look.language);
    const auto name = name_text(removal.name, removal.member, look.language);
    if (removal.member == circle.me) {
      add(Text::circle_removal_of_me, {due, doer_text(removal.asked, look)});
      continue;
    }
    add(Text::circle_removal,
        {name, owners_text(removal.agreed_by, look), owners_text(removal.not_yet, look), due});
    if (!circle.owner) continue;
    add(removal.by_me ? Text::circle_removal_then : Text::circle_removal_agree, {short_id(removal.member)});
  }
  if (circle.ending) {
    const auto& ending = *circle.ending;
    const auto wanted_by = owners_text(ending.wanted_by, look);
    if (ending.not_yet.empty()) {
      add(Text::circle_ending_agreed, {wanted_by, time_text(ending.due, look.language)});
    } else {
      add(Text::circle_ending, {wanted_by, owners_text(ending.not_yet, look)});
    }
    if (!circle.owner) return out;
    if (!ending.by_me) add(Text::circle_ending_agree, {});
    if (ending.not_yet.empty()) add(Text::circle_ending_then, {});
    add(Text::circle_ending_stop, {});
  }
  return out;
}

std::string circle_text(const core::CircleView& circle, const Look& look) {
  const auto name = circle.name.empty() ? short_id(circle.id) : printable(circle.name);
  std::string out = look.style.bold(name) + "  " + look.style.dim(short_id(circle.id)) + "\n";
  auto standing = circle.taken_out ? std::string(device_out_text(circle, look)) : standing_text(circle, look);
  if (circle.network) standing = say(Text::mark_network, look) + ", " + standing;
  if (!circle.role_label.empty()) standing += " (" + printable(circle.role_label) + ")";
  if (circle.removed) standing += "\n" + removed_text(circle, look);
  out += indent(standing, "  ");
  if (circle.read_only) out += indent(look.style.bad(text_about(circle, Text::circle_read_only, look)), "  ");
  if (circle.stopped) out += indent(look.style.bad(text_about(circle, Text::circle_stopped, look)), "  ");
  if (circle.foreign_key) out += indent(look.style.bad(say(Text::circle_foreign, look)), "  ");
  out += decisions_text(circle, look);
  if (circle.tell_only_owner) out += indent(look.style.bad(only_owner_text(circle, look)), "  ");
  if (circle.birthday) out += indent(birthday_text(*circle.birthday, look), "  ");
  const bool waits = circle.standing == core::Standing::invited || circle.standing == core::Standing::waiting;
  if (waits && !circle.linking && !circle.six_words.empty()) {
    out += indent(
        fill(text_of(Text::your_six_words, look.language), {look.style.bold(words_text(circle.six_words))}),
        "  ");
  }
  return out;
}

std::string open_invitations_text(const std::vector<core::InvitationView>& invitations, const Look& look) {
  std::string open;
  for (const auto& invitation : invitations) {
    if (invitation.state != core::InvitationState::open) continue;
    open += "  " + short_id(invitation.id) + "  " + printable(invitation.role_label) + ", " +
            fill(text_of(Text::until, look.language), {time_text(invitation.expires, look.language)}) + "\n";
    if (!invitation.link.empty()) open += "    " + invitation.link + "\n";
  }
  return open.empty() ? open : "\n" + say(Text::open_invitations, look) + "\n" + open;
}

}  // namespace

std::string time_text(Time time, Language language) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
  const auto moment = static_cast<std::time_t>(seconds);
  std::tm local{};
  localtime_r(&moment, &local);
  std::array<char, 32> text{};
  const char* format = language == Language::dutch ? "%d-%m-%Y %H:%M" : "%Y-%m-%d %H:%M";
  const auto size = std::strftime(text.data(), text.size(), format, &local);
  return {text.data(), size};
}

std::string roles_text(const std::vector<core::RoleView>& roles, const Look& look) {
  std::vector<std::vector<std::string>> rows;
  auto sorted = roles;
  std::ranges::sort(sorted, {}, &core::RoleView::label);
  for (const auto& role : sorted) {
    if (!role.may_invite) continue;
    rows.push_back({role.key.empty() ? to_hex(role.id.view()) : role.key, role.label,
                    role.stay_max ? duration_text(*role.stay_max) : say(Text::no_end, look),
                    role.preapproved ? say(Text::yes, look) : say(Text::no, look)});
  }
  if (rows.empty()) return say(Text::no_roles, look) + "\n";
  return table_text({say(Text::column_role, look), say(Text::column_label, look),
                     say(Text::column_longest, look), say(Text::column_preapproved, look)},
                    rows, look.style);
}

std::string requests_text(const std::vector<core::RequestView>& requests, const Look& look) {
  if (requests.empty()) return say(Text::no_requests, look) + "\n";
  std::string out;
  for (const auto& request : requests) out += request_text(request, look) + "\n";
  out += fill(text_of(Text::confirm_hint, look.language), {short_id(requests.front().invitation)}) + "\n";
  return out;
}

std::string request_text(const core::RequestView& request, const Look& look) {
  auto name = look.style.bold(name_text(request.name, request.member, look.language));
  if (!request.relation.empty()) name += ", " + printable(request.relation);
  std::vector<std::pair<Text, std::string>> lines = {
      {Text::request_name, name},
      {Text::request_role, printable(request.role_label)},
      {Text::request_invitation, short_id(request.invitation)},
      {Text::request_words, look.style.bold(words_text(request.six_words))},
  };
  if (request.owners > 1) {
    lines.emplace_back(Text::consent_hint,
                       fill(text_of(Text::consent_line, look.language),
                            {std::to_string(request.agreed.size()), std::to_string(request.owners)}));
  }
  std::size_t widest = 0;
  for (const auto& [text, value] : lines) widest = std::max(widest, columns_of(say(text, look)));
  std::string out;
  for (const auto& [text, value] : lines) out += pad_to(say(text, look), widest) + "  " + value + "\n";
  return out;
}

std::string members_text(const std::vector<core::MemberView>& members, const Look& look) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& member : members) {
    auto name = name_text(member.name, member.id, look.language);
    if (member.me) name += " " + say(Text::mark_me, look);
    auto state = member_state_text(member.state, look.language);
    if (member.checked == core::Checked::new_keys) state += ", " + say(Text::new_keys_mark, look);
    rows.push_back({name, member.relation, member.role_label, std::move(state),
                    member.until ? time_text(*member.until, look.language) : say(Text::no_end, look),
                    short_id(member.id)});
  }
  if (rows.empty()) return say(Text::no_members, look) + "\n";
  return table_text(
      {say(Text::column_name, look), say(Text::column_relation, look), say(Text::column_role, look),
       say(Text::column_state, look), say(Text::column_until, look), say(Text::column_id, look)},
      rows, look.style);
}

std::string devices_text(const std::vector<core::DeviceView>& devices, const Look& look) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(devices.size());
  for (const auto& device : devices) {
    auto state = say(device.revoked ? Text::device_state_revoked : Text::device_state_live, look);
    if (device.this_one) state += " " + say(Text::mark_this_device, look);
    if (!device.same_person) state += ", " + say(Text::device_not_shown, look);
    rows.push_back({short_id(device.id), device.name, time_text(device.added, look.language),
                    device.adder ? short_id(*device.adder) : std::string("-"), std::move(state)});
  }
  if (rows.empty()) return say(Text::no_devices, look) + "\n";
  return table_text(
      {say(Text::column_device, look), say(Text::column_name, look), say(Text::column_since, look),
       say(Text::column_added_by, look), say(Text::column_state, look)},
      rows, look.style);
}

std::string channels_text(const std::vector<core::ChannelView>& channels, const Look& look) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& channel : channels) {
    const bool record = channel.mode == channels::Mode::record;
    auto state = say(channel.joined ? Text::channel_joined : Text::channel_not_joined, look);
    if (channel.read_until) state = say(Text::channel_no_longer_read, look);
    if (channel.closed) state = say(Text::channel_is_closed, look);
    if (channel.stopped) state = say(Text::channel_stopped, look);
    if (channel.healing.state == core::HealState::asked) state = say(Text::channel_heals, look);
    rows.push_back({channel.label.empty() ? say(Text::no_label, look) : channel.label,
                    channel.key.empty() ? short_id(channel.id) : channel.key,
                    say(record ? Text::mode_record : Text::mode_sealed, look), rights_text(channel.mine),
                    std::to_string(channel.readers.size()), std::move(state)});
  }
  if (rows.empty()) return say(Text::no_channels, look) + "\n";
  auto text = table_text(
      {say(Text::column_channel, look), say(Text::column_key, look), say(Text::column_mode, look),
       say(Text::column_rights, look), say(Text::column_readers, look), say(Text::column_state, look)},
      rows, look.style);
  const auto batched = std::ranges::find_if(
      channels, [](const auto& channel) { return channel.joins_within && !channel.closed; });
  if (batched != channels.end()) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(*batched->joins_within).count();
    text += "\n" + fill(text_of(Text::channels_join_within, look.language), {std::to_string(minutes)}) + "\n";
  }
  return text;
}

std::string articles_text(const std::vector<core::ArticleView>& articles, const Look& look) {
  std::string out;
  std::set<std::pair<channels::MemberId, std::string>> introduced;
  for (const auto& article : articles) {
    // Members introduce themselves again to each newcomer, who needs it; to a reader it is no news.
    const bool again =
        article.type == "introduction" && !introduced.emplace(article.author, article.author_name).second;
    if (!again) out += article_text(article, look);
  }
  return out;
}

std::string origin_text(const core::OriginView& origin, std::string_view bearer, Language language) {
  const auto author = origin.author.empty() ? std::string(text_of(Text::origin_nameless, language))
                                            : printable(origin.author);
  return fill(text_of(Text::origin_line, language), {author, time_text(origin.time, language), bearer});
}

std::string file_text(const core::FileView& file, const Look& look) {
  return fill(text_of(Text::file_line, look.language),
              {look.style.bold(printable(file.name)), size_text(file.size, look.language)});
}

std::string article_text(const core::ArticleView& article, const Look& look) {
  const auto name = name_text(article.author_name, article.author, look.language);
  const auto seq = "#" + std::to_string(std::to_underlying(article.seq));
  const auto time = time_text(article.time, look.language);
  if (article.type == "owner_consent") {
    const auto line = fill(text_of(Text::consent_article, look.language), {name});
    return look.style.dim(seq + "  " + time + "  " + line) + "\n";
  }
  if (article.type == "publication_consent") {
    const auto line = fill(text_of(Text::publication_article, look.language), {name});
    return look.style.dim(seq + "  " + time + "  " + line) + "\n";
  }
  if (article.type == "introduction") {
    return look.style.dim(seq + "  " + time + "  " + fill(text_of(Text::introduced, look.language), {name})) +
           "\n";
  }
  if (article.type == "child") {
    const auto born = channels::parse_date(article.text);
    const auto date = born ? date_text(*born, look.language) : printable(article.text);
    return look.style.dim(seq + "  " + time + "  " +
                          fill(text_of(Text::birth_date_line, look.language), {date})) +
           "\n";
  }
  const bool is_post = article.type == "post" && !article.text.empty();
  if (article.type != "message" && article.type != "note" && !article.file && !is_post) return {};
  auto head = look.style.dim(seq + "  " + time) + "  " + look.style.bold(name);
  if (article.type == "note") head += " " + look.style.dim(say(Text::mark_note, look));
  std::string body;
  if (article.from) body += indent(look.style.dim(origin_text(*article.from, name, look.language)), "    ");
  if (article.file) body += indent(file_text(*article.file, look), "    ");
  if (article.edited) body += indent(look.style.dim(edited_text(*article.edited, look.language)), "    ");
  if (!article.subject.empty()) body += indent(look.style.bold(printable(article.subject)), "    ");
  if (!article.text.empty()) body += indent(printable(article.text, Lines::many), "    ");
  return head + "\n" + body;
}

std::string size_text(std::uint64_t bytes, Language language) {
  constexpr std::uint64_t kilo = 1000;
  constexpr std::uint64_t mega = kilo * kilo;
  if (bytes < kilo) return std::to_string(bytes) + " B";
  const auto unit = bytes < mega ? kilo : mega;
  // Tenths, rounded to the nearest.
  const auto tenths = (bytes * 10 + unit / 2) / unit;
  const char* point = language == Language::dutch ? "," : ".";
  return std::to_string(tenths / 10) + point + std::to_string(tenths % 10) + (unit == kilo ? " kB" : " MB");
}

std::string name_text(const std::string& name, const channels::MemberId& member, Language language) {
  if (!name.empty()) return printable(name);
  return fill(text_of(Text::nameless, language), {short_id(member)});
}

std::string member_state_text(core::MemberState state, Language language) {
  switch (state) {
    case core::MemberState::waiting:
      return std::string(text_of(Text::state_waiting, language));
    case core::MemberState::live:
      return std::string(text_of(Text::state_live, language));
    case core::MemberState::expired:
      return std::string(text_of(Text::state_expired, language));
    case core::MemberState::removed:
      return std::string(text_of(Text::state_removed, language));
    case core::MemberState::left:
      return std::string(text_of(Text::state_left, language));
    case core::MemberState::paused:
      return std::string(text_of(Text::state_paused, language));
  }
  return {};
}

std::string connection_text(core::Connection connection, Language language) {
  switch (connection) {
    case core::Connection::offline:
      return std::string(text_of(Text::connection_offline, language));
    case core::Connection::connecting:
      return std::string(text_of(Text::connection_connecting, language));
    case core::Connection::greeted:
      return std::string(text_of(Text::connection_greeted, language));
    case core::Connection::draining:
      return std::string(text_of(Text::connection_draining, language));
    case core::Connection::refused:
      return std::string(text_of(Text::connection_refused, language));
  }
  return {};
}

std::string status_text(const StatusSubject& subject, const Look& look) {
  const auto& status = subject.status;
  std::string out = look.style.bold(printable(status.name));
  if (!status.relation.empty()) out += ", " + printable(status.relation);
  out += "\n";
  if (!status.words_confirmed) {
    out += look.style.bad(say(Text::words_not_confirmed, look)) + "\n";
  } else if (status.kit_to_prove) {
    out += look.style.bad(say(Text::kit_not_proven, look)) + "\n";
  }
  for (const auto& hub : status.hubs)
    out += printable(hub.hub) + ": " + connection_text(hub.connection, look.language) + "\n";
  if (subject.circles.empty()) out += say(Text::no_circle_yet, look) + "\n";
  for (const auto& circle : subject.circles) out += "\n" + circle_text(circle, look);
  for (const auto& device : subject.new_devices)
    out += "\n" + new_device_text(device.device, device.circle_name, look) + "\n";
  for (const auto& coming : subject.comings) out += "\n" + look.style.bad(coming) + "\n";
  for (const auto& ending : subject.ending) out += "\n" + look.style.bad(ending) + "\n";
  out += open_reports_text(subject.reports, look);
  out += open_invitations_text(subject.invitations, look);
  std::string pending;
  for (const auto& intent : status.pending) {
    // Messages are counted below.
    if (intent.kind != core::IntentKind::say) pending += indent(pending_text(intent, look), "  ");
  }
  if (subject.unsent != 0)
    pending += "  " + fill(text_of(Text::unsent, look.language), {std::to_string(subject.unsent)}) + "\n";
  if (!pending.empty()) out += "\n" + say(Text::still_to_do, look) + "\n" + pending;
  out += alarms_text(subject.alarms, look);
  return out;
}

std::string device_out_text(const core::CircleView& circle, const Look& look) {
  std::string out(text_about(circle, Text::device_taken_out, look));
  if (!circle.taken_out) return out;
  if (const auto& deed = circle.taken_out->deed) {
    const auto time = time_text(deed->time, look.language);
    out += " " + (deed->by_me ? fill(say(Text::device_out_by_me, look), {time})
                              : fill(say(Text::device_out_by, look), {doer_text(deed, look), time}));
  }
  if (circle.taken_out->member) out += " " + say(Text::device_out_member, look);
  return out;
}

std::string doer_text(const std::optional<core::DeedView>& deed, const Look& look) {
  if (!deed) return say(Text::who_somebody, look);
  if (deed->by_me) return say(Text::by_yourself, look);
  return name_text(deed->by_name, deed->by, look.language);
}

std::string removed_text(const core::CircleView& circle, const Look& look) {
  if (!circle.removed) return {};
  return fill(text_of(Text::removed_by, look.language),
              {doer_text(circle.removed, look), time_text(circle.removed->time, look.language)});
}

std::string founding_text(const core::IntentView& founding, const Look& look) {
  return fill(text_of(Text::founding_waits, look.language),
              {printable(founding.name), printable(founding.hub), short_id(founding.id)});
}

std::string healed_text(const core::ChannelView& channel, const Look& look) {
  const auto label = channel.label.empty() ? short_id(channel.id) : printable(channel.label);
  if (channel.mode == channels::Mode::record) return fill(say(Text::healed_record, look), {label});
  if (channel.healing.missed == 0) return fill(say(Text::healed_sealed, look), {label});
  return fill(say(Text::healed_missed, look), {label, std::to_string(channel.healing.missed)});
}

std::string words_text(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + printable(word);
  return out;
}

void write_recovery_words(std::ostream& out, std::string_view words) {
  constexpr std::size_t words_a_line = 4;
  constexpr std::size_t columns = 14;
  std::size_t number = 0;
  while (!words.empty()) {
    const auto word = words.substr(0, words.find(' '));
    ++number;
    out << (number < 10 ? "  " : " ") << number << ". " << word;
    const bool line_ends = number % words_a_line == 0;
    for (auto column = word.size(); !line_ends && column < columns; ++column) out << ' ';
    if (line_ends) out << "\n";
    words.remove_prefix(std::min(word.size() + 1, words.size()));
  }
}

}  // namespace kring::cli
