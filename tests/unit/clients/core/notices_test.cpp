#include "clients/core/notices.hpp"

#include "clients/core/client.hpp"
#include "clients/core/errc.hpp"
#include "tests/simulation/circle_world.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kring::core {
namespace {

using simulation::CircleWorld;
using simulation::DeviceIndex;
using namespace std::chrono_literals;

class Notified : public testing::Test {
 protected:
  Client& client(DeviceIndex device) { return world_.client(device); }
  CircleView view(Time now) { return client(world_.anna()).circles(now).at(0); }
  void told(Time now) {
    auto noted = client(world_.anna()).note_only_owner_told(world_.circle(), now);
    ASSERT_TRUE(noted) << noted.error().name();
    world_.perform(world_.anna(), std::move(*noted));
  }
  /// A further device of whoever uses `first`.
  DeviceIndex link(DeviceIndex first) {
    const auto tablet = world_.add_device("Leeg");
    world_.vault(tablet).clear();
    world_.restart_device(tablet);
    auto& phone = client(first);
    const auto link = phone.mailbox_link(world_.view(first).hub, channels::MailboxId({1})).value();
    const auto device = make_linking_device("Tablet", world_.random()).value();
    const channels::MailboxId next({2});
    auto linked = phone.link_device(link, device.request, next).value();
    world_.perform(first, std::move(linked.actions));
    auto taken = client(tablet).take_link(link, device, linked.package, world_.now()).value();
    world_.perform(tablet, std::move(taken.actions));
    auto letting = phone.let_linked_in(link, device.request, next, taken.handles, world_.now()).value();
    world_.perform(first, std::move(letting.actions));
    for (auto& one : letting.circles) world_.perform(first, std::move(one.accepted->actions));
    world_.settled();
    world_.run(1min);
    world_.settled();
    return tablet;
  }

  CircleWorld world_{{.seed = 98}};
};

TEST_F(Notified, AnOnlyOwnerIsToldAtOnceAndThenWeekly) {
  const auto now = world_.now();
  EXPECT_TRUE(view(now).only_owner);
  EXPECT_TRUE(view(now).tell_only_owner);

  told(now);
  world_.restart_device(world_.anna());

  EXPECT_TRUE(view(now).only_owner);
  EXPECT_FALSE(view(now).tell_only_owner);
  EXPECT_FALSE(view(now + only_owner_every - 1ms).tell_only_owner);
  EXPECT_TRUE(view(now + only_owner_every).tell_only_owner);
  // Told by a clock that was far ahead.
  EXPECT_TRUE(view(now - only_owner_every).tell_only_owner);
}

TEST_F(Notified, NobodyIsTheOnlyOwnerOnceThereAreTwo) {
  const auto bert = world_.admit_owner("Bert");

  EXPECT_FALSE(view(world_.now()).only_owner);
  EXPECT_FALSE(view(world_.now()).tell_only_owner);
  EXPECT_FALSE(world_.view(bert).only_owner);
  EXPECT_EQ(client(world_.anna()).note_only_owner_told(world_.circle(), world_.now()).error(),
            client::Errc::not_needed);
}

TEST_F(Notified, WhoOwnsNothingIsNotTold) {
  const auto nurse = world_.admit("Bea", "nurse");

  EXPECT_FALSE(world_.view(nurse).only_owner);
}

TEST_F(Notified, OthersAreToldOnceOfANewDevice) {
  const auto nurse = world_.admit("Bea", "nurse");
  EXPECT_TRUE(client(nurse).new_devices(world_.circle()).empty());
  EXPECT_EQ(client(nurse).note_devices_told(world_.circle()).error(), client::Errc::not_needed);

  const auto tablet = link(world_.anna());

  const auto seen = client(nurse).new_devices(world_.circle());
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].member_name, "Anna");
  EXPECT_EQ(seen[0].how, DeviceCame::by_device);
  EXPECT_FALSE(seen[0].mine);
  EXPECT_FALSE(seen[0].revoked);
  const auto own = client(world_.anna()).new_devices(world_.circle());
  ASSERT_EQ(own.size(), 1U);
  EXPECT_TRUE(own[0].mine);
  EXPECT_TRUE(client(tablet).new_devices(world_.circle()).empty());

  auto noted = client(nurse).note_devices_told(world_.circle());
  ASSERT_TRUE(noted);
  world_.perform(nurse, std::move(*noted));
  EXPECT_TRUE(client(nurse).new_devices(world_.circle()).empty());
  world_.restart_device(nurse);
  EXPECT_TRUE(client(nurse).new_devices(world_.circle()).empty());
}

TEST_F(Notified, WhoJoinsLaterIsToldOfNoneThatWereThere) {
  (void)link(world_.anna());

  const auto nurse = world_.admit("Bea", "nurse");

  EXPECT_TRUE(client(nurse).new_devices(world_.circle()).empty());
}

TEST(NoticeRows, AreReadAgainAndRefusedWhenTheyAreDamaged) {
  CircleData circle;
  circle.notices = {.only_owner = from_unix_ms(5),
                    .devices_told = channels::EntryNumber{7},
                    .admissions_told = channels::EntryNumber{9}};
  const auto row = encode_notices(circle);
  CircleData read;

  ASSERT_TRUE(decode_notices(row, read));
  EXPECT_EQ(encode_notices(read), row);
  EXPECT_EQ(decode_notices(ByteView(row).first(row.size() - 1), read).error(), client::Errc::bad_vault);
}

TEST(NoticeRows, OfHomesFromBeforeAdmissionsWereToldAreRead) {
  // Version 1, no time, entry 7.
  const Bytes row{1, 0, 0, 0, 0, 0, 0, 0, 0, 7};
  CircleData read;

  ASSERT_TRUE(decode_notices(row, read));
  EXPECT_EQ(read.notices.devices_told, channels::EntryNumber{7});
  EXPECT_EQ(read.notices.admissions_told, channels::EntryNumber{});
}

TEST(NoticeNames, AreThoseThatScriptsRead) {
  EXPECT_EQ(name_of(DeviceCame::by_device), "by_device");
  EXPECT_EQ(name_of(DeviceCame::by_words), "by_words");
  EXPECT_EQ(name_of(DeviceCame::by_new_keys), "by_new_keys");
}

}  // namespace
}  // namespace kring::core
