#include "clients/cli/commands.hpp"
#include "clients/cli/date_text.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_threads.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/networks.hpp"

#include "channels/model/limits.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <ostream>
#include <vector>

namespace kring::cli {

namespace {

Outcome<bool> asked(const Context& context, Text question) {
  const auto sure = ask_yes(std::string(context.words(question)), context.words(Text::yes_letter).front());
  if (!sure) return std::unexpected(sure.error());
  return true;
}

/// What seems to tell of a child is shown; only a person who looked, or the option that says so, goes on.
Outcome<bool> identifies_nobody(bool said_so, const std::string& text, Context& context) {
  if (said_so) return true;
  const auto hints = context.session.client().child_hints(text, context.session.now());
  if (hints.empty()) return false;
  // That everything is to be answered with yes does not count here.
  if (!may_ask(context, false)) {
    Failure failure{Error(client::Errc::may_identify_child)};
    failure.detail = hints_sentence(hints, context.look);
    return std::unexpected(std::move(failure));
  }
  context.out << hints_text(hints, context.look) << "\n";
  return asked(context, Text::ask_identifies_nobody);
}

/// A text before it is written.
struct ToWrite {
  std::string text;  ///< all of it that others will read
  bool identifies_nobody = false;
  bool yes = false;
  Text question{};
};
struct Ready {
  std::vector<core::AudienceView> audience;
  bool identifies_nobody = false;
};

/// Says who reads it, looks at what it tells of a child, and asks whether to go on.
Outcome<Ready> made_ready(const ToWrite& write, const Place& place, const core::ChannelView& channel,
                          Context& context) {
  Ready ready{.audience = context.session.client().audience(place.id(), channel.id, context.session.now())};
  if (!context.options.json) context.out << audience_text(ready.audience, channel, context.look) << "\n";
  const auto confirmed = identifies_nobody(write.identifies_nobody, write.text, context);
  if (!confirmed) return std::unexpected(confirmed.error());
  ready.identifies_nobody = *confirmed;
  if (may_ask(context, write.yes)) {
    if (auto sure = asked(context, write.question); !sure) return std::unexpected(sure.error());
  }
  return ready;
}

/// A newsgroup of the network. Errors: those of `channel_of`, `not_a_newsgroup`.
Outcome<core::ChannelView> newsgroup_of(Context& context, const Place& place, std::string_view text) {
  auto channel = channel_of(context, place, text);
  if (channel && channel->key != core::newsgroup_key)
    return std::unexpected(Error(client::Errc::not_a_newsgroup));
  return channel;
}

/// When a post ends, if it does: a day is in it to its last moment, where this device is.
std::optional<Time> end_of(const Post& command, Time now) {
  if (command.life) return now + *command.life;
  if (!command.last_day) return std::nullopt;
  return start_of_day(std::chrono::sys_days(*command.last_day) + std::chrono::days(1));
}

/// Sends a post, with its file if it has one.
Outcome<core::IntentDone> send_post(Context& context, const Place& place, const channels::ChannelId& channel,
                                    const core::NewPost& post, std::optional<FileOnDisk>& on_disk) {
  auto& session = context.session;
  if (on_disk) {
    on_disk->file.post = post;
    return send_file(context, place, channel, *on_disk);
  }
  auto accepted = session.client().post(place.id(), channel, post, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  return session.carry_out(accepted->intent, std::move(accepted->actions));
}

core::Counts counts_if(bool wanted) {
  return wanted ? core::Counts::yes : core::Counts::no;
}

}  // namespace

Outcome<Answer> run(const Post& command, Context& context) {
  auto& session = context.session;
  const auto text = text_or_input(command.text, channels::limits::article_text_bytes_max);
  if (!text) return std::unexpected(text.error());
  std::optional<FileOnDisk> on_disk;
  if (!command.file.empty()) {
    auto opened = open_file(command.file);
    if (!opened) return std::unexpected(opened.error());
    on_disk = std::move(*opened);
  }
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = newsgroup_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  if (command.subject.empty() && !command.reply_to) {
    Failure missing{Error(Errc::subject_missing)};
    missing.detail = fill(context.words(Text::post_example), {printable(channel->label)});
    return std::unexpected(std::move(missing));
  }
  const auto until = end_of(command, session.now());
  const auto name = on_disk ? on_disk->file.name : std::string();
  const auto ready = made_ready({.text = command.subject + "\n" + *text + "\n" + name,
                                 .identifies_nobody = command.identifies_nobody,
                                 .yes = command.yes,
                                 .question = Text::ask_post},
                                *place, *channel, context);
  if (!ready) return std::unexpected(ready.error());
  const core::NewPost post{.subject = command.subject,
                           .text = *text,
                           .reply_to = command.reply_to,
                           .identifies_nobody = ready->identifies_nobody,
                           .until = until};
  const auto done = send_post(context, *place, channel->id, post, on_disk);
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["seq"] = std::to_underlying(done->seq.value_or(channels::Sequence{}));
  answer.fields["audience"] = json_of(ready->audience);
  answer.text = fill(context.words(Text::posted), {printable(channel->label)}) + "\n";
  if (until) {
    answer.fields["until"] = to_unix_ms(*until);
    answer.text += fill(context.words(Text::posted_until), {time_text(*until, context.look.language)}) + "\n";
  }
  return answer;
}

Outcome<Answer> run(const EditPost& command, Context& context) {
  auto& session = context.session;
  const auto text = text_or_input(command.text, channels::limits::article_text_bytes_max);
  if (!text) return std::unexpected(text.error());
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = newsgroup_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  const auto ready = made_ready({.text = *text,
                                 .identifies_nobody = command.identifies_nobody,
                                 .yes = command.yes,
                                 .question = Text::ask_edit_post},
                                *place, *channel, context);
  if (!ready) return std::unexpected(ready.error());
  auto accepted = session.client().edit_post(place->id(), channel->id, command.number,
                                             {.text = *text, .identifies_nobody = ready->identifies_nobody},
                                             session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields["audience"] = json_of(ready->audience);
  answer.text = std::string(context.words(Text::post_edited)) + "\n";
  return answer;
}

Outcome<Answer> run(const Threads& command, Context& context) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto channel = newsgroup_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  const auto& client = context.session.client();
  const auto now = context.session.now();
  const auto count = client.thread_count(place->id(), channel->id, now);
  const auto threads = client.threads(place->id(), channel->id, now,
                                      command.all ? count : std::min(count, listed_threads_max));
  const auto audience = client.audience(place->id(), channel->id, now);
  auto answer = answer_to_question(*place);
  answer.fields["threads"] = Json::array();
  for (const auto& thread : threads) answer.fields["threads"].push_back(json_of(thread));
  const auto left_out = count - threads.size();
  answer.fields["left_out"] = left_out;
  answer.fields["audience"] = json_of(audience);
  answer.text = audience_text(audience, *channel, context.look) + "\n" + threads_text(threads, context.look) +
                left_out_text(left_out, channel->label, context.look);
  return answer;
}

Outcome<Answer> run(const Thread& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto channel = newsgroup_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  const auto posts = session.client().thread(place->id(), channel->id, command.number, session.now());
  if (!posts) return std::unexpected(posts.error());
  auto read = session.client().mark_thread_read(place->id(), channel->id, command.number);
  if (!read) return std::unexpected(read.error());
  if (auto saved = session.perform(std::move(*read)); !saved) return std::unexpected(saved.error());
  auto answer = answer_to_question(*place);
  answer.fields["posts"] = Json::array();
  for (const auto& post : *posts) answer.fields["posts"].push_back(json_of(post));
  answer.text = thread_text(*posts, command.history ? ThreadDetail::with_history : ThreadDetail::as_it_is,
                            context.look);
  return answer;
}

Outcome<Answer> run(const Subscribe& command, Context& context) {
  auto& session = context.session;
  const auto place = enter_alone(context);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  auto kept = session.client().count_newsgroup(place->id(), channel->id, counts_if(command.wanted));
  if (!kept) return std::unexpected(kept.error());
  if (auto saved = session.perform(std::move(*kept)); !saved) return std::unexpected(saved.error());
  const auto text = command.wanted ? Text::subscribed : Text::unsubscribed;
  return Answer{.text = fill(context.words(text), {printable(channel->label)}) + "\n"};
}

Outcome<Answer> run(const Mute& command, Context& context) {
  auto& session = context.session;
  const auto place = enter_alone(context);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  auto kept =
      session.client().count_thread(place->id(), channel->id, command.number, counts_if(!command.muted));
  if (!kept) return std::unexpected(kept.error());
  if (auto saved = session.perform(std::move(*kept)); !saved) return std::unexpected(saved.error());
  const auto text = command.muted ? Text::thread_muted : Text::thread_unmuted;
  return Answer{.text = std::string(context.words(text)) + "\n"};
}

Outcome<Answer> run(const Digest& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  std::optional<Time> since;
  if (command.day) since = start_of_day(*command.day);
  if (command.age) since = session.now() - *command.age;
  const auto digest = session.client().digest(place->id(), since, session.now());
  auto answer = answer_to_question(*place);
  answer.fields["subscribed"] = digest.subscribed;
  answer.fields["newsgroups"] = Json::array();
  for (const auto& group : digest.groups) answer.fields["newsgroups"].push_back(json_of(group));
  answer.text = digest_text(digest, context.look);
  if (!command.mark_read) return answer;
  for (const auto& group : digest.groups) {
    for (const auto& thread : group.threads) {
      auto read = session.client().mark_thread_read(place->id(), group.id, thread.first);
      if (!read) return std::unexpected(read.error());
      if (auto saved = session.perform(std::move(*read)); !saved) return std::unexpected(saved.error());
    }
  }
  if (!digest.groups.empty()) answer.text += std::string(context.words(Text::digest_marked)) + "\n";
  return answer;
}

Outcome<Answer> run(const Search& command, Context& context) {
  const auto place = enter_alone(context);
  if (!place) return std::unexpected(place.error());
  std::optional<channels::ChannelId> in;
  if (!command.channel.empty()) {
    const auto channel = channel_of(context, *place, command.channel);
    if (!channel) return std::unexpected(channel.error());
    in = channel->id;
  }
  const auto found = context.session.client().search(place->id(), command.words, in, context.session.now());
  if (!found) return std::unexpected(found.error());
  Answer answer;
  answer.fields["hits"] = Json::array();
  for (const auto& hit : found->hits) answer.fields["hits"].push_back(json_of(hit));
  answer.fields["left_out"] = found->left_out;
  answer.text = search_text(*found, context.look);
  return answer;
}

Outcome<Answer> run(const PinThread& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  auto accepted =
      session.client().pin_thread(place->id(), channel->id, command.number, command.pin, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  const auto text = command.pin == articles::Pin::pin ? Text::thread_pinned : Text::thread_unpinned;
  return Answer{.text = std::string(context.words(text)) + "\n"};
}

Outcome<Answer> run(const Moderate& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  if (command.mark == articles::Mark::remove && may_ask(context, command.yes)) {
    if (auto sure = asked(context, Text::ask_remove_post); !sure) return std::unexpected(sure.error());
  }
  auto accepted = session.client().mark_post(place->id(), channel->id, command.number, command.mark,
                                             command.reason, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  return Answer{.text = std::string(context.words(Text::moderated)) + "\n"};
}

}  // namespace kring::cli
