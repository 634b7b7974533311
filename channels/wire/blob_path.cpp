#include "channels/wire/blob_path.hpp"

#include "channels/wire/error_code.hpp"
#include "channels/wire/limits.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace kring::wire {

namespace {

constexpr std::string_view blobs_root = "/v1/blobs/";

std::string start_of(const BlobPlace& place) {
  return std::string(blobs_root) + to_hex(place.circle.view()) + '/' + to_hex(place.channel.view()) + '/';
}

struct Format {
  BlobLine operator()(const NewBlobPath& path) const {
    return {"POST", start_of(path.place) + "new/" + std::to_string(path.size)};
  }
  BlobLine operator()(const BlobPiecePath& path) const {
    return {"PUT", start_of(path.place) + to_hex(path.blob.view()) + '/' + std::to_string(path.offset) + '/' +
                       to_hex(path.hash)};
  }
  BlobLine operator()(const BlobDonePath& path) const {
    return {"POST", start_of(path.place) + to_hex(path.blob.view()) + "/done/" + to_hex(path.hash)};
  }
  BlobLine operator()(const BlobRangePath& path) const {
    return {"GET", start_of(path.place) + to_hex(path.blob.view()) + '/' + std::to_string(path.offset) + '/' +
                       std::to_string(path.size)};
  }
};

/// Takes the text up to the next slash, which goes too, or all of it.
std::string_view take_segment(std::string_view& text) {
  const auto segment = text.substr(0, text.find('/'));
  text.remove_prefix(segment.size() < text.size() ? segment.size() + 1 : segment.size());
  return segment;
}

/// Reads segments; the first that is no such thing is remembered.
class Segments {
 public:
  explicit Segments(std::string_view text) : text_(text) {}

  template <class IdType>
  IdType id() {
    return IdType(fixed<IdType::size>());
  }
  template <std::size_t N>
  FixedBytes<N> fixed() {
    const auto bytes = from_hex(take_segment(text_));
    const auto exact = bytes ? to_fixed<N>(*bytes) : fail(bytes.error());
    if (!exact) good_ = false;
    return exact.value_or(FixedBytes<N>{});
  }
  std::uint64_t number() {
    const auto text = take_segment(text_);
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value >= limits::number_end)
      good_ = false;
    return value;
  }
  /// Takes the next segment if it is this word.
  bool word(std::string_view expected) {
    auto rest = text_;
    if (take_segment(rest) != expected) return false;
    text_ = rest;
    return true;
  }
  [[nodiscard]] bool good() const { return good_ && text_.empty(); }

 private:
  std::string_view text_;
  bool good_ = true;
};

BlobPath read(std::string_view method, Segments& segments) {
  const BlobPlace place{.circle = segments.id<channels::CircleId>(),
                        .channel = segments.id<channels::ChannelId>()};
  if (method == "POST" && segments.word("new")) return NewBlobPath{.place = place, .size = segments.number()};
  const auto blob = segments.id<channels::BlobId>();
  if (method == "POST") {
    // What else stands there makes the text another one than is written for this.
    static_cast<void>(segments.word("done"));
    return BlobDonePath{.place = place, .blob = blob, .hash = segments.fixed<sizeof(Hash)>()};
  }
  const auto offset = segments.number();
  if (method == "PUT")
    return BlobPiecePath{
        .place = place, .blob = blob, .offset = offset, .hash = segments.fixed<sizeof(Hash)>()};
  return BlobRangePath{.place = place, .blob = blob, .offset = offset, .size = segments.number()};
}

}  // namespace

BlobLine format_blob_path(const BlobPath& path) {
  return std::visit(Format{}, path);
}

Result<BlobPath> parse_blob_path(std::string_view method, std::string_view text) {
  if (!text.starts_with(blobs_root)) return fail(ErrorCode::bad_field, "path");
  Segments segments(text.substr(blobs_root.size()));
  auto path = read(method, segments);
  // Comparing with the one right form also checks the method, the slashes, the case and leading zeros.
  if (!segments.good()) return fail(ErrorCode::bad_field, "path");
  const auto line = format_blob_path(path);
  if (line.method != method || line.path != text) return fail(ErrorCode::bad_field, "path");
  return path;
}

const BlobPlace& place_of(const BlobPath& path) {
  return std::visit([](const auto& one) -> const BlobPlace& { return one.place; }, path);
}

}  // namespace kring::wire
