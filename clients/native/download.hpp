#pragma once

#include "clients/core/client.hpp"
#include "clients/native/outgoing.hpp"

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): the name is Asio's.
}

namespace kring::native {

/// Which file is fetched, and where it goes.
struct DownloadPlan {
  channels::CircleId circle;
  channels::ChannelId channel;
  articles::Attachment attachment;
  std::filesystem::path path;
  Overwrite overwrite = Overwrite::refused;
};

/// Fetches one file: asks for its blob piece by piece, again with pauses where no answer comes, opens it on
/// the way, and lets it appear under its name when all of it was verified. One thread, that of `context`.
class Download {
 public:
  /// What it is made with; everything outlives it.
  struct Parts {
    boost::asio::io_context& context;
    core::Client& client;
    Random& random;
    std::function<Time()> now;
    Progress progress;
    /// Is told the end, once. Errors: those of `TargetFile`, `file_damaged` (it is not what was sent),
    /// `file_gone` (the hub has it no more, or we may not have it), those of `Client::blob_range`,
    /// `refused_by_hub` (no answer came, many times).
    std::function<void(Status)> done;
  };
  Download(Parts parts, DownloadPlan plan);
  Download(const Download&) = delete;
  Download& operator=(const Download&) = delete;
  Download(Download&&) = delete;
  Download& operator=(Download&&) = delete;
  /// Nothing is told any more, and nothing is left of a file that is not whole.
  ~Download();

  void start();

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace kring::native
