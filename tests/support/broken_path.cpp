#include "tests/support/broken_path.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/authentication.hpp"
#include "crypto/mls/epoch_state.hpp"

#include <utility>

namespace kring::support {

namespace {

/// What a member keeps to itself is in the snapshot alone: its version, the epoch and the signature key.
struct Kept {
  mls::EpochState state;
  Secret signature_key;
};
Kept kept_by(const mls::Group& group) {
  const auto snapshot = group.encode();
  codec::Reader in(snapshot);
  static_cast<void>(in.u16().value());
  auto state = mls::EpochState::read(in).value();
  return {.state = std::move(state), .signature_key = Secret::copy_of(in.opaque(snapshot.size()).value())};
}

}  // namespace

Secret signature_key_of(const mls::Group& group) {
  return kept_by(group).signature_key;
}

mls::MlsMessage break_path(const mls::Group& group, const mls::MlsMessage& commit) {
  const auto [state, signature_key] = kept_by(group);

  const auto& message = std::get<mls::PublicMessage>(commit.body);
  auto content = message.content;
  for (auto& node : std::get<mls::Commit>(content.content).path.value().nodes) {
    for (auto& secret : node.encrypted_path_secret) secret.ciphertext.front() ^= 1U;
  }
  const auto context = codec::encode(group.context());
  auto made =
      mls::sign_content(mls::WireFormat::public_message, std::move(content), context, signature_key).value();
  made.auth.confirmation_tag = message.auth.confirmation_tag;
  return {mls::protect_public(std::move(made), context, state.member->epoch.membership_key)};
}

}  // namespace kring::support
