#pragma once

#include "hub/engine/action.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kring::net {

/// Makes of ready-made frames the bytes of one write: each a WebSocket text frame (RFC 6455, section 5.2),
/// final and not masked, as a server sends it.
///
/// Most readers of a channel are sent the same frames one after another, so the last bytes are kept and
/// shared. One piece, since a library may hand a kernel only a few pieces at a time.
class Gathering {
 public:
  using Written = std::shared_ptr<const std::string>;

  /// The frames in their order.
  [[nodiscard]] Written gather(const std::vector<engine::Frame>& frames);

 private:
  std::vector<engine::Frame> frames_;
  Written bytes_;
};

}  // namespace kring::net
