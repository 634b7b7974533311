#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {
namespace {

using namespace std::chrono_literals;
namespace limits = channels::limits;

class RoleRule : public testing::TestWithParam<Rule> {};
TEST_P(RoleRule, IsKept) {
  expect_kept(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    RoleSet, RoleRule,
    testing::Values(
        Rule{"NeverGivesOwning", Errc::owning_is_fixed,
             [](TestCircle& c) { return role_set(c, [](auto& body) { body.role.owns = true; }); }},
        Rule{"NeverTakesOwning", Errc::owning_is_fixed,
             [](TestCircle& c) { return role_set(c, [&](auto& body) { body.role.id = c.parent; }); }},
        Rule{"NeverMakesARoleThatOwns", Errc::owning_is_fixed,
             [](TestCircle& c) {
               return role_set(c, [&](auto& body) {
                 body.role.id = c.random.template id<RoleId>();
                 body.role.owns = true;
               });
             }},
        Rule{"KnowsWhomItMayAdmit", Errc::unknown_role,
             [](TestCircle& c) {
               return role_set(c, [&](auto& body) {
                 body.role.may_admit = {{.role = c.random.template id<RoleId>(), .stay_max = 1h}};
               });
             }},
        Rule{"AdmitsNoOwner", Errc::may_not_admit_owner,
             [](TestCircle& c) {
               return role_set(
                   c, [&](auto& body) { body.role.may_admit = {{.role = c.parent, .stay_max = 1h}}; });
             }},
        Rule{"AdmitsForAYearAtMost", Errc::stay_too_long,
             [](TestCircle& c) {
               return role_set(c, [&](auto& body) {
                 body.role.may_admit = {{.role = c.night, .stay_max = limits::stay_max + 1ms}};
               });
             }},
        Rule{"NamesNoRoleTwice", Errc::duplicate_id,
             [](TestCircle& c) {
               return role_set(c, [&](auto& body) {
                 body.role.may_admit = {{.role = c.night, .stay_max = 1h}, {.role = c.night, .stay_max = 2h}};
               });
             }},
        Rule{"KnowsItsChannels", Errc::unknown_channel,
             [](TestCircle& c) {
               return role_set(c, [&](auto& body) {
                 body.rights = {{.channel = c.random.template id<ChannelId>(), .rights = Right::read}};
               });
             }},
        Rule{"NamesNoChannelTwice", Errc::duplicate_id,
             [](TestCircle& c) {
               return role_set(c, [&](auto& body) {
                 body.rights = {{.channel = c.care, .rights = Right::read},
                                {.channel = c.care, .rights = {}}};
               });
             }},
        Rule{"KeepsRegieToOwners", Errc::regie_is_for_owners,
             [](TestCircle& c) {
               return role_set(
                   c, [&](auto& body) { body.rights = {{.channel = c.regie, .rights = Right::read}}; });
             }},
        Rule{"TakesNoRightFromAnOwner", Errc::owners_keep_rights,
             [](TestCircle& c) {
               return role_set(c, [&](auto& body) {
                 body.role = *c.charter().role(c.parent);
                 body.rights = {{.channel = c.care, .rights = Right::read | Right::post}};
               });
             }},
        Rule{"HasAnEnd", Errc::too_many_roles,
             [](TestCircle& c) {
               fill_roles(c);
               return role_set(c, [&](auto& body) { body.role.id = c.random.template id<RoleId>(); });
             }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    ChannelOpen, RoleRule,
    testing::Values(
        Rule{"TakesANewId", Errc::duplicate_id,
             [](TestCircle& c) { return channel_opened(c, [&](auto& body) { body.channel = c.care; }); }},
        Rule{"TakesANewGroup", Errc::duplicate_id,
             [](TestCircle& c) {
               return channel_opened(c, [&](auto& body) { body.group = c.charter().channel(c.care)->group; });
             }},
        Rule{"KnowsItsRoles", Errc::unknown_role,
             [](TestCircle& c) {
               return channel_opened(c, [&](auto& body) {
                 body.rights = {{.role = c.random.template id<RoleId>(), .rights = Right::read}};
               });
             }},
        Rule{"NamesNoRoleTwice", Errc::duplicate_id,
             [](TestCircle& c) {
               return channel_opened(c, [&](auto& body) { body.rights.push_back(body.rights.front()); });
             }},
        Rule{"MakesRegieOnce", Errc::regie_exists,
             [](TestCircle& c) {
               return channel_opened(c, [](auto& body) { body.purpose = Purpose::regie; });
             }},
        Rule{"HasAnEnd", Errc::too_many_channels,
             [](TestCircle& c) {
               fill_channels(c);
               return channel_opened(c, [](auto& /*body*/) {});
             }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    ChannelRestart, RoleRule,
    testing::Values(
        Rule{"OfOneThatIsThere", Errc::unknown_channel,
             [](TestCircle& c) {
               return restarted(c, [&](auto& body) { body.channel = c.random.template id<ChannelId>(); });
             }},
        Rule{"TakesANewGroup", Errc::duplicate_id,
             [](TestCircle& c) {
               return restarted(c, [&](auto& body) { body.group = c.charter().channel(c.room)->group; });
             }},
        Rule{"TakesNoGroupThatItHadBefore", Errc::duplicate_id,
             [](TestCircle& c) {
               const auto first = c.charter().channel(c.care)->group;
               EXPECT_TRUE(c.log.append(restarted(c, [](auto& /*body*/) {})));
               return restarted(c, [&](auto& body) { body.group = first; });
             }},
        Rule{"GoesOnFromARecordKey", Errc::wrong_generation,
             [](TestCircle& c) { return restarted(c, [](auto& body) { body.generation = Generation{}; }); }},
        Rule{"GoesOnFromNoKeyOfASealedChannel", Errc::wrong_generation,
             [](TestCircle& c) { return restarted(c, [&](auto& body) { body.channel = c.room; }); }},
        Rule{"GoesOnFromNoKeyOfAnEmptyLog", Errc::wrong_generation,
             [](TestCircle& c) { return restarted(c, [](auto& body) { body.last_good = {}; }); }}),
    name_of_rule);

INSTANTIATE_TEST_SUITE_P(
    Resume, RoleRule,
    testing::Values(Rule{"TakesANewLife", Errc::duplicate_id,
                         [](TestCircle& c) {
                           EXPECT_TRUE(c.log.append(resumed(c, [](auto& /*body*/) {})));
                           return resumed(c, [&](auto& body) { body.incarnation = *c.charter().resumed(); });
                         }},
                    Rule{"NamesNoChannelTwice", Errc::duplicate_id,
                         [](TestCircle& c) {
                           return resumed(c, [](auto& body) { body.heads.back() = body.heads.front(); });
                         }},
                    Rule{"KnowsItsChannels", Errc::unknown_channel,
                         [](TestCircle& c) {
                           return resumed(c, [&](auto& body) {
                             body.heads.back().channel = c.random.template id<ChannelId>();
                           });
                         }},
                    Rule{
                        "NamesEveryChannel", Errc::heads_incomplete,
                        [](TestCircle& c) { return resumed(c, [](auto& body) { body.heads.pop_back(); }); }}),
    name_of_rule);

struct RegieRule {
  const char* name;
  Errc error;
  std::function<void(TestCircle&, ChannelOpen&)> change;
};
/// A circle whose regie is not open yet.
class RegieRules : public testing::TestWithParam<RegieRule> {};
TEST_P(RegieRules, AreKept) {
  TestCircle circle;
  auto young = Charter::found(circle.log.entries().front()).value();
  auto body = std::get<ChannelOpen>(circle.log.entries()[1].content().body);
  GetParam().change(circle, body);
  const auto content = young.next_content(circle.founder.id, circle.now, body);

  const auto status =
      young.apply(make_entry(content, {.handle = &circle.founder.handle.private_key}).value());

  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().name(), name_of(GetParam().error));
}
INSTANTIATE_TEST_SUITE_P(, RegieRules,
                         testing::Values(RegieRule{"IsARecord", Errc::regie_is_record,
                                                   [](auto&, auto& body) { body.mode = Mode::sealed; }},
                                         RegieRule{"IsForOwners", Errc::regie_is_for_owners,
                                                   [](auto& c, auto& body) {
                                                     body.rights.push_back(
                                                         {.role = c.doctor, .rights = Right::read});
                                                   }}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace kring::charter
