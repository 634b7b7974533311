#include "channels/charter/entry.hpp"
#include "channels/model/signing.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/simulation/traitor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

/// Every lie of a hub that a test here tells, as a table: what it is called when it is found out, who stops,
/// and that all others go on. `HostileHub` has those that need more of a story; entries of the charter that a
/// hub makes up are the rows of `channels/charter/RULES.md`, which each run at a client too.
namespace kring::simulation {
namespace {

using Names = std::set<std::string>;
using namespace std::chrono_literals;

/// A mother, a nurse and a grandmother, who have talked already, and an invitation that nobody has followed.
/// To whom the hub lies.
enum class Whom : std::uint8_t { nurse, everybody };

struct Scene {
  CircleWorld world{{.seed = 60}};
  DeviceIndex anna = world.anna();
  DeviceIndex bea = world.admit("Bea", "nurse");
  DeviceIndex oma = world.admit("Oma", "family");
  core::Invited invited = world.invite(anna, {.role = world.role("family"), .stay = {}});
  /// All frames up to here.
  std::vector<std::string> past = frames_of_a_talk();
  /// Who is in the circle, and who founded it.
  std::set<channels::MemberId> insiders = members_of(truth());
  channels::MemberId founder = world.view(anna).me;
  /// Who follows the invitation, once they have.
  std::optional<DeviceIndex> guest;

  /// As the hub keeps it, which lies to others alone.
  charter::Charter truth() {
    const auto stored = world.in_store(store::LoadCircle{world.circle()}).value();
    return charter::Charter::decode(std::get<store::StoredCircle>(stored).charter_snapshot).value();
  }
  static std::set<channels::MemberId> members_of(const charter::Charter& charter) {
    std::set<channels::MemberId> all;
    for (const auto& [id, member] : charter.members()) all.insert(id);
    return all;
  }
  /// An entry that the hub makes in the name of a member's device, which it has no key of.
  void forge_entry(const channels::MemberId& signer, charter::Body body) {
    const auto now_there = truth();
    const auto content =
        now_there.next_content(now_there.member(signer)->handle, world.now(), std::move(body));
    const auto entry = charter::make_entry(content, {.handle = &world.hub_key().private_key}).value();
    inject(bea, wire::CharterEvent{
                    .circle = world.circle(),
                    .number = entry.number(),
                    .entry = entry.bytes(),
                    .head = world.sign_head(
                        {.circle = world.circle(), .number = entry.number(), .hash = entry.hash()})});
  }
  std::set<channels::ChannelId> channels_of(DeviceIndex device) {
    std::set<channels::ChannelId> all;
    for (const auto& known : world.client(device).channels(world.circle(), world.now())) all.insert(known.id);
    return all;
  }
  std::map<channels::ChannelId, std::uint64_t> epochs_of(DeviceIndex device) {
    std::map<channels::ChannelId, std::uint64_t> all;
    for (const auto& known : world.client(device).channels(world.circle(), world.now()))
      all.emplace(known.id, known.epoch);
    return all;
  }
  /// How many requests of a kind anybody has sent so far.
  template <class Request>
  std::ptrdiff_t asked() {
    return std::ranges::count_if(world.wiretap(), [](const std::string& frame) {
      const auto request = wire::decode_request(frame);
      return request && std::holds_alternative<Request>(request->request);
    });
  }

  std::vector<std::string> frames_of_a_talk() {
    world.say(anna, "care", "Een.");
    world.say(bea, "care", "Twee.");
    world.say(oma, "family", "Dag.");
    world.settled();
    return world.wiretap();
  }

  /// Anna says something in daily care, which the nurse reads.
  void say(const std::string& text) {
    world.say(anna, "care", text);
    world.run(10s);
  }
  void come_back(DeviceIndex device) {
    world.offline(device);
    world.online(device);
    world.run(10s);
  }
  [[nodiscard]] std::optional<DeviceIndex> only(Whom whom) const {
    return whom == Whom::nurse ? std::optional(bea) : std::nullopt;
  }
  /// The hub lies in its events of one kind.
  template <class Told, class Lie>
  void lie(Lie told, Whom whom = Whom::nurse) {
    world.tamper({.event =
                      [told = std::move(told)](wire::Event& event) mutable {
                        if (auto* meant = std::get_if<Told>(&event)) told(*meant);
                      },
                  .only = only(whom)});
  }
  /// The same in its answers.
  template <class Answered, class Lie>
  void lie_in_answers(Lie told, Whom whom = Whom::nurse) {
    world.tamper({.answer =
                      [told = std::move(told)](wire::Op, wire::AnswerFrame& frame) mutable {
                        auto* ok = std::get_if<wire::OkAnswer>(&frame.outcome);
                        auto* meant = ok == nullptr ? nullptr : std::get_if<Answered>(ok);
                        if (meant != nullptr) told(*meant);
                      },
                  .only = only(whom)});
  }
  void inject(DeviceIndex device, const wire::Event& event) {
    const auto frame = wire::encode_event(event);
    ASSERT_TRUE(frame);
    world.inject(device, *frame);
    world.run(1s);
  }
  /// The last event of a kind that anybody was sent, as far as `pick` wants it.
  template <class Told, class Pick>
  Told last_event(Pick pick) {
    for (auto frame = past.rbegin(); frame != past.rend(); ++frame) {
      const auto decoded = wire::decode_hub_frame(*frame);
      const auto* event = decoded ? std::get_if<wire::Event>(&*decoded) : nullptr;
      const auto* meant = event == nullptr ? nullptr : std::get_if<Told>(event);
      if (meant != nullptr && pick(*meant)) return *meant;
    }
    ADD_FAILURE() << "no such event";
    return {};
  }
  wire::EntryEvent last_entry(channels::LogKind kind) {
    const auto care = world.channel(anna, "care");
    return last_event<wire::EntryEvent>([&](const wire::EntryEvent& entry) {
      return entry.kind == kind && (kind == channels::LogKind::sealed || entry.channel == care);
    });
  }
  /// The next entry of daily care, as this hub would have it.
  wire::EntryEvent next_in_care(wire::EntryEvent entry) {
    for (const auto& known : world.client(bea).channels(world.circle(), world.now())) {
      if (known.key != "care") continue;
      entry.channel = known.id;
      entry.seq = channels::next(known.head);
    }
    entry.time = world.now();
    return entry;
  }
  /// Something new comes into the charter.
  void invite_another() {
    auto another =
        world.client(anna).invite(world.circle(), {.role = world.role("family"), .stay = {}}, world.now());
    ASSERT_TRUE(another);
    world.perform(anna, std::move(another->actions));
    world.run(10s);
  }
  /// The guest follows the link, and Anna confirms.
  DeviceIndex let_in() {
    follow();
    confirm();
    return *guest;
  }
  void follow() {
    guest = world.add_device("Gast");
    EXPECT_TRUE(world.perform(*guest, world.client(*guest).join(invited.link, world.now())));
    world.run(10s);
  }
  void confirm() {
    const auto asked = world.perform(
        anna, world.client(anna).confirm(
                  world.circle(), {.invitation = invited.invitation, .until = {}, .words = {}}, world.now()));
    EXPECT_TRUE(asked) << (asked ? "" : asked.error().name());
    world.run(10s);
  }
  bool is_in(DeviceIndex device, std::string_view key) {
    for (const auto& known : world.client(device).channels(world.circle(), world.now())) {
      if (known.key == key) return known.joined;
    }
    return false;
  }
};

struct Lie {
  std::string name;
  /// Tells it, to the nurse if to nobody else.
  std::function<void(Scene&)> tell;
  /// Whether the nurse reads on in daily care once the hub tells the truth.
  bool goes_on = true;
  /// What it is called when it is found out at once, and what else then comes to light.
  Names alarms{};
  Names later{};
  /// What must hold while the hub lies, and once it has told the truth again.
  std::function<void(Scene&)> meanwhile{};
  std::function<void(Scene&)> afterwards{};
};

/// Only the name: GoogleTest would print the bytes of the functions.
[[maybe_unused]] void PrintTo(const Lie& lie, std::ostream* out) {
  *out << lie.name;
}

Names reasons(const World& world) {
  Names all;
  for (const auto& alarm : world.alarms()) all.insert(alarm.reason);
  return all;
}

/// Whoever is in the circle was let in: by their ids, as a ghost has no name. No device believes in another
/// member, device or leaf, or in an owner beside the founder, and none has lost one.
void expect_no_ghost(Scene& scene) {
  auto& world = scene.world;
  const auto truth = scene.truth();
  for (const auto device : {scene.anna, scene.bea, scene.oma, scene.guest.value_or(scene.oma)}) {
    std::set<channels::MemberId> shown;
    for (const auto& member : world.client(device).members(world.circle(), world.now())) {
      const auto* known = truth.member(member.id);
      ASSERT_NE(known, nullptr) << "a member whom nobody let in";
      if (member.state != core::MemberState::waiting) {
        EXPECT_NE(known->standing, charter::Standing::waiting) << "who was not let in yet";
      }
      EXPECT_EQ(member.owner, member.id == scene.founder) << member.name;
      shown.insert(member.id);
    }
    if (device != scene.guest) EXPECT_TRUE(std::ranges::includes(shown, scene.insiders));
    for (const auto& shown_device : world.client(device).devices(world.circle()))
      EXPECT_NE(truth.handle(shown_device.id), nullptr) << "a device that nobody added";
    for (const auto& channel : world.client(device).channels(world.circle(), world.now())) {
      if (!channel.joined) continue;
      for (const auto& leaf : leaves_of(world, device, channel.id))
        EXPECT_NE(truth.handle(leaf), nullptr) << "a leaf of nobody in " << channel.key;
    }
  }
}

/// What proves a lie is in somebody's vault.
void expect_evidence(Scene& scene) {
  for (const auto& alarm : scene.world.alarms()) {
    bool is_kept = false;
    for (const auto device : {scene.anna, scene.bea, scene.oma, scene.guest.value_or(scene.oma)})
      is_kept = is_kept || scene.world.vault(device).contains(alarm.evidence);
    EXPECT_TRUE(is_kept) << alarm.reason;
  }
}

class Lies : public testing::TestWithParam<Lie> {};

TEST_P(Lies, AreFoundOutAndStopNobodyElse) {
  const auto& lie = GetParam();
  Scene scene;
  lie.tell(scene);
  EXPECT_EQ(reasons(scene.world), lie.alarms);
  expect_no_ghost(scene);
  expect_evidence(scene);
  if (lie.meanwhile) lie.meanwhile(scene);

  scene.world.tamper({});
  scene.come_back(scene.bea);
  scene.world.say(scene.anna, "care", "Voorbij.");
  scene.world.run(1min);

  const auto theirs = scene.world.texts(scene.anna, "care");
  ASSERT_FALSE(theirs.empty());
  EXPECT_EQ(theirs.back(), "Voorbij.");
  EXPECT_EQ(scene.world.texts(scene.bea, "care") == theirs, lie.goes_on)
      << testing::PrintToString(scene.world.texts(scene.bea, "care"));
  EXPECT_EQ(scene.world.texts(scene.oma, "family"), Texts{"Dag."});
  if (lie.goes_on) {
    scene.world.say(scene.bea, "care", "Ook voor mij.");
    scene.world.run(10s);
    EXPECT_EQ(scene.world.texts(scene.anna, "care").back(), "Ook voor mij.");
  }
  if (lie.afterwards) lie.afterwards(scene);
  auto all = lie.alarms;
  all.insert(lie.later.begin(), lie.later.end());
  EXPECT_EQ(reasons(scene.world), all);
  expect_no_ghost(scene);
  expect_evidence(scene);
}

// ------------------------------------------------------------------------------------------- the log

Lie in_log(const std::string& name, std::function<void(wire::EntryEvent&)> lie, Names alarms = {},
           Names later = {}) {
  const bool goes_on = alarms.empty() && later.empty();
  return {.name = name,
          .tell =
              [lie = std::move(lie)](Scene& scene) {
                scene.lie<wire::EntryEvent>(lie);
                scene.say("Drie.");
              },
          .goes_on = goes_on,
          .alarms = std::move(alarms),
          .later = std::move(later)};
}

INSTANTIATE_TEST_SUITE_P(
    OfTheLog, Lies,
    testing::Values(
        in_log("HidesAnEntry", [](wire::EntryEvent& entry) { entry.seq = channels::Sequence{1}; }),
        in_log("SkipsAnEntry", [](wire::EntryEvent& entry) { entry.seq = channels::next(entry.seq); }),
        in_log(
            "EmptiesAnEntry", [](wire::EntryEvent& entry) { entry.payload = Bytes{}; },
            Names{"bad_structure"}, Names{"log_hash_differs"}),
        in_log(
            "CallsARecordACommit", [](wire::EntryEvent& entry) { entry.kind = channels::LogKind::commit; },
            Names{"bad_structure"}),
        in_log(
            "CallsARecordSealed", [](wire::EntryEvent& entry) { entry.kind = channels::LogKind::sealed; },
            Names{"record_wrong_mode"}, Names{"log_hash_differs"}),
        in_log(
            "DatesAnEntryAhead", [](wire::EntryEvent& entry) { entry.time += std::chrono::hours(24); },
            Names{}, Names{"log_hash_differs"}),
        Lie{.name = "LeavesAnEntryOutAndClosesTheGap",
            .tell =
                [](Scene& scene) {
                  scene.lie<wire::EntryEvent>([seen = 0](wire::EntryEvent& entry) mutable {
                    const auto number = std::to_underlying(entry.seq);
                    entry.seq = channels::Sequence{seen++ == 0 ? 1 : number - 1};
                  });
                  scene.say("Drie.");
                  scene.say("Vier.");
                },
            .goes_on = false,
            .alarms = {"record_wrong_log_head"}},
        Lie{.name = "RepeatsAnEntryAsANewOne",
            .tell =
                [](Scene& scene) {
                  scene.inject(scene.bea, scene.next_in_care(scene.last_entry(channels::LogKind::record)));
                },
            .goes_on = false,
            .alarms = {"record_id_used"},
            .later = {"head_went_back"}},
        Lie{.name = "RepeatsACommitAsANewOne",
            .tell =
                [](Scene& scene) {
                  scene.inject(scene.bea, scene.next_in_care(scene.last_entry(channels::LogKind::commit)));
                },
            .goes_on = false,
            .alarms = {"stale_epoch"}},
        Lie{.name = "PutsAnEntryOfAnotherChannelIn",
            .tell =
                [](Scene& scene) {
                  scene.inject(scene.bea, scene.next_in_care(scene.last_entry(channels::LogKind::sealed)));
                },
            .goes_on = false,
            .alarms = {"record_wrong_mode"},
            .later = {"head_went_back"}},
        Lie{.name = "MakesAnEntryUp",
            .tell =
                [](Scene& scene) {
                  auto entry = scene.last_entry(channels::LogKind::record);
                  entry.payload = Bytes(200, 7);
                  scene.inject(scene.bea, scene.next_in_care(entry));
                },
            .goes_on = false,
            .alarms = {"bad_structure"},
            .later = {"head_went_back"}},
        Lie{.name = "SpeaksOfAChannelThatIsNotThere",
            .tell =
                [](Scene& scene) {
                  auto entry = scene.last_entry(channels::LogKind::record);
                  entry.channel = channels::ChannelId(FixedBytes<16>{9});
                  entry.seq = channels::Sequence{1};
                  const auto before = scene.channels_of(scene.bea);
                  scene.inject(scene.bea, entry);
                  EXPECT_EQ(scene.channels_of(scene.bea), before);
                  for (const auto& [row, value] : scene.world.vault(scene.bea))
                    EXPECT_FALSE(row.contains(to_hex(entry.channel.view()))) << row;
                }},
        Lie{.name = "SpeaksOfACircleThatIsNotOurs",
            .tell =
                [](Scene& scene) {
                  auto entry = scene.next_in_care(scene.last_entry(channels::LogKind::record));
                  entry.circle = channels::CircleId(FixedBytes<32>{9});
                  scene.inject(scene.bea, entry);
                }},
        Lie{.name = "SaysThatALogIsLonger",
            .tell =
                [](Scene& scene) {
                  scene.lie_in_answers<wire::AttachAnswer>([](wire::AttachAnswer& answer) {
                    for (auto& head : answer.channels)
                      head.seq = channels::Sequence{std::to_underlying(head.seq) + 100};
                  });
                  scene.come_back(scene.bea);
                },
            // Whoever cannot catch up does not write.
            .meanwhile =
                [](Scene& scene) {
                  scene.world.say(scene.bea, "care", "Drie.");
                  scene.world.run(10s);
                  EXPECT_EQ(scene.world.texts(scene.anna, "care"), (Texts{"Een.", "Twee."}));
                }},
        Lie{.name = "SaysThatALogIsShorter",
            .tell =
                [](Scene& scene) {
                  scene.lie_in_answers<wire::AttachAnswer>([](wire::AttachAnswer& answer) {
                    for (auto& head : answer.channels) head.seq = channels::Sequence{2};
                  });
                  scene.come_back(scene.bea);
                },
            .goes_on = false,
            .alarms = {"head_went_back"}},
        Lie{.name = "RepeatsAllThatItEverSaid",
            .tell =
                [](Scene& scene) {
                  for (const auto& frame : scene.past) {
                    const auto decoded = wire::decode_hub_frame(frame);
                    if (decoded) scene.world.inject(scene.bea, frame);
                  }
                  scene.world.run(10s);
                },
            .meanwhile =
                [](Scene& scene) {
                  EXPECT_EQ(scene.world.texts(scene.bea, "care"), (Texts{"Een.", "Twee."}));
                }},
        Lie{.name = "ServesANurseWhoWasRemoved",
            .tell =
                [](Scene& scene) {
                  scene.world.remove("Bea");
                  const auto before = scene.world.wiretap().size();
                  scene.say("Zonder Bea.");
                  const auto frames = scene.world.wiretap();
                  const auto kept = scene.world.vault(scene.bea);
                  std::size_t sent = 0;
                  scene.world.tamper({.request =
                                          [&sent](wire::Request& request) {
                                            sent += std::holds_alternative<wire::AppendRequest>(request) ||
                                                    std::holds_alternative<wire::BundleRequest>(request) ||
                                                    std::holds_alternative<wire::ClaimRequest>(request);
                                          },
                                      .only = scene.bea});
                  std::size_t served = 0;
                  for (std::size_t i = before; i < frames.size(); ++i) {
                    if (!wire::decode_hub_frame(frames[i])) continue;
                    scene.world.inject(scene.bea, frames[i]);
                    ++served;
                  }
                  scene.world.run(10s);
                  EXPECT_GT(served, 0U);
                  // She takes none of it for hers, whether she has a key to it or not, and writes nothing on
                  // it.
                  EXPECT_EQ(scene.world.vault(scene.bea), kept);
                  EXPECT_EQ(sent, 0U);
                  scene.world.tamper({});
                },
            .goes_on = false,
            .meanwhile =
                [](Scene& scene) {
                  EXPECT_EQ(scene.world.texts(scene.bea, "care"), (Texts{"Een.", "Twee."}));
                  EXPECT_EQ(scene.world.view(scene.bea).standing, core::Standing::ended);
                }}),
    [](const auto& info) { return info.param.name; });

// --------------------------------------------------------------------------------------- the charter

INSTANTIATE_TEST_SUITE_P(
    OfTheCharter, Lies,
    testing::Values(
        Lie{.name = "HidesARemoval",
            .tell =
                [](Scene& scene) {
                  // Oma is told of nothing any more.
                  scene.world.tamper({.event =
                                          [](wire::Event& event) {
                                            if (auto* charter = std::get_if<wire::CharterEvent>(&event))
                                              charter->circle = channels::CircleId(FixedBytes<32>{9});
                                            if (auto* entry = std::get_if<wire::EntryEvent>(&event))
                                              entry->seq = channels::Sequence{1};
                                          },
                                      .only = scene.oma});
                  scene.world.remove("Bea");
                },
            .goes_on = false,
            .meanwhile =
                [](Scene& scene) {
                  // She cannot know of it; but what she writes for whom she takes for members, nobody takes.
                  EXPECT_EQ(scene.world.member(scene.oma, "Bea").state, core::MemberState::live);
                  scene.world.say(scene.oma, "circle", "Ik weet van niets.");
                  scene.world.run(10s);
                  EXPECT_EQ(scene.world.texts(scene.anna, "circle"), Texts{});
                },
            .afterwards =
                [](Scene& scene) {
                  const auto gone = scene.truth().member(scene.world.member(scene.anna, "Bea").id)->handle;
                  scene.come_back(scene.oma);
                  scene.world.run(1min);
                  EXPECT_EQ(scene.world.member(scene.oma, "Bea").state, core::MemberState::removed);
                  const auto circle = scene.world.channel(scene.oma, "circle");
                  const auto leaves = leaves_of(scene.world, scene.oma, circle);
                  EXPECT_EQ(std::ranges::count(leaves, gone), 0);
                  EXPECT_EQ(scene.epochs_of(scene.oma).at(circle), scene.epochs_of(scene.anna).at(circle));
                  // She has sealed it anew for those who are in.
                  EXPECT_EQ(scene.world.texts(scene.anna, "circle"), Texts{"Ik weet van niets."});
                }},
        Lie{.name = "LetsInWhoeverWaits",
            .tell =
                [](Scene& scene) {
                  scene.follow();
                  const auto charter = scene.truth();
                  const auto& invitation = *charter.waiting_invitations(scene.world.now()).at(0);
                  const auto& acceptance = *invitation.acceptance;
                  scene.forge_entry(scene.founder,
                                    charter::Grant{.member = acceptance.terms.member,
                                                   .acceptance = acceptance.hash,
                                                   .role = invitation.terms.role,
                                                   .until = scene.world.now() + invitation.terms.stay});
                },
            .goes_on = false,
            .alarms = {"bad_signature"}},
        Lie{.name = "AddsADeviceOfItsOwn",
            .tell =
                [](Scene& scene) {
                  const auto ghost = ghost_of_nobody(scene.world);
                  const auto key = channels::HandleKey::from(ghost.handle.public_key.bytes).value();
                  const auto bea = scene.world.view(scene.bea).me;
                  const charter::NewHandleContent content{.circle = scene.world.circle(),
                                                          .member = bea,
                                                          .handle_key = key,
                                                          .recovery_key = std::nullopt};
                  scene.forge_entry(
                      bea, charter::DeviceAdd{
                               .member = bea,
                               .handle_key = key,
                               .proof = charter::prove_handle(content, ghost.handle.private_key).value()});
                },
            .goes_on = false,
            .alarms = {"bad_signature"}},
        Lie{.name = "RepeatsACharterEntry",
            .tell =
                [](Scene& scene) {
                  scene.inject(scene.bea,
                               scene.last_event<wire::CharterEvent>([](const auto&) { return true; }));
                }},
        Lie{.name = "SkipsACharterEntry",
            .tell =
                [](Scene& scene) {
                  scene.lie<wire::CharterEvent>(
                      [](wire::CharterEvent& charter) { charter.number = next(charter.number); });
                  scene.invite_another();
                }},
        Lie{.name = "GivesAnOldEntryANewNumber",
            .tell =
                [](Scene& scene) {
                  auto old = scene.last_event<wire::CharterEvent>([](const auto&) { return true; });
                  old.number = next(old.number);
                  old.head = scene.world.sign_head({.circle = scene.world.circle(),
                                                    .number = old.number,
                                                    .hash = charter::EntryHash(FixedBytes<32>{9})});
                  scene.inject(scene.bea, old);
                },
            .goes_on = false,
            .later = {"head_went_back"}},
        Lie{.name = "SignsAnotherHeadForAnEntry",
            .tell =
                [](Scene& scene) {
                  scene.lie<wire::CharterEvent>([&world = scene.world](wire::CharterEvent& charter) {
                    charter.head = world.sign_head({.circle = world.circle(),
                                                    .number = charter.number,
                                                    .hash = charter::EntryHash(FixedBytes<32>{9})});
                  });
                  scene.invite_another();
                },
            .goes_on = false,
            .alarms = {"head_forked"}},
        Lie{.name = "SignsAHeadThatIsNotThere",
            .tell =
                [](Scene& scene) {
                  scene.lie_in_answers<wire::LoginAnswer>([&world = scene.world](wire::LoginAnswer& answer) {
                    answer.head = world.sign_head(
                        {.circle = world.circle(),
                         .number = channels::EntryNumber{std::to_underlying(answer.head.number) + 5},
                         .hash = charter::EntryHash(FixedBytes<32>{9})});
                  });
                  scene.come_back(scene.bea);
                },
            .goes_on = false,
            .later = {"head_went_back"}},
        Lie{.name = "SaysThatWeAreOut",
            .tell =
                [](Scene& scene) {
                  scene.lie_in_answers<wire::LoginAnswer>(
                      [](wire::LoginAnswer& answer) { answer.access = wire::Access::ended; });
                  scene.come_back(scene.bea);
                },
            .meanwhile =
                [](Scene& scene) {
                  EXPECT_EQ(scene.world.texts(scene.bea, "care"), (Texts{"Een.", "Twee."}));
                  EXPECT_EQ(scene.world.view(scene.bea).standing, core::Standing::member);
                }},
        Lie{.name = "SaysThatWhoIsPausedIsNot",
            .tell =
                [](Scene& scene) {
                  scene.lie_in_answers<wire::LoginAnswer>(
                      [](wire::LoginAnswer& answer) { answer.access = wire::Access::member; });
                  EXPECT_TRUE(scene.world.perform(
                      scene.anna, scene.world.client(scene.anna)
                                      .pause(scene.world.circle(), scene.world.member(scene.anna, "Bea").id,
                                             scene.world.now())));
                  scene.world.run(10s);
                  scene.come_back(scene.bea);
                  scene.say("Zonder Bea.");
                },
            .goes_on = false,
            .meanwhile =
                [](Scene& scene) {
                  EXPECT_EQ(scene.world.view(scene.bea).standing, core::Standing::paused);
                  EXPECT_EQ(scene.world.texts(scene.bea, "care"), (Texts{"Een.", "Twee."}));
                }},
        Lie{.name = "PassesForRestored",
            .tell =
                [](Scene& scene) {
                  scene.lie<wire::HelloEvent>([](wire::HelloEvent& hello) {
                    hello.incarnation = channels::Incarnation(FixedBytes<16>{9});
                  });
                  scene.come_back(scene.bea);
                },
            .meanwhile =
                [](Scene& scene) {
                  EXPECT_TRUE(scene.world.view(scene.bea).read_only);
                  EXPECT_EQ(scene.world.texts(scene.bea, "care"), (Texts{"Een.", "Twee."}));
                }}),
    [](const auto& info) { return info.param.name; });

// ------------------------------------------------------------------------------------------ joining

INSTANTIATE_TEST_SUITE_P(
    OfJoining, Lies,
    testing::Values(Lie{.name = "KeepsAWelcomeBack",
                        .tell =
                            [](Scene& scene) {
                              scene.world.tamper({.event = [](wire::Event& event) {
                                if (auto* welcome = std::get_if<wire::WelcomeEvent>(&event))
                                  welcome->circle = channels::CircleId(FixedBytes<32>{9});
                              }});
                              const auto guest = scene.let_in();
                              EXPECT_FALSE(scene.is_in(guest, "family"));
                              scene.world.tamper({});
                              scene.come_back(guest);
                              EXPECT_TRUE(scene.is_in(guest, "family"));
                            }},
                    Lie{.name = "WelcomesToAnotherChannel",
                        .tell =
                            [](Scene& scene) {
                              const auto care = scene.world.channel(scene.anna, "care");
                              scene.world.tamper({.event = [care](wire::Event& event) {
                                if (auto* welcome = std::get_if<wire::WelcomeEvent>(&event))
                                  welcome->channel = care;
                              }});
                              const auto guest = scene.let_in();
                              EXPECT_FALSE(scene.is_in(guest, "family"));
                              EXPECT_FALSE(scene.is_in(guest, "care"));
                            },
                        .alarms = {"welcome_refused"}},
                    Lie{.name = "ChangesAWelcome",
                        .tell =
                            [](Scene& scene) {
                              scene.world.tamper({.event = [](wire::Event& event) {
                                auto* welcome = std::get_if<wire::WelcomeEvent>(&event);
                                auto* inside =
                                    welcome == nullptr ? nullptr : std::get_if<Bytes>(&welcome->welcome);
                                if (inside != nullptr) inside->back() ^= 1U;
                              }});
                              const auto guest = scene.let_in();
                              EXPECT_FALSE(scene.is_in(guest, "family"));
                            },
                        .alarms = {"decryption_failed"}},
                    Lie{.name = "SaysEverythingTwice",
                        .tell =
                            [](Scene& scene) {
                              scene.world.set_disorder({.doubled_per_mille = 1000});
                              const auto guest = scene.let_in();
                              scene.world.run(1min);
                              EXPECT_TRUE(scene.is_in(guest, "family"));
                              scene.world.set_disorder({});
                            }},
                    Lie{.name = "HandsOutAnothersKeyPackage",
                        .tell =
                            [](Scene& scene) {
                              Bytes oma;
                              for (const auto& frame : scene.past) {
                                const auto request = wire::decode_request(frame);
                                const auto* bundle =
                                    request ? std::get_if<wire::BundleRequest>(&request->request) : nullptr;
                                if (bundle != nullptr && bundle->acceptance)
                                  oma = bundle->acceptance->key_packages.back();
                              }
                              ASSERT_FALSE(oma.empty());
                              scene.lie_in_answers<wire::ClaimAnswer>(
                                  [oma](wire::ClaimAnswer& answer) { answer.package = oma; },
                                  Whom::everybody);
                              const auto guest = scene.let_in();
                              EXPECT_FALSE(scene.is_in(guest, "family"));
                            },
                        .alarms = {"commit_leaf_not_its_handle"}},
                    Lie{.name = "HandsOutABrokenKeyPackage",
                        .tell =
                            [](Scene& scene) {
                              scene.lie_in_answers<wire::ClaimAnswer>(
                                  [](wire::ClaimAnswer& answer) { answer.package.back() ^= 1U; },
                                  Whom::everybody);
                              const auto guest = scene.let_in();
                              EXPECT_FALSE(scene.is_in(guest, "family"));
                            },
                        .alarms = {"bad_signature"}},
                    Lie{.name = "ChangesAnIntroduction",
                        .tell =
                            [](Scene& scene) {
                              scene.lie_in_answers<wire::IntroductionAnswer>(
                                  [](wire::IntroductionAnswer& answer) { answer.introduction.back() ^= 1U; },
                                  Whom::everybody);
                              scene.follow();
                              EXPECT_TRUE(scene.world.client(scene.anna)
                                              .requests(scene.world.circle(), scene.world.now())
                                              .empty());
                            }},
                    Lie{.name = "OffersWorkThatIsNotThere",
                        .tell =
                            [](Scene& scene) {
                              const auto epochs = scene.epochs_of(scene.bea);
                              const auto bundles = scene.asked<wire::BundleRequest>();
                              const auto claims = scene.asked<wire::ClaimRequest>();
                              for (const auto& [channel, epoch] : epochs) {
                                scene.inject(scene.bea, wire::WorkEvent{.circle = scene.world.circle(),
                                                                        .channel = channel,
                                                                        .epoch = wire::EpochId{epoch},
                                                                        .lease = 10s});
                              }
                              scene.world.run(30s);
                              EXPECT_EQ(scene.epochs_of(scene.bea), epochs);
                              EXPECT_EQ(scene.asked<wire::BundleRequest>(), bundles);
                              EXPECT_EQ(scene.asked<wire::ClaimRequest>(), claims);
                            }}),
    [](const auto& info) { return info.param.name; });

// ------------------------------------------------------------------------------------------ answers

/// In what it answers, to an owner too.
INSTANTIATE_TEST_SUITE_P(
    OfAnswers, Lies,
    testing::Values(
        Lie{.name = "SaysThatATextIsFurtherOn",
            .tell =
                [](Scene& scene) {
                  scene.lie_in_answers<wire::AppendAnswer>([](wire::AppendAnswer& answer) {
                    answer.seq = channels::Sequence{std::to_underlying(answer.seq) + 100};
                  });
                  scene.world.say(scene.bea, "care", "Drie.");
                  scene.world.run(10s);
                }},
        Lie{.name = "HandsOutAnotherPartThanWasAskedFor",
            .tell =
                [](Scene& scene) {
                  scene.world.tamper({.part = [](Bytes& part) { part.back() ^= 1U; }});
                  const auto guest = scene.let_in();
                  EXPECT_FALSE(scene.is_in(guest, "family"));
                  scene.world.tamper({});
                  scene.world.run(1min);
                  EXPECT_TRUE(scene.is_in(guest, "family"));
                }},
        Lie{.name = "KeepsBackTheCommitThatLetsSomebodyIn",
            .tell =
                [](Scene& scene) {
                  scene.lie<wire::EntryEvent>(
                      [](wire::EntryEvent& entry) {
                        if (entry.kind == channels::LogKind::commit)
                          entry.circle = channels::CircleId(FixedBytes<32>{9});
                      },
                      Whom::everybody);
                  const auto guest = scene.let_in();
                  EXPECT_FALSE(scene.is_in(guest, "family"));
                  scene.world.tamper({});
                  for (const auto device : {scene.anna, scene.oma, guest}) scene.come_back(device);
                  EXPECT_TRUE(scene.is_in(guest, "family"));
                }},
        Lie{.name = "HandsOutOneKeyPackageForAllChannels",
            .tell =
                [](Scene& scene) {
                  scene.lie_in_answers<wire::ClaimAnswer>(
                      [first = Bytes()](wire::ClaimAnswer& answer) mutable {
                        if (first.empty()) first = answer.package;
                        answer.package = first;
                      },
                      Whom::everybody);
                  const auto guest = scene.let_in();
                  EXPECT_FALSE(scene.is_in(guest, "circle") && scene.is_in(guest, "family"));
                  scene.world.tamper({});
                  scene.world.run(2min);
                  EXPECT_TRUE(scene.is_in(guest, "circle") && scene.is_in(guest, "family"));
                }},
        Lie{.name = "TellsOfAWelcomeWhosePartsAreGone",
            .tell =
                [](Scene& scene) {
                  const auto guest = scene.let_in();
                  scene.past = scene.world.wiretap();
                  const auto taken = scene.last_event<wire::WelcomeEvent>(
                      [](const wire::WelcomeEvent& welcome) { return welcome.tree.has_value(); });
                  // A device that starts again does not know which it has done with.
                  scene.world.restart_device(guest);
                  scene.world.run(10s);
                  scene.inject(guest, taken);
                  scene.world.run(10s);
                  EXPECT_TRUE(scene.world.view(guest).caught_up);
                }},
        Lie{.name = "TellsAnotherTime",
            .tell =
                [](Scene& scene) {
                  scene.lie<wire::HelloEvent>([](wire::HelloEvent& hello) { hello.time += 1h; });
                  scene.come_back(scene.bea);
                },
            .meanwhile =
                [](Scene& scene) {
                  const auto care = scene.world.channel(scene.bea, "care");
                  EXPECT_EQ(scene.world.client(scene.bea)
                                .say(scene.world.circle(), care, "Hoe laat?", scene.world.now())
                                .error(),
                            client::Errc::clock_off);
                }},
        Lie{.name = "RefusesWhatAnOwnerMayDo",
            .tell =
                [](Scene& scene) {
                  scene.world.tamper({.refusal =
                                          [](const wire::Request& request) {
                                            const bool is_bundle =
                                                std::holds_alternative<wire::BundleRequest>(request);
                                            return is_bundle ? std::optional(wire::ErrorAnswer{
                                                                   .code = wire::ErrorCode::charter_refused,
                                                                   .rule = "needs_owner"})
                                                             : std::nullopt;
                                          },
                                      .only = scene.anna});
                  const auto bea = scene.world.member(scene.anna, "Bea").id;
                  const auto asked = scene.world.perform(
                      scene.anna,
                      scene.world.client(scene.anna).pause(scene.world.circle(), bea, scene.world.now()));
                  ASSERT_TRUE(asked);
                  scene.world.run(10s);
                  const auto outcome = scene.world.outcome(*asked);
                  ASSERT_TRUE(outcome);
                  EXPECT_EQ(outcome->error(), client::Errc::refused_by_hub);
                }}),
    [](const auto& info) { return info.param.name; });

// ------------------------------------------------------------------------------------------ rollback

class RollBack : public testing::TestWithParam<Duration> {};

TEST_P(RollBack, IsSeenByEverybodyWhoHeldMore) {
  Scene scene;
  const auto copy = scene.world.back_up_store();
  const auto incarnation = scene.last_event<wire::HelloEvent>([](const auto&) { return true; }).incarnation;
  scene.world.run(GetParam());
  scene.say("Sinds de kopie.");

  scene.lie<wire::HelloEvent>([incarnation](wire::HelloEvent& hello) { hello.incarnation = incarnation; },
                              Whom::everybody);
  scene.world.restore_store(copy);
  scene.world.run(1min);

  EXPECT_EQ(reasons(scene.world), Names{"head_went_back"});
  for (const auto device : {scene.anna, scene.bea}) {
    EXPECT_EQ(scene.world.texts(device, "care"), (Texts{"Een.", "Twee.", "Sinds de kopie."}));
    const auto care = scene.world.channel(device, "care");
    EXPECT_EQ(scene.world.client(device).say(scene.world.circle(), care, "Vier.", scene.world.now()).error(),
              client::Errc::stopped);
  }
  expect_evidence(scene);
}

/// One that the hub owns up to: nobody loses anything, and nothing goes on before an owner has seen it.
class DeclaredRollBack : public testing::TestWithParam<Duration> {};

TEST_P(DeclaredRollBack, GoesOnWithEverythingOnceAnOwnerHasSeenIt) {
  Scene scene;
  const auto copy = scene.world.back_up_store();
  scene.world.run(GetParam());
  scene.say("Sinds de kopie.");
  scene.world.remove("Oma");

  scene.world.restore_store(copy);
  scene.world.run(1min);
  for (const auto device : {scene.anna, scene.bea}) EXPECT_TRUE(scene.world.view(device).read_only);
  EXPECT_EQ(scene.world.view(scene.oma).standing, core::Standing::ended);
  ASSERT_TRUE(scene.world.perform(
      scene.anna, scene.world.client(scene.anna).resume(scene.world.circle(), scene.world.now())));
  scene.world.run(1min);
  scene.say("We gaan door.");

  for (const auto device : {scene.anna, scene.bea}) {
    EXPECT_EQ(scene.world.texts(device, "care"),
              (Texts{"Een.", "Twee.", "Sinds de kopie.", "We gaan door."}));
  }
  EXPECT_EQ(scene.world.member(scene.bea, "Oma").state, core::MemberState::removed);
  EXPECT_EQ(reasons(scene.world), Names{});
}

INSTANTIATE_TEST_SUITE_P(Declared, DeclaredRollBack, testing::Values(Duration(1h), Duration(24h)),
                         [](const auto& info) { return info.param == Duration(1h) ? "ByAnHour" : "ByADay"; });

INSTANTIATE_TEST_SUITE_P(Undeclared, RollBack, testing::Values(Duration(1h), Duration(24h)),
                         [](const auto& info) { return info.param == Duration(1h) ? "ByAnHour" : "ByADay"; });

}  // namespace

}  // namespace kring::simulation
