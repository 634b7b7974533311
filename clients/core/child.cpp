#include "clients/core/child.hpp"

#include "clients/core/networks.hpp"

#include "channels/articles/article.hpp"

#include <ranges>

namespace kring::core {

channels::Date day_of(Time time) {
  return {std::chrono::floor<std::chrono::days>(time)};
}

std::optional<channels::Date> birth_date_of(const CircleData& circle, Time now) {
  if (!circle.log || is_network(circle) || !circle.charter().is_owner(circle.handle_id, now))
    return std::nullopt;
  const auto* regie = circle.charter().regie();
  const auto held = regie == nullptr ? circle.channels.end() : circle.channels.find(regie->id);
  if (held == circle.channels.end()) return std::nullopt;
  for (const auto& entry : std::views::reverse(held->second.log)) {
    const auto article = article_of(entry);
    if (!article) continue;
    if (const auto* child = std::get_if<articles::Child>(&article->content())) return child->born;
  }
  return std::nullopt;
}

std::optional<ChildView> view_child(const CircleData& circle, Time now) {
  const auto born = birth_date_of(circle, now);
  if (!born) return std::nullopt;
  ChildView view{.born = *born, .birthdays = {}, .notice = birthday_notice(*born, day_of(now))};
  for (const auto age : birthday_ages) {
    const auto on = birthday_of(*born, age);
    view.birthdays.push_back({.age = age, .on = on, .told_from = notice_day_of(on)});
  }
  return view;
}

}  // namespace kring::core
