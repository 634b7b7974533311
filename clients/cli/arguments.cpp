#include "clients/cli/arguments.hpp"

#include "clients/cli/date_text.hpp"
#include "clients/cli/duration.hpp"
#include "clients/cli/plain_text.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/rights_text.hpp"
#include "clients/cli/text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace kring::cli {

namespace {

/// The longest `--timeout`: a day, for scripts that wait for a person.
constexpr std::uint32_t timeout_seconds_max = 86'400;
/// Roles that one `allow` names: as many as a circle has.
constexpr int allowances_max = 256;
/// Words of a search that are read: more are refused by the search itself.
constexpr int words_typed_max = 256;

/// A value that was typed and cannot be read as what it should be.
struct BadValue {
  Text text;
  std::string value;
};

/// The values that CLI11 fills in, and how each command is made of them.
class Grammar {
 public:
  Grammar(const Grammar&) = delete;
  Grammar& operator=(const Grammar&) = delete;
  Grammar(Grammar&&) = delete;
  Grammar& operator=(Grammar&&) = delete;
  ~Grammar() = default;
  Grammar() : app_("kring", "kring") {
    app_.set_help_flag("-h,--help");
    app_.set_version_flag("--version", "kring 0.1.0");
    app_.fallthrough();
    for (auto& global : globals_)
      app_.add_option(global.flag, global.given)->expected(1)->take_all()->allow_extra_args(false);
    app_.add_flag("--json", options_.json);
    add_device_commands();
    add_circle_commands();
    add_owner_commands();
    add_devices_commands();
    add_channel_commands();
    add_newsgroup_commands();
    add_attestation_commands();
  }

  [[nodiscard]] CLI::App& app() { return app_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  /// What was parsed, or the value that is wrong.
  std::expected<Invocation, BadValue> invocation() {
    if (auto bad = read_options()) return std::unexpected(*bad);
    const auto* chosen = app_.get_subcommands().front();
    auto command = make_.at(chosen->get_name())();
    if (!command) return std::unexpected(command.error());
    return Invocation{.options = options_, .command = std::move(*command)};
  }

 private:
  using Made = std::expected<Command, BadValue>;

  CLI::App& add(const std::string& name, std::function<Made()> make) {
    names_.push_back(name);
    make_.emplace(name, std::move(make));
    return *app_.add_subcommand(name)->fallthrough();
  }

  void add_device_commands() {
    auto& init = add("init", [this]() -> Made { return init_; });
    init.add_option("--name", init_.name)->required();
    init.add_option("--relation", init_.relation);
    init.add_flag("--passphrase", init_.passphrase);
    init.add_flag("--confirmed", init_.confirmed);
    init.add_option("--kit", init_.kit);
    auto& words = add("words", [this]() -> Made { return words_; });
    words.add_option("--words-file", words_.words_file);
    auto& recover = add("recover", [this]() -> Made { return recover_; });
    recover.add_option("LINK", recover_.link);
    recover.add_option("--name", recover_.name);
    recover.add_option("--relation", recover_.relation);
    recover.add_option("--words-file", recover_.words_file);
    recover.add_flag("--passphrase", recover_.passphrase);
    auto& kit = add("kit", [this]() -> Made {
      if (proves_kit_) return ProveKit{.words_file = kit_.words_file};
      return kit_;
    });
    auto* sheet = kit.add_option("FILE", kit_.file);
    kit.add_option("--words-file", kit_.words_file);
    kit.add_flag("--prove", proves_kit_)->excludes(sheet);
    add("status", []() -> Made { return ShowStatus{}; });
    auto& evidence = add("evidence", [this] { return make_evidence(); });
    evidence.add_option("NUMBER", number_);
    evidence.add_option("-o,--output", evidence_.output);
    evidence.add_flag("--seen", evidence_.seen);
  }

  void add_circle_commands() {
    auto& found = add("found", [this]() -> Made { return found_; });
    found.add_option("NAME", found_.name)->required();
    auto* network = found.add_flag("--network", found_.network);
    auto* guardian = found.add_flag("--guardian", found_.guardian)->excludes(network);
    found.add_flag("--cancel", found_.cancel)->excludes(network)->excludes(guardian);
    auto& roles = add("roles", [this]() -> Made { return roles_; });
    roles.add_option("ROLE", roles_.role);
    auto& invite = add("invite", [this] { return make_invite(); });
    invite.add_option("ROLE", invite_.role)->required();
    invite.add_option("--stay", stay_);
    invite.add_option("--expires", expires_);
    invite.add_flag("--preapproved", invite_.preapproved);
    auto& withdraw = add("withdraw", [this]() -> Made { return withdraw_; });
    withdraw.add_option("INVITATION", withdraw_.invitation)->required();
    auto& join = add("join", [this]() -> Made { return join_; });
    join.add_option("LINK", join_.link)->required();
    add("requests", []() -> Made { return Requests{}; });
    for (const bool consent : {false, true}) {
      auto& confirm = add(consent ? "consent" : "confirm", [this, consent] { return make_confirm(consent); });
      confirm.add_option("INVITATION", confirm_.invitation)->required();
      confirm.add_option("--six", confirm_.six);
      confirm.add_option("--words-file", confirm_.words_file);
    }
    add("members", []() -> Made { return Members{}; });
    add("matrix", []() -> Made { return Matrix{}; });
    auto& see_as = add("see-as", [this]() -> Made { return see_as_; });
    see_as.add_option("MEMBER", see_as_.member)->required();
    auto& who = add("who", [this]() -> Made { return who_; });
    who.add_option("MEMBER", who_.member)->required();
    auto& child = add("child", [this] { return make_child(); });
    child.add_option("--born", born_);
    auto& remove = add("remove", [this]() -> Made { return remove_; });
    remove.add_option("MEMBER", remove_.member)->required();
    remove.add_flag("--yes", remove_.yes);
    auto& pause = add("pause", [this]() -> Made { return pause_; });
    pause.add_option("MEMBER", pause_.member)->required();
    pause.add_flag("--yes", pause_.yes);
    auto& unpause = add("unpause", [this]() -> Made { return unpause_; });
    unpause.add_option("MEMBER", unpause_.member)->required();
    auto& role = add("role", [this] { return make_role(); });
    role.add_option("MEMBER", role_.member)->required();
    role.add_option("ROLE", role_.role)->required();
    role.add_option("--stay", stay_);
    role.add_flag("--yes", role_.yes);
    auto& leave = add("leave", [this]() -> Made { return leave_; });
    leave.add_flag("--yes", leave_.yes);
    auto& resume = add("resume", [this]() -> Made { return resume_; });
    resume.add_flag("--yes", resume_.yes);
  }

  void add_devices_commands() {
    auto& devices = add("devices", [this]() -> Made { return devices_; });
    devices.add_option("MEMBER", devices_.member);
    devices.add_flag("--link", devices_.link);
    auto& revoke = add("revoke-device", [this]() -> Made { return revoke_device_; });
    revoke.add_option("DEVICE", revoke_device_.device)->required();
    revoke.add_option("--words-file", revoke_device_.words_file);
    revoke.add_flag("--yes", revoke_device_.yes);
    auto& keys = add("new-keys", [this]() -> Made { return new_keys_; });
    keys.add_option("MEMBER", new_keys_.member)->required();
    keys.add_option("CODE", new_keys_.code);
    keys.add_option("--six", new_keys_.six);
    auto& back = add("come-back", [this]() -> Made { return come_back_; });
    back.add_option("LINK", come_back_.link)->required();
    auto& link = add("link", [this]() -> Made { return link_; });
    link.add_option("--six-file", link_.six_file);
    auto& join_device = add("join-device", [this]() -> Made { return join_device_; });
    join_device.add_option("LINK", join_device_.link)->required();
    join_device.add_option("--name", join_device_.name);
    join_device.add_flag("--passphrase", join_device_.passphrase);
    auto& name_device = add("name-device", [this]() -> Made { return name_device_; });
    name_device.add_option("NAME", name_device_.name)->required();
    name_device.add_option("DEVICE", name_device_.device);
    auto& check = add("check", [this]() -> Made { return check_; });
    check.add_option("MEMBER", check_.member)->required();
    check.add_option("--six", check_.six);
  }

  void add_owner_commands() {
    auto& freeze = add("freeze", [this]() -> Made { return freeze_; });
    freeze.add_flag("--yes", freeze_.yes);
    add("unfreeze", []() -> Made { return Unfreeze{}; });
    auto& remove = add("remove-owner", [this]() -> Made { return remove_owner_; });
    remove.add_option("MEMBER", remove_owner_.member)->required();
    remove.add_option("--words-file", remove_owner_.words_file);
    remove.add_flag("--yes", remove_owner_.yes);
    add("stay", []() -> Made { return Stay{}; });
    auto& end = add("end", [this]() -> Made { return end_; });
    auto* cancel = end.add_flag("--cancel", end_.cancel);
    end.add_option("--words-file", end_.words_file)->excludes(cancel);
    end.add_flag("--yes", end_.yes);
  }

  void add_newsgroup_commands() {
    auto& newsgroup = add("newsgroup", [this]() -> Made { return newsgroup_; });
    newsgroup.add_option("NAME", newsgroup_.name)->required();
    for (const auto& [flag, roles] :
         {std::pair("--readers", &newsgroup_.readers), std::pair("--posters", &newsgroup_.posters),
          std::pair("--moderators", &newsgroup_.moderators)}) {
      newsgroup.add_option(flag, *roles)->delimiter(',')->allow_extra_args(false);
    }
    auto& post = add("post", [this] { return make_post(); });
    post.add_option("GROUP", post_.group)->required();
    post.add_option("TEXT", post_.text)->required();
    post.add_option("--subject", post_.subject);
    post.add_option("--reply-to", number_);
    post.add_option("--until", until_);
    post.add_option("--file", post_.file);
    post.add_flag("--identifies-nobody", post_.identifies_nobody);
    post.add_flag("--yes", post_.yes);
    auto& edit = add("edit-post", [this] { return make_edit_post(); });
    edit.add_option("GROUP", edit_post_.group)->required();
    edit.add_option("NUMBER", number_)->required();
    edit.add_option("TEXT", edit_post_.text)->required();
    edit.add_flag("--identifies-nobody", edit_post_.identifies_nobody);
    edit.add_flag("--yes", edit_post_.yes);
    auto& threads = add("threads", [this]() -> Made { return threads_; });
    threads.add_option("GROUP", threads_.group)->required();
    threads.add_flag("--all", threads_.all);
    auto& thread = add("thread", [this] { return make_thread(); });
    thread.add_option("GROUP", thread_.group)->required();
    thread.add_option("NUMBER", number_)->required();
    thread.add_flag("--history", thread_.history);
    for (const bool wanted : {true, false}) {
      auto& subscribe =
          add(wanted ? "subscribe" : "unsubscribe", [this, wanted] { return make_subscribe(wanted); });
      subscribe.add_option("GROUP", subscribe_.group)->required();
    }
    for (const bool muted : {true, false}) {
      auto& mute = add(muted ? "mute" : "unmute", [this, muted] { return make_mute(muted); });
      mute.add_option("GROUP", mute_.group)->required();
      mute.add_option("NUMBER", number_)->required();
    }
    for (const auto& [name, pin] :
         {std::pair("pin", articles::Pin::pin), std::pair("unpin", articles::Pin::unpin)}) {
      auto& pins = add(name, [this, which = pin] { return make_pin(which); });
      pins.add_option("GROUP", pin_.group)->required();
      pins.add_option("NUMBER", number_)->required();
    }
    auto& digest = add("digest", [this] { return make_digest(); });
    digest.add_option("--since", since_);
    digest.add_flag("--mark-read", digest_.mark_read);
    for (const auto& [name, mark] :
         {std::pair("hold", articles::Mark::hold), std::pair("release", articles::Mark::release),
          std::pair("remove-post", articles::Mark::remove)}) {
      auto& moderate = add(name, [this, which = mark] { return make_moderate(which); });
      moderate.add_option("GROUP", moderate_.group)->required();
      moderate.add_option("NUMBER", number_)->required();
      moderate.add_option("--reason", moderate_.reason);
      if (mark == articles::Mark::remove) moderate.add_flag("--yes", moderate_.yes);
    }
    auto& report = add("report", [this] { return make_report(); });
    report.add_option("GROUP", report_.group)->required();
    report.add_option("NUMBER", number_)->required();
    report.add_option("--reason", report_.reason)->required();
    report.add_flag("--yes", report_.yes);
    auto& reports = add("reports", [this]() -> Made { return reports_; });
    reports.add_option("GROUP", reports_.group);
    reports.add_flag("--all", reports_.all);
    auto& settle = add("settle-report", [this] { return make_settle_report(); });
    settle.add_option("GROUP", settle_report_.group)->required();
    settle.add_option("NUMBER", number_)->required();
  }

  void add_attestation_commands() {
    auto& key = add("attestation-key", [this]() -> Made { return attestation_key_; });
    auto* replace = key.add_flag("--replace", attestation_key_.replace);
    auto* take = key.add_flag("--withdraw", attestation_key_.withdraw)->excludes(replace);
    key.add_option("--of", attestation_key_.of)->needs(take);
    key.add_option("--words-file", attestation_key_.words_file);
    key.add_flag("--list", attestation_key_.list)->excludes(replace)->excludes(take);
    key.add_flag("--yes", attestation_key_.yes);
    auto& attest = add("attest", [this] { return make_attest(); });
    attest.add_option("MEMBER", attest_.member)->required();
    attest.add_option("--role", attest_.claim)->required();
    attest.add_option("--for", days_)->required();
    attest.add_option("--how", attest_.how);
    auto& keep = add("keep-attestation", [this]() -> Made { return keep_attestation_; });
    keep.add_option("TEXT", keep_attestation_.text)->required();
    keep.add_flag("--yes", keep_attestation_.yes);
    auto& show = add("show-attestation", [this]() -> Made { return show_attestation_; });
    show.add_option("ATTESTATION", show_attestation_.attestation)->required();
    show.add_flag("--yes", show_attestation_.yes);
    auto& all = add("attestations", [this]() -> Made { return attestations_; });
    all.add_option("--remove", attestations_.removed);
    auto& withdraw = add("withdraw-attestation", [this]() -> Made { return withdraw_attestation_; });
    withdraw.add_option("ATTESTATION", withdraw_attestation_.attestation)->required();
    withdraw.add_flag("--yes", withdraw_attestation_.yes);
    auto& forget = add("forget-network", [this]() -> Made { return forget_network_; });
    forget.add_option("NETWORK", forget_network_.network)->required();
    forget.add_flag("--yes", forget_network_.yes);
  }

  void add_channel_commands() {
    add("channels", []() -> Made { return Channels{}; });
    auto& open = add("open", [this] { return make_open(); });
    open.add_option("LABEL", lane_.label)->required();
    auto* mode = open.add_option("--mode", mode_);
    auto* allow = open.add_option("--allow", allow_)->allow_extra_args(false);
    auto* lane = open.add_flag("--lane", is_lane_)->excludes(mode)->excludes(allow);
    open.add_option("--keeper", lane_.keeper)->needs(lane);
    open.add_option("--contact", lane_.contact)->needs(lane);
    auto& allow_in = add("allow", [this] { return make_allow(); });
    allow_in.add_option("CHANNEL", allow_in_.channel)->required();
    allow_in.add_option("RIGHTS", allow_)->required()->expected(1, allowances_max);
    allow_in.add_flag("--yes", allow_in_.yes);
    auto& close = add("close", [this]() -> Made { return close_; });
    close.add_option("CHANNEL", close_.channel)->required();
    close.add_flag("--yes", close_.yes);
    auto& say = add("say", [this] { return make_say(false); });
    say.add_option("CHANNEL", say_.channel)->required();
    say.add_option("TEXT", say_.text)->required();
    auto& note = add("note", [this] { return make_say(true); });
    note.add_option("CHANNEL", say_.channel)->required();
    note.add_option("TEXT", say_.text)->required();
    auto& send = add("send", [this]() -> Made { return send_; });
    send.add_option("CHANNEL", send_.channel)->required();
    send.add_option("FILE", send_.file)->required();
    send.add_option("--text", send_.text);
    auto& fetch = add("fetch", [this] { return make_fetch(); });
    fetch.add_option("CHANNEL", fetch_.channel)->required();
    fetch.add_option("NUMBER", number_)->required();
    fetch.add_option("-o,--output", fetch_.output);
    fetch.add_flag("--force", fetch_.force);
    auto& archive = add("export", [this]() -> Made { return export_; });
    archive.add_option("FOLDER", export_.folder)->required();
    archive.add_flag("--yes", export_.yes);
    auto& bring = add("import", [this] { return make_import(); });
    bring.add_option("FOLDER", import_.folder)->required();
    bring.add_option("--into", into_)->allow_extra_args(false);
    bring.add_flag("--dry-run", import_.dry_run);
    bring.add_flag("--yes", import_.yes);
    auto& read = add("read", [this] { return make_read(); });
    read.add_option("CHANNEL", read_.channel)->required();
    read.add_option("--after", after_);
    auto& restart = add("restart", [this] { return make_restart(); });
    restart.add_option("CHANNEL", restart_.channel)->required();
    restart.add_option("--blame", blamed_);
    restart.add_flag("--yes", restart_.yes);
    auto& search = add("search", [this] { return make_search(); });
    search.add_option("WORDS", search_words_)->required()->expected(1, words_typed_max);
    search.add_option("--in", search_.channel);
    auto& watch = add("watch", [this]() -> Made { return watch_; });
    watch.add_option("CHANNEL", watch_.channel);
  }

  template <class Number>
  static std::optional<Number> number(const std::string& text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
  }

  /// An option that stands before or after any command: once, or the same twice.
  struct Global {
    const char* flag;
    std::string* value;
    std::vector<std::string> given{};
  };

  std::optional<BadValue> read_globals() {
    for (const auto& global : globals_) {
      if (global.given.empty()) continue;
      for (const auto& again : global.given) {
        if (again == global.given.front()) continue;
        return BadValue{Text::usage_twice,
                        fill("{0} {1}, {0} {2}", {global.flag, global.given.front(), again})};
      }
      *global.value = global.given.front();
    }
    return std::nullopt;
  }

  std::optional<BadValue> read_options() {
    if (auto bad = read_globals()) return bad;
    if (!language_.empty()) {
      options_.language = language_named(language_);
      if (!options_.language) return BadValue{Text::bad_language, language_};
    }
    static const std::map<std::string, Colour> colours{
        {"auto", Colour::automatic}, {"always", Colour::always}, {"never", Colour::never}};
    if (!colour_.empty()) {
      const auto colour = colours.find(colour_);
      if (colour == colours.end()) return BadValue{Text::bad_colour, colour_};
      options_.colour = colour->second;
    }
    if (!timeout_.empty()) {
      const auto seconds = number<std::uint32_t>(timeout_);
      if (!seconds || *seconds > timeout_seconds_max) return BadValue{Text::bad_timeout, timeout_};
      options_.timeout = std::chrono::seconds(*seconds);
    }
    return std::nullopt;
  }

  Made make_invite() {
    for (const auto& [text, value] :
         {std::pair(&stay_, &invite_.stay), std::pair(&expires_, &invite_.expires)}) {
      if (text->empty()) continue;
      *value = parse_duration(*text);
      if (!*value) return std::unexpected(BadValue{Text::bad_duration, *text});
    }
    return invite_;
  }

  Made make_open() {
    if (is_lane_) return lane_;
    Open open{.label = lane_.label, .mode = channels::Mode::record, .allow = {}};
    if (mode_ == "sealed") open.mode = channels::Mode::sealed;
    if (!mode_.empty() && mode_ != "sealed" && mode_ != "record")
      return std::unexpected(BadValue{Text::bad_mode, mode_});
    auto allowances = read_allowances();
    if (!allowances) return std::unexpected(allowances.error());
    open.allow = std::move(*allowances);
    return open;
  }

  [[nodiscard]] std::expected<std::vector<Allowance>, BadValue> read_allowances() const {
    std::vector<Allowance> all;
    for (const auto& text : allow_) {
      const auto split = text.rfind('=');
      const auto letters = split == std::string::npos ? std::string() : text.substr(split + 1);
      const auto rights = letters == "-" ? std::optional(channels::Rights()) : parse_rights(letters);
      if (!rights || split == 0) return std::unexpected(BadValue{Text::bad_allowance, text});
      all.push_back({.role = text.substr(0, split), .rights = *rights});
    }
    return all;
  }

  Made make_allow() {
    auto allowances = read_allowances();
    if (!allowances) return std::unexpected(allowances.error());
    allow_in_.allow = std::move(*allowances);
    return allow_in_;
  }

  Made make_import() {
    for (const auto& typed : into_) {
      const auto equals = typed.find('=');
      if (equals == std::string::npos || equals == 0)
        return std::unexpected(BadValue{Text::bad_import_into, typed});
      import_.into.push_back({.from = typed.substr(0, equals), .into = typed.substr(equals + 1)});
    }
    return import_;
  }

  Made make_child() {
    Child child;
    if (!born_.empty()) {
      child.born = parse_typed_date(born_);
      if (!child.born) return std::unexpected(BadValue{Text::bad_date, born_});
    }
    return child;
  }

  Made make_role() {
    if (!stay_.empty()) {
      role_.stay = parse_duration(stay_);
      if (!role_.stay) return std::unexpected(BadValue{Text::bad_duration, stay_});
    }
    return role_;
  }

  Made make_confirm(bool consent) {
    auto confirm = confirm_;
    confirm.consent = consent;
    return confirm;
  }

  Made make_say(bool note) {
    auto say = say_;
    say.note = note;
    return say;
  }

  /// The number of an entry as `number_` has it, such as `12` or `#12`.
  [[nodiscard]] std::expected<channels::Sequence, BadValue> entry_number() const {
    const auto seq = number<std::uint64_t>(number_.starts_with('#') ? number_.substr(1) : number_);
    if (!seq) return std::unexpected(BadValue{Text::bad_number, number_});
    return static_cast<channels::Sequence>(*seq);
  }

  Made make_evidence() {
    const bool is_of_one = !evidence_.output.empty() || evidence_.seen;
    if (number_.empty() && is_of_one) return std::unexpected(BadValue{Text::usage_missing, "NUMBER"});
    if (number_.empty()) return evidence_;
    evidence_.number = number<std::size_t>(number_);
    if (!evidence_.number) return std::unexpected(BadValue{Text::bad_number, number_});
    return evidence_;
  }

  Made make_post() {
    if (!number_.empty()) {
      const auto answered = entry_number();
      if (!answered) return std::unexpected(answered.error());
      post_.reply_to = *answered;
    }
    if (until_.empty()) return post_;
    post_.life = parse_duration(until_);
    if (!post_.life) post_.last_day = parse_typed_date(until_);
    if (!post_.life && !post_.last_day) return std::unexpected(BadValue{Text::bad_until, until_});
    return post_;
  }

  Made make_edit_post() {
    const auto seq = entry_number();
    if (!seq) return std::unexpected(seq.error());
    edit_post_.number = *seq;
    return edit_post_;
  }

  Made make_thread() {
    const auto seq = entry_number();
    if (!seq) return std::unexpected(seq.error());
    thread_.number = *seq;
    return thread_;
  }

  Made make_subscribe(bool wanted) {
    auto subscribe = subscribe_;
    subscribe.wanted = wanted;
    return subscribe;
  }

  Made make_mute(bool muted) {
    const auto seq = entry_number();
    if (!seq) return std::unexpected(seq.error());
    mute_.number = *seq;
    mute_.muted = muted;
    return mute_;
  }

  Made make_pin(articles::Pin pin) {
    const auto seq = entry_number();
    if (!seq) return std::unexpected(seq.error());
    pin_.number = *seq;
    pin_.pin = pin;
    return pin_;
  }

  Made make_digest() {
    if (since_.empty()) return digest_;
    digest_.age = parse_duration(since_);
    if (!digest_.age) digest_.day = parse_typed_date(since_);
    if (!digest_.age && !digest_.day) return std::unexpected(BadValue{Text::bad_since, since_});
    return digest_;
  }

  Made make_search() {
    search_.words = joined(search_words_);
    return search_;
  }

  Made make_moderate(articles::Mark mark) {
    const auto seq = entry_number();
    if (!seq) return std::unexpected(seq.error());
    moderate_.number = *seq;
    moderate_.mark = mark;
    return moderate_;
  }

  Made make_report() {
    const auto seq = entry_number();
    if (!seq) return std::unexpected(seq.error());
    report_.number = *seq;
    return report_;
  }

  Made make_settle_report() {
    const auto seq = entry_number();
    if (!seq) return std::unexpected(seq.error());
    settle_report_.number = *seq;
    return settle_report_;
  }

  Made make_attest() {
    const auto days = number<std::uint16_t>(days_);
    if (!days) return std::unexpected(BadValue{Text::bad_days, days_});
    attest_.life = std::chrono::hours(24) * *days;
    return attest_;
  }

  Made make_fetch() {
    const auto seq = entry_number();
    if (!seq) return std::unexpected(seq.error());
    fetch_.number = *seq;
    return fetch_;
  }

  Made make_restart() {
    if (!blamed_.empty()) {
      const auto seq = number<std::uint64_t>(blamed_.starts_with('#') ? blamed_.substr(1) : blamed_);
      if (!seq || *seq == 0) return std::unexpected(BadValue{Text::bad_number, blamed_});
      restart_.blamed = static_cast<channels::Sequence>(*seq);
    }
    return restart_;
  }

  Made make_read() {
    if (!after_.empty()) {
      const auto seq = number<std::uint64_t>(after_);
      if (!seq) return std::unexpected(BadValue{Text::bad_number, after_});
      read_.after = static_cast<channels::Sequence>(*seq);
    }
    return read_;
  }

  CLI::App app_;
  std::vector<std::string> names_;
  std::map<std::string, std::function<Made()>> make_;

  Options options_;
  std::string language_;
  std::string colour_;
  std::string timeout_;
  std::array<Global, 6> globals_{{{"--home", &options_.home},
                                  {"--hub", &options_.hub},
                                  {"--circle", &options_.circle},
                                  {"--lang", &language_},
                                  {"--color", &colour_},
                                  {"--timeout", &timeout_}}};
  Init init_;
  Words words_;
  Kit kit_;
  bool proves_kit_ = false;
  Recover recover_;
  Found found_;
  Roles roles_;
  SeeAs see_as_;
  Who who_;
  std::string born_;
  Invite invite_;
  std::string stay_;
  std::string expires_;
  Withdraw withdraw_;
  Join join_;
  Confirm confirm_;
  Remove remove_;
  Leave leave_;
  Pause pause_;
  Unpause unpause_;
  ChangeRole role_;
  Allow allow_in_;
  Close close_;
  Freeze freeze_;
  RemoveOwner remove_owner_;
  Devices devices_;
  RevokeDevice revoke_device_;
  NewKeys new_keys_;
  ComeBack come_back_;
  Link link_;
  JoinDevice join_device_;
  NameDevice name_device_;
  Check check_;
  End end_;
  ResumeCircle resume_;
  Evidence evidence_;
  OpenLane lane_;
  OpenNewsgroup newsgroup_;
  Post post_;
  EditPost edit_post_;
  Threads threads_;
  Thread thread_;
  Subscribe subscribe_;
  Mute mute_;
  Digest digest_;
  std::string since_;
  std::string until_;
  Search search_;
  std::vector<std::string> search_words_;
  PinThread pin_;
  Moderate moderate_;
  Report report_;
  Reports reports_;
  SettleReport settle_report_;
  AttestationKey attestation_key_;
  Attest attest_;
  std::string days_;
  KeepAttestation keep_attestation_;
  ShowAttestation show_attestation_;
  Attestations attestations_;
  WithdrawAttestation withdraw_attestation_;
  ForgetNetwork forget_network_;
  bool is_lane_ = false;
  std::string mode_;
  std::vector<std::string> allow_;
  Say say_;
  Send send_;
  Fetch fetch_;
  std::string number_;
  Export export_;
  Import import_;
  std::vector<std::string> into_;
  Read read_;
  std::string after_;
  Restart restart_;
  std::string blamed_;
  Watch watch_;
};

/// The language that the arguments ask for, found before they are parsed, so that every message is in it.
Language language_asked(const std::vector<std::string>& arguments, Language otherwise) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view value = arguments[i];
    if (value == "--lang" && i + 1 < arguments.size())
      value = arguments[i + 1];
    else if (value.starts_with("--lang="))
      value.remove_prefix(std::string_view("--lang=").size());
    else
      continue;
    if (const auto language = language_named(value)) return *language;
  }
  return otherwise;
}

/// What CLI11 found wrong, in our words; it names what it speaks of at the beginning of its own.
std::string sentence_of(const CLI::ParseError& error, const CLI::App& app, Language language) {
  const std::string what = error.what();
  const auto first = printable(what.substr(0, what.find_first_of(" :")));
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
    return fill(text_of(Text::usage_extra, language), {printable(joined(app.remaining(true)))});
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
    return fill(text_of(Text::usage_missing, language), {first});
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return fill(text_of(Text::usage_value, language), {first});
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr ||
      dynamic_cast<const CLI::RequiresError*>(&error) != nullptr)
    return fill(text_of(Text::usage_together, language), {first});
  return fill(text_of(Text::usage_other, language), {printable(what)});
}

}  // namespace

Parsed parse_arguments(const std::vector<std::string>& arguments, Language language) {
  language = language_asked(arguments, language);
  Grammar grammar;
  auto& app = grammar.app();
  const auto chosen = [&app] {
    const auto commands = app.get_subcommands();
    return commands.empty() ? std::string() : commands.front()->get_name();
  };
  const auto usage = [&](std::string sentence) {
    const auto command = chosen();
    sentence += "\n" + fill(text_of(Text::usage_hint, language), {command.empty() ? "" : command + " "});
    return UsageError{.text = std::move(sentence), .json = std::ranges::count(arguments, "--json") > 0};
  };
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForVersion& version) {
    return HelpWanted{std::string(version.what()) + "\n"};
  } catch (const CLI::CallForHelp&) {
    return HelpWanted{help_text(chosen(), language)};
  } catch (const CLI::ParseError& error) {
    return usage(sentence_of(error, app, language));
  }
  if (chosen().empty()) return usage(std::string(text_of(Text::usage_no_command, language)));
  if (app.get_subcommands().size() > 1)
    return usage(std::string(text_of(Text::usage_two_commands, language)));
  auto invocation = grammar.invocation();
  if (!invocation) {
    return usage(fill(text_of(invocation.error().text, language), {printable(invocation.error().value)}));
  }
  return std::move(*invocation);
}

std::vector<std::string> flags_of(std::string_view command) {
  Grammar grammar;
  const auto& app = command.empty() ? grammar.app() : *grammar.app().get_subcommand(std::string(command));
  std::vector<std::string> flags;
  for (const auto* option : app.get_options()) {
    if (option->nonpositional() && option != app.get_help_ptr())
      flags.push_back("--" + option->get_lnames().front());
  }
  return flags;
}

std::vector<std::string> command_names() {
  return Grammar().names();
}

}  // namespace kring::cli
