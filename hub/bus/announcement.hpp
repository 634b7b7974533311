#pragma once

#include "crypto/base/id.hpp"
#include "crypto/base/secret.hpp"
#include "hub/bus/bus.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

/// What one node tells the others: the news of one turn, sealed under a key that the nodes of a hub share.
/// The server in between sees which node speaks, when and how much. Specified in
/// docs/decisions/0008-one-sealed-announcement-a-turn.md.
namespace kring::bus {

/// One run of one node: random, made anew at each start.
using NodeId = Id<struct NodeTag, 16>;

/// The news, before they are sealed. `news` is what a `Batch` gave.
[[nodiscard]] Bytes encode_news(std::span<const News> news);
/// Reads what `encode_news` writes and nothing else. Errors: `too_long` (a limit of `limits.hpp`), and those
/// of `codec::Reader`.
[[nodiscard]] Result<std::vector<News>> decode_news(ByteView bytes);

/// A sealed announcement, taken apart. `sealed` borrows the bytes that were read.
struct Envelope {
  NodeId node;
  /// Counts the node's announcements: no number is used twice.
  std::uint64_t number = 0;
  ByteView sealed;
};
/// Errors: `truncated`, `too_long`, `bad_value` (another version).
[[nodiscard]] Result<Envelope> read_envelope(ByteView bytes);

/// Seals what this node says.
class Sealer {
 public:
  /// `key` is that of `announcement_key`; `node` is fresh: it makes the key of this run.
  Sealer(const Secret& key, const NodeId& node);
  [[nodiscard]] Bytes seal(std::span<const News> news);

 private:
  NodeId node_;
  Secret key_;
  std::uint64_t next_ = 0;
};

/// Opens what other nodes say.
class Opener {
 public:
  explicit Opener(Secret key) : key_(std::move(key)) {}
  /// Errors: `decryption_failed` (not from a node of this hub), and those of `decode_news`.
  [[nodiscard]] Result<std::vector<News>> open(const Envelope& envelope);

 private:
  Secret key_;
  std::map<NodeId, Secret> node_keys_;
};

/// The key under which the nodes of a hub speak, derived from the key that they share.
[[nodiscard]] Secret announcement_key(const Secret& hub_seed);
/// Where the nodes of a hub meet: two hubs on one server do not hear each other.
[[nodiscard]] std::string announcement_channel(const channels::HubKey& hub);

}  // namespace kring::bus
