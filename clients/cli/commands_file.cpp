#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/progress.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/errc.hpp"
#include "clients/native/errc.hpp"
#include "clients/native/user_file.hpp"

#include <filesystem>

namespace kring::cli {

namespace {

namespace fs = std::filesystem;

ProgressLine progress_line(const Context& context) {
  return ProgressLine(context.err, !context.options.json && errors_are_terminal());
}

/// Where a fetched file goes. A name that somebody else gave names no folder.
fs::path target_of(const std::string& output, const std::string& name) {
  fs::path own = native::safe_file_name(name);
  if (output.empty()) return own;
  std::error_code error;
  const fs::path path(output);
  return fs::is_directory(path, error) ? path / own : path;
}

/// What did not come because nobody answered is at the hub still; what is in the way here has two ways out.
Failure why_not_fetched(Failure failure, const Context& context) {
  if (failure.error == Errc::timed_out && !context.session.interrupted()) return Error(Errc::file_away);
  if (failure.error == native::Errc::file_exists) failure.detail = context.words(Text::fetch_elsewhere);
  return failure;
}

}  // namespace

Outcome<FileOnDisk> open_file(const std::string& path) {
  auto source = native::SourceFile::open(path);
  if (!source) return std::unexpected(source.error());
  auto name = fs::path(path).filename().string();
  auto media_type = std::string(native::media_type_of(name));
  const auto size = source->size();
  return FileOnDisk{
      .source = std::move(*source),
      .file = {.name = std::move(name), .media_type = std::move(media_type), .text = {}, .size = size}};
}

Outcome<core::IntentDone> send_file(Context& context, const Place& place, const channels::ChannelId& channel,
                                    FileOnDisk& on_disk) {
  auto& session = context.session;
  auto& client = session.client();
  auto seal = client.seal_file(place.id(), channel, on_disk.file, session.now());
  if (!seal) return std::unexpected(seal.error());
  auto line = progress_line(context);
  const auto sealed = session.seal(
      on_disk.source, std::move(*seal),
      [&](std::uint64_t done, std::uint64_t all) { line.show(context.words(Text::sealing), done, all); });
  if (!sealed) return std::unexpected(sealed.error());
  auto accepted = client.send_file(place.id(), channel, on_disk.file, *sealed, session.now());
  if (!accepted) {
    session.forget(sealed->seal.id);
    return std::unexpected(accepted.error());
  }
  auto done = session.carry_out(
      accepted->intent, std::move(accepted->actions),
      [&](std::uint64_t sent, std::uint64_t all) { line.show(context.words(Text::sending), sent, all); });
  line.clear();
  return done;
}

Outcome<Answer> run(const Send& command, Context& context) {
  auto on_disk = open_file(command.file);
  if (!on_disk) return std::unexpected(on_disk.error());
  on_disk->file.text = command.text;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.channel);
  if (!channel) return std::unexpected(channel.error());
  const auto done = send_file(context, *place, channel->id, *on_disk);
  if (!done) return std::unexpected(done.error());
  const auto& file = on_disk->file;
  Answer answer;
  answer.fields["seq"] = std::to_underlying(done->seq.value_or(channels::Sequence{}));
  answer.fields["name"] = file.name;
  answer.fields["size"] = file.size;
  answer.text = fill(context.words(Text::file_sent), {printable(file.name), printable(channel->label),
                                                      size_text(file.size, context.look.language)}) +
                "\n";
  return answer;
}

Outcome<Answer> run(const Fetch& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.channel);
  if (!channel) return std::unexpected(channel.error());
  auto attachment = session.client().file(place->id(), channel->id, command.number);
  if (!attachment) return std::unexpected(attachment.error());
  // The hub would say no more than that it has no such file.
  if (channel->read_until) return std::unexpected(Error(client::Errc::no_longer_read));
  const auto path = target_of(command.output, attachment->name);
  Answer answer;
  answer.fields["file"] = path.string();
  answer.fields["name"] = attachment->name;
  answer.fields["media_type"] = attachment->media_type;
  answer.fields["size"] = attachment->shape.content_bytes;
  auto line = progress_line(context);
  const auto size = attachment->shape.content_bytes;
  const auto fetched = session.fetch(
      {.circle = place->id(),
       .channel = channel->id,
       .attachment = std::move(*attachment),
       .path = path,
       .overwrite = command.force ? native::Overwrite::allowed : native::Overwrite::refused},
      [&](std::uint64_t have, std::uint64_t all) { line.show(context.words(Text::fetching), have, all); });
  line.clear();
  if (!fetched) return std::unexpected(why_not_fetched(fetched.error(), context));
  answer.text = fill(context.words(Text::file_fetched),
                     {printable(path.string()), size_text(size, context.look.language)}) +
                "\n";
  return answer;
}

}  // namespace kring::cli
