#pragma once

#include "crypto/mls/group.hpp"

namespace kring::support {

/// The signature key of whose group this is.
[[nodiscard]] Secret signature_key_of(const mls::Group& group);

/// The same commit with path secrets that none of those who are to read them can open, as a committer might
/// make it who is hostile or mad: its public part, its signature and its membership tag are right.
///
/// `group` is the committer's, in the epoch that the commit ends. Aborts if the commit has no path.
[[nodiscard]] mls::MlsMessage break_path(const mls::Group& group, const mls::MlsMessage& commit);

}  // namespace kring::support
