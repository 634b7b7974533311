#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;

class EntryRule : public testing::TestWithParam<Rule> {};
TEST_P(EntryRule, IsKept) {
  expect_kept(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    AnyEntry, EntryRule,
    testing::Values(
        Rule{"Circle", Errc::wrong_circle,
             [](TestCircle& c) {
               return changed(c, [&](auto& content) { content.circle = c.random.template id<CircleId>(); });
             }},
        Rule{"NumberAgain", Errc::wrong_number,
             [](TestCircle& c) {
               return changed(c, [&](auto& content) { content.number = c.charter().number(); });
             }},
        Rule{"NumberSkipped", Errc::wrong_number,
             [](TestCircle& c) {
               return changed(c, [](auto& content) { content.number = channels::next(content.number); });
             }},
        Rule{"Head", Errc::forked_head,
             [](TestCircle& c) {
               return changed(c,
                              [&](auto& content) { content.previous = c.random.template id<EntryHash>(); });
             }},
        Rule{"TimeBackwards", Errc::time_backwards,
             [](TestCircle& c) { return changed(c, [](auto& content) { content.time -= 1ms; }); }},
        Rule{"Kind", Errc::unknown_kind,
             [](TestCircle& c) {
               return changed(c, [](auto& content) { content.body = UnknownBody{.kind = 999, .bytes = {}}; });
             }},
        Rule{"FoundedOnce", Errc::already_founded, [](TestCircle& c) { return c.log.entries().front(); }},
        Rule{"SignerKnown", Errc::unknown_signer,
             [](TestCircle& c) {
               return changed(c, [&](auto& content) { content.signer = c.random.template id<HandleId>(); });
             }},
        Rule{"SignerNotWaiting", Errc::signer_not_live,
             [](TestCircle& c) {
               const auto person = c.make_person();
               (void)c.accept(c.invite(c.founder, c.doctor), person);
               return c.entry(person, Leave{});
             }},
        Rule{"SignerNotRemoved", Errc::signer_not_live,
             [](TestCircle& c) {
               const auto person = c.admit(c.doctor);
               c.must_act(c.founder, Remove{.member = person.member, .reason = std::nullopt});
               return c.entry(person, Leave{});
             }},
        Rule{"SignerNotExpired", Errc::signer_not_live,
             [](TestCircle& c) {
               const auto person = c.admit(c.doctor);
               c.now = *c.charter().member(person.member)->until;
               return c.entry(person, Leave{});
             }},
        Rule{"SignatureThere", Errc::wrong_signatures,
             [](TestCircle& c) {
               return make_entry(c.charter().next_content(c.founder.id, c.now, Leave{}), {}).value();
             }},
        Rule{"SignatureNoneMore", Errc::wrong_signatures,
             [](TestCircle& c) {
               return make_entry(c.charter().next_content(c.founder.id, c.now, Leave{}),
                                 {.handle = &c.founder.handle.private_key,
                                  .recovery = &c.founder.recovery.private_key})
                   .value();
             }},
        Rule{"SignatureByTheSigner", Errc::bad_signature,
             [](TestCircle& c) {
               const auto other = c.make_person();
               return make_entry(c.charter().next_content(c.founder.id, c.now, Leave{}),
                                 {.handle = &other.handle.private_key})
                   .value();
             }}),
    name_of_rule);

struct FoundingRule {
  const char* name;
  Errc error;
  std::function<void(TestCircle&, CharterContent&, Found&)> change;
};
class FoundingRules : public testing::TestWithParam<FoundingRule> {
 protected:
  /// The founding of a circle, signed again after `change`.
  static CharterEntry founding(const FoundingRule& rule) {
    TestCircle circle;
    auto content = circle.log.entries().front().content();
    auto body = std::get<Found>(content.body);
    content.body = body;
    rule.change(circle, content, body);
    if (std::holds_alternative<Found>(content.body)) content.body = body;
    return make_entry(content, {.handle = &circle.founder.handle.private_key}).value();
  }
};
TEST_P(FoundingRules, AreKept) {
  EXPECT_EQ(Charter::found(founding(GetParam())).error().name(), name_of(GetParam().error));
}
INSTANTIATE_TEST_SUITE_P(
    , FoundingRules,
    testing::Values(
        FoundingRule{"BeginsWithFound", Errc::not_founded,
                     [](auto&, auto& content, auto&) { content.body = Leave{}; }},
        FoundingRule{"NamesNoCircle", Errc::wrong_circle,
                     [](auto& c, auto& content, auto&) { content.circle = c.charter().circle(); }},
        FoundingRule{"IsNumberOne", Errc::wrong_number,
                     [](auto&, auto& content, auto&) { content.number = EntryNumber{2}; }},
        FoundingRule{"FollowsNothing", Errc::forked_head,
                     [](auto& c, auto& content, auto&) { content.previous = c.charter().head().hash; }},
        FoundingRule{
            "IsByTheHandleItBrings", Errc::unknown_signer,
            [](auto& c, auto& content, auto&) { content.signer = c.random.template id<HandleId>(); }},
        FoundingRule{"IsSignedByIt", Errc::bad_signature,
                     [](auto& c, auto& content, auto& body) {
                       const auto other = c.make_person();
                       body.handle_key = other.handle_key();
                       content.signer = other.id;
                     }},
        FoundingRule{"KnowsTheFoundersRole", Errc::unknown_role,
                     [](auto& c, auto&, auto& body) { body.role = c.random.template id<RoleId>(); }},
        FoundingRule{"IsByAnOwner", Errc::role_does_not_own,
                     [](auto& c, auto&, auto& body) { body.role = c.doctor; }},
        FoundingRule{"NamesNoRoleTwice", Errc::duplicate_id,
                     [](auto&, auto&, auto& body) { body.roles.push_back(body.roles[0]); }},
        FoundingRule{
            "UsesNoKeyTwice", Errc::duplicate_id,
            [](auto&, auto&, auto& body) { body.recovery_key = RecoveryKey(body.handle_key.bytes()); }},
        FoundingRule{"UsesNoKeyOfTheHub", Errc::duplicate_id,
                     [](auto&, auto&, auto& body) { body.hub_key = HubKey(body.recovery_key.bytes()); }},
        FoundingRule{"KnowsWhomRolesMayAdmit", Errc::unknown_role,
                     [](auto& c, auto&, auto& body) {
                       body.roles[1].may_admit = {{.role = c.random.template id<RoleId>(), .stay_max = 1h}};
                     }},
        FoundingRule{"LetsNoRoleAdmitOwners", Errc::may_not_admit_owner,
                     [](auto& c, auto&, auto& body) {
                       body.roles[1].may_admit = {{.role = c.parent, .stay_max = 1h}};
                     }}),
    [](const auto& row) { return row.param.name; });

TEST(FoundingEntry, AsksForOneSignature) {
  TestCircle circle;
  const auto content = circle.log.entries().front().content();

  const auto entry = make_entry(content, {.handle = &circle.founder.handle.private_key,
                                          .recovery = &circle.founder.recovery.private_key});

  EXPECT_EQ(Charter::found(*entry).error(), Errc::wrong_signatures);
}

}  // namespace
}  // namespace kring::charter
