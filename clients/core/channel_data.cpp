#include "clients/core/channel_data.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

std::optional<articles::Article> article_of(const KeptEntry& entry) {
  if (entry.article.empty()) return std::nullopt;
  auto article = articles::Article::parse(entry.article);
  return article ? std::optional(std::move(*article)) : std::nullopt;
}

rules::LogHead Channel::head() const {
  if (log.empty()) return start;
  return {.number = log.back().seq, .hash = log.back().hash};
}

LogEntry log_entry_of(const wire::EntryEvent& event) {
  const auto* staged = std::get_if<wire::StagedPart>(&event.payload);
  return {
      .seq = event.seq,
      .kind = event.kind,
      .time = event.time,
      .payload = event.payload,
      .payload_hash = staged != nullptr ? staged->hash : rules::payload_hash(std::get<Bytes>(event.payload))};
}

void forget_waiting(Channel& channel) {
  channel.waiting.clear();
  channel.scanned = 0;
  channel.fetching.reset();
}

void keep_entry(Channel& channel, KeptEntry entry) {
  if (!entry.author.is_zero()) {
    auto& counter = channel.counters[entry.author];
    counter = std::max(counter, entry.counter);
  }
  if (!entry.record.is_zero()) channel.records.insert(entry.record);
  channel.log.push_back(std::move(entry));
}

std::optional<Hash> hash_at(const Channel& channel, channels::Sequence number) {
  if (number == channel.start.number) return channel.start.hash;
  if (number < channel.start.number || number > channel.head().number) return std::nullopt;
  const auto index =
      static_cast<std::size_t>(std::to_underlying(number) - std::to_underlying(channel.start.number) - 1);
  return channel.log[index].hash;
}

}  // namespace kring::core
