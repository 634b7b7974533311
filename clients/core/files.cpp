#include "clients/core/blob_access.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/state.hpp"

#include "crypto/primitives/keys.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace kring::core {

namespace {

/// The article that will name a file, as far as it is known. Errors: `file_too_large`, those of
/// `articles::Article::of`.
Result<articles::Attachment> draft_attachment(const FileToSend& file) {
  const auto padded = blob::padded_size(file.size);
  if (!padded) return fail(client::Errc::file_too_large, "file");
  articles::Attachment attachment{.blob = {},
                                  .key = {},
                                  .hash = {},
                                  .shape = {.content_bytes = file.size, .padded_bytes = *padded},
                                  .name = file.name,
                                  .media_type = file.media_type,
                                  .text = file.text,
                                  .from = file.from};
  if (const auto article = articles::Article::of(attachment); !article) return fail(article.error());
  return attachment;
}

}  // namespace

Result<CircleData*> Client::State::takes_file(const channels::CircleId& id,
                                              const channels::ChannelId& channel, const FileToSend& file,
                                              Time now) {
  return file.post ? newsgroup(id, channel, now) : ordinary(id, channel, now);
}

Result<FileSeal> Client::State::seal_file(const channels::CircleId& id, const channels::ChannelId& channel,
                                          const FileToSend& file, Time now) {
  const auto circle = takes_file(id, channel, file, now);
  if (!circle) return fail(circle.error());
  auto attachment = draft_attachment(file);
  if (!attachment) return fail(attachment.error());
  if (file.post) {
    const auto post = draft_post(**circle, channel, *file.post, std::move(*attachment), now);
    if (!post) return fail(post.error());
  }
  return FileSeal{.id = random_.id<IntentId>(), .key = primitives::random_secret(random_, blob::key_bytes)};
}

Result<Accepted> Client::State::send_file(const channels::CircleId& id, const channels::ChannelId& channel,
                                          const FileToSend& file, const SealedFile& sealed, Time now) {
  auto circle = takes_file(id, channel, file, now);
  if (!circle) return fail(circle.error());
  auto attachment = draft_attachment(file);
  if (!attachment) return fail(attachment.error());
  std::optional<articles::Post> post;
  if (file.post) {
    auto drafted = draft_post(**circle, channel, *file.post, *attachment, now);
    if (!drafted) return fail(drafted.error());
    post = std::move(*drafted);
  }
  std::ranges::copy(sealed.seal.key.expose(), attachment->key.begin());
  attachment->hash = sealed.hash;
  attachment->shape.padded_bytes = sealed.padded_bytes;
  Turn turn(random_, now, next_request_);
  auto& session = session_of((*circle)->hub, turn);
  Context context{.turn = turn, .device = *device_, .session = session, .circle = **circle};
  Upload upload;
  upload.id = sealed.seal.id;
  upload.channel = channel;
  upload.attachment = std::move(*attachment);
  upload.post = std::move(post);
  if (auto kept = enqueue_upload(context, std::move(upload)); !kept) return fail(kept.error());
  show_life(turn, **circle);
  advance_all(turn);
  return Accepted{.intent = sealed.seal.id, .actions = finish(turn)};
}

Result<BlobRequest> Client::State::blob_range(const channels::CircleId& id,
                                              const channels::ChannelId& channel, const BlobRange& range,
                                              Time now) {
  const auto found = usable(id, now);
  if (!found) return fail(found.error());
  const auto& circle = **found;
  if (circle.foreign_key) return fail(client::Errc::wrong_hub_key, "blob");
  auto access = sign_blob_request(circle,
                                  wire::BlobRangePath{.place = {.circle = id, .channel = channel},
                                                      .blob = range.blob,
                                                      .offset = range.offset,
                                                      .size = range.size},
                                  {}, {.now = now, .random = random_});
  return BlobRequest{
      .hub = circle.hub, .path = std::move(access.path), .authorization = std::move(access.authorization)};
}

Actions Client::State::upload_read(const channels::CircleId& id, const IntentId& upload, Result<Bytes> bytes,
                                   Time now) {
  Turn turn(random_, now, next_request_);
  const auto found = circles_.find(id);
  if (found == circles_.end()) return finish(turn);
  auto& session = session_of(found->second.hub, turn);
  Context context{.turn = turn, .device = *device_, .session = session, .circle = found->second};
  core::upload_read(context, upload, std::move(bytes));
  advance_all(turn);
  return finish(turn);
}

Actions Client::State::upload_answered(const channels::CircleId& id, const IntentId& upload, unsigned status,
                                       std::string_view body, Time now) {
  Turn turn(random_, now, next_request_);
  const auto found = circles_.find(id);
  if (found == circles_.end()) return finish(turn);
  auto& session = session_of(found->second.hub, turn);
  Context context{.turn = turn, .device = *device_, .session = session, .circle = found->second};
  core::upload_answered(context, upload, status, body);
  advance_all(turn);
  return finish(turn);
}

}  // namespace kring::core
