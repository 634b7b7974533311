#pragma once

#include "clients/cli/language.hpp"

#include <string_view>

/// The words of the exported page, as `texts_*.cpp` has those of the terminal.
namespace kring::cli {

struct ExportWords {
  std::string_view lang;     ///< as HTML names the language
  std::string_view heading;  ///< {0}: the circle's name
  std::string_view made;     ///< {0}: who, {1}: when
  std::string_view not_encrypted;
  std::string_view complete;
  std::string_view incomplete;
  std::string_view missing_item;  ///< {0}: where, {1}: why
  std::string_view number;        ///< {0}: an entry's number
  std::string_view whole_circle;
  std::string_view contents;
  std::string_view people;
  std::string_view name;
  std::string_view relation;
  std::string_view role;
  std::string_view state;
  std::string_view until;
  std::string_view me;
  std::string_view history;
  std::string_view history_about;
  std::string_view no_articles;
  std::string_view begins_after;  ///< {0}: a number
  std::string_view note;
  std::string_view introduced;  ///< {0}: who
  std::string_view labelled;
  std::string_view unknown_type;  ///< {0}: the type
  std::string_view file;          ///< {0}: name, {1}: size
  std::string_view file_missing;  ///< {0}: name, {1}: why
  std::string_view other_channel;
  std::string_view gap_not_caught_up;
  std::string_view gap_stopped;
  std::string_view gap_not_joined;
  std::string_view gap_not_opened;
  std::string_view gap_not_readable;
  std::string_view gap_not_sent;
};
[[nodiscard]] const ExportWords& export_words(Language language);

/// What a kind of entry of the charter does. {0}: who signed, {1}: the person, {2}: the role, {3}: the
/// channel, {4}: until when. For a kind that has no sentence of its own one that says so.
[[nodiscard]] std::string_view entry_sentence(std::string_view kind, Language language);

}  // namespace kring::cli
