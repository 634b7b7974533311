#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_access.hpp"
#include "clients/cli/present_attestations.hpp"
#include "clients/cli/present_notices.hpp"
#include "clients/cli/present_reports.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/core/errc.hpp"

#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

namespace kring::cli {

namespace {

/// Writes what happens, one JSON object a line or as people read it, while the program stays.
class Watcher {
 public:
  Watcher(Context& context, Place place, std::optional<channels::ChannelId> only)
      : context_(context), place_(std::move(place)), only_(only) {}

  /// What is told unasked: each thing once.
  void tell_notices() {
    tell_birthday();
    tell_new_devices();
    tell_admissions();
    tell_only_owner();
    tell_public();
    tell_ending_attestations();
  }

  void tell(const core::Notice& notice) {
    std::visit([this](const auto& one) { tell(one); }, notice);
  }

 private:
  /// Without a channel that is watched alone, all but newsgroups that are not subscribed to.
  [[nodiscard]] bool is_wanted(const channels::ChannelId& channel) {
    if (only_) return channel == *only_;
    const auto groups = context_.session.client().newsgroups(place_.id(), context_.session.now());
    const auto group = std::ranges::find(groups, channel, &core::NewsgroupView::id);
    return group == groups.end() || group->subscribed;
  }

  void tell_new_devices() {
    auto& client = context_.session.client();
    const auto devices = client.new_devices(place_.id());
    for (const auto& device : devices) {
      auto json = event("new_device");
      json.update(json_of(device));
      write(json, context_.look.style.bad(new_device_text(device, place_.circle.name, context_.look)) + "\n");
    }
    if (devices.empty()) return;
    if (auto noted = client.note_devices_told(place_.id()))
      (void)context_.session.perform(std::move(*noted));  // A vault that fails ends the watching.
  }
  /// To owners: whom others let in, and who is gone that let people in, once each.
  void tell_admissions() {
    auto& session = context_.session;
    auto& client = session.client();
    for (const auto& one : client.admissions(place_.id(), session.now())) {
      auto json = event("let_in");
      json.update(json_of(one));
      write(json, context_.look.style.bad(admission_text(one, place_.circle.name, context_.look)) + "\n");
    }
    for (const auto& one : client.departures(place_.id(), session.now())) {
      auto json = event("gone");
      json.update(json_of(one));
      write(json, context_.look.style.bad(departure_text(one, place_.circle.name, context_.look)));
    }
    if (auto noted = client.note_admissions_told(place_.id(), session.now()))
      (void)session.perform(std::move(*noted));  // As above.
  }
  /// Weekly, as long as it is so.
  void tell_only_owner() {
    auto& client = context_.session.client();
    for (const auto& circle : client.circles(context_.session.now())) {
      if (circle.id != place_.id() || !circle.tell_only_owner || !circle.caught_up) continue;
      auto json = event("only_owner");
      json["circle"] = to_hex(circle.id.view());
      write(json, context_.look.style.bad(only_owner_text(circle, context_.look)) + "\n");
      if (auto noted = client.note_only_owner_told(circle.id, context_.session.now()))
        (void)context_.session.perform(std::move(*noted));  // As above.
    }
  }
  /// That anybody may read the charter, once.
  void tell_public() {
    for (const auto& circle : context_.session.client().circles(context_.session.now())) {
      if (circle.id != place_.id() || !circle.public_since) continue;
      if (std::exchange(public_since_, circle.public_since) == circle.public_since) continue;
      auto json = event("charter_public");
      json["circle"] = to_hex(circle.id.view());
      json["since"] = to_unix_ms(*circle.public_since);
      write(json, context_.look.style.bad(public_text(*circle.public_since, context_.look)) + "\n");
    }
  }
  /// One's own attestations that are to be asked for anew, once each.
  void tell_ending_attestations() {
    for (const auto& one : ending_attestations(context_.session)) {
      if (!ending_.insert(one.view.id).second) continue;
      auto json = event("attestation_ends");
      json.update(json_of(one));
      write(json, context_.look.style.bad(ending_text(one, context_.look)) + "\n");
    }
  }
  /// A birthday of the child that is near, once.
  void tell_birthday() {
    for (const auto& circle : context_.session.client().circles(context_.session.now())) {
      if (circle.id != place_.id() || !circle.birthday) continue;
      if (std::exchange(birthday_, circle.birthday) == circle.birthday) continue;
      auto json = event("birthday");
      json["circle"] = to_hex(circle.id.view());
      json.update(json_of(*circle.birthday));
      write(json, birthday_text(*circle.birthday, context_.look));
    }
  }

  /// New reports, to whom they are for: also where a newsgroup counts no more.
  void tell_reports(const core::NewArticles& news) {
    if (news.circle != place_.id() || (only_ && news.channel != *only_)) return;
    auto& session = context_.session;
    for (const auto& report : session.client().new_reports(news, session.now())) {
      auto json = event("report");
      json.update(json_of(report));
      write(json, std::string(context_.words(Text::report_head)) + "\n" + report_text(report, context_.look));
    }
  }

  void tell(const core::NewArticles& news) {
    // A name may have come with it.
    if (news.circle == place_.id()) tell_admissions();
    tell_reports(news);
    if (news.circle != place_.id() || !is_wanted(news.channel)) return;
    const auto before = static_cast<channels::Sequence>(std::to_underlying(news.first) - 1);
    for (const auto& article : context_.session.client().timeline(news.circle, news.channel, before)) {
      if (article.seq > news.last) break;
      if (article.muted) continue;
      auto json = event("article");
      json["channel"] = to_hex(news.channel.view());
      json.update(json_of(article));
      const auto text = article_text(article, context_.look);
      write(json, text.empty() ? text : heading(news.channel) + text);
    }
  }
  void tell(const core::RequestWaiting& waiting) {
    if (waiting.circle != place_.id()) return;
    const auto& client = context_.session.client();
    const auto roles = client.roles(waiting.circle, context_.session.now());
    for (const auto& request : client.requests(waiting.circle, context_.session.now())) {
      if (request.invitation != waiting.invitation) continue;
      auto json = event("request");
      json.update(json_of(request, roles));
      write(json,
            std::string(context_.words(Text::request_head)) + "\n" + request_text(request, context_.look));
    }
  }
  void tell(const core::ConnectionChanged& change) {
    // Every attempt that fails says so again.
    if (std::exchange(connections_[change.hub], change.state) == change.state) return;
    auto json = event("connection");
    json["hub"] = change.hub;
    json["state"] = core::name_of(change.state);
    write(json, context_.look.style.dim(printable(change.hub) + ": " +
                                        connection_text(change.state, context_.look.language)) +
                    "\n");
  }
  void tell(const core::MembershipEnded& ended) {
    if (ended.circle != place_.id()) return;
    bool turned_down = false;
    for (const auto& circle : context_.session.client().circles(context_.session.now()))
      turned_down |= circle.id == ended.circle && circle.turned_down;
    auto json = event("ended");
    json["turned_down"] = turned_down;
    write(json, std::string(context_.words(turned_down ? Text::standing_turned_down : Text::standing_ended)) +
                    "\n");
  }
  void tell(const core::Alarm& alarm) {
    auto json = event("alarm");
    json.update(json_of(alarm));
    auto& session = context_.session;
    write(json, alarm_text(shown_alarm(alarm, session.client(), session.now()), context_.look));
  }
  void tell(const core::ChannelRestarted& restart) {
    if (restart.circle != place_.id()) return;
    auto json = event("channel_restarted");
    json["channel"] = to_hex(restart.channel.view());
    for (const auto& view : context_.session.client().channels(place_.id(), context_.session.now())) {
      if (view.id != restart.channel) continue;
      json["by"] = json_of(view.restarted);
      const auto by = doer_text(view.restarted, context_.look);
      write(json, fill(context_.words(Text::restart_told), {printable(view.label), by}) + "\n");
    }
  }
  void tell(const core::ChannelHealed& healed) {
    if (healed.circle != place_.id()) return;
    auto json = event("channel_healed");
    json["channel"] = to_hex(healed.channel.view());
    json["missed"] = healed.missed;
    for (const auto& view : context_.session.client().channels(place_.id(), context_.session.now())) {
      if (view.id != healed.channel) continue;
      write(json, healed_text(view, context_.look) + "\n");
    }
  }
  void tell(const core::ClockOff& off) {
    auto json = event("clock_off");
    json["hub"] = off.hub;
    json["difference_ms"] = off.difference.count();
    const auto why = context_.session.client().clock_trouble(off.hub);
    const auto text = explain(Failure(why.value_or(Error(client::Errc::clock_off))), context_.look.language);
    write(json, printable(off.hub) + ": " + text + "\n");
  }
  void tell(const core::AskedToWait& asked) {
    auto json = event("asked_to_wait");
    json["hub"] = asked.hub;
    json["until"] = to_unix_ms(asked.until);
    Failure failure{Error(Errc::asked_to_wait)};
    failure.wait = asked.until - context_.session.now();
    write(json, explain(failure, context_.look.language) + "\n");
  }
  void tell(const core::CircleChanged& change) {
    if (change.circle != place_.id()) return;
    write(event("circle_changed"), {});
    tell_notices();
  }
  void tell(const core::CaughtUp& caught_up) {
    if (caught_up.circle != place_.id()) return;
    write(event("caught_up"), {});
    tell_notices();
  }
  void tell(const core::IntentDone& /*done*/) {}
  void tell(const core::UploadProgress& progress) {
    if (progress.circle != place_.id()) return;
    auto json = event("upload");
    json["sent"] = progress.sent;
    json["size"] = progress.size;
    write(json, {});
  }
  void tell(const core::IntentFailed& failed) {
    const Failure failure(failed.reason, failed.rule);
    auto json = event("intent_failed");
    json["code"] = code_of(failure);
    write(json, explain(failure, context_.look.language) + "\n");
  }

  [[nodiscard]] static Json event(const char* name) {
    Json json;
    json["event"] = name;
    return json;
  }

  /// The channel's label, where it is another channel than the one before.
  [[nodiscard]] std::string heading(const channels::ChannelId& channel) {
    if (only_ || std::exchange(last_, channel) == channel) return {};
    for (const auto& view : context_.session.client().channels(place_.id(), context_.session.now())) {
      if (view.id == channel) return "\n" + context_.look.style.bold("— " + printable(view.label)) + "\n";
    }
    return {};
  }

  void write(const Json& json, const std::string& text) {
    context_.out << (context_.options.json ? line_of(json) + "\n" : text) << std::flush;
  }

  Context& context_;
  Place place_;
  std::optional<channels::ChannelId> only_;
  std::optional<channels::ChannelId> last_;
  std::optional<core::BirthdayNotice> birthday_;
  std::optional<Time> public_since_;
  std::set<charter::AttestationHash> ending_;
  std::map<std::string, std::optional<core::Connection>> connections_;
};

}  // namespace

Outcome<Answer> run(const Watch& command, Context& context) {
  auto& session = context.session;
  // Not caught up first: what comes meanwhile is to be shown as well.
  const auto found = enter_alone(context);
  if (!found) return std::unexpected(found.error());
  const auto& place = *found;
  std::optional<channels::ChannelId> only;
  if (!command.channel.empty()) {
    const auto channel = channel_of(context, place, command.channel);
    if (!channel) return std::unexpected(channel.error());
    only = channel->id;
  }
  if (!context.options.json) context.err << context.words(Text::watching) << "\n";
  Watcher watcher(context, place, only);
  watcher.tell_notices();
  const auto watched = session.watch([&watcher](const core::Notice& notice) { watcher.tell(notice); },
                                     context.options.timeout);
  if (!watched) return std::unexpected(watched.error());
  // Each was told as it came.
  const auto alarms = session.take_untold_alarms();
  const auto worst = std::ranges::find_if_not(alarms, core::is_notice);
  if (worst != alarms.end()) return std::unexpected(Failure::of_alarm(*worst));
  return Answer{};
}

}  // namespace kring::cli
