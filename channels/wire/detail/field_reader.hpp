#pragma once

#include "channels/json/value.hpp"
#include "channels/wire/detail/base64url.hpp"
#include "channels/wire/detail/fields.hpp"
#include "channels/wire/error_code.hpp"
#include "channels/wire/part.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/id.hpp"
#include "crypto/base/time.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kring::wire {

/// Reads an object's fields out of a JSON object, which it borrows, and keeps the first error: `bad_field`
/// with the field's name, or `limit` with the limit's. After an error it reads nothing more.
class FieldReader {
 public:
  FieldReader(const json::Object& object, std::optional<Error>& error) : object_(object), error_(error) {}

  template <class Tag, std::size_t N>
  void fixed(std::string_view name, Id<Tag, N>& value) {
    FixedBytes<N> bytes{};
    fixed(name, bytes);
    value = Id<Tag, N>(bytes);
  }
  template <std::size_t N>
  void fixed(std::string_view name, FixedBytes<N>& value) {
    if (const auto* field = find(name)) read_fixed(name, *field, value);
  }
  template <class Number>
  void number(std::string_view name, Number& value) {
    if (const auto* field = find(name)) value = static_cast<Number>(read_number(name, *field));
  }
  void time(std::string_view name, Time& value);
  void duration(std::string_view name, Duration& value);
  void log_kind(std::string_view name, channels::LogKind& value, channels::LogKind least);
  template <class Word, class Find>
  void word(std::string_view name, Word& value, Find find_word) {
    const auto* field = find(name);
    const auto* text = field != nullptr ? read_string(name, *field) : nullptr;
    if (text == nullptr) return;
    const std::optional<Word> found = find_word(*text);
    if (!found) return refuse(ErrorCode::bad_field, name);
    value = *found;
  }
  void bytes(std::string_view name, Bytes& value, Limit bytes_limit);
  void text(std::string_view name, std::string& value, Limit bytes_limit);
  void optional_name(std::string_view name, std::string& value);

  void part(std::string_view name, Part& value);
  void optional_part(std::string_view name, std::optional<Part>& value);
  /// Inline under `name`, or else under "staged".
  void part_or_staged(std::string_view name, Part& value);
  void optional_staged(std::string_view name, std::optional<StagedPart>& value);

  template <class Object>
  void object(std::string_view name, Object& value) {
    if (const auto* field = find(name)) read_object(name, *field, value);
  }
  template <class Object>
  void optional_object(std::string_view name, std::optional<Object>& value) {
    if (has(name)) object(name, value.emplace());
  }
  /// Fields that stand among those of the object around them; there if the first of them, `first_key`, is.
  template <class Object>
  void optional_inline(std::string_view first_key, std::optional<Object>& value) {
    if (has(first_key)) describe_fields(*this, value.emplace());
  }

  template <class Object>
  void list(std::string_view name, std::vector<Object>& values, Limit count_limit) {
    items(name, values, count_limit,
          [&](const json::Value& item, Object& value) { read_object(name, item, value); });
  }
  template <class Object>
  void optional_list(std::string_view name, std::vector<Object>& values, Limit count_limit) {
    if (has(name)) list(name, values, count_limit);
  }
  template <class Number>
  void number_list(std::string_view name, std::vector<Number>& values, Limit count_limit) {
    items(name, values, count_limit,
          [&](const json::Value& item, Number& value) { value = Number{read_number(name, item)}; });
  }
  void bytes_list(std::string_view name, std::vector<Bytes>& values, Limit bytes_limit, Limit count_limit);
  void check_count(std::uint64_t count, Limit limit) {
    if (count > limit.max) refuse(ErrorCode::limit, limit.name);
  }

 private:
  void refuse(ErrorCode code, std::string_view name) {
    if (!error_) error_ = Error(code, name);
  }
  [[nodiscard]] bool has(std::string_view name) const { return !error_ && object_.find(name) != nullptr; }
  /// The field, or null after refusing; null too after an earlier error.
  const json::Value* find(std::string_view name);
  /// The text, or null after refusing.
  const std::string* read_string(std::string_view name, const json::Value& field);
  /// Below `limits::number_end`; 0 after refusing.
  std::uint64_t read_number(std::string_view name, const json::Value& field);
  Bytes read_bytes(std::string_view name, const json::Value& field, Limit bytes_limit);
  StagedPart read_staged(std::string_view name, std::string_view hash_name, const json::Value& field);
  template <std::size_t N>
  void read_fixed(std::string_view name, const json::Value& field, FixedBytes<N>& value) {
    const auto* text = read_string(name, field);
    if (text == nullptr) return;
    if (text->size() != base64url_size(N)) return refuse(ErrorCode::bad_field, name);
    const auto bytes = detail::read_open_base64url(*text);
    if (!bytes || bytes->size() != N) return refuse(ErrorCode::bad_field, name);
    std::copy(bytes->begin(), bytes->end(), value.begin());
  }
  template <class Object>
  void read_object(std::string_view name, const json::Value& field, Object& value) {
    const auto* inner = field.as_object();
    if (inner == nullptr) return refuse(ErrorCode::bad_field, name);
    FieldReader reader(*inner, error_);
    describe_fields(reader, value);
  }
  template <class Item, class ReadOne>
  void items(std::string_view name, std::vector<Item>& values, Limit count_limit, ReadOne read_one) {
    const auto* field = find(name);
    if (field == nullptr) return;
    const auto* array = field->as_array();
    if (array == nullptr) return refuse(ErrorCode::bad_field, name);
    check_count(array->size(), count_limit);
    for (const auto& item : *array) {
      if (error_) return;
      read_one(item, values.emplace_back());
    }
  }

  const json::Object& object_;
  std::optional<Error>& error_;
};

}  // namespace kring::wire
