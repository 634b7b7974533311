#pragma once

#include "channels/charter/introduction.hpp"
#include "channels/model/ids.hpp"

#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/primitives/keys.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kring::core {

/// The device itself, and what it keeps of its person's recovery kit: public halves only.
struct Device {
  std::string name;
  std::string relation;
  primitives::SignatureKeyPair key;
  charter::CertifiedDevice certificate;
  FixedBytes<32> vault_key{};
  std::vector<channels::RecoveryKey> recovery_keys;
  std::uint32_t next_recovery_key = 0;  ///< one a circle
  bool words_confirmed = false;
  /// What the person calls their devices, this one among them.
  std::map<channels::DeviceKey, std::string> device_names;

  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_vault`.
  [[nodiscard]] static Result<Device> decode(ByteView row);
};

struct NewDevice {
  Device device;
  SecretBytes words;
};
/// A new device of a new person. Errors: `bad_name`.
[[nodiscard]] Result<NewDevice> make_device(std::string_view name, std::string_view relation, Random& random);

/// A new device of the person whose words they are: they have them on paper. Errors: `bad_name`,
/// `wrong_words`.
[[nodiscard]] Result<Device> make_device_of(std::string_view name, std::string_view relation,
                                            const SecretBytes& words, Random& random);

/// Whether these are the words behind the device. Errors: `wrong_words`.
[[nodiscard]] Status check_words(const Device& device, const SecretBytes& words);
/// The private recovery key of this number. Errors: `wrong_words`.
[[nodiscard]] Result<Secret> recovery_seed(const Device& device, const SecretBytes& words,
                                           std::uint32_t index);

/// Recovery keys that are tried where nobody knows which one a circle has.
inline constexpr std::uint32_t recovery_tries_max = 64;
/// The first so many private recovery keys. Errors: `wrong_words`.
[[nodiscard]] Result<std::vector<Secret>> first_recovery_seeds(const Device& device,
                                                               const SecretBytes& words);

/// Who we are, signed for one circle by its handle. Errors: `bad_name`.
[[nodiscard]] Result<charter::Introduction> introduce(const Device& device, const charter::Subject& subject,
                                                      const Secret& handle_seed);

}  // namespace kring::core
