#pragma once

#include "channels/wire/detail/base64url.hpp"
#include "channels/wire/detail/fields.hpp"
#include "channels/wire/error_code.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/id.hpp"
#include "crypto/base/time.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace kring::wire {

/// Stands for a text of which only the size matters.
class CountedText {
 public:
  void append(std::string_view text) { size_ += text.size(); }
  void push_back(char /*character*/) { ++size_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void append_base64url(ByteView bytes) { size_ += base64url_size(bytes.size()); }

 private:
  std::size_t size_ = 0;
};

/// Writes an object's fields as JSON by appending. `Text` is `std::string` or `CountedText`.
///
/// What would be refused on reading is refused here, under the same name; what was written until then is of
/// no use.
template <class Text>
class FieldWriter {
 public:
  explicit FieldWriter(Text& out) : out_(out) {}

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  void begin() {
    out_.push_back('{');
    first_ = true;
  }
  void end() {
    out_.push_back('}');
    first_ = false;
  }
  void key(std::string_view name) {
    if (++keys_ > keys_limit.max) refuse(ErrorCode::limit, keys_limit.name);
    if (!first_) out_.push_back(',');
    first_ = false;
    quoted(name);
    out_.push_back(':');
  }
  void null(std::string_view name) {
    key(name);
    out_.append("null");
  }

  template <class Tag, std::size_t N>
  void fixed(std::string_view name, const Id<Tag, N>& value) {
    fixed(name, value.bytes());
  }
  template <std::size_t N>
  void fixed(std::string_view name, const FixedBytes<N>& value) {
    key(name);
    base64url(value);
  }
  template <class Number>
  void number(std::string_view name, const Number& value) {
    key(name);
    digits(name, static_cast<std::uint64_t>(value));
  }
  void time(std::string_view name, const Time& value) {
    if (to_unix_ms(value) > unix_ms_max) refuse(ErrorCode::bad_field, name);
    number(name, to_unix_ms(value));
  }
  void duration(std::string_view name, const Duration& value) { number(name, value.count()); }
  void log_kind(std::string_view name, const channels::LogKind& value, channels::LogKind least) {
    if (value < least || value > channels::LogKind::heal) refuse(ErrorCode::bad_field, name);
    number(name, value);
  }
  template <class Word, class Find>
  void word(std::string_view name, const Word& value, Find /*find*/) {
    key(name);
    quoted(name_of(value));
  }
  void bytes(std::string_view name, const Bytes& value, Limit bytes_limit) {
    check_count(value.size(), bytes_limit);
    key(name);
    base64url(value);
  }
  void text(std::string_view name, const std::string& value, Limit bytes_limit) {
    check_count(value.size(), bytes_limit);
    if (value.empty() || !is_plain_text(value)) refuse(ErrorCode::bad_field, name);
    key(name);
    quoted(value);
  }
  void optional_name(std::string_view name, const std::string& value) {
    if (value.empty()) return;
    if (!is_name(value)) refuse(ErrorCode::bad_field, name);
    key(name);
    quoted(value);
  }

  void part(std::string_view name, const Part& value) {
    if (const auto* inlined = std::get_if<Bytes>(&value)) return bytes(name, *inlined, inline_part_limit);
    staged(name, "staged", std::get<StagedPart>(value));
  }
  void optional_part(std::string_view name, const std::optional<Part>& value) {
    if (value) part(name, *value);
  }
  void part_or_staged(std::string_view name, const Part& value) {
    if (const auto* inlined = std::get_if<Bytes>(&value)) return bytes(name, *inlined, inline_part_limit);
    staged("staged", "hash", std::get<StagedPart>(value));
  }
  void optional_staged(std::string_view name, const std::optional<StagedPart>& value) {
    if (value) staged(name, "hash", *value);
  }

  template <class Object>
  void object(std::string_view name, const Object& value) {
    key(name);
    braces(value);
  }
  template <class Object>
  void optional_object(std::string_view name, const std::optional<Object>& value) {
    if (value) object(name, *value);
  }
  /// Fields that stand among those of the object around them; `first_key` is the first of them.
  template <class Object>
  void optional_inline(std::string_view /*first_key*/, const std::optional<Object>& value) {
    if (value) describe_fields(*this, *value);
  }

  template <class Object>
  void list(std::string_view name, const std::vector<Object>& values, Limit count_limit) {
    items(name, values, count_limit, [this](const Object& value) { braces(value); });
  }
  template <class Object>
  void optional_list(std::string_view name, const std::vector<Object>& values, Limit count_limit) {
    if (!values.empty()) list(name, values, count_limit);
  }
  template <class Number>
  void number_list(std::string_view name, const std::vector<Number>& values, Limit count_limit) {
    items(name, values, count_limit, [&](Number value) { digits(name, static_cast<std::uint64_t>(value)); });
  }
  void bytes_list(std::string_view name, const std::vector<Bytes>& values, Limit bytes_limit,
                  Limit count_limit) {
    items(name, values, count_limit, [&](const Bytes& value) {
      check_count(value.size(), bytes_limit);
      base64url(value);
    });
  }
  void check_count(std::uint64_t count, Limit limit) {
    if (count > limit.max) refuse(ErrorCode::limit, limit.name);
  }

 private:
  void refuse(ErrorCode code, std::string_view name) {
    if (!error_) error_ = Error(code, name);
  }
  void quoted(std::string_view text) {
    out_.push_back('"');
    out_.append(text);
    out_.push_back('"');
  }
  void base64url(ByteView value) {
    out_.push_back('"');
    if constexpr (std::is_same_v<Text, CountedText>) {
      out_.append_base64url(value);
    } else {
      detail::append_open_base64url(out_, value);
    }
    out_.push_back('"');
  }
  void digits(std::string_view name, std::uint64_t value) {
    if (value >= limits::number_end) refuse(ErrorCode::bad_field, name);
    char text[20];
    const auto written = std::to_chars(std::begin(text), std::end(text), value);
    out_.append(std::string_view(std::begin(text), written.ptr));
  }
  void staged(std::string_view name, std::string_view hash_name, const StagedPart& value) {
    check_count(value.size, staged_limit);
    key(name);
    begin();
    fixed(hash_name, value.hash);
    number("size", value.size);
    end();
  }
  template <class Object>
  void braces(const Object& value) {
    begin();
    describe_fields(*this, value);
    end();
  }
  template <class Values, class WriteOne>
  void items(std::string_view name, const Values& values, Limit count_limit, WriteOne write_one) {
    check_count(values.size(), count_limit);
    key(name);
    out_.push_back('[');
    bool first = true;
    for (const auto& value : values) {
      if (!first) out_.push_back(',');
      first = false;
      write_one(value);
    }
    out_.push_back(']');
  }

  Text& out_;
  std::size_t keys_ = 0;
  bool first_ = true;
  std::optional<Error> error_;
};

}  // namespace kring::wire
