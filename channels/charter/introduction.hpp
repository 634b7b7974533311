#pragma once

#include "channels/charter/attestation.hpp"
#include "channels/charter/entry.hpp"
#include "channels/model/ids.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kring::charter {

using channels::DeviceKey;
using channels::PersonKey;

/// A person's word that a device is theirs, or that of a device before it in a chain.
struct DeviceCertificate {
  DeviceKey device_key;
  PersonKey person_key;

  void write(codec::Writer& out) const;
};

/// A device's word that a handle in a circle is its own.
struct HandleCertificate {
  CircleId circle;
  HandleKey handle_key;
  DeviceKey device_key;

  void write(codec::Writer& out) const;
};

/// Whose introduction is meant: what the charter says of a handle.
struct Subject {
  CircleId circle;
  MemberId member;
  HandleKey handle_key;

  friend bool operator==(const Subject&, const Subject&) = default;
};

/// A further device in a chain, with the signature over its `DeviceCertificate` by the device before it.
struct FurtherDevice {
  DeviceKey device_key;
  Bytes signature;

  static Result<FurtherDevice> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const FurtherDevice&, const FurtherDevice&) = default;
};

/// Who a handle belongs to, with the chain person key → device key → further devices → handle key.
///
/// Version 1 has no further devices, version 2 no attestations, version 3 no serial number: the lowest is
/// written that says it all.
struct IntroductionContent {
  Subject subject;
  /// 1 to 100 bytes of UTF-8, one line.
  std::string name;
  /// To the child, in the person's own words; 0 to 100 bytes.
  std::string relation;
  PersonKey person_key;
  /// That the person has certified.
  DeviceKey device_key;
  Bytes device_signature;
  /// At most `limits::further_devices_max`.
  std::vector<FurtherDevice> further{};
  /// Nothing in them is checked here. At most `limits::shown_attestations_max`, none twice.
  std::vector<Attestation> attestations{};
  /// How often the handle's device has written it anew: of two the one that has the higher one counts,
  /// whoever hands it on. 0 for the first.
  std::uint32_t serial = 0;
  Bytes handle_signature;

  /// The device whose handle it is: the chain's last.
  [[nodiscard]] const DeviceKey& own_device() const {
    return further.empty() ? device_key : further.back().device_key;
  }
  /// Errors: `unsupported_version`, and the codec's.
  static Result<IntroductionContent> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const IntroductionContent&, const IntroductionContent&) = default;
};

/// An introduction whose whole chain verified. Only `verify` and `make` give one.
class Introduction {
 public:
  /// Errors: `bad_introduction` (malformed or too large), `unsupported_version`, `bad_name`,
  /// `wrong_introduction` (another circle, member or handle than `subject`), `bad_signature`.
  [[nodiscard]] static Result<Introduction> verify(ByteView bytes, const Subject& subject);

  [[nodiscard]] const IntroductionContent& content() const { return content_; }
  /// As it came, to be handed on.
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

  friend bool operator==(const Introduction& a, const Introduction& b) { return a.bytes_ == b.bytes_; }

 private:
  Introduction(IntroductionContent content, Bytes bytes)
      : content_(std::move(content)), bytes_(std::move(bytes)) {}

  IntroductionContent content_;
  Bytes bytes_;
};

/// A device that its person has certified, be it through others; what a vault keeps of them.
struct CertifiedDevice {
  /// The chain's first, which the person has signed for.
  DeviceKey device_key;
  PersonKey person_key;
  Bytes signature;
  std::vector<FurtherDevice> further{};

  /// The device that this is about: the chain's last.
  [[nodiscard]] const DeviceKey& own_device() const {
    return further.empty() ? device_key : further.back().device_key;
  }

  static Result<CertifiedDevice> read(codec::Reader& in);
  void write(codec::SecretWriter& out) const;
  friend bool operator==(const CertifiedDevice&, const CertifiedDevice&) = default;
};
/// Whether each device of the chain is signed for. Errors: `bad_signature`.
[[nodiscard]] Status check_device(const CertifiedDevice& device);
/// Certifies a device by the person's seed. Errors: `bad_key` of crypto.
[[nodiscard]] Result<CertifiedDevice> certify_device(const DeviceCertificate& certificate,
                                                     const Secret& person_seed);

/// Certifies a further device by one that is certified itself, of which `device_seed` is the seed. Errors:
/// `chain_too_long`, `bad_key` of crypto.
[[nodiscard]] Result<CertifiedDevice> certify_further(const CertifiedDevice& by, const Secret& device_seed,
                                                      const DeviceKey& device);

/// What a person says of themselves, and shows.
struct IntroductionWords {
  std::string name;
  std::string relation;
  std::vector<Attestation> attestations{};
  std::uint32_t serial = 0;  ///< as in `IntroductionContent`
};
struct IntroductionSeeds {
  const Secret& device;
  const Secret& handle;
};
/// Makes and signs an introduction. Errors: `bad_name`, `too_many_attestations`, `bad_key` of crypto.
[[nodiscard]] Result<Introduction> make_introduction(const Subject& subject, const CertifiedDevice& device,
                                                     const IntroductionWords& words,
                                                     const IntroductionSeeds& seeds);

}  // namespace kring::charter
