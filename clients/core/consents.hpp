#pragma once

#include "clients/core/state.hpp"

#include "channels/articles/article.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// What all owners have to agree to: another owner, and that the charter becomes public. Each says so in the
/// regie channel, signed for the charter; whoever is last puts all of it into the entry.
namespace kring::core {

/// An owner's consent, as an article tells of it.
struct SharedConsent {
  charter::ConsentSubject subject;
  /// What the subject is the hash of, if it is that the charter becomes public.
  std::optional<charter::FirstKey> first;
  charter::OwnerConsent consent;
};
/// Of the articles that carry one: to another owner, and to a first key.
inline constexpr std::string_view consent_article_type = "owner_consent";
inline constexpr std::string_view publication_article_type = "publication_consent";
/// Errors: those of `Article::parse`.
[[nodiscard]] Result<articles::Article> make_consent_article(const SharedConsent& shared);
/// Nothing for an article of another kind, or one that cannot be read.
[[nodiscard]] std::optional<SharedConsent> read_consent_article(const articles::Article& article);

/// Our consent to who waits with this acceptance, or to this key as the first. Errors: those of
/// `make_consent`.
[[nodiscard]] Result<SharedConsent> consent_to(const CircleData& circle, const charter::EntryHash& acceptance,
                                               Time now);
[[nodiscard]] Result<SharedConsent> consent_to(const CircleData& circle, const charter::FirstKey& first,
                                               Time now);
/// Keeps a consent that `author` wrote, if it is theirs and verifies.
void note_consent(CircleData& circle, const channels::HandleId& author, SharedConsent shared);

/// Who agrees to something, and whether we are the last of whom it takes.
struct Agreement {
  std::vector<channels::MemberId> agreed;
  std::size_t owners = 0;  ///< who have to
  bool by_me = false;
  bool mine_is_last = false;  ///< all others agree
};
[[nodiscard]] Agreement agreement_about(const CircleData& circle, const charter::ConsentSubject& subject,
                                        Time now);
/// What counts at `now` of the consents of everybody but us, one of each, as an entry of ours carries them.
[[nodiscard]] std::vector<charter::OwnerConsent> others_consents_to(const CircleData& circle,
                                                                    const charter::ConsentSubject& subject,
                                                                    Time now);

/// What owners are asked: that the charter become public with this key.
struct AskedKey {
  charter::FirstKey first;
  Agreement agreement;
};
/// Of those with a consent that counts the one with most of them; the same on every owner's device. Nothing
/// once the charter is public, and where nothing is asked.
[[nodiscard]] std::optional<AskedKey> asked_key(const CircleData& circle, Time now);

}  // namespace kring::core
