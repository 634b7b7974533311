#include "channels/wire/mailbox_path.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::wire {
namespace {

const channels::MailboxId box(FixedBytes<16>{0xAB});
const std::string mailbox_digits = "ab" + std::string(30, '0');

TEST(MailPaths, AreReadAsTheyAreWritten) {
  const MailPath there{.mailbox = box, .side = MailSide::there};
  const MailPath back{.mailbox = box, .side = MailSide::back};

  EXPECT_EQ(format_mail_path(there), "/v1/mailbox/" + mailbox_digits + "/there");
  EXPECT_EQ(parse_mail_path(format_mail_path(there)), there);
  EXPECT_EQ(parse_mail_path(format_mail_path(back)), back);
}

class NoMailPath : public testing::TestWithParam<std::string> {};
TEST_P(NoMailPath, IsRefused) {
  EXPECT_FALSE(parse_mail_path(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(, NoMailPath,
                         testing::Values("", "/v1/mailbox", "/v1/mailbox/", "/v1/mailbox/" + mailbox_digits,
                                         "/v1/mailbox/" + mailbox_digits + "/",
                                         "/v1/mailbox/" + mailbox_digits + "/away",
                                         "/v1/mailbox/" + mailbox_digits + "/there/",
                                         "/v1/mailbox/AB" + std::string(30, '0') + "/there",
                                         "/v1/mailbox/zz" + std::string(30, '0') + "/there",
                                         "/v1/mailbox//" + mailbox_digits + "/there",
                                         "/v1/mailboxes/" + mailbox_digits + "/there"));

}  // namespace
}  // namespace kring::wire
