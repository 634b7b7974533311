#include "crypto/mls/transcript.hpp"

#include "crypto/primitives/hash.hpp"

namespace kring::mls {

Bytes confirmed_transcript_hash(ByteView interim_before, const AuthenticatedContent& commit) {
  codec::Writer input;
  codec::write_number(input, commit.wire_format);
  commit.content.write(input);
  input.opaque(commit.auth.signature);
  return copy_bytes(primitives::sha256({interim_before, input.view()}));
}

Bytes interim_transcript_hash(ByteView confirmed, ByteView confirmation_tag) {
  codec::Writer input;
  input.opaque(confirmation_tag);
  return copy_bytes(primitives::sha256({confirmed, input.view()}));
}

}  // namespace kring::mls
