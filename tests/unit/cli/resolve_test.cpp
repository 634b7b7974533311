#include "clients/cli/resolve.hpp"

#include "clients/cli/errc.hpp"
#include "clients/core/errc.hpp"
#include "tests/unit/cli/ids.hpp"

#include "channels/model/errc.hpp"

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

core::MemberView member(std::uint8_t id, std::string name,
                        core::MemberState state = core::MemberState::live) {
  core::MemberView view;
  view.id = id_of<channels::MemberId>(id);
  view.name = std::move(name);
  view.state = state;
  return view;
}

core::CircleView circle(std::uint8_t id, std::string name, core::Standing standing = core::Standing::member) {
  core::CircleView view;
  view.id = id_of<channels::CircleId>(id);
  view.name = std::move(name);
  view.standing = standing;
  return view;
}

core::ChannelView channel(std::uint8_t id, std::string key, std::string label) {
  core::ChannelView view;
  view.id = id_of<channels::ChannelId>(id);
  view.key = std::move(key);
  view.label = std::move(label);
  return view;
}

core::IntentView founding(std::uint8_t id, std::string name) {
  core::IntentView view{.id = id_of<core::IntentId>(id), .kind = core::IntentKind::found, .circle = {}};
  view.name = std::move(name);
  return view;
}

TEST(FindFounding, TakesItsNameOrIdAndNothingElseThatWaits) {
  const std::vector pending{
      founding(0xAA, "Sam, new"), founding(0xBB, "Roos"),
      core::IntentView{.id = id_of<core::IntentId>(0xCC), .kind = core::IntentKind::remove, .circle = {}}};

  EXPECT_EQ(find_founding(pending, "sam, NEW")->id, pending[0].id);
  EXPECT_EQ(find_founding(pending, "bbbbbbbb")->id, pending[1].id);
  EXPECT_EQ(find_founding(pending, "cccccccc").error().error, Errc::unknown_founding);
  EXPECT_EQ(find_founding(pending, "Eva").error().error, Errc::unknown_founding);
}

TEST(FindFounding, AsksForTheIdWhereTwoHaveTheName) {
  EXPECT_EQ(find_founding({founding(0xAA, "Sam"), founding(0xBB, "Sam")}, "Sam").error().error,
            Errc::ambiguous_name);
}

TEST(FindMember, TakesANameInAnyCaseAndAnId) {
  const std::vector members{member(0xAA, "Oma Riet"), member(0xBB, "Eva")};

  EXPECT_EQ(find_member(members, "oma riet")->id, members[0].id);
  EXPECT_EQ(find_member(members, std::string(32, 'B'))->id, members[1].id);
  EXPECT_EQ(find_member(members, "bbbbbbbb")->id, members[1].id);
  EXPECT_EQ(find_member(members, "bbbbbbb").error().error, client::Errc::unknown_member);
}

TEST(FindMember, AsksForTheIdWhereTwoHaveTheName) {
  const std::vector members{member(0xAA, "Eva"), member(0xBB, "eva")};

  EXPECT_EQ(find_member(members, "Eva").error().error, Errc::ambiguous_name);
}

TEST(FindMember, FindsWhoIsGoneByIdOnly) {
  const std::vector members{member(0xAA, "Eva", core::MemberState::removed), member(0xBB, "Eva")};

  EXPECT_EQ(find_member(members, "Eva")->id, members[1].id);
  EXPECT_EQ(find_member(members, "aaaaaaaa")->id, members[0].id);
}

TEST(FindSomebody, FindsWhoIsGoneByNameIfNobodyElseHasIt) {
  const std::vector members{member(0xAA, "Eva Smit", core::MemberState::removed), member(0xBB, "Bea"),
                            member(0xCC, "Bea", core::MemberState::left)};

  EXPECT_EQ(find_somebody(members, "eva smit")->id, members[0].id);
  EXPECT_EQ(find_somebody(members, "Eva")->id, members[0].id);
  EXPECT_EQ(find_somebody(members, "Bea")->id, members[1].id);
  EXPECT_EQ(find_somebody(members, "Anna").error().error, client::Errc::unknown_member);
}

TEST(FindSomebody, AsksForTheIdWhereTwoWhoAreThereHaveTheName) {
  const std::vector members{member(0xAA, "Eva"), member(0xBB, "Eva"),
                            member(0xCC, "Eva", core::MemberState::removed)};

  EXPECT_EQ(find_somebody(members, "Eva").error().error, Errc::ambiguous_name);
}

TEST(FindMember, NeverTakesAnEmptyNameForOneThatIsUnknown) {
  EXPECT_EQ(find_member({member(0xAA, "")}, "").error().error, client::Errc::unknown_member);
}

TEST(FindMember, TakesTheFirstWordsOfANameThatOnePersonHas) {
  const std::vector members{member(0xAA, "Bea Bos"), member(0xBB, "Eva van Dam"),
                            member(0xCC, "Eva van Vliet"), member(0xDD, "Anna"), member(0xEE, "Anna Bos")};

  EXPECT_EQ(find_member(members, "bea")->id, members[0].id);
  EXPECT_EQ(find_member(members, "Eva van").error().error, Errc::ambiguous_name);
  EXPECT_EQ(find_member(members, "Eva van D").error().error, client::Errc::unknown_member);
  EXPECT_EQ(find_member(members, "Anna")->id, members[3].id);
}

TEST(FindChannel, PrefersAKeyToALabel) {
  const std::vector channels{channel(1, "", "care"), channel(2, "care", "Dagzorg")};

  EXPECT_EQ(find_channel(channels, "care")->id, channels[1].id);
  EXPECT_EQ(find_channel(channels, "dagzorg")->id, channels[1].id);
  EXPECT_EQ(find_channel(channels, "nacht").error().error, client::Errc::unknown_channel);
}

core::ChannelView closed(core::ChannelView channel) {
  channel.closed = true;
  return channel;
}

/// What an ambiguous name is told to mean: of each its name, and what it is told apart by.
template <class View>
std::vector<std::string> told_of(const Outcome<View>& found) {
  std::vector<std::string> all;
  if (found || found.error().error != Errc::ambiguous_name) return all;
  for (const auto& one : found.error().meant) all.push_back(one.name + " (" + one.by + ")");
  return all;
}

TEST(FindChannel, NamesThoseThatAnAmbiguousNameMeans) {
  const std::vector channels{channel(0xAA, "", "Slaap"), channel(0xBB, "lane", "slaap"),
                             channel(0xCC, "care", "Dagzorg")};

  EXPECT_EQ(told_of(find_channel(channels, "SLAAP")),
            (std::vector<std::string>{"Slaap (aaaaaaaa)", "slaap (lane, bbbbbbbb)"}));
  EXPECT_EQ(find_channel(channels, "bbbbbbbb")->id, channels[1].id);
}

TEST(FindChannel, TakesALabelInAnyCaseOfAnyLetterAndPrefersTheOneWithItsAccents) {
  const std::vector channels{channel(0xAA, "", "École"), channel(0xBB, "", "Zoë"), channel(0xCC, "", "Zoe")};

  EXPECT_EQ(find_channel(channels, "ÉCOLE")->id, channels[0].id);
  EXPECT_EQ(find_channel(channels, "zoë")->id, channels[1].id);
  EXPECT_EQ(find_channel(channels, "zoe")->id, channels[2].id);
  EXPECT_EQ(told_of(find_channel(channels, "ZOË")),
            (std::vector<std::string>{"Zoë (bbbbbbbb)", "Zoe (cccccccc)"}));
}

TEST(FindChannel, NeverTakesAKeyForTheLabelOfAnother) {
  const std::vector channels{channel(0xAA, "", "MDO"), closed(channel(0xBB, "mdo", "Overleg"))};

  EXPECT_EQ(find_channel(channels, "mdo")->id, channels[1].id);
  EXPECT_EQ(find_channel(channels, "MDO")->id, channels[1].id);
  EXPECT_EQ(find_channel(channels, "aaaaaaaa")->id, channels[0].id);
}

TEST(FindChannel, AsksWhichWhereAKeyThatSeveralHaveIsALabelToo) {
  const std::vector channels{channel(0xAA, "", "Lane"), channel(0xBB, "lane", "CIZ")};

  EXPECT_EQ(told_of(find_channel(channels, "lane")),
            (std::vector<std::string>{"Lane (aaaaaaaa)", "CIZ (lane, bbbbbbbb)"}));
}

TEST(FindChannel, LeavesOutClosedOnesWhereAnotherIsOpen) {
  const auto old = closed(channel(0xAA, "", "Slaap"));
  const auto older = closed(channel(0xBB, "", "Slaap"));
  const auto now = channel(0xCC, "", "Slaap");

  EXPECT_EQ(find_channel({old, older, now}, "slaap")->id, now.id);
  EXPECT_EQ(find_channel({old, older, now}, "aaaaaaaa")->id, old.id);
  EXPECT_EQ(find_channel({old}, "slaap")->id, old.id);
  EXPECT_EQ(told_of(find_channel({old, older}, "slaap")).size(), 2U);
}

TEST(FindCircle, TakesTheOnlyOneThatHasNotEnded) {
  const auto old = circle(1, "Oud", core::Standing::ended);
  const auto sam = circle(2, "Sam");

  EXPECT_EQ(find_circle({old, sam}, "")->id, sam.id);
  EXPECT_EQ(find_circle({old}, "")->id, old.id);
  EXPECT_EQ(find_circle({old, sam}, "oud")->id, old.id);
  EXPECT_EQ(find_circle({}, "").error(), Errc::no_circle);
  EXPECT_EQ(find_circle({sam, circle(3, "Noor")}, "").error(), Errc::which_circle);
  EXPECT_EQ(find_circle({sam}, "Noor").error(), client::Errc::unknown_circle);
}

TEST(FindCircle, TakesAnyWordsOfItsNameThatNoOtherHas) {
  const auto sam = circle(1, "Kring Sam");
  const auto noor = circle(2, "Kring rond Noor (school)");

  EXPECT_EQ(find_circle({sam, noor}, "sam")->id, sam.id);
  EXPECT_EQ(find_circle({sam, noor}, "Noor")->id, noor.id);
  EXPECT_EQ(find_circle({sam, noor}, "rond noor")->id, noor.id);
  EXPECT_EQ(find_circle({sam, noor}, "school")->id, noor.id);
  EXPECT_EQ(find_circle({sam, noor}, "Kring").error(), Errc::ambiguous_name);
  EXPECT_EQ(find_circle({sam, noor}, "Sa").error(), client::Errc::unknown_circle) << "a piece of a word";
  EXPECT_EQ(find_circle({sam, noor}, "kring noor").error(), client::Errc::unknown_circle);
  EXPECT_EQ(find_circle({sam, noor}, ",").error(), client::Errc::unknown_circle);
}

TEST(FindCircle, AsksWhichWhereAWordIsInTwoNamesAndTakesTheWholeName) {
  const auto old = circle(1, "Kring Sam");
  const auto other = circle(2, "Sam, nieuw");
  const auto sam = circle(3, "Sam");

  EXPECT_EQ(find_circle({old, other}, "Sam").error(), Errc::ambiguous_name);
  EXPECT_EQ(circles_meant({old, other}, "Sam").size(), 2);
  EXPECT_EQ(find_circle({old, other, sam}, "Sam")->id, sam.id);
}

TEST(FindRole, TakesKeyLabelAndId) {
  core::RoleView role;
  role.id = id_of<channels::RoleId>(0xCC);
  role.key = "family";
  role.label = "Naaste";

  EXPECT_EQ(find_role({role}, "family")->id, role.id);
  EXPECT_EQ(find_role({role}, "naaste")->id, role.id);
  EXPECT_EQ(find_role({role}, "cccccccc")->id, role.id);
  EXPECT_EQ(find_role({role}, "school").error().error, client::Errc::unknown_role);
}

TEST(FindRole, NamesThoseThatAnAmbiguousNameMeans) {
  std::vector<core::RoleView> roles(2);
  roles[0].id = id_of<channels::RoleId>(0xAA);
  roles[0].label = "Aanspreekpunt CIZ";
  roles[1].id = id_of<channels::RoleId>(0xBB);
  roles[1].key = "agency";
  roles[1].label = "Aanspreekpunt CIZ";

  EXPECT_EQ(
      told_of(find_role(roles, "aanspreekpunt ciz")),
      (std::vector<std::string>{"Aanspreekpunt CIZ (aaaaaaaa)", "Aanspreekpunt CIZ (agency, bbbbbbbb)"}));
}

TEST(FindMember, NamesThoseThatAnAmbiguousNameMeansWithTheirRoles) {
  std::vector members{member(0xAA, "Eva Bos"), member(0xBB, "Eva Smit"),
                      member(0xCC, "Eva Weg", core::MemberState::left)};
  members[0].role_label = "Verpleegkundige";

  EXPECT_EQ(told_of(find_member(members, "eva")),
            (std::vector<std::string>{"Eva Bos (Verpleegkundige, aaaaaaaa)", "Eva Smit (bbbbbbbb)"}));
}

TEST(FindRequest, NamesThoseThatAnAmbiguousNameMeans) {
  std::vector<core::RequestView> requests(2);
  for (std::uint8_t i = 0; i < 2; ++i) {
    requests[i].invitation = id_of<channels::InvitationId>(0xAA + i);
    requests[i].name = "Eva";
    requests[i].role_label = "Naaste";
  }

  EXPECT_EQ(told_of(find_request(requests, "Eva")),
            (std::vector<std::string>{"Eva (Naaste, aaaaaaaa)", "Eva (Naaste, abababab)"}));
}

TEST(FindRequest, TakesTheNameOfWhoWaits) {
  core::RequestView request;
  request.invitation = id_of<channels::InvitationId>(0xDD);
  request.name = "Oma Riet";

  EXPECT_EQ(find_request({request}, "Oma Riet")->invitation, request.invitation);
  EXPECT_EQ(find_request({request}, "dddddddd")->invitation, request.invitation);
  EXPECT_EQ(find_request({}, "Oma Riet").error().error, client::Errc::unknown_request);
}

TEST(FindAttestation, TakesAnIdAndWhatWasCheckedInAnyCase) {
  std::vector<core::AttestationView> own(2);
  own[0].id = id_of<charter::AttestationHash>(0xAA);
  own[0].claim = "Kinderarts";
  own[1].id = id_of<charter::AttestationHash>(0xBB);
  own[1].claim = "tolk";

  EXPECT_EQ(find_attestation(own, "kinderarts")->id, own[0].id);
  EXPECT_EQ(find_attestation(own, "bbbbbbbb")->id, own[1].id);
  EXPECT_EQ(find_attestation(own, "bbbbbbb").error(), client::Errc::unknown_attestation);
  EXPECT_EQ(find_attestation(own, "arts").error(), client::Errc::unknown_attestation);
  own[1].claim = "kinderarts";
  EXPECT_EQ(find_attestation(own, "kinderarts").error(), Errc::ambiguous_name);
}

TEST(FindInvitation, TakesAnId) {
  core::InvitationView invitation;
  invitation.id = id_of<channels::InvitationId>(0xEE);

  EXPECT_EQ(find_invitation({invitation}, "eeeeeeee")->id, invitation.id);
  EXPECT_EQ(find_invitation({}, "eeeeeeee").error(), client::Errc::unknown_invitation);
}

TEST(FindDevice, TakesAnIdOrItsBeginningAndNothingElse) {
  core::DeviceView device;
  device.id = channels::HandleId(FixedBytes<16>{0xAB, 0xCD});

  EXPECT_EQ(find_device({device}, "abcd0000").value().id, device.id);
  EXPECT_EQ(find_device({device}, "abcd").error(), channels::Errc::unknown_device);
  EXPECT_EQ(find_device({device, device}, "abcd0000").error(), Errc::ambiguous_name);
}

}  // namespace
}  // namespace kring::cli
