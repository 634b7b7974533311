#pragma once

#include "channels/model/hash.hpp"
#include "channels/model/signing.hpp"
#include "tests/support/hub_world.hpp"

#include <gtest/gtest.h>

namespace kring::engine {

using support::HubWorld;
using support::TestCircle;
using support::TestPerson;

/// A hub with one founded circle, and its founder logged in and attached to the channel of records.
class FoundedHub : public testing::Test {
 protected:
  FoundedHub() : owner_(hub_.connect()) {
    founding_ = support::founding_bundle(circle_, channels_);
    EXPECT_EQ(hub_.refusal(owner_, founding_), "ok");
    hub_.login(owner_, id(), circle_.founder);
    EXPECT_EQ(hub_.refusal(owner_, attach(owner_after())), "ok");
    static_cast<void>(hub_.events(owner_));
  }

  const channels::CircleId& id() { return circle_.charter().circle(); }
  support::TestChannel& care() { return channels_.at(circle_.care); }
  static channels::Sequence owner_after() { return channels::Sequence{1}; }
  wire::AttachRequest attach(channels::Sequence after) {
    return {.circle = id(),
            .charter_after = circle_.charter().number(),
            .channels = {{.channel = circle_.care, .after = after}}};
  }
  wire::BundleRequest entry_bundle(const charter::CharterEntry& entry) {
    return {.circle = id(),
            .transaction = circle_.random.id<channels::TransactionId>(),
            .charter = {entry.bytes()}};
  }
  /// Signs, sends and applies an entry of the founder's.
  void act(const TestPerson& signer, charter::Body body) { act(owner_, signer, std::move(body)); }
  /// The same of whoever logged in to `session`.
  void act(SessionId session, const TestPerson& signer, charter::Body body) {
    send(session, circle_.entry(signer, std::move(body)));
  }
  /// Sends and applies an entry.
  void send(SessionId session, const charter::CharterEntry& entry) {
    ASSERT_EQ(hub_.refusal(session, entry_bundle(entry)), "ok");
    ASSERT_TRUE(circle_.log.append(entry));
  }
  /// Invites a person, accepts for them with a key package and grants; no group is changed.
  TestPerson admit(channels::RoleId role) { return admit(circle_.make_offer(role)); }
  TestPerson admit(TestCircle::Offer offer) {
    auto waiting = let_ask(std::move(offer));
    act(circle_.founder, circle_.grant_of(waiting.acceptance));
    return std::move(waiting.person);
  }
  /// Invites a second owner, accepts for them and adds them.
  TestPerson admit_owner() {
    auto waiting = let_ask(circle_.make_offer(circle_.parent));
    send(owner_, circle_.owner_entry(circle_.founder, waiting.acceptance, {}));
    return std::move(waiting.person);
  }
  /// Somebody who has accepted and waits.
  struct Waiting {
    TestPerson person;
    charter::EntryHash acceptance;
  };
  Waiting let_ask(TestCircle::Offer offer) {
    act(circle_.founder, offer.terms);
    auto person = circle_.make_person();
    const auto package = support::make_package_message(circle_, person);
    const Bytes introduction(200, 1);
    auto terms = circle_.acceptance_of(offer.invitation, person);
    terms.introduction_hash = channels::labelled_hash("sealed introduction", introduction);
    terms.key_packages = {package.ref};
    const auto entry = circle_.acceptance_entry(offer.invitation, person, terms);
    const TestPerson guest{.member = {},
                           .id = channels::HandleId(offer.invitation.id.bytes()),
                           .handle = offer.invitation.key.clone(),
                           .recovery = circle_.founder.recovery.clone()};
    const auto session = hub_.connect();
    hub_.login(session, id(), guest);
    auto bundle = entry_bundle(entry);
    bundle.acceptance =
        wire::BundleAcceptance{.introduction = introduction, .key_packages = {package.message}};
    EXPECT_EQ(hub_.refusal(session, bundle), "ok");
    EXPECT_TRUE(circle_.log.append(entry));
    return {.person = std::move(person), .acceptance = entry.hash()};
  }
  wire::AppendRequest append(std::string_view text) {
    return support::make_append(circle_, care(), circle_.founder, text);
  }

  TestCircle circle_;
  std::map<channels::ChannelId, support::TestChannel> channels_;
  HubWorld hub_{circle_};
  wire::BundleRequest founding_;
  SessionId owner_{};
};

}  // namespace kring::engine
