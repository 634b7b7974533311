#pragma once

#include "clients/cli/language.hpp"

#include "crypto/base/error.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

/// Everything that people read, by name. `texts_nl.cpp` and `texts_en.cpp` hold the words.
namespace kring::cli {

enum class Text : std::uint16_t {
  // Usage.
  usage_extra,
  usage_missing,
  usage_value,
  usage_together,
  usage_other,
  usage_no_command,
  usage_two_commands,
  usage_hint,
  bad_language,
  bad_colour,
  bad_timeout,
  bad_duration,
  bad_mode,
  bad_allowance,
  bad_number,
  bad_date,
  // Questions.
  ask_passphrase,
  ask_new_passphrase,
  ask_passphrase_again,
  ask_twelve_words,
  ask_one_word,
  wrong_word,
  ask_confirm,
  ask_remove,
  ask_leave,
  ask_pause,
  ask_role,
  ask_close,
  ask_freeze,
  ask_remove_owner,
  ask_end,
  ask_end_now,
  ask_restart,
  restarted,
  restart_told,
  ask_resume,
  resume_channel,
  resumed,
  circle_read_only,
  yes_letter,
  // The device.
  twelve_words_head,
  twelve_words_advice,
  init_done,
  init_not_confirmed,
  words_right,
  // Circles and people.
  founded,
  removed,
  left,
  paused,
  unpaused,
  role_changed,
  frozen,
  unfrozen,
  removal_asked,
  stayed,
  end_asked,
  end_cancelled,
  circle_ended,
  invited,
  invited_confirm,
  invited_preapproved,
  withdrawn,
  joined_member,
  joined_waiting,
  confirmed,
  consented,
  consent_line,
  consent_hint,
  consent_article,
  confirm_hint,
  request_head,
  request_name,
  request_role,
  request_invitation,
  request_words,
  no_roles,
  no_requests,
  no_members,
  // Who may do what, and who somebody is.
  matrix_legend,
  matrix_roles,
  role_at_founding,
  role_stay,
  role_by_link,
  role_by_confirmation,
  role_now,
  may_let_in,
  see_as_nothing,
  see_as_reads_back,
  see_as_since,
  see_as_hidden,
  see_as_note,
  who_somebody,
  who_me,
  who_no_name,
  who_founded,
  who_invited,
  who_let_in,
  who_by_link,
  who_waits,
  who_checked_here,
  who_checked_elsewhere,
  // The child.
  child_born,
  child_unknown,
  child_kept,
  child_birthday,
  birth_date_line,
  birthday_coming,
  birthday_today,
  birthday_past,
  birthday_12,
  birthday_16,
  birthday_18,
  // Devices.
  ask_revoke,
  device_revoked,
  ask_new_keys,
  new_keys_link,
  new_keys_given,
  new_keys_mark,
  come_back_code,
  come_back_words,
  ask_check,
  checked,
  no_devices,
  device_state_live,
  device_state_revoked,
  device_taken_out,
  mark_this_device,
  // Channels.
  channel_opened,
  channel_closed,
  allowed,
  lane_opened,
  lane_contact,
  said,
  sealing,
  sending,
  file_sent,
  fetching,
  file_fetched,
  file_line,
  nothing_to_read,
  introduced,
  no_channels,
  no_label,
  watching,
  offline_answer,
  no_longer_member,
  // Export.
  export_warning,
  ask_export,
  exporting,
  exported,
  export_incomplete,
  export_no_answer,
  now_paused,
  // Status.
  words_not_confirmed,
  no_circle_yet,
  your_six_words,
  open_invitations,
  until,
  still_to_do,
  unsent,
  circle_stopped,
  circle_frozen,
  circle_removal,
  circle_removal_of_me,
  circle_ending,
  circle_dissolved,
  alarm_head,
  alarm_evidence,
  unforeseen,
  // Words for states.
  yes,
  no,
  no_end,
  nameless,
  mark_me,
  mark_note,
  mode_record,
  mode_sealed,
  channel_joined,
  channel_not_joined,
  channel_stopped,
  channel_is_closed,
  state_waiting,
  state_live,
  state_expired,
  state_removed,
  state_left,
  state_paused,
  standing_founding,
  standing_invited,
  standing_waiting,
  standing_member,
  standing_ended,
  standing_paused,
  connection_offline,
  connection_connecting,
  connection_greeted,
  connection_draining,
  connection_refused,
  // What is still to be done.
  pending_found,
  pending_join,
  pending_invite,
  pending_withdraw,
  pending_confirm,
  pending_open,
  pending_remove,
  pending_leave,
  pending_restart,
  pending_resume,
  pending_say,
  pending_send,
  pending_pause,
  pending_unpause,
  pending_role,
  pending_allow,
  pending_close,
  pending_freeze,
  pending_unfreeze,
  pending_remove_owner,
  pending_stay,
  pending_end,
  pending_device,
  pending_revoke,
  // Columns.
  column_role,
  column_label,
  column_longest,
  column_preapproved,
  column_name,
  column_relation,
  column_state,
  column_until,
  column_id,
  column_channel,
  column_key,
  column_mode,
  column_rights,
  column_readers,
  column_device,
  column_since,
  column_added_by,
};

/// The sentence or the word; `{0}`, `{1}` stand for what `fill` puts there.
[[nodiscard]] std::string_view text_of(Text text, Language language);
/// `text` with its places filled in. Values are taken as they are: whoever gives one makes it printable.
[[nodiscard]] std::string fill(std::string_view text, std::initializer_list<std::string_view> values);

/// What a person is told about one code of one library.
struct ErrorText {
  Library library;
  /// A code's name, or the beginning of several with a `*` after it.
  std::string_view code;
  std::string_view what;  ///< what went wrong
  std::string_view rest;  ///< what is safe, and what to do now
};
[[nodiscard]] std::span<const ErrorText> error_texts(Language language);
/// The row of this name, else the row whose beginning fits; none if there is neither. Refusals of the wire
/// stand with the rules of the domain, under `Library::channels`.
[[nodiscard]] const ErrorText* find_error_text(Library library, std::string_view code, Language language);

/// The help of one command.
struct HelpText {
  std::string_view command;  ///< empty: the whole program
  std::string_view summary;
  std::string_view body;  ///< how to type it, what its options do, and examples
};
[[nodiscard]] std::span<const HelpText> help_texts(Language language);
/// What `kring --help` (no command) or `kring COMMAND --help` prints.
[[nodiscard]] std::string help_text(std::string_view command, Language language);

}  // namespace kring::cli
