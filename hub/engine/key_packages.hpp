#pragma once

#include "channels/charter/charter.hpp"
#include "crypto/mls/public_group.hpp"
#include "hub/store/requests.hpp"

namespace kring::engine {

/// A key package that `handle` may put into its stock: well formed, signed, within its lifetime, for the
/// handle's own key. Errors: those of decoding and validation, `bad_credential`.
[[nodiscard]] Result<store::KeyPackageRow> check_key_package(ByteView bytes, const charter::Charter& charter,
                                                             const channels::HandleId& handle, Time now);

/// The same against a key that the charter does not know yet: an acceptance's.
[[nodiscard]] Result<store::KeyPackageRow> check_key_package(ByteView bytes, const channels::HandleKey& key,
                                                             Time now);

/// Whether a handle is in the group.
[[nodiscard]] bool has_leaf(const mls::PublicGroup& group, const channels::HandleId& handle);

/// Whether `handle` has accepted and waits, `asker` may grant it, and the role would read `channel`.
[[nodiscard]] bool waits_for(const charter::Charter& charter, const channels::HandleId& handle,
                             const channels::ChannelId& channel, const channels::HandleId& asker, Time now);

/// Whether `asker` made this invitation, or owns.
[[nodiscard]] bool may_open_introduction(const charter::Charter& charter,
                                         const channels::InvitationId& invitation,
                                         const channels::HandleId& asker, Time now);

}  // namespace kring::engine
