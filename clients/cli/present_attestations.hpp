#pragma once

#include "clients/cli/style.hpp"
#include "clients/core/attestation_view.hpp"

#include <string>
#include <vector>

/// Attestations, as people read them.
namespace kring::cli {

/// What somebody shows: a line for each that holds, and for each that does not the reason. Empty if there is
/// none.
[[nodiscard]] std::string attestations_text(const std::vector<core::AttestationView>& attestations,
                                            const Look& look);
/// What is to be said before they are shown: a line for each network of which it is not known what counts
/// now, with the reason and of when the rest is. Empty if all is known.
[[nodiscard]] std::string not_current_text(const std::vector<core::AttestationView>& attestations,
                                           const Look& look);
/// What an attestation says, without what it is worth: what was checked, how and when.
[[nodiscard]] std::string claim_text(const core::AttestationView& attestation, const Look& look);
/// A line for each that a newer one takes the place of.
[[nodiscard]] std::string replaced_text(const std::vector<core::AttestationView>& replaced, const Look& look);
/// One's own and those that this device gave, with the ids by which they are named.
[[nodiscard]] std::string all_attestations_text(const std::vector<core::AttestationView>& own,
                                                const std::vector<core::GivenView>& given, const Look& look);
/// The keys by which a network attests, a line each.
[[nodiscard]] std::string network_keys_text(const std::vector<core::NetworkKeyView>& keys, const Look& look);
/// What a network is called here, or its id.
[[nodiscard]] std::string network_text(const core::AttestationView& attestation, const Look& look);

}  // namespace kring::cli
