#include "clients/core/taken_names.hpp"

#include "clients/core/folded_text.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/networks.hpp"

#include "channels/charter/network_table.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace kring::core {

namespace {

/// A name as it is compared: folded, with one space between words and none around them.
std::string comparable(std::string_view name) {
  std::string words;
  for (const char letter : folded(name)) {
    if (letter != ' ' || (!words.empty() && words.back() != ' ')) words += letter;
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

/// A name that is to be given, beside those that there are.
class Wanted {
 public:
  explicit Wanted(std::string_view name) : name_(comparable(name)) {}

  [[nodiscard]] bool is(std::string_view other) const { return !other.empty() && comparable(other) == name_; }
  [[nodiscard]] bool is(const std::optional<charter::Words>& words) const {
    return words && (is(words->dutch) || is(words->english));
  }

 private:
  std::string name_;
};

charter::FoundedAs founded_as(const CircleData& circle) {
  return is_network(circle) ? charter::FoundedAs::network : charter::FoundedAs::circle;
}

/// What the wishes of one kind that still wait here are to bring about, such as the channels of `OpenWish`.
template <class Wish, class Id>
std::vector<Id> wished(const CircleData& circle, Id Wish::* what) {
  std::vector<Id> ids;
  for (const auto& intent : circle.intents) {
    if (const auto* wish = std::get_if<Wish>(&intent.wish)) ids.push_back(wish->*what);
  }
  return ids;
}

}  // namespace

std::optional<TakenName> channel_called(const CircleData& circle, std::string_view name) {
  if (!circle.log) return std::nullopt;
  const Wanted wanted(name);
  const auto as = founded_as(circle);
  for (const auto& [id, channel] : circle.charter().channels()) {
    auto called = channel_name(circle, id);
    const auto begun_with = charter::founding_channel_label(called.key, as);
    if (channel.closed && !begun_with) continue;
    if (wanted.is(called.label) || wanted.is(called.key) || wanted.is(begun_with)) {
      return TakenName{.label = std::move(called.label),
                       .key = std::move(called.key),
                       .is_closed = channel.closed.has_value()};
    }
  }
  auto waiting = wished(circle, &OpenWish::channel);
  std::ranges::copy(wished(circle, &LaneWish::channel), std::back_inserter(waiting));
  for (const auto& id : waiting) {
    auto called = channel_name(circle, id);
    if (wanted.is(called.label)) return TakenName{.label = std::move(called.label), .waits = true};
  }
  return std::nullopt;
}

std::optional<TakenName> role_called(const CircleData& circle, std::string_view name) {
  if (!circle.log) return std::nullopt;
  const Wanted wanted(name);
  for (const auto& [id, role] : circle.charter().roles()) {
    auto called = role_name(circle, id);
    const auto made_from = charter::find_summary(called.key);
    const auto begun_with = made_from ? std::optional(made_from->label) : std::nullopt;
    if (wanted.is(called.label) || wanted.is(called.key) || wanted.is(begun_with))
      return TakenName{.label = std::move(called.label), .key = std::move(called.key)};
  }
  for (const auto& id : wished(circle, &LaneWish::contact)) {
    auto called = role_name(circle, id);
    if (wanted.is(called.label)) return TakenName{.label = std::move(called.label), .waits = true};
  }
  return std::nullopt;
}

}  // namespace kring::core
