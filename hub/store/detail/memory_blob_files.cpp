#include "hub/store/detail/memory_blob_files.hpp"

#include "hub/base/errc.hpp"

namespace kring::store::detail {

using hub::Errc;

WriteResult MemoryBlobFiles::write(const CreateBlobFile& create) {
  std::uint64_t bytes = create.size;
  std::size_t uploads = 0;
  for (const auto& [id, row] : rows_) {
    if (row.circle != create.circle || row.dropped) continue;
    bytes += row.file.size;
    if (row.file.uploader == create.uploader && !row.file.hash) ++uploads;
  }
  if (uploads >= uploads_max) return fail(Errc::uploads_full, "blob");
  if (bytes > create.circle_bytes_max) return fail(Errc::blobs_full, "blob");
  rows_.emplace(create.blob, Row{.circle = create.circle,
                                 .time = create.time,
                                 .file = {.channel = create.channel,
                                          .uploader = create.uploader,
                                          .size = create.size,
                                          .hash = std::nullopt}});
  return Done{};
}

WriteResult MemoryBlobFiles::write(const FinishBlobFile& finish) {
  const auto found = rows_.find(finish.blob);
  if (found == rows_.end() || found->second.circle != finish.circle || found->second.dropped)
    return fail(Errc::not_found, "blob");
  auto& hash = found->second.file.hash;
  if (hash && *hash != finish.hash) return fail(Errc::conflict, "blob");
  hash = finish.hash;
  return Done{};
}

WriteResult MemoryBlobFiles::write(const DropBlobFiles& drop) {
  const auto* blob = std::get_if<channels::BlobId>(&drop.which);
  const auto* channel = std::get_if<channels::ChannelId>(&drop.which);
  for (auto& [id, row] : rows_) {
    const bool meant = blob != nullptr ? id == *blob : row.file.channel == *channel;
    if (row.circle == drop.circle && meant) row.dropped = true;
  }
  return Done{};
}

void MemoryBlobFiles::drop_all(const channels::CircleId& circle) {
  for (auto& [id, row] : rows_) row.dropped = row.dropped || row.circle == circle;
}

WriteResult MemoryBlobFiles::write(const DropUploads& drop) {
  for (auto& [id, row] : rows_) {
    if (!row.file.hash && row.time < drop.before) row.dropped = true;
  }
  return Done{};
}

WriteResult MemoryBlobFiles::write(const ForgetBlobFiles& forget) {
  for (const auto& blob : forget.blobs) {
    const auto found = rows_.find(blob);
    if (found != rows_.end() && found->second.dropped) rows_.erase(found);
  }
  return Done{};
}

ReadResult MemoryBlobFiles::read(const FindBlobFile& find) const {
  const auto found = rows_.find(find.blob);
  if (found == rows_.end() || found->second.circle != find.circle || found->second.dropped)
    return fail(Errc::not_found, "blob");
  return found->second.file;
}

ReadResult MemoryBlobFiles::read(const ReadDropped& request) const {
  Dropped answer;
  for (const auto& [id, row] : rows_) {
    if (answer.blobs.size() >= request.count_max) break;
    if (row.dropped) answer.blobs.push_back(id);
  }
  return answer;
}

}  // namespace kring::store::detail
