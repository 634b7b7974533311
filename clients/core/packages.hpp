#pragma once

#include "clients/core/context.hpp"

#include "channels/wire/answer.hpp"

/// Key packages: what others need to add us to a channel while we are away.
namespace kring::core {

/// Unspent packages that we want to lie at the hub, beyond one for each channel that we may read.
inline constexpr std::size_t packages_spare = 8;
/// How long a package may be used: the longest absence in which one can still be added to a channel.
inline constexpr Duration package_life = std::chrono::days(90);
/// A package this near to its end counts as none.
inline constexpr Duration package_margin = std::chrono::days(30);

/// Makes a package that is kept nowhere yet.
[[nodiscard]] OwnPackage make_package(Context& context);
/// A package as others get it: a whole MLSMessage.
[[nodiscard]] Bytes message_of(const OwnPackage& package);
/// Makes `count` packages and keeps their private halves; gives them encoded.
[[nodiscard]] std::vector<Bytes> make_packages(Context& context, std::size_t count);
/// The capabilities of our leaves.
[[nodiscard]] mls::Capabilities leaf_capabilities();
[[nodiscard]] mls::Lifetime leaf_lifetime(Time now);

/// Fills the stock at the hub when it is low.
void push_packages(Context& context);
void packages_answered(Context& context, const wire::KeyPackagesAnswer& answer);
void packages_refused(Context& context, const wire::ErrorAnswer& error);

}  // namespace kring::core
