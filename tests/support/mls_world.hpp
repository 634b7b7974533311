#pragma once

#include "crypto/mls/group.hpp"
#include "tests/support/seeded_random.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kring::support {

/// Someone with a key package who is not in the group yet.
struct MlsNewcomer {
  primitives::SignatureKeyPair signer;
  mls::KeyPackageBundle bundle;
};

/// An extension type that every client of these tests is capable of.
inline constexpr mls::ExtensionType known_extension{0xf001};

/// Clients in one MLS group who hand each other what they send. A step that should succeed and does not ends
/// the test program with its error.
class MlsWorld {
 public:
  /// A group with its founder at leaf 0.
  explicit MlsWorld(std::uint64_t seed, mls::Extensions extensions = {});
  /// Lets the founder add others in one commit without a path, until there are `size` members.
  void grow_to(std::size_t size);

  [[nodiscard]] SeededRandom& random() { return random_; }
  /// The members, in the order in which they came.
  [[nodiscard]] std::vector<mls::Group>& members() { return members_; }
  [[nodiscard]] mls::Group& at(std::size_t index) { return members_.at(index); }

  [[nodiscard]] MlsNewcomer newcomer(std::string_view name);
  /// Lets a member commit, all others take it in, newcomers join and removed members go.
  void commit(std::size_t committer, mls::CommitOptions options = {},
              std::vector<MlsNewcomer> newcomers = {});
  /// All but `sender` take in a commit. Those who are removed go.
  void deliver_commit(const mls::MlsMessage& commit, std::size_t sender);
  /// All but `sender` remember a proposal.
  void deliver_proposal(const mls::MlsMessage& proposal, std::size_t sender);
  void join(MlsNewcomer newcomer, const mls::MlsMessage& welcome);

  /// Whether all members are in one epoch with one authenticator and one public state.
  [[nodiscard]] bool agrees() const;

 private:
  SeededRandom random_;
  std::vector<mls::Group> members_;
};

/// The value of a step that should succeed; ends the test program with the error otherwise.
template <class T>
T must(Result<T> result);

namespace detail {
[[noreturn]] void step_failed(const Error& error);
}

template <class T>
T must(Result<T> result) {
  if (!result) detail::step_failed(result.error());
  return std::move(*result);
}

}  // namespace kring::support
