#pragma once

#include "hub/store/detail/database.hpp"
#include "hub/store/requests.hpp"

#include <variant>

/// One-time mailboxes in SQL.
namespace kring::store::detail {

[[nodiscard]] WriteResult write_mailbox(Database& database, const OpenMailbox& open);
[[nodiscard]] WriteResult write_mailbox(Database& database, const PutMail& put);
[[nodiscard]] WriteResult write_mailbox(Database& database, const TakeMail& take);
[[nodiscard]] WriteResult write_mailbox(Database& database, const DropMailboxes& drop);

template <class Request>
inline constexpr bool is_of_mailbox =
    std::is_same_v<Request, OpenMailbox> || std::is_same_v<Request, PutMail> ||
    std::is_same_v<Request, TakeMail> || std::is_same_v<Request, DropMailboxes>;

}  // namespace kring::store::detail
