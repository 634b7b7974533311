#include "channels/articles/members.hpp"

#include "channels/charter/introduction.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

namespace kring::articles {
namespace {

using support::TestCircle;
using support::TestPerson;

/// A circle with a nurse, and the keys of the people behind the handles.
class MembersView : public testing::Test {
 protected:
  /// The introduction of `person`, as the founder posts it.
  Bytes introduction_of(const TestPerson& person, const std::string& name, std::uint32_t serial = 0) {
    const auto device = primitives::generate_signature_key_pair(circle_.random);
    const auto certified = charter::certify_device(
        {.device_key = *channels::DeviceKey::from(device.public_key.bytes), .person_key = person_key_},
        person_seed_.private_key);
    return charter::make_introduction({.circle = circle_.charter().circle(),
                                       .member = person.member,
                                       .handle_key = person.handle_key()},
                                      certified.value(),
                                      {.name = name, .relation = "verpleegkundige", .serial = serial},
                                      {.device = device.private_key, .handle = person.handle.private_key})
        .value()
        .bytes();
  }
  void apply(const TestPerson& author, const KnownContent& content) {
    const auto article = Article::of(content).value();
    view_.apply(
        {.seq = channels::Sequence{++seq_}, .time = circle_.now, .author = author.id, .article = article},
        circle_.charter());
  }
  Person verified(const TestPerson& person, const std::string& name) const {
    return {.handle = person.id,
            .check = NameCheck::verified,
            .name = name,
            .relation = "verpleegkundige",
            .person_key = person_key_};
  }
  Person unchecked(const TestPerson& person) const {
    return {.handle = person.id, .name = {}, .relation = {}, .person_key = {}};
  }

  TestCircle circle_;
  TestPerson nurse_ = circle_.admit(circle_.nurse);
  primitives::SignatureKeyPair person_seed_ = primitives::generate_signature_key_pair(circle_.random);
  channels::PersonKey person_key_ = *channels::PersonKey::from(person_seed_.public_key.bytes);
  Members view_{circle_.care};
  std::uint64_t seq_ = 0;
};

TEST_F(MembersView, ShowsWhoWasIntroducedWhoeverPostedIt) {
  apply(circle_.founder, IntroductionArticle{introduction_of(nurse_, "Anna")});

  EXPECT_EQ(view_.people().size(), 1U);
  ASSERT_NE(view_.find(nurse_.id), nullptr);
  EXPECT_EQ(*view_.find(nurse_.id), verified(nurse_, "Anna"));
  EXPECT_EQ(view_.find(circle_.founder.id), nullptr);
}

TEST_F(MembersView, ShowsTheLastVerifiedIntroduction) {
  apply(nurse_, IntroductionArticle{introduction_of(nurse_, "Anna")});
  apply(nurse_, IntroductionArticle{introduction_of(nurse_, "Anna de Vries")});

  EXPECT_EQ(*view_.find(nurse_.id), verified(nurse_, "Anna de Vries"));
}

TEST_F(MembersView, ShowsTheIntroductionThatWasWrittenLastWhateverIsHandedOnAfterIt) {
  const auto old = introduction_of(nurse_, "Anna");
  apply(nurse_, IntroductionArticle{old});
  apply(nurse_, IntroductionArticle{introduction_of(nurse_, "Anna de Vries", 2)});
  apply(circle_.founder, IntroductionArticle{old});
  apply(circle_.founder, IntroductionArticle{introduction_of(nurse_, "Anna B.", 1)});

  EXPECT_EQ(view_.find(nurse_.id)->name, "Anna de Vries");
  EXPECT_EQ(view_.find(nurse_.id)->serial, 2U);
}

TEST_F(MembersView, ShowsNoNameWhoseChainFails) {
  auto bytes = introduction_of(nurse_, "Anna");
  bytes.back() ^= 1U;

  apply(nurse_, IntroductionArticle{bytes});

  EXPECT_EQ(*view_.find(nurse_.id), unchecked(nurse_));
}

TEST_F(MembersView, ReplacesAnUncheckedNameByAVerifiedOneAndNeverTheOtherWayRound) {
  auto bad = introduction_of(nurse_, "Anna");
  bad.back() ^= 1U;
  apply(nurse_, IntroductionArticle{bad});
  apply(nurse_, IntroductionArticle{introduction_of(nurse_, "Anna")});
  EXPECT_EQ(*view_.find(nurse_.id), verified(nurse_, "Anna"));

  apply(nurse_, IntroductionArticle{bad});
  EXPECT_EQ(*view_.find(nurse_.id), verified(nurse_, "Anna"));
}

TEST_F(MembersView, ShowsNoNameForAHandleThatTheCharterDoesNotKnow) {
  const auto stranger = circle_.make_person();

  apply(nurse_, IntroductionArticle{introduction_of(stranger, "Iemand")});

  EXPECT_EQ(*view_.find(stranger.id), unchecked(stranger));
}

TEST_F(MembersView, ShowsNoNameForAHandleThatClaimsToBeAnotherMember) {
  auto liar = TestPerson{.member = circle_.founder.member,
                         .id = nurse_.id,
                         .handle = nurse_.handle.clone(),
                         .recovery = nurse_.recovery.clone()};

  apply(nurse_, IntroductionArticle{introduction_of(liar, "Anna")});

  EXPECT_EQ(*view_.find(nurse_.id), unchecked(nurse_));
}

TEST_F(MembersView, PassesOverWhatIsNoIntroduction) {
  apply(nurse_, IntroductionArticle{{1, 2, 3}});
  apply(nurse_, IntroductionArticle{{0}});
  apply(nurse_, Message{"dag"});

  EXPECT_TRUE(view_.people().empty());
}

TEST_F(MembersView, KnowsTheLastLabelOfTheChannelAndOfEachRole) {
  const RoleLabel first{.role = circle_.nurse, .label = "Zorg", .template_key = ""};
  const RoleLabel nurse{.role = circle_.nurse, .label = "Verpleegkundige", .template_key = "nurse"};
  const RoleLabel doctor{.role = circle_.doctor, .label = "Kinderarts", .template_key = ""};
  apply(circle_.founder, ChannelLabel{.label = "Zorg", .purpose = "care", .roles = {first, doctor}});
  apply(circle_.founder, ChannelLabel{.label = "Dagelijkse zorg", .purpose = "care", .roles = {nurse}});

  ASSERT_TRUE(view_.label());
  EXPECT_EQ(view_.label()->label, "Dagelijkse zorg");
  EXPECT_EQ(*view_.role(circle_.nurse), nurse);
  EXPECT_EQ(*view_.role(circle_.doctor), doctor);
  EXPECT_EQ(view_.role(circle_.family), nullptr);
}

TEST_F(MembersView, TakesNoLabelFromOneWhoMayNotModerate) {
  const auto night = circle_.admit(circle_.night);

  apply(night, ChannelLabel{.label = "Nacht", .purpose = "", .roles = {}});

  EXPECT_FALSE(view_.label());
}

}  // namespace
}  // namespace kring::articles
