#pragma once

#include "crypto/base/id.hpp"

#include <cstdint>
#include <type_traits>
#include <utility>

namespace kring::channels {

/// Hash of the founding entry, so that a circle's id certifies itself.
using CircleId = Id<struct CircleTag, 32>;
/// Random ids.
using ChannelId = Id<struct ChannelTag, 16>;
using MemberId = Id<struct MemberTag, 16>;
using RoleId = Id<struct RoleTag, 16>;
using GroupId = Id<struct GroupTag, 16>;
using RecordId = Id<struct RecordTag, 16>;
using MessageId = Id<struct MessageTag, 16>;
using TransactionId = Id<struct TransactionTag, 16>;
/// Given by the hub to the sealed bytes of an attachment.
using BlobId = Id<struct BlobTag, 16>;
/// A one-time mailbox at the hub, through which two devices of one person meet: the hub's own choice.
using MailboxId = Id<struct MailboxTag, 16>;
/// A network's place for a key that signs attestations; random.
using AttestationKeyId = Id<struct AttestationKeyIdTag, 16>;
/// The life of a hub's store between two restores from backup.
using Incarnation = Id<struct IncarnationTag, 16>;
/// First 16 bytes of the SHA-256 of the handle key; also the identity of the MLS basic credential.
using HandleId = Id<struct HandleTag, 16>;
/// First 16 bytes of the SHA-256 of the invitation key.
using InvitationId = Id<struct InvitationTag, 16>;

/// Ed25519 public keys; each kind signs what only it may sign.
using HandleKey = Id<struct HandleKeyTag, 32>;
using RecoveryKey = Id<struct RecoveryKeyTag, 32>;
using InvitationKey = Id<struct InvitationKeyTag, 32>;
using HubKey = Id<struct HubKeyTag, 32>;
using PersonKey = Id<struct PersonKeyTag, 32>;
using DeviceKey = Id<struct DeviceKeyTag, 32>;
using AttestationKey = Id<struct AttestationKeyTag, 32>;
/// X25519 public key to which an introduction is sealed.
using BoxKey = Id<struct BoxKeyTag, 32>;

/// Place of an entry in a charter, from 1 on without gaps.
enum class EntryNumber : std::uint64_t {};
/// Place of an entry in a channel's log, from 1 on without gaps; 0 stands for the empty log.
enum class Sequence : std::uint64_t {};
/// Number of a record key in a channel's chain, from 1 on; 0 in sealed channels.
enum class Generation : std::uint32_t {};

/// The number after `number`.
template <class Number>
  requires std::is_same_v<Number, EntryNumber> || std::is_same_v<Number, Sequence> ||
           std::is_same_v<Number, Generation>
[[nodiscard]] constexpr Number next(Number number) {
  return static_cast<Number>(std::to_underlying(number) + 1);
}

}  // namespace kring::channels
