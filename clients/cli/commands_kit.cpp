#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present_notices.hpp"
#include "clients/cli/printable.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/vault_reading.hpp"

#include <set>
#include <utility>

/// Whether twelve words bring back what this device knows, tried at the hub and without changing anything.
namespace kring::cli {

namespace {

/// The hubs at which something is to come back. What this device has not kept there yet, it keeps first.
std::set<std::string> hubs_to_try(Session& session) {
  std::set<std::string> hubs;
  for (const auto& circle : session.client().circles(session.now())) {
    if (circle.standing != core::Standing::member) continue;
    (void)session.catch_up(circle.id, Session::Purpose::ask);  // Where it is away is seen by reading.
    hubs.insert(circle.hub);
  }
  return hubs;
}

/// All that the words open at one hub. Errors: those of `read_vault`, `vault_away`.
Outcome<core::KitView> read_kit(const std::string& hub, const SecretBytes& words, Session& session) {
  Failure away{Error(Errc::vault_away)};
  away.detail = "(" + printable(hub) + ")";
  // Catching up has waited for it.
  if (!session.connected()) return std::unexpected(std::move(away));
  auto reading = session.client().read_vault(hub, words, session.now());
  if (!reading) return std::unexpected(reading.error());
  if (auto begun = session.perform(std::move(*reading)); !begun) return std::unexpected(begun.error());
  if (!session.wait_until([&] { return session.client().vault()->complete(); })) {
    if (session.interrupted()) return std::unexpected(Error(Errc::interrupted));
    return std::unexpected(std::move(away));
  }
  return *session.client().kit(session.now());
}

}  // namespace

Outcome<Answer> run(const ProveKit& command, Context& context) {
  auto& session = context.session;
  if (!session.client().status(session.now()).has_device)
    return std::unexpected(Error(client::Errc::no_device));
  const auto words = twelve_words(context, command.words_file);
  if (!words) return std::unexpected(words.error());
  const auto hubs = hubs_to_try(session);
  if (hubs.empty()) return std::unexpected(Error(Errc::no_circle));
  Answer answer;
  answer.fields["circles"] = Json::array();
  answer.fields["missing"] = Json::array();
  std::string missing;
  std::string back;
  for (const auto& hub : hubs) {
    const auto kit = read_kit(hub, *words, session);
    if (!kit) return std::unexpected(kit.error());
    for (const auto& circle : kit->circles) {
      // Each hub keeps the same slots; a circle is named where it lies.
      if (circle.hub != hub) continue;
      answer.fields["circles"].push_back(json_of(circle));
      back += "  " + kit_circle_text(circle, context.look) + "\n";
    }
    for (const auto& gap : kit->gaps) {
      answer.fields["missing"].push_back(json_of(gap));
      missing += "  " + kit_gap_text(gap, context.look) + "\n";
    }
    answer.fields["set_back"] = answer.fields.value("set_back", false) || kit->set_back;
    if (kit->set_back) missing += "  " + std::string(context.words(Text::slot_set_back)) + "\n";
  }
  auto proven = session.client().prove_kit(*words, session.now());
  if (!answer.fields["missing"].empty() || !proven) {
    answer.fields["proven"] = false;
    answer.text = missing;
    answer.shortfall = proven ? Error(client::Errc::kit_not_whole) : proven.error();
    return answer;
  }
  if (auto saved = session.perform(std::move(*proven)); !saved) return std::unexpected(saved.error());
  answer.fields["proven"] = true;
  answer.text = std::string(context.words(Text::kit_proven)) + "\n" + back + missing;
  return answer;
}

}  // namespace kring::cli
