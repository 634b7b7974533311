#pragma once

#include "channels/charter/introduction.hpp"
#include "channels/model/ids.hpp"
#include "channels/model/mail_side.hpp"
#include "channels/model/origin.hpp"

#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"

#include <string>
#include <string_view>

/// Two devices of one person, before they know each other: the link that one shows the other, and how what
/// they then say is sealed (docs/protocol.md, section 12).
namespace kring::charter {

/// Where they meet, what they seal with, and who has shown it.
struct MailboxLink {
  channels::Origin origin;
  channels::MailboxId mailbox;
  /// 32 bytes.
  Secret secret;
  DeviceKey device_key;
};
/// The whole text, `https://HOST/i#m1.…`.
[[nodiscard]] std::string text_of_mailbox_link(const MailboxLink& link);
/// Errors: `bad_link` (not a link of ours, cut short or damaged), `bad_link_host`.
[[nodiscard]] Result<MailboxLink> parse_mailbox_link(std::string_view text);

/// Which message of which mailbox.
struct MailPlace {
  channels::MailboxId mailbox;
  channels::MailSide side{};
};
/// Seals a message for whoever has the link. Each has a key of its own, also when another is put in its
/// place.
[[nodiscard]] Bytes seal_mail(const Secret& secret, const MailPlace& place, ByteView message, Random& random);
/// Errors: `bad_mail`, for whatever is wrong with it.
[[nodiscard]] Result<SecretBytes> open_mail(const Secret& secret, const MailPlace& place, ByteView sealed);

}  // namespace kring::charter
