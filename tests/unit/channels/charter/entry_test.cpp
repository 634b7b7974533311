#include "channels/charter/entry.hpp"

#include "channels/charter/head.hpp"
#include "channels/model/limits.hpp"
#include "crypto/base/errc.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace kring::charter {
namespace {

namespace limits = channels::limits;

Role role_of(support::SeededRandom& random) {
  return {.id = random.id<RoleId>(),
          .owns = true,
          .may_be_preapproved = true,
          .may_admit = {{.role = random.id<RoleId>(), .stay_max = std::chrono::hours(24)}}};
}

/// One body of each kind, every field filled.
Body body_of(EntryKind kind) {
  support::SeededRandom random(7);
  const Role role = role_of(random);
  switch (kind) {
    case EntryKind::found:
      return Found{.hub_key = random.id<HubKey>(),
                   .member = random.id<MemberId>(),
                   .handle_key = random.id<HandleKey>(),
                   .recovery_key = random.id<RecoveryKey>(),
                   .role = role.id,
                   .roles = {role, role_of(random)}};
    case EntryKind::owner_add:
      return OwnerAdd{
          .member = random.id<MemberId>(),
          .acceptance = random.id<EntryHash>(),
          .role = role.id,
          .consents = {{.owner = random.id<HandleId>(), .time = from_unix_ms(5), .signature = {1, 2}}}};
    case EntryKind::role_set:
      return RoleSet{.role = role,
                     .rights = {{.channel = random.id<ChannelId>(), .rights = Right::read | Right::post}}};
    case EntryKind::channel_open:
      return ChannelOpen{.channel = random.id<ChannelId>(),
                         .mode = Mode::sealed,
                         .purpose = Purpose::ordinary,
                         .group = random.id<GroupId>(),
                         .rights = {{.role = role.id, .rights = Right::moderate}}};
    case EntryKind::invite_create:
      return InviteCreate{.invitation_key = random.id<InvitationKey>(),
                          .role = role.id,
                          .stay = std::chrono::hours(8),
                          .expires = from_unix_ms(9'000),
                          .preapproved = true,
                          .box_key_hash = random.fixed<32>()};
    case EntryKind::invite_accept:
      return InviteAccept{.invitation = random.id<InvitationId>(),
                          .member = random.id<MemberId>(),
                          .handle_key = random.id<HandleKey>(),
                          .recovery_key = random.id<RecoveryKey>(),
                          .introduction_hash = random.fixed<32>(),
                          .key_packages = {random.fixed<32>(), random.fixed<32>()}};
    case EntryKind::invite_withdraw:
      return InviteWithdraw{.invitation = random.id<InvitationId>()};
    case EntryKind::grant:
      return Grant{.member = random.id<MemberId>(),
                   .acceptance = random.id<EntryHash>(),
                   .role = role.id,
                   .until = from_unix_ms(99)};
    case EntryKind::remove:
      return Remove{.member = random.id<MemberId>(), .reason = random.fixed<32>()};
    case EntryKind::channel_restart:
      return ChannelRestart{.channel = random.id<ChannelId>(),
                            .group = random.id<GroupId>(),
                            .last_good = {.number = Sequence{12}, .hash = random.fixed<32>()},
                            .generation = channels::Generation{3},
                            .blamed = Sequence{13}};
    case EntryKind::resume:
      return Resume{.incarnation = random.id<channels::Incarnation>(),
                    .heads = {{.channel = random.id<ChannelId>(),
                               .place = {.number = Sequence{12}, .hash = random.fixed<32>()}}}};
    case EntryKind::pause:
      return Pause{.member = random.id<MemberId>(), .reason = random.fixed<32>()};
    case EntryKind::unpause:
      return Unpause{.member = random.id<MemberId>()};
    case EntryKind::role_change:
      return RoleChange{.member = random.id<MemberId>(), .role = role.id, .until = from_unix_ms(99)};
    case EntryKind::channel_change:
      return ChannelChange{.channel = random.id<ChannelId>(),
                           .rights = {{.role = role.id, .rights = Right::read}}};
    case EntryKind::channel_close:
      return ChannelClose{.channel = random.id<ChannelId>()};
    case EntryKind::freeze:
      return Freeze{};
    case EntryKind::freeze_end:
      return FreezeEnd{};
    case EntryKind::removal_ask:
      return RemovalAsk{.member = random.id<MemberId>()};
    case EntryKind::removal_agree:
      return RemovalAgree{.member = random.id<MemberId>()};
    case EntryKind::removal_done:
      return RemovalDone{.member = random.id<MemberId>()};
    case EntryKind::stay:
      return Stay{};
    case EntryKind::end_ask:
      return EndAsk{};
    case EntryKind::end_cancel:
      return EndCancel{};
    case EntryKind::end_done:
      return EndDone{};
    case EntryKind::device_add:
      return DeviceAdd{
          .member = random.id<MemberId>(), .handle_key = random.id<HandleKey>(), .proof = {1, 2}};
    case EntryKind::device_revoke:
      return DeviceRevoke{.handle = random.id<HandleId>(), .overrules = true};
    case EntryKind::key_reset:
      return KeyReset{.member = random.id<MemberId>(),
                      .handle_key = random.id<HandleKey>(),
                      .recovery_key = random.id<RecoveryKey>(),
                      .proof = {1, 2}};
    case EntryKind::attestation_key:
      return AttestationKeySet{.id = random.id<AttestationKeyId>(), .key = random.id<AttestationKey>()};
    case EntryKind::attestation_withdraw:
      return AttestationWithdraw{random.id<AttestationHash>()};
    case EntryKind::publish:
      return Publish{
          .first = {.id = random.id<AttestationKeyId>(),
                    .key = random.id<AttestationKey>(),
                    .holder = random.id<HandleId>()},
          .consents = {{.owner = random.id<HandleId>(), .time = from_unix_ms(5), .signature = {1, 2}}}};
    case EntryKind::leave:
      break;
  }
  return Leave{};
}

CharterContent content_of(Body body) {
  support::SeededRandom random(8);
  return {.circle = random.id<CircleId>(),
          .number = EntryNumber{3},
          .previous = random.id<EntryHash>(),
          .time = from_unix_ms(1'000),
          .signer = random.id<HandleId>(),
          .body = std::move(body)};
}

/// An entry with `content` and `signatures`, which nobody made.
Bytes enclose(ByteView content, const std::vector<EntrySignature>& signatures) {
  codec::Writer out;
  out.opaque(content);
  codec::write_vector(out, signatures);
  return out.take();
}
Bytes enclose(ByteView content) {
  return enclose(content, {{.by = SignedBy::handle, .signature = Bytes(64)}});
}

class EveryKind : public testing::TestWithParam<std::uint16_t> {
 protected:
  CharterContent content_ = content_of(body_of(static_cast<EntryKind>(GetParam())));
};
INSTANTIATE_TEST_SUITE_P(, EveryKind, testing::Range<std::uint16_t>(1, 32));

TEST_P(EveryKind, ReadsBackWhatWasWritten) {
  const auto bytes = enclose(codec::encode(content_));

  const auto entry = CharterEntry::decode(bytes).value();

  EXPECT_EQ(entry.content(), content_);
  EXPECT_EQ(codec::encode(entry.content()), entry.signed_bytes());
  EXPECT_EQ(entry.bytes(), bytes);
  EXPECT_EQ(static_cast<std::uint16_t>(entry.kind()), GetParam());
}

TEST_P(EveryKind, IsRefusedCutShortAnywhereAndWithAByteMore) {
  const auto bytes = codec::encode(content_);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(CharterEntry::decode(enclose(ByteView(bytes).first(size))).error(), Errc::bad_entry) << size;
  }
  auto longer = enclose(bytes);
  longer.push_back(0);
  EXPECT_EQ(CharterEntry::decode(longer).error(), Errc::bad_entry);
}

struct Malformed {
  const char* name;
  std::function<void(CharterContent&)> spoil;
};
class EntryRefuses : public testing::TestWithParam<Malformed> {};
TEST_P(EntryRefuses, AsMalformed) {
  auto content = content_of(Leave{});
  GetParam().spoil(content);

  EXPECT_EQ(CharterEntry::decode(enclose(codec::encode(content))).error(), Errc::bad_entry);
}

template <class T>
std::function<void(CharterContent&)> with(const std::function<void(T&)>& spoil) {
  return [spoil](CharterContent& content) {
    auto body = std::get<T>(body_of(T::kind));
    spoil(body);
    content.body = body;
  };
}

INSTANTIATE_TEST_SUITE_P(
    , EntryRefuses,
    testing::Values(
        Malformed{"ASignerOfZeros", [](CharterContent& c) { c.signer = HandleId(); }},
        Malformed{"ATimeBeyondTheYear9999",
                  [](CharterContent& c) { c.time = from_unix_ms(unix_ms_max) + Duration(1); }},
        Malformed{"AnIdOfZeros", with<Remove>([](Remove& b) { b.member = MemberId(); })},
        Malformed{"AKeyOfZeros",
                  with<InviteCreate>([](InviteCreate& b) { b.invitation_key = InvitationKey(); })},
        Malformed{"NoStay", with<InviteCreate>([](InviteCreate& b) { b.stay = Duration(0); })},
        Malformed{"NoStayMax", with<RoleSet>([](RoleSet& b) { b.role.may_admit[0].stay_max = Duration(0); })},
        Malformed{"AnUnknownMode", with<ChannelOpen>([](ChannelOpen& b) { b.mode = static_cast<Mode>(3); })},
        Malformed{"ModeZero", with<ChannelOpen>([](ChannelOpen& b) { b.mode = static_cast<Mode>(0); })},
        Malformed{"AnUnknownPurpose",
                  with<ChannelOpen>([](ChannelOpen& b) { b.purpose = static_cast<Purpose>(2); })},
        Malformed{"NoKeyPackage", with<InviteAccept>([](InviteAccept& b) { b.key_packages.clear(); })},
        Malformed{"AKeyPackageTooMany", with<InviteAccept>([](InviteAccept& b) {
                    b.key_packages.resize(limits::acceptance_key_packages_max + 1);
                  })},
        Malformed{"AConsentTooMany", with<OwnerAdd>([](OwnerAdd& b) {
                    b.consents.resize(limits::consents_max + 1, b.consents[0]);
                  })},
        Malformed{"AConsentToPublishingTooMany", with<Publish>([](Publish& b) {
                    b.consents.resize(limits::consents_max + 1, b.consents[0]);
                  })},
        Malformed{"AFirstKeyOfNobody", with<Publish>([](Publish& b) { b.first.holder = {}; })},
        Malformed{"AFirstKeyOfZeros", with<Publish>([](Publish& b) { b.first.key = {}; })},
        Malformed{"AFirstKeyWithoutAPlace", with<Publish>([](Publish& b) { b.first.id = {}; })},
        Malformed{"ARoleTooMany", with<Found>([](Found& b) {
                    b.roles.resize(limits::roles_max + 1, {.id = b.role, .may_admit = {}});
                  })},
        Malformed{"ARestartThatBlamesNothing",
                  with<ChannelRestart>([](ChannelRestart& b) { b.blamed = Sequence{}; })},
        Malformed{"ARestartWithoutAGroup",
                  with<ChannelRestart>([](ChannelRestart& b) { b.group = GroupId(); })},
        Malformed{"NoIncarnation", with<Resume>([](Resume& b) { b.incarnation = Incarnation(); })},
        Malformed{"AHeadTooMany",
                  with<Resume>([](Resume& b) { b.heads.resize(limits::channels_max + 1, b.heads[0]); })},
        Malformed{"AChannelTooMany",
                  with<RoleSet>([](RoleSet& b) { b.rights.resize(limits::channels_max + 1, b.rights[0]); })}),
    [](const auto& row) { return row.param.name; });

TEST(Entry, TakesEachListAtItsLongest) {
  auto accept = std::get<InviteAccept>(body_of(EntryKind::invite_accept));
  accept.key_packages.resize(limits::acceptance_key_packages_max);
  auto set = std::get<RoleSet>(body_of(EntryKind::role_set));
  set.rights.resize(limits::channels_max, set.rights[0]);
  auto found = std::get<Found>(body_of(EntryKind::found));
  found.roles.resize(limits::roles_max, {.id = found.role, .may_admit = {}});
  auto add = std::get<OwnerAdd>(body_of(EntryKind::owner_add));
  add.consents.resize(limits::consents_max, add.consents[0]);

  auto resume = std::get<Resume>(body_of(EntryKind::resume));
  resume.heads.resize(limits::channels_max, resume.heads[0]);

  auto publish = std::get<Publish>(body_of(EntryKind::publish));
  publish.consents.resize(limits::consents_max, publish.consents[0]);

  for (const auto& body : {Body(accept), Body(set), Body(found), Body(add), Body(resume), Body(publish)}) {
    EXPECT_TRUE(CharterEntry::decode(enclose(codec::encode(content_of(body)))));
  }
}

struct BadByte {
  const char* name;
  EntryKind kind;
  /// Counted from the end of the content.
  std::size_t from_end;
  std::uint8_t value;
};
class EntryRefusesByte : public testing::TestWithParam<BadByte> {};
TEST_P(EntryRefusesByte, Value) {
  auto bytes = codec::encode(content_of(body_of(GetParam().kind)));
  bytes[bytes.size() - GetParam().from_end] = GetParam().value;

  EXPECT_EQ(CharterEntry::decode(enclose(bytes)).error(), Errc::bad_entry);
}
INSTANTIATE_TEST_SUITE_P(
    , EntryRefusesByte,
    testing::Values(BadByte{"AnUnknownRight", EntryKind::channel_open, 1, 8},
                    BadByte{"AnUnknownRightOfARole", EntryKind::role_set, 1, 0x80},
                    BadByte{"PreapprovalNeitherYesNorNo", EntryKind::invite_create, 33, 2},
                    BadByte{"AReasonNeitherThereNorNot", EntryKind::remove, 33, 2},
                    BadByte{"AReasonOfAPauseNeitherThereNorNot", EntryKind::pause, 33, 2},
                    BadByte{"AnUnknownRightInAChange", EntryKind::channel_change, 1, 8},
                    BadByte{"BlameNeitherThereNorNot", EntryKind::channel_restart, 9, 2},
                    // Role flags stand before may_admit (1 + 24 bytes) and rights (1 + 17 bytes).
                    BadByte{"AnUnknownRoleFlag", EntryKind::role_set, 44, 4}),
    [](const auto& row) { return row.param.name; });

TEST(Entry, OfAnotherVersionIsNamedSo) {
  auto bytes = codec::encode(content_of(Leave{}));
  bytes[1] = 2;

  EXPECT_EQ(CharterEntry::decode(enclose(bytes)).error(), Errc::unsupported_version);
}

TEST(Entry, KeepsAnUnknownKind) {
  const UnknownBody body{.kind = 4711, .bytes = {1, 2, 3}};

  const auto entry = CharterEntry::decode(enclose(codec::encode(content_of(body)))).value();

  EXPECT_EQ(std::get<UnknownBody>(entry.content().body), body);
}

TEST(Entry, HasSixteenKibibytesAndNotOneMore) {
  const auto entry_of = [](std::size_t filling) {
    return enclose(codec::encode(content_of(UnknownBody{.kind = 4711, .bytes = Bytes(filling)})));
  };
  const std::size_t frame = entry_of(16'000).size() - 16'000;

  const auto largest = entry_of(limits::entry_bytes_max - frame);
  ASSERT_EQ(largest.size(), limits::entry_bytes_max);
  EXPECT_TRUE(CharterEntry::decode(largest));
  EXPECT_EQ(CharterEntry::decode(entry_of(limits::entry_bytes_max - frame + 1)).error(), Errc::bad_entry);
}

TEST(Entry, RefusesUnknownSignersAndMoreSignaturesThanThereAreSigners) {
  const auto content = codec::encode(content_of(Leave{}));
  const EntrySignature good{.by = SignedBy::handle, .signature = Bytes(limits::signature_field_bytes_max)};
  const EntrySignature unknown{.by = static_cast<SignedBy>(4), .signature = {}};
  const EntrySignature large{.by = SignedBy::handle,
                             .signature = Bytes(limits::signature_field_bytes_max + 1)};

  EXPECT_TRUE(CharterEntry::decode(enclose(content, {good, good, good})));
  EXPECT_EQ(CharterEntry::decode(enclose(content, {good, good, good, good})).error(), Errc::bad_entry);
  EXPECT_EQ(CharterEntry::decode(enclose(content, {unknown})).error(), Errc::bad_entry);
  EXPECT_EQ(CharterEntry::decode(enclose(content, {large})).error(), Errc::bad_entry);
}

TEST(MakeEntry, SignsWithEverySeedGivenAndRefusesABadOne) {
  support::SeededRandom random(9);
  const auto handle = primitives::generate_signature_key_pair(random);
  const auto recovery = primitives::generate_signature_key_pair(random);

  const auto entry =
      make_entry(content_of(Leave{}), {.handle = &handle.private_key, .recovery = &recovery.private_key})
          .value();

  ASSERT_EQ(entry.signatures().size(), 2U);
  EXPECT_EQ(entry.signatures()[0].by, SignedBy::handle);
  EXPECT_EQ(entry.signatures()[1].by, SignedBy::recovery);
  const auto bad = Secret::of_size(3);
  EXPECT_EQ(make_entry(content_of(Leave{}), {.handle = &bad}).error(), crypto::Errc::bad_key);
}

TEST(Entry, OfFoundingNamesItsCircleByItsOwnHash) {
  const auto found =
      CharterEntry::decode(enclose(codec::encode(content_of(body_of(EntryKind::found))))).value();
  const auto leave = CharterEntry::decode(enclose(codec::encode(content_of(Leave{})))).value();

  EXPECT_EQ(found.circle(), CircleId(found.hash().bytes()));
  EXPECT_EQ(leave.circle(), leave.content().circle);
}

TEST(SignedHead, VerifiesUnderTheHubsKeyOnly) {
  support::SeededRandom random(10);
  const auto hub = primitives::generate_signature_key_pair(random);
  const auto hub_key = HubKey::from(hub.public_key.bytes).value();
  const Head head{.circle = random.id<CircleId>(), .number = EntryNumber{5}, .hash = random.id<EntryHash>()};

  auto it = sign_head(head, hub.private_key).value();

  EXPECT_TRUE(verify_head(it, hub_key));
  EXPECT_EQ(codec::decode<Head>(codec::encode(head)), head);
  EXPECT_EQ(verify_head(it, random.id<HubKey>()).error(), Errc::bad_signature);
  it.head.number = EntryNumber{6};
  EXPECT_EQ(verify_head(it, hub_key).error(), Errc::bad_signature);
  EXPECT_EQ(sign_head(head, Secret::of_size(1)).error(), crypto::Errc::bad_key);
}

}  // namespace
}  // namespace kring::charter
