#pragma once

#include "channels/model/origin.hpp"
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
};

/// Status 0: no answer came.
struct HttpAnswer {
  unsigned status = 0;
  Bytes body;
};

/// Sends a request on a connection of its own and calls `done` once, on the thread of `context`.
void http_request(boost::asio::io_context& context, HttpRequest request,
                  std::function<void(HttpAnswer)> done);

}  // namespace kring::native
