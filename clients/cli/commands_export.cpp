#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/export_html.hpp"
#include "clients/cli/export_json.hpp"
#include "clients/cli/exported.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/progress.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/errc.hpp"
#include "clients/native/errc.hpp"
#include "clients/native/new_folder.hpp"
#include "clients/native/user_file.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <utility>

namespace kring::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view files_folder = "files";
/// As many bytes as tell a picture from anything else.
constexpr std::size_t picture_mark_bytes = 12;

/// What ends an export, since it is not about one file: nothing more can be written, or nobody wants it.
bool ends_export(const Error& error) {
  return error == native::Errc::disk_full || error == native::Errc::file_unwritable ||
         error == native::Errc::vault_failed || error == native::Errc::vault_full;
}

/// What makes it useless to ask the hub for the next file.
bool ends_fetching(const Error& error) {
  return error == Errc::timed_out || error == client::Errc::refused_by_hub ||
         error == client::Errc::stopped || error == client::Errc::wrong_hub_key ||
         error == client::Errc::ended || error == client::Errc::turned_down ||
         error == client::Errc::device_out || error == client::Errc::paused;
}

/// Reads a file back from the disk: what was written is what is named in the manifest.
Result<SavedFile> look_at(const fs::path& folder, std::string path) {
  auto source = native::SourceFile::open(folder / path);
  if (!source) return fail(source.error());
  SavedFile saved{.path = std::move(path), .size = source->size()};
  primitives::Sha256 hash;
  for (std::uint64_t left = saved.size; left > 0;) {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(left, native::source_piece_bytes));
    const auto bytes = source->read(piece);
    if (!bytes) return fail(bytes.error());
    if (left == saved.size) {
      const auto first = ByteView(*bytes).first(std::min(piece, picture_mark_bytes));
      saved.is_picture = begins_like_picture(first) && saved.size <= inline_picture_bytes_max;
    }
    hash.update(*bytes);
    left -= piece;
  }
  saved.sha256 = hash.finish();
  return saved;
}

/// One run of `kring export`, from the view of the circle to the folder on the disk.
class Exporting {
 public:
  Exporting(Context& context, core::ArchiveView archive, native::NewFolder folder, bool offline)
      : context_(context),
        folder_(std::move(folder)),
        circle_{.archive = std::move(archive),
                .files = {},
                .missing = {},
                .made = context.session.now(),
                .language = context.look.language},
        line_(context.err, !context.options.json && errors_are_terminal()) {
    if (offline) given_up_ = Failure(Error(Errc::timed_out));
  }

  Outcome<ExportedCircle> run() {
    for (const auto& gap : circle_.archive.gaps) {
      circle_.missing.push_back({.channel = gap.channel,
                                 .seq = gap.seq,
                                 .file = {},
                                 .reason = std::string(core::name_of(gap.why)),
                                 .meaning = gap_meaning(gap.why, circle_.language)});
    }
    if (auto made = folder_.add_folder(files_folder); !made) return std::unexpected(made.error());
    if (auto fetched = fetch_files(); !fetched) return std::unexpected(fetched.error());
    line_.clear();
    if (auto written = write_pages(); !written) return std::unexpected(written.error());
    if (auto finished = folder_.finish(); !finished) return std::unexpected(finished.error());
    return std::move(circle_);
  }

 private:
  Outcome<void> fetch_files() {
    for (const auto& channel : circle_.archive.channels) {
      for (const auto& article : channel.articles) {
        if (article.file) all_bytes_ += article.file->size;
      }
    }
    for (std::size_t i = 0; i < circle_.archive.channels.size(); ++i) {
      const auto& channel = circle_.archive.channels[i];
      for (const auto& article : channel.articles) {
        if (!article.file) continue;
        if (auto saved = save(i + 1, channel.channel.id, article); !saved) return saved;
      }
    }
    return {};
  }

  /// Fetches and opens one attachment, or notes why it is missing. Errors: what ends the whole export.
  Outcome<void> save(std::size_t number, const channels::ChannelId& channel,
                     const core::ArticleView& article) {
    auto fetched =
        given_up_ ? Outcome<SavedFile>(std::unexpected(*given_up_)) : fetch(number, channel, article);
    done_bytes_ += article.file->size;
    if (context_.session.interrupted()) return std::unexpected(Error(Errc::declined));
    if (fetched) {
      circle_.files.emplace(PlaceKey(channel, article.seq), std::move(*fetched));
      return {};
    }
    const auto& failure = fetched.error();
    if (ends_export(failure.error)) return std::unexpected(failure);
    if (ends_fetching(failure.error)) given_up_ = failure;
    circle_.missing.push_back({.channel = channel,
                               .seq = article.seq,
                               .file = article.file->name,
                               .reason = code_of(failure),
                               .meaning = failure.error == Errc::timed_out
                                              ? std::string(context_.words(Text::export_no_answer))
                                              : explain(failure, circle_.language)});
    return {};
  }

  Outcome<SavedFile> fetch(std::size_t number, const channels::ChannelId& channel,
                           const core::ArticleView& article) {
    auto attachment = context_.session.client().file(circle_.archive.circle.id, channel, article.seq);
    if (!attachment) return std::unexpected(attachment.error());
    auto path = std::string(files_folder) + "/" + exported_file_name(number, article.seq, attachment->name);
    const auto fetched =
        context_.session.fetch({.circle = circle_.archive.circle.id,
                                .channel = channel,
                                .attachment = std::move(*attachment),
                                .path = folder_.part() / path,
                                .overwrite = native::Overwrite::allowed},
                               [this](std::uint64_t have, std::uint64_t /*all*/) {
                                 line_.show(context_.words(Text::exporting), done_bytes_ + have, all_bytes_);
                               });
    if (!fetched) return std::unexpected(fetched.error());
    auto saved = look_at(folder_.part(), std::move(path));
    if (!saved) return std::unexpected(saved.error());
    return std::move(*saved);
  }

  Status write_pages() {
    std::vector<ManifestItem> manifest;
    manifest.reserve(circle_.files.size() + 2);
    for (const auto& [name, text] :
         {std::pair("circle.json", export_json(circle_)), std::pair("index.html", export_html(circle_))}) {
      const auto bytes = kring::view_bytes(text);
      if (auto written = folder_.write(name, bytes); !written) return written;
      manifest.push_back({.path = name, .size = text.size(), .sha256 = primitives::sha256(bytes)});
    }
    for (const auto& [place, file] : circle_.files)
      manifest.push_back({.path = file.path, .size = file.size, .sha256 = file.sha256});
    std::ranges::sort(manifest, {}, &ManifestItem::path);
    return folder_.write("manifest.json", kring::view_bytes(manifest_json(manifest)));
  }

  Context& context_;
  native::NewFolder folder_;
  ExportedCircle circle_;
  ProgressLine line_;
  std::uint64_t all_bytes_ = 0;
  std::uint64_t done_bytes_ = 0;
  /// Why no more files are asked for.
  std::optional<Failure> given_up_;
};

/// What is missing, a line each.
std::string missing_text(const ExportedCircle& circle, const Context& context) {
  std::string out(context.words(Text::export_incomplete));
  out += "\n";
  for (const auto& one : circle.missing) {
    auto where = one.channel ? channel_name(circle.archive, *one.channel, circle.language)
                             : circle.archive.circle.name;
    if (one.seq) where += " #" + std::to_string(std::to_underlying(*one.seq));
    if (!one.file.empty()) where += " " + one.file;
    out += "  " + printable(where) + ": " + printable(one.meaning) + "\n";
  }
  return out;
}

Answer answer_of(const ExportedCircle& circle, const std::string& folder, const Context& context) {
  Answer answer;
  answer.fields["folder"] = folder;
  answer.fields["channels"] = circle.archive.channels.size();
  std::size_t articles = 0;
  for (const auto& channel : circle.archive.channels) articles += channel.articles.size();
  answer.fields["articles"] = articles;
  answer.fields["files"] = circle.files.size();
  answer.fields["missing"] = Json::array();
  for (const auto& one : circle.missing) answer.fields["missing"].push_back(missing_json(one));
  answer.text =
      fill(context.words(Text::exported), {printable(circle.archive.circle.name), printable(folder),
                                           std::to_string(articles), std::to_string(circle.files.size())}) +
      "\n";
  if (!circle.missing.empty()) {
    answer.text += missing_text(circle, context);
    const auto gone = name_of(native::Errc::file_gone);
    const bool only_gone = std::ranges::all_of(
        circle.missing, [&](const auto& one) { return !one.file.empty() && one.reason == gone; });
    answer.shortfall = Error(only_gone ? Errc::export_files_gone : Errc::export_incomplete);
  }
  return answer;
}

}  // namespace

Outcome<Answer> run(const Export& command, Context& context) {
  if (!context.options.json) context.err << context.words(Text::export_warning) << "\n";
  if (may_ask(context, command.yes)) {
    const auto sure = ask_yes(context.words(Text::ask_export), context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  // Before anything is fetched, so that a folder that will not do is told at once.
  auto folder = native::NewFolder::begin(command.folder, context.session.random());
  if (!folder) return std::unexpected(folder.error());
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  auto archive = context.session.client().archive(place->id(), context.session.now());
  if (!archive) return std::unexpected(Error(client::Errc::unknown_circle));
  auto circle = Exporting(context, std::move(*archive), std::move(*folder), place->offline).run();
  if (!circle) return std::unexpected(circle.error());
  return answer_of(*circle, command.folder, context);
}

}  // namespace kring::cli
