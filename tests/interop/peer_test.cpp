#include "tests/interop/peer_process.hpp"
#include "tests/support/seeded_random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace kring::interop {
namespace {

using Json = nlohmann::json;

constexpr unsigned extension_type = 0xf0f0;

/// Members that live alternately in two processes, and everything that happens between them.
class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed) {}

  void found() {
    const auto name = newcomer();
    (void)key_package(name);
    ok(name, {{"op", "create"}, {"gid", "random group"}, {"exts", extensions()}});
    members_.push_back(name);
  }

  /// One random thing. The group may be at most `members_max`.
  void step(std::size_t members_max) {
    switch (random_.below(8)) {
      case 0:
        propose_update();
        break;
      case 1:
        if (members_.size() < members_max) propose_add();
        break;
      case 2:
        if (members_.size() < members_max) join_externally();
        break;
      case 3:
        if (members_.size() > 2) propose_removal_from_outside();
        break;
      default:
        commit(members_max);
    }
    if (!testing::Test::HasFatalFailure()) compare();
  }

  /// Everyone sends something to everyone.
  void talk() {
    for (const auto& sender : members_) {
      const auto sent = ok(sender, {{"op", "protect"}, {"pt", "c0ffee"}, {"pad", random_.below(40)}});
      for (const auto& reader : members_) {
        if (reader == sender) continue;
        EXPECT_EQ(ok(reader, {{"op", "unprotect"}, {"m", sent}}), "c0ffee");
        EXPECT_TRUE(ask(reader, {{"op", "unprotect"}, {"m", sent}}).contains("err"));
      }
    }
  }

 private:
  PeerProcess& process_of(const std::string& name) { return name.back() % 2 == 0 ? first_ : second_; }
  Json ask(const std::string& name, Json request) {
    request["n"] = name;
    return process_of(name).ask(request);
  }
  Json ok(const std::string& name, const Json& request) {
    auto answer = ask(name, request);
    EXPECT_TRUE(answer.contains("ok")) << name << " " << request.at("op") << ": " << answer.dump();
    return answer.contains("ok") ? answer.at("ok") : Json();
  }
  bool chance(std::uint64_t of) { return random_.below(of) == 0; }
  std::string any_member() { return members_[random_.below(members_.size())]; }
  std::string newcomer() { return "member " + std::to_string(count_++); }
  Json key_package(const std::string& name) {
    return ok(name, {{"op", "kp"}, {"capext", {extension_type}}, {"onlysuite3", chance(2)}});
  }
  Json extensions() {
    if (external_sender_.empty()) {
      const auto made = ok("sender 1", {{"op", "extsender"}});
      external_sender_ = made.get<std::string>();
    }
    return {{5, external_sender_}, {extension_type, chance(2) ? "" : "0102"}};
  }

  /// Gives a message to all; those it removes learn that their epoch moved and drop out.
  void deliver(const Json& message, bool moves, const std::string& author) {
    for (const auto& name : members_) {
      if (moves && name == author) continue;
      EXPECT_EQ(ok(name, {{"op", "handle"}, {"m", message}}), moves) << name;
    }
  }

  void propose_update() {
    const auto name = any_member();
    if (std::ranges::find(updated_, name) != updated_.end()) return;
    updated_.push_back(name);
    deliver(ok(name, {{"op", "update"}, {"private", chance(2)}}), false, name);
  }
  void propose_add() {
    const auto name = newcomer();
    const auto author = any_member();
    const auto proposal =
        ok(author, {{"op", "propose_add"}, {"kp", key_package(name)}, {"private", chance(2)}});
    proposed_.push_back(name);
    deliver(proposal, false, author);
  }
  void propose_removal_from_outside() {
    const auto victim = any_member();
    if (std::ranges::find(leaving_, victim) != leaving_.end() || leaving_.size() + 2 > members_.size())
      return;
    // The external sender lives in the second process, and proposes to a group that it knows there.
    const auto of =
        std::ranges::find_if(members_, [&](const auto& it) { return &process_of(it) == &second_; });
    if (of == members_.end()) return;
    const auto proposal = second_.ask(
        {{"op", "extprop_remove"}, {"n", "sender 1"}, {"of", *of}, {"idx", ok(victim, {{"op", "index"}})}});
    ASSERT_TRUE(proposal.contains("ok")) << proposal.dump();
    leaving_.push_back(victim);
    deliver(proposal.at("ok"), false, {});
  }
  void join_externally() {
    const auto name = newcomer();
    (void)key_package(name);
    const auto info = ok(any_member(), {{"op", "gi"}});
    deliver(ok(name, {{"op", "extjoin"}, {"gi", info}}), true, name);
    members_.push_back(name);
    forget_proposals();
  }

  void commit(std::size_t members_max) {
    // Who is about to be removed cannot commit its own removal.
    const auto author = any_member();
    if (std::ranges::find(leaving_, author) != leaving_.end()) return;
    Json request{{"op", "commit"}, {"path", chance(2)}, {"private", chance(2)}};
    request["tree"] = true;
    std::vector<std::string> joining = proposed_;
    std::vector<std::string> leaving = leaving_;
    Json adds = Json::array();
    for (auto wanted = random_.below(3); wanted > 0 && members_.size() + joining.size() < members_max;
         --wanted) {
      joining.push_back(newcomer());
      adds.push_back(key_package(joining.back()));
    }
    Json removes = Json::array();
    if (chance(3) && members_.size() > 2) {
      const auto victim = any_member();
      const bool busy = victim == author || std::ranges::find(leaving, victim) != leaving.end() ||
                        std::ranges::find(updated_, victim) != updated_.end();
      if (!busy) {
        removes.push_back(ok(victim, {{"op", "index"}}));
        leaving.push_back(victim);
      }
    }
    request["adds"] = adds;
    request["removes"] = removes;
    if (chance(4)) request["gce"] = extensions();
    Json psks = Json::array();
    if (chance(3)) {
      const auto id = "aa" + std::to_string(10 + random_.below(80));
      for (const auto& name : members_) ok(name, {{"op", "psk"}, {"id", id}, {"v", id + "ff"}});
      request["usepsk"] = id;
      psks.push_back({id, id + "ff"});
    }
    const auto made = ok(author, request);
    ASSERT_TRUE(made.contains("commit"));
    ASSERT_EQ(made.contains("welcome"), !joining.empty());
    deliver(made.at("commit"), true, author);
    for (const auto& name : leaving) std::erase(members_, name);
    for (const auto& name : joining) {
      EXPECT_EQ(ok(name, {{"op", "join"}, {"w", made.at("welcome")}, {"psks", psks}}), true);
      members_.push_back(name);
    }
    forget_proposals();
  }
  void forget_proposals() {
    proposed_.clear();
    leaving_.clear();
    updated_.clear();
  }

  void compare() {
    const auto& first = members_.front();
    const Json exporter{{"op", "exporter"}, {"label", "compare"}, {"ctx", "0102"}};
    for (const auto& name : members_) {
      EXPECT_EQ(ok(name, {{"op", "epoch"}}), ok(first, {{"op", "epoch"}})) << name;
      EXPECT_EQ(ok(name, {{"op", "auth"}}), ok(first, {{"op", "auth"}})) << name;
      EXPECT_EQ(ok(name, exporter), ok(first, exporter)) << name;
    }
  }

  support::SeededRandom random_;
  PeerProcess first_{KRING_PEER_PROGRAM};
  PeerProcess second_{KRING_PEER_PROGRAM};
  std::vector<std::string> members_;
  std::vector<std::string> proposed_;
  std::vector<std::string> leaving_;
  std::vector<std::string> updated_;
  std::string external_sender_;
  unsigned count_ = 0;
};

/// KRING_SEED in the environment reruns one seed.
std::vector<std::uint64_t> seeds() {
  if (const char* given = std::getenv("KRING_SEED")) return {std::strtoull(given, nullptr, 10)};
  return {1, 2, 3, 4};
}

class RandomGroups : public testing::TestWithParam<std::uint64_t> {};
TEST_P(RandomGroups, StayInStepAcrossTwoProcesses) {
  SCOPED_TRACE("KRING_SEED=" + std::to_string(GetParam()));
  World world(GetParam());
  world.found();
  for (unsigned step = 0; step < 40 && !HasFailure(); ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    world.step(12);
    if (step % 8 == 7 && !HasFailure()) world.talk();
  }
}
INSTANTIATE_TEST_SUITE_P(Seed, RandomGroups, testing::ValuesIn(seeds()),
                         [](const auto& row) { return std::to_string(row.param); });

TEST(Peer, RefusesWhatItDoesNotUnderstandAndLivesOn) {
  PeerProcess peer(KRING_PEER_PROGRAM);

  EXPECT_TRUE(peer.ask({{"op", "no such thing"}, {"n", "a"}}).contains("err"));
  EXPECT_TRUE(peer.ask({{"op", "auth"}, {"n", "a"}}).contains("err"));
  EXPECT_TRUE(peer.ask({{"op", "join"}, {"n", "a"}, {"w", "00"}}).contains("err"));
  EXPECT_TRUE(peer.ask(Json::array()).contains("err"));
  EXPECT_TRUE(peer.ask({{"op", "kp"}, {"n", "a"}}).contains("ok"));
}

TEST(Peer, StaysAsItWasAfterARequestThatFails) {
  PeerProcess peer(KRING_PEER_PROGRAM);
  ASSERT_TRUE(peer.ask({{"op", "create"}, {"n", "a"}, {"gid", "g"}, {"exts", Json::array()}}).contains("ok"));
  const auto before = peer.ask({{"op", "auth"}, {"n", "a"}});

  EXPECT_TRUE(peer.ask({{"op", "commit"}, {"n", "a"}, {"removes", {0}}}).contains("err"));
  EXPECT_TRUE(peer.ask({{"op", "commit"}, {"n", "a"}, {"removes", {7}}}).contains("err"));
  EXPECT_TRUE(peer.ask({{"op", "commit"}, {"n", "a"}, {"usepsk", "aa"}}).contains("err"));

  EXPECT_EQ(peer.ask({{"op", "auth"}, {"n", "a"}}), before);
  EXPECT_EQ(peer.ask({{"op", "epoch"}, {"n", "a"}}), (Json{{"ok", 0}}));
}

}  // namespace
}  // namespace kring::interop
