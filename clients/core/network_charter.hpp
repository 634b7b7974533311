#pragma once

#include "channels/charter/charter_log.hpp"
#include "channels/model/ids.hpp"
#include "channels/wire/charter_page.hpp"

#include "crypto/base/secret.hpp"

#include <optional>

namespace kring::core {

/// The charter of a network that this device need not be in, as its hub shows it to anybody
/// (docs/protocol.md, section 13). Nothing of it is believed that does not follow from the founding entry,
/// whose hash is the network's id.
class NetworkCharter {
 public:
  explicit NetworkCharter(const channels::CircleId& network) : network_(network) {}

  /// What is still missing.
  enum class Read : std::uint8_t { more = 1, whole };
  /// Takes an answer to the question for what is behind `number`, of a hub in this incarnation of its store;
  /// on an error nothing has changed, and what was known before counts on. An older charter from another
  /// incarnation than the one that showed the newest is passed over: a hub that was restored has lost a part.
  /// Errors: `network_charter_refused` (it breaks a rule, is another circle's, is signed by another hub, or
  /// entries are held back), `network_went_back`, `network_forked`.
  [[nodiscard]] Result<Read> take(const wire::CharterPage& page, const channels::Incarnation& incarnation);

  [[nodiscard]] const channels::CircleId& network() const { return network_; }
  /// The last entry that is known, 0 if there is none.
  [[nodiscard]] channels::EntryNumber number() const;
  /// The newest charter that was read to its end; null if none was.
  [[nodiscard]] const charter::Charter* charter() const;
  /// The newest head that its hub has signed; none before the first answer.
  [[nodiscard]] const std::optional<wire::SignedHead>& head() const { return head_; }

  [[nodiscard]] SecretBytes encode() const;
  /// Errors: `bad_vault`.
  [[nodiscard]] static Result<NetworkCharter> decode(ByteView row);

 private:
  channels::CircleId network_;
  channels::Incarnation incarnation_{};
  std::optional<wire::SignedHead> head_;
  std::optional<charter::CharterLog> log_;
  /// Where the charter that counts ends, once all of it was there.
  std::optional<charter::Charter> whole_;
};

}  // namespace kring::core
