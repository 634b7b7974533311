#pragma once

#include "clients/cli/present_alarms.hpp"
#include "clients/cli/present_notices.hpp"
#include "clients/cli/present_reports.hpp"
#include "clients/cli/style.hpp"
#include "clients/core/view.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

/// Views as a person reads them. Everything that others wrote is made printable here.
namespace kring::cli {

/// A moment in the time zone of this machine.
[[nodiscard]] std::string time_text(Time time, Language language);

[[nodiscard]] std::string roles_text(const std::vector<core::RoleView>& roles, const Look& look);
[[nodiscard]] std::string requests_text(const std::vector<core::RequestView>& requests, const Look& look);
/// One request, for whoever confirms it.
[[nodiscard]] std::string request_text(const core::RequestView& request, const Look& look);
[[nodiscard]] std::string members_text(const std::vector<core::MemberView>& members, const Look& look);
[[nodiscard]] std::string devices_text(const std::vector<core::DeviceView>& devices, const Look& look);
[[nodiscard]] std::string channels_text(const std::vector<core::ChannelView>& channels, const Look& look);
/// A message or note with its head line; of an introduction one line; empty for what is not shown to people.
/// A file's name and size, in a line without its end.
[[nodiscard]] std::string file_text(const core::FileView& file, const Look& look);
[[nodiscard]] std::string article_text(const core::ArticleView& article, const Look& look);
/// Who said something elsewhere, and when, as `bearer` says who brought it along; for one line.
[[nodiscard]] std::string origin_text(const core::OriginView& origin, std::string_view bearer,
                                      Language language);
/// All of them; who introduces themself more than once does so once.
[[nodiscard]] std::string articles_text(const std::vector<core::ArticleView>& articles, const Look& look);
/// What somebody calls themself, or words for "no name known" and part of the id.
[[nodiscard]] std::string name_text(const std::string& name, const channels::MemberId& member,
                                    Language language);
[[nodiscard]] std::string member_state_text(core::MemberState state, Language language);
[[nodiscard]] std::string connection_text(core::Connection connection, Language language);

/// What `kring status` knows.
struct StatusSubject {
  const core::StatusView& status;
  const std::vector<core::CircleView>& circles;
  const std::vector<core::InvitationView>& invitations;
  std::size_t unsent = 0;
  /// Devices that whoever uses this one was not told of yet.
  std::vector<NewDevice> new_devices{};
  /// Who was let in by others than owners, and who is gone that let people in, as they are told
  /// (present_notices.hpp).
  std::vector<std::string> comings{};
  /// Of circles whose newsgroups we moderate.
  std::vector<OpenReports> reports{};
  /// One's own attestations that end soon or ended lately, as they are told (present_attestations.hpp).
  std::vector<std::string> ending{};
  std::vector<ShownAlarm> alarms{};
};
[[nodiscard]] std::string status_text(const StatusSubject& subject, const Look& look);
/// That this device is out, by whom, and whether its person is still in the circle.
[[nodiscard]] std::string device_out_text(const core::CircleView& circle, const Look& look);
/// Who did something: a name, "yourself", or "somebody of the circle" if this device does not know.
[[nodiscard]] std::string doer_text(const std::optional<core::DeedView>& deed, const Look& look);
/// By whom and when whoever uses this device was removed, in a line without its end; empty if they were not.
[[nodiscard]] std::string removed_text(const core::CircleView& circle, const Look& look);
/// A circle that is still to be founded: what, at which hub, and how to take it back.
[[nodiscard]] std::string founding_text(const core::IntentView& founding, const Look& look);
/// That this device was let into a channel again, and what it could not read.
[[nodiscard]] std::string healed_text(const core::ChannelView& channel, const Look& look);

/// Words with spaces between.
[[nodiscard]] std::string words_text(const std::vector<std::string>& words);
/// Writes the twelve recovery words, numbered and four a line, as one copies them to paper. They are in no
/// string on the way.
void write_recovery_words(std::ostream& out, std::string_view words);

/// Such as "1,2 MB": thousands, as file managers show them.
[[nodiscard]] std::string size_text(std::uint64_t bytes, Language language);

}  // namespace kring::cli
