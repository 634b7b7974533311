#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/kit_page.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_attestations.hpp"
#include "clients/cli/present_notices.hpp"
#include "clients/cli/present_reports.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/errc.hpp"
#include "clients/native/errc.hpp"
#include "clients/native/user_file.hpp"
#include "crypto/recovery/recovery_words.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>

namespace kring::cli {

namespace {

/// The words that a person types back, by their numbers on the paper.
constexpr std::array<std::size_t, 2> asked_words{4, 9};
constexpr int word_tries_max = 3;

SecretBytes copy_secret(const SecretBytes& secret) {
  return {secret.begin(), secret.end()};
}

/// The word of this number, counted from 1.
std::string_view word_at(std::string_view words, std::size_t number) {
  for (std::size_t i = 1; i < number && !words.empty(); ++i)
    words.remove_prefix(std::min(words.find(' '), words.size() - 1) + 1);
  return words.substr(0, words.find(' '));
}

bool same_word(const SecretBytes& typed, std::string_view word) {
  auto text = view_text(typed);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
  };
  return std::ranges::equal(text, word, {}, lower, lower);
}

/// Whether the person typed the asked words; no if nobody is there or they stop.
bool has_copied(const Context& context, std::string_view words) {
  for (const auto number : asked_words) {
    bool right = false;
    for (int tries = 0; tries < word_tries_max && !right; ++tries) {
      const auto question = fill(context.words(Text::ask_one_word), {std::to_string(number)});
      const auto typed = ask_line(question, Echo::on);
      if (!typed) return false;
      right = same_word(*typed, word_at(words, number));
      if (!right) context.err << context.words(Text::wrong_word) << "\n";
    }
    if (!right) return false;
  }
  return true;
}

recovery::WordLanguage words_in(Language language) {
  return language == Language::dutch ? recovery::WordLanguage::dutch : recovery::WordLanguage::english;
}

/// The same words in full, in a language or in their own. Errors: `bad_words`.
Result<SecretBytes> in_full(const SecretBytes& words, std::optional<recovery::WordLanguage> language = {}) {
  const auto read = recovery::RecoveryWords::parse(words);
  if (!read) return fail(read.error());
  const auto text = read->text(language.value_or(read->language()));
  return SecretBytes(text.expose().begin(), text.expose().end());
}

KitPage kit_page(const Context& context, const SecretBytes& words) {
  const auto& client = context.session.client();
  KitPage page{.words = words,
               .name = client.status(context.session.now()).name,
               .hubs = {},
               .language = context.look.language};
  for (const auto& circle : client.circles(context.session.now())) {
    if (std::ranges::find(page.hubs, circle.hub) == page.hubs.end()) page.hubs.push_back(circle.hub);
  }
  return page;
}

/// Before anything is asked or made: the sheet replaces no file. Errors: `file_exists`.
Outcome<void> check_kit_file(const std::string& file, const Context& context) {
  std::error_code error;
  if (file.empty() || !std::filesystem::exists(file, error)) return {};
  Failure there{Error(native::Errc::file_exists)};
  there.detail = context.words(Text::kit_elsewhere);
  return std::unexpected(std::move(there));
}

/// Writes the sheet to a new file that its owner alone may read. Errors: those of `write_new_file` and
/// `kit_svg`.
Status write_kit(const KitPage& page, const std::string& file, Context& context) {
  auto content = file.ends_with(".svg") ? kit_svg(page) : Result<SecretBytes>(kit_text(page));
  if (!content) return fail(content.error());
  return native::write_new_file(file, *content, context.session.random());
}

std::string kit_written(const Context& context, const std::string& file) {
  return fill(context.words(Text::kit_written), {printable(file)}) + "\n";
}

}  // namespace

Outcome<Answer> run(const Init& command, Context& context) {
  auto& session = context.session;
  if (auto free = check_kit_file(command.kit, context); !free) return std::unexpected(free.error());
  auto made = session.client().init(command.name, command.relation);
  if (!made) return std::unexpected(made.error());
  if (auto saved = session.perform(std::move(made->actions)); !saved) return std::unexpected(saved.error());

  const auto shown = in_full(made->words, words_in(context.look.language));
  if (!shown) return std::unexpected(shown.error());
  const auto words = view_text(*shown);
  Answer answer;
  if (!command.kit.empty()) {
    // The words are on the screen whatever becomes of the file: they are seen only once.
    if (auto written = write_kit(kit_page(context, *shown), command.kit, context); !written)
      answer.shortfall = written.error();
    else
      answer.text = kit_written(context, command.kit);
  }
  const bool json = context.options.json;
  if (!json) {
    context.out << context.words(Text::twelve_words_head) << "\n\n";
    write_recovery_words(context.out, words);
    context.out << "\n" << context.words(Text::twelve_words_advice) << "\n" << std::flush;
  }
  const bool confirmed = command.confirmed || json || has_copied(context, words);
  if (confirmed) {
    auto actions = session.client().confirm_words(copy_secret(made->words));
    if (!actions) return std::unexpected(actions.error());
    if (auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
  }
  // The one time that they leave: the script asked for them on its standard output.
  if (json) answer.fields["words"] = words;
  answer.text += std::string(context.words(confirmed ? Text::init_done : Text::init_not_confirmed)) + "\n";
  return answer;
}

Outcome<Answer> run(const Words& command, Context& context) {
  auto& session = context.session;
  auto words = twelve_words(context, command.words_file);
  if (!words) return std::unexpected(words.error());
  auto actions = session.client().confirm_words(std::move(*words));
  if (!actions) return std::unexpected(actions.error());
  if (auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
  return Answer{.text = std::string(context.words(Text::words_right)) + "\n"};
}

Outcome<Answer> run(const Kit& command, Context& context) {
  auto& session = context.session;
  if (!session.client().status(session.now()).has_device)
    return std::unexpected(Error(client::Errc::no_device));
  if (auto free = check_kit_file(command.file, context); !free) return std::unexpected(free.error());
  auto typed = twelve_words(context, command.words_file);
  if (!typed) return std::unexpected(typed.error());
  // In full: they may have been typed by their beginnings.
  const auto words = in_full(*typed);
  if (!words) return std::unexpected(words.error());
  auto actions = session.client().confirm_words(std::move(*typed));
  if (!actions) return std::unexpected(actions.error());
  if (auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
  const auto page = kit_page(context, *words);
  Answer answer;
  if (!command.file.empty()) {
    if (auto written = write_kit(page, command.file, context); !written)
      return std::unexpected(written.error());
    answer.fields["file"] = command.file;
    answer.text = kit_written(context, command.file);
    return answer;
  }
  const auto text = kit_text(page);
  if (context.options.json) answer.fields["page"] = view_text(text);
  if (!context.options.json) context.out << view_text(text) << std::flush;
  return answer;
}

namespace {

Json in_circle(Json json, const channels::CircleId& circle) {
  json["circle"] = to_hex(circle.view());
  return json;
}

/// So long `status` tells that somebody gave a channel a new beginning.
constexpr auto restart_told_for = std::chrono::days(7);

/// The channels of a circle to which somebody else gave a new beginning lately, since this device is there.
std::vector<core::ChannelView> restarted_lately(Session& session, const channels::CircleId& circle) {
  auto channels = session.client().channels(circle, session.now());
  const auto devices = session.client().devices(circle);
  const auto own = std::ranges::find(devices, true, &core::DeviceView::this_one);
  std::erase_if(channels, [&](const core::ChannelView& channel) {
    const auto& deed = channel.restarted;
    if (!deed || deed->by_me || session.now() >= deed->time + restart_told_for) return true;
    return own != devices.end() && deed->time < own->added;
  });
  return channels;
}

/// What was shown of these circles is not shown again, or not within its time.
Status note_told(const std::vector<core::CircleView>& circles, Session& session) {
  for (const auto& circle : circles) {
    if (auto devices = session.client().note_devices_told(circle.id)) {
      if (auto saved = session.perform(std::move(*devices)); !saved) return fail(saved.error());
    }
    if (auto admissions = session.client().note_admissions_told(circle.id, session.now())) {
      if (auto saved = session.perform(std::move(*admissions)); !saved) return fail(saved.error());
    }
    if (!circle.tell_only_owner) continue;
    if (auto owner = session.client().note_only_owner_told(circle.id, session.now())) {
      if (auto saved = session.perform(std::move(*owner)); !saved) return fail(saved.error());
    }
  }
  return {};
}

}  // namespace

Outcome<Answer> run(const ShowStatus& /*command*/, Context& context) {
  auto& session = context.session;
  const auto& client = session.client();
  if (!client.status(session.now()).has_device) return std::unexpected(Error(client::Errc::no_device));
  // A circle that is still to be founded has no id to catch up with.
  if (!client.status(session.now()).pending.empty()) session.settle();
  for (const auto& circle : client.circles(session.now())) {
    if (circle.standing != core::Standing::ended)
      (void)session.catch_up(circle.id, Session::Purpose::ask);  // The connection's state is shown below.
  }
  const auto status = client.status(session.now());
  const auto circles = client.circles(session.now());
  const auto chosen = find_circle(circles, context.options.circle);
  std::vector<core::InvitationView> invitations;
  std::size_t unsent = 0;
  for (const auto& circle : circles) {
    unsent += client.unsent(circle.id).size();
    if (circle.standing != core::Standing::member) continue;
    for (auto& one : client.invitations(circle.id, session.now())) invitations.push_back(std::move(one));
  }
  std::vector<NewDevice> new_devices;
  for (const auto& circle : circles) {
    for (auto& device : client.new_devices(circle.id))
      new_devices.push_back({.device = std::move(device), .circle_name = circle.name});
  }
  std::vector<std::string> comings;
  auto let_in = Json::array();
  auto gone = Json::array();
  auto restarted = Json::array();
  for (const auto& circle : circles) {
    for (const auto& one : client.admissions(circle.id, session.now())) {
      let_in.push_back(in_circle(json_of(one), circle.id));
      comings.push_back(admission_text(one, circle.name, context.look));
    }
    for (const auto& one : client.departures(circle.id, session.now())) {
      gone.push_back(in_circle(json_of(one), circle.id));
      comings.push_back(departure_text(one, circle.name, context.look));
    }
    if (circle.standing != core::Standing::member) continue;
    for (const auto& one : restarted_lately(session, circle.id)) {
      auto channel = in_circle(json_of(one), circle.id);
      channel["restarted"] = json_of(one.restarted);
      restarted.push_back(std::move(channel));
      comings.push_back(restart_text(one, circle.name, context.look));
    }
  }
  std::vector<OpenReports> reports;
  for (const auto& circle : circles) {
    if (circle.standing != core::Standing::member) continue;
    const auto found = client.reports(circle.id, {}, session.now());
    if (found.newsgroups != 0)
      reports.push_back({.circle = circle.id, .circle_name = circle.name, .open = found.open()});
  }
  const auto ending = ending_attestations(session);
  Answer answer;
  answer.fields = json_of(StatusParts{
      .status = status, .circles = circles, .circle = chosen ? &*chosen : nullptr, .unsent = unsent});
  answer.fields["invitations"] = Json::array();
  for (const auto& one : invitations) answer.fields["invitations"].push_back(json_of(one));
  answer.fields["new_devices"] = Json::array();
  for (const auto& one : new_devices) answer.fields["new_devices"].push_back(json_of(one.device));
  answer.fields["let_in"] = std::move(let_in);
  answer.fields["gone"] = std::move(gone);
  answer.fields["restarted"] = std::move(restarted);
  answer.fields["reports"] = Json::array();
  for (const auto& one : reports) answer.fields["reports"].push_back(json_of(one));
  answer.fields["ending_attestations"] = json_of(ending);
  answer.text = status_text({.status = status,
                             .circles = circles,
                             .invitations = invitations,
                             .unsent = unsent,
                             .new_devices = std::move(new_devices),
                             .comings = std::move(comings),
                             .reports = std::move(reports),
                             .ending = ending_texts(ending, context.look),
                             .alarms = shown_alarms(client, session.now())},
                            context.look);
  // Whoever asks as a program is told again: nobody has read it.
  if (context.options.json) return answer;
  if (auto noted = note_told(circles, session); !noted) return std::unexpected(noted.error());
  return answer;
}

}  // namespace kring::cli
