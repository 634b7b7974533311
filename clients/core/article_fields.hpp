#pragma once

#include "channels/articles/article.hpp"
#include "channels/json/value.hpp"

#include <optional>
#include <string_view>

/// Fields of articles that devices write for each other, and that people are not shown.
namespace kring::core {

/// The whole of an article of the type `type`; nothing for any other.
[[nodiscard]] std::optional<json::Object> fields_of(const articles::Article& article, std::string_view type);
/// The field `key` as the bytes that its base64url stands for; nothing if it does not.
[[nodiscard]] std::optional<Bytes> bytes_in(const json::Object& fields, std::string_view key);

}  // namespace kring::core
