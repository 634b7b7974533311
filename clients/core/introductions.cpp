#include "clients/core/introductions.hpp"

#include "clients/core/people.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

void Introductions::add(const channels::HandleId& handle, std::uint32_t serial, Bytes introduction) {
  auto& unread = all_[handle].unread;
  const auto place = std::ranges::upper_bound(unread, serial, {}, &Unread::serial);
  unread.insert(place, {.serial = serial, .introduction = std::move(introduction)});
}

const KnownPerson* Introductions::find(const CircleData& circle, const channels::HandleId& handle) const {
  const auto found = all_.find(handle);
  if (found == all_.end()) return nullptr;
  auto& known = found->second;
  // As long as the charter does not know the handle, nothing can be said of what it shows.
  while (!known.unread.empty() && subject_of(circle, handle)) {
    auto introduced = read_introduction(circle, known.unread.back().introduction);
    known.unread.pop_back();
    if (!introduced || introduced->handle != handle) continue;
    if (!known.person || introduced->person.serial >= known.person->serial)
      known.person = std::move(introduced->person);
    known.unread.clear();
  }
  return known.person ? &*known.person : nullptr;
}

}  // namespace kring::core
