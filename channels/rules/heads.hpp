#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/codec/structure.hpp"

namespace kring::rules {

/// Where a charter stood: the number and the hash of an entry.
struct CharterHead {
  channels::EntryNumber number{};
  Hash hash{};

  static Result<CharterHead> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const CharterHead&, const CharterHead&) = default;
};

/// Where a channel's log stood: the number of an entry and the running hash up to it. All zero for the empty
/// log.
struct LogHead {
  channels::Sequence number{};
  Hash hash{};

  static Result<LogHead> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const LogHead&, const LogHead&) = default;
};

}  // namespace kring::rules
