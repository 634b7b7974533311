#pragma once

#include "hub/store/detail/bundle_plan.hpp"
#include "hub/store/detail/database.hpp"
#include "hub/store/detail/reader.hpp"
#include "hub/store/requests.hpp"

#include <cstdint>
#include <vector>

namespace kring::store::detail {

/// Writes in one circle, inside a savepoint that goes back on an error.
class CircleWriter {
 public:
  CircleWriter(Database& database, CircleRow circle) : database_(database), circle_(circle) {}

  [[nodiscard]] WriteResult write(const Append& append);
  [[nodiscard]] WriteResult write(const BundleWrite& bundle, bool founds);
  [[nodiscard]] WriteResult write(const PutKeyPackages& put);
  [[nodiscard]] WriteResult write(const ClaimKeyPackage& claim);
  [[nodiscard]] WriteResult write(const AckWelcomes& ack);
  [[nodiscard]] WriteResult write(const EndHandles& ended);
  [[nodiscard]] WriteResult write(const PutStaged& put);
  [[nodiscard]] WriteResult write(const RestoreLog& restore);

 private:
  /// An entry at the end of a log, and the channel's new head.
  struct NewEntry {
    std::uint64_t channel = 0;
    const ChannelHead& head;
    channels::LogKind kind{};
    Time time{};
    const Hash& payload_hash;
    const Bytes& payload;
  };
  [[nodiscard]] Status push_entry(const NewEntry& entry);
  /// Errors: `record_id_used`.
  [[nodiscard]] Status take_record_id(std::uint64_t channel, const channels::RecordId& record);
  [[nodiscard]] Status apply(const BundleWrite& bundle, const BundlePlan& plan, Bundled& bundled);
  [[nodiscard]] Status write_charter(const BundleWrite& bundle, const CharterHead& head);
  [[nodiscard]] Result<std::uint64_t> write_group(const GroupWrite& group, const PlannedGroup& planned);
  [[nodiscard]] Result<std::uint64_t> open_channel(const channels::ChannelId& channel, const Opening& opening,
                                                   std::uint64_t epoch);
  [[nodiscard]] Status keep_state(std::uint64_t channel, ByteView group_state, ByteView channel_state);
  [[nodiscard]] Status drop_taken(const std::vector<Hash>& parts);
  [[nodiscard]] Status push_restored(std::uint64_t channel, ChannelHead& head, const RestoreLog& restore);
  [[nodiscard]] Status deliver(const GroupWrite& group);
  [[nodiscard]] Status put_part(const Hash& hash, const Bytes& bytes);
  [[nodiscard]] Status remember(const BundleWrite& bundle, const Bundled& bundled,
                                const std::vector<std::uint64_t>& channels);
  [[nodiscard]] Status check_packages(const BundleWrite& bundle);
  [[nodiscard]] Status add_packages(const channels::HandleId& handle,
                                    const std::vector<KeyPackageRow>& packages);
  /// Drops the oldest parts of a handle until another one of `size` bytes may come.
  [[nodiscard]] Status make_room(const channels::HandleId& uploader, std::size_t size);
  [[nodiscard]] Status end(const std::vector<channels::HandleId>& handles);
  [[nodiscard]] Status drop_unnamed_parts();

  Database& database_;
  CircleRow circle_;
};

}  // namespace kring::store::detail
