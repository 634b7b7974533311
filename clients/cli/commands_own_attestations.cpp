#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_attestations.hpp"
#include "clients/cli/present_notices.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/wording.hpp"
#include "clients/core/errc.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <utility>

/// What networks attest of whoever uses this program: kept, shown in circles, and removed.
namespace kring::cli {

namespace {

/// The circle, if one is a member of it.
const core::CircleView* find_own(const std::vector<core::CircleView>& circles, const channels::CircleId& id) {
  const auto found = std::ranges::find(circles, id, &core::CircleView::id);
  return found == circles.end() || found->standing != core::Standing::member ? nullptr : &*found;
}

/// Whether everybody in a circle can read now that one shows an attestation.
bool is_shown(Session& session, const channels::CircleId& circle, const charter::AttestationHash& id) {
  const auto circles = session.client().circles(session.now());
  const auto* own = find_own(circles, circle);
  if (own == nullptr) return false;
  const auto shown = session.client().attestations_of(circle, own->me, session.now());
  return std::ranges::find(shown, id, &core::AttestationView::id) != shown.end();
}

/// What circles are called, as a list.
std::string names_of(const std::vector<channels::CircleId>& circles, Session& session) {
  std::vector<std::string> names;
  for (const auto& circle : session.client().circles(session.now())) {
    if (std::ranges::find(circles, circle.id) != circles.end())
      names.push_back(circle_name(circle.name, circle.id));
  }
  return names_text(names);
}

/// Catches up with these circles, and gives those whose hub is away. No hub is waited for twice.
std::vector<channels::CircleId> circles_away(const std::vector<channels::CircleId>& circles,
                                             Session::Purpose purpose, Session& session) {
  std::vector<channels::CircleId> away;
  std::set<std::string> hubs_away;
  const auto views = session.client().circles(session.now());
  for (const auto& id : circles) {
    const auto* own = find_own(views, id);
    const auto hub = own == nullptr ? std::string() : own->hub;
    const bool is_away = hubs_away.contains(hub) || session.catch_up(id, purpose) == Session::Reach::offline;
    if (!is_away) continue;
    away.push_back(id);
    if (!hub.empty()) hubs_away.insert(hub);
  }
  return away;
}

/// Where a renewed attestation is shown, and whether it can be read everywhere there.
struct Renewed {
  std::vector<channels::CircleId> circles;
  bool shown = false;
};
/// Catches up with these circles, in which an earlier one was, and waits until it can be read.
Renewed show_renewed(const std::vector<channels::CircleId>& circles, const charter::AttestationHash& id,
                     Session& session) {
  if (!circles_away(circles, Session::Purpose::ask, session).empty())
    return {.circles = circles, .shown = false};
  auto showing = session.client().circles_showing(id, session.now());
  const bool shown = !showing.empty() && session.wait_until([&] {
    return std::ranges::all_of(showing, [&](const auto& circle) { return is_shown(session, circle, id); });
  });
  return {.circles = std::move(showing), .shown = shown};
}

/// Reads on in those of these networks that one is in: what they have taken back shows once their charters
/// are here.
void catch_up_networks(Context& context, const std::set<channels::CircleId>& networks) {
  auto& session = context.session;
  // Who reads none of a network's channels does not know by its labels that it is one.
  for (const auto& circle : session.client().circles(session.now())) {
    if (!networks.contains(circle.id) || circle.standing != core::Standing::member) continue;
    if (session.catch_up(circle.id, Session::Purpose::ask) == Session::Reach::offline &&
        !context.options.json)
      context.err << why_offline(circle, context) << "\n";
  }
}

}  // namespace

std::vector<OwnAttestation> own_attestations(Session& session) {
  const auto& client = session.client();
  const auto circles = client.circles(session.now());
  const auto ending = client.ending_attestations(session.now());
  std::vector<OwnAttestation> all;
  for (auto& one : client.own_attestations(session.now())) {
    OwnAttestation own;
    for (const auto& id : client.circles_showing(one.id, session.now())) {
      const auto* circle = find_own(circles, id);
      auto& where = is_shown(session, id, one.id) ? own.circles : own.coming;
      where.push_back({.id = id, .name = circle == nullptr ? std::string() : circle->name});
    }
    own.ends = std::ranges::find(ending, one.id, &core::AttestationView::id) != ending.end();
    own.ended = session.now() >= one.until;
    own.view = std::move(one);
    all.push_back(std::move(own));
  }
  return all;
}

std::vector<OwnAttestation> ending_attestations(Session& session) {
  if (session.client().ending_attestations(session.now()).empty()) return {};
  auto all = own_attestations(session);
  std::erase_if(all, [](const OwnAttestation& own) { return !own.ends; });
  return all;
}

Outcome<Answer> run(const KeepAttestation& command, Context& context) {
  auto& session = context.session;
  const auto replaced = session.client().replaced_by(command.text, session.now());
  if (!replaced) return std::unexpected(replaced.error());
  if (!replaced->empty() && may_ask(context, command.yes)) {
    const auto sure = ask_yes(
        replaced_text(*replaced, context.look) + std::string(context.words(Text::ask_attestation_kept)),
        context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  auto kept = session.client().keep_attestation(command.text, session.now());
  if (!kept) return std::unexpected(kept.error());
  if (const auto saved = session.perform(std::move(kept->actions)); !saved)
    return std::unexpected(saved.error());
  const auto own = session.client().own_attestations(session.now()).back();
  // It is kept; what the hub does not hear now takes no second try.
  const auto renewed = show_renewed(kept->circles, own.id, session);
  Answer answer;
  answer.fields = json_of(own);
  answer.fields["replaced"] = json_of(kept->replaced);
  answer.fields["circles"] = Json::array();
  for (const auto& circle : renewed.circles) answer.fields["circles"].push_back(to_hex(circle.view()));
  answer.fields["shown"] = renewed.shown;
  answer.text =
      std::string(context.words(Text::attestation_kept)) + "\n" + replaced_text(kept->replaced, context.look);
  if (!renewed.circles.empty()) {
    const auto said = renewed.shown ? Text::attestation_renewed : Text::attestation_renewed_later;
    answer.text += fill(context.words(said), {names_of(renewed.circles, session)}) + "\n";
  }
  return answer;
}

Outcome<Answer> run(const ShowAttestation& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto one = find_attestation(session.client().own_attestations(session.now()), command.attestation);
  if (!one) return std::unexpected(one.error());
  // What its network has taken back is not shown.
  if (find_own(session.client().circles(session.now()), one->network) == nullptr)
    read_network(context, *place, one->network);
  else if (one->network != place->id())
    catch_up_networks(context, {one->network});
  const auto name = circle_name(place->circle.name, place->id());
  if (may_ask(context, command.yes)) {
    const auto question = fill(context.words(Text::ask_attestation_show),
                               {name, claim_text(*one, context.look), network_text(*one, context.look),
                                time_text(one->until, context.look.language)});
    if (const auto sure = ask_yes(question, context.words(Text::yes_letter).front()); !sure)
      return std::unexpected(sure.error());
  }
  auto actions = session.client().show_attestation(place->id(), one->id, session.now());
  if (!actions) return std::unexpected(actions.error());
  if (const auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
  if (!session.wait_until([&] { return is_shown(session, place->id(), one->id); }))
    return std::unexpected(Error(Errc::kept_for_later));
  Answer answer;
  answer.fields = json_of(*one);
  answer.fields["status"] = "shown";
  answer.text = fill(context.words(Text::attestation_shown), {name}) + "\n";
  return answer;
}

Outcome<Answer> run(const Attestations& command, Context& context) {
  auto& session = context.session;
  if (!session.client().status(session.now()).has_device)
    return std::unexpected(Error(client::Errc::no_device));
  if (!command.removed.empty()) {
    const auto one = find_attestation(session.client().own_attestations(session.now()), command.removed);
    if (!one) return std::unexpected(one.error());
    const auto circles = session.client().circles_showing(one->id, session.now());
    auto dropped = session.client().drop_attestation(one->id, session.now());
    if (!dropped) return std::unexpected(dropped.error());
    if (const auto saved = session.perform(std::move(*dropped)); !saved)
      return std::unexpected(saved.error());
    // Where the hub is away they hear of it the next time.
    const auto away = circles_away(circles, Session::Purpose::act, session);
    Answer answer;
    answer.fields["not_yet"] = Json::array();
    for (const auto& circle : away) answer.fields["not_yet"].push_back(to_hex(circle.view()));
    answer.text = std::string(context.words(Text::attestation_removed)) + "\n";
    if (!away.empty())
      answer.text += fill(context.words(Text::attestation_removed_later), {names_of(away, session)}) + "\n";
    return answer;
  }
  std::set<channels::CircleId> networks;
  for (const auto& one : session.client().own_attestations(session.now())) networks.insert(one.network);
  for (const auto& one : session.client().given_attestations(session.now()))
    networks.insert(one.attestation.network);
  catch_up_networks(context, networks);
  const auto own = own_attestations(session);
  const auto given = session.client().given_attestations(session.now());
  Answer answer;
  answer.fields["mine"] = json_of(own);
  answer.fields["given"] = Json::array();
  for (const auto& one : given) {
    auto fields = json_of(one.attestation);
    fields["name"] = one.name;
    answer.fields["given"].push_back(std::move(fields));
  }
  answer.text = all_attestations_text(own, given, context.look);
  return answer;
}

}  // namespace kring::cli
