#include "clients/core/views.hpp"

#include "clients/core/access_view.hpp"
#include "clients/core/batches.hpp"
#include "clients/core/child.hpp"
#include "clients/core/consents.hpp"
#include "clients/core/devices.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/healing.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/login.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/notices.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/people.hpp"
#include "clients/core/posts.hpp"
#include "clients/core/report_articles.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/shared_boxes.hpp"
#include "clients/core/standing.hpp"
#include "clients/core/work.hpp"

#include "channels/articles/article.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/model/limits.hpp"
#include "channels/rules/leaves.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kring::core {

namespace {

using channels::Right;

std::set<channels::HandleId> handles_in(const mls::PublicGroup& group) {
  std::set<channels::HandleId> handles;
  for (const auto& member : group.members()) {
    if (const auto handle = rules::handle_of_leaf(member.node)) handles.insert(*handle);
  }
  return handles;
}

std::vector<ChannelReader> readers_of(const CircleData& circle, const channels::ChannelId& id,
                                      const Channel* channel, Time now) {
  const auto in_group = channel != nullptr && channel->group ? handles_in(channel->group->public_group())
                                                             : std::set<channels::HandleId>();
  std::map<channels::MemberId, bool> readers;
  for (const auto& handle : circle.charter().readers(id, now)) {
    const auto* member = circle.charter().member_of(handle);
    if (member != nullptr) readers[member->id] |= in_group.contains(handle);
  }
  std::vector<ChannelReader> all;
  all.reserve(readers.size());
  for (const auto& [member, joined] : readers) all.push_back({.member = member, .joined = joined});
  return all;
}

ChannelView view_channel(const CircleData& circle, const charter::Channel& known, Time now) {
  const auto held = circle.channels.find(known.id);
  const Channel* channel = held == circle.channels.end() ? nullptr : &held->second;
  auto name = channel_name(circle, known.id);
  ChannelView view;
  view.id = known.id;
  view.label = std::move(name.label);
  view.key = std::move(name.key);
  view.mode = known.mode;
  view.purpose = known.purpose;
  view.mine = circle.charter().rights_of(circle.handle_id, known.id);
  view.readers = readers_of(circle, known.id, channel, now);
  view.restarts = known.restarts.size();
  if (!known.restarts.empty()) view.restarted = view_deed(circle, known.restarts.back().entry);
  view.closed = known.closed.has_value();
  view.healing = view_healing(circle, known.id, now);
  const auto at_hub = circle.hub_heads.find(known.id);
  if (is_restoring(circle) && at_hub != circle.hub_heads.end()) view.hub_head = at_hub->second.seq;
  view.joined = channel != nullptr && channel->group && !channel->join && view.mine.include(Right::read);
  // Whoever is healed was in it before, and waits for no batch.
  const bool is_newcomer = !view.joined && view.healing.state == HealState::none;
  if (is_newcomer && view.mine.include(Right::read) && may_join_in_batches(circle, known, now))
    view.joins_within = batch_wait;
  if (channel == nullptr) return view;
  view.stopped = channel->stopped;
  view.head = channel->head().number;
  view.head_hash = channel->head().hash;
  view.last_read = channel->last_read;
  view.articles = static_cast<std::uint64_t>(
      std::ranges::count_if(channel->log, [](const KeptEntry& entry) { return !entry.article.empty(); }));
  view.epoch = mls::number_of(channel->state.epoch);
  return view;
}

MemberState state_of(const CircleData& circle, const charter::Member& member, Time now) {
  switch (member.standing) {
    case charter::Standing::waiting:
      return MemberState::waiting;
    case charter::Standing::granted:
      if (circle.charter().is_live(member.id, now)) return MemberState::live;
      return member.paused && (!member.until || now < *member.until) ? MemberState::paused
                                                                     : MemberState::expired;
    case charter::Standing::turned_down:
    case charter::Standing::removed:
      return MemberState::removed;
    case charter::Standing::left:
      break;
  }
  return MemberState::left;
}

InvitationState state_of(const CircleData& circle, const charter::Invitation& invitation, Time now) {
  switch (invitation.stage) {
    case charter::Stage::open:
      if (circle.charter().is_open(invitation, now)) return InvitationState::open;
      return now >= invitation.terms.expires ? InvitationState::expired : InvitationState::voided;
    case charter::Stage::accepted:
      return circle.charter().is_waiting(invitation, now) ? InvitationState::waiting
                                                          : InvitationState::voided;
    case charter::Stage::admitted:
      return InvitationState::admitted;
    case charter::Stage::withdrawn:
      return InvitationState::withdrawn;
    case charter::Stage::voided:
      break;
  }
  return InvitationState::voided;
}

std::string text_of(const articles::Article& article) {
  if (const auto* message = std::get_if<articles::Message>(&article.content())) return message->text;
  if (const auto* note = std::get_if<articles::Note>(&article.content())) return note->text;
  if (const auto* attachment = std::get_if<articles::Attachment>(&article.content())) return attachment->text;
  if (const auto* child = std::get_if<articles::Child>(&article.content()))
    return channels::text_of(child->born);
  return {};
}

/// Whether we are paused and the hub says so too: there is no more to know until we are let in again.
bool waits_out_pause(const CircleData& circle) {
  return circle.standing == Standing::paused && circle.access == wire::Access::paused && circle.attached;
}

/// Whether the hub has just said that nobody has let this device in yet.
bool waits_to_come_in(const CircleData& circle, Time now) {
  return is_coming(circle) && circle.login == LoginState::none && now < circle.login_not_before;
}

/// What a post says, unless it is hidden and somebody else's.
void show_post(const articles::ThreadPost& post, ArticleView& view) {
  if (post.state == articles::PostState::shown || view.mine) {
    view.subject = post.subject;
    view.text = post.text;
    view.edited = edited(post);
    if (post.file) view.file = view_file(*post.file);
  } else {
    view.json = R"({"type":"post","v":1})";
  }
}

/// Another text for a post is shown where the post is, and only if it is by who wrote that.
void show_edit(const articles::ThreadPost* post, ArticleView& view) {
  const bool its_writer = post != nullptr && post->member == view.author;
  const bool shown = its_writer && (post->state == articles::PostState::shown || view.mine);
  if (!shown) view.json = R"({"type":"post_edit","v":1})";
}

struct TypeOf {
  std::string operator()(const articles::Message& /*content*/) const { return "message"; }
  std::string operator()(const articles::Note& /*content*/) const { return "note"; }
  std::string operator()(const articles::IntroductionArticle& /*content*/) const { return "introduction"; }
  std::string operator()(const articles::ChannelLabel& /*content*/) const { return "label"; }
  std::string operator()(const articles::Attachment& /*content*/) const { return "attachment"; }
  std::string operator()(const articles::Child& /*content*/) const { return "child"; }
  std::string operator()(const articles::Post& /*content*/) const { return "post"; }
  std::string operator()(const articles::PostMark& /*content*/) const { return "post_mark"; }
  std::string operator()(const articles::PostEdit& /*content*/) const { return "post_edit"; }
  std::string operator()(const articles::PostPin& /*content*/) const { return "post_pin"; }
  std::string operator()(const articles::UnknownArticle& content) const { return content.type; }
};

}  // namespace

namespace {

/// Whether anybody may read the charter, or is asked to be let.
void view_publication(const CircleData& circle, Time now, CircleView& view) {
  const auto& charter = circle.charter();
  if (charter.is_public()) {
    const auto* entry = circle.log->entry(charter.attestation_keys().front().set);
    view.public_since = entry == nullptr ? Time{} : entry->content().time;
  }
  const auto asked = asked_key(circle, now);
  if (!asked || !charter.is_owner(circle.handle_id, now)) return;
  const auto& holder = charter.member_of(asked->first.holder)->id;
  const auto* person = find_person(circle, holder);
  view.publication = PublicationView{.first = asked->first,
                                     .holder = holder,
                                     .holder_name = person == nullptr ? std::string() : person->name,
                                     .agreed = asked->agreement.agreed.size(),
                                     .needed = asked->agreement.owners,
                                     .by_me = asked->agreement.by_me,
                                     .mine_is_last = asked->agreement.mine_is_last};
}

OwnerName owner_name(const CircleData& circle, const channels::MemberId& owner) {
  const auto* person = find_person(circle, owner);
  return {.member = owner, .name = person == nullptr ? std::string() : person->name};
}

RemovalView view_removal(const CircleData& circle, const charter::Removal& removal,
                         const channels::MemberId& target, const std::vector<channels::MemberId>& owners) {
  RemovalView view{.member = target,
                   .asked = view_deed(circle, removal.entry),
                   .due = removal.asked + channels::limits::owner_removal_wait,
                   .by_me = removal.agreed.contains(circle.member),
                   .name = owner_name(circle, target).name};
  for (const auto& owner : owners) {
    if (owner == target) continue;
    (removal.agreed.contains(owner) ? view.agreed_by : view.not_yet).push_back(owner_name(circle, owner));
  }
  return view;
}

/// What owners have asked about each other and the circle.
void view_decisions(const CircleData& circle, Time now, CircleView& view) {
  const auto& charter = circle.charter();
  const auto owners = charter.owners(now);
  view.frozen_until = charter.frozen_until(now);
  for (const auto& [owner, until] : charter.freezes(now))
    view.freezes.push_back({.by = owner_name(circle, owner), .until = until, .mine = owner == circle.member});
  view.dissolved = charter.dissolved().has_value();
  view_publication(circle, now, view);
  for (const auto& owner : owners) {
    const auto* removal = charter.removal_of(owner);
    if (removal == nullptr) continue;
    view.removals.push_back(view_removal(circle, *removal, owner, owners));
  }
  if (charter.ending().empty() || view.dissolved) return;
  EndingView ending{.due = {}, .needed = owners.size()};
  for (const auto& [owner, wanted] : charter.ending()) {
    ending.due = std::max(ending.due, wanted.asked + channels::limits::end_wait);
    ++ending.asked;
  }
  ending.by_me = charter.ending().contains(circle.member);
  for (const auto& owner : owners)
    (charter.ending().contains(owner) ? ending.wanted_by : ending.not_yet)
        .push_back(owner_name(circle, owner));
  view.ending = ending;
}

}  // namespace

FileView view_file(const articles::Attachment& attachment) {
  return {
      .name = attachment.name, .media_type = attachment.media_type, .size = attachment.shape.content_bytes};
}

std::optional<DeedView> view_deed(const CircleData& circle, channels::EntryNumber number) {
  const auto* entry = circle.log->entry(number);
  const auto* by = entry == nullptr ? nullptr : circle.charter().member_of(entry->content().signer);
  if (by == nullptr) return std::nullopt;
  const auto* person = find_person(circle, by->id);
  return DeedView{.time = entry->content().time,
                  .by = by->id,
                  .by_name = person == nullptr ? std::string() : person->name,
                  .by_me = by->id == circle.member};
}

CircleView view_circle(const CircleData& circle, Time now) {
  CircleView view;
  view.id = circle.id;
  view.name = circle.name;
  view.hub = circle.hub;
  view.standing = circle.standing;
  view.caught_up = is_caught_up(circle, now) || waits_out_pause(circle) || waits_to_come_in(circle, now);
  view.stopped = circle.stopped;
  view.foreign_key = circle.foreign_key;
  view.read_only = is_restoring(circle);
  view.me = circle.member;
  if (circle.acceptance && circle.standing != Standing::member) view.six_words = words_of(*circle.acceptance);
  view.linking = is_linking(circle);
  if (!circle.log) return view;
  view.resumable = view.read_only && view.caught_up && heads_to_resume(circle).has_value();
  if (circle.standing == Standing::member && !circle.charter().is_live(circle.handle_id, now)) {
    view.standing = Standing::ended;
  }
  view.network = is_network(circle);
  view_decisions(circle, now, view);
  if (const auto born = birth_date_of(circle, now)) view.birthday = birthday_notice(*born, day_of(now));
  const auto* me = circle.charter().member(circle.member);
  if (me == nullptr) return view;
  view.turned_down = was_turned_down(circle);
  view.role = me->role;
  if (!view.turned_down) view.role_label = role_name(circle, me->role).label;
  view.owner = circle.charter().is_owner(circle.handle_id, now);
  view.device_out = is_taken_out(circle);
  if (view.device_out) view.taken_out = view_taken_out(circle, now);
  if (me->standing == charter::Standing::removed && me->ended) view.removed = view_deed(circle, *me->ended);
  view.only_owner = is_only_owner(circle, now);
  view.tell_only_owner = must_tell_only_owner(circle, now);
  return view;
}

namespace {

/// Says of channels that we are a member without, since when.
void view_lost(const CircleData& circle, std::vector<ChannelView>& views) {
  const auto is_lost = [](const ChannelView& view) { return !view.mine.include(Right::read); };
  if (circle.standing != Standing::member || std::ranges::none_of(views, is_lost)) return;
  for (const auto& [id, until] : read_until(circle)) {
    const auto view = std::ranges::find(views, id, &ChannelView::id);
    if (view != views.end() && is_lost(*view)) view->read_until = until;
  }
}

}  // namespace

std::vector<ChannelView> view_channels(const CircleData& circle, Time now) {
  std::vector<ChannelView> views;
  if (!circle.log) return views;
  // Who was never let in has had nothing.
  const bool never_in = was_turned_down(circle);
  for (const auto& [id, known] : circle.charter().channels()) {
    const bool may_read = !never_in && circle.charter().rights_of(circle.handle_id, id).include(Right::read);
    if (may_read || circle.channels.contains(id)) views.push_back(view_channel(circle, known, now));
  }
  view_lost(circle, views);
  std::ranges::sort(views, {},
                    [&](const ChannelView& view) { return circle.charter().channel(view.id)->opened; });
  return views;
}

std::vector<MemberView> view_members(const CircleData& circle, Time now) {
  std::vector<MemberView> views;
  if (!circle.log) return views;
  const auto people = find_people(circle);
  for (const auto& [id, member] : circle.charter().members()) {
    // Who accepted an invitation and was never let in is nobody here.
    if (member.standing == charter::Standing::turned_down) continue;
    MemberView view;
    view.id = id;
    view.role = member.role;
    view.role_label = role_name(circle, member.role).label;
    view.until = member.until;
    view.state = state_of(circle, member, now);
    const auto* role = circle.charter().role(member.role);
    view.owner = role != nullptr && role->owns && view.state == MemberState::live;
    view.me = id == circle.member;
    if (const auto person = people.find(id); person != people.end()) {
      view.name = person->second->name;
      view.relation = person->second->relation;
      view.checked = member.resets.empty() ? Checked::introduced : Checked::new_keys;
      if (circle.confirmed.contains(id) || view.me) view.checked = Checked::confirmed;
    }
    view.six_words = words_of_reset(circle, member);
    views.push_back(std::move(view));
  }
  std::ranges::sort(views, {},
                    [&](const MemberView& view) { return circle.charter().member(view.id)->joined; });
  return views;
}

std::vector<RoleView> view_roles(const CircleData& circle, Time now) {
  std::vector<RoleView> views;
  if (!circle.log) return views;
  for (const auto& [id, role] : circle.charter().roles()) {
    auto name = role_name(circle, id);
    const auto stay = stay_to_invite(circle, id, now);
    views.push_back({.id = id,
                     .label = std::move(name.label),
                     .key = std::move(name.key),
                     .owns = role.owns,
                     .preapproved = role.may_be_preapproved,
                     .may_invite = stay.has_value(),
                     .stay_max = stay ? std::optional(stay->longest) : std::nullopt,
                     .stay_usual = stay ? std::optional(stay->usual) : std::nullopt});
  }
  return views;
}

std::vector<InvitationView> view_invitations(const CircleData& circle, Time now) {
  std::vector<InvitationView> views;
  if (!circle.log) return views;
  for (const auto& [id, invitation] : circle.charter().invitations()) {
    const auto made = circle.invitations.find(id);
    InvitationView view;
    view.id = id;
    view.role = invitation.terms.role;
    view.role_label = role_name(circle, invitation.terms.role).label;
    view.expires = invitation.terms.expires;
    view.state = state_of(circle, invitation, now);
    view.preapproved = invitation.terms.preapproved;
    view.mine = made != circle.invitations.end();
    if (view.mine && view.state == InvitationState::open) view.link = made->second.link;
    views.push_back(std::move(view));
  }
  return views;
}

namespace {

void view_consents(Agreement agreement, RequestView& view) {
  view.owners = agreement.owners;
  view.agreed = std::move(agreement.agreed);
  view.agreed_by_me = agreement.by_me;
  view.mine_is_last = agreement.mine_is_last;
}

}  // namespace

std::vector<RequestView> view_requests(const CircleData& circle, Time now) {
  std::vector<RequestView> views;
  if (!circle.log) return views;
  for (const auto* invitation : circle.charter().waiting_invitations(now)) {
    const auto& acceptance = *invitation->acceptance;
    const auto person = circle.acceptances.find(channels::handle_of(acceptance.terms.handle_key));
    if (person == circle.acceptances.end()) continue;
    const auto* role = circle.charter().role(invitation->terms.role);
    const auto* entry = circle.log->entry(acceptance.number);
    views.push_back({.invitation = invitation->id,
                     .member = acceptance.terms.member,
                     .role = invitation->terms.role,
                     .role_label = role_name(circle, invitation->terms.role).label,
                     .name = person->second.name,
                     .relation = person->second.relation,
                     .six_words = words_of(acceptance.hash),
                     .accepted = entry == nullptr ? Time{} : entry->content().time,
                     .needs_recovery_words = role != nullptr && role->owns});
    if (views.back().needs_recovery_words)
      view_consents(agreement_about(circle, charter::subject_of(acceptance.hash), now), views.back());
  }
  return views;
}

std::vector<ArticleView> view_timeline(const CircleData& circle, const channels::ChannelId& id,
                                       channels::Sequence after, AuthorNames names) {
  std::vector<ArticleView> views;
  const auto found = circle.channels.find(id);
  if (found == circle.channels.end()) return views;
  const auto* newsgroup = find_newsgroup(circle, id);
  const auto* threads = newsgroup == nullptr ? nullptr : &fold_threads(circle, *newsgroup);
  Authors authors(circle);
  const auto& log = found->second.log;
  const auto first = std::ranges::upper_bound(log, after, {}, &KeptEntry::seq);
  for (const auto& entry : std::ranges::subrange(first, log.end())) {
    if (entry.article.empty()) continue;
    const auto article = articles::Article::parse(entry.article);
    // Boxes are between the owners' devices: nobody needs to see a private key. Reports are for moderators.
    if (article && (read_box_article(*article) || is_about_reports(*article))) continue;
    ArticleView view;
    view.seq = entry.seq;
    view.time = entry.time;
    const auto* member = circle.charter().member_of(entry.author);
    if (member != nullptr) view.author = member->id;
    const auto* person = names == AuthorNames::told ? authors.find(entry.author) : nullptr;
    if (person != nullptr) view.author_name = person->name;
    view.mine = member != nullptr && member->id == circle.member;
    view.json = std::string(view_text(entry.article));
    if (article) {
      view.type = std::visit(TypeOf{}, article->content());
      view.text = text_of(*article);
      if (const auto* attachment = std::get_if<articles::Attachment>(&article->content())) {
        view.file = view_file(*attachment);
      }
      if (const auto* from = article->origin())
        view.from = OriginView{.time = from->time, .author = from->author};
    }
    const auto* post = threads == nullptr ? nullptr : threads->find(entry.seq);
    if (post != nullptr) {
      show_post(*post, view);
      view.muted = newsgroup->reading.muted.contains(post->thread);
      view.until = post->until;
    }
    const auto* edit = article ? std::get_if<articles::PostEdit>(&article->content()) : nullptr;
    if (edit != nullptr && threads != nullptr) show_edit(threads->find(edit->post), view);
    views.push_back(std::move(view));
  }
  return views;
}

Result<articles::Attachment> find_file(const CircleData& circle, const channels::ChannelId& id,
                                       channels::Sequence seq) {
  const auto found = circle.channels.find(id);
  if (found == circle.channels.end()) return fail(client::Errc::unknown_channel, "file");
  if (const auto* newsgroup = find_newsgroup(circle, id)) {
    const auto* post = fold_threads(circle, *newsgroup).find(seq);
    const bool shown =
        post != nullptr && (post->state == articles::PostState::shown || post->member == circle.member ||
                            circle.charter().rights_of(circle.handle_id, id).include(Right::moderate));
    if (shown && post->file) return *post->file;
    return fail(client::Errc::not_a_file, "file");
  }
  for (const auto& entry : found->second.log) {
    if (entry.seq != seq || entry.article.empty()) continue;
    const auto article = article_of(entry);
    if (!article) break;
    if (const auto* attachment = std::get_if<articles::Attachment>(&article->content())) return *attachment;
  }
  return fail(client::Errc::not_a_file, "file");
}

std::vector<UnsentView> view_unsent(const CircleData& circle) {
  std::vector<const OutboxMessage*> messages;
  for (const auto& [id, message] : circle.outbox) {
    if (message.written == Written::by_user && message.sending == Sending::waits)
      messages.push_back(&message);
  }
  std::ranges::sort(messages, {}, &OutboxMessage::order);
  std::vector<UnsentView> views;
  for (const auto* message : messages) {
    const auto article = articles::Article::parse(message->article);
    if (!article) continue;
    views.push_back({.message = message->id,
                     .channel = message->channel,
                     .type = std::visit(TypeOf{}, article->content()),
                     .text = text_of(*article)});
  }
  return views;
}

bool is_settled(const CircleData& circle, Time now) {
  if (circle.stopped || circle.foreign_key || circle.standing == Standing::ended ||
      circle.login == LoginState::refused)
    return true;
  if (circle.standing == Standing::paused) return waits_out_pause(circle);
  if (is_coming(circle)) return waits_to_come_in(circle, now);
  if (!is_caught_up(circle, now) || !circle.awaited.empty()) return false;
  const bool resumes = std::ranges::any_of(
      circle.intents, [](const Intent& it) { return std::holds_alternative<ResumeWish>(it.wish); });
  // Everything else waits for an owner.
  if (is_restoring(circle)) return !resumes;
  if (circle.underway || !circle.intents.empty() || !circle.uploads.empty()) return false;
  const bool unsent = std::ranges::any_of(circle.outbox, [&](const auto& item) {
    return item.second.sending == Sending::waits && !waits_for_right(circle, item.second, now);
  });
  return !unsent && !(circle.access == wire::Access::member && has_work(circle, now));
}

}  // namespace kring::core
