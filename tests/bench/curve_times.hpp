#pragma once

#include <chrono>
#include <functional>

namespace kring::bench {

/// Microseconds of one call: the median over calls that together last for `length`, at least three.
double micros_of(std::chrono::milliseconds length, const std::function<void()>& call);

/// libsodium's verification of an Ed25519 signature and its X25519, in microseconds: by these, work that is
/// mostly such is compared between machines, and between moments of one.
struct CurveTimes {
  double verify = 0;
  double x25519 = 0;
};
CurveTimes measure_curve_times(std::chrono::milliseconds length);

}  // namespace kring::bench
