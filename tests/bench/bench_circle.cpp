#include "tests/bench/bench_circle.hpp"

#include "channels/rules/record_structures.hpp"
#include "channels/wire/login.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/primitives/sodium_random.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <variant>

namespace kring::bench {

namespace {

/// A record of the smallest size holds it, and then has about 300 bytes on the wire.
constexpr std::string_view message_text = "een bericht";

Time read_clock() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

}  // namespace

primitives::SignatureKeyPair make_hub_key() {
  primitives::SodiumRandom random;
  return primitives::generate_signature_key_pair(random);
}

void write_hub_key(const primitives::SignatureKeyPair& key, const std::filesystem::path& data) {
  std::filesystem::create_directories(data);
  const auto file = data / "hub.key";
  std::ofstream out(file, std::ios::binary);
  std::filesystem::permissions(file,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  out << view_text(key.private_key.expose());
}

BenchCircle::BenchCircle(std::uint64_t seed, const primitives::SignatureKeyPair& hub_key)
    : circle_(seed, hub_key, read_clock()) {}

wire::BundleRequest BenchCircle::founding() {
  return support::founding_bundle(circle_, channels_);
}

const wire::AppendRequest& BenchCircle::make_append() {
  const auto record = circle_.random.id<channels::RecordId>();
  if (!append_) {
    append_ = support::make_append(circle_, channels_.at(circle_.care), circle_.founder, message_text);
    const auto first = rules::RecordPayload::decode(append_->payload).value().record;
    const auto found = std::ranges::search(append_->payload, first.view());
    record_at_ = static_cast<std::size_t>(found.begin() - append_->payload.begin());
  }
  // Signing and sealing each would cost the load more than all else; the hub cannot read it anyway.
  append_->message = circle_.random.id<channels::MessageId>();
  std::ranges::copy(record.view(), append_->payload.begin() + static_cast<std::ptrdiff_t>(record_at_));
  return *append_;
}

wire::LoginRequest BenchCircle::login(std::string_view hello_text, Random& random) const {
  return sign_in(hello_text, circle_.charter().circle(), circle_.founder, random);
}

wire::AttachRequest BenchCircle::attachment(std::uint64_t after) const {
  return {.circle = circle_.charter().circle(),
          .charter_after = circle_.charter().number(),
          .channels = {{.channel = circle_.care, .after = channels::Sequence{after}}}};
}

wire::LoginRequest sign_in(std::string_view hello_text, const channels::CircleId& circle,
                           const support::TestPerson& person, Random& random) {
  const auto frame = wire::decode_hub_frame(hello_text).value();
  const auto& hello = std::get<wire::HelloEvent>(std::get<wire::Event>(frame));
  return wire::sign_login({.challenge = {.origin = hello.origin, .nonce = hello.nonce},
                           .client_nonce = random.fixed<32>(),
                           .circle = circle,
                           .handle = person.id},
                          person.handle.private_key)
      .value();
}

std::uint64_t seq_of(std::string_view text) {
  constexpr std::string_view key = R"("seq":)";
  std::uint64_t seq = 0;
  const auto found = text.find(key);
  if (found != std::string_view::npos)
    std::from_chars(text.data() + found + key.size(), text.data() + text.size(), seq);
  return seq;
}

bool is_ok(std::string_view text) {
  return text.starts_with(R"({"id":)") && text.find(R"(,"ok":)") < 32;
}

std::string encode(std::uint64_t id, const wire::Request& request) {
  return wire::encode_request({.id = wire::RequestId{id}, .request = request}).value();
}

}  // namespace kring::bench
