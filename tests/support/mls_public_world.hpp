#pragma once

#include "crypto/mls/public_group.hpp"
#include "crypto/mls/treekem.hpp"
#include "tests/support/mls_client.hpp"

#include <functional>
#include <map>
#include <string>

namespace kring::support {

/// A group whose public side alone is alive: members sign proposals and commits with real paths, nobody can
/// compute confirmation tags. Tests bend one thing and see who notices.
class MlsPublicWorld {
 public:
  /// A group at epoch 5 of `members` members, whose leaves come out of key packages.
  MlsPublicWorld(std::uint64_t seed, std::uint32_t members, mls::Extensions extensions = {});

  /// How a test bends a commit.
  struct Bend {
    bool path = true;
    /// Changes the new leaf before it is signed; the keys come later.
    std::function<void(mls::LeafNode&)> leaf = [](mls::LeafNode& /*unchanged*/) {};
    /// Changes the path before the commit is signed.
    std::function<void(mls::UpdatePath&)> after = [](mls::UpdatePath& /*unchanged*/) {};
  };
  /// A commit by `author`, signed. What the library would refuse to make is made here too: if the proposals
  /// do not apply, the path is made for the tree as it is.
  [[nodiscard]] mls::PublicMessage commit(mls::LeafIndex author,
                                          const std::vector<mls::ProposalOrRef>& proposals, const Bend& bend);
  [[nodiscard]] mls::PublicMessage commit(mls::LeafIndex author,
                                          const std::vector<mls::ProposalOrRef>& proposals) {
    return commit(author, proposals, Bend());
  }
  /// An external commit by a client that is not in the group.
  [[nodiscard]] mls::PublicMessage external_commit(const MlsClient& client,
                                                   const std::vector<mls::ProposalOrRef>& proposals,
                                                   const Bend& bend);
  /// A message with any content, signed with `key`.
  [[nodiscard]] mls::PublicMessage message(
      const mls::Sender& sender, const Secret& key,
      std::variant<mls::ApplicationData, mls::Proposal, mls::Commit> content);
  /// A proposal by a member.
  [[nodiscard]] mls::PublicMessage propose(mls::LeafIndex author, mls::Proposal proposal);
  /// An Update by a member, with a fresh key; `bend` works before it is signed.
  [[nodiscard]] mls::Proposal update(
      mls::LeafIndex author,
      const std::function<void(mls::LeafNode&)>& bend = [](mls::LeafNode& /*unchanged*/) {});
  /// Stages and merges a commit, which must be good.
  void advance(const mls::PublicMessage& commit);

  /// A fresh client; its signature key is remembered.
  [[nodiscard]] MlsClient client();
  [[nodiscard]] const Secret& key_of(mls::LeafIndex leaf) const;

  SeededRandom random;

 private:
  /// Filled while `group` is made.
  std::map<Bytes, Secret> keys_;
  unsigned count_ = 0;

 public:
  mls::PublicGroup group;

 private:
  [[nodiscard]] mls::PublicGroup found(std::uint32_t members, mls::Extensions extensions);
};

/// A proposal given by value.
[[nodiscard]] mls::ProposalOrRef by_value(mls::Proposal proposal);

}  // namespace kring::support
