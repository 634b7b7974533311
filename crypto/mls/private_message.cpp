#include "crypto/mls/private_message.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>

namespace kring::mls {

using crypto::Errc;

namespace {

using ReuseGuard = FixedBytes<4>;

struct SenderData {
  LeafIndex leaf{};
  std::uint32_t generation = 0;
  ReuseGuard reuse_guard{};
};

RatchetKind ratchet_for(ContentType type) {
  return type == ContentType::application ? RatchetKind::application : RatchetKind::handshake;
}

/// SenderDataAAD.
Bytes sender_data_binding(const PrivateMessage& message) {
  codec::Writer out;
  out.opaque(message.group_id);
  codec::write_number(out, message.epoch);
  codec::write_number(out, message.content_type);
  return out.take();
}

/// PrivateContentAAD.
Bytes content_binding(const PrivateMessage& message) {
  codec::Writer out;
  out.raw(sender_data_binding(message));
  out.opaque(message.authenticated_data);
  return out.take();
}

primitives::AeadNonce nonce_of(const MessageKey& key, const ReuseGuard& guard) {
  KRING_ASSERT(key.nonce.size() == primitives::aead_nonce_bytes);
  primitives::AeadNonce nonce{};
  std::ranges::copy(key.nonce.expose(), nonce.begin());
  for (std::size_t i = 0; i < guard.size(); ++i) nonce[i] ^= guard[i];
  return nonce;
}

/// PrivateMessageContent.
Bytes plaintext_of(const AuthenticatedContent& it, std::size_t padding_bytes) {
  codec::Writer out;
  const auto& content = it.content.content;
  if (const auto* data = std::get_if<ApplicationData>(&content)) out.opaque(data->bytes);
  if (const auto* proposal = std::get_if<Proposal>(&content)) proposal->write(out);
  if (const auto* commit = std::get_if<Commit>(&content)) commit->write(out);
  it.auth.write(out);
  out.raw(Bytes(padding_bytes));
  return out.take();
}

Result<MessageContent> read_content(codec::Reader& in, ContentType type) {
  switch (type) {
    case ContentType::application: {
      auto bytes = in.copy_opaque(limits::message_bytes_max);
      if (!bytes) return fail(bytes.error());
      return ApplicationData{std::move(*bytes)};
    }
    case ContentType::proposal: {
      auto proposal = Proposal::read(in);
      if (!proposal) return fail(proposal.error());
      return std::move(*proposal);
    }
    case ContentType::commit: {
      auto commit = Commit::read(in);
      if (!commit) return fail(commit.error());
      return std::move(*commit);
    }
  }
  return fail(Errc::bad_value, "content type");
}

Result<AuthenticatedContent> read_plaintext(const PrivateMessage& message, LeafIndex sender,
                                            ByteView plaintext) {
  codec::Reader in(plaintext);
  auto content = read_content(in, message.content_type);
  if (!content) return fail(content.error());
  auto auth = FramedContentAuth::read(in, message.content_type);
  if (!auth) return fail(auth.error());
  if (std::ranges::any_of(in.rest(), [](std::uint8_t byte) { return byte != 0; }))
    return fail(Errc::bad_value, "padding");
  return AuthenticatedContent{.wire_format = WireFormat::private_message,
                              .content = {.group_id = message.group_id,
                                          .epoch = message.epoch,
                                          .sender = Sender::member(sender),
                                          .authenticated_data = message.authenticated_data,
                                          .content = std::move(*content)},
                              .auth = std::move(*auth)};
}

Bytes seal_sender_data(const PrivateMessage& message, const SenderData& data, const Secret& secret) {
  codec::Writer out;
  codec::write_number(out, data.leaf);
  out.u32(data.generation);
  out.raw(data.reuse_guard);
  const auto key = sender_data_key(secret, message.ciphertext);
  return primitives::aead_seal(key.key, nonce_of(key, {}), sender_data_binding(message), out.view());
}

Result<SenderData> open_sender_data(const PrivateMessage& message, const Secret& secret) {
  const auto key = sender_data_key(secret, message.ciphertext);
  auto plaintext = primitives::aead_open(key.key, nonce_of(key, {}), sender_data_binding(message),
                                         message.encrypted_sender_data);
  if (!plaintext) return fail(plaintext.error());
  codec::Reader in(*plaintext);
  auto leaf = in.u32();
  if (!leaf) return fail(leaf.error());
  auto generation = in.u32();
  if (!generation) return fail(generation.error());
  auto guard = in.fixed<4>();
  if (!guard) return fail(guard.error());
  if (auto end = in.finish(); !end) return fail(end.error());
  return SenderData{LeafIndex{*leaf}, *generation, *guard};
}

}  // namespace

MessageKey sender_data_key(const Secret& sender_data_secret, ByteView ciphertext) {
  const auto sample = ciphertext.first(std::min(ciphertext.size(), primitives::hash_bytes));
  return {labels::expand(sender_data_secret, "key", sample, primitives::aead_key_bytes),
          labels::expand(sender_data_secret, "nonce", sample, primitives::aead_nonce_bytes)};
}

Result<PrivateMessage> protect_private(const AuthenticatedContent& it, MessageSecrets& secrets,
                                       std::size_t padding_bytes, Random& random) {
  const auto sender = it.content.sender.leaf();
  KRING_ASSERT(sender.has_value());  // Only members have message keys.
  auto sending = secrets.tree.next(*sender, ratchet_for(it.content.type()));
  if (!sending) return fail(sending.error());
  PrivateMessage message{.group_id = it.content.group_id,
                         .epoch = it.content.epoch,
                         .content_type = it.content.type(),
                         .authenticated_data = it.content.authenticated_data,
                         .encrypted_sender_data = {},
                         .ciphertext = {}};
  const SenderData data{*sender, sending->generation, random.fixed<4>()};
  message.ciphertext = primitives::aead_seal(sending->key.key, nonce_of(sending->key, data.reuse_guard),
                                             content_binding(message), plaintext_of(it, padding_bytes));
  message.encrypted_sender_data = seal_sender_data(message, data, secrets.sender_data_secret);
  return message;
}

Result<LeafIndex> sender_of(const PrivateMessage& message, const Secret& sender_data_secret) {
  auto data = open_sender_data(message, sender_data_secret);
  if (!data) return fail(Errc::decryption_failed, "sender data");
  return data->leaf;
}

Result<OpenedMessage> open_private(const PrivateMessage& message, const MessageSecrets& secrets) {
  auto data = open_sender_data(message, secrets.sender_data_secret);
  if (!data) return fail(Errc::decryption_failed, "sender data");
  auto used = secrets.tree.find(
      {.sender = data->leaf, .kind = ratchet_for(message.content_type), .generation = data->generation});
  if (!used) return fail(used.error());
  auto plaintext = primitives::aead_open(used->key.key, nonce_of(used->key, data->reuse_guard),
                                         content_binding(message), message.ciphertext);
  if (!plaintext) return fail(plaintext.error());
  auto content = read_plaintext(message, data->leaf, *plaintext);
  if (!content) return fail(Errc::decryption_failed, "plaintext");
  return OpenedMessage{std::move(*content), std::move(*used)};
}

}  // namespace kring::mls
