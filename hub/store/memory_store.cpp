#include "hub/store/memory_store.hpp"

#include "hub/store/detail/mailbox_rows.hpp"
#include "hub/store/detail/memory_blob_files.hpp"
#include "hub/store/detail/memory_circle.hpp"
#include "hub/store/detail/memory_mailboxes.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <type_traits>

namespace kring::store {

using detail::MemoryCircle;
using hub::Errc;

struct MemoryStore::State {
  explicit State(channels::Incarnation known) : incarnation(known) {}

  std::mutex mutex;
  channels::Incarnation incarnation;
  std::uint64_t mail_id = 0;
  std::map<channels::CircleId, MemoryCircle> circles;
  detail::MemoryBlobFiles blob_files;
  std::map<Hash, Slot> slots;
  detail::MemoryMailboxes mailboxes;

  [[nodiscard]] WriteResult write(const DropStaged& drop) {
    for (auto& [id, circle] : circles) circle.drop_staged(drop.before);
    return Done{};
  }

  [[nodiscard]] WriteResult write(const BundleWrite& bundle) {
    if (const auto circle = circles.find(bundle.circle); circle != circles.end())
      return circle->second.write(bundle);
    MemoryCircle founded(mail_id, incarnation);
    WriteResult result = founded.write(bundle);
    if (result) circles.emplace(bundle.circle, std::move(founded));
    return result;
  }

  [[nodiscard]] WriteResult write(const CreateBlobFile& create) {
    const auto circle = circles.find(create.circle);
    if (circle == circles.end() || circle->second.is_ended()) return fail(Errc::unknown_circle, "write");
    return blob_files.write(create);
  }
  [[nodiscard]] WriteResult write(const FinishBlobFile& finish) { return blob_files.write(finish); }
  [[nodiscard]] WriteResult write(const DropBlobFiles& drop) { return blob_files.write(drop); }
  [[nodiscard]] WriteResult write(const DropUploads& drop) { return blob_files.write(drop); }
  [[nodiscard]] WriteResult write(const ForgetBlobFiles& forget) { return blob_files.write(forget); }

  [[nodiscard]] WriteResult write(const PurgeEnded& purge) {
    const auto first =
        std::ranges::find_if(circles, [](const auto& item) { return item.second.is_to_purge(); });
    if (first == circles.end()) return Purged{};
    first->second.purge(purge.rows_max);
    if (!first->second.is_to_purge()) blob_files.drop_all(first->first);
    return Purged{.more = true};
  }

  [[nodiscard]] WriteResult write(const PutSlot& put) {
    const Slot slot{.number = put.number, .sealed = put.sealed};
    if (!put.may_be_new && !slots.contains(put.slot)) return fail(Errc::slots_full, "slot");
    const auto [held, is_new] = slots.try_emplace(put.slot, slot);
    if (is_new || held->second == slot) return SlotKept{is_new};
    if (put.number <= held->second.number) return fail(Errc::conflict, "slot");
    held->second = slot;
    return SlotKept{};
  }

  template <class Request>
    requires detail::is_of_mailbox<Request>
  [[nodiscard]] WriteResult write(const Request& request) {
    return mailboxes.write(request);
  }

  template <class Request>
    requires(!detail::is_of_mailbox<Request>)
  [[nodiscard]] WriteResult write(const Request& request) {
    constexpr bool brings_something =
        std::is_same_v<Request, PutKeyPackages> || std::is_same_v<Request, PutStaged>;
    const auto circle = circles.find(request.circle);
    if (circle != circles.end() && !(brings_something && circle->second.is_ended()))
      return circle->second.write(request);
    if constexpr (std::is_same_v<Request, ClaimKeyPackage>)
      return fail(Errc::no_key_package, "no such circle");
    if constexpr (std::is_same_v<Request, AckWelcomes> || std::is_same_v<Request, EndHandles>) return Done{};
    return fail(Errc::unknown_circle, "write");
  }

  [[nodiscard]] ReadResult read(const ReadHeads& request) {
    Heads heads;
    for (const auto& id : request.circles) {
      if (const auto circle = circles.find(id); circle != circles.end())
        heads.circles.push_back(circle->second.heads(id));
    }
    return heads;
  }

  [[nodiscard]] ReadResult read(const FindBlobFile& find) { return blob_files.read(find); }
  [[nodiscard]] ReadResult read(const ReadDropped& request) { return blob_files.read(request); }

  [[nodiscard]] ReadResult read(const ReadSlot& request) {
    const auto held = slots.find(request.slot);
    if (held == slots.end()) return fail(Errc::not_found, "slot");
    return held->second;
  }

  template <class Request>
  [[nodiscard]] ReadResult read(const Request& request) {
    if (const auto circle = circles.find(request.circle); circle != circles.end())
      return circle->second.read(request);
    if constexpr (std::is_same_v<Request, LoadCircle> || std::is_same_v<Request, ReadCharter>) {
      return fail(Errc::unknown_circle, "read");
    }
    if constexpr (std::is_same_v<Request, ReadLog>) return fail(Errc::unknown_channel, "read");
    // What is not said of any circle is said of an empty one.
    return MemoryCircle(mail_id, incarnation).read(request);
  }
};

class MemoryStore::Reader final : public StoreReader {
 public:
  explicit Reader(State& state) : state_(state) {}

  [[nodiscard]] ReadResult read(const ReadRequest& request) override {
    const std::lock_guard lock(state_.mutex);
    return std::visit([&](const auto& it) { return state_.read(it); }, request);
  }

 private:
  State& state_;
};

MemoryStore::MemoryStore(channels::Incarnation incarnation)
    : incarnation_(incarnation), state_(std::make_unique<State>(incarnation)) {}

MemoryStore::~MemoryStore() = default;

std::vector<WriteResult> MemoryStore::write(std::span<const WriteRequest> requests) {
  const std::lock_guard lock(state_->mutex);
  std::vector<WriteResult> results;
  results.reserve(requests.size());
  for (const WriteRequest& request : requests) {
    results.push_back(std::visit([&](const auto& it) { return state_->write(it); }, request));
  }
  return results;
}

void MemoryStore::begin_incarnation(const channels::Incarnation& incarnation) {
  const std::lock_guard lock(state_->mutex);
  incarnation_ = incarnation;
  state_->incarnation = incarnation;
  for (auto& [id, circle] : state_->circles) circle.spend_packages();
  (void)state_->write(DropUploads{.before = Time::max()});
}

Result<std::unique_ptr<StoreReader>> MemoryStore::open_reader() {
  return std::make_unique<Reader>(*state_);
}

}  // namespace kring::store
