#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/printable.hpp"

#include "channels/charter/device_link.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/vault_union.hpp"

#include <algorithm>
#include <optional>
#include <utility>

/// Coming back by the words: to a circle of which one has a link, or to all that the vault tells of.
namespace kring::cli {

namespace {

/// Reads the vault: by that it is known which slot this device may take. Errors: those of `read_vault`,
/// `hub_away`, and those of `wait_for`.
Outcome<void> read_vault(const std::string& hub, Text where, const SecretBytes& words, Context& context) {
  auto& session = context.session;
  session.connect();
  auto reading = session.client().read_vault(hub, words, session.now());
  if (!reading) return std::unexpected(reading.error());
  if (auto saved = session.perform(std::move(*reading)); !saved) return std::unexpected(saved.error());
  const auto* vault = session.client().vault();
  auto read = session.wait_for(hub, [&] { return vault->complete(); });
  if (read || read.error().error != Errc::timed_out || session.interrupted()) return read;
  Failure away{Error(Errc::hub_away)};
  away.detail = fill(context.words(where), {printable(hub)});
  return std::unexpected(std::move(away));
}

/// A home of the person whose words they are: made now, or there already, and then with a slot of the vault.
Status have_device(std::string_view name, std::string_view relation, const SecretBytes& words,
                   Session& session) {
  auto& client = session.client();
  const bool is_there = client.status(session.now()).has_device;
  auto actions =
      is_there ? client.take_slots(words) : client.init_from_words(name, relation, words, session.now());
  if (actions) return session.perform(std::move(*actions));
  return is_there && actions.error() == client::Errc::not_needed ? Status() : fail(actions.error());
}

/// Waits for the end of a coming back. The words are kept nowhere, and so is not what needs them.
Outcome<core::IntentDone> come_back(core::Accepted accepted, Session& session) {
  auto done = session.carry_out(accepted.intent, std::move(accepted.actions));
  if (!done) return std::unexpected(unkept(done.error()));
  return done;
}

core::CircleView circle_of(Session& session, const channels::CircleId& id) {
  for (auto& circle : session.client().circles(session.now())) {
    if (circle.id == id) return std::move(circle);
  }
  return {};
}

/// Whether somebody who came back to a circle is in it. Errors: `stopped` (by an alarm, maybe long ago),
/// `wrong_hub_key`.
Status check_in(const channels::CircleId& id, Session& session) {
  const auto circle = circle_of(session, id);
  if (circle.stopped) return fail(client::Errc::stopped);
  if (circle.foreign_key) return fail(client::Errc::wrong_hub_key);
  return {};
}

/// What the person said they are to the child, if they do not say otherwise now.
const std::string& relation_of(const Recover& command, const core::VaultUnion& told) {
  return command.relation.empty() ? told.relation : command.relation;
}

Outcome<Answer> return_by_link(const Recover& command, charter::DeviceLink link, const SecretBytes& words,
                               Context& context) {
  auto& session = context.session;
  const auto told = core::unite(session.client().vault()->found());
  if (auto there = have_device(command.name, relation_of(command, told), words, session); !there)
    return std::unexpected(there.error());
  const auto circle = link.circle;
  const auto name = printable(link.circle_name);
  auto accepted = session.client().return_by_words({.place = std::move(link)}, words, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = come_back(std::move(*accepted), session);
  if (!done) return std::unexpected(done.error());
  if (auto in = check_in(circle, session); !in) return std::unexpected(in.error());
  Answer answer;
  answer.fields["circle"] = to_hex(circle.view());
  answer.text = fill(context.words(Text::recovered), {name}) + "\n";
  return answer;
}

Outcome<Answer> recover_by_link(const Recover& command, const SecretBytes& words, Context& context) {
  auto& session = context.session;
  auto link = charter::parse_device_link(command.link);
  if (!link) return std::unexpected(link.error());
  const bool was_empty = !session.client().status(session.now()).has_device;
  if (auto read = read_vault(link->origin.text(), Text::recover_that_hub, words, context); !read)
    return std::unexpected(read.error());
  auto answer = return_by_link(command, std::move(*link), words, context);
  if (answer || !was_empty) return answer;
  // The words may be somebody else's: whoever came in nowhere leaves no device behind. One that is still on
  // its way into the circle stays, and the same command goes on with it.
  if (auto actions = session.client().forget_device()) {
    if (auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
  }
  return answer;
}

// ---------------------------------------------------------------------------------- out of the vault

/// How it went with one circle.
struct Return {
  Outcome<void> back;
  /// Channels that were restarted, as nobody else could let this device in.
  std::vector<channels::ChannelId> restarted;
  /// Channels that wait for somebody else.
  std::size_t waiting = 0;
};

/// Restarts what only this device can bring back, once its logs have been read.
Outcome<void> restart_channels(const channels::CircleId& id, Return& result, Session& session) {
  const auto is_there = session.wait_for(circle_of(session, id).hub, [&] {
    const auto circle = circle_of(session, id);
    return circle.stopped || circle.foreign_key ||
           (circle.standing == core::Standing::member && circle.caught_up);
  });
  if (!is_there) return is_there;
  if (auto in = check_in(id, session); !in) return std::unexpected(in.error());
  for (const auto& channel : session.client().channels_to_restart(id, session.now())) {
    auto accepted = session.client().restart_channel(id, channel, std::nullopt, session.now());
    if (!accepted) return std::unexpected(accepted.error());
    const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
    if (!done) return std::unexpected(done.error());
    result.restarted.push_back(channel);
  }
  return {};
}

Return return_to(const channels::CircleId& id, const SecretBytes& words, Session& session) {
  Return result;
  auto accepted = session.client().return_by_vault(id, words, session.now());
  if (accepted) {
    if (auto done = come_back(std::move(*accepted), session); !done) {
      result.back = std::unexpected(done.error());
      return result;
    }
  } else if (accepted.error() != client::Errc::already_joined) {
    result.back = std::unexpected(accepted.error());
    return result;
  }
  result.back = restart_channels(id, result, session);
  for (const auto& channel : session.client().channels(id, session.now()))
    result.waiting += channel.mine.include(channels::Right::read) && !channel.joined ? 1 : 0;
  return result;
}

/// The alarm that stopped a circle, or a channel of it; null if there is none.
const core::Alarm* alarm_in(const channels::CircleId& circle, const Session& session) {
  const auto found = std::ranges::find_if(session.alarms(), [&](const core::Alarm& alarm) {
    return alarm.circle == circle && alarm.stops != core::AlarmStops::nothing;
  });
  return found == session.alarms().end() ? nullptr : &*found;
}

void tell(const core::KnownCircle& circle, const Return& result, Context& context, Answer& answer) {
  Json json;
  json["circle"] = to_hex(circle.id.view());
  json["name"] = circle.name;
  json["back"] = result.back.has_value();
  json["restarted"] = Json::array();
  for (const auto& channel : result.restarted) json["restarted"].push_back(to_hex(channel.view()));
  json["waiting"] = result.waiting;
  const auto name = printable(circle.name);
  if (!result.back) {
    json["error"] = code_of(result.back.error());
    answer.shortfall = result.back.error().error;
    answer.text += fill(context.words(Text::recover_failed),
                        {name, explain(result.back.error(), context.look.language)}) +
                   "\n";
  } else {
    const auto text = !result.restarted.empty() ? Text::recovered_alone
                      : result.waiting != 0     ? Text::recovered
                                                : Text::recovered_whole;
    answer.text += fill(context.words(text), {name}) + "\n";
  }
  answer.fields["circles"].push_back(std::move(json));
}

void tell_set_back(const std::vector<core::SetBack>& slots, Context& context, Answer& answer) {
  answer.fields["set_back"] = Json::array();
  for (const auto& slot : slots) {
    Json json;
    json["slot"] = std::to_underlying(slot.index);
    json["number"] = slot.number;
    json["known"] = slot.known;
    answer.fields["set_back"].push_back(std::move(json));
  }
  if (!slots.empty()) answer.text += std::string(context.words(Text::slot_set_back)) + "\n";
}

Outcome<Answer> recover_by_vault(const Recover& command, const SecretBytes& words, Context& context) {
  auto& session = context.session;
  const bool is_named = !context.options.hub.empty();
  const auto hub = is_named ? context.options.hub : std::string(hub_default);
  const auto where = is_named ? Text::recover_that_hub : Text::recover_no_hub;
  if (auto read = read_vault(hub, where, words, context); !read) return std::unexpected(read.error());
  const auto found = session.client().vault()->found();
  const auto all = core::unite(found);
  const auto& name = command.name.empty() ? all.name : command.name;
  if (all.circles.empty()) return std::unexpected(Error(Errc::nothing_kept));
  if (auto there = have_device(name, relation_of(command, all), words, session); !there)
    return std::unexpected(there.error());
  Answer answer;
  answer.fields["circles"] = Json::array();
  tell_set_back(core::slots_set_back(found), context, answer);
  std::vector<Return> returns;
  returns.reserve(all.circles.size());
  for (const auto& circle : all.circles) returns.push_back(return_to(circle.id, words, session));
  for (std::size_t i = 0; i < returns.size(); ++i) {
    // One of them may have been stopped while another was come back to.
    if (const auto* alarm = alarm_in(all.circles[i].id, session))
      returns[i].back = std::unexpected(Failure::of_alarm(*alarm));
    tell(all.circles[i], returns[i], context, answer);
  }
  answer.text += std::string(context.words(Text::recover_old_devices)) + "\n";
  return answer;
}

}  // namespace

Outcome<Answer> run(const Recover& command, Context& context) {
  const auto words = twelve_words(context, command.words_file);
  if (!words) return std::unexpected(words.error());
  return command.link.empty() ? recover_by_vault(command, *words, context)
                              : recover_by_link(command, *words, context);
}

}  // namespace kring::cli
