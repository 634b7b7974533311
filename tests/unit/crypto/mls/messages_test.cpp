#include "crypto/base/errc.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/mls/node.hpp"

#include <gtest/gtest.h>

namespace kring::mls {
namespace {

using crypto::Errc;

LeafNode some_leaf(LeafNodeSource source) {
  return {.encryption_key = {Bytes(32, 1)},
          .signature_key = {Bytes(57, 2)},
          .credential = {.type = CredentialType{0x0a0a}, .content = Bytes{1, 2, 3}},
          .capabilities = {.versions = {ProtocolVersion::mls10, ProtocolVersion{0x1a1a}},
                           .cipher_suites = {our_suite, CipherSuite{0x2a2a}},
                           .extensions = {ExtensionType{0x3a3a}},
                           .proposals = {ProposalType{0x4a4a}},
                           .credentials = {CredentialType::basic, CredentialType{0x5a5a}}},
          .source = std::move(source),
          .extensions = {{.type = ExtensionType{0xfafa}, .content = Bytes(70, 9)}},
          .signature = Bytes(64, 3)};
}

KeyPackage some_key_package() {
  return {.version = ProtocolVersion::mls10,
          .cipher_suite = CipherSuite{0x0001},
          .init_key = {Bytes(32, 4)},
          .leaf_node = some_leaf(Lifetime{.not_before_s = 5, .not_after_s = 6}),
          .extensions = {},
          .signature = Bytes(64, 7)};
}

template <class T>
void expect_round_trip(const T& value) {
  const auto bytes = codec::encode(value);

  const auto back = codec::decode<T>(bytes);

  ASSERT_TRUE(back) << back.error().name();
  EXPECT_EQ(*back, value);
  EXPECT_EQ(codec::encode(*back), bytes);
}

struct LeafSource {
  const char* name;
  LeafNodeSource source;
};
class LeafNodeKeepsUnknownValues : public testing::TestWithParam<LeafSource> {};
TEST_P(LeafNodeKeepsUnknownValues, FromEverySource) {
  expect_round_trip(some_leaf(GetParam().source));
}
INSTANTIATE_TEST_SUITE_P(, LeafNodeKeepsUnknownValues,
                         testing::Values(LeafSource{"KeyPackage", Lifetime{1, 2}},
                                         LeafSource{"Update", UpdateLeaf{}},
                                         LeafSource{"Commit", CommitLeaf{Bytes(32, 8)}}),
                         [](const auto& row) { return row.param.name; });

struct ProposalRow {
  const char* name;
  Proposal proposal;
};
class ProposalReadsBack : public testing::TestWithParam<ProposalRow> {};
TEST_P(ProposalReadsBack, InACommitAndInAMessage) {
  expect_round_trip(Commit{.proposals = {{GetParam().proposal}, {ProposalRef{Bytes(32, 1)}}}, .path = {}});
  expect_round_trip(MlsMessage{PublicMessage{.content = {.group_id = Bytes{1},
                                                         .epoch = EpochId{2},
                                                         .sender = {ExternalSender{3}},
                                                         .authenticated_data = Bytes{4},
                                                         .content = GetParam().proposal},
                                             .auth = {.signature = Bytes(64), .confirmation_tag = {}},
                                             .membership_tag = {}}});
}
INSTANTIATE_TEST_SUITE_P(
    , ProposalReadsBack,
    testing::Values(
        ProposalRow{"Add", {Add{some_key_package()}}},
        ProposalRow{"Update", {Update{some_leaf(UpdateLeaf{})}}},
        ProposalRow{"RemoveOfLeafZero", {Remove{LeafIndex{0}}}},
        ProposalRow{"ExternalPsk", {PreSharedKey{{.key = mls::ExternalPsk{Bytes{1}}, .nonce = Bytes(32)}}}},
        ProposalRow{"ResumptionPsk",
                    {PreSharedKey{{.key = ResumptionPsk{ResumptionUsage::branch, Bytes{1}, EpochId{9}},
                                   .nonce = Bytes(32)}}}},
        ProposalRow{"ReInit", {ReInit{Bytes{1}, ProtocolVersion{7}, CipherSuite{8}, {}}}},
        ProposalRow{"ExternalInit", {ExternalInit{Bytes(32)}}},
        ProposalRow{"GroupContextExtensions",
                    {GroupContextExtensions{{{.type = ExtensionType{0xf001}, .content = Bytes{1}}}}}}),
    [](const auto& row) { return row.param.name; });

TEST(MlsMessage, ReadsBackEveryFormat) {
  expect_round_trip(MlsMessage{some_key_package()});
  expect_round_trip(MlsMessage{GroupInfo{.group_context = {.group_id = Bytes{1},
                                                           .epoch = EpochId{1},
                                                           .tree_hash = Bytes(32),
                                                           .confirmed_transcript_hash = Bytes(32),
                                                           .extensions = {}},
                                         .extensions = {},
                                         .confirmation_tag = Bytes(32),
                                         .signer = LeafIndex{0},
                                         .signature = Bytes(64)}});
  expect_round_trip(MlsMessage{
      Welcome{.secrets = {{.new_member = Bytes(32), .encrypted_group_secrets = {Bytes(32), Bytes(80)}}},
              .encrypted_group_info = Bytes(99)}});
  expect_round_trip(MlsMessage{PrivateMessage{.group_id = Bytes{1},
                                              .epoch = EpochId{5},
                                              .content_type = ContentType::commit,
                                              .authenticated_data = {},
                                              .encrypted_sender_data = Bytes(28),
                                              .ciphertext = Bytes(100)}});
}

TEST(MlsMessage, KeepsTheTagsOfAMembersCommit) {
  const auto path = UpdatePath{
      .leaf_node = some_leaf(CommitLeaf{Bytes(32)}),
      .nodes = {{.encryption_key = {Bytes(32)}, .encrypted_path_secret = {{Bytes(32), Bytes(48)}}}}};
  expect_round_trip(MlsMessage{PublicMessage{.content = {.group_id = Bytes{1},
                                                         .epoch = EpochId{2},
                                                         .sender = Sender::member(LeafIndex{0}),
                                                         .authenticated_data = {},
                                                         .content = Commit{.proposals = {}, .path = path}},
                                             .auth = {.signature = Bytes(64), .confirmation_tag = Bytes(32)},
                                             .membership_tag = Bytes(32, 1)}});
}

TEST(Node, ReadsBackLeavesAndParents) {
  expect_round_trip(Node{some_leaf(UpdateLeaf{})});
  expect_round_trip(Node{ParentNode{.encryption_key = {Bytes(32)},
                                    .parent_hash = Bytes(32),
                                    .unmerged_leaves = {LeafIndex{0}, LeafIndex{3}}}});
}

TEST(GroupExtensions, ReadBack) {
  expect_round_trip(
      RequiredCapabilities{{ExtensionType{0xf001}}, {ProposalType::psk}, {CredentialType::basic}});
  expect_round_trip(ExternalSenders{{{{Bytes(32)}, Credential::basic(Bytes{1})}}});
  expect_round_trip(ExternalPub{{Bytes(32, 1)}});
}

TEST(GroupSecrets, ReadBackWithAndWithoutAPathSecret) {
  GroupSecrets secrets;
  secrets.joiner_secret = Secret::copy_of(Bytes(32, 1));
  secrets.psks = {{.key = ExternalPsk{Bytes{2}}, .nonce = Bytes(32)}};
  const auto without = secrets.encode();
  secrets.path_secret = Secret::copy_of(Bytes(32, 3));
  const auto with = secrets.encode();

  EXPECT_FALSE(codec::decode<GroupSecrets>(without.expose()).value().path_secret);
  EXPECT_EQ(codec::decode<GroupSecrets>(with.expose()).value().path_secret, secrets.path_secret);
  EXPECT_EQ(codec::decode<GroupSecrets>(with.expose()).value().psks, secrets.psks);
}

TEST(Extensions, KnowTheirFirstOfATypeAndWhetherATypeOccursTwice) {
  const Extensions once{{ExtensionType{1}, Bytes{1}}, {ExtensionType{2}, Bytes{2}}};
  const Extensions twice{
      {ExtensionType{1}, Bytes{1}}, {ExtensionType{2}, Bytes{2}}, {ExtensionType{1}, Bytes{3}}};

  EXPECT_EQ(find_extension(twice, ExtensionType{1})->content, Bytes{1});
  EXPECT_EQ(find_extension(once, ExtensionType{3}), nullptr);
  EXPECT_FALSE(has_duplicate_types(once));
  EXPECT_TRUE(has_duplicate_types(twice));
}

TEST(Lifetime, IncludesBothEnds) {
  const auto lifetime = Lifetime::between(from_unix_ms(10'999), from_unix_ms(20'000));

  EXPECT_FALSE(lifetime.contains(from_unix_ms(9'999)));
  EXPECT_TRUE(lifetime.contains(from_unix_ms(10'000)));
  EXPECT_TRUE(lifetime.contains(from_unix_ms(20'999)));
  EXPECT_FALSE(lifetime.contains(from_unix_ms(21'000)));
}

struct BadMessage {
  const char* name;
  std::string_view hex;
  Errc error;
};
class MlsMessageRefuses : public testing::TestWithParam<BadMessage> {};
TEST_P(MlsMessageRefuses, Bytes) {
  const auto message = decode_message(from_hex(GetParam().hex).value());

  ASSERT_FALSE(message);
  EXPECT_EQ(message.error(), GetParam().error);
}
INSTANTIATE_TEST_SUITE_P(, MlsMessageRefuses,
                         testing::Values(BadMessage{"Nothing", "", Errc::truncated},
                                         BadMessage{"AnotherVersion", "00020001", Errc::unsupported_version},
                                         BadMessage{"AnUnknownFormat", "00010006", Errc::unsupported_message},
                                         BadMessage{"AnUnknownSender", "000100010000000000000000000005",
                                                    Errc::bad_value},
                                         BadMessage{"AnUnknownContentType",
                                                    "0001000100000000000000000003"
                                                    "00"
                                                    "09",
                                                    Errc::bad_value},
                                         BadMessage{"AnUnknownProposal",
                                                    "0001000100000000000000000003"
                                                    "00"
                                                    "02"
                                                    "0a0a",
                                                    Errc::unknown_proposal},
                                         BadMessage{"TrailingBytes",
                                                    "00010003000300"
                                                    "00"
                                                    "ff",
                                                    Errc::trailing_bytes}),
                         [](const auto& row) { return row.param.name; });

TEST(MlsMessage, IsTakenAtItsLimitAndRefusedOneOver) {
  EXPECT_EQ(decode_message(Bytes(limits::message_bytes_max)).error(), Errc::unsupported_version);
  EXPECT_EQ(decode_message(Bytes(limits::message_bytes_max + 1)).error(), Errc::too_long);
}

/// One opaque field or list whose limit is `max`: `encode(n)` writes a structure in which it has n bytes or
/// entries.
struct LimitRow {
  const char* name;
  std::size_t max;
  Bytes (*encode)(std::size_t);
  Result<void> (*decode)(ByteView);
};
template <class T>
Result<void> decode_as(ByteView bytes) {
  auto value = codec::decode<T>(bytes);
  if (!value) return fail(value.error());
  return {};
}
class Limit : public testing::TestWithParam<LimitRow> {};
TEST_P(Limit, IsTakenExactlyAndRefusedOneOver) {
  const auto& row = GetParam();

  EXPECT_TRUE(row.decode(row.encode(row.max)));
  EXPECT_EQ(row.decode(row.encode(row.max + 1)).error(), Errc::too_long);
}
INSTANTIATE_TEST_SUITE_P(
    , Limit,
    testing::Values(
        LimitRow{"GroupId", limits::group_id_bytes_max,
                 [](std::size_t n) {
                   return codec::encode(GroupContext{.group_id = Bytes(n),
                                                     .epoch = {},
                                                     .tree_hash = {},
                                                     .confirmed_transcript_hash = {},
                                                     .extensions = {}});
                 },
                 decode_as<GroupContext>},
        LimitRow{"Hash", limits::hash_bytes_max,
                 [](std::size_t n) {
                   return codec::encode(GroupContext{.group_id = {},
                                                     .epoch = {},
                                                     .tree_hash = Bytes(n),
                                                     .confirmed_transcript_hash = {},
                                                     .extensions = {}});
                 },
                 decode_as<GroupContext>},
        LimitRow{"Extensions", limits::extensions_max,
                 [](std::size_t n) { return codec::encode(GroupContextExtensions{Extensions(n)}); },
                 decode_as<GroupContextExtensions>},
        LimitRow{"PublicKey", limits::public_key_bytes_max,
                 [](std::size_t n) { return codec::encode(ExternalPub{{Bytes(n)}}); },
                 decode_as<ExternalPub>},
        LimitRow{"Signature", limits::signature_bytes_max,
                 [](std::size_t n) {
                   auto leaf = some_leaf(UpdateLeaf{});
                   leaf.signature = Bytes(n);
                   return codec::encode(leaf);
                 },
                 decode_as<LeafNode>},
        LimitRow{"Credential", limits::credential_bytes_max,
                 [](std::size_t n) { return codec::encode(Credential::basic(Bytes(n))); },
                 decode_as<Credential>},
        LimitRow{"PskId", limits::psk_id_bytes_max,
                 [](std::size_t n) { return codec::encode(PreSharedKeyId{ExternalPsk{Bytes(n)}, {}}); },
                 decode_as<PreSharedKeyId>},
        LimitRow{"Capabilities", limits::capabilities_max,
                 [](std::size_t n) {
                   return codec::encode(RequiredCapabilities{std::vector<ExtensionType>(n), {}, {}});
                 },
                 decode_as<RequiredCapabilities>},
        LimitRow{
            "ExternalSenders", limits::external_senders_max,
            [](std::size_t n) { return codec::encode(ExternalSenders{std::vector<ExternalSenderKey>(n)}); },
            decode_as<ExternalSenders>},
        LimitRow{"Proposals", limits::proposals_max,
                 [](std::size_t n) {
                   return codec::encode(
                       Commit{std::vector<ProposalOrRef>(n, ProposalOrRef{ProposalRef{}}), {}});
                 },
                 decode_as<Commit>},
        LimitRow{"PathNodes", limits::path_nodes_max,
                 [](std::size_t n) {
                   return codec::encode(UpdatePath{some_leaf(UpdateLeaf{}), std::vector<UpdatePathNode>(n)});
                 },
                 decode_as<UpdatePath>},
        LimitRow{"PathSecrets", tree_leaves_max,
                 [](std::size_t n) {
                   return codec::encode(UpdatePathNode{{}, std::vector<primitives::HpkeCiphertext>(n)});
                 },
                 decode_as<UpdatePathNode>},
        LimitRow{"UnmergedLeaves", tree_leaves_max,
                 [](std::size_t n) { return codec::encode(ParentNode{{}, {}, std::vector<LeafIndex>(n)}); },
                 decode_as<ParentNode>},
        LimitRow{"WelcomeSecrets", tree_leaves_max,
                 [](std::size_t n) {
                   return codec::encode(Welcome{our_suite, std::vector<EncryptedGroupSecrets>(n), {}});
                 },
                 decode_as<Welcome>},
        LimitRow{"Psks", limits::psks_max,
                 [](std::size_t n) {
                   GroupSecrets secrets;
                   secrets.psks.resize(n);
                   return copy_bytes(secrets.encode().expose());
                 },
                 decode_as<GroupSecrets>}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::mls
