#include "clients/core/introductions.hpp"

#include "clients/core/people.hpp"

#include <utility>

namespace kring::core {

void Introductions::add(const channels::HandleId& handle, Bytes introduction) {
  all_[handle].unread.push_back(std::move(introduction));
}

const KnownPerson* Introductions::find(const CircleData& circle, const channels::HandleId& handle) const {
  const auto found = all_.find(handle);
  if (found == all_.end()) return nullptr;
  auto& known = found->second;
  // As long as the charter does not know the handle, nothing can be said of what it shows.
  while (!known.unread.empty() && subject_of(circle, handle)) {
    auto introduced = read_introduction(circle, known.unread.back());
    known.unread.pop_back();
    if (!introduced || introduced->handle != handle) continue;
    known.person = std::move(introduced->person);
    known.unread.clear();
  }
  return known.person ? &*known.person : nullptr;
}

}  // namespace kring::core
