#include "crypto/codec/structure.hpp"
#include "tests/simulation/life_network.hpp"

#include <algorithm>
#include <utility>

/// What a hub says of a network's charter that is not so. It has the key that signs its heads, and signs
/// whatever head it likes; it has no key of anybody in the network.
namespace kring::simulation {

using channels::EntryNumber;

namespace {

EntryNumber number_at(std::uint64_t number) {
  return EntryNumber{number};
}

}  // namespace

std::optional<ToldLie> LifeNetwork::lie(CharterLie kind, const wire::CharterPath& asked,
                                        const HttpGot& truth_told, support::SeededRandom& dice) {
  const auto& log = truth();
  const auto last = log.charter().number();
  auto true_entries = entries(asked.from, last);
  switch (kind) {
    case CharterLie::older:
      return older(asked, dice);
    case CharterLie::forged_key:
      return with_key(asked, log.entry(number_at(1))->content().signer);
    case CharterLie::strangers_key:
      return with_key(asked,
                      channels::handle_of(channels::HandleKey::from(false_key_.public_key.bytes).value()));
    case CharterLie::other_network:
      return another(asked);
    case CharterLie::hidden:
      return ToldLie{.got = {.status = 404, .body = {'n', 'o'}}, .shows = asked.from > number_at(1)};
    case CharterLie::another_head:
      return ToldLie{.got = page(std::move(true_entries), last, charter::EntryHash(dice.fixed<32>())),
                     .shows = true};
    case CharterLie::held_back: {
      const bool shows = true_entries.empty();
      const auto beyond = number_at(std::to_underlying(last) + 1 + dice.below(5));
      return ToldLie{.got = page(std::move(true_entries), beyond, charter::EntryHash(dice.fixed<32>())),
                     .shows = shows};
    }
    case CharterLie::entry_left_out:
      return without_one(asked, dice);
    case CharterLie::bit_flipped: {
      auto got = truth_told;
      got.body[dice.below(got.body.size())] ^= static_cast<std::uint8_t>(1U << dice.below(8));
      // It may be the form of an entry, which a newer program might have written.
      return ToldLie{.got = std::move(got), .shows = false};
    }
    case CharterLie::cut_off: {
      auto got = truth_told;
      got.body.resize(dice.below(got.body.size()));
      return ToldLie{.got = std::move(got), .shows = true};
    }
  }
  return std::nullopt;
}

std::vector<Bytes> LifeNetwork::entries(EntryNumber from, EntryNumber to) {
  std::vector<Bytes> found;
  for (const auto& entry : truth().entries()) {
    if (entry.number() >= from && entry.number() <= to) found.push_back(entry.bytes());
  }
  return found;
}

HttpGot LifeNetwork::page(std::vector<Bytes> entries, EntryNumber number,
                          const charter::EntryHash& hash) const {
  const wire::CharterPage told{.head = world_.sign_head({.circle = id(), .number = number, .hash = hash}),
                               .entries = std::move(entries)};
  return {.status = 200, .body = codec::encode(told)};
}

std::optional<EntryNumber> LifeNetwork::last_taken_back() {
  std::optional<EntryNumber> found;
  for (const auto& entry : truth().entries()) {
    const auto kind = entry.kind();
    if (kind == charter::EntryKind::attestation_withdraw || kind == charter::EntryKind::attestation_key)
      found = entry.number();
  }
  return found;
}

/// Half of the time as it was before something was taken back.
ToldLie LifeNetwork::older(const wire::CharterPath& asked, support::SeededRandom& dice) {
  const auto last = std::to_underlying(truth().charter().number());
  auto number = 1 + dice.below(last - 1);
  const auto taken_back = last_taken_back();
  if (taken_back && dice.below(2) == 0) number = std::to_underlying(*taken_back) - 1;
  return {.got = page(entries(asked.from, number_at(number)), number_at(number),
                      truth().entry(number_at(number))->hash()),
          .shows = number + 1 < std::to_underlying(asked.from)};
}

ToldLie LifeNetwork::with_key(const wire::CharterPath& asked, const channels::HandleId& signer) {
  const auto& charter = truth().charter();
  const auto false_entry =
      charter::make_entry(
          charter.next_content(
              signer, world_.now(),
              charter::AttestationKeySet{
                  .id = false_place_,
                  .key = channels::AttestationKey::from(false_key_.public_key.bytes).value()}),
          {.handle = &false_key_.private_key})
          .value();
  auto told = entries(asked.from, charter.number());
  told.push_back(false_entry.bytes());
  return {.got = page(std::move(told), false_entry.number(), false_entry.hash()), .shows = true};
}

ToldLie LifeNetwork::another(const wire::CharterPath& asked) {
  std::vector<Bytes> told;
  for (const auto& entry : other_.log.entries()) {
    if (entry.number() >= asked.from) told.push_back(entry.bytes());
  }
  return {.got = page(std::move(told), other_.charter().number(), other_.charter().head().hash),
          .shows = true};
}

std::optional<ToldLie> LifeNetwork::without_one(const wire::CharterPath& asked, support::SeededRandom& dice) {
  const auto& charter = truth().charter();
  auto told = entries(asked.from, charter.number());
  if (told.empty()) return std::nullopt;
  const auto left_out = dice.below(told.size());
  // Without the last one alone there seems to be another page.
  const bool shows = left_out + 1 < told.size() || told.size() == 1;
  told.erase(told.begin() + static_cast<std::ptrdiff_t>(left_out));
  return ToldLie{.got = page(std::move(told), charter.number(), charter.head().hash), .shows = shows};
}

}  // namespace kring::simulation
