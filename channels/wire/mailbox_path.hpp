#pragma once

#include "channels/model/ids.hpp"
#include "channels/model/mail_side.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The requests about one-time mailboxes (docs/protocol.md, section 11).
namespace kring::wire {

using channels::MailSide;

/// Where whoever has a mailbox's id puts a message (PUT) and takes it, once (POST).
struct MailPath {
  channels::MailboxId mailbox;
  MailSide side{};
  friend bool operator==(const MailPath&, const MailPath&) = default;
};

/// A new mailbox is asked for here, by POST.
inline constexpr std::string_view mailboxes_path = "/v1/mailbox";

[[nodiscard]] std::string format_mail_path(const MailPath& path);
/// Nothing for any other path.
[[nodiscard]] std::optional<MailPath> parse_mail_path(std::string_view text);

}  // namespace kring::wire
