#include "channels/charter/invitation.hpp"

#include "channels/model/hash.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/recovery/word_list.hpp"

namespace kring::charter {

namespace {

constexpr std::string_view introduction_info = "Kring 1.0 introduction";

Bytes additional_data(const IntroductionBinding& binding) {
  codec::Writer out;
  out.raw(binding.circle.view());
  out.raw(binding.invitation.view());
  return out.take();
}

/// A public key of our own making is 32 bytes.
template <class Key>
Key as_key(const Bytes& bytes) {
  const auto fixed = to_fixed<Key::size>(bytes);
  KRING_ASSERT(fixed.has_value());
  return Key(*fixed);
}

}  // namespace

Result<primitives::SignatureKeyPair> invitation_key_pair(const Secret& seed) {
  if (seed.size() != primitives::key_bytes) return fail(Errc::bad_link, "seed");
  return primitives::signature_key_pair(channels::derive_key(seed, "invitation key", {}));
}

InvitationKey InvitationSecrets::invitation_key() const {
  return as_key<InvitationKey>(key.public_key.bytes);
}

BoxKey InvitationSecrets::box_key() const {
  return as_key<BoxKey>(box.public_key.bytes);
}

InvitationSecrets make_invitation_secrets(Random& random) {
  auto seed = primitives::random_secret(random, primitives::key_bytes);
  auto key = invitation_key_pair(seed);
  KRING_ASSERT(key.has_value());
  return {.seed = std::move(seed), .key = std::move(*key), .box = primitives::generate_hpke_key_pair(random)};
}

Hash hash_of_box_key(const BoxKey& key) {
  return channels::labelled_hash("box key", key.view());
}

Hash hash_of_sealed_introduction(ByteView sealed) {
  return channels::labelled_hash("sealed introduction", sealed);
}

Status check_link(const InvitationLink& link, const Charter& charter) {
  if (charter.circle() != link.circle) return fail(Errc::wrong_circle);
  if (charter.hub_key() != link.hub_key) return fail(Errc::bad_link, "hub key");
  const auto pair = invitation_key_pair(link.seed);
  if (!pair) return fail(pair.error());
  const auto* invitation =
      charter.invitation(channels::invitation_of(as_key<InvitationKey>(pair->public_key.bytes)));
  if (invitation == nullptr) return fail(Errc::unknown_invitation);
  if (invitation->maker != link.inviter) return fail(Errc::bad_link, "inviter");
  if (invitation->terms.box_key_hash != hash_of_box_key(link.box_key)) return fail(Errc::bad_link, "box key");
  return {};
}

Result<Bytes> seal_introduction(ByteView introduction, const BoxKey& to, const IntroductionBinding& binding,
                                Random& random) {
  const auto additional = additional_data(binding);
  auto sealed = primitives::hpke_seal({.bytes = copy_bytes(to.view())},
                                      {.info = view_bytes(introduction_info), .additional = additional},
                                      introduction, random);
  if (!sealed) return fail(sealed.error());
  return codec::encode(*sealed);
}

Result<Bytes> open_introduction(ByteView sealed, const Secret& box_private_key,
                                const IntroductionBinding& binding) {
  const auto ciphertext = codec::decode<primitives::HpkeCiphertext>(sealed);
  if (!ciphertext) return fail(Errc::bad_introduction, "sealed");
  const auto additional = additional_data(binding);
  const auto opened = primitives::hpke_open(
      box_private_key, {.info = view_bytes(introduction_info), .additional = additional}, *ciphertext);
  if (!opened) return fail(Errc::bad_introduction, "sealed");
  return copy_bytes(*opened);
}

Result<CharterEntry> make_acceptance(const Charter& charter, const AcceptanceTerms& terms,
                                     const AcceptanceKeys& keys) {
  const auto handle_key = as_key<HandleKey>(keys.handle.public_key.bytes);
  const auto invitation_key = as_key<InvitationKey>(keys.invitation.public_key.bytes);
  const InviteAccept body{.invitation = channels::invitation_of(invitation_key),
                          .member = terms.member,
                          .handle_key = handle_key,
                          .recovery_key = keys.recovery_key,
                          .introduction_hash = terms.introduction_hash,
                          .key_packages = terms.key_packages};
  return make_entry(charter.next_content(channels::handle_of(handle_key), terms.time, body),
                    {.handle = &keys.handle.private_key, .invitation = &keys.invitation.private_key});
}

std::array<std::string_view, acceptance_words> six_words(const EntryHash& acceptance) {
  std::array<std::string_view, acceptance_words> words;
  std::uint32_t gathered = 0;
  unsigned bits = 0;
  std::size_t next_byte = 0;
  for (auto& word : words) {
    while (bits < recovery::word_bits) {
      gathered = gathered << 8U | acceptance.bytes()[next_byte++];
      bits += 8;
    }
    bits -= recovery::word_bits;
    const auto index = gathered >> bits & (recovery::word_count - 1);
    word = recovery::word(static_cast<recovery::WordIndex>(index), recovery::WordLanguage::dutch);
  }
  return words;
}

}  // namespace kring::charter
