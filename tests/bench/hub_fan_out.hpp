#pragma once

#include "crypto/primitives/sodium_random.hpp"
#include "tests/bench/bench_circle.hpp"
#include "tests/bench/fan_out.hpp"

#include <memory>
#include <string>

namespace kring::bench {

/// Circles that are founded at a hub, with one channel each to be written and read.
class HubFanOut final : public FanOut {
 public:
  /// Founds the circles, and waits until all readers are attached. Writers and readers take turns at the
  /// ports, which are those of one hub or of several that are one.
  HubFanOut(const Shape& shape, const primitives::SignatureKeyPair& hub_key,
            std::vector<std::uint16_t> ports);

  void say_alive() override;

 private:
  struct Writer {
    std::unique_ptr<BenchCircle> circle;
    std::unique_ptr<RawWebSocket> socket;
    std::string hello;
    /// That of its last request.
    std::uint64_t id = 0;
  };

  void send_message(std::size_t channel, std::uint64_t number) override;
  void open_writer(std::size_t channel);
  void open_reader(std::size_t reader);
  void on_writer_frame(std::size_t channel, std::string_view text);
  void on_reader_frame(std::size_t reader, RawWebSocket& at, std::string_view text);

  const primitives::SignatureKeyPair& hub_key_;
  std::vector<std::uint16_t> ports_;
  primitives::SodiumRandom random_;
  std::vector<Writer> writers_;
  std::vector<std::unique_ptr<RawWebSocket>> readers_;
  std::size_t ready_ = 0;
};

}  // namespace kring::bench
