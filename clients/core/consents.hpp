#pragma once

#include "clients/core/state.hpp"

#include "channels/articles/article.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// That owners agree to another owner. Each says so in the regie channel, signed for the charter; whoever is
/// last puts all of it into the entry.
namespace kring::core {

/// An owner's consent, as an article tells of it.
struct SharedConsent {
  charter::EntryHash acceptance;
  charter::OwnerConsent consent;
};
/// Of the articles that carry one.
inline constexpr std::string_view consent_article_type = "owner_consent";
/// Errors: those of `Article::parse`.
[[nodiscard]] Result<articles::Article> make_consent_article(const SharedConsent& shared);
/// Nothing for an article of another kind, or one that cannot be read.
[[nodiscard]] std::optional<SharedConsent> read_consent_article(const articles::Article& article);

/// Our consent to who waits with this acceptance. Errors: those of `make_consent`.
[[nodiscard]] Result<SharedConsent> consent_to(const CircleData& circle, const charter::EntryHash& acceptance,
                                               Time now);
/// Keeps a consent that `author` wrote, if it is theirs and verifies.
void note_consent(CircleData& circle, const channels::HandleId& author, SharedConsent shared);
/// What counts at `now` of the owners' consents, one of each.
[[nodiscard]] std::vector<charter::OwnerConsent> consents_to(const CircleData& circle,
                                                             const charter::EntryHash& acceptance, Time now);
/// Those of everybody but us, as an entry of ours carries them.
[[nodiscard]] std::vector<charter::OwnerConsent> others_consents_to(const CircleData& circle,
                                                                    const charter::EntryHash& acceptance,
                                                                    Time now);

}  // namespace kring::core
