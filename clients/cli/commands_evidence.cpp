#include "clients/cli/commands.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_alarms.hpp"
#include "clients/cli/printable.hpp"
#include "clients/core/errc.hpp"

#include <algorithm>

namespace kring::cli {

namespace {

Answer list_of(const std::vector<ShownAlarm>& alarms, const Context& context) {
  Answer answer;
  answer.fields["alarms"] = Json::array();
  for (const auto& shown : alarms) answer.fields["alarms"].push_back(json_of(shown, context.look.language));
  answer.text = evidence_list_text(alarms, context.look);
  return answer;
}

}  // namespace

Outcome<Answer> run(const Evidence& command, Context& context) {
  auto& session = context.session;
  auto& client = session.client();
  if (!client.status(session.now()).has_device) return std::unexpected(Error(client::Errc::no_device));
  const auto alarms = shown_alarms(client, session.now());
  if (!command.number) return list_of(alarms, context);
  const auto found = std::ranges::find(alarms, *command.number, &ShownAlarm::number);
  if (found == alarms.end()) return std::unexpected(Error(Errc::unknown_alarm));
  auto shown = *found;
  const auto bytes = client.evidence(shown.alarm).value_or(Bytes{});
  Answer answer;
  if (!command.output.empty()) {
    if (bytes.empty()) return std::unexpected(Error(Errc::no_evidence));
    if (auto written = native::write_new_file(command.output, bytes, session.random()); !written)
      return std::unexpected(written.error());
    answer.fields["file"] = command.output;
    answer.text += fill(context.words(Text::evidence_written),
                        {printable(command.output), size_text(bytes.size(), context.look.language)}) +
                   "\n";
  }
  if (command.seen) {
    if (auto saved = session.perform(client.note_alarm_seen(shown.alarm)); !saved)
      return std::unexpected(saved.error());
    shown.alarm.seen = true;
    answer.text += std::string(context.words(Text::evidence_seen)) + "\n";
  }
  answer.fields["alarm"] = json_of(shown, context.look.language);
  answer.fields["alarm"]["size"] = bytes.size();
  if (answer.text.empty()) answer.text = evidence_text(shown, bytes.size(), context.look);
  return answer;
}

}  // namespace kring::cli
