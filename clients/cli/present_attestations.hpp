#pragma once

#include "clients/cli/json.hpp"
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
/// A circle, by its id and what it is called.
struct NamedCircle {
  channels::CircleId id;
  std::string name;
};
/// One's own, and where it is shown.
struct OwnAttestation {
  core::AttestationView view;
  std::vector<NamedCircle> circles{};  ///< in which it can be read
  std::vector<NamedCircle> coming{};   ///< to which it is on its way
  bool ends = false;                   ///< it is to be asked for anew
  bool ended = false;                  ///< its time is over
};
[[nodiscard]] Json json_of(const OwnAttestation& own);
/// Of several.
[[nodiscard]] Json json_of(const std::vector<OwnAttestation>& own);
/// That an attestation of one's own ends soon or ended lately, and what to do.
[[nodiscard]] std::string ending_text(const OwnAttestation& own, const Look& look);
/// The same of several.
[[nodiscard]] std::vector<std::string> ending_texts(const std::vector<OwnAttestation>& own, const Look& look);
/// Names one after the other, each between quotation marks.
[[nodiscard]] std::string names_text(const std::vector<std::string>& names);
/// One's own and those that this device gave, with the ids by which they are named.
[[nodiscard]] std::string all_attestations_text(const std::vector<OwnAttestation>& own,
                                                const std::vector<core::GivenView>& given, const Look& look);
/// The keys by which a network attests, a line each.
[[nodiscard]] std::string network_keys_text(const std::vector<core::NetworkKeyView>& keys, const Look& look);
/// What a network is called here, or its id.
[[nodiscard]] std::string network_text(const core::AttestationView& attestation, const Look& look);

}  // namespace kring::cli
