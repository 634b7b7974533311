#pragma once

#include "hub/store/requests.hpp"

#include <map>
#include <optional>

namespace kring::store::detail {

/// The one-time mailboxes of a `MemoryStore`.
class MemoryMailboxes {
 public:
  [[nodiscard]] WriteResult write(const OpenMailbox& open);
  [[nodiscard]] WriteResult write(const PutMail& put);
  [[nodiscard]] WriteResult write(const TakeMail& take);
  [[nodiscard]] WriteResult write(const DropMailboxes& drop);

 private:
  struct Mailbox {
    Time time{};
    /// None in one that was taken.
    std::map<channels::MailSide, std::optional<Bytes>> mail;
  };
  /// Null if it is not there, or was opened before.
  [[nodiscard]] Mailbox* find(const channels::MailboxId& mailbox, Time expired_before);

  std::map<channels::MailboxId, Mailbox> boxes_;
};

}  // namespace kring::store::detail
