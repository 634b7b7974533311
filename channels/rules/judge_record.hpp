#pragma once

#include "channels/rules/channel_state.hpp"
#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/log_hashes.hpp"
#include "channels/rules/record_structures.hpp"
#include "crypto/mls/framing.hpp"

#include <cstdint>

namespace kring::rules {

/// What a reader knows of a channel's earlier records and sealed messages.
class AuthorHistory {
 public:
  AuthorHistory() = default;
  AuthorHistory(const AuthorHistory&) = delete;
  AuthorHistory& operator=(const AuthorHistory&) = delete;
  AuthorHistory(AuthorHistory&&) = delete;
  AuthorHistory& operator=(AuthorHistory&&) = delete;
  virtual ~AuthorHistory() = default;

  [[nodiscard]] virtual bool has_record(const channels::RecordId& record) const = 0;
  /// The author's highest counter in this channel; 0 for none.
  [[nodiscard]] virtual std::uint64_t last_counter(const channels::HandleId& author) const = 0;
};

/// What a record or a sealed message at one place in the log is judged by. Everything is borrowed for one
/// call.
struct PostCase {
  /// The channel up to the entry before.
  const ChannelState& state;
  /// The verified charter.
  CharterAtHead& charter;
  const LogHashes& log;
  const AuthorHistory& history;
  /// The log entry's.
  Time entry_time{};
};

/// What the hub, too, can check of a record: it is one, in a channel of records, of the epoch and generation
/// in force. Errors: `record_wrong_mode`, `bad_structure`, `record_wrong_epoch`, `record_wrong_generation`.
[[nodiscard]] Result<RecordPayload> judge_record_payload(const ChannelState& state, ByteView payload);

/// Whether a record is valid at its place in the log. `opened` is what `record::open_record` gave.
///
/// Errors: those of `judge_record_payload` and of the codec of `SignedRecord` and `RecordContent`,
/// `record_wrong_place`, `record_unknown_charter_head`, `record_old_charter_head`, `record_may_not_post`,
/// `record_bad_signature`, `record_wrong_log_head`, `record_id_used`, `record_counter_used`.
[[nodiscard]] Result<RecordContent> judge_record(const PostCase& it, const RecordPayload& payload,
                                                 ByteView opened);

/// What the hub, too, can check of a sealed message: an application message of the channel's group and epoch
/// whose data decode. Errors: `record_wrong_mode`, `bad_structure`, `unsupported_version`,
/// `channel_wrong_group`, `record_wrong_epoch`.
[[nodiscard]] Result<mls::PrivateMessage> judge_sealed_payload(const ChannelState& state, ByteView payload);

/// Whether a sealed message is valid at its place in the log. MLS has opened it: `author` is the handle of
/// its sender's leaf (`handle_of_leaf`) and `authenticated_data` came with it.
///
/// Errors: `record_wrong_mode`, those of `SealedData::decode`, `record_unknown_charter_head`,
/// `record_old_charter_head`, `record_may_not_post`, `record_wrong_log_head`, `record_counter_used`.
[[nodiscard]] Result<SealedData> judge_sealed(const PostCase& it, const channels::HandleId& author,
                                              ByteView authenticated_data);

}  // namespace kring::rules
