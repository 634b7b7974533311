#pragma once

#include "channels/charter/attestation.hpp"
#include "clients/core/attestation_view.hpp"
#include "clients/core/client.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kring::core {

/// A network of Anna's with Karim, a doctor, in it; and a mother with a circle of her own, who is not.
class AttestationsTest : public testing::Test {
 protected:
  /// The charter is public, with a key of Anna's, who owns alone.
  void publish() { world_.publish(anna_); }
  void change_key(KeyChange change) {
    const auto asked =
        world_.perform(anna_, world_.client(anna_).change_attestation_key(network(), change, world_.now()));
    ASSERT_TRUE(asked) << asked.error().name();
    world_.settled();
  }
  /// The key that a coordinator was shown when the question came.
  std::optional<charter::FirstKey> shown_to(simulation::DeviceIndex device) {
    const auto asked = world_.view(device).publication;
    return asked ? std::optional(asked->first) : std::nullopt;
  }
  const channels::CircleId& network() { return world_.circle(); }
  channels::MemberId id_of(const std::string& name) { return world_.member(anna_, name).id; }
  Result<Attested> try_attest(Duration life = std::chrono::days(90), simulation::DeviceIndex by = {}) {
    return world_.client(by).attest(network(), id_of("Karim"),
                                    {.claim = "kinderarts", .how = "BIG-register", .life = life},
                                    world_.now());
  }
  /// Anna attests; its text.
  std::string attest(Duration life = std::chrono::days(90)) {
    auto made = try_attest(life);
    EXPECT_TRUE(made) << (made ? "" : made.error().name());
    world_.perform(anna_, std::move(made->actions));
    return made->text;
  }
  Status keep(simulation::DeviceIndex device, const std::string& text) {
    auto kept = world_.client(device).keep_attestation(text, world_.now());
    if (!kept) return fail(kept.error());
    world_.perform(device, std::move(kept->actions));
    return {};
  }
  /// The mother founds a circle and lets Karim ask to come in: he waits.
  void ask_to_come_in() {
    mother_ = world_.add_device("Marieke");
    ASSERT_TRUE(world_.perform(
        mother_, world_.client(mother_).found(
                     {.name = "Kring Sam", .hub = std::string(simulation::hub_origin)}, world_.now())));
    world_.settled();
    circle_ = world_.client(mother_).circles(world_.now()).front().id;
    channels::RoleId doctor;
    for (const auto& role : world_.client(mother_).roles(circle_, world_.now())) {
      if (role.key == "therapist") doctor = role.id;
    }
    auto invited = world_.client(mother_).invite(circle_, {.role = doctor, .stay = {}}, world_.now());
    ASSERT_TRUE(invited);
    world_.perform(mother_, std::move(invited->actions));
    world_.settled();
    world_.follow(karim_, invited->link);
    const auto requests = world_.client(mother_).requests(circle_, world_.now());
    ASSERT_EQ(requests.size(), 1U);
    waiting_ = requests.front().member;
  }
  /// Asks the hub about a network, as the mother does, and gives its answer as it came.
  simulation::HttpGot ask(const channels::CircleId& of) {
    const auto question = world_.client(mother_).charter_question(circle_, of);
    EXPECT_EQ(question->hub, simulation::hub_origin);
    return world_.get(mother_, question->path);
  }
  CharterTaken take(const channels::CircleId& of, const simulation::HttpGot& got) {
    auto taken = world_.client(mother_).take_charter_answer(
        circle_, of, {.status = got.status, .body = got.body}, world_.now());
    world_.perform(mother_, std::move(taken.actions));
    return taken;
  }
  /// The hub says that there is no such network; or, with status 0, nothing.
  CharterTaken take_refusal(unsigned status, std::string_view body = "no") {
    return take(network(), {.status = status, .body = copy_bytes(view_bytes(body))});
  }
  /// Reads the charters that the mother needs, as `kring` does. The names of what was refused.
  std::vector<std::string> read_networks() {
    std::vector<std::string> refused;
    for (const auto& of : world_.client(mother_).networks_to_read(circle_, {waiting_}, world_.now())) {
      for (bool more = true; more;) {
        const auto taken = take(of, ask(of));
        if (taken.refused) refused.emplace_back(taken.refused->name());
        more = taken.more;
      }
    }
    return refused;
  }
  /// The alarms that the mother was told, by their reasons.
  std::vector<std::string> alarms() {
    std::vector<std::string> reasons;
    for (const auto& alarm : world_.client(mother_).status(world_.now()).alarms)
      reasons.push_back(alarm.reason);
    return reasons;
  }
  /// From now on the hub shows the mother the head that its charter has now, and nothing behind it.
  void keep_hub_at_old_head() {
    const auto before = ask(network());
    Bytes page(before.body.begin(), before.body.begin() + 8 + 32 + 64);
    page.push_back(0);
    world_.tamper({.part = [page](Bytes& part) { part = page; }, .only = mother_});
  }
  /// The mother lets Karim in.
  void let_in() {
    auto& mother = world_.client(mother_);
    const auto request = mother.requests(circle_, world_.now()).front();
    ASSERT_TRUE(world_.perform(
        mother_,
        mother.confirm(circle_, {.invitation = request.invitation, .until = {}, .words = {}}, world_.now())));
    world_.settled();
  }
  /// Doctors have a newsgroup in which they show who they are.
  void let_doctors_write() {
    using channels::Right;
    world_.open_newsgroup("nik.artsen", {{"doctors", Right::read | Right::post}});
  }
  /// Karim has lost all, and Anna gives another device of his new keys in the network.
  simulation::DeviceIndex give_new_keys() {
    auto& anna = world_.client(anna_);
    const auto other = world_.add_device("Karim");
    const auto link = anna.device_link(network(), id_of("Karim"), world_.now()).value();
    auto asked = world_.client(other).come_in_as(link, Coming::with_new_keys, world_.now());
    EXPECT_TRUE(asked);
    world_.perform(other, std::move(asked->actions));
    world_.settled();
    EXPECT_TRUE(world_.perform(anna_, anna.let_device_in(network(), asked->code, world_.now())));
    // It looks again every few seconds, and brings the key packages by which the others let it in.
    world_.run(std::chrono::minutes(1));
    world_.settled();
    return other;
  }
  /// What the mother is shown of who waits, or was let in.
  std::vector<AttestationView> shown() {
    return world_.client(mother_).attestations_of(circle_, waiting_, world_.now());
  }
  std::vector<AttestationState> states() {
    std::vector<AttestationState> all;
    for (const auto& one : shown()) all.push_back(one.state);
    return all;
  }
  void withdraw(const std::string& text) {
    const auto hash = charter::parse_attestation(text).value().hash();
    ASSERT_TRUE(
        world_.perform(anna_, world_.client(anna_).withdraw_attestation(network(), hash, world_.now())));
    world_.settled();
  }

  simulation::NetworkWorld world_{{.seed = 431}};
  simulation::DeviceIndex anna_ = world_.anna();
  simulation::DeviceIndex karim_ = world_.admit("Karim", "doctors");
  simulation::DeviceIndex mother_{};
  channels::CircleId circle_;
  /// Who Karim is in the mother's circle.
  channels::MemberId waiting_;
};

}  // namespace kring::core
