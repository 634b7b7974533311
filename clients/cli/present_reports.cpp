#include "clients/cli/present_reports.hpp"

#include "clients/cli/present.hpp"
#include "clients/cli/present_threads.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/wording.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace kring::cli {

namespace {

std::string names_text(const std::vector<core::ModeratorView>& moderators, const Look& look) {
  std::string out;
  for (const auto& one : moderators)
    out += (out.empty() ? "" : ", ") + name_text(one.name, one.member, look.language);
  return out;
}

Text state_name(articles::PostState state) {
  switch (state) {
    case articles::PostState::shown:
      return Text::post_is_shown;
    case articles::PostState::held:
      return Text::post_is_held;
    case articles::PostState::removed:
      break;
  }
  return Text::post_is_removed;
}

std::string post_line(const core::ReportedPostView& post, const Look& look) {
  auto line = number_text(post.seq) + "  " + name_text(post.author_name, post.author, look.language) + ": ";
  if (!post.subject.empty()) line += look.style.bold(printable(post.subject)) + " – ";
  return line + printable(post.line) + "  " + look.style.dim("(" + say(state_name(post.state), look) + ")");
}

Json json_of(const std::vector<core::ModeratorView>& moderators) {
  auto json = Json::array();
  for (const auto& one : moderators)
    json.push_back({{"member", to_hex(one.member.view())}, {"name", one.name}});
  return json;
}

}  // namespace

std::string report_audience_text(const core::ReportAudienceView& audience, const Look& look) {
  auto out = fill(text_of(Text::report_readers, look.language), {names_text(audience.readers, look)});
  if (audience.author_reads) out += " " + look.style.bad(say(Text::report_author_reads, look));
  if (!audience.left_out.empty())
    out += " " + fill(text_of(Text::report_left_out, look.language), {names_text(audience.left_out, look)});
  return out + "\n" + say(Text::report_seen_by_all, look);
}

std::string moderators_text(const std::vector<core::ModeratorView>& moderators, const Look& look) {
  if (moderators.empty()) return {};
  return fill(text_of(Text::moderators_are, look.language), {names_text(moderators, look)});
}

std::string nobody_reads_text(const core::ReportAudienceView& audience, const Look& look) {
  if (audience.left_out.empty()) return say(Text::report_no_moderator, look);
  return fill(text_of(Text::report_moderators, look.language), {names_text(audience.left_out, look)});
}

std::string report_text(const core::ReportView& report, const Look& look) {
  const auto name = name_text(report.reporter_name, report.reporter, look.language);
  auto out = look.style.dim(printable(report.label) + "  " + number_text(report.seq) + "  " +
                            time_text(report.time, look.language)) +
             "  " + look.style.bold(fill(text_of(Text::report_by, look.language), {name})) + "\n";
  out += indent(report.post ? post_line(*report.post, look) : say(Text::report_post_gone, look), "    ");
  out += indent(printable(report.reason, Lines::many), "      ");
  if (report.settled) {
    const auto& settled = *report.settled;
    out += indent(look.style.dim(fill(text_of(Text::report_settled_by, look.language),
                                      {name_text(settled.by_name, settled.by, look.language),
                                       time_text(settled.time, look.language)})),
                  "    ");
  }
  return out;
}

std::string reports_text(const core::ReportsView& reports, const Look& look) {
  std::string out;
  for (const auto& report : reports.reports) out += report_text(report, look);
  if (out.empty()) out = say(Text::no_reports, look) + "\n";
  if (reports.for_others != 0) {
    out += look.style.dim(
               fill(text_of(Text::reports_for_others, look.language), {std::to_string(reports.for_others)})) +
           "\n";
  }
  return out;
}

std::string open_reports_text(const std::vector<OpenReports>& reports, const Look& look) {
  std::string out;
  for (const auto& one : reports) {
    if (one.open == 0) continue;
    out += fill(text_of(Text::open_reports, look.language),
                {one.circle_name.empty() ? short_id(one.circle) : printable(one.circle_name),
                 std::to_string(one.open)}) +
           "\n";
  }
  return out.empty() ? out : "\n" + out;
}

Json json_of(const core::ReportAudienceView& audience) {
  Json json;
  json["readers"] = json_of(audience.readers);
  json["left_out"] = json_of(audience.left_out);
  json["author_reads"] = audience.author_reads;
  return json;
}

Json json_of(const core::ReportView& report) {
  Json json;
  json["channel"] = to_hex(report.channel.view());
  json["label"] = report.label;
  json["report"] = std::to_underlying(report.seq);
  json["time"] = to_unix_ms(report.time);
  json["reporter"] = to_hex(report.reporter.view());
  json["name"] = report.reporter_name;
  json["reason"] = report.reason;
  json["post"] = nullptr;
  if (report.post) {
    const auto& post = *report.post;
    json["post"] = {
        {"seq", std::to_underlying(post.seq)},  {"subject", post.subject},  {"line", post.line},
        {"author", to_hex(post.author.view())}, {"name", post.author_name}, {"state", name_of(post.state)}};
  }
  json["settled"] = nullptr;
  if (report.settled) {
    json["settled"] = {{"time", to_unix_ms(report.settled->time)},
                       {"by", to_hex(report.settled->by.view())},
                       {"name", report.settled->by_name}};
  }
  return json;
}

Json json_of(const OpenReports& reports) {
  return {{"circle", to_hex(reports.circle.view())}, {"open", reports.open}};
}

}  // namespace kring::cli
