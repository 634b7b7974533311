#include "clients/cli/commands.hpp"
#include "clients/cli/date_text.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/imported.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_threads.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/progress.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/networks.hpp"
#include "clients/native/user_file.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <ostream>
#include <set>
#include <utility>

namespace kring::cli {

namespace {

namespace fs = std::filesystem;

/// Articles that are on their way at a time: fewer than a circle's queue holds, so that a person can still
/// write.
constexpr std::size_t under_way_max = 100;

/// A whole file of at most `imported_json_bytes_max`. Errors: `import_unreadable`, `import_damaged` (it is
/// not the file that is asked for).
Result<Bytes> read_whole(const fs::path& path) {
  auto source = native::SourceFile::open(path);
  if (!source || source->size() > imported_json_bytes_max)
    return fail(Errc::import_unreadable, "circle.json or manifest.json");
  return source->read(static_cast<std::size_t>(source->size()));
}

/// Whether a file lies in the folder itself and is what the export says. Errors: `import_damaged`, and those
/// of `SourceFile`.
Status check_file(const fs::path& path, std::uint64_t size, const Hash& sha256) {
  std::error_code error;
  if (fs::is_symlink(path, error) || fs::is_symlink(path.parent_path(), error))
    return fail(Errc::import_damaged, "link");
  auto source = native::SourceFile::open(path);
  if (!source) return fail(source.error());
  if (source->size() != size) return fail(Errc::import_damaged, "size");
  primitives::Sha256 hash;
  for (std::uint64_t left = size; left > 0;) {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(left, native::source_piece_bytes));
    const auto bytes = source->read(piece);
    if (!bytes) return fail(bytes.error());
    hash.update(*bytes);
    left -= piece;
  }
  if (hash.finish() != sha256) return fail(Errc::import_damaged, "hash");
  return {};
}

Result<ImportedCircle> read_folder(const fs::path& folder) {
  const auto manifest = read_whole(folder / "manifest.json");
  if (!manifest) return fail(manifest.error());
  const auto named = read_manifest(view_text(*manifest));
  if (!named) return fail(named.error());
  const auto circle = read_whole(folder / "circle.json");
  if (!circle) return fail(circle.error());
  if (circle->size() != named->size || primitives::sha256(*circle) != named->sha256)
    return fail(Errc::import_damaged, "circle.json");
  return read_export(view_text(*circle));
}

/// What goes from one channel of the export into one here.
struct Transfer {
  ImportedChannel& from;
  std::optional<core::ChannelView> into;  ///< none: it is not brought along
  std::vector<const ImportedContent*> todo;
  std::size_t there = 0;    ///< brought along before
  std::size_t missing = 0;  ///< files that the export has not got
  std::size_t unfit = 0;    ///< no article can hold them with their origin
  bool by_choice = false;   ///< whoever imports says where it goes, or that it stays behind
};

/// One run of `kring import`, from the export to the last answer of the hub.
class Importing {
 public:
  Importing(Context& context, const Place& place, fs::path folder, ImportedCircle circle)
      : context_(context),
        place_(place),
        folder_(std::move(folder)),
        circle_(std::move(circle)),
        line_(context.err, !context.options.json && errors_are_terminal()) {}

  /// Which channel goes where; `into` overrules the names. Errors: `usage`, those of `find_channel`.
  Outcome<void> plan(const std::vector<ImportInto>& into) {
    const auto here = client().channels(place_.id(), now());
    for (const auto& pair : pair_channels(circle_, here)) {
      Transfer transfer{.from = circle_.channels[pair.from], .into = {}, .todo = {}};
      if (pair.into) transfer.into = here[*pair.into];
      transfers_.push_back(std::move(transfer));
    }
    for (const auto& one : into) {
      auto* transfer = find_transfer(one.from);
      if (transfer == nullptr) return std::unexpected(Error(Errc::import_unknown_channel, "from"));
      transfer->into.reset();
      transfer->by_choice = true;
      if (one.into.empty()) continue;
      auto channel = channel_of(context_, place_, one.into);
      if (!channel) return std::unexpected(channel.error());
      if (channel->key == core::newsgroup_key)
        return std::unexpected(Error(client::Errc::newsgroup_takes_posts));
      if (!takes_imports(*channel)) return std::unexpected(Error(client::Errc::may_not_post));
      transfer->into = std::move(*channel);
    }
    for (auto& transfer : transfers_) look_at(transfer);
    return {};
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t all = 0;
    for (const auto& transfer : transfers_) all += transfer.todo.size();
    return all;
  }
  [[nodiscard]] bool sets_birth_date() const {
    return circle_.born && place_.circle.owner && !place_.circle.network &&
           !client().child(place_.id(), now());
  }

  /// What is going to happen: a line for each channel, with who will read it.
  [[nodiscard]] std::string plan_text() const {
    const auto& look = context_.look;
    std::string out =
        fill(context_.words(Text::import_plan), {printable(circle_.name), printable(place_.circle.name)}) +
        "\n";
    for (const auto& transfer : transfers_) {
      const auto name = printable(name_of(transfer.from));
      if (!transfer.into) {
        const auto count = std::to_string(transfer.from.content.size() + transfer.from.left_out);
        out += indent(why_left(transfer, name, count), "  ");
        continue;
      }
      out += indent(fill(context_.words(Text::import_line),
                         {name, printable(transfer.into->label), std::to_string(transfer.todo.size()),
                          std::to_string(transfer.there)}),
                    "  ");
      const auto readers = client().audience(place_.id(), transfer.into->id, now());
      out += indent(audience_text(readers, *transfer.into, look), "    ");
      for (const auto& [text, count] : {std::pair(Text::import_without_file, transfer.missing),
                                        std::pair(Text::import_unfit, transfer.unfit),
                                        std::pair(Text::import_left_out, transfer.from.left_out)}) {
        if (count != 0) out += indent(fill(context_.words(text), {std::to_string(count)}), "    ");
      }
    }
    if (sets_birth_date())
      out += fill(context_.words(Text::import_child), {date_text(*circle_.born, look.language)}) + "\n";
    if (circle_.missing != 0)
      out += fill(context_.words(Text::import_from_incomplete), {std::to_string(circle_.missing)}) + "\n";
    return out;
  }

  /// Brings everything along. Errors: the first that there is; what is there by then stays.
  Outcome<void> run() {
    all_ = size();
    for (auto& transfer : transfers_) {
      for (const auto* content : transfer.todo) {
        if (context_.session.interrupted()) return std::unexpected(Error(Errc::import_stopped));
        if (auto sent = bring(*transfer.into, *content); !sent) return sent;
        if (under_way_.size() < under_way_max) continue;
        if (auto settled = settle(); !settled) return settled;
      }
    }
    if (auto settled = settle(); !settled) return settled;
    if (sets_birth_date()) {
      auto accepted = client().set_birth_date(place_.id(), *circle_.born, now());
      if (!accepted) return std::unexpected(accepted.error());
      if (auto done = finish(accepted->intent, std::move(accepted->actions)); !done) return done;
    }
    line_.clear();
    return {};
  }
  /// Whether anything is in the circle, or on its way there, that was not before.
  [[nodiscard]] bool has_begun() const { return done_ != 0 || !under_way_.empty(); }

  [[nodiscard]] Answer answer() const {
    Answer answer;
    answer.fields["brought"] = done_;
    answer.fields["channels"] = Json::array();
    for (const auto& transfer : transfers_) {
      Json json;
      json["from"] = transfer.from.label;
      json["into"] = transfer.into ? Json(to_hex(transfer.into->id.view())) : Json(nullptr);
      json["brought"] = transfer.todo.size();
      json["there_before"] = transfer.there;
      json["missing_files"] = transfer.missing;
      json["unfit"] = transfer.unfit;
      json["left_out"] = transfer.from.left_out;
      answer.fields["channels"].push_back(std::move(json));
    }
    answer.text =
        fill(context_.words(Text::imported), {std::to_string(done_), printable(circle_.name)}) + "\n";
    return answer;
  }

 private:
  [[nodiscard]] core::Client& client() const { return context_.session.client(); }
  [[nodiscard]] Time now() const { return context_.session.now(); }
  [[nodiscard]] static const std::string& name_of(const ImportedChannel& channel) {
    return channel.label.empty() ? channel.key : channel.label;
  }

  /// Why a channel of the export goes nowhere: of the one here that has its key or its label, if that is why.
  [[nodiscard]] std::string why_left(const Transfer& transfer, const std::string& name,
                                     const std::string& count) const {
    if (transfer.by_choice) return fill(context_.words(Text::import_left_by_choice), {name, count});
    for (const auto& channel : client().channels(place_.id(), now())) {
      if (takes_imports(channel) || !is_namesake(channel, transfer.from)) continue;
      auto why = channel.closed ? Text::import_into_closed : Text::import_may_not_write;
      if (channel.key == core::newsgroup_key) why = Text::import_takes_posts;
      return fill(context_.words(why), {name, count, printable(channel.label)});
    }
    return fill(context_.words(Text::import_not_taken), {name, count});
  }
  [[nodiscard]] static bool is_namesake(const core::ChannelView& here, const ImportedChannel& from) {
    return (!from.key.empty() && here.key == from.key) || (!from.label.empty() && here.label == from.label);
  }

  /// By key or label of the export; null if there is none with something in it, or several.
  Transfer* find_transfer(std::string_view name) {
    Transfer* found = nullptr;
    for (auto& transfer : transfers_) {
      if (transfer.from.key != name && transfer.from.label != name) continue;
      if (found != nullptr) return nullptr;
      found = &transfer;
    }
    return found;
  }

  void look_at(Transfer& transfer) const {
    if (!transfer.into) return;
    auto there = client().origins(place_.id(), transfer.into->id);
    for (auto& content : transfer.from.content) {
      const auto* file = std::get_if<ImportedFile>(&content);
      if (there.contains(origin_of(content).id)) {
        ++transfer.there;
      } else if (file != nullptr && file->path.empty()) {
        ++transfer.missing;
      } else if (!fit_to_bring(content)) {
        ++transfer.unfit;
      } else {
        there.insert(origin_of(content).id);
        transfer.todo.push_back(&content);
      }
    }
  }

  Outcome<void> bring(const core::ChannelView& channel, const ImportedContent& content) {
    if (const auto* file = std::get_if<ImportedFile>(&content)) return send(channel, *file);
    const auto* note = std::get_if<articles::Note>(&content);
    auto accepted = client().bring(
        place_.id(), channel.id,
        note != nullptr ? core::Brought(*note) : core::Brought(std::get<articles::Message>(content)), now());
    if (!accepted) return std::unexpected(accepted.error());
    if (auto performed = context_.session.perform(std::move(accepted->actions)); !performed)
      return std::unexpected(performed.error());
    under_way_.push_back(accepted->intent);
    return {};
  }

  /// Waits for the end of one thing. What was not begun by then is kept nowhere, whatever is said of this
  /// one.
  Outcome<void> finish(core::IntentId intent, core::Actions actions) {
    const auto done = context_.session.carry_out(intent, std::move(actions));
    if (done) return {};
    if (context_.session.interrupted()) return std::unexpected(Error(Errc::import_stopped));
    if (exit_code_of(done.error()) == ExitCode::kept) return std::unexpected(Error(Errc::import_offline));
    return std::unexpected(done.error());
  }

  /// Waits for what is under way, in its order.
  Outcome<void> settle() {
    while (!under_way_.empty()) {
      if (auto done = finish(under_way_.front(), {}); !done) return done;
      under_way_.pop_front();
      show_progress();
    }
    return {};
  }

  Outcome<void> send(const core::ChannelView& channel, const ImportedFile& file) {
    // A file comes after what was said before it.
    if (auto settled = settle(); !settled) return settled;
    const auto path = folder_ / file.path;
    auto& session = context_.session;
    if (auto good = check_file(path, file.file.size, file.sha256); !good)
      return std::unexpected(good.error());
    auto source = native::SourceFile::open(path);
    if (!source) return std::unexpected(source.error());
    auto seal = client().seal_file(place_.id(), channel.id, file.file, now());
    if (!seal) return std::unexpected(seal.error());
    const auto sealed = session.seal(*source, std::move(*seal), nullptr);
    if (!sealed) return std::unexpected(sealed.error());
    auto accepted = client().send_file(place_.id(), channel.id, file.file, *sealed, now());
    if (!accepted) {
      session.forget(sealed->seal.id);
      return std::unexpected(accepted.error());
    }
    if (auto done = finish(accepted->intent, std::move(accepted->actions)); !done) return done;
    show_progress();
    return {};
  }

  void show_progress() { line_.show(context_.words(Text::importing), ++done_, all_); }

  Context& context_;
  const Place& place_;
  fs::path folder_;
  ImportedCircle circle_;
  ProgressLine line_;
  std::vector<Transfer> transfers_;
  std::deque<core::IntentId> under_way_;
  std::size_t done_ = 0;
  std::size_t all_ = 0;
};

}  // namespace

Outcome<Answer> run(const Import& command, Context& context) {
  // Before the hub is asked: a folder that will not do is told at once.
  auto circle = read_folder(command.folder);
  if (!circle) return std::unexpected(circle.error());
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  if (place->offline) return std::unexpected(Error(Errc::import_offline));
  if (auto inside = check_inside(*place); !inside) return std::unexpected(inside.error());
  Importing importing(context, *place, command.folder, std::move(*circle));
  if (auto planned = importing.plan(command.into); !planned) return std::unexpected(planned.error());
  if (!context.options.json) context.err << importing.plan_text();
  if (command.dry_run || (importing.size() == 0 && !importing.sets_birth_date())) {
    auto answer = importing.answer();
    answer.fields["dry_run"] = command.dry_run;
    answer.text =
        std::string(context.words(command.dry_run ? Text::import_dry : Text::import_nothing)) + "\n";
    return answer;
  }
  if (may_ask(context, command.yes)) {
    const auto sure = ask_yes(context.words(Text::ask_export), context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  if (auto done = importing.run(); !done) {
    // The error's own words may say that nothing was sent, which is true of one article.
    if (importing.has_begun() && !context.options.json)
      context.err << context.words(Text::import_partly) << "\n";
    return std::unexpected(done.error());
  }
  return importing.answer();
}

}  // namespace kring::cli
