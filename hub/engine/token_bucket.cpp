#include "hub/engine/token_bucket.hpp"

#include <algorithm>

namespace kring::engine {

std::int64_t TokenBucket::owed_at(const Rate& rate, Time now) const {
  // After `per` all is refilled: more is not counted, so that nothing overflows.
  const auto passed = std::clamp(now - since_, Duration::zero(), rate.per);
  return std::max<std::int64_t>(0, owed_ - passed.count() * rate.count);
}

std::optional<Duration> TokenBucket::wait(const Rate& rate, Time now) {
  since_ = std::min(since_, now);
  const auto room = rate.per.count() * (std::int64_t{rate.count} - 1);
  const auto over = owed_at(rate, now) - room;
  if (over <= 0) return std::nullopt;
  return Duration((over + rate.count - 1) / rate.count);
}

void TokenBucket::take(const Rate& rate, Time now) {
  owed_ = std::min(owed_at(rate, now) + rate.per.count(), rate.per.count() * std::int64_t{rate.count});
  since_ = now;
}

void TokenBucket::give_back(const Rate& rate, Time now) {
  owed_ = std::max<std::int64_t>(0, owed_at(rate, now) - rate.per.count());
  since_ = now;
}

}  // namespace kring::engine
