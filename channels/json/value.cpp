#include "channels/json/value.hpp"

#include "crypto/base/assert.hpp"

#include <algorithm>
#include <limits>

namespace kring::json {

const Value* Object::find(std::string_view key) const {
  const auto found = std::ranges::find(members_, key, &Member::first);
  return found == members_.end() ? nullptr : &found->second;
}

Object& Object::add(std::string key, Value value) {
  KRING_ASSERT(find(key) == nullptr);
  members_.emplace_back(std::move(key), std::move(value));
  return *this;
}

Value::Value(std::string value) : value_(std::move(value)) {}
Value::Value(std::string_view value) : value_(std::string(value)) {}
Value::Value(const char* value) : value_(std::string(value)) {}
Value::Value(Array value) : value_(std::move(value)) {}
Value::Value(Object value) : value_(std::move(value)) {}

std::optional<bool> Value::as_bool() const {
  const auto* value = std::get_if<bool>(&value_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::uint64_t> Value::as_uint() const {
  const auto* value = std::get_if<std::uint64_t>(&value_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> Value::as_int() const {
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return *value;
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const auto* value = std::get_if<std::uint64_t>(&value_);
  if (value == nullptr || *value > largest) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

bool operator==(const Object& a, const Object& b) {
  return a.members_ == b.members_;
}
bool operator==(const Value& a, const Value& b) {
  return a.value_ == b.value_;
}
}  // namespace kring::json
