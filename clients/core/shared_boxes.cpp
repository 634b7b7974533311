#include "clients/core/shared_boxes.hpp"

#include "clients/core/article_fields.hpp"
#include "clients/core/login.hpp"
#include "clients/core/outbox.hpp"

#include "channels/charter/invitation.hpp"
#include "channels/json/encode.hpp"
#include "crypto/primitives/x25519.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

bool is_queued(const CircleData& circle, const channels::InvitationId& invitation) {
  return std::ranges::any_of(circle.outbox, [&](const auto& item) {
    return item.second.written == Written::as_box && item.second.about == invitation.bytes() &&
           item.second.sending != Sending::given_up;
  });
}

/// The regie channel, if we are in its group and may write there.
Channel* find_regie(Context& context) {
  auto& circle = context.circle;
  const auto* known = circle.charter().regie();
  if (known == nullptr ||
      !circle.charter().can(circle.handle_id, known->id, channels::Right::post, context.now())) {
    return nullptr;
  }
  const auto held = circle.channels.find(known->id);
  if (held == circle.channels.end() || !held->second.group || held->second.stopped) return nullptr;
  return &held->second;
}

}  // namespace

Result<articles::Article> make_box_article(const channels::InvitationId& invitation,
                                           const Secret& private_key) {
  json::Object object;
  object.add("type", box_article_type);
  object.add("v", 1);
  object.add("invitation", to_base64url(invitation.view()));
  object.add("private_key", to_base64url(private_key.expose()));
  return articles::Article::parse(view_bytes(json::encode(std::move(object))));
}

std::optional<SharedBox> read_box_article(const articles::Article& article) {
  const auto fields = fields_of(article, box_article_type);
  if (!fields) return std::nullopt;
  const auto id = bytes_in(*fields, "invitation");
  const auto key = bytes_in(*fields, "private_key");
  if (!id || !key) return std::nullopt;
  const auto invitation = channels::InvitationId::from(*id);
  if (!invitation) return std::nullopt;
  auto private_key = Secret::copy_of(*key);
  auto public_key = primitives::x25519_public_key(private_key);
  if (!public_key) return std::nullopt;
  return SharedBox{.invitation = *invitation,
                   .box = {.public_key = std::move(*public_key), .private_key = std::move(private_key)}};
}

bool is_box_of(const charter::Invitation& invitation, const primitives::HpkeKeyPair& box) {
  const auto key = channels::BoxKey::from(box.public_key.bytes);
  return key && charter::hash_of_box_key(*key) == invitation.terms.box_key_hash;
}

const primitives::HpkeKeyPair* find_box(const CircleData& circle, const channels::InvitationId& invitation) {
  const auto ours = circle.invitations.find(invitation);
  if (ours != circle.invitations.end()) return &ours->second.box;
  const auto shared = circle.boxes.find(invitation);
  return shared == circle.boxes.end() ? nullptr : &shared->second;
}

void share_boxes(Context& context) {
  auto& circle = context.circle;
  if (circle.access != wire::Access::member || !is_caught_up(circle, context.now())) return;
  if (!circle.charter().is_owner(circle.handle_id, context.now())) return;
  auto* regie = find_regie(context);
  if (regie == nullptr) return;
  for (const auto& [id, made] : circle.invitations) {
    const auto* invitation = circle.charter().invitation(id);
    if (invitation == nullptr || circle.boxes.contains(id) || is_queued(circle, id)) continue;
    const auto& charter = circle.charter();
    if (!charter.is_open(*invitation, context.now()) && !charter.is_waiting(*invitation, context.now()))
      continue;
    const auto article = make_box_article(id, made.box.private_key);
    if (!article) continue;
    // A full queue is tried again when it has room.
    (void)enqueue(context, regie->id, *article, {.written = Written::as_box, .about = id.bytes()});
  }
}

}  // namespace kring::core
