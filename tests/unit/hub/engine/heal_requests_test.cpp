#include "channels/rules/judge_heal.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

/// A device asks the hub, in the log, to be let into a channel again.
class HealRequests : public FoundedHub {
 protected:
  /// What `person` signs of the channel as it is now.
  [[nodiscard]] rules::HealContent content_of(const TestPerson& person, const Hash& package) {
    return {.circle = id(),
            .channel = care().id,
            .group = care().state.group,
            .epoch = care().state.epoch,
            .handle = person.id,
            .package = package,
            .time = hub_.now};
  }
  [[nodiscard]] wire::AppendRequest asking(const rules::HealContent& content, const TestPerson& signer,
                                           ByteView package) {
    const rules::HealPayload payload{.request = rules::sign_heal(content, signer.handle.private_key).value(),
                                     .key_package = copy_bytes(package)};
    return {.circle = id(),
            .channel = care().id,
            .message = circle_.random.id<channels::MessageId>(),
            .epoch = wire::EpochId{mls::number_of(content.epoch)},
            .kind = channels::LogKind::heal,
            .payload = payload.encode()};
  }
  [[nodiscard]] wire::AppendRequest asking(const TestPerson& person) {
    const auto package = support::make_package_message(circle_, person);
    return asking(content_of(person, package.ref), person, package.message);
  }
};

TEST_F(HealRequests, AreTakenIntoTheLogAndSentToWhoeverReads) {
  const auto reader = hub_.connect();
  hub_.login(reader, id(), circle_.founder);
  ASSERT_EQ(hub_.refusal(reader, attach(channels::Sequence{1})), "ok");
  static_cast<void>(hub_.events(reader));
  const auto request = asking(circle_.founder);

  ASSERT_EQ(hub_.refusal(owner_, request), "ok");

  const auto events = hub_.events(reader);
  ASSERT_EQ(events.size(), 1U);
  const auto& entry = std::get<wire::EntryEvent>(events[0]);
  EXPECT_EQ(entry.kind, channels::LogKind::heal);
  EXPECT_EQ(std::get<Bytes>(entry.payload), request.payload);
}

TEST_F(HealRequests, AreTakenOnceAnEpoch) {
  const auto first = asking(circle_.founder);
  ASSERT_EQ(hub_.refusal(owner_, first), "ok");

  EXPECT_EQ(hub_.refusal(owner_, asking(circle_.founder)), "record_id_used");

  EXPECT_EQ(hub_.refusal(owner_, first), "ok") << "sent again: the first answer";
}

TEST_F(HealRequests, OfAnEpochThatIsOverAreStale) {
  const auto old = asking(circle_.founder);
  ASSERT_EQ(
      hub_.refusal(owner_, wire::BundleRequest{.circle = id(),
                                               .transaction = circle_.random.id<channels::TransactionId>(),
                                               .groups = {support::healing_group(circle_, care())}}),
      "ok");

  EXPECT_EQ(hub_.refusal(owner_, old), "stale");

  EXPECT_EQ(hub_.refusal(owner_, asking(circle_.founder)), "ok");
}

TEST_F(HealRequests, AreTheirHandlesOwn) {
  const auto nurse = admit(circle_.nurse);
  const auto session = hub_.connect();
  hub_.login(session, id(), nurse);

  EXPECT_EQ(hub_.refusal(session, asking(circle_.founder)), "bad_signature");
}

TEST_F(HealRequests, AreForThoseWhoHaveALeaf) {
  const auto nurse = admit(circle_.nurse);
  const auto session = hub_.connect();
  hub_.login(session, id(), nurse);

  EXPECT_EQ(hub_.refusal(session, asking(nurse)), "not_found");
}

TEST_F(HealRequests, AreForThoseWhoMayRead) {
  const auto guest = admit(circle_.family);
  const auto session = hub_.connect();
  hub_.login(session, id(), guest);

  EXPECT_EQ(hub_.refusal(session, asking(guest)), "unknown_channel");
}

TEST_F(HealRequests, AreSignedByAClockLikeTheHubs) {
  const auto package = support::make_package_message(circle_, circle_.founder);
  auto content = content_of(circle_.founder, package.ref);
  content.time = hub_.now - 5min - 1ms;
  EXPECT_EQ(hub_.refusal(owner_, asking(content, circle_.founder, package.message)), "clock_off");

  content.time = hub_.now - 5min;
  EXPECT_EQ(hub_.refusal(owner_, asking(content, circle_.founder, package.message)), "ok");
}

TEST_F(HealRequests, HaveThePackageThatTheyName) {
  const auto package = support::make_package_message(circle_, circle_.founder);
  const auto other = support::make_package_message(circle_, circle_.founder);

  EXPECT_EQ(
      hub_.refusal(owner_, asking(content_of(circle_.founder, package.ref), circle_.founder, other.message)),
      "bad_field");
}

TEST_F(HealRequests, AreNotOfAnotherEpochThanTheirFrameSays) {
  auto request = asking(circle_.founder);
  request.epoch = wire::EpochId{std::to_underlying(request.epoch) + 1};

  EXPECT_EQ(hub_.refusal(owner_, request), "bad_field");
}

}  // namespace
}  // namespace kring::engine
