#include "channels/rules/leaves.hpp"

#include "channels/model/signing.hpp"

#include <set>

namespace kring::rules {

using channels::Errc;
using channels::HandleId;

bool Admission::allows(const HandleId& handle) const {
  return charter.can(handle, channel, channels::Right::read, time);
}

Result<HandleId> handle_of_leaf(const mls::LeafNode& leaf) {
  const auto key = channels::HandleKey::from(leaf.signature_key.bytes);
  if (!key) return fail(Errc::commit_leaf_not_its_handle, "leaf: key");
  const auto handle = channels::handle_of(*key);
  if (leaf.credential != mls::Credential::basic(handle.view())) {
    return fail(Errc::commit_leaf_not_its_handle, "leaf: credential");
  }
  return handle;
}

Status check_leaves(const mls::RatchetTree& tree, const Admission& admission) {
  std::set<HandleId> seen;
  for (const auto leaf : tree.members()) {
    const auto handle = handle_of_leaf(*tree.leaf(leaf));
    if (!handle) return fail(handle.error());
    // A handle is the hash of its key, so that the charter's handle of this id has this very key.
    if (!admission.allows(*handle)) return fail(Errc::commit_leaf_not_allowed, "leaf");
    if (!seen.insert(*handle).second) return fail(Errc::commit_leaf_twice, "leaf");
  }
  return {};
}

}  // namespace kring::rules
