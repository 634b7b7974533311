#pragma once

#include <concepts>
#include <cstdint>
#include <expected>
#include <string_view>
#include <type_traits>

namespace kring {

/// Which library's `Errc` an `Error` carries.
enum class Library : std::uint8_t { crypto = 1, channels, hub, client, native, cli };

/// An error enumeration says, by overloads found beside it, which library it is of and how each code is
/// called.
template <class E>
concept ErrorEnum = std::is_enum_v<E> && requires(E code) {
  { library_of(code) } -> std::same_as<Library>;
  { name_of(code) } -> std::same_as<std::string_view>;
};

/// What went wrong: a code of one library, and a static string that says where. Cheap to copy; holds no
/// input.
class Error {
 public:
  template <ErrorEnum E>
  Error(E code, std::string_view where = {})
      : library_(library_of(code)),
        code_(static_cast<std::uint16_t>(code)),
        name_(name_of(code)),
        where_(where) {}

  [[nodiscard]] constexpr Library library() const { return library_; }
  /// The code's number within its library.
  [[nodiscard]] constexpr std::uint16_t code() const { return code_; }
  /// The code's name, such as "bad_signature": static storage, safe to log and to send.
  [[nodiscard]] constexpr std::string_view name() const { return name_; }
  /// Where it was met: static storage; for our own logs, never for a peer.
  [[nodiscard]] constexpr std::string_view where() const { return where_; }

  template <ErrorEnum E>
  friend constexpr bool operator==(const Error& error, E code) {
    return error.library_ == library_of(code) && error.code_ == static_cast<std::uint16_t>(code);
  }
  friend constexpr bool operator==(const Error& a, const Error& b) {
    return a.library_ == b.library_ && a.code_ == b.code_;
  }

 private:
  Library library_;
  std::uint16_t code_;
  std::string_view name_;
  std::string_view where_;
};

template <class T>
using Result = std::expected<T, Error>;
/// The result of something that yields nothing but success.
using Status = Result<void>;

/// `return fail(Errc::truncated, "leaf node");`
template <ErrorEnum E>
[[nodiscard]] std::unexpected<Error> fail(E code, std::string_view where = {}) {
  return std::unexpected(Error(code, where));
}

/// Hands an error on: `if (!x) return fail(x.error());`
[[nodiscard]] constexpr std::unexpected<Error> fail(const Error& error) {
  return std::unexpected(error);
}

}  // namespace kring
