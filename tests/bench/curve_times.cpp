#include "tests/bench/curve_times.hpp"

#include "tests/bench/figures.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace kring::bench {

double micros_of(std::chrono::milliseconds length, const std::function<void()>& call) {
  std::vector<double> values;
  const auto start = Clock::now();
  while (values.size() < 3 || Clock::now() - start < length) {
    const auto before = Clock::now();
    call();
    values.push_back(seconds_since(before) * 1e6);
  }
  return median(std::move(values));
}

CurveTimes measure_curve_times(std::chrono::milliseconds length) {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  std::array<unsigned char, 300> message{};
  crypto_sign_keypair(public_key.data(), secret_key.data());
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_key.data());
  std::array<unsigned char, crypto_scalarmult_BYTES> point{};
  std::array<unsigned char, crypto_scalarmult_BYTES> shared{};
  crypto_scalarmult_base(point.data(), secret_key.data());
  bool good = true;
  const CurveTimes times{
      .verify = micros_of(length,
                          [&] {
                            good &= crypto_sign_verify_detached(signature.data(), message.data(),
                                                                message.size(), public_key.data()) == 0;
                          }),
      .x25519 = micros_of(
          length, [&] { good &= crypto_scalarmult(shared.data(), secret_key.data(), point.data()) == 0; })};
  if (!good) throw std::runtime_error("libsodium");
  return times;
}

}  // namespace kring::bench
