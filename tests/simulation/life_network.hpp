#pragma once

#include "channels/charter/attestation.hpp"
#include "channels/charter/charter_log.hpp"
#include "channels/wire/charter_page.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/simulation/life.hpp"
#include "tests/support/test_circle.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kring::simulation {

/// What a hub says of a network's charter to whoever asks, and is not so.
enum class CharterLie : std::uint8_t {
  older,           ///< what was true once, with the head that was signed then
  forged_key,      ///< a key of the hub's own behind it, in a coordinator's name
  strangers_key,   ///< the same, rightly signed by somebody who is not in the network
  other_network,   ///< another one, with a key of the hub's own
  hidden,          ///< there is none
  another_head,    ///< its last entry has another hash
  held_back,       ///< there is more of it, which does not come
  entry_left_out,  ///< without one of its entries
  bit_flipped,
  cut_off,  ///< the answer ends too soon
};
inline constexpr std::size_t charter_lie_count = 10;

/// An answer that is a lie.
struct ToldLie {
  HttpGot got;
  /// No reader who has read as far as they said may take it.
  bool shows = false;
};

/// An attestation that somebody in the life shows.
struct ShownAttestation {
  charter::Attestation attestation;
  channels::PersonKey person;
};

/// The network beside the circle of a life whose hub lies: its coordinator, whom the hub does not lie to,
/// what is true of its charter, and what the hub says of it.
class LifeNetwork {
 public:
  /// Founds it, with a newsgroup and a charter that is public; settles.
  explicit LifeNetwork(CircleWorld& world);

  [[nodiscard]] const channels::CircleId& id() const { return place_.circle; }
  [[nodiscard]] DeviceIndex coordinator() const { return place_.founder; }
  /// A new device of a doctor in it, who shows what was attested of them from now on; settles.
  [[nodiscard]] DeviceIndex add_attested(const std::string& name);
  /// A new device of somebody who is not in it, and shows an attestation that the hub has made up.
  [[nodiscard]] DeviceIndex add_impostor(const std::string& name);

  /// The coordinator withdraws, attests anew, replaces the key or invites; or somebody posts.
  void change(const Op& op);

  /// The charter as the store has it. Nothing that was in it ever goes.
  [[nodiscard]] const charter::CharterLog& truth();
  /// What somebody shows under this name, null if nobody does; the hub's own is among them.
  [[nodiscard]] const ShownAttestation* find(const charter::AttestationHash& id) const;
  [[nodiscard]] bool is_made_up(const charter::AttestationHash& id) const { return id == made_up_; }

  /// What the hub answers instead of the truth; nothing if it has no such lie to tell now.
  [[nodiscard]] std::optional<ToldLie> lie(CharterLie kind, const wire::CharterPath& asked,
                                           const HttpGot& truth, support::SeededRandom& dice);

 private:
  struct Doctor {
    std::string name;
    DeviceIndex device{};
  };

  void attest(const Doctor& doctor);
  void keep(DeviceIndex device, const charter::Attestation& attestation);
  void replace_key();
  void invite();
  void post(const Op& op);
  [[nodiscard]] channels::PersonKey person_of(DeviceIndex device);

  // The lies (life_network_lies.cpp).
  /// The true entries from one on, up to another.
  [[nodiscard]] std::vector<Bytes> entries(channels::EntryNumber from, channels::EntryNumber to);
  [[nodiscard]] HttpGot page(std::vector<Bytes> entries, channels::EntryNumber number,
                             const charter::EntryHash& hash) const;
  [[nodiscard]] ToldLie older(const wire::CharterPath& asked, support::SeededRandom& dice);
  [[nodiscard]] ToldLie with_key(const wire::CharterPath& asked, const channels::HandleId& signer);
  [[nodiscard]] ToldLie another(const wire::CharterPath& asked);
  [[nodiscard]] std::optional<ToldLie> without_one(const wire::CharterPath& asked,
                                                   support::SeededRandom& dice);
  /// The last entry that takes something back, if there is one.
  [[nodiscard]] std::optional<channels::EntryNumber> last_taken_back();

  CircleWorld& world_;
  CircleWorld::Place place_;
  channels::ChannelId newsgroup_;
  std::vector<Doctor> doctors_;
  std::map<charter::AttestationHash, ShownAttestation> shown_;
  std::vector<charter::AttestationHash> given_;
  std::optional<charter::CharterLog> truth_;
  std::size_t posts_ = 0;
  /// The hub's own key, its place, and the attestation that it signs.
  primitives::SignatureKeyPair false_key_;
  charter::AttestationKeyId false_place_;
  charter::AttestationHash made_up_;
  /// A network that the hub has founded itself.
  support::TestCircle other_;
};

}  // namespace kring::simulation
