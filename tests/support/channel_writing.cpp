#include "tests/support/channel_writing.hpp"

#include "channels/model/signing.hpp"
#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/commit_structures.hpp"
#include "channels/rules/extensions.hpp"
#include "channels/rules/rotation.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/key_package_bundle.hpp"
#include "crypto/record/record_cipher.hpp"
#include "crypto/record/record_key.hpp"

#include <algorithm>
#include <utility>

namespace kring::support {

namespace {

rules::CommitData data_of(const TestCircle& circle, const CommitOrder& order,
                          const std::optional<rules::NextKey>& next) {
  const auto& state = order.state;
  rules::CommitData data{.charter = rules::head_of(circle.charter()),
                         .log = state.log,
                         .time = circle.now,
                         .generation = state.generation,
                         .key_hash = state.key_hash,
                         .back_link_hash = state.back_link_hash};
  if (next) {
    data.generation = next->generation;
    data.key_hash = next->key_hash;
    data.back_link_hash = next->back_link_hash;
  }
  return data;
}

mls::Extensions joined_with(const rules::CommitData& data, const Secret* key) {
  const rules::JoinExtension join{.charter = data.charter,
                                  .log = data.log,
                                  .time = data.time,
                                  .generation = data.generation,
                                  .record_key = key == nullptr ? Secret() : key->clone()};
  const auto bytes = join.encode();
  return {{.type = rules::join_extension_type, .content = copy_bytes(bytes)}};
}

}  // namespace

MadeCommit make_commit(TestCircle& circle, const CommitOrder& order) {
  std::optional<rules::NextKey> next;
  if (order.rotates) next = rules::make_next_key(order.state, order.record_key, circle.random);
  auto data = data_of(circle, order, next);
  mls::CommitOptions options{
      .adds = order.adds,
      .removes = order.removes,
      .authenticated_data = data.encode(),
      .path = order.adds.empty() ? mls::PathPolicy::always : mls::PathPolicy::when_required,
      .tree = mls::TreeDelivery::separate};
  if (!order.adds.empty())
    options.group_info_extensions = joined_with(data, next ? &next->key : order.record_key);
  auto prepared = order.group.prepare_commit(options, circle.random).value();
  rules::CommitPayload payload{.commit = codec::encode(prepared.commit), .rotation = std::nullopt};
  if (next) {
    const rules::RotationPlace place{
        .state = order.state, .epoch = prepared.staged.epoch(), .generation = next->generation};
    const auto exported = prepared.staged.exporter(record::key_box_label, rules::exporter_context(place),
                                                   record::key_box_secret_bytes);
    payload.rotation =
        rules::make_rotation(place, *next, exported, order.committer.handle.private_key).value();
  }
  auto bytes = payload.encode();
  auto after = order.state.after_commit(
      data,
      {.kind = channels::LogKind::commit, .time = circle.now, .payload_hash = rules::payload_hash(bytes)});
  return {.payload = std::move(bytes),
          .data = std::move(data),
          .after = std::move(after),
          .prepared = std::move(prepared),
          .next_key = next ? std::optional(std::move(next->key)) : std::nullopt};
}

rules::RecordPayload make_record(TestCircle& circle, const RecordOrder& order) {
  const auto& state = order.state;
  const auto record = circle.random.id<channels::RecordId>();
  const rules::RecordContent content{.circle = state.circle,
                                     .channel = state.channel,
                                     .group = state.group,
                                     .epoch = state.epoch,
                                     .generation = state.generation,
                                     .record = record,
                                     .author = order.author.id,
                                     .counter = order.counter,
                                     .charter = rules::head_of(circle.charter()),
                                     .log = state.log,
                                     .article = copy_bytes(order.article)};
  const auto bytes = content.encode();
  const rules::SignedRecord plain{
      .content = bytes,
      .signature =
          channels::sign(channels::SigningPurpose::record, bytes, order.author.handle.private_key).value()};
  const record::RecordPlace place{.channel = state.channel.view(),
                                  .epoch = mls::number_of(state.epoch),
                                  .generation = std::to_underlying(state.generation),
                                  .record = record.view()};
  auto sealed = record::seal_record(order.record_key, place, plain.encode()).value();
  return {.epoch = state.epoch,
          .generation = state.generation,
          .record = record,
          .commitment = sealed.commitment,
          .ciphertext = std::move(sealed.ciphertext)};
}

mls::KeyPackageBundle make_package_of(TestCircle& circle, const TestPerson& person) {
  return mls::make_key_package(
             person.handle, mls::Credential::basic(person.id.view()),
             {.capabilities =
                  mls::default_capabilities({rules::channel_extension_type, rules::join_extension_type}),
              .lifetime = mls::Lifetime::between(circle.now, circle.now + std::chrono::days(90))},
             circle.random)
      .value();
}

}  // namespace kring::support
