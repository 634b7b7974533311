#include "clients/cli/text.hpp"

#include <array>

namespace kring::cli {

namespace {

/// One code where a network is meant, whose owners are no parents.
struct NetworkText {
  ErrorText dutch;
  ErrorText english;
};

constexpr std::string_view unchanged_nl = "Er is niets veranderd.";
constexpr std::string_view unchanged_en = "Nothing has changed.";

constexpr auto texts = std::to_array<NetworkText>({
    {{Library::channels, "needs_owner", "Dit mag alleen een coördinator van het netwerk.",
      "Er is niets veranderd. Vraag een coördinator."},
     {Library::channels, "needs_owner", "Only a coordinator of the network may do this.",
      "Nothing has changed. Ask a coordinator."}},
    {{Library::channels, "needs_all_owners",
      "Alle coördinatoren moeten dit goedvinden, en dat doen ze nog niet allemaal.",
      "Er is niets veranderd. ‘kring requests’ en ‘kring status’ laten zien wie het is; voor iemand erbij "
      "doet "
      "ieder van de anderen ‘kring consent’."},
     {Library::channels, "needs_all_owners",
      "All coordinators have to agree to this, and not all of them do.",
      "Nothing has changed. ‘kring requests’ and ‘kring status’ show who is asked; for somebody new each of "
      "the "
      "others says ‘kring consent’."}},
    {{Library::channels, "role_does_not_own", "Dit is geen rol voor een coördinator.", unchanged_nl},
     {Library::channels, "role_does_not_own", "This is no role for a coordinator.", unchanged_en}},
    {{Library::channels, "role_owns", "Deze rol is voor coördinatoren; dat gaat alleen met twaalf woorden.",
      unchanged_nl},
     {Library::channels, "role_owns", "This role is for coordinators; that takes the twelve words.",
      unchanged_en}},
    {{Library::channels, "target_owns",
      "Dat kunt u een andere coördinator niet aandoen: alleen samen, of deze coördinator zelf.",
      unchanged_nl},
     {Library::channels, "target_owns",
      "You cannot do that to another coordinator: only together, or that coordinator alone.", unchanged_en}},
    {{Library::channels, "last_owner",
      "U bent de laatste coördinator. Een netwerk zonder coördinator kan niet.", unchanged_nl},
     {Library::channels, "last_owner",
      "You are the last coordinator. There is no network without a coordinator.", unchanged_en}},
    {{Library::channels, "may_not_admit_owner", "Een rol mag geen coördinatoren toelaten.", unchanged_nl},
     {Library::channels, "may_not_admit_owner", "A role may not admit coordinators.", unchanged_en}},
    {{Library::channels, "not_an_owner", "Deze mens is geen coördinator; gebruik ‘kring remove’.",
      unchanged_nl},
     {Library::channels, "not_an_owner", "This person is no coordinator; use ‘kring remove’.", unchanged_en}},
    {{Library::channels, "circle_ended", "De coördinatoren hebben dit netwerk beëindigd.", unchanged_nl},
     {Library::channels, "circle_ended", "The coordinators have ended this network.", unchanged_en}},
    {{Library::channels, "regie_is_for_owners", "Het kanaal Coördinatie is alleen voor coördinatoren.",
      unchanged_nl},
     {Library::channels, "regie_is_for_owners", "The channel Coordination is for coordinators only.",
      unchanged_en}},
    {{Library::client, "paused",
      "Een coördinator heeft u gepauzeerd. Wat u had, blijft leesbaar; zodra u weer mee mag doen, gaat het "
      "vanzelf "
      "verder.",
      unchanged_nl},
     {Library::client, "paused",
      "A coordinator has paused you. What you had stays readable; once you may take part again, it goes on "
      "by "
      "itself.",
      unchanged_en}},
});

}  // namespace

const ErrorText* find_network_text(Library library, std::string_view code, Language language) {
  for (const auto& text : texts) {
    if (text.dutch.library == library && text.dutch.code == code)
      return language == Language::dutch ? &text.dutch : &text.english;
  }
  return nullptr;
}

}  // namespace kring::cli
