#pragma once

#include "channels/charter/templates.hpp"
#include "channels/model/ids.hpp"
#include "channels/model/rights.hpp"
#include "clients/core/action.hpp"
#include "clients/core/client.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/secret.hpp"
#include "crypto/base/time.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What the user wants, kept until it has happened or cannot happen any more.
namespace kring::core {

struct FoundWish {
  std::string name;
  std::string hub;
  charter::Language language = charter::Language::dutch;
  charter::FoundedAs as = charter::FoundedAs::circle;
};
/// The circle's own state holds the link and the keys.
struct JoinWish {};
struct InviteWish {
  channels::InvitationKey key;
  channels::RoleId role;
  Duration stay{};
  Time expires;
  bool preapproved = false;
};
struct WithdrawWish {
  channels::InvitationId invitation;
};
struct ConfirmWish {
  channels::InvitationId invitation;
  std::optional<Time> until;
};
/// Ids are drawn, and names kept with the circle, when the wish is made: a bundle built anew has the same.
struct OpenWish {
  channels::ChannelId channel;
  channels::GroupId group;
  channels::Mode mode = channels::Mode::record;
  std::vector<ChannelRole> roles;
};
struct LaneWish {
  channels::ChannelId channel;
  channels::GroupId group;
  channels::RoleId contact;
  channels::RoleId keeper;
};
struct RemoveWish {
  channels::MemberId member;
};
struct LeaveWish {};
/// Ids are drawn when the wish is made; the place from which the log goes on is found when it is built.
struct RestartWish {
  channels::ChannelId channel;
  channels::GroupId group;
  /// How often the channel had been restarted when the wish was made: once more, by whomever, is what it
  /// wants.
  std::uint64_t restarts = 0;
  std::optional<channels::Sequence> blamed;
};
/// After a restore of the hub.
struct ResumeWish {};
struct PauseWish {
  channels::MemberId member;
};
struct UnpauseWish {
  channels::MemberId member;
};
/// The end is found when the wish is made.
struct RoleWish {
  channels::MemberId member;
  channels::RoleId role;
  Time until;
};
struct AllowWish {
  channels::ChannelId channel;
  std::vector<ChannelRole> roles;
};
struct CloseWish {
  channels::ChannelId channel;
};
struct FreezeWish {
  Time since;  ///< when the wish was made
};
struct UnfreezeWish {};
enum class RemovalStep : std::uint8_t { ask = 1, agree, done };
struct RemovalWish {
  channels::MemberId member;
  RemovalStep step = RemovalStep::ask;
};
struct StayWish {};
enum class EndStep : std::uint8_t { ask = 1, cancel, done };
struct EndWish {
  EndStep step = EndStep::ask;
};

/// A new device of a member; with a recovery key, in place of all that they had.
struct DeviceWish {
  channels::MemberId member;
  channels::HandleKey handle_key;
  std::optional<channels::RecoveryKey> recovery_key{};
  Bytes proof{};
};
struct RevokeWish {
  channels::HandleId handle;
  bool overrules = false;
};
/// A key of this device that signs attestations; none: the one that is there is taken away.
struct AttestationKeyWish {
  charter::AttestationKeyId id;
  std::optional<channels::AttestationKey> key;
};
/// That the charter be public with this key.
struct PublishWish {
  charter::FirstKey first;
};
struct WithdrawAttestationWish {
  charter::AttestationHash attestation;
};

using Wish = std::variant<FoundWish, JoinWish, InviteWish, WithdrawWish, ConfirmWish, OpenWish, LaneWish,
                          RemoveWish, LeaveWish, RestartWish, ResumeWish, PauseWish, UnpauseWish, RoleWish,
                          AllowWish, CloseWish, FreezeWish, UnfreezeWish, RemovalWish, StayWish, EndWish,
                          DeviceWish, RevokeWish, AttestationKeyWish, WithdrawAttestationWish, PublishWish>;

struct Intent {
  IntentId id;
  std::uint64_t order = 0;  ///< wishes of a circle are done in this order, as are circles founded
  Wish wish;
  std::uint32_t tries = 0;
  Time not_before{};
  /// Whether it takes the circle's private recovery key, which is in memory only: a restart ends the intent.
  bool needs_recovery_key = false;
  Secret recovery_key;
  /// To be tried where that one opens nothing, the last first. In memory only, too.
  std::vector<Secret> further_recovery_keys{};
};

[[nodiscard]] IntentKind kind_of(const Wish& wish);

/// The row of an intent, without its recovery key.
[[nodiscard]] SecretBytes encode_intent(const Intent& intent);
/// Errors: `bad_vault`.
[[nodiscard]] Result<Intent> decode_intent(ByteView row);

}  // namespace kring::core
