#include "clients/core/people.hpp"

#include "clients/core/consents.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/login.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/own_attestations.hpp"
#include "clients/core/refusal.hpp"
#include "clients/core/reports.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/shared_boxes.hpp"

#include "channels/articles/article.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/codec/structure.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

/// What an introduction says it is about, before anything is verified.
std::optional<charter::IntroductionContent> claimed_content(ByteView introduction) {
  codec::Reader in(introduction);
  const auto content = in.opaque(channels::limits::introduction_bytes_max);
  if (!content) return std::nullopt;
  auto read = codec::decode<charter::IntroductionContent>(*content);
  if (!read) return std::nullopt;
  return std::move(*read);
}

KnownPerson known_person(const charter::IntroductionContent& content, ByteView introduction) {
  return {.name = content.name,
          .relation = content.relation,
          .person = content.person_key,
          .device = content.own_device(),
          .introduction = copy_bytes(introduction),
          .serial = content.serial};
}

/// Whether whose handle this is has, or last had, a role that owns.
bool owned(const CircleData& circle, const channels::HandleId& handle) {
  const auto* member = circle.charter().member_of(handle);
  const auto* role = member == nullptr ? nullptr : circle.charter().role(member->role);
  return role != nullptr && role->owns;
}

void fold_label(CircleData& circle, Channel& channel, const KeptEntry& entry,
                const articles::ChannelLabel& label) {
  const bool moderates =
      circle.charter().rights_of(entry.author, channel.id).include(channels::Right::moderate);
  const bool owns = owned(circle, entry.author);
  const auto* regie = circle.charter().regie();
  // What owners told each other counts on when they are gone.
  const bool told_by_owner = owns && regie != nullptr && regie->id == channel.id;
  const bool renames = moderates || channel.name.label.empty();
  if (!renames && !told_by_owner) return;
  if (renames) channel.name = {.label = label.label, .key = label.purpose};
  for (const auto& role : label.roles) {
    channel.named_roles.insert(role.role);
    if (!moderates && circle.seen_roles.contains(role.role)) continue;
    // What those are called who own says whether this is a family or a network: that is theirs to say.
    const auto* named = circle.charter().role(role.role);
    if (named != nullptr && named->owns && !owns) continue;
    circle.seen_roles.insert_or_assign(role.role, RoleName{.label = role.label, .key = role.template_key});
  }
}

bool is_queued(const CircleData& circle, const channels::ChannelId& channel,
               const channels::HandleId& handle) {
  return std::ranges::any_of(circle.outbox, [&](const auto& item) {
    return item.second.channel == channel && item.second.written == Written::as_introduction &&
           item.second.about == handle.bytes() && item.second.sending != Sending::given_up;
  });
}

void write_introduction(Context& context, Channel& channel, const channels::HandleId& handle,
                        ByteView bytes) {
  const auto article = articles::Article::of(articles::IntroductionArticle{copy_bytes(bytes)});
  if (!article) return;
  // A full queue is tried again when it has room: this is asked for until the introduction is in the log.
  (void)enqueue(context, channel.id, *article,
                {.written = Written::as_introduction, .about = handle.bytes()});
}

/// Owners do not put their names before the contact of a lane until they write there.
bool keeps_silent(const CircleData& circle, const Channel& channel, Time now) {
  if (channel_name(circle, channel.id).key != lane_key) return false;
  if (!circle.charter().is_owner(circle.handle_id, now)) return false;
  return std::ranges::none_of(circle.outbox, [&](const auto& item) {
    return item.second.channel == channel.id && item.second.written == Written::by_user;
  });
}

/// Whether a channel lacks our introduction as it is now.
bool must_introduce_ourselves(const CircleData& circle, const Channel& channel, Time now) {
  if (is_queued(circle, channel.id, circle.handle_id)) return false;
  const auto here = channel.introduced.find(circle.handle_id);
  if (here == channel.introduced.end()) return !keeps_silent(circle, channel, now);
  return here->second.serial < circle.introduction_serial;
}

/// The name that we gave a channel, while its log has none; to the owners' channel also what roles are called
/// that it was not told of, since owners let people in as any of them.
void write_label(Context& context, Channel& channel) {
  auto& circle = context.circle;
  const bool is_nameless = channel.name.label.empty() && circle.channel_names.contains(channel.id);
  const bool tells = !is_nameless && circle.charter().is_owner(circle.handle_id, context.now());
  const auto untold = tells ? roles_to_tell(circle, channel) : std::vector<channels::RoleId>();
  if (!is_nameless && untold.empty()) return;
  const bool queued = std::ranges::any_of(circle.outbox, [&](const auto& item) {
    return item.second.channel == channel.id && item.second.written == Written::as_label &&
           item.second.sending != Sending::given_up;
  });
  if (queued || rests(context, channel, Written::as_label, {})) return;
  const auto label = is_nameless ? make_label(circle, circle.charter(), channel.id)
                                 : make_label_of(circle, channel.id, untold);
  if (label) (void)enqueue(context, channel.id, *label, {.written = Written::as_label});
}

void introduce_newcomers(Context& context, Channel& channel) {
  auto& circle = context.circle;
  for (const auto& [handle, person] : circle.acceptances) {
    const auto& charter = circle.charter();
    // Who invited them does it; another owner may know them as well.
    const auto* member = charter.member_of(handle);
    if (member == nullptr || !member->invitation || !circle.invitations.contains(*member->invitation))
      continue;
    // What was read before their acceptance was here may not be theirs.
    const auto here = channel.introduced.find(handle);
    const bool is_introduced = here != channel.introduced.end() && here->second.verified;
    if (is_introduced || is_queued(circle, channel.id, handle)) continue;
    if (!charter.can(handle, channel.id, channels::Right::read, context.now())) continue;
    if (charter.can(handle, channel.id, channels::Right::post, context.now())) continue;
    if (rests(context, channel, Written::as_introduction, handle.bytes())) continue;
    write_introduction(context, channel, handle, person.introduction);
  }
}

/// Whether a handle is of one of our person's devices in the circle.
bool is_ours(const CircleData& circle, const channels::HandleId& handle) {
  const auto* member = circle.charter().member_of(handle);
  return member != nullptr && member->id == circle.member;
}

/// Whether an introduction is verified as soon as it is read: where we act on its being in the channel, for
/// our own devices, for whom we let in, and in a sealed channel for those who come.
bool must_verify(const CircleData& circle, const Channel& channel, const channels::HandleId& handle) {
  return channel.state.mode == channels::Mode::sealed || is_ours(circle, handle) ||
         circle.acceptances.contains(handle);
}

/// Keeps of what a device showed the newest of each.
void note_shown(std::vector<charter::Attestation>& all, const std::vector<charter::Attestation>& shown) {
  for (const auto& one : shown) {
    const auto* known = find_same(all, one);
    if (known != nullptr && !is_newer(one, *known)) continue;
    std::erase_if(all, [&](const charter::Attestation& other) { return attest_the_same(other, one); });
    all.push_back(one);
  }
}

/// Of a handle's introductions the one counts that it wrote last, whoever hands it on and in whatever order
/// they come.
void fold_introduction(CircleData& circle, Channel& channel, const Bytes& introduction) {
  const auto claimed = claimed_content(introduction);
  if (!claimed) return;
  const auto handle = channels::handle_of(claimed->subject.handle_key);
  const bool verifies = must_verify(circle, channel, handle);
  if (verifies && !read_introduction(circle, introduction)) return;
  circle.introductions.add(handle, claimed->serial, introduction);
  // Before the charter knows them nothing can be verified, and nobody is introduced by it.
  if (circle.charter().handle(handle) == nullptr) return;
  auto& here = channel.introduced[handle];
  here.serial = std::max(here.serial, claimed->serial);
  here.verified = here.verified || verifies;
  if (!is_ours(circle, handle)) return;
  note_shown(circle.once_shown[handle], claimed->attestations);
  look_again_at_attestations(circle);
}

/// What owners' devices tell each other in regie.
void fold_owners_article(CircleData& circle, const channels::HandleId& author,
                         const articles::Article& article) {
  if (auto consent = read_consent_article(article)) note_consent(circle, author, std::move(*consent));
  auto shared = read_box_article(article);
  const auto* invitation = shared ? circle.charter().invitation(shared->invitation) : nullptr;
  if (invitation != nullptr && is_box_of(*invitation, shared->box))
    circle.boxes.insert_or_assign(shared->invitation, std::move(shared->box));
}

}  // namespace

std::optional<charter::Subject> subject_of(const CircleData& circle, const channels::HandleId& handle) {
  const auto* known = circle.log ? circle.charter().handle(handle) : nullptr;
  if (known == nullptr) return std::nullopt;
  return charter::Subject{.circle = circle.id, .member = known->member, .handle_key = known->key};
}

std::optional<Introduced> read_introduction(const CircleData& circle, ByteView introduction) {
  const auto claimed = claimed_content(introduction);
  if (!claimed) return std::nullopt;
  const auto handle = channels::handle_of(claimed->subject.handle_key);
  const auto subject = subject_of(circle, handle);
  if (!subject) return std::nullopt;
  const auto verified = charter::Introduction::verify(introduction, *subject);
  if (!verified) return std::nullopt;
  return Introduced{handle, known_person(verified->content(), introduction)};
}

std::optional<KnownPerson> person_of(ByteView introduction) {
  const auto content = claimed_content(introduction);
  if (!content) return std::nullopt;
  return known_person(*content, introduction);
}

std::vector<charter::Attestation> attestations_in(ByteView introduction) {
  auto content = claimed_content(introduction);
  if (!content) return {};
  return std::move(content->attestations);
}

namespace {

/// Of one member.
using Handles = std::vector<const charter::Handle*>;

/// What an introduction said of a handle, whoever that is.
const KnownPerson* find_introduced(const CircleData& circle, const channels::HandleId& handle) {
  if (const auto* seen = circle.introductions.find(circle, handle)) return seen;
  const auto accepted = circle.acceptances.find(handle);
  return accepted == circle.acceptances.end() ? nullptr : &accepted->second;
}

/// The last of a member's new keys that came no later than a handle, by the number of its entry; else 0.
channels::EntryNumber last_reset(const charter::Member& member, const charter::Handle& handle) {
  channels::EntryNumber last{};
  for (const auto& reset : member.resets) {
    if (reset.entry <= handle.added) last = std::max(last, reset.entry);
  }
  return last;
}

/// Whether a device shows the same person as those that the member had before it, of which `others` has all.
/// Who has new keys may show another one, as they lost what proved it.
bool is_same_person(const CircleData& circle, const charter::Handle& handle, const KnownPerson& shown,
                    const Handles& others) {
  const auto& member = *circle.charter().member(handle.member);
  if (member.handle == handle.id) return true;
  return std::ranges::all_of(others, [&](const charter::Handle* entry) {
    const auto& other = *entry;
    if (other.added >= handle.added) return true;
    if (last_reset(member, other) != last_reset(member, handle)) return true;
    const auto* known = find_introduced(circle, other.id);
    return known == nullptr || known->person == shown.person;
  });
}

/// The person that `handle` shows, if it shows any and the member's devices before it do not belie that.
const KnownPerson* find_shown(const CircleData& circle, const charter::Handle& handle,
                              const Handles& others) {
  const auto* shown = find_introduced(circle, handle.id);
  return shown != nullptr && is_same_person(circle, handle, *shown, others) ? shown : nullptr;
}

Handles handles_of(const charter::Charter& charter, const channels::MemberId& member) {
  Handles all;
  for (const auto& [id, handle] : charter.handles()) {
    if (handle.member == member) all.push_back(&handle);
  }
  return all;
}

/// All handles by their members.
std::map<channels::MemberId, Handles> handles_by_member(const charter::Charter& charter) {
  std::map<channels::MemberId, Handles> all;
  for (const auto& [id, handle] : charter.handles()) all[handle.member].push_back(&handle);
  return all;
}

}  // namespace

const KnownPerson* find_person(const CircleData& circle, const channels::HandleId& id) {
  const auto* shown = find_introduced(circle, id);
  const auto* handle = shown == nullptr ? nullptr : circle.charter().handle(id);
  if (handle == nullptr || circle.charter().member(handle->member)->handle == id) return shown;
  return find_shown(circle, *handle, handles_of(circle.charter(), handle->member));
}

namespace {

/// The later one speaks for a member, unless it was revoked and the other was not.
bool is_better(const charter::Handle& handle, const charter::Handle& known) {
  if (handle.revoked.has_value() != known.revoked.has_value()) return !handle.revoked;
  return handle.added > known.added;
}

/// Whom the best of a member's devices shows, or else what was told of the member; null if neither is known.
const KnownPerson* find_person(const CircleData& circle, const channels::MemberId& member,
                               const Handles& handles) {
  const charter::Handle* best = nullptr;
  for (const auto* handle : handles) {
    if (find_shown(circle, *handle, handles) == nullptr) continue;
    if (best == nullptr || is_better(*handle, *best)) best = handle;
  }
  if (best != nullptr) return find_introduced(circle, best->id);
  const auto told = circle.told.people.find(member);
  return told == circle.told.people.end() ? nullptr : &told->second;
}

}  // namespace

std::map<channels::MemberId, const KnownPerson*> find_people(const CircleData& circle) {
  std::map<channels::MemberId, const KnownPerson*> people;
  for (const auto& [member, handles] : handles_by_member(circle.charter())) {
    if (const auto* person = find_person(circle, member, handles)) people.emplace(member, person);
  }
  return people;
}

const KnownPerson* find_person(const CircleData& circle, const channels::MemberId& member) {
  return circle.charter().member(member) == nullptr
             ? nullptr
             : find_person(circle, member, handles_of(circle.charter(), member));
}

const KnownPerson* Authors::find(const channels::HandleId& handle) {
  const auto [place, is_new] = known_.try_emplace(handle);
  if (!is_new) return place->second;
  place->second = find_person(circle_, handle);
  const auto* member = circle_.charter().member_of(handle);
  if (place->second == nullptr && member != nullptr) place->second = find(member->id);
  return place->second;
}

const KnownPerson* Authors::find(const channels::MemberId& member) {
  const auto [place, is_new] = people_.try_emplace(member);
  if (!is_new) return place->second;
  if (!handles_) handles_ = handles_by_member(circle_.charter());
  const auto handles = handles_->find(member);
  if (handles != handles_->end()) place->second = find_person(circle_, member, handles->second);
  return place->second;
}

void fold_article(CircleData& circle, Channel& channel, const KeptEntry& entry,
                  const articles::Article& article) {
  fold_report_box(channel, entry, article);
  if (const auto* label = std::get_if<articles::ChannelLabel>(&article.content())) {
    fold_label(circle, channel, entry, *label);
  } else if (const auto* it = std::get_if<articles::IntroductionArticle>(&article.content())) {
    fold_introduction(circle, channel, it->introduction);
  } else if (const auto* regie = circle.charter().regie(); regie != nullptr && regie->id == channel.id) {
    fold_owners_article(circle, entry.author, article);
  }
}

void fold_all(CircleData& circle) {
  const auto own = claimed_content(circle.introduction);
  circle.introduction_serial = own ? own->serial : 0;
  for (auto& [id, channel] : circle.channels) {
    for (const auto& entry : channel.log) {
      if (const auto article = article_of(entry)) fold_article(circle, channel, entry, *article);
    }
  }
}

void push_introductions(Context& context) {
  auto& circle = context.circle;
  if (circle.access != wire::Access::member || !is_caught_up(circle, context.now())) return;
  if (!subject_of(circle, circle.handle_id)) return;  // So the hub says, and the charter does not.
  const auto now = context.now();
  renew_shown(context);
  for (auto& [id, channel] : circle.channels) {
    if (!channel.group || channel.stopped) continue;
    if (!circle.charter().can(circle.handle_id, id, channels::Right::post, now)) continue;
    write_label(context, channel);
    const bool is_due = must_introduce_ourselves(circle, channel, now) &&
                        !rests(context, channel, Written::as_introduction, circle.handle_id.bytes());
    if (is_due) write_introduction(context, channel, circle.handle_id, circle.introduction);
    introduce_newcomers(context, channel);
  }
}

void introduce_to(Context& context, Channel& channel, const std::vector<channels::HandleId>& added) {
  auto& circle = context.circle;
  const auto now = context.now();
  if (!circle.charter().can(circle.handle_id, channel.id, channels::Right::post, now)) return;
  const auto is_added = [&](const channels::HandleId& handle) {
    return std::ranges::find(added, handle) != added.end();
  };
  if (channel.state.mode == channels::Mode::sealed) {
    if (const auto label = make_label(circle, circle.charter(), channel.id)) {
      (void)enqueue(context, channel.id, *label, {.written = Written::as_label});
    }
    for (const auto& [handle, here] : channel.introduced) {
      if (is_added(handle) || !circle.charter().is_live(handle, now)) continue;
      if (const auto* person = find_person(circle, handle)) {
        write_introduction(context, channel, handle, person->introduction);
      }
    }
  }
  for (const auto& handle : added) {
    if (circle.charter().can(handle, channel.id, channels::Right::post, now)) continue;
    const auto* person = find_person(circle, handle);
    if (person != nullptr && !is_queued(circle, channel.id, handle)) {
      write_introduction(context, channel, handle, person->introduction);
    }
  }
}

namespace {

void push_request(Context& context, const channels::InvitationId& id) {
  auto& circle = context.circle;
  const auto* invitation = circle.charter().invitation(id);
  if (invitation == nullptr || !invitation->acceptance || circle.settled_requests.contains(id)) return;
  const auto handle = channels::handle_of(invitation->acceptance->terms.handle_key);
  if (circle.acceptances.contains(handle)) return;
  circle.settled_requests.insert(id);
  ask(context, wire::IntroductionRequest{.circle = circle.id, .invitation = id}, {.invitation = id});
}

}  // namespace

void push_requests(Context& context) {
  auto& circle = context.circle;
  if (!context.session.usable() || circle.stopped || circle.access != wire::Access::member || !circle.log)
    return;
  // Of all invitations those alone whose box we can open: a network has had thousands.
  for (const auto& [id, made] : circle.invitations) push_request(context, id);
  for (const auto& [id, box] : circle.boxes) push_request(context, id);
}

void introduction_answered(Context& context, const channels::InvitationId& id,
                           const wire::IntroductionAnswer& answer) {
  auto& circle = context.circle;
  const auto* box = find_box(circle, id);
  const auto* invitation = circle.charter().invitation(id);
  if (box == nullptr || invitation == nullptr || !invitation->acceptance) return;
  const auto& terms = invitation->acceptance->terms;
  if (charter::hash_of_sealed_introduction(answer.introduction) != terms.introduction_hash) return;
  const auto opened = charter::open_introduction(answer.introduction, box->private_key,
                                                 {.circle = circle.id, .invitation = id});
  if (!opened) return;
  auto introduced = read_introduction(circle, *opened);
  if (!introduced || introduced->handle != channels::handle_of(terms.handle_key)) return;
  circle.acceptances.insert_or_assign(introduced->handle, std::move(introduced->person));
  save_self(context.turn, circle);
  if (circle.charter().is_waiting(*invitation, context.now())) {
    context.turn.notify(RequestWaiting{.circle = circle.id, .invitation = id});
  } else {
    context.turn.notify(CircleChanged{circle.id});
  }
}

void introduction_refused(Context& context, const channels::InvitationId& id,
                          const wire::ErrorAnswer& error) {
  if (refusal_of(error) == Refusal::busy) context.circle.settled_requests.erase(id);
}

}  // namespace kring::core
