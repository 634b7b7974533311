#pragma once

#include "hub/net/driver.hpp"
#include "hub/net/gathering.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace kring::net {

/// Accepts the upgrade that `head`, a whole HTTP request without body, asks for, and carries frames between
/// the socket and the driver until either ends it. `driver` and `gathering` outlive the connection. `client`
/// is whom its requests are counted for.
[[nodiscard]] boost::asio::awaitable<void> run_web_socket(boost::asio::ip::tcp::socket socket,
                                                          std::string head, Driver& driver,
                                                          Gathering& gathering, engine::Client client);

}  // namespace kring::net
