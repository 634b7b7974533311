#include "crypto/mls/public_group.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/mls_public_world.hpp"

#include <gtest/gtest.h>

namespace kring::mls {
namespace {

using crypto::Errc;
using support::by_value;
using support::MlsPublicWorld;
using Bend = MlsPublicWorld::Bend;

constexpr LeafIndex alice{0};
constexpr LeafIndex bob{1};
constexpr LeafIndex carol{2};

Proposal remove(LeafIndex leaf) {
  return {Remove{leaf}};
}
Proposal add(const support::MlsClient& client) {
  return {Add{client.key_package}};
}
Proposal external_psk(Bytes id, std::size_t nonce_bytes = 32) {
  return {PreSharedKey{{.key = ExternalPsk{std::move(id)}, .nonce = Bytes(nonce_bytes, 3)}}};
}
Proposal set_extensions(Extensions extensions) {
  return {GroupContextExtensions{std::move(extensions)}};
}
Extension extension(std::uint16_t type, Bytes content = {}) {
  return {.type = static_cast<ExtensionType>(type), .content = std::move(content)};
}
Extension required(RequiredCapabilities capabilities) {
  return {.type = ExtensionType::required_capabilities, .content = codec::encode(capabilities)};
}
Proposal external_init() {
  return {ExternalInit{Bytes(32, 4)}};
}

TEST(PublicGroup, FollowsAddsRemovesAndPathsWithTheirEffect) {
  MlsPublicWorld world(1, 4);
  const auto client = world.client();

  auto commit = world.commit(bob, {by_value(remove(alice)), by_value(add(client))});
  auto staged = world.group.stage(commit);

  ASSERT_TRUE(staged) << staged.error().name() << staged.error().where();
  const auto& effect = staged->effect();
  EXPECT_EQ(effect.committer, bob);
  ASSERT_EQ(effect.adds.size(), 1U);
  EXPECT_EQ(effect.adds[0].leaf, alice);
  EXPECT_EQ(effect.adds[0].key_package, client.key_package);
  ASSERT_EQ(effect.removes.size(), 1U);
  EXPECT_EQ(effect.removes[0].node, *world.group.tree().leaf(alice));
  EXPECT_TRUE(effect.has_path);
  EXPECT_FALSE(effect.other_proposals || effect.by_reference || effect.external);
  EXPECT_EQ(effect.before, world.group.context());

  const auto after = staged->context();
  world.group.merge(std::move(*staged));
  EXPECT_EQ(world.group.epoch(), EpochId{6});
  EXPECT_EQ(world.group.context(), after);
  EXPECT_TRUE(equal(after.tree_hash, world.group.tree().tree_hash()));
  EXPECT_EQ(world.group.tree().leaf(alice)->credential, client.key_package.leaf_node.credential);
}

TEST(PublicGroup, TakesAnAddWithoutAPathAndAnEmptyCommitWithOne) {
  MlsPublicWorld world(2, 2);

  world.advance(world.commit(alice, {by_value(add(world.client()))}, {.path = false}));
  world.advance(world.commit(bob, {}));

  EXPECT_EQ(world.group.epoch(), EpochId{7});
  EXPECT_EQ(world.group.members().size(), 3U);
}

TEST(PublicGroup, TakesProposalsByReferenceFromAnyoneWhoMaySendThem) {
  MlsPublicWorld world(3, 4);
  auto update = world.group.remember(world.propose(carol, world.update(carol)));
  auto removal = world.group.remember(world.propose(carol, remove(bob)));
  auto newcomer = world.client();
  auto joining = world.group.remember(
      world.message({NewMemberProposal{}}, newcomer.signature.private_key, add(newcomer)));
  ASSERT_TRUE(update && removal && joining);

  const auto commit = world.commit(alice, {{*update}, {*removal}, {*joining}});
  const auto staged = world.group.stage(commit);

  ASSERT_TRUE(staged) << staged.error().name() << staged.error().where();
  EXPECT_TRUE(staged->effect().by_reference);
  EXPECT_TRUE(staged->effect().other_proposals);
  EXPECT_EQ(staged->applied().updates, std::vector{carol});
  EXPECT_EQ(world.group.committable(alice).size(), 3U);
}

TEST(PublicGroup, ChoosesOfThePendingProposalsThoseThatGoTogether) {
  MlsPublicWorld world(4, 4);
  for (const auto& proposal : {remove(alice), remove(bob), remove(bob), external_psk({1}), set_extensions({}),
                               set_extensions({extension(5, {0})})}) {
    ASSERT_TRUE(world.group.remember(world.propose(LeafIndex{3}, proposal)));
  }
  ASSERT_TRUE(world.group.remember(world.propose(bob, world.update(bob))));
  ASSERT_TRUE(world.group.remember(world.propose(carol, world.update(carol))));
  ASSERT_TRUE(world.group.remember(world.propose(alice, world.update(alice))));

  const auto chosen = world.group.committable(alice);

  // Bob's removal, Carol's update, the PSK and one of the two sets of extensions.
  EXPECT_EQ(chosen.size(), 4U);
  EXPECT_TRUE(world.group.stage(world.commit(alice, chosen)));
}

TEST(PublicGroup, LetsSomeoneInByExternalCommitAndReplacesTheirOldSelf) {
  MlsPublicWorld world(5, 3);
  auto dave = world.client();

  auto joined = world.group.stage(world.external_commit(dave, {by_value(external_init())}, {}));
  ASSERT_TRUE(joined) << joined.error().name() << joined.error().where();
  EXPECT_TRUE(joined->effect().external);
  EXPECT_EQ(joined->effect().committer, LeafIndex{3});
  EXPECT_TRUE(joined->applied().external_init);
  world.group.merge(std::move(*joined));

  auto back = world.group.stage(
      world.external_commit(dave, {by_value(external_init()), by_value(remove(LeafIndex{3}))}, {}));
  ASSERT_TRUE(back) << back.error().name() << back.error().where();
  EXPECT_EQ(back->effect().committer, LeafIndex{3});
  ASSERT_EQ(back->effect().removes.size(), 1U);
}

TEST(PublicGroup, SaysHowItStandsAfterARoundTripThroughItsSnapshot) {
  MlsPublicWorld world(6, 5);
  world.advance(world.commit(carol, {by_value(remove(bob))}));
  ASSERT_TRUE(world.group.remember(world.propose(alice, remove(carol))));

  const auto bytes = world.group.encode();
  auto again = PublicGroup::decode(bytes);

  ASSERT_TRUE(again);
  EXPECT_EQ(again->context(), world.group.context());
  EXPECT_EQ(again->tree(), world.group.tree());
  EXPECT_EQ(again->pending(), world.group.pending());
  EXPECT_EQ(again->encode(), bytes);
  EXPECT_TRUE(again->stage(world.commit(alice, {})));
}

TEST(PublicGroup, RefusesEverySnapshotThatIsCutShortOrOfAnotherVersion) {
  MlsPublicWorld world(7, 3);
  auto bytes = world.group.encode();

  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    EXPECT_EQ(PublicGroup::decode(ByteView(bytes).first(size)).error(), Errc::bad_snapshot);
  }
  bytes[1] = 2;
  EXPECT_EQ(PublicGroup::decode(bytes).error(), Errc::bad_snapshot);
  bytes[1] = 1;
  bytes.push_back(0);
  EXPECT_EQ(PublicGroup::decode(bytes).error(), Errc::bad_snapshot);
}

// One row a rule that a proposal or a list of them can break (RFC 9420,
// sections 10.1, 7.3, 12.1, 12.2, 12.4).
struct BadCommit {
  const char* name;
  PublicMessage (*make)(MlsPublicWorld& world);
  Errc error;
};

Bend no_path() {
  return {.path = false};
}

/// A commit that adds a client whose key package was bent and signed again.
PublicMessage add_bent(MlsPublicWorld& world, void (*bend)(KeyPackage&)) {
  auto client = world.client();
  bend(client.key_package);
  support::sign_again(client.key_package, client.signature.private_key);
  return world.commit(alice, {by_value(add(client))}, no_path());
}

/// A commit of an Update that was bent, without the Update passing `remember`.
ProposalOrRef remembered(MlsPublicWorld& world, LeafIndex author, Proposal proposal) {
  auto ref = world.group.remember(world.propose(author, std::move(proposal)));
  EXPECT_TRUE(ref);
  return {ref ? *ref : ProposalRef{}};
}

class PublicGroupRefuses : public testing::TestWithParam<BadCommit> {};
TEST_P(PublicGroupRefuses, Commit) {
  MlsPublicWorld world(10, 4);
  const auto commit = GetParam().make(world);

  const auto staged = world.group.stage(commit);

  ASSERT_FALSE(staged);
  EXPECT_EQ(staged.error(), GetParam().error) << staged.error().name() << ": " << staged.error().where();
}

INSTANTIATE_TEST_SUITE_P(
    KeyPackage, PublicGroupRefuses,
    testing::Values(
        BadCommit{
            "OfAnotherVersion",
            [](auto& world) { return add_bent(world, [](auto& it) { it.version = ProtocolVersion{2}; }); },
            Errc::unsupported_version},
        BadCommit{
            "OfAnotherSuite",
            [](auto& world) { return add_bent(world, [](auto& it) { it.cipher_suite = CipherSuite{1}; }); },
            Errc::unsupported_cipher_suite},
        BadCommit{
            "WithALeafFromAnUpdate",
            [](auto& world) { return add_bent(world, [](auto& it) { it.leaf_node.source = UpdateLeaf{}; }); },
            Errc::bad_key_package},
        BadCommit{"WithItsLeafKeyAsInitKey",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) { it.init_key = it.leaf_node.encryption_key; });
                  },
                  Errc::bad_key_package},
        BadCommit{"WithAnExtensionTwice",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) { it.extensions = {extension(1), extension(1)}; });
                  },
                  Errc::bad_key_package},
        BadCommit{"WithAnExtensionBeyondItsCapabilities",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) { it.extensions = {extension(0xf001)}; });
                  },
                  Errc::bad_key_package},
        BadCommit{
            "WithAnInitKeyOfLowOrder",
            [](auto& world) { return add_bent(world, [](auto& it) { it.init_key.bytes = Bytes(32); }); },
            Errc::bad_key},
        BadCommit{"WithABadSignature",
                  [](auto& world) {
                    auto client = world.client();
                    client.key_package.signature[0] ^= 1;
                    return world.commit(alice, {by_value(add(client))}, no_path());
                  },
                  Errc::bad_signature},
        BadCommit{"WithABadLeafSignature",
                  [](auto& world) {
                    auto client = world.client();
                    client.key_package.leaf_node.credential.content[0] ^= 1;
                    return world.commit(alice, {by_value(add(client))}, no_path());
                  },
                  Errc::bad_signature}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Leaf, PublicGroupRefuses,
    testing::Values(
        BadCommit{"WithoutOurVersion",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) { it.leaf_node.capabilities.versions.clear(); });
                  },
                  Errc::bad_capabilities},
        BadCommit{"WithoutOurSuite",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) { it.leaf_node.capabilities.cipher_suites.clear(); });
                  },
                  Errc::bad_capabilities},
        BadCommit{"WithoutItsOwnCredentialType",
                  [](auto& world) {
                    return add_bent(
                        world, [](auto& it) { it.leaf_node.capabilities.credentials = {CredentialType{9}}; });
                  },
                  Errc::bad_credential},
        BadCommit{"WithACredentialTypeThatOthersLack",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) {
                      it.leaf_node.capabilities.credentials = {CredentialType::basic, CredentialType{9}};
                      it.leaf_node.credential.type = CredentialType{9};
                    });
                  },
                  Errc::bad_credential},
        BadCommit{"WithoutACredentialTypeInUse",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) {
                      it.leaf_node.capabilities.credentials = {CredentialType{9}};
                      it.leaf_node.credential.type = CredentialType{9};
                    });
                  },
                  Errc::bad_credential},
        BadCommit{"WithAnExtensionTwice",
                  [](auto& world) {
                    return add_bent(world,
                                    [](auto& it) { it.leaf_node.extensions = {extension(1), extension(1)}; });
                  },
                  Errc::bad_leaf_node},
        BadCommit{"WithAnExtensionBeyondItsCapabilities",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) { it.leaf_node.extensions = {extension(0xf001)}; });
                  },
                  Errc::bad_capabilities},
        BadCommit{"WithAKeyOfLowOrder",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) { it.leaf_node.encryption_key.bytes = Bytes(32); });
                  },
                  Errc::bad_key},
        BadCommit{"WithAKeyOfTheWrongSize",
                  [](auto& world) {
                    return add_bent(world, [](auto& it) { it.leaf_node.encryption_key.bytes.pop_back(); });
                  },
                  Errc::bad_key},
        BadCommit{"WithAMembersSignatureKey",
                  [](auto& world) {
                    auto first = world.client();
                    auto second = world.client();
                    second.key_package.leaf_node.signature_key = first.signature.public_key;
                    support::sign_again(second.key_package, first.signature.private_key);
                    world.advance(world.commit(alice, {by_value(add(first))}, no_path()));
                    return world.commit(alice, {by_value(add(second))}, no_path());
                  },
                  Errc::duplicate_key},
        BadCommit{"WithAMembersEncryptionKey",
                  [](auto& world) {
                    auto client = world.client();
                    client.key_package.leaf_node.encryption_key =
                        world.group.tree().leaf(bob)->encryption_key;
                    support::sign_again(client.key_package, client.signature.private_key);
                    return world.commit(alice, {by_value(add(client))}, no_path());
                  },
                  Errc::duplicate_key}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    List, PublicGroupRefuses,
    testing::Values(
        BadCommit{"ThatRemovesTheCommitter",
                  [](auto& world) { return world.commit(alice, {by_value(remove(alice))}); },
                  Errc::bad_proposal_list},
        BadCommit{"ThatRemovesABlankLeaf",
                  [](auto& world) {
                    world.advance(world.commit(alice, {by_value(remove(bob))}));
                    return world.commit(alice, {by_value(remove(bob))});
                  },
                  Errc::bad_proposal},
        BadCommit{
            "ThatRemovesALeafOutsideTheTree",
            [](auto& world) { return world.commit(alice, {by_value(remove(LeafIndex{4'000'000'000}))}); },
            Errc::bad_proposal},
        BadCommit{
            "ThatRemovesALeafTwice",
            [](auto& world) { return world.commit(alice, {by_value(remove(bob)), by_value(remove(bob))}); },
            Errc::bad_proposal_list},
        BadCommit{"WithTheCommittersOwnUpdateByValue",
                  [](auto& world) { return world.commit(alice, {by_value(world.update(alice))}); },
                  Errc::bad_proposal_list},
        BadCommit{
            "WithTheCommittersOwnUpdateByReference",
            [](auto& world) { return world.commit(alice, {remembered(world, alice, world.update(alice))}); },
            Errc::bad_proposal_list},
        BadCommit{"WithAnUpdateAndARemoveOfOneLeaf",
                  [](auto& world) {
                    return world.commit(alice,
                                        {remembered(world, bob, world.update(bob)), by_value(remove(bob))});
                  },
                  Errc::bad_proposal_list},
        BadCommit{"ThatAddsAClientTwice",
                  [](auto& world) {
                    const auto client = world.client();
                    return world.commit(alice, {by_value(add(client)), by_value(add(client))}, no_path());
                  },
                  Errc::duplicate_key},
        BadCommit{"WithAPskTwice",
                  [](auto& world) {
                    return world.commit(alice, {by_value(external_psk({1})), by_value(external_psk({1}))},
                                        no_path());
                  },
                  Errc::bad_proposal_list},
        BadCommit{"WithMorePsksThanTheLimit",
                  [](auto& world) {
                    std::vector<ProposalOrRef> psks;
                    for (std::size_t i = 0; i <= limits::psks_max; ++i) {
                      psks.push_back(by_value(
                          external_psk({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8U)})));
                    }
                    return world.commit(alice, psks, no_path());
                  },
                  Errc::bad_proposal_list},
        BadCommit{
            "WithAPskNonceOfTheWrongSize",
            [](auto& world) { return world.commit(alice, {by_value(external_psk({1}, 31))}, no_path()); },
            Errc::bad_proposal},
        BadCommit{"WithABranchPsk",
                  [](auto& world) {
                    const PreSharedKeyId id{
                        .key = ResumptionPsk{.usage = ResumptionUsage::branch, .group_id = {1}, .epoch = {}},
                        .nonce = Bytes(32)};
                    return world.commit(alice, {by_value({PreSharedKey{id}})}, no_path());
                  },
                  Errc::bad_proposal},
        BadCommit{"ThatSetsTheExtensionsTwice",
                  [](auto& world) {
                    return world.commit(alice, {by_value(set_extensions({})), by_value(set_extensions({}))});
                  },
                  Errc::bad_proposal_list},
        BadCommit{"WithAnExtensionTwice",
                  [](auto& world) {
                    return world.commit(alice, {by_value(set_extensions({extension(1), extension(1)}))});
                  },
                  Errc::bad_proposal},
        BadCommit{
            "WithAnExtensionThatMembersLack",
            [](auto& world) { return world.commit(alice, {by_value(set_extensions({extension(0xf001)}))}); },
            Errc::bad_capabilities},
        BadCommit{"WithRequiredCapabilitiesThatMembersLack",
                  [](auto& world) {
                    return world.commit(
                        alice,
                        {by_value(set_extensions({required(
                            {.extensions = {}, .proposals = {ProposalType{99}}, .credentials = {}})}))});
                  },
                  Errc::bad_capabilities},
        BadCommit{
            "WithRequiredCapabilitiesThatDoNotDecode",
            [](auto& world) { return world.commit(alice, {by_value(set_extensions({extension(3, {1})}))}); },
            Errc::bad_proposal},
        BadCommit{
            "WithExternalSendersThatDoNotDecode",
            [](auto& world) { return world.commit(alice, {by_value(set_extensions({extension(5, {1})}))}); },
            Errc::bad_proposal},
        BadCommit{"WithAnExternalInitByAMember",
                  [](auto& world) { return world.commit(alice, {by_value(external_init())}); },
                  Errc::bad_proposal_list},
        BadCommit{"WithAReInitAmongOthers",
                  [](auto& world) {
                    const Proposal reinit{ReInit{.group_id = {1},
                                                 .version = ProtocolVersion::mls10,
                                                 .cipher_suite = our_suite,
                                                 .extensions = {}}};
                    return world.commit(alice, {by_value(reinit), by_value(external_psk({1}))}, no_path());
                  },
                  Errc::bad_proposal_list},
        BadCommit{"WithAReInitToAnOlderVersion",
                  [](auto& world) {
                    const Proposal reinit{ReInit{.group_id = {1},
                                                 .version = ProtocolVersion{0},
                                                 .cipher_suite = our_suite,
                                                 .extensions = {}}};
                    return world.commit(alice, {by_value(reinit)}, no_path());
                  },
                  Errc::bad_proposal},
        BadCommit{"ThatNamesAnUnknownProposal",
                  [](auto& world) { return world.commit(alice, {{ProposalRef{Bytes(32)}}}); },
                  Errc::unknown_proposal}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Path, PublicGroupRefuses,
    testing::Values(
        BadCommit{"MissingInAnEmptyCommit", [](auto& world) { return world.commit(alice, {}, no_path()); },
                  Errc::path_required},
        BadCommit{"MissingForASingleRemove",
                  [](auto& world) { return world.commit(alice, {by_value(remove(bob))}, no_path()); },
                  Errc::path_required},
        BadCommit{"MissingForAnUpdate",
                  [](auto& world) {
                    return world.commit(alice, {remembered(world, bob, world.update(bob))}, no_path());
                  },
                  Errc::path_required},
        BadCommit{"MissingForNewContextExtensions",
                  [](auto& world) { return world.commit(alice, {by_value(set_extensions({}))}, no_path()); },
                  Errc::path_required},
        BadCommit{"WithALeafThatIsNotFromACommit",
                  [](auto& world) {
                    return world.commit(alice, {}, {.after = [&](UpdatePath& path) {
                                          path.leaf_node =
                                              std::get<Update>(world.update(alice).content).leaf_node;
                                        }});
                  },
                  Errc::bad_path},
        BadCommit{"WithABadLeafSignature",
                  [](auto& world) {
                    return world.commit(
                        alice, {}, {.after = [](UpdatePath& path) { path.leaf_node.signature[0] ^= 1; }});
                  },
                  Errc::bad_signature},
        BadCommit{"WithALeafBeyondItsCapabilities",
                  [](auto& world) {
                    return world.commit(
                        alice, {}, {.leaf = [](LeafNode& leaf) { leaf.extensions = {extension(0xf001)}; }});
                  },
                  Errc::bad_capabilities},
        BadCommit{"WithAKeyThatIsInTheTree",
                  [](auto& world) {
                    return world.commit(alice, {}, {.after = [&](UpdatePath& path) {
                                          path.nodes[0].encryption_key =
                                              world.group.tree().leaf(carol)->encryption_key;
                                        }});
                  },
                  Errc::duplicate_key},
        BadCommit{"WithTheCommittersOldNodeKey",
                  [](auto& world) {
                    world.advance(world.commit(alice, {}));
                    return world.commit(alice, {}, {.after = [&](UpdatePath& path) {
                                          path.nodes[0].encryption_key =
                                              world.group.tree().encryption_key(NodeIndex{1});
                                        }});
                  },
                  Errc::duplicate_key},
        BadCommit{"WithAKeyTwice",
                  [](auto& world) {
                    return world.commit(alice, {}, {.after = [](UpdatePath& path) {
                                          path.nodes[0].encryption_key = path.nodes[1].encryption_key;
                                        }});
                  },
                  Errc::duplicate_key},
        BadCommit{"WithAKeyOfLowOrder",
                  [](auto& world) {
                    return world.commit(alice, {}, {.after = [](UpdatePath& path) {
                                          path.nodes[0].encryption_key.bytes = Bytes(32);
                                        }});
                  },
                  Errc::bad_key},
        BadCommit{"WithAnotherKeyThanItsParentHashCovers",
                  [](auto& world) {
                    return world.commit(alice, {}, {.after = [&](UpdatePath& path) {
                                          path.nodes[1].encryption_key = world.client().init.public_key;
                                        }});
                  },
                  Errc::bad_parent_hash},
        BadCommit{"WithANodeMissing",
                  [](auto& world) {
                    return world.commit(alice, {},
                                        {.after = [](UpdatePath& path) { path.nodes.pop_back(); }});
                  },
                  Errc::bad_path},
        BadCommit{"WithACiphertextForANewLeaf",
                  [](auto& world) {
                    return world.commit(alice, {by_value(add(world.client()))},
                                        {.after = [](UpdatePath& path) {
                                          auto& sealed = path.nodes.back().encrypted_path_secret;
                                          sealed.push_back(path.nodes[0].encrypted_path_secret[0]);
                                        }});
                  },
                  Errc::bad_path}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    External, PublicGroupRefuses,
    testing::Values(
        BadCommit{"WithoutAPath",
                  [](auto& world) {
                    return world.external_commit(world.client(), {by_value(external_init())}, no_path());
                  },
                  Errc::path_required},
        BadCommit{"WithoutAnExternalInit",
                  [](auto& world) { return world.external_commit(world.client(), {}, {}); },
                  Errc::bad_proposal_list},
        BadCommit{"WithTwoExternalInits",
                  [](auto& world) {
                    return world.external_commit(world.client(),
                                                 {by_value(external_init()), by_value(external_init())}, {});
                  },
                  Errc::bad_proposal_list},
        BadCommit{"WithTwoRemoves",
                  [](auto& world) {
                    return world.external_commit(
                        world.client(),
                        {by_value(external_init()), by_value(remove(alice)), by_value(remove(bob))}, {});
                  },
                  Errc::bad_proposal_list},
        BadCommit{"WithAnAdd",
                  [](auto& world) {
                    return world.external_commit(
                        world.client(), {by_value(external_init()), by_value(add(world.client()))}, {});
                  },
                  Errc::bad_proposal_list},
        BadCommit{"WithAProposalByReference",
                  [](auto& world) {
                    const auto psk = remembered(world, bob, external_psk({1}));
                    return world.external_commit(world.client(), {by_value(external_init()), psk}, {});
                  },
                  Errc::bad_proposal_list},
        BadCommit{"ThatRemovesSomeoneElse",
                  [](auto& world) {
                    return world.external_commit(world.client(),
                                                 {by_value(external_init()), by_value(remove(alice))}, {});
                  },
                  Errc::bad_proposal_list},
        BadCommit{"BySomeoneWhoIsInTheGroup",
                  [](auto& world) {
                    auto client = world.client();
                    world.advance(world.commit(alice, {by_value(add(client))}, no_path()));
                    return world.external_commit(client, {by_value(external_init())}, {});
                  },
                  Errc::duplicate_key}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Message, PublicGroupRefuses,
    testing::Values(BadCommit{"OfAnotherGroup",
                              [](auto& world) {
                                auto commit = world.commit(alice, {});
                                commit.content.group_id.push_back(1);
                                return commit;
                              },
                              Errc::wrong_group},
                    BadCommit{"OfAnEarlierEpoch",
                              [](auto& world) {
                                auto commit = world.commit(alice, {});
                                world.advance(world.commit(bob, {}));
                                return commit;
                              },
                              Errc::stale_epoch},
                    BadCommit{"OfALaterEpoch",
                              [](auto& world) {
                                auto commit = world.commit(alice, {});
                                commit.content.epoch = EpochId{6};
                                return commit;
                              },
                              Errc::future_epoch},
                    BadCommit{"FromABlankLeaf",
                              [](auto& world) {
                                auto commit = world.commit(alice, {});
                                commit.content.sender = Sender::member(LeafIndex{4});
                                return commit;
                              },
                              Errc::unknown_sender},
                    BadCommit{"SignedByAnotherMember",
                              [](auto& world) {
                                auto commit = world.commit(alice, {});
                                commit.content.sender = Sender::member(bob);
                                return commit;
                              },
                              Errc::bad_signature},
                    BadCommit{"WithItsContentChanged",
                              [](auto& world) {
                                auto commit = world.commit(alice, {});
                                commit.content.authenticated_data = {1};
                                return commit;
                              },
                              Errc::bad_signature},
                    BadCommit{"ThatIsAProposal",
                              [](auto& world) { return world.propose(alice, remove(bob)); },
                              Errc::unsupported_message},
                    BadCommit{"ThatIsApplicationData",
                              [](auto& world) {
                                return world.message(Sender::member(alice), world.key_of(alice),
                                                     ApplicationData{{1}});
                              },
                              Errc::unsupported_message},
                    BadCommit{"ThatIsACommitByAnExternalSender",
                              [](auto& world) {
                                return world.message({ExternalSender{0}}, world.key_of(alice), Commit{});
                              },
                              Errc::unsupported_message}),
    [](const auto& row) { return row.param.name; });

struct BadProposal {
  const char* name;
  PublicMessage (*make)(MlsPublicWorld& world);
  Errc error;
};

/// The group of these rows has one external sender, whose seed is 32 times 5.
primitives::SignatureKeyPair external_key() {
  return *primitives::signature_key_pair(Secret::copy_of(Bytes(32, 5)));
}
Extensions one_external_sender() {
  const ExternalSenders senders{
      {{.signature_key = external_key().public_key, .credential = Credential::basic(Bytes{1})}}};
  return {{.type = ExtensionType::external_senders, .content = codec::encode(senders)}};
}

class PublicGroupRefusesToRemember : public testing::TestWithParam<BadProposal> {};
TEST_P(PublicGroupRefusesToRemember, Proposal) {
  MlsPublicWorld world(11, 4, one_external_sender());
  const auto proposal = GetParam().make(world);

  const auto ref = world.group.remember(proposal);

  ASSERT_FALSE(ref);
  EXPECT_EQ(ref.error(), GetParam().error) << ref.error().name() << ": " << ref.error().where();
}
INSTANTIATE_TEST_SUITE_P(
    , PublicGroupRefusesToRemember,
    testing::Values(
        BadProposal{"ACommit", [](auto& world) { return world.commit(alice, {}); },
                    Errc::unsupported_message},
        BadProposal{"AnUpdateWithTheOldKey",
                    [](auto& world) {
                      const auto key = world.group.tree().leaf(bob)->encryption_key;
                      return world.propose(
                          bob, world.update(bob, [&](LeafNode& leaf) { leaf.encryption_key = key; }));
                    },
                    Errc::bad_proposal},
        BadProposal{"AnUpdateWithALeafFromACommit",
                    [](auto& world) {
                      return world.propose(
                          bob, world.update(bob, [](LeafNode& leaf) { leaf.source = CommitLeaf{}; }));
                    },
                    Errc::bad_proposal},
        BadProposal{"AnUpdateSignedForAnotherLeaf",
                    [](auto& world) { return world.propose(bob, world.update(alice)); }, Errc::bad_signature},
        BadProposal{"AnUpdateBeyondItsCapabilities",
                    [](auto& world) {
                      return world.propose(bob, world.update(bob, [](LeafNode& leaf) {
                        leaf.extensions = {extension(0xf001)};
                      }));
                    },
                    Errc::bad_capabilities},
        BadProposal{"ARemoveOfABlankLeaf",
                    [](auto& world) { return world.propose(bob, remove(LeafIndex{9})); }, Errc::bad_proposal},
        BadProposal{"AnExternalInit", [](auto& world) { return world.propose(bob, external_init()); },
                    Errc::bad_proposal},
        BadProposal{"AnUpdateByAnExternalSender",
                    [](auto& world) {
                      return world.message({ExternalSender{0}}, external_key().private_key,
                                           world.update(bob));
                    },
                    Errc::bad_proposal},
        BadProposal{"AnUnknownExternalSender",
                    [](auto& world) {
                      return world.message({ExternalSender{1}}, external_key().private_key, remove(bob));
                    },
                    Errc::unknown_sender},
        BadProposal{"ARemoveByANewcomer",
                    [](auto& world) {
                      return world.message({NewMemberProposal{}}, world.key_of(alice), remove(bob));
                    },
                    Errc::unsupported_message},
        BadProposal{"AnAddByANewcomerWithAnothersSignature",
                    [](auto& world) {
                      return world.message({NewMemberProposal{}}, world.key_of(alice), add(world.client()));
                    },
                    Errc::bad_signature}),
    [](const auto& row) { return row.param.name; });

TEST(PublicGroup, TakesARemoveByAnExternalSender) {
  MlsPublicWorld world(12, 4, one_external_sender());

  const auto ref =
      world.group.remember(world.message({ExternalSender{0}}, external_key().private_key, remove(bob)));

  ASSERT_TRUE(ref) << ref.error().name();
  EXPECT_TRUE(world.group.stage(world.commit(alice, {{*ref}})));
}

TEST(PublicGroup, RefusesAStrangersContentInAPrivateMessage) {
  MlsPublicWorld world(13, 2);
  const AuthenticatedContent it{
      .wire_format = WireFormat::private_message,
      .content = world.external_commit(world.client(), {by_value(external_init())}, {}).content,
      .auth = {}};

  EXPECT_EQ(world.group.verify(it).error(), Errc::unsupported_message);
}

TEST(PublicGroup, JudgesLifetimesAtTheTimeItIsGivenAndNotWithoutOne) {
  MlsPublicWorld world(14, 2);
  auto client = world.client();
  const auto begin = from_unix_ms(1'000'000'000'000);
  client.key_package.leaf_node.source = Lifetime::between(begin, begin + std::chrono::hours(24));
  support::sign_again(client.key_package, client.signature.private_key);
  const auto commit = world.commit(alice, {by_value(add(client))}, no_path());

  EXPECT_TRUE(world.group.stage(commit));
  EXPECT_TRUE(world.group.stage(commit, begin));
  EXPECT_TRUE(world.group.stage(commit, begin + std::chrono::hours(24)));
  EXPECT_EQ(world.group.stage(commit, begin - std::chrono::seconds(1)).error(), Errc::bad_lifetime);
  EXPECT_EQ(world.group.stage(commit, begin + std::chrono::hours(25)).error(), Errc::bad_lifetime);
}

TEST(PublicGroup, TakesTheLongestLifetimeAndNoLongerOne) {
  MlsPublicWorld world(15, 2);
  for (const auto beyond : {0, 1}) {
    auto client = world.client();
    client.key_package.leaf_node.source = Lifetime{
        .not_before_s = 1000, .not_after_s = 1000 + lifetime_s_max + static_cast<std::uint64_t>(beyond)};
    support::sign_again(client.key_package, client.signature.private_key);
    const auto staged =
        world.group.stage(world.commit(alice, {by_value(add(client))}, no_path()), from_unix_ms(2'000'000));
    EXPECT_EQ(staged.has_value(), beyond == 0);
  }
}

class PublicGroupFromGroupInfo : public testing::Test {
 protected:
  void SetUp() override {
    world.advance(world.commit(alice, {}));
    info.group_context = world.group.context();
    info.confirmation_tag = world.group.confirmation_tag();
    info.signer = bob;
    sign();
  }
  void sign() { info.signature = *labels::sign(world.key_of(bob), "GroupInfoTBS", info.to_be_signed()); }
  Error refusal() { return PublicGroup::from_group_info(info, world.group.tree()).error(); }

  MlsPublicWorld world{16, 4};
  GroupInfo info;
};

TEST_F(PublicGroupFromGroupInfo, BeginsWithTheTreeBesideOrInsideAndFollowsOn) {
  auto beside = PublicGroup::from_group_info(info, world.group.tree());
  info.extensions = {{.type = ExtensionType::ratchet_tree, .content = world.group.tree().encode()},
                     extension(0x0a0a, {1, 2, 3})};
  sign();
  auto inside = PublicGroup::from_group_info(info);

  ASSERT_TRUE(beside && inside);
  EXPECT_EQ(inside->encode(), world.group.encode());
  EXPECT_TRUE(beside->stage(world.commit(carol, {by_value(remove(bob))})));
}
TEST_F(PublicGroupFromGroupInfo, RefusesOneWithoutATree) {
  EXPECT_EQ(PublicGroup::from_group_info(info).error(), Errc::bad_tree);
}
TEST_F(PublicGroupFromGroupInfo, RefusesABadSignature) {
  info.signature[0] ^= 1;
  EXPECT_EQ(refusal(), Errc::bad_signature);
}
TEST_F(PublicGroupFromGroupInfo, RefusesASignerWhoIsNoMember) {
  info.signer = LeafIndex{7};
  EXPECT_EQ(refusal(), Errc::unknown_sender);
}
TEST_F(PublicGroupFromGroupInfo, RefusesATreeOfAnotherHash) {
  info.group_context.tree_hash[0] ^= 1;
  sign();
  EXPECT_EQ(refusal(), Errc::bad_tree_hash);
}
TEST_F(PublicGroupFromGroupInfo, RefusesAnotherSuiteOrVersion) {
  info.group_context.cipher_suite = CipherSuite{1};
  EXPECT_EQ(refusal(), Errc::unsupported_cipher_suite);
  info.group_context.version = ProtocolVersion{2};
  EXPECT_EQ(refusal(), Errc::unsupported_version);
}
TEST_F(PublicGroupFromGroupInfo, RefusesAnExtensionTwice) {
  info.extensions = {extension(0x0a0a), extension(0x0a0a)};
  EXPECT_EQ(refusal(), Errc::bad_value);
}
TEST_F(PublicGroupFromGroupInfo, RefusesAContextExtensionThatMembersLack) {
  info.group_context.extensions = {extension(0xf001)};
  sign();
  EXPECT_EQ(refusal(), Errc::bad_capabilities);
}

TEST(PublicGroup, KeepsAsManyProposalsAsItsLimitAndNoMore) {
  MlsPublicWorld world(17, 2);
  for (std::size_t i = 0; i < pending_proposals_max; ++i) {
    const auto low = static_cast<std::uint8_t>(i);
    const auto high = static_cast<std::uint8_t>(i >> 8U);
    ASSERT_TRUE(world.group.remember(world.propose(bob, external_psk({low, high}))));
  }

  EXPECT_EQ(world.group.remember(world.propose(bob, external_psk({1, 2, 3}))).error(), Errc::too_long);
  EXPECT_TRUE(world.group.remember(world.propose(bob, external_psk({1, 2}))));
}

}  // namespace
}  // namespace kring::mls
