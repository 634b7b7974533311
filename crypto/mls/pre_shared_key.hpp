#pragma once

#include "crypto/codec/structure.hpp"
#include "crypto/mls/protocol.hpp"

#include <variant>

namespace kring::mls {

/// A key that was agreed on elsewhere (RFC 9420, section 8.4).
struct ExternalPsk {
  Bytes id;
  friend bool operator==(const ExternalPsk&, const ExternalPsk&) = default;
};

enum class ResumptionUsage : std::uint8_t { application = 1, reinit = 2, branch = 3 };

/// A key of an earlier epoch of this or another group.
struct ResumptionPsk {
  ResumptionUsage usage{};
  Bytes group_id;
  EpochId epoch{};
  friend bool operator==(const ResumptionPsk&, const ResumptionPsk&) = default;
};

/// Names a pre-shared key; the types are numbered from 1 in this order.
struct PreSharedKeyId {
  std::variant<ExternalPsk, ResumptionPsk> key;
  Bytes nonce;

  static Result<PreSharedKeyId> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const PreSharedKeyId&, const PreSharedKeyId&) = default;
};

}  // namespace kring::mls
