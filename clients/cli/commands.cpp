#include "clients/cli/commands.hpp"

#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/wording.hpp"
#include "clients/core/errc.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/recovery/recovery_words.hpp"

#include <ostream>

namespace kring::cli {

namespace {

/// What is wrong with typed words; it names none of them.
std::string problem_text(const recovery::WordProblem& problem, Language language) {
  const auto number = std::to_string(problem.number);
  switch (problem.fault) {
    case recovery::WordFault::too_few:
      return fill(text_of(Text::word_too_few, language), {number});
    case recovery::WordFault::too_many:
      return std::string(text_of(Text::word_too_many, language));
    case recovery::WordFault::unknown_word:
      return fill(text_of(Text::word_unknown, language), {number});
    case recovery::WordFault::checksum:
      return std::string(text_of(Text::word_checksum, language));
  }
  return {};
}

/// What an unknown word may have been: for the eyes of whoever typed it.
std::string meant_text(const recovery::WordProblem& problem, Language language) {
  if (problem.nearest.empty()) return {};
  std::string words;
  for (const auto word : problem.nearest) words.append(words.empty() ? "" : ", ").append(word);
  return " " + fill(text_of(Text::word_meant, language), {words});
}

/// What whoever is out of a circle is told with an answer about it.
std::string why_out(const core::CircleView& circle, const Context& context) {
  if (circle.turned_down) return std::string(context.words(Text::never_let_in));
  if (circle.device_out) return device_out_text(circle, context.look);
  const auto removed = removed_text(circle, context.look);
  return std::string(context.words(Text::no_longer_member)) + (removed.empty() ? "" : " " + removed);
}

/// Whoever named no circle that is here, or not one alone, is told which there are; and whoever means one
/// that is still to be founded what that waits for.
Failure told_which(const Error& error, const Context& context) {
  Failure failure{error};
  const auto circles = context.session.client().circles(context.session.now());
  auto meant = circles_meant(circles, context.options.circle);
  for (const auto& circle : meant.empty() ? circles : meant)
    failure.meant.push_back({.name = circle.name, .by = short_id(circle.id)});
  for (const auto& one : context.session.client().status(context.session.now()).pending) {
    if (!find_founding({one}, context.options.circle)) continue;
    failure.meant.clear();
    failure.detail = founding_text(one, context.look);
  }
  return failure;
}

}  // namespace

Outcome<Place> enter_alone(Context& context) {
  auto& session = context.session;
  if (!session.client().status(session.now()).has_device)
    return std::unexpected(Error(client::Errc::no_device));
  const auto chosen = find_circle(session.client().circles(session.now()), context.options.circle);
  if (!chosen) return std::unexpected(told_which(chosen.error(), context));
  context.in_network = chosen->network;
  context.circle = *chosen;
  return Place{.circle = *chosen};
}

Outcome<Place> enter(Context& context, Session::Purpose purpose) {
  auto& session = context.session;
  auto found = enter_alone(context);
  if (!found) return std::unexpected(found.error());
  auto place = std::move(*found);
  const auto id = place.id();
  place.offline = session.catch_up(id, purpose) == Session::Reach::offline;
  for (const auto& circle : session.client().circles(session.now())) {
    if (circle.id == id) place.circle = circle;
  }
  context.in_network = place.circle.network;
  context.circle = place.circle;
  if (purpose == Session::Purpose::ask && !context.options.json) {
    if (place.offline) context.err << why_offline(place.circle, context) << "\n";
    if (place.circle.standing == core::Standing::ended) {
      context.err << why_out(place.circle, context) << "\n";
    }
    if (place.circle.standing == core::Standing::paused)
      context.err << context.words(Text::now_paused) << "\n";
  }
  if (place.circle.read_only && !context.options.json)
    context.err << context.words(Text::circle_read_only) << "\n";
  return place;
}

Status check_inside(const Place& place) {
  switch (place.circle.standing) {
    case core::Standing::ended:
      if (place.circle.turned_down) return fail(client::Errc::turned_down);
      return fail(place.circle.device_out ? client::Errc::device_out : client::Errc::ended);
    case core::Standing::paused:
      return fail(client::Errc::paused);
    case core::Standing::invited:
    case core::Standing::waiting:
      return fail(client::Errc::not_admitted_yet);
    case core::Standing::founding:
    case core::Standing::member:
      break;
  }
  return {};
}

Outcome<core::ChannelView> channel_of(Context& context, const Place& place, std::string_view text) {
  const auto& client = context.session.client();
  auto channel = find_channel(client.channels(place.id(), context.session.now()), text);
  if (channel) {
    context.channel = *channel;
    return *channel;
  }
  if (auto inside = check_inside(place); !inside) return std::unexpected(inside.error());
  return std::unexpected(channel.error());
}

std::string_view why_offline(const core::CircleView& circle, const Context& context) {
  if (circle.foreign_key) return context.words(Text::foreign_answer);
  const auto trouble = context.session.client().clock_trouble(circle.hub);
  if (!trouble) return context.words(Text::offline_answer);
  return context.words(*trouble == client::Errc::hub_clock_off ? Text::hub_clock_answer : Text::clock_answer);
}

Answer answer_to_question(const Place& place) {
  Answer answer;
  if (place.offline) answer.fields["offline"] = true;
  if (place.circle.standing != core::Standing::member)
    answer.fields["access"] = core::name_of(place.circle.standing);
  if (place.circle.device_out) answer.fields["device_out"] = true;
  return answer;
}

bool may_ask(const Context& context, bool yes) {
  return !yes && !context.options.json && input_is_terminal();
}

Outcome<SecretBytes> twelve_words(const Context& context, const std::string& file) {
  constexpr int tries_max = 3;
  Failure failure{Error(crypto::Errc::bad_words)};
  for (int tries = 0; tries < tries_max; ++tries) {
    auto typed = file.empty() ? ask_line(context.words(Text::ask_twelve_words), Echo::on) : read_secret(file);
    if (!typed) {
      Failure untyped{typed.error()};
      if (untyped.error == Errc::no_terminal) untyped.detail = context.words(Text::give_words_file);
      return std::unexpected(std::move(untyped));
    }
    const auto read = recovery::RecoveryWords::read(*typed);
    if (read) return std::move(*typed);
    failure.detail = problem_text(read.error(), context.look.language);
    if (!file.empty()) break;
    context.err << failure.detail << meant_text(read.error(), context.look.language) << "\n" << std::flush;
  }
  return std::unexpected(std::move(failure));
}

}  // namespace kring::cli
