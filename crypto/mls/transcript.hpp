#pragma once

#include "crypto/mls/framing.hpp"

namespace kring::mls {

/// The hash over all commits up to and with `commit`'s signature (RFC 9420, section 8.2).
[[nodiscard]] Bytes confirmed_transcript_hash(ByteView interim_before, const AuthenticatedContent& commit);

/// The confirmed hash with the confirmation tag of the commit that made it.
[[nodiscard]] Bytes interim_transcript_hash(ByteView confirmed, ByteView confirmation_tag);

}  // namespace kring::mls
