#include "channels/wire/charter_page.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/codec/structure.hpp"
#include "hub/engine/engine.hpp"
#include "hub/engine/limits.hpp"
#include "hub/engine/store_error.hpp"

#include <utility>

/// Charters of networks that attest, which anybody may read (decision 0021).
namespace kring::engine {

namespace {

/// A length in a page has at most so many bytes.
constexpr std::size_t length_bytes_max = 4;
static_assert(limits::charter_page_bytes_max + sizeof(wire::SignedHead) +
                  length_bytes_max * (wire::limits::charter_answer_entries_max + 1) <=
              wire::limits::charter_page_bytes_max);

}  // namespace

/// Asks the store alone, and reads no circle into memory for it: a charter that is not public costs the same
/// as one that is not there, be it in memory or not, and strangers fill nothing. What the store has is also
/// as new as anything that any node has said.
bool Engine::ask_charter(const HttpAsked& event, Time now) {
  const auto path = wire::parse_charter_path(event.path);
  if (!path || event.method != HttpMethod::get) return false;
  if (const auto limited = limiter_.read(event.client, now)) {
    http_refuse(event.exchange, *limited);
    return true;
  }
  read(
      store::ReadPublicCharter{
          .circle = path->circle, .from = path->from, .bytes_max = limits::charter_page_bytes_max},
      [this, exchange = event.exchange, circle = path->circle](store::ReadResult result, Time) {
        if (!result) return http_refuse(exchange, error_of(result.error()));
        auto& found = std::get<store::CharterPage>(*result);
        wire::CharterPage page{
            .head = sign_head(
                {.circle = circle, .number = found.head.number, .hash = charter::EntryHash(found.head.hash)}),
            .entries = {}};
        page.entries.reserve(found.entries.size());
        for (auto& row : found.entries) page.entries.push_back(std::move(row.bytes));
        actions_.emplace_back(HttpReply{.exchange = exchange, .status = 200, .body = codec::encode(page)});
      });
  return true;
}

}  // namespace kring::engine
