#include "channels/charter/mailbox_link.hpp"

#include "channels/charter/fields.hpp"
#include "channels/charter/link_text.hpp"
#include "channels/model/hash.hpp"
#include "channels/model/limits.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/aead.hpp"

#include <utility>

namespace kring::charter {

using codec::FieldReader;
using codec::Reader;

namespace {

constexpr std::string_view mailbox_mark = "m1.";
constexpr std::size_t salt_bytes = 32;

/// The part of a link that stands behind `m1.`.
struct MailboxFragment {
  channels::MailboxId mailbox;
  FixedBytes<32> secret{};
  DeviceKey device_key;

  static Result<MailboxFragment> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(MailboxFragment{.mailbox = detail::read_id<channels::MailboxId>(fields),
                                       .secret = fields.fixed<32>(),
                                       .device_key = detail::read_id<DeviceKey>(fields)});
  }
};

/// Of one message: the salt makes it another one each time, so that the nonce may be zero.
Secret mail_key(const Secret& secret, const MailPlace& place, ByteView salt) {
  codec::Writer context;
  context.raw(place.mailbox.view());
  context.raw(salt);
  const bool is_there = place.side == channels::MailSide::there;
  return channels::derive_key(secret, is_there ? "link there" : "link back", context.view());
}

}  // namespace

std::string text_of_mailbox_link(const MailboxLink& link) {
  KRING_ASSERT(link.secret.size() == sizeof(MailboxFragment::secret));
  codec::SecretWriter out;
  out.raw(link.mailbox.view());
  out.raw(link.secret.expose());
  out.raw(link.device_key.view());
  std::string text = link.origin.text();
  text.append(detail::path_and_fragment).append(mailbox_mark).append(to_base64url(out.view()));
  return text;
}

Result<MailboxLink> parse_mailbox_link(std::string_view text) {
  auto split = detail::split_link(text);
  if (!split) return fail(split.error());
  const auto fragment_text = split->fragment;
  if (!fragment_text.starts_with(mailbox_mark)) return fail(Errc::bad_link, "version");
  auto bytes = from_base64url(fragment_text.substr(mailbox_mark.size()));
  if (!bytes) return fail(Errc::bad_link, "base64url");
  const WipeGuard wipe_bytes(*bytes);
  auto fragment = codec::decode<MailboxFragment>(*bytes);
  if (!fragment) return fail(Errc::bad_link, fragment.error().where());
  const WipeGuard wipe_secret(fragment->secret);
  return MailboxLink{.origin = std::move(split->origin),
                     .mailbox = fragment->mailbox,
                     .secret = Secret::copy_of(fragment->secret),
                     .device_key = fragment->device_key};
}

Bytes seal_mail(const Secret& secret, const MailPlace& place, ByteView message, Random& random) {
  const auto salt = random.fixed<salt_bytes>();
  codec::Writer out;
  out.raw(salt);
  out.raw(primitives::aead_seal(mail_key(secret, place, salt), {}, {}, message));
  return out.take();
}

Result<SecretBytes> open_mail(const Secret& secret, const MailPlace& place, ByteView sealed) {
  if (sealed.size() < salt_bytes) return fail(Errc::bad_mail, "too short");
  auto opened = primitives::aead_open(mail_key(secret, place, sealed.first(salt_bytes)), {}, {},
                                      sealed.subspan(salt_bytes));
  if (!opened) return fail(Errc::bad_mail, "sealed");
  return opened;
}

}  // namespace kring::charter
