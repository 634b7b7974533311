#include "clients/core/article_fields.hpp"

#include "channels/articles/limits.hpp"
#include "channels/json/parse.hpp"

#include <utility>

namespace kring::core {

std::optional<json::Object> fields_of(const articles::Article& article, std::string_view type) {
  const auto* unknown = std::get_if<articles::UnknownArticle>(&article.content());
  if (unknown == nullptr || unknown->type != type) return std::nullopt;
  auto value = json::parse(view_text(article.view_bytes()), articles::limits::article_json);
  const auto* object = value ? value->as_object() : nullptr;
  const auto* version = object == nullptr ? nullptr : object->find("v");
  return version != nullptr && version->as_uint() == 1 ? std::optional(*object) : std::nullopt;
}

std::optional<Bytes> bytes_in(const json::Object& fields, std::string_view key) {
  const auto* value = fields.find(key);
  const auto* text = value == nullptr ? nullptr : value->as_string();
  if (text == nullptr) return std::nullopt;
  auto bytes = from_base64url(*text);
  if (!bytes) return std::nullopt;
  return std::move(*bytes);
}

}  // namespace kring::core
