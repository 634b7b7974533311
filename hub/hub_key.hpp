#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"

#include <filesystem>

namespace kring::hub {

/// The key by which clients know a hub: it stands in every founding entry and signs every head.
struct HubIdentity {
  channels::HubKey public_key;
  Secret seed;
};

/// Reads `folder/hub.key`, or makes it: 32 bytes that only the owner may read, on the disk before it returns.
/// Keep a copy apart from the database: a hub without its key is another hub to every client. Errors:
/// `bad_hub_key` (damaged, or others may read it), `store_bad_folder`.
[[nodiscard]] Result<HubIdentity> load_or_make_hub_key(const std::filesystem::path& folder, Random& random);

}  // namespace kring::hub
