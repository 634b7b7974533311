#include "clients/core/state.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/posts.hpp"
#include "clients/core/report_articles.hpp"
#include "clients/core/reports.hpp"

#include "channels/articles/text.hpp"

#include <string>

namespace kring::core {

Result<Client::State::Reportable> Client::State::reportable(const channels::CircleId& id,
                                                            const channels::ChannelId& channel_id,
                                                            channels::Sequence seq, std::string_view reason,
                                                            Time now) {
  auto found = newsgroup(id, channel_id, now);
  if (!found && found.error() == client::Errc::may_not_post)
    return fail(client::Errc::may_not_report, "report");
  if (!found) return fail(found.error());
  auto& circle = **found;
  const auto& channel = circle.channels.at(channel_id);
  const auto* post = fold_threads(circle, channel).find(seq);
  if (post == nullptr || post->state == articles::PostState::removed)
    return fail(client::Errc::unknown_post, "report");
  if (post->member == circle.member) return fail(client::Errc::own_post, "report");
  if (post->state == articles::PostState::held) return fail(client::Errc::not_needed, "report");
  if (auto status = articles::check_text(reason, report_reason_bytes_max); !status)
    return fail(status.error());
  return Reportable{.circle = circle, .channel = channel, .post = *post};
}

Result<ReportAudienceView> Client::State::report_audience(const channels::CircleId& id,
                                                          const channels::ChannelId& channel,
                                                          channels::Sequence seq, std::string_view reason,
                                                          Time now) {
  const auto about = reportable(id, channel, seq, reason, now);
  if (!about) return fail(about.error());
  return view_report_audience(about->circle, about->channel, about->post.member, now);
}

Result<Accepted> Client::State::report(const channels::CircleId& id, const channels::ChannelId& channel,
                                       channels::Sequence seq, std::string_view reason, Time now) {
  const auto about = reportable(id, channel, seq, reason, now);
  if (!about) return fail(about.error());
  auto& circle = about->circle;
  if (view_report_audience(circle, about->channel, about->post.member, now).readers.empty())
    return fail(client::Errc::report_to_nobody, "report");
  const auto report = random_.id<ReportId>();
  auto sealed =
      seal_report({.post = about->post.id, .reason = std::string(reason)},
                  {.circle = circle.id, .channel = channel, .reporter = circle.handle_id, .report = report},
                  counted_report_boxes(circle, about->channel, now), random_);
  if (!sealed) return fail(sealed.error());
  return queue(circle, channel, make_report_article({.report = report, .sealed = std::move(*sealed)}), now);
}

Result<Accepted> Client::State::settle_report(const channels::CircleId& id,
                                              const channels::ChannelId& channel_id, channels::Sequence seq,
                                              Time now) {
  auto found = newsgroup(id, channel_id, now);
  if (!found) return fail(found.error());
  auto& circle = **found;
  const auto& channel = circle.channels.at(channel_id);
  if (!circle.charter().rights_at(circle.member, channel_id, now).include(channels::Right::moderate))
    return fail(client::Errc::may_not_moderate, "settle");
  const auto* report = channel.threads.reports(circle, channel).find(seq);
  if (report == nullptr) return fail(client::Errc::unknown_report, "settle");
  if (settled_by(circle, channel, *report)) return fail(client::Errc::not_needed, "settle");
  return queue(circle, channel_id, make_settled_article(report->id), now);
}

}  // namespace kring::core
