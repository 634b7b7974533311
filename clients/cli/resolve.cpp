#include "clients/cli/resolve.hpp"

#include "clients/cli/errc.hpp"
#include "clients/cli/plain_text.hpp"
#include "clients/cli/wording.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/folded_text.hpp"

#include "channels/charter/attestation.hpp"
#include "channels/charter/network_table.hpp"
#include "channels/model/errc.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace kring::cli {

namespace {

/// The shortest beginning of an id that stands for it: 32 bits do not collide by chance in one circle.
constexpr std::size_t id_prefix_digits_min = 8;

bool same_name(std::string_view a, std::string_view b) {
  return !a.empty() && ascii_lower(a) == ascii_lower(b);
}
/// The same in any case of any letter, and without accents.
bool like_name(std::string_view a, std::string_view b) {
  return !a.empty() && core::folded(a) == core::folded(b);
}

/// Whether a name of several words begins with these, such as "Bea Bos" with "Bea".
bool begins_name(std::string_view text, std::string_view name) {
  return !text.empty() && core::folded(name).starts_with(core::folded(text) + " ");
}

/// A name or a part of one as words in small letters with one space around each; what separates words in it
/// counts for nothing.
std::string spaced_words(std::string_view text) {
  std::string words = " ";
  for (const char letter : ascii_lower(text)) {
    const bool separates = std::string_view(" \t,.;:!?()[]\"").contains(letter);
    if (!separates || words.back() != ' ') words += separates ? ' ' : letter;
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

/// Whether these words stand in a name, one after the other, such as "Sam" in "Kring Sam".
bool has_words(std::string_view text, std::string_view name) {
  const auto words = spaced_words(text);
  return words.size() > 1 && spaced_words(name).contains(words);
}

template <class IdType>
bool names_id(std::string_view text, const IdType& id) {
  return text.size() >= id_prefix_digits_min && to_hex(id.view()).starts_with(ascii_lower(text));
}

bool is_present(const core::MemberView& member) {
  return member.state == core::MemberState::live || member.state == core::MemberState::expired ||
         member.state == core::MemberState::paused;
}

/// Those of `views` for which a test holds: the first test that anything passes decides.
template <class View, class... Tests>
std::vector<View> find_all(const std::vector<View>& views, Tests... tests) {
  std::vector<View> found;
  const auto look = [&](auto test) {
    if (found.empty()) std::ranges::copy_if(views, std::back_inserter(found), test);
  };
  (look(tests), ...);
  return found;
}

/// The one of them.
template <class View, class Unknown, class... Tests>
Result<View> find_one(const std::vector<View>& views, Unknown unknown, Tests... tests) {
  auto found = find_all(views, tests...);
  if (found.empty()) return fail(unknown);
  if (found.size() > 1) return fail(Errc::ambiguous_name);
  return std::move(found.front());
}

/// The one of those found; of several it is told which they are, by `told`.
template <class View, class Unknown, class Tell>
Outcome<View> the_one(std::vector<View> found, Unknown unknown, Tell told) {
  if (found.size() == 1) return std::move(found.front());
  Failure failure{found.empty() ? Error(unknown) : Error(Errc::ambiguous_name)};
  for (const auto& view : found) failure.meant.push_back(told(view));
  return std::unexpected(std::move(failure));
}

/// What somebody or something is told apart by: a key or role if there is one, and the beginning of the id.
template <class IdType>
std::string told_apart(std::string_view what, const IdType& id) {
  return (what.empty() ? std::string() : std::string(what) + ", ") + short_id(id);
}

Meant meant(const core::RoleView& role) {
  return {.name = role.label, .by = told_apart(role.key, role.id)};
}
Meant meant(const core::ChannelView& channel) {
  return {.name = channel.label, .by = told_apart(channel.key, channel.id)};
}
Meant meant(const core::MemberView& member) {
  return {.name = member.name, .by = told_apart(member.role_label, member.id)};
}
Meant meant(const core::RequestView& request) {
  return {.name = request.name, .by = told_apart(request.role_label, request.invitation)};
}
Meant meant(const core::IntentView& founding) {
  return {.name = founding.name, .by = told_apart(founding.hub, founding.id)};
}
constexpr auto told = [](const auto& view) { return meant(view); };

/// Whether only one channel of a circle or network has this key.
bool is_key_of_one(std::string_view key) {
  return charter::founding_channel_label(key, charter::FoundedAs::circle) ||
         charter::founding_channel_label(key, charter::FoundedAs::network);
}

Result<core::CircleView> only_circle(const std::vector<core::CircleView>& circles) {
  if (circles.empty()) return fail(Errc::no_circle);
  const auto open = [](const core::CircleView& circle) { return circle.standing != core::Standing::ended; };
  if (std::ranges::count_if(circles, open) == 1) return *std::ranges::find_if(circles, open);
  if (circles.size() == 1) return circles.front();
  return fail(Errc::which_circle);
}

}  // namespace

Result<core::CircleView> find_circle(const std::vector<core::CircleView>& circles, std::string_view text) {
  if (text.empty() || circles.empty()) return only_circle(circles);
  auto found = circles_meant(circles, text);
  if (found.empty()) return fail(client::Errc::unknown_circle);
  if (found.size() > 1) return fail(Errc::ambiguous_name);
  return std::move(found.front());
}

std::vector<core::CircleView> circles_meant(const std::vector<core::CircleView>& circles,
                                            std::string_view text) {
  return find_all(
      circles, [&](const core::CircleView& circle) { return names_id(text, circle.id); },
      [&](const core::CircleView& circle) { return same_name(text, circle.name); },
      [&](const core::CircleView& circle) { return has_words(text, circle.name); });
}

Outcome<core::IntentView> find_founding(const std::vector<core::IntentView>& pending, std::string_view text) {
  const auto founds = [](const core::IntentView& one) { return one.kind == core::IntentKind::found; };
  return the_one(
      find_all(
          pending, [&](const core::IntentView& one) { return founds(one) && names_id(text, one.id); },
          [&](const core::IntentView& one) { return founds(one) && same_name(text, one.name); },
          [&](const core::IntentView& one) { return founds(one) && has_words(text, one.name); }),
      Errc::unknown_founding, told);
}

Outcome<core::RoleView> find_role(const std::vector<core::RoleView>& roles, std::string_view text) {
  return the_one(find_all(
                     roles, [&](const core::RoleView& role) { return names_id(text, role.id); },
                     [&](const core::RoleView& role) { return same_name(text, role.key); },
                     [&](const core::RoleView& role) { return same_name(text, role.label); },
                     [&](const core::RoleView& role) { return like_name(text, role.label); },
                     [&](const core::RoleView& role) { return begins_name(text, role.label); }),
                 client::Errc::unknown_role, told);
}

Outcome<core::ChannelView> find_channel(const std::vector<core::ChannelView>& channels,
                                        std::string_view text) {
  auto found = find_all(
      channels, [&](const core::ChannelView& channel) { return names_id(text, channel.id); },
      [&](const core::ChannelView& channel) {
        return is_key_of_one(channel.key) && same_name(text, channel.key);
      },
      [&](const core::ChannelView& channel) {
        return same_name(text, channel.label) || same_name(text, channel.key);
      },
      [&](const core::ChannelView& channel) { return like_name(text, channel.label); },
      [&](const core::ChannelView& channel) { return begins_name(text, channel.label); });
  if (!std::ranges::all_of(found, &core::ChannelView::closed))
    std::erase_if(found, &core::ChannelView::closed);
  return the_one(std::move(found), client::Errc::unknown_channel, told);
}

Outcome<core::MemberView> find_member(const std::vector<core::MemberView>& members, std::string_view text) {
  return the_one(
      find_all(
          members, [&](const core::MemberView& member) { return names_id(text, member.id); },
          [&](const core::MemberView& member) { return is_present(member) && same_name(text, member.name); },
          [&](const core::MemberView& member) { return is_present(member) && like_name(text, member.name); },
          [&](const core::MemberView& member) {
            return is_present(member) && begins_name(text, member.name);
          }),
      client::Errc::unknown_member, told);
}

Outcome<core::MemberView> find_somebody(const std::vector<core::MemberView>& members, std::string_view text) {
  auto present = find_member(members, text);
  if (present || present.error().error != client::Errc::unknown_member) return present;
  return the_one(find_all(
                     members, [&](const core::MemberView& member) { return same_name(text, member.name); },
                     [&](const core::MemberView& member) { return like_name(text, member.name); },
                     [&](const core::MemberView& member) { return begins_name(text, member.name); }),
                 client::Errc::unknown_member, told);
}

Outcome<core::RequestView> find_request(const std::vector<core::RequestView>& requests,
                                        std::string_view text) {
  return the_one(
      find_all(
          requests, [&](const core::RequestView& request) { return names_id(text, request.invitation); },
          [&](const core::RequestView& request) { return same_name(text, request.name); },
          [&](const core::RequestView& request) { return like_name(text, request.name); },
          [&](const core::RequestView& request) { return begins_name(text, request.name); }),
      client::Errc::unknown_request, told);
}

Result<core::DeviceView> find_device(const std::vector<core::DeviceView>& devices, std::string_view text) {
  return find_one(devices, channels::Errc::unknown_device,
                  [&](const core::DeviceView& device) { return names_id(text, device.id); });
}

Result<core::AttestationView> find_attestation(const std::vector<core::AttestationView>& own,
                                               std::string_view text) {
  const auto whole = charter::parse_attestation(text);
  return find_one(
      own, client::Errc::unknown_attestation,
      [&](const core::AttestationView& one) { return whole && one.id == whole->hash(); },
      [&](const core::AttestationView& one) { return names_id(text, one.id); },
      [&](const core::AttestationView& one) { return same_name(text, one.claim); });
}

Result<core::InvitationView> find_invitation(const std::vector<core::InvitationView>& invitations,
                                             std::string_view text) {
  return find_one(invitations, client::Errc::unknown_invitation,
                  [&](const core::InvitationView& invitation) { return names_id(text, invitation.id); });
}

}  // namespace kring::cli
