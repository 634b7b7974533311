#include "clients/core/upload.hpp"

#include "clients/core/blob_access.hpp"
#include "clients/core/context.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/refusal.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/row_codec.hpp"
#include "clients/core/rows.hpp"

#include "channels/wire/blob_path.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t upload_row_version = 3;
/// Rows without an origin.
constexpr std::uint8_t upload_row_version_1 = 1;
/// Rows without a post.
constexpr std::uint8_t upload_row_version_2 = 2;
/// Before the hub is asked again, doubled each time.
constexpr Duration upload_pause = std::chrono::milliseconds(500);

Upload* find_upload(CircleData& circle, const IntentId& id) {
  const auto found = circle.uploads.find(id);
  return found == circle.uploads.end() ? nullptr : &found->second;
}

/// The one that is first in line; null if there is none.
Upload* first_upload(CircleData& circle) {
  const auto first =
      std::ranges::min_element(circle.uploads, {}, [](const auto& item) { return item.second.order; });
  return first == circle.uploads.end() ? nullptr : &first->second;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

void send(Context& context, Upload& upload, const wire::BlobPath& path, Bytes body) {
  auto access =
      sign_blob_request(context.circle, path, body, {.now = context.now(), .random = context.random()});
  upload.under_way = true;
  context.turn.send_upload({.hub = context.circle.hub,
                            .circle = context.circle.id,
                            .upload = upload.id,
                            .method = std::move(access.method),
                            .path = std::move(access.path),
                            .authorization = std::move(access.authorization),
                            .body = std::move(body)});
}

wire::BlobPlace blob_place_of(const Context& context, const Upload& upload) {
  return {.circle = context.circle.id, .channel = upload.channel};
}

void send_piece(Context& context, Upload& upload, std::uint64_t offset, Bytes bytes) {
  const wire::BlobPiecePath path{.place = blob_place_of(context, upload),
                                 .blob = upload.attachment.blob,
                                 .offset = offset,
                                 .hash = primitives::sha256(bytes)};
  send(context, upload, path, std::move(bytes));
}

/// The id is a copy: whoever calls this may have it from the upload that goes.
void forget(Context& context, IntentId id) {
  erase_upload(context.turn, context.circle, id);
  context.circle.uploads.erase(id);
  context.turn.drop_upload(id);
}

void give_up(Context& context, IntentId id, const Error& reason, std::string rule) {
  forget(context, id);
  context.turn.notify(IntentFailed{.intent = id, .reason = reason, .rule = std::move(rule)});
}

void pause_upload(Context& context, Upload& upload, Duration told = {}) {
  // Where the hub is may have changed meanwhile, such as by a piece whose answer was lost.
  upload.sent.reset();
  upload.not_before = context.now() + told + backoff(context.random(), upload_pause, upload.pauses++);
  context.turn.wake_by(upload.not_before);
}

/// The hub has no such blob, or not these bytes.
void begin_anew(Context& context, Upload& upload, std::string_view refusal) {
  upload.attachment.blob = {};
  if (++upload.tries >= upload_tries_max) {
    return give_up(context, upload.id, Error(client::Errc::refused_by_hub, "upload"), std::string(refusal));
  }
  save_upload(context.turn, context.circle, upload);
  pause_upload(context, upload);
}

articles::KnownContent content_of(const Upload& upload) {
  if (!upload.post) return upload.attachment;
  auto post = *upload.post;
  post.file = upload.attachment;
  return post;
}

void write_post(RowWriter& out, const articles::Post& post) {
  out.id(post.id);
  out.text(post.subject);
  out.list(post.references, [&](const auto& reference) { out.id(reference); });
  out.text(post.text);
  out.optional(post.until, [&](Time until) { out.time(until); });
}

articles::Post read_post(RowReader& in) {
  articles::Post post;
  post.id = in.id<articles::PostId>();
  post.subject = in.text();
  in.list([&] { post.references.push_back(in.id<articles::PostId>()); });
  post.text = in.text();
  if (in.flag()) post.until = in.time();
  return post;
}

/// The blob is whole: the article that names it is written in the same step that forgets the upload, under
/// the same id, so that the user's wish ends with it.
void write_article(Context& context, const Upload& upload) {
  const auto id = upload.id;
  const auto article = articles::Article::of(content_of(upload));
  if (!article) return give_up(context, id, article.error(), {});
  const auto queued =
      enqueue(context, upload.channel, *article,
              {.written = Written::by_user, .about = {}, .id = channels::MessageId(id.bytes())});
  if (!queued) return pause_upload(context, context.circle.uploads.at(id));
  forget(context, id);
}

void taken(Context& context, Upload& upload, std::string_view body) {
  upload.pauses = 0;
  if (upload.attachment.blob.is_zero()) {
    const auto bytes = from_hex(body);
    const auto blob = bytes ? channels::BlobId::from(*bytes) : fail(bytes.error());
    if (!blob || blob->is_zero()) return pause_upload(context, upload);
    upload.attachment.blob = *blob;
    upload.sent = 0;
    return save_upload(context.turn, context.circle, upload);
  }
  const auto size = upload.sealed_bytes();
  if (upload.sent == size) return write_article(context, upload);
  const auto sent = parse_number(body);
  if (!sent || *sent > size) return pause_upload(context, upload);
  upload.sent = sent;
  context.turn.notify(
      UploadProgress{.circle = context.circle.id, .intent = upload.id, .sent = *sent, .size = size});
}

/// What the hub calls a full circle and a full disk has a name of ours.
Error error_of_limit(std::string_view name) {
  if (name == "blob_circle_bytes_max") return {client::Errc::circle_full, "upload"};
  if (name == wire::store_limit) return {client::Errc::hub_full, "upload"};
  return {client::Errc::refused_by_hub, "upload"};
}

void refused(Context& context, Upload& upload, unsigned status, std::string_view body) {
  const auto code = body.substr(0, body.find(' '));
  const auto name = code.size() < body.size() ? body.substr(code.size() + 1) : std::string_view();
  switch (status) {
    case 404:
      if (!upload.attachment.blob.is_zero()) return begin_anew(context, upload, code);
      return give_up(context, upload.id, Error(client::Errc::unknown_channel, "upload"), {});
    case 409:
      if (parse_number(body)) return taken(context, upload, body);
      return begin_anew(context, upload, code);
    case 429:
      return pause_upload(context, upload, told_wait(body));
    case 507:
      return give_up(context, upload.id, error_of_limit(name), std::string(code));
    case 401:
      // A clock that was set, a nonce that was used by a lost request.
      if (++upload.tries < upload_tries_max) return pause_upload(context, upload);
      break;
    case 400:
    case 403:
    case 413:
      break;
    default:
      return pause_upload(context, upload);
  }
  give_up(context, upload.id,
          Error(code == "may_not_post" ? client::Errc::may_not_post : client::Errc::refused_by_hub, "upload"),
          std::string(code));
}

}  // namespace

std::uint64_t Upload::sealed_bytes() const {
  return blob::sealed_size(attachment.shape.padded_bytes);
}

SecretBytes encode_upload(const Upload& upload) {
  RowWriter out(upload_row_version);
  out.id(upload.id);
  out.id(upload.channel);
  out.u64(upload.order);
  out.id(upload.attachment.blob);
  out.opaque(upload.attachment.key);
  out.hash(upload.attachment.hash);
  out.u64(upload.attachment.shape.content_bytes);
  out.u64(upload.attachment.shape.padded_bytes);
  out.text(upload.attachment.name);
  out.text(upload.attachment.media_type);
  out.text(upload.attachment.text);
  out.u32(upload.tries);
  out.optional(upload.attachment.from, [&](const articles::Origin& from) {
    out.id(from.id);
    out.time(from.time);
    out.text(from.author);
  });
  out.optional(upload.post, [&](const articles::Post& post) { write_post(out, post); });
  return out.take();
}

Result<Upload> decode_upload(ByteView row) {
  RowReader in(row, upload_row_version_1, upload_row_version);
  Upload upload;
  upload.id = in.id<IntentId>();
  upload.channel = in.id<channels::ChannelId>();
  upload.order = in.u64();
  upload.attachment.blob = in.id<channels::BlobId>();
  const auto key = to_fixed<blob::key_bytes>(in.opaque());
  if (!key) in.refuse();
  upload.attachment.key = key.value_or(FixedBytes<blob::key_bytes>{});
  upload.attachment.hash = in.hash();
  upload.attachment.shape.content_bytes = in.u64();
  upload.attachment.shape.padded_bytes = in.u64();
  upload.attachment.name = in.text();
  upload.attachment.media_type = in.text();
  upload.attachment.text = in.text();
  upload.tries = in.u32();
  if (in.version() != upload_row_version_1 && in.flag()) {
    auto& from = upload.attachment.from.emplace();
    from.id = in.id<articles::OriginId>();
    from.time = in.time();
    from.author = in.text();
  }
  if (in.version() > upload_row_version_2 && in.flag()) upload.post = read_post(in);
  if (auto end = in.finish(); !end) return fail(end.error());
  return upload;
}

Status enqueue_upload(Context& context, Upload upload) {
  auto& circle = context.circle;
  if (circle.uploads.size() >= uploads_max) return fail(client::Errc::too_many_pending, "uploads");
  upload.order = circle.next_order++;
  save_upload(context.turn, circle, upload);
  save_self(context.turn, circle);
  const auto id = upload.id;
  circle.uploads.emplace(id, std::move(upload));
  return {};
}

void push_uploads(Context& context) {
  auto& circle = context.circle;
  auto* upload = first_upload(circle);
  if (upload == nullptr || upload->under_way || circle.stopped) return;
  if (!context.session.usable() || circle.access != wire::Access::member || is_restoring(circle)) return;
  if (context.now() < upload->not_before) return context.turn.wake_by(upload->not_before);
  if (!circle.charter().can(circle.handle_id, upload->channel, channels::Right::post, context.now()))
    return give_up(context, upload->id, Error(client::Errc::may_not_post, "upload"), {});
  const auto size = upload->sealed_bytes();
  if (upload->attachment.blob.is_zero())
    return send(context, *upload, wire::NewBlobPath{.place = blob_place_of(context, *upload), .size = size},
                {});
  if (!upload->sent) return send_piece(context, *upload, 0, {});
  if (*upload->sent == size) {
    return send(context, *upload,
                wire::BlobDonePath{.place = blob_place_of(context, *upload),
                                   .blob = upload->attachment.blob,
                                   .hash = upload->attachment.hash},
                {});
  }
  upload->under_way = true;
  context.turn.read_upload(
      {.circle = circle.id,
       .upload = upload->id,
       .offset = *upload->sent,
       .size = static_cast<std::size_t>(std::min<std::uint64_t>(size - *upload->sent, upload_piece_bytes))});
}

void upload_read(Context& context, const IntentId& id, Result<Bytes> bytes) {
  auto* upload = find_upload(context.circle, id);
  if (upload == nullptr || !upload->sent) return;
  upload->under_way = false;
  if (context.circle.foreign_key) return;
  if (!bytes || bytes->empty()) return give_up(context, id, Error(client::Errc::file_lost, "upload"), {});
  send_piece(context, *upload, *upload->sent, std::move(*bytes));
}

void upload_answered(Context& context, const IntentId& id, unsigned status, std::string_view body) {
  auto* upload = find_upload(context.circle, id);
  if (upload == nullptr) return;
  upload->under_way = false;
  if (context.circle.foreign_key) return;  // Whoever said it may be somebody else.
  if (status == 200 || status == 201) return taken(context, *upload, body);
  refused(context, *upload, status, body);
}

void give_up_uploads(Context& context, const Error& reason) {
  while (!context.circle.uploads.empty()) give_up(context, context.circle.uploads.begin()->first, reason, {});
}

}  // namespace kring::core
