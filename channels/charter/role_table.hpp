#pragma once

#include "channels/model/rights.hpp"

#include "crypto/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// The roles that every circle begins with, as data: `role_table.cpp` has a row for each.
namespace kring::charter {

/// Parents may change all of it; only a role's rights and whom it may admit are in the charter, never what it
/// is called or means.
enum class Template : std::uint8_t {
  parent,
  /// Decides in place of parents.
  guardian,
  parent_without_authority,
  /// From 12 to 15 years.
  child_12,
  /// From 16 years on, and able to decide: owns the circle as a parent does.
  child_16,
  /// Brother or sister under 16.
  sibling,
  family,
  volunteer,
  buddy,
  copiloot,
  case_manager,
  /// Doctor or therapist.
  therapist,
  /// Regular nurse.
  nurse,
  /// Night care or stand-in.
  night,
  school,
  agency,
  /// For one meeting.
  guest,
};
inline constexpr std::size_t template_count = 17;

/// The channels that every circle begins with.
enum class FoundingChannel : std::uint8_t { regie, family, circle, care, mdo };
inline constexpr std::array all_founding_channels{FoundingChannel::regie, FoundingChannel::family,
                                                  FoundingChannel::circle, FoundingChannel::care,
                                                  FoundingChannel::mdo};

/// The sections that a dossier will have, D1 to D10.
enum class Section : std::uint8_t {
  passport,     ///< and emergency card
  daily_care,   ///< and protocols
  medication,   ///< and measurements
  letters,      ///< and medical papers
  care_plan,    ///< and wishes
  family_life,  ///< and how much they can carry
  formalities,
  school,  ///< and development
  agenda,  ///< and rota
  photos,  ///< and memories
};
inline constexpr std::array all_sections{
    Section::passport,    Section::daily_care,  Section::medication, Section::letters, Section::care_plan,
    Section::family_life, Section::formalities, Section::school,     Section::agenda,  Section::photos};

/// What a role is meant to do in a section. **Nothing enforces it yet**: sections have no keys of their own,
/// so no screen may show it as if it held.
enum class SectionUse : std::uint8_t {
  none,
  part,  ///< what a parent picks for this person
  read,
  propose,  ///< reads; what it writes counts once a parent has taken it over
  write,
};

enum class Language : std::uint8_t { dutch, english };

/// A text that people see.
struct Words {
  std::string_view dutch;
  std::string_view english;

  [[nodiscard]] constexpr std::string_view in(Language language) const {
    return language == Language::dutch ? dutch : english;
  }
};

/// How long people of a role are let in for: unless somebody says otherwise, and at most. Owners have no end.
struct StayLength {
  Duration usual{};
  Duration longest{};
};

/// Whom a role may let in by itself, and for how long at most.
struct AdmitsTemplate {
  Template role;
  Duration longest{};
};

/// A row of the table.
struct RoleTemplate {
  Template role;
  /// What programs and pictures go by, such as "night".
  std::string_view key;
  Words label;
  /// What it may do and may not, in plain words, as a circle begins.
  Words meaning;
  /// In the order of `FoundingChannel`.
  std::array<channels::Rights, all_founding_channels.size()> rights;
  /// In the order of `Section`.
  std::array<SectionUse, all_sections.size()> sections;
  StayLength stay;
  std::optional<AdmitsTemplate> admits{};
  bool owns = false;
  /// Whether an invitation may let in whoever has its link.
  bool preapproved = false;
};

/// All rows, in the order of `Template`.
[[nodiscard]] std::span<const RoleTemplate, template_count> role_table();
[[nodiscard]] const RoleTemplate& row_of(Template role);
/// Null for a key that no row has.
[[nodiscard]] const RoleTemplate* find_row(std::string_view key);

/// A founding channel's row.
struct ChannelTemplate {
  FoundingChannel channel;
  std::string_view key;
  Words label;
  channels::Mode mode = channels::Mode::record;
};
[[nodiscard]] std::span<const ChannelTemplate, all_founding_channels.size()> channel_table();
[[nodiscard]] const ChannelTemplate& row_of(FoundingChannel channel);

}  // namespace kring::charter
