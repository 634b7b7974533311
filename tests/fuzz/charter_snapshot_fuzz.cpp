#include "channels/charter/charter.hpp"
#include "crypto/base/assert.hpp"

#include <cstddef>
#include <cstdint>

/// Charter snapshots: whatever reads is whole enough for every question, and reads again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring::charter;
  const auto charter = Charter::decode({data, size});
  if (!charter) return 0;
  KRING_ASSERT(Charter::decode(charter->encode()) == *charter);
  const auto time = charter->time();
  for (const auto& [id, handle] : charter->handles()) {
    KRING_ASSERT(!charter->is_owner(id, time) || charter->is_live(id, time));
    KRING_ASSERT(charter->access(id, time).has_value());
    for (const auto& channel : charter->channels_of(id, time)) {
      KRING_ASSERT(charter->can(id, channel, Right::read, time));
    }
  }
  KRING_ASSERT(charter->owners(time).size() <= charter->members().size());
  for (const auto* invitation : charter->open_invitations(time))
    KRING_ASSERT(!charter->is_waiting(*invitation, time));
  for (const auto* invitation : charter->waiting_invitations(time))
    KRING_ASSERT(invitation->acceptance.has_value());
  return 0;
}
