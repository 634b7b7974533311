#include "clients/cli/errc.hpp"

namespace kring::cli {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::usage:
      return "usage";
    case Errc::no_home:
      return "no_home";
    case Errc::no_circle:
      return "no_circle";
    case Errc::which_circle:
      return "which_circle";
    case Errc::which_hub:
      return "which_hub";
    case Errc::unknown_founding:
      return "unknown_founding";
    case Errc::ambiguous_name:
      return "ambiguous_name";
    case Errc::six_words_differ:
      return "six_words_differ";
    case Errc::declined:
      return "declined";
    case Errc::no_terminal:
      return "no_terminal";
    case Errc::unreadable_file:
      return "unreadable_file";
    case Errc::bad_passphrase:
      return "bad_passphrase";
    case Errc::kept_for_later:
      return "kept_for_later";
    case Errc::kept_until_resume:
      return "kept_until_resume";
    case Errc::asked_to_wait:
      return "asked_to_wait";
    case Errc::try_later:
      return "try_later";
    case Errc::timed_out:
      return "timed_out";
    case Errc::mailbox_gone:
      return "mailbox_gone";
    case Errc::mailbox_used:
      return "mailbox_used";
    case Errc::mailbox_refused:
      return "mailbox_refused";
    case Errc::interrupted:
      return "interrupted";
    case Errc::vault_away:
      return "vault_away";
    case Errc::unknown_alarm:
      return "unknown_alarm";
    case Errc::no_evidence:
      return "no_evidence";
    case Errc::nothing_kept:
      return "nothing_kept";
    case Errc::export_incomplete:
      return "export_incomplete";
    case Errc::export_files_gone:
      return "export_files_gone";
    case Errc::import_unreadable:
      return "import_unreadable";
    case Errc::import_version:
      return "import_version";
    case Errc::import_damaged:
      return "import_damaged";
    case Errc::import_unknown_channel:
      return "import_unknown_channel";
    case Errc::import_offline:
      return "import_offline";
    case Errc::subject_missing:
      return "subject_missing";
    case Errc::file_away:
      return "file_away";
    case Errc::hub_away:
      return "hub_away";
    case Errc::no_passphrase:
      return "no_passphrase";
    case Errc::no_new_keys:
      return "no_new_keys";
    case Errc::not_your_device:
      return "not_your_device";
    case Errc::import_stopped:
      return "import_stopped";
  }
  return "unknown";
}

}  // namespace kring::cli
