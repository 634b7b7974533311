#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kring::native {

/// What awaits an operation and brings its error code beside its result, where it would be thrown otherwise.
inline constexpr auto use = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace kring::native
