#include "channels/wire/mailbox_path.hpp"

namespace kring::wire {

namespace {

std::string_view name_of(MailSide side) {
  return side == MailSide::there ? "there" : "back";
}

}  // namespace

std::string format_mail_path(const MailPath& path) {
  std::string text(mailboxes_path);
  text.append("/").append(to_hex(path.mailbox.view())).append("/").append(name_of(path.side));
  return text;
}

std::optional<MailPath> parse_mail_path(std::string_view text) {
  const auto start = mailboxes_path.size() + 1;
  constexpr std::size_t digits = 2 * channels::MailboxId::size;
  if (!text.starts_with(mailboxes_path) || text.size() <= start + digits) return std::nullopt;
  const auto bytes = from_hex(text.substr(start, digits));
  const auto id = bytes ? channels::MailboxId::from(*bytes) : fail(bytes.error());
  if (!id) return std::nullopt;
  for (const auto side : {MailSide::there, MailSide::back}) {
    // Comparing with the one right form also checks the slashes and the case.
    const MailPath path{.mailbox = *id, .side = side};
    if (format_mail_path(path) == text) return path;
  }
  return std::nullopt;
}

}  // namespace kring::wire
