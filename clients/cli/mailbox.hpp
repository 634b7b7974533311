#pragma once

#include "clients/cli/session.hpp"

#include "channels/model/ids.hpp"
#include "channels/model/mail_side.hpp"
#include "channels/model/origin.hpp"

/// One-time mailboxes at a hub, by which two devices meet.
namespace kring::cli {

class Mailbox {
 public:
  /// `session` outlives it.
  Mailbox(Session& session, channels::Origin hub) : session_(session), hub_(std::move(hub)) {}

  // Errors of all: `mailbox_refused` (no answer, or the hub has no room).

  [[nodiscard]] Outcome<channels::MailboxId> open();
  /// Errors also: `mailbox_gone`, `mailbox_used`.
  [[nodiscard]] Outcome<void> put(const channels::MailboxId& mailbox, channels::MailSide side,
                                  const Bytes& message);
  /// Waits for the message, as long as a mailbox lives and nobody presses Ctrl-C. Errors also:
  /// `mailbox_gone`, `mailbox_used`, `declined`.
  [[nodiscard]] Outcome<Bytes> take(const channels::MailboxId& mailbox, channels::MailSide side);

 private:
  [[nodiscard]] native::HttpAnswer ask(const std::string& method, const std::string& path, const Bytes& body);

  Session& session_;
  channels::Origin hub_;
};

}  // namespace kring::cli
