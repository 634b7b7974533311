#pragma once

#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kring::core {

struct CircleData;

/// An introduction that came with an acceptance or an article, checked against the charter's handle.
struct KnownPerson {
  std::string name;
  std::string relation;
  channels::PersonKey person{};
  channels::DeviceKey device{};
  Bytes introduction;        ///< as it was signed
  std::uint32_t serial = 0;  ///< how often that was written anew
};

/// Who is introduced in the channels of a circle, by handle; in memory alone.
///
/// An introduction has three signatures or more, and in a network of thousands nearly all are of people whom
/// nobody looks at: they are kept as they were read, and verified when somebody asks.
class Introductions {
 public:
  /// Takes one that says it is of `handle` and has this serial number, whether that is true or not: of
  /// several valid ones the highest number counts, and of those with one number the last that was taken.
  void add(const channels::HandleId& handle, std::uint32_t serial, Bytes introduction);
  /// Who `handle` is; null while none that was taken verifies by the circle's charter. Borrowed until the
  /// next `add` of that handle.
  [[nodiscard]] const KnownPerson* find(const CircleData& circle, const channels::HandleId& handle) const;

 private:
  struct Unread {
    std::uint32_t serial = 0;
    Bytes introduction;
  };
  struct OfHandle {
    std::optional<KnownPerson> person;
    /// Not verified yet, what counts first at the end; all of them came after what `person` was read from.
    std::vector<Unread> unread;
  };
  // What was asked for once; what is told of it does not depend on that.
  mutable std::map<channels::HandleId, OfHandle> all_;
};

}  // namespace kring::core
