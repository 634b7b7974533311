#include "clients/core/rows.hpp"

#include "clients/core/channel_rows.hpp"
#include "clients/core/circle_rows.hpp"
#include "clients/core/empty_stocks.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/healing.hpp"
#include "clients/core/notices.hpp"
#include "clients/core/posts.hpp"
#include "clients/core/reports.hpp"
#include "clients/core/telling.hpp"
#include "clients/core/waits.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

constexpr std::string_view channel_prefix = "channel/";

Status load_charter(const CircleRows& rows, CircleData& circle) {
  std::vector<charter::CharterEntry> entries;
  for (auto row = rows.lower_bound("charter/"); row != rows.end() && row->first.starts_with("charter/");
       ++row) {
    auto entry = charter::CharterEntry::decode(row->second);
    if (!entry) return fail(client::Errc::bad_vault, "charter entry");
    entries.push_back(std::move(*entry));
  }
  if (entries.empty()) return {};
  if (auto status = replay_charter(circle, std::move(entries)); !status)
    return fail(client::Errc::bad_vault, "charter");
  return {};
}

std::string log_row(const CircleData& circle, const Channel& channel, channels::Sequence seq) {
  return channel_row(circle.id, channel.id, "log/" + row_number(std::to_underlying(seq)));
}

std::string raw_row(const CircleData& circle, const Channel& channel, channels::Sequence seq) {
  return channel_row(circle.id, channel.id, "raw/" + row_number(std::to_underlying(seq)));
}

/// The channel that a row belongs to, and the rest of the row's name.
struct ChannelRow {
  channels::ChannelId channel;
  std::string_view rest;
};
Result<ChannelRow> parse_channel_row(std::string_view name) {
  name.remove_prefix(channel_prefix.size());
  constexpr std::size_t digits = 2 * channels::ChannelId::size;
  if (name.size() <= digits) return fail(client::Errc::bad_vault, "channel row");
  const auto bytes = from_hex(name.substr(0, digits));
  if (!bytes) return fail(client::Errc::bad_vault, "channel row");
  const auto id = channels::ChannelId::from(*bytes);
  if (!id) return fail(client::Errc::bad_vault, "channel row");
  return ChannelRow{*id, name.substr(digits)};
}

Status load_channels(const CircleRows& rows, CircleData& circle) {
  const auto first = rows.lower_bound(channel_prefix);
  const auto is_channel = [&](auto row) {
    return row != rows.end() && row->first.starts_with(channel_prefix);
  };
  // The state says where the log begins: it is read before the log.
  for (const auto suffix : {"/state", "/group", "/threads", "/reports", "/log/", "/raw/"}) {
    for (auto row = first; is_channel(row); ++row) {
      const auto name = parse_channel_row(row->first);
      if (!name) return fail(name.error());
      if (!name->rest.starts_with(suffix)) continue;
      auto& channel = circle.channels[name->channel];
      channel.id = name->channel;
      const auto status = name->rest == "/state"                ? decode_state(row->second, channel)
                          : name->rest == "/group"              ? decode_group(row->second, channel)
                          : name->rest == "/threads"            ? decode_reading(row->second, channel)
                          : name->rest == "/reports"            ? decode_report_box(row->second, channel)
                          : std::string_view(suffix) == "/raw/" ? decode_raw(row->second, channel)
                                                                : decode_kept(row->second, channel);
      if (!status) return fail(status.error());
    }
  }
  return {};
}

Status load_lists(const CircleRows& rows, CircleData& circle) {
  for (const auto& [name, row] : rows) {
    Status status;
    if (name.starts_with("outbox/")) {
      status = decode_message(row, circle);
    } else if (name.starts_with("upload/")) {
      auto upload = decode_upload(row);
      if (!upload) return fail(upload.error());
      const auto upload_id = upload->id;
      circle.uploads.emplace(upload_id, std::move(*upload));
    } else if (name.starts_with("intent/")) {
      auto intent = decode_intent(row);
      if (!intent) return fail(intent.error());
      circle.intents.push_back(std::move(*intent));
    } else if (name == "waits") {
      status = decode_waits(row, circle);
    } else if (name == "notices") {
      status = decode_notices(row, circle);
    } else if (name == "told") {
      auto told = decode_told(row);
      if (!told) return fail(told.error());
      circle.told = std::move(*told);
    } else if (name == "underway") {
      status = decode_underway(row, circle);
    } else if (name == "healing") {
      status = decode_healings(row, circle);
    } else if (name == "packages") {
      status = decode_packages(row, circle);
    } else if (name == "stocks") {
      status = decode_empty_stocks(row, circle);
    }
    if (!status) return fail(status.error());
  }
  std::ranges::sort(circle.intents, {}, &Intent::order);
  return {};
}

}  // namespace

std::string circle_row(const channels::CircleId& circle, std::string_view rest) {
  return "circle/" + to_hex(circle.view()) + "/" + std::string(rest);
}

std::string channel_row(const channels::CircleId& circle, const channels::ChannelId& channel,
                        std::string_view rest) {
  return circle_row(circle, "channel/" + to_hex(channel.view()) + "/" + std::string(rest));
}

std::string row_number(std::uint64_t number) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend() && number != 0; ++digit, number /= 10) {
    *digit = static_cast<char>('0' + number % 10);
  }
  return text;
}

void save_self(Turn& turn, const CircleData& circle) {
  turn.save(circle_row(circle.id, "self"), encode_self(circle));
}

void save_told(Turn& turn, const CircleData& circle) {
  turn.save(circle_row(circle.id, "told"), encode_told(circle.told));
}

void save_notices(Turn& turn, const CircleData& circle) {
  turn.save(circle_row(circle.id, "notices"), encode_notices(circle));
}

void save_packages(Turn& turn, const CircleData& circle) {
  turn.save(circle_row(circle.id, "packages"), encode_packages(circle));
}

void save_empty_stocks(Turn& turn, const CircleData& circle) {
  turn.save(circle_row(circle.id, "stocks"), encode_empty_stocks(circle));
}

void save_charter_entry(Turn& turn, const CircleData& circle, const charter::CharterEntry& entry) {
  turn.save(circle_row(circle.id, "charter/" + row_number(std::to_underlying(entry.number()))),
            entry.bytes());
}

void save_intent(Turn& turn, const CircleData& circle, const Intent& intent) {
  turn.save(circle_row(circle.id, "intent/" + to_hex(intent.id.view())), encode_intent(intent));
}

void erase_intent(Turn& turn, const CircleData& circle, const IntentId& intent) {
  turn.erase(circle_row(circle.id, "intent/" + to_hex(intent.view())));
}

void save_upload(Turn& turn, const CircleData& circle, const Upload& upload) {
  turn.save(circle_row(circle.id, "upload/" + to_hex(upload.id.view())), encode_upload(upload));
}

void erase_upload(Turn& turn, const CircleData& circle, const IntentId& upload) {
  turn.erase(circle_row(circle.id, "upload/" + to_hex(upload.view())));
}

void save_message(Turn& turn, const CircleData& circle, const OutboxMessage& message) {
  turn.save(circle_row(circle.id, "outbox/" + to_hex(message.id.view())), encode_message(message));
}

void erase_message(Turn& turn, const CircleData& circle, const OutboxMessage& message) {
  turn.erase(circle_row(circle.id, "outbox/" + to_hex(message.id.view())));
}

void save_underway(Turn& turn, const CircleData& circle) {
  if (circle.underway) {
    turn.save(circle_row(circle.id, "underway"), encode_underway(*circle.underway));
  } else {
    turn.erase(circle_row(circle.id, "underway"));
  }
}

void save_group(Turn& turn, const CircleData& circle, const Channel& channel) {
  auto name = channel_row(circle.id, channel.id, "group");
  if (channel.group) {
    turn.save(std::move(name), channel.group->encode());
  } else {
    turn.erase(std::move(name));
  }
}

void save_state(Turn& turn, const CircleData& circle, const Channel& channel) {
  turn.save(channel_row(circle.id, channel.id, "state"), encode_state(channel));
}

void save_reading(Turn& turn, const CircleData& circle, const Channel& channel) {
  turn.save(channel_row(circle.id, channel.id, "threads"), encode_reading(channel));
}

void save_report_box(Turn& turn, const CircleData& circle, const Channel& channel) {
  turn.save(channel_row(circle.id, channel.id, "reports"), encode_report_box(*channel.report_box));
}

void save_log_entry(Turn& turn, const CircleData& circle, const Channel& channel, const KeptEntry& entry) {
  turn.save(log_row(circle, channel, entry.seq), encode_kept(entry));
}

void erase_log_after(Turn& turn, const CircleData& circle, const Channel& channel, channels::Sequence last) {
  for (const auto& entry : channel.log) {
    if (entry.seq > last) turn.erase(log_row(circle, channel, entry.seq));
  }
}

void save_raw(Turn& turn, const CircleData& circle, const Channel& channel, channels::Sequence seq,
              const RawEntry& entry) {
  turn.save(raw_row(circle, channel, seq), encode_raw(seq, entry));
}

void erase_raw(Turn& turn, const CircleData& circle, const Channel& channel, channels::Sequence seq) {
  turn.erase(raw_row(circle, channel, seq));
}

void erase_log(Turn& turn, const CircleData& circle, const Channel& channel) {
  for (const auto& [seq, entry] : channel.raw) erase_raw(turn, circle, channel, seq);
  for (const auto& entry : channel.log) turn.erase(log_row(circle, channel, entry.seq));
}

void erase_circle(Turn& turn, const CircleData& circle) {
  const auto entries = std::to_underlying(circle.number());
  for (std::uint64_t number = 1; number <= entries; ++number) {
    turn.erase(circle_row(circle.id, "charter/" + row_number(number)));
  }
  for (const auto* name : {"self", "told", "notices", "packages", "stocks", "underway", "waits"})
    turn.erase(circle_row(circle.id, name));
  for (const auto& intent : circle.intents) erase_intent(turn, circle, intent.id);
}

Result<CircleData> load_circle(const channels::CircleId& id, const CircleRows& rows) {
  CircleData circle;
  circle.id = id;
  const auto self = rows.find("self");
  if (self == rows.end()) return fail(client::Errc::bad_vault, "circle without itself");
  if (auto status = decode_self(self->second, circle); !status) return fail(status.error());
  if (auto status = load_charter(rows, circle); !status) return fail(status.error());
  if (auto status = load_channels(rows, circle); !status) return fail(status.error());
  if (auto status = load_lists(rows, circle); !status) return fail(status.error());
  // Of a head that another device has told of, the entries may still be to come.
  if (circle.signed_head && circle.signed_head->number > circle.number())
    circle.head_ahead = circle.signed_head;
  return circle;
}

}  // namespace kring::core
