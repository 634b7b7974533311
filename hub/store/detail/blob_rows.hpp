#pragma once

#include "hub/store/detail/database.hpp"
#include "hub/store/requests.hpp"

#include <cstdint>

/// What a store in SQL knows of blobs whose bytes lie in files. `circle` is a row number.
namespace kring::store::detail {

[[nodiscard]] WriteResult write_blob_file(Database& database, std::uint64_t circle,
                                          const CreateBlobFile& create);
[[nodiscard]] WriteResult write_blob_file(Database& database, std::uint64_t circle,
                                          const FinishBlobFile& finish);
[[nodiscard]] WriteResult write_blob_file(Database& database, std::uint64_t circle,
                                          const DropBlobFiles& drop);
[[nodiscard]] WriteResult drop_uploads(Database& database, const DropUploads& drop);
[[nodiscard]] WriteResult forget_blob_files(Database& database, const ForgetBlobFiles& forget);
[[nodiscard]] ReadResult find_blob_file(Database& database, std::uint64_t circle, const FindBlobFile& find);
[[nodiscard]] ReadResult read_dropped(Database& database, const ReadDropped& request);

}  // namespace kring::store::detail
