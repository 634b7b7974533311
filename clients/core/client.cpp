#include "clients/core/client.hpp"

#include "clients/core/access_view.hpp"
#include "clients/core/admissions.hpp"
#include "clients/core/alarms.hpp"
#include "clients/core/archive.hpp"
#include "clients/core/child.hpp"
#include "clients/core/devices.hpp"
#include "clients/core/digest.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/notices.hpp"
#include "clients/core/posts.hpp"
#include "clients/core/reading_back.hpp"
#include "clients/core/reports.hpp"
#include "clients/core/search.hpp"
#include "clients/core/state.hpp"
#include "clients/core/taken_names.hpp"
#include "clients/core/telling.hpp"
#include "clients/core/views.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

const CircleData* Client::State::find(const channels::CircleId& circle) const {
  const auto found = circles_.find(circle);
  return found == circles_.end() ? nullptr : &found->second;
}

StatusView Client::State::status(Time now) const {
  StatusView view;
  view.has_device = device_.has_value();
  if (device_) {
    view.words_confirmed = device_->words_confirmed;
    view.kit_proven = device_->kit_proven;
    view.kit_to_prove = !device_->kit_proven && std::ranges::any_of(circles_, [](const auto& item) {
      return item.second.standing == Standing::member;
    });
    view.name = device_->name;
    view.relation = device_->relation;
  }
  for (const auto& [hub, session] : sessions_)
    view.hubs.push_back({.hub = hub, .connection = session.connection});
  const auto add = [&view](const Intent& intent, const channels::CircleId& circle) {
    auto& one = view.pending.emplace_back(
        IntentView{.id = intent.id, .kind = kind_of(intent.wish), .circle = circle, .tries = intent.tries});
    const auto* founding = std::get_if<FoundWish>(&intent.wish);
    if (founding == nullptr) return;
    one.name = founding->name;
    one.hub = founding->hub;
  };
  for (const auto& intent : foundings_) add(intent, {});
  view.settled = foundings_.empty() && keeping_.settled(now);
  for (const auto& [id, circle] : circles_) {
    for (const auto& intent : circle.intents) add(intent, id);
    for (const auto& unsent : view_unsent(circle)) {
      view.pending.push_back({.id = IntentId(unsent.message.bytes()), .kind = IntentKind::say, .circle = id});
    }
    for (const auto& [upload, kept] : circle.uploads)
      view.pending.push_back({.id = upload, .kind = IntentKind::send, .circle = id, .tries = kept.tries});
    view.settled = view.settled && is_settled(circle, now);
  }
  view.alarms = alarms_;
  return view;
}

std::optional<Bytes> Client::State::evidence(const Alarm& alarm) const {
  const auto found = evidence_.find(alarm.evidence);
  return found == evidence_.end() ? std::nullopt : std::optional(found->second);
}

Actions Client::State::note_alarm_seen(const Alarm& alarm) {
  const auto known = std::ranges::find(alarms_, alarm.evidence, &Alarm::evidence);
  if (alarm.evidence.empty() || known == alarms_.end()) return {};
  known->seen = true;
  Turn turn(random_, Time{}, next_request_);
  turn.save(alarm_row(known->evidence), encode_alarm(*known));
  return finish(turn);
}

bool Client::State::settled_at(std::string_view hub, Time now) const {
  const auto is_here = [&](const Intent& founding) { return std::get<FoundWish>(founding.wish).hub == hub; };
  const auto rests = [&](const auto& item) { return item.second.hub != hub || is_settled(item.second, now); };
  return std::ranges::none_of(foundings_, is_here) && keeping_.settled_at(hub, now) &&
         std::ranges::all_of(circles_, rests);
}

std::optional<Error> Client::State::clock_trouble(std::string_view hub) const {
  const auto session = sessions_.find(hub);
  if (session == sessions_.end() || !session->second.clock_off) return std::nullopt;
  const bool ours_is_right =
      std::ranges::any_of(sessions_, [](const auto& item) { return item.second.usable(); });
  return Error(ours_is_right ? client::Errc::hub_clock_off : client::Errc::clock_off, "clock");
}

Result<PersonState> Client::State::person_state() const {
  if (!device_) return fail(client::Errc::no_device, "person's state");
  return state_to_tell(*device_, circles_);
}

Client::Client(std::unique_ptr<State> state) : state_(std::move(state)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::load(std::vector<Row> rows, Random& random) {
  auto state = std::make_unique<State>(random);
  if (auto loaded = state->load(std::move(rows)); !loaded) return fail(loaded.error());
  return Client(std::move(state));
}

Actions Client::start(Time now) {
  return state_->start(now);
}

Actions Client::connected(std::string_view hub, Time now) {
  return state_->connected(hub, now);
}

Actions Client::frame(std::string_view hub, std::string_view text, Time now) {
  return state_->frame(hub, text, now);
}

Actions Client::disconnected(std::string_view hub, Time now) {
  return state_->disconnected(hub, now);
}

Actions Client::tick(Time now) {
  return state_->tick(now);
}

Actions Client::fetched(const channels::CircleId& circle, const Hash& hash, Result<Bytes> bytes, Time now) {
  return state_->fetched(circle, hash, std::move(bytes), now);
}

Actions Client::staged(const channels::CircleId& circle, const Hash& hash, Status status, Time now) {
  return state_->staged(circle, hash, status, now);
}

Actions Client::upload_read(const channels::CircleId& circle, const IntentId& upload, Result<Bytes> bytes,
                            Time now) {
  return state_->upload_read(circle, upload, std::move(bytes), now);
}

Actions Client::upload_answered(const channels::CircleId& circle, const IntentId& upload, unsigned status,
                                std::string_view body, Time now) {
  return state_->upload_answered(circle, upload, status, body, now);
}

Result<Accepted> Client::post(const channels::CircleId& circle, const channels::ChannelId& channel,
                              const NewPost& post, Time now) {
  return state_->post(circle, channel, post, now);
}

Result<Accepted> Client::edit_post(const channels::CircleId& circle, const channels::ChannelId& channel,
                                   channels::Sequence seq, const NewText& text, Time now) {
  return state_->edit_post(circle, channel, seq, text, now);
}

Result<Accepted> Client::pin_thread(const channels::CircleId& circle, const channels::ChannelId& channel,
                                    channels::Sequence seq, articles::Pin pin, Time now) {
  return state_->pin_thread(circle, channel, seq, pin, now);
}

Result<Accepted> Client::mark_post(const channels::CircleId& circle, const channels::ChannelId& channel,
                                   channels::Sequence seq, articles::Mark mark, std::string_view reason,
                                   Time now) {
  return state_->mark_post(circle, channel, seq, {.post = {}, .mark = mark, .reason = std::string(reason)},
                           now);
}

Result<Accepted> Client::report(const channels::CircleId& circle, const channels::ChannelId& channel,
                                channels::Sequence seq, std::string_view reason, Time now) {
  return state_->report(circle, channel, seq, reason, now);
}

Result<ReportAudienceView> Client::report_audience(const channels::CircleId& circle,
                                                   const channels::ChannelId& channel, channels::Sequence seq,
                                                   std::string_view reason, Time now) const {
  return state_->report_audience(circle, channel, seq, reason, now);
}

Result<Accepted> Client::settle_report(const channels::CircleId& circle, const channels::ChannelId& channel,
                                       channels::Sequence seq, Time now) {
  return state_->settle_report(circle, channel, seq, now);
}

Result<Actions> Client::count_newsgroup(const channels::CircleId& circle, const channels::ChannelId& channel,
                                        Counts counts) {
  return state_->count_newsgroup(circle, channel, counts);
}

Result<Actions> Client::count_thread(const channels::CircleId& circle, const channels::ChannelId& channel,
                                     channels::Sequence seq, Counts counts) {
  return state_->count_thread(circle, channel, seq, counts);
}

Result<Actions> Client::mark_thread_read(const channels::CircleId& circle, const channels::ChannelId& channel,
                                         channels::Sequence seq) {
  return state_->mark_thread_read(circle, channel, seq);
}

Result<Accepted> Client::set_birth_date(const channels::CircleId& id, const channels::Date& born, Time now) {
  const auto* circle = state_->find(id);
  if (circle == nullptr || !circle->log) return fail(client::Errc::unknown_circle, "child");
  const auto* regie = circle->charter().regie();
  const bool is_live = circle->charter().is_live(circle->handle_id, now);
  if (is_network(*circle)) return fail(client::Errc::no_child_here, "child");
  if (regie == nullptr || (is_live && !circle->charter().is_owner(circle->handle_id, now)))
    return fail(channels::Errc::needs_owner, "child");
  if (!is_birth_date(born, day_of(now))) return fail(client::Errc::bad_birth_date, "child");
  if (birth_date_of(*circle, now) == born) return fail(client::Errc::not_needed, "child");
  return state_->write(id, regie->id, articles::Child{born}, now);
}

Result<FileSeal> Client::seal_file(const channels::CircleId& circle, const channels::ChannelId& channel,
                                   const FileToSend& file, Time now) {
  return state_->seal_file(circle, channel, file, now);
}

Result<Accepted> Client::send_file(const channels::CircleId& circle, const channels::ChannelId& channel,
                                   const FileToSend& file, const SealedFile& sealed, Time now) {
  return state_->send_file(circle, channel, file, sealed, now);
}

Result<articles::Attachment> Client::file(const channels::CircleId& id, const channels::ChannelId& channel,
                                          channels::Sequence seq) const {
  const auto* circle = state_->find(id);
  if (circle == nullptr) return fail(client::Errc::unknown_circle, "file");
  return find_file(*circle, channel, seq);
}

Result<BlobRequest> Client::blob_range(const channels::CircleId& circle, const channels::ChannelId& channel,
                                       const BlobRange& range, Time now) {
  return state_->blob_range(circle, channel, range, now);
}

std::vector<IntentId> Client::uploads() const {
  std::vector<IntentId> ids;
  for (const auto& [id, circle] : state_->circles()) {
    for (const auto& [upload, kept] : circle.uploads) ids.push_back(upload);
  }
  return ids;
}

Result<Initialised> Client::init(std::string_view name, std::string_view relation) {
  return state_->init(name, relation);
}

// By value: whoever gives the words keeps no copy.
// NOLINTNEXTLINE(performance-unnecessary-value-param): as said.
Result<Actions> Client::confirm_words(SecretBytes words) {
  return state_->confirm_words(words);
}

Result<Accepted> Client::found(const NewCircle& circle, Time now) {
  return state_->found(circle, now);
}

Result<Actions> Client::cancel_founding(const IntentId& founding, Time now) {
  return state_->cancel_founding(founding, now);
}

Result<Invited> Client::invite(const channels::CircleId& circle, const Invitation& invitation, Time now) {
  return state_->invite(circle, invitation, now);
}

Result<Accepted> Client::withdraw(const channels::CircleId& circle, const channels::InvitationId& invitation,
                                  Time now) {
  return state_->withdraw(circle, invitation, now);
}

Result<Joined> Client::join(std::string_view link, Time now) {
  return state_->join(link, now);
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): by value, as it may hold the words.
Result<Accepted> Client::confirm(const channels::CircleId& circle, Confirmation confirmation, Time now) {
  return state_->confirm(circle, confirmation, now);
}

Result<Accepted> Client::consent(const channels::CircleId& circle, const channels::InvitationId& invitation,
                                 Time now) {
  return state_->consent(circle, invitation, now);
}

Result<std::string> Client::device_link(const channels::CircleId& circle, const channels::MemberId& member,
                                        Time now) const {
  return state_->device_link(circle, member, now);
}

Result<ComingIn> Client::come_in_as(std::string_view link, Coming coming, Time now) {
  return state_->come_in_as(link, coming, now);
}

Result<Actions> Client::init_from_words(std::string_view name, std::string_view relation,
                                        const SecretBytes& words, Time now) {
  return state_->init_from_words(name, relation, words, now);
}

Result<Actions> Client::forget_device() {
  return state_->forget_device();
}

Result<Accepted> Client::return_by_words(const LostCircle& lost, const SecretBytes& words, Time now) {
  return state_->return_by_words(lost, words, now);
}

Result<Accepted> Client::return_by_vault(const channels::CircleId& circle, const SecretBytes& words,
                                         Time now) {
  return state_->return_by_vault(circle, words, now);
}

std::vector<channels::ChannelId> Client::channels_to_restart(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<channels::ChannelId>() : core::channels_to_restart(*circle, now);
}

Result<Accepted> Client::let_device_in(const channels::CircleId& circle, std::string_view code, Time now) {
  return state_->let_device_in(circle, code, now);
}

Result<Accepted> Client::revoke_device(const channels::CircleId& circle, const channels::HandleId& device,
                                       const std::optional<SecretBytes>& words, Time now) {
  return state_->revoke_device(circle, device, words, now);
}

Result<Actions> Client::check_member(const channels::CircleId& circle, const channels::MemberId& member) {
  return state_->check_member(circle, member);
}

Result<Actions> Client::note_only_owner_told(const channels::CircleId& circle, Time now) {
  return state_->note_only_owner_told(circle, now);
}

Result<Actions> Client::note_devices_told(const channels::CircleId& circle) {
  return state_->note_devices_told(circle);
}

std::vector<NewDeviceView> Client::new_devices(const channels::CircleId& circle) const {
  const auto* found = state_->find(circle);
  return found == nullptr ? std::vector<NewDeviceView>() : devices_to_tell(*found);
}

Result<Actions> Client::note_admissions_told(const channels::CircleId& circle, Time now) {
  return state_->note_admissions_told(circle, now);
}

std::vector<AdmissionView> Client::admissions(const channels::CircleId& circle, Time now) const {
  const auto* found = state_->find(circle);
  return found == nullptr ? std::vector<AdmissionView>() : admissions_to_tell(*found, now);
}

std::vector<DepartureView> Client::departures(const channels::CircleId& circle, Time now) const {
  const auto* found = state_->find(circle);
  return found == nullptr ? std::vector<DepartureView>() : departures_to_tell(*found, now);
}

std::vector<AdmissionView> Client::let_in_by(const channels::CircleId& circle,
                                             const channels::MemberId& member, Time now) const {
  const auto* found = state_->find(circle);
  return found == nullptr ? std::vector<AdmissionView>() : core::let_in_by(*found, member, now);
}

std::optional<KitView> Client::kit(Time now) const {
  return state_->kit(now);
}

Result<Actions> Client::prove_kit(const SecretBytes& words, Time now) {
  return state_->prove_kit(words, now);
}

Result<charter::MailboxLink> Client::mailbox_link(std::string_view hub,
                                                  const channels::MailboxId& mailbox) const {
  return state_->mailbox_link(hub, mailbox);
}

Result<Linked> Client::link_device(const charter::MailboxLink& link, const LinkRequest& request,
                                   const channels::MailboxId& next) {
  return state_->link_device(link, request, next);
}

Result<LettingIn> Client::let_linked_in(const charter::MailboxLink& link, const LinkRequest& request,
                                        const channels::MailboxId& next, ByteView sealed, Time now) {
  return state_->let_linked_in(link, request, next, sealed, now);
}

Status Client::may_be_linked() const {
  return state_->may_be_linked();
}

Result<LinkedIn> Client::take_link(const charter::MailboxLink& link, const LinkingDevice& device,
                                   ByteView sealed, Time now) {
  return state_->take_link(link, device, sealed, now);
}

Result<Actions> Client::name_device(const channels::CircleId& circle, const channels::HandleId& device,
                                    std::string_view name) {
  return state_->name_device(circle, device, name);
}

Result<Actions> Client::read_vault(std::string_view hub, const SecretBytes& words, Time now) {
  return state_->read_vault(hub, words, now);
}

const VaultReading* Client::vault() const {
  return state_->vault();
}

Result<Actions> Client::take_slots(const SecretBytes& words) {
  return state_->take_slots(words);
}

Result<PersonState> Client::person_state() const {
  return state_->person_state();
}

std::vector<DeviceView> Client::devices(const channels::CircleId& circle) const {
  const auto* found = state_->find(circle);
  return found == nullptr ? std::vector<DeviceView>() : view_devices(*found, *state_->device());
}

Result<Opened> Client::open_channel(const channels::CircleId& circle, const NewChannel& channel, Time now) {
  return state_->open_channel(circle, channel, now);
}

Result<Opened> Client::open_lane(const channels::CircleId& circle, const NewLane& lane, Time now) {
  return state_->open_lane(circle, lane, now);
}

Result<Accepted> Client::say(const channels::CircleId& circle, const channels::ChannelId& channel,
                             std::string_view text, Time now) {
  return state_->write(circle, channel, articles::Message{std::string(text)}, now);
}

Result<Accepted> Client::note(const channels::CircleId& circle, const channels::ChannelId& channel,
                              std::string_view text, Time now) {
  return state_->write(circle, channel, articles::Note{std::string(text)}, now);
}

Result<Accepted> Client::bring(const channels::CircleId& circle, const channels::ChannelId& channel,
                               Brought said, Time now) {
  return std::visit([&](auto& content) { return state_->write(circle, channel, std::move(content), now); },
                    said);
}

std::set<articles::OriginId> Client::origins(const channels::CircleId& circle,
                                             const channels::ChannelId& channel) const {
  return state_->origins(circle, channel);
}

Result<Accepted> Client::remove(const channels::CircleId& circle, const channels::MemberId& member,
                                Time now) {
  return state_->remove(circle, member, now);
}

Result<Accepted> Client::restart_channel(const channels::CircleId& circle, const channels::ChannelId& channel,
                                         std::optional<channels::Sequence> blamed, Time now) {
  return state_->restart_channel(circle, channel, blamed, now);
}

Result<Accepted> Client::pause(const channels::CircleId& circle, const channels::MemberId& member, Time now) {
  return state_->pause(circle, member, now);
}

Result<Accepted> Client::unpause(const channels::CircleId& circle, const channels::MemberId& member,
                                 Time now) {
  return state_->want(circle, UnpauseWish{member}, now);
}

Result<Accepted> Client::change_role(const channels::CircleId& circle, const NewRole& change, Time now) {
  return state_->change_role(circle, change, now);
}

Result<Accepted> Client::allow(const channels::CircleId& circle, const channels::ChannelId& channel,
                               std::vector<ChannelRole> roles, Time now) {
  return state_->want(circle, AllowWish{.channel = channel, .roles = std::move(roles)}, now);
}

Result<Accepted> Client::close_channel(const channels::CircleId& circle, const channels::ChannelId& channel,
                                       Time now) {
  return state_->want(circle, CloseWish{channel}, now);
}

Result<Accepted> Client::freeze(const channels::CircleId& circle, Time now) {
  return state_->want(circle, FreezeWish{now}, now);
}

Result<Accepted> Client::unfreeze(const channels::CircleId& circle, Time now) {
  return state_->want(circle, UnfreezeWish{}, now);
}

Result<Accepted> Client::remove_owner(const channels::CircleId& circle, const channels::MemberId& member,
                                      const std::optional<SecretBytes>& words, Time now) {
  return state_->remove_owner(circle, member, words, now);
}

Result<Accepted> Client::stay(const channels::CircleId& circle, Time now) {
  return state_->stay(circle, now);
}

Result<Accepted> Client::end_circle(const channels::CircleId& circle, const std::optional<SecretBytes>& words,
                                    Time now) {
  return state_->end_circle(circle, words, now);
}

Result<Accepted> Client::cancel_end(const channels::CircleId& circle, Time now) {
  return state_->want(circle, EndWish{EndStep::cancel}, now);
}

Result<Accepted> Client::leave(const channels::CircleId& circle, Time now) {
  return state_->want(circle, LeaveWish{}, now);
}

Result<Accepted> Client::resume(const channels::CircleId& circle, Time now) {
  return state_->want(circle, ResumeWish{}, now);
}

Result<Actions> Client::mark_read(const channels::CircleId& circle, const channels::ChannelId& channel,
                                  channels::Sequence last) {
  return state_->mark_read(circle, channel, last);
}

std::vector<CircleView> Client::circles(Time now) const {
  std::vector<CircleView> views;
  for (const auto& [id, circle] : state_->circles()) views.push_back(view_circle(circle, now));
  return views;
}

std::vector<ChannelView> Client::channels(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<ChannelView>() : view_channels(*circle, now);
}

std::vector<MemberView> Client::members(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<MemberView>() : view_members(*circle, now);
}

std::vector<RoleView> Client::roles(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<RoleView>() : view_roles(*circle, now);
}

std::optional<Time> Client::invites_again_at(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  if (circle == nullptr || !circle->log || circle->standing != Standing::member) return std::nullopt;
  return circle->charter().invites_again_at(circle->member, std::max(now, circle->charter().time()));
}

std::vector<InvitationView> Client::invitations(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<InvitationView>() : view_invitations(*circle, now);
}

std::vector<RequestView> Client::requests(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<RequestView>() : view_requests(*circle, now);
}

std::optional<TakenName> Client::channel_called(const channels::CircleId& id, std::string_view name) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::nullopt : core::channel_called(*circle, name);
}

std::optional<TakenName> Client::role_called(const channels::CircleId& id, std::string_view name) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::nullopt : core::role_called(*circle, name);
}

MatrixView Client::matrix(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? MatrixView() : view_matrix(*circle, now);
}

std::vector<MemberView> Client::put_out_by(const channels::CircleId& id, const channels::ChannelId& channel,
                                           const std::vector<ChannelRole>& changes, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<MemberView>() : view_put_out(*circle, channel, changes, now);
}

std::optional<SeenAsView> Client::see_as(const channels::CircleId& id, const channels::MemberId& member,
                                         Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::nullopt : view_as(*circle, member, now);
}

std::optional<WhoView> Client::who(const channels::CircleId& id, const channels::MemberId& member,
                                   Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::nullopt : view_who(*circle, member, now);
}

std::optional<ChildView> Client::child(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::nullopt : view_child(*circle, now);
}

std::vector<ArticleView> Client::timeline(const channels::CircleId& id, const channels::ChannelId& channel,
                                          channels::Sequence after) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<ArticleView>() : view_timeline(*circle, channel, after);
}

std::vector<ThreadView> Client::threads(const channels::CircleId& id, const channels::ChannelId& channel,
                                        Time now, std::size_t most) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<ThreadView>() : view_threads(*circle, channel, now, most);
}

std::size_t Client::thread_count(const channels::CircleId& id, const channels::ChannelId& channel,
                                 Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? 0 : count_threads(*circle, channel, now);
}

Result<std::vector<PostView>> Client::thread(const channels::CircleId& id, const channels::ChannelId& channel,
                                             channels::Sequence seq, Time now) const {
  const auto* circle = state_->find(id);
  if (circle == nullptr) return fail(client::Errc::unknown_circle, "thread");
  return view_thread(*circle, channel, seq, now);
}

std::vector<NewsgroupView> Client::newsgroups(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<NewsgroupView>() : view_newsgroups(*circle, now);
}

DigestView Client::digest(const channels::CircleId& id, std::optional<Time> since, Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? DigestView() : view_digest(*circle, since, now);
}

std::vector<ModeratorView> Client::moderators(const channels::CircleId& id,
                                              const channels::ChannelId& channel, Time now) const {
  const auto* circle = state_->find(id);
  const auto* newsgroup = circle == nullptr ? nullptr : find_newsgroup(*circle, channel);
  return newsgroup == nullptr ? std::vector<ModeratorView>() : view_moderators(*circle, *newsgroup, now);
}

std::vector<ReportView> Client::new_reports(const NewArticles& news, Time now) const {
  const auto* circle = state_->find(news.circle);
  return circle == nullptr ? std::vector<ReportView>() : view_new_reports(*circle, news, now);
}

ReportsView Client::reports(const channels::CircleId& id, const std::optional<channels::ChannelId>& in,
                            Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? ReportsView() : view_reports(*circle, in, now);
}

Result<SearchView> Client::search(const channels::CircleId& id, std::string_view words,
                                  const std::optional<channels::ChannelId>& in, Time now) const {
  const auto* circle = state_->find(id);
  if (circle == nullptr) return fail(client::Errc::unknown_circle, "search");
  return search_articles(*circle, words, in, now);
}

std::vector<AudienceView> Client::audience(const channels::CircleId& id, const channels::ChannelId& channel,
                                           Time now) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<AudienceView>() : view_audience(*circle, channel, now);
}

std::vector<ChildHint> Client::child_hints(std::string_view text, Time now) const {
  return state_->child_hints(text, now);
}

std::optional<ArchiveView> Client::archive(const channels::CircleId& id, Time now) const {
  const auto* circle = state_->find(id);
  if (circle == nullptr) return std::nullopt;
  return view_archive(*circle, now);
}

std::vector<UnsentView> Client::unsent(const channels::CircleId& id) const {
  const auto* circle = state_->find(id);
  return circle == nullptr ? std::vector<UnsentView>() : view_unsent(*circle);
}

StatusView Client::status(Time now) const {
  return state_->status(now);
}
std::optional<Bytes> Client::evidence(const Alarm& alarm) const {
  return state_->evidence(alarm);
}
Actions Client::note_alarm_seen(const Alarm& alarm) {
  return state_->note_alarm_seen(alarm);
}

bool Client::settled_at(std::string_view hub, Time now) const {
  return state_->settled_at(hub, now);
}
std::optional<Error> Client::clock_trouble(std::string_view hub) const {
  return state_->clock_trouble(hub);
}

Result<Accepted> Client::change_attestation_key(const channels::CircleId& network, KeyChange change,
                                                Time now) {
  return state_->change_attestation_key(network, change, now);
}

Result<Accepted> Client::publish(const channels::CircleId& network,
                                 const std::optional<charter::FirstKey>& shown,
                                 const std::optional<SecretBytes>& words, Time now) {
  return state_->publish(network, shown, words, now);
}

Result<Accepted> Client::take_attestation_key(const channels::CircleId& network,
                                              const charter::AttestationKeyId& key, Time now) {
  return state_->take_attestation_key(network, key, now);
}

std::vector<NetworkKeyView> Client::attestation_keys(const channels::CircleId& network) const {
  return state_->attestation_keys(network);
}

Result<Attested> Client::attest(const channels::CircleId& network, const channels::MemberId& member,
                                const NewAttestation& attestation, Time now) {
  return state_->attest(network, member, attestation, now);
}

Result<Accepted> Client::withdraw_attestation(const channels::CircleId& network,
                                              const charter::AttestationHash& attestation, Time now) {
  return state_->want(network, WithdrawAttestationWish{attestation}, now);
}

Result<std::vector<AttestationView>> Client::replaced_by(std::string_view text, Time now) const {
  return state_->replaced_by(text, now);
}

Result<KeptAttestation> Client::keep_attestation(std::string_view text, Time now) {
  return state_->keep_attestation(text, now);
}

Result<Actions> Client::drop_attestation(const charter::AttestationHash& attestation, Time now) {
  return state_->drop_attestation(attestation, now);
}

Result<Actions> Client::show_attestation(const channels::CircleId& circle,
                                         const charter::AttestationHash& attestation, Time now) {
  return state_->show_attestation(circle, attestation, now);
}

std::vector<AttestationView> Client::ending_attestations(Time now) const {
  return state_->ending_attestations(now);
}

std::vector<channels::CircleId> Client::circles_showing(const charter::AttestationHash& attestation,
                                                        Time now) const {
  return state_->circles_showing(attestation, now);
}

std::vector<AttestationView> Client::own_attestations(Time now) const {
  return state_->own_attestations(now);
}

std::vector<GivenView> Client::given_attestations(Time now) const {
  return state_->given_attestations(now);
}

NetworkKeysView Client::network_keys(const channels::CircleId& network) const {
  return state_->network_keys(network);
}

std::vector<AttestationView> Client::attestations_of(const channels::CircleId& circle,
                                                     const channels::MemberId& member, Time now) const {
  return state_->attestations_of(circle, member, now);
}

std::vector<channels::CircleId> Client::networks_to_read(const channels::CircleId& circle,
                                                         const std::vector<channels::MemberId>& people,
                                                         Time now) const {
  return state_->networks_to_read(circle, people, now);
}

std::optional<CharterQuestion> Client::charter_question(const channels::CircleId& circle,
                                                        const channels::CircleId& network) const {
  return state_->charter_question(circle, network);
}

CharterTaken Client::take_charter_answer(const channels::CircleId& circle, const channels::CircleId& network,
                                         const CharterAnswer& answer, Time now) {
  return state_->take_charter_answer(circle, network, answer, now);
}

Actions Client::stop_reading(const channels::CircleId& network, Time now) {
  return state_->stop_reading(network, now);
}

std::vector<KnownNetworkView> Client::known_networks(Time now) const {
  return state_->known_networks(now);
}

Result<Actions> Client::forget_network(const channels::CircleId& network) {
  return state_->forget_network(network);
}

}  // namespace kring::core
