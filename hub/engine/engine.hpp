#pragma once

#include "channels/wire/blob_path.hpp"
#include "channels/wire/event.hpp"
#include "channels/wire/http_request.hpp"
#include "channels/wire/request.hpp"
#include "crypto/base/random.hpp"
#include "crypto/primitives/keys.hpp"
#include "hub/engine/action.hpp"
#include "hub/engine/bundle.hpp"
#include "hub/engine/circle.hpp"
#include "hub/engine/http_nonces.hpp"
#include "hub/engine/limiter.hpp"
#include "hub/engine/restored_log.hpp"
#include "hub/engine/session.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace kring::engine {

/// What an engine is made with.
struct EngineOptions {
  /// What logins and HTTP requests must name, such as "https://kring.example".
  std::string origin;
  channels::Incarnation incarnation;
  /// Stands in each founding entry, and in `hello`.
  channels::HubKey hub_public_key;
  /// Its seed: signs charter heads.
  Secret hub_seed;
  /// All blobs of one circle, with those that are coming.
  std::uint64_t blob_circle_bytes_max = std::uint64_t{2} << 30U;
  /// How often this node looks at what others have written to its store; zero: nobody else writes there.
  Duration head_check = limits::head_check_every;
  RateLimits rates{};
};

/// Counts that an operator may see: nothing in them names anyone.
struct EngineCounts {
  std::size_t sessions = 0;
  std::size_t circles = 0;
  std::size_t calls = 0;
  /// What was refused by each limit since the start.
  LimitCounts dropped{};
};

/// All that the hub decides: who a session is, what it may do, what is stored, and who is sent what.
///
/// Events in, actions out; no socket, thread, clock or file. One thread. A session's requests are answered
/// once each, not necessarily in their order; a channel's entries are sent in theirs, the charter's entries
/// before the channel entries that name them.
class Engine {
 public:
  /// `random` outlives the engine.
  Engine(EngineOptions options, Random& random);

  [[nodiscard]] Actions on(const SessionOpened& event, Time now);
  [[nodiscard]] Actions on(const FrameReceived& event, Time now);
  [[nodiscard]] Actions on(const SessionHeard& event, Time now);
  [[nodiscard]] Actions on(const WriterReady& event, Time now);
  [[nodiscard]] Actions on(const TurnGiven& event, Time now);
  [[nodiscard]] Actions on(const SessionClosed& event, Time now);
  [[nodiscard]] Actions on(WriteAnswered event, Time now);
  [[nodiscard]] Actions on(ReadAnswered event, Time now);
  [[nodiscard]] Actions on(BlobAnswered event, Time now);
  [[nodiscard]] Actions on(const UploadAsked& event, Time now);
  [[nodiscard]] Actions on(HttpAsked event, Time now);
  [[nodiscard]] Actions on(const ChannelGone& event, Time now);
  [[nodiscard]] Actions on(const Ticked& event, Time now);
  [[nodiscard]] Actions on(const DrainAsked& event, Time now);
  /// Another node's news; one's own are passed over by their numbers.
  [[nodiscard]] Actions on(const Announce& event, Time now);

  /// A connection begins, of whatever kind: none if it may. Only then `connection_ends` follows.
  [[nodiscard]] std::optional<Limited> connection_begins(const Client& client, Time now);
  void connection_ends(const Client& client);

  [[nodiscard]] EngineCounts counts() const;

 private:
  using OnWrite = std::move_only_function<void(store::WriteResult, Time)>;
  using OnRead = std::move_only_function<void(store::ReadResult, Time)>;
  using OnBlob = std::move_only_function<void(blobs::BlobResult, Time)>;
  /// Where an answer goes: it is dropped if the session is gone by then.
  struct Reply {
    SessionId session{};
    wire::RequestId id{};
  };

  // Calls to the store (engine.cpp).
  void write(store::WriteRequest request, OnWrite then);
  void read(store::ReadRequest request, OnRead then);
  /// Borrowed, and not null. Errors: `unknown_circle`, and the store's own.
  using FoundCircle = Result<Circle*>;
  /// Runs `then` with the circle in memory, reading it first if need be.
  using OnCircle = std::move_only_function<void(FoundCircle, Time)>;
  void with_circle(const channels::CircleId& id, OnCircle then, Time now);
  void circle_read(const channels::CircleId& id, store::ReadResult result, Time now);

  // What other nodes write (catch_up.cpp).
  struct CatchUp;
  [[nodiscard]] bool is_shared() const { return options_.head_check > Duration::zero(); }
  /// The same with nothing missing that was in the store when this was called.
  void with_fresh_circle(const channels::CircleId& id, OnCircle then, Time now);
  /// Runs `then` with the circle once it was compared with the store. Errors: the store's.
  void freshen(Circle& circle, OnCircle then);
  void freshen(Circle& circle);
  void check_circle(Circle& circle);
  void catch_up(const std::shared_ptr<CatchUp>& task, Time now);
  void caught_up(CatchUp& task, const Status& status, Time now);
  void take_page(Circle& circle, Channel& channel, channels::Sequence last,
                 std::vector<store::LogEntryRow> rows);
  [[nodiscard]] bool take_frames(Circle& circle, const Announce& event);
  void merge(Circle& circle, Circle stored, Time now);
  void tell_newcomers(Circle& circle, const std::set<channels::HandleId>& welcomed);
  void check_heads(Time now);

  // Answers (engine.cpp).
  void answer(const Reply& reply, wire::OkAnswer ok, Time now);
  void refuse(const Reply& reply, wire::ErrorAnswer error, Time now);
  void refuse(const Reply& reply, wire::ErrorCode code, Time now);
  void refuse(const Reply& reply, const Limited& limited, Time now);
  void end_call(SessionId session);
  void queue(Session& session, Frame frame, Time now);
  void close(SessionId session, CloseReason reason);
  [[nodiscard]] Session* find_session(SessionId id);
  [[nodiscard]] Circle* find_circle(const channels::CircleId& id);

  // Requests (requests.cpp, login.cpp, bundles.cpp).
  void handle(const Reply& reply, Session& session, const wire::LoginRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::CharterRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::BundleRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::AppendRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::AttachRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::KeyPackagesRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::ClaimRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::IntroductionRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::WelcomedRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::PingRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::RestoreCharterRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::RestoreLogRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::SlotPutRequest& request, Time now);
  void handle(const Reply& reply, Session& session, const wire::SlotReadRequest& request, Time now);

  struct Known {
    Circle* circle = nullptr;
    Login* login = nullptr;
    wire::Access access{};
  };
  /// The session's login in a circle, or refuses with `not_logged_in`.
  [[nodiscard]] std::optional<Known> known(const Reply& reply, Session& session,
                                           const channels::CircleId& circle, Time now);
  /// The same for a live member only, else also `not_live`.
  [[nodiscard]] std::optional<Known> known_member(const Reply& reply, Session& session,
                                                  const channels::CircleId& circle, Time now);
  /// Whether the session has a login as a live member of any circle (slots.cpp).
  [[nodiscard]] bool is_live_anywhere(Session& session, Time now);

  void attach(const Reply& reply, const wire::AttachRequest& request, Time now);
  /// Counts an append of a handle: none if it may be done.
  [[nodiscard]] std::optional<Limited> count_append(Circle& circle, const channels::HandleId& handle,
                                                    Time now);
  void try_append(const Reply& reply, store::Append append, int tries);
  void append_answered(const Reply& reply, store::Append append, int tries, store::WriteResult result,
                       Time now);
  void take_append(store::Append append, const store::LogPosition& place);
  void append_stale(const Reply& reply, store::Append append, int tries, const store::Stale& stale, Time now);

  // Bundles (bundles.cpp).
  struct Bundle;  // A bundle on its way.
  void load_parts(const std::shared_ptr<Bundle>& bundle, Time now);
  static bool lacks_places(Bundle& bundle, const Circle& circle);
  void load_places(const std::shared_ptr<Bundle>& bundle, Time now);
  void take_turn(const std::shared_ptr<Bundle>& bundle, Time now);
  void decide_bundle(const std::shared_ptr<Bundle>& bundle, Time now);
  void refuse_bundle(const std::shared_ptr<Bundle>& bundle, wire::ErrorAnswer error, Time now);
  void bundle_answered(const std::shared_ptr<Bundle>& bundle, store::WriteResult result, Time now);
  void bundle_stale(const std::shared_ptr<Bundle>& bundle, const store::Stale& stale, Time now);
  void answer_bundle(const Bundle& bundle, std::vector<store::LogPosition> logs, Time now);
  void take_bundle(Bundle& bundle, const store::Bundled& bundled, Time now);
  /// Makes entries that the store has taken the charter in memory, their frames ready, and tells other nodes.
  void take_charter(Circle& circle, charter::Charter charter,
                    const std::vector<store::CharterEntryRow>& rows);
  void take_commit(Circle& circle, store::GroupWrite& written, DecidedGroup group,
                   const store::LogPosition& place);
  void next_waiting(const channels::CircleId& circle, Time now);

  // What clients give back after a restore (restore.cpp).
  struct Restore;
  /// Whether the circle waits for an owner to resume it: nothing is written but what was lost.
  [[nodiscard]] bool is_read_only(const Circle& circle) const;
  /// The body of a bundle that is to resume its circle, and does nothing else.
  [[nodiscard]] static std::optional<charter::Resume> resume_of(const wire::BundleRequest& request);
  /// Why a bundle may not resume its circle; none: it may, and `write` says so, or is no such bundle.
  [[nodiscard]] std::optional<wire::ErrorAnswer> check_resume(const wire::BundleRequest& request,
                                                              const Circle* circle,
                                                              store::BundleWrite& write) const;
  /// Where a circle stands, and a channel of it.
  [[nodiscard]] static wire::ErrorAnswer stale_at(const Circle& circle, const channels::ChannelId* channel);
  void load_restore_parts(const std::shared_ptr<Restore>& restore, Time now);
  void take_restore_turn(const std::shared_ptr<Restore>& restore, Time now);
  struct LongerCharter;
  [[nodiscard]] Result<LongerCharter> lengthen(const charter::Charter* before,
                                               const std::vector<Bytes>& entries) const;
  /// `circle` is null if the circle itself was lost.
  void restore_charter(const Restore& restore, const wire::RestoreCharterRequest& request, Circle* circle,
                       Time now);
  void charter_restored(const Reply& reply, const channels::CircleId& id, LongerCharter longer,
                        store::WriteResult result, Time now);
  void restore_log(const std::shared_ptr<Restore>& restore, const wire::RestoreLogRequest& request,
                   Circle& circle, Time now);
  void load_history(const std::shared_ptr<Restore>& restore, std::vector<Bytes> entries, Time now);
  void load_place(const std::shared_ptr<Restore>& restore, const wire::RestoreLogRequest& request, Time now);
  void log_restored(const Reply& reply, DecidedLog& decided, store::WriteResult result, Time now);
  static void take_log(Circle& circle, DecidedLog& decided);

  // Delivery (delivery.cpp).
  [[nodiscard]] wire::SignedHead sign_head(const charter::Head& head) const;
  void pump(Session& session, Time now);
  [[nodiscard]] bool gather_charter(Session& session, const channels::CircleId& id, Circle& circle,
                                    Login& login, std::vector<Frame>& frames, std::size_t& bytes, Time now);
  void gather_channel(Session& session, Circle& circle, Login& login, const channels::ChannelId& channel,
                      std::vector<Frame>& frames, std::size_t& bytes, Time now);
  /// Lets everybody who is attached to the circle have what is new, from the next turn on.
  void pump_circle(const Circle& circle);
  /// Puts a session at the end of those who may be behind.
  void become_due(Session& session);
  /// Serves the first of them, at most `served_per_turn_max`, and asks for another turn if some are left.
  void serve_due(Time now);
  /// Asks for a turn if somebody may be behind.
  void ask_turn();
  /// Sends what the mailbox holds and this session was not sent yet, then goes on with `then`, which is told
  /// whether the mailbox could be read.
  void send_welcomes(Session& session, const channels::CircleId& circle,
                     std::move_only_function<void(const Status&, Time)> then);
  void deliver_welcomes(SessionId session, const channels::CircleId& id, store::Mailbox mailbox, Time now);
  void offer_work(Circle& circle, Time now);

  // HTTP (http.cpp).
  /// What an HTTP request says of itself, and where it goes.
  struct HttpClaim {
    ExchangeId exchange{};
    HttpMethod method{};
    std::string path;
    std::string authorization;
    channels::CircleId circle;
    Hash body_hash{};
    Client client{};
  };
  using Authorized = std::move_only_function<void(Circle&, const wire::HttpSigner&, Time)>;
  /// Goes on with `then` if a live member has signed the request; replies otherwise.
  void authorize(HttpClaim claim, Authorized then, Time now);
  /// Whether an HTTP request's nonce is new; replies otherwise.
  [[nodiscard]] bool use_nonce(ExchangeId exchange, const FixedBytes<16>& nonce, Time now);
  void put_part(const HttpAsked& asked, const channels::CircleId& circle, const Hash& hash,
                const channels::HandleId& handle, Time now);
  void get_part(const HttpAsked& asked, const channels::CircleId& circle, const Hash& hash,
                const channels::HandleId& handle);
  void http_reply(ExchangeId exchange, unsigned status, std::string_view body);
  /// Replies with the code, and the limit's name where there is one.
  void http_refuse(ExchangeId exchange, const wire::ErrorAnswer& error);
  /// Replies with status 429, the limit's name and after how many seconds to come again.
  void http_refuse(ExchangeId exchange, const Limited& limited);

  // One-time mailboxes (mailboxes.cpp): whoever has the id may do what it is for.
  /// Whether the request was about one.
  [[nodiscard]] bool ask_mailbox(HttpAsked& event, Time now);
  void open_mailbox(ExchangeId exchange, const Client& client, Time now);

  // Public charters (public_charters.cpp): anybody may read them.
  /// Whether the request was for a page of one.
  [[nodiscard]] bool ask_charter(const HttpAsked& event, Time now);

  // Blobs (blobs.cpp).
  /// A signed request about a blob, by somebody who may make it.
  struct BlobAsk {
    ExchangeId exchange{};
    channels::HandleId handle;
    Bytes body;
    Time now{};
  };
  using FoundBlob = std::move_only_function<void(const store::BlobFile&, Time)>;
  void ask_blob(HttpAsked event, const wire::BlobPath& path, Time now);
  void serve_blob(BlobAsk ask, const wire::NewBlobPath& path);
  void serve_blob(BlobAsk ask, const wire::BlobPiecePath& path);
  void serve_blob(BlobAsk ask, const wire::BlobDonePath& path);
  void serve_blob(BlobAsk ask, const wire::BlobRangePath& path);
  /// Goes on with `then` if the blob is the channel's; replies otherwise.
  void find_blob(ExchangeId exchange, const wire::BlobPlace& place, const channels::BlobId& blob,
                 FoundBlob then);
  void piece_answered(ExchangeId exchange, const wire::BlobPiecePath& path, const blobs::BlobResult& result);
  void blob_sealed(ExchangeId exchange, const wire::BlobDonePath& path, const blobs::BlobResult& result);
  void work(blobs::BlobRequest request, OnBlob then);
  void drop_blobs(store::DropBlobFiles drop);
  /// Removes the files of what was dropped.
  void reap_blobs();
  void reap(const std::vector<channels::BlobId>& dropped);

  /// Removes what ended circles leave, piece by piece, and every byte of what was removed before.
  void purge_ended();
  /// The same in a while: handles went, and what was kept for them with them.
  void purge_later(Time now);

  [[nodiscard]] Actions take_actions();

  EngineOptions options_;
  Random& random_;
  Actions actions_;
  /// Sessions that may be behind, each once.
  std::deque<SessionId> due_;
  bool turn_asked_ = false;
  std::map<SessionId, Session> sessions_;
  std::map<channels::CircleId, Circle> circles_;
  std::map<channels::CircleId, std::vector<OnCircle>> loading_;
  std::map<CallId, OnWrite> writes_;
  std::map<CallId, OnRead> reads_;
  std::map<CallId, OnBlob> works_;
  std::uint64_t next_call_ = 1;
  HttpNonces http_nonces_;
  Limiter limiter_;
  /// When the minute began that mailboxes are counted in, and how many there were.
  Time mailboxes_since_{};
  std::size_t mailboxes_opened_ = 0;
  std::optional<Time> swept_;
  std::optional<Time> heads_checked_;
  bool reaping_ = false;
  bool purging_ = false;
  /// When what was removed goes for good.
  std::optional<Time> purge_due_;
  bool draining_ = false;
};

}  // namespace kring::engine
