#include "clients/cli/present_attestations.hpp"

#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/text.hpp"
#include "clients/cli/wording.hpp"

namespace kring::cli {

namespace {

/// Why one does not count; the question is not asked of one that holds.
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
    case core::AttestationState::unknown_network:
      break;
  }
  return Text::why_unknown_network;
}

/// One line: what holds is told apart from what does not by its first words, not by colour alone.
std::string attestation_line(const core::AttestationView& one, const Look& look) {
  const auto what = fill(text_of(Text::attestation_what, look.language),
                         {printable(one.claim), printable(one.how), time_text(one.checked, look.language)});
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
  return look.style.bad(fill(text_of(Text::attestation_not, look.language),
                             {text_of(why(one.state), look.language), network})) +
         " " + what;
}

std::string with_id(const core::AttestationView& one, const Look& look) {
  return "  " + short_id(one.id) + "  " + attestation_line(one, look) + "\n";
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

std::string all_attestations_text(const std::vector<core::AttestationView>& own,
                                  const std::vector<core::GivenView>& given, const Look& look) {
  if (own.empty() && given.empty()) return std::string(text_of(Text::no_attestations, look.language)) + "\n";
  std::string out;
  if (!own.empty()) {
    out.append(text_of(Text::attestations_mine, look.language)).append("\n");
    for (const auto& one : own) out += with_id(one, look);
  }
  if (!given.empty()) {
    out.append(text_of(Text::attestations_given, look.language)).append("\n");
    for (const auto& one : given)
      out += "  " + look.style.bold(printable(one.name)) + "\n" + with_id(one.attestation, look);
  }
  return out;
}

}  // namespace kring::cli
