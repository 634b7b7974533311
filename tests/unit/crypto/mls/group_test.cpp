#include "crypto/mls/group.hpp"

#include "crypto/base/errc.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/mls/welcome_sealing.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/mls_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kring::mls {
namespace {

using crypto::Errc;
using support::MlsWorld;
using support::must;

LeafIndex leaf(std::uint32_t index) {
  return LeafIndex{index};
}

TEST(Group, StartsWithItsFounderAlone) {
  MlsWorld world(1);

  EXPECT_EQ(world.at(0).epoch(), EpochId{0});
  EXPECT_EQ(world.at(0).own_leaf(), leaf(0));
  EXPECT_EQ(world.at(0).public_group().members().size(), 1U);
  EXPECT_TRUE(world.at(0).context().confirmed_transcript_hash.empty());
}

TEST(Group, NewcomersAgreeWithTheirHosts) {
  MlsWorld world(1);
  world.grow_to(5);

  EXPECT_TRUE(world.agrees());
  EXPECT_EQ(world.at(4).own_leaf(), leaf(4));
  EXPECT_EQ(world.at(4).exporter("label", Bytes{1}, 32), world.at(0).exporter("label", Bytes{1}, 32));
}

TEST(Group, WelcomesWithTheTreeBesideIt) {
  MlsWorld world(1);
  const auto newcomer = world.newcomer("Oma");
  CommitOptions options{.adds = {newcomer.bundle.key_package}, .tree = TreeDelivery::separate};
  auto prepared = must(world.at(0).prepare_commit(options, world.random()));
  const auto tree = prepared.staged.public_group().tree();
  const auto join_with = [&](std::optional<RatchetTree> given) {
    return Group::join(std::get<Welcome>(prepared.welcome->body), newcomer.bundle, newcomer.signer.clone(),
                       {.tree = std::move(given), .psks = {}, .now = {}});
  };

  EXPECT_EQ(join_with(std::nullopt).error(), Errc::bad_tree);
  EXPECT_EQ(join_with(world.at(0).public_group().tree()).error(), Errc::bad_tree_hash);
  EXPECT_EQ(join_with(tree)->group.epoch_authenticator(), prepared.staged.epoch_authenticator());
}

TEST(Group, TellsNewcomersWhatTheGroupInfoCarries) {
  MlsWorld world(1);
  const auto newcomer = world.newcomer("Oma");
  const Extension extra{ExtensionType{0xf002}, Bytes{7}};
  auto prepared = must(world.at(0).prepare_commit(
      {.adds = {newcomer.bundle.key_package}, .group_info_extensions = {extra}}, world.random()));

  auto joined = must(Group::join(std::get<Welcome>(prepared.welcome->body), newcomer.bundle,
                                 newcomer.signer.clone(), {.tree = {}, .psks = {}, .now = {}}));

  EXPECT_EQ(*find_extension(joined.info.extensions, ExtensionType{0xf002}), extra);
}

TEST(Group, ACommitShowsItsEffectBeforeItIsMerged) {
  MlsWorld world(1);
  world.grow_to(3);
  const auto newcomer = world.newcomer("Oma");
  const auto prepared = must(world.at(0).prepare_commit(
      {.adds = {newcomer.bundle.key_package}, .removes = {leaf(2)}, .authenticated_data = Bytes{5}},
      world.random()));

  const auto staged = must(world.at(1).stage(prepared.commit));
  const auto& effect = staged.effect();

  EXPECT_EQ(effect.committer, leaf(0));
  ASSERT_EQ(effect.adds.size(), 1U);
  EXPECT_EQ(effect.adds[0].leaf, leaf(2));
  EXPECT_EQ(effect.adds[0].key_package, newcomer.bundle.key_package);
  ASSERT_EQ(effect.removes.size(), 1U);
  EXPECT_EQ(effect.removes[0].leaf, leaf(2));
  EXPECT_TRUE(effect.has_path);
  EXPECT_FALSE(effect.other_proposals || effect.by_reference || effect.external);
  EXPECT_EQ(effect.authenticated_data, Bytes{5});
  EXPECT_EQ(effect.before, world.at(1).context());
  EXPECT_EQ(effect.after.epoch, EpochId{2});
  EXPECT_EQ(staged.epoch_authenticator(), prepared.staged.epoch_authenticator());
  EXPECT_EQ(staged.exporter("key box", {}, 32), prepared.staged.exporter("key box", {}, 32));
}

TEST(Group, PreparingAndStagingChangeNothing) {
  MlsWorld world(1);
  world.grow_to(3);
  const auto committer = world.at(0).encode();
  const auto reader = world.at(1).encode();

  const auto prepared = must(world.at(0).prepare_commit({.removes = {leaf(2)}}, world.random()));
  const auto staged = must(world.at(1).stage(prepared.commit));

  EXPECT_EQ(world.at(0).encode(), committer);
  EXPECT_EQ(world.at(1).encode(), reader);
}

TEST(Group, ALostRaceLeavesTheLoserAbleToTakeTheWinnersCommit) {
  MlsWorld world(1);
  world.grow_to(3);
  auto winner = must(world.at(0).prepare_commit({}, world.random()));
  auto loser = must(world.at(1).prepare_commit({}, world.random()));

  world.at(0).merge(std::move(winner.staged));
  world.deliver_commit(winner.commit, 0);

  EXPECT_TRUE(world.agrees());
  EXPECT_FALSE(world.at(1).can_merge(loser.staged));
  EXPECT_EQ(world.at(0).stage(loser.commit).error(), Errc::stale_epoch);
}

TEST(Group, AnAddWithoutAPathKeepsTheKeysAndAnEmptyCommitRenewsThem) {
  MlsWorld world(1);
  world.grow_to(2);
  const auto key = [&] { return world.at(0).public_group().tree().leaf(leaf(0))->encryption_key; };
  const auto before = key();

  world.commit(0, {}, [&] {
    std::vector<support::MlsNewcomer> newcomers;
    newcomers.push_back(world.newcomer("Oma"));
    return newcomers;
  }());
  EXPECT_EQ(key(), before);
  world.commit(0);

  EXPECT_NE(key(), before);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, ARemovedMemberIsOut) {
  MlsWorld world(1);
  world.grow_to(3);
  auto prepared = must(world.at(0).prepare_commit({.removes = {leaf(2)}}, world.random()));
  auto& removed = world.at(2);
  const auto old_secret = removed.epoch_authenticator().clone();

  auto staged = must(removed.stage(prepared.commit));
  EXPECT_FALSE(staged.is_member());
  removed.merge(std::move(staged));

  EXPECT_FALSE(removed.is_member());
  EXPECT_EQ(removed.public_group().members().size(), 2U);
  EXPECT_EQ(removed.prepare_commit({}, world.random()).error(), Errc::not_a_member);
  EXPECT_EQ(removed.protect(Bytes{1}, {}, 0, world.random()).error(), Errc::not_a_member);
  EXPECT_EQ(removed.group_info({}).error(), Errc::not_a_member);
  EXPECT_EQ(removed.stage(prepared.commit).error(), Errc::not_a_member);
  EXPECT_EQ(removed.propose({Remove{leaf(0)}}, {}, world.random()).error(), Errc::not_a_member);
  EXPECT_EQ(removed.propose_update({}, world.random()).error(), Errc::not_a_member);
  const auto snapshot = removed.encode();
  EXPECT_TRUE(std::ranges::search(snapshot, old_secret.expose()).empty());
  EXPECT_TRUE(Group::decode(snapshot));
}

TEST(Group, LeafZeroCanBeRemovedAndFilledAgain) {
  MlsWorld world(1);
  world.grow_to(3);
  world.commit(1, {.removes = {leaf(0)}});
  std::vector<support::MlsNewcomer> newcomers;
  newcomers.push_back(world.newcomer("Oma"));

  world.commit(0, {}, std::move(newcomers));

  EXPECT_EQ(world.at(2).own_leaf(), leaf(0));
  EXPECT_TRUE(world.agrees());
  world.commit(2);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, AMemberIsRemovedAndAddedInOneCommit) {
  MlsWorld world(1);
  world.grow_to(3);
  const auto& old_leaf = *world.at(2).public_group().tree().leaf(leaf(2));
  auto signer = primitives::generate_signature_key_pair(world.random());
  auto bundle = must(make_key_package(
      signer, old_leaf.credential,
      {.capabilities = old_leaf.capabilities, .lifetime = std::get<Lifetime>(old_leaf.source)},
      world.random()));
  std::vector<support::MlsNewcomer> healed;
  healed.push_back({std::move(signer), std::move(bundle)});

  world.commit(0, {.removes = {leaf(2)}}, std::move(healed));

  EXPECT_EQ(world.members().size(), 3U);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, AgreesWhenTheCommittersFilteredPathDoesNotReachTheRoot) {
  MlsWorld world(1);
  world.grow_to(4);
  world.commit(2, {.removes = {leaf(0), leaf(1)}});

  world.commit(0);
  EXPECT_TRUE(world.agrees());
  world.commit(1);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, APathReachesAMemberThatIsUnmergedUnderAPopulatedNode) {
  MlsWorld world(1);
  world.grow_to(4);
  world.commit(1);
  world.commit(3);
  world.commit(0, {.removes = {leaf(1)}});
  world.commit(2);
  std::vector<support::MlsNewcomer> newcomers;
  newcomers.push_back(world.newcomer("Oma"));
  world.commit(1, {}, std::move(newcomers));

  world.commit(1);

  EXPECT_TRUE(world.agrees());
}

TEST(Group, ItsOwnCommitIsKnownWhenItComesBack) {
  MlsWorld world(1);
  world.grow_to(2);
  const auto clear = must(world.at(0).prepare_commit({}, world.random()));
  const auto sealed =
      must(world.at(0).prepare_commit({.format = HandshakeFormat::private_message}, world.random()));

  EXPECT_EQ(world.at(0).stage(clear.commit).error(), Errc::own_message);
  EXPECT_EQ(world.at(0).stage(sealed.commit).error(), Errc::own_message);
}

TEST(Group, APrivateCommitIsTakenAndEachUsesAKeyOfItsOwn) {
  MlsWorld world(1);
  world.grow_to(2);
  const CommitOptions options{.format = HandshakeFormat::private_message};
  const auto dropped = must(world.at(0).prepare_commit(options, world.random()));
  auto sent = must(world.at(0).prepare_commit(options, world.random()));

  world.at(0).merge(std::move(sent.staged));
  world.deliver_commit(sent.commit, 0);

  EXPECT_TRUE(world.agrees());
  EXPECT_TRUE(std::holds_alternative<PrivateMessage>(dropped.commit.body));
}

TEST(Group, MergesAPreparedCommitOutOfItsSnapshot) {
  MlsWorld world(1);
  world.grow_to(2);
  const auto newcomer = world.newcomer("Oma");
  const auto prepared = must(world.at(0).prepare_commit(
      {.adds = {newcomer.bundle.key_package}, .authenticated_data = Bytes{1}}, world.random()));
  const auto bytes = prepared.encode();

  auto back = must(PreparedCommit::decode(bytes));

  EXPECT_EQ(back.encode(), bytes);
  EXPECT_EQ(back.commit, prepared.commit);
  EXPECT_EQ(back.welcome, prepared.welcome);
  world.at(0).merge(std::move(back.staged));
  world.deliver_commit(back.commit, 0);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, GoesOnFromItsSnapshot) {
  MlsWorld world(1);
  world.grow_to(4);
  (void)must(world.at(1).protect(Bytes{1}, {}, 0, world.random()));
  (void)must(world.at(1).propose_update({}, world.random()));
  ASSERT_TRUE(world.at(1).add_external_psk({Bytes{1}, Secret::copy_of(Bytes{2})}));
  world.commit(0);

  for (auto& member : world.members()) {
    const auto bytes = member.encode();
    member = must(Group::decode(bytes));
    EXPECT_EQ(member.encode(), bytes);
  }
  world.commit(2, {.removes = {leaf(3)}});

  EXPECT_TRUE(world.agrees());
}

TEST(Group, RefusesSnapshotsThatAreCutShortOrOfAnotherVersion) {
  MlsWorld world(1);
  world.grow_to(2);
  const auto prepared = must(world.at(0).prepare_commit({}, world.random()));
  const auto group = world.at(0).encode();
  const auto commit = prepared.encode();
  const auto bundle = world.newcomer("Oma").bundle.encode();

  for (std::size_t size = 0; size < group.size(); ++size)
    ASSERT_EQ(Group::decode(ByteView(group).first(size)).error(), Errc::bad_snapshot) << size;
  for (std::size_t size = 0; size < commit.size(); ++size)
    ASSERT_EQ(PreparedCommit::decode(ByteView(commit).first(size)).error(), Errc::bad_snapshot) << size;
  for (std::size_t size = 0; size < bundle.size(); ++size)
    ASSERT_EQ(KeyPackageBundle::decode(ByteView(bundle).first(size)).error(), Errc::bad_snapshot) << size;
  auto other = group;
  other[1] = 2;
  EXPECT_EQ(Group::decode(other).error(), Errc::bad_snapshot);
}

TEST(Group, ApplicationMessagesReachEveryMemberOnce) {
  MlsWorld world(1);
  world.grow_to(3);
  const auto wire = must(world.at(0).protect(Bytes{1, 2, 3}, Bytes{4}, 10, world.random()));
  const auto message = std::get<PrivateMessage>(must(decode_message(wire)).body);

  const auto opened = must(world.at(1).unprotect(message));

  EXPECT_EQ(opened.content, (Bytes{1, 2, 3}));
  EXPECT_EQ(opened.authenticated_data, Bytes{4});
  EXPECT_EQ(opened.sender, leaf(0));
  EXPECT_EQ(world.at(1).unprotect(message).error(), Errc::key_already_used);
  EXPECT_EQ(world.at(0).unprotect(message).error(), Errc::own_message);
  EXPECT_TRUE(world.at(2).unprotect(message));
}

TEST(Group, ApplicationMessagesNameTheirSenderWhetherTheyOpenOrNot) {
  MlsWorld world(1);
  world.grow_to(3);
  const auto wire = must(world.at(0).protect(Bytes{1, 2, 3}, Bytes{4}, 10, world.random()));
  const auto message = std::get<PrivateMessage>(must(decode_message(wire)).body);
  (void)must(world.at(1).unprotect(message));

  EXPECT_EQ(must(world.at(1).sender_of(message)), leaf(0));
  EXPECT_EQ(must(world.at(0).sender_of(message)), leaf(0));
  auto other = message;
  other.epoch = EpochId{number_of(message.epoch) + 1};
  EXPECT_EQ(world.at(1).sender_of(other).error(), Errc::future_epoch);
  other = message;
  other.encrypted_sender_data.back() ^= 1U;
  EXPECT_EQ(world.at(1).sender_of(other).error(), Errc::decryption_failed);
}

TEST(Group, ApplicationMessagesOpenInAnyOrder) {
  MlsWorld world(1);
  world.grow_to(2);
  std::vector<PrivateMessage> sent;
  for (std::uint8_t i = 0; i < 5; ++i) {
    const auto wire = must(world.at(0).protect(Bytes{i}, {}, 0, world.random()));
    sent.push_back(std::get<PrivateMessage>(must(decode_message(wire)).body));
  }

  for (const auto i : Bytes{4, 0, 2, 1, 3}) EXPECT_EQ(must(world.at(1).unprotect(sent[i])).content, Bytes{i});
}

struct MessageError {
  const char* name;
  void (*change)(PrivateMessage&);
  Errc error;
};
class GroupRefusesMessage : public testing::TestWithParam<MessageError> {};
TEST_P(GroupRefusesMessage, AndStaysUnchanged) {
  MlsWorld world(1);
  world.grow_to(2);
  world.commit(0);
  const auto wire = must(world.at(0).protect(Bytes{1}, {}, 0, world.random()));
  auto message = std::get<PrivateMessage>(must(decode_message(wire)).body);
  const auto before = world.at(1).encode();
  GetParam().change(message);

  EXPECT_EQ(world.at(1).unprotect(message).error(), GetParam().error);

  EXPECT_EQ(world.at(1).encode(), before);
}
INSTANTIATE_TEST_SUITE_P(
    , GroupRefusesMessage,
    testing::Values(
        MessageError{"OfAnotherGroup", [](PrivateMessage& it) { it.group_id[0] ^= 1; }, Errc::wrong_group},
        MessageError{"OfAnEarlierEpoch", [](PrivateMessage& it) { it.epoch = EpochId{1}; },
                     Errc::stale_epoch},
        MessageError{"OfALaterEpoch", [](PrivateMessage& it) { it.epoch = EpochId{3}; }, Errc::future_epoch},
        MessageError{"ThatIsAHandshake", [](PrivateMessage& it) { it.content_type = ContentType::commit; },
                     Errc::unsupported_message},
        MessageError{"WithAChangedCiphertext", [](PrivateMessage& it) { it.ciphertext.back() ^= 1; },
                     Errc::decryption_failed},
        MessageError{"WithOtherAuthenticatedData",
                     [](PrivateMessage& it) { it.authenticated_data = Bytes{1}; }, Errc::decryption_failed}),
    [](const auto& row) { return row.param.name; });

TEST(Group, TakesUpdatesOfOthersByReference) {
  MlsWorld world(1);
  world.grow_to(3);
  const auto clear = must(world.at(1).propose_update({}, world.random()));
  world.deliver_proposal(clear, 1);
  const auto sealed =
      must(world.at(2).propose_update({.format = HandshakeFormat::private_message}, world.random()));
  world.deliver_proposal(sealed, 2);

  world.commit(0);

  EXPECT_TRUE(world.agrees());
  EXPECT_TRUE(world.at(0).public_group().pending().empty());
  world.commit(1);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, ACommitterLeavesOutItsOwnUpdateAndThoseOfMembersThatItRemoves) {
  MlsWorld world(1);
  world.grow_to(3);
  world.deliver_proposal(must(world.at(0).propose_update({}, world.random())), 0);
  world.deliver_proposal(must(world.at(2).propose_update({}, world.random())), 2);

  world.commit(0, {.removes = {leaf(2)}});

  EXPECT_EQ(world.members().size(), 2U);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, ARemovalThatWaitsIsNotAskedForTwice) {
  MlsWorld world(1);
  world.grow_to(3);
  world.deliver_proposal(must(world.at(1).propose({Remove{leaf(2)}}, {}, world.random())), 1);

  world.commit(0, {.removes = {leaf(2)}});

  EXPECT_EQ(world.members().size(), 2U);
}

TEST(Group, LeavesPendingProposalsAloneIfAsked) {
  MlsWorld world(1);
  world.grow_to(3);
  world.deliver_proposal(must(world.at(1).propose({Remove{leaf(2)}}, {}, world.random())), 1);

  world.commit(0, {.pending = PendingPolicy::leave});

  EXPECT_EQ(world.members().size(), 3U);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, ItsOwnProposalIsKnownWhenItComesBack) {
  MlsWorld world(1);
  world.grow_to(2);
  const auto proposal = must(world.at(0).propose_update({}, world.random()));

  EXPECT_EQ(world.at(0).process_proposal(proposal).error(), Errc::own_message);
}

TEST(Group, TellsProposalsAndCommitsApart) {
  MlsWorld world(1);
  world.grow_to(2);
  const auto proposal = must(world.at(0).propose_update({}, world.random()));
  const auto commit = must(world.at(0).prepare_commit({}, world.random())).commit;

  EXPECT_EQ(world.at(1).stage(proposal).error(), Errc::unsupported_message);
  EXPECT_EQ(world.at(1).process_proposal(commit).error(), Errc::unsupported_message);
  EXPECT_EQ(world.at(1).stage(MlsMessage{Welcome{}}).error(), Errc::unsupported_message);
}

TEST(Group, AnOwnUpdateWhoseKeyIsGoneIsRefused) {
  MlsWorld world(1);
  world.grow_to(2);
  const auto before = world.at(1).encode();
  const auto proposal = must(world.at(1).propose_update({}, world.random()));
  (void)must(world.at(0).process_proposal(proposal));
  auto commit = must(world.at(0).prepare_commit({}, world.random()));
  auto amnesic = must(Group::decode(before));

  EXPECT_EQ(amnesic.stage(commit.commit).error(), Errc::unknown_proposal);
}

TEST(Group, ExternalKeysGoIntoTheEpoch) {
  MlsWorld world(1);
  world.grow_to(2);
  for (auto& member : world.members())
    ASSERT_TRUE(member.add_external_psk({Bytes{1}, Secret::copy_of(Bytes{9})}));
  const auto newcomer = world.newcomer("Oma");
  auto prepared = must(world.at(0).prepare_commit(
      {.adds = {newcomer.bundle.key_package}, .external_psks = {Bytes{1}}}, world.random()));
  const auto join_with = [&](std::span<const NamedPsk> psks) {
    return Group::join(std::get<Welcome>(prepared.welcome->body), newcomer.bundle, newcomer.signer.clone(),
                       {.tree = {}, .psks = psks, .now = {}});
  };
  const NamedPsk right[] = {{Bytes{1}, Secret::copy_of(Bytes{9})}};
  const NamedPsk wrong[] = {{Bytes{1}, Secret::copy_of(Bytes{8})}};

  EXPECT_EQ(join_with({}).error(), Errc::unknown_psk);
  EXPECT_EQ(join_with(wrong).error(), Errc::decryption_failed);
  EXPECT_EQ(must(join_with(right)).group.epoch_authenticator(), prepared.staged.epoch_authenticator());
  EXPECT_EQ(must(world.at(1).stage(prepared.commit)).epoch_authenticator(),
            prepared.staged.epoch_authenticator());
}

TEST(Group, RefusesKeysThatItDoesNotHave) {
  MlsWorld world(1);
  world.grow_to(2);
  ASSERT_TRUE(world.at(0).add_external_psk({Bytes{1}, Secret::copy_of(Bytes{9})}));
  const auto prepared = must(world.at(0).prepare_commit({.external_psks = {Bytes{1}}}, world.random()));

  EXPECT_EQ(world.at(1).stage(prepared.commit).error(), Errc::unknown_psk);
  EXPECT_EQ(world.at(1).prepare_commit({.external_psks = {Bytes{1}}}, world.random()).error(),
            Errc::unknown_psk);
}

TEST(Group, KeepsAsManyExternalKeysAsItsLimit) {
  MlsWorld world(1);
  for (std::size_t i = 0; i < limits::psks_max; ++i)
    ASSERT_TRUE(world.at(0).add_external_psk({Bytes{static_cast<std::uint8_t>(i)}, Secret::of_size(1)}));

  EXPECT_TRUE(world.at(0).add_external_psk({Bytes{0}, Secret::of_size(2)}));
  EXPECT_EQ(world.at(0).add_external_psk({Bytes{0, 0}, Secret::of_size(1)}).error(), Errc::too_long);
}

Proposal resumption(const Group& group, std::uint64_t epoch) {
  return {PreSharedKey{{.key = ResumptionPsk{.usage = ResumptionUsage::application,
                                             .group_id = group.context().group_id,
                                             .epoch = EpochId{epoch}},
                        .nonce = Bytes(32)}}};
}

TEST(Group, ResumptionKeysAreKeptForItsLimitOfEpochs) {
  MlsWorld world(1);
  world.grow_to(2);
  for (std::size_t i = 0; i < resumption_epochs_max; ++i) world.commit(0);
  const auto oldest = number_of(world.at(0).epoch()) - resumption_epochs_max;

  world.deliver_proposal(must(world.at(0).propose(resumption(world.at(0), oldest), {}, world.random())), 0);
  world.deliver_proposal(
      must(world.at(0).propose(resumption(world.at(0), oldest + resumption_epochs_max), {}, world.random())),
      0);
  world.commit(1);

  EXPECT_TRUE(world.agrees());
  world.deliver_proposal(must(world.at(0).propose(resumption(world.at(0), oldest), {}, world.random())), 0);
  EXPECT_EQ(world.at(1).prepare_commit({}, world.random()).error(), Errc::unknown_psk);
}

TEST(Group, MakesAsManyUpdatesAsItsLimit) {
  MlsWorld world(1);
  world.grow_to(2);
  for (std::size_t i = 0; i < pending_updates_max; ++i)
    ASSERT_TRUE(world.at(0).propose_update({}, world.random()));

  EXPECT_EQ(world.at(0).propose_update({}, world.random()).error(), Errc::too_long);
}

TEST(Group, ChangesItsContextByACommitWithAPath) {
  MlsWorld world(1);
  world.grow_to(2);
  const Extensions extensions{{support::known_extension, Bytes{1}}};

  world.commit(0, {.group_context_extensions = extensions});

  EXPECT_TRUE(world.agrees());
  EXPECT_EQ(world.at(1).context().extensions, extensions);
}

TEST(Group, RefusesContextExtensionsThatAMemberLacks) {
  MlsWorld world(1);
  world.grow_to(2);
  const Extensions extensions{{ExtensionType{0xf009}, Bytes{1}}};

  EXPECT_EQ(world.at(0).prepare_commit({.group_context_extensions = extensions}, world.random()).error(),
            Errc::bad_capabilities);
}

struct ExternalJoiner {
  primitives::SignatureKeyPair signer;
  ExternalJoinOptions options{.capabilities = default_capabilities({support::known_extension})};
};

Result<PreparedCommit> join_externally(MlsWorld& world, const ExternalJoiner& joiner,
                                       const GroupInfoOptions& info = {}) {
  return Group::prepare_external_join(must(world.at(0).group_info(info)), joiner.signer.clone(),
                                      Credential::basic(view_bytes("joiner")), joiner.options,
                                      world.random());
}

TEST(Group, LetsSomeoneInByAnExternalCommit) {
  MlsWorld world(1);
  world.grow_to(3);
  world.commit(1, {.removes = {leaf(0)}});
  ExternalJoiner joiner{primitives::generate_signature_key_pair(world.random())};
  auto prepared = must(PreparedCommit::decode(must(join_externally(world, joiner)).encode()));

  const auto staged = must(world.at(0).stage(prepared.commit));
  EXPECT_TRUE(staged.effect().external);
  EXPECT_EQ(staged.effect().committer, leaf(0));
  world.members().push_back(Group::enter(std::move(prepared.staged), {}));
  world.deliver_commit(prepared.commit, 2);

  EXPECT_TRUE(world.agrees());
  world.commit(2);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, SomeoneWhoLostItsStateReplacesItself) {
  MlsWorld world(1);
  world.grow_to(3);
  ExternalJoiner joiner{primitives::generate_signature_key_pair(world.random())};
  auto first = must(join_externally(world, joiner));
  world.members().push_back(Group::enter(std::move(first.staged), {}));
  world.deliver_commit(first.commit, 3);
  joiner.options.replaces = leaf(3);

  auto again = must(join_externally(world, joiner));
  auto old_self = std::move(world.members().back());
  world.members().pop_back();
  world.members().push_back(Group::enter(std::move(again.staged), {}));
  world.deliver_commit(again.commit, 3);

  EXPECT_TRUE(world.agrees());
  EXPECT_EQ(world.at(0).public_group().members().size(), 4U);
  EXPECT_FALSE(must(old_self.stage(again.commit)).is_member());
}

TEST(Group, AnExternalCommitTakesKeysAlong) {
  MlsWorld world(1);
  world.grow_to(2);
  for (auto& member : world.members())
    ASSERT_TRUE(member.add_external_psk({Bytes{1}, Secret::copy_of(Bytes{9})}));
  const NamedPsk psks[] = {{Bytes{1}, Secret::copy_of(Bytes{9})}};
  ExternalJoiner joiner{primitives::generate_signature_key_pair(world.random())};
  joiner.options.psks = psks;

  auto prepared = must(join_externally(world, joiner));
  world.members().push_back(Group::enter(std::move(prepared.staged), psks));
  world.deliver_commit(prepared.commit, 2);

  EXPECT_TRUE(world.agrees());
}

TEST(Group, NeedsAnExternalKeyToBeJoinedFromOutside) {
  MlsWorld world(1);
  world.grow_to(2);
  ExternalJoiner joiner{primitives::generate_signature_key_pair(world.random())};

  EXPECT_EQ(join_externally(world, joiner, {.external_joins = ExternalJoins::refused}).error(),
            Errc::bad_value);
}

TEST(Group, RefusesAConfirmationTagOrMembershipTagThatDoesNotFit) {
  MlsWorld world(1);
  world.grow_to(2);
  ExternalJoiner joiner{primitives::generate_signature_key_pair(world.random())};
  auto external = must(join_externally(world, joiner)).commit;
  std::get<PublicMessage>(external.body).auth.confirmation_tag->front() ^= 1;
  auto commit = must(world.at(0).prepare_commit({}, world.random())).commit;
  std::get<PublicMessage>(commit.body).membership_tag->front() ^= 1;

  EXPECT_EQ(world.at(1).stage(external).error(), Errc::bad_confirmation_tag);
  EXPECT_EQ(world.at(1).stage(commit).error(), Errc::bad_membership_tag);
}

TEST(Group, TakesRemovalsByExternalSenders) {
  support::SeededRandom random(9);
  const auto outsider = primitives::generate_signature_key_pair(random);
  const ExternalSenders senders{{{outsider.public_key, Credential::basic(view_bytes("outsider"))}}};
  MlsWorld world(1, {{ExtensionType::external_senders, codec::encode(senders)}});
  std::vector<support::MlsNewcomer> newcomers;
  newcomers.push_back(world.newcomer("Oma"));
  newcomers.push_back(world.newcomer("Opa"));
  world.commit(0, {}, std::move(newcomers));

  const auto proposal = must(make_external_proposal(world.at(0).context(), {ExternalSender{0}},
                                                    {Remove{leaf(0)}}, outsider.private_key));
  world.deliver_proposal(proposal, world.members().size());
  world.commit(1);

  EXPECT_EQ(world.members().size(), 2U);
  EXPECT_TRUE(world.agrees());
}

TEST(Group, TakesANewcomersOwnProposalToBeAdded) {
  MlsWorld world(1);
  world.grow_to(2);
  auto newcomer = world.newcomer("Oma");
  const auto proposal =
      must(make_external_proposal(world.at(0).context(), {NewMemberProposal{}},
                                  {Add{newcomer.bundle.key_package}}, newcomer.signer.private_key));
  world.deliver_proposal(proposal, world.members().size());

  auto prepared = must(world.at(0).prepare_commit({}, world.random()));
  world.at(0).merge(std::move(prepared.staged));
  world.deliver_commit(prepared.commit, 0);
  world.join(std::move(newcomer), *prepared.welcome);

  EXPECT_TRUE(world.agrees());
}

TEST(Group, IsClosedByAReInit) {
  MlsWorld world(1);
  world.grow_to(2);
  const ReInit reinit{
      .group_id = Bytes{1}, .version = ProtocolVersion::mls10, .cipher_suite = our_suite, .extensions = {}};
  auto prepared = must(world.at(0).prepare_commit({.proposals = {{reinit}}}, world.random()));
  auto staged = must(world.at(1).stage(prepared.commit));

  EXPECT_FALSE(prepared.staged.is_member());
  EXPECT_FALSE(staged.is_member());
  world.at(0).merge(std::move(prepared.staged));
  EXPECT_EQ(world.at(0).prepare_commit({}, world.random()).error(), Errc::not_a_member);
}

class GroupJoin : public testing::Test {
 protected:
  Result<Joined> join(const Welcome& welcome) {
    return Group::join(welcome, newcomer_.bundle, newcomer_.signer.clone(),
                       {.tree = {}, .psks = {}, .now = now_});
  }
  MlsWorld world_{1};
  support::MlsNewcomer newcomer_ = world_.newcomer("Oma");
  PreparedCommit prepared_ = must(world_.at(0).prepare_commit(
      {.adds = {newcomer_.bundle.key_package}, .path = PathPolicy::always}, world_.random()));
  Welcome welcome_ = std::get<Welcome>(prepared_.welcome->body);
  std::optional<Time> now_;
};

TEST_F(GroupJoin, ImplantsThePathSecret) {
  auto joined = must(join(welcome_));
  world_.at(0).merge(std::move(prepared_.staged));
  world_.members().push_back(std::move(joined.group));

  world_.commit(0);

  EXPECT_TRUE(world_.agrees());
}

TEST_F(GroupJoin, RefusesAWelcomeForOthers) {
  welcome_.secrets[0].new_member[0] ^= 1;

  EXPECT_EQ(join(welcome_).error(), Errc::no_key_package);
}

TEST_F(GroupJoin, RefusesAForeignSuite) {
  welcome_.cipher_suite = CipherSuite{1};

  EXPECT_EQ(join(welcome_).error(), Errc::unsupported_cipher_suite);
}

TEST_F(GroupJoin, RefusesAChangedGroupInfoOrSecret) {
  auto other_info = welcome_;
  other_info.encrypted_group_info[0] ^= 1;
  auto other_secret = welcome_;
  other_secret.secrets[0].encrypted_group_secrets.ciphertext[0] ^= 1;

  EXPECT_EQ(join(other_info).error(), Errc::decryption_failed);
  EXPECT_EQ(join(other_secret).error(), Errc::decryption_failed);
}

TEST_F(GroupJoin, RefusesKeysThatAreNotTheKeyPackages) {
  auto other_signer = primitives::generate_signature_key_pair(world_.random());
  EXPECT_EQ(Group::join(welcome_, newcomer_.bundle, std::move(other_signer), {}).error(), Errc::bad_key);

  newcomer_.bundle.encryption_private_key = primitives::random_secret(world_.random(), 32);
  EXPECT_EQ(join(welcome_).error(), Errc::bad_key);
}

TEST_F(GroupJoin, RefusesMembersWhoseLifetimeIsOver) {
  now_ = from_unix_ms(5'000'000'000'000);

  EXPECT_EQ(join(welcome_).error(), Errc::bad_lifetime);
}

/// A Welcome of a group's present epoch under a joiner secret that is not the epoch's.
Welcome forged_welcome(MlsWorld& world, const KeyPackage& reader, const Secret* path_secret) {
  const auto joiner = Secret::copy_of(Bytes(32, 1));
  const auto zero = zero_secret();
  const auto info = must(world.at(0).group_info({}));
  const Newcomer newcomers[] = {{reader, path_secret}};
  return must(seal_welcome(info, {joiner, zero, {}}, newcomers, world.random()));
}

TEST_F(GroupJoin, RefusesAWelcomeThatDoesNotLeadIntoItsEpoch) {
  const auto before = forged_welcome(world_, newcomer_.bundle.key_package, nullptr);
  world_.at(0).merge(std::move(prepared_.staged));
  const auto path_secret = Secret::copy_of(Bytes(32, 3));

  EXPECT_EQ(join(before).error(), Errc::not_a_member);
  EXPECT_EQ(join(forged_welcome(world_, newcomer_.bundle.key_package, nullptr)).error(),
            Errc::bad_confirmation_tag);
  EXPECT_EQ(join(forged_welcome(world_, newcomer_.bundle.key_package, &path_secret)).error(), Errc::bad_path);
}

TEST(GroupCreate, RefusesWhatItsFounderIsNotCapableOf) {
  support::SeededRandom random(1);
  const auto create = [&](Bytes group_id, Extensions extensions) {
    return Group::create({.group_id = std::move(group_id),
                          .extensions = std::move(extensions),
                          .lifetime = {.not_before_s = 0, .not_after_s = 1},
                          .leaf_extensions = {}},
                         primitives::generate_signature_key_pair(random), Credential::basic(Bytes{1}),
                         random);
  };

  EXPECT_TRUE(create(Bytes(limits::group_id_bytes_max), {}));
  EXPECT_EQ(create(Bytes(limits::group_id_bytes_max + 1), {}).error(), Errc::too_long);
  EXPECT_EQ(create(Bytes{1}, {{support::known_extension, {}}}).error(), Errc::bad_capabilities);
  EXPECT_EQ(create(Bytes{1}, {{ExtensionType::external_senders, {}}, {ExtensionType::external_senders, {}}})
                .error(),
            Errc::bad_value);
}

/// Groups that live through random commits.
class GroupLife : public testing::TestWithParam<std::uint64_t> {};

CommitOptions random_options(MlsWorld& world, std::size_t committer) {
  auto& random = world.random();
  CommitOptions options;
  options.path = random.below(2) == 0 ? PathPolicy::always : PathPolicy::when_required;
  options.format = random.below(2) == 0 ? HandshakeFormat::public_message : HandshakeFormat::private_message;
  options.tree = random.below(2) == 0 ? TreeDelivery::inside : TreeDelivery::separate;
  for (const auto& member : world.members()) {
    if (member.own_leaf() != world.at(committer).own_leaf() && random.below(6) == 0)
      options.removes.push_back(member.own_leaf());
  }
  return options;
}

TEST_P(GroupLife, KeepsItsMembersInStep) {
  MlsWorld world(GetParam());
  for (int step = 0; step < 30; ++step) {
    SCOPED_TRACE(step);
    auto& random = world.random();
    for (std::size_t i = 0; i < world.members().size(); ++i) {
      if (random.below(5) == 0)
        world.deliver_proposal(must(world.at(i).propose_update(
                                   {.format = random.below(2) == 0 ? HandshakeFormat::public_message
                                                                   : HandshakeFormat::private_message},
                                   random)),
                               i);
    }
    const auto committer = random.below(world.members().size());
    std::vector<support::MlsNewcomer> newcomers;
    for (auto count = random.below(4); count > 0; --count) newcomers.push_back(world.newcomer("newcomer"));
    world.commit(committer, random_options(world, committer), std::move(newcomers));

    ASSERT_TRUE(world.agrees());
    const auto sender = random.below(world.members().size());
    const auto wire = must(world.at(sender).protect(Bytes{1}, {}, random.below(50), random));
    const auto message = std::get<PrivateMessage>(must(decode_message(wire)).body);
    for (std::size_t i = 0; i < world.members().size(); ++i) {
      if (i != sender) ASSERT_TRUE(world.at(i).unprotect(message));
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, GroupLife, testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace kring::mls
