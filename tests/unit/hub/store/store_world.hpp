#pragma once

#include "hub/store/store.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kring::store::test {

/// A store under test with all that it stands on.
class StoreHome {
 public:
  StoreHome() = default;
  StoreHome(const StoreHome&) = delete;
  StoreHome& operator=(const StoreHome&) = delete;
  StoreHome(StoreHome&&) = delete;
  StoreHome& operator=(StoreHome&&) = delete;
  virtual ~StoreHome() = default;
  [[nodiscard]] virtual Store& store() = 0;
  /// The store as another hub has it, where several may; else the same one.
  [[nodiscard]] virtual Store& other_store() { return store(); }
  /// The hubs' processes end and start again on what they have stored. What is only in memory stays.
  virtual void restart() {}
};

/// One implementation that must keep the contract.
struct StoreMaker {
  std::string name;
  std::unique_ptr<StoreHome> (*make)();
};
[[nodiscard]] std::vector<StoreMaker> store_makers();
[[nodiscard]] std::string name_of_maker(const testing::TestParamInfo<StoreMaker>& info);

/// An id, hash or number made from a small number, so that tests stay readable.
template <class IdType>
[[nodiscard]] IdType make_id(std::uint8_t number) {
  FixedBytes<IdType::size> bytes{};
  bytes.front() = 0xA0;
  bytes.back() = number;
  return IdType(bytes);
}
[[nodiscard]] Hash make_hash(std::uint8_t number);
[[nodiscard]] Bytes make_bytes(std::string_view text);

inline const auto circle_1 = make_id<channels::CircleId>(1);
inline const auto circle_2 = make_id<channels::CircleId>(2);
inline const auto channel_1 = make_id<channels::ChannelId>(1);
inline const auto channel_2 = make_id<channels::ChannelId>(2);
inline const auto channel_3 = make_id<channels::ChannelId>(3);
inline const auto anna = make_id<channels::HandleId>(1);
inline const auto bram = make_id<channels::HandleId>(2);
inline constexpr auto start = Time(Duration(1'700'000'000'000));

[[nodiscard]] channels::MessageId message(std::uint8_t number);
[[nodiscard]] channels::TransactionId transaction(std::uint8_t number);
[[nodiscard]] CharterEntryRow entry(std::uint8_t number);
[[nodiscard]] CharterHead head_at(std::uint8_t number);
[[nodiscard]] KeyPackageRow package(std::uint8_t number);

/// Founds `circle_1` with charter entry 1 and opens `channel_1` and `channel_2` at epoch 1, log entry 1 each.
[[nodiscard]] BundleWrite founding();
[[nodiscard]] GroupWrite opening_of(const channels::ChannelId& channel);
/// A commit in `channel` from `epoch` to the next.
[[nodiscard]] GroupWrite commit_in(const channels::ChannelId& channel, std::uint64_t epoch);
/// A bundle of `circle_1` on top of the charter's entry `head`; its transaction and request hash are
/// `number`.
[[nodiscard]] BundleWrite bundle_at(std::uint8_t head, std::uint8_t number);
/// A sound append by anna to `channel_1` of the founded circle.
[[nodiscard]] Append append_of(std::uint8_t number);

/// Writes one request, in a batch of its own.
[[nodiscard]] WriteResult write_one(Store& store, WriteRequest request);

/// A test on every store: calls that fail the test unless they are answered as asked.
class StoreContract : public testing::TestWithParam<StoreMaker> {
 protected:
  StoreContract();

  [[nodiscard]] Store& store() { return home_->store(); }
  [[nodiscard]] Store& other_store() { return home_->other_store(); }
  void restart();
  [[nodiscard]] WriteResult write(WriteRequest request);
  [[nodiscard]] ReadResult read(const ReadRequest& request) { return reader_->read(request); }
  /// The circle of `founding`.
  void found();
  /// A package of `bram` in stock, claimed for `channel`.
  void claim_for(const channels::ChannelId& channel, std::uint8_t package_number);

  template <class Answer>
  [[nodiscard]] Answer written(WriteRequest request) {
    WriteResult result = write(std::move(request));
    if (!result) {
      ADD_FAILURE() << "refused: " << result.error().name();
      return {};
    }
    return take<Answer>(std::move(*result));
  }
  template <class Answer>
  [[nodiscard]] Answer found_by(const ReadRequest& request) {
    ReadResult result = read(request);
    if (!result) {
      ADD_FAILURE() << "refused: " << result.error().name();
      return {};
    }
    return take<Answer>(std::move(*result));
  }

 private:
  template <class Answer, class Answers>
  static Answer take(Answers answers) {
    if (auto* answer = std::get_if<Answer>(&answers)) return std::move(*answer);
    ADD_FAILURE() << "another answer: alternative " << answers.index();
    return {};
  }

  std::unique_ptr<StoreHome> home_;
  std::unique_ptr<StoreReader> reader_;
};

}  // namespace kring::store::test
