#include "hub/store/detail/writer.hpp"

#include "hub/base/errc.hpp"
#include "hub/store/detail/blob_rows.hpp"
#include "hub/store/detail/circle_writer.hpp"
#include "hub/store/detail/mailbox_rows.hpp"
#include "hub/store/detail/purge_rows.hpp"
#include "hub/store/detail/query.hpp"
#include "hub/store/detail/slot_rows.hpp"

#include <variant>

namespace kring::store::detail {

using hub::Errc;

namespace {

/// What puts something into a circle without naming where its charter stands: too late, once it has ended.
template <class Request>
constexpr bool brings_something =
    std::is_same_v<Request, PutKeyPackages> || std::is_same_v<Request, PutStaged> ||
    std::is_same_v<Request, CreateBlobFile>;

/// Finds the circle, then writes in it.
struct Perform {
  Database& database;

  WriteResult operator()(const DropStaged& drop) const {
    Query query(database, "DELETE FROM staged WHERE time < $1");
    if (auto done = query.bind(drop.before).run(); !done) return fail(done.error());
    return Done{};
  }

  WriteResult operator()(const BundleWrite& bundle) const {
    auto circle = find_circle(database, bundle.circle);
    if (!circle) return fail(circle.error());
    const bool founds = !*circle;
    if (founds) {
      if (bundle.expected_head != CharterHead{}) return fail(Errc::unknown_circle, "bundle");
      const Hash nothing{};
      Query query(database,
                  "INSERT INTO circle (circle, head_number, head_hash, incarnation)"
                  " VALUES ($1, 0, $2, (SELECT value FROM meta WHERE name = 'incarnation')) RETURNING id");
      const auto made = query.bind(bundle.circle).bind(nothing).insert();
      if (!made) return fail(made.error());
      *circle = CircleRow{.id = *made, .head = {}};
    }
    return CircleWriter(database, **circle).write(bundle, founds);
  }

  WriteResult operator()(const DropUploads& drop) const { return drop_uploads(database, drop); }
  WriteResult operator()(const ForgetBlobFiles& forget) const { return forget_blob_files(database, forget); }

  WriteResult operator()(const PutSlot& put) const { return put_slot(database, put); }

  WriteResult operator()(const PurgeEnded& purge) const { return purge_ended(database, purge); }

  template <class Request>
    requires is_of_mailbox<Request>
  WriteResult operator()(const Request& request) const {
    return write_mailbox(database, request);
  }

  template <class Request>
    requires(!is_of_mailbox<Request>)
  WriteResult operator()(const Request& request) const {
    constexpr bool is_of_blob = std::is_same_v<Request, CreateBlobFile> ||
                                std::is_same_v<Request, FinishBlobFile> ||
                                std::is_same_v<Request, DropBlobFiles>;
    const auto circle = find_circle(database, request.circle);
    if (!circle) return fail(circle.error());
    if (!*circle || ((*circle)->is_ended && brings_something<Request>)) return answer_without_circle(request);
    if constexpr (is_of_blob)
      return write_blob_file(database, (*circle)->id, request);
    else
      return CircleWriter(database, **circle).write(request);
  }
};

struct AnswerWithoutCircle {
  WriteResult operator()(const ClaimKeyPackage& /*request*/) const {
    return fail(Errc::no_key_package, "no such circle");
  }
  WriteResult operator()(const AckWelcomes& /*request*/) const { return Done{}; }
  WriteResult operator()(const EndHandles& /*request*/) const { return Done{}; }
  WriteResult operator()(const FinishBlobFile& /*request*/) const {
    return fail(Errc::not_found, "no such circle");
  }
  WriteResult operator()(const DropBlobFiles& /*request*/) const { return Done{}; }
  template <class Request>
  WriteResult operator()(const Request& /*request*/) const {
    return fail(Errc::unknown_circle, "write");
  }
};

}  // namespace

WriteResult answer_without_circle(const WriteRequest& request) {
  return std::visit(AnswerWithoutCircle{}, request);
}

WriteResult perform(Database& database, const WriteRequest& request) {
  auto result = std::visit(Perform{.database = database}, request);
  if (database.take_damage()) return fail(Errc::store_corrupt, "a column holds what no store writes");
  return result;
}

}  // namespace kring::store::detail
