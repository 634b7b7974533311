#include "tests/unit/channels/charter/rule_table.hpp"

namespace kring::charter {

void expect_kept(const Rule& rule) {
  TestCircle circle;
  const auto entry = rule.breaking(circle);
  const Charter before = circle.charter();

  const auto status = circle.log.append(entry);

  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().name(), name_of(rule.error));
  EXPECT_EQ(circle.charter(), before);
}

}  // namespace kring::charter
