#include "crypto/blob/blob_opener.hpp"

#include "crypto/base/errc.hpp"

#include <algorithm>

namespace kring::blob {

using crypto::Errc;
using primitives::StreamPlace;

Result<BlobOpener> BlobOpener::begin(const Secret& key, const BlobShape& shape) {
  if (key.size() != key_bytes) return fail(Errc::bad_key, "blob");
  if (auto good = check_shape(shape); !good) return fail(good.error());
  return BlobOpener(key, shape);
}

std::size_t BlobOpener::next_size() const {
  if (!stream_) return primitives::stream_header_bytes;
  if (padded_left_ == 0) return 0;
  const auto plain = std::min<std::uint64_t>(padded_left_, chunk_bytes);
  return static_cast<std::size_t>(plain) + primitives::stream_overhead_bytes;
}

Result<SecretBytes> BlobOpener::take(ByteView sealed) {
  if (failed_) return fail(*failed_);
  SecretBytes content;
  while (!sealed.empty()) {
    const auto size = next_size();
    Status taken;
    if (size == 0) {
      taken = fail(Errc::trailing_bytes, "blob");
    } else {
      const auto piece = sealed.first(std::min(sealed.size(), size - part_.size()));
      part_.insert(part_.end(), piece.begin(), piece.end());
      sealed = sealed.subspan(piece.size());
      if (part_.size() == size) taken = take_part(content);
    }
    if (!taken) {
      failed_ = taken.error();
      return fail(*failed_);
    }
  }
  return content;
}

Status BlobOpener::take_part(SecretBytes& content) {
  if (stream_) {
    auto opened = open_chunk(content);
    part_.clear();
    return opened;
  }
  primitives::StreamHeader header{};
  std::ranges::copy(part_, header.begin());
  part_.clear();
  stream_.emplace(key_, header);
  key_.erase();
  return {};
}

Status BlobOpener::open_chunk(SecretBytes& content) {
  const auto opened = stream_->open(part_);
  if (!opened) return fail(opened.error());
  const ByteView plaintext = opened->plaintext;
  padded_left_ -= plaintext.size();
  if ((opened->place == StreamPlace::last) != (padded_left_ == 0)) return fail(Errc::bad_value, "blob: end");
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(content_left_, plaintext.size()));
  content_left_ -= count;
  const auto padding = plaintext.subspan(count);
  if (std::ranges::any_of(padding, [](std::uint8_t byte) { return byte != 0; }))
    return fail(Errc::bad_value, "blob: padding");
  content.insert(content.end(), plaintext.begin(), plaintext.begin() + static_cast<std::ptrdiff_t>(count));
  return {};
}

Status BlobOpener::finish() const {
  if (failed_) return fail(*failed_);
  if (next_size() != 0) return fail(Errc::truncated, "blob");
  return {};
}

}  // namespace kring::blob
