#include "channels/charter/invitation.hpp"

#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/recovery/word_list.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

namespace kring::charter {
namespace {

namespace limits = channels::limits;
using support::TestCircle;

class LinkTest : public testing::Test {
 protected:
  /// A link to an invitation that the circle's founder made.
  [[nodiscard]] InvitationLink link() const {
    return {.origin = channels::Origin::parse("https://hub.example").value(),
            .circle = circle_.charter().circle(),
            .hub_key = circle_.charter().hub_key(),
            .inviter = circle_.founder.id,
            .seed = secrets_.seed.clone(),
            .box_key = secrets_.box_key(),
            .inviter_name = "Anna",
            .circle_name = "Kring van Daan"};
  }
  void SetUp() override {
    auto offer = circle_.make_offer(circle_.doctor);
    offer.terms.invitation_key = secrets_.invitation_key();
    offer.terms.box_key_hash = hash_of_box_key(secrets_.box_key());
    circle_.must_act(circle_.founder, offer.terms);
  }

  TestCircle circle_;
  InvitationSecrets secrets_ = make_invitation_secrets(circle_.random);
};

TEST_F(LinkTest, ReadsBackWhatWasWritten) {
  const auto text = text_of_link(link()).value();

  const auto read = parse_link(text).value();

  EXPECT_TRUE(text.starts_with("https://hub.example/i#v1."));
  EXPECT_EQ(text_of_link(read), text);
  EXPECT_EQ(read.circle, link().circle);
  EXPECT_EQ(read.hub_key, link().hub_key);
  EXPECT_EQ(read.inviter, link().inviter);
  EXPECT_TRUE(read.seed == secrets_.seed);
  EXPECT_EQ(read.box_key, link().box_key);
  EXPECT_EQ(read.inviter_name, "Anna");
  EXPECT_EQ(read.circle_name, "Kring van Daan");
}

TEST_F(LinkTest, GivesTheInvitationsOwnKey) {
  const auto pair = invitation_key_pair(link().seed).value();

  EXPECT_EQ(InvitationKey::from(pair.public_key.bytes), secrets_.invitation_key());
  EXPECT_EQ(invitation_key_pair(Secret::of_size(31)).error(), Errc::bad_link);
}

TEST_F(LinkTest, IsRefusedCutShortAnywhere) {
  const auto text = text_of_link(link()).value();

  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(parse_link(text.substr(0, size))) << size;
}

TEST_F(LinkTest, HasNamesOfSixtyFourBytesAndNotOneMore) {
  auto longest = link();
  longest.inviter_name = std::string(limits::link_name_bytes_max, 'i');
  longest.circle_name = std::string(limits::link_name_bytes_max, 'c');
  EXPECT_TRUE(parse_link(text_of_link(longest).value()));

  longest.circle_name += 'c';
  EXPECT_EQ(text_of_link(longest).error(), Errc::bad_name);
}

TEST_F(LinkTest, NeedsAWholeSeed) {
  auto cut = link();
  cut.seed = Secret::of_size(31);

  EXPECT_EQ(text_of_link(cut).error(), Errc::bad_link);
  EXPECT_EQ(check_link(cut, circle_.charter()).error(), Errc::bad_link);
}

TEST_F(LinkTest, WithANameThatPaintsOverTheScreenIsRefused) {
  auto painted = link();
  painted.inviter_name = "Anna";
  auto bytes =
      from_base64url(text_of_link(painted)->substr(std::string("https://hub.example/i#v1.").size())).value();
  const auto place = bytes.size() - 1 - painted.circle_name.size() - painted.inviter_name.size();
  bytes[place] = 0x1b;

  EXPECT_EQ(parse_link("https://hub.example/i#v1." + to_base64url(bytes)).error(), Errc::bad_name);
}

struct BadLink {
  const char* name;
  const char* before;
  const char* after;
  Errc error;
};
class LinkRefuses : public LinkTest, public testing::WithParamInterface<BadLink> {};
TEST_P(LinkRefuses, Text) {
  auto text = text_of_link(link()).value();
  const std::string before = GetParam().before;
  text.replace(text.find(before), before.size(), GetParam().after);

  EXPECT_EQ(parse_link(text).error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(
    , LinkRefuses,
    testing::Values(BadLink{"PlainHttpToAHost", "https://", "http://", Errc::bad_link_host},
                    BadLink{"AnotherScheme", "https://", "ftp://", Errc::bad_link_host},
                    BadLink{"AUserInTheHost", "hub.example", "hub@evil.example", Errc::bad_link_host},
                    BadLink{"NoHost", "hub.example", "", Errc::bad_link_host},
                    BadLink{"AnotherPath", "/i#", "/j#", Errc::bad_link},
                    BadLink{"NoFragment", "#", "?", Errc::bad_link},
                    BadLink{"ALaterVersion", "#v1.", "#v2.", Errc::unknown_link_version},
                    BadLink{"AMuchLaterVersion", "#v1.", "#v17.", Errc::unknown_link_version},
                    BadLink{"NoVersion", "#v1.", "#", Errc::bad_link},
                    BadLink{"AWordForAVersion", "#v1.", "#vx.", Errc::bad_link},
                    BadLink{"AVersionWithoutANumber", "#v1.", "#v.", Errc::bad_link},
                    BadLink{"AStrayCharacter", "#v1.", "#v1. ", Errc::bad_link}),
    [](const auto& row) { return row.param.name; });

TEST_F(LinkTest, IsRefusedWithSomethingBehindIt) {
  const auto text = text_of_link(link()).value();

  EXPECT_EQ(parse_link(text + "AAAA").error(), Errc::bad_link);
  EXPECT_EQ(parse_link(text + "=").error(), Errc::bad_link);
  EXPECT_EQ(parse_link(std::string(limits::link_text_bytes_max + 1, 'a')).error(), Errc::bad_link);
}

TEST_F(LinkTest, TakesPlainHttpToThisMachine) {
  auto local = link();
  local.origin = channels::Origin::parse("http://127.0.0.1:8420").value();

  EXPECT_EQ(parse_link(text_of_link(local).value())->origin, local.origin);
}

TEST_F(LinkTest, IsCheckedAgainstTheCharter) {
  EXPECT_TRUE(check_link(link(), circle_.charter()));
  TestCircle other(2);
  EXPECT_EQ(check_link(link(), other.charter()).error(), Errc::wrong_circle);
  auto changed = link();
  changed.hub_key = circle_.random.id<HubKey>();
  EXPECT_EQ(check_link(changed, circle_.charter()).error(), Errc::bad_link);
  changed = link();
  changed.inviter = circle_.random.id<HandleId>();
  EXPECT_EQ(check_link(changed, circle_.charter()).error(), Errc::bad_link);
  changed = link();
  changed.box_key = circle_.random.id<BoxKey>();
  EXPECT_EQ(check_link(changed, circle_.charter()).error(), Errc::bad_link);
  changed = link();
  changed.seed = Secret::of_size(32);
  EXPECT_EQ(check_link(changed, circle_.charter()).error(), Errc::unknown_invitation);
}

TEST_F(LinkTest, LeadsToAnAcceptanceThatTheCharterTakes) {
  const auto person = circle_.make_person();
  const auto key = invitation_key_pair(link().seed).value();
  const AcceptanceTerms terms{.member = person.member,
                              .introduction_hash = hash_of_sealed_introduction(Bytes{1}),
                              .key_packages = {circle_.random.fixed<32>()},
                              .time = circle_.now};

  const auto entry =
      make_acceptance(circle_.charter(), terms,
                      {.handle = person.handle, .invitation = key, .recovery_key = person.recovery_key()})
          .value();

  EXPECT_TRUE(circle_.log.append(entry));
  EXPECT_EQ(circle_.charter().access(person.id, circle_.now), Access::waiting);
}

TEST_F(LinkTest, SealsAnIntroductionToItsBoxAloneForThisInvitationAlone) {
  const IntroductionBinding binding{.circle = link().circle,
                                    .invitation = channels::invitation_of(secrets_.invitation_key())};
  const Bytes introduction{1, 2, 3};
  const auto sealed = seal_introduction(introduction, secrets_.box_key(), binding, circle_.random).value();
  const auto other = make_invitation_secrets(circle_.random);

  EXPECT_EQ(open_introduction(sealed, secrets_.box.private_key, binding), introduction);
  EXPECT_EQ(open_introduction(sealed, other.box.private_key, binding).error(), Errc::bad_introduction);
  auto elsewhere = binding;
  elsewhere.circle = circle_.random.id<CircleId>();
  EXPECT_EQ(open_introduction(sealed, secrets_.box.private_key, elsewhere).error(), Errc::bad_introduction);
  elsewhere = binding;
  elsewhere.invitation = circle_.random.id<InvitationId>();
  EXPECT_EQ(open_introduction(sealed, secrets_.box.private_key, elsewhere).error(), Errc::bad_introduction);
  EXPECT_EQ(open_introduction(Bytes{1}, secrets_.box.private_key, binding).error(), Errc::bad_introduction);
  EXPECT_EQ(seal_introduction(introduction, BoxKey(), binding, circle_.random).error(),
            crypto::Errc::bad_key);
}

TEST(SixWords, AreElevenBitsEachFromTheStartOfTheHash) {
  FixedBytes<32> bytes{};
  bytes[0] = 0xff;
  bytes[1] = 0xe0;  // The first word is all ones.
  bytes[2] = 0x04;  // Bit 21, the second word's last but none of its others.
  bytes[8] = 0x40;  // Bit 65, the sixth word's last.

  const auto words = six_words(EntryHash(bytes));

  const auto& list = recovery::dutch_word_list;
  EXPECT_EQ(words, (std::array{list[2047], list[1], list[0], list[0], list[0], list[1]}));
}

}  // namespace
}  // namespace kring::charter
