#pragma once

#include "channels/charter/charter.hpp"

#include <optional>
#include <vector>

namespace kring::charter {

/// All entries of a charter, each verified, and what the charter said after any of them.
class CharterLog {
 public:
  /// Errors: those of `Charter::found`.
  [[nodiscard]] static Result<CharterLog> found(CharterEntry entry);
  /// Verifies from the founding entry on. Errors: `not_founded` (also when there is none), `bad_entry`, and
  /// those of `Charter::apply`.
  [[nodiscard]] static Result<CharterLog> verify(const std::vector<Bytes>& entries);

  /// Takes up again what was verified before and kept since where nobody else writes, in entries that follow
  /// each other from the founding one on: of the later ones neither signatures nor what their kinds ask for
  /// are checked again (decision 0028). Errors: those of `found`, `not_founded` when there is none, and those
  /// of `check_chain` for an entry that does not follow the one before it.
  [[nodiscard]] static Result<CharterLog> replay(std::vector<CharterEntry> entries);

  /// Applies the next entry; nothing changes on an error. Errors: those of `Charter::apply`.
  [[nodiscard]] Status append(CharterEntry entry);

  /// The charter at its head.
  [[nodiscard]] const Charter& charter() const { return charter_; }
  /// The entries from 1 on.
  [[nodiscard]] const std::vector<CharterEntry>& entries() const { return entries_; }
  /// Null for a number that is not in the log.
  [[nodiscard]] const CharterEntry* entry(EntryNumber number) const;
  /// Whether `number` has just this hash: whoever names such a head has read the same charter.
  [[nodiscard]] bool has_head(EntryNumber number, const EntryHash& hash) const;
  /// The charter as it was after entry `number`, by replaying at most `checkpoint_every` entries without
  /// verifying them again. Keep it while many questions concern one head. Errors: `wrong_number`.
  [[nodiscard]] Result<Charter> at(EntryNumber number) const;

  /// Entries between two kept states: replaying one takes microseconds, keeping a state kilobytes.
  static constexpr std::size_t checkpoint_every = 64;

 private:
  explicit CharterLog(CharterEntry first, Charter charter);

  /// Keeps an entry that `charter_` has taken.
  void keep(CharterEntry entry);

  std::vector<CharterEntry> entries_;
  Charter charter_;
  /// Element k is the charter after entry 1 + k * checkpoint_every.
  std::vector<Charter> checkpoints_;
};

}  // namespace kring::charter
