#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {
namespace {

namespace limits = channels::limits;

class AttestationsRule : public testing::TestWithParam<Rule> {};
TEST_P(AttestationsRule, IsKept) {
  expect_kept(GetParam());
}

AttestationKeySet new_key(TestCircle& c) {
  return {.id = c.random.id<AttestationKeyId>(), .key = c.random.id<AttestationKey>()};
}
AttestationWithdraw withdrawal(TestCircle& c) {
  return {c.random.id<AttestationHash>()};
}

INSTANTIATE_TEST_SUITE_P(
    SettingAnAttestationKey, AttestationsRule,
    testing::Values(Rule{"IsForOwners", Errc::needs_owner,
                         [](TestCircle& c) { return c.entry(c.admit(c.doctor), new_key(c)); }},
                    Rule{"IsOfACharterThatIsPublic", Errc::charter_not_public,
                         [](TestCircle& c) { return c.entry(c.founder, new_key(c)); }},
                    Rule{"TakesANewKey", Errc::duplicate_id,
                         [](TestCircle& c) {
                           c.publish();
                           auto again = new_key(c);
                           c.must_act(c.founder, again);
                           again.id = c.random.id<AttestationKeyId>();
                           return c.entry(c.founder, again);
                         }},
                    Rule{"TakesNoFormerKey", Errc::duplicate_id,
                         [](TestCircle& c) {
                           c.publish();
                           const auto former = new_key(c);
                           c.must_act(c.founder, former);
                           c.must_act(c.founder, AttestationKeySet{.id = former.id, .key = std::nullopt});
                           return c.entry(c.founder, former);
                         }},
                    Rule{"TakesNoKeyOfAnotherUse", Errc::duplicate_id,
                         [](TestCircle& c) {
                           c.publish();
                           auto body = new_key(c);
                           body.key = AttestationKey(c.founder.handle_key().bytes());
                           return c.entry(c.founder, body);
                         }},
                    Rule{"HasAnEnd", Errc::too_many_attestation_keys,
                         [](TestCircle& c) {
                           c.publish();
                           for (std::size_t i = 1; i < limits::attestation_keys_max; ++i)
                             c.must_act(c.founder, new_key(c));
                           return c.entry(c.founder, new_key(c));
                         }},
                    Rule{"TakesAwayOnlyWhatIsThere", Errc::unknown_attestation_key,
                         [](TestCircle& c) {
                           c.publish();
                           return c.entry(c.founder, AttestationKeySet{.id = c.random.id<AttestationKeyId>(),
                                                                       .key = std::nullopt});
                         }},
                    Rule{"TakesAwayOnce", Errc::unknown_attestation_key,
                         [](TestCircle& c) {
                           const auto key = c.publish();
                           c.must_act(c.founder, AttestationKeySet{.id = key.id, .key = std::nullopt});
                           return c.entry(c.founder, AttestationKeySet{.id = key.id, .key = std::nullopt});
                         }},
                    Rule{"StopsAtAFreeze", Errc::frozen,
                         [](TestCircle& c) {
                           c.publish();
                           c.must_act(c.founder, Freeze{});
                           return c.entry(c.founder, new_key(c));
                         }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    Publishing, AttestationsRule,
    testing::Values(
        Rule{"IsForOwners", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry_by_words(doctor, Publish{.first = c.first_key_of(doctor), .consents = {}});
             }},
        Rule{"NeedsTheWords", Errc::wrong_signatures,
             [](TestCircle& c) {
               return c.entry(c.founder, Publish{.first = c.first_key_of(c.founder), .consents = {}});
             }},
        Rule{"NeedsOnesOwnWords", Errc::bad_signature,
             [](TestCircle& c) {
               auto other = c.make_device(c.founder);
               other.recovery = c.make_person().recovery;
               other.id = c.founder.id;
               other.handle = c.founder.handle.clone();
               return c.entry_by_words(other, Publish{.first = c.first_key_of(c.founder), .consents = {}});
             }},
        Rule{"HappensOnce", Errc::charter_public,
             [](TestCircle& c) {
               c.publish();
               return c.entry_by_words(c.founder,
                                       Publish{.first = c.first_key_of(c.founder), .consents = {}});
             }},
        Rule{"IsNotUndoneByTakingTheKeyAway", Errc::charter_public,
             [](TestCircle& c) {
               c.must_act(c.founder, AttestationKeySet{.id = c.publish().id, .key = std::nullopt});
               return c.entry_by_words(c.founder,
                                       Publish{.first = c.first_key_of(c.founder), .consents = {}});
             }},
        Rule{"TakesNoKeyOfAnotherUse", Errc::duplicate_id,
             [](TestCircle& c) {
               auto first = c.first_key_of(c.founder);
               first.key = AttestationKey(c.founder.handle_key().bytes());
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {}});
             }},
        Rule{"IsWithAKeyOfAnOwner", Errc::needs_owner,
             [](TestCircle& c) {
               const auto first = c.first_key_of(c.admit(c.doctor));
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {}});
             }},
        Rule{"IsWithAKeyOfSomeoneKnown", Errc::needs_owner,
             [](TestCircle& c) {
               const auto first = c.first_key_of(c.make_person());
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {}});
             }},
        Rule{"IsWithAKeyOfADeviceThatIsNotRevoked", Errc::needs_owner,
             [](TestCircle& c) {
               const auto device = c.add_device(c.founder);
               c.must_act(c.founder, DeviceRevoke{.handle = device.id});
               const auto first = c.first_key_of(device);
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {}});
             }},
        Rule{"NeedsEveryOtherOwner", Errc::needs_all_owners,
             [](TestCircle& c) {
               (void)c.admit_owner();
               return c.entry_by_words(c.founder,
                                       Publish{.first = c.first_key_of(c.founder), .consents = {}});
             }},
        Rule{"NeedsTheOwnerWhoseKeyItIs", Errc::needs_all_owners,
             [](TestCircle& c) {
               const auto first = c.first_key_of(c.admit_owner());
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {}});
             }},
        Rule{"NeedsOwnersOnly", Errc::needs_all_owners,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               const auto first = c.first_key_of(c.founder);
               return c.entry_by_words(
                   c.founder, Publish{.first = first, .consents = {c.consent_of(doctor, subject_of(first))}});
             }},
        Rule{"NeedsEachOwnerOnce", Errc::needs_all_owners,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto first = c.first_key_of(c.founder);
               const auto consent = c.consent_of(second, subject_of(first));
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {consent, consent}});
             }},
        Rule{"NeedsNoConsentOfTheActingOwner", Errc::needs_all_owners,
             [](TestCircle& c) {
               const auto first = c.first_key_of(c.founder);
               return c.entry_by_words(
                   c.founder,
                   Publish{.first = first, .consents = {c.consent_of(c.founder, subject_of(first))}});
             }},
        Rule{"NeedsConsentSigned", Errc::bad_signature,
             [](TestCircle& c) {
               return published_with(c, Duration(0), [](OwnerConsent& it) { it.signature[3] ^= 1; });
             }},
        Rule{"NeedsConsentOfThisWeek", Errc::consent_out_of_time,
             [](TestCircle& c) {
               return published_with(c, limits::consent_age_max + Duration(1), unchanged);
             }},
        Rule{"NeedsNoConsentFromLater", Errc::consent_out_of_time,
             [](TestCircle& c) {
               return published_with(c, Duration(0), [](OwnerConsent& it) { it.time += Duration(1); });
             }},
        Rule{"NeedsConsentToThisKey", Errc::bad_signature,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto first = c.first_key_of(c.founder);
               auto other = first;
               other.key = c.random.id<AttestationKey>();
               const auto consent = c.consent_of(second, subject_of(other));
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {consent}});
             }},
        Rule{"NeedsConsentToThisPlace", Errc::bad_signature,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto first = c.first_key_of(c.founder);
               auto other = first;
               other.id = c.random.id<AttestationKeyId>();
               const auto consent = c.consent_of(second, subject_of(other));
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {consent}});
             }},
        Rule{"NeedsConsentToThisDevice", Errc::bad_signature,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto first = c.first_key_of(c.founder);
               auto other = first;
               other.holder = second.id;
               const auto consent = c.consent_of(second, subject_of(other));
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {consent}});
             }},
        Rule{"NeedsConsentInThisCircle", Errc::bad_signature,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto first = c.first_key_of(c.founder);
               const auto elsewhere = make_consent({.circle = c.random.id<CircleId>(),
                                                    .subject = subject_of(first),
                                                    .owner = second.id,
                                                    .time = c.now},
                                                   second.handle.private_key)
                                          .value();
               return c.entry_by_words(c.founder, Publish{.first = first, .consents = {elsewhere}});
             }},
        Rule{"NeedsConsentToThisAct", Errc::bad_signature,
             [](TestCircle& c) {
               const auto second = c.admit_owner();
               const auto first = c.first_key_of(c.founder);
               const ConsentSubject owner{.to = ConsentTo::owner, .what = subject_of(first).what};
               return c.entry_by_words(c.founder,
                                       Publish{.first = first, .consents = {c.consent_of(second, owner)}});
             }},
        Rule{"StopsAtAFreeze", Errc::frozen,
             [](TestCircle& c) {
               c.must_act(c.founder, Freeze{});
               return c.entry_by_words(c.founder,
                                       Publish{.first = c.first_key_of(c.founder), .consents = {}});
             }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(WithdrawingAnAttestation, AttestationsRule,
                         testing::Values(Rule{"IsForOwners", Errc::needs_owner,
                                              [](TestCircle& c) {
                                                c.publish();
                                                return c.entry(c.admit(c.doctor), withdrawal(c));
                                              }},
                                         Rule{
                                             "IsOfANetworkThatAttests", Errc::unknown_attestation_key,
                                             [](TestCircle& c) { return c.entry(c.founder, withdrawal(c)); }},
                                         Rule{"HappensOnce", Errc::attestation_already_withdrawn,
                                              [](TestCircle& c) {
                                                c.publish();
                                                const auto body = withdrawal(c);
                                                c.must_act(c.founder, body);
                                                return c.entry(c.founder, body);
                                              }}),
                         name_of_rule);

}  // namespace
}  // namespace kring::charter
