#pragma once

#include "crypto/codec/structure.hpp"
#include "crypto/mls/protocol.hpp"

#include <span>
#include <vector>

namespace kring::mls {

/// An extension of any type; its content stays as it came (RFC 9420, section 13).
struct Extension {
  ExtensionType type{};
  Bytes content;

  static Result<Extension> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Extension&, const Extension&) = default;
};

using Extensions = std::vector<Extension>;

/// The first extension of a type, or null.
[[nodiscard]] const Extension* find_extension(std::span<const Extension> extensions, ExtensionType type);
/// Whether a type occurs twice, which no list may have.
[[nodiscard]] bool has_duplicate_types(std::span<const Extension> extensions);

/// The `extensions<V>` of every structure. Errors: `too_long`, those of the codec.
[[nodiscard]] Result<Extensions> read_extensions(codec::Reader& in);
void write_extensions(codec::Writer& out, std::span<const Extension> extensions);

}  // namespace kring::mls
