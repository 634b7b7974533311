#include "hub/engine/request_parts.hpp"

#include <algorithm>
#include <variant>

namespace kring::engine {

void collect(const wire::Part& part, std::vector<wire::StagedPart>& staged) {
  const auto* named = std::get_if<wire::StagedPart>(&part);
  if (named != nullptr && std::ranges::find(staged, *named) == staged.end()) staged.push_back(*named);
}

std::size_t total_size(const std::vector<wire::StagedPart>& parts) {
  std::size_t total = 0;
  for (const auto& part : parts) total += part.size;
  return total;
}

ByteView view_part(const wire::Part& part, const std::map<Hash, Bytes>& parts) {
  if (const auto* inside = std::get_if<Bytes>(&part)) return *inside;
  const auto found = parts.find(std::get<wire::StagedPart>(part).hash);
  return found == parts.end() ? ByteView() : ByteView(found->second);
}

}  // namespace kring::engine
