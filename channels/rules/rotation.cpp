#include "channels/rules/rotation.hpp"

#include "channels/model/signing.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/hash.hpp"
#include "crypto/record/record_key.hpp"

#include <utility>

namespace kring::rules {

using channels::Errc;
using channels::Generation;
using channels::SigningPurpose;

namespace {

constexpr Generation first_generation{1};

record::KeyPlace key_place(const RotationPlace& place) {
  return {.channel = place.state.channel.view(), .generation = std::to_underlying(place.generation)};
}

KeyBoxContent signed_content(const RotationPlace& place, ByteView box) {
  auto content = place.content();
  content.box_hash = primitives::sha256(box);
  return content;
}

}  // namespace

NextKey make_next_key(const ChannelState& state, const Secret* current, Random& random) {
  NextKey next{.generation = channels::next(state.generation),
               .key = record::generate_record_key(random),
               .key_hash = {},
               .back_link = {},
               .back_link_hash = {}};
  KRING_ASSERT((current == nullptr) == (next.generation == first_generation));
  const record::KeyPlace place{.channel = state.channel.view(),
                               .generation = std::to_underlying(next.generation)};
  next.key_hash = record::record_key_hash(place, next.key);
  if (current != nullptr) {
    next.back_link = record::seal_back_link(place, next.key, *current);
    next.back_link_hash = primitives::sha256(next.back_link);
  }
  return next;
}

KeyBoxContent RotationPlace::content() const {
  return {.circle = state.circle,
          .channel = state.channel,
          .group = state.group,
          .epoch = epoch,
          .generation = generation,
          .box_hash = {}};
}

Bytes exporter_context(const RotationPlace& place) {
  return record::encode_place(key_place(place));
}

Result<Rotation> make_rotation(const RotationPlace& place, const NextKey& next, const Secret& exported,
                               const Secret& handle_seed) {
  Rotation rotation{.key_box = record::seal_key_box(exported, place.content().additional_data(), next.key),
                    .back_link = next.back_link,
                    .signature = {}};
  const auto content = signed_content(place, rotation.key_box).encode();
  auto signature = channels::sign(SigningPurpose::key_box, content, handle_seed);
  if (!signature) return fail(signature.error());
  rotation.signature = std::move(*signature);
  return rotation;
}

Status check_rotation(const RotationPlace& place, const CommitData& data,
                      const std::optional<Rotation>& rotation, const channels::HandleKey& committer) {
  const bool wanted = place.generation != place.state.generation;
  if (wanted && !rotation) return fail(Errc::rotation_missing, "rotation");
  if (!wanted && rotation) return fail(Errc::rotation_needless, "rotation");
  if (!rotation) return {};
  const bool first = place.generation == first_generation;
  if (rotation->key_box.size() != record::key_box_bytes ||
      rotation->back_link.size() != (first ? 0 : record::back_link_bytes)) {
    return fail(Errc::rotation_wrong_size, "rotation");
  }
  if (data.back_link_hash != (first ? Hash{} : primitives::sha256(rotation->back_link))) {
    return fail(Errc::rotation_wrong_back_link, "rotation");
  }
  const auto content = signed_content(place, rotation->key_box).encode();
  const channels::Signed it{.content = content, .signature = rotation->signature};
  if (!channels::verify(SigningPurpose::key_box, it, committer.bytes())) {
    return fail(Errc::rotation_bad_signature, "rotation");
  }
  return {};
}

Result<Secret> open_rotation(const RotationPlace& place, const CommitData& data, const Rotation& rotation,
                             const Secret& exported, const Secret* current) {
  auto key = record::open_key_box(exported, place.content().additional_data(), rotation.key_box);
  if (!key) return fail(Errc::rotation_box_closed, "rotation");
  if (record::record_key_hash(key_place(place), *key) != data.key_hash) {
    return fail(Errc::rotation_wrong_key, "rotation");
  }
  if (place.generation == first_generation) return key;
  auto previous = record::open_back_link(key_place(place), *key, rotation.back_link);
  if (!previous || current == nullptr || !(*previous == *current)) {
    return fail(Errc::rotation_link_broken, "rotation");
  }
  return key;
}

}  // namespace kring::rules
