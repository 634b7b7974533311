#include "clients/cli/export_words.hpp"

#include <array>

namespace kring::cli {

namespace {

constexpr ExportWords dutch_words = {
    .lang = "nl",
    .heading = "Export van ‘{0}’",
    .made = "Gemaakt door {0} op {1}: alles wat {0} in deze kring kan lezen.",
    .not_encrypted = "Deze map is niet versleuteld. Wie hem heeft, kan alles lezen.",
    .complete = "Er ontbreekt niets.",
    .incomplete = "Dit is niet alles. Dit ontbreekt:",
    .missing_item = "{0}: {1}",
    .number = "regel {0}",
    .whole_circle = "De kring",
    .contents = "Inhoud",
    .people = "Mensen",
    .name = "Naam",
    .relation = "Wie",
    .role = "Rol",
    .state = "Staat",
    .until = "Tot",
    .me = "(dit bent u)",
    .history = "Wat er in de kring besloten is",
    .history_about = "Elke regel is ondertekend. Namen van mensen en kanalen staan er alleen waar u ze kent.",
    .no_articles = "Hier staat niets.",
    .begins_after =
        "U leest dit kanaal vanaf regel {0}: wat daarvoor kwam, was alleen voor wie er toen bij was.",
    .note = "notitie",
    .introduced = "{0} stelde zich voor.",
    .labelled = "De naam van het kanaal werd opgeschreven.",
    .unknown_type = "Iets van een nieuwere versie ({0}):",
    .file = "{0} ({1})",
    .file_missing = "Het bestand {0} ontbreekt: {1}",
    .other_channel = "een kanaal dat u niet leest",
    .gap_not_caught_up = "De hub was niet bereikt, of gaf niet alles: het nieuwste kan ontbreken.",
    .gap_stopped = "Dit apparaat is hier gestopt na een alarm: wat daarna kwam, ontbreekt.",
    .gap_not_joined = "U mag dit kanaal lezen, maar dit apparaat is nog niet toegelaten.",
    .gap_not_opened =
        "Dit kon niet worden geopend of klopte niet met de regels; of het verviel bij een nieuw begin.",
    .gap_not_readable = "Dit is geopend, maar het is geen bericht dat dit programma kan lezen.",
    .gap_not_sent = "Iets dat u schreef, heeft de hub nog niet.",
};

constexpr ExportWords english_words = {
    .lang = "en",
    .heading = "Export of ‘{0}’",
    .made = "Made by {0} on {1}: all that {0} can read in this circle.",
    .not_encrypted = "This folder is not encrypted. Whoever has it can read everything.",
    .complete = "Nothing is missing.",
    .incomplete = "This is not all. Missing are:",
    .missing_item = "{0}: {1}",
    .number = "entry {0}",
    .whole_circle = "The circle",
    .contents = "Contents",
    .people = "People",
    .name = "Name",
    .relation = "Who",
    .role = "Role",
    .state = "State",
    .until = "Until",
    .me = "(this is you)",
    .history = "What was decided in the circle",
    .history_about = "Each entry is signed. People and channels are named only where you know their names.",
    .no_articles = "Nothing is here.",
    .begins_after =
        "You read this channel from entry {0} on: what came before was only for those who were there.",
    .note = "note",
    .introduced = "{0} introduced themself.",
    .labelled = "The name of the channel was written down.",
    .unknown_type = "Something of a newer version ({0}):",
    .file = "{0} ({1})",
    .file_missing = "The file {0} is missing: {1}",
    .other_channel = "a channel that you do not read",
    .gap_not_caught_up = "The hub was not reached, or did not give all: the newest may be missing.",
    .gap_stopped = "This device stopped here after an alarm: what came after it is missing.",
    .gap_not_joined = "You may read this channel, but this device has not been let in yet.",
    .gap_not_opened = "This could not be opened, or broke the rules; or it fell away at a new start.",
    .gap_not_readable = "This was opened, but it is no article that this program can read.",
    .gap_not_sent = "Something that you wrote has not reached the hub yet.",
};

struct Sentence {
  std::string_view kind;
  std::string_view dutch;
  std::string_view english;
};
/// The last one is for all other kinds.
constexpr auto export_sentences = std::to_array<Sentence>({
    {"found", "{1} begon de kring.", "{1} founded the circle."},
    {"owner_add", "{0} liet {1} toe als {2}, met gezag.", "{0} admitted {1} as {2}, with authority."},
    {"role_set", "{0} legde vast wat de rol {2} mag.", "{0} laid down what the role {2} may do."},
    {"channel_open", "{0} opende het kanaal {3}.", "{0} opened the channel {3}."},
    {"invite_create", "{0} nodigde iemand uit als {2}; de uitnodiging werkte tot {4}.",
     "{0} invited somebody as {2}; the invitation worked until {4}."},
    {"invite_accept", "{1} nam een uitnodiging aan.", "{1} accepted an invitation."},
    {"invite_withdraw", "{0} trok een uitnodiging in.", "{0} withdrew an invitation."},
    {"grant", "{0} liet {1} toe als {2}, tot {4}.", "{0} admitted {1} as {2}, until {4}."},
    {"remove", "{0} verwijderde {1}.", "{0} removed {1}."},
    {"leave", "{0} verliet de kring.", "{0} left the circle."},
    {"channel_restart", "{0} gaf het kanaal {3} een nieuw begin.", "{0} gave the channel {3} a new start."},
    {"resume", "{0} liet de kring doorgaan nadat de hub was teruggezet.",
     "{0} let the circle go on after the hub was put back."},
    {"pause", "{0} zette {1} op pauze.", "{0} paused {1}."},
    {"unpause", "{0} liet {1} weer toe na een pauze.", "{0} let {1} in again after a pause."},
    {"role_change", "{0} gaf {1} de rol {2}, tot {4}.", "{0} gave {1} the role {2}, until {4}."},
    {"channel_change", "{0} veranderde wat rollen in het kanaal {3} mogen.",
     "{0} changed what roles may do in the channel {3}."},
    {"channel_close", "{0} sloot het kanaal {3}.", "{0} closed the channel {3}."},
    {"freeze", "{0} zette de kring vast.", "{0} froze the circle."},
    {"freeze_end", "{0} maakte de kring weer los.", "{0} ended the freeze."},
    {"removal_ask", "{0} vroeg om {1} als ouder met gezag te verwijderen.",
     "{0} asked to remove {1} as a parent with authority."},
    {"removal_agree", "{0} stemde in met het verwijderen van {1}.", "{0} agreed to the removal of {1}."},
    {"removal_done", "{0} verwijderde {1}, zoals de ouders hadden afgesproken.",
     "{0} removed {1}, as the parents had agreed."},
    {"stay", "{0} liet weten te blijven.", "{0} said that they stay."},
    {"end_ask", "{0} vroeg om de kring te beëindigen.", "{0} asked to end the circle."},
    {"end_cancel", "{0} hield het einde van de kring tegen.", "{0} called off the end of the circle."},
    {"end_done", "{0} beëindigde de kring.", "{0} ended the circle."},
    {"device_add", "{1} kreeg er een apparaat bij.", "{1} got another device."},
    {"device_revoke", "{0} haalde een apparaat van {1} weg.", "{0} took out a device of {1}."},
    {"key_reset", "{0} gaf {1} nieuwe sleutels.", "{0} gave {1} new keys."},
    {"attestation_key", "{0} veranderde een sleutel waarmee het netwerk verklaringen ondertekent.",
     "{0} changed a key by which the network signs attestations."},
    {"attestation_withdraw", "{0} trok een verklaring van het netwerk in.",
     "{0} withdrew an attestation of the network."},
    {"publish", "{0} maakte het logboek openbaar, met akkoord van allen die erover beslissen.",
     "{0} made the record public; all who decide about it had agreed."},
    {"", "{0} deed iets dat deze versie van het programma niet kent.",
     "{0} did something that this version of the program does not know."},
});

}  // namespace

const ExportWords& export_words(Language language) {
  return language == Language::dutch ? dutch_words : english_words;
}

std::string_view entry_sentence(std::string_view kind, Language language) {
  const auto* found = &export_sentences.back();
  for (const auto& sentence : export_sentences) {
    if (sentence.kind == kind) found = &sentence;
  }
  return language == Language::dutch ? found->dutch : found->english;
}

}  // namespace kring::cli
