#pragma once

#include "hub/store/requests.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace kring::store::detail {

/// One circle of a `MemoryStore`. Each write checks everything before it changes anything.
class MemoryCircle {
 public:
  /// `mail_id` is the store's counter of mailbox ids, `incarnation` the store's.
  MemoryCircle(std::uint64_t& mail_id, channels::Incarnation incarnation)
      : mail_id_(&mail_id), incarnation_(incarnation) {}

  /// The circle's charter head; number 0 before it is founded.
  [[nodiscard]] const CharterHead& head() const { return head_; }

  [[nodiscard]] WriteResult write(const Append& append);
  [[nodiscard]] WriteResult write(const BundleWrite& bundle);
  [[nodiscard]] WriteResult write(const PutKeyPackages& put);
  [[nodiscard]] WriteResult write(const ClaimKeyPackage& claim);
  [[nodiscard]] WriteResult write(const AckWelcomes& ack);
  [[nodiscard]] WriteResult write(const EndHandles& end);
  [[nodiscard]] WriteResult write(const PutStaged& put);
  [[nodiscard]] WriteResult write(const RestoreLog& restore);
  void drop_staged(Time before);
  /// Nothing comes to it any more.
  [[nodiscard]] bool is_ended() const { return is_ended_; }
  /// Whether it has ended and may leave more than its charter.
  [[nodiscard]] bool is_to_purge() const { return is_ended_ && !is_purged_; }
  /// Removes so many rows of what it leaves, at most, and the rest once there are no more of them.
  void purge(std::size_t rows_max);
  /// Their references stay taken.
  void spend_packages();

  [[nodiscard]] ReadResult read(const LoadCircle& load) const;
  [[nodiscard]] ReadResult read(const ReadCharter& page) const;
  [[nodiscard]] ReadResult read(const ReadPublicCharter& page) const;
  [[nodiscard]] ReadResult read(const ReadLog& page) const;
  [[nodiscard]] ReadResult read(const ReadWelcomes& mailbox) const;
  [[nodiscard]] ReadResult read(const ReadIntroduction& introduction) const;
  [[nodiscard]] ReadResult read(const ReadBlob& blob) const;
  [[nodiscard]] ReadResult read(const ReadStock& stock) const;
  [[nodiscard]] ReadResult read(const FindBundle& find) const;
  /// Where it and its channels stand.
  [[nodiscard]] CircleHeads heads(const channels::CircleId& circle) const;

 private:
  struct Channel {
    StoredChannel stored;
    std::vector<LogEntryRow> log;
    std::set<channels::RecordId> records;
  };
  struct Package {
    KeyPackageRow row;
    std::optional<channels::ChannelId> claimed_for;
    bool spent = false;
  };
  struct Mail {
    std::uint64_t id = 0;
    channels::ChannelId channel;
    std::uint64_t epoch = 0;
    Hash welcome{};
    std::optional<Hash> tree;
  };
  struct Staged {
    channels::HandleId uploader;
    Time time{};
    Bytes bytes;
  };
  struct AppendAnswer {
    Hash request_hash{};
    LogPosition position;
  };

  [[nodiscard]] Channel* find_channel(const channels::ChannelId& channel);
  [[nodiscard]] const Channel* find_channel(const channels::ChannelId& channel) const;
  [[nodiscard]] Status check_packages(const BundleWrite& bundle) const;
  [[nodiscard]] std::size_t count_stock(const channels::HandleId& handle) const;
  [[nodiscard]] Status check_room(const channels::HandleId& handle,
                                  const std::vector<KeyPackageRow>& packages) const;
  void add_packages(const channels::HandleId& handle, const std::vector<KeyPackageRow>& packages);
  LogPosition push_entry(Channel& channel, const ChannelHead& head, LogEntryRow row);
  LogPosition apply(const GroupWrite& group, const ChannelHead& head, const Hash& payload_hash);
  void deliver(const GroupWrite& group);
  /// The oldest parts of a handle that must go before another one of `size` bytes comes.
  [[nodiscard]] std::vector<Hash> parts_in_the_way(const channels::HandleId& uploader,
                                                   std::size_t size) const;
  void end(const channels::HandleId& handle);
  void drop_unnamed_parts();

  std::uint64_t* mail_id_;
  channels::Incarnation incarnation_;
  CharterHead head_;
  bool is_ended_ = false;
  bool is_public_ = false;
  bool is_purged_ = false;
  Bytes snapshot_;
  std::vector<CharterEntryRow> entries_;
  std::vector<Channel> channels_;  // in the order in which they were opened
  std::map<std::pair<channels::HandleId, channels::MessageId>, AppendAnswer> appends_;
  std::map<std::pair<channels::HandleId, channels::TransactionId>, FirstAnswer> bundles_;
  std::map<channels::HandleId, std::vector<Package>> packages_;
  std::map<channels::HandleId, std::vector<Mail>> mail_;
  std::map<Hash, Bytes> mail_parts_;
  std::map<channels::InvitationId, Bytes> introductions_;
  std::map<Hash, Staged> staged_;
};

}  // namespace kring::store::detail
