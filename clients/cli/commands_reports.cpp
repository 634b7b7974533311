#include "clients/cli/commands.hpp"
#include "clients/cli/present_reports.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/report_articles.hpp"

#include <optional>
#include <ostream>

namespace kring::cli {

namespace {

/// Says who would read a report and what others see of it, and asks whether to go on.
Outcome<core::ReportAudienceView> readers_of_report(const Report& command, const std::string& reason,
                                                    const Place& place, const core::ChannelView& channel,
                                                    Context& context) {
  auto& session = context.session;
  auto audience =
      session.client().report_audience(place.id(), channel.id, command.number, reason, session.now());
  if (!audience) {
    Failure failure{audience.error()};
    if (failure.error == client::Errc::may_not_report)
      failure.detail =
          moderators_text(session.client().moderators(place.id(), channel.id, session.now()), context.look);
    return std::unexpected(std::move(failure));
  }
  if (audience->readers.empty()) {
    Failure failure{Error(client::Errc::report_to_nobody)};
    failure.detail = nobody_reads_text(*audience, context.look);
    return std::unexpected(std::move(failure));
  }
  if (!context.options.json) context.out << report_audience_text(*audience, context.look) << "\n";
  if (may_ask(context, command.yes)) {
    const auto sure = ask_yes(context.words(Text::ask_report), context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  return std::move(*audience);
}

}  // namespace

Outcome<Answer> run(const Report& command, Context& context) {
  auto& session = context.session;
  const auto reason = text_or_input(command.reason, core::report_reason_bytes_max);
  if (!reason) return std::unexpected(reason.error());
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  const auto audience = readers_of_report(command, *reason, *place, *channel, context);
  if (!audience) return std::unexpected(audience.error());
  auto accepted = session.client().report(place->id(), channel->id, command.number, *reason, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  Answer answer;
  answer.fields = json_of(*audience);
  answer.fields["report"] = std::to_underlying(done->seq.value_or(channels::Sequence{}));
  answer.text = std::string(context.words(Text::reported)) + "\n";
  return answer;
}

Outcome<Answer> run(const Reports& command, Context& context) {
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  std::optional<channels::ChannelId> in;
  if (!command.group.empty()) {
    const auto channel = channel_of(context, *place, command.group);
    if (!channel) return std::unexpected(channel.error());
    in = channel->id;
  }
  auto reports = context.session.client().reports(place->id(), in, context.session.now());
  if (in && reports.newsgroups == 0) return std::unexpected(Error(client::Errc::may_not_moderate));
  if (!command.all) std::erase_if(reports.reports, [](const auto& one) { return one.settled.has_value(); });
  auto answer = answer_to_question(*place);
  answer.fields["reports"] = Json::array();
  for (const auto& report : reports.reports) answer.fields["reports"].push_back(json_of(report));
  answer.fields["for_others"] = reports.for_others;
  answer.text = reports_text(reports, context.look);
  return answer;
}

Outcome<Answer> run(const SettleReport& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto channel = channel_of(context, *place, command.group);
  if (!channel) return std::unexpected(channel.error());
  auto accepted = session.client().settle_report(place->id(), channel->id, command.number, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  return Answer{.text = std::string(context.words(Text::report_settled)) + "\n"};
}

}  // namespace kring::cli
