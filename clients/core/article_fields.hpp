#pragma once

#include "channels/articles/article.hpp"
#include "channels/json/value.hpp"

#include <optional>
#include <string_view>

/// Fields of articles that devices write for each other, and that people are not shown.
namespace kring::core {

/// The whole of an article of the type `type` in its version 1; nothing for any other.
[[nodiscard]] std::optional<json::Object> fields_of(const articles::Article& article, std::string_view type);
/// The field `key` as the bytes that its base64url stands for; nothing if it does not.
[[nodiscard]] std::optional<Bytes> bytes_in(const json::Object& fields, std::string_view key);
/// The same as an id.
template <class IdType>
[[nodiscard]] std::optional<IdType> id_in(const json::Object& fields, std::string_view key) {
  const auto bytes = bytes_in(fields, key);
  if (!bytes) return std::nullopt;
  const auto id = IdType::from(*bytes);
  return id ? std::optional(*id) : std::nullopt;
}

}  // namespace kring::core
