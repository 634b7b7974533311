#include "hub/net/gathering.hpp"

#include <cstdint>

namespace kring::net {

namespace {

constexpr std::size_t header_bytes_max = 10;

void append_header(std::string& bytes, std::size_t payload) {
  const auto put = [&](std::size_t byte) { bytes.push_back(static_cast<char>(byte & 0xFFU)); };
  const auto put_length = [&](std::size_t mark, unsigned count) {
    put(mark);
    for (unsigned i = count; i > 0; --i) put(payload >> (8 * (i - 1)));
  };
  put(0x81);
  if (payload < 126) {
    put(payload);
  } else if (payload <= 0xFFFF) {
    put_length(126, 2);
  } else {
    put_length(127, 8);
  }
}

}  // namespace

Gathering::Written Gathering::gather(const std::vector<engine::Frame>& frames) {
  if (bytes_ && frames == frames_) return bytes_;
  std::size_t size = 0;
  for (const auto& frame : frames) size += header_bytes_max + frame->size();
  std::string bytes;
  bytes.reserve(size);
  for (const auto& frame : frames) {
    append_header(bytes, frame->size());
    bytes += *frame;
  }
  frames_ = frames;
  bytes_ = std::make_shared<const std::string>(std::move(bytes));
  return bytes_;
}

}  // namespace kring::net
