#pragma once

#include "hub/store/detail/postgres_connection.hpp"
#include "hub/store/detail/reader.hpp"
#include "hub/store/requests.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace kring::store::detail {

/// Appends that follow each other in a batch, all at once: three statements read what they are judged by, and
/// four write what was accepted, however many they are. The judgement is that of `CircleWriter`.
class PostgresAppends {
 public:
  /// `requests` are `Append`s and outlive this; the rows of the circles in `locked` are locked, and no other
  /// circle is there for them.
  PostgresAppends(std::span<const WriteRequest> requests, const std::set<channels::CircleId>& locked)
      : requests_(requests), locked_(locked) {}

  /// Reads and decides: one result a request. Nothing is written yet. Errors: those of an exchange.
  [[nodiscard]] Result<std::vector<WriteResult>> judge(PostgresConnection& connection);
  /// What writes all that was accepted; nothing if nothing was.
  [[nodiscard]] std::vector<PostgresStatement> writes() const;

 private:
  using ChannelName = std::pair<channels::CircleId, channels::ChannelId>;
  using MessageName = std::tuple<channels::CircleId, channels::HandleId, channels::MessageId>;
  using RecordName = std::tuple<channels::CircleId, channels::ChannelId, channels::RecordId>;
  /// A channel as it was found, and with what was accepted since.
  struct Found {
    std::optional<CircleRow> circle;
    std::optional<ChannelRow> channel;
  };
  struct FirstAppend {
    Hash request_hash{};
    LogPosition position;
  };
  /// A request that was accepted, and what becomes of it.
  struct Accepted {
    const Append& append;
    std::uint64_t circle = 0;
    std::uint64_t channel = 0;
    ChannelHead head;
    Hash payload_hash{};
  };

  [[nodiscard]] const Append& at(std::size_t place) const { return std::get<Append>(requests_[place]); }
  [[nodiscard]] std::vector<PostgresStatement> questions();
  void note_channels(const PostgresRows& rows);
  [[nodiscard]] Status note_first_answers(const PostgresRows& rows);
  void note_records(const PostgresRows& rows);
  [[nodiscard]] WriteResult decide(const Append& append);

  std::span<const WriteRequest> requests_;
  const std::set<channels::CircleId>& locked_;
  std::map<ChannelName, Found> channels_;
  std::map<MessageName, FirstAppend> first_;
  std::set<RecordName> records_;
  std::vector<Accepted> accepted_;
};

}  // namespace kring::store::detail
