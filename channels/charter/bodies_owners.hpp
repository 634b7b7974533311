#pragma once

#include "channels/charter/bodies.hpp"

/// What owners say about each other and about the whole circle.
namespace kring::charter {

/// Keeps the circle as it is for a while: nobody comes in and nothing is opened, and whoever is in goes on.
struct Freeze {
  static constexpr EntryKind kind = EntryKind::freeze;
  static Result<Freeze> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Freeze&, const Freeze&) = default;
};

/// Ends the signer's own freeze.
struct FreezeEnd {
  static constexpr EntryKind kind = EntryKind::freeze_end;
  static Result<FreezeEnd> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const FreezeEnd&, const FreezeEnd&) = default;
};

/// Asks that another owner go; also says that the signer agrees.
struct RemovalAsk {
  MemberId member;

  static constexpr EntryKind kind = EntryKind::removal_ask;
  static Result<RemovalAsk> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const RemovalAsk&, const RemovalAsk&) = default;
};

/// Agrees that an owner go, of whom another has asked it.
struct RemovalAgree {
  MemberId member;

  static constexpr EntryKind kind = EntryKind::removal_agree;
  static Result<RemovalAgree> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const RemovalAgree&, const RemovalAgree&) = default;
};

/// Ends the membership of an owner who has given no sign of life while that was asked.
struct RemovalDone {
  MemberId member;

  static constexpr EntryKind kind = EntryKind::removal_done;
  static Result<RemovalDone> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const RemovalDone&, const RemovalDone&) = default;
};

/// A sign of life of an owner whose removal is asked. So is anything else that they sign.
struct Stay {
  static constexpr EntryKind kind = EntryKind::stay;
  static Result<Stay> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const Stay&, const Stay&) = default;
};

/// Asks that the circle end, or agrees to it.
struct EndAsk {
  static constexpr EntryKind kind = EntryKind::end_ask;
  static Result<EndAsk> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const EndAsk&, const EndAsk&) = default;
};

/// Takes back what everybody has said so far about an end.
struct EndCancel {
  static constexpr EntryKind kind = EntryKind::end_cancel;
  static Result<EndCancel> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const EndCancel&, const EndCancel&) = default;
};

/// Ends the circle: nobody is a member any more, and nothing follows in its charter.
struct EndDone {
  static constexpr EntryKind kind = EntryKind::end_done;
  static Result<EndDone> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const EndDone&, const EndDone&) = default;
};

}  // namespace kring::charter
