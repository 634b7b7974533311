#pragma once

#include "hub/bus/bus.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kring::bus {

/// What is published in one turn of the loop, gathered into one announcement: one news a log, in the order in
/// which the logs came first.
class Batch {
 public:
  /// News of a log that is there already moves it on. Frames that do not follow on those before them, or do
  /// not fit any more, are left out: then the news say how far the log has grown and nothing else. Not when
  /// the batch `is_full`.
  void add(News news);
  [[nodiscard]] bool is_empty() const { return news_.empty(); }
  /// Whether it holds `limits::batch_news_max` logs.
  [[nodiscard]] bool is_full() const;
  /// Gives all of it away and begins anew.
  [[nodiscard]] std::vector<News> take();

 private:
  using Log = std::pair<channels::CircleId, std::optional<channels::ChannelId>>;

  void drop_frames(News& news);

  std::vector<News> news_;
  std::map<Log, std::size_t> places_;
  std::size_t frames_bytes_ = 0;
};

}  // namespace kring::bus
