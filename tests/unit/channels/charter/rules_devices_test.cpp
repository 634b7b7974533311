#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;

class DevicesRule : public testing::TestWithParam<Rule> {};
TEST_P(DevicesRule, IsKept) {
  expect_kept(GetParam());
}

/// A device that a doctor adds with another, changed.
CharterEntry added(TestCircle& c, const std::function<void(DeviceAdd&)>& change) {
  const auto doctor = c.admit(c.doctor);
  auto body = c.addition_of(c.make_device(doctor));
  change(body);
  return c.entry(doctor, body);
}
/// So many live devices as one may have.
void fill_devices(TestCircle& c, const TestPerson& person) {
  while (c.charter().live_handles(person.member).size() < limits::member_devices_max)
    (void)c.add_device(person);
}
/// The founder renews the keys of somebody, changed.
CharterEntry renewed(TestCircle& c, const TestPerson& person, const std::function<void(KeyReset&)>& change) {
  auto body = c.reset_to(c.make_renewed(person));
  change(body);
  return c.entry(c.founder, body);
}
DeviceRevoke revocation_of(const TestPerson& device) {
  return {.handle = device.id};
}

INSTANTIATE_TEST_SUITE_P(
    AddingADevice, DevicesRule,
    testing::Values(Rule{"IsOfOnesOwn", Errc::wrong_member,
                         [](TestCircle& c) {
                           const auto doctor = c.admit(c.doctor);
                           return c.entry(c.founder, c.addition_of(c.make_device(doctor)));
                         }},
                    Rule{"IsByALiveDevice", Errc::signer_not_live,
                         [](TestCircle& c) {
                           const auto doctor = c.admit(c.doctor);
                           const auto second = c.add_device(doctor);
                           c.must_act(doctor, revocation_of(second));
                           return c.entry(second, c.addition_of(c.make_device(doctor)));
                         }},
                    Rule{"HasAnEnd", Errc::too_many_devices,
                         [](TestCircle& c) {
                           fill_devices(c, c.founder);
                           return c.entry(c.founder, c.addition_of(c.make_device(c.founder)));
                         }},
                    Rule{"TakesANewKey", Errc::duplicate_id,
                         [](TestCircle& c) {
                           return added(c,
                                        [&](DeviceAdd& body) { body.handle_key = c.founder.handle_key(); });
                         }},
                    Rule{"TakesNoRevokedKey", Errc::duplicate_id,
                         [](TestCircle& c) {
                           const auto second = c.add_device(c.founder);
                           c.must_act(c.founder, revocation_of(second));
                           return c.entry(c.founder, c.addition_of(second));
                         }},
                    Rule{"NeedsTheNewHandlesWord", Errc::bad_signature,
                         [](TestCircle& c) { return added(c, [](DeviceAdd& body) { body.proof[0] ^= 1; }); }},
                    Rule{"NeedsAWordForThisMember", Errc::bad_signature,
                         [](TestCircle& c) {
                           const auto doctor = c.admit(c.doctor);
                           auto body = c.addition_of(c.make_device(doctor));
                           body.member = c.founder.member;
                           return c.entry(c.founder, body);
                         }},
                    Rule{"NeedsAWordForAnAdditionAndNoReset", Errc::bad_signature,
                         [](TestCircle& c) {
                           const auto doctor = c.admit(c.doctor);
                           const auto reset = c.reset_to(c.make_renewed(doctor));
                           return c.entry(doctor, DeviceAdd{.member = reset.member,
                                                            .handle_key = reset.handle_key,
                                                            .proof = reset.proof});
                         }},
                    Rule{"TakesNoWordsFromADevice", Errc::wrong_signatures,
                         [](TestCircle& c) {
                           return c.entry_by_words(c.founder, c.addition_of(c.make_device(c.founder)));
                         }},
                    Rule{"TakesTheWordsFromTheNewOne", Errc::wrong_signatures,
                         [](TestCircle& c) {
                           const auto device = c.make_device(c.founder);
                           return c.entry(device, c.addition_of(device));
                         }},
                    Rule{"TakesTheMembersOwnWords", Errc::bad_signature,
                         [](TestCircle& c) {
                           const auto doctor = c.admit(c.doctor);
                           auto device = c.make_device(c.founder);
                           device.recovery = doctor.recovery.clone();
                           return c.entry_by_words(device, c.addition_of(device));
                         }},
                    Rule{"ByTheWordsIsOfAMember", Errc::unknown_member,
                         [](TestCircle& c) {
                           const auto nobody = c.make_person();
                           return c.entry_by_words(nobody, c.addition_of(nobody));
                         }},
                    Rule{"ByTheWordsIsOfALiveMember", Errc::signer_not_live,
                         [](TestCircle& c) {
                           const auto doctor = c.admit(c.doctor);
                           c.must_act(c.founder, Remove{.member = doctor.member, .reason = std::nullopt});
                           const auto device = c.make_device(doctor);
                           return c.entry_by_words(device, c.addition_of(device));
                         }},
                    Rule{"ByADeviceStopsAtAFreeze", Errc::frozen,
                         [](TestCircle& c) {
                           c.must_act(c.founder, Freeze{});
                           return c.entry(c.founder, c.addition_of(c.make_device(c.founder)));
                         }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    RevokingADevice, DevicesRule,
    testing::Values(
        Rule{"IsOfOneThatIsKnown", Errc::unknown_device,
             [](TestCircle& c) { return c.entry(c.founder, revocation_of(c.make_person())); }},
        Rule{"IsNotOfOneWhoWaits", Errc::not_a_member,
             [](TestCircle& c) {
               const auto person = c.make_person();
               (void)c.accept(c.invite(c.founder, c.doctor), person);
               return c.entry(c.founder, revocation_of(person));
             }},
        Rule{"HappensOnce", Errc::device_revoked,
             [](TestCircle& c) {
               const auto second = c.add_device(c.founder);
               c.must_act(c.founder, revocation_of(second));
               return c.entry(c.founder, revocation_of(second));
             }},
        Rule{"IsForItsOwnerOrAParent", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(c.admit(c.nurse), revocation_of(doctor));
             }},
        Rule{"IsNotOfAnotherParents", Errc::target_owns,
             [](TestCircle& c) { return c.entry(c.founder, revocation_of(c.admit_owner())); }},
        Rule{"IsNotOfAnotherParentsSecond", Errc::target_owns,
             [](TestCircle& c) {
               const auto second = c.add_device(c.admit_owner());
               return c.entry(c.founder, revocation_of(second));
             }},
        Rule{"IsNotOfAnothersByOnesWords", Errc::wrong_member,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry_by_words(c.founder, DeviceRevoke{.handle = doctor.id, .overrules = true});
             }},
        Rule{"IsNotOfTheOneThatAddedIt", Errc::target_added_signer,
             [](TestCircle& c) { return c.entry(c.add_device(c.founder), revocation_of(c.founder)); }},
        Rule{"IsNotOfTheOneThatAddedThatOne", Errc::target_added_signer,
             [](TestCircle& c) {
               return c.entry(c.add_device(c.add_device(c.founder)), revocation_of(c.founder));
             }},
        Rule{"IsNotOfOnesLast", Errc::last_device,
             [](TestCircle& c) { return c.entry(c.founder, revocation_of(c.founder)); }},
        Rule{"IsNotOfOnesLastWithWhatItAdded", Errc::last_device,
             [](TestCircle& c) {
               (void)c.add_device(c.founder);
               return c.entry(c.founder, revocation_of(c.founder));
             }},
        Rule{"TakesTheWordsToOverrule", Errc::wrong_signatures,
             [](TestCircle& c) {
               const auto second = c.add_device(c.founder);
               return c.entry(second, DeviceRevoke{.handle = c.founder.id, .overrules = true});
             }},
        Rule{"TakesOnesOwnWordsToOverrule", Errc::bad_signature,
             [](TestCircle& c) {
               auto second = c.add_device(c.founder);
               second.recovery = c.make_person().recovery.clone();
               return c.entry_by_words(second, DeviceRevoke{.handle = c.founder.id, .overrules = true});
             }},
        Rule{"LetsItSignNothing", Errc::signer_not_live,
             [](TestCircle& c) {
               const auto second = c.add_device(c.founder);
               c.must_act(c.founder, revocation_of(second));
               return c.entry(second, Freeze{});
             }},
        Rule{"EndsWhatItAdded", Errc::signer_not_live,
             [](TestCircle& c) {
               const auto second = c.add_device(c.founder);
               const auto third = c.add_device(second);
               c.must_act(c.founder, revocation_of(second));
               return c.entry(third, Freeze{});
             }},
        Rule{"VoidsWhatItOpened", Errc::invitation_void,
             [](TestCircle& c) {
               const auto second = c.add_device(c.founder);
               const auto invitation = c.invite(second, c.doctor);
               c.must_act(c.founder, revocation_of(second));
               const auto person = c.make_person();
               return c.acceptance_entry(invitation, person, c.acceptance_of(invitation, person));
             }},
        Rule{"VoidsWhoWaitsForIt", Errc::acceptance_void,
             [](TestCircle& c) {
               const auto second = c.add_device(c.founder);
               const auto acceptance = c.accept(c.invite(second, c.doctor), c.make_person());
               c.must_act(c.founder, revocation_of(second));
               return c.entry(c.founder, c.grant_of(acceptance));
             }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    ResettingKeys, DevicesRule,
    testing::Values(
        Rule{"IsForOwners", Errc::needs_owner,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return c.entry(c.admit(c.nurse), c.reset_to(c.make_renewed(doctor)));
             }},
        Rule{"IsOfSomeoneKnown", Errc::unknown_member,
             [](TestCircle& c) { return c.entry(c.founder, c.reset_to(c.make_person())); }},
        Rule{"IsNotOfAnOwner", Errc::target_owns,
             [](TestCircle& c) { return renewed(c, c.admit_owner(), [](auto&) {}); }},
        Rule{"IsNotOfOneWhoWaits", Errc::not_a_member,
             [](TestCircle& c) {
               const auto person = c.make_person();
               (void)c.accept(c.invite(c.founder, c.doctor), person);
               return renewed(c, person, [](auto&) {});
             }},
        Rule{"IsNotOfOneWhoseTimeIsOver", Errc::not_a_member,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               c.now += 7 * 24h;
               return renewed(c, doctor, [](auto&) {});
             }},
        Rule{"IsNotOfOneWhoIsPaused", Errc::already_paused,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               c.must_act(c.founder, Pause{.member = doctor.member, .reason = std::nullopt});
               return renewed(c, doctor, [](auto&) {});
             }},
        Rule{"TakesANewHandle", Errc::duplicate_id,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return renewed(c, doctor, [&](KeyReset& b) { b.handle_key = doctor.handle_key(); });
             }},
        Rule{"TakesANewRecoveryKey", Errc::duplicate_id,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               return renewed(c, doctor, [&](KeyReset& b) { b.recovery_key = doctor.recovery_key(); });
             }},
        Rule{"TakesNoFormerRecoveryKey", Errc::duplicate_id,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               c.must_act(c.founder, c.reset_to(c.make_renewed(doctor)));
               return renewed(c, doctor, [&](KeyReset& b) { b.recovery_key = doctor.recovery_key(); });
             }},
        Rule{"TakesTwoKeys", Errc::duplicate_id,
             [](TestCircle& c) {
               return renewed(c, c.admit(c.doctor), [](KeyReset& b) {
                 b.recovery_key = channels::RecoveryKey(b.handle_key.bytes());
               });
             }},
        Rule{"NeedsTheNewHandlesWord", Errc::bad_signature,
             [](TestCircle& c) {
               return renewed(c, c.admit(c.doctor), [](KeyReset& b) { b.proof[0] ^= 1; });
             }},
        Rule{"NeedsAWordForThisRecoveryKey", Errc::bad_signature,
             [](TestCircle& c) {
               return renewed(c, c.admit(c.doctor),
                              [&](KeyReset& b) { b.recovery_key = c.make_person().recovery_key(); });
             }},
        Rule{"LetsNoOldDeviceSign", Errc::signer_not_live,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               c.must_act(c.founder, c.reset_to(c.make_renewed(doctor)));
               return c.entry(doctor, Leave{});
             }},
        Rule{"LetsTheOldWordsDoNothing", Errc::bad_signature,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               c.must_act(c.founder, c.reset_to(c.make_renewed(doctor)));
               const auto device = c.make_device(doctor);
               return c.entry_by_words(device, c.addition_of(device));
             }},
        Rule{"StopsAtAFreeze", Errc::frozen,
             [](TestCircle& c) {
               const auto doctor = c.admit(c.doctor);
               c.must_act(c.founder, Freeze{});
               return renewed(c, doctor, [](auto&) {});
             }}),
    name_of_rule);

}  // namespace
}  // namespace kring::charter
