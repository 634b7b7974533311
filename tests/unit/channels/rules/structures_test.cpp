#include "channels/rules/commit_structures.hpp"
#include "channels/rules/extensions.hpp"
#include "channels/rules/judge_heal.hpp"
#include "channels/rules/record_structures.hpp"

#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/record/record_cipher.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace kring::rules {
namespace {

using channels::ChannelId;
using channels::CircleId;
using channels::EntryNumber;
using channels::Errc;
using channels::Generation;
using channels::GroupId;
using channels::RecordId;
using channels::Sequence;

template <std::uint8_t Byte>
Hash filled() {
  Hash hash;
  hash.fill(Byte);
  return hash;
}
Bytes bytes_of(ByteView view) {
  return copy_bytes(view);
}

class Structures : public testing::Test {
 protected:
  const support::Golden golden_{"records/structures.txt"};
  const CircleId circle_ = *CircleId::from(golden_.bytes("circle"));
  const ChannelId channel_ = *ChannelId::from(golden_.bytes("channel"));
  const GroupId group_ = *GroupId::from(golden_.bytes("group"));
  const RecordId record_ = *RecordId::from(golden_.bytes("record_id"));
  const CharterHead charter_{.number = EntryNumber{7}, .hash = filled<0xD1>()};
  const LogHead log_{.number = Sequence{9}, .hash = filled<0xD2>()};
  const Time time_ = from_unix_ms(1'800'000'000'123);
  const channels::HandleKey handle_key_ = *channels::HandleKey::from(golden_.bytes("handle_key"));
  const Secret seed_ = Secret::copy_of(golden_.bytes("seed"));

  HealContent heal_content() const {
    return {.circle = circle_,
            .channel = channel_,
            .group = group_,
            .epoch = mls::EpochId{5},
            .handle = channels::handle_of(handle_key_),
            .package = filled<0xD5>(),
            .time = time_};
  }

  RecordContent record_content() const {
    return {.circle = circle_,
            .channel = channel_,
            .group = group_,
            .epoch = mls::EpochId{5},
            .generation = Generation{2},
            .record = record_,
            .author = channels::handle_of(handle_key_),
            .counter = 3,
            .charter = charter_,
            .log = log_,
            .article = golden_.bytes("article")};
  }
};

TEST_F(Structures, ChannelExtensionIsAsInTheGoldenFile) {
  const ChannelExtension extension{.circle = circle_, .channel = channel_, .mode = channels::Mode::record};

  EXPECT_EQ(extension.encode(), golden_.bytes("channel_extension"));
  EXPECT_EQ(ChannelExtension::decode(golden_.bytes("channel_extension")), extension);
}

TEST_F(Structures, GroupExtensionsRequireTheChannelsOwn) {
  const ChannelExtension extension{.circle = circle_, .channel = channel_, .mode = channels::Mode::sealed};

  const auto extensions = group_extensions(extension);

  const auto* required = mls::find_extension(extensions, mls::ExtensionType::required_capabilities);
  ASSERT_NE(required, nullptr);
  EXPECT_EQ(codec::decode<mls::RequiredCapabilities>(required->content)->extensions,
            std::vector{channel_extension_type});
  EXPECT_EQ(mls::find_extension(extensions, channel_extension_type)->content, extension.encode());
  EXPECT_EQ(extensions.size(), 2U);
}

TEST_F(Structures, JoinExtensionIsAsInTheGoldenFile) {
  auto decoded = JoinExtension::decode(golden_.bytes("join_extension"));

  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->charter, charter_);
  EXPECT_EQ(decoded->log, log_);
  EXPECT_EQ(decoded->time, time_);
  EXPECT_EQ(decoded->generation, Generation{2});
  EXPECT_TRUE(decoded->record_key.equals(golden_.bytes("key")));
  EXPECT_EQ(bytes_of(decoded->encode()), golden_.bytes("join_extension"));
}

TEST_F(Structures, JoinExtensionHasAWholeKeyOrNone) {
  JoinExtension extension;
  EXPECT_TRUE(JoinExtension::decode(extension.encode()));

  extension.record_key = Secret::of_size(31);
  EXPECT_EQ(JoinExtension::decode(extension.encode()).error(), Errc::bad_structure);
}

TEST_F(Structures, CommitDataIsAsInTheGoldenFile) {
  const CommitData commit{.charter = charter_,
                          .log = log_,
                          .time = time_,
                          .generation = Generation{2},
                          .key_hash = filled<0xD3>(),
                          .back_link_hash = filled<0xD4>()};

  EXPECT_EQ(commit.encode(), golden_.bytes("commit_data"));
  EXPECT_EQ(CommitData::decode(golden_.bytes("commit_data")), commit);
}

TEST_F(Structures, HealContentAndItsIdAreAsInTheGoldenFile) {
  const auto content = heal_content();

  EXPECT_EQ(content.encode(), golden_.bytes("heal_content"));
  EXPECT_EQ(HealContent::decode(golden_.bytes("heal_content")), content);
  EXPECT_EQ(bytes_of(heal_id(content).view()), golden_.bytes("heal_id"));
}

TEST_F(Structures, HealPayloadIsSignedAsInTheGoldenFile) {
  const HealPayload payload{.request = sign_heal(heal_content(), seed_).value(),
                            .key_package = copy_bytes(view_bytes("key package"))};

  EXPECT_EQ(payload.encode(), golden_.bytes("heal_payload"));
  EXPECT_EQ(HealPayload::decode(golden_.bytes("heal_payload")), payload);
}

TEST_F(Structures, CommitDataWithARequestToBeHealedIsAsInTheGoldenFile) {
  const CommitData commit{.charter = charter_,
                          .log = log_,
                          .time = time_,
                          .generation = Generation{2},
                          .key_hash = filled<0xD3>(),
                          .back_link_hash = filled<0xD4>(),
                          .heals = {sign_heal(heal_content(), seed_).value()}};

  EXPECT_EQ(commit.encode(), golden_.bytes("healing_commit_data"));
  EXPECT_EQ(CommitData::decode(golden_.bytes("healing_commit_data")), commit);
}

TEST_F(Structures, CommitPayloadIsAsInTheGoldenFile) {
  const CommitPayload plain{.commit = copy_bytes(view_bytes("commit")), .rotation = std::nullopt};
  auto rotating = plain;
  rotating.rotation =
      Rotation{.key_box = Bytes(48, 0xE1), .back_link = Bytes(48, 0xE2), .signature = Bytes(64, 0xE3)};

  EXPECT_EQ(plain.encode(), golden_.bytes("plain_commit_payload"));
  EXPECT_EQ(CommitPayload::decode(golden_.bytes("plain_commit_payload")), plain);
  EXPECT_EQ(rotating.encode(), golden_.bytes("commit_payload"));
  EXPECT_EQ(CommitPayload::decode(golden_.bytes("commit_payload")), rotating);
}

TEST_F(Structures, KeyBoxContentIsSignedAsInTheGoldenFile) {
  const KeyBoxContent content{.circle = circle_,
                              .channel = channel_,
                              .group = group_,
                              .epoch = mls::EpochId{5},
                              .generation = Generation{2},
                              .box_hash = primitives::sha256(Bytes(48, 0xE1))};

  EXPECT_EQ(content.encode(), golden_.bytes("key_box_content"));
  EXPECT_EQ(content.additional_data(), golden_.bytes("key_box_additional"));
  EXPECT_EQ(channels::sign(channels::SigningPurpose::key_box, content.encode(), seed_),
            golden_.bytes("key_box_signature"));
}

TEST_F(Structures, RecordContentIsAsInTheGoldenFile) {
  EXPECT_EQ(record_content().encode(), golden_.bytes("record_content"));
  EXPECT_EQ(RecordContent::decode(golden_.bytes("record_content")), record_content());
}

TEST_F(Structures, SignedRecordIsAsInTheGoldenFile) {
  const auto content = record_content().encode();
  auto signature = channels::sign(channels::SigningPurpose::record, content, seed_);
  const SignedRecord record{.content = content, .signature = *signature};

  EXPECT_EQ(record.encode(), golden_.bytes("signed_record"));
  EXPECT_EQ(SignedRecord::decode(golden_.bytes("signed_record")), record);
}

TEST_F(Structures, RecordPayloadOfTheGoldenFileOpensToItsSignedRecord) {
  auto payload = RecordPayload::decode(golden_.bytes("record_payload"));

  ASSERT_TRUE(payload);
  EXPECT_EQ(payload->encode(), golden_.bytes("record_payload"));
  auto opened = record::open_record(
      Secret::copy_of(golden_.bytes("key")),
      {.channel = channel_.view(), .epoch = 5, .generation = 2, .record = payload->record.view()},
      {.commitment = payload->commitment, .ciphertext = payload->ciphertext});
  ASSERT_TRUE(opened);
  EXPECT_EQ(bytes_of(*opened), golden_.bytes("signed_record"));
}

TEST_F(Structures, SealedDataIsAsInTheGoldenFile) {
  const SealedData sealed{.charter = charter_, .log = log_, .counter = 3};

  EXPECT_EQ(sealed.encode(), golden_.bytes("sealed_data"));
  EXPECT_EQ(SealedData::decode(golden_.bytes("sealed_data")), sealed);
}

TEST_F(Structures, RecordPayloadHasASizeOfPadding) {
  RecordPayload payload;
  for (const std::size_t size : {256U + 16U, 512U + 16U, 32'768U + 16U}) {
    payload.ciphertext = Bytes(size);
    EXPECT_TRUE(RecordPayload::decode(payload.encode())) << size;
  }
  for (const std::size_t size : {0U, 16U, 128U + 16U, 256U, 300U, 32'768U + 17U, 65'536U + 16U}) {
    payload.ciphertext = Bytes(size);
    EXPECT_EQ(RecordPayload::decode(payload.encode()).error(), Errc::bad_structure) << size;
  }
}

TEST_F(Structures, RecordContentTakesTheLongestArticleAndNoByteMore) {
  auto content = record_content();
  content.article = Bytes(channels::limits::article_bytes_max);
  const SignedRecord longest{.content = content.encode(), .signature = Bytes(64)};

  EXPECT_EQ(RecordContent::decode(content.encode()), content);
  EXPECT_TRUE(record::seal_record(seed_, {}, longest.encode()));

  content.article.push_back(0);
  EXPECT_EQ(RecordContent::decode(content.encode()).error(), Errc::bad_structure);
}

/// One structure: its golden name and whether its decoder takes bytes. All but two begin with a version.
struct Structure {
  const char* golden;
  bool versioned;
  Error (*error)(ByteView bytes);
};
template <class T>
Error error_of(ByteView bytes) {
  auto decoded = T::decode(bytes);
  return decoded ? Error(crypto::Errc::bad_value, "none") : decoded.error();
}
class EveryStructure : public testing::TestWithParam<Structure> {
 protected:
  Bytes bytes_ = support::Golden("records/structures.txt").bytes(GetParam().golden);
};
TEST_P(EveryStructure, IsRefusedWhenCutAnywhere) {
  for (std::size_t size = 0; size < bytes_.size(); ++size) {
    EXPECT_EQ(GetParam().error(ByteView(bytes_).first(size)), Errc::bad_structure) << size;
  }
}
TEST_P(EveryStructure, IsRefusedWithAByteBehindIt) {
  bytes_.push_back(0);

  EXPECT_EQ(GetParam().error(bytes_), Errc::bad_structure);
}
TEST_P(EveryStructure, IsRefusedInAnotherVersionWhereItHasOne) {
  bytes_[1] ^= 2U;

  EXPECT_TRUE(!GetParam().versioned || GetParam().error(bytes_) == Errc::unsupported_version);
}
INSTANTIATE_TEST_SUITE_P(, EveryStructure,
                         testing::Values(Structure{"channel_extension", true, error_of<ChannelExtension>},
                                         Structure{"join_extension", true, error_of<JoinExtension>},
                                         Structure{"commit_data", true, error_of<CommitData>},
                                         Structure{"healing_commit_data", true, error_of<CommitData>},
                                         Structure{"heal_content", true, error_of<HealContent>},
                                         Structure{"heal_payload", false, error_of<HealPayload>},
                                         Structure{"commit_payload", false, error_of<CommitPayload>},
                                         Structure{"plain_commit_payload", false, error_of<CommitPayload>},
                                         Structure{"record_content", true, error_of<RecordContent>},
                                         Structure{"signed_record", false, error_of<SignedRecord>},
                                         Structure{"record_payload", false, error_of<RecordPayload>},
                                         Structure{"sealed_data", true, error_of<SealedData>}),
                         [](const auto& row) { return row.param.golden; });

TEST(StructureValues, OutOfRangeAreRefused) {
  auto mode = ChannelExtension{}.encode();
  mode.back() = 3;
  auto time = CommitData{}.encode();
  time[2 + 80] = 0xFF;

  EXPECT_EQ(ChannelExtension::decode(mode).error(), Errc::bad_structure);
  EXPECT_EQ(CommitData::decode(time).error(), Errc::bad_structure);
}

}  // namespace
}  // namespace kring::rules
