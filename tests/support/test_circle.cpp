#include "tests/support/test_circle.hpp"

#include "channels/model/signing.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/primitives/signature.hpp"

namespace kring::support {

using namespace charter;
using namespace std::chrono_literals;

namespace {

constexpr auto everything = Right::read | Right::post | Right::moderate;
constexpr auto read_and_post = Right::read | Right::post;

Role plain_role(RoleId id) {
  return {.id = id, .may_admit = {}};
}

}  // namespace

HandleKey TestPerson::handle_key() const {
  return HandleKey::from(handle.public_key.bytes).value();
}
RecoveryKey TestPerson::recovery_key() const {
  return RecoveryKey::from(recovery.public_key.bytes).value();
}

TestCircle::TestCircle(std::uint64_t seed, Time founded) : TestCircle(seed, founded, nullptr) {}
TestCircle::TestCircle(std::uint64_t seed, const primitives::SignatureKeyPair& at, Time founded)
    : TestCircle(seed, founded, &at) {}

TestCircle::TestCircle(std::uint64_t seed, Time founded, const primitives::SignatureKeyPair* at)
    : random(seed),
      now(founded),
      hub(at != nullptr ? at->clone() : primitives::generate_signature_key_pair(random)),
      parent(random.id<RoleId>()),
      nurse(random.id<RoleId>()),
      night(random.id<RoleId>()),
      family(random.id<RoleId>()),
      doctor(random.id<RoleId>()),
      regie(random.id<ChannelId>()),
      care(random.id<ChannelId>()),
      room(random.id<ChannelId>()),
      founder(make_person()),
      log(found()) {
  open_channels();
}

CharterLog TestCircle::found() {
  Role parents = plain_role(parent);
  parents.owns = true;
  Role nurses = plain_role(nurse);
  nurses.may_admit = {{.role = night, .stay_max = channels::limits::stand_in_stay_max}};
  Role relatives = plain_role(family);
  relatives.may_be_preapproved = true;
  const Found body{.hub_key = HubKey::from(hub.public_key.bytes).value(),
                   .member = founder.member,
                   .handle_key = founder.handle_key(),
                   .recovery_key = founder.recovery_key(),
                   .role = parent,
                   .roles = {parents, nurses, plain_role(night), relatives, plain_role(doctor)}};
  const CharterContent content{.circle = CircleId(),
                               .number = EntryNumber{1},
                               .previous = EntryHash(),
                               .time = now,
                               .signer = founder.id,
                               .body = body};
  return CharterLog::found(make_entry(content, {.handle = &founder.handle.private_key}).value()).value();
}

void TestCircle::open_channels() {
  must_act(founder, ChannelOpen{.channel = regie,
                                .mode = Mode::record,
                                .purpose = Purpose::regie,
                                .group = random.id<GroupId>(),
                                .rights = {{.role = parent, .rights = everything}}});
  must_act(founder, ChannelOpen{.channel = care,
                                .mode = Mode::record,
                                .purpose = Purpose::ordinary,
                                .group = random.id<GroupId>(),
                                .rights = {{.role = parent, .rights = everything},
                                           {.role = nurse, .rights = everything},
                                           {.role = night, .rights = read_and_post},
                                           {.role = doctor, .rights = Right::read}}});
  must_act(founder, ChannelOpen{.channel = room,
                                .mode = Mode::sealed,
                                .purpose = Purpose::ordinary,
                                .group = random.id<GroupId>(),
                                .rights = {{.role = parent, .rights = everything},
                                           {.role = family, .rights = read_and_post}}});
}

TestPerson TestCircle::make_person() {
  TestPerson person{.member = random.id<MemberId>(),
                    .id = {},
                    .handle = primitives::generate_signature_key_pair(random),
                    .recovery = primitives::generate_signature_key_pair(random)};
  person.id = channels::handle_of(person.handle_key());
  return person;
}

CharterEntry TestCircle::entry(const TestPerson& signer, Body body) const {
  CharterContent content = charter().next_content(signer.id, now, std::move(body));
  content.time = now;
  return make_entry(content, {.handle = &signer.handle.private_key}).value();
}

CharterEntry TestCircle::entry_by_words(const TestPerson& signer, Body body) const {
  CharterContent content = charter().next_content(signer.id, now, std::move(body));
  content.time = now;
  return make_entry(content, {.handle = &signer.handle.private_key, .recovery = &signer.recovery.private_key})
      .value();
}

void TestCircle::must_act_by_words(const TestPerson& signer, Body body) {
  KRING_ASSERT(log.append(entry_by_words(signer, std::move(body))).has_value());
}

Status TestCircle::act(const TestPerson& signer, Body body) {
  return log.append(entry(signer, std::move(body)));
}

void TestCircle::must_act(const TestPerson& signer, Body body) {
  KRING_ASSERT(act(signer, std::move(body)).has_value());
}

TestCircle::Offer TestCircle::make_offer(RoleId role) {
  auto key = primitives::generate_signature_key_pair(random);
  const auto public_key = InvitationKey::from(key.public_key.bytes).value();
  return {.terms = {.invitation_key = public_key,
                    .role = role,
                    .stay = std::chrono::days(7),
                    .expires = now + 48h,
                    .preapproved = false,
                    .box_key_hash = random.fixed<32>()},
          .invitation = {.id = channels::invitation_of(public_key), .key = std::move(key)}};
}

TestInvitation TestCircle::invite(const TestPerson& maker, RoleId role) {
  return invite(maker, make_offer(role));
}

TestInvitation TestCircle::invite(const TestPerson& maker, Offer offer) {
  must_act(maker, offer.terms);
  return std::move(offer.invitation);
}

InviteAccept TestCircle::acceptance_of(const TestInvitation& invitation, const TestPerson& person) {
  return {.invitation = invitation.id,
          .member = person.member,
          .handle_key = person.handle_key(),
          .recovery_key = person.recovery_key(),
          .introduction_hash = random.fixed<32>(),
          .key_packages = {random.fixed<32>(), random.fixed<32>()}};
}

CharterEntry TestCircle::acceptance_entry(const TestInvitation& invitation, const TestPerson& person,
                                          InviteAccept body) const {
  CharterContent content = charter().next_content(person.id, now, std::move(body));
  content.time = now;
  return make_entry(content,
                    {.handle = &person.handle.private_key, .invitation = &invitation.key.private_key})
      .value();
}

EntryHash TestCircle::accept(const TestInvitation& invitation, const TestPerson& person) {
  auto it = acceptance_entry(invitation, person, acceptance_of(invitation, person));
  const auto hash = it.hash();
  KRING_ASSERT(log.append(std::move(it)).has_value());
  return hash;
}

Grant TestCircle::grant_of(const EntryHash& acceptance) const {
  const auto& invitation = *charter().invitation_of(acceptance);
  return {.member = invitation.acceptance->terms.member,
          .acceptance = acceptance,
          .role = invitation.terms.role,
          .until = now + invitation.terms.stay};
}

TestPerson TestCircle::admit(RoleId role) {
  auto person = make_person();
  must_act(founder, grant_of(accept(invite(founder, role), person)));
  return person;
}

CharterEntry TestCircle::owner_entry(const TestPerson& actor, const EntryHash& acceptance,
                                     std::vector<OwnerConsent> consents) const {
  const auto& invitation = *charter().invitation_of(acceptance);
  CharterContent content = charter().next_content(actor.id, now,
                                                  OwnerAdd{.member = invitation.acceptance->terms.member,
                                                           .acceptance = acceptance,
                                                           .role = invitation.terms.role,
                                                           .consents = std::move(consents)});
  return make_entry(content, {.handle = &actor.handle.private_key, .recovery = &actor.recovery.private_key})
      .value();
}

OwnerConsent TestCircle::consent_of(const TestPerson& owner, const EntryHash& acceptance) const {
  return consent_of(owner, charter::subject_of(acceptance));
}

OwnerConsent TestCircle::consent_of(const TestPerson& owner, const charter::ConsentSubject& subject) const {
  return make_consent({.circle = charter().circle(), .subject = subject, .owner = owner.id, .time = now},
                      owner.handle.private_key)
      .value();
}

charter::FirstKey TestCircle::first_key_of(const TestPerson& holder) {
  return {.id = random.id<charter::AttestationKeyId>(),
          .key = random.id<charter::AttestationKey>(),
          .holder = holder.id};
}

charter::FirstKey TestCircle::publish() {
  auto first = first_key_of(founder);
  publish(first);
  return first;
}

void TestCircle::publish(const charter::FirstKey& first) {
  must_act_by_words(founder, charter::Publish{.first = first, .consents = {}});
}

TestPerson TestCircle::admit_owner() {
  auto person = make_person();
  const auto acceptance = accept(invite(founder, parent), person);
  KRING_ASSERT(log.append(owner_entry(founder, acceptance, {})).has_value());
  return person;
}

TestPerson TestCircle::make_device(const TestPerson& person) {
  auto device = make_person();
  device.member = person.member;
  device.recovery = person.recovery.clone();
  return device;
}

DeviceAdd TestCircle::addition_of(const TestPerson& device) const {
  const charter::NewHandleContent content{.circle = charter().circle(),
                                          .member = device.member,
                                          .handle_key = device.handle_key(),
                                          .recovery_key = std::nullopt};
  return {.member = device.member,
          .handle_key = device.handle_key(),
          .proof = charter::prove_handle(content, device.handle.private_key).value()};
}

TestPerson TestCircle::add_device(const TestPerson& adder) {
  auto device = make_device(adder);
  must_act(adder, addition_of(device));
  return device;
}

TestPerson TestCircle::make_renewed(const TestPerson& person) {
  auto renewed = make_person();
  renewed.member = person.member;
  return renewed;
}

KeyReset TestCircle::reset_to(const TestPerson& renewed) const {
  const charter::NewHandleContent content{.circle = charter().circle(),
                                          .member = renewed.member,
                                          .handle_key = renewed.handle_key(),
                                          .recovery_key = renewed.recovery_key()};
  return {.member = renewed.member,
          .handle_key = renewed.handle_key(),
          .recovery_key = renewed.recovery_key(),
          .proof = charter::prove_handle(content, renewed.handle.private_key).value()};
}

}  // namespace kring::support
