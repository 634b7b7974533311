#include "channels/charter/charter.hpp"
#include "channels/model/signing.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "tests/support/test_circle.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace kring;
using namespace kring::charter;

/// A circle with something of everything: a nurse, who has an invitation open, and one who waits.
struct World {
  support::TestCircle circle;
  support::TestPerson nurse = circle.admit(circle.nurse);
  support::TestInvitation open = circle.invite(circle.founder, circle.doctor);
  EntryHash waiting = circle.accept(circle.invite(circle.founder, circle.parent), circle.make_person());
};

/// Whatever decodes is written as the same bytes.
void check_codec(const CharterEntry& entry) {
  KRING_ASSERT(codec::encode(entry.content()) == entry.signed_bytes());
  KRING_ASSERT(CharterEntry::decode(entry.bytes()) == entry);
}

/// A refused entry changes nothing, and what a taken one makes survives a snapshot.
void check_applied(const Charter& before, const CharterEntry& entry) {
  Charter after = before;
  if (!after.apply(entry)) {
    KRING_ASSERT(after == before);
    return;
  }
  KRING_ASSERT(after.number() == channels::next(before.number()));
  KRING_ASSERT(Charter::decode(after.encode()) == after);
}

/// The entry with its place in the chain and its signatures put right, so that its own rules are reached.
Result<CharterEntry> put_right(const World& world, const CharterEntry& entry) {
  const auto& charter = world.circle.charter();
  auto content = charter.next_content(world.circle.founder.id, entry.content().time, entry.content().body);
  const bool adds_owner = entry.kind() == EntryKind::owner_add;
  return make_entry(content, {.handle = &world.circle.founder.handle.private_key,
                              .recovery = adds_owner ? &world.circle.founder.recovery.private_key : nullptr});
}

}  // namespace

/// Charter entries: the codec, and every rule that an owner's signature reaches.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  const auto entry = CharterEntry::decode({data, size});
  if (!entry) return 0;
  check_codec(*entry);
  (void)Charter::found(*entry);  // It may well be one; what matters is that asking is safe.
  check_applied(world.circle.charter(), *entry);
  if (const auto right = put_right(world, *entry)) check_applied(world.circle.charter(), *right);
  return 0;
}
