#include "clients/core/intent.hpp"

#include "clients/core/errc.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

struct WishCase {
  std::string name;
  Wish wish;
  IntentKind kind;
  friend void PrintTo(const WishCase& row, std::ostream* out) { *out << row.name; }
};

std::vector<WishCase> cases() {
  support::SeededRandom random(3);
  const auto at = Time(Duration(1'778'000'000'123));
  return {
      {"found", FoundWish{.name = "Kring", .hub = "https://hub", .language = charter::Language::english},
       IntentKind::found},
      {"found_network", FoundWish{.name = "NIK", .hub = "https://hub", .as = charter::FoundedAs::network},
       IntentKind::found},
      {"found_by_guardian",
       FoundWish{.name = "Kring", .hub = "https://hub", .as = charter::FoundedAs::circle_of_guardian},
       IntentKind::found},
      {"join", JoinWish{}, IntentKind::join},
      {"invite",
       InviteWish{.key = random.id<channels::InvitationKey>(),
                  .role = random.id<channels::RoleId>(),
                  .stay = std::chrono::hours(5),
                  .expires = at,
                  .preapproved = true},
       IntentKind::invite},
      {"withdraw", WithdrawWish{random.id<channels::InvitationId>()}, IntentKind::withdraw},
      {"confirm", ConfirmWish{.invitation = random.id<channels::InvitationId>(), .until = at},
       IntentKind::confirm},
      {"confirm_without_end", ConfirmWish{.invitation = random.id<channels::InvitationId>(), .until = {}},
       IntentKind::confirm},
      {"open",
       OpenWish{.channel = random.id<channels::ChannelId>(),
                .group = random.id<channels::GroupId>(),
                .mode = channels::Mode::sealed,
                .roles = {{random.id<channels::RoleId>(), channels::Right::read | channels::Right::post}}},
       IntentKind::open_channel},
      {"lane",
       LaneWish{.channel = random.id<channels::ChannelId>(),
                .group = random.id<channels::GroupId>(),
                .contact = random.id<channels::RoleId>(),
                .keeper = random.id<channels::RoleId>()},
       IntentKind::open_channel},
      {"remove", RemoveWish{random.id<channels::MemberId>()}, IntentKind::remove},
      {"leave", LeaveWish{}, IntentKind::leave},
      {"restart",
       RestartWish{.channel = random.id<channels::ChannelId>(),
                   .group = random.id<channels::GroupId>(),
                   .restarts = 2,
                   .blamed = channels::Sequence{14}},
       IntentKind::restart},
      {"resume", ResumeWish{}, IntentKind::resume},
      {"pause", PauseWish{random.id<channels::MemberId>()}, IntentKind::pause},
      {"unpause", UnpauseWish{random.id<channels::MemberId>()}, IntentKind::unpause},
      {"role",
       RoleWish{
           .member = random.id<channels::MemberId>(), .role = random.id<channels::RoleId>(), .until = at},
       IntentKind::change_role},
      {"allow",
       AllowWish{.channel = random.id<channels::ChannelId>(),
                 .roles = {{random.id<channels::RoleId>(), channels::Right::read}}},
       IntentKind::allow},
      {"close", CloseWish{random.id<channels::ChannelId>()}, IntentKind::close_channel},
      {"freeze", FreezeWish{at}, IntentKind::freeze},
      {"unfreeze", UnfreezeWish{}, IntentKind::unfreeze},
      {"remove_owner", RemovalWish{random.id<channels::MemberId>(), RemovalStep::done},
       IntentKind::remove_owner},
      {"stay", StayWish{}, IntentKind::stay},
      {"end", EndWish{EndStep::cancel}, IntentKind::end},
      {"device",
       DeviceWish{.member = random.id<channels::MemberId>(),
                  .handle_key = random.id<channels::HandleKey>(),
                  .proof = {1, 2}},
       IntentKind::new_device},
      {"new_keys",
       DeviceWish{.member = random.id<channels::MemberId>(),
                  .handle_key = random.id<channels::HandleKey>(),
                  .recovery_key = random.id<channels::RecoveryKey>(),
                  .proof = {3}},
       IntentKind::new_device},
      {"revoke", RevokeWish{.handle = random.id<channels::HandleId>(), .overrules = true},
       IntentKind::revoke_device},
      {"attestation_key",
       AttestationKeyWish{.id = random.id<charter::AttestationKeyId>(),
                          .key = random.id<channels::AttestationKey>()},
       IntentKind::attestation_key},
      {"no_attestation_key",
       AttestationKeyWish{.id = random.id<charter::AttestationKeyId>(), .key = std::nullopt},
       IntentKind::attestation_key},
      {"withdraw_attestation", WithdrawAttestationWish{random.id<charter::AttestationHash>()},
       IntentKind::withdraw_attestation},
      {"publish",
       PublishWish{{.id = random.id<charter::AttestationKeyId>(),
                    .key = random.id<channels::AttestationKey>(),
                    .holder = random.id<channels::HandleId>()}},
       IntentKind::publish},
  };
}

class IntentRow : public ::testing::TestWithParam<WishCase> {};

TEST_P(IntentRow, ComesBackAsItWas) {
  support::SeededRandom random(4);
  Intent intent;
  intent.id = random.id<IntentId>();
  intent.wish = GetParam().wish;
  intent.order = 7;
  intent.tries = 3;
  intent.not_before = Time(Duration(99));
  intent.needs_recovery_key = true;
  intent.recovery_key = Secret::copy_of(view_bytes("never in a row"));

  const auto row = encode_intent(intent);
  const auto read = decode_intent(row);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, intent.id);
  EXPECT_EQ(read->order, intent.order);
  EXPECT_EQ(read->tries, intent.tries);
  EXPECT_EQ(read->not_before, intent.not_before);
  EXPECT_EQ(kind_of(read->wish), GetParam().kind);
  EXPECT_TRUE(read->needs_recovery_key);
  EXPECT_TRUE(read->recovery_key.empty());
  EXPECT_EQ(view_text(row).find("never in a row"), std::string_view::npos);
  EXPECT_EQ(encode_intent(*read), row);
}

TEST_P(IntentRow, IsRefusedWhenItIsCutShort) {
  Intent intent;
  intent.wish = GetParam().wish;
  const auto row = encode_intent(intent);

  const auto read = decode_intent(ByteView(row).first(row.size() - 1));

  EXPECT_FALSE(read);
}

INSTANTIATE_TEST_SUITE_P(Wishes, IntentRow, ::testing::ValuesIn(cases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace kring::core
