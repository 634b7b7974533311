#pragma once

#include "channels/charter/charter_log.hpp"
#include "channels/rules/channel_state.hpp"
#include "channels/wire/answer.hpp"
#include "channels/wire/request.hpp"
#include "crypto/mls/public_group.hpp"
#include "hub/engine/circle.hpp"
#include "hub/store/requests.hpp"

#include <expected>
#include <map>
#include <optional>
#include <vector>

namespace kring::engine {

/// What entries that are given back are judged by. Everything is borrowed.
struct RestoredLogInput {
  const wire::RestoreLogRequest& request;
  /// The staged parts that the request names.
  const std::map<Hash, Bytes>& parts;
  const Circle& circle;
  /// All of the circle's charter; null if no entry is a commit.
  const charter::CharterLog* charter = nullptr;
  /// Running hashes of the log that its memory no longer has.
  const std::map<channels::Sequence, Hash>& hashes;
};

/// Entries that follow every rule, ready to be stored: what is written, and the state in memory once it is.
struct DecidedLog {
  store::RestoreLog write;
  /// In the order of `write.entries`.
  std::vector<store::LogPosition> places;
  mls::PublicGroup group;
  rules::ChannelState state;
};

/// The place in the log that a commit names, for the hash that it is compared with.
[[nodiscard]] std::vector<channels::Sequence> places_named(const RestoredLogInput& input);

/// Judges entries that the hub once took and has lost, each as at its own time: times do not go back, commits
/// follow the acceptance rule at the charter head that they name, content is of the epoch in force. The
/// refusal is ready to be sent.
[[nodiscard]] std::expected<DecidedLog, wire::ErrorAnswer> judge_restored_log(const RestoredLogInput& input);

}  // namespace kring::engine
