#include "channels/json/encode.hpp"

#include "channels/json/utf8.hpp"
#include "crypto/base/assert.hpp"

#include <array>
#include <charconv>

namespace kring::json {

namespace {

void append_escaped(std::string& out, char byte) {
  static constexpr std::string_view digits = "0123456789abcdef";
  out += '\\';
  switch (byte) {
    case '"':
    case '\\':
      out += byte;
      return;
    case '\n':
      out += 'n';
      return;
    case '\t':
      out += 't';
      return;
    case '\r':
      out += 'r';
      return;
    default:
      out += "u00";
      out += digits[static_cast<unsigned char>(byte) >> 4U];
      out += digits[static_cast<unsigned char>(byte) & 0x0fU];
  }
}

void append_string(std::string& out, std::string_view text) {
  KRING_ASSERT(is_utf8(text));
  out += '"';
  for (const char byte : text) {
    if (byte == '"' || byte == '\\' || static_cast<unsigned char>(byte) < 0x20) {
      append_escaped(out, byte);
    } else {
      out += byte;
    }
  }
  out += '"';
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// Writes one alternative; goes as deep as the value does, which is ours or was parsed with a limit.
struct Appender {
  std::string& out;
  void operator()(std::monostate /*null*/) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { append_number(out, value); }
  void operator()(std::uint64_t value) const { append_number(out, value); }
  void operator()(const std::string& value) const { append_string(out, value); }
  void operator()(const Array& value) const {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i != 0) out += ',';
      append_value(out, value[i]);
    }
    out += ']';
  }
  void operator()(const Object& value) const {
    out += '{';
    for (std::size_t i = 0; i < value.members().size(); ++i) {
      const auto& [key, member] = value.members()[i];
      if (i != 0) out += ',';
      append_string(out, key);
      out += ':';
      append_value(out, member);
    }
    out += '}';
  }
};

}  // namespace

void append_value(std::string& out, const Value& value) {
  std::visit(Appender{out}, value.value_);
}

std::string encode(const Value& value) {
  std::string out;
  append_value(out, value);
  return out;
}

}  // namespace kring::json
