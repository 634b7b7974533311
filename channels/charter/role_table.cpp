#include "channels/charter/role_table.hpp"

#include "channels/charter/shorthand.hpp"

#include "channels/model/limits.hpp"

#include <algorithm>
#include <utility>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

using namespace shorthand;

constexpr StayLength shift{.usual = limits::stand_in_stay_max, .longest = limits::stand_in_stay_max};
constexpr StayLength meeting{.usual = limits::guest_stay_default, .longest = limits::guest_stay_max};

/// A stand-in, for one shift.
constexpr AdmitsTemplate stand_in{.role = Template::night, .longest = limits::stand_in_stay_max};

using Sections = std::array<SectionUse, all_sections.size()>;

/// A letter a section, D1 to D10: `-` nothing, `s` some, `r` reads, `p` proposes, `w` writes.
consteval Sections sections(const char (&letters)[all_sections.size() + 1]) {
  Sections uses{};
  for (std::size_t i = 0; i < uses.size(); ++i) {
    switch (letters[i]) {
      case 's':
        uses[i] = SectionUse::part;
        break;
      case 'r':
        uses[i] = SectionUse::read;
        break;
      case 'p':
        uses[i] = SectionUse::propose;
        break;
      case 'w':
        uses[i] = SectionUse::write;
        break;
      case '-':
        uses[i] = SectionUse::none;
        break;
      default:
        std::unreachable();  // Does not compile.
    }
  }
  return uses;
}

constexpr auto channel_rows = std::to_array<ChannelTemplate>({
    {FoundingChannel::regie, "regie", {"Regie", "Parents' desk"}, channels::Mode::record},
    {FoundingChannel::family, "family", {"Gezin", "Family"}, channels::Mode::sealed},
    {FoundingChannel::circle, "circle", {"Kring", "Circle"}, channels::Mode::record},
    {FoundingChannel::care, "care", {"Dagzorg", "Daily care"}, channels::Mode::record},
    {FoundingChannel::mdo, "mdo", {"MDO", "Team meeting"}, channels::Mode::record},
});

// Rights are those in regie, family, circle, care and MDO.
constexpr auto role_rows = std::to_array<RoleTemplate>({
    {.role = Template::parent,
     .key = "parent",
     .label = {"Ouder met gezag", "Parent with authority"},
     .meaning = {"Beslist over de kring: wie erbij komt, wie wat ziet en wie weggaat. Leest en schrijft "
                 "overal. Kan een andere ouder met gezag niet zomaar verwijderen. De sleutels laten zien wie "
                 "de kring begon en wie daarna is toegelaten. Ze bewijzen niet wie volgens de wet gezag "
                 "heeft.",
                 "Decides about the circle: who joins, who sees what and who goes. Reads and writes "
                 "everywhere. Cannot simply remove another parent with authority. The keys show who founded "
                 "the circle and who was let in later. They do not prove who has authority by law."},
     .rights = {rpm, rpm, rpm, rpm, rpm},
     .sections = sections("wwwwwwwwww"),
     .stay = year,
     .owns = true},
    {.role = Template::guardian,
     .key = "guardian",
     .label = {"Voogd", "Guardian"},
     .meaning = {"Beslist in plaats van ouders. Mag in de kring alles wat een ouder met gezag mag, en kan "
                 "ook niet zomaar worden verwijderd. De kring controleert niet of iemand voogd is. Vraag "
                 "zelf om het bewijs.",
                 "Decides in place of parents. May do in the circle whatever a parent with authority may, "
                 "and cannot simply be removed either. The circle does not check whether somebody is a "
                 "guardian. Ask for the proof yourself."},
     .rights = {rpm, rpm, rpm, rpm, rpm},
     .sections = sections("wwwwwwwwww"),
     .stay = year,
     .owns = true},
    {.role = Template::parent_without_authority,
     .key = "parent_without_authority",
     .label = {"Ouder zonder gezag", "Parent without authority"},
     .meaning = {"Leest mee in Kring. Beslist niet mee, en ziet niets van Gezin, Dagzorg, MDO en Regie. Een "
                 "ouder zonder gezag mag volgens de wet (artikel 1:377c BW) belangrijke informatie vragen "
                 "aan artsen, school en anderen die met het kind werken. Daar is deze rol niet voor nodig. "
                 "Zij geven die informatie niet als dat slecht is voor het kind.",
                 "Reads along in Circle. Does not decide, and sees nothing of Family, Daily care, Team "
                 "meeting and Parents' desk. By Dutch law (Civil Code, article 1:377c) a parent without "
                 "authority may ask doctors, school and others who work with the child for important "
                 "information. That does not take this role. They do not give it where that would be bad for "
                 "the child."},
     .rights = {no, no, r, no, no},
     .sections = sections("----------"),
     .stay = year},
    {.role = Template::child_12,
     .key = "child_12",
     .label = {"Kind van 12 tot 16 jaar", "Child from 12 to 15"},
     .meaning = {"Leest en schrijft in Gezin en Kring, en leest mee in Dagzorg. Ziet niets van MDO en Regie, "
                 "en laat niemand toe. Van 12 tot 16 jaar beslist een kind volgens de wet samen met de "
                 "ouders over een behandeling. Die toestemming vraagt de behandelaar; de kring regelt dat "
                 "niet.",
                 "Reads and writes in Family and Circle, and reads along in Daily care. Sees nothing of Team "
                 "meeting and Parents' desk, and lets nobody in. By Dutch law a child from 12 to 15 decides "
                 "about a treatment together with the parents. The one who treats asks for that consent; "
                 "the circle does not arrange it."},
     .rights = {no, rp, rp, r, no},
     .sections = sections("sssssssssw"),
     .stay = year},
    {.role = Template::child_16,
     .key = "child_16",
     .label = {"Jongere van 16 jaar of ouder", "Young person of 16 or older"},
     .meaning = {"Voor wie zelf kan beslissen. Mag in de kring alles wat een ouder met gezag mag: leest en "
                 "schrijft overal, leest ook Regie terug, en beslist wie erbij komt. Is daarna niet zomaar "
                 "weg te halen. Kan of wil uw kind dat niet? Geef dan de rol voor 12 tot 16 jaar. Of iemand "
                 "zelf kan beslissen, bekijkt de behandelaar bij elke beslissing; de kring zegt daar niets "
                 "over.",
                 "For who is able to decide. May do in the circle whatever a parent with authority may: "
                 "reads and writes everywhere, also reads back the Parents' desk, and decides who joins. "
                 "Cannot simply be taken out again. Your child cannot do that, or does not want it? Then "
                 "give the role for 12 to 15. Whether somebody can decide is for the one who treats to see "
                 "at each decision; the circle says nothing about it."},
     .rights = {rpm, rpm, rpm, rpm, rpm},
     .sections = sections("wwwwwwwwww"),
     .stay = year,
     .owns = true},
    {.role = Template::sibling,
     .key = "sibling",
     .label = {"Broer of zus onder de 16", "Brother or sister under 16"},
     .meaning = {"Leest en schrijft in Gezin, en leest mee in Kring. Ziet niets van Dagzorg, MDO en Regie, "
                 "en laat niemand toe.",
                 "Reads and writes in Family, and reads along in Circle. Sees nothing of Daily care, Team "
                 "meeting and Parents' desk, and lets nobody in."},
     .rights = {no, rp, r, no, no},
     .sections = sections("---------p"),
     .stay = year,
     .preapproved = true},
    {.role = Template::family,
     .key = "family",
     .label = {"Naaste", "Family or friend"},
     .meaning = {"Familie, vriend of buur. Leest en schrijft in Gezin en Kring. Ziet niets van Dagzorg, MDO "
                 "en Regie, en laat niemand toe.",
                 "Family, friend or neighbour. Reads and writes in Family and Circle. Sees nothing of Daily "
                 "care, Team meeting and Parents' desk, and lets nobody in."},
     .rights = {no, rp, rp, no, no},
     .sections = sections("r------srw"),
     .stay = year,
     .preapproved = true},
    {.role = Template::volunteer,
     .key = "volunteer",
     .label = {"Vrijwilliger", "Volunteer"},
     .meaning = {"Vrijwilliger of oppas. Leest en schrijft in Kring en Dagzorg, en leest daar terug. Ziet "
                 "niets van Gezin, MDO en Regie, en laat niemand toe.",
                 "Volunteer or sitter. Reads and writes in Circle and Daily care, and reads back there. Sees "
                 "nothing of Family, Team meeting and Parents' desk, and lets nobody in."},
     .rights = {no, no, rp, rp, no},
     .sections = sections("rs------rp"),
     .stay = year},
    {.role = Template::buddy,
     .key = "buddy",
     .label = {"Maatje", "Buddy parent"},
     .meaning = {"Een ouder die hetzelfde meemaakt en met u praat. Ziet geen enkel kanaal, tot u er een "
                 "voor u beiden opent. Laat niemand toe.",
                 "A parent who goes through the same and talks with you. Sees no channel at all until you "
                 "open one for the two of you. Lets nobody in."},
     .rights = {no, no, no, no, no},
     .sections = sections("-----s----"),
     .stay = year},
    {.role = Template::copiloot,
     .key = "copiloot",
     .label = {"Copiloot", "Copiloot"},
     .meaning = {"Staat naast uw gezin en regelt dingen. Leest en schrijft in Kring en MDO, en leest mee in "
                 "Dagzorg. Ziet niets van Gezin en Regie. Laat niemand toe, behalve een instantie in het "
                 "kanaal dat u daarvoor opent.",
                 "Stands beside your family and arranges things. Reads and writes in Circle and Team "
                 "meeting, and reads along in Daily care. Sees nothing of Family and Parents' desk. Lets "
                 "nobody in, except an agency into the channel that you open for it."},
     .rights = {no, no, rp, r, rp},
     .sections = sections("rr-sspwrr-"),
     .stay = year},
    {.role = Template::case_manager,
     .key = "case_manager",
     .label = {"Casemanager", "Case manager"},
     .meaning = {"Zorgt dat alle hulp bij elkaar past. Leest en schrijft in Kring, Dagzorg en MDO, en "
                 "beheert MDO. Ziet niets van Gezin en Regie, en laat niemand toe.",
                 "Sees to it that all help fits together. Reads and writes in Circle, Daily care and Team "
                 "meeting, and moderates Team meeting. Sees nothing of Family and Parents' desk, and lets "
                 "nobody in."},
     .rights = {no, no, rp, rp, rpm},
     .sections = sections("pprrpprpw-"),
     .stay = year},
    {.role = Template::therapist,
     .key = "therapist",
     .label = {"Arts of behandelaar", "Doctor or therapist"},
     .meaning = {"Leest en schrijft in Kring, Dagzorg en MDO. Ziet niets van Gezin en Regie, en laat niemand "
                 "toe. Houdt daarnaast een eigen dossier bij; dat valt niet onder de kring.",
                 "Reads and writes in Circle, Daily care and Team meeting. Sees nothing of Family and "
                 "Parents' desk, and lets nobody in. Keeps a file of their own besides, which is not part of "
                 "the circle."},
     .rights = {no, no, rp, rp, rp},
     .sections = sections("pwwwws-rp-"),
     .stay = year},
    {.role = Template::nurse,
     .key = "nurse",
     .label = {"Vaste verpleegkundige", "Regular nurse"},
     .meaning = {"Verpleegkundige die uw kind goed kent. Leest en schrijft in Kring, Dagzorg en MDO, en "
                 "beheert Dagzorg. Mag zelf een invaller toelaten voor één dienst van hooguit 24 uur, en "
                 "niet langer dan de eigen toegang duurt. Ziet niets van Gezin en Regie.",
                 "A nurse who knows your child well. Reads and writes in Circle, Daily care and Team "
                 "meeting, and moderates Daily care. May let in a stand-in for one shift of 24 hours at "
                 "most, and no longer than their own access lasts. Sees nothing of Family and Parents' "
                 "desk."},
     .rights = {no, no, rp, rpm, rp},
     .sections = sections("pwwrr--rw-"),
     .stay = year,
     .admits = stand_in},
    {.role = Template::night,
     .key = "night",
     .label = {"Nachtzorg of invaller", "Night care or stand-in"},
     .meaning = {"Voor één dienst, hooguit 24 uur. Leest en schrijft in Dagzorg, leest daar terug, en leest "
                 "mee in Kring. Mag een volgende invaller toelaten, maar niet langer dan de eigen dienst "
                 "duurt. Ziet niets van Gezin, MDO en Regie.",
                 "For one shift, 24 hours at most. Reads and writes in Daily care, reads back there, and "
                 "reads along in Circle. May let in the next stand-in, but no longer than their own shift "
                 "lasts. Sees nothing of Family, Team meeting and Parents' desk."},
     .rights = {no, no, r, rp, no},
     .sections = sections("rrr-s---r-"),
     .stay = shift,
     .admits = stand_in},
    {.role = Template::school,
     .key = "school",
     .label = {"School of dagbesteding", "School or day care"},
     .meaning = {"Leest en schrijft in Kring en Dagzorg, en leest daar terug. Ziet niets van Gezin, MDO en "
                 "Regie, en laat niemand toe.",
                 "Reads and writes in Circle and Daily care, and reads back there. Sees nothing of Family, "
                 "Team meeting and Parents' desk, and lets nobody in."},
     .rights = {no, no, rp, rp, no},
     .sections = sections("rss----wpp"),
     .stay = year},
    {.role = Template::agency,
     .key = "agency",
     .label = {"Aanspreekpunt bij een instantie", "Agency contact"},
     .meaning = {"Vaste persoon bij een instantie. Ziet geen enkel kanaal, tot u er een voor die instantie "
                 "opent. Laat niemand toe.",
                 "The contact at an agency. Sees no channel at all until you open one for that agency. Lets "
                 "nobody in."},
     .rights = {no, no, no, no, no},
     .sections = sections("---s-ss---"),
     .stay = year},
    {.role = Template::guest,
     .key = "guest",
     .label = {"Gast bij één overleg", "Guest for one meeting"},
     .meaning = {"Leest en schrijft in MDO, en leest daar alles terug. Na een dag stopt de toegang, of na "
                 "zoveel dagen als u zegt, hooguit een week. Ziet niets van Gezin, Kring, Dagzorg en "
                 "Regie, en laat niemand toe. Mag de gast niet alles teruglezen? Open dan voor dit overleg "
                 "een eigen kanaal.",
                 "Reads and writes in Team meeting, and reads back everything there. Access ends after a "
                 "day, or after as many days as you say, a week at most. Sees nothing of Family, Circle, "
                 "Daily care and Parents' desk, and lets nobody in. The guest should not read everything "
                 "back? Then open a channel of its own for this meeting."},
     .rights = {no, no, no, no, rp},
     .sections = sections("----------"),
     .stay = meeting},
});
static_assert(role_rows.size() == template_count);

/// Whether the rows stand in the order of their enumeration.
template <class Rows, class Projection>
consteval bool in_order(const Rows& rows, Projection name) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (std::to_underlying(rows[i].*name) != i) return false;
  }
  return true;
}
static_assert(in_order(role_rows, &RoleTemplate::role));
static_assert(in_order(channel_rows, &ChannelTemplate::channel));

}  // namespace

std::span<const RoleTemplate, template_count> role_table() {
  return role_rows;
}

const RoleTemplate& row_of(Template role) {
  return role_rows[std::to_underlying(role)];
}

const RoleTemplate* find_row(std::string_view key) {
  // NOLINTNEXTLINE(readability-qualified-auto): libc++ wraps an array's iterators, so it is not always a
  // pointer.
  const auto found = std::ranges::find(role_rows, key, &RoleTemplate::key);
  return found == role_rows.end() ? nullptr : &*found;
}

std::span<const ChannelTemplate, all_founding_channels.size()> channel_table() {
  return channel_rows;
}

const ChannelTemplate& row_of(FoundingChannel channel) {
  return channel_rows[std::to_underlying(channel)];
}

}  // namespace kring::charter
