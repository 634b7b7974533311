#include "hub/engine/bundle.hpp"
#include "tests/unit/channels/charter/rule_table.hpp"

/// The tables of the charter's rules at the hub: whoever logged in as the signer sends the entry in a bundle.
namespace kring::charter {

void expect_kept(const Rule& rule) {
  TestCircle test;
  const auto entry = rule.breaking(test);
  const engine::Circle circle(test.charter().circle(), test.charter());
  const wire::BundleRequest request{.circle = test.charter().circle(),
                                    .transaction = test.random.id<channels::TransactionId>(),
                                    .charter = {entry.bytes()}};
  const auto* acceptance = std::get_if<InviteAccept>(&entry.content().body);
  const auto author =
      acceptance != nullptr ? channels::HandleId(acceptance->invitation.bytes()) : entry.content().signer;
  const std::map<Hash, Bytes> parts;
  const std::map<channels::ChannelId, rules::LogHead> places;

  const auto decided = engine::judge_bundle(
      {.request = request,
       .author = author,
       .by = acceptance != nullptr ? engine::LoginBy::invitation : engine::LoginBy::handle,
       .parts = parts,
       .circle = &circle,
       .places = places,
       .hub_key = test.charter().hub_key(),
       .now = entry.content().time});

  ASSERT_FALSE(decided);
  // Whoever is behind is told so: there is more to read.
  if (entry.number() <= test.charter().number() || rule.error == Errc::forked_head) {
    EXPECT_EQ(decided.error().code, wire::ErrorCode::stale);
  } else {
    EXPECT_EQ(decided.error().rule, name_of(rule.error));
  }
  EXPECT_EQ(circle.charter, test.charter());
}

}  // namespace kring::charter
