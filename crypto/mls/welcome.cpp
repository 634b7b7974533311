#include "crypto/mls/welcome.hpp"

#include "crypto/codec/field_reader.hpp"

namespace kring::mls {

namespace {

Result<Secret> read_secret(codec::Reader& in) {
  auto bytes = in.opaque(limits::hash_bytes_max);
  if (!bytes) return fail(bytes.error());
  return Secret::copy_of(*bytes);
}

}  // namespace

Result<GroupSecrets> GroupSecrets::read(codec::Reader& in) {
  GroupSecrets it;
  auto joiner_secret = read_secret(in);
  if (!joiner_secret) return fail(joiner_secret.error());
  it.joiner_secret = std::move(*joiner_secret);
  auto path_secret = in.optional<Secret>(read_secret);
  if (!path_secret) return fail(path_secret.error());
  it.path_secret = std::move(*path_secret);
  codec::FieldReader fields(in);
  it.psks = fields.vector<PreSharedKeyId>(limits::message_bytes_max, limits::psks_max);
  return fields.done(std::move(it));
}

void GroupSecrets::write(codec::SecretWriter& out) const {
  out.opaque(joiner_secret.expose());
  out.optional(path_secret,
               [](codec::SecretWriter& inner, const Secret& secret) { inner.opaque(secret.expose()); });
  codec::Writer ids;
  codec::write_vector(ids, psks);
  out.raw(ids.view());
}

Secret GroupSecrets::encode() const {
  codec::SecretWriter out;
  write(out);
  return Secret(out.take());
}

Result<EncryptedGroupSecrets> EncryptedGroupSecrets::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      EncryptedGroupSecrets{.new_member = fields.opaque(limits::hash_bytes_max),
                            .encrypted_group_secrets = fields.read<primitives::HpkeCiphertext>()});
}

void EncryptedGroupSecrets::write(codec::Writer& out) const {
  out.opaque(new_member);
  encrypted_group_secrets.write(out);
}

Result<Welcome> Welcome::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      Welcome{.cipher_suite = fields.number<CipherSuite>(),
              .secrets = fields.vector<EncryptedGroupSecrets>(limits::message_bytes_max, tree_leaves_max),
              .encrypted_group_info = fields.opaque(limits::message_bytes_max)});
}

void Welcome::write(codec::Writer& out) const {
  codec::write_number(out, cipher_suite);
  codec::write_vector(out, secrets);
  out.opaque(encrypted_group_info);
}

}  // namespace kring::mls
