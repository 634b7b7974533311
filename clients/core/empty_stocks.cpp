#include "clients/core/empty_stocks.hpp"

#include "clients/core/row_codec.hpp"
#include "clients/core/rows.hpp"

namespace kring::core {

namespace {

constexpr std::uint8_t empty_stocks_version = 1;

/// Whether a device was added so lately that it may not have logged in yet.
bool is_newcomer(const CircleData& circle, const channels::HandleId& id, Time now) {
  const auto* handle = circle.charter().handle(id);
  const auto added = handle == nullptr ? std::nullopt : time_of_entry(circle, handle->added);
  return added && now - *added < newcomer_for;
}

/// Those who are out for good need no package any more.
void keep_live(Context& context) {
  auto& circle = context.circle;
  std::erase_if(circle.empty_stocks,
                [&](const auto& item) { return !circle.charter().is_live(item.first, context.now()); });
  save_empty_stocks(context.turn, circle);
}

}  // namespace

void note_empty_stock(Context& context, const channels::HandleId& handle) {
  const auto now = context.now();
  // It was asked for in several channels at once: that is one answer.
  if (put_off_until(context.circle, handle, now)) return;
  auto& stock = context.circle.empty_stocks[handle];
  const auto pause = is_newcomer(context.circle, handle, now)
                         ? backoff(context.random(), newcomer_pause, 0)
                         : backoff(context.random(), empty_stock_pause, stock.tries++, empty_stock_pause_max);
  stock.not_before = now + pause;
  stock.in_doubt = false;
  context.turn.wake_by(stock.not_before);
  keep_live(context);
}

void note_stock(Context& context, const channels::HandleId& handle) {
  if (context.circle.empty_stocks.erase(handle) != 0) keep_live(context);
}

void doubt_empty_stock(CircleData& circle, const channels::HandleId& handle) {
  const auto found = circle.empty_stocks.find(handle);
  if (found != circle.empty_stocks.end()) found->second.in_doubt = true;
}

void forget_doubts(CircleData& circle) {
  for (auto& [handle, stock] : circle.empty_stocks) stock.in_doubt = false;
}

bool is_out_of_stock(const CircleData& circle, const channels::HandleId& handle) {
  const auto found = circle.empty_stocks.find(handle);
  return found != circle.empty_stocks.end() && !found->second.in_doubt;
}

std::optional<Time> put_off_until(const CircleData& circle, const channels::HandleId& handle, Time now) {
  if (!is_out_of_stock(circle, handle)) return std::nullopt;
  const auto until = circle.empty_stocks.at(handle).not_before;
  // A pause from before our clock went back is over too.
  constexpr auto longest = empty_stock_pause_max + empty_stock_pause_max / 2;
  if (until <= now || until > now + longest) return std::nullopt;
  return until;
}

SecretBytes encode_empty_stocks(const CircleData& circle) {
  RowWriter out(empty_stocks_version);
  out.list(circle.empty_stocks, [&](const auto& item) {
    out.id(item.first);
    out.u32(item.second.tries);
    out.time(item.second.not_before);
  });
  return out.take();
}

Status decode_empty_stocks(ByteView row, CircleData& circle) {
  RowReader in(row, empty_stocks_version);
  in.list([&] {
    const auto handle = in.id<channels::HandleId>();
    EmptyStock stock;
    stock.tries = in.u32();
    stock.not_before = in.time();
    circle.empty_stocks.emplace(handle, stock);
  });
  return in.finish();
}

}  // namespace kring::core
