#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace kring {

namespace detail {
void wipe(void* memory, std::size_t size) noexcept;
}

/// Wipes memory before giving it back, on growth too.
template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>& /*other*/) noexcept {}
  [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
  void deallocate(T* memory, std::size_t count) noexcept {
    detail::wipe(memory, count * sizeof(T));
    std::allocator<T>().deallocate(memory, count);
  }
  friend bool operator==(const WipingAllocator&, const WipingAllocator&) { return true; }
};

using SecretBytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

/// Key material: move-only, wiped when it goes, compared in constant time, never printed.
class Secret {
 public:
  Secret() = default;
  explicit Secret(SecretBytes bytes) : bytes_(std::move(bytes)) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  Secret& operator=(Secret&& other) noexcept {
    bytes_ = std::exchange(other.bytes_, {});
    return *this;
  }
  ~Secret() = default;

  /// `size` zero bytes, to be written through `expose_mutable`.
  [[nodiscard]] static Secret of_size(std::size_t size) { return Secret(SecretBytes(size)); }
  /// Copies `bytes`; wiping the original stays with the caller.
  [[nodiscard]] static Secret copy_of(ByteView bytes) {
    return Secret(SecretBytes(bytes.begin(), bytes.end()));
  }

  /// A second copy, spelled out so that a search finds each.
  [[nodiscard]] Secret clone() const { return copy_of(bytes_); }
  [[nodiscard]] ByteView expose() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t> expose_mutable() { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  /// Wipes and empties.
  void erase() { bytes_ = {}; }

  /// Constant time in the content; the sizes are not secret.
  friend bool operator==(const Secret& a, const Secret& b) { return a.equals(b.expose()); }
  [[nodiscard]] bool equals(ByteView other) const;

 private:
  SecretBytes bytes_;
};

/// Compares in constant time; different sizes are different at once.
[[nodiscard]] bool equal_constant_time(ByteView a, ByteView b);

/// Wipes stack scratch at the end of its scope.
class WipeGuard {
 public:
  explicit WipeGuard(std::span<std::uint8_t> memory) : memory_(memory) {}
  WipeGuard(const WipeGuard&) = delete;
  WipeGuard& operator=(const WipeGuard&) = delete;
  WipeGuard(WipeGuard&&) = delete;
  WipeGuard& operator=(WipeGuard&&) = delete;
  ~WipeGuard() { detail::wipe(memory_.data(), memory_.size()); }

 private:
  std::span<std::uint8_t> memory_;
};

}  // namespace kring
