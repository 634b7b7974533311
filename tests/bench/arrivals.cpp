#include "tests/bench/arrivals.hpp"

#include <stdexcept>
#include <string>

namespace kring::bench {

void Arrivals::arrived(std::size_t reader, std::uint64_t seq, Clock::time_point when) {
  auto& last = last_.at(reader);
  if (seq != last + 1) {
    throw std::runtime_error("reader " + std::to_string(reader) + " got entry " + std::to_string(seq) +
                             " after " + std::to_string(last));
  }
  last = seq;
  const auto place = static_cast<std::size_t>(seq - head_ - 1);
  if (entries_.size() == place) entries_.emplace_back();
  auto& entry = entries_[place];
  ++entry.readers;
  entry.last = when;
}

bool Arrivals::is_with_all(std::uint64_t seq) const {
  const auto* entry = find(seq);
  return entry != nullptr && entry->readers == last_.size();
}

Clock::time_point Arrivals::with_all_at(std::uint64_t seq) const {
  if (!is_with_all(seq)) throw std::logic_error("not all readers have it");
  return find(seq)->last;
}

const Arrivals::Entry* Arrivals::find(std::uint64_t seq) const {
  if (seq <= head_ || seq - head_ > entries_.size()) return nullptr;
  return &entries_[static_cast<std::size_t>(seq - head_ - 1)];
}

}  // namespace kring::bench
