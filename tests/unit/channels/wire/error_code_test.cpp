#include "channels/wire/error_code.hpp"

#include "channels/json/errc.hpp"
#include "channels/model/errc.hpp"
#include "channels/wire/answer.hpp"
#include "crypto/base/errc.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::wire {
namespace {

TEST(ErrorCodes, HaveNamesThatLeadBackToThem) {
  for (const auto code : error_codes) EXPECT_EQ(error_code_named(name_of(code)), code);

  EXPECT_EQ(error_code_named("no_such_code"), std::nullopt);
}

TEST(ErrorCodes, OfAFrameSayWhichFieldOrLimit) {
  EXPECT_EQ(refusal(Error(ErrorCode::bad_field, "circle")),
            (ErrorAnswer{.code = ErrorCode::bad_field, .name = "circle"}));
  EXPECT_EQ(refusal(Error(ErrorCode::limit, "key_packages_max")),
            (ErrorAnswer{.code = ErrorCode::limit, .name = "key_packages_max"}));
}

TEST(ErrorCodes, NeverSendWhereAnotherErrorWasMet) {
  EXPECT_EQ(refusal(Error(ErrorCode::conflict, "secret place")), ErrorAnswer{.code = ErrorCode::conflict});
  EXPECT_EQ(charter_refusal(Error(channels::Errc::wrong_number, "secret place")),
            (ErrorAnswer{.code = ErrorCode::charter_refused, .rule = "wrong_number"}));
}

struct Mapping {
  std::string name;
  Error error;
  ErrorCode code;
};

class ErrorMapping : public testing::TestWithParam<Mapping> {};

TEST_P(ErrorMapping, GivesTheCodeOfTheWire) {
  EXPECT_EQ(refusal(GetParam().error), ErrorAnswer{.code = GetParam().code});
}

INSTANTIATE_TEST_SUITE_P(
    Table, ErrorMapping,
    testing::Values(Mapping{"TextTooLarge", json::Errc::text_too_large, ErrorCode::too_large},
                    Mapping{"TooDeep", json::Errc::too_deep, ErrorCode::bad_frame},
                    Mapping{"TooManyKeys", json::Errc::too_many_keys, ErrorCode::bad_frame},
                    Mapping{"DuplicateKey", json::Errc::duplicate_key, ErrorCode::bad_frame},
                    Mapping{"NotAnInteger", json::Errc::not_an_integer, ErrorCode::bad_frame},
                    Mapping{"BadJson", json::Errc::bad_json, ErrorCode::bad_frame},
                    Mapping{"BadSignature", crypto::Errc::bad_signature, ErrorCode::bad_signature},
                    Mapping{"UnknownChannel", channels::Errc::unknown_channel, ErrorCode::unknown_channel},
                    Mapping{"OwnCode", ErrorCode::stale, ErrorCode::stale},
                    Mapping{"AnyOther", crypto::Errc::decryption_failed, ErrorCode::internal}),
    [](const auto& info) { return info.param.name; });

TEST(Refusals, OfTheCharterNameTheRule) {
  EXPECT_EQ(charter_refusal(channels::Errc::needs_owner),
            (ErrorAnswer{.code = ErrorCode::charter_refused, .rule = "needs_owner"}));
  EXPECT_EQ(charter_refusal(channels::Errc::clock_off), ErrorAnswer{.code = ErrorCode::clock_off});
}

TEST(Refusals, OfACommitNameTheRule) {
  EXPECT_EQ(commit_refusal(crypto::Errc::bad_path),
            (ErrorAnswer{.code = ErrorCode::commit_refused, .rule = "bad_path"}));
}

TEST(Names, OfOperationsAndEventsLeadBackToThem) {
  for (const auto op : ops) EXPECT_EQ(op_named(name_of(op)), op);
  for (const auto access : accesses) EXPECT_EQ(access_named(name_of(access)), access);

  EXPECT_EQ(op_named("no_such_op"), std::nullopt);
  EXPECT_EQ(access_named("no_such_access"), std::nullopt);
}

}  // namespace
}  // namespace kring::wire
