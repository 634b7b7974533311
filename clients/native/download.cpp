#include "clients/native/download.hpp"

#include "channels/model/origin.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/refusal.hpp"
#include "clients/native/http_client.hpp"
#include "clients/native/limits.hpp"
#include "crypto/blob/blob_opener.hpp"
#include "crypto/primitives/hash.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace kring::native {

class Download::State : public std::enable_shared_from_this<Download::State> {
 public:
  State(Parts parts, DownloadPlan plan)
      : parts_(std::move(parts)),
        plan_(std::move(plan)),
        size_(blob::sealed_size(plan_.attachment.shape.padded_bytes)),
        pause_(parts_.context) {}

  void start() {
    auto opener = blob::BlobOpener::begin(Secret::copy_of(plan_.attachment.key), plan_.attachment.shape);
    if (!opener) return end(fail(Errc::file_damaged, "download"));
    opener_.emplace(std::move(*opener));
    auto target = TargetFile::begin(plan_.path, plan_.overwrite, parts_.random);
    if (!target) return end(fail(target.error()));
    target_.emplace(std::move(*target));
    ask();
  }

  void stop() {
    ended_ = true;
    pause_.cancel();
    target_.reset();
  }

 private:
  void ask() {
    const auto piece = std::min<std::uint64_t>(size_ - have_, limits::download_piece_bytes);
    auto request = parts_.client.blob_range(plan_.circle, plan_.channel,
                                            {.blob = plan_.attachment.blob, .offset = have_, .size = piece},
                                            parts_.now());
    if (!request) return end(fail(request.error()));
    auto origin = channels::Origin::parse(request->hub);
    if (!origin) return end(fail(Errc::bad_origin, "download"));
    http_request(parts_.context,
                 {.hub = std::move(*origin),
                  .method = "GET",
                  .path = std::move(request->path),
                  .authorization = std::move(request->authorization),
                  .body = {}},
                 [self = weak_from_this(), piece](const HttpAnswer& answer) {
                   auto state = self.lock();
                   if (state && !state->ended_) state->answered(answer, piece);
                 });
  }

  void answered(const HttpAnswer& answer, std::uint64_t piece) {
    if (answer.status == 404) return end(fail(Errc::file_gone, "download"));
    if (answer.status == 403) return end(fail(client::Errc::ended, "download"));
    if (answer.status == 429)
      return ask_after(limits::download_pause_first + core::told_wait(view_text(answer.body)));
    if (answer.status != 200) return again();
    if (answer.body.size() != piece) return end(fail(Errc::file_damaged, "download"));
    tries_ = 0;
    const auto content = opener_->take(answer.body);
    if (!content) return end(fail(Errc::file_damaged, content.error().name()));
    hash_.update(answer.body);
    if (auto written = target_->write(*content); !written) return end(fail(written.error()));
    have_ += answer.body.size();
    parts_.progress(have_, size_);
    if (have_ < size_) return ask();
    finish();
  }

  void finish() {
    if (auto whole = opener_->finish(); !whole) return end(fail(Errc::file_damaged, whole.error().name()));
    if (hash_.finish() != plan_.attachment.hash) return end(fail(Errc::file_damaged, "hash"));
    end(target_->finish());
  }

  /// After a pause that doubles.
  void again() {
    if (++tries_ >= limits::download_tries_max) return end(fail(client::Errc::refused_by_hub, "download"));
    auto pause =
        std::min(limits::download_pause_first * (1U << (tries_ - 1)), limits::download_pause_longest);
    ask_after(pause);
  }

  /// After this pause, and up to half as long again by chance.
  void ask_after(Duration pause) {
    pause += pause * parts_.random.fixed<1>()[0] / 512;
    pause_.expires_after(pause);
    pause_.async_wait([self = weak_from_this()](boost::system::error_code error) {
      auto state = self.lock();
      if (!error && state && !state->ended_) state->ask();
    });
  }

  void end(Status status) {
    stop();
    boost::asio::post(parts_.context, [self = weak_from_this(), status] {
      if (auto state = self.lock()) state->parts_.done(status);
    });
  }

  Parts parts_;
  DownloadPlan plan_;
  std::uint64_t size_;
  std::uint64_t have_ = 0;
  unsigned tries_ = 0;
  std::optional<blob::BlobOpener> opener_;
  std::optional<TargetFile> target_;
  primitives::Sha256 hash_;
  boost::asio::steady_timer pause_;
  bool ended_ = false;
};

Download::Download(Parts parts, DownloadPlan plan)
    : state_(std::make_shared<State>(std::move(parts), std::move(plan))) {}
Download::~Download() {
  state_->stop();
}
void Download::start() {
  state_->start();
}

}  // namespace kring::native
