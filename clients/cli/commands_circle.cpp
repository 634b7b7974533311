#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_attestations.hpp"
#include "clients/cli/present_notices.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <utility>

namespace kring::cli {

namespace {

/// The circle that was not there before.
channels::CircleId new_circle(const std::vector<core::CircleView>& before,
                              const std::vector<core::CircleView>& after) {
  for (const auto& circle : after) {
    if (std::ranges::none_of(before, [&](const core::CircleView& old) { return old.id == circle.id; }))
      return circle.id;
  }
  return {};
}

charter::FoundedAs founded_as(const Found& command) {
  if (command.network) return charter::FoundedAs::network;
  return command.guardian ? charter::FoundedAs::circle_of_guardian : charter::FoundedAs::circle;
}

/// The hub of the circles that one is in, or of those that one was in if there are no others; which one to
/// use is asked where there are several. Errors: `which_hub`.
Outcome<std::string> hub_to_found_at(Context& context) {
  if (!context.options.hub.empty()) return context.options.hub;
  std::set<std::string> present;
  std::set<std::string> all;
  for (const auto& circle : context.session.client().circles(context.session.now())) {
    all.insert(circle.hub);
    if (circle.standing != core::Standing::ended) present.insert(circle.hub);
  }
  const auto& hubs = present.empty() ? all : present;
  if (hubs.empty()) return std::string(hub_default);
  if (hubs.size() == 1) return *hubs.begin();
  Failure failure{Error(Errc::which_hub)};
  std::string named;
  for (const auto& hub : hubs) named += (named.empty() ? "" : ", ") + printable(hub);
  failure.detail = fill(context.words(Text::your_hubs), {named});
  return std::unexpected(std::move(failure));
}

/// Whoever founds where no hub answers is told where that is, and how to take it back.
Failure told_where(Failure failure, const core::IntentId& id, const Context& context) {
  for (const auto& one : context.session.client().status(context.session.now()).pending) {
    if (one.id == id) failure.detail = founding_text(one, context.look);
  }
  return failure;
}

Outcome<Answer> cancel_founding(const Found& command, Context& context) {
  auto& session = context.session;
  const auto founding = find_founding(session.client().status(session.now()).pending, command.name);
  if (!founding) return std::unexpected(founding.error());
  auto actions = session.client().cancel_founding(founding->id, session.now());
  if (!actions) return std::unexpected(actions.error());
  if (auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
  return Answer{.text = fill(context.words(Text::founding_cancelled), {printable(founding->name)}) + "\n"};
}

}  // namespace

Outcome<Answer> run(const Found& command, Context& context) {
  if (command.cancel) return cancel_founding(command, context);
  auto& session = context.session;
  auto hub = hub_to_found_at(context);
  if (!hub) return std::unexpected(hub.error());
  const auto before = session.client().circles(session.now());
  auto accepted = session.client().found(
      {.name = command.name,
       .hub = std::move(*hub),
       .language =
           context.look.language == Language::dutch ? charter::Language::dutch : charter::Language::english,
       .as = founded_as(command)},
      session.now());
  if (!accepted) return std::unexpected(accepted.error());
  auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(told_where(std::move(done.error()), accepted->intent, context));
  const auto circles = session.client().circles(session.now());
  const auto id = new_circle(before, circles);
  const auto circle = to_hex(id.view());
  Answer answer;
  answer.fields["circle"] = circle;
  const auto told = command.network ? Text::network_founded : Text::founded;
  answer.text = fill(context.words(told), {printable(command.name), circle}) + "\n";
  const auto view = std::ranges::find(circles, id, &core::CircleView::id);
  auto warned = session.client().note_only_owner_told(id, session.now());
  if (view == circles.end() || !warned) return answer;
  answer.text += "\n" + only_owner_text(*view, context.look) + "\n";
  if (auto saved = session.perform(std::move(*warned)); !saved) return std::unexpected(saved.error());
  return answer;
}

Outcome<Answer> run(const Members& /*command*/, Context& context) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto& client = context.session.client();
  const auto members = client.members(place->id(), context.session.now());
  std::vector<channels::MemberId> people;
  people.reserve(members.size());
  for (const auto& member : members) people.push_back(member.id);
  read_networks(context, *place, people);
  auto answer = answer_to_question(*place);
  answer.fields["members"] = Json::array();
  answer.text = members_text(members, context.look);
  for (const auto& member : members) {
    const auto shown = client.attestations_of(place->id(), member.id, context.session.now());
    auto fields = json_of(member);
    fields["attestations"] = json_of(shown);
    answer.fields["members"].push_back(std::move(fields));
    if (shown.empty()) continue;
    answer.text += "\n" + name_text(member.name, member.id, context.look.language) + "\n" +
                   attestations_text(shown, context.look);
  }
  return answer;
}

Outcome<Answer> run(const Remove& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto member = find_member(session.client().members(place->id(), session.now()), command.member);
  if (!member) return std::unexpected(member.error());
  const auto name = name_text(member->name, member->id, context.look.language);
  const auto let_in = [&] { return session.client().let_in_by(place->id(), member->id, session.now()); };
  if (may_ask(context, command.yes)) {
    context.out << let_in_text(name, let_in(), context.look) << std::flush;
    const auto sure =
        ask_yes(fill(context.words(Text::ask_remove), {name}), context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  auto accepted = session.client().remove(place->id(), member->id, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  const auto left_behind = let_in();
  Answer answer;
  answer.fields["let_in"] = json_of(left_behind);
  answer.text =
      fill(context.words(Text::removed), {name}) + "\n" + let_in_text(name, left_behind, context.look);
  return answer;
}

Outcome<Answer> run(const Leave& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto name = printable(place->circle.name);
  if (may_ask(context, command.yes)) {
    const auto sure =
        ask_yes(fill(context.words(Text::ask_leave), {name}), context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  auto accepted = session.client().leave(place->id(), session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  return Answer{.text = fill(context.words(Text::left), {name}) + "\n"};
}

Outcome<Answer> run(const ResumeCircle& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  // What leaves something out for good is not done unasked.
  const bool asks = place->circle.read_only && place->circle.owner && !command.yes;
  if (asks && !may_ask(context, command.yes)) return std::unexpected(Error(Errc::no_terminal));
  const auto view = [&] {
    for (const auto& circle : session.client().circles(session.now())) {
      if (circle.id == place->id()) return circle;
    }
    return place->circle;
  };
  // The hub is asked where all logs end, also those of channels that this parent does not read.
  if (view().read_only && view().owner) (void)session.wait_until([&] { return view().resumable; });
  Answer answer;
  answer.fields["channels"] = Json::array();
  for (const auto& channel : session.client().channels(place->id(), session.now())) {
    const auto at_hub = std::to_underlying(channel.hub_head.value_or(channels::Sequence{}));
    const auto here = std::to_underlying(channel.head);
    answer.fields["channels"].push_back(
        {{"channel", to_hex(channel.id.view())}, {"hub", at_hub}, {"here", here}});
    answer.text += fill(context.words(Text::resume_channel),
                        {printable(channel.label), std::to_string(at_hub), std::to_string(here)}) +
                   "\n";
  }
  const auto name = printable(place->circle.name);
  if (!command.yes && view().resumable) {
    context.out << answer.text;
    const auto sure =
        ask_yes(fill(context.words(Text::ask_resume), {name}), context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  auto accepted = session.client().resume(place->id(), session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  answer.text += fill(context.words(Text::resumed), {name}) + "\n";
  return answer;
}

}  // namespace kring::cli
