#include "channels/charter/device_link.hpp"

#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

namespace kring::charter {
namespace {

namespace limits = channels::limits;

class DeviceLinks : public testing::Test {
 protected:
  DeviceLink link() {
    return {.origin = channels::Origin::parse("https://kring.example").value(),
            .circle = random_.id<CircleId>(),
            .hub_key = random_.id<HubKey>(),
            .member = random_.id<MemberId>(),
            .circle_name = "Kring Sam"};
  }
  NewHandle handle(std::optional<RecoveryKey> recovery_key) {
    const auto key = primitives::generate_signature_key_pair(random_);
    NewHandle made{.content = {.circle = random_.id<CircleId>(),
                               .member = random_.id<MemberId>(),
                               .handle_key = HandleKey::from(key.public_key.bytes).value(),
                               .recovery_key = recovery_key},
                   .proof = {}};
    made.proof = prove_handle(made.content, key.private_key).value();
    return made;
  }
  support::SeededRandom random_{5};
};

TEST_F(DeviceLinks, ReadBackWhatWasWritten) {
  const auto made = link();
  const auto text = text_of_device_link(made).value();

  const auto read = parse_device_link(text).value();

  EXPECT_TRUE(text.starts_with("https://kring.example/i#d1."));
  EXPECT_EQ(text_of_device_link(read).value(), text);
  EXPECT_EQ(read.circle, made.circle);
  EXPECT_EQ(read.hub_key, made.hub_key);
  EXPECT_EQ(read.member, made.member);
  EXPECT_EQ(read.circle_name, made.circle_name);
}

TEST_F(DeviceLinks, AreRefusedCutShortAnywhereAndTooLong) {
  const auto text = text_of_device_link(link()).value();

  for (std::size_t size = text.find('#'); size < text.size(); ++size)
    EXPECT_FALSE(parse_device_link(text.substr(0, size))) << size;
  EXPECT_EQ(parse_device_link(text + std::string(limits::link_text_bytes_max, 'A')).error(), Errc::bad_link);
  EXPECT_EQ(parse_device_link("https://kring.example/i#v1.AAAA").error(), Errc::bad_link);
  EXPECT_EQ(parse_device_link("http://kring.example/i#d1.AAAA").error(), Errc::bad_link_host);
}

TEST_F(DeviceLinks, NameNoCircleInTwoLines) {
  auto made = link();
  made.circle_name = "Kring\nSam";

  EXPECT_EQ(text_of_device_link(made).error(), Errc::bad_name);
}

TEST_F(DeviceLinks, OfAnInvitationAreOthers) {
  EXPECT_EQ(parse_link(text_of_device_link(link()).value()).error(), Errc::bad_link);
}

TEST_F(DeviceLinks, AreAnsweredByACodeThatReadsBack) {
  for (const auto& recovery_key : {std::optional<RecoveryKey>(), std::optional(random_.id<RecoveryKey>())}) {
    const auto made = handle(recovery_key);

    const auto read = parse_new_handle(text_of_new_handle(made)).value();

    EXPECT_EQ(text_of_new_handle(read), text_of_new_handle(made));
    EXPECT_EQ(read.content.recovery_key, recovery_key);
    EXPECT_EQ(hash_of_new_handle(read.content), hash_of_new_handle(made.content));
  }
}

TEST_F(DeviceLinks, AreAnsweredByNoCodeThatIsDamaged) {
  auto made = handle(std::nullopt);
  const auto text = text_of_new_handle(made);
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(parse_new_handle(text.substr(0, size))) << size;

  made.content.member = random_.id<MemberId>();

  EXPECT_EQ(parse_new_handle(text_of_new_handle(made)).error(), Errc::bad_signature);
}

TEST_F(DeviceLinks, AreThoseOfTheGoldenExample) {
  const support::Golden values("charter/device_link.hex");
  const auto link_text = values.bytes("link");
  const auto code_text = values.bytes("code");
  const auto link = parse_device_link(view_text(link_text)).value();
  const auto code = parse_new_handle(view_text(code_text)).value();

  EXPECT_EQ(text_of_device_link(link).value(), view_text(link_text));
  EXPECT_EQ(text_of_new_handle(code), view_text(code_text));
  EXPECT_TRUE(equal(link.member.view(), values.bytes("member")));
  EXPECT_TRUE(equal(hash_of_new_handle(code.content).view(), values.bytes("hash")));
}

}  // namespace
}  // namespace kring::charter
