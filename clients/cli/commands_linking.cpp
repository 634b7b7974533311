#include "clients/cli/commands.hpp"
#include "clients/cli/comparing.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/mailbox.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/six_words.hpp"
#include "clients/cli/terminal.hpp"

#include "clients/core/devices.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/linking.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <utility>

/// A further device of one's own: what is done on the one that there is, and on the new one.
namespace kring::cli {

namespace {

using channels::MailSide;

/// Shows what is needed on the other device meanwhile: a line of JSON, or text.
void show_meanwhile(Context& context, const Json& json, std::string_view text) {
  if (context.options.json) {
    context.out << line_of(json) << "\n" << std::flush;
  } else {
    context.out << text << std::flush;
  }
}

/// Whether the six words are those of the new device. Errors: `six_words_differ`, `declined`, those of
/// `read_secret`.
Outcome<void> compare_linking(const Link& command, const core::LinkRequest& request,
                              const std::vector<std::string>& words, Context& context) {
  const auto name =
      request.name.empty() ? std::string(context.words(Text::link_unnamed)) : printable(request.name);
  Json json;
  json["event"] = "device";
  json["name"] = request.name.empty() ? Json(nullptr) : Json(request.name);
  show_meanwhile(context, json, fill(context.words(Text::link_asked), {name}) + "\n");
  const Comparison comparison{.question = Text::ask_link, .differ = Text::link_differ};
  if (command.six_file.empty()) return compare({}, words, comparison, context);
  const auto typed = read_secret(command.six_file);
  if (!typed) return std::unexpected(typed.error());
  return check_six_words(view_text(*typed), words, comparison, context);
}

std::string linked_circle_name(const Context& context, const channels::CircleId& id) {
  for (const auto& circle : context.session.client().circles(context.session.now())) {
    if (circle.id == id) return printable(circle.name);
  }
  return {};
}

/// Whether all devices that were let in are in every channel that they may read.
bool are_in(const core::Client& client, const std::vector<core::LinkedCircle>& circles) {
  return std::ranges::all_of(circles, [&](const core::LinkedCircle& circle) {
    if (!circle.accepted) return true;
    const auto devices = client.devices(circle.circle);
    const auto found = std::ranges::find(devices, circle.handle, &core::DeviceView::id);
    return found != devices.end() && found->in_channels;
  });
}

/// Lets the new device into each circle, and says of each how that went.
Outcome<Answer> let_in(std::vector<core::LinkedCircle> circles, Context& context) {
  auto& session = context.session;
  Answer answer;
  answer.fields["circles"] = Json::array();
  for (auto& circle : circles) {
    const auto name = linked_circle_name(context, circle.circle);
    Outcome<core::IntentDone> done =
        circle.accepted
            ? session.carry_out(circle.accepted->intent, std::exchange(circle.accepted->actions, {}))
            : std::unexpected(circle.accepted.error());
    Json json;
    json["circle"] = to_hex(circle.circle.view());
    json["device"] = to_hex(circle.handle.view());
    json["in"] = done.has_value();
    answer.fields["circles"].push_back(std::move(json));
    answer.text += name + ": " +
                   (done ? std::string(context.words(Text::link_in_circle))
                         : explain(done.error(), context.look.language)) +
                   "\n";
    if (!done) circle.accepted = fail(client::Errc::gave_up);
  }
  // Until then this device keeps the line open: it is the one that lets the new one into the channels.
  const bool all_in = session.wait_until([&] { return are_in(session.client(), circles); });
  answer.fields["in_channels"] = all_in;
  answer.text += std::string(context.words(all_in ? Text::link_done : Text::link_not_yet)) + "\n";
  return answer;
}

/// Writes each channel of the new device once it is in it, until it is in all of them.
class Arrival {
 public:
  explicit Arrival(Context& context) : context_(context) {}

  /// Whether all is there.
  bool look() {
    const auto& client = context_.session.client();
    const auto now = context_.session.now();
    bool all = true;
    for (const auto& circle : client.circles(now)) {
      all = all && circle.standing == core::Standing::member && circle.caught_up;
      if (circle.standing != core::Standing::member) continue;
      for (const auto& channel : client.channels(circle.id, now)) {
        if (!channel.mine.include(channels::Right::read)) continue;
        all = all && channel.joined;
        if (channel.joined && seen_.insert({circle.id, channel.id}).second) tell(circle, channel);
      }
    }
    return all;
  }
  [[nodiscard]] std::size_t count() const { return seen_.size(); }

 private:
  void tell(const core::CircleView& circle, const core::ChannelView& channel) {
    const bool record = channel.mode == channels::Mode::record;
    Json json;
    json["event"] = "channel";
    json["circle"] = to_hex(circle.id.view());
    json["channel"] = to_hex(channel.id.view());
    json["mode"] = record ? "record" : "sealed";
    show_meanwhile(context_, json,
                   fill(context_.words(record ? Text::arrived_record : Text::arrived_sealed),
                        {printable(circle.name), printable(channel.label)}) +
                       "\n");
  }

  Context& context_;
  std::set<std::pair<channels::CircleId, channels::ChannelId>> seen_;
};

}  // namespace

Outcome<Answer> run(const Link& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  auto origin = channels::Origin::parse(place->circle.hub);
  if (!origin) return std::unexpected(Error(client::Errc::bad_hub));
  Mailbox mailbox(session, std::move(*origin));
  const auto id = mailbox.open();
  if (!id) return std::unexpected(id.error());
  const auto link = session.client().mailbox_link(place->circle.hub, *id);
  if (!link) return std::unexpected(link.error());
  const auto text = charter::text_of_mailbox_link(*link);
  Json shown;
  shown["event"] = "link";
  shown["link"] = text;
  show_meanwhile(context, shown,
                 std::string(context.words(Text::link_shown)) + "\n\n" + link_text(text, context) + "\n");

  const auto asked = mailbox.take(*id, MailSide::there);
  if (!asked) return std::unexpected(asked.error());
  const auto request = core::open_request(*link, *asked);
  if (!request) return std::unexpected(request.error());
  // Whoever waits on the other device is told.
  const auto refuse = [&](const Failure& failure) {
    (void)mailbox.put(*id, MailSide::back, core::seal_refusal(*link, session.random()));
    return std::unexpected(failure);
  };
  const auto words = core::words_of(core::hash_of_linking(*link, *request));
  if (const auto same = compare_linking(command, *request, words, context); !same)
    return refuse(same.error());

  const auto next = mailbox.open();
  if (!next) return refuse(next.error());
  auto linked = session.client().link_device(*link, *request, *next);
  if (!linked) return refuse(linked.error());
  if (auto saved = session.perform(std::move(linked->actions)); !saved) return std::unexpected(saved.error());
  if (auto put = mailbox.put(*id, MailSide::back, linked->package); !put) return std::unexpected(put.error());
  const auto handles = mailbox.take(*next, MailSide::there);
  if (!handles) return std::unexpected(handles.error());
  auto letting = session.client().let_linked_in(*link, *request, *next, *handles, session.now());
  if (!letting) return std::unexpected(letting.error());
  if (auto saved = session.perform(std::move(letting->actions)); !saved)
    return std::unexpected(saved.error());
  return let_in(std::move(letting->circles), context);
}

Outcome<Answer> run(const JoinDevice& command, Context& context) {
  auto& session = context.session;
  if (auto may = session.client().may_be_linked(); !may) return std::unexpected(may.error());
  const auto link = charter::parse_mailbox_link(command.link);
  if (!link) return std::unexpected(link.error());
  const auto device = core::make_linking_device(command.name, session.random());
  if (!device) return std::unexpected(device.error());
  Mailbox mailbox(session, link->origin);
  if (auto put = mailbox.put(link->mailbox, MailSide::there,
                             core::seal_request(*link, device->request, session.random()));
      !put)
    return std::unexpected(put.error());
  const auto words = words_text(core::words_of(core::hash_of_linking(*link, device->request)));
  Json shown;
  shown["event"] = "words";
  shown["words"] = words;
  show_meanwhile(context, shown,
                 fill(context.words(Text::join_device_words), {context.look.style.bold(words)}) + "\n");

  const auto package = mailbox.take(link->mailbox, MailSide::back);
  if (!package) return std::unexpected(package.error());
  session.connect();
  auto taken = session.client().take_link(*link, *device, *package, session.now());
  if (!taken) return std::unexpected(taken.error());
  if (auto saved = session.perform(std::move(taken->actions)); !saved) return std::unexpected(saved.error());
  if (auto put = mailbox.put(taken->next, MailSide::there, taken->handles); !put)
    return std::unexpected(put.error());

  Arrival arrival(context);
  bool all = false;
  for (std::size_t before = 0; !all; before = arrival.count()) {
    all = session.wait_until([&] { return arrival.look() || arrival.count() != before; }) && arrival.look();
    // As long as something comes, more may.
    if (!all && arrival.count() == before) break;
  }
  Answer answer;
  answer.fields["complete"] = all;
  answer.text = std::string(context.words(all ? Text::join_device_done : Text::join_device_not_yet)) + "\n";
  return answer;
}

Outcome<Answer> run(const NameDevice& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto devices = session.client().devices(place->id());
  const auto this_one = std::ranges::find(devices, true, &core::DeviceView::this_one);
  const auto device = !command.device.empty()     ? find_device(devices, command.device)
                      : this_one != devices.end() ? Result<core::DeviceView>(*this_one)
                                                  : fail(client::Errc::device_out);
  if (!device) return std::unexpected(device.error());
  if (device->member != place->circle.me) return std::unexpected(Error(Errc::not_your_device));
  auto actions = session.client().name_device(place->id(), device->id, command.name);
  if (!actions) return std::unexpected(actions.error());
  if (auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
  return Answer{.text = fill(context.words(Text::device_named), {printable(command.name)}) + "\n"};
}

}  // namespace kring::cli
