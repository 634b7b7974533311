#include "clients/cli/progress.hpp"

#include <algorithm>
#include <ostream>

namespace kring::cli {

void ProgressLine::show(std::string_view what, std::uint64_t done, std::uint64_t all) {
  if (!shown_) return;
  const auto percent = all == 0 ? 100 : std::min(done, all) * 100 / all;
  if (is_there_ && percent == percent_ && what == what_) return;
  clear();
  out_ << what << "  " << percent << " %" << std::flush;
  is_there_ = true;
  what_ = what;
  percent_ = percent;
}

void ProgressLine::clear() {
  if (!is_there_) return;
  // To the beginning of the line, and nothing after it.
  out_ << "\r\x1b[K" << std::flush;
  is_there_ = false;
}

}  // namespace kring::cli
