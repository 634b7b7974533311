#pragma once

#include "channels/rules/heads.hpp"
#include "channels/wire/frame_codec.hpp"
#include "hub/engine/event.hpp"
#include "hub/store/requests.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kring::simulation {

/// Sees every write that became durable and every frame that a node sends, and says at once when one breaks a
/// promise: a log without gaps and with one payload a number, no acknowledgement before its write is durable,
/// one place a message, commits and records of the epoch in force, nothing for whoever was removed before it.
class Watcher {
 public:
  /// A write that is durable now, as the engine asked for it, and its answer.
  void wrote(const store::WriteRequest& request, const store::WriteResult& result);
  /// The store is gone; what a copy of it has is told by `wrote`. What comes back must be what was there.
  void lost_store();
  /// Whether a request was done before: it would be answered again.
  [[nodiscard]] bool is_repetition(const store::WriteRequest& request) const;
  /// A frame from a client that arrived at its node.
  void asked(engine::SessionId session, const wire::RequestFrame& frame);
  /// A frame that a node sends.
  void sent(engine::SessionId session, const std::string& frame);
  /// The connection is over.
  void closed(engine::SessionId session) { sessions_.erase(session); }

  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
  void report(std::string problem) { problems_.push_back(std::move(problem)); }

 private:
  struct Entry {
    Hash hash{};
    channels::LogKind kind{};
    Time time{};
    Hash payload_hash{};
    /// How far the charter was when it was stored.
    channels::EntryNumber charter{};
  };
  struct Log {
    std::vector<Entry> entries;
    std::uint64_t epoch = 0;
    channels::Generation generation{};
  };
  struct Message {
    channels::ChannelId channel;
    channels::Sequence seq{};
  };
  struct Session {
    std::map<wire::RequestId, wire::Request> requests;
    std::map<channels::CircleId, channels::HandleId> handles;
    /// The entry that must come next.
    std::map<channels::ChannelId, channels::Sequence> cursors;
  };

  void wrote(const store::Append& append, const store::Appended& answer);
  void wrote(const store::BundleWrite& bundle, const store::Bundled& answer);
  void wrote(const store::RestoreLog& restore, const store::Appended& answer);
  void push(const store::LogPosition& place, Entry entry);
  void note_ended(const store::BundleWrite& bundle);
  void check_commit(const store::GroupWrite& group, const Log& log);
  void answered(Session& session, const wire::ReceivedAnswer& answer);
  void delivered(Session& session, const wire::EntryEvent& event);

  std::map<channels::ChannelId, Log> logs_;
  /// As they were before the store was lost.
  std::map<channels::ChannelId, Log> lost_;
  std::map<channels::MessageId, Message> messages_;
  std::set<channels::TransactionId> transactions_;
  std::map<channels::HandleId, channels::EntryNumber> ended_;
  std::map<engine::SessionId, Session> sessions_;
  std::vector<std::string> problems_;
};

}  // namespace kring::simulation
