#pragma once

#include "clients/core/bundle.hpp"
#include "clients/core/context.hpp"
#include "clients/core/intent.hpp"

/// How each wish becomes charter entries and commits.
namespace kring::core {

/// Whether what is wished has come true, whoever did it.
[[nodiscard]] bool is_fulfilled(const CircleData& circle, const Wish& wish);

/// The charter entries of a wish, on the charter that we hold; none for joining, which has its own. Errors:
/// the charter's, `unknown_request`, `words_needed`.
[[nodiscard]] Result<EntryDraft> draft_entries(const CircleData& circle, const Intent& intent, Time now);
/// The whole bundle. Errors: those of `draft_entries`, `draft_acceptance` and MLS.
[[nodiscard]] Result<Draft> draft_bundle(Context& context, const Intent& intent);

/// Starts the next intent's bundle, if none is under way and the circle is caught up.
void push_intents(Context& context);

}  // namespace kring::core
