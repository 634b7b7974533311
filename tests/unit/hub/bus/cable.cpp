#include "tests/unit/hub/bus/cable.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace kring::bus {

namespace asio = boost::asio;
using boost::system::error_code;

Cable::Cable(asio::io_context& context, const std::string& here, std::string there)
    : context_(context), acceptor_(context, Protocol::endpoint(here)), there_(std::move(there)) {
  accept();
}

Cable::~Cable() {
  cut();
  acceptor_.close();
  for (const auto& wire : wires_) {
    wire->here.close();
    wire->there.close();
  }
  // What waited is told, and touches nothing any more.
  context_.restart();
  context_.poll();
}

void Cable::cut() {
  is_cut_ = true;
  for (const auto& wire : wires_) wire->is_dumb = true;
}

void Cable::accept() {
  acceptor_.async_accept([this](const error_code& error, Protocol::socket socket) {
    if (error) return;
    auto wire = std::make_shared<Wire>(
        Wire{.here = std::move(socket), .there = Protocol::socket(context_), .is_dumb = is_cut_});
    wires_.push_back(wire);
    error_code away;
    if (!wire->is_dumb) wire->there.connect(Protocol::endpoint(there_), away);
    carry(wire, true);
    if (!wire->is_dumb) carry(wire, false);
    accept();
  });
}

void Cable::carry(const std::shared_ptr<Wire>& wire, bool is_up) {
  auto& from = is_up ? wire->here : wire->there;
  auto& buffer = is_up ? wire->up : wire->down;
  from.async_read_some(asio::buffer(buffer), [this, wire, is_up](const error_code& error, std::size_t size) {
    if (wire->is_dumb) return;
    error_code broken = error;
    auto& to = is_up ? wire->there : wire->here;
    if (!error) asio::write(to, asio::buffer(is_up ? wire->up : wire->down, size), broken);
    if (!broken) return carry(wire, is_up);
    wire->here.close(broken);
    wire->there.close(broken);
  });
}

}  // namespace kring::bus
