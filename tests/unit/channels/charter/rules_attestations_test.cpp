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
                    Rule{"TakesANewKey", Errc::duplicate_id,
                         [](TestCircle& c) {
                           auto again = new_key(c);
                           c.must_act(c.founder, again);
                           again.id = c.random.id<AttestationKeyId>();
                           return c.entry(c.founder, again);
                         }},
                    Rule{"TakesNoFormerKey", Errc::duplicate_id,
                         [](TestCircle& c) {
                           const auto former = new_key(c);
                           c.must_act(c.founder, former);
                           c.must_act(c.founder, AttestationKeySet{.id = former.id, .key = std::nullopt});
                           return c.entry(c.founder, former);
                         }},
                    Rule{"TakesNoKeyOfAnotherUse", Errc::duplicate_id,
                         [](TestCircle& c) {
                           auto body = new_key(c);
                           body.key = AttestationKey(c.founder.handle_key().bytes());
                           return c.entry(c.founder, body);
                         }},
                    Rule{"HasAnEnd", Errc::too_many_attestation_keys,
                         [](TestCircle& c) {
                           for (std::size_t i = 0; i < limits::attestation_keys_max; ++i)
                             c.must_act(c.founder, new_key(c));
                           return c.entry(c.founder, new_key(c));
                         }},
                    Rule{"TakesAwayOnlyWhatIsThere", Errc::unknown_attestation_key,
                         [](TestCircle& c) {
                           c.must_act(c.founder, new_key(c));
                           return c.entry(c.founder, AttestationKeySet{.id = c.random.id<AttestationKeyId>(),
                                                                       .key = std::nullopt});
                         }},
                    Rule{"TakesAwayOnce", Errc::unknown_attestation_key,
                         [](TestCircle& c) {
                           const auto key = new_key(c);
                           c.must_act(c.founder, key);
                           c.must_act(c.founder, AttestationKeySet{.id = key.id, .key = std::nullopt});
                           return c.entry(c.founder, AttestationKeySet{.id = key.id, .key = std::nullopt});
                         }},
                    Rule{"StopsAtAFreeze", Errc::frozen,
                         [](TestCircle& c) {
                           c.must_act(c.founder, Freeze{});
                           return c.entry(c.founder, new_key(c));
                         }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(WithdrawingAnAttestation, AttestationsRule,
                         testing::Values(Rule{"IsForOwners", Errc::needs_owner,
                                              [](TestCircle& c) {
                                                c.must_act(c.founder, new_key(c));
                                                return c.entry(c.admit(c.doctor), withdrawal(c));
                                              }},
                                         Rule{
                                             "IsOfANetworkThatAttests", Errc::unknown_attestation_key,
                                             [](TestCircle& c) { return c.entry(c.founder, withdrawal(c)); }},
                                         Rule{"HappensOnce", Errc::attestation_already_withdrawn,
                                              [](TestCircle& c) {
                                                c.must_act(c.founder, new_key(c));
                                                const auto body = withdrawal(c);
                                                c.must_act(c.founder, body);
                                                return c.entry(c.founder, body);
                                              }}),
                         name_of_rule);

}  // namespace
}  // namespace kring::charter
