#pragma once

#include "channels/charter/charter.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

/// What the tables of the charter's rules have in common: one row a rule (`channels/charter/RULES.md` names
/// them).
namespace kring::charter {

using support::TestCircle;
using support::TestInvitation;
using support::TestPerson;

/// A rule, and the entry that breaks it on a circle that is otherwise right; what comes before is applied.
struct Rule {
  const char* name;
  Errc error;
  std::function<CharterEntry(TestCircle&)> breaking;
};
[[nodiscard]] std::string name_of_rule(const testing::TestParamInfo<Rule>& row);
/// The entry is refused by this rule, and the charter is as it was. Each program that has the tables says
/// where: a charter by itself, the hub's judgement of a bundle, or a client that is given the entry.
void expect_kept(const Rule& rule);

/// The founder's entry with its content changed and signed again.
[[nodiscard]] CharterEntry changed(TestCircle& circle, const std::function<void(CharterContent&)>& change);
/// A waiting owner-to-be and the entry that would make them one, with the body changed.
[[nodiscard]] CharterEntry owner_added(TestCircle& c, const std::function<void(OwnerAdd&)>& change);
/// Two owners, a third who waits, and the consent that the second gives `age` before the entry, changed.
[[nodiscard]] CharterEntry owner_added_with(TestCircle& c, Duration age,
                                            const std::function<void(OwnerConsent&)>& change);
void unchanged(OwnerConsent& /*consent*/);
/// Two owners, a key of the first, and the consent that the second gives `age` before the entry by which the
/// charter would become public, changed.
[[nodiscard]] CharterEntry published_with(TestCircle& c, Duration age,
                                          const std::function<void(OwnerConsent&)>& change);
/// The founder sets the doctors' role, changed.
[[nodiscard]] CharterEntry role_set(TestCircle& c, const std::function<void(RoleSet&)>& change);
/// The founder opens a channel, changed.
[[nodiscard]] CharterEntry channel_opened(TestCircle& c, const std::function<void(ChannelOpen&)>& change);
/// The founder restarts the circle's record channel, changed.
[[nodiscard]] CharterEntry restarted(TestCircle& c, const std::function<void(ChannelRestart&)>& change);
/// The founder lets the circle go on in a new life of the hub, changed.
[[nodiscard]] CharterEntry resumed(TestCircle& c, const std::function<void(Resume&)>& change);
void fill_roles(TestCircle& c);
void fill_channels(TestCircle& c);
/// The founder invites a doctor, changed.
[[nodiscard]] CharterEntry invited(TestCircle& c, const std::function<void(InviteCreate&)>& change);
/// A nurse invites a stand-in for eight hours, changed.
[[nodiscard]] CharterEntry stand_in_invited(TestCircle& c, const std::function<void(InviteCreate&)>& change);
/// Invites for a role and withdraws it again, so many times.
void invite_in_vain(TestCircle& c, const TestPerson& maker, RoleId role, std::size_t count);
/// A nurse's offer to a stand-in for eight hours.
[[nodiscard]] TestCircle::Offer stand_in_offer(TestCircle& c);
/// Someone accepts an invitation that the founder made, after `before`, and with the body changed.
struct Accepting {
  std::function<void(TestCircle&, const TestInvitation&)> before = [](auto&, const auto&) {};
  std::function<void(InviteAccept&)> change = [](auto&) {};
};
[[nodiscard]] CharterEntry accepted(TestCircle& c, const Accepting& how);
/// The founder grants a waiting doctor, changed.
[[nodiscard]] CharterEntry granted(TestCircle& c, const std::function<void(Grant&)>& change);
/// A nurse's waiting stand-in, whom she invited `before_end` before her own end for eight hours.
[[nodiscard]] EntryHash stand_in_waits(TestCircle& c, const TestPerson& nurse, Duration before_end);

}  // namespace kring::charter
