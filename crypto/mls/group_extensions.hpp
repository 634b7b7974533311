#pragma once

#include "crypto/mls/credential.hpp"
#include "crypto/mls/extension.hpp"
#include "crypto/primitives/keys.hpp"

#include <vector>

namespace kring::mls {

/// What every member must support (RFC 9420, section 11.1).
struct RequiredCapabilities {
  std::vector<ExtensionType> extensions;
  std::vector<ProposalType> proposals;
  std::vector<CredentialType> credentials;

  static Result<RequiredCapabilities> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const RequiredCapabilities&, const RequiredCapabilities&) = default;
};

/// Someone outside the group who may send proposals (section 12.1.8.1).
struct ExternalSenderKey {
  primitives::SignaturePublicKey signature_key;
  Credential credential;

  static Result<ExternalSenderKey> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ExternalSenderKey&, const ExternalSenderKey&) = default;
};

/// The content of an `external_senders` extension.
struct ExternalSenders {
  std::vector<ExternalSenderKey> senders;

  static Result<ExternalSenders> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ExternalSenders&, const ExternalSenders&) = default;
};

/// The content of an `external_pub` extension (section 12.4.3.2).
struct ExternalPub {
  primitives::HpkePublicKey key;

  static Result<ExternalPub> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const ExternalPub&, const ExternalPub&) = default;
};

}  // namespace kring::mls
