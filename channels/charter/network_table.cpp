#include "channels/charter/network_table.hpp"

#include "channels/charter/shorthand.hpp"

#include "channels/model/limits.hpp"

#include <algorithm>
#include <utility>

namespace kring::charter {

namespace limits = channels::limits;

namespace {

using namespace shorthand;

constexpr auto network_channel_rows = std::to_array<NetworkChannelTemplate>({
    {NetworkChannel::regie, "regie", {"Coördinatie", "Coordination"}},
    {NetworkChannel::steering, "steering", {"Stuurgroep", "Steering group"}},
});

// Rights are those in regie and in the steering group's channel.
constexpr auto network_role_rows = std::to_array<NetworkRoleTemplate>({
    {.role = NetworkRole::coordinators,
     .key = "coordinators",
     .label = {"Coördinator", "Coordinator"},
     .meaning =
         {"Beslist over het netwerk: wie erbij komt, welke nieuwsgroepen er zijn en wie daarin leest, "
          "schrijft en modereert. Leest en schrijft overal in het netwerk. Ziet niets van de kringen "
          "van de leden. Kan een andere coördinator niet zomaar verwijderen.",
          "Decides about the network: who joins, which newsgroups there are, and who reads, writes and "
          "moderates there. Reads and writes everywhere in the network. Sees nothing of the circles "
          "of its members. Cannot simply remove another coordinator."},
     .rights = {rpm, rpm},
     .stay = year,
     .owns = true},
    {.role = NetworkRole::steering_group,
     .key = "steering_group",
     .label = {"Lid van de stuurgroep", "Member of the steering group"},
     .meaning = {"Leest en schrijft in Stuurgroep. Ziet niets van Coördinatie, en van nieuwsgroepen alleen "
                 "die voor deze rol open staan.",
                 "Reads and writes in Steering group. Sees nothing of Coordination, and of newsgroups only "
                 "those that are open to this role."},
     .rights = {no, rp},
     .stay = year},
    {.role = NetworkRole::moderators,
     .key = "moderators",
     .label = {"Moderator", "Moderator"},
     .meaning = {"Let op nieuwsgroepen: leest ze mee als lid, houdt een bericht vast of haalt het weg, en "
                 "ziet wat anderen melden. Alleen in de nieuwsgroepen die een coördinator daarvoor aanwijst. "
                 "Ziet niets van Coördinatie en Stuurgroep.",
                 "Looks after newsgroups: reads along as a member, holds an article or removes it, and sees "
                 "what others report. Only in the newsgroups that a coordinator names for it. Sees nothing "
                 "of Coordination and Steering group."},
     .rights = {no, no},
     .stay = year},
    {.role = NetworkRole::doctors,
     .key = "doctors",
     .label = {"Arts of behandelaar", "Doctor or therapist"},
     .meaning = {"Ziet de nieuwsgroepen die voor artsen en behandelaars open staan. Ziet niets van "
                 "Coördinatie en Stuurgroep. Wat iemand in een kring van een gezin ziet, staat hier los van.",
                 "Sees the newsgroups that are open to doctors and therapists. Sees nothing of Coordination "
                 "and Steering group. What somebody sees in a family's circle has nothing to do with this."},
     .rights = {no, no},
     .stay = year},
    {.role = NetworkRole::nurses,
     .key = "nurses",
     .label = {"Kinderverpleegkundige", "Children's nurse"},
     .meaning = {"Ziet de nieuwsgroepen die voor verpleegkundigen open staan. Ziet niets van Coördinatie en "
                 "Stuurgroep. Wat iemand in een kring van een gezin ziet, staat hier los van.",
                 "Sees the newsgroups that are open to nurses. Sees nothing of Coordination and Steering "
                 "group. What somebody sees in a family's circle has nothing to do with this."},
     .rights = {no, no},
     .stay = year},
    {.role = NetworkRole::case_managers,
     .key = "case_managers",
     .label = {"Casemanager", "Case manager"},
     .meaning = {"Ziet de nieuwsgroepen die voor casemanagers open staan. Ziet niets van Coördinatie en "
                 "Stuurgroep.",
                 "Sees the newsgroups that are open to case managers. Sees nothing of Coordination and "
                 "Steering group."},
     .rights = {no, no},
     .stay = year},
    {.role = NetworkRole::copiloten,
     .key = "copiloten",
     .label = {"Copiloot", "Copiloot"},
     .meaning = {"Ziet de nieuwsgroepen die voor Copiloten open staan. Ziet niets van Coördinatie en "
                 "Stuurgroep.",
                 "Sees the newsgroups that are open to Copiloten. Sees nothing of Coordination and Steering "
                 "group."},
     .rights = {no, no},
     .stay = year},
    {.role = NetworkRole::buddies,
     .key = "buddies",
     .label = {"Maatje", "Buddy parent"},
     .meaning = {"Een ouder die met andere ouders praat. Ziet de nieuwsgroepen die voor Maatjes open staan. "
                 "Ziet niets van Coördinatie en Stuurgroep.",
                 "A parent who talks with other parents. Sees the newsgroups that are open to buddies. Sees "
                 "nothing of Coordination and Steering group."},
     .rights = {no, no},
     .stay = year},
    {.role = NetworkRole::parents,
     .key = "parents",
     .label = {"Ouder", "Parent"},
     .meaning = {"Ziet de nieuwsgroepen die voor ouders open staan. Ziet niets van Coördinatie en "
                 "Stuurgroep. Niemand in het netwerk ziet hierdoor iets van de eigen kring.",
                 "Sees the newsgroups that are open to parents. Sees nothing of Coordination and Steering "
                 "group. Nobody in the network sees anything of one's own circle by this."},
     .rights = {no, no},
     .stay = year},
    {.role = NetworkRole::schools,
     .key = "schools",
     .label = {"School of dagbesteding", "School or day care"},
     .meaning = {"Ziet de nieuwsgroepen die voor scholen en dagbesteding open staan. Ziet niets van "
                 "Coördinatie en Stuurgroep.",
                 "Sees the newsgroups that are open to schools and day care. Sees nothing of Coordination "
                 "and Steering group."},
     .rights = {no, no},
     .stay = year},
});
static_assert(network_role_rows.size() == network_role_count);
static_assert(network_channel_rows.size() == all_network_channels.size());

/// Whether the rows stand in the order of their enumeration.
consteval bool in_order() {
  for (std::size_t i = 0; i < network_role_rows.size(); ++i) {
    if (std::to_underlying(network_role_rows[i].role) != i) return false;
  }
  for (std::size_t i = 0; i < network_channel_rows.size(); ++i) {
    if (std::to_underlying(network_channel_rows[i].channel) != i) return false;
  }
  return true;
}
static_assert(in_order());

template <class Row>
RoleSummary summary_of(const Row& row) {
  return {
      .label = row.label, .meaning = row.meaning, .stay = row.stay, .place = std::to_underlying(row.role)};
}

template <class Rows>
std::optional<Words> label_in(const Rows& rows, std::string_view key) {
  for (const auto& row : rows) {
    if (row.key == key) return row.label;
  }
  return std::nullopt;
}

}  // namespace

std::span<const NetworkRoleTemplate, network_role_count> network_role_table() {
  return network_role_rows;
}

const NetworkRoleTemplate& row_of(NetworkRole role) {
  return network_role_rows[std::to_underlying(role)];
}

const NetworkRoleTemplate* find_network_row(std::string_view key) {
  // NOLINTNEXTLINE(readability-qualified-auto): libc++ wraps an array's iterators, so it is not always a
  // pointer.
  const auto found = std::ranges::find(network_role_rows, key, &NetworkRoleTemplate::key);
  return found == network_role_rows.end() ? nullptr : &*found;
}

const NetworkChannelTemplate& row_of(NetworkChannel channel) {
  return network_channel_rows[std::to_underlying(channel)];
}

std::optional<RoleSummary> find_summary(std::string_view key) {
  if (const auto* row = find_row(key)) return summary_of(*row);
  if (const auto* row = find_network_row(key)) return summary_of(*row);
  return std::nullopt;
}

std::optional<Words> founding_channel_label(std::string_view key, FoundedAs as) {
  return as == FoundedAs::network ? label_in(network_channel_rows, key) : label_in(channel_table(), key);
}

}  // namespace kring::charter
