#pragma once

#include "hub/store/requests.hpp"

#include <map>

namespace kring::store::detail {

/// What a `MemoryStore` knows of blobs whose bytes lie in files.
class MemoryBlobFiles {
 public:
  [[nodiscard]] WriteResult write(const CreateBlobFile& create);
  [[nodiscard]] WriteResult write(const FinishBlobFile& finish);
  [[nodiscard]] WriteResult write(const DropBlobFiles& drop);
  [[nodiscard]] WriteResult write(const DropUploads& drop);
  [[nodiscard]] WriteResult write(const ForgetBlobFiles& forget);
  /// Gives up all of a circle's.
  void drop_all(const channels::CircleId& circle);
  [[nodiscard]] ReadResult read(const FindBlobFile& find) const;
  [[nodiscard]] ReadResult read(const ReadDropped& request) const;

 private:
  struct Row {
    channels::CircleId circle;
    Time time{};
    bool dropped = false;
    BlobFile file;
  };

  std::map<channels::BlobId, Row> rows_;
};

}  // namespace kring::store::detail
