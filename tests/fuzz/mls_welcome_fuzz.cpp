#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/mls/group.hpp"
#include "crypto/mls/welcome.hpp"
#include "crypto/mls/welcome_sealing.hpp"
#include "tests/support/mls_pair.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace kring;

void check_welcome(ByteView bytes) {
  static support::MlsPair pair(1);
  const auto welcome = codec::decode<mls::Welcome>(bytes);
  if (!welcome) return;
  KRING_ASSERT(equal(codec::encode(*welcome), bytes));
  (void)mls::Group::join(*welcome, pair.bob_bundle, pair.bob_signer.clone(), {});
}

/// What stands inside a Welcome, once it is decrypted.
void check_secrets(ByteView bytes) {
  const auto secrets = codec::decode<mls::GroupSecrets>(bytes);
  if (secrets) KRING_ASSERT(equal(secrets->encode().expose(), bytes));
}

void check_group_info(ByteView bytes) {
  const auto info = codec::decode<mls::GroupInfo>(bytes);
  if (!info) return;
  KRING_ASSERT(equal(codec::encode(*info), bytes));
  (void)mls::PublicGroup::from_group_info(*info);
}

}  // namespace

/// The first byte says which part of a Welcome the rest is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto rest = ByteView(data, size).subspan(1);
  if (data[0] == 0) check_welcome(rest);
  if (data[0] == 1) check_secrets(rest);
  if (data[0] == 2) check_group_info(rest);
  return 0;
}
