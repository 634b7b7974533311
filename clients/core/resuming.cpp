#include "clients/core/bundle.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/login.hpp"
#include "clients/core/packages.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/rows.hpp"

#include <algorithm>

/// An owner lets a circle go on whose hub was restored.
namespace kring::core {

namespace {

/// Packages of ours that were handed out since the backup must not be handed out again. They wait a while for
/// their Welcome, and new ones take their place.
void retire_packages(Context& context) {
  auto& circle = context.circle;
  for (auto& [reference, package] : circle.packages) {
    package.at_hub = true;
    package.not_after = std::min(package.not_after, context.now() + package_margin);
  }
  save_packages(context.turn, circle);
}

bool is_resume(const CircleData& circle, const std::optional<IntentId>& intent) {
  return intent && std::ranges::any_of(circle.intents, [&](const Intent& it) {
           return it.id == *intent && std::holds_alternative<ResumeWish>(it.wish);
         });
}

}  // namespace

void take_resume(Context& context, const charter::Resume& resume) {
  auto& circle = context.circle;
  if (!circle.restored_as || resume.incarnation != *circle.restored_as) return;
  for (const auto& head : resume.heads) {
    const auto found = circle.channels.find(head.channel);
    if (found == circle.channels.end() || found->second.stopped) continue;
    auto& channel = found->second;
    const auto hash = hash_at(channel, head.place.number);
    const bool differs = hash && *hash != head.place.hash;
    if (channel.head().number > head.place.number || differs) {
      channel.cut_off = {.number = head.place.number, .hash = head.place.hash};
      raise_alarm(context, channel, Error(client::Errc::log_cut_off, "resume"), head.place.hash);
    }
    channel.lacking.reset();
    // Without its group the log was asked for to give it back, and for nothing else.
    if (!channel.group) attach_again(channel);
  }
  circle.incarnation = resume.incarnation;
  circle.restored_as.reset();
  circle.giving.reset();
  circle.hub_heads.clear();
  retire_packages(context);
  // Our acceptance was taken, and nobody could give it back: it is sent anew.
  const bool is_nobody = !circle.charter().access(circle.handle_id, context.now());
  if (circle.standing == Standing::waiting && circle.joining && is_nobody)
    circle.standing = Standing::invited;
  save_self(context.turn, circle);
  // A bundle from before is built anew, if it is still wanted.
  if (circle.underway && !is_resume(circle, circle.underway->intent)) abandon_bundle(context);
  context.turn.notify(CircleChanged{circle.id});
}

void note_hub_head(CircleData& circle, const channels::ChannelId& channel, const rules::LogHead& head) {
  const auto known = circle.hub_heads.find(channel);
  if (known == circle.hub_heads.end() || head.number <= known->second.seq) return;
  known->second.seq = head.number;
  known->second.hash = head.hash;
}

Result<std::vector<charter::ChannelHead>> heads_to_resume(const CircleData& circle) {
  std::vector<charter::ChannelHead> heads;
  for (const auto& [id, channel] : circle.charter().channels()) {
    const auto known = circle.hub_heads.find(id);
    if (known == circle.hub_heads.end()) return fail(client::Errc::heads_unknown, "resume");
    heads.push_back({.channel = id, .place = {.number = known->second.seq, .hash = known->second.hash}});
  }
  return heads;
}

}  // namespace kring::core
