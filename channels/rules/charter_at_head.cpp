#include "channels/rules/charter_at_head.hpp"

namespace kring::rules {

CharterHead head_of(const charter::Charter& charter) {
  const auto head = charter.head();
  return {.number = head.number, .hash = head.hash.bytes()};
}

const charter::Charter* CharterAtHead::find(const CharterHead& head) {
  if (!log_.has_head(head.number, charter::EntryHash(head.hash))) return nullptr;
  if (head.number == log_.charter().number()) return &log_.charter();
  if (!kept_ || kept_->number() != head.number) {
    auto charter = log_.at(head.number);
    if (!charter) return nullptr;
    kept_ = std::move(*charter);
  }
  return &*kept_;
}

}  // namespace kring::rules
