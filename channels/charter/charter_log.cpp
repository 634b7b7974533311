#include "channels/charter/charter_log.hpp"

#include "channels/charter/rules.hpp"

#include <span>
#include <utility>

namespace kring::charter {

CharterLog::CharterLog(CharterEntry first, Charter charter)
    : entries_{std::move(first)}, charter_(std::move(charter)), checkpoints_{charter_} {}

Result<CharterLog> CharterLog::found(CharterEntry entry) {
  auto charter = Charter::found(entry);
  if (!charter) return fail(charter.error());
  return CharterLog(std::move(entry), std::move(*charter));
}

Result<CharterLog> CharterLog::verify(const std::vector<Bytes>& entries) {
  std::optional<CharterLog> log;
  for (const auto& bytes : entries) {
    auto entry = CharterEntry::decode(bytes);
    if (!entry) return fail(entry.error());
    if (log) {
      if (auto appended = log->append(std::move(*entry)); !appended) return fail(appended.error());
      continue;
    }
    auto founded = found(std::move(*entry));
    if (!founded) return fail(founded.error());
    log = std::move(*founded);
  }
  if (!log) return fail(Errc::not_founded);
  return std::move(*log);
}

Result<CharterLog> CharterLog::replay(std::vector<CharterEntry> entries) {
  if (entries.empty()) return fail(Errc::not_founded);
  auto founded = Charter::found(entries.front());
  if (!founded) return fail(founded.error());
  CharterLog log(std::move(entries.front()), std::move(*founded));
  for (auto& entry : std::span(entries).subspan(1)) {
    if (auto follows = check_chain(log.charter_, entry.content()); !follows) return fail(follows.error());
    log.charter_.replay(entry);
    log.keep(std::move(entry));
  }
  return log;
}

Status CharterLog::append(CharterEntry entry) {
  if (auto applied = charter_.apply(entry); !applied) return applied;
  keep(std::move(entry));
  return {};
}

void CharterLog::keep(CharterEntry entry) {
  entries_.push_back(std::move(entry));
  if ((entries_.size() - 1) % checkpoint_every == 0) checkpoints_.push_back(charter_);
}

const CharterEntry* CharterLog::entry(EntryNumber number) const {
  const auto place = std::to_underlying(number);
  return place == 0 || place > entries_.size() ? nullptr : &entries_[static_cast<std::size_t>(place - 1)];
}

bool CharterLog::has_head(EntryNumber number, const EntryHash& hash) const {
  const auto* known = entry(number);
  return known != nullptr && known->hash() == hash;
}

Result<Charter> CharterLog::at(EntryNumber number) const {
  if (entry(number) == nullptr) return fail(Errc::wrong_number);
  if (number == charter_.number()) return charter_;
  const auto place = static_cast<std::size_t>(std::to_underlying(number) - 1);
  const auto checkpoint = place / checkpoint_every;
  Charter past = checkpoints_[checkpoint];
  for (auto i = checkpoint * checkpoint_every + 1; i <= place; ++i) past.replay(entries_[i]);
  return past;
}

}  // namespace kring::charter
