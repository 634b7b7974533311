#pragma once

#include "channels/articles/article.hpp"
#include "clients/core/action.hpp"

#include "crypto/base/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Files on their way into a channel: first the sealed blob to the hub, then the article that names it.
namespace kring::core {

struct Context;
struct CircleData;

/// The largest piece of a blob that goes in one request.
inline constexpr std::size_t upload_piece_bytes = std::size_t{1} << 20U;
/// How often a blob is begun anew, because the hub does not know it any more or has other bytes.
inline constexpr std::uint32_t upload_tries_max = 5;
/// Files that wait in one circle.
inline constexpr std::size_t uploads_max = 64;

/// A file that the user sends. Its sealed bytes lie beside the vault under `id`, and never change.
struct Upload {
  IntentId id;
  channels::ChannelId channel;
  std::uint64_t order = 0;  ///< files of a circle go in this order, one at a time
  /// Its blob is zero until the hub has given it.
  articles::Attachment attachment;
  /// What it goes with into a newsgroup; what it says of its file is replaced by `attachment` in the end.
  std::optional<articles::Post> post{};
  std::uint32_t tries = 0;

  // In memory only.
  bool under_way = false;  ///< something was asked of the hub or of the disk
  /// How much the hub has; none: to be asked.
  std::optional<std::uint64_t> sent{};
  std::uint32_t pauses = 0;
  Time not_before{};

  [[nodiscard]] std::uint64_t sealed_bytes() const;
};

[[nodiscard]] SecretBytes encode_upload(const Upload& upload);
/// Errors: `bad_vault`.
[[nodiscard]] Result<Upload> decode_upload(ByteView row);

/// Keeps a new upload. Errors: `too_many_pending`.
[[nodiscard]] Status enqueue_upload(Context& context, Upload upload);
/// Goes on with the first file of the circle, if nothing of it is under way.
void push_uploads(Context& context);
void upload_read(Context& context, const IntentId& id, Result<Bytes> bytes);
/// Status 0: no answer came.
void upload_answered(Context& context, const IntentId& id, unsigned status, std::string_view body);
/// Of somebody who may send nothing any more.
void give_up_uploads(Context& context, const Error& reason);

}  // namespace kring::core
