#pragma once

#include "crypto/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace kring::cli {

/// What only the program at the terminal can say no to.
enum class Errc : std::uint16_t {
  usage = 1,          ///< the command line is not one of ours
  no_home,            ///< neither --home nor HOME says where the home is
  no_circle,          ///< this home is in no circle yet
  which_circle,       ///< it is in several and none was named
  which_hub,          ///< circles are on several hubs and none was named
  unknown_founding,   ///< nothing of this name waits to be founded
  ambiguous_name,     ///< a name that several have
  six_words_differ,   ///< what was read out is not what the hub gave us
  declined,           ///< the person said no
  no_terminal,        ///< a question, and nobody to ask
  unreadable_file,    ///< words, a passphrase or a text that could not be read
  bad_passphrase,     ///< empty, too long, or typed in two ways
  kept_for_later,     ///< no answer in time; what was asked is kept and done later
  kept_until_resume,  ///< the hub was put back; what was asked is kept until an owner lets the circle go on
  asked_to_wait,      ///< the hub takes no more for now; what was asked is kept and done later
  try_later,          ///< the hub takes no more for now, and what was asked is not kept
  timed_out,          ///< no answer in time, and what was asked is not kept
  mailbox_gone,       ///< ten minutes are over, or it never was
  mailbox_used,       ///< somebody has put or taken the message before
  mailbox_refused,    ///< the hub opens none now
  interrupted,        ///< a signal ended it before anything was done
  vault_away,         ///< a hub that keeps slots of the vault could not be read
  unknown_alarm,      ///< no alarm has this number
  no_evidence,        ///< nothing is kept of this alarm that proves it
  nothing_kept,       ///< the hub has nothing that these twelve words open
  export_incomplete,  ///< it was written, and says what is missing
  import_unreadable,  ///< a folder that is no export, or one that somebody changed
  import_version,     ///< an export of a newer program
  import_damaged,     ///< a file that is not what the export says
  import_unknown_channel,  ///< the export has no such channel with something in it, or several
  import_offline,          ///< the hub cannot be reached, so that it is not known what is there already
  subject_missing,         ///< a post that begins a thread, and has no subject
  file_away,               ///< no answer in time, so that a file did not come
  hub_away,                ///< no answer in time of the hub that is to bring everything back
  no_passphrase,           ///< the home is locked with one, and nobody is there to type it
  no_new_keys,             ///< nothing to compare: an owner gave this person no new keys
  not_your_device,         ///< somebody else's, which is theirs to name
  export_files_gone,       ///< the hub has the files that are missing no more
  import_stopped,          ///< a signal ended it; what was brought along by then stays
};

constexpr Library library_of(Errc /*code*/) {
  return Library::cli;
}
[[nodiscard]] std::string_view name_of(Errc code);

}  // namespace kring::cli
