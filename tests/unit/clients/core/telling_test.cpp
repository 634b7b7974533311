#include "clients/core/telling.hpp"

#include "channels/charter/introduction.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/support/test_circle.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <vector>

namespace kring::core {
namespace {

/// A device of the founder's, which knows her own name, in a circle of so many.
class Telling {
 public:
  explicit Telling(std::size_t members) {
    while (world_.charter().members().size() < members) {
      world_.now += std::chrono::hours(1);  // As many invitations a day as an owner may make.
      (void)world_.admit(world_.doctor);
    }
    CircleData circle;
    circle.id = world_.charter().circle();
    circle.standing = Standing::member;
    circle.handle_id = world_.founder.id;
    circle.log = world_.log;
    circle.introductions.add(world_.founder.id, 0, introduction());
    circles_.emplace(circle.id, std::move(circle));
  }

  [[nodiscard]] std::vector<NamedMember> told_people() const {
    return state_to_tell(Device(), circles_).circles.at(0).people;
  }

 private:
  [[nodiscard]] Bytes introduction() {
    const auto person = primitives::generate_signature_key_pair(world_.random);
    const auto device = primitives::generate_signature_key_pair(world_.random);
    const auto certified =
        charter::certify_device({.device_key = channels::DeviceKey::from(device.public_key.bytes).value(),
                                 .person_key = channels::PersonKey::from(person.public_key.bytes).value()},
                                person.private_key);
    const auto& founder = world_.founder;
    return charter::make_introduction({.circle = world_.charter().circle(),
                                       .member = founder.member,
                                       .handle_key = founder.handle_key()},
                                      *certified, {.name = "Anna", .relation = "moeder"},
                                      {.device = device.private_key, .handle = founder.handle.private_key})
        ->bytes();
  }

  support::TestCircle world_;
  std::map<channels::CircleId, CircleData> circles_;
};

TEST(Telling, NamesThePeopleOfACircleOf256) {
  const auto people = Telling(told_people_max).told_people();

  ASSERT_EQ(people.size(), 1U);
  EXPECT_EQ(people[0].name, "Anna");
}

TEST(Telling, NamesNobodyOfACircleOf257) {
  EXPECT_TRUE(Telling(told_people_max + 1).told_people().empty());
}

}  // namespace
}  // namespace kring::core
