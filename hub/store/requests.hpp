#pragma once

#include "channels/model/ids.hpp"
#include "channels/model/log_kind.hpp"
#include "channels/model/mail_side.hpp"
#include "channels/model/rights.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/time.hpp"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

/// What is asked of a store, and what it answers: plain values, so that the engine decides on them, the
/// driver performs them and the simulator does both.
///
/// A store checks what only it can know inside its transaction (is this request a repetition, is this still
/// the head, is this package still unspent). Everything else (rules, rights, signatures) was judged before.
namespace kring::store {

/// A log payload up to this size is handed out by `ReadLog`; a larger one by `ReadBlob`, under its hash. So
/// sized that it fits a frame of 64 KiB in base64, and that every record and sealed message is below it.
inline constexpr std::size_t inline_payload_bytes_max = std::size_t{40} * 1024;
/// One staged part (design, section 9).
inline constexpr std::size_t staged_part_bytes_max = std::size_t{8} * 1024 * 1024;
/// All staged parts of a circle that no bundle has taken yet: eight of the largest at a time.
inline constexpr std::size_t staged_circle_bytes_max = std::size_t{64} * 1024 * 1024;
/// Those of one handle: two of the largest bundles, of 64 parts at most each. Its oldest parts make room for
/// the next, since they are most likely of a bundle that came too late; and no single member can fill a
/// circle.
inline constexpr std::size_t staged_handle_bytes_max = std::size_t{16} * 1024 * 1024;
inline constexpr std::size_t staged_handle_parts_max = 128;
/// Unspent key packages of a handle: one for each of the 64 channels it may be waiting for.
inline constexpr std::size_t key_packages_max = 64;

/// Blobs of one handle in a circle that have begun to come and are not whole yet.
inline constexpr std::size_t uploads_max = 16;

/// The head of a circle's charter; number 0 and a zero hash stand for no charter at all.
struct CharterHead {
  channels::EntryNumber number{};
  Hash hash{};
  friend bool operator==(const CharterHead&, const CharterHead&) = default;
};

/// Where an accepted entry stands in a channel's log, and the running hash up to it.
struct LogPosition {
  channels::ChannelId channel;
  channels::Sequence seq{};
  Time time{};
  Hash hash{};
  friend bool operator==(const LogPosition&, const LogPosition&) = default;
};

/// Where a channel stands: the last entry's number and running hash (0 and zero before the first), the epoch,
/// and the last entry's time.
struct ChannelHead {
  channels::ChannelId channel;
  channels::Sequence seq{};
  Hash hash{};
  std::uint64_t epoch = 0;
  Time time{};
  friend bool operator==(const ChannelHead&, const ChannelHead&) = default;
};

struct CharterEntryRow {
  channels::EntryNumber number{};
  Hash hash{};
  Bytes bytes;
  friend bool operator==(const CharterEntryRow&, const CharterEntryRow&) = default;
};

struct KeyPackageRow {
  Hash ref{};
  Bytes bytes;
  friend bool operator==(const KeyPackageRow&, const KeyPackageRow&) = default;
};

// ------------------------------------------------------------------------------------------------ writes

/// Puts one entry at the end of a channel's log.
///
/// First the idempotency look-up by (circle, author, message): the same `request_hash` is answered as the
/// first time, another one is `conflict`. Then charter number and epoch must be the current ones: `Stale`
/// otherwise, as also if `time` is before the channel's last entry (another node's clock is ahead: a log's
/// times never go back). Then the channel must not have had a record under this id: two texts under one key
/// and nonce would betray both. A refused append leaves nothing behind and its message id free. Answer:
/// `Appended` or `Stale`. Errors: `conflict`, `unknown_circle`, `unknown_channel`, `record_id_used`.
struct Append {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::HandleId author;
  channels::MessageId message;
  Hash request_hash{};
  channels::EntryNumber charter_number{};
  std::uint64_t epoch = 0;
  channels::LogKind kind{};
  Time time{};
  /// The payload's, if it is a record.
  std::optional<channels::RecordId> record{};
  Bytes payload;
};

/// Where a Welcome's key package comes from.
enum class PackageFrom : std::uint8_t {
  stock,    ///< claimed for this channel, and spent by the Welcome
  request,  ///< of whoever is healed: it came with the request, for one commit alone
};

/// A Welcome for one new leaf, and the key package that it spends.
struct WelcomeWrite {
  channels::HandleId handle;
  Hash package{};
  Bytes welcome;
  PackageFrom from = PackageFrom::stock;
};

/// A new group of a channel: it is in no other.
struct Opening {
  channels::Mode mode{};
  channels::GroupId group;
  /// The channel exists, in this mode: its log goes on in this group. Else the channel is new.
  bool goes_on = false;
};

/// A ratchet tree that joiners fetch under its hash.
struct TreePart {
  Hash hash{};
  Bytes bytes;
};

/// One group's part of a bundle: a commit, which becomes a log entry, and what follows from it.
struct GroupWrite {
  channels::ChannelId channel;
  std::optional<Opening> opening;
  /// Of a channel that exists: the epoch that the commit was made in.
  std::uint64_t expected_epoch = 0;
  std::uint64_t new_epoch = 0;
  channels::LogKind kind{};
  Time time{};
  Bytes commit_payload;
  Bytes group_state;
  Bytes channel_state;
  /// The tree that the welcomes' receivers need, if it is not inside them.
  std::optional<TreePart> tree;
  std::vector<WelcomeWrite> welcomes;
};

/// What comes with an accepted invitation.
struct AcceptanceWrite {
  channels::InvitationId invitation;
  channels::HandleId handle;
  Bytes introduction;
  std::vector<KeyPackageRow> packages;
};

/// Charter entries, commits, welcomes and an acceptance in one: all of it or nothing.
///
/// First the idempotency look-up by (circle, author, transaction) as for `Append`. Then `expected_head` must
/// be the charter's head (number 0: the circle must not exist), each group's expected epoch the current one
/// and its time not before the channel's last entry, else `Stale`. Answer: `Bundled` or `Stale`. Errors:
/// `conflict`, `unknown_circle`, `circle_exists`, `unknown_channel`, `channel_exists`, `package_unusable` (a
/// welcome's package is not in stock, or claimed for another channel or for none), `stock_full`.
struct BundleWrite {
  channels::CircleId circle;
  channels::HandleId author;
  channels::TransactionId transaction;
  Hash request_hash{};
  CharterHead expected_head;
  /// Numbered on from the expected head without a gap; the last one becomes the head.
  std::vector<CharterEntryRow> entries;
  /// The charter's state after the entries; kept as it was if there are none.
  Bytes charter_snapshot;
  std::vector<GroupWrite> groups;
  std::optional<AcceptanceWrite> acceptance;
  /// Handles that the entries ended: their key packages, mailboxes and staged parts go.
  std::vector<channels::HandleId> ended;
  /// Staged parts that the bundle used up.
  std::vector<Hash> staged_taken;
  /// The circle goes on in this incarnation of the store.
  std::optional<channels::Incarnation> resumed{};
  /// The entries end the circle: `PurgeEnded` removes what it leaves, and nothing comes to it any more.
  bool ends_circle = false;
  /// Anybody may read the charter, from now on and for good (`ReadPublicCharter`).
  bool makes_public = false;
};

/// One entry of a log that the store has lost.
struct RestoredEntry {
  channels::LogKind kind{};
  Time time{};
  /// The payload's, if it is a record.
  std::optional<channels::RecordId> record{};
  Bytes payload;
};

/// Puts entries that were lost with a restore at the end of a channel's log, or begins it.
///
/// The charter's head and the channel's number and hash must be those that are expected, and no time before
/// the last entry's, else `Stale`; a channel that is not there stands at 0. Answer: `Appended`, of the last
/// entry, or `Stale`. Errors: `unknown_circle`, `unknown_channel` (not there, and nothing opens it),
/// `record_id_used`.
struct RestoreLog {
  channels::CircleId circle;
  channels::ChannelId channel;
  CharterHead expected_head;
  channels::Sequence after{};
  Hash after_hash{};
  /// The channel's group after the entries, if one of them begins it.
  std::optional<Opening> opening{};
  /// At least one.
  std::vector<RestoredEntry> entries;
  /// After them.
  std::uint64_t epoch = 0;
  Bytes group_state;
  Bytes channel_state;
  /// Staged parts that are used up.
  std::vector<Hash> staged_taken;
};

/// Adds to a handle's stock; a package that was ever put there before is passed over. Answer: `Stock`.
/// Errors: `unknown_circle`, `stock_full` (nothing was added).
struct PutKeyPackages {
  channels::CircleId circle;
  channels::HandleId handle;
  std::vector<KeyPackageRow> packages;
};

/// The key package for admitting `handle` to `channel`: the same one again until a bundle spends it, else the
/// oldest free one, kept for that admission from now on. Answer: `Claimed`. Errors: `no_key_package`.
struct ClaimKeyPackage {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::HandleId handle;
};

/// Empties a handle's mailbox of these welcomes; unknown ids are passed over. Answer: `Done`.
struct AckWelcomes {
  channels::CircleId circle;
  channels::HandleId handle;
  std::vector<std::uint64_t> ids;
};

/// Ends handles outside a bundle (their time was over): key packages, mailboxes and staged parts go. Answer:
/// `Done`.
struct EndHandles {
  channels::CircleId circle;
  std::vector<channels::HandleId> handles;
};

/// Keeps a part that a bundle will name. The caller has checked the hash. The same part again renews its
/// time. The handle's oldest parts go if it would have too many. Answer: `Done`. Errors: `unknown_circle`,
/// `part_too_large`, `staged_full`.
struct PutStaged {
  channels::CircleId circle;
  channels::HandleId uploader;
  Hash hash{};
  Time time{};
  Bytes bytes;
};

/// Drops the staged parts of all circles that are older than `before`. Answer: `Done`.
struct DropStaged {
  Time before{};
};

/// Makes room for a blob that will come in pieces, and counts it as whole from now on. (The store keeps what
/// is known of a blob; its bytes are a file, hub/blobs.) `blob` is new. Answer: `Done`. Errors:
/// `unknown_circle`, `blobs_full` (the circle's blobs would have more than `circle_bytes_max` bytes),
/// `uploads_full`.
struct CreateBlobFile {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::HandleId uploader;
  channels::BlobId blob;
  std::uint64_t size = 0;
  Time time{};
  std::uint64_t circle_bytes_max = 0;
};

/// A blob is whole and on the disk. Again with the same hash: the same answer. Answer: `Done`. Errors:
/// `not_found` (also if it was dropped), `conflict` (it is whole with another hash).
struct FinishBlobFile {
  channels::CircleId circle;
  channels::BlobId blob;
  Hash hash{};
};

/// Gives blobs up: nobody finds them any more, they count for nothing, and `ReadDropped` names them until
/// their files are gone and `ForgetBlobFiles` says so. Answer: `Done`.
struct DropBlobFiles {
  channels::CircleId circle;
  /// One blob, or all of a channel.
  std::variant<channels::BlobId, channels::ChannelId> which;
};

/// Gives up the blobs of all circles that were begun before `before` and are not whole. Answer: `Done`.
struct DropUploads {
  Time before{};
};

/// The files of these dropped blobs are gone; others are passed over. Answer: `Done`.
struct ForgetBlobFiles {
  std::vector<channels::BlobId> blobs;
};

/// Puts what a device sealed into its vault slot, in place of what was there. Rows say nothing of circles,
/// handles or times. Again with the same bytes: the same answer. Answer: `SlotKept`. Errors: `conflict`
/// (`number` is not above that of what is there), `slots_full` (there is no such slot, and may be no new
/// one).
struct PutSlot {
  Hash slot{};
  std::uint64_t number = 0;
  Bytes sealed;
  bool may_be_new = true;
};

/// Opens a one-time mailbox, after those that were opened before `expired_before` are gone. `mailbox` is new.
/// Answer: `Done`. Errors: `mailboxes_full` (there are `count_max`).
struct OpenMailbox {
  channels::MailboxId mailbox;
  Time time{};
  Time expired_before{};
  std::size_t count_max = 0;
};

/// Puts the one message of a side. The same again: the same answer. Answer: `Done`. Errors: `not_found` (no
/// such mailbox, or one that was opened before `expired_before`), `conflict` (another is, or was, there).
struct PutMail {
  channels::MailboxId mailbox;
  channels::MailSide side{};
  Time expired_before{};
  Bytes bytes;
};

/// Takes the message of a side: nobody finds it there again. Answer: `Mail`. Errors: `not_found` as above,
/// `conflict` (it was taken before).
struct TakeMail {
  channels::MailboxId mailbox;
  channels::MailSide side{};
  Time expired_before{};
};

/// Drops the mailboxes that were opened before `before`, with what is in them. Answer: `Done`.
struct DropMailboxes {
  Time before{};
};

/// Removes what ended circles leave: their logs, channels, Welcomes, introductions, key packages, staged
/// parts and what was answered about them; and gives up their blobs. Their charters stay, which say that they
/// have ended. At most `rows_max` rows of what grows with a log, so that nobody waits long. Of what this or
/// any request before it removed nothing is left in a write-ahead log of the store's own, as soon as no
/// reader stands in the way. Answer: `Purged`.
struct PurgeEnded {
  std::size_t rows_max = 0;
};

using WriteRequest =
    std::variant<Append, BundleWrite, PutKeyPackages, ClaimKeyPackage, AckWelcomes, EndHandles, PutStaged,
                 DropStaged, CreateBlobFile, FinishBlobFile, DropBlobFiles, DropUploads, ForgetBlobFiles,
                 RestoreLog, PutSlot, OpenMailbox, PutMail, TakeMail, DropMailboxes, PurgeEnded>;

/// Whether an answer is the request's first one, or its repetition for the same request sent again.
enum class Answered : std::uint8_t { first, again };

struct Done {
  friend bool operator==(const Done&, const Done&) = default;
};
struct Appended {
  LogPosition position;
  Answered answered = Answered::first;
  friend bool operator==(const Appended&, const Appended&) = default;
};
/// The charter's head after the bundle, and one position a group, in the bundle's order.
struct Bundled {
  CharterHead head;
  std::vector<LogPosition> logs;
  Answered answered = Answered::first;
  friend bool operator==(const Bundled&, const Bundled&) = default;
};
/// Refused: the world has moved on. Where it is now; channels are those that the request named and that
/// exist.
struct Stale {
  CharterHead head;
  std::vector<ChannelHead> channels;
  friend bool operator==(const Stale&, const Stale&) = default;
};
struct Claimed {
  KeyPackageRow package;
  friend bool operator==(const Claimed&, const Claimed&) = default;
};
/// How many unspent key packages there are, claimed ones too.
struct Stock {
  std::size_t count = 0;
  friend bool operator==(const Stock&, const Stock&) = default;
};

/// What lay in a one-time mailbox; nothing if it has not come yet.
struct Mail {
  std::optional<Bytes> bytes;
  friend bool operator==(const Mail&, const Mail&) = default;
};

/// Whether the slot was not there before.
struct SlotKept {
  bool is_new = false;
  friend bool operator==(const SlotKept&, const SlotKept&) = default;
};

/// Whether ended circles may have left more.
struct Purged {
  bool more = false;
  friend bool operator==(const Purged&, const Purged&) = default;
};

using WriteAnswer = std::variant<Done, Appended, Bundled, Stale, Claimed, Stock, Mail, Purged, SlotKept>;
using WriteResult = Result<WriteAnswer>;

// ------------------------------------------------------------------------------------------------- reads

/// A circle's state without its history. Answer: `StoredCircle`. Errors: `unknown_circle`.
struct LoadCircle {
  channels::CircleId circle;
};
/// Charter entries from number `from` on: as many as fit `bytes_max`, at least one if there is one.
/// Answer: `CharterPage`. Errors: `unknown_circle`.
struct ReadCharter {
  channels::CircleId circle;
  channels::EntryNumber from{1};
  std::size_t bytes_max = 0;
};
/// The same of a charter that anybody may read. What is not public is answered as what is not there, by the
/// one look-up that both take. Answer: `CharterPage`. Errors: `not_found`.
struct ReadPublicCharter {
  channels::CircleId circle;
  channels::EntryNumber from{1};
  std::size_t bytes_max = 0;
};
/// Log entries after number `after`: at most `count_max`, as many as fit `bytes_max`, at least one if there
/// is one and `count_max` is not 0. Answer: `LogPage`. Errors: `unknown_channel`.
struct ReadLog {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::Sequence after{};
  std::size_t count_max = 0;
  std::size_t bytes_max = 0;
};
/// A handle's mailbox, oldest first. Answer: `Mailbox`.
struct ReadWelcomes {
  channels::CircleId circle;
  channels::HandleId handle;
};
/// The sealed introduction that came with an acceptance. Answer: `Bytes`. Errors: `not_found`.
struct ReadIntroduction {
  channels::CircleId circle;
  channels::InvitationId invitation;
};
/// A staged part, a tree or Welcome in a mailbox, or a large log payload. Answer: `Blob`. Errors:
/// `not_found`.
struct ReadBlob {
  channels::CircleId circle;
  Hash hash{};
};
/// Answer: `Stock`.
struct ReadStock {
  channels::CircleId circle;
  channels::HandleId handle;
};
/// What a bundle was answered, for one that comes again after its staged parts were taken.
/// Answer: `FirstAnswer`. Errors: `not_found`.
struct FindBundle {
  channels::CircleId circle;
  channels::HandleId author;
  channels::TransactionId transaction;
};
/// Where circles stand, all in one moment: what a node compares with what it has in memory. A circle that is
/// not there is left out. Answer: `Heads`.
struct ReadHeads {
  std::vector<channels::CircleId> circles;
};

/// What is known of a blob that is coming or here. Answer: `BlobFile`. Errors: `not_found`.
struct FindBlobFile {
  channels::CircleId circle;
  channels::BlobId blob;
};
/// Blobs of all circles that were dropped and whose files may still be there. Answer: `Dropped`.
struct ReadDropped {
  std::size_t count_max = 0;
};

/// What is in a vault slot. Answer: `Slot`. Errors: `not_found`.
struct ReadSlot {
  Hash slot{};
};

using ReadRequest =
    std::variant<LoadCircle, ReadCharter, ReadPublicCharter, ReadLog, ReadWelcomes, ReadIntroduction,
                 ReadBlob, ReadStock, FindBundle, ReadHeads, FindBlobFile, ReadDropped, ReadSlot>;

struct StoredChannel {
  ChannelHead head;
  channels::Mode mode{};
  channels::GroupId group;
  Bytes group_state;
  Bytes channel_state;
  friend bool operator==(const StoredChannel&, const StoredChannel&) = default;
};
/// Channels in the order in which they were opened.
struct StoredCircle {
  CharterHead head;
  /// Of the store, when the circle was founded or last resumed: another one than the store's if the store was
  /// restored from a backup since.
  channels::Incarnation incarnation;
  Bytes charter_snapshot;
  std::vector<StoredChannel> channels;
  friend bool operator==(const StoredCircle&, const StoredCircle&) = default;
};
struct CharterPage {
  CharterHead head;
  std::vector<CharterEntryRow> entries;
  friend bool operator==(const CharterPage&, const CharterPage&) = default;
};
struct LogEntryRow {
  channels::Sequence seq{};
  /// The running hash up to and with this entry.
  Hash hash{};
  channels::LogKind kind{};
  Time time{};
  Hash payload_hash{};
  std::uint64_t payload_bytes = 0;
  /// Empty if larger than `inline_payload_bytes_max`: `ReadBlob` has it.
  Bytes payload;
  friend bool operator==(const LogEntryRow&, const LogEntryRow&) = default;
};
struct LogPage {
  std::vector<LogEntryRow> entries;
  friend bool operator==(const LogPage&, const LogPage&) = default;
};
/// Bytes that are read by hash.
struct PartName {
  Hash hash{};
  std::uint64_t size = 0;
  friend bool operator==(const PartName&, const PartName&) = default;
};
struct WelcomeRow {
  std::uint64_t id = 0;
  channels::ChannelId channel;
  std::uint64_t epoch = 0;
  PartName welcome_part;
  /// Empty if larger than `inline_payload_bytes_max`: `ReadBlob` has it.
  Bytes welcome;
  std::optional<PartName> tree;
  friend bool operator==(const WelcomeRow&, const WelcomeRow&) = default;
};
struct Mailbox {
  std::vector<WelcomeRow> welcomes;
  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};
/// Bytes, and everything that says who may have them: whoever uploaded them, whose mailbox names them, the
/// channels whose log they are in.
struct Blob {
  Bytes bytes;
  std::optional<channels::HandleId> uploader;
  std::vector<channels::HandleId> recipients;
  std::vector<channels::ChannelId> channels;
  friend bool operator==(const Blob&, const Blob&) = default;
};
struct FirstAnswer {
  Hash request_hash{};
  Bundled bundled;
  friend bool operator==(const FirstAnswer&, const FirstAnswer&) = default;
};
/// Channels in the order in which they were opened.
struct CircleHeads {
  channels::CircleId circle;
  CharterHead charter;
  std::vector<ChannelHead> channels;
  friend bool operator==(const CircleHeads&, const CircleHeads&) = default;
};
/// In the order of the request.
struct Heads {
  std::vector<CircleHeads> circles;
  friend bool operator==(const Heads&, const Heads&) = default;
};

/// A blob whose bytes lie in a file.
struct BlobFile {
  channels::ChannelId channel;
  channels::HandleId uploader;
  std::uint64_t size = 0;
  /// None: not whole yet.
  std::optional<Hash> hash;
  friend bool operator==(const BlobFile&, const BlobFile&) = default;
};
struct Dropped {
  std::vector<channels::BlobId> blobs;
  friend bool operator==(const Dropped&, const Dropped&) = default;
};

struct Slot {
  std::uint64_t number = 0;
  Bytes sealed;
  friend bool operator==(const Slot&, const Slot&) = default;
};

using ReadAnswer = std::variant<StoredCircle, CharterPage, LogPage, Mailbox, Bytes, Blob, Stock, FirstAnswer,
                                Heads, BlobFile, Dropped, Slot>;
using ReadResult = Result<ReadAnswer>;

/// What a write gives that is done or fails.
[[nodiscard]] inline WriteResult done_or(const Status& status) {
  if (!status) return fail(status.error());
  return Done{};
}

}  // namespace kring::store
