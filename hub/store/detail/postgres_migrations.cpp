#include "hub/store/detail/postgres_migrations.hpp"

#include "crypto/primitives/hash.hpp"
#include "hub/store/detail/query.hpp"
#include "hub/store/requests.hpp"

#include <array>

namespace kring::store::detail {

using hub::Errc;

namespace {

// The partial index below, and the query that uses it, name the limit as a literal.
static_assert(inline_payload_bytes_max == 40960);

// As SQLite's, whose comments hold here too. Numbers are `bigint` throughout, as the shared statements bind
// them. Rows that every batch changes leave room on their page, so that a change touches no index.
constexpr const char* postgres_first_tables = R"sql(
CREATE TABLE meta (
  name text PRIMARY KEY,
  value bytea NOT NULL
);

CREATE TABLE circle (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  circle bytea NOT NULL UNIQUE CHECK (length(circle) = 32),
  head_number bigint NOT NULL,
  head_hash bytea NOT NULL CHECK (length(head_hash) = 32)
) WITH (fillfactor = 50);

CREATE TABLE charter_snapshot (
  circle bigint PRIMARY KEY,
  bytes bytea NOT NULL
);

CREATE TABLE charter_entry (
  circle bigint NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  bytes bytea NOT NULL,
  PRIMARY KEY (circle, number)
);

CREATE TABLE channel (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  circle bigint NOT NULL,
  channel bytea NOT NULL CHECK (length(channel) = 16),
  mode bigint NOT NULL,
  mls_group bytea NOT NULL CHECK (length(mls_group) = 16),
  epoch bigint NOT NULL CHECK (epoch >= 0),
  seq bigint NOT NULL CHECK (seq >= 0),
  log_hash bytea NOT NULL CHECK (length(log_hash) = 32),
  UNIQUE (circle, channel)
) WITH (fillfactor = 50);

CREATE TABLE channel_state (
  channel bigint PRIMARY KEY,
  group_state bytea NOT NULL,
  channel_state bytea NOT NULL
);

CREATE TABLE log_entry (
  channel bigint NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  kind bigint NOT NULL,
  time bigint NOT NULL,
  payload_hash bytea NOT NULL CHECK (length(payload_hash) = 32),
  payload_bytes bigint NOT NULL CHECK (payload_bytes >= 0),
  payload bytea CHECK (length(payload) = payload_bytes),
  PRIMARY KEY (channel, seq)
);
CREATE INDEX log_entry_large ON log_entry (payload_hash, channel) WHERE payload_bytes > 40960;
-- Ciphertext: there is nothing to compress.
ALTER TABLE log_entry ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE TABLE record_id (
  channel bigint NOT NULL,
  record bytea NOT NULL CHECK (length(record) = 16),
  PRIMARY KEY (channel, record)
);

CREATE TABLE append_answer (
  circle bigint NOT NULL,
  author bytea NOT NULL CHECK (length(author) = 16),
  message bytea NOT NULL CHECK (length(message) = 16),
  request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
  channel bigint NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (circle, author, message)
);

CREATE TABLE bundle_answer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  circle bigint NOT NULL,
  author bytea NOT NULL CHECK (length(author) = 16),
  bundle bytea NOT NULL CHECK (length(bundle) = 16),
  request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
  head_number bigint NOT NULL,
  head_hash bytea NOT NULL CHECK (length(head_hash) = 32),
  UNIQUE (circle, author, bundle)
);

CREATE TABLE bundle_log (
  bundle bigint NOT NULL,
  place bigint NOT NULL,
  channel bigint NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (bundle, place)
);

CREATE TABLE key_package (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  circle bigint NOT NULL,
  handle bytea NOT NULL CHECK (length(handle) = 16),
  ref bytea NOT NULL CHECK (length(ref) = 32),
  claimed_for bytea CHECK (length(claimed_for) = 16),
  spent bigint NOT NULL CHECK (spent IN (0, 1)),
  bytes bytea NOT NULL,
  UNIQUE (circle, handle, ref)
);

CREATE TABLE mail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  circle bigint NOT NULL,
  handle bytea NOT NULL CHECK (length(handle) = 16),
  channel bytea NOT NULL CHECK (length(channel) = 16),
  epoch bigint NOT NULL,
  welcome bytea NOT NULL CHECK (length(welcome) = 32),
  tree bytea CHECK (length(tree) = 32)
);
CREATE INDEX mail_handle ON mail (circle, handle);
CREATE INDEX mail_welcome ON mail (circle, welcome);
CREATE INDEX mail_tree ON mail (circle, tree);

CREATE TABLE mail_part (
  circle bigint NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  bytes bytea NOT NULL,
  PRIMARY KEY (circle, hash)
);

CREATE TABLE introduction (
  circle bigint NOT NULL,
  invitation bytea NOT NULL CHECK (length(invitation) = 16),
  bytes bytea NOT NULL,
  PRIMARY KEY (circle, invitation)
);

CREATE TABLE staged (
  circle bigint NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  uploader bytea NOT NULL CHECK (length(uploader) = 16),
  time bigint NOT NULL,
  size bigint NOT NULL,
  bytes bytea NOT NULL CHECK (length(bytes) = size),
  PRIMARY KEY (circle, hash)
);
CREATE INDEX staged_time ON staged (time);
)sql";

constexpr const char* postgres_blob_files = R"sql(
CREATE TABLE blob_file (
  blob bytea PRIMARY KEY CHECK (length(blob) = 16),
  circle bigint NOT NULL,
  channel bytea NOT NULL CHECK (length(channel) = 16),
  uploader bytea NOT NULL CHECK (length(uploader) = 16),
  size bigint NOT NULL CHECK (size >= 0),
  time bigint NOT NULL,
  dropped bigint NOT NULL CHECK (dropped IN (0, 1)),
  hash bytea CHECK (length(hash) = 32)
);
CREATE INDEX blob_file_circle ON blob_file (circle, channel);
CREATE INDEX blob_file_unfinished ON blob_file (time) WHERE hash IS NULL;
CREATE INDEX blob_file_dropped ON blob_file (blob) WHERE dropped = 1;
)sql";

// In which incarnation of the store a circle was founded or last resumed.
constexpr const char* postgres_incarnations = R"sql(
ALTER TABLE circle ADD COLUMN incarnation bytea CHECK (length(incarnation) = 16);
UPDATE circle SET incarnation = (SELECT value FROM meta WHERE name = 'incarnation');
ALTER TABLE circle ALTER COLUMN incarnation SET NOT NULL;
)sql";

// Rows are found by a hash of keys that the hub sees only while one is used; nothing says whose they are.
constexpr const char* postgres_vault_slots = R"sql(
CREATE TABLE vault_slot (
  slot bytea PRIMARY KEY CHECK (length(slot) = 32),
  number bigint NOT NULL,
  sealed bytea NOT NULL
);
)sql";

// One-time mailboxes, by which devices of one person meet. A message that was taken has no bytes.
constexpr const char* postgres_mailboxes = R"sql(
CREATE TABLE one_time_mailbox (
  mailbox bytea PRIMARY KEY CHECK (length(mailbox) = 16),
  time bigint NOT NULL
);
CREATE INDEX one_time_mailbox_time ON one_time_mailbox (time);
CREATE TABLE one_time_mail (
  mailbox bytea NOT NULL CHECK (length(mailbox) = 16),
  side bigint NOT NULL CHECK (side IN (1, 2)),
  bytes bytea,
  PRIMARY KEY (mailbox, side)
);
)sql";

constexpr const char* postgres_ended_circles = R"sql(
ALTER TABLE circle ADD COLUMN ended bigint NOT NULL DEFAULT 0 CHECK (ended IN (0, 1, 2));
CREATE INDEX circle_to_purge ON circle (id) WHERE ended = 1;
)sql";

constexpr const char* postgres_public_charters = R"sql(
ALTER TABLE circle ADD COLUMN is_public bigint NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1));
)sql";

constexpr std::array postgres_steps = {
    Migration{1, postgres_first_tables},   Migration{2, postgres_blob_files},
    Migration{3, postgres_incarnations},   Migration{4, postgres_vault_slots},
    Migration{5, postgres_mailboxes},      Migration{6, postgres_ended_circles},
    Migration{7, postgres_public_charters}};

// One hub at a time, also while there is no schema whose rows could be locked: the number is "Krng".
constexpr const char* lock_schema = "SELECT pg_advisory_xact_lock(1265790567)";
// Made before the first step, since it says which steps a database has had.
constexpr const char* postgres_prepare_ledger =
    "CREATE SCHEMA kring;"
    "CREATE TABLE kring.migration (number bigint PRIMARY KEY, checksum bytea NOT NULL);";

/// A count that a script gives.
Result<bool> is_there(PostgresConnection& connection, const char* sql) {
  const auto row = connection.run_script(sql);
  if (!row) return fail(row.error());
  return !row->empty() && row->front() == "1";
}

/// Whether the schema is a store's already; false if there is none. Errors: `store_corrupt` for another
/// program's.
Result<bool> is_store(PostgresConnection& connection) {
  const auto schema = is_there(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'kring'");
  if (!schema || !*schema) return schema;
  const auto ledger = is_there(
      connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'kring' AND tablename = 'migration'");
  if (!ledger) return ledger;
  if (!*ledger) return fail(Errc::store_corrupt, "the schema belongs to another program");
  return true;
}

/// Whether the database has had `step`. Errors: `store_corrupt` if it had another under that number.
Result<bool> is_applied(PostgresConnection& connection, const Migration& step) {
  Query query(connection, "SELECT checksum FROM migration WHERE number = $1");
  auto row = query.bind(step.number).step();
  if (!row || !*row) return row;
  if (query.hash(0) != primitives::sha256(view_bytes(step.sql)))
    return fail(Errc::store_corrupt, "the schema was made by other steps");
  return true;
}

Status apply(PostgresConnection& connection, const Migration& step) {
  if (auto made = connection.run_script(step.sql); !made) return fail(made.error());
  const Hash checksum = primitives::sha256(view_bytes(step.sql));
  Query query(connection, "INSERT INTO migration (number, checksum) VALUES ($1, $2)");
  return query.bind(step.number).bind(checksum).run();
}

Status migrate_in_transaction(PostgresConnection& connection, std::span<const Migration> steps) {
  if (auto locked = connection.run_script(lock_schema); !locked) return fail(locked.error());
  const auto known = is_store(connection);
  if (!known) return fail(known.error());
  if (!*known) {
    if (auto prepared = connection.run_script(postgres_prepare_ledger); !prepared)
      return fail(prepared.error());
  }
  {
    Query newest(connection, "SELECT coalesce(max(number), 0) FROM migration");
    const auto row = newest.step();
    if (!row) return fail(row.error());
    if (newest.u64(0) > steps.back().number) return fail(Errc::store_newer_schema, "made by a newer hub");
  }
  for (const Migration& step : steps) {
    const auto applied = is_applied(connection, step);
    if (!applied) return fail(applied.error());
    if (*applied) continue;
    if (auto made = apply(connection, step); !made) return made;
  }
  return {};
}

Result<channels::Incarnation> make_incarnation(PostgresConnection& connection, Random& random) {
  const auto made = random.id<channels::Incarnation>();
  Query query(connection, "INSERT INTO meta (name, value) VALUES ('incarnation', $1) ON CONFLICT DO NOTHING");
  if (auto kept = query.bind(made).run(); !kept) return fail(kept.error());
  return read_incarnation(connection);
}

}  // namespace

std::span<const Migration> postgres_migrations() {
  return postgres_steps;
}

Result<channels::Incarnation> read_incarnation(PostgresConnection& connection) {
  Query query(connection, "SELECT value FROM meta WHERE name = 'incarnation'");
  const auto found = query.step();
  if (!found) return fail(found.error());
  if (!*found) return fail(Errc::store_corrupt, "incarnation");
  auto incarnation = query.id<channels::Incarnation>(0);
  if (connection.take_damage()) return fail(Errc::store_corrupt, "incarnation");
  return incarnation;
}

Result<channels::Incarnation> migrate(PostgresConnection& connection, std::span<const Migration> steps,
                                      Random& random) {
  if (auto begun = connection.run_script("BEGIN"); !begun) return fail(begun.error());
  auto migrated = migrate_in_transaction(connection, steps);
  auto incarnation =
      migrated ? make_incarnation(connection, random) : Result<channels::Incarnation>(fail(migrated.error()));
  auto ended = connection.run_script(incarnation ? "COMMIT" : "ROLLBACK");
  if (incarnation && !ended) return fail(ended.error());
  return incarnation;
}

}  // namespace kring::store::detail
