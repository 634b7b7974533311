#include "clients/core/packages.hpp"

#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"

#include "channels/rules/extensions.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// After the hub would not take packages.
constexpr Duration packages_refused_pause = std::chrono::minutes(1);
/// Our clock may be a little ahead of those who use a package.
constexpr Duration lifetime_before = std::chrono::hours(1);

bool asks_for_packages(const CircleData& circle) {
  return std::ranges::any_of(circle.awaited,
                             [](const auto& item) { return item.second.op == wire::Op::key_packages; });
}

std::size_t usable(const CircleData& circle, Time now) {
  return static_cast<std::size_t>(std::ranges::count_if(circle.packages, [&](const auto& item) {
    return item.second.at_hub && item.second.not_after > now + package_margin;
  }));
}

/// Those of which the hub has not said that it has them: it may, and passes over what it was given before.
std::vector<Bytes> unconfirmed(const CircleData& circle) {
  std::vector<Bytes> packages;
  for (const auto& [reference, package] : circle.packages) {
    if (package.at_hub || packages.size() == wire::limits::key_packages_max) continue;
    packages.push_back(message_of(package));
  }
  return packages;
}

void forget_expired(Context& context) {
  const auto now = context.now();
  const auto gone =
      std::erase_if(context.circle.packages, [&](const auto& item) { return item.second.not_after < now; });
  if (gone != 0) save_packages(context.turn, context.circle);
}

}  // namespace

mls::Capabilities leaf_capabilities() {
  return mls::default_capabilities({rules::channel_extension_type});
}

mls::Lifetime leaf_lifetime(Time now) {
  return mls::Lifetime::between(now - lifetime_before, now + package_life);
}

OwnPackage make_package(Context& context) {
  const auto& circle = context.circle;
  auto bundle = mls::make_key_package(
      circle.handle, mls::Credential::basic(circle.handle_id.view()),
      {.capabilities = leaf_capabilities(), .lifetime = leaf_lifetime(context.now())}, context.random());
  KRING_ASSERT(bundle.has_value());
  return {.reference = mls::key_package_ref(bundle->key_package),
          .bundle = bundle->encode(),
          .not_after = context.now() + package_life};
}

Bytes message_of(const OwnPackage& package) {
  const auto bundle = mls::KeyPackageBundle::decode(package.bundle);
  KRING_ASSERT(bundle.has_value());
  return codec::encode(mls::MlsMessage{bundle->key_package});
}

std::vector<Bytes> make_packages(Context& context, std::size_t count) {
  auto& circle = context.circle;
  std::vector<Bytes> packages;
  for (std::size_t i = 0; i < count; ++i) {
    auto own = make_package(context);
    packages.push_back(message_of(own));
    const auto reference = own.reference;
    circle.packages.emplace(reference, std::move(own));
  }
  save_packages(context.turn, circle);
  return packages;
}

void push_packages(Context& context) {
  auto& circle = context.circle;
  const bool may_put = circle.access == wire::Access::member || circle.access == wire::Access::waiting;
  if (!context.session.usable() || circle.stopped || !may_put || !circle.attached || !circle.log ||
      is_restoring(circle))
    return;
  if (context.now() < circle.packages_not_before || asks_for_packages(circle)) return;
  forget_expired(context);
  if (auto unsure = unconfirmed(circle); !unsure.empty()) {
    ask(context, wire::KeyPackagesRequest{.circle = circle.id, .packages = std::move(unsure)});
    return;
  }
  const auto channels = circle.charter().channels_of(circle.handle_id, context.now()).size();
  const auto wanted = std::min(packages_spare + channels, wire::limits::key_packages_max);
  const auto have = usable(circle, context.now());
  if (have * 2 > wanted) return;
  ask(context,
      wire::KeyPackagesRequest{.circle = circle.id, .packages = make_packages(context, wanted - have)});
}

void packages_answered(Context& context, const wire::KeyPackagesAnswer& /*answer*/) {
  for (auto& [reference, package] : context.circle.packages) package.at_hub = true;
  save_packages(context.turn, context.circle);
}

void packages_refused(Context& context, const wire::ErrorAnswer& /*error*/) {
  // What was refused may have come there before: its private halves are kept.
  context.circle.packages_not_before = context.now() + packages_refused_pause;
}

}  // namespace kring::core
