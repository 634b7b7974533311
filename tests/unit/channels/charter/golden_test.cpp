#include "tests/support/golden.hpp"
#include "channels/charter/attestation.hpp"
#include "channels/charter/charter_log.hpp"
#include "channels/charter/introduction.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/signature.hpp"

#include <gtest/gtest.h>

#include <string>

/// The golden examples of `docs/protocol.md`, sections 2 and 3: one circle's charter from its
/// founding, in `tests/golden/charter/`, with the seeds that signed each entry.
namespace kring::charter {
namespace {

using support::Golden;

constexpr const char* entry_files[] = {
    "01_found",
    "02_channel_open",
    "03_channel_open",
    "04_channel_open",
    "05_role_set",
    "06_invite_create",
    "07_invite_accept",
    "08_owner_add",
    "09_invite_create",
    "10_invite_accept",
    "11_owner_add",
    "12_invite_create",
    "13_invite_withdraw",
    "14_invite_create",
    "15_invite_accept",
    "16_invite_create",
    "17_invite_accept",
    "18_grant",
    "19_remove",
    "20_remove",
    "21_leave",
    "22_channel_restart",
    "23_resume",
    "24_invite_create",
    "25_invite_accept",
    "26_pause",
    "27_unpause",
    "28_role_change",
    "29_channel_change",
    "30_pause",
    "31_channel_close",
    "32_freeze",
    "33_freeze_end",
    "34_removal_ask",
    "35_stay",
    "36_removal_ask",
    "37_removal_done",
    "38_end_ask",
    "39_end_cancel",
    "40_end_ask",
    "41_device_add",
    "42_device_add",
    "43_device_revoke",
    "44_unpause",
    "45_key_reset",
    "46_device_revoke",
    "47_publish",
    "48_attestation_key",
    "49_attestation_withdraw",
    "50_attestation_key",
};

Golden golden(const std::string& name) {
  return Golden("charter/" + name + ".hex");
}

template <class Key>
Key public_key_of(const Golden& values, std::string_view seed) {
  return Key::from(primitives::signature_key_pair(Secret::copy_of(values.bytes(seed)))->public_key.bytes)
      .value();
}

/// The charter of all golden entries.
CharterLog golden_log() {
  std::vector<Bytes> entries;
  for (const auto* name : entry_files) entries.push_back(golden(name).bytes("entry"));
  return CharterLog::verify(entries).value();
}

/// Who signs an entry of a kind beside the handle.
struct MoreSeeds {
  const char* recovery;
  const char* invitation;
};
MoreSeeds more_seeds(const CharterEntry& entry) {
  const auto kind = entry.kind();
  const bool is_later_device = entry.number() == EntryNumber{42} || entry.number() == EntryNumber{46};
  const bool by_words = kind == EntryKind::owner_add || kind == EntryKind::removal_ask ||
                        kind == EntryKind::removal_agree || kind == EntryKind::end_ask ||
                        kind == EntryKind::publish || is_later_device;
  if (by_words) return {.recovery = "recovery_seed", .invitation = nullptr};
  if (kind == EntryKind::invite_accept) return {.recovery = nullptr, .invitation = "invitation_seed"};
  return {.recovery = nullptr, .invitation = nullptr};
}

class GoldenEntry : public testing::TestWithParam<const char*> {
 protected:
  Golden values_ = golden(GetParam());
  CharterEntry entry_ = CharterEntry::decode(values_.bytes("entry")).value();
};
TEST_P(GoldenEntry, ReadsAndWritesTheSame) {
  EXPECT_EQ(codec::encode(entry_.content()), values_.bytes("content"));
  EXPECT_EQ(codec::decode<CharterContent>(values_.bytes("content")), entry_.content());
  EXPECT_TRUE(equal(entry_.hash().view(), values_.bytes("hash")));
}
TEST_P(GoldenEntry, IsMadeAgainFromItsSeeds) {
  const auto more = more_seeds(entry_);
  const auto handle = Secret::copy_of(values_.bytes("handle_seed"));
  const auto recovery = Secret::copy_of(more.recovery != nullptr ? values_.bytes(more.recovery) : Bytes());
  const auto invitation =
      Secret::copy_of(more.invitation != nullptr ? values_.bytes(more.invitation) : Bytes());

  const auto again =
      make_entry(entry_.content(), {.handle = &handle,
                                    .recovery = more.recovery != nullptr ? &recovery : nullptr,
                                    .invitation = more.invitation != nullptr ? &invitation : nullptr})
          .value();

  EXPECT_EQ(again, entry_);
}
INSTANTIATE_TEST_SUITE_P(, GoldenEntry, testing::ValuesIn(entry_files),
                         [](const auto& row) { return std::string(row.param); });

TEST(GoldenCharter, VerifiesFromItsFoundingAndGivesItsSnapshot) {
  const auto log = golden_log();
  const auto values = golden("snapshot");

  EXPECT_EQ(log.charter().encode(), values.bytes("snapshot"));
  EXPECT_EQ(Charter::decode(values.bytes("snapshot")), log.charter());
}

/// All that the older versions could say after an entry: not when members made invitations.
State state_without_times(EntryNumber number) {
  auto state = decode_state(golden_log().at(number)->encode()).value();
  state.invited.clear();
  return state;
}

TEST(GoldenCharter, ReadsASnapshotOfTheVersionBeforeRestarts) {
  EXPECT_EQ(decode_state(golden("snapshot_version_1").bytes("snapshot")),
            state_without_times(EntryNumber{21}));
}

TEST(GoldenCharter, ReadsASnapshotOfTheVersionBeforePauses) {
  EXPECT_EQ(decode_state(golden("snapshot_version_2").bytes("snapshot")),
            state_without_times(EntryNumber{23}));
}

TEST(GoldenHead, IsTheChartersAndVerifies) {
  const auto values = golden("head");
  const auto log = golden_log();
  const auto& charter = log.charter();
  const SignedHead head{.head = codec::decode<Head>(values.bytes("head")).value(),
                        .signature = values.bytes("signature")};

  EXPECT_EQ(head.head, charter.head());
  EXPECT_TRUE(verify_head(head, charter.hub_key()));
  EXPECT_EQ(sign_head(head.head, Secret::copy_of(values.bytes("hub_seed"))), head);
}

TEST(GoldenConsent, IsSignedOverItsContent) {
  const auto values = golden("consent");
  const auto add = CharterEntry::decode(golden("11_owner_add").bytes("entry")).value();
  const auto& body = std::get<OwnerAdd>(add.content().body);
  const OwnerConsentContent content{.circle = add.circle(),
                                    .subject = subject_of(body.acceptance),
                                    .owner = body.consents.at(0).owner,
                                    .time = body.consents.at(0).time};

  EXPECT_EQ(codec::encode(content), values.bytes("content"));
  EXPECT_EQ(body.consents.at(0).signature, values.bytes("signature"));
  EXPECT_EQ(make_consent(content, Secret::copy_of(values.bytes("owner_seed"))), body.consents.at(0));
}

TEST(GoldenConsent, ToPublishingIsSignedOverItsContent) {
  const auto values = golden("publication");
  const auto publish = CharterEntry::decode(golden("47_publish").bytes("entry")).value();
  const auto& first = std::get<Publish>(publish.content().body).first;
  const auto owner = public_key_of<HandleKey>(values, "owner_seed");
  const OwnerConsentContent content{.circle = publish.circle(),
                                    .subject = subject_of(first),
                                    .owner = channels::handle_of(owner),
                                    .time = publish.content().time};
  const OwnerConsent consent{
      .owner = content.owner, .time = content.time, .signature = values.bytes("signature")};

  EXPECT_EQ(codec::encode(first), values.bytes("first"));
  EXPECT_TRUE(equal(content.subject.what, values.bytes("what")));
  EXPECT_EQ(codec::encode(content), values.bytes("content"));
  EXPECT_EQ(make_consent(content, Secret::copy_of(values.bytes("owner_seed"))), consent);
  EXPECT_TRUE(verify_consent(publish.circle(), content.subject, consent, owner));
}

TEST(GoldenAttestation, IsMadeAgainFromItsSeedAndHoldsByTheCharterBeforeItsEnd) {
  const auto values = golden("attestation");
  const auto log = golden_log();
  const auto before = log.at(EntryNumber{48}).value();
  const auto person = public_key_of<PersonKey>(golden("introduction"), "person_seed");

  const auto read = Attestation::decode(values.bytes("attestation")).value();

  EXPECT_EQ(codec::encode(read.content()), values.bytes("content"));
  EXPECT_EQ(make_attestation(read.content(), Secret::copy_of(values.bytes("key_seed"))), read);
  EXPECT_EQ(text_of_attestation(read), view_text(values.bytes("text")));
  EXPECT_TRUE(equal(read.hash().view(), values.bytes("hash")));
  EXPECT_EQ(judge(read, person, before, before.time()), Judgement::holds);
  EXPECT_EQ(judge(read, person, log.charter(), before.time()), Judgement::withdrawn);
}

class GoldenHandleProof : public testing::TestWithParam<const char*> {};
TEST_P(GoldenHandleProof, IsSignedOverItsContent) {
  const auto values = golden(GetParam());
  const auto entry = CharterEntry::decode(values.bytes("entry")).value();
  const auto* add = std::get_if<DeviceAdd>(&entry.content().body);
  const auto* reset = std::get_if<KeyReset>(&entry.content().body);
  const NewHandleContent content{
      .circle = entry.circle(),
      .member = add != nullptr ? add->member : reset->member,
      .handle_key = public_key_of<channels::HandleKey>(values, "new_handle_seed"),
      .recovery_key = reset != nullptr ? std::optional(reset->recovery_key) : std::nullopt};

  EXPECT_EQ(codec::encode(content), values.bytes("proof_content"));
  EXPECT_EQ(prove_handle(content, Secret::copy_of(values.bytes("new_handle_seed"))),
            add != nullptr ? add->proof : reset->proof);
}
INSTANTIATE_TEST_SUITE_P(, GoldenHandleProof,
                         testing::Values("41_device_add", "42_device_add", "45_key_reset"),
                         [](const auto& row) { return std::string(row.param); });

TEST(GoldenIntroduction, VerifiesAndIsMadeAgainFromItsSeeds) {
  const auto values = golden("introduction");
  const auto log = golden_log();
  const auto& charter = log.charter();
  const auto& founder = charter.handles().at(log.entries().front().content().signer);
  const Subject subject{.circle = charter.circle(), .member = founder.member, .handle_key = founder.key};
  const auto certified = certify_device({.device_key = public_key_of<DeviceKey>(values, "device_seed"),
                                         .person_key = public_key_of<PersonKey>(values, "person_seed")},
                                        Secret::copy_of(values.bytes("person_seed")))
                             .value();

  const auto read = Introduction::verify(values.bytes("introduction"), subject).value();
  const auto made = make_introduction(subject, certified, {.name = "Zoë de Groot", .relation = "moeder"},
                                      {.device = Secret::copy_of(values.bytes("device_seed")),
                                       .handle = Secret::copy_of(values.bytes("handle_seed"))});

  EXPECT_EQ(made, read);
}

TEST(GoldenIntroduction, OfALinkedDeviceIsMadeAgainFromItsSeeds) {
  const Golden values("records/introduction_chain.txt");
  const auto secret = [&](std::string_view name) { return Secret::copy_of(values.bytes(name)); };
  const Subject subject{.circle = CircleId::from(values.bytes("circle")).value(),
                        .member = MemberId::from(values.bytes("member")).value(),
                        .handle_key = public_key_of<HandleKey>(values, "handle_seed")};
  const auto first = certify_device({.device_key = public_key_of<DeviceKey>(values, "device_seed"),
                                     .person_key = public_key_of<PersonKey>(values, "person_seed")},
                                    secret("person_seed"))
                         .value();
  const auto certified =
      certify_further(first, secret("device_seed"), public_key_of<DeviceKey>(values, "further_seed")).value();

  const auto read = Introduction::verify(values.bytes("introduction"), subject).value();
  const auto made = make_introduction(subject, certified, {.name = "Zoë de Groot", .relation = "oma"},
                                      {.device = secret("further_seed"), .handle = secret("handle_seed")});

  EXPECT_EQ(made, read);
}

TEST(GoldenIntroduction, ThatWasWrittenAnewIsMadeAgainFromItsSeeds) {
  const Golden values("records/introduction_renewed.txt");
  const auto secret = [&](std::string_view name) { return Secret::copy_of(values.bytes(name)); };
  const Subject subject{.circle = CircleId::from(values.bytes("circle")).value(),
                        .member = MemberId::from(values.bytes("member")).value(),
                        .handle_key = public_key_of<HandleKey>(values, "handle_seed")};
  const auto certified = certify_device({.device_key = public_key_of<DeviceKey>(values, "device_seed"),
                                         .person_key = public_key_of<PersonKey>(values, "person_seed")},
                                        secret("person_seed"))
                             .value();
  const auto shown = Attestation::decode(values.bytes("attestation")).value();

  const auto read = Introduction::verify(values.bytes("introduction"), subject).value();
  const auto made = make_introduction(
      subject, certified, {.name = "Zoë de Groot", .relation = "oma", .attestations = {shown}, .serial = 2},
      {.device = secret("device_seed"), .handle = secret("handle_seed")});

  EXPECT_EQ(made, read);
}

TEST(GoldenIntroduction, ThatShowsAnAttestationIsMadeAgainFromItsSeeds) {
  const auto values = golden("introduction");
  const auto log = golden_log();
  const auto& founder = log.charter().handles().at(log.entries().front().content().signer);
  const Subject subject{
      .circle = log.charter().circle(), .member = founder.member, .handle_key = founder.key};
  const auto certified = certify_device({.device_key = public_key_of<DeviceKey>(values, "device_seed"),
                                         .person_key = public_key_of<PersonKey>(values, "person_seed")},
                                        Secret::copy_of(values.bytes("person_seed")))
                             .value();
  const auto shown = Attestation::decode(golden("attestation").bytes("attestation")).value();

  const auto made = make_introduction(subject, certified,
                                      {.name = "Zoë de Groot", .relation = "moeder", .attestations = {shown}},
                                      {.device = Secret::copy_of(values.bytes("device_seed")),
                                       .handle = Secret::copy_of(values.bytes("handle_seed"))});

  EXPECT_EQ(made->bytes(), golden("introduction_attested").bytes("introduction"));
}

TEST(GoldenLink, ReadsAndWritesTheSame) {
  const auto values = golden("link");
  const auto text = values.bytes("text");

  const auto link = parse_link(view_text(text)).value();

  EXPECT_EQ(text_of_link(link), view_text(text));
  EXPECT_TRUE(link.seed.equals(values.bytes("seed")));
  EXPECT_EQ(invitation_key_pair(link.seed)->public_key.bytes, values.bytes("invitation_key"));
  const auto id = channels::invitation_of(InvitationKey::from(values.bytes("invitation_key")).value());
  EXPECT_TRUE(equal(id.view(), values.bytes("invitation")));
  EXPECT_TRUE(equal(hash_of_box_key(link.box_key), values.bytes("box_key_hash")));
}

TEST(GoldenSixWords, AreThoseOfTheNursesAcceptance) {
  const auto acceptance = EntryHash::from(golden("17_invite_accept").bytes("hash")).value();

  EXPECT_EQ(six_words(acceptance), (std::array<std::string_view, acceptance_words>{
                                       "tennis", "klauw", "rekje", "duwen", "kokos", "gelijk"}));
}

}  // namespace
}  // namespace kring::charter
