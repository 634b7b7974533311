#pragma once

#include "channels/rules/channel_state.hpp"
#include "channels/rules/record_structures.hpp"
#include "crypto/mls/group.hpp"
#include "tests/support/test_circle.hpp"

#include <optional>
#include <vector>

/// What members write into a channel's log, signed and sealed as their clients do.
namespace kring::support {

/// A commit that is to be made. Everything is borrowed for one call.
struct CommitOrder {
  /// The channel as the log has come to it.
  const rules::ChannelState& state;
  mls::Group& group;
  /// Whose group it is.
  const TestPerson& committer;
  /// The record key in force; null in a channel that has none yet.
  const Secret* record_key = nullptr;
  std::vector<mls::KeyPackage> adds{};
  std::vector<mls::LeafIndex> removes{};
  /// Whether a new generation of the record key begins.
  bool rotates = false;
};

/// A commit, and what the channel comes to with it.
struct MadeCommit {
  Bytes payload;  ///< of the log's entry
  rules::CommitData data;
  rules::ChannelState after;  ///< if the log takes it at the circle's time
  mls::PreparedCommit prepared;
  std::optional<Secret> next_key;
};
/// Makes a commit for the charter's head of now, with a path unless it only adds; newcomers find in the
/// Welcome what they join with. It is merged by nobody yet.
[[nodiscard]] MadeCommit make_commit(TestCircle& circle, const CommitOrder& order);

/// A record that is to be made. Everything is borrowed for one call.
struct RecordOrder {
  const rules::ChannelState& state;
  const Secret& record_key;
  const TestPerson& author;
  std::uint64_t counter = 1;
  ByteView article;
};
/// A record at the channel's newest heads.
[[nodiscard]] rules::RecordPayload make_record(TestCircle& circle, const RecordOrder& order);

/// What a person's client brings to be added: a key package with its private keys.
[[nodiscard]] mls::KeyPackageBundle make_package_of(TestCircle& circle, const TestPerson& person);

}  // namespace kring::support
