#include "hub/store/detail/memory_circle.hpp"

#include "hub/store/detail/bundle_plan.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace kring::store::detail {

using hub::Errc;

WriteResult MemoryCircle::write(const Append& append) {
  const auto key = std::pair(append.author, append.message);
  if (const auto first = appends_.find(key); first != appends_.end()) {
    if (first->second.request_hash != append.request_hash) return fail(Errc::conflict, "append");
    return Appended{first->second.position, Answered::again};
  }
  Channel* channel = find_channel(append.channel);
  if (channel == nullptr) return fail(Errc::unknown_channel, "append");
  const ChannelHead& head = channel->stored.head;
  if (append.charter_number != head_.number || append.epoch != head.epoch || append.time < head.time) {
    return Stale{.head = head_, .channels = {head}};
  }
  if (append.record && !channel->records.insert(*append.record).second)
    return fail(Errc::record_id_used, "append");
  const Hash payload_hash = rules::payload_hash(append.payload);
  const LogPosition position = push_entry(
      *channel, step_log(head, {append.kind, append.time, payload_hash}),
      {.kind = append.kind, .time = append.time, .payload_hash = payload_hash, .payload = append.payload});
  appends_.emplace(key, AppendAnswer{append.request_hash, position});
  return Appended{position, Answered::first};
}

WriteResult MemoryCircle::write(const BundleWrite& bundle) {
  const auto key = std::pair(bundle.author, bundle.transaction);
  if (const auto first = bundles_.find(key); first != bundles_.end()) {
    if (first->second.request_hash != bundle.request_hash) return fail(Errc::conflict, "bundle");
    return first->second.bundled;
  }
  const auto head = head_ == CharterHead{} ? std::nullopt : std::optional(head_);
  auto plan =
      plan_bundle(bundle, head, [&](const channels::ChannelId& id) -> Result<std::optional<ChannelHead>> {
        const Channel* channel = find_channel(id);
        return channel == nullptr ? std::nullopt : std::optional(channel->stored.head);
      });
  if (!plan) return fail(plan.error());
  if (auto* stale = std::get_if<Stale>(&*plan)) return std::move(*stale);
  if (auto usable = check_packages(bundle); !usable) return fail(usable.error());

  const BundlePlan& planned = std::get<BundlePlan>(*plan);
  Bundled bundled{.head = planned.head, .logs = {}, .answered = Answered::first};
  for (std::size_t i = 0; i < bundle.groups.size(); ++i) {
    bundled.logs.push_back(apply(bundle.groups[i], planned.groups[i].head, planned.groups[i].payload_hash));
  }
  head_ = planned.head;
  entries_.insert(entries_.end(), bundle.entries.begin(), bundle.entries.end());
  if (!bundle.entries.empty()) snapshot_ = bundle.charter_snapshot;
  if (bundle.acceptance) {
    introductions_.insert_or_assign(bundle.acceptance->invitation, bundle.acceptance->introduction);
    add_packages(bundle.acceptance->handle, bundle.acceptance->packages);
  }
  for (const auto& handle : bundle.ended) end(handle);
  for (const Hash& part : bundle.staged_taken) staged_.erase(part);
  if (bundle.resumed) incarnation_ = *bundle.resumed;
  is_ended_ = is_ended_ || bundle.ends_circle;
  is_public_ = is_public_ || bundle.makes_public;
  drop_unnamed_parts();
  FirstAnswer first{bundle.request_hash, bundled};
  first.bundled.answered = Answered::again;
  bundles_.emplace(key, std::move(first));
  return bundled;
}

WriteResult MemoryCircle::write(const PutKeyPackages& put) {
  if (auto room = check_room(put.handle, put.packages); !room) return fail(room.error());
  add_packages(put.handle, put.packages);
  return Stock{count_stock(put.handle)};
}

WriteResult MemoryCircle::write(const ClaimKeyPackage& claim) {
  std::vector<Package>& packages = packages_[claim.handle];
  auto found = std::ranges::find_if(packages, [&](const Package& package) {
    return !package.spent && package.claimed_for == claim.channel;
  });
  if (found == packages.end()) {
    found = std::ranges::find_if(
        packages, [](const Package& package) { return !package.spent && !package.claimed_for; });
  }
  if (found == packages.end()) return fail(Errc::no_key_package, "claim");
  found->claimed_for = claim.channel;
  return Claimed{found->row};
}

WriteResult MemoryCircle::write(const AckWelcomes& ack) {
  std::erase_if(mail_[ack.handle],
                [&](const Mail& mail) { return std::ranges::find(ack.ids, mail.id) != ack.ids.end(); });
  drop_unnamed_parts();
  return Done{};
}

WriteResult MemoryCircle::write(const EndHandles& ended) {
  for (const auto& handle : ended.handles) end(handle);
  drop_unnamed_parts();
  return Done{};
}

WriteResult MemoryCircle::write(const PutStaged& put) {
  if (put.bytes.size() > staged_part_bytes_max) return fail(Errc::part_too_large, "staged part");
  if (const auto known = staged_.find(put.hash); known != staged_.end()) {
    known->second.time = put.time;
    known->second.uploader = put.uploader;
    return Done{};
  }
  const auto going = parts_in_the_way(put.uploader, put.bytes.size());
  std::size_t total = put.bytes.size();
  for (const auto& [hash, part] : staged_) total += part.bytes.size();
  for (const auto& hash : going) total -= staged_.at(hash).bytes.size();
  if (total > staged_circle_bytes_max) return fail(Errc::staged_full, "staged part");
  for (const auto& hash : going) staged_.erase(hash);
  staged_.emplace(put.hash, Staged{put.uploader, put.time, put.bytes});
  return Done{};
}

WriteResult MemoryCircle::write(const RestoreLog& restore) {
  Channel* channel = find_channel(restore.channel);
  auto head = channel == nullptr ? ChannelHead{.channel = restore.channel} : channel->stored.head;
  if (!follows(restore, head_, head)) {
    Stale stale{.head = head_, .channels = {}};
    if (channel != nullptr) stale.channels.push_back(head);
    return stale;
  }
  if (channel == nullptr && !restore.opening) return fail(Errc::unknown_channel, "restore");
  std::set<channels::RecordId> records;
  for (const auto& entry : restore.entries) {
    const bool is_known = entry.record && channel != nullptr && channel->records.contains(*entry.record);
    if (is_known || (entry.record && !records.insert(*entry.record).second))
      return fail(Errc::record_id_used, "restore");
  }
  if (channel == nullptr) channel = &channels_.emplace_back();
  channel->records.merge(records);
  if (restore.opening) {
    channel->stored.mode = restore.opening->mode;
    channel->stored.group = restore.opening->group;
  }
  LogPosition last;
  for (const auto& entry : restore.entries) {
    const Hash payload_hash = rules::payload_hash(entry.payload);
    head = step_log(head, {entry.kind, entry.time, payload_hash});
    head.epoch = restore.epoch;
    last = push_entry(
        *channel, head,
        {.kind = entry.kind, .time = entry.time, .payload_hash = payload_hash, .payload = entry.payload});
  }
  channel->stored.group_state = restore.group_state;
  channel->stored.channel_state = restore.channel_state;
  for (const Hash& part : restore.staged_taken) staged_.erase(part);
  return Appended{last, Answered::first};
}

std::vector<Hash> MemoryCircle::parts_in_the_way(const channels::HandleId& uploader, std::size_t size) const {
  std::vector<std::pair<Time, Hash>> own;
  std::size_t bytes = size;
  for (const auto& [hash, part] : staged_) {
    if (part.uploader != uploader) continue;
    own.emplace_back(part.time, hash);
    bytes += part.bytes.size();
  }
  std::ranges::sort(own);
  std::vector<Hash> going;
  for (const auto& [time, hash] : own) {
    if (bytes <= staged_handle_bytes_max && own.size() - going.size() < staged_handle_parts_max) break;
    bytes -= staged_.at(hash).bytes.size();
    going.push_back(hash);
  }
  return going;
}

void MemoryCircle::spend_packages() {
  for (auto& [handle, packages] : packages_) {
    for (auto& package : packages) {
      package.spent = true;
      package.claimed_for.reset();
      package.row.bytes.clear();
    }
  }
}

void MemoryCircle::purge(std::size_t rows_max) {
  auto left = rows_max;
  const auto shrink = [&](auto& rows) {
    for (; left > 0 && !rows.empty(); --left) rows.erase(std::prev(rows.end()));
  };
  for (auto& channel : channels_) shrink(channel.log);
  for (auto& channel : channels_) shrink(channel.records);
  shrink(appends_);
  if (left == 0) return;
  channels_.clear();
  std::erase_if(bundles_, [](const auto& item) { return !item.second.bundled.logs.empty(); });
  packages_.clear();
  mail_.clear();
  mail_parts_.clear();
  introductions_.clear();
  staged_.clear();
  is_purged_ = true;
}

void MemoryCircle::drop_staged(Time before) {
  std::erase_if(staged_, [&](const auto& part) { return part.second.time < before; });
}

MemoryCircle::Channel* MemoryCircle::find_channel(const channels::ChannelId& channel) {
  return const_cast<Channel*>(std::as_const(*this).find_channel(channel));
}

const MemoryCircle::Channel* MemoryCircle::find_channel(const channels::ChannelId& channel) const {
  const auto found =
      std::ranges::find(channels_, channel, [](const Channel& it) { return it.stored.head.channel; });
  return found == channels_.end() ? nullptr : &*found;
}

Status MemoryCircle::check_packages(const BundleWrite& bundle) const {
  std::set<std::pair<channels::HandleId, Hash>> used;
  for (const GroupWrite& group : bundle.groups) {
    for (const WelcomeWrite& welcome : group.welcomes) {
      if (welcome.from == PackageFrom::request) continue;
      const auto stock = packages_.find(welcome.handle);
      const bool usable =
          stock != packages_.end() && std::ranges::any_of(stock->second, [&](const Package& package) {
            return package.row.ref == welcome.package && !package.spent &&
                   package.claimed_for == group.channel;
          });
      if (!usable || !used.emplace(welcome.handle, welcome.package).second) {
        return fail(Errc::package_unusable, "welcome");
      }
    }
  }
  if (!bundle.acceptance) return {};
  return check_room(bundle.acceptance->handle, bundle.acceptance->packages);
}

std::size_t MemoryCircle::count_stock(const channels::HandleId& handle) const {
  const auto stock = packages_.find(handle);
  if (stock == packages_.end()) return 0;
  return static_cast<std::size_t>(std::ranges::count(stock->second, false, &Package::spent));
}

Status MemoryCircle::check_room(const channels::HandleId& handle,
                                const std::vector<KeyPackageRow>& packages) const {
  std::set<Hash> fresh;
  for (const KeyPackageRow& package : packages) fresh.insert(package.ref);
  if (const auto stock = packages_.find(handle); stock != packages_.end()) {
    for (const Package& package : stock->second) fresh.erase(package.row.ref);
  }
  if (count_stock(handle) + fresh.size() > key_packages_max) return fail(Errc::stock_full, "key packages");
  return {};
}

void MemoryCircle::add_packages(const channels::HandleId& handle,
                                const std::vector<KeyPackageRow>& packages) {
  std::vector<Package>& stock = packages_[handle];
  for (const KeyPackageRow& row : packages) {
    const bool known = std::ranges::any_of(stock, [&](const Package& it) { return it.row.ref == row.ref; });
    if (!known) stock.push_back({.row = row, .claimed_for = {}});
  }
}

LogPosition MemoryCircle::push_entry(Channel& channel, const ChannelHead& head, LogEntryRow row) {
  row.seq = head.seq;
  row.hash = head.hash;
  row.payload_bytes = row.payload.size();
  channel.stored.head = head;
  channel.log.push_back(std::move(row));
  return {head.channel, head.seq, channel.log.back().time, head.hash};
}

LogPosition MemoryCircle::apply(const GroupWrite& group, const ChannelHead& head, const Hash& payload_hash) {
  if (group.opening && !group.opening->goes_on) {
    Channel opened;
    opened.stored.mode = group.opening->mode;
    opened.stored.group = group.opening->group;
    opened.stored.head.channel = group.channel;
    channels_.push_back(std::move(opened));
  }
  Channel& channel = *find_channel(group.channel);
  if (group.opening) channel.stored.group = group.opening->group;
  const LogPosition position = push_entry(channel, head,
                                          {.kind = group.kind,
                                           .time = group.time,
                                           .payload_hash = payload_hash,
                                           .payload = group.commit_payload});
  channel.stored.group_state = group.group_state;
  channel.stored.channel_state = group.channel_state;
  deliver(group);
  return position;
}

void MemoryCircle::deliver(const GroupWrite& group) {
  for (const WelcomeWrite& welcome : group.welcomes) {
    auto& stock = packages_[welcome.handle];
    const auto package =
        std::ranges::find(stock, welcome.package, [](const Package& it) { return it.row.ref; });
    if (package != stock.end()) {
      package->spent = true;
      package->row.bytes.clear();
    }
    Mail mail{.id = ++*mail_id_,
              .channel = group.channel,
              .epoch = group.new_epoch,
              .welcome = rules::payload_hash(welcome.welcome),
              .tree = {}};
    mail_parts_.emplace(mail.welcome, welcome.welcome);
    if (group.tree) {
      mail.tree = group.tree->hash;
      mail_parts_.emplace(group.tree->hash, group.tree->bytes);
    }
    mail_[welcome.handle].push_back(std::move(mail));
  }
}

void MemoryCircle::end(const channels::HandleId& handle) {
  packages_.erase(handle);
  mail_.erase(handle);
  std::erase_if(staged_, [&](const auto& part) { return part.second.uploader == handle; });
}

void MemoryCircle::drop_unnamed_parts() {
  std::set<Hash> named;
  for (const auto& [handle, mails] : mail_) {
    for (const Mail& mail : mails) {
      named.insert(mail.welcome);
      if (mail.tree) named.insert(*mail.tree);
    }
  }
  std::erase_if(mail_parts_, [&](const auto& part) { return !named.contains(part.first); });
}

}  // namespace kring::store::detail
