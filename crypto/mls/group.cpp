#include "crypto/mls/group.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/mls/leaf_validation.hpp"
#include "crypto/mls/tree_validation.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/primitives/signature.hpp"

#include <utility>

namespace kring::mls {

using crypto::Errc;

namespace {

constexpr std::uint16_t group_snapshot_version = 1;

struct NamedSecret {
  Bytes name;
  Secret secret;
};

Result<NamedSecret> read_named_secret(codec::Reader& in) {
  auto name = in.copy_opaque(limits::psk_id_bytes_max);
  if (!name) return fail(name.error());
  auto secret = in.opaque(limits::message_bytes_max);
  if (!secret) return fail(secret.error());
  return NamedSecret{std::move(*name), Secret::copy_of(*secret)};
}

Result<std::vector<NamedSecret>> read_named_secrets(codec::Reader& in, std::size_t count_max) {
  return in.vector<NamedSecret>(limits::message_bytes_max, count_max, read_named_secret);
}

struct PastEpoch {
  EpochId epoch{};
  Secret secret;
};

Result<PastEpoch> read_past_epoch(codec::Reader& in) {
  auto epoch = in.u64();
  if (!epoch) return fail(epoch.error());
  auto secret = in.opaque(primitives::hash_bytes);
  if (!secret) return fail(secret.error());
  return PastEpoch{EpochId{*epoch}, Secret::copy_of(*secret)};
}

WireFormat wire_format_of(HandshakeFormat format) {
  return format == HandshakeFormat::public_message ? WireFormat::public_message : WireFormat::private_message;
}

/// The new leaf of an Update; its signature covers where it stands.
Result<LeafNode> updated_leaf(LeafNode leaf, primitives::HpkePublicKey key, const LeafPosition& position,
                              const Secret& signature_key) {
  leaf.encryption_key = std::move(key);
  leaf.source = UpdateLeaf{};
  auto signature = sign_leaf(leaf, position, signature_key);
  if (!signature) return fail(signature.error());
  leaf.signature = std::move(*signature);
  return leaf;
}

}  // namespace

Result<Group> Group::create(GroupParameters parameters, primitives::SignatureKeyPair signer,
                            Credential credential, Random& random) {
  if (parameters.group_id.size() > limits::group_id_bytes_max) return fail(Errc::too_long, "group id");
  auto encryption = primitives::generate_hpke_key_pair(random);
  LeafNode leaf{.encryption_key = std::move(encryption.public_key),
                .signature_key = signer.public_key,
                .credential = std::move(credential),
                .capabilities = std::move(parameters.capabilities),
                .source = parameters.lifetime,
                .extensions = std::move(parameters.leaf_extensions),
                .signature = {}};
  auto signature = sign_leaf(leaf, {}, signer.private_key);
  if (!signature) return fail(signature.error());
  leaf.signature = std::move(*signature);

  RatchetTree tree(std::move(leaf));
  GroupContext context{.group_id = std::move(parameters.group_id),
                       .epoch = EpochId{0},
                       .tree_hash = copy_bytes(tree.tree_hash()),
                       .confirmed_transcript_hash = {},
                       .extensions = std::move(parameters.extensions)};
  if (has_duplicate_types(context.extensions)) return fail(Errc::bad_value, "an extension twice");
  if (auto valid = validate_tree(tree, context, std::nullopt); !valid) return fail(valid.error());
  auto secrets = EpochSecrets::from_epoch_secret(primitives::random_secret(random, primitives::hash_bytes));
  auto tag = secrets.confirmation_tag(context.confirmed_transcript_hash);
  const auto size = tree.size();
  EpochState state{
      PublicGroup(std::move(context), std::move(tree), std::move(tag)), LeafIndex{0},
      start_epoch(PrivateTree(LeafIndex{0}, std::move(encryption.private_key)), std::move(secrets), size)};
  return Group(std::move(state), std::move(signer));
}

Secret Group::exporter(std::string_view label, ByteView context, std::size_t length) const {
  KRING_ASSERT(is_member());
  return state_.member->epoch.exporter(label, context, length);
}

const Secret& Group::epoch_authenticator() const {
  KRING_ASSERT(is_member());
  return state_.member->epoch.epoch_authenticator;
}

Result<GroupInfo> Group::group_info(const GroupInfoOptions& options) const {
  if (!is_member()) return fail(Errc::not_a_member, "group_info");
  GroupInfo info{.group_context = context(),
                 .extensions = options.extensions,
                 .confirmation_tag = public_group().confirmation_tag(),
                 .signer = own_leaf(),
                 .signature = {}};
  if (options.tree == TreeDelivery::inside)
    info.extensions.push_back({ExtensionType::ratchet_tree, public_group().tree().encode()});
  if (options.external_joins == ExternalJoins::offered) {
    const ExternalPub external{state_.member->epoch.external_key_pair().public_key};
    info.extensions.push_back({ExtensionType::external_pub, codec::encode(external)});
  }
  auto signature = labels::sign(signer_.private_key, "GroupInfoTBS", info.to_be_signed());
  if (!signature) return fail(signature.error());
  info.signature = std::move(*signature);
  return info;
}

Status Group::add_external_psk(NamedPsk psk) {
  if (external_psks_.size() == limits::psks_max && !external_psks_.contains(psk.id))
    return fail(Errc::too_long, "external psks");
  external_psks_.insert_or_assign(std::move(psk.id), std::move(psk.secret));
  return {};
}

const Secret* Group::find_psk(const PreSharedKeyId& id) const {
  if (const auto* external = std::get_if<ExternalPsk>(&id.key)) {
    const auto known = external_psks_.find(external->id);
    return known == external_psks_.end() ? nullptr : &known->second;
  }
  const auto& resumption = std::get<ResumptionPsk>(id.key);
  if (resumption.group_id != context().group_id) return nullptr;
  if (resumption.epoch == epoch()) return &state_.member->epoch.resumption_psk;
  const auto known = resumption_psks_.find(resumption.epoch);
  return known == resumption_psks_.end() ? nullptr : &known->second;
}

Result<std::vector<KnownPsk>> Group::find_psks(std::span<const PreSharedKeyId> ids) const {
  std::vector<KnownPsk> psks;
  for (const auto& id : ids) {
    const auto* secret = find_psk(id);
    if (secret == nullptr) return fail(Errc::unknown_psk);
    psks.push_back({id, secret->clone()});
  }
  return psks;
}

Result<AuthenticatedContent> Group::sign(HandshakeFormat format, Bytes authenticated_data,
                                         MessageContent content) const {
  FramedContent framed{.group_id = context().group_id,
                       .epoch = epoch(),
                       .sender = Sender::member(own_leaf()),
                       .authenticated_data = std::move(authenticated_data),
                       .content = std::move(content)};
  return sign_content(wire_format_of(format), std::move(framed), codec::encode(context()),
                      signer_.private_key);
}

Result<MlsMessage> Group::frame(AuthenticatedContent content, Random& random) {
  KRING_ASSERT(is_member());
  if (content.wire_format == WireFormat::public_message) {
    return MlsMessage{
        protect_public(std::move(content), codec::encode(context()), state_.member->epoch.membership_key)};
  }
  auto message = protect_private(content, state_.member->messages, 0, random);
  if (!message) return fail(message.error());
  return MlsMessage{std::move(*message)};
}

Result<MlsMessage> Group::propose(Proposal proposal, const ProposalOptions& options, Random& random) {
  if (!is_member()) return fail(Errc::not_a_member, "propose");
  auto content = sign(options.format, options.authenticated_data, std::move(proposal));
  if (!content) return fail(content.error());
  auto public_group = state_.public_group;
  auto reference = public_group.remember(*content);
  if (!reference) return fail(reference.error());
  auto message = frame(std::move(*content), random);
  if (message) state_.public_group = std::move(public_group);
  return message;
}

Result<MlsMessage> Group::propose_update(const ProposalOptions& options, Random& random) {
  if (!is_member()) return fail(Errc::not_a_member, "propose_update");
  if (pending_updates_.size() == pending_updates_max) return fail(Errc::too_long, "pending updates");
  auto pair = primitives::generate_hpke_key_pair(random);
  auto leaf = updated_leaf(*public_group().tree().leaf(own_leaf()), pair.public_key,
                           {context().group_id, own_leaf()}, signer_.private_key);
  if (!leaf) return fail(leaf.error());
  auto message = propose(Proposal{Update{std::move(*leaf)}}, options, random);
  if (message) pending_updates_.emplace(std::move(pair.public_key), std::move(pair.private_key));
  return message;
}

Result<Bytes> Group::protect(ByteView application, ByteView authenticated_data, std::size_t padding_bytes,
                             Random& random) {
  if (!is_member()) return fail(Errc::not_a_member, "protect");
  auto content = sign(HandshakeFormat::private_message, copy_bytes(authenticated_data),
                      ApplicationData{copy_bytes(application)});
  if (!content) return fail(content.error());
  auto message = protect_private(*content, state_.member->messages, padding_bytes, random);
  if (!message) return fail(message.error());
  return codec::encode(MlsMessage{std::move(*message)});
}

Result<Opened> Group::unprotect(const PrivateMessage& message) {
  if (message.content_type != ContentType::application)
    return fail(Errc::unsupported_message, "not an application message");
  auto unframed = unframe_private(message);
  if (!unframed) return fail(unframed.error());
  if (auto good = public_group().verify(unframed->content); !good) return fail(good.error());
  state_.member->messages.tree.consume(std::move(*unframed->used));
  auto& content = unframed->content.content;
  return Opened{.sender = *content.sender.leaf(),
                .authenticated_data = std::move(content.authenticated_data),
                .content = std::move(std::get<ApplicationData>(content.content).bytes)};
}

bool Group::can_merge(const StagedCommit& staged) const {
  return is_member() && staged.effect().before == context() && !staged.joiner_;
}

void Group::merge(StagedCommit&& staged) {
  KRING_ASSERT(can_merge(staged));
  resumption_psks_.emplace(epoch(), std::move(state_.member->epoch.resumption_psk));
  if (resumption_psks_.size() > resumption_epochs_max) resumption_psks_.erase(resumption_psks_.begin());
  if (!staged.is_member()) resumption_psks_.clear();
  state_ = std::move(staged.after_);
  pending_updates_.clear();
}

SecretBytes Group::encode() const {
  codec::SecretWriter out;
  out.u16(group_snapshot_version);
  state_.write(out);
  out.opaque(signer_.private_key.expose());
  out.vector(external_psks_, [](codec::SecretWriter& inner, const auto& it) {
    inner.opaque(it.first);
    inner.opaque(it.second.expose());
  });
  out.vector(resumption_psks_, [](codec::SecretWriter& inner, const auto& it) {
    codec::write_number(inner, it.first);
    inner.opaque(it.second.expose());
  });
  out.vector(pending_updates_, [](codec::SecretWriter& inner, const auto& it) {
    inner.opaque(it.first.bytes);
    inner.opaque(it.second.expose());
  });
  return out.take();
}

Result<Group> Group::read(codec::Reader& in) {
  auto version = in.u16();
  if (!version || *version != group_snapshot_version) return fail(Errc::bad_snapshot, "version");
  auto state = EpochState::read(in);
  if (!state) return fail(state.error());
  auto seed = in.opaque(primitives::key_bytes);
  if (!seed) return fail(seed.error());
  auto signer = primitives::signature_key_pair(Secret::copy_of(*seed));
  if (!signer) return fail(signer.error());
  Group group(std::move(*state), std::move(*signer));
  auto psks = read_named_secrets(in, limits::psks_max);
  if (!psks) return fail(psks.error());
  for (auto& it : *psks) group.external_psks_.insert_or_assign(std::move(it.name), std::move(it.secret));
  auto resumptions = in.vector<PastEpoch>(limits::message_bytes_max, resumption_epochs_max, read_past_epoch);
  if (!resumptions) return fail(resumptions.error());
  for (auto& it : *resumptions) group.resumption_psks_.insert_or_assign(it.epoch, std::move(it.secret));
  auto updates = read_named_secrets(in, pending_updates_max);
  if (!updates) return fail(updates.error());
  for (auto& it : *updates)
    group.pending_updates_.insert_or_assign({std::move(it.name)}, std::move(it.secret));
  if (auto end = in.finish(); !end) return fail(end.error());
  return group;
}

Result<Group> Group::decode(ByteView bytes) {
  codec::Reader in(bytes);
  auto group = read(in);
  if (!group) return fail(Errc::bad_snapshot, "group");
  return group;
}

Result<MlsMessage> make_external_proposal(const GroupContext& context, Sender sender, Proposal proposal,
                                          const Secret& signature_key) {
  FramedContent framed{.group_id = context.group_id,
                       .epoch = context.epoch,
                       .sender = std::move(sender),
                       .authenticated_data = {},
                       .content = std::move(proposal)};
  auto content = sign_content(WireFormat::public_message, std::move(framed), {}, signature_key);
  if (!content) return fail(content.error());
  return MlsMessage{unprotected_public(std::move(*content))};
}

}  // namespace kring::mls
