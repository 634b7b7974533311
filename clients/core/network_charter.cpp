#include "clients/core/network_charter.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/row_codec.hpp"

#include "channels/charter/head.hpp"

#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t network_row_version = 1;

using client::Errc;
using Log = std::optional<charter::CharterLog>;

/// The log with a page's entries behind it. Errors: `network_charter_refused`.
Result<charter::CharterLog> lengthened(const Log& log, const std::vector<Bytes>& entries) {
  if (!log) {
    auto founded = charter::CharterLog::verify(entries);
    if (!founded) return fail(Errc::network_charter_refused, founded.error().name());
    return std::move(*founded);
  }
  auto longer = *log;
  for (const auto& bytes : entries) {
    auto entry = charter::CharterEntry::decode(bytes);
    const auto applied = entry ? longer.append(std::move(*entry)) : fail(entry.error());
    if (!applied) return fail(Errc::network_charter_refused, applied.error().name());
  }
  return longer;
}

bool is_signed(const channels::CircleId& network, const wire::SignedHead& head,
               const channels::HubKey& hub_key) {
  const charter::SignedHead signed_head{
      .head = {.circle = network, .number = head.number, .hash = charter::EntryHash(head.hash)},
      .signature = copy_bytes(head.signature)};
  return charter::verify_head(signed_head, hub_key).has_value();
}

}  // namespace

channels::EntryNumber NetworkCharter::number() const {
  return log_ ? log_->charter().number() : channels::EntryNumber{};
}

const charter::Charter* NetworkCharter::charter() const {
  return whole_ ? &*whole_ : nullptr;
}

Result<NetworkCharter::Read> NetworkCharter::take(const wire::CharterPage& page,
                                                  const channels::Incarnation& incarnation) {
  auto log = lengthened(log_, page.entries);
  if (!log) return fail(log.error());
  const auto& newest = log->charter();
  if (newest.circle() != network_) return fail(Errc::network_charter_refused, "another circle");
  if (!is_signed(network_, page.head, newest.hub_key())) return fail(Errc::network_charter_refused, "head");
  // What the hub has not signed for, and what leaves out what it signed before, is not believed.
  if (!page.entries.empty() && newest.number() > page.head.number)
    return fail(Errc::network_charter_refused, "beyond the head");
  if (head_ && head_->number <= newest.number() &&
      !log->has_head(head_->number, charter::EntryHash(head_->hash)))
    return fail(Errc::network_forked, "an older head");
  const auto known = head_ ? std::max(head_->number, number()) : number();
  if (page.head.number < known) {
    if (incarnation != incarnation_) return Read::whole;
    return fail(Errc::network_went_back, "head");
  }
  if (head_ && head_->number == page.head.number && head_->hash != page.head.hash)
    return fail(Errc::network_forked, "head");
  if (page.head.number <= newest.number() &&
      !log->has_head(page.head.number, charter::EntryHash(page.head.hash)))
    return fail(Errc::network_forked, "entries");
  if (page.head.number > newest.number() && page.entries.empty())
    return fail(Errc::network_charter_refused, "held back");
  head_ = page.head;
  incarnation_ = incarnation;
  log_ = std::move(*log);
  if (number() < head_->number) return Read::more;
  whole_ = log_->charter();
  return Read::whole;
}

SecretBytes NetworkCharter::encode() const {
  RowWriter out(network_row_version);
  out.id(network_);
  out.id(incarnation_);
  out.optional(head_, [&](const wire::SignedHead& head) {
    out.number(head.number);
    out.hash(head.hash);
    out.opaque(head.signature);
  });
  out.list(log_ ? log_->entries() : std::vector<charter::CharterEntry>(),
           [&](const charter::CharterEntry& entry) { out.opaque(entry.bytes()); });
  return out.take();
}

Result<NetworkCharter> NetworkCharter::decode(ByteView row) {
  RowReader in(row, network_row_version);
  NetworkCharter read(in.id<channels::CircleId>());
  read.incarnation_ = in.id<channels::Incarnation>();
  if (in.flag()) {
    wire::SignedHead head;
    head.number = in.number<channels::EntryNumber>();
    head.hash = in.hash();
    const auto signature = to_fixed<64>(in.opaque());
    if (!signature) in.refuse();
    head.signature = signature.value_or(FixedBytes<64>{});
    read.head_ = head;
  }
  std::vector<Bytes> entries;
  in.list([&] { entries.push_back(in.opaque()); });
  if (auto end = in.finish(); !end) return fail(end.error());
  if (entries.empty()) return read;
  auto log = charter::CharterLog::verify(entries);
  if (!log || log->charter().circle() != read.network_) return fail(Errc::bad_vault, "network");
  read.log_ = std::move(*log);
  // What was not read to its end counts from then on only.
  if (read.head_ && read.head_->number == read.number()) read.whole_ = read.log_->charter();
  return read;
}

}  // namespace kring::core
