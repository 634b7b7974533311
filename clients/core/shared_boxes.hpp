#pragma once

#include "clients/core/context.hpp"

#include "channels/articles/article.hpp"
#include "crypto/primitives/keys.hpp"

#include <optional>
#include <string_view>

/// The keys that open acceptances' introductions. Whoever invites has them; an owner also writes them into
/// the regie channel, so that any owner can see who it is and confirm.
namespace kring::core {

/// An invitation's box key, as an article tells of it.
struct SharedBox {
  channels::InvitationId invitation;
  primitives::HpkeKeyPair box;
};
/// Of the articles that carry one.
inline constexpr std::string_view box_article_type = "invitation_box";
/// Errors: those of `Article::parse`.
[[nodiscard]] Result<articles::Article> make_box_article(const channels::InvitationId& invitation,
                                                         const Secret& private_key);
/// Nothing for an article of another kind, or one that cannot be read.
[[nodiscard]] std::optional<SharedBox> read_box_article(const articles::Article& article);
/// Whether a box is the one whose hash the charter has with the invitation: any owner could write another.
[[nodiscard]] bool is_box_of(const charter::Invitation& invitation, const primitives::HpkeKeyPair& box);

/// The box key of an invitation, ours or another owner's; null if this device has none.
[[nodiscard]] const primitives::HpkeKeyPair* find_box(const CircleData& circle,
                                                      const channels::InvitationId& invitation);

/// Writes the boxes of our invitations into the regie channel, where they are missing.
void share_boxes(Context& context);

}  // namespace kring::core
