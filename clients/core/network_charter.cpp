#include "clients/core/network_charter.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/row_codec.hpp"

#include "channels/charter/charter_log.hpp"
#include "channels/charter/head.hpp"
#include "channels/model/errc.hpp"
#include "channels/model/signing.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t network_row_version = 2;
/// The version that had all entries.
constexpr std::uint8_t network_row_version_with_entries = 1;

using client::Errc;

/// Whether an entry of a kind that is not known here is by whom it says, as far as that can be told: else it
/// is made up.
bool is_of_its_signer(const charter::Charter& charter, const charter::CharterEntry& entry) {
  const auto* signer = charter.handle(entry.content().signer);
  if (signer == nullptr) return true;
  return std::ranges::any_of(entry.signatures(), [&](const charter::EntrySignature& signature) {
    return signature.by == charter::SignedBy::handle &&
           channels::verify(channels::SigningPurpose::charter,
                            {.content = entry.signed_bytes(), .signature = signature.signature},
                            signer->key.bytes());
  });
}

/// Applies an entry to a charter, or begins one with it. Errors: those of the charter.
Status apply_to(std::optional<charter::Charter>& charter, const charter::CharterEntry& entry) {
  if (charter) return charter->apply(entry);
  auto founded = charter::Charter::found(entry);
  if (!founded) return fail(founded.error());
  charter = std::move(*founded);
  return {};
}

/// Whether an entry was refused for being of after this program's time.
bool is_from_later(const Error& error, const std::optional<charter::Charter>& charter,
                   const std::optional<charter::CharterEntry>& entry) {
  if (error == channels::Errc::unsupported_version) return true;
  return error == channels::Errc::unknown_kind && charter && entry && is_of_its_signer(*charter, *entry);
}

bool is_signed(const channels::CircleId& network, const wire::SignedHead& head,
               const channels::HubKey& hub_key) {
  const charter::SignedHead signed_head{
      .head = {.circle = network, .number = head.number, .hash = charter::EntryHash(head.hash)},
      .signature = copy_bytes(head.signature)};
  return charter::verify_head(signed_head, hub_key).has_value();
}

bool is_at(const charter::Charter& charter, const wire::SignedHead& head) {
  return charter.number() == head.number && charter.head().hash == charter::EntryHash(head.hash);
}

}  // namespace

channels::EntryNumber NetworkCharter::number() const {
  return tip_ ? tip_->number() : channels::EntryNumber{};
}

const charter::Charter* NetworkCharter::charter() const {
  if (tip_is_whole_) return &*tip_;
  return whole_before_ ? &*whole_before_ : nullptr;
}

Result<NetworkCharter::Read> NetworkCharter::take(const wire::CharterPage& page,
                                                  const channels::Incarnation& incarnation, Time now) {
  auto newest = tip_;
  auto bytes = bytes_;
  for (const auto& entry_bytes : page.entries) {
    auto entry = charter::CharterEntry::decode(entry_bytes);
    const auto applied = entry ? apply_to(newest, *entry) : fail(entry.error());
    if (!applied) {
      const auto known = entry ? std::optional(std::move(*entry)) : std::nullopt;
      if (is_from_later(applied.error(), newest, known)) return Read::newer;
      return fail(Errc::network_charter_refused, applied.error().name());
    }
    bytes += entry_bytes.size();
    // What leaves out what the hub signed before is not believed.
    if (head_ && head_->number == newest->number() && !is_at(*newest, *head_))
      return fail(Errc::network_forked, "an older head");
  }
  if (!newest) return fail(Errc::network_charter_refused, "no entries");
  if (newest->circle() != network_) return fail(Errc::network_charter_refused, "another circle");
  if (!is_signed(network_, page.head, newest->hub_key())) return fail(Errc::network_charter_refused, "head");
  if (!page.entries.empty() && newest->number() > page.head.number)
    return fail(Errc::network_charter_refused, "beyond the head");
  const auto known = head_ ? std::max(head_->number, number()) : number();
  if (page.head.number < known) {
    if (incarnation != incarnation_) return Read::behind;
    return fail(Errc::network_went_back, "head");
  }
  if (head_ && head_->number == page.head.number && head_->hash != page.head.hash)
    return fail(Errc::network_forked, "head");
  if (page.head.number == newest->number() && !is_at(*newest, page.head))
    return fail(Errc::network_forked, "entries");
  if (page.head.number > newest->number() && page.entries.empty())
    return fail(Errc::network_charter_refused, "held back");
  if (bytes > bytes_max_) return Read::too_large;
  if (tip_is_whole_ && newest->number() < page.head.number) whole_before_ = std::move(tip_);
  head_ = page.head;
  incarnation_ = incarnation;
  tip_ = std::move(newest);
  bytes_ = bytes;
  tip_is_whole_ = number() == head_->number;
  if (!tip_is_whole_) return Read::more;
  whole_before_.reset();
  read_at_ = now;
  told_.clear();
  return Read::whole;
}

bool NetworkCharter::may_be_missing(const channels::Incarnation& incarnation) const {
  return !head_ || incarnation != incarnation_;
}

bool NetworkCharter::tell_once(NetworkLie lie) {
  return told_.insert(lie).second;
}

void NetworkCharter::drop_charter() {
  tip_.reset();
  whole_before_.reset();
  tip_is_whole_ = false;
  read_at_.reset();
  bytes_ = 0;
}

SecretBytes NetworkCharter::encode() const {
  RowWriter out(network_row_version);
  const auto snapshot = [&](const charter::Charter& charter) { out.opaque(charter.encode()); };
  out.id(network_);
  out.id(incarnation_);
  out.optional(head_, [&](const wire::SignedHead& head) {
    out.number(head.number);
    out.hash(head.hash);
    out.opaque(head.signature);
  });
  out.optional(tip_, snapshot);
  out.flag(tip_is_whole_);
  out.optional(whole_before_, snapshot);
  out.optional(read_at_, [&](Time at) { out.time(at); });
  out.u64(bytes_);
  out.list(told_, [&](NetworkLie lie) { out.u8(std::to_underlying(lie)); });
  return out.take();
}

Result<NetworkCharter> NetworkCharter::decode(ByteView row) {
  RowReader in(row, network_row_version_with_entries, network_row_version);
  NetworkCharter read(in.id<channels::CircleId>());
  const auto snapshot = [&]() -> std::optional<charter::Charter> {
    if (!in.flag()) return std::nullopt;
    auto charter = charter::Charter::decode(in.opaque());
    if (!charter || charter->circle() != read.network_) {
      in.refuse();
      return std::nullopt;
    }
    return std::move(*charter);
  };
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
  if (in.version() == network_row_version_with_entries) {
    std::vector<Bytes> entries;
    in.list([&] { entries.push_back(in.opaque()); });
    if (auto end = in.finish(); !end) return fail(end.error());
    if (entries.empty()) return read;
    auto log = charter::CharterLog::verify(entries);
    if (!log || log->charter().circle() != read.network_) return fail(Errc::bad_vault, "network");
    read.tip_ = log->charter();
    for (const auto& entry : entries) read.bytes_ += entry.size();
    // What was not read to its end counts from then on only. When it was read was not kept, but that was no
    // earlier than its last entry.
    read.tip_is_whole_ = read.head_ && read.head_->number == read.number();
    if (read.tip_is_whole_) read.read_at_ = read.tip_->time();
    return read;
  }
  read.tip_ = snapshot();
  read.tip_is_whole_ = in.flag();
  read.whole_before_ = snapshot();
  if (in.flag()) read.read_at_ = in.time();
  read.bytes_ = static_cast<std::size_t>(in.u64());
  in.list([&] {
    const auto lie = in.u8();
    if (lie < std::to_underlying(NetworkLie::refused) || lie > std::to_underlying(NetworkLie::hidden))
      return in.refuse();
    read.told_.insert(static_cast<NetworkLie>(lie));
  });
  if (auto end = in.finish(); !end) return fail(end.error());
  if (read.tip_is_whole_ && !read.tip_) return fail(Errc::bad_vault, "network");
  return read;
}

const NetworkCharter* KnownNetworks::find(const channels::CircleId& network) const {
  const auto found = networks_.find(network);
  return found == networks_.end() ? nullptr : &found->second;
}

KnownNetworks::Item KnownNetworks::oldest(const channels::CircleId& kept, Among among) {
  auto best = networks_.end();
  for (auto item = networks_.begin(); item != networks_.end(); ++item) {
    if (item->first == kept) continue;
    if (among == Among::with_charter && item->second.bytes() == 0) continue;
    if (best == networks_.end() || item->second.read_at() < best->second.read_at()) best = item;
  }
  return best;
}

std::size_t KnownNetworks::bytes() const {
  std::size_t sum = 0;
  for (const auto& [id, network] : networks_) sum += network.bytes();
  return sum;
}

std::vector<channels::CircleId> KnownNetworks::put(NetworkCharter network) {
  const auto kept = network.network();
  networks_.insert_or_assign(kept, std::move(network));
  std::vector<channels::CircleId> changed;
  while (bytes() > limits_.charters_bytes_max) {
    const auto item = oldest(kept, Among::with_charter);
    if (item == networks_.end()) break;
    item->second.drop_charter();
    changed.push_back(item->first);
  }
  while (networks_.size() > limits_.networks_max) {
    const auto item = oldest(kept, Among::all);
    changed.push_back(item->first);
    networks_.erase(item);
  }
  return changed;
}

}  // namespace kring::core
