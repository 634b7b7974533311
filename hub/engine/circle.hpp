#pragma once

#include "channels/charter/charter.hpp"
#include "channels/charter/charter_log.hpp"
#include "channels/rules/channel_state.hpp"
#include "channels/rules/known_work.hpp"
#include "channels/wire/answer.hpp"
#include "crypto/mls/public_group.hpp"
#include "hub/engine/tail.hpp"
#include "hub/engine/token_bucket.hpp"
#include "hub/store/requests.hpp"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace kring::engine {

/// Whom the hub has asked to complete a channel's group, and until when nobody else is asked.
struct Lease {
  SessionId session{};
  Time until{};
};

/// The newest running hashes of a channel's log. A commit names one of them; whoever names an older one is
/// behind.
class RecentHashes {
 public:
  /// Starts at a head that the store has given.
  explicit RecentHashes(channels::Sequence number, const Hash& hash);
  /// The hash of the next entry; after a gap only this one is kept.
  void push(channels::Sequence number, const Hash& hash);
  [[nodiscard]] std::optional<Hash> find(channels::Sequence number) const;
  /// Whether an entry is older than what is kept.
  [[nodiscard]] bool is_forgotten(channels::Sequence number) const { return number < first_; }

 private:
  std::deque<Hash> hashes_;
  channels::Sequence first_{};
};

/// What each handle of a circle has appended of late.
class HandleBuckets {
 public:
  /// Valid until the next call.
  [[nodiscard]] TokenBucket& of(const channels::HandleId& handle);
  [[nodiscard]] std::size_t size() const { return buckets_.size(); }

 private:
  std::map<channels::HandleId, TokenBucket> buckets_;
};

/// One channel as the engine holds it in memory; the store has the same.
struct Channel {
  channels::Mode mode{};
  channels::GroupId group_id;
  store::ChannelHead head;
  mls::PublicGroup group;
  /// Its log head is `head`'s.
  rules::ChannelState state;
  RecentHashes hashes;
  Tail tail{};
  std::optional<Lease> lease{};
  rules::KnownWork known_work{};
  /// The latest time that an entry was given, also one that is still on its way to the store.
  Time stamped{};
};

/// The time of a channel's next entry: `now`, but never before an entry that came earlier, even if the hub's
/// clock went back (or its disk came to a machine whose clock is behind).
[[nodiscard]] Time entry_time(const Channel& channel, Time now);

/// A stock of key packages that was found empty.
struct EmptyStock {
  Time found;
  Duration pause{};  ///< after it, clients may be asked for work on the handle again
};

/// One circle in memory: the state that its requests are judged at.
struct Circle {
  Circle(channels::CircleId circle, charter::Charter state) : id(circle), charter(std::move(state)) {}

  channels::CircleId id;
  /// Of the store, when the circle was founded or last resumed. Another one than the store's: read-only.
  channels::Incarnation incarnation{};
  charter::Charter charter;
  /// The whole charter, while logs are given back to it.
  std::optional<charter::CharterLog> history{};
  wire::SignedHead head;
  Tail charter_tail;
  using Channels = std::map<channels::ChannelId, Channel>;
  Channels channels;
  std::set<SessionId> sessions;
  /// Handles whose stock was found empty: no work is asked for them until they put packages, or until the
  /// pause is over.
  std::map<channels::HandleId, EmptyStock> out_of_packages;
  /// A bundle is being written: the next waits, so that each is judged at the head that it will meet.
  bool writing = false;
  std::vector<std::move_only_function<void(Circle&, Time)>> waiting;
  /// It is being compared with the store, and stays in memory until that is done.
  bool checking = false;
  /// Who waits for the next such comparison, one that begins after they asked.
  std::vector<std::move_only_function<void(Result<Circle*>, Time)>> next_fresh;
  /// What was appended of late: by each handle, and by all.
  HandleBuckets append_buckets;
  TokenBucket append_bucket;
  Time used{};
};

/// A handle's stock was found empty, maybe once more.
void note_empty_stock(Circle& circle, const channels::HandleId& handle, Time now);

/// Moves a channel's head to an entry that the store has taken: `state` is the one after it.
void advance(Channel& channel, const store::LogPosition& place, rules::ChannelState state);

/// A circle out of the store's rows. Errors: `store_corrupt` if a row cannot be read back.
[[nodiscard]] Result<Circle> restore_circle(const channels::CircleId& id, const store::StoredCircle& stored);

}  // namespace kring::engine
