#include "clients/core/circle_data.hpp"
#include "tests/unit/channels/charter/rule_table.hpp"

/// The tables of the charter's rules at a client: a hub that lies gives it the entry as the next one.
namespace kring::charter {

void expect_kept(const Rule& rule) {
  TestCircle test;
  const auto entry = rule.breaking(test);
  core::CircleData circle;
  circle.id = test.charter().circle();
  circle.hub_key = test.charter().hub_key();
  circle.log = test.log;

  const auto status = core::append_verified(circle, entry);

  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().name(), name_of(rule.error));
  EXPECT_EQ(circle.charter(), test.charter());
}

}  // namespace kring::charter
