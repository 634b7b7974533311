#include "clients/cli/run.hpp"

#include "clients/cli/advice.hpp"
#include "clients/cli/arguments.hpp"
#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/native/errc.hpp"

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

namespace kring::cli {

namespace {

constexpr std::size_t passphrase_bytes_max = secret_file_bytes_max;

/// One command from the home to the exit code.
class Program {
 public:
  Program(Invocation invocation, Surroundings surroundings)
      : invocation_(std::move(invocation)),
        surroundings_(std::move(surroundings)),
        look_{.language = invocation_.options.language.value_or(surroundings_.language),
              .style = Style(!invocation_.options.json &&
                             colours_wanted(invocation_.options.colour, surroundings_.screen))} {}

  ExitCode run() {
    auto session = open();
    if (!session) return show(Failure(session.error()));
    const auto answered = answer(*session);
    surroundings_.out.flush();
    session->leave();
    const auto code = answered ? *answered : show(answered.error());
    const auto shown = answered ? std::nullopt : answered.error().alarm;
    for (const auto& alarm : session->take_untold_alarms()) {
      const bool is_shown = shown && shown->reason == alarm.reason && shown->evidence == alarm.evidence;
      if (!is_shown)
        surroundings_.err << alarm_text(shown_alarm(alarm, session->client(), session->now()), look_);
    }
    return std::ranges::all_of(session->alarms(), core::is_notice) ? code : ExitCode::alarm;
  }

 private:
  Outcome<ExitCode> answer(Session& session) {
    const bool json = invocation_.options.json;
    Context context{.session = session,
                    .options = invocation_.options,
                    .look = look_,
                    .out = surroundings_.out,
                    .err = surroundings_.err};
    remind(session);
    auto answer =
        std::visit([&](const auto& command) { return cli::run(command, context); }, invocation_.command);
    if (!answer) {
      auto failure = with_advice(std::move(answer.error()), context);
      failure.in_network = context.in_network;
      return std::unexpected(std::move(failure));
    }
    if (!json) {
      surroundings_.out << answer->text;
    } else if (!std::holds_alternative<Watch>(invocation_.command)) {
      auto object =
          answer->shortfall ? json_of(Failure(*answer->shortfall), look_.language) : Json{{"ok", true}};
      object.update(answer->fields);
      surroundings_.out << line_of(object) << "\n";
    }
    if (!answer->shortfall) return ExitCode::done;
    if (json) return exit_code_of(Failure(*answer->shortfall));
    surroundings_.out.flush();
    return show(*answer->shortfall);
  }

  /// Whoever never showed that they have the words on paper, or that these bring everything back, is told so,
  /// whatever they do; four commands tell of it themselves.
  void remind(Session& session) {
    const auto& command = invocation_.command;
    if (invocation_.options.json || std::holds_alternative<Words>(command) ||
        std::holds_alternative<Kit>(command) || std::holds_alternative<ProveKit>(command) ||
        std::holds_alternative<ShowStatus>(command))
      return;
    const auto status = session.client().status(session.now());
    if (status.has_device && !status.words_confirmed) {
      surroundings_.err << text_of(Text::words_not_confirmed, look_.language) << "\n";
    } else if (status.kit_to_prove) {
      surroundings_.err << text_of(Text::kit_not_proven, look_.language) << "\n";
    }
  }

  Result<Session> open() {
    auto places = surroundings_.places;
    places.option = invocation_.options.home;
    const auto home = find_home(places);
    if (!home) return fail(home.error());
    auto vault = open_vault(*home);
    if (!vault) return fail(vault.error());
    return Session::open({.home = *home,
                          .random = surroundings_.random,
                          .now = surroundings_.now,
                          .timeout = invocation_.options.timeout.value_or(timeout_default)},
                         std::move(*vault));
  }

  /// A home that was made but got no further is used as it is.
  Result<native::Vault> open_vault(const std::filesystem::path& home) const {
    if (auto whole = native::check_home(home); !whole) return fail(whole.error());
    const auto with_passphrase = passphrase_of_new_home();
    const auto lock = native::lock_of(home);
    if (with_passphrase && !lock) return make_home(home, *with_passphrase);
    if (with_passphrase.value_or(false) && lock != native::Lock::passphrase)
      return fail(native::Errc::key_exists);
    auto key = load_key(home);
    if (!key) return fail(key.error());
    return native::Vault::open(home, std::move(*key), surroundings_.random);
  }

  Result<Secret> load_key(const std::filesystem::path& home) const {
    Secret passphrase;
    if (native::lock_of(home) == native::Lock::passphrase) {
      auto typed = ask_passphrase(Text::ask_passphrase);
      if (!typed) return fail(typed.error());
      passphrase = std::move(*typed);
    }
    return native::load_key(home, passphrase);
  }

  /// Whether a command that may make a home locks it with a passphrase; none: it makes none.
  [[nodiscard]] std::optional<bool> passphrase_of_new_home() const {
    if (const auto* init = std::get_if<Init>(&invocation_.command)) return init->passphrase;
    if (const auto* recover = std::get_if<Recover>(&invocation_.command)) return recover->passphrase;
    if (const auto* joins = std::get_if<JoinDevice>(&invocation_.command)) return joins->passphrase;
    return std::nullopt;
  }

  Result<native::Vault> make_home(const std::filesystem::path& home, bool with_passphrase) const {
    if (!with_passphrase)
      return native::Vault::make(home, native::Lock::key_file, Secret(), surroundings_.random);
    auto passphrase = ask_passphrase(Text::ask_new_passphrase);
    if (!passphrase) return fail(passphrase.error());
    if (surroundings_.passphrase_file.empty()) {
      auto again = ask_passphrase(Text::ask_passphrase_again);
      if (!again) return fail(again.error());
      if (*again != *passphrase) return fail(Errc::bad_passphrase);
    }
    return native::Vault::make(home, native::Lock::passphrase, *passphrase, surroundings_.random);
  }

  Result<Secret> ask_passphrase(Text question) const {
    const auto& file = surroundings_.passphrase_file;
    auto typed = file.empty() ? ask_line(text_of(question, look_.language), Echo::off) : read_secret(file);
    if (!typed && typed.error() == Errc::no_terminal) return fail(Errc::no_passphrase);
    if (!typed) return fail(typed.error());
    if (typed->empty() || typed->size() > passphrase_bytes_max) return fail(Errc::bad_passphrase);
    return Secret(std::move(*typed));
  }

  ExitCode show(const Failure& failure) {
    if (invocation_.options.json) {
      surroundings_.out << line_of(json_of(failure, look_.language)) << "\n";
    } else {
      surroundings_.err << look_.style.bad("kring: ") << explain(failure, look_.language) << "\n";
    }
    return exit_code_of(failure);
  }

  Invocation invocation_;
  Surroundings surroundings_;
  Look look_;
};

ExitCode show_usage(const UsageError& error, Surroundings& surroundings) {
  if (error.json) {
    Json json;
    json["ok"] = false;
    json["error"]["code"] = name_of(Errc::usage);
    json["error"]["message"] = error.text;
    surroundings.out << line_of(json) << "\n";
  } else {
    surroundings.err << "kring: " << error.text << "\n";
  }
  return ExitCode::usage;
}

}  // namespace

ExitCode run_program(const std::vector<std::string>& arguments, Surroundings surroundings) {
  auto parsed = parse_arguments(arguments, surroundings.language);
  if (const auto* help = std::get_if<HelpWanted>(&parsed)) {
    surroundings.out << help->text;
    return ExitCode::done;
  }
  if (const auto* error = std::get_if<UsageError>(&parsed)) return show_usage(*error, surroundings);
  return Program(std::move(std::get<Invocation>(parsed)), std::move(surroundings)).run();
}

}  // namespace kring::cli
