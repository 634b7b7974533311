#include "hub/bus/batch.hpp"

#include "crypto/base/assert.hpp"
#include "hub/bus/limits.hpp"

#include <algorithm>
#include <iterator>

namespace kring::bus {

namespace {

std::size_t frames_bytes(const News& news) {
  std::size_t bytes = 0;
  for (const auto& frame : news.frames) bytes += limits::frame_length_bytes + frame->size();
  return bytes;
}

bool fits_alone(const News& news) {
  return news.frames.size() <= limits::log_frames_max &&
         std::ranges::all_of(news.frames, [](const auto& frame) {
           return frame->size() <= channels::limits::frame_bytes_max;
         });
}

}  // namespace

void Batch::add(News news) {
  if (!fits_alone(news)) news.frames.clear();
  const auto [place, is_new] = places_.try_emplace(Log(news.circle, news.channel), news_.size());
  if (is_new) {
    KRING_ASSERT(news_.size() < limits::batch_news_max);
    const auto bytes = frames_bytes(news);
    if (frames_bytes_ + bytes > limits::batch_frames_bytes_max) {
      news.frames.clear();
    } else {
      frames_bytes_ += bytes;
    }
    news_.push_back(std::move(news));
    return;
  }
  auto& known = news_[place->second];
  if (news.number <= known.number) return;
  const auto bytes = frames_bytes(news);
  const bool follows = !known.frames.empty() && !news.frames.empty() &&
                       news.number - known.number == news.frames.size() &&
                       known.frames.size() + news.frames.size() <= limits::log_frames_max &&
                       frames_bytes_ + bytes <= limits::batch_frames_bytes_max;
  known.number = news.number;
  known.charter = std::max(known.charter, news.charter);
  if (!follows) return drop_frames(known);
  frames_bytes_ += bytes;
  std::ranges::move(news.frames, std::back_inserter(known.frames));
}

bool Batch::is_full() const {
  return news_.size() >= limits::batch_news_max;
}

std::vector<News> Batch::take() {
  places_.clear();
  frames_bytes_ = 0;
  return std::exchange(news_, {});
}

void Batch::drop_frames(News& news) {
  frames_bytes_ -= frames_bytes(news);
  news.frames.clear();
}

}  // namespace kring::bus
