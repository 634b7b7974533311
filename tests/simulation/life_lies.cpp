#include "tests/simulation/life_run.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>

/// A hub that lies in the middle of a life, to one device at a time.
namespace kring::simulation {

namespace {

using Dice = support::SeededRandom;
/// Whether it lied, this time.
using EventLie = std::function<bool(wire::Event&, Dice&)>;
using AnswerLie = std::function<bool(wire::OkAnswer&, Dice&)>;

/// Not always, or nothing that it tells would ever be believed.
bool lies_now(Dice& dice) {
  return dice.below(3) == 0;
}

template <class Meant, class Told, class Change>
bool change_now_and_then(Told& told, Dice& dice, const Change& change) {
  auto* meant = std::get_if<Meant>(&told);
  if (meant == nullptr || !lies_now(dice)) return false;
  change(*meant, dice);
  return true;
}
/// A lie that changes one kind of event.
template <class Meant, class Change>
EventLie in(Change change) {
  return [change = std::move(change)](wire::Event& event, Dice& dice) {
    return change_now_and_then<Meant>(event, dice, change);
  };
}
/// The same for what a request that succeeded is told.
template <class Meant, class Change>
AnswerLie in_answer(Change change) {
  return [change = std::move(change)](wire::OkAnswer& answer, Dice& dice) {
    return change_now_and_then<Meant>(answer, dice, change);
  };
}

void flip_a_bit(std::span<std::uint8_t> bytes, Dice& dice) {
  if (!bytes.empty()) bytes[dice.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << dice.below(8));
}
void flip_a_bit(wire::Part& part, Dice& dice) {
  if (auto* bytes = std::get_if<Bytes>(&part)) flip_a_bit(*bytes, dice);
}
void move_a_little(channels::Sequence& seq, Dice& dice) {
  const auto number = std::to_underlying(seq);
  seq = channels::Sequence{dice.below(2) == 0 ? number + 1 + dice.below(20) : number / 2};
}
void forge(wire::SignedHead& head, Dice& dice) {
  flip_a_bit(
      dice.below(2) == 0 ? std::span<std::uint8_t>(head.signature) : std::span<std::uint8_t>(head.hash),
      dice);
}

std::vector<EventLie> event_lies() {
  return {
      in<wire::EntryEvent>([](wire::EntryEvent& entry, Dice& dice) { flip_a_bit(entry.payload, dice); }),
      in<wire::EntryEvent>([](wire::EntryEvent& entry, Dice& dice) { move_a_little(entry.seq, dice); }),
      in<wire::EntryEvent>([](wire::EntryEvent& entry, Dice& dice) {
        entry.kind = dice.below(2) == 0 ? channels::LogKind::commit : channels::LogKind::sealed;
      }),
      in<wire::EntryEvent>([](wire::EntryEvent& entry, Dice& dice) {
        entry.time += std::chrono::milliseconds(dice.below(1'000'000)) - std::chrono::milliseconds(500'000);
      }),
      in<wire::CharterEvent>(
          [](wire::CharterEvent& charter, Dice& dice) { flip_a_bit(charter.entry, dice); }),
      in<wire::CharterEvent>(
          [](wire::CharterEvent& charter, Dice& /*dice*/) { charter.number = next(charter.number); }),
      in<wire::CharterEvent>([](wire::CharterEvent& charter, Dice& dice) { forge(charter.head, dice); }),
      in<wire::WelcomeEvent>(
          [](wire::WelcomeEvent& welcome, Dice& dice) { flip_a_bit(welcome.welcome, dice); }),
      in<wire::WelcomeEvent>([](wire::WelcomeEvent& welcome, Dice& dice) {
        welcome.epoch = wire::EpochId{std::to_underlying(welcome.epoch) + 1 + dice.below(3)};
      }),
      in<wire::WorkEvent>([](wire::WorkEvent& work, Dice& dice) {
        work.epoch = wire::EpochId{std::to_underlying(work.epoch) + dice.below(3)};
      }),
  };
}

std::vector<AnswerLie> answer_lies() {
  return {
      in_answer<wire::LoginAnswer>([](wire::LoginAnswer& login, Dice& dice) { forge(login.head, dice); }),
      in_answer<wire::LoginAnswer>([](wire::LoginAnswer& login, Dice& dice) {
        login.access = dice.below(2) == 0 ? wire::Access::ended : wire::Access::waiting;
      }),
      in_answer<wire::CharterAnswer>([](wire::CharterAnswer& charter, Dice& dice) {
        if (!charter.entries.empty()) flip_a_bit(charter.entries[dice.below(charter.entries.size())], dice);
      }),
      in_answer<wire::CharterAnswer>([](wire::CharterAnswer& charter, Dice& dice) {
        if (!charter.entries.empty())
          charter.entries.erase(charter.entries.begin() +
                                static_cast<std::ptrdiff_t>(dice.below(charter.entries.size())));
      }),
      in_answer<wire::AttachAnswer>([](wire::AttachAnswer& attached, Dice& dice) {
        for (auto& head : attached.channels) move_a_little(head.seq, dice);
      }),
      in_answer<wire::AppendAnswer>(
          [](wire::AppendAnswer& append, Dice& dice) { move_a_little(append.seq, dice); }),
      in_answer<wire::AppendAnswer>(
          [](wire::AppendAnswer& append, Dice& dice) { flip_a_bit(append.hash, dice); }),
      in_answer<wire::BundleAnswer>([](wire::BundleAnswer& bundle, Dice& dice) { forge(bundle.head, dice); }),
      in_answer<wire::ClaimAnswer>(
          [](wire::ClaimAnswer& claim, Dice& dice) { flip_a_bit(claim.package, dice); }),
      in_answer<wire::IntroductionAnswer>(
          [](wire::IntroductionAnswer& told, Dice& dice) { flip_a_bit(told.introduction, dice); }),
  };
}

/// What it refuses without looking.
constexpr std::array refusals{wire::ErrorCode::not_live,        wire::ErrorCode::not_admitted,
                              wire::ErrorCode::unknown_channel, wire::ErrorCode::may_not_post,
                              wire::ErrorCode::conflict,        wire::ErrorCode::record_id_used,
                              wire::ErrorCode::commit_refused,  wire::ErrorCode::charter_refused,
                              wire::ErrorCode::unavailable,     wire::ErrorCode::internal};

/// How many frames it says again at once.
constexpr std::size_t repeated_max = 200;

}  // namespace

/// To one who does not own, of what it tells them now and then until all is quiet; or once, at this moment.
void LifeRun::lie(const Op& op) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 2; i < living_.size(); ++i) {
    if (is_member(living_[i]) && living_[i].online) candidates.push_back(i);
  }
  if (candidates.empty()) return;
  auto& living = living_[candidates[op.who % candidates.size()]];
  living.was_lied_to = true;
  const auto dice = std::make_shared<Dice>(op.what);
  const auto events = event_lies();
  const auto answers = answer_lies();
  auto kind = dice->below(events.size() + answers.size() + 2);
  if (kind < events.size()) {
    return world_.tamper({.event =
                              [this, dice, told = events[kind]](wire::Event& event) {
                                if (told(event, *dice)) ++lies_;
                              },
                          .only = living.device});
  }
  kind -= events.size();
  if (kind < answers.size()) {
    // Most of these come when a connection begins.
    world_.offline(living.device);
    world_.online(living.device);
    return world_.tamper({.answer =
                              [this, dice, told = answers[kind]](wire::Op, wire::AnswerFrame& frame) {
                                auto* ok = std::get_if<wire::OkAnswer>(&frame.outcome);
                                if (ok != nullptr && told(*ok, *dice)) ++lies_;
                              },
                          .only = living.device});
  }
  kind -= answers.size();
  if (kind == 0) return refuse(living, dice);
  repeat(living, *dice);
}

/// Some of what a device asks, without looking at it.
void LifeRun::refuse(const Living& living, const std::shared_ptr<support::SeededRandom>& dice) {
  const auto code = refusals[dice->below(refusals.size())];
  world_.tamper({.refusal = [this, dice, code](const wire::Request&) -> std::optional<wire::ErrorAnswer> {
                   if (!lies_now(*dice)) return {};
                   ++lies_;
                   return wire::ErrorAnswer{.code = code};
                 },
                 .only = living.device});
}

/// Some of all that was ever said, to anybody.
void LifeRun::repeat(const Living& living, support::SeededRandom& dice) {
  const auto said = world_.wiretap();
  for (auto count = dice.below(repeated_max); count > 0; --count) {
    const auto& frame = said[dice.below(said.size())];
    if (!wire::decode_hub_frame(frame)) continue;
    ++lies_;
    world_.inject(living.device, frame);
  }
}

}  // namespace kring::simulation
