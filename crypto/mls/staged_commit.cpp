#include "crypto/mls/staged_commit.hpp"

#include "crypto/base/assert.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/primitives/signature.hpp"

namespace kring::mls {

using crypto::Errc;

namespace {

constexpr std::uint16_t staged_snapshot_version = 1;
constexpr std::size_t staged_bytes_max = std::size_t{256} << 20U;

enum EffectFlag : std::uint8_t { other_proposals = 1, by_reference = 2, external = 4, has_path = 8 };

void write_effect(codec::Writer& out, const CommitEffect& effect) {
  codec::write_number(out, effect.committer);
  out.vector(effect.adds, [](codec::Writer& inner, const AddedMember& it) {
    codec::write_number(inner, it.leaf);
    it.key_package.write(inner);
  });
  out.vector(effect.removes, [](codec::Writer& inner, const RemovedMember& it) {
    codec::write_number(inner, it.leaf);
    it.node.write(inner);
  });
  out.u8(static_cast<std::uint8_t>((effect.other_proposals ? other_proposals : 0U) |
                                   (effect.by_reference ? by_reference : 0U) |
                                   (effect.external ? external : 0U) | (effect.has_path ? has_path : 0U)));
  out.opaque(effect.authenticated_data);
  effect.before.write(out);
  effect.after.write(out);
}

Result<AddedMember> read_added(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      AddedMember{.leaf = fields.number<LeafIndex>(), .key_package = fields.read<KeyPackage>()});
}

Result<RemovedMember> read_removed(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(RemovedMember{.leaf = fields.number<LeafIndex>(), .node = fields.read<LeafNode>()});
}

Result<CommitEffect> read_effect(codec::Reader& in) {
  CommitEffect effect;
  codec::FieldReader fields(in);
  effect.committer = fields.number<LeafIndex>();
  auto adds = in.vector<AddedMember>(staged_bytes_max, limits::proposals_max, read_added);
  if (!adds) return fail(adds.error());
  effect.adds = std::move(*adds);
  auto removes = in.vector<RemovedMember>(staged_bytes_max, limits::proposals_max, read_removed);
  if (!removes) return fail(removes.error());
  effect.removes = std::move(*removes);
  const auto flags = fields.u8();
  effect.other_proposals = (flags & other_proposals) != 0;
  effect.by_reference = (flags & by_reference) != 0;
  effect.external = (flags & external) != 0;
  effect.has_path = (flags & has_path) != 0;
  effect.authenticated_data = fields.opaque(limits::message_bytes_max);
  effect.before = fields.read<GroupContext>();
  effect.after = fields.read<GroupContext>();
  return fields.done(std::move(effect));
}

Result<primitives::SignatureKeyPair> read_joiner(codec::Reader& in) {
  auto seed = in.opaque(primitives::key_bytes);
  if (!seed) return fail(seed.error());
  return primitives::signature_key_pair(Secret::copy_of(*seed));
}

Result<PreparedCommit> read_prepared(ByteView bytes) {
  codec::Reader in(bytes);
  auto commit = MlsMessage::read(in);
  if (!commit) return fail(commit.error());
  auto welcome = in.optional<MlsMessage>(MlsMessage::read);
  if (!welcome) return fail(welcome.error());
  auto staged = StagedCommit::decode(in.rest());
  if (!staged) return fail(staged.error());
  return PreparedCommit{std::move(*commit), std::move(*welcome), std::move(*staged)};
}

}  // namespace

Secret StagedCommit::exporter(std::string_view label, ByteView context, std::size_t length) const {
  KRING_ASSERT(is_member());
  return after_.member->epoch.exporter(label, context, length);
}

const Secret& StagedCommit::epoch_authenticator() const {
  KRING_ASSERT(is_member());
  return after_.member->epoch.epoch_authenticator;
}

SecretBytes StagedCommit::encode() const {
  codec::SecretWriter out;
  out.u16(staged_snapshot_version);
  codec::Writer effect;
  write_effect(effect, effect_);
  out.raw(effect.view());
  after_.write(out);
  out.optional(joiner_, [](codec::SecretWriter& inner, const primitives::SignatureKeyPair& pair) {
    inner.opaque(pair.private_key.expose());
  });
  return out.take();
}

Result<StagedCommit> StagedCommit::read(codec::Reader& in) {
  auto version = in.u16();
  if (!version || *version != staged_snapshot_version) return fail(Errc::bad_snapshot, "version");
  auto effect = read_effect(in);
  if (!effect) return fail(effect.error());
  auto after = EpochState::read(in);
  if (!after) return fail(after.error());
  auto joiner = in.optional<primitives::SignatureKeyPair>(read_joiner);
  if (!joiner) return fail(joiner.error());
  if (auto end = in.finish(); !end) return fail(end.error());
  if (effect->after != after->public_group.context()) return fail(Errc::bad_snapshot, "contexts");
  return StagedCommit(std::move(*effect), std::move(*after), std::move(*joiner));
}

Result<StagedCommit> StagedCommit::decode(ByteView bytes) {
  codec::Reader in(bytes);
  auto staged = read(in);
  if (!staged) return fail(Errc::bad_snapshot, "staged commit");
  return staged;
}

SecretBytes PreparedCommit::encode() const {
  codec::SecretWriter out;
  out.raw(codec::encode(commit));
  out.optional(welcome,
               [](codec::SecretWriter& inner, const MlsMessage& it) { inner.raw(codec::encode(it)); });
  out.raw(staged.encode());
  return out.take();
}

Result<PreparedCommit> PreparedCommit::decode(ByteView bytes) {
  auto prepared = read_prepared(bytes);
  if (!prepared) return fail(Errc::bad_snapshot, "prepared commit");
  return prepared;
}

}  // namespace kring::mls
