#include "channels/wire/slot.hpp"

#include "channels/model/hash.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/hash.hpp"

namespace kring::wire {

using channels::SigningPurpose;

namespace {

struct SlotContent {
  std::string_view origin;
  const SlotPutRequest& request;

  void write(codec::Writer& out) const {
    out.opaque(view_bytes(origin));
    out.raw(request.slot.writer);
    out.raw(request.slot.reader);
    out.u64(request.number);
    out.raw(primitives::sha256(request.sealed));
  }
};

struct SlotReadContent {
  const LoginChallenge& challenge;
  const SlotName& slot;

  void write(codec::Writer& out) const {
    out.opaque(view_bytes(challenge.origin));
    out.raw(challenge.nonce);
    out.raw(slot.writer);
    out.raw(slot.reader);
  }
};

}  // namespace

Hash id_of(const SlotName& slot) {
  codec::Writer out;
  out.raw(slot.writer);
  out.raw(slot.reader);
  return channels::labelled_hash("vault slot", out.view());
}

Result<SlotPutRequest> sign_slot_put(std::string_view origin, SlotPutRequest request, const Secret& seed) {
  const auto content = codec::encode(SlotContent{.origin = origin, .request = request});
  const auto signature = channels::sign(SigningPurpose::slot, content, seed);
  if (!signature) return fail(signature.error());
  const auto fixed = to_fixed<64>(*signature);
  if (!fixed) return fail(fixed.error());
  request.signature = *fixed;
  return request;
}

Status verify_slot_put(std::string_view origin, const SlotPutRequest& request) {
  const auto content = codec::encode(SlotContent{.origin = origin, .request = request});
  return channels::verify(SigningPurpose::slot, {.content = content, .signature = request.signature},
                          request.slot.writer);
}

Result<SlotReadRequest> sign_slot_read(const LoginChallenge& challenge, const SlotName& slot,
                                       const Secret& seed) {
  const auto content = codec::encode(SlotReadContent{.challenge = challenge, .slot = slot});
  const auto signature = channels::sign(SigningPurpose::slot_read, content, seed);
  if (!signature) return fail(signature.error());
  const auto fixed = to_fixed<64>(*signature);
  if (!fixed) return fail(fixed.error());
  return SlotReadRequest{.slot = slot, .signature = *fixed};
}

Status verify_slot_read(const LoginChallenge& challenge, const SlotReadRequest& request) {
  const auto content = codec::encode(SlotReadContent{.challenge = challenge, .slot = request.slot});
  return channels::verify(SigningPurpose::slot_read, {.content = content, .signature = request.signature},
                          request.slot.reader);
}

}  // namespace kring::wire
