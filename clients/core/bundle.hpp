#pragma once

#include "clients/core/context.hpp"

#include "channels/charter/charter.hpp"
#include "channels/wire/answer.hpp"

#include <optional>
#include <vector>

/// One bundle of a circle at a time: from a draft until its entries and commits have come back.
namespace kring::core {

/// Charter entries as they would follow the charter that we hold, each judged by its rules.
class EntryDraft {
 public:
  /// `circle` is borrowed; its charter is there.
  explicit EntryDraft(const CircleData& circle) : circle_(circle), charter_(circle.charter()) {}

  /// What a further entry takes to sign it, next to our handle.
  struct Seeds {
    const Secret* recovery = nullptr;
    const Secret* invitation = nullptr;
  };
  /// Signs and applies one more entry. Errors: the charter's.
  [[nodiscard]] Status add(charter::Body body, Time now, const Seeds& seeds);
  [[nodiscard]] Status add(charter::Body body, Time now) { return add(std::move(body), now, Seeds{}); }

  /// The charter after these entries.
  [[nodiscard]] const charter::Charter& charter() const { return charter_; }
  [[nodiscard]] const std::vector<charter::CharterEntry>& entries() const { return entries_; }

 private:
  const CircleData& circle_;
  charter::Charter charter_;
  std::vector<charter::CharterEntry> entries_;
};

/// A bundle before it has a transaction.
struct Draft {
  std::vector<charter::CharterEntry> entries;
  std::vector<wire::BundleGroup> groups;
  std::vector<PreparedChannel> channels;
  std::optional<wire::BundleAcceptance> acceptance;
};

/// Makes the draft the bundle under way; there is none yet. Errors: those of `stage_large_parts`.
[[nodiscard]] Status begin_bundle(Context& context, std::optional<IntentId> intent, Draft draft);
/// Stages parts and sends, if that is what is next and the circle is ready for it.
void push_bundle(Context& context);
void bundle_part_staged(Context& context, const Hash& hash, const Status& status);
void bundle_answered(Context& context, const wire::BundleAnswer& answer);
void bundle_refused(Context& context, const wire::ErrorAnswer& error);
/// Ends an acknowledged bundle once all of it has come back.
void settle_bundle(Context& context);

/// Drops the bundle under way: somebody was faster, and it is built again later if it is still needed.
void abandon_bundle(Context& context);

/// We are kept out, or out, whether or not the hub has the bundle under way: for nobody's intent any more.
/// Its commits are kept, for if they are in the log they open with nothing else.
void disown_bundle(Context& context);

/// The intent is carried out, or cannot be.
void finish_intent(Context& context, const IntentId& id);
void fail_intent(Context& context, const IntentId& id, const Error& reason, std::string rule);

/// The header that proves who puts or gets a staged part, and its path.
struct StagedAccess {
  std::string path;
  std::string authorization;
};
[[nodiscard]] StagedAccess staged_access(Context& context, std::string_view method, const Hash& hash,
                                         ByteView body);

}  // namespace kring::core
