#include "clients/core/shared_boxes.hpp"

#include "channels/charter/invitation.hpp"
#include "crypto/primitives/hpke.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::core {
namespace {

TEST(SharedBox, ComesBackFromItsArticle) {
  support::SeededRandom random(1);
  const auto invitation = random.id<channels::InvitationId>();
  const auto box = primitives::generate_hpke_key_pair(random);

  const auto article = make_box_article(invitation, box.private_key);
  ASSERT_TRUE(article);
  const auto read = read_box_article(*article);

  ASSERT_TRUE(read);
  EXPECT_EQ(read->invitation, invitation);
  EXPECT_EQ(read->box.public_key, box.public_key);
  EXPECT_TRUE(read->box.private_key == box.private_key);
}

TEST(SharedBox, IsNotReadFromOtherArticles) {
  const auto parse = [](std::string_view text) {
    return read_box_article(articles::Article::parse(view_bytes(text)).value());
  };

  EXPECT_FALSE(parse(R"({"type":"weather","v":1})"));
  EXPECT_FALSE(parse(R"({"type":"invitation_box","v":1})"));
  EXPECT_FALSE(parse(R"({"type":"invitation_box","v":1,"invitation":7,"private_key":"AA"})"));
  EXPECT_FALSE(
      parse(R"({"type":"invitation_box","v":1,"invitation":"AAAAAAAAAAAAAAAAAAAAAA","private_key":"AA"})"));
  EXPECT_FALSE(read_box_article(articles::Article::of(articles::Message{"Dag"}).value()));
}

TEST(SharedBox, IsOnlyTheOneThatTheCharterNames) {
  support::SeededRandom random(2);
  const auto box = primitives::generate_hpke_key_pair(random);
  charter::Invitation invitation;
  invitation.terms.box_key_hash =
      charter::hash_of_box_key(channels::BoxKey::from(box.public_key.bytes).value());

  EXPECT_TRUE(is_box_of(invitation, box));
  EXPECT_FALSE(is_box_of(invitation, primitives::generate_hpke_key_pair(random)));
}

}  // namespace
}  // namespace kring::core
