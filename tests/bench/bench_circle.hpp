#pragma once

#include "tests/support/hub_world.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>

namespace kring::bench {

/// The key of a hub to be measured.
[[nodiscard]] primitives::SignatureKeyPair make_hub_key();
/// Puts it where a hub with this data folder finds it.
void write_hub_key(const primitives::SignatureKeyPair& key, const std::filesystem::path& data);

/// A circle that a hub process can be founded with: at the hub with this key, its entries of now.
class BenchCircle {
 public:
  BenchCircle(std::uint64_t seed, const primitives::SignatureKeyPair& hub_key);

  /// The bundle that founds it. Once.
  [[nodiscard]] wire::BundleRequest founding();
  /// A record of the smallest size in the channel `care`, new to the hub; to its readers all are one.
  [[nodiscard]] const wire::AppendRequest& make_append();
  /// The founder's login on the connection that was greeted so.
  [[nodiscard]] wire::LoginRequest login(std::string_view hello_text, Random& random) const;
  /// To the channel's entries after that one.
  [[nodiscard]] wire::AttachRequest attachment(std::uint64_t after) const;

 private:
  support::TestCircle circle_;
  std::map<channels::ChannelId, support::TestChannel> channels_;
  std::optional<wire::AppendRequest> append_;
  /// Where the record's id stands in the append's payload.
  std::size_t record_at_ = 0;
};

/// The login of somebody on the connection that was greeted so.
[[nodiscard]] wire::LoginRequest sign_in(std::string_view hello_text, const channels::CircleId& circle,
                                         const support::TestPerson& person, Random& random);
/// The number of the entry that a frame brings.
[[nodiscard]] std::uint64_t seq_of(std::string_view text);
/// Whether a frame answers a request that was granted.
[[nodiscard]] bool is_ok(std::string_view text);
/// A request as a frame.
[[nodiscard]] std::string encode(std::uint64_t id, const wire::Request& request);

}  // namespace kring::bench
