#include "clients/core/alarms.hpp"

#include "channels/model/errc.hpp"
#include "clients/core/errc.hpp"
#include "crypto/base/errc.hpp"
#include "tests/unit/clients/core/ids.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace kring::core {
namespace {

Alarm full_alarm() {
  return {.circle = id_of<channels::CircleId>(1),
          .channel = id_of<channels::ChannelId>(2),
          .reason = "key_already_used",
          .evidence = "evidence/0102",
          .time = from_unix_ms(3),
          .heals = true,
          .stops = AlarmStops::channel,
          .author = id_of<channels::MemberId>(4),
          .author_name = "Anne",
          .seen = true};
}

// What stands behind `heals` in a row of today: `stops`, whether there is an author, the author's name,
// `seen`.
constexpr std::size_t stops_bytes = 1;
constexpr std::size_t no_author_bytes = 1;
constexpr std::size_t no_name_bytes = 1;
constexpr std::size_t seen_bytes = 1;
constexpr std::size_t new_bytes = stops_bytes + no_author_bytes + no_name_bytes + seen_bytes;

/// A row as programs of an older version wrote it: the first fields of today's, `cut` bytes shorter.
SecretBytes old_row(const Alarm& alarm, std::uint8_t version, std::size_t cut) {
  auto row = encode_alarm(alarm);
  row[0] = version;
  row.resize(row.size() - cut);
  return row;
}

Alarm alarm_of(std::string reason, AlarmStops stops = AlarmStops::nothing) {
  return {.channel = id_of<channels::ChannelId>(2), .reason = std::move(reason), .stops = stops};
}

TEST(AlarmRow, KeepsAllThatIsToldOfAnAlarm) {
  const auto row = encode_alarm(full_alarm());

  const auto loaded = decode_alarm(row);

  ASSERT_TRUE(loaded);
  EXPECT_EQ(encode_alarm(*loaded), row);
  EXPECT_EQ(loaded->stops, AlarmStops::channel);
  EXPECT_EQ(loaded->author, id_of<channels::MemberId>(4));
  EXPECT_EQ(loaded->author_name, "Anne");
  EXPECT_TRUE(loaded->seen);
}

TEST(AlarmRow, IsRefusedWhenCutAnywhereOrLonger) {
  auto row = encode_alarm(full_alarm());
  for (std::size_t size = 0; size < row.size(); ++size)
    EXPECT_EQ(decode_alarm(ByteView(row).first(size)).error(), client::Errc::bad_vault) << size;

  row.push_back(0);

  EXPECT_EQ(decode_alarm(row).error(), client::Errc::bad_vault);
}

TEST(AlarmRow, IsRefusedWhereItStopsWhatThereIsNot) {
  auto alarm = full_alarm();
  alarm.author.reset();
  alarm.author_name.clear();
  auto row = encode_alarm(alarm);
  auto& stops = row[row.size() - new_bytes];
  ASSERT_EQ(stops, std::to_underlying(AlarmStops::channel));

  for (const auto bad : {std::uint8_t{0}, std::uint8_t{4}}) {
    stops = bad;
    EXPECT_EQ(decode_alarm(row).error(), client::Errc::bad_vault) << int{bad};
  }
  for (const auto good : {std::uint8_t{1}, std::uint8_t{3}}) {
    stops = good;
    EXPECT_TRUE(decode_alarm(row)) << int{good};
  }
}

TEST(AlarmRow, IsRefusedOfAVersionThatThereIsNot) {
  auto row = encode_alarm(full_alarm());

  for (const auto version : {std::uint8_t{0}, std::uint8_t{4}}) {
    row[0] = version;
    EXPECT_EQ(decode_alarm(row).error(), client::Errc::bad_vault) << int{version};
  }
}

struct OldVersion {
  const char* name;
  std::uint8_t version;
  std::size_t cut;
};
class OldAlarmRow : public testing::TestWithParam<OldVersion> {};
INSTANTIATE_TEST_SUITE_P(, OldAlarmRow,
                         testing::Values(OldVersion{"WithoutHeals", 1, new_bytes + 1},
                                         OldVersion{"WithoutStops", 2, new_bytes}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_P(OldAlarmRow, IsReadAndShoutedUntilItIsSeen) {
  auto row =
      old_row({.circle = id_of<channels::CircleId>(1), .reason = "head_forked", .evidence = "evidence/1"},
              GetParam().version, GetParam().cut);

  const auto loaded = decode_alarm(row);

  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->reason, "head_forked");
  EXPECT_EQ(loaded->stops, AlarmStops::circle);
  EXPECT_FALSE(loaded->heals);
  EXPECT_FALSE(loaded->seen);
  row.push_back(0);
  EXPECT_EQ(decode_alarm(row).error(), client::Errc::bad_vault);
  row.resize(row.size() - 2);
  EXPECT_EQ(decode_alarm(row).error(), client::Errc::bad_vault);
}

TEST_P(OldAlarmRow, KnowsByItsReasonWhatItStopped) {
  const auto stops_of = [](const std::string& reason) {
    auto alarm = alarm_of(reason);
    return decode_alarm(old_row(alarm, GetParam().version, GetParam().cut))->stops;
  };

  for (const auto* reason : {"record_id_used", "article_not_json", "key_already_used", "own_message",
                             "network_hidden", "articles_void", "refused_by_hub"})
    EXPECT_EQ(stops_of(reason), AlarmStops::nothing) << reason;
  for (const auto* reason : {"log_hash_differs", "decryption_failed", "commit_leaf_not_allowed"})
    EXPECT_EQ(stops_of(reason), AlarmStops::channel) << reason;
}

TEST(AlarmRow, OfTheLastVersionKeepsThatItMends) {
  auto alarm = alarm_of("decryption_failed", AlarmStops::channel);
  alarm.heals = true;

  const auto loaded = decode_alarm(old_row(alarm, 2, new_bytes));

  ASSERT_TRUE(loaded);
  EXPECT_EQ(kind_of(*loaded), AlarmKind::mends);
}

TEST(AlarmRow, HasTheNameOfWhatProvesIt) {
  EXPECT_EQ(alarm_row("evidence/0102"), "alarm/0102");
}

struct KindRow {
  const char* name;
  Alarm alarm;
  AlarmKind kind;
};
class KindOfAlarm : public testing::TestWithParam<KindRow> {};

Alarm healing(Alarm alarm) {
  alarm.heals = true;
  return alarm;
}

template <class Code>
std::string text_of(Code code) {
  return std::string(name_of(code));
}

INSTANTIATE_TEST_SUITE_P(
    , KindOfAlarm,
    testing::Values(
        KindRow{"OtherKey", alarm_of(text_of(client::Errc::wrong_hub_key), AlarmStops::circle),
                AlarmKind::other_hub},
        KindRow{"BadHeadSignature", alarm_of(text_of(client::Errc::bad_head_signature), AlarmStops::circle),
                AlarmKind::other_hub},
        KindRow{"WentBack", alarm_of(text_of(client::Errc::head_went_back), AlarmStops::circle),
                AlarmKind::history},
        KindRow{"Forked", alarm_of(text_of(client::Errc::head_forked), AlarmStops::circle),
                AlarmKind::history},
        KindRow{"OtherLog", alarm_of(text_of(client::Errc::log_hash_differs), AlarmStops::channel),
                AlarmKind::history},
        KindRow{"BackInTime", alarm_of(text_of(channels::Errc::log_time_backwards), AlarmStops::channel),
                AlarmKind::history},
        KindRow{"StepOfTheCharter", alarm_of(text_of(channels::Errc::needs_owner), AlarmStops::circle),
                AlarmKind::against_rules},
        KindRow{"Commit", alarm_of(text_of(channels::Errc::commit_leaf_not_allowed), AlarmStops::channel),
                AlarmKind::against_rules},
        KindRow{"CommitThatDoesNotOpen",
                alarm_of(text_of(crypto::Errc::decryption_failed), AlarmStops::channel),
                AlarmKind::against_rules},
        // A commit in this device's own name, of an epoch that it is past: a channel is stopped by it.
        KindRow{"CommitInOnesOwnName", alarm_of(text_of(crypto::Errc::own_message), AlarmStops::channel),
                AlarmKind::against_rules},
        KindRow{"CommitThatMends", healing(alarm_of(text_of(crypto::Errc::own_message), AlarmStops::channel)),
                AlarmKind::mends},
        KindRow{"Record", alarm_of(text_of(channels::Errc::record_id_used)), AlarmKind::passed_over},
        KindRow{"RecordOfAnUnknownKey", alarm_of(text_of(client::Errc::log_entry_refused)),
                AlarmKind::passed_over},
        KindRow{"MessageThatDoesNotOpen", alarm_of(text_of(crypto::Errc::decryption_failed)),
                AlarmKind::passed_over},
        KindRow{"RequestToBeHealed", alarm_of(text_of(channels::Errc::heal_wrong_place)),
                AlarmKind::passed_over},
        KindRow{"Welcome", alarm_of(text_of(client::Errc::welcome_refused)), AlarmKind::passed_over},
        KindRow{"KeyPackage", alarm_of(text_of(crypto::Errc::bad_key_package)), AlarmKind::passed_over},
        KindRow{"KeyUsedTwice", alarm_of(text_of(crypto::Errc::key_already_used)), AlarmKind::repeated_key},
        KindRow{"MessageInOnesOwnName", alarm_of(text_of(crypto::Errc::own_message)),
                AlarmKind::copied_device},
        KindRow{"Void", alarm_of(text_of(client::Errc::articles_void)), AlarmKind::void_articles},
        KindRow{"CutOff", alarm_of(text_of(client::Errc::log_cut_off), AlarmStops::channel),
                AlarmKind::cut_off},
        KindRow{"NetworkRefused", alarm_of(text_of(client::Errc::network_charter_refused)),
                AlarmKind::network},
        KindRow{"NetworkWentBack", alarm_of(text_of(client::Errc::network_went_back)), AlarmKind::network},
        KindRow{"NetworkForked", alarm_of(text_of(client::Errc::network_forked)), AlarmKind::network},
        KindRow{"NetworkHidden", alarm_of(text_of(client::Errc::network_hidden)), AlarmKind::network},
        KindRow{"NotTakenBack", alarm_of(text_of(client::Errc::refused_by_hub)), AlarmKind::not_taken_back},
        KindRow{"TooMuch", alarm_of(text_of(client::Errc::too_many_pending), AlarmStops::channel),
                AlarmKind::too_much}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_P(KindOfAlarm, IsWhatItsReasonAndWhatItStopsSay) {
  EXPECT_EQ(kind_of(GetParam().alarm), GetParam().kind);
  EXPECT_EQ(is_notice(GetParam().alarm), GetParam().kind == AlarmKind::repeated_key);
}

}  // namespace
}  // namespace kring::core
