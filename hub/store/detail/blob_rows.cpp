#include "hub/store/detail/blob_rows.hpp"

#include "hub/base/errc.hpp"
#include "hub/store/detail/query.hpp"

namespace kring::store::detail {

using hub::Errc;

WriteResult write_blob_file(Database& database, std::uint64_t circle, const CreateBlobFile& create) {
  {
    Query uploads(
        database,
        "SELECT count(*) FROM blob_file WHERE circle = $1 AND uploader = $2 AND dropped = 0 AND hash "
        "IS NULL");
    const auto counted = uploads.bind(circle).bind(create.uploader).step();
    if (!counted) return fail(counted.error());
    if (uploads.u64(0) >= uploads_max) return fail(Errc::uploads_full, "blob");
  }
  {
    Query room(
        database,
        "SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM blob_file WHERE circle = $1 AND dropped = 0");
    const auto summed = room.bind(circle).step();
    if (!summed) return fail(summed.error());
    if (room.u64(0) + create.size > create.circle_bytes_max) return fail(Errc::blobs_full, "blob");
  }
  Query row(database,
            "INSERT INTO blob_file (blob, circle, channel, uploader, size, time, dropped, hash)"
            " VALUES ($1, $2, $3, $4, $5, $6, 0, NULL)");
  row.bind(create.blob).bind(circle).bind(create.channel).bind(create.uploader);
  return done_or(row.bind(create.size).bind(create.time).run());
}

WriteResult write_blob_file(Database& database, std::uint64_t circle, const FinishBlobFile& finish) {
  const auto found = find_blob_file(database, circle, {.circle = finish.circle, .blob = finish.blob});
  if (!found) return fail(found.error());
  const auto& file = std::get<BlobFile>(*found);
  if (file.hash && *file.hash != finish.hash) return fail(Errc::conflict, "blob");
  Query row(database, "UPDATE blob_file SET hash = $1 WHERE blob = $2");
  return done_or(row.bind(finish.hash).bind(finish.blob).run());
}

WriteResult write_blob_file(Database& database, std::uint64_t circle, const DropBlobFiles& drop) {
  if (const auto* blob = std::get_if<channels::BlobId>(&drop.which)) {
    Query one(database, "UPDATE blob_file SET dropped = 1 WHERE circle = $1 AND blob = $2");
    return done_or(one.bind(circle).bind(*blob).run());
  }
  Query all(database, "UPDATE blob_file SET dropped = 1 WHERE circle = $1 AND channel = $2");
  return done_or(all.bind(circle).bind(std::get<channels::ChannelId>(drop.which)).run());
}

WriteResult drop_uploads(Database& database, const DropUploads& drop) {
  Query query(database, "UPDATE blob_file SET dropped = 1 WHERE hash IS NULL AND dropped = 0 AND time < $1");
  return done_or(query.bind(drop.before).run());
}

WriteResult forget_blob_files(Database& database, const ForgetBlobFiles& forget) {
  for (const auto& blob : forget.blobs) {
    Query query(database, "DELETE FROM blob_file WHERE blob = $1 AND dropped = 1");
    if (auto gone = query.bind(blob).run(); !gone) return fail(gone.error());
  }
  return Done{};
}

ReadResult find_blob_file(Database& database, std::uint64_t circle, const FindBlobFile& find) {
  Query query(
      database,
      "SELECT channel, uploader, size, hash FROM blob_file WHERE circle = $1 AND blob = $2 AND dropped "
      "= 0");
  const auto found = query.bind(circle).bind(find.blob).step();
  if (!found) return fail(found.error());
  if (!*found) return fail(Errc::not_found, "blob");
  BlobFile file{.channel = query.id<channels::ChannelId>(0),
                .uploader = query.id<channels::HandleId>(1),
                .size = query.u64(2),
                .hash = std::nullopt};
  if (!query.is_null(3)) file.hash = query.hash(3);
  return file;
}

ReadResult read_dropped(Database& database, const ReadDropped& request) {
  Query query(database, "SELECT blob FROM blob_file WHERE dropped = 1 ORDER BY blob LIMIT $1");
  query.bind(std::uint64_t{request.count_max});
  Dropped answer;
  for (;;) {
    const auto row = query.step();
    if (!row) return fail(row.error());
    if (!*row) return answer;
    answer.blobs.push_back(query.id<channels::BlobId>(0));
  }
}

}  // namespace kring::store::detail
