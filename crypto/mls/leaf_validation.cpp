#include "crypto/mls/leaf_validation.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/primitives/labels.hpp"
#include "crypto/primitives/x25519.hpp"

#include <algorithm>

namespace kring::mls {

using crypto::Errc;
using primitives::LabelPrefix;

namespace {

constexpr std::string_view leaf_label = "LeafNodeTBS";
constexpr std::string_view key_package_label = "KeyPackageTBS";

/// The types that every client knows and that no capabilities list (RFC 9420, section 7.2).
bool is_default(ExtensionType type) {
  return type >= ExtensionType::application_id && type <= ExtensionType::external_senders;
}
bool is_default(ProposalType type) {
  return type >= ProposalType::add && type <= ProposalType::group_context_extensions;
}

template <class T>
bool contains(const std::vector<T>& list, T value) {
  return std::ranges::find(list, value) != list.end();
}

bool supports(const Capabilities& can, const Extension& extension) {
  return is_default(extension.type) || contains(can.extensions, extension.type);
}

bool supports_all(const Capabilities& can, std::span<const Extension> extensions) {
  return std::ranges::all_of(extensions, [&](const auto& it) { return supports(can, it); });
}

bool supports(const Capabilities& can, const RequiredCapabilities& required) {
  return std::ranges::all_of(required.extensions,
                             [&](auto it) { return is_default(it) || contains(can.extensions, it); }) &&
         std::ranges::all_of(required.proposals,
                             [&](auto it) { return is_default(it) || contains(can.proposals, it); }) &&
         std::ranges::all_of(required.credentials, [&](auto it) { return contains(can.credentials, it); });
}

}  // namespace

Result<Bytes> sign_leaf(const LeafNode& leaf, const LeafPosition& position, const Secret& signature_key) {
  return sign_with_label(LabelPrefix::mls, leaf_label, leaf.to_be_signed(position), signature_key);
}

Status verify_leaf_signature(const LeafNode& leaf, const LeafPosition& position) {
  const auto content = leaf.to_be_signed(position);
  return verify_with_label(LabelPrefix::mls, leaf_label, {content, leaf.signature}, leaf.signature_key);
}

Status check_leaf(const LeafNode& leaf, std::span<const Extension> group_extensions) {
  const auto& can = leaf.capabilities;
  if (!contains(can.versions, ProtocolVersion::mls10)) return fail(Errc::bad_capabilities, "version");
  if (!contains(can.cipher_suites, our_suite)) return fail(Errc::bad_capabilities, "cipher suite");
  if (!contains(can.credentials, leaf.credential.type)) return fail(Errc::bad_credential, "own type");
  if (has_duplicate_types(leaf.extensions)) return fail(Errc::bad_leaf_node, "an extension twice");
  if (!supports_all(can, leaf.extensions)) return fail(Errc::bad_capabilities, "own extensions");
  if (!supports_all(can, group_extensions)) return fail(Errc::bad_capabilities, "the group's extensions");
  if (const auto* extension = find_extension(group_extensions, ExtensionType::required_capabilities)) {
    auto required = codec::decode<RequiredCapabilities>(extension->content);
    if (!required) return fail(required.error());
    if (!supports(can, *required)) return fail(Errc::bad_capabilities, "required by the group");
  }
  return {};
}

Status check_lifetime(const LeafNode& leaf, std::optional<Time> now) {
  const auto* lifetime = std::get_if<Lifetime>(&leaf.source);
  if (!now || lifetime == nullptr) return {};
  if (!lifetime->contains(*now)) return fail(Errc::bad_lifetime, "not now");
  if (lifetime->not_after_s - lifetime->not_before_s > lifetime_s_max) {
    return fail(Errc::bad_lifetime, "too long");
  }
  return {};
}

Status check_usable(const primitives::HpkePublicKey& key) {
  auto scalar = Secret::of_size(primitives::key_bytes);
  scalar.expose_mutable().front() = 8;
  auto shared = primitives::x25519(scalar, key);
  if (!shared) return fail(shared.error());
  return {};
}

Status validate_key_package(const KeyPackage& key_package, std::span<const Extension> group_extensions,
                            std::optional<Time> now) {
  const auto& leaf = key_package.leaf_node;
  if (key_package.version != ProtocolVersion::mls10) return fail(Errc::unsupported_version, "key package");
  if (key_package.cipher_suite != our_suite) return fail(Errc::unsupported_cipher_suite, "key package");
  if (!std::holds_alternative<Lifetime>(leaf.source)) return fail(Errc::bad_key_package, "leaf's source");
  if (key_package.init_key == leaf.encryption_key) return fail(Errc::bad_key_package, "init key reused");
  if (has_duplicate_types(key_package.extensions)) return fail(Errc::bad_key_package, "an extension twice");
  if (!supports_all(leaf.capabilities, key_package.extensions)) {
    return fail(Errc::bad_key_package, "extension beyond the capabilities");
  }
  if (auto checked = check_leaf(leaf, group_extensions); !checked) return checked;
  if (auto checked = check_lifetime(leaf, now); !checked) return checked;
  if (auto checked = check_usable(key_package.init_key); !checked) return checked;
  if (auto checked = check_usable(leaf.encryption_key); !checked) return checked;
  if (auto checked = verify_leaf_signature(leaf, {}); !checked) return checked;
  const auto content = key_package.to_be_signed();
  return verify_with_label(LabelPrefix::mls, key_package_label, {content, key_package.signature},
                           leaf.signature_key);
}

}  // namespace kring::mls
