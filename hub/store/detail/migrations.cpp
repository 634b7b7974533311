#include "hub/store/detail/migrations.hpp"

#include "crypto/primitives/hash.hpp"
#include "hub/store/detail/query.hpp"
#include "hub/store/requests.hpp"

#include <array>

namespace kring::store::detail {

using hub::Errc;

namespace {

// The partial index below, and the query that uses it, name the limit as a literal.
static_assert(inline_payload_bytes_max == 40960);

// `circle`, `channel` and `bundle` are row numbers; `handle`, `author`, `invitation` and the like are the
// domain's ids. Blobs that are large stand in tables of their own, since SQLite writes a changed row whole.
constexpr const char* sqlite_first_tables = R"sql(
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE circle (
  id INTEGER PRIMARY KEY,
  circle BLOB NOT NULL UNIQUE CHECK (length(circle) = 32),
  head_number INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32)
) STRICT;

CREATE TABLE charter_snapshot (
  circle INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE charter_entry (
  circle INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  bytes BLOB NOT NULL,
  PRIMARY KEY (circle, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel (
  id INTEGER PRIMARY KEY,
  circle INTEGER NOT NULL,
  channel BLOB NOT NULL CHECK (length(channel) = 16),
  mode INTEGER NOT NULL,
  mls_group BLOB NOT NULL CHECK (length(mls_group) = 16),
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  log_hash BLOB NOT NULL CHECK (length(log_hash) = 32),
  UNIQUE (circle, channel)
) STRICT;

CREATE TABLE channel_state (
  channel INTEGER PRIMARY KEY,
  group_state BLOB NOT NULL,
  channel_state BLOB NOT NULL
) STRICT;

-- An erased payload is NULL and leaves its hash and size.
CREATE TABLE log_entry (
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  kind INTEGER NOT NULL,
  time INTEGER NOT NULL,
  payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
  payload_bytes INTEGER NOT NULL,
  payload BLOB,
  PRIMARY KEY (channel, seq)
) STRICT;
CREATE INDEX log_entry_large ON log_entry (payload_hash, channel) WHERE payload_bytes > 40960;

CREATE TABLE append_answer (
  circle INTEGER NOT NULL,
  author BLOB NOT NULL CHECK (length(author) = 16),
  message BLOB NOT NULL CHECK (length(message) = 16),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (circle, author, message)
) STRICT, WITHOUT ROWID;

CREATE TABLE bundle_answer (
  id INTEGER PRIMARY KEY,
  circle INTEGER NOT NULL,
  author BLOB NOT NULL CHECK (length(author) = 16),
  bundle BLOB NOT NULL CHECK (length(bundle) = 16),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  head_number INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32),
  UNIQUE (circle, author, bundle)
) STRICT;

CREATE TABLE bundle_log (
  bundle INTEGER NOT NULL,
  place INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (bundle, place)
) STRICT, WITHOUT ROWID;

-- Handed out in the order of `id`. A spent one stays, without its bytes, so that it is never taken back.
CREATE TABLE key_package (
  id INTEGER PRIMARY KEY,
  circle INTEGER NOT NULL,
  handle BLOB NOT NULL CHECK (length(handle) = 16),
  ref BLOB NOT NULL CHECK (length(ref) = 32),
  claimed_for BLOB CHECK (length(claimed_for) = 16),
  spent INTEGER NOT NULL CHECK (spent IN (0, 1)),
  bytes BLOB NOT NULL,
  UNIQUE (circle, handle, ref)
) STRICT;

CREATE TABLE mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  circle INTEGER NOT NULL,
  handle BLOB NOT NULL CHECK (length(handle) = 16),
  channel BLOB NOT NULL CHECK (length(channel) = 16),
  epoch INTEGER NOT NULL,
  welcome BLOB NOT NULL CHECK (length(welcome) = 32),
  tree BLOB CHECK (length(tree) = 32)
) STRICT;
CREATE INDEX mail_handle ON mail (circle, handle);
CREATE INDEX mail_welcome ON mail (circle, welcome);
CREATE INDEX mail_tree ON mail (circle, tree);

-- Welcomes and trees under their hash, for as long as a row of `mail` names them.
CREATE TABLE mail_part (
  circle INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  bytes BLOB NOT NULL,
  PRIMARY KEY (circle, hash)
) STRICT;

CREATE TABLE introduction (
  circle INTEGER NOT NULL,
  invitation BLOB NOT NULL CHECK (length(invitation) = 16),
  bytes BLOB NOT NULL,
  PRIMARY KEY (circle, invitation)
) STRICT;

CREATE TABLE staged (
  circle INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  uploader BLOB NOT NULL CHECK (length(uploader) = 16),
  time INTEGER NOT NULL,
  size INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (circle, hash)
) STRICT;
CREATE INDEX staged_time ON staged (time);
)sql";

// The ids that a channel's records have had. They stay when a payload is erased. A record's payload begins
// with its epoch (8 bytes), its generation (4) and its id.
constexpr const char* sqlite_record_ids = R"sql(
CREATE TABLE record_id (
  channel INTEGER NOT NULL,
  record BLOB NOT NULL CHECK (length(record) = 16),
  PRIMARY KEY (channel, record)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO record_id (channel, record)
  SELECT channel, substr(payload, 13, 16) FROM log_entry WHERE kind = 2 AND length(payload) >= 28;
)sql";

// What is known of blobs whose bytes lie in files. `hash` is NULL until the blob is whole; a dropped one
// stays until its file is gone.
constexpr const char* sqlite_blob_files = R"sql(
CREATE TABLE blob_file (
  blob BLOB PRIMARY KEY CHECK (length(blob) = 16),
  circle INTEGER NOT NULL,
  channel BLOB NOT NULL CHECK (length(channel) = 16),
  uploader BLOB NOT NULL CHECK (length(uploader) = 16),
  size INTEGER NOT NULL,
  time INTEGER NOT NULL,
  dropped INTEGER NOT NULL CHECK (dropped IN (0, 1)),
  hash BLOB CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_file_circle ON blob_file (circle, channel);
CREATE INDEX blob_file_unfinished ON blob_file (time) WHERE hash IS NULL;
CREATE INDEX blob_file_dropped ON blob_file (blob) WHERE dropped = 1;
)sql";

// In which incarnation of the store a circle was founded or last resumed.
constexpr const char* sqlite_incarnations = R"sql(
ALTER TABLE circle ADD COLUMN incarnation BLOB NOT NULL DEFAULT x'00000000000000000000000000000000'
  CHECK (length(incarnation) = 16);
UPDATE circle SET incarnation = (SELECT value FROM meta WHERE name = 'incarnation');
)sql";

// Rows are found by a hash of keys that the hub sees only while one is used; nothing says whose they are.
constexpr const char* sqlite_vault_slots = R"sql(
CREATE TABLE vault_slot (
  slot BLOB PRIMARY KEY CHECK (length(slot) = 32),
  number INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// One-time mailboxes, by which devices of one person meet. A message that was taken has no bytes.
constexpr const char* sqlite_mailboxes = R"sql(
CREATE TABLE one_time_mailbox (
  mailbox BLOB PRIMARY KEY CHECK (length(mailbox) = 16),
  time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_mailbox_time ON one_time_mailbox (time);
CREATE TABLE one_time_mail (
  mailbox BLOB NOT NULL CHECK (length(mailbox) = 16),
  side INTEGER NOT NULL CHECK (side IN (1, 2)),
  bytes BLOB,
  PRIMARY KEY (mailbox, side)
) STRICT;
)sql";

// 1: the circle has ended, and what it leaves is still to be removed; 2: only its charter is left.
constexpr const char* sqlite_ended_circles = R"sql(
ALTER TABLE circle ADD COLUMN ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1, 2));
CREATE INDEX circle_to_purge ON circle (id) WHERE ended = 1;
)sql";

// Whether anybody may read the circle's charter.
constexpr const char* sqlite_public_charters = R"sql(
ALTER TABLE circle ADD COLUMN is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1));
)sql";

constexpr std::array sqlite_steps = {
    Migration{1, sqlite_first_tables},  Migration{2, sqlite_record_ids},     Migration{3, sqlite_blob_files},
    Migration{4, sqlite_incarnations},  Migration{5, sqlite_vault_slots},    Migration{6, sqlite_mailboxes},
    Migration{7, sqlite_ended_circles}, Migration{8, sqlite_public_charters}};

// Made before the first step, since it says which steps a database has had.
constexpr const char* sqlite_prepare_ledger =
    "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, checksum BLOB NOT NULL) STRICT;";
constexpr const char* sqlite_mark_application = "PRAGMA application_id = 1265790567;";
static_assert(application_id == 1265790567);

/// Whether the file is a store already; false for an empty one. Errors: `store_corrupt` for another
/// program's.
Result<bool> is_store(SqliteDatabase& database) {
  auto owner = database.number_of("PRAGMA application_id");
  if (!owner) return fail(owner.error());
  if (*owner == application_id) return true;
  auto objects = database.number_of("SELECT count(*) FROM sqlite_schema");
  if (!objects) return fail(objects.error());
  if (*owner != 0 || *objects != 0) return fail(Errc::store_corrupt, "the file belongs to another program");
  return false;
}

/// Whether the database has had `step`. Errors: `store_corrupt` if it had another under that number.
Result<bool> is_applied(SqliteDatabase& database, const Migration& step) {
  Query query(database, "SELECT checksum FROM migration WHERE number = ?");
  auto row = query.bind(step.number).step();
  if (!row || !*row) return row;
  if (query.hash(0) != primitives::sha256(view_bytes(step.sql))) {
    return fail(Errc::store_corrupt, "the schema was made by other steps");
  }
  return true;
}

Status apply(SqliteDatabase& database, const Migration& step) {
  if (auto made = database.run(step.sql); !made) return made;
  const Hash checksum = primitives::sha256(view_bytes(step.sql));
  Query query(database, "INSERT INTO migration (number, checksum) VALUES (?, ?)");
  return query.bind(step.number).bind(checksum).run();
}

Status migrate_in_transaction(SqliteDatabase& database, std::span<const Migration> steps) {
  auto known = is_store(database);
  if (!known) return fail(known.error());
  if (!*known) {
    if (auto marked = database.run(sqlite_mark_application); !marked) return marked;
    if (auto prepared = database.run(sqlite_prepare_ledger); !prepared) return prepared;
  }
  if (auto sound = check_schema(database, steps); !sound) return sound;
  for (const Migration& step : steps) {
    auto applied = is_applied(database, step);
    if (!applied) return fail(applied.error());
    if (*applied) continue;
    if (auto made = apply(database, step); !made) return made;
  }
  return {};
}

}  // namespace

std::span<const Migration> migrations() {
  return sqlite_steps;
}

Status check_schema(SqliteDatabase& database, std::span<const Migration> steps) {
  auto known = is_store(database);
  if (!known) return fail(known.error());
  if (!*known) return {};
  auto newest = database.number_of("SELECT coalesce(max(number), 0) FROM migration");
  if (!newest) return fail(newest.error());
  if (*newest > steps.back().number) return fail(Errc::store_newer_schema, "made by a newer hub");
  for (const Migration& step : steps) {
    if (auto applied = is_applied(database, step); !applied) return fail(applied.error());
  }
  return {};
}

Status migrate(SqliteDatabase& database, std::span<const Migration> steps) {
  if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return begun;
  Status done = migrate_in_transaction(database, steps);
  if (done) done = database.run("COMMIT");
  // What rolling back could still report is less than what went wrong.
  if (!done && database.in_transaction()) (void)database.run("ROLLBACK");
  return done;
}

}  // namespace kring::store::detail
