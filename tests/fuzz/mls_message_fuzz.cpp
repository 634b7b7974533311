#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/group.hpp"
#include "crypto/mls/message.hpp"
#include "tests/support/mls_pair.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace kring;

/// Any message at any time: a member and a server take it or name an error.
void offer(const mls::MlsMessage& message) {
  static const auto snapshot = support::MlsPair(1).bob.encode();
  auto group = mls::Group::decode(snapshot);
  KRING_ASSERT(group);
  (void)group->stage(message);
  (void)group->process_proposal(message);
  if (const auto* sealed = std::get_if<mls::PrivateMessage>(&message.body)) (void)group->unprotect(*sealed);
  if (const auto* clear = std::get_if<mls::PublicMessage>(&message.body)) {
    auto seen = group->public_group();
    (void)seen.remember(*clear);
    (void)seen.stage(*clear);
  }
  if (const auto* info = std::get_if<mls::GroupInfo>(&message.body)) {
    (void)mls::PublicGroup::from_group_info(*info);
  }
}

}  // namespace

/// Whatever reads as a message is written as the same bytes, and harms no one who is given it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const auto message = mls::decode_message(bytes);
  if (!message) return 0;
  KRING_ASSERT(equal(codec::encode(*message), bytes));
  offer(*message);
  return 0;
}
