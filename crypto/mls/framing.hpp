#pragma once

#include "crypto/mls/commit.hpp"

#include <optional>
#include <variant>

namespace kring::mls {

// Who sent a message (RFC 9420, section 6); numbered from 1 in the order of `Sender`.
struct MemberSender {
  LeafIndex leaf{};
  friend bool operator==(const MemberSender&, const MemberSender&) = default;
};
/// An entry of the group's `external_senders` extension.
struct ExternalSender {
  std::uint32_t index = 0;
  friend bool operator==(const ExternalSender&, const ExternalSender&) = default;
};
/// Someone who proposes to be added.
struct NewMemberProposal {
  friend bool operator==(const NewMemberProposal&, const NewMemberProposal&) = default;
};
/// Someone who joins by an external commit.
struct NewMemberCommit {
  friend bool operator==(const NewMemberCommit&, const NewMemberCommit&) = default;
};

struct Sender {
  std::variant<MemberSender, ExternalSender, NewMemberProposal, NewMemberCommit> content;

  [[nodiscard]] static Sender member(LeafIndex leaf) { return {MemberSender{leaf}}; }
  /// The member's leaf, or nothing for the other kinds.
  [[nodiscard]] std::optional<LeafIndex> leaf() const;

  static Result<Sender> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Sender&, const Sender&) = default;
};

struct ApplicationData {
  Bytes bytes;
  friend bool operator==(const ApplicationData&, const ApplicationData&) = default;
};

/// In the order of `ContentType`.
using MessageContent = std::variant<ApplicationData, Proposal, Commit>;

/// What a message says and to whom (section 6).
struct FramedContent {
  Bytes group_id;
  EpochId epoch{};
  Sender sender;
  Bytes authenticated_data;
  MessageContent content;

  [[nodiscard]] ContentType type() const { return static_cast<ContentType>(content.index() + 1); }

  static Result<FramedContent> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const FramedContent&, const FramedContent&) = default;
};

/// The signature, and on commits the confirmation tag.
struct FramedContentAuth {
  Bytes signature;
  std::optional<Bytes> confirmation_tag;

  /// The tag is there exactly if `type` is a commit.
  static Result<FramedContentAuth> read(codec::Reader& in, ContentType type);
  void write(codec::Writer& out) const;
  friend bool operator==(const FramedContentAuth&, const FramedContentAuth&) = default;
};

/// Signed content, independent of how it travels.
struct AuthenticatedContent {
  WireFormat wire_format{};
  FramedContent content;
  FramedContentAuth auth;

  static Result<AuthenticatedContent> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const AuthenticatedContent&, const AuthenticatedContent&) = default;
};

/// ProposalRef of a proposal message (section 5.2).
[[nodiscard]] ProposalRef proposal_ref(const AuthenticatedContent& proposal);

/// Content that travels in the clear (section 6.2).
struct PublicMessage {
  FramedContent content;
  FramedContentAuth auth;
  /// There exactly if the sender is a member.
  std::optional<Bytes> membership_tag;

  static Result<PublicMessage> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const PublicMessage&, const PublicMessage&) = default;
};

/// Encrypted content (section 6.3).
struct PrivateMessage {
  Bytes group_id;
  EpochId epoch{};
  ContentType content_type{};
  Bytes authenticated_data;
  Bytes encrypted_sender_data;
  Bytes ciphertext;

  static Result<PrivateMessage> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const PrivateMessage&, const PrivateMessage&) = default;
};

}  // namespace kring::mls
