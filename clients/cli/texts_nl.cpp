#include "clients/cli/texts.hpp"

#include <array>

namespace kring::cli::dutch {

// NOLINTNEXTLINE(readability-function-size): a table of texts, one line each.
std::string_view text_of(Text text) {
  switch (text) {
    case Text::usage_extra:
      return "Dit ken ik niet: {0}.";
    case Text::usage_missing:
      return "{0} ontbreekt.";
    case Text::usage_value:
      return "Bij {0} hoort precies één waarde.";
    case Text::usage_together:
      return "{0} past niet bij de andere opties.";
    case Text::usage_twice:
      return "Dit spreekt elkaar tegen: {0}. Geef het één keer, of twee keer hetzelfde.";
    case Text::usage_other:
      return "De opdracht klopt niet: {0}";
    case Text::usage_no_command:
      return "Zeg wat u wilt doen, bijvoorbeeld: kring status.";
    case Text::usage_two_commands:
      return "Geef één opdracht tegelijk.";
    case Text::usage_hint:
      return "Typ ‘kring {0}--help’ voor uitleg.";
    case Text::bad_language:
      return "Deze taal ken ik niet: {0}. Kies nl of en.";
    case Text::bad_colour:
      return "--color kent auto, always en never, niet {0}.";
    case Text::bad_timeout:
      return "--timeout is een aantal seconden van 0 tot 86400, niet {0}.";
    case Text::bad_duration:
      return "Dit is geen tijd: {0}. Schrijf bijvoorbeeld 90s, 20m, 48h of 7d.";
    case Text::bad_mode:
      return "Een kanaal is record of sealed, niet {0}.";
    case Text::bad_allowance:
      return "Dit is geen recht: {0}. Schrijf ROL=r, ROL=rp of ROL=rpm.";
    case Text::bad_number:
      return "Dit is geen nummer: {0}.";
    case Text::bad_date:
      return "Deze dag bestaat niet: {0}. Schrijf bijvoorbeeld 3-5-2014 of 2014-05-03.";
    case Text::ask_passphrase:
      return "Wachtzin van dit apparaat: ";
    case Text::ask_new_passphrase:
      return "Kies een wachtzin voor dit apparaat (een paar woorden): ";
    case Text::ask_passphrase_again:
      return "Nog een keer: ";
    case Text::ask_twelve_words:
      return "Typ uw twaalf woorden, met spaties ertussen: ";
    case Text::word_too_few:
      return "Dit zijn {0} woorden. Het moeten er twaalf zijn.";
    case Text::word_too_many:
      return "Dit zijn meer dan twaalf woorden.";
    case Text::word_unknown:
      return "Woord {0} staat niet in de lijst.";
    case Text::word_meant:
      return "Bedoelt u: {0}?";
    case Text::word_checksum:
      return "Elk woord staat in de lijst, maar samen kloppen ze niet. Er is een woord verwisseld, of de "
             "volgorde is anders.";
    case Text::ask_one_word:
      return "Wat is woord {0} op uw papier? ";
    case Text::wrong_word:
      return "Dat is niet het woord dat hierboven staat. Kijk op uw papier.";
    case Text::ask_confirm:
      return "Vraag deze mens om de zes woorden voor te lezen, het liefst aan de telefoon of aan "
             "tafel.\nZijn het precies deze woorden, en wilt u deze mens in uw kring? (j/n) ";
    case Text::ask_confirm_owner:
      return "Vraag deze mens om de zes woorden voor te lezen, het liefst aan de telefoon of aan "
             "tafel.\nDeze mens mag daarna alles wat u mag: mensen uitnodigen en verwijderen, en in elk "
             "kanaal alles lezen. U kunt deze mens niet zomaar weer verwijderen.\nZijn het precies deze "
             "woorden, en wilt u dat? (j/n) ";
    case Text::ask_remove:
      return "{0} leest daarna niets nieuws meer. Verwijderen? (j/n) ";
    case Text::ask_leave:
      return "U verlaat ‘{0}’. Terugkomen kan alleen met een nieuwe uitnodiging. Doorgaan? (j/n) ";
    case Text::ask_pause:
      return "{0} leest niets meer tot u deze mens weer laat meedoen. Pauzeren? (j/n) ";
    case Text::ask_role:
      return "{0} krijgt de rol ‘{1}’ en ziet wat daarbij hoort. Doorgaan? (j/n) ";
    case Text::ask_close:
      return "In ‘{0}’ kan daarna niemand meer schrijven; wat er staat, blijft leesbaar. Sluiten? (j/n) ";
    case Text::ask_put_out:
      return "Ze lezen daar daarna niets nieuws; wat ze al lazen, kunnen ze bewaard hebben. Doorgaan? (j/n) ";
    case Text::ask_freeze:
      return "Drie dagen lang komt niemand erbij en verandert er niets aan rollen en kanalen; lezen en "
             "schrijven gaat door. Dat kan u eens per week. Bevriezen? (j/n) ";
    case Text::ask_remove_owner:
      return "{0} is ouder met gezag. Gaat weg als alle andere ouders met gezag dat willen en {0} dertig "
             "dagen niets van zich laat merken. Doorgaan? (j/n) ";
    case Text::ask_end:
      return "‘{0}’ eindigt als alle ouders met gezag dat willen, veertien dagen na de laatste. Tot dan kan "
             "elk van hen het tegenhouden. Doorgaan? (j/n) ";
    case Text::ask_end_now:
      return "‘{0}’ eindigt nu, voor iedereen en voorgoed. Wat iemand al had, blijft op dat apparaat. "
             "Beëindigen? (j/n) ";
    case Text::ask_restart:
      return "‘{0}’ krijgt nieuwe sleutels en een nieuw begin, vanaf regel {1}, de laatste die dit apparaat "
             "gelezen heeft. Wat gelezen is, blijft. Wat anderen daarna schreven, vervalt, en hun apparaten "
             "sturen het opnieuw. Iedereen komt er vanzelf weer in. Doe dit alleen als het kanaal niet meer "
             "werkt. Doorgaan? (j/n) ";
    case Text::restarted:
      return "‘{0}’ is opnieuw begonnen. De anderen komen er weer in zodra ze verbonden zijn.";
    case Text::restart_told:
      return "{1} heeft ‘{0}’ opnieuw laten beginnen. Wat u gelezen had, blijft; zodra u weer binnengelaten "
             "bent, kunt u weer schrijven.";
    case Text::restart_line:
      return "{2} heeft ‘{0}’ in ‘{1}’ opnieuw laten beginnen, op {3}. Wat gelezen was, blijft.";
    case Text::healed_record:
      return "Dit apparaat was de weg kwijt in ‘{0}’ en is weer binnengelaten. U kunt er alles lezen, ook "
             "wat er intussen is gezegd.";
    case Text::healed_sealed:
      return "Dit apparaat was de weg kwijt in ‘{0}’ en is weer binnengelaten. Vanaf nu kunt u er weer lezen "
             "en schrijven.";
    case Text::healed_missed:
      return "Dit apparaat was de weg kwijt in ‘{0}’ en is weer binnengelaten. {1} berichten van intussen "
             "blijven op dit apparaat voorgoed dicht; wat u had, blijft. Vraag de anderen wat er is gezegd. "
             "Vanaf nu kunt u er weer lezen en schrijven.";
    case Text::ask_resume:
      return "De hub is teruggezet vanaf een reservekopie. De apparaten hebben teruggebracht wat hier staat. "
             "Wiens apparaten zijn langs geweest, weet de hub niet: vraag iedereen om Kring één keer te "
             "openen, "
             "en wacht op hen. Wat alleen een apparaat heeft dat nog niet is langs geweest, blijft voorgoed "
             "buiten ‘{0}’ als u nu doorgaat; dat apparaat houdt het. De kring laten doorgaan? (j/n) ";
    case Text::resume_channel:
      return "{0}: {1} berichten bij de hub, {2} op dit apparaat";
    case Text::resumed:
      return "‘{0}’ gaat door. Iedereen kan weer schrijven.";
    case Text::circle_read_only:
      return "De hub is teruggezet vanaf een reservekopie. U kunt deze kring lezen; wat u schrijft, wacht "
             "tot een "
             "ouder ‘kring resume’ doet.";
    case Text::yes_letter:
      return "j";
    case Text::twelve_words_head:
      return "Dit zijn uw twaalf woorden. Schrijf ze nu op papier, in deze volgorde:";
    case Text::twelve_words_advice:
      return "Met deze woorden bewijst u dat u het bent. Dit is de enige keer dat u ze ziet.\nBewaar het "
             "papier op een veilige plek. Maak geen foto. Geef ze aan niemand.";
    case Text::init_done:
      return "Dit apparaat is klaar. Begin een kring met ‘kring found NAAM’, of neem een uitnodiging aan met "
             "‘kring join LINK’.";
    case Text::init_not_confirmed:
      return "Dit apparaat is klaar, maar uw woorden zijn nog niet nagekeken. Doe dat met ‘kring words’.";
    case Text::words_right:
      return "De twaalf woorden kloppen.";
    case Text::kit_title:
      return "Reddingsblad van {0}";
    case Text::kit_why:
      return "Met deze twaalf woorden bewijst u dat u het bent, ook als al uw apparaten weg zijn.";
    case Text::kit_keep:
      return "Bewaar dit blad bij uw paspoort, en een tweede elders. Maak geen foto. Geef het niemand.";
    case Text::kit_hub:
      return "Hub: {0}";
    case Text::kit_hub_blank:
      return "Hub (schrijf het adres hier op): ______________________________";
    case Text::kit_written:
      return "Het reddingsblad staat in {0}. Druk het af, en wis het bestand daarna.";
    case Text::kit_not_proven:
      return "Uw twaalf woorden zijn nog niet geprobeerd. Kijk met ‘kring kit --prove’ of ze alles "
             "terugbrengen: daarbij verandert er niets.";
    case Text::kit_proven:
      return "Uw reddingsblad is goed. Met deze twaalf woorden en niets anders komt dit terug:";
    case Text::kit_circle:
      return "{0}: {1} kanalen, {2} daarvan met wat er al geschreven is; {3} mensen die u hebt nagekeken.";
    case Text::kit_gap_circle:
      return "‘{0}’ is nog niet bewaard.";
    case Text::kit_gap_channel:
      return "Van ‘{1}’ in ‘{0}’ is de nieuwste sleutel nog niet bewaard.";
    case Text::kit_gap_key:
      return "‘{0}’ kent een andere reddingssleutel dan uw woorden geven: vraag een ouder met gezag, of in "
             "een netwerk een coördinator, om nieuwe sleutels (kring new-keys).";
    case Text::recovered:
      return "U bent terug in ‘{0}’, met een nieuw apparaat. De anderen zien dat. In de kanalen komt u zodra "
             "iemand van hen verbonden is.\nIs uw oude apparaat gestolen? Kijk met ‘kring devices’, en haal "
             "het "
             "weg met ‘kring revoke-device’.";
    case Text::recovered_alone:
      return "U bent terug in ‘{0}’, met een nieuw apparaat. Er was niemand anders om u in de kanalen toe te "
             "laten, dus die beginnen met nieuwe sleutels. Wat daar gezegd is gaat verder waar men "
             "terugleest.";
    case Text::recovered_whole:
      return "U bent terug in ‘{0}’, en in alle kanalen daarvan.";
    case Text::recover_failed:
      return "U bent niet helemaal terug in ‘{0}’: {1}";
    case Text::recover_old_devices:
      return "De anderen, en uw eerdere apparaten, zien dat u een nieuw apparaat hebt. Haal weg wat u kwijt "
             "bent: "
             "‘kring devices’ laat ze zien, en ‘kring revoke-device’ doet het.";
    case Text::slot_set_back:
      return "Let op: de hub gaf van een van uw apparaten een oudere stand terug dan hij had, of is die "
             "kwijt. "
             "Dat kan na het terugzetten van een reservekopie, en hoort anders niet: vraag het wie de hub "
             "beheert. De rest is teruggehaald; kijk of er een kring ontbreekt.";
    case Text::founding_waits:
      return "‘{0}’ moet nog beginnen op {1}, zodra die hub antwoordt. Bedoelde u een andere hub? ‘kring "
             "found "
             "--cancel {2}’ neemt het terug.";
    case Text::founding_cancelled:
      return "‘{0}’ begint niet. Alles wat ervoor bewaard was, is van dit apparaat af.";
    case Text::your_hubs:
      return "Uw kringen staan op: {0}.";
    case Text::one_meant:
      return "‘{0}’ ({1})";
    case Text::names_meant:
      return "U kunt bedoelen: {0}.";
    case Text::names_meant_more:
      return "U kunt bedoelen: {0}, en nog {1}.";
    case Text::founded:
      return "‘{0}’ is er. Alleen u bent lid.\nKring: {1}\nNodig nu iemand uit: ‘kring roles’ laat zien wie "
             "u kunt uitnodigen.";
    case Text::only_owner:
      return "U bent in ‘{0}’ de enige ouder met gezag of voogd. Raakt u uw apparaat en uw woorden kwijt, "
             "dan kan "
             "niemand meer iemand toelaten of weghalen. Nodig een tweede uit met ‘kring invite parent’, en "
             "bewaar uw reddingsblad op twee plaatsen.";
    case Text::only_owner_network:
      return "U bent in ‘{0}’ de enige coördinator. Raakt u uw apparaat en uw woorden kwijt, dan kan niemand "
             "meer iemand toelaten of weghalen. Nodig een tweede uit met ‘kring invite coordinators’, en "
             "bewaar uw reddingsblad op twee plaatsen.";
    case Text::ask_attestation_public:
      return "Met deze sleutel verklaart u wat u van mensen hebt nagekeken. Daarvoor moet iedereen dat "
             "kunnen nagaan. Daarom wordt het logboek van het netwerk ‘{0}’ openbaar, voorgoed: wie het "
             "nummer van het netwerk heeft, kan lezen hoeveel mensen erin zitten, welke sleutels, rechten en "
             "tijden zij hebben, ook van vroeger. Er staan geen namen in en geen berichten. Dit kan niet "
             "terug. Alle coördinatoren moeten het goedvinden. Doorgaan? (j/n) ";
    case Text::ask_attestation_agree:
      return "{0} vraagt of het logboek van het netwerk ‘{1}’ openbaar mag worden, voorgoed; {2} van {3} "
             "coördinatoren vinden dat goed. Dan kan {0} verklaren wat er van mensen is nagekeken, en kan "
             "iedereen dat nagaan. Wie het nummer van het netwerk heeft, kan dan lezen hoeveel mensen erin "
             "zitten, welke sleutels, rechten en tijden zij hebben, ook van vroeger. Er staan geen namen in "
             "en geen berichten. Dit kan niet terug. Vindt u het goed? (j/n) ";
    case Text::publication_asked:
      return "U vindt het goed dat het logboek van het netwerk openbaar wordt: {0} van {1} coördinatoren "
             "vinden dat nu. Het gebeurt zodra alle coördinatoren het goedvinden; tot dan is er niets "
             "veranderd. De anderen doen: kring attestation-key. Uw akkoord telt een week.";
    case Text::charter_published:
      return "Het logboek van het netwerk is nu openbaar. {0} kan verklaringen geven. Een eigen sleutel "
             "maakt u met ‘kring attestation-key’.";
    case Text::ask_attestation_replace:
      return "Wat u met de oude sleutel hebt verklaard, geldt dan niet meer. Vervangen? (j/n) ";
    case Text::ask_attestation_take:
      return "Wat u met deze sleutel hebt verklaard, geldt dan niet meer. Weghalen? (j/n) ";
    case Text::ask_attestation_take_of:
      return "Wat {0} met sleutel {1} heeft verklaard, geldt dan niet meer. Is het apparaat van {0} kwijt of "
             "gestolen, dan moet {0} het ook uitzetten met ‘kring revoke-device’: anders kan het een nieuwe "
             "sleutel maken. Weghalen? (j/n) ";
    case Text::attestation_key_set:
      return "Dit apparaat kan nu verklaringen geven, met ‘kring attest’. De sleutel blijft op dit apparaat.";
    case Text::attestation_key_taken:
      return "De sleutel is weggehaald. Wat ermee is verklaard, geldt niet meer. Het netwerk blijft "
             "openbaar.";
    case Text::attestation_keys_head:
      return "Sleutels waarmee dit netwerk verklaart:";
    case Text::attestation_key_line:
      return "{0}  {1}, sinds {2}";
    case Text::attestation_key_here:
      return " (dit apparaat)";
    case Text::no_attestation_keys:
      return "Er is geen sleutel waarmee hier iets verklaard kan worden.";
    case Text::attestation_how_usual:
      return "nagekeken door een coördinator";
    case Text::attested:
      return "U verklaart dat u dit van {0} hebt nagekeken: {1}. Dit geldt tot {2}. Geef deze regel aan {0}; "
             "zij bewaren hem met ‘kring keep-attestation’. De regel is niet geheim: voor een ander is hij "
             "niets waard.";
    case Text::attestation_kept:
      return "De verklaring is bewaard. Wie u voortaan in een kring toelaat, ziet hem eerst. In een kring "
             "waar u al in zit en waar men geen eerdere zag, toont u hem met ‘kring show-attestation’.";
    case Text::attestation_renewed:
      return "In {0} liet u een eerdere zien. Daar ziet men nu deze. U hoeft niets meer te doen.";
    case Text::attestation_renewed_later:
      return "In {0} liet u een eerdere zien. Daar ziet men deze zodra er verbinding is. U hoeft niets meer "
             "te doen.";
    case Text::ask_attestation_show:
      return "Iedereen in ‘{0}’ die een kanaal leest waarin u mag schrijven, ziet dan: {1}, verklaard door "
             "{2}, "
             "tot {3}. Zij zien dat dit netwerk u kent. Wie later komt, kan het ook lezen. U kunt het niet "
             "terugnemen. Bewaart u een nieuwere over hetzelfde, dan ziet men die vanzelf. Tonen? (j/n) ";
    case Text::attestation_shown:
      return "Iedereen in ‘{0}’ die een kanaal leest waarin u mag schrijven, kan de verklaring nu zien.";
    case Text::attestation_shown_in:
      return "Te zien in: {0}.";
    case Text::attestation_on_its_way:
      return "Onderweg naar: {0}. Daar ziet nog niemand hem.";
    case Text::attestation_shown_nowhere:
      return "Nog in geen kring te zien.";
    case Text::attestation_ends:
      return "Wat {0} over u verklaart (‘{1}’), geldt tot {2}. Vraag een coördinator van dat netwerk om een "
             "nieuwe verklaring, en bewaar die met ‘kring keep-attestation’. Waar u de oude liet zien, ziet "
             "men "
             "dan vanzelf de nieuwe.";
    case Text::attestation_ended:
      return "Wat {0} over u verklaarde (‘{1}’), gold tot {2}. Anderen lezen nu dat het niet bevestigd is. U "
             "blijft in uw kringen. Vraag een coördinator van dat netwerk om een nieuwe verklaring, en "
             "bewaar "
             "die met ‘kring keep-attestation’. Waar u de oude liet zien, ziet men dan vanzelf de nieuwe.";
    case Text::attestation_removed:
      return "Dit apparaat toont de verklaring niet meer. Wie hem al zag, houdt hem. Op uw andere apparaten "
             "haalt u hem apart weg.";
    case Text::attestation_removed_later:
      return "In {0} verdwijnt hij zodra er verbinding is. Tot dan ziet men hem daar nog. U hoeft niets meer "
             "te doen.";
    case Text::attestation_withdrawn_now:
      return "De verklaring is ingetrokken. Wie hem ziet, leest voortaan dat hij niet meer geldt.";
    case Text::ask_attestation_withdraw:
      return "Intrekken is voor altijd. Intrekken? (j/n) ";
    case Text::attestations_mine:
      return "Over u verklaard:";
    case Text::attestations_given:
      return "Door dit apparaat verklaard:";
    case Text::no_attestations:
      return "Er zijn geen verklaringen.";
    case Text::attestation_holds:
      return "Verklaard door {0}, tot {1}:";
    case Text::attestation_not:
      return "Niet bevestigd ({0}), {1}:";
    case Text::attestation_what:
      return "{0}, nagekeken: {1}, {2}";
    case Text::why_wrong_person:
      return "gaat over iemand anders";
    case Text::why_not_yet:
      return "de datum ligt in de toekomst";
    case Text::why_expired:
      return "verlopen";
    case Text::why_unknown_network:
      return "onbekend netwerk";
    case Text::why_network_ended:
      return "het netwerk bestaat niet meer";
    case Text::why_unknown_key:
      return "niet van dit netwerk";
    case Text::why_withdrawn:
      return "ingetrokken";
    case Text::why_key_gone:
      return "wie het verklaarde, mag dat niet meer";
    case Text::network_by_id:
      return "netwerk {0}";
    case Text::network_not_current:
      return "Van {0} kan ik nu niet nagaan of verklaringen nog gelden: {1}. Wat u ziet, is van {2}.";
    case Text::network_never_read:
      return "Van {0} kan ik nu niet nagaan of verklaringen gelden: {1}.";
    case Text::held_as_of:
      return "{0}; op {1} klopte het nog";
    case Text::held_last_time:
      return "{0}; de vorige keer klopte het nog";
    case Text::reading_not_asked:
      return "het netwerk is nu niet gelezen";
    case Text::reading_offline:
      return "de hub gaf geen antwoord";
    case Text::reading_limited:
      return "de hub neemt nu even geen vragen aan; vanaf {0} mag het weer";
    case Text::reading_too_slow:
      return "het lezen duurde te lang; probeer het nog eens";
    case Text::reading_hidden:
      return "de hub laat dit netwerk niet zien";
    case Text::reading_refused:
      return "wat de hub liet zien, kan niet waar zijn; zie ‘kring status’";
    case Text::reading_lost:
      return "deze hub mist dit netwerk of een deel ervan; misschien is hij teruggezet";
    case Text::reading_newer:
      return "dit programma is te oud voor dit netwerk; werk het bij";
    case Text::reading_too_large:
      return "het logboek van dit netwerk is te groot";
    case Text::reading_takes_long:
      return "Ik lees na wat netwerken verklaren. Dat duurt even.";
    case Text::ask_attestation_kept:
      return "De oude wordt dan niet meer getoond. Vervangen? (j/n) ";
    case Text::attestation_replaced:
      return "In de plaats van: {0}, tot {1}";
    case Text::ask_network_forget:
      return "Dit apparaat vergeet dan wat het van netwerk {0} weet. Een hub die een ingetrokken verklaring "
             "verzwijgt, valt daarna niet meer op. Doe dit alleen als de coördinator zelf zegt dat de hub is "
             "teruggezet. Vergeten? (j/n) ";
    case Text::network_forgotten:
      return "Vergeten. Bij de volgende keer wordt het netwerk opnieuw gelezen, van het begin.";
    case Text::bad_days:
      return "Dit is geen aantal dagen: {0}. Schrijf een getal, zoals 90.";
    case Text::network_founded:
      return "Het netwerk ‘{0}’ is er. U bent coördinator, en het enige lid.\nNetwerk: {1}\nOpen nu een "
             "nieuwsgroep met "
             "‘kring newsgroup’, en nodig mensen uit: ‘kring roles’ laat zien wie. Gegevens van kinderen "
             "horen hier "
             "niet.";
    case Text::mark_network:
      return "netwerk";
    case Text::newsgroup_opened:
      return "De nieuwsgroep ‘{0}’ is open. Wie erbij komt, leest terug. Wie wat mag, laat ‘kring matrix’ "
             "zien.";
    case Text::who_reads:
      return "In {0} leest nu: {1}. Wie er later bij komt, leest terug.";
    case Text::who_reads_sealed:
      return "In {0} leest nu: {1}. Wie er later bij komt, leest niet terug.";
    case Text::hints_head:
      return "Dit kan laten zien over welk kind het gaat:";
    case Text::hint_name:
      return "een naam uit uw kring: {0}";
    case Text::hint_birth_date:
      return "een datum die een geboortedatum kan zijn: {0}";
    case Text::hint_bsn:
      return "een nummer dat een burgerservicenummer kan zijn: {0}";
    case Text::hint_phone:
      return "een telefoonnummer: {0}";
    case Text::ask_identifies_nobody:
      return "Weet u zeker dat niemand hieraan ziet over welk kind het gaat? [j/N] ";
    case Text::ask_post:
      return "Plaatsen? [j/N] ";
    case Text::ask_remove_post:
      return "Weghalen is voor altijd; dat het gebeurde, blijft te zien. Weghalen? [j/N] ";
    case Text::ask_edit_post:
      return "Wie hier leest, ziet de nieuwe tekst, en kan de oude nog lezen. Wijzigen? [j/N] ";
    case Text::post_edited:
      return "Gewijzigd. Iedereen die hier leest, ziet de nieuwe tekst en dat u haar hebt gewijzigd. Wat er "
             "eerst stond, blijft te lezen met ‘kring thread --history’.";
    case Text::mark_edited:
      return "gewijzigd, {0}";
    case Text::said_before:
      return "eerder, vanaf {0}:";
    case Text::posted:
      return "Geplaatst in {0}.";
    case Text::posted_until:
      return "Vanaf {0} staat het niet meer in ‘kring threads’, ‘kring digest’ en ‘kring search’. Dat is uw "
             "wens, geen belofte: op de apparaten van wie hier leest en versleuteld bij de hub blijft het "
             "zolang "
             "het kanaal er is, en ‘kring thread’ en ‘kring read’ laten het nog zien.";
    case Text::bad_until:
      return "Dit is geen tijd en geen dag: {0}. Schrijf bijvoorbeeld 12h, 30d of 3-5-2026.";
    case Text::mark_until:
      return "loopt tot {0}";
    case Text::mark_ended:
      return "afgelopen op {0}";
    case Text::moderated:
      return "Gedaan. Iedereen die hier leest, ziet dat u het deed.";
    case Text::mark_unread:
      return "ongelezen";
    case Text::mark_muted:
      return "stil";
    case Text::mark_pinned:
      return "bovenaan door {0}: {1}";
    case Text::thread_pinned:
      return "Dit onderwerp staat nu bovenaan, voor iedereen die hier leest. ‘kring unpin’ draait het terug.";
    case Text::thread_unpinned:
      return "Dit onderwerp staat niet meer bovenaan.";
    case Text::subscribed:
      return "U volgt {0}: het telt mee in wat ongelezen is, in ‘kring digest’ en bij ‘kring watch’.";
    case Text::unsubscribed:
      return "{0} telt niet meer mee in wat ongelezen is, in ‘kring digest’ en bij ‘kring watch’. Lezen kunt "
             "u het nog. Niemand anders hoort hiervan.";
    case Text::thread_muted:
      return "Dit onderwerp telt niet meer mee in wat ongelezen is, in ‘kring digest’ en bij ‘kring watch’. "
             "Lezen kunt u het nog. Niemand anders hoort hiervan.";
    case Text::thread_unmuted:
      return "Dit onderwerp telt weer mee.";
    case Text::newsgroup_unread:
      return "{0}: {1} ongelezen";
    case Text::newsgroup_uncounted:
      return "{0}: volgt u niet";
    case Text::digest_nothing:
      return "Er is niets nieuws in uw nieuwsgroepen.";
    case Text::digest_no_newsgroup:
      return "U volgt hier geen nieuwsgroep. ‘kring channels’ laat ze zien, met ‘kring subscribe’ volgt u er "
             "een.";
    case Text::digest_group:
      return "{0}: {1} nieuw";
    case Text::digest_thread:
      return "{0} nieuw";
    case Text::digest_left_out:
      return "en nog {0} onderwerpen: ‘kring threads {1} --all’ laat ze zien.";
    case Text::threads_left_out:
      return "en {0} oudere onderwerpen: ‘kring threads {1} --all’ laat ze zien.";
    case Text::digest_marked:
      return "Wat hier staat, telt nu als gelezen.";
    case Text::search_nothing:
      return "Op dit apparaat staat niets waarin al deze woorden voorkomen.";
    case Text::search_left_out:
      return "En nog {0} oudere plaatsen. Zoek met een woord meer, of zeg met --in waar.";
    case Text::bad_since:
      return "Dit is geen tijd en geen dag: {0}. Schrijf bijvoorbeeld 12h, 7d of 3-5-2026.";
    case Text::report_readers:
      return "Uw melding is te lezen voor: {0}. Voor niemand anders.";
    case Text::report_author_reads:
      return "Een van hen schreef dit bericht.";
    case Text::report_left_out:
      return "Nog niet voor: {0}; hun apparaat was er niet klaar voor.";
    case Text::report_seen_by_all:
      return "Ieders apparaat in deze groep krijgt de melding verzegeld. Met een ander programma kan iemand "
             "zien dat u iets meldde, en wanneer. Niet wat; maar wordt kort daarna een bericht vastgehouden, "
             "dan kunnen zij het raden.";
    case Text::report_no_moderator:
      return "Alleen u modereert deze nieuwsgroep: met ‘kring hold’ houdt u het bericht vast.";
    case Text::moderators_are:
      return "Moderators zijn: {0}.";
    case Text::report_moderators:
      return "Moderators zijn: {0}. Het kan zodra een van hen Kring heeft geopend. Tot dan kunt u hen "
             "aanspreken.";
    case Text::ask_report:
      return "Melden? [j/N] ";
    case Text::reported:
      return "Gemeld. De moderators zien het als zij Kring openen. Het bericht blijft zoals het is, tot een "
             "van hen iets doet.";
    case Text::report_settled:
      return "Gedaan. De andere moderators zien dat deze melding is afgehandeld.";
    case Text::report_head:
      return "Een melding voor u als moderator:";
    case Text::report_by:
      return "gemeld door {0}";
    case Text::report_post_gone:
      return "Over een bericht dat niet in deze nieuwsgroep staat.";
    case Text::report_settled_by:
      return "afgehandeld door {0}, {1}";
    case Text::post_is_shown:
      return "te lezen";
    case Text::post_is_held:
      return "vastgehouden";
    case Text::post_is_removed:
      return "weggehaald";
    case Text::no_reports:
      return "Er zijn hier geen meldingen voor u.";
    case Text::reports_for_others:
      return "En {0} die dit apparaat niet kan openen: ze waren voor andere moderators, of kwamen voordat "
             "dit "
             "apparaat er was.";
    case Text::open_reports:
      return "{0}: open meldingen voor u als moderator: {1}. Zie ‘kring reports’.";
    case Text::mark_held:
      return "vastgehouden door {0}, {1}";
    case Text::mark_released:
      return "vrijgegeven door {0}, {1}";
    case Text::mark_removed:
      return "weggehaald door {0}, {1}";
    case Text::column_subject:
      return "onderwerp";
    case Text::column_posts:
      return "berichten";
    case Text::column_unread:
      return "ongelezen";
    case Text::column_last:
      return "laatste";
    case Text::removed:
      return "{0} is verwijderd. De sleutels zijn vernieuwd: wat u nu schrijft, leest {0} niet. Wat {0} al "
             "had gelezen, kan {0} bewaard hebben.";
    case Text::left:
      return "U hebt ‘{0}’ verlaten.";
    case Text::paused:
      return "{0} is gepauzeerd en leest niet mee tot u ‘kring unpause’ doet. De sleutels zijn vernieuwd. "
             "Open uitnodigingen van {0} gelden niet meer.";
    case Text::unpaused:
      return "{0} doet weer mee.";
    case Text::role_changed:
      return "{0} heeft nu de rol ‘{1}’.";
    case Text::frozen:
      return "De kring is drie dagen bevroren. Eerder ophouden: kring unfreeze.";
    case Text::unfrozen:
      return "Uw bevriezing is opgeheven.";
    case Text::removal_asked:
      return "Gevraagd. Laat {0} dertig dagen niets van zich merken en willen alle andere ouders met gezag "
             "het ook, doe dit dan nog eens.";
    case Text::stayed:
      return "Gezien: u blijft.";
    case Text::end_asked:
      return "Gezegd. Zodra alle ouders met gezag het willen en er veertien dagen voorbij zijn, beëindigt "
             "‘kring end’ de kring ‘{0}’. Tegenhouden: kring end --cancel.";
    case Text::end_cancelled:
      return "Het einde gaat niet door.";
    case Text::circle_ended:
      return "De kring ‘{0}’ is beëindigd.";
    case Text::invited:
      return "Uitnodiging voor: {0}. Werkt één keer, tot {1}.";
    case Text::invited_cut:
      return "Uw eigen toegang eindigt op {0}. Wie u met deze link toelaat, kan hooguit tot dan blijven.";
    case Text::invited_confirm:
      return "Stuur de link alleen aan deze ene mens. Daarna ziet u de aanvraag met ‘kring requests’ en laat "
             "u de mens toe met ‘kring confirm’.";
    case Text::invites_again:
      return "Na {0} kunt u weer iemand uitnodigen.";
    case Text::invited_preapproved:
      return "Wie deze link gebruikt, komt zonder verdere vraag binnen. Geef hem alleen zelf aan deze ene "
             "mens.";
    case Text::withdrawn:
      return "De uitnodiging is ingetrokken. De link werkt niet meer.";
    case Text::joined_member:
      return "U bent lid van ‘{0}’. De kanalen komen zodra een van de anderen verbonden is.";
    case Text::joined_waiting:
      return "U hebt de uitnodiging voor ‘{0}’ aangenomen. Een van de anderen moet u nog toelaten.\nLees "
             "deze zes woorden voor aan wie u uitnodigde: {1}\nKijk later met ‘kring status’.";
    case Text::confirmed:
      return "{0} is toegelaten.";
    case Text::consented:
      return "U vindt het goed dat {0} ouder met gezag wordt: {1} van {2} vinden dat nu. {0} komt erbij "
             "zodra "
             "alle ouders het goedvinden. De anderen doen: kring consent {3}";
    case Text::consent_line:
      return "{0} van {1} die hierover beslissen";
    case Text::consent_hint:
      return "Akkoord";
    case Text::consent_article:
      return "{0} vindt het goed dat er iemand bij komt die mee beslist; zie ‘kring requests’";
    case Text::publication_article:
      return "{0} vindt het goed dat het logboek van het netwerk openbaar wordt; zie ‘kring status’";
    case Text::confirm_hint:
      return "Toelaten: kring confirm {0}";
    case Text::request_head:
      return "Iemand wil in de kring:";
    case Text::request_name:
      return "Naam";
    case Text::request_role:
      return "Rol";
    case Text::request_invitation:
      return "Uitnodiging";
    case Text::request_words:
      return "Zes woorden";
    case Text::no_roles:
      return "U kunt nu niemand uitnodigen.";
    case Text::no_requests:
      return "Niemand wacht op u.";
    case Text::no_members:
      return "Er is nog niemand.";
    case Text::matrix_legend:
      return "r leest, p schrijft, m modereert, – niets. Tussen haakjes: weer zodra deze mens niet meer "
             "gepauzeerd is.";
    case Text::matrix_roles:
      return "Wat elke rol mag:";
    case Text::role_at_founding:
      return "Bij het begin van een kring:";
    case Text::role_stay:
      return "Blijft {0} als u niets anders zegt, en hooguit {1}.";
    case Text::role_by_link:
      return "Kan met alleen een link binnenkomen (--preapproved).";
    case Text::role_by_confirmation:
      return "Komt pas binnen als iemand ja heeft gezegd.";
    case Text::role_now:
      return "Nu in deze kring:";
    case Text::may_let_in:
      return "Mag toelaten: {0}.";
    case Text::see_as_nothing:
      return "Kan nu geen enkel kanaal openen.";
    case Text::see_as_reads_back:
      return "leest alles terug";
    case Text::see_as_since:
      return "leest wat er vanaf {0} is gezegd";
    case Text::see_as_hidden:
      return "Ziet niet: {0}.";
    case Text::see_as_note:
      return "Dit volgt uit de regels waarmee de kring mensen toelaat en buiten houdt. Een apparaat krijgt "
             "de sleutels van een kanaal iets later. De laatste berichten ziet u alleen waar u zelf "
             "meeleest. Wat iemand heeft overgenomen, staat hier niet.";
    case Text::who_somebody:
      return "iemand van de kring";
    case Text::who_me:
      return "Dit bent u zelf.";
    case Text::who_no_name:
      return "Dit apparaat heeft nog geen ondertekende naam van deze mens gezien.";
    case Text::who_founded:
      return "Begon de kring, op {1}. Dat bewijzen de sleutels, en niet wie volgens de wet gezag heeft.";
    case Text::who_invited:
      return "Uitgenodigd door {0}, op {1}.";
    case Text::who_let_in:
      return "Toegelaten door {0}, op {1}.";
    case Text::who_removed:
      return "Verwijderd door {0}, op {1}.";
    case Text::who_removed_by_me:
      return "Verwijderd door uzelf, op {1}.";
    case Text::who_left:
      return "Zelf weggegaan, op {1}.";
    case Text::who_let_in_by_me:
      return "Toegelaten door uzelf, op {1}.";
    case Text::who_by_link:
      return "Kwam met alleen de link binnen, op {1}. Niemand hoefde de zes woorden te vergelijken: wie de "
             "link had, kon binnenkomen.";
    case Text::who_waits:
      return "Heeft de uitnodiging aangenomen, en wacht tot iemand ja zegt.";
    case Text::who_checked_here:
      return "U hebt de zes woorden zelf met deze mens vergeleken.";
    case Text::who_checked_elsewhere:
      return "U hebt de zes woorden niet met deze mens vergeleken. Of wie deze mens toeliet dat deed, "
             "weet alleen die. Vraag het bij twijfel.";
    case Text::child_born:
      return "Uw kind is geboren op {0}. Alleen wie over deze kring beslist, kan dat lezen; de hub niet.";
    case Text::child_unknown:
      return "Er is nog geen geboortedatum opgeschreven. Typ: kring child --born 3-5-2014";
    case Text::wait_seconds:
      return "Over {0} seconden mag het weer.";
    case Text::wait_minutes:
      return "Over {0} minuten mag het weer.";
    case Text::child_kept:
      return "Opgeschreven in Regie: geboren op {0}. Alleen wie over deze kring beslist, kan het lezen; de "
             "hub niet. Drie maanden voor de 12e, de 16e en de 18e verjaardag krijgt u bericht.";
    case Text::child_birthday:
      return "{0} jaar op {1}, bericht vanaf {2}";
    case Text::birth_date_line:
      return "Het kind is geboren op {0}";
    case Text::birthday_coming:
      return "Op {1} wordt uw kind {0} jaar.";
    case Text::birthday_today:
      return "Vandaag, {1}, wordt uw kind {0} jaar.";
    case Text::birthday_past:
      return "Op {1} werd uw kind {0} jaar.";
    case Text::birthday_12:
      return "Vanaf 12 jaar beslist uw kind volgens de wet (WGBO) samen met u over behandelingen. Artsen "
             "vragen dan ook uw kind om toestemming. Vertel uw kind wat er in de kring staat en wie het "
             "leest. Uw kind kan een eigen plek krijgen: kring invite child_12. Wat het dan ziet, leest u "
             "met: kring roles child_12.";
    case Text::birthday_16:
      return "Vanaf 16 jaar beslist uw kind zelf over behandelingen, als het dat kan. De behandelaar bekijkt "
             "dat bij elke beslissing. Praat samen over wie er in de kring blijft. Wil en kan uw kind zelf "
             "over de kring beslissen? Dan: kring invite child_16. Uw kind mag dan alles wat u mag, en leest "
             "alles terug in Regie. Lees eerst: kring roles child_16.";
    case Text::birthday_18:
      return "Op 18 jaar stopt het gezag van de ouders. Kan uw kind niet alles zelf beslissen? Vraag dan op "
             "tijd bij de rechter een mentor, bewindvoerder of curator aan; dat duurt maanden. De kring "
             "verandert niet vanzelf: spreek nu af wie er daarna over beslist, en wie er blijft.";
    case Text::ask_revoke:
      return "Dit apparaat van {0} leest en schrijft niets meer, en ook de apparaten niet die het toevoegde. "
             "Weghalen? (j/n) ";
    case Text::device_revoked:
      return "Het apparaat van {0} is weg. De sleutels zijn nieuw: het kan niet lezen wat nu geschreven "
             "wordt. "
             "Wat het gelezen had, kan het bewaard hebben.";
    case Text::ask_new_keys:
      return "Ga bij elkaar zitten, en laat de ander de zes woorden op het nieuwe apparaat voorlezen.\nZijn "
             "het precies deze, en kent u deze mens? Alle oude apparaten gaan weg. (j/n) ";
    case Text::new_keys_link:
      return "Laat {0} op het nieuwe apparaat dit doen: kring init, en dan kring come-back met deze link "
             "tussen aanhalingstekens. Dat laat een code zien; daarmee doet u dan: kring new-keys {1} CODE";
    case Text::new_keys_given:
      return "{0} heeft nieuwe sleutels en doet weer mee. De oude apparaten zijn weg. Bij alle anderen staat "
             "dat "
             "de sleutels niet nagekeken zijn, tot zij ‘kring check’ doen.";
    case Text::new_keys_mark:
      return "nieuwe sleutels, niet nagekeken";
    case Text::come_back_code:
      return "Laat deze code zien aan wie u toelaat:";
    case Text::come_back_words:
      return "En lees deze zes woorden voor: {0}\nKijk met ‘kring status’ als u bent toegelaten.";
    case Text::ask_check:
      return "Laat deze mens de eigen zes woorden voorlezen, het liefst als u bij elkaar bent.\nZijn het "
             "precies deze? (j/n) ";
    case Text::checked:
      return "{0} is nagekeken.";
    case Text::link_shown:
      return "Open deze link op het nieuwe apparaat, met ‘kring join-device’. Hij geldt tien minuten, één "
             "keer. Laat hem aan niemand anders zien.";
    case Text::link_asked:
      return "Een apparaat vraagt om gekoppeld te worden: {0}.";
    case Text::link_unnamed:
      return "zonder naam";
    case Text::ask_link:
      return "Het nieuwe apparaat laat zes woorden zien.\nZijn het precies deze? Dan wordt het een apparaat "
             "van u. (j/n) ";
    case Text::link_in_circle:
      return "het nieuwe apparaat is toegelaten.";
    case Text::link_done:
      return "Het nieuwe apparaat zit in al uw kanalen. Het heeft uw twaalf woorden niet: bewaar het papier.";
    case Text::link_not_yet:
      return "Het nieuwe apparaat zit nog niet in alle kanalen. Dat gaat vanzelf verder, zodra het en een "
             "ander apparaat van de kring verbonden zijn.";
    case Text::join_device_words:
      return "Vergelijk deze zes woorden met die op uw andere apparaat: {0}\nEr wordt niets gegeven voordat "
             "u daar zegt dat ze gelijk zijn.";
    case Text::join_device_done:
      return "Dit apparaat is nu van u, en zit in al uw kanalen.";
    case Text::join_device_not_yet:
      return "Dit apparaat is nu van u, maar zit nog niet in alle kanalen. Dat gaat vanzelf verder, zodra "
             "het en een ander apparaat van de kring verbonden zijn: zie ‘kring channels’. Zei uw andere "
             "apparaat dat er iets misging, of ging het uit, doe daar dan nog eens ‘kring link’, en hier "
             "‘kring join-device’ met de nieuwe link.";
    case Text::arrived_record:
      return "{0}: {1} is er, met alles wat eerder is geschreven.";
    case Text::arrived_sealed:
      return "{0}: {1} is er, vanaf nu. Wat eerder is gezegd, staat alleen op uw andere apparaten.";
    case Text::device_named:
      return "Het apparaat heet nu {0}. Apparaten die u later koppelt, horen dat ook.";
    case Text::let_somebody_in:
      return "{0} heeft {1} toegelaten in ‘{2}’, op {3}, als: {4}, tot {5}. Is dat niet goed: kring remove "
             "{6}";
    case Text::let_in_over:
      return "Die toegang is voorbij.";
    case Text::member_left_circle:
      return "{0} heeft ‘{1}’ verlaten, op {2}.";
    case Text::member_removed_circle:
      return "{3} heeft {0} verwijderd uit ‘{1}’, op {2}.";
    case Text::removed_by:
      return "{0} heeft u verwijderd, op {1}.";
    case Text::let_these_in:
      return "Toegelaten door {0}, en er nog steeds. Zij blijven tot u hen verwijdert:";
    case Text::let_in_line:
      return "{0}, {1}, tot {2}: kring remove {3}";
    case Text::let_in_line_no_end:
      return "{0}, {1}";
    case Text::new_device:
      return "{0} heeft in ‘{1}’ een nieuw apparaat, sinds {2}: {3}. Verwacht u dat niet, vraag het dan zelf "
             "na, en niet in Kring.";
    case Text::new_device_mine:
      return "U hebt in ‘{0}’ een nieuw apparaat, sinds {1}: {2}. Was u dat niet, haal het dan weg met "
             "‘kring revoke-device {3}’.";
    case Text::new_device_revoked:
      return "Het is al weer weggehaald.";
    case Text::device_by_device:
      return "toegelaten door een ander apparaat van dezelfde mens";
    case Text::device_by_words:
      return "teruggekomen met de twaalf woorden";
    case Text::device_by_new_keys:
      return "met nieuwe sleutels, na verlies van alles";
    case Text::no_devices:
      return "Er is geen apparaat.";
    case Text::device_state_live:
      return "doet mee";
    case Text::device_state_revoked:
      return "weggehaald";
    case Text::device_not_shown:
      return "toonde nog niet van wie het is";
    case Text::device_taken_out:
      return "Dit apparaat is uit de kring gehaald: het leest niets nieuws. Wat het had, blijft leesbaar.";
    case Text::device_out_by:
      return "{0} deed dat op {1}.";
    case Text::device_out_by_me:
      return "U deed dat zelf op {0}.";
    case Text::device_out_member:
      return "U bent nog steeds lid, met een ander apparaat van u.";
    case Text::mark_this_device:
      return "(dit apparaat)";
    case Text::channel_opened:
      return "Het kanaal ‘{0}’ is open.";
    case Text::channel_closed:
      return "Het kanaal ‘{0}’ is gesloten. Wat er staat, blijft leesbaar.";
    case Text::allowed:
      return "Wie wat mag in ‘{0}’ is veranderd.";
    case Text::put_out_these:
      return "Door deze wijziging lezen deze mensen niet meer mee in ‘{0}’:";
    case Text::put_out_member:
      return "{0} ({1})";
    case Text::put_out_paused:
      return "{0} ({1}, nu gepauzeerd)";
    case Text::put_out_more:
      return "en nog {0}";
    case Text::lane_opened:
      return "Het kanaal ‘{0}’ is open. Nodig het aanspreekpunt ({1}) uit met: kring invite {2}";
    case Text::lane_contact:
      return "Aanspreekpunt {0}";
    case Text::taken_by:
      return "Dat is ‘{0}’.";
    case Text::taken_by_key:
      return "Dat is ‘{0}’ ({1}).";
    case Text::taken_by_closed:
      return "Dat is ‘{0}’ ({1}); dat is gesloten en houdt zijn naam.";
    case Text::taken_waits:
      return "Dat is ‘{0}’, dat nog op de hub wacht; ‘kring status’ laat zien wat er wacht.";
    case Text::said:
      return "Bewaard in {0}.";
    case Text::sealing:
      return "Versleutelen";
    case Text::sending:
      return "Versturen";
    case Text::file_sent:
      return "{0} ({2}) is verstuurd naar {1}.";
    case Text::fetching:
      return "Ophalen";
    case Text::file_fetched:
      return "Bewaard als {0} ({1}).";
    case Text::file_line:
      return "bestand: {0} ({1})";
    case Text::nothing_to_read:
      return "Hier staat nog niets.";
    case Text::introduced:
      return "{0} heeft zich voorgesteld";
    case Text::no_channels:
      return "U leest nog geen kanaal.";
    case Text::no_label:
      return "(nog geen naam)";
    case Text::watching:
      return "Verbonden blijven tot u Ctrl-C drukt.";
    case Text::offline_answer:
      return "Geen verbinding met de hub. Dit is wat dit apparaat al had.";
    case Text::clock_answer:
      return "De klok van deze computer en die van de hub lopen meer dan vijf minuten uiteen; daarom wordt "
             "de "
             "hub niets gevraagd. Dit is wat dit apparaat al had. Zet uw klok gelijk. Loopt die goed? Zeg "
             "het "
             "dan tegen wie de hub beheert.";
    case Text::hub_clock_answer:
      return "De klok van deze hub loopt meer dan vijf minuten verkeerd; daarom wordt de hub niets gevraagd. "
             "De klok van een andere hub loopt gelijk met de uwe. Dit is wat dit apparaat al had. Zeg het "
             "tegen wie de hub beheert.";
    case Text::foreign_answer:
      return "De hub laat een andere sleutel zien dan eerst. Daarom gaat er niets naartoe en "
             "wordt "
             "niets van wat hij zegt geloofd. Dit is wat dit apparaat al had.";
    case Text::no_longer_member:
      return "U bent geen lid meer van deze kring. Dit is wat u had.";
    case Text::never_let_in:
      return "U bent niet toegelaten: de uitnodiging is ingetrokken, of wie haar maakte, mag niet meer "
             "uitnodigen.";
    case Text::export_warning:
      return "Let op: een export is niet versleuteld. Wie de map heeft, op een stick, in een back-up of in "
             "een "
             "cloud, kan alles lezen wat u in deze kring kunt lezen, ook wat anderen aan u toevertrouwden. "
             "Bewaar "
             "hem zoals u een medisch dossier bewaart.";
    case Text::ask_export:
      return "Doorgaan? (j/n) ";
    case Text::exporting:
      return "Ophalen";
    case Text::exported:
      return "‘{0}’ staat in {1}. Berichten: {2}. Bestanden: {3}. Open index.html om te lezen.";
    case Text::export_incomplete:
      return "Dit ontbreekt:";
    case Text::export_no_answer:
      return "De hub antwoordde niet op tijd.";
    case Text::now_paused:
      return "Een ouder heeft u gepauzeerd. Dit is wat u had.";
    case Text::bad_import_into:
      return "--into wil OUD=NIEUW, zoals --into care=care: een kanaal van de export en een van deze "
             "kring. OUD= laat het weg.";
    case Text::import_plan:
      return "Uit de export van ‘{0}’ naar ‘{1}’. U bent degene die het hier schrijft: bij elke "
             "tekst staat wie die eerder schreef, en wanneer, en dat u dat zegt.";
    case Text::import_line:
      return "{0} gaat naar {1}. Mee te nemen: {2}, staat er al: {3}.";
    case Text::import_not_taken:
      return "{0} ({1}) blijft achter: er is hier niet één kanaal dat erbij past. Open er een met "
             "‘kring open’, of noem er een met --into.";
    case Text::import_into_closed:
      return "{0} ({1}) blijft achter: ‘{2}’ is hier gesloten, en daar schrijft niemand meer. Met --into "
             "noemt u een ander kanaal.";
    case Text::import_may_not_write:
      return "{0} ({1}) blijft achter: in ‘{2}’ mag u hier niet schrijven. Met --into noemt u een ander "
             "kanaal.";
    case Text::import_takes_posts:
      return "{0} ({1}) blijft achter: ‘{2}’ is hier een nieuwsgroep, waar alleen berichten van ‘kring post’ "
             "in kunnen. Met --into noemt u een ander kanaal.";
    case Text::import_without_file:
      return "Bestanden die in de export ontbreken, en achterblijven: {0}.";
    case Text::import_from_incomplete:
      return "Wat er volgens de export zelf in ontbreekt: {0}.";
    case Text::import_dry:
      return "Er is niets meegenomen, zoals u vroeg.";
    case Text::import_nothing:
      return "Er is niets om mee te nemen: wat er nog niet staat, blijft achter, zoals hierboven staat.";
    case Text::importing:
      return "Meenemen";
    case Text::imported:
      return "{0} berichten van ‘{1}’ staan nu in deze kring. Zeg het na een nieuwe export nog eens, "
             "en alleen het nieuwe wordt meegenomen.";
    case Text::origin_line:
      return "gezegd door {0} op {1}; meegenomen door {2}";
    case Text::origin_nameless:
      return "iemand";
    case Text::import_unfit:
      return "Te groot om erbij te zetten wie het zei, en blijven achter: {0}.";
    case Text::import_left_out:
      return "Van een andere soort (zoals nieuwsberichten), en blijven achter: {0}.";
    case Text::import_left_by_choice:
      return "{0} ({1}) blijft achter, zoals u vroeg.";
    case Text::import_child:
      return "De geboortedatum van het kind wordt {0}, zoals de export zegt.";
    case Text::import_partly:
      return "Een deel is al meegenomen en blijft staan. Zeg hetzelfde nog eens, dan gaat het daar verder.";
    case Text::attestation_of_stranger:
      return "Niet bevestigd (u zit niet in dit netwerk, en iedereen kan er een beginnen): {0} zegt, tot "
             "{1}:";
    case Text::words_not_confirmed:
      return "Uw twaalf woorden zijn nog niet nagekeken. Doe dat met ‘kring words’.";
    case Text::no_circle_yet:
      return "U bent nog in geen kring.";
    case Text::your_six_words:
      return "Uw zes woorden: {0}";
    case Text::open_invitations:
      return "Open uitnodigingen:";
    case Text::until:
      return "tot {0}";
    case Text::still_to_do:
      return "Nog te doen zodra het kan:";
    case Text::unsent:
      return "{0} bericht(en) versturen";
    case Text::circle_stopped:
      return "Deze kring staat stil op dit apparaat. Waarom, zegt ‘kring evidence’.";
    case Text::circle_foreign:
      return "De hub laat nu een andere sleutel zien. Er gaat niets naartoe; met de juiste sleutel gaat het "
             "vanzelf verder.";
    case Text::circle_frozen:
      return "Bevroren door {1} tot {0}: niemand komt erbij, rollen en kanalen veranderen niet. Alleen {1} "
             "kan dat eerder laten ophouden.";
    case Text::circle_frozen_by_you:
      return "Bevroren door u tot {0}: niemand komt erbij, rollen en kanalen veranderen niet. Eerder "
             "ophouden: kring unfreeze.";
    case Text::circle_removal:
      return "Gevraagd wordt dat {0} weggaat. Voor: {1}. Nog niet: {2}. Kan vanaf {3}, als alle andere "
             "ouders met gezag het willen en {0} niets van zich laat merken.";
    case Text::circle_removal_agree:
      return "Wilt u dat ook: kring remove-owner {0}. Zo niet, dan hoeft u niets te doen.";
    case Text::circle_removal_then:
      return "Zodra dat kan: kring remove-owner {0}.";
    case Text::by_yourself:
      return "uzelf";
    case Text::circle_public:
      return "Openbaar sinds {0}, voorgoed: iedereen met het nummer kan lezen hoeveel mensen hier zijn en "
             "waren, welke sleutels en rechten zij hebben, en wanneer zij kwamen en gingen. Namen en "
             "berichten staan er niet in: die leest niemand van buiten.";
    case Text::circle_publication:
      return "{0} vraagt of iedereen het logboek van deze kring mag lezen, voorgoed: {1} van {2} ouders "
             "vinden "
             "dat goed. Dit programma vraagt dat nooit en doet er niet aan mee. Er is nog niets veranderd; "
             "spreek {0} erop aan. ‘kring freeze’ houdt het drie dagen tegen.";
    case Text::circle_publication_mine:
      return "Gevraagd is of iedereen het logboek hiervan mag lezen, voorgoed, met een sleutel van {0}: {1} "
             "van {2} coördinatoren vinden dat goed, ook u. Er is nog niets veranderd.";
    case Text::circle_removal_of_me:
      return "Gevraagd door {1}: dat u weggaat, op {0}. Wilt u blijven: schrijf iets, of doe ‘kring stay’.";
    case Text::circle_ending:
      return "Gevraagd wordt dat de kring eindigt. Voor: {0}. Nog niet: {1}. Het gebeurt alleen als alle "
             "ouders met gezag het willen, en niet eerder dan veertien dagen na de laatste.";
    case Text::circle_ending_agreed:
      return "Alle ouders met gezag willen dat de kring eindigt: {0}. Dat kan vanaf {1}.";
    case Text::circle_ending_agree:
      return "Wilt u dat ook: kring end.";
    case Text::circle_ending_then:
      return "Hem dan voorgoed beëindigen: kring end.";
    case Text::circle_ending_stop:
      return "Tegenhouden: kring end --cancel.";
    case Text::no_owner:
      return "niemand";
    case Text::owners_are:
      return "Hier is dat: {0}.";
    case Text::frozen_by:
      return "{0} heeft bevroren, tot {1}. Alleen {0} kan dat eerder laten ophouden; niemand anders hoeft "
             "het goed te vinden.";
    case Text::frozen_by_you:
      return "U hebt zelf bevroren, tot {0}. Eerder ophouden: kring unfreeze.";
    case Text::not_frozen_now:
      return "Er is nu niets bevroren.";
    case Text::only_owner_stays:
      return "Maar u bent de enige ouder met gezag, en de laatste kan niet weg. Laat eerst iemand toe die "
             "het ook wordt, met ‘kring invite parent’; of beëindig de kring voor iedereen, met ‘kring end’.";
    case Text::confirm_differ:
      return "Blijven ze anders, dan kan iemand anders de link hebben gebruikt: trek hem in met ‘kring "
             "withdraw {0}’, en nodig opnieuw uit.";
    case Text::new_keys_differ:
      return "Blijven ze anders, dan komt de code niet van het apparaat naast u: begin opnieuw met ‘kring "
             "new-keys’, met het andere apparaat in zicht.";
    case Text::check_differ:
      return "Blijven ze anders, dan kan iemand anders deze sleutels hebben: vertrouw hun hier niets toe, en "
             "bel een ouder met gezag, die hen met ‘kring pause’ buiten kan houden.";
    case Text::link_differ:
      return "Weet u ze zeker, dan was het een ander apparaat dat vroeg. Er is niets overgedragen; begin "
             "opnieuw met ‘kring link’.";
    case Text::post_example:
      return "Bijvoorbeeld: kring post {0} \"Wie kent een stil matras?\" --subject \"Matras\"";
    case Text::fetch_elsewhere:
      return "Kies een andere met -o, of vervang het met --force.";
    case Text::kit_elsewhere:
      return "Kies een andere naam voor het blad, of haal het oude bestand eerst weg.";
    case Text::recover_no_hub:
      return "U noemde geen hub, dus is {0} geprobeerd. Het adres van de uwe staat op uw reddingsblad, "
             "achter ‘Hub:’. Typ: kring recover --hub https://DAT.ADRES";
    case Text::recover_that_hub:
      return "Geprobeerd is {0}. Staat dat zo op uw reddingsblad, achter ‘Hub:’?";
    case Text::give_words_file:
      return "De twaalf woorden kunnen ook uit een bestand komen: --words-file BESTAND, of --words-file - "
             "voor de standaardinvoer.";
    case Text::give_six:
      return "De zes woorden die u zijn voorgelezen, kunt u met --six geven.";
    case Text::channel_was_closed:
      return "‘{0}’ is gesloten: daar schrijft niemand meer.";
    case Text::read_no_more:
      return "Uw rol mag ‘{0}’ niet meer lezen, sinds {1}. Dit is wat u had: het blijft leesbaar, en er komt "
             "niets nieuws.";
    case Text::read_no_more_since:
      return "Dat is zo sinds {0}.";
    case Text::circle_dissolved:
      return "De ouders hebben deze kring beëindigd.";
    case Text::alarm_head:
      return "ALARM, {0}";
    case Text::alarm_in:
      return "ALARM in ‘{0}’, {1}";
    case Text::alarm_in_channel:
      return "ALARM in ‘{0}’, kanaal ‘{1}’, {2}";
    case Text::alarm_of_network:
      return "ALARM over netwerk {0}, {1}";
    case Text::notice_head:
      return "LET OP, {0}";
    case Text::notice_in:
      return "LET OP in ‘{0}’, {1}";
    case Text::notice_in_channel:
      return "LET OP in ‘{0}’, kanaal ‘{1}’, {2}";
    case Text::alarm_whom:
      return "de andere ouders";
    case Text::alarm_somebody:
      return "iemand in de kring";
    case Text::alarm_where:
      return "de kring";
    case Text::alarm_author:
      return "Er staat bij dat het van {0} komt; dat kan onjuist zijn.";
    case Text::alarm_stops_nothing:
      return "Er staat niets stil, en wat u had, blijft leesbaar.";
    case Text::alarm_stops_channel:
      return "Dit kanaal staat nu stil op dit apparaat: er gaat niets meer uit. De rest van de kring gaat "
             "door. Wat u had, blijft leesbaar.";
    case Text::alarm_stops_circle:
      return "Deze kring staat nu stil op dit apparaat: er gaat niets meer uit. Wat u had, blijft leesbaar.";
    case Text::alarm_channel_goes_on:
      return "Dit kanaal stond daarna stil op dit apparaat. Het gaat intussen weer verder. Wat u had, blijft "
             "leesbaar.";
    case Text::alarm_more:
      return "Meer hierover: kring evidence {0}";
    case Text::alarms_more:
      return "Meer hierover: kring evidence";
    case Text::alarms_seen_one:
      return "1 alarm dat u gezien hebt: kring evidence";
    case Text::alarms_seen:
      return "{0} alarmen die u gezien hebt: kring evidence";
    case Text::alarm_code:
      return "De naam hiervan in het programma: {0}";
    case Text::mark_alarm_seen:
      return "(gezien)";
    case Text::no_alarms:
      return "Er zijn geen alarmen: dit apparaat heeft niets gezien wat niet klopt.";
    case Text::evidence_hint:
      return "‘kring evidence NUMMER’ zegt wat er bewaard is, en aan wie u dat kunt geven.";
    case Text::evidence_none:
      return "Hiervan is niets bewaard dat iets bewijst.";
    case Text::evidence_kept:
      return "Er is {0} bewaard. In een bestand zetten: kring evidence {1} -o BESTAND";
    case Text::evidence_seen_hint:
      return "Hebt u het gezien? Dan hoeft ‘kring status’ het niet te blijven zeggen: kring evidence {0} "
             "--seen";
    case Text::evidence_written:
      return "Wat bewaard is ({1}), staat nu ook in {0}. Alleen u kunt dat bestand lezen.";
    case Text::evidence_seen:
      return "Genoteerd dat u dit gezien hebt. Het blijft bewaard; ‘kring evidence’ laat het zien.";
    case Text::unforeseen:
      return "Er ging iets mis dat hier geen uitleg heeft ({0}). Er is niets verloren. Probeer het nog eens.";
    case Text::yes:
      return "ja";
    case Text::no:
      return "nee";
    case Text::no_end:
      return "–";
    case Text::nameless:
      return "naam nog niet bekend ({0})";
    case Text::mark_me:
      return "(u)";
    case Text::mark_note:
      return "(notitie)";
    case Text::mode_record:
      return "wie erbij komt, leest terug";
    case Text::mode_sealed:
      return "alleen wie er nu bij is";
    case Text::channel_joined:
      return "open";
    case Text::channel_not_joined:
      return "wacht op sleutel";
    case Text::channel_no_longer_read:
      return "mag u niet meer lezen";
    case Text::channels_join_within:
      return "In een grote nieuwsgroep komen nieuwe mensen samen binnen. Dat kan {0} minuten duren, als er "
             "iemand online is, en soms langer.\nU hoeft niets te doen. Daarna leest u ook wat er eerder "
             "stond.";
    case Text::channel_stopped:
      return "staat stil (alarm)";
    case Text::channel_heals:
      return "vroeg om weer binnen te komen";
    case Text::channel_is_closed:
      return "gesloten";
    case Text::state_waiting:
      return "wacht";
    case Text::state_live:
      return "lid";
    case Text::state_expired:
      return "tijd voorbij";
    case Text::state_removed:
      return "verwijderd";
    case Text::state_left:
      return "weggegaan";
    case Text::state_paused:
      return "gepauzeerd";
    case Text::standing_founding:
      return "wordt begonnen";
    case Text::standing_invited:
      return "uitnodiging wordt aangenomen";
    case Text::standing_waiting:
      return "wacht tot iemand u toelaat";
    case Text::standing_linking:
      return "nog niet helemaal gekoppeld. Doe op uw andere apparaat nog eens ‘kring link’, en hier ‘kring "
             "join-device’ met de nieuwe link: dan is het klaar";
    case Text::standing_member:
      return "u bent lid";
    case Text::standing_ended:
      return "u bent hier geen lid meer; wat u had, blijft leesbaar";
    case Text::standing_turned_down:
      return "u bent niet toegelaten: de uitnodiging is ingetrokken, of wie haar maakte, mag niet meer "
             "uitnodigen; vraag om een nieuwe";
    case Text::standing_paused:
      return "een ouder heeft u gepauzeerd; wat u had, blijft leesbaar";
    case Text::connection_offline:
      return "niet verbonden";
    case Text::connection_connecting:
      return "verbinding maken";
    case Text::connection_greeted:
      return "verbonden";
    case Text::connection_draining:
      return "de hub gaat even weg";
    case Text::connection_refused:
      return "geweigerd";
    case Text::pending_join:
      return "een uitnodiging aannemen";
    case Text::pending_invite:
      return "iemand uitnodigen";
    case Text::pending_withdraw:
      return "een uitnodiging intrekken";
    case Text::pending_confirm:
      return "iemand toelaten";
    case Text::pending_open:
      return "een kanaal openen";
    case Text::pending_remove:
      return "iemand verwijderen";
    case Text::pending_restart:
      return "een kanaal opnieuw beginnen";
    case Text::pending_leave:
      return "vertrekken";
    case Text::pending_resume:
      return "laten doorgaan na een reservekopie";
    case Text::pending_say:
      return "een bericht versturen";
    case Text::pending_send:
      return "een bestand versturen";
    case Text::pending_pause:
      return "iemand pauzeren";
    case Text::pending_unpause:
      return "iemand weer laten meedoen";
    case Text::pending_role:
      return "iemand een andere rol geven";
    case Text::pending_allow:
      return "veranderen wie wat mag in een kanaal";
    case Text::pending_close:
      return "een kanaal sluiten";
    case Text::pending_freeze:
      return "bevriezen";
    case Text::pending_unfreeze:
      return "de bevriezing opheffen";
    case Text::pending_remove_owner:
      return "vragen dat iemand weggaat die meebeslist";
    case Text::pending_stay:
      return "laten merken dat u er bent";
    case Text::pending_end:
      return "beëindigen";
    case Text::pending_device:
      return "een apparaat toelaten";
    case Text::pending_revoke:
      return "een apparaat weghalen";
    case Text::pending_attestation_key:
      return "de sleutel voor verklaringen veranderen";
    case Text::pending_withdraw_attestation:
      return "een verklaring intrekken";
    case Text::pending_publish:
      return "het logboek van het netwerk openbaar maken";
    case Text::column_device:
      return "APPARAAT";
    case Text::column_since:
      return "SINDS";
    case Text::column_added_by:
      return "TOEGEVOEGD DOOR";
    case Text::column_role:
      return "ROL";
    case Text::column_label:
      return "BETEKENT";
    case Text::column_longest:
      return "LANGST";
    case Text::column_preapproved:
      return "ZONDER VRAAG";
    case Text::column_name:
      return "NAAM";
    case Text::column_relation:
      return "RELATIE";
    case Text::column_state:
      return "STAND";
    case Text::column_until:
      return "TOT";
    case Text::column_id:
      return "ID";
    case Text::column_channel:
      return "KANAAL";
    case Text::column_key:
      return "KORT";
    case Text::column_mode:
      return "LEZEN";
    case Text::column_rights:
      return "RECHT";
    case Text::column_readers:
      return "LEZERS";
  }
  return {};
}

namespace {

// What is safe, and what to do now.
constexpr std::string_view rest_nothing = "";
constexpr std::string_view rest_unchanged = "Er is niets veranderd.";
constexpr std::string_view rest_other_name = "Er is niets veranderd. Kies een andere naam.";
constexpr std::string_view rest_unsent = "Er is niets verstuurd.";
constexpr std::string_view rest_again = "Er is niets veranderd. Probeer het straks nog eens.";
constexpr std::string_view rest_owner = "Er is niets veranderd. Vraag een ouder met gezag.";
constexpr std::string_view rest_new_link = "Er is niets veranderd. Vraag een nieuwe uitnodiging.";
constexpr std::string_view rest_look = "Er is niets veranderd. Kijk met ‘kring status’ hoe het nu is.";
constexpr std::string_view rest_program =
    "Er is niets veranderd. Werk het programma bij; blijft het, meld het dan.";
constexpr std::string_view rest_network =
    "Dat doet een eerlijke hub niet. Uw kring gaat gewoon door, en het bewijs is bewaard. Verklaringen "
    "worden "
    "beoordeeld naar het nieuwste dat dit apparaat zag. Bel wie u wilt toelaten, of de coördinator. Dit "
    "alarm komt één keer. Zegt de coördinator zelf dat de hub is teruggezet, dan begint ‘kring "
    "forget-network’ met dit netwerk opnieuw.";
constexpr std::string_view rest_alarm =
    "Dat doet een eerlijke hub niet. Deze kring staat nu stil op dit apparaat: er gaat niets meer uit. Wat u "
    "had, blijft leesbaar, en het bewijs is bewaard. Bel de andere ouders, en bespreek het niet via deze "
    "hub.";
constexpr std::string_view rest_home = "Uw gegevens zijn niet gewijzigd.";
constexpr std::string_view rest_words =
    "Laat deze map zoals hij is. Uw twaalf woorden brengen uw kringen terug, in een andere, lege map: ‘kring "
    "--home NIEUWE_MAP recover --hub https://UW.HUB’.";
constexpr std::string_view rest_structure =
    "Dat onderdeel is niet aangenomen; er is niets van bewaard of getoond.";

constexpr auto errors = std::to_array<ErrorText>({
    {Library::cli, "usage", "De opdracht klopt niet.", rest_unchanged},
    {Library::cli, "no_home", "Ik weet niet waar uw gegevens staan: HOME is leeg. Geef --home MAP.",
     rest_unchanged},
    {Library::cli, "no_circle",
     "U bent nog in geen kring. Begin er een met ‘kring found NAAM’, of neem een uitnodiging aan met ‘kring "
     "join LINK’.",
     rest_nothing},
    {Library::cli, "which_circle",
     "U bent in meer kringen. Zeg welke u bedoelt met --circle; ‘kring status’ laat ze zien.",
     rest_unchanged},
    {Library::cli, "which_hub", "Uw kringen staan op meer hubs. Zeg met --hub op welke dit moet beginnen.",
     rest_unchanged},
    {Library::cli, "unknown_founding",
     "Er wacht niets met deze naam om te beginnen. ‘kring status’ laat zien wat er wacht.", rest_unchanged},
    {Library::cli, "ambiguous_name", "Meer dan één heeft deze naam. Gebruik het id; dat staat in de lijst.",
     rest_unchanged},
    {Library::cli, "six_words_differ",
     "De zes woorden zijn anders. Dat kan een typefout zijn: laat ze nog eens voorlezen, en probeer het "
     "opnieuw.",
     "Er is niemand toegelaten, en er is niets veranderd."},
    {Library::cli, "declined", "U hebt nee gezegd.", rest_unchanged},
    {Library::cli, "interrupted", "Dit is afgebroken.", rest_unchanged},
    {Library::cli, "vault_away",
     "De hub is niet te bereiken, of gaf niet alles wat van uw apparaten is bewaard. Uw reddingsblad is dus "
     "nog niet geprobeerd. Probeer het later nog eens.",
     "Er is niets veranderd. Wat op dit apparaat staat, is veilig."},
    {Library::cli, "no_terminal",
     "Hier moet iemand antwoorden, maar er is geen terminal. Geef het antwoord als optie; zie --help.",
     rest_unchanged},
    {Library::cli, "unreadable_file", "Wat hier gelezen moest worden, is niet te lezen of te lang.",
     rest_unchanged},
    {Library::cli, "bad_passphrase", "De wachtzin is leeg of te lang, of u typte twee verschillende.",
     rest_unchanged},
    {Library::cli, "kept_for_later",
     "De hub antwoordt niet, of niet op tijd. Wat u vroeg, is hier bewaard en gebeurt vanzelf zodra er "
     "verbinding is, bij de volgende opdracht. U hoeft het niet nog eens te vragen. Zie ‘kring status’.",
     rest_nothing},
    {Library::cli, "kept_until_resume",
     "De hub is teruggezet vanaf een reservekopie, en neemt van deze kring nog niets nieuws aan. Wat u "
     "vroeg, is "
     "hier bewaard en gebeurt vanzelf nadat een ouder ‘kring resume’ heeft gedaan. U hoeft het niet nog eens "
     "te "
     "vragen. Zie ‘kring status’.",
     rest_nothing},
    {Library::cli, "asked_to_wait",
     "De hub neemt dit nu even niet aan: er is in korte tijd te veel gevraagd.",
     "Wat u vroeg, is hier bewaard en gebeurt daarna vanzelf, bij de volgende opdracht. U hoeft het niet nog "
     "eens te vragen. Zie ‘kring status’."},
    {Library::cli, "mailbox_gone",
     "De tien minuten van deze link zijn om, of hij heeft nooit bestaan. Begin opnieuw met ‘kring link’.",
     rest_unchanged},
    {Library::cli, "mailbox_used",
     "Deze link is al gebruikt, door u of door een ander. Begin opnieuw met ‘kring link’.", rest_unchanged},
    {Library::cli, "mailbox_refused",
     "De hub is niet te bereiken, of laat nu geen apparaten elkaar vinden. Probeer het over een paar "
     "minuten.",
     rest_unchanged},
    {Library::cli, "unknown_alarm",
     "Er is geen alarm met dit nummer. ‘kring evidence’ laat zien welke er zijn.", rest_unchanged},
    {Library::cli, "no_evidence", "Van dit alarm is niets bewaard dat in een bestand kan.", rest_unchanged},
    {Library::cli, "nothing_kept",
     "Deze hub bewaart niets dat met deze twaalf woorden opengaat. Is het de goede hub? Noem hem met --hub: "
     "hij "
     "staat op uw reddingsblad. En zijn het de woorden van uw nieuwste blad? Kan iemand in de kring helpen, "
     "vraag "
     "dan om een link en kom terug met ‘kring recover LINK’.",
     rest_unchanged},
    {Library::cli, "try_later", "De hub neemt dit nu even niet aan: er is in korte tijd te veel gevraagd.",
     "Uw woorden zijn veilig en worden nergens bewaard; dit gebeurt daarna dus niet vanzelf. Vraag het dan "
     "opnieuw."},
    {Library::cli, "timed_out",
     "De hub antwoordde niet op tijd. Dit wordt niet voor u bewaard, omdat uw twaalf woorden nergens worden "
     "bewaard. Kijk met ‘kring members’ of het toch gelukt is; doe het anders nog eens.",
     rest_nothing},
    {Library::cli, "subject_missing", "Een nieuw draadje heeft een onderwerp nodig.",
     "Er is niets verstuurd. Antwoorden op een bericht: --reply-to en het nummer, zoals ‘kring threads’ het "
     "toont."},
    {Library::cli, "file_away", "De hub antwoordde niet, dus dit bestand kwam niet: het staat bij de hub.",
     "Er is niets bewaard, en geen bestand hier is veranderd. Wat ‘kring read’ laat zien, blijft leesbaar. "
     "Doe het "
     "nog eens zodra er verbinding is."},
    {Library::cli, "hub_away", "De hub antwoordde niet, dus er is niets teruggehaald.",
     "Er is niets veranderd, en uw twaalf woorden worden nergens bewaard. Probeer het nog eens als er "
     "verbinding is."},
    {Library::cli, "no_passphrase",
     "Dit apparaat zit op slot met een wachtzin, en er is geen terminal om die te typen. Zet hem in een "
     "bestand "
     "dat alleen u kunt lezen, en noem dat bestand in KRING_PASSPHRASE_FILE.",
     "Er is niets veranderd. Bijvoorbeeld: KRING_PASSPHRASE_FILE=~/wachtzin kring status"},
    {Library::cli, "no_new_keys",
     "Deze mens heeft geen nieuwe sleutels gekregen, dus er is niets te vergelijken.",
     "Er is niets veranderd. ‘kring who’ zegt wie deze mens heeft toegelaten."},
    {Library::cli, "not_your_device",
     "Dit is een apparaat van iemand anders. U geeft alleen uw eigen een naam.",
     "Er is niets veranderd. ‘kring devices’ laat de uwe zien."},
    {Library::cli, "export_incomplete", "De export is niet volledig.",
     "Wat er staat, is goed, en de export zegt zelf wat ontbreekt. Probeer het later nog eens in een nieuwe "
     "map."},
    {Library::cli, "export_files_gone",
     "De export is niet volledig: de hub heeft de bestanden hierboven niet meer.",
     "Al het andere staat er, en is goed. Opnieuw proberen helpt niet. Vraag wie een bestand stuurde of die "
     "het nog "
     "heeft, en het nog eens wil sturen."},
    {Library::cli, "import_unreadable",
     "Deze map is geen export die dit programma kan lezen: circle.json of manifest.json ontbreekt, is te "
     "groot, of is veranderd.",
     rest_nothing},
    {Library::cli, "import_version",
     "Deze export is door een nieuwer programma gemaakt. Werk ‘kring’ bij en probeer het nog eens.",
     rest_nothing},
    {Library::cli, "import_damaged",
     "Een bestand in de map is niet wat de export ervan zegt. Misschien is het veranderd, of maar half "
     "gekopieerd. Kopieer de map opnieuw.",
     "Wat al is meegenomen, blijft staan en komt er niet dubbel in als u het nog eens probeert."},
    {Library::cli, "import_unknown_channel",
     "De export heeft geen kanaal met deze naam waarin iets staat, of meer dan een. Noem het zoals "
     "‘kring import MAP --dry-run’ het toont.",
     rest_nothing},
    {Library::cli, "import_offline",
     "De hub is niet te bereiken. Zonder hub weet dit apparaat niet wat er al in de kring staat. Probeer "
     "het nog eens als er verbinding is.",
     "Wat al is meegenomen, blijft staan en komt er niet dubbel in als u het nog eens probeert."},
    {Library::cli, "import_stopped", "U bent gestopt.",
     "Wat is meegenomen, blijft staan. Zeg hetzelfde nog eens, en het gaat daar verder."},
    {Library::native, "home_failed",
     "De map met uw gegevens is niet te gebruiken. Kijk of de map bestaat, van u is en of er ruimte is.",
     rest_home},
    {Library::native, "home_in_use",
     "Een andere ‘kring’ gebruikt deze gegevens nu. Wacht tot die klaar is, of stop die.", rest_home},
    {Library::native, "vault_failed",
     "Het lezen of bewaren van uw gegevens ging mis. Kijk of de schijf in orde is.", rest_home},
    {Library::native, "vault_full",
     "De schijf is vol. Maak ruimte en probeer het nog eens. Er is niets verstuurd dat niet eerst bewaard "
     "was.",
     rest_home},
    {Library::native, "vault_newer",
     "Een nieuwere versie van dit programma heeft deze gegevens gemaakt. Werk het programma bij.", rest_home},
    {Library::native, "vault_damaged", "Het bestand ‘vault.db’ in de map met uw gegevens is beschadigd.",
     rest_words},
    {Library::native, "vault_gone",
     "Het bestand ‘vault.db’ in de map met uw gegevens is weg of leeg, maar de sleutel is er. Of er was hier "
     "een apparaat: daar wordt geen nieuw overheen gemaakt. Of er werd net een gemaakt en dat werd "
     "afgebroken. Hebt u een kopie van het bestand? Zet die terug. Wilt u echt opnieuw beginnen als nieuw "
     "mens, kies dan een andere map: ‘kring --home NIEUWE_MAP init --name UW_NAAM’.",
     rest_words},
    {Library::native, "key_damaged",
     "Het bestand ‘key’ in de map met uw gegevens is beschadigd of weg: zonder dat kan niemand die gegevens "
     "lezen. Hebt u een kopie van het bestand? Zet die terug.",
     rest_words},
    {Library::native, "wrong_key",
     "De sleutel of de wachtzin past niet bij deze gegevens, of ze zijn beschadigd. Typ de wachtzin nog "
     "eens, als u die hebt.",
     rest_words},
    {Library::native, "key_missing",
     "Hier is nog geen apparaat gemaakt. Doe dat met ‘kring init --name UW_NAAM’. Hebt u het wel gemaakt? "
     "Kijk dan naar --home en KRING_HOME.",
     rest_nothing},
    {Library::native, "key_exists",
     "Hier is al een sleutel. Kies met --home een andere map voor een nieuw apparaat.", rest_home},
    {Library::native, "key_readable_by_others",
     "Andere gebruikers van deze computer kunnen uw sleutel lezen. Typ: chmod 600 op het bestand ‘key’ in de "
     "map met uw gegevens.",
     rest_home},
    {Library::native, "bad_origin", "Dit is geen adres van een hub.", rest_unchanged},
    {Library::native, "file_unreadable",
     "Dit bestand kan niet gelezen worden. Kijk of het bestaat, een bestand is, en of u het mag lezen.",
     rest_unsent},
    {Library::native, "file_changed", "Het bestand werd korter terwijl het gelezen werd.", rest_unsent},
    {Library::native, "file_exists", "Er is al een bestand met deze naam. Het is niet overschreven.",
     rest_unchanged},
    {Library::native, "file_unwritable",
     "Het bestand kan daar niet geschreven worden. Kijk of de map bestaat, van u is en plaats heeft.",
     rest_unchanged},
    {Library::native, "file_damaged",
     "Wat de hub gaf, is niet het bestand dat verstuurd is. Er is niets van bewaard. Probeer het nog eens; "
     "blijft het zo, vraag dan of het bestand opnieuw verstuurd wordt.",
     rest_nothing},
    {Library::native, "file_gone", "De hub heeft dit bestand niet, of niet voor u.", rest_unchanged},
    {Library::native, "folder_exists",
     "Daar staat al iets, of het is de map waarin u staat. Kies een map die er nog niet is, of die leeg is.",
     rest_unchanged},
    {Library::native, "disk_full", "De schijf is vol. Maak ruimte, of kies een andere schijf.",
     rest_unchanged},
    {Library::client, "no_device",
     "Hier is nog geen apparaat gemaakt. Doe dat met ‘kring init --name UW_NAAM’.", rest_nothing},
    {Library::client, "device_exists",
     "Hier is al een apparaat. Zie ‘kring status’. Kies met --home een andere map voor een ander.",
     rest_unchanged},
    {Library::client, "bad_vault", "De gegevens van dit apparaat zijn beschadigd of van een andere versie.",
     rest_words},
    {Library::client, "wrong_words",
     "Dit zijn niet de twaalf woorden van dit apparaat. Kijk naar uw papier: de volgorde telt.",
     rest_unchanged},
    {Library::client, "words_needed",
     "Hiervoor zijn uw twaalf woorden nodig. Geef --words-file, of doe het op een terminal.", rest_unchanged},
    {Library::client, "bad_name",
     "Een naam is één regel tekst van 1 tot 100 bytes; een relatie mag leeg zijn.", rest_unchanged},
    {Library::client, "bad_hub",
     "Dit is geen adres van een hub. Een adres begint met https://; http:// mag alleen op deze computer "
     "zelf.",
     rest_unchanged},
    {Library::client, "too_many_circles", "Dit apparaat is al in het grootste aantal kringen dat kan.",
     rest_unchanged},
    {Library::client, "unknown_circle", "Deze kring ken ik niet. ‘kring status’ laat uw kringen zien.",
     rest_unchanged},
    {Library::client, "unknown_channel",
     "Dit kanaal is er niet, of u mag het niet zien. ‘kring channels’ laat uw kanalen zien.", rest_unchanged},
    {Library::client, "unknown_role", "Deze rol is er niet. ‘kring roles’ laat zien wie u kunt uitnodigen.",
     rest_unchanged},
    {Library::client, "unknown_member",
     "Deze mens is niet in de kring. ‘kring members’ laat zien wie er zijn.", rest_unchanged},
    {Library::client, "unknown_invitation",
     "Deze uitnodiging ken ik niet. ‘kring status’ laat de open uitnodigingen zien.", rest_unchanged},
    {Library::client, "unknown_request",
     "Niemand wacht met deze uitnodiging. ‘kring requests’ laat zien wie er wachten.", rest_unchanged},
    {Library::client, "already_joined", "U bent al in deze kring. Zie ‘kring status’.", rest_unchanged},
    {Library::client, "own_invitation",
     "Dit is uw eigen uitnodiging. Stuur de link aan wie u wilt uitnodigen.", rest_unchanged},
    {Library::client, "bad_label",
     "Zo’n naam kan niet: gebruik één regel tekst, van 1 tot 64 bytes voor een kring en tot 100 voor een "
     "kanaal.",
     rest_unchanged},
    {Library::client, "channel_exists",
     "Een ander kanaal heet al zo; hoofdletters en accenten maken geen verschil.", rest_other_name},
    {Library::client, "role_exists",
     "Een andere rol heet al zo; hoofdletters en accenten maken geen verschil.",
     "Er is niets veranderd. Kies met ‘--contact’ een andere naam voor het aanspreekpunt."},
    {Library::client, "not_admitted_yet",
     "U bent nog niet toegelaten. Lees uw zes woorden voor aan wie u uitnodigde (‘kring status’ laat ze "
     "zien).",
     rest_unsent},
    {Library::client, "device_out",
     "Dit apparaat is uit de kring gehaald. Wat het had, blijft leesbaar. Was dat een vergissing, ga dan "
     "verder "
     "op een ander apparaat van u, of vraag een ouder om nieuwe sleutels.",
     rest_unsent},
    {Library::client, "ended",
     "U bent geen lid meer van deze kring. Wat u had, blijft leesbaar. Wilt u terug, vraag dan een ouder om "
     "een nieuwe uitnodiging.",
     rest_unsent},
    {Library::client, "turned_down",
     "U bent niet toegelaten: de uitnodiging is ingetrokken, of wie haar maakte, mag niet meer uitnodigen. "
     "Vraag om een nieuwe uitnodiging.",
     rest_unsent},
    {Library::client, "paused",
     "Een ouder heeft u gepauzeerd. Wat u had, blijft leesbaar; zodra een ouder u weer laat meedoen, gaat "
     "het "
     "vanzelf verder.",
     rest_unsent},
    {Library::client, "not_in_channel",
     "Dit apparaat heeft de sleutel van dit kanaal nog niet. Die komt zodra iemand anders uit het kanaal "
     "verbonden is.",
     rest_unsent},
    {Library::client, "may_not_post", "U mag hier lezen, maar niet schrijven.", rest_unsent},
    {Library::client, "stopped",
     "Deze kring staat stil op dit apparaat, omdat de hub iets liet zien wat niet kan. Wat u had, blijft "
     "leesbaar. ‘kring evidence’ zegt wat er is gebeurd en wat u kunt doen.",
     rest_unsent},
    {Library::client, "clock_off",
     "De klok van deze computer loopt meer dan vijf minuten anders dan die van de hub. Er wordt niets "
     "ondertekend tot de tijd goed staat. Zet de klok gelijk en doe het dan nog eens; wat u al vroeg, is "
     "bewaard. Loopt uw klok goed? Dan loopt die van de hub verkeerd: zeg het tegen wie de hub beheert.",
     rest_nothing},
    {Library::client, "hub_clock_off",
     "De klok van deze hub loopt meer dan vijf minuten verkeerd: de klok van een andere hub loopt gelijk met "
     "de uwe. Voor deze hub wordt niets ondertekend tot zijn tijd goed staat. U hoeft uw eigen klok niet te "
     "verzetten. Zeg het tegen wie de hub beheert en doe het later nog eens; wat u al vroeg, is bewaard, en "
     "kringen op andere hubs gaan gewoon door.",
     rest_nothing},
    {Library::client, "too_many_pending", "Er wacht al te veel op de hub. Wacht tot er verbinding is.",
     rest_unsent},
    {Library::client, "introduction_missing",
     "De naam van deze mens is nog niet binnen. Kijk straks nog eens met ‘kring requests’.", rest_unchanged},
    {Library::client, "file_too_large", "Dit bestand is groter dan 100 MiB (104 857 600 bytes).",
     rest_unsent},
    {Library::client, "not_a_file", "Onder dit nummer staat geen bestand. Zie ‘kring read’.", rest_unchanged},
    {Library::client, "circle_full",
     "De bestanden van deze kring vullen de ruimte die de hub ervoor geeft. Vraag de beheerder van de hub om "
     "meer.",
     rest_unsent},
    {Library::client, "hub_full",
     "De hub heeft geen plaats meer voor bestanden. Zeg het de beheerder, en probeer het later.",
     rest_unsent},
    {Library::client, "file_lost",
     "Het bestand dat wachtte op versturen, is niet meer in de map met uw gegevens. Verstuur het nog eens.",
     rest_unsent},
    {Library::client, "part_gone", "De hub heeft dit deel niet meer.", rest_again},
    {Library::client, "refused_by_hub", "De hub heeft dit geweigerd.", rest_look},
    {Library::client, "gave_up", "Dit is te vaak niet gelukt, dus het programma is gestopt met proberen.",
     rest_again},
    {Library::client, "not_needed", "Dit was al gebeurd, of het is niet meer nodig.", rest_unchanged},
    {Library::client, "wrong_hub_key", "De hub laat een andere sleutel zien dan die waarmee uw kring begon.",
     "Misschien is het een andere hub. Er is niets van uw kring naartoe gegaan, en niets van wat hij zegt "
     "wordt "
     "geloofd. Wat u schreef, blijft op dit apparaat. Zeg het tegen wie de hub beheert, niet via deze hub. "
     "Laat "
     "hij de juiste sleutel weer zien, dan gaat de kring vanzelf verder."},
    {Library::client, "wrong_origin", "De hub noemt zich anders dan het adres waarop u verbonden bent.",
     rest_alarm},
    {Library::client, "head_went_back",
     "De hub liet een ouder stuk van de geschiedenis zien alsof het nieuw is.", rest_alarm},
    {Library::client, "head_forked", "De hub liet twee verschillende geschiedenissen van uw kring zien.",
     rest_alarm},
    {Library::client, "bad_head_signature", "De handtekening van de hub klopt niet.", rest_alarm},
    {Library::client, "charter_entry_refused", "De hub gaf een stap in uw kring door die tegen de regels is.",
     rest_alarm},
    {Library::client, "log_entry_refused", "De hub gaf iets in een kanaal door dat tegen de regels is.",
     rest_alarm},
    {Library::client, "log_hash_differs", "De geschiedenis van een kanaal is veranderd sinds u die las.",
     rest_alarm},
    {Library::client, "articles_void",
     "Een kanaal is opnieuw begonnen vanaf een plek vóór berichten die u al gelezen had.",
     "De apparaten van wie ze schreven, sturen ze opnieuw. Wat anderen schreven, is op dit apparaat bewaard "
     "zoals het was."},
    {Library::client, "welcome_refused", "Iemand gaf u een sleutel voor een kanaal die niet klopt.",
     rest_alarm},
    {Library::client, "log_cut_off",
     "Een ouder liet de kring doorgaan nadat de hub was teruggezet, zonder wat dit apparaat van een kanaal "
     "heeft. "
     "Het blijft hier. Een eigenaar kan het kanaal opnieuw beginnen.",
     rest_alarm},
    {Library::client, "heads_unknown", "De hub heeft nog niet gezegd waar alle kanalen eindigen.",
     rest_again},
    {Library::client, "bad_birth_date",
     "Een kind is niet in de toekomst geboren, en niet meer dan 120 jaar geleden.", rest_unchanged},
    {Library::client, "no_child_here", "In een netwerk staat niets over een kind.", rest_unchanged},
    {Library::client, "not_a_network", "Nieuwsgroepen zijn er in een netwerk, niet in een kring.",
     "Er is niets veranderd. In een kring opent ‘kring open’ een kanaal."},
    {Library::client, "bad_newsgroup_name",
     "Dit is geen naam voor een nieuwsgroep. Schrijf kleine letters, cijfers en streepjes, met punten "
     "ertussen, "
     "zoals nik.holland-rijnland.ouders.",
     rest_unchanged},
    {Library::client, "newsgroup_exists", "Er is al een kanaal met deze naam.", rest_other_name},
    {Library::client, "not_a_newsgroup", "Dit kanaal is geen nieuwsgroep.",
     "Er is niets veranderd. Hier schrijft u met ‘kring say’."},
    {Library::client, "newsgroup_takes_posts", "In een nieuwsgroep schrijft u met ‘kring post’.",
     rest_unchanged},
    {Library::client, "unknown_post", "Dit bericht is er niet, of het is weggehaald. Zie ‘kring threads’.",
     rest_unchanged},
    {Library::client, "may_identify_child", "Deze tekst kan laten zien over welk kind het gaat.",
     "Er is niets geplaatst. Haal het eruit, of zeg met --identifies-nobody dat niemand hieraan een kind "
     "herkent."},
    {Library::client, "may_not_moderate", "U modereert deze nieuwsgroep niet.", rest_unchanged},
    {Library::client, "not_your_post", "Alleen wie een bericht schreef, kan het wijzigen.", rest_unchanged},
    {Library::client, "post_held", "Een moderator houdt dit bericht vast. U kunt het nu niet wijzigen.",
     "Er is niets veranderd. Overleg met de moderator, of haal het weg met ‘kring remove-post’."},
    {Library::client, "thread_over", "Dit onderwerp is afgelopen: wie het begon, wilde dat zo.",
     "Er is niets geplaatst. Begin een nieuw onderwerp met ‘kring post --subject’."},
    {Library::client, "bad_post_end", "De tijd bij --until is al voorbij.", "Er is niets geplaatst."},
    {Library::client, "too_many_pinned", "Er staan al vijf onderwerpen bovenaan. Meer kan niet.",
     "Er is niets veranderd. Haal er eerst een van boven weg: ‘kring unpin’."},
    {Library::client, "too_many_edits", "Dit bericht is al 32 keer gewijzigd. Vaker kan niet.",
     "Er is niets veranderd. Schrijf een antwoord: ‘kring post --reply-to’."},
    {Library::client, "own_post", "Dit bericht schreef u zelf.",
     "Er is niets gemeld. U kunt het weghalen: ‘kring remove-post’."},
    {Library::client, "report_to_nobody", "Hier kan nog geen andere moderator een melding lezen.",
     "Er is niets gemeld, en niemand weet dat u het wilde."},
    {Library::client, "may_not_report",
     "U mag deze nieuwsgroep lezen maar er niet in schrijven, en een melding wordt erin geschreven.",
     "Er is niets gemeld, en niemand weet dat u dat wilde. Vertel het zelf aan een moderator, per telefoon "
     "of "
     "waar u wel mag schrijven."},
    {Library::client, "no_longer_read", "Uw rol mag in dit kanaal niet meer lezen of schrijven.",
     "Wat dit apparaat ervan had, blijft leesbaar. Er komt niets nieuws, en er is niets verstuurd. Klopt dat "
     "niet, "
     "vraag het dan een ouder met gezag."},
    {Library::client, "unknown_report", "Er is geen melding met dit nummer. Zie ‘kring reports’.",
     rest_unchanged},
    {Library::client, "bad_search", "U kunt naar 1 tot 16 woorden zoeken, met samen 400 bytes.",
     rest_unchanged},
    {Library::client, "circle_stays_private",
     "Dit is geen netwerk maar een kring. Met een sleutel voor verklaringen zou iedereen kunnen lezen "
     "hoeveel "
     "mensen er rond dit kind zijn en wanneer zij kwamen en gingen, voorgoed. Dat doe ik nooit.",
     "Er is niets veranderd. Alleen een netwerk geeft verklaringen."},
    {Library::client, "no_attestation_key",
     "Dit apparaat heeft in dit netwerk geen sleutel om te verklaren die geldt.",
     "Er is niets veranderd. ‘kring attestation-key’ maakt er een."},
    {Library::client, "attestation_too_long",
     "Een verklaring geldt ten minste een dag en ten hoogste 90 dagen.", rest_unchanged},
    {Library::client, "attestation_of_other",
     "Deze verklaring gaat over iemand anders, en is bij u niets waard.", rest_unchanged},
    {Library::client, "attestation_over", "De tijd van deze verklaring is voorbij.",
     "Er is niets veranderd. Vraag de coördinator om een nieuwe."},
    {Library::client, "attestation_older",
     "U bewaart al een nieuwere verklaring over hetzelfde. ‘kring attestations’ laat hem zien.",
     rest_unchanged},
    {Library::client, "attestation_not_yet", "Deze verklaring zegt dat er later dan nu iets is nagegaan.",
     "Er is niets veranderd. Kijk naar uw klok. Staat die goed, vraag de coördinator dan om een nieuwe."},
    {Library::client, "attestation_taken_back",
     "Deze verklaring geldt niet meer. Het netwerk nam hem terug, of de sleutel waarmee hij is gegeven, of "
     "bestaat niet meer.",
     "Er is niets getoond. Vraag een coördinator van dat netwerk om een nieuwe."},
    {Library::client, "unknown_attestation",
     "Deze verklaring ken ik niet. ‘kring attestations’ laat zien welke er zijn.", rest_unchanged},
    {Library::client, "network_charter_refused",
     "De hub liet iets zien dat niet het logboek van dat netwerk kan zijn.", rest_network},
    {Library::client, "network_went_back",
     "De hub liet een ouder logboek van een netwerk zien dan eerder: er kan een verklaring zijn ingetrokken "
     "die hij verzwijgt.",
     rest_network},
    {Library::client, "network_forked", "De hub liet twee verschillende logboeken van één netwerk zien.",
     rest_network},
    {Library::client, "network_hidden",
     "De hub zegt dat er geen netwerk is dat hij eerder wel liet zien: er kan een verklaring zijn "
     "ingetrokken die hij verzwijgt.",
     rest_network},
    {Library::client, "unknown_network", "Van dit netwerk weet dit apparaat niets.", rest_unchanged},
    {Library::client, "member_not_here",
     "Deze mens doet nu niet mee: weggehaald, weggegaan, stopgezet, of de tijd is voorbij.",
     "Er is niets verklaard."},
    {Library::client, "keys_not_checked",
     "Deze mens heeft nieuwe sleutels, en u hebt die nog niet nagekeken. Misschien is het iemand anders.",
     "Er is niets verklaard. Vergelijk eerst de zes woorden, met ‘kring check’."},
    {Library::client, "publication_changed",
     "Er wordt nu iets anders gevraagd dan u hebt gezien: een andere coördinator vraagt het, of niemand "
     "meer.",
     "U hebt nergens mee ingestemd. Zie ‘kring status’, en vraag het opnieuw als u het nog wilt."},
    {Library::client, "link_refused",
     "Het andere apparaat heeft dit apparaat niet toegelaten: de zes woorden waren anders, er is nee gezegd, "
     "of het is daar afgebroken. Begin opnieuw met ‘kring link’.",
     rest_unchanged},
    {Library::client, "kit_not_whole", "Nog niet alles komt met deze woorden terug.",
     "Uw woorden zijn goed en er is niets veranderd. Wat ontbreekt staat op dit apparaat, en wordt bewaard "
     "zodra het met de hub verbonden is: laat ‘kring watch’ even open en probeer het nog eens."},
    {Library::client, "bad_person_state", "Wat uw andere apparaat stuurde, is niet te lezen.", rest_program},
    {Library::client, "person_state_too_large",
     "Uw kringen, kanalen en rollen hebben zoveel namen dat ze niet passen in wat het ene apparaat aan het "
     "andere kan geven.",
     rest_unchanged},
    {Library::client, "bad_frame", "De hub stuurde iets dat niet te lezen is.", rest_alarm},
    {Library::channels, "signer_not_live",
     "U bent geen lid (meer) van deze kring, of uw tijd is voorbij. Wat u had, blijft leesbaar.", rest_owner},
    {Library::channels, "unknown_signer", "De kring kent dit apparaat niet.", rest_owner},
    {Library::channels, "not_live",
     "U bent geen lid (meer) van deze kring, of uw tijd is voorbij. Wat u had, blijft leesbaar.", rest_owner},
    {Library::channels, "not_admitted", "De hub laat dit apparaat niet binnen.", rest_owner},
    {Library::channels, "clock_off",
     "De klok van deze computer loopt meer dan vijf minuten anders dan die van de hub. Zet de klok gelijk.",
     rest_again},
    {Library::channels, "needs_owner", "Dit mag alleen een ouder met gezag.", rest_owner},
    {Library::channels, "needs_all_owners",
     "Alle ouders met gezag moeten dit goedvinden, en dat doen ze nog niet allemaal.",
     "Er is niets veranderd. ‘kring requests’ en ‘kring status’ laten zien wie het is; voor iemand erbij "
     "doet "
     "elk van de anderen ‘kring consent’."},
    {Library::channels, "consent_out_of_time",
     "De toestemming van een andere ouder is ouder dan een week. Vraag die opnieuw.", rest_unchanged},
    {Library::channels, "role_does_not_own", "Dit is geen rol voor een ouder met gezag.", rest_unchanged},
    {Library::channels, "role_owns", "Deze rol is voor ouders met gezag; dat gaat alleen met twaalf woorden.",
     rest_unchanged},
    {Library::channels, "target_owns",
     "Dat kunt u een andere ouder met gezag niet aandoen: alleen samen, of deze ouder zelf.", rest_unchanged},
    {Library::channels, "last_owner", "U bent de laatste ouder met gezag, en een kring zonder kan niet.",
     "Er is niets veranderd. Laat eerst iemand toe die het ook wordt, met ‘kring invite parent’; of beëindig "
     "de kring voor iedereen, met ‘kring end’."},
    {Library::channels, "owning_is_fixed", "Wie de kring heeft, ligt bij een rol vast.", rest_unchanged},
    {Library::channels, "may_not_admit_owner", "Een rol mag geen ouders met gezag toelaten.", rest_unchanged},
    {Library::channels, "not_an_owner", "Deze mens is geen ouder met gezag; gebruik ‘kring remove’.",
     rest_unchanged},
    {Library::channels, "target_is_signer", "Over uzelf gaat dat niet zo; weggaan kan met ‘kring leave’.",
     rest_unchanged},
    {Library::channels, "already_asked", "Dat is al gevraagd.", rest_unchanged},
    {Library::channels, "already_agreed", "U hebt dat al gezegd.", rest_unchanged},
    {Library::channels, "not_asked",
     "Dat is niet gevraagd, of niet meer: wie iets tekent, laat merken er te zijn.", rest_unchanged},
    {Library::channels, "too_early",
     "Daar moeten eerst meer dagen voorbijgaan: dertig voor het weggaan van een ouder met gezag, veertien "
     "voor het einde van een kring.",
     rest_unchanged},
    {Library::channels, "frozen_lately",
     "U hebt de kring deze week al bevroren; dat kan eens per zeven dagen.", rest_unchanged},
    {Library::channels, "frozen",
     "De kring is bevroren: tot dat ophoudt, komt niemand erbij, en rollen en kanalen veranderen niet.",
     rest_unchanged},
    {Library::channels, "not_frozen", "U hebt de kring niet bevroren, of dat is voorbij.", rest_unchanged},
    {Library::channels, "circle_ended", "De ouders hebben deze kring beëindigd.", rest_unchanged},
    {Library::channels, "already_paused", "Deze mens is al gepauzeerd.", rest_unchanged},
    {Library::channels, "not_paused", "Deze mens is niet gepauzeerd.", rest_unchanged},
    {Library::channels, "unknown_device", "De kring kent dit apparaat niet. Zie ‘kring devices’.",
     rest_unchanged},
    {Library::channels, "too_many_devices",
     "Iemand kan hoogstens acht apparaten hebben. Haal er eerst een weg met ‘kring revoke-device’.",
     rest_unchanged},
    {Library::channels, "device_revoked", "Dit apparaat is al weggehaald.", rest_unchanged},
    {Library::channels, "target_added_signer",
     "Een apparaat kan niet het apparaat weghalen dat het heeft toegevoegd. Met uw twaalf woorden kan het "
     "wel: "
     "‘kring revoke-device’ vraagt erom.",
     rest_unchanged},
    {Library::channels, "last_device",
     "Dit is uw laatste apparaat in deze kring. Wilt u weg, doe dan ‘kring leave’.", rest_unchanged},
    {Library::channels, "regie_stays",
     "Het kanaal Regie kan niet dicht: zonder kunnen ouders niet samen beslissen.", rest_unchanged},
    {Library::channels, "channel_closed",
     "Dit kanaal is gesloten: niemand schrijft er nog. Wat er staat, blijft leesbaar.", rest_unchanged},
    {Library::channels, "owners_keep_rights",
     "Ouders met gezag mogen in elk kanaal lezen, schrijven en modereren. Niemand neemt hun dat af.",
     rest_unchanged},
    {Library::channels, "regie_*", "Het kanaal Regie is er één keer, alleen voor ouders met gezag.",
     rest_unchanged},
    {Library::channels, "too_many_roles", "Er zijn al 256 rollen in deze kring.", rest_unchanged},
    {Library::channels, "too_many_channels", "Er zijn al 256 kanalen in deze kring.", rest_unchanged},
    {Library::channels, "wrong_generation", "Het nieuwe begin van een kanaal past niet bij zijn sleutels.",
     rest_unchanged},
    {Library::channels, "heads_incomplete",
     "De kring kan alleen verder als van elk kanaal de plek genoemd is.", rest_unchanged},
    {Library::channels, "too_many_invitations",
     "Er staan al 64 uitnodigingen open. Trek er eerst een in met ‘kring withdraw’.", rest_unchanged},
    {Library::channels, "too_many_invitations_today",
     "U hebt in één etmaal al zo veel uitnodigingen gemaakt als mag. Ingetrokken en gebruikte tellen mee; "
     "wat openstaat, blijft werken.",
     rest_unchanged},
    {Library::channels, "may_not_admit", "U mag niemand in deze rol uitnodigen of toelaten.", rest_owner},
    {Library::channels, "stay_too_long", "Zo lang mag dit niet. ‘kring roles’ laat de langste tijd zien.",
     rest_unchanged},
    {Library::channels, "bad_expiry", "Een uitnodiging werkt hooguit zeven dagen.", rest_unchanged},
    {Library::channels, "preapproval_not_allowed",
     "Bij deze rol moet u altijd zelf kijken wie er komt. Nodig uit zonder --preapproved.", rest_unchanged},
    {Library::channels, "invitation_used",
     "Deze uitnodiging is al gebruikt. Was u dat niet, vertel het dan aan wie u uitnodigde.", rest_new_link},
    {Library::channels, "invitation_withdrawn", "Deze uitnodiging is ingetrokken.", rest_new_link},
    {Library::channels, "invitation_void",
     "Deze uitnodiging geldt niet meer: wie haar maakte, is weg uit de kring.", rest_new_link},
    {Library::channels, "invitation_expired", "De tijd van deze uitnodiging is voorbij.", rest_new_link},
    {Library::channels, "acceptance_void", "Deze aanvraag geldt niet meer.", rest_new_link},
    {Library::channels, "outlives_admitter", "U kunt niemand langer toelaten dan u zelf in de kring bent.",
     rest_unchanged},
    {Library::channels, "bad_link",
     "Dit is geen uitnodiging van Kring, of de link is niet heel overgenomen. Zet hem tussen "
     "aanhalingstekens.",
     rest_unchanged},
    {Library::channels, "bad_link_host", "De link noemt geen adres dat kan.", rest_new_link},
    {Library::channels, "unknown_link_version",
     "Deze link is van een nieuwere versie. Werk het programma bij.", rest_unchanged},
    {Library::channels, "bad_name", "Een naam is één regel tekst van 1 tot 100 bytes.", rest_unchanged},
    {Library::channels, "bad_introduction",
     "De naam van deze mens is niet te lezen of klopt niet. Laat deze mens niet toe.", rest_unchanged},
    {Library::channels, "bad_mail",
     "Wat er kwam, is niet van het apparaat dat u koppelt. Misschien heeft iemand het onderweg veranderd. "
     "Begin opnieuw met ‘kring link’.",
     rest_unchanged},
    {Library::channels, "charter_not_public",
     "Het logboek van dit netwerk is nog niet openbaar; dat moeten alle coördinatoren eerst goedvinden.",
     "Er is niets veranderd. ‘kring attestation-key’ vraagt het hun."},
    {Library::channels, "charter_public", "Het logboek van dit netwerk is al openbaar.",
     "Er is niets veranderd. ‘kring attestation-key’ maakt een sleutel voor dit apparaat."},
    {Library::channels, "too_many_attestation_keys",
     "Een netwerk heeft hoogstens zestien sleutels voor verklaringen tegelijk. Trek er eerst een in met "
     "‘kring "
     "attestation-key --withdraw’.",
     rest_unchanged},
    {Library::channels, "unknown_attestation_key", "Het netwerk heeft deze sleutel voor verklaringen niet.",
     rest_unchanged},
    {Library::channels, "attestation_already_withdrawn", "Deze verklaring is al ingetrokken.",
     rest_unchanged},
    {Library::channels, "bad_attestation",
     "Dit is geen verklaring zoals een netwerk die geeft: de tekst is niet heel, of zegt te veel, of zou "
     "langer "
     "dan 90 dagen gelden.",
     rest_unchanged},
    {Library::channels, "too_many_attestations",
     "U kunt hoogstens vier verklaringen laten zien. Haal er eerst "
     "een weg met ‘kring attestations --remove’.",
     rest_unchanged},
    {Library::channels, "chain_too_long",
     "Dit apparaat is gekoppeld door een dat zelf gekoppeld was, acht keer achter elkaar, en kan er geen "
     "meer "
     "koppelen. Koppel het vanaf een apparaat dat dichter bij uw eerste ligt.",
     rest_unchanged},
    {Library::channels, "wrong_introduction", "Deze naam hoort bij een ander. Laat deze mens niet toe.",
     rest_unchanged},
    {Library::channels, "unknown_role", "Deze rol is er niet.", rest_look},
    {Library::channels, "unknown_channel", "Dit kanaal is er niet, of u mag het niet zien.", rest_look},
    {Library::channels, "unknown_member", "Deze mens is niet in de kring.", rest_look},
    {Library::channels, "not_a_member", "Deze mens is geen lid meer.", rest_look},
    {Library::channels, "unknown_invitation", "Deze uitnodiging bestaat niet.", rest_new_link},
    {Library::channels, "unknown_acceptance", "Deze aanvraag bestaat niet.", rest_look},
    {Library::channels, "wrong_member", "Deze stap noemt een andere mens dan de aanvraag.", rest_look},
    {Library::channels, "wrong_role", "Deze stap noemt een andere rol dan de uitnodiging.", rest_look},
    {Library::channels, "duplicate_id", "Dit bestaat al.", rest_look},
    {Library::channels, "bad_entry", "Een stap in de kring is niet goed gemaakt.", rest_program},
    {Library::channels, "unsupported_version", "Dit komt van een nieuwere versie van het programma.",
     rest_program},
    {Library::channels, "unknown_kind", "Dit is een soort stap van een nieuwere versie van het programma.",
     rest_program},
    {Library::channels, "not_founded", "Deze kring is nog niet begonnen.", rest_again},
    {Library::channels, "already_founded", "Deze kring is al begonnen.", rest_look},
    {Library::channels, "wrong_circle", "Dit hoort bij een andere kring.", rest_program},
    {Library::channels, "wrong_number", "Iemand anders deed op hetzelfde moment iets in de kring.",
     rest_again},
    {Library::channels, "forked_head", "Iemand anders deed op hetzelfde moment iets in de kring.",
     rest_again},
    {Library::channels, "time_backwards",
     "De klok van deze computer loopt achter op die van de kring. Zet de klok gelijk.", rest_again},
    {Library::channels, "wrong_signatures", "Er ontbreekt een handtekening, of er is een te veel.",
     rest_program},
    {Library::channels, "bad_signature", "Een handtekening klopt niet.", rest_program},
    {Library::channels, "bad_snapshot", "De bewaarde stand van de kring is beschadigd.", rest_home},
    {Library::channels, "bad_structure", "Iets in een kanaal is niet goed gemaakt.", rest_structure},
    {Library::channels, "log_*", "De hub heeft iets in een kanaal teruggedateerd.", rest_structure},
    {Library::channels, "commit_*",
     "Een wijziging van wie in een kanaal leest, klopt niet met wat ervoor getekend is.", rest_structure},
    {Library::channels, "heal_*", "Een vraag van een apparaat om weer in een kanaal te komen, klopt niet.",
     rest_structure},
    {Library::channels, "rotation_*", "De nieuwe sleutel van een kanaal klopt niet.", rest_structure},
    {Library::channels, "opening_*", "Een kanaal is op een verkeerde manier geopend.", rest_structure},
    {Library::channels, "channel_*", "Een kanaal noemt zich anders dan de kring het kent.", rest_structure},
    {Library::channels, "join_*", "De toegang tot een kanaal klopt niet met de geschiedenis ervan.",
     rest_structure},
    {Library::channels, "record_*", "Een bericht klopt niet met de regels van het kanaal op dat moment.",
     rest_structure},
    {Library::channels, "article_too_large", "Dit bericht is te groot.", rest_unsent},
    {Library::channels, "article_*", "Een bericht is niet te lezen.", rest_structure},
    {Library::channels, "text_empty", "Er staat niets in. Schrijf iets.", rest_unsent},
    {Library::channels, "text_too_long",
     "De tekst is langer dan mag (een bericht: 16 384 bytes). Maak er twee berichten van.", rest_unsent},
    {Library::channels, "text_not_utf8", "Deze tekst is geen UTF-8.", rest_unsent},
    {Library::channels, "text_control_character",
     "In de tekst staan stuurtekens die niemand kan lezen. Haal ze eruit.", rest_unsent},
    {Library::channels, "may_not_post", "U mag hier lezen, maar niet schrijven.", rest_unsent},
    {Library::channels, "stale", "Iemand anders was net eerder.", rest_again},
    {Library::channels, "conflict", "De hub heeft onder deze naam al iets anders bewaard.", rest_look},
    {Library::channels, "no_key_package",
     "Deze mens heeft nu geen sleutel klaarliggen. Het gaat vanzelf verder zodra die verbonden is.",
     rest_nothing},
    {Library::channels, "not_found", "De hub heeft dit niet (meer).", rest_again},
    {Library::channels, "commit_refused",
     "De hub vond dat een wijziging van wie in een kanaal leest niet klopt.", rest_look},
    {Library::channels, "charter_refused", "De hub vond dat dit tegen de regels van de kring is.", rest_look},
    {Library::channels, "staged_missing", "Een groot stuk was bij de hub niet meer aanwezig.", rest_again},
    {Library::channels, "limit", "Dit is meer dan de hub aanneemt.", rest_unchanged},
    {Library::channels, "too_large", "Dit is groter dan de hub aanneemt.", rest_unsent},
    {Library::channels, "overloaded", "De hub heeft het te druk.", rest_again},
    {Library::channels, "draining", "De hub gaat even weg.", rest_again},
    {Library::channels, "unavailable", "De hub kan even niet bij zijn opslag. Wat u vroeg, is bewaard.",
     rest_again},
    {Library::channels, "read_only",
     "De hub is teruggezet vanaf een reservekopie; een ouder moet de kring eerst laten doorgaan.",
     rest_again},
    {Library::channels, "internal", "Er ging iets mis bij de hub. Wat u vroeg, is bewaard.", rest_again},
    {Library::channels, "bad_frame", "De hub kon niet lezen wat dit programma stuurde.", rest_program},
    {Library::channels, "bad_field", "De hub kon een deel niet lezen van wat dit programma stuurde.",
     rest_program},
    {Library::channels, "unknown_op",
     "De hub kent deze vraag niet; misschien is de hub ouder dan dit programma.", rest_program},
    {Library::channels, "not_logged_in", "De hub vergat wie dit apparaat is.", rest_again},
    {Library::channels, "nonce_used", "De aanmelding bij de hub was al eens gebruikt.", rest_again},
    {Library::crypto, "bad_words",
     "Dit zijn geen twaalf woorden van Kring: een woord is verkeerd, of de volgorde.", rest_unchanged},
    {Library::crypto, "*", "Iets dat versleuteld of ondertekend is, klopt niet.", rest_structure},
});

constexpr auto help = std::to_array<HelpText>({
    {"", "Kring: versleuteld samenwerken rond één kind.", R"help(Gebruik: kring [OPTIES] OPDRACHT …

Opties, voor of na de opdracht:
  --home MAP           waar dit apparaat zijn gegevens bewaart
                       (anders KRING_HOME, dan ~/.local/share/kring)
  --hub URL            de hub voor ‘found’ en ‘recover’ (standaard: bij ‘found’
                       die van uw kringen, anders http://127.0.0.1:8420)
  --circle KRING       welke kring, als u er meer hebt: id of naam
  --json               één JSON-object op de uitvoer, voor scripts
  --lang nl|en         de taal (anders uit LC_ALL, LC_MESSAGES of LANG)
  --color WANNEER      kleuren: auto, always of never; NO_COLOR zet ze uit
  --timeout SECONDEN   hoe lang op de hub wachten (standaard 20)
  --version            de versie
  -h, --help           deze uitleg, of die van één opdracht

Beginnen:
  kring init --name "Anne Jansen" --relation moeder
  kring found "Kring Sam"
  kring invite family

Einde: 0 gedaan, 1 mislukt, 2 opdracht onjuist, 3 mag niet, 4 geen verbinding
(bewaard voor later), 5 alarm, 6 niet of niet meer toegelaten,
7 niet volledig.
)help"},
    {"init", "Dit apparaat en uw twaalf woorden maken",
     R"help(Gebruik: kring init --name NAAM [--relation TEKST] [--passphrase] [--confirmed]

  --name NAAM        zoals anderen in een kring u zien
  --relation TEKST   wat u van het kind bent, zoals "moeder" of "kinderarts"
  --passphrase       de gegevens met een wachtzin afsluiten; zonder deze optie
                     ligt de sleutel in een bestand dat alleen u kunt lezen
                     (scripts: de wachtzin staat in $KRING_PASSPHRASE_FILE)
  --confirmed        niet naar woord 4 en 9 vragen: u hebt ze opgeschreven
  --kit BESTAND      ook het reddingsblad schrijven; zie ‘kring kit --help’

Voorbeeld:
  kring init --name "Anne Jansen" --relation moeder
)help"},
    {"words", "Laten zien dat u de twaalf woorden hebt", R"help(Gebruik: kring words [--words-file BESTAND]

  --words-file BESTAND   de woorden uit een bestand lezen; - is de invoer

Voorbeeld:
  kring words
)help"},
    {"recover", "Terugkomen met uw twaalf woorden",
     R"help(Gebruik: kring recover [LINK] [--hub URL] [--name NAAM]
                     [--relation TEKST] [--words-file BESTAND] [--passphrase]

Voor wie geen apparaat meer heeft, en de twaalf woorden wel. Zonder LINK komt u
zonder iemands hulp terug in al uw kringen: noem de hub die op uw reddingsblad
staat. Met LINK in één kring; iemand daar maakt die met ‘kring devices UW_NAAM
--link’. Dit apparaat komt er bij onder uw eigen naam; u leest terug in de
kanalen waar dat mag. Werd het onderbroken, zeg het dan nog eens.

  --hub URL              de hub van uw kringen
  --name NAAM            zoals anderen u zien; met LINK nodig op een leeg
                         apparaat
  --relation TEKST       wat u van het kind bent
  --words-file BESTAND   de woorden uit een bestand lezen; - is de invoer
  --passphrase           als bij ‘kring init’

Voorbeelden:
  kring recover --hub https://kring.example
  kring recover "https://kring.example/i#d1.…" --name "Anne Jansen"
)help"},
    {"kit", "Het reddingsblad maken, of proberen of het alles terugbrengt",
     R"help(Gebruik: kring kit [BESTAND] [--words-file BESTAND]
         kring kit --prove [--words-file BESTAND]

Vraagt uw twaalf woorden, en maakt er een pagina van. Eindigt BESTAND op .svg,
dan is het een tekening met een QR-code; anders is het tekst. Alleen u kunt het
bestand lezen. Druk het af, en wis het daarna. Zonder BESTAND ziet u de tekst.

Met --prove typt u de woorden van uw papier over, en wordt er echt mee gelezen
wat de hub van uw apparaten bewaart. U ziet wat ermee terugkomt: kringen,
kanalen, wie u hebt nagekeken. Er verandert niets, voor niemand. Tot dat een
keer is gelukt, herinnert ‘kring’ u eraan.

  --prove                proberen of de woorden alles terugbrengen
  --words-file BESTAND   de woorden uit een bestand lezen; - is de invoer

Voorbeelden:
  kring kit reddingsblad.svg
  kring kit --prove
)help"},
    {"status", "Verbinding, kringen, wat nog te doen is, alarmen", R"help(Gebruik: kring status

Voorbeeld:
  kring status
)help"},
    {"evidence", "Alarmen: wat er gebeurde, wat veilig is, wat bewaard is",
     R"help(Gebruik: kring evidence
         kring evidence NUMMER [-o BESTAND] [--seen]

Zonder NUMMER: elk alarm van dit apparaat, met wat er gebeurde, of een
vergissing dat kan doen, wat veilig is en wat u kunt doen. Met NUMMER ook wat
bewaard is, wat dat bewijst en aan wie u het kunt geven. Dit werkt ook zonder
verbinding, en de hub merkt er niets van.

  -o, --output BESTAND   zet wat bewaard is in een nieuw bestand; een bestand
                         dat er al is, blijft zoals het is
  --seen                 u hebt dit gezien: ‘kring status’ telt het dan alleen
                         nog mee

Voorbeelden:
  kring evidence
  kring evidence 2 -o alarm.bin
  kring evidence 2 --seen
)help"},
    {"found", "Een kring of een netwerk beginnen",
     R"help(Gebruik: kring found NAAM [--guardian | --network] [--hub URL]
         kring found --cancel NAAM

U wordt ouder met gezag. De hub ziet de naam niet. Zonder --hub is het de hub
van uw kringen, als die allemaal op één hub staan.

  --cancel    neemt terug wat nog moet beginnen, omdat zijn hub niet antwoordt
  --guardian  u wordt voogd, en beslist in plaats van ouders
  --network   een netwerk van hulpverleners of ouders in plaats van een kring:
              u wordt coördinator. Het heeft nieuwsgroepen, andere rollen, en
              niets over een kind.

Voorbeelden:
  kring found "Kring Sam" --hub https://kring.example
  kring found "Kring Sam" --guardian
  kring found "NIK Holland Rijnland" --network
)help"},
    {"roles", "Welke rollen u kunt uitnodigen, of uitleg van één rol",
     R"help(Gebruik: kring roles [ROL]

  ROL   sleutelwoord, naam of id: waar deze rol voor is, en wat die nu mag in
        de kring

Voorbeelden:
  kring roles
  kring roles parent_without_authority
)help"},
    {"invite", "Iemand uitnodigen: een link en een QR-code",
     R"help(Gebruik: kring invite ROL [--stay TIJD] [--expires TIJD] [--preapproved]

  ROL              kort woord, naam of id; zie ‘kring roles’
  --stay TIJD      hoe lang deze mens in de kring blijft
  --expires TIJD   hoe lang de link werkt (standaard 48h, hooguit 7d)
  --preapproved    wie de link gebruikt, is meteen toegelaten; mag bij weinig rollen

TIJD: 90s, 20m, 48h of 7d. De link werkt één keer.

Voorbeelden:
  kring invite family
  kring invite night --stay 12h --expires 20m
)help"},
    {"withdraw", "Een uitnodiging intrekken", R"help(Gebruik: kring withdraw UITNODIGING

  UITNODIGING   het id, of de eerste 8 tekens; zie ‘kring status’

Voorbeeld:
  kring withdraw 5f0c21aa
)help"},
    {"join", "Een uitnodiging aannemen", R"help(Gebruik: kring join LINK

Zet de link tussen aanhalingstekens. Daarna ziet u zes woorden. Lees die voor
aan wie u uitnodigde.

Voorbeeld:
  kring join 'https://kring.example/i#v1.…'
)help"},
    {"requests", "Wie er wachten tot u ze toelaat", R"help(Gebruik: kring requests

Voorbeeld:
  kring requests
)help"},
    {"confirm", "Iemand toelaten",
     R"help(Gebruik: kring confirm UITNODIGING [--six "w w w w w w"] [--words-file BESTAND]

  UITNODIGING            het id, de eerste 8 tekens, of de naam van wie wacht
  --six WOORDEN          vergelijk met deze zes woorden, zonder vraag
  --words-file BESTAND   uw twaalf woorden, nodig om een ouder met gezag toe te
                         laten; - is de invoer

Voorbeelden:
  kring confirm 5f0c21aa
  kring confirm "Oma Riet" --six "appel boot kaars molen tafel wolk"
)help"},
    {"consent", "Een ouder met gezag erbij goedvinden",
     R"help(Gebruik: kring consent UITNODIGING [--six "w w w w w w"] [--words-file BESTAND]

Alle ouders met gezag moeten het goedvinden als er een bijkomt. Ieder vergelijkt
de zes woorden en vindt het goed, met ‘confirm’ of ‘consent’; dat telt een week.
Wie de laatste is, typt de eigen twaalf woorden, en de nieuwe ouder is erbij.

  UITNODIGING            het id, de eerste 8 tekens, of de naam van wie wacht
  --six WOORDEN          vergelijk met deze zes woorden, zonder vraag
  --words-file BESTAND   uw twaalf woorden, alleen nodig als alle anderen het
                         goedvinden; - is de invoer

Voorbeeld:
  kring consent "Stiefpapa Karim"
)help"},
    {"members", "Wie er in de kring zijn", R"help(Gebruik: kring members

Voorbeeld:
  kring members
)help"},
    {"matrix", "Wie wat ziet", R"help(Gebruik: kring matrix

Alle mensen en alle rollen, met wat ieder mag in elk kanaal: r lezen,
p schrijven, m beheren. Tussen haakjes staat wat terugkomt zodra iemand niet
meer gepauzeerd is. Dit zijn de rechten waarmee de kring mensen toelaat en
buiten houdt, geen kopie daarvan.

Voorbeeld:
  kring matrix
)help"},
    {"see-as", "De kring zien zoals iemand die kan openen",
     R"help(Gebruik: kring see-as LID

  LID   de naam, het id of de eerste 8 tekens ervan; zie ‘kring members’

Welke kanalen deze mens kan openen, vanaf wanneer die kan teruglezen, wat
die niet ziet, tot wanneer, en wie die mag toelaten. Van elk kanaal de laatste
berichten die deze mens kan lezen, als u dat kanaal zelf ook leest.

Voorbeeld:
  kring see-as "Nachtzuster Eva"
)help"},
    {"who", "Wie iemand is, en wie daarvoor instaat", R"help(Gebruik: kring who LID

  LID   de naam, het id of de eerste 8 tekens ervan; zie ‘kring members’

Naam, relatie en rol, wie deze mens uitnodigde en toeliet, wanneer, en of u
zelf de zes woorden hebt laten vergelijken.

Voorbeeld:
  kring who "Nachtzuster Eva"
)help"},
    {"child", "Wanneer het kind geboren is, voor bericht bij verjaardagen",
     R"help(Gebruik: kring child [--born DATUM]

  --born DATUM   schrijft op wanneer het kind geboren is: 3-5-2014 of 2014-05-03

Voor ouders met gezag. De datum staat versleuteld in Regie: niemand anders in de
kring kan hem lezen, en de hub ook niet. Drie maanden voor de 12e, de 16e en de
18e verjaardag zeggen ‘kring status’ en ‘kring watch’ wat er dan verandert, tot
een maand erna.

Voorbeelden:
  kring child
  kring child --born 3-5-2014
)help"},
    {"remove", "Iemand verwijderen", R"help(Gebruik: kring remove LID [--yes]

  LID     de naam, het id of de eerste 8 tekens; zie ‘kring members’
  --yes   niet vragen

De sleutels van alle kanalen van dit lid worden vernieuwd.

Voorbeeld:
  kring remove "Nachtzuster Eva"
)help"},
    {"restart", "Een kanaal dat niet meer werkt opnieuw beginnen",
     R"help(Gebruik: kring restart KANAAL [--blame NUMMER] [--yes]

Voor ouders met gezag, als een kanaal voorgoed stilstaat: de sleutels zijn
stuk, of de apparaten die ze hadden zijn er niet meer. Het kanaal krijgt nieuwe
sleutels en gaat verder na de laatste regel die dit apparaat gelezen heeft. Wat
gelezen is, blijft, en wie erbij komt leest er doorheen terug als het kanaal
dat toestaat. Wat anderen na die regel schreven, vervalt, en hun eigen apparaten
sturen het opnieuw. Iedereen komt er vanzelf weer in.

  --blame NUMMER  de regel die het kanaal brak, zoals het logboek het voorgoed
                  vermeldt; weggelaten: die waarbij dit apparaat moest stoppen
  --yes           niet vragen

Voorbeeld:
  kring restart zorg
)help"},
    {"pause", "Iemand een tijd buiten houden", R"help(Gebruik: kring pause LID [--yes]

  LID     de naam, het id of de eerste 8 tekens; zie ‘kring members’
  --yes   niet vragen

Voor ouders met gezag, ieder alleen, over wie geen ouder met gezag is. Het lid
leest en schrijft niets tot een ouder ‘kring unpause’ doet. De sleutels worden
vernieuwd, en open uitnodigingen van dit lid gelden niet meer.

Voorbeeld:
  kring pause "Nachtzuster Eva"
)help"},
    {"unpause", "Iemand weer laten meedoen", R"help(Gebruik: kring unpause LID

Het lid komt terug in de rol en tot de dag die het had, zonder nieuwe
uitnodiging. In kanalen waar wie erbij komt terugleest, leest het ook wat er
intussen geschreven is.

Voorbeeld:
  kring unpause "Nachtzuster Eva"
)help"},
    {"role", "Iemand een andere rol geven, of langer laten blijven",
     R"help(Gebruik: kring role LID ROL [--stay TIJD] [--yes]

  ROL           zie ‘kring roles’; dezelfde rol verlengt het verblijf
  --stay TIJD   zo lang vanaf nu, zoals 8h of 30d (anders wat bij de rol hoort)
  --yes         niet vragen

Ouder met gezag wordt iemand niet zo: dat gaat met een uitnodiging en de twaalf
woorden.

Voorbeelden:
  kring role "Tante Jo" volunteer
  kring role "Nachtzuster Eva" nurse --stay 90d
)help"},
    {"freeze", "De kring drie dagen houden zoals hij is", R"help(Gebruik: kring freeze [--yes]

Voor ouders met gezag, ieder alleen, hooguit eens per zeven dagen. 72 uur lang
komt niemand erbij, en rollen, kanalen en eigenaars veranderen niet. Lezen,
schrijven, verwijderen en pauzeren gaan door. Alleen wie bevroor, kan het
eerder opheffen.

Voorbeeld:
  kring freeze
)help"},
    {"unfreeze", "Uw bevriezing opheffen", R"help(Gebruik: kring unfreeze

Voorbeeld:
  kring unfreeze
)help"},
    {"remove-owner", "Vragen dat een andere ouder met gezag weggaat",
     R"help(Gebruik: kring remove-owner LID [--words-file BESTAND] [--yes]

  --words-file BESTAND   uw twaalf woorden; - is de invoer
  --yes                  niet vragen

Zet steeds de volgende stap: vragen, ermee instemmen als een ander het vroeg,
en het doen. Dat laatste kan als alle andere ouders met gezag het willen en wie
weg moet dertig dagen niets van zich liet merken. Alles wat die ouder in de
kring doet of schrijft, maakt de vraag ongedaan.

Voorbeeld:
  kring remove-owner "Jan"
)help"},
    {"devices", "Welke apparaten iemand hier heeft",
     R"help(Gebruik: kring devices [LID] [--link]

Zonder LID uw eigen apparaten. Wat weggehaald is, blijft in de lijst staan.

  --link   de link waarmee een nieuw apparaat van dit lid de kring vindt; er
           staat geen geheim in. Zie ‘kring recover --help’

Voorbeeld:
  kring devices "Nachtzuster Eva"
)help"},
    {"revoke-device", "Een apparaat weghalen",
     R"help(Gebruik: kring revoke-device APPARAAT [--words-file BESTAND] [--yes]

  APPARAAT               het id, of de eerste 8 tekens; zie ‘kring devices’
  --words-file BESTAND   uw twaalf woorden, alleen nodig om het apparaat weg te
                         halen dat dit apparaat toevoegde; - is de invoer
  --yes                  niet vragen

Het apparaat leest niets meer, en ook de apparaten niet die het toevoegde. Wat
het opende, vervalt. Uw eigen apparaten haalt alleen u weg; een ouder haalt die
van alle anderen weg, maar niet die van een andere ouder.

Voorbeeld:
  kring revoke-device 5f0c21aa
)help"},
    {"new-keys", "Iemand die alles kwijt is nieuwe sleutels geven",
     R"help(Gebruik: kring new-keys LID
         kring new-keys LID CODE [--six "w w w w w w"]

Voor iemand die zowel alle apparaten als de twaalf woorden kwijt is, en geen
ouder met gezag is. Spreek met deze mens af. Het eerste laat een link zien voor
het nieuwe apparaat, dat een code terug geeft; het tweede neemt de code, laat
zes woorden zien en vraagt. Alle oude apparaten gaan weg.

  --six WOORDEN   vergelijk met deze zes woorden, zonder vraag

Voorbeeld:
  kring new-keys "Nachtzuster Eva"
)help"},
    {"come-back", "Terugkomen op een nieuw apparaat, als alles weg is",
     R"help(Gebruik: kring come-back LINK

De link komt van ‘kring new-keys’ van een ouder. U krijgt een code voor die
ouder. Zet de link tussen aanhalingstekens.

Voorbeeld:
  kring come-back 'https://kring.example/i#d1.…'
)help"},
    {"link", "Een tweede apparaat van uzelf koppelen",
     R"help(Gebruik: kring link [--six-file BESTAND]

Laat een link zien voor het nieuwe apparaat, waarop u ‘kring join-device’ doet,
wacht daarop, laat zes woorden zien en vraagt of het nieuwe apparaat dezelfde
laat zien. Daarna geeft het door wie u bent en waar u bent, nooit uw twaalf
woorden, en laat het nieuwe apparaat toe in uw kringen. Laat het open staan tot
er staat dat alles klaar is.

  --six-file BESTAND   vergelijk met de zes woorden in BESTAND, zonder vraag;
                       - is de invoer

Voorbeeld:
  kring link
)help"},
    {"join-device", "Dit een apparaat van u maken, met een link van een ander",
     R"help(Gebruik: kring join-device LINK [--name NAAM] [--passphrase]

De link komt van ‘kring link’ op een apparaat dat u hebt. De map met uw gegevens
moet hier leeg zijn. Zet de link tussen aanhalingstekens.

  --name NAAM    hoe u dit apparaat noemt
  --passphrase   de gegevens met een wachtzin op slot doen

Voorbeeld:
  kring join-device 'https://kring.example/i#m1.…' --name Tablet
)help"},
    {"name-device", "Een apparaat van u een naam geven",
     R"help(Gebruik: kring name-device NAAM [APPARAAT]

  APPARAAT   het id, of de eerste 8 tekens; zie ‘kring devices’; anders dit

Alleen uw eigen apparaten laten de naam zien: dit, en wat u later koppelt.

Voorbeeld:
  kring name-device "Telefoon"
)help"},
    {"check", "Zeggen dat u iemands nieuwe sleutels hebt vergeleken",
     R"help(Gebruik: kring check LID [--six "w w w w w w"]

Laat de zes woorden van iemands nieuwe sleutels zien, en vraagt of dat de
woorden zijn die deze mens voorleest. Die ziet ze met ‘kring check’ van zichzelf.

  --six WOORDEN   vergelijk met deze zes woorden, zonder vraag

Voorbeeld:
  kring check "Nachtzuster Eva"
)help"},
    {"stay", "Laten merken dat u er bent", R"help(Gebruik: kring stay

Als een ander vraagt dat u weggaat, maakt dit de vraag ongedaan. Iets schrijven
doet dat ook.

Voorbeeld:
  kring stay
)help"},
    {"end", "De kring beëindigen", R"help(Gebruik: kring end [--words-file BESTAND] [--yes]
         kring end --cancel

  --words-file BESTAND   uw twaalf woorden; - is de invoer
  --cancel               toch niet: wie het ook zei, het telt niet meer
  --yes                  niet vragen

Zegt eerst dat u het wilt. Willen alle ouders met gezag het, en zijn er na de
laatste veertien dagen voorbij, dan beëindigt deze opdracht de kring. Tot dan
kan ieder van hen het tegenhouden.

Voorbeeld:
  kring end --circle "Kring Sam"
)help"},
    {"leave", "De kring verlaten", R"help(Gebruik: kring leave [--yes]

  --yes   niet vragen

Voorbeeld:
  kring leave --circle "Kring Sam"
)help"},
    {"resume", "Een kring laten doorgaan nadat de hub is teruggezet",
     R"help(Gebruik: kring resume [--yes]

  --yes   niet vragen

Voor ouders. Toont waar elk kanaal staat, bij de hub en op dit apparaat. Wacht tot ieders apparaten
langs zijn geweest: elk brengt terug wat de hub kwijt is, en wat dan nog niemand heeft
teruggebracht, blijft weg.

Voorbeeld:
  kring resume --circle "Kring Sam"
)help"},
    {"channels", "De kanalen die u leest", R"help(Gebruik: kring channels

Voorbeeld:
  kring channels
)help"},
    {"open", "Een kanaal openen", R"help(Gebruik: kring open NAAM [--mode record|sealed] [--allow ROL=rp …]
         kring open NAAM --lane [--keeper ROL] [--contact TEKST]

  NAAM             hoe het heet: een naam die geen ander kanaal heeft; hoofdletters
                   en accenten maken geen verschil. Die van een gesloten kanaal
                   is weer vrij, behalve als de kring ermee begon.
  --mode record    wie erbij komt, leest terug (standaard)
  --mode sealed    alleen wie er nu bij is, leest mee
  --allow ROL=rp   wat een rol mag: r lezen, p schrijven, m beheren; vaker te
                   geven. Ouders met gezag mogen altijd alles.
  --lane           een kanaal voor een instantie: het aanspreekpunt krijgt een
                   eigen rol en ziet niets anders van de kring
  --keeper ROL     wie het kanaal van binnen bijhoudt (standaard copiloot)
  --contact TEKST  hoe de rol van het aanspreekpunt heet

Voorbeelden:
  kring open "Slaap" --allow family=rp --allow therapist=r
  kring open "CIZ" --lane
)help"},
    {"newsgroup", "Een nieuwsgroep openen in een netwerk",
     R"help(Gebruik: kring newsgroup NAAM [--readers ROLLEN] [--posters ROLLEN]
                                [--moderators ROLLEN]

  NAAM                  kleine letters, cijfers en streepjes, met punten ertussen
  --readers ROLLEN      wie leest: sleutelwoorden met komma's ertussen, of vaker
                        te geven; zie ‘kring roles’
  --posters ROLLEN      wie leest en schrijft
  --moderators ROLLEN   wie leest, schrijft en modereert

Coördinatoren mogen altijd alles. Wie erbij komt, leest terug. ‘kring allow’
verandert later wie wat mag.

Voorbeeld:
  kring newsgroup nik.holland-rijnland.ouders --posters parents,buddies \
    --moderators moderators
)help"},
    {"post", "In een nieuwsgroep schrijven",
     R"help(Gebruik: kring post GROEP TEKST --subject ONDERWERP [--yes]
         kring post GROEP TEKST --reply-to NUMMER [--subject ONDERWERP] [--yes]

  TEKST                  - is de invoer
  --subject ONDERWERP    waar het over gaat; nodig voor een nieuw onderwerp
  --reply-to NUMMER      antwoorden op het bericht met dit nummer
  --until TIJD           daarna niet meer laten zien in lijsten: zo lang, zoals
                         30d, of tot en met een dag, zoals 3-5-2026
  --file BESTAND         een foto of een ander bestand erbij, hooguit 100 MB
  --identifies-nobody    u keek, en niemand herkent een kind aan de tekst
  --yes                  niet vragen of het geplaatst mag worden

Laat eerst zien wie het leest: welke rollen, en hoeveel mensen. Lijkt de tekst
een kind aan te wijzen (een naam uit uw kring, een geboortedatum, een
burgerservicenummer of een telefoonnummer), dan wordt dat gezegd en niets
geplaatst tot u zegt dat het kan. --yes zegt dat niet.

Met --until staat het bericht na die tijd niet meer in ‘kring threads’, ‘kring
digest’ en ‘kring search’, en de antwoorden erop ook niet. Dat is een wens, geen
belofte: op apparaten van lezers en versleuteld bij de hub blijft het zolang het
kanaal er is, en met ‘kring thread’ en ‘kring read’ is het nog te lezen.

Met --file kan iedereen die hier leest het bestand ophalen: ‘kring fetch GROEP
NUMMER’. In het bestand wordt niet gekeken: kijk zelf of een kind erop te zien is
of erin genoemd wordt. Haalt u het bericht weg, dan geeft ‘kring fetch’ het alleen
nog aan u en aan moderators. Wie het al ophaalde, heeft het, en bij de hub blijft
het versleuteld zolang het kanaal er is.

Voorbeelden:
  kring post nik.holland-rijnland.ouders "Wie weet raad?" --subject "Slaap"
  kring post nik.holland-rijnland.ouders "Bij ons hielp dit." --reply-to 12
  kring post nik.holland-rijnland.ouders "Dit bed" --reply-to 12 --file bed.jpg
)help"},
    {"edit-post", "Een eigen bericht in een nieuwsgroep wijzigen",
     R"help(Gebruik: kring edit-post GROEP NUMMER TEKST [--yes]

  TEKST                  de hele nieuwe tekst; - is de invoer
  --identifies-nobody    u keek, en niemand herkent een kind aan de tekst
  --yes                  niet vragen of het gewijzigd mag worden

Wie leest, ziet de nieuwe tekst, en wanneer die geschreven is. Wat er eerst stond,
blijft voor iedereen te lezen: om een naam weg te halen, gebruikt u ‘kring
remove-post’. Het onderwerp blijft. Voor de nieuwe tekst wordt net zo gekeken of
zij een kind aanwijst als bij ‘kring post’. Een bericht dat vastgehouden wordt,
kunt u niet wijzigen. Ten hoogste 32 keer.

Voorbeeld:
  kring edit-post nik.holland-rijnland.ouders 12 "Wie weet raad? (opgelost)"
)help"},
    {"threads", "De onderwerpen van een nieuwsgroep", R"help(Gebruik: kring threads GROEP [--all]

Wat een moderator bovenaan zette, staat eerst; dan wat het laatst beantwoord is.
Met hoeveel berichten, en hoeveel daarvan u op dit apparaat niet gelezen hebt.
U ziet de eerste 50, en met --all allemaal.

Voorbeeld:
  kring threads nik.holland-rijnland.ouders
)help"},
    {"thread", "Een onderwerp van een nieuwsgroep lezen",
     R"help(Gebruik: kring thread GROEP NUMMER [--history]

  NUMMER      van een bericht erin; ‘kring threads’ laat het eerste zien
  --history   ook wat er stond voor een bericht gewijzigd werd

Voorbeelden:
  kring thread nik.holland-rijnland.ouders 12
  kring thread nik.holland-rijnland.ouders 12 --history
)help"},
    {"subscribe", "Een nieuwsgroep laten meetellen", R"help(Gebruik: kring subscribe GROEP

De groep telt mee in wat ongelezen is, in ‘kring digest’ en bij ‘kring watch’. U
volgt elke nieuwsgroep tot u anders zegt. Alleen dit apparaat weet ervan.

Voorbeeld:
  kring subscribe nik.holland-rijnland.ouders
)help"},
    {"unsubscribe", "Een nieuwsgroep niet meer laten meetellen", R"help(Gebruik: kring unsubscribe GROEP

Lezen en schrijven kunt u er nog. Niemand hoort hiervan: alleen dit apparaat weet
het.

Voorbeeld:
  kring unsubscribe nik.holland-rijnland.artsen
)help"},
    {"mute", "Een onderwerp niet meer laten meetellen", R"help(Gebruik: kring mute GROEP NUMMER

  NUMMER   van een bericht erin; ‘kring threads’ laat het eerste zien

Ook wat er later bij komt, telt niet mee. Lezen kunt u het nog. Niemand hoort
hiervan: alleen dit apparaat weet het.

Voorbeeld:
  kring mute nik.holland-rijnland.ouders 12
)help"},
    {"unmute", "Een onderwerp weer laten meetellen", R"help(Gebruik: kring unmute GROEP NUMMER

Voorbeeld:
  kring unmute nik.holland-rijnland.ouders 12
)help"},
    {"digest", "Wat er nieuw is in uw nieuwsgroepen",
     R"help(Gebruik: kring digest [--since TIJD] [--mark-read]

  --since TIJD   alles wat anderen sindsdien plaatsten, ook wat u al las: zo lang
                 terug, zoals 12h of 7d, of sinds een dag, zoals 3-5-2026.
                 Anders: wat op dit apparaat ongelezen is
  --mark-read    wat er staat, telt daarna als gelezen

Per nieuwsgroep en onderwerp, met hoeveel berichten nieuw zijn en de eerste regel
van het eerste. Niet van nieuwsgroepen die u niet volgt, en niet van onderwerpen
die stil zijn.

Voorbeelden:
  kring digest
  kring digest --since 7d
)help"},
    {"pin", "Een onderwerp bovenaan zetten",
     R"help(Gebruik: kring pin GROEP NUMMER

  NUMMER   van een bericht erin; ‘kring threads’ laat het eerste zien

Voor moderators. Het staat dan bij iedereen bovenaan in ‘kring threads’, tot een
moderator het weghaalt: ‘kring unpin’. Ten hoogste vijf tegelijk. Wie het deed,
is voor iedereen te zien.

Voorbeeld:
  kring pin nik.holland-rijnland.ouders 12
)help"},
    {"unpin", "Een onderwerp niet meer bovenaan zetten",
     R"help(Gebruik: kring unpin GROEP NUMMER

Voor moderators.

Voorbeeld:
  kring unpin nik.holland-rijnland.ouders 12
)help"},
    {"hold", "Een bericht in een nieuwsgroep vasthouden",
     R"help(Gebruik: kring hold GROEP NUMMER [--reason TEKST]

Voor moderators. Het bericht is niet meer te lezen, tot iemand het vrijgeeft.
Dat u het deed, ziet iedereen in de groep. Gewist is het niet: wie het al las,
las het.

Voorbeeld:
  kring hold nik.holland-rijnland.ouders 12 --reason "noemt een kind"
)help"},
    {"release", "Een vastgehouden bericht vrijgeven",
     R"help(Gebruik: kring release GROEP NUMMER [--reason TEKST]

Voor moderators.

Voorbeeld:
  kring release nik.holland-rijnland.ouders 12
)help"},
    {"remove-post", "Een bericht in een nieuwsgroep weghalen",
     R"help(Gebruik: kring remove-post GROEP NUMMER [--reason TEKST] [--yes]

  --yes   niet vragen

Voor moderators, en voor wie het bericht schreef. Voor altijd; dat het gebeurde,
blijft te zien. Gewist is het niet: wie het al las, las het.

Voorbeeld:
  kring remove-post nik.holland-rijnland.ouders 12
)help"},
    {"report", "Een bericht melden bij de moderators",
     R"help(Gebruik: kring report GROEP NUMMER --reason TEKST [--yes]

  --reason TEKST   waarom, hooguit 2000 bytes; - leest het van de invoer
  --yes            niet vragen

Voor een bericht van een ander. U hoort eerst welke moderators het lezen. Het gaat
verzegeld naar hun apparaten alleen. Met een ander programma kunnen leden zien dat
u iets meldde, en wanneer; niet wat, maar wordt kort daarna een bericht
vastgehouden, dan kunnen zij het raden. Met het bericht gebeurt niets tot een
moderator iets doet.

Voorbeelden:
  kring report nik.holland-rijnland.ouders 12 --reason "noemt een kind"
  kring report nik.holland-rijnland.ouders 12 --reason - < reden.txt
)help"},
    {"reports", "De meldingen aan u als moderator",
     R"help(Gebruik: kring reports [GROEP] [--all]

  --all   ook die zijn afgehandeld

Voor moderators: wie welk bericht meldde, wanneer en waarom, en of het bericht te
lezen is, vastgehouden of weggehaald. Een melding is afgehandeld als een ander dan
de schrijver het bericht erna heeft vastgehouden of weggehaald, of als een moderator
dat zegt: ‘kring settle-report’. Meldingen van voordat dit apparaat er klaar voor was, worden alleen
geteld: een andere moderator kan ze lezen.

Voorbeelden:
  kring reports
  kring reports nik.holland-rijnland.ouders --all
)help"},
    {"settle-report", "Een melding afhandelen",
     R"help(Gebruik: kring settle-report GROEP NUMMER

Voor moderators, met het nummer dat ‘kring reports’ toont: u hebt gekeken, en het
bericht blijft. De andere moderators zien dat u het deed.

Voorbeeld:
  kring settle-report nik.holland-rijnland.ouders 31
)help"},
    {"attestation-key", "De sleutel waarmee dit apparaat verklaringen geeft",
     R"help(Gebruik: kring attestation-key [--replace | --withdraw [--of WIE] | --list]
                              [--words-file BESTAND] [--yes]

  --replace             een nieuwe sleutel in plaats van de oude
  --withdraw            de sleutel weghalen
  --of WIE              een sleutel van een ander: een naam, of een id uit --list
  --list                de sleutels die gelden
  --words-file BESTAND  de twaalf woorden; - leest ze van de invoer
  --yes                 niet vragen

Voor coördinatoren van een netwerk. Elk apparaat heeft een eigen sleutel; die
blijft daar. Wat met een oude of weggehaalde sleutel is verklaard, geldt niet
meer. Let op: met de eerste sleutel wordt het logboek van het netwerk openbaar,
voorgoed. Daarin staan geen namen, wel hoeveel mensen er zijn en wat zij mogen.
Daarom moeten alle coördinatoren die eerste goedvinden, elk met dit commando,
binnen een week; wie de laatste is, typt de twaalf woorden. Een kring van een
gezin wordt nooit openbaar.

Voorbeelden:
  kring attestation-key --circle "NIK Holland Rijnland"
  kring attestation-key --list
  kring attestation-key --withdraw --of "Els de Wit"
)help"},
    {"attest", "Verklaren wat u van iemand hebt nagekeken",
     R"help(Gebruik: kring attest LID --role TEKST --for DAGEN [--how TEKST]

  LID            naam of id van wie in het netwerk zit; zie ‘kring members’
  --role TEKST   wat u hebt nagekeken, zoals kinderarts
  --for DAGEN    hoelang het geldt: 1 tot 90 dagen
  --how TEKST    waarmee u het hebt nagekeken, zoals BIG-register

Voor coördinatoren. U krijgt een regel tekst voor deze mens, die hem bewaart met
‘kring keep-attestation’. Ouders zien hem voor zij iemand toelaten. De regel is
niet geheim: voor een ander is hij niets waard. Heeft deze mens nieuwe sleutels,
vergelijk dan eerst de zes woorden, met ‘kring check’.

Voorbeeld:
  kring attest "Karim Idrissi" --role kinderarts --how BIG-register --for 90
)help"},
    {"keep-attestation", "Bewaren wat een netwerk over u verklaart",
     R"help(Gebruik: kring keep-attestation TEKST [--yes]

  TEKST   de regel die u van een coördinator kreeg; hij begint met a1.
  --yes   niet vragen

U kunt er vier tegelijk bewaren. Een nieuwe over hetzelfde komt in de plaats van
de oude: die ziet u eerst. Wie u daarna in een kring toelaat, ziet de nieuwe.
Kringen waar u de oude liet zien, zien vanzelf de nieuwe; in andere toont u hem
met ‘kring show-attestation’. Uw andere apparaten krijgen hem uit de kringen waar
hij te zien is.

Voorbeeld:
  kring keep-attestation a1.QAAB
)help"},
    {"show-attestation", "In een kring tonen wat een netwerk over u verklaart",
     R"help(Gebruik: kring show-attestation VERKLARING [--yes]

  VERKLARING   id uit ‘kring attestations’, wat is nagekeken, of de regel
  --yes        niet vragen

Voor een kring waar u al in zit. Iedereen daar die een kanaal leest waarin u mag
schrijven, ziet hem dan, ook wie later komt, en ziet dus dat dit netwerk u kent.
U kunt het niet terugnemen. Hij eindigt vanzelf; bewaart u een nieuwere over
hetzelfde, dan ziet men die.

Voorbeelden:
  kring show-attestation kinderarts --circle Sam
  kring show-attestation 3f2a91cc
)help"},
    {"attestations", "Verklaringen: over u, en die u gaf",
     R"help(Gebruik: kring attestations [--remove ID]

  --remove ID   een verklaring over uzelf nergens meer tonen, op dit apparaat

Van uzelf ziet u waar hij te zien is, en vanaf twee weken voor het einde wat u
moet doen. Wie een verklaring zag die u weghaalt, houdt hem.

Voorbeelden:
  kring attestations
  kring attestations --remove 3f2a91cc
)help"},
    {"withdraw-attestation", "Een verklaring intrekken",
     R"help(Gebruik: kring withdraw-attestation VERKLARING [--yes]

  VERKLARING   id uit ‘kring attestations’, de naam van wie het is, of de regel
  --yes        niet vragen

Voor coördinatoren, ook van een verklaring die een ander gaf. Voorgoed. Wie in
een kring zit, blijft daar: alleen wie hem ziet, leest dat hij niet meer geldt.

Voorbeeld:
  kring withdraw-attestation 3f2a91cc
)help"},
    {"forget-network", "Vergeten wat dit apparaat van een netwerk weet",
     R"help(Gebruik: kring forget-network NETWERK [--yes]

  NETWERK   id van een netwerk waar u niet in zit; het staat bij verklaringen
  --yes     niet vragen

Alleen als de coördinator zelf zegt dat de hub is teruggezet en er iets verloren
is. Anders blijft wat dit apparaat weet, en klopt een alarm. Het netwerk wordt
daarna opnieuw gelezen; in uw kring verandert niets.

Voorbeeld:
  kring forget-network 3f2a91cc
)help"},
    {"allow", "Veranderen wie wat mag in een kanaal", R"help(Gebruik: kring allow KANAAL ROL=rp … [--yes]

  ROL=rp   wat de rol daar voortaan mag: r lezen, p schrijven, m beheren, of -
           voor niets. Rollen die u niet noemt, houden wat ze hadden.
  --yes    niet vragen; nodig zonder terminal en met --json, als er iemand
           uit gaat

Wie niet meer mag lezen, gaat eruit en de sleutels worden vernieuwd. Eerst
staat er wie dat zijn, en wordt het u gevraagd. Ouders met gezag houden alle
rechten in elk kanaal: niemand neemt hun er een af, ook een andere ouder niet.

Voorbeeld:
  kring allow care school=r volunteer=-
)help"},
    {"close", "Een kanaal sluiten", R"help(Gebruik: kring close KANAAL [--yes]

  --yes   niet vragen

Daarna schrijft niemand er meer. Wat er staat, blijft leesbaar voor wie er mag
lezen. Een gesloten kanaal gaat niet meer open.

Voorbeeld:
  kring close "Operatie mei"
)help"},
    {"search", "Terugvinden wat er geschreven is",
     R"help(Gebruik: kring search WOORDEN [--in KANAAL]

  --in KANAAL   alleen in dit kanaal of deze nieuwsgroep

Alle woorden moeten erin staan; elk mag een deel van een langer woord zijn.
Hoofdletters en accenten tellen niet: ‘creme’ vindt ‘Crème’. Gezocht wordt in wat
op dit apparaat staat; de hub wordt niets gevraagd, en uw woorden gaan nergens
heen.

Voorbeelden:
  kring search matras
  kring search vervoer school --in care
)help"},
    {"say", "Een bericht schrijven", R"help(Gebruik: kring say KANAAL TEKST

  KANAAL   kort woord (family, circle, care, mdo, regie), naam of id
  TEKST    het bericht; - leest het van de invoer. Begint de tekst zelf met een
           streepje, zet er dan -- voor.

Voorbeelden:
  kring say care "Om 20:00 gegeten, goed geslapen."
  kring say family - < brief.txt
)help"},
    {"note", "Een notitie schrijven, om terug te vinden", R"help(Gebruik: kring note KANAAL TEKST

Zoals ‘kring say’.

Voorbeeld:
  kring note care "Sonde vervangen op 3 mei."
)help"},
    {"send", "Een bestand versturen", R"help(Gebruik: kring send KANAAL BESTAND [--text TEKST]

  BESTAND        hooguit 100 MiB; versleuteld op dit apparaat voordat het vertrekt
  --text TEKST   wat u erbij schrijft

Breekt het versturen af, dan gaat het bij de volgende opdracht verder waar het was.

Voorbeeld:
  kring send circle schommel.jpg --text "Gisteren in het park"
)help"},
    {"fetch", "Een verstuurd bestand bewaren",
     R"help(Gebruik: kring fetch KANAAL NUMMER [-o BESTAND] [--force]

  NUMMER                 zoals ‘kring read’ het toont, zoals 12 of #12
  -o, --output BESTAND   waar het komt: een bestand of een map. Zonder dit hier,
                         onder de naam die de afzender gaf.
  --force                een bestand dat er al is vervangen

Voorbeeld:
  kring fetch circle 12 -o schommel.jpg
)help"},
    {"export", "De hele kring bewaren, leesbaar en voor programma's",
     R"help(Gebruik: kring export MAP [--yes]

  MAP     komt er nieuw, of is leeg; alleen u kunt erin kijken
  --yes   niet vragen

Alles wat u in de kring kunt lezen: index.html om te lezen en te printen,
circle.json voor programma's, en de bestanden in files. De map is niet
versleuteld. Er staat geen enkele sleutel in. Wat niet geopend of opgehaald kon
worden, staat er niet in en wordt genoemd; dan eindigt de opdracht met 7.

Voorbeeld:
  kring export ~/kring-sam-2026
)help"},
    {"import", "Een export meenemen naar een andere kring",
     R"help(Gebruik: kring import MAP [--into OUD=NIEUW]... [--dry-run] [--yes]

  MAP               wat ‘kring export’ heeft geschreven
  --into OUD=NIEUW  zet wat in kanaal OUD stond in kanaal NIEUW; mag vaker. Met
                    OUD= blijft een kanaal achter
  --dry-run         alleen zeggen wat waarheen zou gaan
  --yes             niet vragen

Schrijft de berichten, notities en bestanden van de export in deze kring, met
wie het zei en wanneer. U schrijft het: dat de anderen het zeiden, weet men van
u. Kanalen met dezelfde naam horen bij elkaar; kijk wie elk leest voordat u ja
zegt. Mensen, rollen en sleutels komen niet mee. Wat er al staat, wordt
overgeslagen, dus u mag het vaker zeggen. Een nieuwe kring van een eigenaar
neemt ook de geboortedatum van het kind over.

Voorbeelden:
  kring --circle "Sam, nieuw" import ~/kring-sam-2026 --dry-run
  kring --circle "Sam, nieuw" import ~/kring-sam-2026 --into family=circle
)help"},
    {"read", "Een kanaal lezen", R"help(Gebruik: kring read KANAAL [--after NUMMER]

  --after NUMMER   alleen wat na dit nummer kwam

Voorbeeld:
  kring read care --after 120
)help"},
    {"watch", "Verbonden blijven en tonen wat er komt", R"help(Gebruik: kring watch [KANAAL]

Zonder KANAAL alle kanalen van de kring. Stoppen met Ctrl-C, of na --timeout.

Voorbeelden:
  kring watch
  kring watch care --timeout 3600
)help"},
});

}  // namespace

std::span<const ErrorText> error_texts() {
  return errors;
}

std::span<const HelpText> help_texts() {
  return help;
}

}  // namespace kring::cli::dutch
