#include "channels/rules/log_hash.hpp"

#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace kring::rules {
namespace {

using channels::ChannelId;
using channels::LogKind;
using channels::Sequence;

LogHead with_hash(std::uint64_t number, const Bytes& hash) {
  return {.number = Sequence{number}, .hash = *to_fixed<32>(hash)};
}

TEST(LogHash, RunsAsInTheGoldenFile) {
  const support::Golden golden("records/log.txt");
  const auto channel = *ChannelId::from(golden.bytes("channel"));
  const auto time = from_unix_ms(1'800'000'000'000);

  const auto first = next_log_head(channel, {}, {LogKind::commit, time, payload_hash(view_bytes("first"))});
  const auto second = next_log_head(channel, first, {LogKind::record, time + Duration(1), payload_hash({})});
  const auto third = next_log_head(channel, second,
                                   {LogKind::sealed, time + Duration(1), payload_hash(view_bytes("third"))});

  EXPECT_EQ(first, with_hash(1, golden.bytes("head_1")));
  EXPECT_EQ(second, with_hash(2, golden.bytes("head_2")));
  EXPECT_EQ(third, with_hash(3, golden.bytes("head_3")));
}

TEST(LogHash, DependsOnEveryPartOfAnEntry) {
  const ChannelId channel(FixedBytes<16>{1});
  const LogHead head{Sequence{4}, Hash{2}};
  const LogEntrySummary entry{LogKind::record, from_unix_ms(5), Hash{3}};

  const auto next = next_log_head(channel, head, entry);

  EXPECT_NE(next, next_log_head(ChannelId(FixedBytes<16>{9}), head, entry));
  EXPECT_NE(next.hash, next_log_head(channel, {Sequence{5}, head.hash}, entry).hash);
  EXPECT_NE(next, next_log_head(channel, {head.number, Hash{9}}, entry));
  EXPECT_NE(next, next_log_head(channel, head, {LogKind::sealed, entry.time, entry.payload_hash}));
  EXPECT_NE(next, next_log_head(channel, head, {entry.kind, from_unix_ms(6), entry.payload_hash}));
  EXPECT_NE(next, next_log_head(channel, head, {entry.kind, entry.time, Hash{9}}));
}

}  // namespace
}  // namespace kring::rules
