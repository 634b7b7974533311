#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kring::json {

class Value;
using Array = std::vector<Value>;
/// Key and value.
using Member = std::pair<std::string, Value>;

/// An object's members in the order of the text; their keys are distinct.
class Object {
 public:
  Object() = default;

  /// The member's value, or null; borrowed from this object.
  [[nodiscard]] const Value* find(std::string_view key) const;
  /// Adds a member at the end. The key is new: whoever cannot be sure asks `find` first.
  Object& add(std::string key, Value value);
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }

  friend bool operator==(const Object&, const Object&);

 private:
  std::vector<Member> members_;
};

/// A JSON value without floating point. A number below zero is an `int64_t`, any other a `uint64_t`.
class Value {
 public:
  /// null.
  Value() = default;
  Value(std::same_as<bool> auto value) : value_(value) {}
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  Value(Number value) : value_(number(value)) {}
  Value(std::string value);
  Value(std::string_view value);
  Value(const char* value);
  Value(Array value);
  Value(Object value);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  /// Each accessor yields nothing when the value is of another kind; pointers are borrowed from this value.
  [[nodiscard]] std::optional<bool> as_bool() const;
  [[nodiscard]] std::optional<std::uint64_t> as_uint() const;
  [[nodiscard]] std::optional<std::int64_t> as_int() const;
  [[nodiscard]] const std::string* as_string() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* as_array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* as_object() const { return std::get_if<Object>(&value_); }

  friend bool operator==(const Value&, const Value&);
  /// Appends the value's text to `out`.
  friend void append_value(std::string& out, const Value& value);

 private:
  using Alternatives =
      std::variant<std::monostate, bool, std::int64_t, std::uint64_t, std::string, Array, Object>;

  template <std::integral Number>
  static Alternatives number(Number value) {
    if constexpr (std::signed_integral<Number>) {
      if (value < 0) return static_cast<std::int64_t>(value);
    }
    return static_cast<std::uint64_t>(value);
  }

  Alternatives value_;
};

}  // namespace kring::json
