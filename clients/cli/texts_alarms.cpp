#include "clients/cli/present_alarms.hpp"

#include <algorithm>
#include <array>

namespace kring::cli {

namespace {

using core::AlarmKind;

constexpr auto words_nl = std::to_array<AlarmWords>({
    {AlarmKind::other_hub, "De hub laat zich niet herkennen als de hub waarmee {2} begon.",
     "Een eerlijke hub doet dat niet. Het kan een vergissing zijn van wie de hub beheert en die opnieuw "
     "begon "
     "zonder de oude sleutel. Het kan ook iemand zijn die een andere hub ervoor in de plaats zette.",
     "Bel {0} en wie de hub beheert, en bespreek het niet via deze hub.",
     "Bewaard is de sleutel of de handtekening die de hub liet zien. Voor anderen bewijst die niets: u ziet "
     "eraan "
     "met welke hub u verbonden was. U kunt hem geven aan wie de hub beheert. Er staan geen namen of teksten "
     "in."},
    {AlarmKind::history, "De hub vertelt een ander verleden dan eerst.",
     "Een eerlijke hub doet dat niet. Het gebeurt als een hub mensen verschillende dingen laat zien, als wie "
     "de hub "
     "beheert hem terugzette van een reservekopie zonder dat te zeggen, of door een fout in de hub.",
     "Bel {0}, en bespreek het niet via deze hub. Vraag wie de hub beheert of die is teruggezet.",
     "Bewaard is wat de hub zei over de plek waar het misging. Op zichzelf bewijst dat voor anderen weinig; "
     "naast "
     "wat een ander apparaat heeft, laat het zien dat er twee verhalen zijn verteld. U kunt het geven aan "
     "{0} en "
     "aan wie de hub onderzoekt. Er staan geen namen of leesbare teksten in."},
    {AlarmKind::against_rules, "De hub gaf iets door dat tegen de regels is.",
     "Een eerlijke hub doet dat niet: die kijkt elke stap na voor hij hem doorgeeft. Geen mens doet dit per "
     "ongeluk. Iemands programma is veranderd of heeft een fout, en de hub liet het door of hielp mee.",
     "Bel {0}, en bespreek het niet via deze hub. Staat alleen een kanaal stil, dan kan een eigenaar het "
     "opnieuw "
     "beginnen met ‘kring restart’.",
     "Bewaard is wat de hub doorgaf: meestal de stap zelf. Wie de regels kent, ziet daaraan wat er mis is. U "
     "kunt "
     "het geven aan {0} en aan wie het programma kent; er kunnen sleutels en nummers van mensen in staan."},
    {AlarmKind::passed_over,
     "Er kwam iets in een kanaal dat niet klopt: een bericht, of een stap van iemands apparaat.",
     "Dat kan door een fout in iemands programma komen, of doordat een computer is teruggezet van een oude "
     "kopie. "
     "Het kan ook zijn dat iemand zijn programma veranderde, of dat de hub het onderweg veranderde. Het is "
     "overgeslagen.",
     "U hoeft niets te doen. Gebeurt het vaker, zeg het dan tegen {0}.",
     "Bewaard is wat er kwam, meestal versleuteld. Wie de sleutels van het kanaal heeft, kan zien wat eraan "
     "mis is. "
     "Geef het alleen aan wie in dat kanaal mag lezen: er kunnen namen of teksten in staan."},
    {AlarmKind::repeated_key, "Een apparaat van {1} gebruikte een sleutel voor berichten twee keer.",
     "Dat gebeurt als een computer is teruggezet van een oude kopie, of als een kopie van de gegevens ergens "
     "anders in gebruik is. De hub hoeft niet te liegen; al ziet een hub die een bericht twee keer "
     "doorgeeft, er "
     "net zo uit. Dat het van {1} komt, is niet bewezen: het bericht gaat niet open.",
     "Dit ene bericht kunt u niet lezen; verder is er niets kwijt. Vraag {1} om het nog eens te schrijven. "
     "Op de "
     "computer die is teruggezet, kan {1} beter opnieuw beginnen: ‘kring recover’ met een nieuwe map "
     "(--home), en "
     "dan het oude apparaat eruit halen met ‘kring revoke-device’. Heeft {1} niets teruggezet? Dan heeft "
     "misschien "
     "iemand anders een kopie.",
     "Bewaard is het bericht zoals het kwam, versleuteld. Voor anderen bewijst het niets. U kunt het geven "
     "aan wie "
     "in dat kanaal mag lezen en het programma kent."},
    {AlarmKind::copied_device, "Er kwam een bericht in uw naam dat dit apparaat niet heeft verstuurd.",
     "Dat gebeurt als u deze computer hebt teruggezet van een oude kopie, of als een kopie van uw gegevens "
     "ergens "
     "anders in gebruik is. Een hub die uw eigen bericht twee keer doorgeeft, ziet er net zo uit.",
     "Dit apparaat kan dat bericht niet lezen. Hebt u iets teruggezet of gekopieerd? Gebruik dan nog maar "
     "één van "
     "de twee, of begin opnieuw: ‘kring recover’ met een nieuwe map (--home), en haal dit apparaat eruit met "
     "‘kring revoke-device’. Hebt u dat niet gedaan? Dan heeft misschien iemand anders uw gegevens: haal dit "
     "apparaat er meteen uit, en bel {0}.",
     "Bewaard is het bericht zoals het kwam, versleuteld. Voor anderen bewijst het niets. U kunt het geven "
     "aan wie "
     "in dat kanaal mag lezen en het programma kent."},
    {AlarmKind::void_articles, "Er vielen berichten weg die u al gelezen had.",
     "Een eigenaar liet het kanaal opnieuw beginnen. Niemand hoeft te liegen.",
     "De apparaten van wie ze schreven, sturen ze opnieuw. Mist u iets, vraag het dan aan wie het schreef.",
     "Bewaard zijn de berichten van anderen die wegvielen, als leesbare tekst. Voor anderen bewijzen ze "
     "niets. "
     "Geef ze alleen aan wie in dat kanaal mocht lezen."},
    {AlarmKind::cut_off, "De hub heeft minder van een kanaal dan dit apparaat.",
     "Dat kan een eerlijke vergissing zijn: {2} ging door voordat dit apparaat had teruggegeven wat het had.",
     "Bel {0}, en spreek af wie het kanaal opnieuw begint met ‘kring restart’.",
     "Bewaard is waar het kanaal volgens de hub ophoudt. Voor anderen bewijst dat weinig. U kunt het geven "
     "aan {0} "
     "en aan wie de hub beheert. Er staan geen namen of teksten in."},
    {AlarmKind::mends,
     "De sleutels van een kanaal zijn vernieuwd op een manier die dit apparaat niet kon openen.",
     "Dat kan door een fout in iemands programma komen, of doordat een computer is teruggezet. Dat kanaal "
     "wacht "
     "op dit apparaat tot het weer is binnengelaten: dat vraagt het, en de apparaten van anderen doen het "
     "vanzelf. "
     "‘kring channels’ laat zien hoe ver dat is. Wat u had, blijft leesbaar.",
     "U hoeft niets te doen. Gebeurt het vaker, zeg het dan tegen {0}.",
     "Bewaard is de stap die niet openging, zoals de hub hem doorgaf. Voor anderen bewijst die weinig. U "
     "kunt hem "
     "geven aan wie in dat kanaal mag lezen en het programma kent."},
    {AlarmKind::network, "De hub laat een netwerk anders zien dan eerst.",
     "Een eerlijke hub doet dat niet, tenzij hij is teruggezet van een reservekopie. Uw kring gaat gewoon "
     "door. "
     "Verklaringen worden beoordeeld naar het nieuwste dat dit apparaat zag.",
     "Bel wie u wilt toelaten, of de coördinator. Dit alarm komt één keer. Zegt de coördinator zelf dat de "
     "hub is "
     "teruggezet, dan begint ‘kring forget-network’ met dit netwerk opnieuw.",
     "Bewaard is wat de hub van het logboek van het netwerk liet zien. Dat logboek is openbaar: u kunt het "
     "aan "
     "iedereen geven, ook aan de coördinator. Staat de handtekening van de hub erbij, dan bewijst het wat de "
     "hub "
     "zei."},
    {AlarmKind::not_taken_back, "De hub is teruggezet, en weigerde wat dit apparaat hem daarna teruggaf.",
     "Dat kan door een fout komen, van de hub of van dit programma.",
     "Zeg het tegen {0} en tegen wie de hub beheert: misschien heeft een ander apparaat wat er mist.",
     "Bewaard is wat de hub antwoordde. Voor anderen bewijst dat niets. U kunt het geven aan wie de hub "
     "beheert. Er "
     "staan geen namen of teksten in."},
    {AlarmKind::too_much,
     "De hub stuurde meer van een kanaal dan dit apparaat tegelijk kan bewaren.",
     "Een eerlijke hub doet dat niet; het kan een fout in de hub zijn.",
     "Bel {0} en wie de hub beheert. Een eigenaar kan het kanaal opnieuw beginnen met ‘kring restart’.",
     {}},
});

constexpr auto words_en = std::to_array<AlarmWords>({
    {AlarmKind::other_hub, "The hub does not show itself to be the one with which {2} began.",
     "An honest hub does not do that. It can be a mistake of whoever runs the hub, who began it anew without "
     "its "
     "old key. It can also be somebody who put another hub in its place.",
     "Call {0} and whoever runs the hub, and do not discuss it over this hub.",
     "What is kept is the key or the signature that the hub showed. To others it proves nothing: it shows "
     "which hub "
     "you were connected to. You can give it to whoever runs the hub. There are no names or texts in it."},
    {AlarmKind::history, "The hub tells of another past than before.",
     "An honest hub does not do that. It happens when a hub shows people different things, when whoever runs "
     "it put "
     "it back from a backup without saying so, or by a fault in the hub.",
     "Call {0}, and do not discuss it over this hub. Ask whoever runs the hub whether it was put back.",
     "What is kept is what the hub said of the place where it went wrong. By itself that proves little to "
     "others; "
     "beside what another device has, it shows that two stories were told. You can give it to {0} and to "
     "whoever "
     "looks into the hub. There are no names in it, and no texts that can be read."},
    {AlarmKind::against_rules, "The hub handed on something that is against the rules.",
     "An honest hub does not do that: it looks at each step before it hands it on. Nobody does this by "
     "mistake. "
     "Somebody's program was changed or has a fault, and the hub let it through or took part.",
     "Call {0}, and do not discuss it over this hub. If only a channel is stopped, an owner can restart it "
     "with "
     "‘kring restart’.",
     "What is kept is what the hub handed on: mostly the step itself. Whoever knows the rules sees by it "
     "what is "
     "wrong. You can give it to {0} and to whoever knows the program; keys and numbers of people may be in "
     "it."},
    {AlarmKind::passed_over,
     "Something came in a channel that is not right: a message, or a step of somebody's device.",
     "That can come of a fault in somebody's program, or of a computer that was put back from an old copy. "
     "It can "
     "also be that somebody changed their program, or that the hub changed it on its way. It was left out.",
     "You need do nothing; if it happens again and again, tell {0}.",
     "What is kept is what came, mostly sealed. Whoever has the channel's keys can see what is wrong with "
     "it. Give "
     "it only to somebody who may read that channel: names or texts may be in it."},
    {AlarmKind::repeated_key, "A device of {1} used a key for messages twice.",
     "That happens when a computer was put back from an old copy, or when a copy of its data is in use "
     "somewhere "
     "else. The hub need not lie, although a hub that hands a message on twice looks the same. That it came "
     "from "
     "{1} is not proved, as the message does not open.",
     "You cannot read this one message; nothing else is lost. Ask {1} to write it once more. On the computer "
     "that "
     "was put back {1} had better begin anew: ‘kring recover’ with a new folder (--home), and then take the "
     "old "
     "device out with ‘kring revoke-device’. If {1} put nothing back, somebody else may have a copy.",
     "What is kept is the message as it came, sealed. To others it proves nothing. You can give it to "
     "somebody who "
     "may read that channel and knows the program."},
    {AlarmKind::copied_device, "A message came in your name that this device did not send.",
     "That happens when you put this computer back from an old copy, or when a copy of your data is in use "
     "somewhere else. A hub that hands your own message on twice looks the same.",
     "This device cannot read that message. Did you put something back, or copy it? Then use only one of the "
     "two "
     "from now on, or begin anew: ‘kring recover’ with a new folder (--home), and take this device out with "
     "‘kring revoke-device’. You did not? Then somebody else may have your data: take this device out at "
     "once, "
     "and call {0}.",
     "What is kept is the message as it came, sealed. To others it proves nothing. You can give it to "
     "somebody who "
     "may read that channel and knows the program."},
    {AlarmKind::void_articles, "Messages fell away that you had already read.",
     "An owner restarted the channel. Nobody need lie.",
     "Their writers' devices send them again. If you miss something, ask who wrote it.",
     "What is kept are the messages of others that fell away, as text that can be read. To others they prove "
     "nothing. Give them only to somebody who could read that channel."},
    {AlarmKind::cut_off, "The hub has less of a channel than this device.",
     "This can be an honest mistake: {2} went on before this device had given back what it had.",
     "Call {0}, and agree who restarts the channel with ‘kring restart’.",
     "What is kept is where the channel ends, as the hub says. To others that proves little. You can give it "
     "to {0} "
     "and to whoever runs the hub. There are no names or texts in it."},
    {AlarmKind::mends, "The keys of a channel were changed in a way that this device could not open.",
     "That can come of a fault in somebody's program, or of a computer that was put back. That channel waits "
     "on "
     "this device until it has been let in again: it asks for that, and the devices of others do it by "
     "themselves. "
     "‘kring channels’ shows how far that is. What you had stays readable.",
     "You need do nothing; if it happens again and again, tell {0}.",
     "What is kept is the step that did not open, as the hub handed it on. To others it proves little. You "
     "can give "
     "it to somebody who may read that channel and knows the program."},
    {AlarmKind::network, "The hub shows a network otherwise than before.",
     "An honest hub does not do that, unless it was put back from a backup. Your circle goes on as usual. "
     "Attestations are judged by the newest that this device has seen.",
     "Call whom you want to let in, or the coordinator. This alarm comes once. If the coordinator says "
     "personally "
     "that the hub was put back, ‘kring forget-network’ begins anew with this network.",
     "What is kept is what the hub showed of the network's record. That record is public: you can give it to "
     "anybody, also to the coordinator. If the hub's signature is with it, it proves what the hub said."},
    {AlarmKind::not_taken_back, "The hub was put back, and refused what this device gave it back after that.",
     "That can come of a fault, of the hub or of this program.",
     "Tell {0} and whoever runs the hub: another device may have what is missing.",
     "What is kept is what the hub answered. To others that proves nothing. You can give it to whoever runs "
     "the "
     "hub. There are no names or texts in it."},
    {AlarmKind::too_much,
     "The hub sent more of a channel than this device can hold at a time.",
     "An honest hub does not do that; it can be a fault in the hub.",
     "Call {0} and whoever runs the hub. An owner can restart the channel with ‘kring restart’.",
     {}},
});

}  // namespace

const AlarmWords& alarm_words(core::AlarmKind kind, Language language) {
  const auto& all = language == Language::dutch ? words_nl : words_en;
  return *std::ranges::find(all, kind, &AlarmWords::kind);
}

}  // namespace kring::cli
