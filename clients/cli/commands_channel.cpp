#include "clients/cli/commands.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_access.hpp"
#include "clients/cli/present_threads.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"

#include "channels/model/limits.hpp"
#include "clients/core/errc.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <utility>

namespace kring::cli {

namespace {

constexpr auto everything = channels::Right::read | channels::Right::post | channels::Right::moderate;

/// What was allowed by name; owners moderate every channel.
Outcome<std::vector<core::ChannelRole>> channel_roles(const Open& command,
                                                      const std::vector<core::RoleView>& roles) {
  std::vector<core::ChannelRole> allowed;
  for (const auto& role : roles) {
    if (role.owns) allowed.push_back({.role = role.id, .rights = everything});
  }
  for (const auto& allowance : command.allow) {
    const auto role = find_role(roles, allowance.role);
    if (!role) return std::unexpected(role.error());
    const bool known =
        std::ranges::any_of(allowed, [&](const core::ChannelRole& one) { return one.role == role->id; });
    if (!known) allowed.push_back({.role = role->id, .rights = allowance.rights});
  }
  return allowed;
}

/// Whoever gives a name that another one has is told which one that is.
Failure told_taken(const Error& error, const std::optional<core::TakenName>& taken, const Context& context) {
  Failure failure{error};
  const bool is_taken = error == client::Errc::channel_exists || error == client::Errc::newsgroup_exists ||
                        error == client::Errc::role_exists;
  if (is_taken && taken) failure.detail = taken_text(*taken, context.look);
  return failure;
}

/// What each role that was named may do: who moderates posts, and who posts reads. Owners may do all of it.
Outcome<std::vector<core::ChannelRole>> newsgroup_roles(const OpenNewsgroup& command,
                                                        const std::vector<core::RoleView>& roles) {
  using channels::Right;
  std::map<channels::RoleId, channels::Rights> allowed;
  for (const auto& role : roles) {
    if (role.owns) allowed[role.id] = everything;
  }
  for (const auto& [names, rights] :
       {std::pair(&command.readers, channels::Rights(Right::read)),
        std::pair(&command.posters, Right::read | Right::post), std::pair(&command.moderators, everything)}) {
    for (const auto& name : *names) {
      const auto role = find_role(roles, name);
      if (!role) return std::unexpected(role.error());
      allowed[role->id] = allowed[role->id] | rights;
    }
  }
  std::vector<core::ChannelRole> all;
  all.reserve(allowed.size());
  for (const auto& [role, rights] : allowed) all.push_back({.role = role, .rights = rights});
  return all;
}

}  // namespace

Outcome<Answer> run(const Channels& /*command*/, Context& context) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto channels = context.session.client().channels(place->id(), context.session.now());
  auto answer = answer_to_question(*place);
  answer.fields["channels"] = Json::array();
  for (const auto& channel : channels) answer.fields["channels"].push_back(json_of(channel));
  const auto newsgroups = context.session.client().newsgroups(place->id(), context.session.now());
  answer.fields["newsgroups"] = Json::array();
  for (const auto& newsgroup : newsgroups) answer.fields["newsgroups"].push_back(json_of(newsgroup));
  answer.text = channels_text(channels, context.look) + newsgroups_text(newsgroups, context.look);
  return answer;
}

Outcome<Answer> run(const Open& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  auto roles = channel_roles(command, session.client().roles(place->id(), session.now()));
  if (!roles) return std::unexpected(roles.error());
  auto opened = session.client().open_channel(
      place->id(), {.label = command.label, .mode = command.mode, .roles = std::move(*roles)}, session.now());
  if (!opened)
    return std::unexpected(
        told_taken(opened.error(), session.client().channel_called(place->id(), command.label), context));
  const auto done = session.carry_out(opened->intent, std::move(opened->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["channel"] = to_hex(opened->channel.view());
  answer.text = fill(context.words(Text::channel_opened), {printable(command.label)}) + "\n";
  return answer;
}

Outcome<Answer> run(const OpenNewsgroup& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  if (!place->circle.network) return std::unexpected(Error(client::Errc::not_a_network));
  auto roles = newsgroup_roles(command, session.client().roles(place->id(), session.now()));
  if (!roles) return std::unexpected(roles.error());
  auto opened = session.client().open_channel(
      place->id(),
      {.label = command.name, .mode = channels::Mode::record, .roles = std::move(*roles), .newsgroup = true},
      session.now());
  if (!opened)
    return std::unexpected(
        told_taken(opened.error(), session.client().channel_called(place->id(), command.name), context));
  const auto done = session.carry_out(opened->intent, std::move(opened->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["channel"] = to_hex(opened->channel.view());
  answer.text = fill(context.words(Text::newsgroup_opened), {printable(command.name)}) + "\n";
  return answer;
}

Outcome<Answer> run(const OpenLane& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto keeper = find_role(session.client().roles(place->id(), session.now()), command.keeper);
  if (!keeper) return std::unexpected(keeper.error());
  const auto contact =
      command.contact.empty() ? fill(context.words(Text::lane_contact), {command.label}) : command.contact;
  auto opened = session.client().open_lane(
      place->id(), {.label = command.label, .keeper = keeper->id, .contact_label = contact}, session.now());
  if (!opened) {
    const bool is_role = opened.error() == client::Errc::role_exists;
    const auto& client = session.client();
    return std::unexpected(told_taken(opened.error(),
                                      is_role ? client.role_called(place->id(), contact)
                                              : client.channel_called(place->id(), command.label),
                                      context));
  }
  const auto done = session.carry_out(opened->intent, std::move(opened->actions));
  if (!done) return std::unexpected(done.error());
  const auto role = to_hex(opened->role.view());
  Answer answer;
  answer.fields["channel"] = to_hex(opened->channel.view());
  answer.fields["role"] = role;
  answer.text =
      fill(context.words(Text::lane_opened), {printable(command.label), printable(contact), role}) + "\n";
  return answer;
}

Outcome<Answer> run(const Restart& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.channel);
  if (!channel) return std::unexpected(channel.error());
  const auto label = printable(channel->label);
  if (may_ask(context, command.yes)) {
    const auto sure = ask_yes(
        fill(context.words(Text::ask_restart), {label, std::to_string(std::to_underlying(channel->head))}),
        context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  session.restarts(channel->id);
  auto accepted = session.client().restart_channel(place->id(), channel->id, command.blamed, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  return Answer{.text = fill(context.words(Text::restarted), {label}) + "\n"};
}

Outcome<Answer> run(const Say& command, Context& context) {
  auto& session = context.session;
  const auto text = text_or_input(command.text, channels::limits::article_text_bytes_max);
  if (!text) return std::unexpected(text.error());
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.channel);
  if (!channel) return std::unexpected(channel.error());
  auto& client = session.client();
  auto accepted = command.note ? client.note(place->id(), channel->id, *text, session.now())
                               : client.say(place->id(), channel->id, *text, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["seq"] = std::to_underlying(done->seq.value_or(channels::Sequence{}));
  answer.text = fill(context.words(Text::said), {printable(channel->label)}) + "\n";
  return answer;
}

Outcome<Answer> run(const Read& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.channel);
  if (!channel) return std::unexpected(channel.error());
  const auto articles = session.client().timeline(place->id(), channel->id, command.after);
  if (!articles.empty()) {
    // What was read is a convenience: an ended circle may refuse to keep it.
    if (auto actions = session.client().mark_read(place->id(), channel->id, articles.back().seq)) {
      if (auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
    }
  }
  if (channel->read_until && !context.options.json) {
    context.err << fill(context.words(Text::read_no_more),
                        {printable(channel->label), time_text(*channel->read_until, context.look.language)})
                << "\n";
  }
  auto answer = answer_to_question(*place);
  answer.fields["articles"] = Json::array();
  for (const auto& article : articles) answer.fields["articles"].push_back(json_of(article));
  answer.text = articles_text(articles, context.look);
  if (answer.text.empty()) answer.text = std::string(context.words(Text::nothing_to_read)) + "\n";
  return answer;
}

}  // namespace kring::cli
