#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_attestations.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/wording.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/network_round.hpp"

#include "channels/charter/attestation.hpp"
#include "channels/model/errc.hpp"
#include "channels/model/origin.hpp"
#include "channels/wire/charter_page.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <ostream>
#include <set>
#include <utility>

/// What a network attests of people: given, read and taken back.
namespace kring::cli {

namespace {

/// After so long a person is told what takes the time.
constexpr Duration word_after = std::chrono::seconds(2);
/// An attestation, or a network, is named by so many digits of its id or more.
constexpr std::size_t digits_min = 8;

/// The time that reading networks may take together.
class ReadingTime {
 public:
  explicit ReadingTime(Duration within) : within_(within) {}
  [[nodiscard]] Duration elapsed() const {
    return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begun_);
  }
  [[nodiscard]] Duration left() const { return std::max(within_ - elapsed(), Duration::zero()); }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  Duration within_;
};

/// Asks a hub the next question about a network's charter. Status 0: there is no answer.
native::HttpAnswer ask_charter(Session& session, const std::optional<core::CharterQuestion>& question,
                               const Session::Patience& patience) {
  auto origin = question ? channels::Origin::parse(question->hub)
                         : Result<channels::Origin>(fail(client::Errc::unknown_circle));
  if (!origin) return {};
  return session.ask_http({.hub = std::move(*origin),
                           .method = "GET",
                           .path = question->path,
                           .authorization = {},
                           .body = {},
                           .answer_bytes_max = wire::limits::charter_page_bytes_max},
                          patience);
}

/// Reads the charters of networks that this device is not in.
void read_charters(Context& context, const Place& place, std::vector<channels::CircleId> networks,
                   const ReadingTime& time) {
  auto& session = context.session;
  bool said = context.options.json;
  const auto say = [&] {
    if (!std::exchange(said, true))
      context.err << context.words(Text::reading_takes_long) << "\n" << std::flush;
  };
  core::NetworkRound round(std::move(networks), session.timeout());
  while (const auto network = round.next(time.elapsed())) {
    native::HttpAnswer answer;
    if (!place.offline) {
      const auto silence = std::max(word_after - time.elapsed(), Duration::zero());
      answer = ask_charter(session, session.client().charter_question(place.id(), *network),
                           {.within = time.left(), .word_after = silence, .word = say});
    }
    auto taken = session.client().take_charter_answer(
        place.id(), *network, {.status = answer.status, .body = answer.body}, session.now());
    round.answered(taken.more);
    (void)session.perform(std::move(taken.actions));  // A vault that fails says so when the command ends.
  }
  for (const auto& network : round.unread())
    (void)session.perform(session.client().stop_reading(network, session.now()));  // The same.
}

/// What these people show, as it is judged now.
std::vector<core::AttestationView> shown_by(Context& context, const Place& place,
                                            const std::vector<channels::MemberId>& people) {
  std::vector<core::AttestationView> shown;
  for (const auto& member : people) {
    auto more = context.session.client().attestations_of(place.id(), member, context.session.now());
    shown.insert(shown.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return shown;
}

/// Those that a text names: by their id or the beginning of it, or the name of whom they are about.
std::vector<core::AttestationView> given_meant(const std::vector<core::GivenView>& given,
                                               std::string_view text) {
  std::vector<core::AttestationView> meant;
  for (const auto& one : given) {
    const bool by_id = text.size() >= digits_min && to_hex(one.attestation.id.view()).starts_with(text);
    // What does not hold any more is in nobody's way.
    const auto state = one.attestation.state;
    const bool by_name = one.name == text && (state == core::AttestationState::holds ||
                                              state == core::AttestationState::held_before);
    const bool is_new =
        std::ranges::find(meant, one.attestation.id, &core::AttestationView::id) == meant.end();
    if ((by_id || by_name) && is_new) meant.push_back(one.attestation);
  }
  return meant;
}

/// The one that a text names: as above, or by its own text. Errors: `unknown_attestation`, `ambiguous_name`.
Result<charter::AttestationHash> find_given(const std::vector<core::GivenView>& given,
                                            std::string_view text) {
  if (const auto whole = charter::parse_attestation(text)) return whole->hash();
  const auto meant = given_meant(given, text);
  if (meant.size() > 1) return fail(Errc::ambiguous_name);
  if (!meant.empty()) return meant.front().id;
  const auto bytes = from_hex(text);
  const auto id = bytes ? charter::AttestationHash::from(*bytes) : fail(bytes.error());
  if (!id) return fail(client::Errc::unknown_attestation);
  return *id;
}

/// Whoever named more than one is told which there are.
Failure told_which_given(const Error& error, const std::vector<core::GivenView>& given,
                         std::string_view text) {
  Failure failure{error};
  if (error != Errc::ambiguous_name) return failure;
  for (const auto& one : given_meant(given, text))
    failure.meant.push_back({.name = one.claim, .by = to_hex(one.id.view()).substr(0, digits_min)});
  return failure;
}

/// The network that a text names by its id or the beginning of it. Errors: `unknown_network`,
/// `ambiguous_name`.
Result<channels::CircleId> find_known_network(const std::vector<core::KnownNetworkView>& known,
                                              std::string_view text) {
  std::vector<channels::CircleId> found;
  for (const auto& one : known) {
    if (text.size() >= digits_min && to_hex(one.network.view()).starts_with(text))
      found.push_back(one.network);
  }
  if (found.size() > 1) return fail(Errc::ambiguous_name);
  if (found.empty()) return fail(client::Errc::unknown_network);
  return found.front();
}

/// The key that a text names: by its id or the beginning of it, or the name of whose it is. Errors:
/// `unknown_attestation_key`, `ambiguous_name`.
Result<core::NetworkKeyView> find_key(const std::vector<core::NetworkKeyView>& keys, std::string_view text) {
  std::vector<core::NetworkKeyView> found;
  for (const auto& key : keys) {
    const bool by_id = text.size() >= digits_min && to_hex(key.id.view()).starts_with(text);
    if (by_id || key.name == text) found.push_back(key);
  }
  if (found.empty()) return fail(channels::Errc::unknown_attestation_key);
  if (found.size() > 1) return fail(Errc::ambiguous_name);
  return std::move(found.front());
}

/// What becomes public is told whoever agrees to it, wherever they type.
Status agree_to_publish(const AttestationKey& command, const core::CircleView& circle,
                        const Context& context) {
  if (command.yes) return {};
  const auto name = printable(circle.name);
  const auto& asked = circle.publication;
  const auto question = asked ? fill(context.words(Text::ask_attestation_agree),
                                     {name_text(asked->holder_name, asked->holder, context.look.language),
                                      name, std::to_string(asked->agreed), std::to_string(asked->needed)})
                              : fill(context.words(Text::ask_attestation_public), {name});
  return ask_yes(question, context.words(Text::yes_letter).front());
}

/// The rest is asked only of people.
Status agree(const AttestationKey& command, const core::NetworkKeysView& keys, const Context& context) {
  if (!may_ask(context, command.yes)) return {};
  const auto yes = context.words(Text::yes_letter).front();
  if (command.withdraw) return ask_yes(context.words(Text::ask_attestation_take), yes);
  if (keys.own == core::OwnKey::counts) return ask_yes(context.words(Text::ask_attestation_replace), yes);
  return {};
}

core::KeyChange change_of(const AttestationKey& command) {
  if (command.withdraw) return core::KeyChange::take_away;
  return command.replace ? core::KeyChange::replace : core::KeyChange::set;
}

/// Alarms that came with it.
void tell_alarms(Context& context) {
  if (context.options.json) return;
  auto& session = context.session;
  for (const auto& alarm : session.take_untold_alarms())
    context.err << alarm_text(shown_alarm(alarm, session.client(), session.now()), context.look);
}

}  // namespace

void read_network(Context& context, const Place& place, const channels::CircleId& network) {
  read_charters(context, place, {network}, ReadingTime(context.session.timeout()));
  tell_alarms(context);
}

void read_networks(Context& context, const Place& place, const std::vector<channels::MemberId>& people) {
  auto& session = context.session;
  const ReadingTime time(session.timeout());
  read_charters(context, place, session.client().networks_to_read(place.id(), people, session.now()), time);
  // Of those that this device is in, its own charter counts, once it is as the hub has it.
  std::set<channels::CircleId> networks;
  for (const auto& one : shown_by(context, place, people)) networks.insert(one.network);
  for (const auto& circle : session.client().circles(session.now())) {
    const bool is_other = circle.id != place.id() && circle.standing == core::Standing::member;
    if (is_other && networks.contains(circle.id) && time.left() > Duration::zero())
      (void)session.catch_up(circle.id, Session::Purpose::ask, time.left());  // It is judged just below.
  }
  tell_alarms(context);
  if (context.options.json) return;
  context.err << not_current_text(shown_by(context, place, people), context.look) << std::flush;
}

namespace {

/// Asks that the charter be public, agrees to it, or as the last one makes it so.
Outcome<Answer> publish(const AttestationKey& command, const Place& place, Context& context) {
  auto& session = context.session;
  const auto& asked = place.circle.publication;
  // Before anything is asked of whoever need not say it again.
  if (asked && asked->by_me && !asked->mine_is_last) return std::unexpected(Error(client::Errc::not_needed));
  if (const auto agreed = agree_to_publish(command, place.circle, context); !agreed)
    return std::unexpected(agreed.error());
  const bool is_last = asked ? asked->mine_is_last : place.circle.only_owner;
  std::optional<SecretBytes> words;
  if (is_last) {
    auto typed = twelve_words(context, command.words_file);
    if (!typed) return std::unexpected(typed.error());
    words = std::move(*typed);
  }
  const auto shown = asked ? std::optional(asked->first) : std::nullopt;
  auto accepted = session.client().publish(place.id(), shown, words, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  // The key that the words gave lives in memory only, so this wish ends with the program.
  if (!done) return std::unexpected(is_last ? unkept(done.error()) : done.error());
  Answer answer;
  if (!is_last) {
    const auto agreed = (asked ? asked->agreed : 0) + 1;
    const auto members = session.client().members(place.id(), session.now());
    const auto owners = std::ranges::count_if(members, &core::MemberView::owner);
    answer.fields["status"] = "asked";
    answer.fields["agreed"] = agreed;
    answer.fields["owners"] = owners;
    answer.text =
        fill(context.words(Text::publication_asked), {std::to_string(agreed), std::to_string(owners)}) + "\n";
    return answer;
  }
  const auto keys = session.client().network_keys(place.id());
  const bool is_own = !asked || keys.own == core::OwnKey::counts;
  answer.fields["status"] = is_own ? "set" : "public";
  answer.fields["keys"] = keys.counting;
  answer.text = is_own ? std::string(context.words(Text::attestation_key_set))
                       : fill(context.words(Text::charter_published),
                              {name_text(asked->holder_name, asked->holder, context.look.language)});
  answer.text += "\n";
  return answer;
}

Outcome<Answer> list_keys(Context& context) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto keys = context.session.client().attestation_keys(place->id());
  auto answer = answer_to_question(*place);
  answer.fields["keys"] = Json::array();
  for (const auto& key : keys) answer.fields["keys"].push_back(json_of(key));
  answer.text = network_keys_text(keys, context.look);
  return answer;
}

/// A key that another coordinator's device set, or one's own other device.
Outcome<Answer> take_key(const AttestationKey& command, const Place& place, Context& context) {
  auto& session = context.session;
  const auto key = find_key(session.client().attestation_keys(place.id()), command.of);
  if (!key) return std::unexpected(key.error());
  if (may_ask(context, command.yes)) {
    const auto question = fill(context.words(Text::ask_attestation_take_of),
                               {name_text(key->name, key->member, context.look.language), short_id(key->id)});
    if (const auto sure = ask_yes(question, context.words(Text::yes_letter).front()); !sure)
      return std::unexpected(sure.error());
  }
  auto accepted = session.client().take_attestation_key(place.id(), key->id, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["status"] = "withdrawn";
  answer.fields["key"] = to_hex(key->id.view());
  answer.fields["keys"] = session.client().network_keys(place.id()).counting;
  answer.text = std::string(context.words(Text::attestation_key_taken)) + "\n";
  return answer;
}

}  // namespace

Outcome<Answer> run(const AttestationKey& command, Context& context) {
  if (command.list) return list_keys(context);
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  if (!place->circle.owner) return std::unexpected(Error(channels::Errc::needs_owner));
  if (!place->circle.network) return std::unexpected(Error(client::Errc::circle_stays_private));
  if (!command.of.empty()) return take_key(command, *place, context);
  const auto keys = session.client().network_keys(place->id());
  if (!keys.is_public && !command.withdraw && !command.replace) return publish(command, *place, context);
  const bool changes = command.replace || command.withdraw || keys.own != core::OwnKey::counts;
  if (!changes) return std::unexpected(Error(client::Errc::not_needed));
  if (const auto agreed = agree(command, keys, context); !agreed) return std::unexpected(agreed.error());
  auto accepted = session.client().change_attestation_key(place->id(), change_of(command), session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["status"] = command.withdraw ? "withdrawn" : "set";
  answer.fields["keys"] = session.client().network_keys(place->id()).counting;
  answer.text =
      std::string(context.words(command.withdraw ? Text::attestation_key_taken : Text::attestation_key_set)) +
      "\n";
  return answer;
}

Outcome<Answer> run(const Attest& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto member = find_member(session.client().members(place->id(), session.now()), command.member);
  if (!member) return std::unexpected(member.error());
  const auto how =
      command.how.empty() ? std::string(context.words(Text::attestation_how_usual)) : command.how;
  auto made = session.client().attest(
      place->id(), member->id, {.claim = command.claim, .how = how, .life = command.life}, session.now());
  if (!made) return std::unexpected(made.error());
  if (const auto kept = session.perform(std::move(made->actions)); !kept)
    return std::unexpected(kept.error());
  Answer answer;
  answer.fields = json_of(made->view);
  answer.fields["member"] = to_hex(member->id.view());
  answer.fields["text"] = made->text;
  answer.text = fill(context.words(Text::attested),
                     {name_text(member->name, member->id, context.look.language), printable(command.claim),
                      time_text(made->view.until, context.look.language)}) +
                "\n\n" + made->text + "\n";
  return answer;
}

Outcome<Answer> run(const ForgetNetwork& command, Context& context) {
  auto& session = context.session;
  const auto network = find_known_network(session.client().known_networks(session.now()), command.network);
  if (!network) return std::unexpected(network.error());
  if (may_ask(context, command.yes)) {
    const auto sure = ask_yes(fill(context.words(Text::ask_network_forget), {short_id(*network)}),
                              context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  auto forgotten = session.client().forget_network(*network);
  if (!forgotten) return std::unexpected(forgotten.error());
  if (const auto saved = session.perform(std::move(*forgotten)); !saved)
    return std::unexpected(saved.error());
  Answer answer;
  answer.fields["network"] = to_hex(network->view());
  answer.text = std::string(context.words(Text::network_forgotten)) + "\n";
  return answer;
}

Outcome<Answer> run(const WithdrawAttestation& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  auto given = session.client().given_attestations(session.now());
  auto others = given;
  const auto is_here = [&](const core::GivenView& one) { return one.attestation.network == place->id(); };
  std::erase_if(others, is_here);
  std::erase_if(given, std::not_fn(is_here));
  const auto whole = charter::parse_attestation(command.attestation);
  if (whole && whole->content().network != place->id())
    return std::unexpected(Error(client::Errc::unknown_attestation));
  const auto id = find_given(given, command.attestation);
  if (!id) return std::unexpected(told_which_given(id.error(), given, command.attestation));
  // Withdrawn here it would go on counting where it was given.
  const bool is_elsewhere =
      std::ranges::any_of(others, [&](const core::GivenView& one) { return one.attestation.id == *id; });
  if (is_elsewhere) return std::unexpected(Error(client::Errc::unknown_attestation));
  if (may_ask(context, command.yes)) {
    const auto sure =
        ask_yes(context.words(Text::ask_attestation_withdraw), context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  auto accepted = session.client().withdraw_attestation(place->id(), *id, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["attestation"] = to_hex(id->view());
  answer.fields["status"] = "withdrawn";
  answer.text = std::string(context.words(Text::attestation_withdrawn_now)) + "\n";
  return answer;
}

}  // namespace kring::cli
