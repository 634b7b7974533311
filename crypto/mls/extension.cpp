#include "crypto/mls/extension.hpp"

#include "crypto/codec/field_reader.hpp"

#include <algorithm>

namespace kring::mls {

Result<Extension> Extension::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(
      Extension{.type = fields.number<ExtensionType>(), .content = fields.opaque(limits::message_bytes_max)});
}

void Extension::write(codec::Writer& out) const {
  codec::write_number(out, type);
  out.opaque(content);
}

const Extension* find_extension(std::span<const Extension> extensions, ExtensionType type) {
  const auto found = std::ranges::find(extensions, type, &Extension::type);
  return found == extensions.end() ? nullptr : &*found;
}

bool has_duplicate_types(std::span<const Extension> extensions) {
  std::vector<ExtensionType> types;
  for (const auto& extension : extensions) types.push_back(extension.type);
  std::ranges::sort(types);
  return std::ranges::adjacent_find(types) != types.end();
}

Result<Extensions> read_extensions(codec::Reader& in) {
  codec::FieldReader fields(in);
  return fields.done(fields.vector<Extension>(limits::message_bytes_max, limits::extensions_max));
}

void write_extensions(codec::Writer& out, std::span<const Extension> extensions) {
  out.vector(extensions, [](codec::Writer& inner, const Extension& it) { it.write(inner); });
}

}  // namespace kring::mls
