#pragma once

#include "channels/charter/bodies.hpp"

/// What is said about a member's devices, each of which has a handle of its own in the circle.
namespace kring::charter {

/// Gives a member one more handle: by one of theirs, or by the new one itself and the member's words.
struct DeviceAdd {
  MemberId member;
  HandleKey handle_key;
  /// The new handle's signature of `NewHandleContent`.
  Bytes proof;

  static constexpr EntryKind kind = EntryKind::device_add;
  static Result<DeviceAdd> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const DeviceAdd&, const DeviceAdd&) = default;
};

/// Ends a handle, and those that it has added.
struct DeviceRevoke {
  HandleId handle;
  /// Signed by the recovery key too: then it ends one that had added the signer's as well.
  bool overrules = false;

  static constexpr EntryKind kind = EntryKind::device_revoke;
  static Result<DeviceRevoke> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const DeviceRevoke&, const DeviceRevoke&) = default;
};

/// Ends all handles of a member who has lost them and the words, and gives them new ones.
struct KeyReset {
  MemberId member;
  HandleKey handle_key;
  RecoveryKey recovery_key;
  /// The new handle's signature of `NewHandleContent`.
  Bytes proof;

  static constexpr EntryKind kind = EntryKind::key_reset;
  static Result<KeyReset> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const KeyReset&, const KeyReset&) = default;
};

/// By which a new handle says whose it is. It does not depend on the charter's head: whoever adds the handle
/// does so when the head lets them, and need not ask again.
struct NewHandleContent {
  CircleId circle;
  MemberId member;
  HandleKey handle_key;
  /// With a key reset only.
  std::optional<RecoveryKey> recovery_key;

  void write(codec::Writer& out) const;
};
/// Errors: `bad_key` of crypto.
[[nodiscard]] Result<Bytes> prove_handle(const NewHandleContent& content, const Secret& handle_seed);
/// Errors: `bad_signature`.
[[nodiscard]] Status verify_handle_proof(const NewHandleContent& content, ByteView proof);

}  // namespace kring::charter
