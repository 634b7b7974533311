#include "hub/store/detail/memory_mailboxes.hpp"

#include "hub/base/errc.hpp"

#include <utility>

namespace kring::store::detail {

using hub::Errc;

MemoryMailboxes::Mailbox* MemoryMailboxes::find(const channels::MailboxId& mailbox, Time expired_before) {
  const auto found = boxes_.find(mailbox);
  return found == boxes_.end() || found->second.time < expired_before ? nullptr : &found->second;
}

WriteResult MemoryMailboxes::write(const OpenMailbox& open) {
  (void)write(DropMailboxes{open.expired_before});  // It cannot fail.
  if (boxes_.size() >= open.count_max) return fail(Errc::mailboxes_full, "mailbox");
  boxes_[open.mailbox].time = open.time;
  return Done{};
}

WriteResult MemoryMailboxes::write(const PutMail& put) {
  auto* box = find(put.mailbox, put.expired_before);
  if (box == nullptr) return fail(Errc::not_found, "mailbox");
  const auto [place, is_new] = box->mail.try_emplace(put.side, put.bytes);
  if (!is_new && place->second != put.bytes) return fail(Errc::conflict, "mail");
  return Done{};
}

WriteResult MemoryMailboxes::write(const TakeMail& take) {
  auto* box = find(take.mailbox, take.expired_before);
  if (box == nullptr) return fail(Errc::not_found, "mailbox");
  const auto place = box->mail.find(take.side);
  if (place == box->mail.end()) return Mail{};
  if (!place->second) return fail(Errc::conflict, "mail");
  return Mail{std::exchange(place->second, std::nullopt)};
}

WriteResult MemoryMailboxes::write(const DropMailboxes& drop) {
  std::erase_if(boxes_, [&](const auto& item) { return item.second.time < drop.before; });
  return Done{};
}

}  // namespace kring::store::detail
