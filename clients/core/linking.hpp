#pragma once

#include "channels/charter/device_link.hpp"
#include "channels/charter/mailbox_link.hpp"
#include "clients/core/device.hpp"
#include "clients/core/person_state.hpp"

#include "crypto/primitives/hpke.hpp"

#include <string>
#include <vector>

/// What two devices of one person say to each other when one is linked (docs/protocol.md, section 12).
namespace kring::core {

/// What the new device says first.
struct LinkRequest {
  channels::DeviceKey device_key;
  channels::BoxKey box_key;
  /// What its person calls it; may be empty.
  std::string name;

  [[nodiscard]] static Result<LinkRequest> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const LinkRequest&, const LinkRequest&) = default;
};
/// Of which the six words are made: both devices' keys, and where they met.
[[nodiscard]] charter::EntryHash hash_of_linking(const charter::MailboxLink& link,
                                                 const LinkRequest& request);
[[nodiscard]] Bytes seal_request(const charter::MailboxLink& link, const LinkRequest& request,
                                 Random& random);
/// Errors: `bad_mail`, `unsupported_version`.
[[nodiscard]] Result<LinkRequest> open_request(const charter::MailboxLink& link, ByteView sealed);

/// The new device, before it knows whose it is.
struct LinkingDevice {
  primitives::SignatureKeyPair key;
  primitives::HpkeKeyPair box;
  LinkRequest request;
};
/// Errors: `bad_name`.
[[nodiscard]] Result<LinkingDevice> make_linking_device(std::string_view name, Random& random);

/// What the first device answers, once the six words are the same.
struct LinkPackage {
  charter::CertifiedDevice certificate;
  /// Where the new device then puts its handles.
  channels::MailboxId next;
  PersonState state;
  /// Slots of the vault: its own, and those that it may hand on. None if the first device had none left.
  std::vector<WritableSlot> slots;
  SlotNumbers slot_numbers;
};
/// `first` gives slots of its own, and the number that its slot has, if any, is among its `slot_numbers`.
/// Errors: those of `certify_further` and `PersonState::encode`.
[[nodiscard]] Result<Bytes> seal_package(const charter::MailboxLink& link, const LinkRequest& request,
                                         const Device& first, const PersonState& state,
                                         const channels::MailboxId& next, Random& random);
/// That the first device does not link it: whoever asked waits no longer.
[[nodiscard]] Bytes seal_refusal(const charter::MailboxLink& link, Random& random);
/// Errors: `link_refused`, `bad_mail` (also if another device than the link's says it), those of
/// `PersonState::decode`.
[[nodiscard]] Result<LinkPackage> open_package(const charter::MailboxLink& link, const LinkingDevice& device,
                                               ByteView sealed);
/// The device that a package makes of it. Of attestations it takes none that belies itself.
[[nodiscard]] Device take_package(const LinkingDevice& device, const LinkPackage& package, Time now,
                                  Random& random);

/// The new device's handles, one a circle, signed by its key.
[[nodiscard]] Result<Bytes> seal_handles(const charter::MailboxLink& link, const LinkingDevice& device,
                                         const channels::MailboxId& next,
                                         const std::vector<charter::NewHandle>& handles, Random& random);
/// Their codes. Errors: `bad_mail`.
[[nodiscard]] Result<std::vector<std::string>> open_handles(const charter::MailboxLink& link,
                                                            const LinkRequest& request,
                                                            const channels::MailboxId& next, ByteView sealed);

}  // namespace kring::core
