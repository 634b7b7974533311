#pragma once

#include "channels/charter/charter_log.hpp"
#include "channels/model/limits.hpp"
#include "crypto/primitives/keys.hpp"
#include "tests/support/seeded_random.hpp"

#include <chrono>
#include <cstdint>

namespace kring::support {

/// A person with all private keys, as only tests hold them.
struct TestPerson {
  channels::MemberId member;
  channels::HandleId id;
  primitives::SignatureKeyPair handle;
  primitives::SignatureKeyPair recovery;

  [[nodiscard]] channels::HandleKey handle_key() const;
  [[nodiscard]] channels::RecoveryKey recovery_key() const;
};

/// An invitation with its private key.
struct TestInvitation {
  channels::InvitationId id;
  primitives::SignatureKeyPair key;
};

/// When a circle of the tests is founded, unless said otherwise: the first of May 2026.
inline constexpr auto usual_founding_time = Time(Duration(1'777'593'600'000));

/// A small circle, real in every signature, founded by `founder` at `now`.
///
/// Its roles: `parent` owns; `nurse` may admit `night` for a day; `family` may be pre-approved; `doctor` is
/// none of these. Its channels: `regie` (record, parents), `care` (record, all but family), `room` (sealed,
/// parents and family). What must succeed aborts the test when it does not.
class TestCircle {
 public:
  explicit TestCircle(std::uint64_t seed = 1, Time founded = usual_founding_time);
  /// One at the hub with this key.
  TestCircle(std::uint64_t seed, const primitives::SignatureKeyPair& at, Time founded = usual_founding_time);

  [[nodiscard]] const charter::Charter& charter() const { return log.charter(); }
  [[nodiscard]] TestPerson make_person();

  /// `body` signed by `signer` for the charter's head at `now`.
  [[nodiscard]] charter::CharterEntry entry(const TestPerson& signer, charter::Body body) const;
  /// The same, signed by the recovery key too.
  [[nodiscard]] charter::CharterEntry entry_by_words(const TestPerson& signer, charter::Body body) const;
  /// Signs so and applies.
  void must_act_by_words(const TestPerson& signer, charter::Body body);
  /// Signs and applies.
  [[nodiscard]] Status act(const TestPerson& signer, charter::Body body);
  void must_act(const TestPerson& signer, charter::Body body);

  /// An invitation's terms under a new key: as `role`, for a week's stay, open for two days.
  struct Offer {
    charter::InviteCreate terms;
    TestInvitation invitation;
  };
  [[nodiscard]] Offer make_offer(channels::RoleId role);
  /// Invites with the terms of `make_offer`.
  [[nodiscard]] TestInvitation invite(const TestPerson& maker, channels::RoleId role);
  [[nodiscard]] TestInvitation invite(const TestPerson& maker, Offer offer);

  [[nodiscard]] charter::InviteAccept acceptance_of(const TestInvitation& invitation,
                                                    const TestPerson& person);
  [[nodiscard]] charter::CharterEntry acceptance_entry(const TestInvitation& invitation,
                                                       const TestPerson& person,
                                                       charter::InviteAccept body) const;
  /// Accepts, and returns the acceptance's hash.
  [[nodiscard]] charter::EntryHash accept(const TestInvitation& invitation, const TestPerson& person);

  /// The grant of a waiting acceptance for all of its stay.
  [[nodiscard]] charter::Grant grant_of(const charter::EntryHash& acceptance) const;
  /// Invites, accepts and grants by the founder.
  [[nodiscard]] TestPerson admit(channels::RoleId role);
  /// The whole entry by which `actor` makes an owner of whoever waits on `acceptance`.
  [[nodiscard]] charter::CharterEntry owner_entry(const TestPerson& actor,
                                                  const charter::EntryHash& acceptance,
                                                  std::vector<charter::OwnerConsent> consents) const;
  [[nodiscard]] charter::OwnerConsent consent_of(const TestPerson& owner,
                                                 const charter::EntryHash& acceptance) const;
  [[nodiscard]] charter::OwnerConsent consent_of(const TestPerson& owner,
                                                 const charter::ConsentSubject& subject) const;
  /// A key of an owner's device by which the charter could become public.
  [[nodiscard]] charter::FirstKey first_key_of(const TestPerson& holder);
  /// The founder, who owns alone, makes the charter public with such a key.
  charter::FirstKey publish();
  void publish(const charter::FirstKey& first);
  /// Invites, accepts and adds an owner beside the founder alone.
  [[nodiscard]] TestPerson admit_owner();

  /// A further device of a person's, whom it shares member and words with; nobody knows it yet.
  [[nodiscard]] TestPerson make_device(const TestPerson& person);
  /// The body by which a device is added to its member.
  [[nodiscard]] charter::DeviceAdd addition_of(const TestPerson& device) const;
  /// One more device, added by another of the same member.
  [[nodiscard]] TestPerson add_device(const TestPerson& adder);
  /// The body that gives `person` the keys of `renewed`, who has the same member id.
  [[nodiscard]] charter::KeyReset reset_to(const TestPerson& renewed) const;
  /// A person's new keys, all of them; nobody knows them yet.
  [[nodiscard]] TestPerson make_renewed(const TestPerson& person);

  SeededRandom random;
  Time now;
  primitives::SignatureKeyPair hub;
  channels::RoleId parent, nurse, night, family, doctor;
  channels::ChannelId regie, care, room;
  TestPerson founder;
  charter::CharterLog log;

 private:
  TestCircle(std::uint64_t seed, Time founded, const primitives::SignatureKeyPair* at);
  [[nodiscard]] charter::CharterLog found();
  void open_channels();
};

}  // namespace kring::support
