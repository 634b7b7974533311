#include "clients/core/archive.hpp"

#include "clients/core/shared_boxes.hpp"
#include "clients/core/views.hpp"

#include "channels/articles/limits.hpp"
#include "channels/json/encode.hpp"
#include "channels/json/parse.hpp"
#include "channels/model/signing.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

std::string_view key_of(charter::EntryKind kind) {
  switch (kind) {
    case charter::EntryKind::found:
      return "found";
    case charter::EntryKind::owner_add:
      return "owner_add";
    case charter::EntryKind::role_set:
      return "role_set";
    case charter::EntryKind::channel_open:
      return "channel_open";
    case charter::EntryKind::invite_create:
      return "invite_create";
    case charter::EntryKind::invite_accept:
      return "invite_accept";
    case charter::EntryKind::invite_withdraw:
      return "invite_withdraw";
    case charter::EntryKind::grant:
      return "grant";
    case charter::EntryKind::remove:
      return "remove";
    case charter::EntryKind::leave:
      return "leave";
    case charter::EntryKind::channel_restart:
      return "channel_restart";
    case charter::EntryKind::resume:
      return "resume";
    case charter::EntryKind::pause:
      return "pause";
    case charter::EntryKind::unpause:
      return "unpause";
    case charter::EntryKind::role_change:
      return "role_change";
    case charter::EntryKind::channel_change:
      return "channel_change";
    case charter::EntryKind::channel_close:
      return "channel_close";
    case charter::EntryKind::freeze:
      return "freeze";
    case charter::EntryKind::freeze_end:
      return "freeze_end";
    case charter::EntryKind::removal_ask:
      return "removal_ask";
    case charter::EntryKind::removal_agree:
      return "removal_agree";
    case charter::EntryKind::removal_done:
      return "removal_done";
    case charter::EntryKind::stay:
      return "stay";
    case charter::EntryKind::end_ask:
      return "end_ask";
    case charter::EntryKind::end_cancel:
      return "end_cancel";
    case charter::EntryKind::end_done:
      return "end_done";
    case charter::EntryKind::device_add:
      return "device_add";
    case charter::EntryKind::device_revoke:
      return "device_revoke";
    case charter::EntryKind::key_reset:
      return "key_reset";
    case charter::EntryKind::attestation_key:
      return "attestation_key";
    case charter::EntryKind::attestation_withdraw:
      return "attestation_withdraw";
    case charter::EntryKind::publish:
      return "publish";
  }
  return "unknown";
}

/// What the body of an entry names, whichever kind it is of.
struct NamedByBody {
  const charter::Charter& charter;
  CharterEntryView& view;

  template <class Body>
  void operator()(const Body& body) const {
    if constexpr (requires { view.member = body.member; }) view.member = body.member;
    if constexpr (requires { view.channel = body.channel; }) view.channel = body.channel;
    if constexpr (requires { view.role = body.role; }) view.role = body.role;
    if constexpr (requires { view.role = body.role.id; }) view.role = body.role.id;
    if constexpr (requires { view.invitation = body.invitation; }) view.invitation = body.invitation;
    if constexpr (requires { view.until = body.until; }) view.until = body.until;
  }
  void operator()(const charter::InviteCreate& body) const {
    view.invitation = channels::invitation_of(body.invitation_key);
    view.role = body.role;
    view.until = body.expires;
  }
  void operator()(const charter::Leave& /*body*/) const { view.member = view.signer; }
  void operator()(const charter::DeviceRevoke& body) const {
    if (const auto* member = charter.member_of(body.handle)) view.member = member->id;
  }
};

CharterEntryView view_entry(const CircleData& circle, const charter::CharterEntry& entry) {
  CharterEntryView view;
  view.number = entry.number();
  view.time = entry.content().time;
  view.kind = key_of(entry.kind());
  view.hash = entry.hash().bytes();
  if (const auto* member = circle.charter().member_of(entry.content().signer)) view.signer = member->id;
  std::visit(NamedByBody{.charter = circle.charter(), .view = view}, entry.content().body);
  return view;
}

/// What names a file without what opens its blob.
json::Object without_key(const json::Object& file) {
  json::Object kept;
  for (const auto& [key, member] : file.members()) {
    if (key != "key") kept.add(key, member);
  }
  return kept;
}

/// A post whose file, if it has one, is without what opens its blob.
json::Object without_key_of_file(const json::Object& post) {
  json::Object kept;
  for (const auto& [key, member] : post.members()) {
    const auto* file = key == "file" ? member.as_object() : nullptr;
    if (file != nullptr) {
      kept.add(key, without_key(*file));
    } else {
      kept.add(key, member);
    }
  }
  return kept;
}

/// An article's JSON, changed; nothing if it cannot be read.
std::optional<std::string> changed(std::string_view text, json::Object (*change)(const json::Object&)) {
  const auto value = json::parse(text, articles::limits::article_json);
  const auto* object = value ? value->as_object() : nullptr;
  if (object == nullptr) return std::nullopt;
  return json::encode(change(*object));
}

bool is_content(const KeptEntry& entry) {
  return entry.kind == channels::LogKind::record || entry.kind == channels::LogKind::sealed;
}

/// After which entry this device reads: in a sealed channel that of the commit which let it in.
channels::Sequence begins_after(const Channel& channel) {
  if (channel.state.mode == channels::Mode::record) return channel.start.number;
  const auto first = std::ranges::find_if_not(channel.log, is_content);
  return first == channel.log.end() || first->seq == channels::Sequence{1} ? channel.start.number
                                                                           : first->seq;
}

/// Takes articles that hold a key apart: `std::nullopt` for what is no article, an empty text for one that
/// nobody needs.
std::optional<std::string> open_text(const ArticleView& article) {
  if (article.type.empty()) return std::nullopt;
  if (article.type == box_article_type) return std::string();
  if (article.type == "attachment") return changed(article.json, without_key);
  if (article.type == "post") return changed(article.json, without_key_of_file);
  return article.json;
}

void add_articles(const CircleData& circle, const Channel& channel, ArchivedChannel& archived,
                  std::vector<GapView>& gaps) {
  const auto gap = [&](channels::Sequence seq, Gap why) {
    gaps.push_back({.channel = channel.id, .seq = seq, .why = why});
  };
  archived.begins_after = begins_after(channel);
  for (const auto& entry : channel.log) {
    if (is_content(entry) && entry.article.empty() && entry.seq > archived.begins_after)
      gap(entry.seq, Gap::not_opened);
  }
  for (auto& article : view_timeline(circle, channel.id, channels::Sequence{})) {
    auto text = open_text(article);
    if (!text) {
      gap(article.seq, Gap::not_readable);
    } else if (!text->empty()) {
      article.json = std::move(*text);
      archived.articles.push_back(std::move(article));
    }
  }
}

void add_channel(const CircleData& circle, const ChannelView& view, ArchiveView& archive) {
  ArchivedChannel archived{.channel = view, .begins_after = {}, .articles = {}};
  const auto held = circle.channels.find(view.id);
  if (held != circle.channels.end()) add_articles(circle, held->second, archived, archive.gaps);
  const bool is_member = archive.circle.standing == Standing::member;
  if (view.stopped) {
    archive.gaps.push_back({.channel = view.id, .seq = std::nullopt, .why = Gap::stopped});
  } else if (is_member && !view.joined && view.mine.include(channels::Right::read)) {
    archive.gaps.push_back({.channel = view.id, .seq = std::nullopt, .why = Gap::not_joined});
  }
  archive.channels.push_back(std::move(archived));
}

}  // namespace

std::string_view name_of(Gap gap) {
  switch (gap) {
    case Gap::not_caught_up:
      return "not_caught_up";
    case Gap::stopped:
      return "stopped";
    case Gap::not_joined:
      return "not_joined";
    case Gap::not_opened:
      return "not_opened";
    case Gap::not_readable:
      return "not_readable";
    case Gap::not_sent:
      break;
  }
  return "not_sent";
}

ArchiveView view_archive(const CircleData& circle, Time now) {
  ArchiveView archive;
  archive.circle = view_circle(circle, now);
  archive.members = view_members(circle, now);
  archive.roles = view_roles(circle, now);
  if (archive.circle.stopped) {
    archive.gaps.push_back({.channel = std::nullopt, .seq = std::nullopt, .why = Gap::stopped});
  } else if (archive.circle.standing == Standing::member && !archive.circle.caught_up) {
    archive.gaps.push_back({.channel = std::nullopt, .seq = std::nullopt, .why = Gap::not_caught_up});
  }
  if (circle.log) {
    archive.charter.reserve(circle.log->entries().size());
    for (const auto& entry : circle.log->entries()) archive.charter.push_back(view_entry(circle, entry));
  }
  for (const auto& view : view_channels(circle, now)) add_channel(circle, view, archive);
  for (const auto& unsent : view_unsent(circle))
    archive.gaps.push_back({.channel = unsent.channel, .seq = std::nullopt, .why = Gap::not_sent});
  return archive;
}

}  // namespace kring::core
