#include "clients/core/report_articles.hpp"

#include "channels/model/errc.hpp"
#include "clients/core/errc.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/hpke.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/clients/core/ids.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kring::core {
namespace {

using channels::ChannelId;
using channels::CircleId;
using channels::HandleId;

ReportPlace usual_place() {
  return {.circle = id_of<CircleId>(1),
          .channel = id_of<ChannelId>(2),
          .reporter = id_of<HandleId>(3),
          .report = id_of<ReportId>(4)};
}

/// Devices with boxes, whose handles are 1, 2 and so on.
class SealedReports : public testing::Test {
 protected:
  ReportBox add_box() {
    keys_.push_back(primitives::generate_hpke_key_pair(random_));
    boxes_.push_back({.handle = id_of<HandleId>(keys_.size()),
                      .key = ReportBoxKey::from(keys_.back().public_key.bytes).value()});
    return boxes_.back();
  }
  [[nodiscard]] Result<SealedReport> seal(const std::string& reason) {
    return seal_report({.post = post_, .reason = reason}, usual_place(), boxes_, random_);
  }
  /// By the device with this handle.
  [[nodiscard]] Result<ReportBody> open(const SealedReport& report, std::size_t device,
                                        const ReportPlace& place = usual_place()) const {
    return open_report(report, place, id_of<HandleId>(device), keys_.at(device - 1).private_key);
  }

  support::SeededRandom random_{7};
  articles::PostId post_ = id_of<articles::PostId>(9);
  std::vector<primitives::HpkeKeyPair> keys_;
  std::vector<ReportBox> boxes_;
};

TEST_F(SealedReports, OpenForEachDeviceThatTheyWereSealedTo) {
  add_box();
  add_box();

  const auto sealed = seal("noemt een kind");

  ASSERT_TRUE(sealed);
  const ReportBody said{.post = post_, .reason = "noemt een kind"};
  EXPECT_EQ(open(*sealed, 1).value(), said);
  EXPECT_EQ(open(*sealed, 2).value(), said);
}

TEST_F(SealedReports, OpenForNoOtherDevice) {
  add_box();
  const auto sealed = seal("noemt een kind").value();
  add_box();

  EXPECT_EQ(open(sealed, 2).error(), crypto::Errc::decryption_failed);
  // With the bytes for another device, and its name.
  EXPECT_EQ(open_report(sealed, usual_place(), id_of<HandleId>(1), keys_.at(1).private_key).error(),
            crypto::Errc::decryption_failed);
}

TEST_F(SealedReports, AreOfOneSizeWhateverTheySay) {
  add_box();

  const auto shortest = make_report_article({.report = {}, .sealed = seal("x").value()});
  const auto longest =
      make_report_article({.report = {}, .sealed = seal(std::string(report_reason_bytes_max, 'x')).value()});

  EXPECT_EQ(shortest.view_bytes().size(), longest.view_bytes().size());
}

TEST_F(SealedReports, TakeTheLongestReasonAndNoLonger) {
  add_box();
  const std::string longest(report_reason_bytes_max, 'x');

  EXPECT_EQ(open(seal(longest).value(), 1)->reason, longest);
  EXPECT_EQ(seal(longest + "x").error(), channels::Errc::text_too_long);
  EXPECT_EQ(seal(" ").error(), channels::Errc::text_empty);
}

TEST_F(SealedReports, HaveRoomForAsManyBoxesAsCountAndForNoMore) {
  for (std::size_t i = 0; i < report_boxes_max; ++i) add_box();
  auto sealed = seal(std::string(report_reason_bytes_max, 'x')).value();

  EXPECT_TRUE(open(sealed, report_boxes_max));
  EXPECT_TRUE(codec::decode<SealedReport>(codec::encode(sealed)));
  EXPECT_TRUE(read_report_article(make_report_article({.report = {}, .sealed = sealed})));
  sealed.keys.push_back({.to = id_of<HandleId>(report_boxes_max + 1), .sealed = sealed.keys.back().sealed});
  EXPECT_FALSE(codec::decode<SealedReport>(codec::encode(sealed)));
}

TEST_F(SealedReports, PassOverAKeyThatIsNone) {
  add_box();
  add_box();
  boxes_.front().key = ReportBoxKey();

  const auto sealed = seal("noemt een kind");

  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->keys.size(), 1U);
  EXPECT_TRUE(open(*sealed, 2));
  boxes_.pop_back();
  EXPECT_EQ(seal("noemt een kind").error(), client::Errc::report_to_nobody);
}

TEST_F(SealedReports, DoNotOpenOnceTheyWereAltered) {
  add_box();
  const auto sealed = seal("noemt een kind").value();

  auto other_body = sealed;
  other_body.body.front() ^= 1U;
  auto other_key = sealed;
  other_key.keys.front().sealed.ciphertext.front() ^= 1U;
  auto other_commitment = sealed;
  other_commitment.commitment.front() ^= 1U;

  EXPECT_EQ(open(other_body, 1).error(), crypto::Errc::decryption_failed);
  EXPECT_EQ(open(other_key, 1).error(), crypto::Errc::decryption_failed);
  EXPECT_EQ(open(other_commitment, 1).error(), crypto::Errc::decryption_failed);
}

TEST_F(SealedReports, OpenInNoOtherPlaceAndForNoOtherReporter) {
  add_box();
  const auto sealed = seal("noemt een kind").value();
  auto circle = usual_place();
  circle.circle = id_of<CircleId>(7);
  auto channel = usual_place();
  channel.channel = id_of<ChannelId>(7);
  auto reporter = usual_place();
  reporter.reporter = id_of<HandleId>(7);
  auto report = usual_place();
  report.report = id_of<ReportId>(7);

  EXPECT_EQ(open(sealed, 1, circle).error(), crypto::Errc::decryption_failed);
  EXPECT_EQ(open(sealed, 1, channel).error(), crypto::Errc::decryption_failed);
  EXPECT_EQ(open(sealed, 1, reporter).error(), crypto::Errc::decryption_failed);
  EXPECT_EQ(open(sealed, 1, report).error(), crypto::Errc::decryption_failed);
}

TEST_F(SealedReports, AreReadOnlyInOrderAndWithAWholeBody) {
  add_box();
  add_box();
  const auto sealed = seal("noemt een kind").value();
  auto disordered = sealed;
  std::swap(disordered.keys.front(), disordered.keys.back());
  auto twice = sealed;
  twice.keys.back() = twice.keys.front();
  auto shorter = sealed;
  shorter.body.pop_back();

  EXPECT_TRUE(codec::decode<SealedReport>(codec::encode(sealed)));
  EXPECT_FALSE(codec::decode<SealedReport>(codec::encode(disordered)));
  EXPECT_FALSE(codec::decode<SealedReport>(codec::encode(twice)));
  EXPECT_FALSE(codec::decode<SealedReport>(codec::encode(shorter)));
}

TEST(ReportBodies, AreReadWithNothingBehindThemAndAReasonThatPeopleCanRead) {
  const ReportBody body{.post = id_of<articles::PostId>(1), .reason = "ab"};
  const auto plaintext = body.encode().value();
  ASSERT_EQ(plaintext.size(), report_body_bytes);
  auto behind = SecretBytes(plaintext.begin(), plaintext.end());
  behind.back() = 1;
  auto control = SecretBytes(plaintext.begin(), plaintext.end());
  control.at(17) = 7;
  auto longer = SecretBytes(plaintext.begin(), plaintext.end());
  longer.push_back(0);

  EXPECT_EQ(ReportBody::decode(plaintext).value(), body);
  EXPECT_FALSE(ReportBody::decode(behind));
  EXPECT_EQ(ReportBody::decode(control).error(), channels::Errc::text_control_character);
  EXPECT_FALSE(ReportBody::decode(longer));
}

TEST(GoldenReport, OpensForBothDevices) {
  const support::Golden golden("records/report.txt");
  const ReportPlace place{.circle = CircleId::from(golden.bytes("circle")).value(),
                          .channel = ChannelId::from(golden.bytes("channel")).value(),
                          .reporter = HandleId::from(golden.bytes("reporter")).value(),
                          .report = ReportId::from(golden.bytes("report")).value()};
  const auto sealed = codec::decode<SealedReport>(golden.bytes("sealed"));
  ASSERT_TRUE(sealed);
  const auto first = primitives::derive_hpke_key_pair(Secret::copy_of(golden.bytes("first_seed")));
  const auto second = primitives::derive_hpke_key_pair(Secret::copy_of(golden.bytes("second_seed")));

  const auto body =
      open_report(*sealed, place, HandleId::from(golden.bytes("first")).value(), first.private_key);

  ASSERT_TRUE(body);
  EXPECT_TRUE(equal(body->post.view(), golden.bytes("post")));
  EXPECT_TRUE(equal(view_bytes(body->reason), golden.bytes("reason")));
  EXPECT_TRUE(equal(body->encode().value(), golden.bytes("body")));
  EXPECT_EQ(
      open_report(*sealed, place, HandleId::from(golden.bytes("second")).value(), second.private_key).value(),
      *body);
  EXPECT_TRUE(equal(codec::encode(*sealed), golden.bytes("sealed")));
}

TEST(ReportArticles, ComeBackFromWhatTheyAreWrittenAs) {
  support::SeededRandom random(3);
  const auto box = random.id<ReportBoxKey>();
  const auto id = random.id<ReportId>();
  const auto pair = primitives::generate_hpke_key_pair(random);
  const std::vector boxes{
      ReportBox{.handle = id_of<HandleId>(1), .key = ReportBoxKey::from(pair.public_key.bytes).value()}};
  const ReportArticle report{
      .report = id, .sealed = seal_report({.post = {}, .reason = "x"}, usual_place(), boxes, random).value()};

  EXPECT_EQ(read_report_box_article(make_report_box_article(box)), box);
  EXPECT_EQ(read_report_article(make_report_article(report)), report);
  EXPECT_EQ(read_settled_article(make_settled_article(id)), id);
  EXPECT_TRUE(is_about_reports(make_report_box_article(box)));
  EXPECT_TRUE(is_about_reports(make_report_article(report)));
  EXPECT_TRUE(is_about_reports(make_settled_article(id)));
}

TEST(ReportArticles, AreNotReadFromOthers) {
  const auto parse = [](std::string_view text) { return articles::Article::parse(view_bytes(text)).value(); };

  EXPECT_FALSE(read_report_box_article(parse(R"({"type":"weather","v":1})")));
  EXPECT_FALSE(read_report_box_article(parse(R"({"type":"report_box","v":1})")));
  EXPECT_FALSE(read_report_box_article(parse(R"({"type":"report_box","v":1,"key":"AA"})")));
  EXPECT_FALSE(read_report_box_article(
      parse(R"({"type":"report_box","v":2,"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})")));
  EXPECT_FALSE(read_report_article(parse(R"({"type":"report","v":1,"id":"AAAAAAAAAAAAAAAAAAAAAA"})")));
  EXPECT_FALSE(
      read_report_article(parse(R"({"type":"report","v":1,"id":"AAAAAAAAAAAAAAAAAAAAAA","sealed":"AAAA"})")));
  EXPECT_FALSE(read_settled_article(parse(R"({"type":"report_settled","v":1,"report":7})")));
  EXPECT_TRUE(is_about_reports(parse(R"({"type":"report","v":1})")));
  EXPECT_FALSE(is_about_reports(parse(R"({"type":"weather","v":1})")));
  EXPECT_FALSE(is_about_reports(articles::Article::of(articles::Message{"Dag"}).value()));
}

}  // namespace
}  // namespace kring::core
