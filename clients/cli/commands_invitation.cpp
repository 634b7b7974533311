#include "channels/charter/invitation.hpp"
#include "channels/model/errc.hpp"
#include "clients/cli/commands.hpp"
#include "clients/cli/comparing.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_attestations.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/qr.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/wording.hpp"

#include <algorithm>
#include <ostream>

namespace kring::cli {

namespace {

/// Whether the person, or the six words that the script was told, agree to this request.
Outcome<void> agree(const Confirm& command, const core::RequestView& request,
                    const std::vector<core::AttestationView>& shown, const Context& context) {
  const Comparison comparison{
      .question = request.needs_recovery_words ? Text::ask_confirm_owner : Text::ask_confirm,
      .differ = Text::confirm_differ,
      .value = short_id(request.invitation)};
  if (!command.six.empty()) return check_six_words(command.six, request.six_words, comparison, context);
  if (!context.options.json)
    context.out << request_text(request, context.look) << attestations_text(shown, context.look)
                << std::flush;
  return ask_same(comparison, context);
}

/// Why somebody cannot be confirmed who was named so: nobody waits, or they wait for others.
Failure why_no_request(const Failure& failure, const core::CircleView& circle, std::string_view text,
                       Session& session) {
  const auto invitation = find_invitation(session.client().invitations(circle.id, session.now()), text);
  const bool waits = invitation && invitation->state == core::InvitationState::waiting;
  return waits && !circle.owner ? Failure(Error(channels::Errc::may_not_admit)) : failure;
}

/// Says when they may invite again, if the day's invitations are why they may not now.
Failure when_again(Failure failure, const channels::CircleId& circle, Context& context) {
  if (code_of(failure) != Error(channels::Errc::too_many_invitations_today).name()) return failure;
  auto& session = context.session;
  if (const auto again = session.client().invites_again_at(circle, session.now()))
    failure.detail = fill(context.words(Text::invites_again), {time_text(*again, context.look.language)});
  return failure;
}

/// When the access of whoever uses this device ends; never, of an owner.
std::optional<Time> own_end(Session& session, const channels::CircleId& circle) {
  for (const auto& member : session.client().members(circle, session.now())) {
    if (member.me) return member.until;
  }
  return std::nullopt;
}

std::string words_with_spaces(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

Outcome<Answer> run(const Invite& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto role = find_role(session.client().roles(place->id(), session.now()), command.role);
  if (!role) return std::unexpected(role.error());
  core::Invitation wanted{.role = role->id, .stay = command.stay, .preapproved = command.preapproved};
  if (command.expires) wanted.life = *command.expires;
  auto invited = session.client().invite(place->id(), wanted, session.now());
  if (!invited) return std::unexpected(when_again(invited.error(), place->id(), context));
  const auto done = session.carry_out(invited->intent, std::move(invited->actions));
  if (!done) return std::unexpected(when_again(done.error(), place->id(), context));

  Answer answer;
  answer.fields["invitation"] = to_hex(invited->invitation.view());
  answer.fields["link"] = invited->link;
  // With our own access ends what we have opened.
  const auto mine = own_end(session, place->id());
  const auto expires = std::min(session.now() + wanted.life, mine.value_or(Time::max()));
  const auto stay = command.stay.value_or(role->stay_usual.value_or(Duration{}));
  // They may come in by the link as late as it ends.
  const bool is_cut = mine && session.now() + wanted.life + stay > *mine;
  answer.fields["expires"] = to_unix_ms(expires);
  answer.fields["stay_until_max"] = is_cut ? Json(to_unix_ms(*mine)) : Json(nullptr);
  answer.text = fill(context.words(Text::invited),
                     {printable(role->label), time_text(expires, context.look.language)}) +
                "\n\n" + invited->link + "\n\n";
  if (is_cut)
    answer.text += fill(context.words(Text::invited_cut), {time_text(*mine, context.look.language)}) + "\n";
  if (const auto code = qr_text(invited->link, context.look.style)) answer.text += *code + "\n";
  answer.text += context.words(command.preapproved ? Text::invited_preapproved : Text::invited_confirm);
  answer.text += "\n";
  return answer;
}

Outcome<Answer> run(const Withdraw& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto invitation =
      find_invitation(session.client().invitations(place->id(), session.now()), command.invitation);
  if (!invitation) return std::unexpected(invitation.error());
  auto accepted = session.client().withdraw(place->id(), invitation->id, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  return Answer{.text = std::string(context.words(Text::withdrawn)) + "\n"};
}

Outcome<Answer> run(const Join& command, Context& context) {
  auto& session = context.session;
  auto joined = session.client().join(command.link, session.now());
  if (!joined && joined.error() == client::Errc::already_joined) {
    // Whoever has been let go and invited anew may not have heard of the first yet.
    const auto link = charter::parse_link(command.link);
    if (link) (void)session.catch_up(link->circle, Session::Purpose::act);
    joined = session.client().join(command.link, session.now());
  }
  if (!joined) return std::unexpected(joined.error());
  const auto view = [&]() {
    for (auto& circle : session.client().circles(session.now())) {
      if (circle.id == joined->circle) return circle;
    }
    return core::CircleView{};
  };
  const auto done = session.carry_out(joined->intent, std::move(joined->actions));
  if (!done) return std::unexpected(done.error());
  // Our own acceptance comes back at once and says whether it takes a confirmation.
  (void)session.wait_until([&] { return view().standing != core::Standing::invited; });

  const auto circle = view();
  const bool member = circle.standing == core::Standing::member;
  Answer answer;
  answer.fields["circle"] = to_hex(circle.id.view());
  answer.fields["status"] = member ? "member" : "waiting";
  answer.fields["words"] = words_with_spaces(circle.six_words);
  const auto name = printable(circle.name);
  answer.text = member ? fill(context.words(Text::joined_member), {name})
                       : fill(context.words(Text::joined_waiting),
                              {name, context.look.style.bold(words_text(circle.six_words))});
  answer.text += "\n";
  return answer;
}

Outcome<Answer> run(const Requests& /*command*/, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto requests = session.client().requests(place->id(), session.now());
  const auto roles = session.client().roles(place->id(), session.now());
  auto answer = answer_to_question(*place);
  answer.fields["requests"] = Json::array();
  std::vector<channels::MemberId> people;
  people.reserve(requests.size());
  for (const auto& request : requests) people.push_back(request.member);
  read_networks(context, *place, people);
  answer.text = requests_text(requests, context.look);
  for (const auto& request : requests) {
    const auto shown = session.client().attestations_of(place->id(), request.member, session.now());
    auto fields = json_of(request, roles);
    fields["attestations"] = json_of(shown);
    answer.fields["requests"].push_back(std::move(fields));
    if (shown.empty()) continue;
    answer.text += "\n" + name_text(request.name, request.member, context.look.language) + "\n" +
                   attestations_text(shown, context.look);
  }
  return answer;
}

namespace {

/// Agrees to another parent before all others do.
Outcome<Answer> give_consent(const Place& place, const core::RequestView& request, Context& context) {
  auto& session = context.session;
  auto accepted = session.client().consent(place.id(), request.invitation, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  const auto agreed = request.agreed.size() + 1;
  Answer answer;
  answer.fields["member"] = to_hex(request.member.view());
  answer.fields["status"] = "asked";
  answer.fields["agreed"] = agreed;
  answer.fields["owners"] = request.owners;
  answer.text = fill(context.words(Text::consented),
                     {name_text(request.name, request.member, context.look.language), std::to_string(agreed),
                      std::to_string(request.owners), to_hex(request.invitation.view()).substr(0, 8)}) +
                "\n";
  return answer;
}

}  // namespace

Outcome<Answer> run(const Confirm& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto request =
      find_request(session.client().requests(place->id(), session.now()), command.invitation);
  if (!request)
    return std::unexpected(why_no_request(request.error(), place->circle, command.invitation, session));
  const bool is_owner = request->needs_recovery_words;
  if (command.consent && !is_owner) return std::unexpected(Error(channels::Errc::role_does_not_own));
  read_networks(context, *place, {request->member});
  const auto shown = session.client().attestations_of(place->id(), request->member, session.now());
  if (const auto agreed = agree(command, *request, shown, context); !agreed)
    return std::unexpected(agreed.error());
  if (is_owner && !request->mine_is_last) return give_consent(*place, *request, context);
  core::Confirmation confirmation{.invitation = request->invitation, .until = {}, .words = {}};
  if (is_owner) {
    auto words = twelve_words(context, command.words_file);
    if (!words) return std::unexpected(words.error());
    confirmation.words = std::move(*words);
  }
  auto accepted = session.client().confirm(place->id(), std::move(confirmation), session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  // The key that the words gave lives in memory only, so this wish ends with the program.
  if (!done) return std::unexpected(is_owner ? unkept(done.error()) : done.error());
  Answer answer;
  answer.fields["member"] = to_hex(request->member.view());
  answer.fields["status"] = "admitted";
  answer.fields["attestations"] = json_of(shown);
  answer.text = fill(context.words(Text::confirmed),
                     {name_text(request->name, request->member, context.look.language)}) +
                "\n";
  return answer;
}

}  // namespace kring::cli
