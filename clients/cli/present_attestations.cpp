#include "clients/cli/present_attestations.hpp"

#include "clients/cli/present.hpp"
#include "clients/cli/present_notices.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/text.hpp"
#include "clients/cli/wording.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace kring::cli {

namespace {

/// Why it is not known what counts now; the question is not asked where it is.
Text why(core::NetworkReading reading) {
  switch (reading) {
    case core::NetworkReading::offline:
      return Text::reading_offline;
    case core::NetworkReading::too_slow:
      return Text::reading_too_slow;
    case core::NetworkReading::hidden:
      return Text::reading_hidden;
    case core::NetworkReading::refused:
      return Text::reading_refused;
    case core::NetworkReading::lost:
      return Text::reading_lost;
    case core::NetworkReading::newer:
      return Text::reading_newer;
    case core::NetworkReading::too_large:
      return Text::reading_too_large;
    case core::NetworkReading::limited:
      return Text::reading_limited;
    case core::NetworkReading::not_asked:
    case core::NetworkReading::current:
      break;
  }
  return Text::reading_not_asked;
}

std::string reading_text(const core::AttestationView& one, const Look& look) {
  const auto text = text_of(why(one.reading), look.language);
  if (!one.again) return std::string(text);
  // Whoever comes then is not too early.
  return fill(text, {time_text(std::chrono::ceil<std::chrono::minutes>(*one.again), look.language)});
}

/// Whether what somebody shows may be worth something else than it seems, for want of the newest charter.
bool is_open(const core::AttestationView& one) {
  if (one.reading == core::NetworkReading::current) return false;
  switch (one.state) {
    case core::AttestationState::held_before:
    case core::AttestationState::unknown_key:
      return true;
    case core::AttestationState::unknown_network:
      // A network that the hub never showed is an unknown one.
      return one.reading != core::NetworkReading::hidden && one.reading != core::NetworkReading::not_asked;
    case core::AttestationState::holds:
    case core::AttestationState::wrong_person:
    case core::AttestationState::not_yet:
    case core::AttestationState::expired:
    case core::AttestationState::network_ended:
    case core::AttestationState::withdrawn:
    case core::AttestationState::key_gone:
      break;
  }
  return false;
}

/// Why one does not count; the question is not asked of one that holds, or held before.
Text why(core::AttestationState state) {
  switch (state) {
    case core::AttestationState::wrong_person:
      return Text::why_wrong_person;
    case core::AttestationState::not_yet:
      return Text::why_not_yet;
    case core::AttestationState::expired:
      return Text::why_expired;
    case core::AttestationState::network_ended:
      return Text::why_network_ended;
    case core::AttestationState::unknown_key:
      return Text::why_unknown_key;
    case core::AttestationState::withdrawn:
      return Text::why_withdrawn;
    case core::AttestationState::key_gone:
      return Text::why_key_gone;
    case core::AttestationState::holds:
    case core::AttestationState::held_before:
    case core::AttestationState::unknown_network:
      break;
  }
  return Text::why_unknown_network;
}

std::string why_text(const core::AttestationView& one, const Look& look) {
  auto reading = reading_text(one, look);
  if (one.state == core::AttestationState::held_before && one.as_of)
    return fill(text_of(Text::held_as_of, look.language), {reading, time_text(*one.as_of, look.language)});
  if (one.state == core::AttestationState::held_before)
    return fill(text_of(Text::held_last_time, look.language), {reading});
  if (one.state == core::AttestationState::unknown_network && is_open(one)) return reading;
  return std::string(text_of(why(one.state), look.language));
}

/// One line: what holds is told apart from what does not by its first words, not by colour alone.
std::string attestation_line(const core::AttestationView& one, const Look& look) {
  const auto what = claim_text(one, look);
  const auto network = network_text(one, look);
  const bool holds = one.state == core::AttestationState::holds;
  // That its key signed it is true, and says nothing to who does not know whose network it is.
  if (holds && one.network_name.empty()) {
    return look.style.bad(fill(text_of(Text::attestation_of_stranger, look.language),
                               {network, time_text(one.until, look.language)})) +
           " " + what;
  }
  if (holds) {
    return look.style.good(fill(text_of(Text::attestation_holds, look.language),
                                {network, time_text(one.until, look.language)})) +
           " " + what;
  }
  return look.style.bad(fill(text_of(Text::attestation_not, look.language), {why_text(one, look), network})) +
         " " + what;
}

std::string with_id(const core::AttestationView& one, const Look& look) {
  return "  " + short_id(one.id) + "  " + attestation_line(one, look) + "\n";
}

/// What circles are called, as a list.
std::string circle_names(const std::vector<NamedCircle>& circles) {
  std::vector<std::string> names;
  names.reserve(circles.size());
  for (const auto& circle : circles) names.push_back(circle_name(circle.name, circle.id));
  return names_text(names);
}

/// Where one's own is shown, and whether it is to be asked for anew.
std::string own_text(const OwnAttestation& own, const Look& look) {
  std::vector<std::string> lines;
  if (!own.circles.empty())
    lines.push_back(fill(text_of(Text::attestation_shown_in, look.language), {circle_names(own.circles)}));
  if (!own.coming.empty())
    lines.push_back(fill(text_of(Text::attestation_on_its_way, look.language), {circle_names(own.coming)}));
  if (lines.empty()) lines.emplace_back(text_of(Text::attestation_shown_nowhere, look.language));
  if (own.ends) lines.push_back(look.style.bad(ending_text(own, look)));
  std::string out;
  for (const auto& line : lines) out.append("    ").append(line).append("\n");
  return out;
}

/// Circles, by their ids.
Json circle_ids(const std::vector<NamedCircle>& circles) {
  auto ids = Json::array();
  for (const auto& circle : circles) ids.push_back(to_hex(circle.id.view()));
  return ids;
}

}  // namespace

std::string network_text(const core::AttestationView& attestation, const Look& look) {
  if (!attestation.network_name.empty()) return "‘" + printable(attestation.network_name) + "’";
  return fill(text_of(Text::network_by_id, look.language), {short_id(attestation.network)});
}

std::string attestations_text(const std::vector<core::AttestationView>& attestations, const Look& look) {
  std::string out;
  for (const auto& one : attestations) out += attestation_line(one, look) + "\n";
  return out;
}

std::string claim_text(const core::AttestationView& attestation, const Look& look) {
  return fill(text_of(Text::attestation_what, look.language),
              {printable(attestation.claim), printable(attestation.how),
               time_text(attestation.checked, look.language)});
}

std::string not_current_text(const std::vector<core::AttestationView>& attestations, const Look& look) {
  std::string out;
  std::set<channels::CircleId> told;
  for (const auto& one : attestations) {
    if (!is_open(one) || !told.insert(one.network).second) continue;
    const auto network = network_text(one, look);
    const auto reading = reading_text(one, look);
    out += one.as_of ? fill(text_of(Text::network_not_current, look.language),
                            {network, reading, time_text(*one.as_of, look.language)})
                     : fill(text_of(Text::network_never_read, look.language), {network, reading});
    out += "\n";
  }
  return out;
}

std::string network_keys_text(const std::vector<core::NetworkKeyView>& keys, const Look& look) {
  if (keys.empty()) return std::string(text_of(Text::no_attestation_keys, look.language)) + "\n";
  std::string out(text_of(Text::attestation_keys_head, look.language));
  out += "\n";
  for (const auto& key : keys) {
    out += "  " + fill(text_of(Text::attestation_key_line, look.language),
                       {short_id(key.id), name_text(key.name, key.member, look.language),
                        time_text(key.since, look.language)});
    if (key.this_device) out += text_of(Text::attestation_key_here, look.language);
    out += "\n";
  }
  return out;
}

std::string replaced_text(const std::vector<core::AttestationView>& replaced, const Look& look) {
  std::string out;
  for (const auto& one : replaced) {
    out += fill(text_of(Text::attestation_replaced, look.language),
                {claim_text(one, look), time_text(one.until, look.language)}) +
           "\n";
  }
  return out;
}

Json json_of(const OwnAttestation& own) {
  auto json = json_of(own.view);
  json["circles"] = circle_ids(own.circles);
  json["on_its_way"] = circle_ids(own.coming);
  json["ends_soon"] = own.ends && !own.ended;
  return json;
}

Json json_of(const std::vector<OwnAttestation>& own) {
  auto json = Json::array();
  for (const auto& one : own) json.push_back(json_of(one));
  return json;
}

std::string ending_text(const OwnAttestation& own, const Look& look) {
  return fill(
      text_of(own.ended ? Text::attestation_ended : Text::attestation_ends, look.language),
      {network_text(own.view, look), printable(own.view.claim), time_text(own.view.until, look.language)});
}

std::vector<std::string> ending_texts(const std::vector<OwnAttestation>& own, const Look& look) {
  std::vector<std::string> texts;
  texts.reserve(own.size());
  for (const auto& one : own) texts.push_back(ending_text(one, look));
  return texts;
}

std::string names_text(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out.append(out.empty() ? "‘" : ", ‘").append(name).append("’");
  return out;
}

std::string all_attestations_text(const std::vector<OwnAttestation>& own,
                                  const std::vector<core::GivenView>& given, const Look& look) {
  if (own.empty() && given.empty()) return std::string(text_of(Text::no_attestations, look.language)) + "\n";
  std::string out;
  if (!own.empty()) {
    out.append(text_of(Text::attestations_mine, look.language)).append("\n");
    for (const auto& one : own) out += with_id(one.view, look) + own_text(one, look);
  }
  if (!given.empty()) {
    out.append(text_of(Text::attestations_given, look.language)).append("\n");
    for (const auto& one : given)
      out += "  " + look.style.bold(printable(one.name)) + "\n" + with_id(one.attestation, look);
  }
  return out;
}

}  // namespace kring::cli
