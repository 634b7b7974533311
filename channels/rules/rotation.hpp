#pragma once

#include "channels/model/ids.hpp"
#include "channels/rules/channel_state.hpp"
#include "channels/rules/commit_structures.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"

namespace kring::rules {

/// A fresh record key before its commit is made: the commit's data takes its number and hashes.
struct NextKey {
  channels::Generation generation{};
  Secret key;
  Hash key_hash{};
  /// Empty in generation 1, and its hash zero.
  Bytes back_link;
  Hash back_link_hash{};
};
/// The key of the generation after the one in `state`. `current` is the key in force; null in a channel that
/// has none yet (generation 0).
[[nodiscard]] NextKey make_next_key(const ChannelState& state, const Secret* current, Random& random);

/// What a rotation is bound to: the channel before the commit, and the epoch that the commit begins.
struct RotationPlace {
  const ChannelState& state;
  mls::EpochId epoch{};
  channels::Generation generation{};

  /// With a zero hash, as the box's additional data has it.
  [[nodiscard]] KeyBoxContent content() const;
};

/// Label and context of the exporter that a rotation's secret comes from:
/// `staged.exporter(record::key_box_label, exporter_context(place), record::key_box_secret_bytes)`.
[[nodiscard]] Bytes exporter_context(const RotationPlace& place);

/// Puts `next` into a box under `exported`, and signs it. Errors: `bad_key` of crypto.
[[nodiscard]] Result<Rotation> make_rotation(const RotationPlace& place, const NextKey& next,
                                             const Secret& exported, const Secret& handle_seed);

/// The part of the rule that hub and members check: a rotation is there exactly if `generation` is not the
/// one in `state`; its sizes, the back link's hash in `data` and the committer's signature. Errors:
/// `rotation_missing`, `rotation_needless`, `rotation_wrong_size`, `rotation_wrong_back_link`,
/// `rotation_bad_signature`.
[[nodiscard]] Status check_rotation(const RotationPlace& place, const CommitData& data,
                                    const std::optional<Rotation>& rotation,
                                    const channels::HandleKey& committer);

/// The part that only members can check, after `check_rotation`: the box opens under `exported` to a key with
/// the hash in `data`, and the link to `current`, the key they hold (null if they hold none, in generation
/// 1). Gives the new key. Errors: `rotation_box_closed`, `rotation_wrong_key`, `rotation_link_broken`.
[[nodiscard]] Result<Secret> open_rotation(const RotationPlace& place, const CommitData& data,
                                           const Rotation& rotation, const Secret& exported,
                                           const Secret* current);

}  // namespace kring::rules
