#include "clients/cli/commands.hpp"
#include "clients/cli/date_text.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_access.hpp"
#include "clients/cli/present_attestations.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/core/errc.hpp"

#include <algorithm>

/// Who may do what, and who somebody is.
namespace kring::cli {

namespace {

/// Somebody whom a question is about.
struct Asked {
  Place place;
  channels::MemberId member;
};
Outcome<Asked> asked(Context& context, const std::string& text) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto member =
      find_somebody(context.session.client().members(place->id(), context.session.now()), text);
  if (!member) return std::unexpected(member.error());
  return Asked{.place = *place, .member = member->id};
}

Json child_json(const core::ChildView& child) {
  Json json;
  json["born"] = channels::text_of(child.born);
  json["birthdays"] = Json::array();
  for (const auto& birthday : child.birthdays) {
    json["birthdays"].push_back({{"age", birthday.age},
                                 {"on", channels::text_of(birthday.on)},
                                 {"told_from", channels::text_of(birthday.told_from)}});
  }
  json["birthday"] = child.notice ? json_of(*child.notice) : Json(nullptr);
  return json;
}

Outcome<Answer> show_roles(Context& context) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto roles = context.session.client().roles(place->id(), context.session.now());
  auto answer = answer_to_question(*place);
  answer.fields["roles"] = Json::array();
  for (const auto& role : roles) {
    if (role.may_invite) answer.fields["roles"].push_back(json_of(role));
  }
  answer.text = roles_text(roles, context.look);
  return answer;
}

Outcome<Answer> show_child(Context& context) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  if (!place->circle.owner) return std::unexpected(Error(channels::Errc::needs_owner));
  const auto child = context.session.client().child(place->id(), context.session.now());
  auto answer = answer_to_question(*place);
  if (child) {
    answer.fields.update(child_json(*child));
    answer.text = child_text(*child, context.look);
  } else {
    answer.fields["born"] = nullptr;
    answer.text = std::string(context.words(Text::child_unknown)) + "\n";
  }
  return answer;
}

}  // namespace

Outcome<Answer> run(const Roles& command, Context& context) {
  if (command.role.empty()) return show_roles(context);
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  auto& session = context.session;
  const auto role = find_role(session.client().roles(place->id(), session.now()), command.role);
  if (!role) return std::unexpected(role.error());
  const auto matrix = session.client().matrix(place->id(), session.now());
  const auto row =
      std::ranges::find(matrix.roles, role->id, [](const core::RoleAccess& one) { return one.role.id; });
  if (row == matrix.roles.end()) return std::unexpected(Error(client::Errc::unknown_role));
  auto answer = answer_to_question(*place);
  answer.fields["role"] = json_of(matrix, *row);
  const auto meaning = meaning_of(row->role, context.look.language);
  answer.fields["role"]["meaning"] = meaning.empty() ? Json(nullptr) : Json(meaning);
  answer.text = role_text(matrix, *row, context.look);
  return answer;
}

Outcome<Answer> run(const Matrix& /*command*/, Context& context) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto matrix = context.session.client().matrix(place->id(), context.session.now());
  auto answer = answer_to_question(*place);
  answer.fields.update(json_of(matrix));
  answer.text = matrix_text(matrix, context.look);
  return answer;
}

Outcome<Answer> run(const SeeAs& command, Context& context) {
  const auto who = asked(context, command.member);
  if (!who) return std::unexpected(who.error());
  const auto view = context.session.client().see_as(who->place.id(), who->member, context.session.now());
  if (!view) return std::unexpected(Error(client::Errc::unknown_member));
  auto answer = answer_to_question(who->place);
  answer.fields.update(json_of(*view));
  answer.text = see_as_text(*view, context.look);
  return answer;
}

Outcome<Answer> run(const Who& command, Context& context) {
  const auto who = asked(context, command.member);
  if (!who) return std::unexpected(who.error());
  const auto& client = context.session.client();
  const auto view = client.who(who->place.id(), who->member, context.session.now());
  if (!view) return std::unexpected(Error(client::Errc::unknown_member));
  read_networks(context, who->place, {who->member});
  const auto shown = client.attestations_of(who->place.id(), who->member, context.session.now());
  auto answer = answer_to_question(who->place);
  answer.fields.update(json_of(*view));
  answer.fields["attestations"] = json_of(shown);
  answer.text = who_text(*view, context.look) + attestations_text(shown, context.look);
  return answer;
}

Outcome<Answer> run(const Child& command, Context& context) {
  if (!command.born) return show_child(context);
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  auto accepted = session.client().set_birth_date(place->id(), *command.born, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["born"] = channels::text_of(*command.born);
  answer.text =
      fill(context.words(Text::child_kept), {date_text(*command.born, context.look.language)}) + "\n";
  return answer;
}

}  // namespace kring::cli
