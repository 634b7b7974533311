#pragma once

#include "channels/model/ids.hpp"
#include "channels/model/rights.hpp"
#include "channels/rules/heads.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"
#include "crypto/mls/extension.hpp"

namespace kring::rules {

/// Kring's private extensions (docs/protocol.md, section 4).
inline constexpr mls::ExtensionType channel_extension_type{0xF001};
inline constexpr mls::ExtensionType join_extension_type{0xF002};

/// In the GroupContext: which channel a group is of. Never changes.
struct ChannelExtension {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::Mode mode = channels::Mode::record;

  /// Errors: `bad_structure`, `unsupported_version`.
  static Result<ChannelExtension> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const ChannelExtension&, const ChannelExtension&) = default;
};

/// The GroupContext's extensions of a channel: `required_capabilities` naming 0xF001, then the channel's own.
[[nodiscard]] mls::Extensions group_extensions(const ChannelExtension& channel);

/// In the encrypted GroupInfo of a Welcome: where the joiner starts, and the newest record key. Move-only, as
/// it holds that key.
struct JoinExtension {
  CharterHead charter;
  LogHead log;
  Time time{};
  channels::Generation generation{};
  /// Empty in a sealed channel.
  Secret record_key;

  /// Errors: `bad_structure`, `unsupported_version`.
  static Result<JoinExtension> decode(ByteView bytes);
  [[nodiscard]] SecretBytes encode() const;
};

}  // namespace kring::rules
