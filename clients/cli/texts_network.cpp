#include "clients/cli/text.hpp"

#include <algorithm>
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

constexpr std::string_view unsent_nl = "Er is niets verstuurd.";
constexpr std::string_view unsent_en = "Nothing was sent.";

constexpr auto network_texts = std::to_array<NetworkText>({
    {{Library::client,
      "wrong_hub_key",
      "De hub heeft een andere sleutel dan die waarmee uw netwerk begon.",
      {}},
     {Library::client,
      "wrong_hub_key",
      "The hub has another key than the one that your network began with.",
      {}}},
    {{Library::client,
      "head_forked",
      "De hub liet twee verschillende geschiedenissen van uw netwerk zien.",
      {}},
     {Library::client, "head_forked", "The hub showed two different histories of your network.", {}}},
    {{Library::client,
      "charter_entry_refused",
      "De hub gaf in uw netwerk een stap door die tegen de regels is.",
      {}},
     {Library::client,
      "charter_entry_refused",
      "The hub handed on a step in your network that is against the rules.",
      {}}},
    {{Library::client,
      "log_cut_off",
      "Een coördinator liet het netwerk doorgaan nadat de hub was teruggezet, zonder wat dit apparaat van "
      "een kanaal "
      "heeft. Het blijft hier. Een coördinator kan het kanaal opnieuw beginnen.",
      {}},
     {Library::client,
      "log_cut_off",
      "A coordinator let the network go on after the hub was put back from a backup, without what this "
      "device has of "
      "a channel. It stays here. A coordinator can restart the channel.",
      {}}},
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
    {{Library::client, "ended",
      "U bent geen lid meer van dit netwerk. Wat u had, blijft leesbaar. Terugkomen kan met een nieuwe "
      "uitnodiging: vraag een coördinator.",
      unsent_nl},
     {Library::client, "ended",
      "You are no longer a member of this network. What you had stays readable. To come back, ask a "
      "coordinator for a new invitation.",
      unsent_en}},
    {{Library::client, "device_out",
      "Dit apparaat is uit het netwerk gehaald. Wat het had, blijft leesbaar. Was dat een vergissing, ga dan "
      "verder met een ander apparaat van u, of vraag een coördinator om nieuwe sleutels.",
      unsent_nl},
     {Library::client, "device_out",
      "This device was taken out of the network. What it had stays readable. If that was a mistake, go on "
      "with another device of yours, or ask a coordinator for new keys.",
      unsent_en}},
    {{Library::client, "no_longer_read", "Uw rol mag in dit kanaal niet meer lezen of schrijven.",
      "Wat dit apparaat ervan had, blijft leesbaar. Er komt niets nieuws, en er is niets verstuurd. Klopt "
      "dat "
      "niet, vraag het dan een coördinator."},
     {Library::client, "no_longer_read", "Your role may not read or write in this channel any more.",
      "What this device had of it stays readable. Nothing new comes, and nothing was sent. If that is not "
      "right, ask a coordinator."}},
    {{Library::channels, "last_owner", "U bent de laatste coördinator, en een netwerk zonder kan niet.",
      "Er is niets veranderd. Laat eerst iemand toe die het ook wordt, met ‘kring invite coordinators’; of "
      "beëindig het netwerk voor iedereen, met ‘kring end’."},
     {Library::channels, "last_owner", "You are the last coordinator, and there is no network without one.",
      "Nothing has changed. First let somebody in who becomes one too, with ‘kring invite coordinators’; or "
      "end the network for everybody, with ‘kring end’."}},
    {{Library::channels, "frozen",
      "Het netwerk is bevroren: tot dat ophoudt, komt niemand erbij, en rollen en kanalen veranderen niet.",
      unchanged_nl},
     {Library::channels, "frozen",
      "The network is frozen: until that ends nobody comes in, and roles and channels do not change.",
      unchanged_en}},
    {{Library::channels, "not_frozen", "U hebt het netwerk niet bevroren, of dat is voorbij.", unchanged_nl},
     {Library::channels, "not_frozen",
      "There is no freeze of yours: you did not freeze the network, or that is over.", unchanged_en}},
    {{Library::channels, "may_not_admit", "U mag in deze rol niemand uitnodigen of toelaten.",
      "Er is niets veranderd. Vraag een coördinator."},
     {Library::channels, "may_not_admit", "You may not invite or admit anybody to this role.",
      "Nothing has changed. Ask a coordinator."}},
    {{Library::channels, "may_not_admit_owner", "Een rol mag geen coördinatoren toelaten.", unchanged_nl},
     {Library::channels, "may_not_admit_owner", "A role may not admit coordinators.", unchanged_en}},
    {{Library::channels, "not_an_owner", "Deze mens is geen coördinator; gebruik ‘kring remove’.",
      unchanged_nl},
     {Library::channels, "not_an_owner", "This person is no coordinator; use ‘kring remove’.", unchanged_en}},
    {{Library::channels, "circle_ended", "De coördinatoren hebben dit netwerk beëindigd.", unchanged_nl},
     {Library::channels, "circle_ended", "The coordinators have ended this network.", unchanged_en}},
    {{Library::channels, "owners_keep_rights",
      "Coördinatoren mogen in elk kanaal lezen, schrijven en modereren. Niemand neemt hun dat af.",
      unchanged_nl},
     {Library::channels, "owners_keep_rights",
      "Coordinators may read, write and moderate in every channel. Nobody takes that from them.",
      unchanged_en}},
    {{Library::channels, "regie_is_for_owners", "Het kanaal Coördinatie is alleen voor coördinatoren.",
      unchanged_nl},
     {Library::channels, "regie_is_for_owners", "The channel Coordination is for coordinators only.",
      unchanged_en}},
    {{Library::cli, "kept_until_resume",
      "De hub is teruggezet vanaf een reservekopie, en neemt van dit netwerk nog niets nieuws aan. Wat u "
      "vroeg, is "
      "hier bewaard en gebeurt vanzelf nadat een coördinator ‘kring resume’ heeft gedaan. U hoeft het niet "
      "nog eens "
      "te vragen. Zie ‘kring status’.",
      ""},
     {Library::cli, "kept_until_resume",
      "The hub was put back from a backup, and takes nothing new of this network yet. What you asked is kept "
      "here "
      "and is done by itself after a coordinator has run ‘kring resume’. You need not ask again. See ‘kring "
      "status’.",
      ""}},
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

/// A sentence that speaks of parents or of a circle, where a network is meant.
struct NetworkSentence {
  Text text;
  std::string_view dutch;
  std::string_view english;
};

constexpr auto network_sentences = std::to_array<NetworkSentence>({
    {Text::ask_remove_owner,
     "{0} is coördinator. Gaat weg als alle andere coördinatoren dat willen en {0} dertig dagen niets van "
     "zich laat merken. Doorgaan? (j/n) ",
     "{0} is a coordinator. They go if all other coordinators want it and {0} gives no sign of life for "
     "thirty days. Go on? (y/n) "},
    {Text::ask_end,
     "‘{0}’ eindigt als alle coördinatoren dat willen, veertien dagen na de laatste. Tot dan kan elk van hen "
     "het tegenhouden. Doorgaan? (j/n) ",
     "‘{0}’ ends if all coordinators want it, fourteen days after the last. Until then each of them can stop "
     "it. Go on? (y/n) "},
    {Text::ask_resume,
     "De hub is teruggezet vanaf een reservekopie. De apparaten hebben teruggebracht wat hier staat. Wiens "
     "apparaten zijn langs geweest, weet de hub niet: vraag iedereen om Kring één keer te openen. Wat alleen "
     "een apparaat heeft dat nog niet is langs geweest, blijft voorgoed buiten ‘{0}’ als u nu "
     "doorgaat; dat apparaat houdt het. Het netwerk laten doorgaan? (j/n) ",
     "The hub was put back from a backup. People's devices have brought back what is listed here. The "
     "hub does not know whose devices have come by: ask everybody to open Kring once. What only a device has "
     "that has not come by yet is left out of ‘{0}’ for good if you go on now; that device "
     "keeps it. Let the network go on? (y/n) "},
    {Text::circle_read_only,
     "De hub is teruggezet vanaf een reservekopie. U kunt dit netwerk lezen; wat u schrijft, wacht tot een "
     "coördinator ‘kring resume’ doet.",
     "The hub was put back from a backup. This network can be read; what you write waits until a coordinator "
     "runs ‘kring resume’."},
    {Text::frozen, "Het netwerk is drie dagen bevroren. Eerder ophouden: kring unfreeze.",
     "The network is frozen for three days. To end it earlier: kring unfreeze."},
    {Text::removal_asked,
     "Gevraagd. Laat {0} dertig dagen niets van zich merken en willen alle andere coördinatoren het ook, doe "
     "dit dan nog eens.",
     "Asked. If {0} gives no sign of life for thirty days and all other coordinators want it too, do this "
     "once more."},
    {Text::end_asked,
     "Gezegd. Zodra alle coördinatoren het willen en er veertien dagen voorbij zijn, beëindigt ‘kring end’ "
     "het netwerk ‘{0}’. Tegenhouden: kring end --cancel.",
     "Said. Once all coordinators want it and fourteen days have gone by, ‘kring end’ ends the network "
     "‘{0}’. To stop it: kring end --cancel."},
    {Text::circle_ended, "Het netwerk ‘{0}’ is beëindigd.", "The network ‘{0}’ has been ended."},
    {Text::circle_ending,
     "Gevraagd wordt dat het netwerk eindigt. Voor: {0}. Nog niet: {1}. Het gebeurt alleen als alle "
     "coördinatoren het willen, en niet eerder dan veertien dagen na de laatste.",
     "It is asked that the network end. In favour: {0}. Not yet: {1}. It happens only if all coordinators "
     "want it, and not before fourteen days after the last of them."},
    {Text::circle_ending_agreed, "Alle coördinatoren willen dat het netwerk eindigt: {0}. Dat kan vanaf {1}.",
     "All coordinators want the network to end: {0}. That is possible from {1} on."},
    {Text::circle_removal,
     "Gevraagd wordt dat {0} weggaat. Voor: {1}. Nog niet: {2}. Kan vanaf {3}, als alle andere coördinatoren "
     "het willen en {0} niets van zich laat merken.",
     "It is asked that {0} go. In favour: {1}. Not yet: {2}. Possible from {3}, if all other coordinators "
     "want it and {0} gives no sign of life."},
    {Text::only_owner_stays,
     "Maar u bent de enige coördinator, en de laatste kan niet weg. Laat eerst iemand toe die het ook wordt, "
     "met ‘kring invite coordinators’; of beëindig het netwerk voor iedereen, met ‘kring end’.",
     "But you are the only coordinator, and the last one cannot leave. First let somebody in who becomes one "
     "too, with ‘kring invite coordinators’; or end the network for everybody, with ‘kring end’."},
    {Text::circle_publication,
     "{0} vraagt of iedereen het logboek hiervan mag lezen, voorgoed: {1} van {2} coördinatoren "
     "vinden dat goed. Er is nog niets veranderd. ‘kring attestation-key’ zegt wat het betekent en "
     "vraagt of u het goedvindt.",
     "{0} asks that anybody may read the record of this, for good: {1} of {2} coordinators agree. "
     "Nothing has changed yet. ‘kring attestation-key’ says what it means and asks whether you "
     "agree."},
    {Text::check_differ,
     "Blijven ze anders, dan kan iemand anders deze sleutels hebben: vertrouw hun hier niets toe, en bel een "
     "coördinator, die hen met ‘kring pause’ buiten kan houden.",
     "If they still differ, somebody else may have these keys: confide nothing to them here, and call a "
     "coordinator, who can keep them out with ‘kring pause’."},
    {Text::circle_dissolved, "De coördinatoren hebben dit netwerk beëindigd.",
     "The coordinators have ended this network."},
    {Text::circle_stopped, "Dit netwerk staat stil op dit apparaat. Waarom, zegt ‘kring evidence’.",
     "This network is stopped on this device. ‘kring evidence’ says why."},
    {Text::alarm_whom, "de andere coördinatoren", "the other coordinators"},
    {Text::alarm_somebody, "iemand in het netwerk", "somebody in the network"},
    {Text::alarm_where, "het netwerk", "the network"},
    {Text::alarm_stops_channel,
     "Dit kanaal staat nu stil op dit apparaat: er gaat niets meer uit. De rest van het netwerk gaat door. "
     "Wat u had, "
     "blijft leesbaar.",
     "This channel is now stopped on this device: nothing more is sent. The rest of the network goes on. "
     "What you had "
     "stays readable."},
    {Text::alarm_stops_circle,
     "Dit netwerk staat nu stil op dit apparaat: er gaat niets meer uit. Wat u had, blijft leesbaar.",
     "This network is now stopped on this device: nothing more is sent. What you had stays readable."},
    {Text::now_paused, "Een coördinator heeft u gepauzeerd. Dit is wat u had.",
     "A coordinator has paused you. This is what you had."},
    {Text::standing_paused, "een coördinator heeft u gepauzeerd; wat u had, blijft leesbaar",
     "a coordinator has paused you; what you had stays readable"},
    {Text::no_longer_member, "U bent geen lid meer van dit netwerk. Dit is wat u had.",
     "You are no longer a member of this network. This is what you had."},
    {Text::device_taken_out,
     "Dit apparaat is uit het netwerk gehaald: het leest niets nieuws. Wat het had, blijft leesbaar.",
     "This device was taken out of the network: it reads nothing new. What it had stays readable."},
    {Text::request_head, "Iemand wil in het netwerk:", "Somebody wants to join the network:"},
    {Text::ask_confirm,
     "Vraag deze mens om de zes woorden voor te lezen, het liefst aan de telefoon of aan tafel.\nZijn het "
     "precies deze woorden, en wilt u deze mens in het netwerk? (j/n) ",
     "Ask this person to read the six words out to you, best on the phone or face to face.\nAre they exactly "
     "these, and do you want this person in the network? (y/n) "},
    {Text::ask_confirm_owner,
     "Vraag deze mens om de zes woorden voor te lezen, het liefst aan de telefoon of aan tafel.\nDeze mens "
     "mag daarna alles wat u mag: mensen uitnodigen en verwijderen, en in elk kanaal alles lezen. U kunt "
     "deze mens niet zomaar weer verwijderen.\nZijn het precies deze woorden, en wilt u deze mens als "
     "coördinator in het netwerk? (j/n) ",
     "Ask this person to read the six words out to you, best on the phone or face to face.\nThis person may "
     "then do all that you may: invite and remove people, and read everything in every channel. You cannot "
     "simply remove them again.\nAre they exactly these words, and do you want this person as a coordinator "
     "in the network? (y/n) "},
    {Text::consented,
     "U vindt het goed dat {0} coördinator wordt: {1} van {2} vinden dat nu. {0} komt erbij zodra alle "
     "coördinatoren het goedvinden. De anderen doen: kring consent {3}",
     "You agree that {0} becomes a coordinator: {1} of {2} do now. {0} comes in once all do. The others say: "
     "kring consent {3}"},
});

}  // namespace

std::string_view text_of(Text text, Language language, About about) {
  const auto* own = about == About::network
                        ? std::ranges::find(network_sentences, text, &NetworkSentence::text)
                        : network_sentences.end();
  if (own == network_sentences.end()) return text_of(text, language);
  return language == Language::dutch ? own->dutch : own->english;
}

const ErrorText* find_network_text(Library library, std::string_view code, Language language) {
  for (const auto& text : network_texts) {
    if (text.dutch.library == library && text.dutch.code == code)
      return language == Language::dutch ? &text.dutch : &text.english;
  }
  return nullptr;
}

}  // namespace kring::cli
