#include "tests/vectors/vector_case.hpp"

namespace kring::vectors {

void expect(bool holds, std::string_view what, std::source_location where) {
  if (holds) return;
  const std::string_view path = where.file_name();
  throw Mismatch(std::string(what) + " [" + std::string(path.substr(path.rfind('/') + 1)) + ":" +
                 std::to_string(where.line()) + "]");
}

void expect_equal(ByteView have, ByteView want, std::string_view what, std::source_location where) {
  if (equal(have, want)) return;
  expect(false, std::string(what) + ": have " + to_hex(have) + ", want " + to_hex(want), where);
}

Bytes hex(const Json& object, std::string_view field) {
  return need(from_hex(object.at(field).get_ref<const std::string&>()), field);
}

Secret secret(const Json& object, std::string_view field) {
  return Secret::copy_of(hex(object, field));
}

std::uint32_t number32(const Json& object, std::string_view field) {
  return object.at(field).get<std::uint32_t>();
}

std::uint64_t number64(const Json& object, std::string_view field) {
  return object.at(field).get<std::uint64_t>();
}

}  // namespace kring::vectors
