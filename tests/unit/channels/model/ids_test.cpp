#include "channels/model/ids.hpp"

#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"

#include <gtest/gtest.h>

namespace kring::channels {
namespace {

static_assert(!std::is_convertible_v<ChannelId, MemberId>);
static_assert(!std::is_constructible_v<HandleId, InvitationId>);
static_assert(!std::is_constructible_v<HandleKey, RecoveryKey>);
static_assert(!std::is_convertible_v<std::uint64_t, EntryNumber>);
static_assert(!std::is_convertible_v<EntryNumber, Sequence>);

TEST(EntryNumber, IsFollowedByTheNextNumber) {
  EXPECT_EQ(next(EntryNumber{1}), EntryNumber{2});
}

TEST(Errc, IsNamedAsInTheProtocol) {
  EXPECT_EQ(name_of(Errc::bad_entry), "bad_entry");
  EXPECT_EQ(name_of(Errc::outlives_admitter), "outlives_admitter");
  EXPECT_EQ(Error(Errc::forked_head).library(), Library::channels);
}

TEST(Stay, CoversAWholeLeapYear) {
  const Time start = from_unix_ms(1'706'745'600'000);     // 1 February 2024.
  const Time birthday = from_unix_ms(1'738'368'000'000);  // 1 February 2025.

  EXPECT_EQ(start + limits::stay_max, birthday);
}

}  // namespace
}  // namespace kring::channels
