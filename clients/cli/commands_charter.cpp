#include "clients/cli/commands.hpp"
#include "clients/cli/duration.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_access.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

/// What parents decide about people and channels, each command one entry of the charter.
namespace kring::cli {

namespace {

/// A person of the circle that a command is about.
struct Somebody {
  Place place;
  core::MemberView member;
  std::string name;
};
Outcome<Somebody> somebody(Context& context, const std::string& text) {
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto member = find_member(context.session.client().members(place->id(), context.session.now()), text);
  if (!member) return std::unexpected(member.error());
  return Somebody{
      .place = *place, .member = *member, .name = name_text(member->name, member->id, context.look.language)};
}

/// Asks, unless that was answered on the command line.
Outcome<void> make_sure(Context& context, bool yes, const std::string& question) {
  if (!may_ask(context, yes)) return {};
  const auto sure = ask_yes(question, context.words(Text::yes_letter).front());
  if (!sure) return std::unexpected(sure.error());
  return {};
}

/// Whoever is put out of a channel is named before it is done, and somebody has to say yes to that.
Outcome<void> agree_to_put_out(Context& context, bool yes, const core::ChannelView& channel,
                               const std::vector<core::MemberView>& put_out) {
  if (yes || put_out.empty()) return {};
  if (may_ask(context, yes)) {
    context.out << put_out_text(put_out, channel.label, context.look) << std::flush;
    return make_sure(context, yes, std::string(context.words(Text::ask_put_out)));
  }
  Failure failure{Error(Errc::no_terminal)};
  failure.detail = put_out_sentence(put_out, channel.label, context.look);
  return std::unexpected(std::move(failure));
}

Outcome<Answer> carry_out(Context& context, Result<core::Accepted> accepted, const std::string& told) {
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = context.session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  return Answer{.text = told + "\n"};
}

}  // namespace

Outcome<Answer> run(const Pause& command, Context& context) {
  const auto who = somebody(context, command.member);
  if (!who) return std::unexpected(who.error());
  const auto sure = make_sure(context, command.yes, fill(context.words(Text::ask_pause), {who->name}));
  if (!sure) return std::unexpected(sure.error());
  auto& session = context.session;
  return carry_out(context, session.client().pause(who->place.id(), who->member.id, session.now()),
                   fill(context.words(Text::paused), {who->name}));
}

Outcome<Answer> run(const Unpause& command, Context& context) {
  const auto who = somebody(context, command.member);
  if (!who) return std::unexpected(who.error());
  auto& session = context.session;
  return carry_out(context, session.client().unpause(who->place.id(), who->member.id, session.now()),
                   fill(context.words(Text::unpaused), {who->name}));
}

Outcome<Answer> run(const ChangeRole& command, Context& context) {
  const auto who = somebody(context, command.member);
  if (!who) return std::unexpected(who.error());
  auto& session = context.session;
  const auto role = find_role(session.client().roles(who->place.id(), session.now()), command.role);
  if (!role) return std::unexpected(role.error());
  const auto label = printable(role->label);
  const auto sure = make_sure(context, command.yes, fill(context.words(Text::ask_role), {who->name, label}));
  if (!sure) return std::unexpected(sure.error());
  const core::NewRole change{.member = who->member.id, .role = role->id, .stay = command.stay};
  return carry_out(context, session.client().change_role(who->place.id(), change, session.now()),
                   fill(context.words(Text::role_changed), {who->name, label}));
}

Outcome<Answer> run(const Allow& command, Context& context) {
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.channel);
  if (!channel) return std::unexpected(channel.error());
  auto& session = context.session;
  const auto roles = session.client().roles(place->id(), session.now());
  std::vector<core::ChannelRole> allowed;
  for (const auto& allowance : command.allow) {
    const auto role = find_role(roles, allowance.role);
    if (!role) return std::unexpected(role.error());
    allowed.push_back({.role = role->id, .rights = allowance.rights});
  }
  const auto put_out = session.client().put_out_by(place->id(), channel->id, allowed, session.now());
  if (const auto sure = agree_to_put_out(context, command.yes, *channel, put_out); !sure)
    return std::unexpected(sure.error());
  auto answer =
      carry_out(context, session.client().allow(place->id(), channel->id, std::move(allowed), session.now()),
                fill(context.words(Text::allowed), {printable(channel->label)}));
  if (!answer) return answer;
  answer->fields["put_out"] = Json::array();
  for (const auto& member : put_out) answer->fields["put_out"].push_back(json_of(member));
  answer->text += put_out_text(put_out, channel->label, context.look);
  return answer;
}

Outcome<Answer> run(const Close& command, Context& context) {
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.channel);
  if (!channel) return std::unexpected(channel.error());
  const auto label = printable(channel->label);
  const auto sure = make_sure(context, command.yes, fill(context.words(Text::ask_close), {label}));
  if (!sure) return std::unexpected(sure.error());
  auto& session = context.session;
  return carry_out(context, session.client().close_channel(place->id(), channel->id, session.now()),
                   fill(context.words(Text::channel_closed), {label}));
}

Outcome<Answer> run(const Freeze& command, Context& context) {
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto sure = make_sure(context, command.yes, std::string(context.words(Text::ask_freeze)));
  if (!sure) return std::unexpected(sure.error());
  auto& session = context.session;
  return carry_out(context, session.client().freeze(place->id(), session.now()),
                   std::string(context.words(Text::frozen)));
}

Outcome<Answer> run(const Unfreeze& /*command*/, Context& context) {
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  auto& session = context.session;
  return carry_out(context, session.client().unfreeze(place->id(), session.now()),
                   std::string(context.words(Text::unfrozen)));
}

Outcome<Answer> run(const RemoveOwner& command, Context& context) {
  const auto who = somebody(context, command.member);
  if (!who) return std::unexpected(who.error());
  const auto& removals = who->place.circle.removals;
  const auto asked = std::ranges::find(removals, who->member.id, &core::RemovalView::member);
  const bool is_last_step = asked != removals.end() && asked->by_me;
  const auto question = is_last_step ? Text::ask_remove : Text::ask_remove_owner;
  const auto sure = make_sure(context, command.yes, fill(context.words(question), {who->name}));
  if (!sure) return std::unexpected(sure.error());
  std::optional<SecretBytes> words;
  if (!is_last_step) {
    auto typed = twelve_words(context, command.words_file);
    if (!typed) return std::unexpected(typed.error());
    words = std::move(*typed);
  }
  auto& session = context.session;
  auto answer =
      carry_out(context, session.client().remove_owner(who->place.id(), who->member.id, words, session.now()),
                fill(context.words(is_last_step ? Text::removed : Text::removal_asked), {who->name}));
  if (!answer || !is_last_step) return answer;
  const auto let_in = session.client().let_in_by(who->place.id(), who->member.id, session.now());
  answer->fields["let_in"] = json_of(let_in);
  answer->text += let_in_text(who->name, let_in, context.look);
  return answer;
}

Outcome<Answer> run(const Stay& /*command*/, Context& context) {
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  auto& session = context.session;
  return carry_out(context, session.client().stay(place->id(), session.now()),
                   std::string(context.words(Text::stayed)));
}

Outcome<Answer> run(const End& command, Context& context) {
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  auto& session = context.session;
  if (command.cancel) {
    return carry_out(context, session.client().cancel_end(place->id(), session.now()),
                     std::string(context.words(Text::end_cancelled)));
  }
  const bool is_last_step = place->circle.ending && place->circle.ending->by_me;
  const auto name = printable(place->circle.name);
  const auto question = is_last_step ? Text::ask_end_now : Text::ask_end;
  const auto sure = make_sure(context, command.yes, fill(context.words(question), {name}));
  if (!sure) return std::unexpected(sure.error());
  std::optional<SecretBytes> words;
  if (!is_last_step) {
    auto typed = twelve_words(context, command.words_file);
    if (!typed) return std::unexpected(typed.error());
    words = std::move(*typed);
  }
  return carry_out(context, session.client().end_circle(place->id(), words, session.now()),
                   fill(context.words(is_last_step ? Text::circle_ended : Text::end_asked), {name}));
}

}  // namespace kring::cli
