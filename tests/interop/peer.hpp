#pragma once

#include "crypto/mls/group.hpp"
#include "crypto/primitives/sodium_random.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kring::interop {

using Json = nlohmann::json;

/// A request that could not be done; `what()` is the answer's text.
class Refused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The members that live in one process of the peer protocol, and what can be asked of them. Texts and
/// numbers come out of requests; key packages are dated by the machine's clock, as other implementations
/// check them.
class Peer {
 public:
  /// Answers one request: `{"ok": value}` or `{"err": text}`. A failed one changes nothing.
  [[nodiscard]] Json answer(std::string_view line);

 private:
  struct Member {
    primitives::SignatureKeyPair signature;
    /// What the last key package listed.
    mls::Capabilities capabilities;
    std::optional<mls::KeyPackageBundle> key_package;
    std::optional<mls::Group> group;
    /// Our own proposals, which come back to us like to all others.
    std::set<Bytes> sent;
  };

  [[nodiscard]] Json perform(const Json& request);
  [[nodiscard]] Json make_key_package(const Json& request);
  [[nodiscard]] Json create(const Json& request);
  [[nodiscard]] Json register_psk(const Json& request);
  [[nodiscard]] Json commit(const Json& request);
  [[nodiscard]] Json propose_update(const Json& request);
  [[nodiscard]] Json propose_add(const Json& request);
  [[nodiscard]] Json join(const Json& request);
  [[nodiscard]] Json handle(const Json& request);
  [[nodiscard]] Json group_info(const Json& request);
  [[nodiscard]] Json join_externally(const Json& request);
  [[nodiscard]] Json epoch_authenticator(const Json& request);
  [[nodiscard]] Json epoch(const Json& request);
  [[nodiscard]] Json own_index(const Json& request);
  [[nodiscard]] Json protect(const Json& request);
  [[nodiscard]] Json unprotect(const Json& request);
  [[nodiscard]] Json exporter(const Json& request);
  [[nodiscard]] Json make_external_sender(const Json& request);
  [[nodiscard]] Json propose_removal_from_outside(const Json& request);

  /// The member that the request names, made when it is named first.
  [[nodiscard]] Member& member(const Json& request);
  [[nodiscard]] mls::Group& group(const Json& request);
  [[nodiscard]] Json sent(Member& by, const mls::MlsMessage& proposal);

  primitives::SodiumRandom random_;
  std::map<std::string, Member> members_;
  std::map<std::string, primitives::SignatureKeyPair> external_senders_;
};

}  // namespace kring::interop
