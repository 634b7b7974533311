#include "hub/base/errc.hpp"
#include "hub/store/detail/memory_circle.hpp"

#include <algorithm>
#include <utility>

namespace kring::store::detail {

using hub::Errc;

ReadResult MemoryCircle::read(const LoadCircle& /*load*/) const {
  StoredCircle circle{
      .head = head_, .incarnation = incarnation_, .charter_snapshot = snapshot_, .channels = {}};
  for (const Channel& channel : channels_) circle.channels.push_back(channel.stored);
  return circle;
}

ReadResult MemoryCircle::read(const ReadCharter& page) const {
  CharterPage answer{.head = head_, .entries = {}};
  std::size_t bytes = 0;
  for (const CharterEntryRow& entry : entries_) {
    if (entry.number < page.from) continue;
    bytes += entry.bytes.size();
    if (bytes > page.bytes_max && !answer.entries.empty()) break;
    answer.entries.push_back(entry);
  }
  return answer;
}

ReadResult MemoryCircle::read(const ReadPublicCharter& page) const {
  if (!is_public_) return fail(Errc::not_found, "charter");
  return read(ReadCharter{.circle = page.circle, .from = page.from, .bytes_max = page.bytes_max});
}

ReadResult MemoryCircle::read(const ReadLog& page) const {
  const Channel* channel = find_channel(page.channel);
  if (channel == nullptr) return fail(Errc::unknown_channel, "log");
  LogPage answer;
  std::size_t bytes = 0;
  for (std::size_t i = std::to_underlying(page.after); i < channel->log.size(); ++i) {
    if (answer.entries.size() == page.count_max) break;
    LogEntryRow row = channel->log[i];
    if (row.payload_bytes > inline_payload_bytes_max) row.payload.clear();
    bytes += row.payload.size();
    if (bytes > page.bytes_max && !answer.entries.empty()) break;
    answer.entries.push_back(std::move(row));
  }
  return answer;
}

ReadResult MemoryCircle::read(const ReadWelcomes& mailbox) const {
  Mailbox answer;
  const auto mails = mail_.find(mailbox.handle);
  if (mails == mail_.end()) return answer;
  for (const Mail& mail : mails->second) {
    const Bytes& welcome = mail_parts_.at(mail.welcome);
    WelcomeRow row{.id = mail.id,
                   .channel = mail.channel,
                   .epoch = mail.epoch,
                   .welcome_part = {mail.welcome, welcome.size()},
                   .welcome = {},
                   .tree = {}};
    if (welcome.size() <= inline_payload_bytes_max) row.welcome = welcome;
    if (mail.tree) row.tree = PartName{*mail.tree, mail_parts_.at(*mail.tree).size()};
    answer.welcomes.push_back(std::move(row));
  }
  return answer;
}

ReadResult MemoryCircle::read(const ReadIntroduction& introduction) const {
  const auto found = introductions_.find(introduction.invitation);
  if (found == introductions_.end()) return fail(Errc::not_found, "introduction");
  return found->second;
}

ReadResult MemoryCircle::read(const ReadBlob& blob) const {
  Blob answer;
  bool found = false;
  if (const auto part = staged_.find(blob.hash); part != staged_.end()) {
    found = true;
    answer.bytes = part->second.bytes;
    answer.uploader = part->second.uploader;
  }
  if (const auto part = mail_parts_.find(blob.hash); part != mail_parts_.end()) {
    found = true;
    answer.bytes = part->second;
    for (const auto& [handle, mails] : mail_) {
      const bool named = std::ranges::any_of(
          mails, [&](const Mail& mail) { return mail.welcome == blob.hash || mail.tree == blob.hash; });
      if (named) answer.recipients.push_back(handle);
    }
  }
  for (const Channel& channel : channels_) {
    const auto row = std::ranges::find_if(channel.log, [&](const LogEntryRow& it) {
      return it.payload_bytes > inline_payload_bytes_max && it.payload_hash == blob.hash;
    });
    if (row == channel.log.end()) continue;
    found = true;
    answer.bytes = row->payload;
    answer.channels.push_back(channel.stored.head.channel);
  }
  if (!found) return fail(Errc::not_found, "part");
  return answer;
}

ReadResult MemoryCircle::read(const ReadStock& stock) const {
  return Stock{count_stock(stock.handle)};
}

CircleHeads MemoryCircle::heads(const channels::CircleId& circle) const {
  CircleHeads heads{.circle = circle, .charter = head_, .channels = {}};
  for (const Channel& channel : channels_) heads.channels.push_back(channel.stored.head);
  return heads;
}

ReadResult MemoryCircle::read(const FindBundle& find) const {
  const auto found = bundles_.find(std::pair(find.author, find.transaction));
  if (found == bundles_.end()) return fail(Errc::not_found, "bundle");
  return found->second;
}

}  // namespace kring::store::detail
