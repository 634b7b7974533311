#include "clients/cli/present_notices.hpp"

#include "tests/unit/cli/looks.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace kring::cli {
namespace {

bool notice_has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

core::AdmissionView stan() {
  core::AdmissionView admission;
  admission.member = channels::MemberId({7});
  admission.member_name = "Stan";
  admission.role_label = "Nachtzorg of invaller";
  admission.until = from_unix_ms(10000000000);
  admission.admitter = channels::MemberId({8});
  admission.admitter_name = "Bea";
  admission.admitted = from_unix_ms(9000000000);
  return admission;
}

TEST(AdmissionText, SaysWhoWhomAsWhatUntilWhenAndHowToUndoIt) {
  const auto dutch = admission_text(stan(), "Kring van Noor", in_dutch);
  const auto english = admission_text(stan(), "Kring van Noor", in_english);

  EXPECT_TRUE(notice_has(dutch, "Bea heeft Stan toegelaten in ‘Kring van Noor’")) << dutch;
  EXPECT_TRUE(notice_has(dutch, "als: Nachtzorg of invaller, tot ")) << dutch;
  EXPECT_TRUE(notice_has(english, "Bea let Stan in into ‘Kring van Noor’, on 1970")) << english;
  EXPECT_TRUE(notice_has(english, "kring remove 07000000")) << english;
  EXPECT_FALSE(notice_has(english, "is over")) << english;
}

TEST(AdmissionText, SaysThatItIsOver) {
  auto admission = stan();
  admission.state = core::MemberState::expired;

  EXPECT_TRUE(notice_has(admission_text(admission, "Noor", in_english), "That access is over."));
}

TEST(LetInText, NamesEverybodyAndHowToRemoveThem) {
  auto parent = stan();
  parent.member_name = "Bert";
  parent.until.reset();

  const auto text = let_in_text("Bea", {stan(), parent}, in_english);

  EXPECT_TRUE(notice_has(text, "Let in by Bea, and still there")) << text;
  EXPECT_TRUE(notice_has(text, "  Stan, Nachtzorg of invaller, until 1970")) << text;
  EXPECT_TRUE(notice_has(text, ": kring remove 07000000\n")) << text;
  EXPECT_TRUE(notice_has(text, "  Bert, Nachtzorg of invaller\n")) << text;
  EXPECT_EQ(let_in_text("Bea", {}, in_english), "");
}

TEST(DepartureText, SaysHowTheyWentAndWhomTheyLetIn) {
  core::DepartureView gone;
  gone.member_name = "Bea";
  gone.ended = from_unix_ms(10000000000);
  gone.by = core::DeedView{.time = gone.ended, .by = channels::MemberId({9}), .by_name = "Joost"};
  gone.let_in = {stan()};
  const auto removed = departure_text(gone, "Noor", in_english);
  gone.left = true;
  const auto left = departure_text(gone, "Noor", in_english);

  EXPECT_TRUE(notice_has(removed, "Joost removed Bea from ‘Noor’, on 1970")) << removed;
  EXPECT_TRUE(notice_has(left, "Bea left ‘Noor’, on 1970")) << left;
  EXPECT_TRUE(notice_has(left, "  Stan,")) << left;
  const auto json = json_of(gone);
  EXPECT_TRUE(json["left"].get<bool>());
  EXPECT_EQ(json["by"]["name"], "Joost");
  EXPECT_EQ(json["let_in"].at(0)["name"], "Stan");
  EXPECT_EQ(json["let_in"].at(0)["admitter_name"], "Bea");
  EXPECT_EQ(json["let_in"].at(0)["state"], "live");
}

TEST(RestartText, SaysWhoGaveWhichChannelANewBeginningAndWhen) {
  core::ChannelView channel;
  channel.label = "Dagzorg";
  channel.restarted =
      core::DeedView{.time = from_unix_ms(10000000000), .by = channels::MemberId({9}), .by_name = "Anne"};

  const auto text = restart_text(channel, "Noor", in_english);

  EXPECT_TRUE(notice_has(text, "‘Dagzorg’ in ‘Noor’ was restarted by Anne, on 1970")) << text;
}

}  // namespace
}  // namespace kring::cli
