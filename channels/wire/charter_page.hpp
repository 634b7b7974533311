#pragma once

#include "channels/model/ids.hpp"
#include "channels/wire/signed_head.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reading a public charter without a login (docs/protocol.md, section 13).
namespace kring::wire {

namespace limits {
/// A page as it comes over HTTP: 40 KiB of entries, their lengths and the head.
inline constexpr std::size_t charter_page_bytes_max = std::size_t{42} * 1024;
}  // namespace limits

/// Where anybody who knows a network's id asks (GET) for its charter's entries from number `from` on.
struct CharterPath {
  channels::CircleId circle;
  /// At least 1.
  channels::EntryNumber from{1};
  friend bool operator==(const CharterPath&, const CharterPath&) = default;
};

/// `/v1/charter/{circle}/{from}`: lower-case hexadecimal, and decimal without leading zeros.
[[nodiscard]] std::string format_charter_path(const CharterPath& path);
/// Reads what `format_charter_path` writes; nothing for any other path.
[[nodiscard]] std::optional<CharterPath> parse_charter_path(std::string_view text);

/// The answer: some entries as they were signed, without a gap, and the newest head that the hub vouches for.
struct CharterPage {
  SignedHead head;
  /// At most `limits::charter_answer_entries_max`; none: there are none from that number on.
  std::vector<Bytes> entries;

  /// At most `limits::charter_page_bytes_max`. Errors: the codec's.
  static Result<CharterPage> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const CharterPage&, const CharterPage&) = default;
};

}  // namespace kring::wire
