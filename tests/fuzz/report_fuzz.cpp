#include "clients/core/report_articles.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace kring;

/// The three articles: what is read is written as what reads the same, and opens for no stranger.
void check_article(ByteView bytes) {
  const auto article = articles::Article::parse(bytes);
  if (!article) return;
  static const Secret key = Secret::copy_of(Bytes(32, 7));
  if (const auto report = core::read_report_article(*article)) {
    KRING_ASSERT(core::is_about_reports(*article));
    KRING_ASSERT(core::read_report_article(core::make_report_article(*report)) == report);
    core::ReportPlace place;
    place.report = report->report;
    for (const auto& one : report->sealed.keys)
      KRING_ASSERT(!core::open_report(report->sealed, place, one.to, key));
  }
  if (const auto box = core::read_report_box_article(*article))
    KRING_ASSERT(core::read_report_box_article(core::make_report_box_article(*box)) == box);
  if (const auto settled = core::read_settled_article(*article))
    KRING_ASSERT(core::read_settled_article(core::make_settled_article(*settled)) == settled);
}

}  // namespace

/// What comes out of reports to moderators, before they are opened and after.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  check_article(bytes);
  if (const auto sealed = codec::decode<core::SealedReport>(bytes))
    KRING_ASSERT(equal(codec::encode(*sealed), bytes));
  if (const auto body = core::ReportBody::decode(bytes)) {
    const auto again = body->encode();
    KRING_ASSERT(again && equal(*again, bytes));
  }
  return 0;
}
