#include "tests/support/mls_public_world.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/primitives/hpke.hpp"

namespace kring::support {

using mls::LeafIndex;

MlsPublicWorld::MlsPublicWorld(std::uint64_t seed, std::uint32_t members, mls::Extensions extensions)
    : random(seed), group(found(members, std::move(extensions))) {}

mls::PublicGroup MlsPublicWorld::found(std::uint32_t members, mls::Extensions extensions) {
  mls::RatchetTree tree;
  for (std::uint32_t i = 0; i < members; ++i) {
    KRING_ASSERT(tree.add(client().key_package.leaf_node));
  }
  mls::GroupContext context;
  context.group_id = copy_bytes(view_bytes("public world"));
  context.epoch = mls::EpochId{5};
  context.tree_hash = copy_bytes(tree.tree_hash());
  context.confirmed_transcript_hash = Bytes(32, 7);
  context.extensions = std::move(extensions);
  return {std::move(context), std::move(tree), Bytes(32, 9)};
}

MlsClient MlsPublicWorld::client() {
  auto client = make_mls_client(random, "client " + std::to_string(count_++));
  keys_.insert_or_assign(client.signature.public_key.bytes, client.signature.private_key.clone());
  return client;
}

const Secret& MlsPublicWorld::key_of(LeafIndex leaf) const {
  return keys_.at(group.tree().leaf(leaf)->signature_key.bytes);
}

mls::PublicMessage MlsPublicWorld::message(
    const mls::Sender& sender, const Secret& key,
    std::variant<mls::ApplicationData, mls::Proposal, mls::Commit> content) {
  mls::FramedContent framed{.group_id = group.context().group_id,
                            .epoch = group.epoch(),
                            .sender = sender,
                            .authenticated_data = {},
                            .content = std::move(content)};
  const bool is_commit = framed.type() == mls::ContentType::commit;
  auto it = mls::sign_content(mls::WireFormat::public_message, std::move(framed),
                              codec::encode(group.context()), key);
  KRING_ASSERT(it);
  if (is_commit) it->auth.confirmation_tag = Bytes(32, 1);
  auto sent = mls::unprotected_public(std::move(*it));
  if (sender.leaf()) sent.membership_tag = Bytes(32, 2);
  return sent;
}

mls::PublicMessage MlsPublicWorld::commit(LeafIndex author, const std::vector<mls::ProposalOrRef>& proposals,
                                          const Bend& bend) {
  const auto sender = mls::Sender::member(author);
  mls::Commit commit{.proposals = proposals, .path = std::nullopt};
  if (bend.path) {
    auto applied = group.apply(proposals, sender, std::nullopt);
    if (!applied) {
      applied = mls::AppliedProposals();
      applied->tree = group.tree();
    }
    auto leaf = *applied->tree.leaf(author);
    bend.leaf(leaf);
    auto ours = mls::prepare_path(applied->tree, std::move(leaf),
                                  {author, group.context().group_id, key_of(author)}, random);
    KRING_ASSERT(ours);
    applied->tree = ours->tree;
    const auto context = codec::encode(group.provisional_context(*applied));
    auto path = mls::encrypt_path(*ours, {context, applied->new_leaves()}, random);
    KRING_ASSERT(path);
    bend.after(*path);
    commit.path = std::move(*path);
  }
  return message(sender, key_of(author), std::move(commit));
}

mls::PublicMessage MlsPublicWorld::external_commit(const MlsClient& client,
                                                   const std::vector<mls::ProposalOrRef>& proposals,
                                                   const Bend& bend) {
  const mls::Sender sender{mls::NewMemberCommit{}};
  mls::Commit commit{.proposals = proposals, .path = std::nullopt};
  if (bend.path) {
    auto applied = group.apply(proposals, sender, std::nullopt);
    if (!applied) {
      applied = mls::AppliedProposals();
      applied->tree = group.tree();
    }
    auto leaf = client.key_package.leaf_node;
    bend.leaf(leaf);
    const auto place = applied->tree.add(leaf);
    KRING_ASSERT(place);
    auto ours = mls::prepare_path(applied->tree, std::move(leaf),
                                  {*place, group.context().group_id, client.signature.private_key}, random);
    KRING_ASSERT(ours);
    auto path = mls::encrypt_path(*ours, {{}, {}}, random);
    KRING_ASSERT(path);
    bend.after(*path);
    commit.path = std::move(*path);
  }
  return message(sender, client.signature.private_key, std::move(commit));
}

mls::PublicMessage MlsPublicWorld::propose(LeafIndex author, mls::Proposal proposal) {
  return message(mls::Sender::member(author), key_of(author), std::move(proposal));
}

mls::Proposal MlsPublicWorld::update(LeafIndex author, const std::function<void(mls::LeafNode&)>& bend) {
  auto leaf = *group.tree().leaf(author);
  leaf.encryption_key = primitives::generate_hpke_key_pair(random).public_key;
  leaf.source = mls::UpdateLeaf{};
  bend(leaf);
  auto signature = mls::sign_leaf(leaf, {group.context().group_id, author}, key_of(author));
  KRING_ASSERT(signature);
  leaf.signature = std::move(*signature);
  return {mls::Update{std::move(leaf)}};
}

void MlsPublicWorld::advance(const mls::PublicMessage& commit) {
  auto staged = group.stage(commit);
  KRING_ASSERT(staged);
  group.merge(std::move(*staged));
}

mls::ProposalOrRef by_value(mls::Proposal proposal) {
  return {std::move(proposal)};
}

}  // namespace kring::support
