#include "crypto/primitives/hash.hpp"
#include "hub/blobs/folder_blobs.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/hub/power/deaths.hpp"
#include "tests/unit/hub/power/recorded_calls.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

namespace kring::blobs {
namespace {

using hub::Errc;
using support::Unsynced;
using test::deaths_a_life;
using test::deaths_wanted;
using test::expect_nothing_lost;
using test::live;
using test::Outcome;
using test::Syncs;

/// Calls of a few pieces.
constexpr std::uint64_t steps_max = 24;
constexpr std::size_t blobs_at_once = 3;
constexpr std::size_t bytes_max = 6000;

/// What a client was promised of its blob.
struct Promise {
  Bytes content;
  std::uint64_t size = 0;
  bool is_whole = false;
  /// A piece was under way when the hub died: what follows the promised bytes may be anything.
  bool is_uncertain = false;
};

/// Blobs in one folder, put, made whole and removed while the process dies and the power goes.
class Life {
 public:
  Life(std::uint64_t seed, Syncs syncs)
      : random_(seed), disk_(folder_.path()), process_(random_), calls_(disk_, process_, syncs) {}

  void die(Outcome& outcome) {
    process_.die_at(1 + random_.below(steps_max));
    const auto blobs = FolderBlobs::open(folder_.path());
    while (blobs && !process_.is_dead()) act(**blobs, outcome);
    process_.live();
    ++outcome.deaths;
    // Or the process alone is gone, and what it wrote is still on its way to the disk.
    const bool power_goes = random_.below(2) == 0;
    if (power_goes) disk_.cut_power(random_.below(2) == 0 ? Unsynced::lost : Unsynced::by_chance, random_);
    check(outcome);
  }
  void end(Outcome& outcome) {
    disk_.cut_power(Unsynced::lost, random_);
    check(outcome);
  }

 private:
  void check(Outcome& outcome) {
    const auto blobs = FolderBlobs::open(folder_.path()).value();
    for (const auto* promises : {&promises_, &kept_}) {
      for (const auto& [blob, promise] : *promises) {
        if (!is_kept(*blobs, blob, promise)) ++outcome.lost;
      }
    }
    for (const auto& blob : removed_) {
      const auto extent = blobs->perform(PutPiece{.blob = blob, .offset = 0, .bytes = {}});
      if (std::get<Extent>(extent.value()).size != 0) ++outcome.lost;
    }
  }

  [[nodiscard]] static bool is_kept(Blobs& blobs, const channels::BlobId& blob, const Promise& promise) {
    if (promise.is_whole) {
      const auto bytes = blobs.perform(GetPiece{.blob = blob, .offset = 0, .size = bytes_max});
      return bytes && std::get<Bytes>(*bytes) == promise.content;
    }
    const auto extent = blobs.perform(PutPiece{.blob = blob, .offset = 0, .bytes = {}});
    return std::get<Extent>(extent.value()).size >= promise.size;
  }

  void act(Blobs& blobs, Outcome& outcome) {
    while (promises_.size() < blobs_at_once) begin();
    const auto blob =
        std::next(promises_.begin(), static_cast<std::ptrdiff_t>(random_.below(blobs_at_once)))->first;
    auto& promise = promises_.at(blob);
    if (promise.is_whole || random_.below(20) == 0) return remove(blobs, blob, outcome);
    promise.size < promise.content.size() ? put(blobs, blob, promise, outcome)
                                          : seal(blobs, blob, promise, outcome);
  }

  void begin() {
    Promise promise{.content = Bytes(1 + random_.below(bytes_max))};
    random_.fill(promise.content);
    promises_.emplace(random_.id<channels::BlobId>(), std::move(promise));
  }

  void put(Blobs& blobs, const channels::BlobId& blob, Promise& promise, Outcome& outcome) {
    const auto asked = blobs.perform(PutPiece{.blob = blob, .offset = 0, .bytes = {}});
    if (!asked) return;
    const auto from = std::min<std::uint64_t>(std::get<Extent>(*asked).size, promise.content.size());
    const auto size = std::min<std::uint64_t>(1 + random_.below(2500), promise.content.size() - from);
    const auto begin = promise.content.begin() + static_cast<std::ptrdiff_t>(from);
    const auto done = blobs.perform(PutPiece{
        .blob = blob, .offset = from, .bytes = Bytes(begin, begin + static_cast<std::ptrdiff_t>(size))});
    if (!done) {
      EXPECT_TRUE(process_.is_dead()) << done.error().name();
      promise.is_uncertain = true;
      return;
    }
    EXPECT_TRUE(std::get<Extent>(*done).taken);
    promise.size = from + size;
    ++outcome.acknowledged;
  }

  void seal(Blobs& blobs, const channels::BlobId& blob, Promise& promise, Outcome& outcome) {
    const auto done = blobs.perform(
        SealBlob{.blob = blob, .size = promise.content.size(), .hash = primitives::sha256(promise.content)});
    if (done) {
      promise.is_whole = true;
      ++outcome.acknowledged;
      // Some stay, to be looked at again and again.
      if (random_.below(3) == 0) kept_.insert(promises_.extract(blob));
    } else if (done.error() == Errc::conflict) {
      outcome.lost += promise.is_uncertain ? 0 : 1;
      remove(blobs, blob, outcome);
    } else {
      EXPECT_TRUE(process_.is_dead()) << done.error().name();
    }
  }

  void remove(Blobs& blobs, const channels::BlobId& blob, Outcome& outcome) {
    promises_.erase(blob);
    if (!blobs.perform(RemoveBlob{blob})) return;
    removed_.push_back(blob);
    ++outcome.acknowledged;
  }

  support::TemporaryFolder folder_;
  support::SeededRandom random_;
  support::UnsyncedFolder disk_;
  support::Mortal process_;
  test::RecordedCalls calls_;
  std::map<channels::BlobId, Promise> promises_;
  std::map<channels::BlobId, Promise> kept_;
  std::vector<channels::BlobId> removed_;
};

TEST(BlobsPower, LoseNothingAcknowledgedWithAllThatWasNotSynced) {
  expect_nothing_lost(live<Life>(deaths_wanted(), Syncs::honest));
}

TEST(BlobsPower, WouldLoseWhatTheyAcknowledgeIfTheyDidNotSync) {
  EXPECT_GT(live<Life>(deaths_a_life, Syncs::left_out).lost, 0U);
}

TEST(BlobsPower, SyncTheNameOfTheirOwnFolder) {
  const support::TemporaryFolder parent;
  support::SeededRandom random(1);
  support::UnsyncedFolder disk(parent.path());
  support::Mortal process(random);
  const test::RecordedCalls calls(disk, process);
  disk.create("any other name");

  ASSERT_TRUE(FolderBlobs::open(parent.path() / "blobs"));
  std::filesystem::remove(parent.path() / "blobs");

  disk.cut_power(Unsynced::lost, random);
  EXPECT_TRUE(disk.find("any other name")) << "the folder that it lies in was not synced";
}

}  // namespace
}  // namespace kring::blobs
