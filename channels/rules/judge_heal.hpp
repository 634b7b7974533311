#pragma once

#include "channels/rules/channel_state.hpp"
#include "channels/rules/heal_structures.hpp"
#include "channels/rules/judge_commit.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/mls/key_package.hpp"

#include <set>

/// Healing: a device that lost its way in a channel's group asks for it, and whoever commits removes and adds
/// its handle in one commit (docs/protocol.md, section 4; docs/decisions/0027).
namespace kring::rules {

/// Signs a request with the handle's seed. Errors: `bad_key` of crypto.
[[nodiscard]] Result<HealRequest> sign_heal(const HealContent& content, const Secret& handle_seed);

/// The id under which a request stands in the log, as a record does under its own: a handle asks once an
/// epoch, whatever it says.
[[nodiscard]] channels::RecordId heal_id(const HealContent& content);

/// A request that stands in the log, with what it asks for.
struct AskedHeal {
  HealContent content;
  HealRequest request;
  mls::KeyPackage package;
};

/// The rule of a log entry of kind `heal` as far as it needs no charter, so that all who have read equally
/// far find the same. Whether the handle may read, and has a leaf, is seen when it is healed.
///
/// Errors: `bad_structure`, `unsupported_version`, `channel_wrong_group`, `heal_wrong_place` (another circle,
/// channel or epoch), `heal_wrong_package` (not the one that is named, or not the handle's),
/// `heal_bad_signature`.
[[nodiscard]] Result<AskedHeal> judge_heal(const ChannelState& state, ByteView payload);

/// Whether a request may be followed by a commit of this time. Errors: `heal_out_of_time`.
[[nodiscard]] Status check_heal_time(const HealContent& content, Time commit_time);

/// The handles that a commit heals: of each request in its data the handle is removed and added, once, with
/// the package that it names. Part of `judge_commit`.
///
/// Errors: `commit_bad_data`, `channel_wrong_group`, `heal_wrong_place`, `heal_needless` (it does not remove
/// and add that handle, or has a request of it already), `heal_wrong_package`, `heal_bad_signature`,
/// `heal_out_of_time`.
[[nodiscard]] Result<std::set<channels::HandleId>> check_heals(const CommitCase& it, const CommitData& data);

/// Whether a commit that was judged heals `handle`, by its data.
[[nodiscard]] bool heals(const CommitData& data, const channels::HandleId& handle);

}  // namespace kring::rules
