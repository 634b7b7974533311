#pragma once

#include "crypto/base/random.hpp"
#include "hub/admin/backup.hpp"

#include <filesystem>
#include <iosfwd>

/// `kring-hub backup`, `backup verify` and `restore`: what their operator sees.
namespace kring::admin {

/// Where a command speaks: results to `out`, progress and what went wrong to `err`.
struct Streams {
  std::ostream& out;
  std::ostream& err;
};

/// Each gives whether it succeeded.
[[nodiscard]] bool run_backup(const Places& places, const std::filesystem::path& to, Time now,
                              const Streams& streams);
[[nodiscard]] bool run_verify(const std::filesystem::path& backup, const Streams& streams);
[[nodiscard]] bool run_restore(const std::filesystem::path& backup, const Places& places,
                               const std::filesystem::path& hub_key, Random& random, const Streams& streams);

}  // namespace kring::admin
