#pragma once

#include "channels/model/origin.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/base/bytes.hpp"

#include <functional>
#include <string>

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): the name is Asio's.
}

namespace kring::native {

/// One request for a staged part.
struct HttpRequest {
  channels::Origin hub;
  std::string method;
  std::string path;
  std::string authorization;
  Bytes body;
  /// A longer body is no answer.
  std::size_t answer_bytes_max = wire::limits::staged_bytes_max;
};

/// Status 0: no answer came, or a longer one than was asked for.
struct HttpAnswer {
  unsigned status = 0;
  Bytes body;
};

/// Sends a request on a connection of its own and calls `done` once, on the thread of `context`.
void http_request(boost::asio::io_context& context, HttpRequest request,
                  std::function<void(HttpAnswer)> done);

}  // namespace kring::native
