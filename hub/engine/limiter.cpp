#include "hub/engine/limiter.hpp"

#include "hub/engine/limits.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kring::engine {

namespace {

constexpr Duration minute = std::chrono::minutes(1);
constexpr Duration hour = std::chrono::hours(1);

}  // namespace

std::string_view name_of(Limit limit) {
  switch (limit) {
    case Limit::connections_per_address:
      return "connections_per_address";
    case Limit::connections_per_minute:
      return "connections_per_minute";
    case Limit::foundings_per_hour:
      return "foundings_per_hour";
    case Limit::foundings_per_hour_all:
      return "foundings_per_hour_all";
    case Limit::reads_per_minute:
      return "reads_per_minute";
    case Limit::failed_logins_per_minute:
      return "failed_logins_per_minute";
    case Limit::mailboxes_per_minute:
      return "mailboxes_per_minute";
    case Limit::slots_per_hour:
      return "slots_per_hour";
    case Limit::slots_per_hour_all:
      return "slots_per_hour_all";
    case Limit::appends_per_minute:
      return "appends_per_minute";
    case Limit::circle_appends_per_minute:
      return "circle_appends_per_minute";
  }
  return "unknown";
}

wire::ErrorAnswer error_of(const Limited& limited) {
  return {.code = wire::ErrorCode::limit,
          .name = std::string(name_of(limited.limit)),
          .wait = wire::LimitWait{.retry_after = limited.retry_after}};
}

Rate Limiter::rate_of(Limit limit) const {
  switch (limit) {
    case Limit::connections_per_address:
      return {.count = rates_.connections_per_address, .per = minute};
    case Limit::connections_per_minute:
      return {.count = rates_.connections_per_minute, .per = minute};
    case Limit::foundings_per_hour:
      return {.count = rates_.foundings_per_hour, .per = hour};
    case Limit::foundings_per_hour_all:
      return {.count = rates_.foundings_per_hour_all, .per = hour};
    case Limit::reads_per_minute:
      return {.count = rates_.reads_per_minute, .per = minute};
    case Limit::failed_logins_per_minute:
      return {.count = rates_.failed_logins_per_minute, .per = minute};
    case Limit::mailboxes_per_minute:
      return {.count = rates_.mailboxes_per_minute, .per = minute};
    case Limit::slots_per_hour:
      return {.count = rates_.slots_per_hour, .per = hour};
    case Limit::slots_per_hour_all:
      return {.count = rates_.slots_per_hour_all, .per = hour};
    case Limit::appends_per_minute:
      return {.count = rates_.appends_per_minute, .per = minute};
    case Limit::circle_appends_per_minute:
      return {.count = rates_.circle_appends_per_minute, .per = minute};
  }
  return {};
}

Limit Limiter::limit_of(Kind kind) {
  switch (kind) {
    case Kind::connection:
      return Limit::connections_per_minute;
    case Kind::founding:
      return Limit::foundings_per_hour;
    case Kind::read:
      return Limit::reads_per_minute;
    case Kind::failed_login:
      return Limit::failed_logins_per_minute;
    case Kind::mailbox:
      return Limit::mailboxes_per_minute;
    case Kind::slot:
      return Limit::slots_per_hour;
  }
  return Limit::reads_per_minute;
}

/// Whoever comes again is the last to be forgotten. One who is forgotten begins anew with all that the rates
/// give: that is worth something only to who has more addresses than are remembered, and for them there are
/// the limits of all together.
TokenBucket& Limiter::bucket(const ClientKey& client, Kind kind, Time now) {
  const auto known = found_.find(client);
  if (known != found_.end()) {
    entries_.splice(entries_.begin(), entries_, known->second);
  } else {
    if (entries_.size() >= limits::clients_max) {
      found_.erase(entries_.back().client);
      entries_.pop_back();
    }
    entries_.push_front({.client = client});
    found_.emplace(client, entries_.begin());
  }
  entries_.front().used = now;
  return entries_.front().buckets.at(std::to_underlying(kind));
}

std::optional<Limited> Limiter::refuse(Limit limit, Duration retry_after) {
  ++dropped_.at(std::to_underlying(limit));
  return Limited{.limit = limit, .retry_after = retry_after};
}

std::optional<Limited> Limiter::wait_of_client(const Client& client, Kind kind, Time now) {
  if (!client) return std::nullopt;
  const auto limit = limit_of(kind);
  const auto wait = bucket(*client, kind, now).wait(rate_of(limit), now);
  return wait ? refuse(limit, *wait) : std::nullopt;
}

std::optional<Limited> Limiter::take(const Client& client, Kind kind, Time now) {
  if (auto limited = wait_of_client(client, kind, now)) return limited;
  if (client) bucket(*client, kind, now).take(rate_of(limit_of(kind)), now);
  return std::nullopt;
}

std::optional<Limited> Limiter::take(const Client& client, Kind kind, TokenBucket& all, Limit all_limit,
                                     Time now) {
  if (auto limited = wait_of_client(client, kind, now)) return limited;
  if (const auto wait = all.wait(rate_of(all_limit), now)) return refuse(all_limit, *wait);
  all.take(rate_of(all_limit), now);
  if (client) bucket(*client, kind, now).take(rate_of(limit_of(kind)), now);
  return std::nullopt;
}

std::optional<Limited> Limiter::connection_begins(const Client& client, Time now) {
  if (!client) return std::nullopt;
  const auto open = connections_.find(*client);
  if (open != connections_.end() && open->second >= rates_.connections_per_address)
    return refuse(Limit::connections_per_address, limits::connection_retry);
  if (auto limited = take(client, Kind::connection, now)) return limited;
  ++connections_[*client];
  return std::nullopt;
}

void Limiter::connection_ends(const Client& client) {
  const auto open = client ? connections_.find(*client) : connections_.end();
  if (open != connections_.end() && --open->second == 0) connections_.erase(open);
}

std::optional<Limited> Limiter::found(const Client& client, Time now) {
  return take(client, Kind::founding, all_foundings_, Limit::foundings_per_hour_all, now);
}

void Limiter::founding_refused(Time now) {
  all_foundings_.give_back(rate_of(Limit::foundings_per_hour_all), now);
}

std::optional<Limited> Limiter::read(const Client& client, Time now) {
  return take(client, Kind::read, now);
}

std::optional<Limited> Limiter::open_mailbox(const Client& client, Time now) {
  return take(client, Kind::mailbox, now);
}

std::optional<Limited> Limiter::put_new_slot(const Client& client, Time now) {
  return take(client, Kind::slot, all_slots_, Limit::slots_per_hour_all, now);
}

void Limiter::slot_was_not_new(const Client& client, const std::optional<Limited>& limited, Time now) {
  if (limited) {
    --dropped_.at(std::to_underlying(limited->limit));
    return;
  }
  all_slots_.give_back(rate_of(Limit::slots_per_hour_all), now);
  if (client) bucket(*client, Kind::slot, now).give_back(rate_of(Limit::slots_per_hour), now);
}

std::optional<Limited> Limiter::try_login(const Client& client, Time now) {
  return wait_of_client(client, Kind::failed_login, now);
}

void Limiter::login_failed(const Client& client, Time now) {
  if (client) bucket(*client, Kind::failed_login, now).take(rate_of(Limit::failed_logins_per_minute), now);
}

std::optional<Limited> Limiter::append(TokenBucket& handle, TokenBucket* circle, Time now) {
  const auto of_handle = rate_of(Limit::appends_per_minute);
  const auto of_circle = rate_of(Limit::circle_appends_per_minute);
  if (const auto wait = handle.wait(of_handle, now)) return refuse(Limit::appends_per_minute, *wait);
  const auto wait = circle == nullptr ? std::nullopt : circle->wait(of_circle, now);
  if (wait) return refuse(Limit::circle_appends_per_minute, *wait);
  handle.take(of_handle, now);
  if (circle != nullptr) circle->take(of_circle, now);
  return std::nullopt;
}

void Limiter::forget(Time now) {
  // The clock may have gone back since: whoever came "later" than now is taken for coming now.
  for (auto& entry : entries_) entry.used = std::min(entry.used, now);
  while (!entries_.empty() && now - entries_.back().used >= hour) {
    found_.erase(entries_.back().client);
    entries_.pop_back();
  }
}

}  // namespace kring::engine
