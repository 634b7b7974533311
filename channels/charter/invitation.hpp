#pragma once

#include "channels/charter/charter.hpp"
#include "channels/model/origin.hpp"
#include "crypto/base/random.hpp"
#include "crypto/primitives/keys.hpp"

#include <array>
#include <string>
#include <string_view>

namespace kring::charter {

using channels::BoxKey;

/// What an invited person is given: enough to find the circle, to know it again, and to accept.
struct InvitationLink {
  channels::Origin origin;
  CircleId circle;
  HubKey hub_key;
  /// The handle that invites.
  HandleId inviter;
  /// 32 bytes, from which the invitation's key is derived.
  Secret seed;
  /// To which the introduction is sealed.
  BoxKey box_key;
  /// Said by the link alone, and by nobody else: shown as such.
  std::string inviter_name;
  std::string circle_name;
};

/// The whole text, `https://HOST/i#v1.…`. It holds the secret, which is what a link is for: whoever shows it
/// keeps it no longer than it is shown. Errors: `bad_name`, `bad_link` (a seed that is not 32 bytes).
[[nodiscard]] Result<std::string> text_of_link(const InvitationLink& link);
/// Errors: `bad_link` (not a link of ours, cut short or damaged), `bad_link_host`, `unknown_link_version`,
/// `bad_name`.
[[nodiscard]] Result<InvitationLink> parse_link(std::string_view text);

/// The Ed25519 key of an invitation. Errors: `bad_link` (a seed that is not 32 bytes).
[[nodiscard]] Result<primitives::SignatureKeyPair> invitation_key_pair(const Secret& seed);

/// What the inviter makes and keeps for an invitation; the private half of `box` opens the introduction.
struct InvitationSecrets {
  Secret seed;
  primitives::SignatureKeyPair key;
  primitives::HpkeKeyPair box;

  [[nodiscard]] InvitationKey invitation_key() const;
  [[nodiscard]] BoxKey box_key() const;
};
[[nodiscard]] InvitationSecrets make_invitation_secrets(Random& random);

/// H("box key", key), as it stands in `InviteCreate`.
[[nodiscard]] Hash hash_of_box_key(const BoxKey& key);
/// H("sealed introduction", bytes), as it stands in `InviteAccept`.
[[nodiscard]] Hash hash_of_sealed_introduction(ByteView sealed);

/// Whether the charter that a hub showed is the one that the link means, and its invitation the link's.
/// Errors: `wrong_circle`, `unknown_invitation`, `bad_link` (another hub key, inviter or box key than the
/// charter's).
[[nodiscard]] Status check_link(const InvitationLink& link, const Charter& charter);

/// What a sealed introduction is bound to.
struct IntroductionBinding {
  CircleId circle;
  InvitationId invitation;
};
/// Seals an introduction so that only those who invited can read it. Errors: `bad_key` of crypto.
[[nodiscard]] Result<Bytes> seal_introduction(ByteView introduction, const BoxKey& to,
                                              const IntroductionBinding& binding, Random& random);
/// The introduction's bytes, not verified yet. Errors: `bad_introduction`.
[[nodiscard]] Result<Bytes> open_introduction(ByteView sealed, const Secret& box_private_key,
                                              const IntroductionBinding& binding);

/// The keys that an invited person brings.
struct AcceptanceKeys {
  const primitives::SignatureKeyPair& handle;
  const primitives::SignatureKeyPair& invitation;
  RecoveryKey recovery_key;
};
/// What an acceptance vouches for.
struct AcceptanceTerms {
  MemberId member;
  /// Hash of the sealed introduction.
  Hash introduction_hash{};
  std::vector<Hash> key_packages;
  Time time;
};
/// The acceptance for the charter's head, signed by handle and invitation key. Errors: `bad_key` of crypto,
/// `bad_entry` (no key packages, or too many).
[[nodiscard]] Result<CharterEntry> make_acceptance(const Charter& charter, const AcceptanceTerms& terms,
                                                   const AcceptanceKeys& keys);

/// Words that both sides compare.
inline constexpr std::size_t acceptance_words = 6;
/// The six words of an acceptance (11 bits of its hash each), which the invited person reads out and whoever
/// grants compares; static storage.
[[nodiscard]] std::array<std::string_view, acceptance_words> six_words(const EntryHash& acceptance);

}  // namespace kring::charter
