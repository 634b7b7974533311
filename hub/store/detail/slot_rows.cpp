#include "hub/store/detail/slot_rows.hpp"

#include "hub/base/errc.hpp"
#include "hub/store/detail/query.hpp"

namespace kring::store::detail {

using hub::Errc;

WriteResult put_slot(Database& database, const PutSlot& put) {
  bool is_new = false;
  {
    Query query(database, "SELECT 1 FROM vault_slot WHERE slot = $1");
    const auto found = query.bind(put.slot).step();
    if (!found) return fail(found.error());
    is_new = !*found;
  }
  if (is_new && !put.may_be_new) return fail(Errc::slots_full, "slot");
  {
    // What is there gives way to a higher number alone, whoever writes at the same moment.
    Query row(database,
              "INSERT INTO vault_slot (slot, number, sealed) VALUES ($1, $2, $3)"
              " ON CONFLICT (slot) DO UPDATE SET number = excluded.number, sealed = excluded.sealed"
              " WHERE excluded.number > vault_slot.number");
    if (auto done = row.bind(put.slot).bind(put.number).bind(put.sealed).run(); !done)
      return fail(done.error());
  }
  const auto held = read_slot(database, {.slot = put.slot});
  if (!held) return fail(held.error());
  if (std::get<Slot>(*held) != Slot{.number = put.number, .sealed = put.sealed})
    return fail(Errc::conflict, "slot");
  return SlotKept{is_new};
}

ReadResult read_slot(Database& database, const ReadSlot& request) {
  Query query(database, "SELECT number, sealed FROM vault_slot WHERE slot = $1");
  const auto found = query.bind(request.slot).step();
  if (!found) return fail(found.error());
  if (!*found) return fail(Errc::not_found, "slot");
  return Slot{.number = query.u64(0), .sealed = query.bytes(1)};
}

}  // namespace kring::store::detail
