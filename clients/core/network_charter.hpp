#pragma once

#include "channels/charter/charter.hpp"
#include "channels/model/ids.hpp"
#include "channels/wire/charter_page.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace kring::core {

/// What the entries of one network's charter may take: those of 5,000 people over ten years take half of it.
inline constexpr std::size_t network_charter_bytes_max = std::size_t{32} * 1024 * 1024;
/// What an alarm about a network keeps of what the hub said: a whole page, and of anything longer its
/// beginning.
inline constexpr std::size_t network_evidence_bytes_max = wire::limits::charter_page_bytes_max;

/// What a hub says of a network that it cannot say if it is honest. The numbers lie in vaults.
enum class NetworkLie : std::uint8_t { refused = 1, went_back = 2, forked = 3, hidden = 4 };

/// The charter of a network that this device need not be in, as its hub shows it to anybody
/// (docs/protocol.md, section 13). Nothing of it is believed that does not follow from the founding entry,
/// whose hash is the network's id. Kept is what follows from the entries, and the head: no entry.
class NetworkCharter {
 public:
  explicit NetworkCharter(const channels::CircleId& network,
                          std::size_t bytes_max = network_charter_bytes_max)
      : network_(network), bytes_max_(bytes_max) {}

  /// What an answer brought.
  enum class Read : std::uint8_t {
    more = 1,   ///< there is more behind it
    whole,      ///< all is here
    behind,     ///< the hub has another life and less than it had: nothing has changed
    newer,      ///< this program is too old for it: nothing has changed
    too_large,  ///< more than is kept: nothing has changed
  };
  /// Takes an answer to the question for what is behind `number`, of a hub in this incarnation of its store;
  /// on an error nothing has changed, and what was known before counts on. Errors: `network_charter_refused`
  /// (it breaks a rule, is another circle's, is signed by another hub, or entries are held back),
  /// `network_went_back`, `network_forked`.
  [[nodiscard]] Result<Read> take(const wire::CharterPage& page, const channels::Incarnation& incarnation,
                                  Time now);
  /// Whether a hub in this incarnation may say that it has no such charter: it never showed one, or was
  /// restored since.
  [[nodiscard]] bool may_be_missing(const channels::Incarnation& incarnation) const;

  /// Notes that a lie was told to the user; whether it was not yet, since the charter was last read to its
  /// end.
  [[nodiscard]] bool tell_once(NetworkLie lie);

  [[nodiscard]] const channels::CircleId& network() const { return network_; }
  /// The last entry that is known, 0 if there is none.
  [[nodiscard]] channels::EntryNumber number() const;
  /// The newest charter that was read to its end; null if none was.
  [[nodiscard]] const charter::Charter* charter() const;
  /// When that was read last.
  [[nodiscard]] const std::optional<Time>& read_at() const { return read_at_; }
  /// The newest head that its hub has signed; none before the first answer.
  [[nodiscard]] const std::optional<wire::SignedHead>& head() const { return head_; }
  /// What the entries up to `number` take.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Forgets the charter but for its head: it is read anew from its beginning, and may not go back before it.
  void drop_charter();

  [[nodiscard]] SecretBytes encode() const;
  /// Reads rows of the version before as well, which have all entries. Errors: `bad_vault`.
  [[nodiscard]] static Result<NetworkCharter> decode(ByteView row);

 private:
  channels::CircleId network_;
  std::size_t bytes_max_;
  channels::Incarnation incarnation_{};
  std::optional<wire::SignedHead> head_;
  /// As far as it was read.
  std::optional<charter::Charter> tip_;
  /// The charter that counts, if it is not `tip_`.
  std::optional<charter::Charter> whole_before_;
  bool tip_is_whole_ = false;
  std::optional<Time> read_at_;
  std::size_t bytes_ = 0;
  std::set<NetworkLie> told_;
};

/// What is kept of networks that this device is not in. Whoever shows attestations chooses which they are.
struct NetworkLimits {
  /// What the entries of all charters together may take; what is kept of them is no more than that.
  std::size_t charters_bytes_max = std::size_t{128} * 1024 * 1024;
  /// Networks of which a head is known, or a lie was told.
  std::size_t networks_max = 1000;
};

/// The charters of networks that this device is not in. Where there would be too much, those that were read
/// longest ago go: of those over the bytes the charter alone, so that none of them can go back unnoticed.
class KnownNetworks {
 public:
  explicit KnownNetworks(NetworkLimits limits = {}) : limits_(limits) {}

  /// Null for one that is not known.
  [[nodiscard]] const NetworkCharter* find(const channels::CircleId& network) const;
  [[nodiscard]] const std::map<channels::CircleId, NetworkCharter>& all() const { return networks_; }
  /// Keeps one; gives the others that have changed or gone by it.
  [[nodiscard]] std::vector<channels::CircleId> put(NetworkCharter network);
  /// Whether there was one.
  bool erase(const channels::CircleId& network) { return networks_.erase(network) != 0; }

 private:
  using Item = std::map<channels::CircleId, NetworkCharter>::iterator;
  /// The one that was read longest ago, of all but `kept`, or of those that have a charter.
  enum class Among : std::uint8_t { all, with_charter };
  [[nodiscard]] Item oldest(const channels::CircleId& kept, Among among);
  [[nodiscard]] std::size_t bytes() const;

  NetworkLimits limits_;
  std::map<channels::CircleId, NetworkCharter> networks_;
};

}  // namespace kring::core
