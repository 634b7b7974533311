#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/secret.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace kring::vectors {

using Json = nlohmann::json;

/// A case that did not come out as its file says; `what()` tells where and how.
class Mismatch : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws `Mismatch` unless `holds`; `what` names the thing compared.
void expect(bool holds, std::string_view what, std::source_location where = std::source_location::current());
/// Throws `Mismatch` with both values unless they are the same.
void expect_equal(ByteView have, ByteView want, std::string_view what,
                  std::source_location where = std::source_location::current());

/// The value of a result that must be there; throws `Mismatch` with its error otherwise.
template <class T>
T need(Result<T> result, std::string_view what,
       std::source_location where = std::source_location::current()) {
  if (!result) {
    expect(false,
           std::string(what) + ": " + std::string(result.error().name()) + " (" +
               std::string(result.error().where()) + ")",
           where);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// The bytes of a field in hexadecimal.
[[nodiscard]] Bytes hex(const Json& object, std::string_view field);
/// The same as key material.
[[nodiscard]] Secret secret(const Json& object, std::string_view field);
[[nodiscard]] std::uint32_t number32(const Json& object, std::string_view field);
[[nodiscard]] std::uint64_t number64(const Json& object, std::string_view field);

}  // namespace kring::vectors
