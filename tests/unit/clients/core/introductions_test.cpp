#include "clients/core/introductions.hpp"

#include "channels/articles/article.hpp"
#include "channels/charter/introduction.hpp"
#include "clients/core/circle_data.hpp"
#include "clients/core/context.hpp"
#include "clients/core/people.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/simulation/network_world.hpp"
#include "tests/support/test_circle.hpp"
#include "tests/unit/clients/core/loaded_circle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace kring::core {
namespace {

/// A circle whose charter is real, and a device of the nurse.
class IntroductionsTest : public testing::Test {
 protected:
  IntroductionsTest() {
    circle_.id = world_.charter().circle();
    circle_.log = world_.log;
  }

  [[nodiscard]] Bytes shown(const support::TestPerson& of, const std::string& name,
                            std::uint32_t serial = 0) const {
    const charter::Subject subject{.circle = circle_.id, .member = of.member, .handle_key = of.handle_key()};
    return charter::make_introduction(subject, certified_,
                                      {.name = name, .relation = "buur", .serial = serial},
                                      {.device = device_.private_key, .handle = of.handle.private_key})
        ->bytes();
  }
  /// One of which the last byte, of the handle's signature, is another.
  [[nodiscard]] Bytes broken(const support::TestPerson& of, const std::string& name) const {
    auto bytes = shown(of, name);
    bytes.back() ^= 1U;
    return bytes;
  }
  /// Whether one of somebody's that is not signed right counts as their introduction in a channel.
  [[nodiscard]] bool introduces(channels::Mode mode, const support::TestPerson& of) {
    Channel channel;
    channel.id = world_.care;
    channel.state.mode = mode;
    KeptEntry entry;
    entry.author = nurse_.id;
    const auto article = articles::Article::of(articles::IntroductionArticle{broken(of, "Mallory")});
    fold_article(circle_, channel, entry, article.value());
    return channel.introduced.contains(of.id);
  }
  [[nodiscard]] std::string name_of(const channels::HandleId& handle) const {
    const auto* person = introductions_.find(circle_, handle);
    return person == nullptr ? "" : person->name;
  }

  support::TestCircle world_;
  support::TestPerson nurse_ = world_.admit(world_.nurse);
  CircleData circle_;
  primitives::SignatureKeyPair person_ = primitives::generate_signature_key_pair(world_.random);
  primitives::SignatureKeyPair device_ = primitives::generate_signature_key_pair(world_.random);
  charter::CertifiedDevice certified_ =
      charter::certify_device({.device_key = *channels::DeviceKey::from(device_.public_key.bytes),
                               .person_key = *channels::PersonKey::from(person_.public_key.bytes)},
                              person_.private_key)
          .value();
  Introductions introductions_;
};

TEST_F(IntroductionsTest, AreNotThereForWhomNobodyIntroduced) {
  introductions_.add(nurse_.id, 0, shown(nurse_, "Bert"));

  EXPECT_EQ(introductions_.find(circle_, world_.founder.id), nullptr);
}

TEST_F(IntroductionsTest, CountAsTheyWereReadLast) {
  introductions_.add(nurse_.id, 0, shown(nurse_, "Bert"));
  introductions_.add(nurse_.id, 0, shown(nurse_, "Bert de Vries"));
  EXPECT_EQ(name_of(nurse_.id), "Bert de Vries");

  introductions_.add(nurse_.id, 0, shown(nurse_, "Bert Jansen"));
  EXPECT_EQ(name_of(nurse_.id), "Bert Jansen");
}

TEST_F(IntroductionsTest, CountByTheHighestSerialNumberInWhateverOrderTheyCome) {
  introductions_.add(nurse_.id, 2, shown(nurse_, "Bert de Vries", 2));
  introductions_.add(nurse_.id, 1, shown(nurse_, "Bert", 1));
  EXPECT_EQ(name_of(nurse_.id), "Bert de Vries");

  introductions_.add(nurse_.id, 1, shown(nurse_, "Bert", 1));
  EXPECT_EQ(name_of(nurse_.id), "Bert de Vries");
}

TEST_F(IntroductionsTest, AreNotDisplacedByOneThatIsNotSigned) {
  introductions_.add(nurse_.id, 0, shown(nurse_, "Bert"));
  introductions_.add(nurse_.id, 0, broken(nurse_, "Mallory"));
  EXPECT_EQ(name_of(nurse_.id), "Bert");

  introductions_.add(nurse_.id, 0, broken(nurse_, "Mallory"));
  EXPECT_EQ(name_of(nurse_.id), "Bert");
}

TEST_F(IntroductionsTest, DoNotCountForWhomTheyAreNotAbout) {
  introductions_.add(nurse_.id, 0, shown(world_.founder, "Anna"));

  EXPECT_EQ(introductions_.find(circle_, nurse_.id), nullptr);
}

TEST_F(IntroductionsTest, IntroduceInAChannelWhereWeActOnThatOnlyIfTheyAreSigned) {
  const auto doctor = world_.admit(world_.doctor);
  circle_.log = world_.log;
  circle_.handle_id = world_.founder.id;
  circle_.member = world_.founder.member;
  circle_.acceptances.emplace(doctor.id, KnownPerson());

  EXPECT_FALSE(introduces(channels::Mode::record, world_.founder)) << "ourselves";
  EXPECT_FALSE(introduces(channels::Mode::record, doctor)) << "whom we let in";
  EXPECT_FALSE(introduces(channels::Mode::sealed, nurse_)) << "for those who come";
  EXPECT_FALSE(introduces(channels::Mode::record, world_.make_person())) << "a stranger";
  EXPECT_TRUE(introduces(channels::Mode::record, nurse_)) << "verified when somebody asks";
  EXPECT_EQ(find_person(circle_, nurse_.id), nullptr);
}

TEST_F(IntroductionsTest, CountOnceTheCharterKnowsTheHandle) {
  const auto doctor = world_.admit(world_.doctor);
  introductions_.add(doctor.id, 0, shown(doctor, "Dirk"));
  EXPECT_EQ(introductions_.find(circle_, doctor.id), nullptr);

  circle_.log = world_.log;
  EXPECT_EQ(name_of(doctor.id), "Dirk");
}

/// Our own, of a device that goes through what it introduces.
class IntroducingDevice : public IntroductionsTest {
 protected:
  void push(CircleData& circle, const Device& device) {
    circle.access = wire::Access::member;
    circle.attached = true;
    std::uint64_t next_request = 1;
    Turn turn(world_.random, world_.now, next_request);
    const HubSession session;
    Context context{.turn = turn, .device = device, .session = session, .circle = circle};
    push_introductions(context);
  }
  [[nodiscard]] charter::Attestation attestation(const Device& device, Duration after) {
    return charter::make_attestation({.network = circle_.id,
                                      .key = world_.random.id<charter::AttestationKeyId>(),
                                      .person = charter::hash_of_person(device.certificate.person_key),
                                      .claim = "kinderarts",
                                      .how = "BIG",
                                      .checked = world_.now + after,
                                      .until = world_.now + after + std::chrono::days(9)},
                                     device_.private_key)
        .value();
  }
};

TEST_F(IntroducingDevice, WaitsUntilTheCharterKnowsItWhateverTheHubSays) {
  const auto us = world_.make_person();
  auto device = make_device("Karim", "", world_.random).value().device;
  const charter::Subject subject{.circle = circle_.id, .member = us.member, .handle_key = us.handle_key()};
  const auto before =
      introduce(device, subject, us.handle.private_key, {.attestations = {attestation(device, Duration(1))}})
          ->bytes();
  circle_.introduction = before;
  circle_.handle_id = us.id;
  circle_.member = us.member;
  device.attestations = {attestation(device, Duration(2))};

  push(circle_, device);

  EXPECT_EQ(circle_.introduction, before);
  EXPECT_FALSE(circle_.shows_newest) << "it is written anew once we are let in";
}

/// A coordinator's device that let Karim in, who may not write in a newsgroup. Somebody wrote an introduction
/// of his there before his acceptance was here, which he had not signed.
class IntroducingNewcomer : public IntroducingDevice {
 protected:
  IntroducingNewcomer() {
    news_.open_newsgroup("nik.artsen", {{"doctors", channels::Rights(channels::Right::read)}});
    (void)news_.admit("Karim", "doctors");
    network_ = loaded_circle(news_, news_.anna()).value();
    karim_ = network_->acceptances.begin()->first;
    own_ = network_->acceptances.begin()->second.introduction;
    const auto acceptances = std::exchange(network_->acceptances, {});
    auto& channel = network_->channels.at(news_.channel(news_.anna(), "nik.artsen"));
    network_->introductions = Introductions();
    channel.introduced.erase(karim_);
    auto junk = own_;
    junk.back() ^= 1U;
    KeptEntry entry;
    entry.author = network_->handle_id;
    const auto article = articles::Article::of(articles::IntroductionArticle{junk});
    fold_article(*network_, channel, entry, article.value());
    EXPECT_TRUE(channel.introduced.contains(karim_));
    network_->acceptances = acceptances;
    for (auto& [id, one] : network_->channels) one.attached = Attached::yes;
  }
  /// Whether his own goes out.
  [[nodiscard]] bool is_written() {
    auto device = Device::decode(news_.vault(news_.anna()).at("device")).value();
    push(*network_, device);
    return std::ranges::any_of(network_->outbox, [&](const auto& item) {
      return item.second.written == Written::as_introduction && item.second.about == karim_.bytes();
    });
  }

  simulation::NetworkWorld news_{{.seed = 612}};
  std::optional<CircleData> network_;
  channels::HandleId karim_;
  Bytes own_;
};

TEST_F(IntroducingNewcomer, WritesTheirsOfWhomItHadReadOneThatIsNotSigned) {
  ASSERT_EQ(network_->acceptances.size(), 1U);

  EXPECT_TRUE(is_written());
}

TEST_F(IntroducingNewcomer, WritesTheirsThoughItKnowsThemFromAnotherChannel) {
  network_->introductions.add(karim_, 0, own_);
  ASSERT_NE(network_->introductions.find(*network_, karim_), nullptr);

  EXPECT_TRUE(is_written());
}

}  // namespace
}  // namespace kring::core
