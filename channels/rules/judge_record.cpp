#include "channels/rules/judge_record.hpp"

#include "channels/model/signing.hpp"
#include "channels/rules/log_head_rule.hpp"
#include "crypto/mls/message.hpp"

#include <utility>
#include <variant>

namespace kring::rules {

using channels::Errc;
using channels::HandleId;
using channels::Mode;
using channels::Right;

namespace {

/// What records and sealed messages say alike.
struct Post {
  HandleId author;
  const CharterHead& charter;
  const LogHead& log;
  std::uint64_t counter = 0;
};

/// The charter at the head that the author named, where it may post. Errors: `record_unknown_charter_head`,
/// `record_old_charter_head`, `record_may_not_post`.
Result<const charter::Charter*> check_author(const PostCase& it, const Post& post) {
  const auto* charter = it.charter.find(post.charter);
  if (charter == nullptr || charter->circle() != it.state.circle) {
    return fail(Errc::record_unknown_charter_head, "record");
  }
  if (post.charter.number < it.state.charter.number) return fail(Errc::record_old_charter_head, "record");
  if (!charter->can(post.author, it.state.channel, Right::post, it.entry_time)) {
    return fail(Errc::record_may_not_post, "record");
  }
  return charter;
}

Status check_log_head(const PostCase& it, const Post& post) {
  if (!is_head_since_commit(it.state, it.log, post.log)) return fail(Errc::record_wrong_log_head, "record");
  return {};
}

Status check_counter(const PostCase& it, const Post& post) {
  if (post.counter <= it.history.last_counter(post.author)) {
    return fail(Errc::record_counter_used, "record");
  }
  return {};
}

Status check_in_force(const ChannelState& state, const RecordPayload& payload) {
  if (state.mode != Mode::record) return fail(Errc::record_wrong_mode, "record");
  if (payload.epoch != state.epoch) return fail(Errc::record_wrong_epoch, "record");
  if (payload.generation != state.generation) return fail(Errc::record_wrong_generation, "record");
  return {};
}

Status check_place(const ChannelState& state, const RecordPayload& payload, const RecordContent& content) {
  if (content.circle != state.circle || content.channel != state.channel || content.group != state.group ||
      content.epoch != payload.epoch || content.generation != payload.generation ||
      content.record != payload.record) {
    return fail(Errc::record_wrong_place, "record");
  }
  return {};
}

}  // namespace

Result<RecordPayload> judge_record_payload(const ChannelState& state, ByteView payload) {
  if (state.mode != Mode::record) return fail(Errc::record_wrong_mode, "record");
  auto record = RecordPayload::decode(payload);
  if (!record) return fail(record.error());
  if (auto good = check_in_force(state, *record); !good) return fail(good.error());
  return record;
}

Result<RecordContent> judge_record(const PostCase& it, const RecordPayload& payload, ByteView opened) {
  if (auto good = check_in_force(it.state, payload); !good) return fail(good.error());
  const auto record = SignedRecord::decode(opened);
  if (!record) return fail(record.error());
  auto content = RecordContent::decode(record->content);
  if (!content) return fail(content.error());
  if (auto good = check_place(it.state, payload, *content); !good) return fail(good.error());
  const Post post{.author = content->author,
                  .charter = content->charter,
                  .log = content->log,
                  .counter = content->counter};
  const auto charter = check_author(it, post);
  if (!charter) return fail(charter.error());
  const channels::Signed it_signed{.content = record->content, .signature = record->signature};
  const auto& key = (*charter)->handle(post.author)->key;  // It may post, so it is known.
  if (!channels::verify(channels::SigningPurpose::record, it_signed, key.bytes())) {
    return fail(Errc::record_bad_signature, "record");
  }
  if (auto good = check_log_head(it, post); !good) return fail(good.error());
  if (it.history.has_record(content->record)) return fail(Errc::record_id_used, "record");
  if (auto good = check_counter(it, post); !good) return fail(good.error());
  return content;
}

Result<mls::PrivateMessage> judge_sealed_payload(const ChannelState& state, ByteView payload) {
  if (state.mode != Mode::sealed) return fail(Errc::record_wrong_mode, "sealed");
  auto message = mls::decode_message(payload);
  auto* sealed = message ? std::get_if<mls::PrivateMessage>(&message->body) : nullptr;
  if (sealed == nullptr || sealed->content_type != mls::ContentType::application) {
    return fail(Errc::bad_structure, "sealed");
  }
  if (!equal(sealed->group_id, state.group.view())) return fail(Errc::channel_wrong_group, "sealed");
  if (sealed->epoch != state.epoch) return fail(Errc::record_wrong_epoch, "sealed");
  if (auto data = SealedData::decode(sealed->authenticated_data); !data) return fail(data.error());
  return std::move(*sealed);
}

Result<SealedData> judge_sealed(const PostCase& it, const HandleId& author, ByteView authenticated_data) {
  if (it.state.mode != Mode::sealed) return fail(Errc::record_wrong_mode, "sealed");
  auto data = SealedData::decode(authenticated_data);
  if (!data) return fail(data.error());
  const Post post{.author = author, .charter = data->charter, .log = data->log, .counter = data->counter};
  if (const auto charter = check_author(it, post); !charter) return fail(charter.error());
  if (auto good = check_log_head(it, post); !good) return fail(good.error());
  if (auto good = check_counter(it, post); !good) return fail(good.error());
  return data;
}

}  // namespace kring::rules
