#include "clients/cli/failure.hpp"

#include "clients/cli/errc.hpp"
#include "clients/cli/present_alarms.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/text.hpp"
#include "clients/core/errc.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kring::cli {

namespace {

ExitCode exit_code_of(Errc code) {
  switch (code) {
    case Errc::usage:
    case Errc::which_circle:
    case Errc::which_hub:
    case Errc::no_terminal:
    case Errc::no_passphrase:
    case Errc::subject_missing:
      return ExitCode::usage;
    case Errc::six_words_differ:
    case Errc::unknown_founding:
    case Errc::ambiguous_name:
    case Errc::unknown_alarm:
    case Errc::no_evidence:
    case Errc::nothing_kept:
    case Errc::not_your_device:
      return ExitCode::refused;
    case Errc::kept_for_later:
    case Errc::kept_until_resume:
    case Errc::asked_to_wait:
    case Errc::try_later:
    case Errc::timed_out:
    case Errc::file_away:
    case Errc::hub_away:
      return ExitCode::kept;
    case Errc::mailbox_gone:
    case Errc::mailbox_used:
      return ExitCode::refused;
    case Errc::mailbox_refused:
      return ExitCode::failed;
    case Errc::no_circle:
      return ExitCode::not_admitted;
    case Errc::export_incomplete:
    case Errc::export_files_gone:
      return ExitCode::incomplete;
    case Errc::import_unknown_channel:
      return ExitCode::usage;
    case Errc::import_stopped:
      return ExitCode::incomplete;
    case Errc::import_unreadable:
    case Errc::import_version:
    case Errc::import_damaged:
    case Errc::import_offline:
    case Errc::no_home:
    case Errc::no_new_keys:
    case Errc::declined:
    case Errc::interrupted:
    case Errc::vault_away:
    case Errc::unreadable_file:
    case Errc::bad_passphrase:
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

ExitCode exit_code_of(client::Errc code) {
  switch (code) {
    case client::Errc::no_device:
    case client::Errc::device_exists:
    case client::Errc::bad_vault:
    case client::Errc::clock_off:
    case client::Errc::hub_clock_off:
    case client::Errc::too_many_pending:
    case client::Errc::too_many_circles:
    case client::Errc::gave_up:
    case client::Errc::hub_full:
    case client::Errc::kit_not_whole:
    case client::Errc::file_lost:
    case client::Errc::not_needed:
      return ExitCode::failed;
    case client::Errc::wrong_words:
    case client::Errc::words_needed:
    case client::Errc::bad_name:
    case client::Errc::bad_hub:
    case client::Errc::unknown_circle:
    case client::Errc::unknown_channel:
    case client::Errc::unknown_role:
    case client::Errc::unknown_member:
    case client::Errc::unknown_invitation:
    case client::Errc::unknown_request:
    case client::Errc::already_joined:
    case client::Errc::own_invitation:
    case client::Errc::bad_label:
    case client::Errc::channel_exists:
    case client::Errc::role_exists:
    case client::Errc::may_not_post:
    case client::Errc::introduction_missing:
    case client::Errc::file_too_large:
    case client::Errc::not_a_file:
    case client::Errc::circle_full:
    case client::Errc::part_gone:
    case client::Errc::refused_by_hub:
    case client::Errc::bad_birth_date:
    case client::Errc::heads_unknown:
    case client::Errc::bad_person_state:
    case client::Errc::link_refused:
    case client::Errc::person_state_too_large:
    case client::Errc::no_child_here:
    case client::Errc::not_a_network:
    case client::Errc::bad_newsgroup_name:
    case client::Errc::newsgroup_exists:
    case client::Errc::not_a_newsgroup:
    case client::Errc::newsgroup_takes_posts:
    case client::Errc::unknown_post:
    case client::Errc::may_identify_child:
    case client::Errc::may_not_moderate:
    case client::Errc::not_your_post:
    case client::Errc::post_held:
    case client::Errc::too_many_edits:
    case client::Errc::too_many_pinned:
    case client::Errc::thread_over:
    case client::Errc::bad_post_end:
    case client::Errc::bad_search:
    case client::Errc::own_post:
    case client::Errc::report_to_nobody:
    case client::Errc::unknown_report:
    case client::Errc::circle_stays_private:
    case client::Errc::no_attestation_key:
    case client::Errc::attestation_too_long:
    case client::Errc::attestation_of_other:
    case client::Errc::attestation_over:
    case client::Errc::attestation_older:
    case client::Errc::attestation_not_yet:
    case client::Errc::attestation_taken_back:
    case client::Errc::unknown_attestation:
    case client::Errc::unknown_network:
    case client::Errc::member_not_here:
    case client::Errc::keys_not_checked:
    case client::Errc::publication_changed:
    case client::Errc::may_not_report:
    case client::Errc::no_longer_read:
      return ExitCode::refused;
    case client::Errc::not_admitted_yet:
    case client::Errc::ended:
    case client::Errc::turned_down:
    case client::Errc::device_out:
    case client::Errc::paused:
    case client::Errc::not_in_channel:
      return ExitCode::not_admitted;
    case client::Errc::stopped:
    case client::Errc::wrong_hub_key:
    case client::Errc::wrong_origin:
    case client::Errc::head_went_back:
    case client::Errc::head_forked:
    case client::Errc::bad_head_signature:
    case client::Errc::charter_entry_refused:
    case client::Errc::log_entry_refused:
    case client::Errc::log_hash_differs:
    case client::Errc::articles_void:
    case client::Errc::welcome_refused:
    case client::Errc::log_cut_off:
    case client::Errc::bad_frame:
    case client::Errc::network_charter_refused:
    case client::Errc::network_went_back:
    case client::Errc::network_forked:
    case client::Errc::network_hidden:
      return ExitCode::alarm;
  }
  return ExitCode::failed;
}

/// Rules of the domain and refusals of the wire, which share a library, by name.
ExitCode exit_code_of_rule(std::string_view name) {
  constexpr std::array not_admitted{"signer_not_live", "not_live", "not_admitted", "unknown_signer"};
  constexpr std::array failed{"bad_snapshot", "overloaded", "draining", "unavailable",
                              "internal",     "clock_off",  "read_only"};
  if (std::ranges::find(not_admitted, name) != not_admitted.end()) return ExitCode::not_admitted;
  if (std::ranges::find(failed, name) != failed.end()) return ExitCode::failed;
  return ExitCode::refused;
}

/// The rule that the hub named, if it is one that we have words for.
const ErrorText* rule_text(const Failure& failure, Language language) {
  if (failure.rule.empty() || failure.error != client::Errc::refused_by_hub) return nullptr;
  return find_error_text(Library::channels, failure.rule, language);
}

/// The row of the rule or of the error itself; null if there is none.
const ErrorText* find_text(const Failure& failure, Language language) {
  const auto* text = rule_text(failure, language);
  const auto library = text == nullptr ? failure.error.library() : Library::channels;
  const auto code = text == nullptr ? std::string_view(failure.error.name()) : std::string_view(failure.rule);
  if (failure.in_network) {
    if (const auto* own = find_network_text(library, code, language)) return own;
  }
  return text != nullptr ? text : find_error_text(library, code, language);
}

/// What a name may mean, as far as it is named.
std::string meant_sentence(const std::vector<Meant>& meant, Language language) {
  std::string all;
  for (std::size_t i = 0; i < std::min(meant.size(), meant_max); ++i) {
    all += (i == 0 ? "" : ", ") +
           fill(text_of(Text::one_meant, language), {printable(meant[i].name), printable(meant[i].by)});
  }
  if (meant.size() <= meant_max) return fill(text_of(Text::names_meant, language), {all});
  return fill(text_of(Text::names_meant_more, language), {all, std::to_string(meant.size() - meant_max)});
}

}  // namespace

Failure Failure::of_alarm(core::Alarm alarm) {
  Failure failure{Error(client::Errc::stopped)};
  failure.alarm = std::move(alarm);
  return failure;
}

Failure unkept(const Failure& failure) {
  if (exit_code_of(failure) != ExitCode::kept) return failure;
  Failure ended{Error(failure.wait ? Errc::try_later : Errc::timed_out)};
  ended.wait = failure.wait;
  return ended;
}

std::string code_of(const Failure& failure) {
  if (failure.alarm) return failure.alarm->reason;
  return rule_text(failure, Language::english) != nullptr ? failure.rule : std::string(failure.error.name());
}

ExitCode exit_code_of(const Failure& failure) {
  if (rule_text(failure, Language::english) != nullptr) return exit_code_of_rule(failure.rule);
  switch (failure.error.library()) {
    case Library::cli:
      return exit_code_of(static_cast<Errc>(failure.error.code()));
    case Library::client:
      return exit_code_of(static_cast<client::Errc>(failure.error.code()));
    case Library::channels:
      return exit_code_of_rule(failure.error.name());
    case Library::crypto:
    case Library::hub:
    case Library::native:
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

std::string explain(const Failure& failure, Language language) {
  if (failure.alarm) {
    return explain_alarm(*failure.alarm, {.network = failure.in_network}, language) + " " +
           std::string(text_of(Text::alarms_more, language));
  }
  const auto* text = find_text(failure, language);
  if (text == nullptr) return fill(text_of(Text::unforeseen, language), {printable(failure.error.name())});
  std::string sentences(text->what);
  if (failure.wait) {
    // Counted in the larger unit, and rounded up: whoever comes then is not too early.
    const bool in_minutes = *failure.wait > std::chrono::seconds(90);
    const auto count = in_minutes ? std::chrono::ceil<std::chrono::minutes>(*failure.wait).count()
                                  : std::chrono::ceil<std::chrono::seconds>(*failure.wait).count();
    const auto which = in_minutes ? Text::wait_minutes : Text::wait_seconds;
    sentences.append(" ").append(fill(text_of(which, language), {std::to_string(count)}));
  }
  if (!failure.detail.empty()) sentences.append(" ").append(failure.detail);
  if (!failure.meant.empty()) sentences.append(" ").append(meant_sentence(failure.meant, language));
  if (!text->rest.empty()) sentences.append(" ").append(text->rest);
  const bool unknown_rule = !failure.rule.empty() && rule_text(failure, language) == nullptr;
  if (unknown_rule) sentences += " (" + printable(failure.rule) + ")";
  return sentences;
}

}  // namespace kring::cli
