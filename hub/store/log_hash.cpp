#include "hub/store/log_hash.hpp"

#include "crypto/codec/writer.hpp"

#include <sodium.h>

#include <utility>

namespace kring::store {

Hash hash_payload(ByteView payload) {
  Hash hash{};
  crypto_hash_sha256(hash.data(), payload.data(), payload.size());
  return hash;
}

Hash next_log_hash(const LogStep& step) {
  codec::Writer value;
  value.raw(step.channel.view());
  value.u64(std::to_underlying(step.seq));
  value.raw(step.previous);
  value.u8(step.kind);
  value.u64(to_unix_ms(step.time));
  value.raw(step.payload_hash);
  codec::Writer labelled;
  labelled.opaque(view_bytes("Kring 1.0 log"));
  labelled.opaque(value.view());
  return hash_payload(labelled.view());
}

}  // namespace kring::store
