#include "clients/core/reports.hpp"

#include "clients/core/errc.hpp"
#include "clients/core/first_line.hpp"
#include "clients/core/labels.hpp"
#include "clients/core/login.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/people.hpp"
#include "clients/core/posts.hpp"
#include "clients/core/row_codec.hpp"
#include "clients/core/rows.hpp"

#include "crypto/primitives/hpke.hpp"
#include "crypto/primitives/x25519.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace kring::core {

namespace {

using channels::Right;
using channels::Sequence;

constexpr std::uint8_t report_box_version = 1;

bool is_box_queued(const CircleData& circle, const channels::ChannelId& channel) {
  return std::ranges::any_of(circle.outbox, [&](const auto& item) {
    return item.second.written == Written::as_box && item.second.channel == channel &&
           item.second.sending != Sending::given_up;
  });
}

/// Whether the last box that this device wrote is the one whose private half it has.
bool has_shared(const CircleData& circle, const Channel& channel) {
  const auto last = channel.report_boxes.find(circle.handle_id);
  return last != channel.report_boxes.end() && channel.report_box &&
         equal(last->second.view(), channel.report_box->public_key.bytes);
}

/// Whether the reports of a newsgroup are ours to see.
bool moderates_now(const CircleData& circle, const channels::ChannelId& channel, Time now) {
  return circle.charter().rights_at(circle.member, channel, now).include(Right::moderate) &&
         find_newsgroup(circle, channel) != nullptr;
}

/// What a report says; nothing if it is not for this device.
std::optional<ReportBody> opened(const CircleData& circle, const Channel& channel,
                                 const LoggedReport& report) {
  if (!channel.report_box) return std::nullopt;
  const auto entry = std::ranges::lower_bound(channel.log, report.seq, {}, &KeptEntry::seq);
  if (entry == channel.log.end() || entry->seq != report.seq) return std::nullopt;
  const auto article = article_of(*entry);
  const auto sealed = article ? read_report_article(*article) : std::nullopt;
  if (!sealed) return std::nullopt;
  auto body = open_report(
      sealed->sealed,
      {.circle = circle.id, .channel = channel.id, .reporter = report.author, .report = report.id},
      circle.handle_id, channel.report_box->private_key);
  return body ? std::optional(std::move(*body)) : std::nullopt;
}

/// What others did to the post than who wrote it: that it is gone, whenever that was, or was held after the
/// report.
std::optional<Settled> settled_by_mark(const articles::ThreadPost& post, const LoggedReport& report) {
  for (const auto& marked : post.trace) {
    if (marked.by == post.member) continue;  // Who is reported does not end it.
    const bool after = marked.mark == articles::Mark::hold && marked.time >= report.time;
    if (after || marked.mark == articles::Mark::remove) return Settled{.time = marked.time, .by = marked.by};
  }
  return std::nullopt;
}

/// By an article, or by what was done to the post, whichever came first.
std::optional<Settled> earlier(const std::optional<Settled>& a, const std::optional<Settled>& b) {
  if (!a || !b) return a ? a : b;
  return b->time < a->time ? b : a;
}

std::optional<Settled> how_settled(const LoggedReport& report, const articles::ThreadPost* post) {
  return earlier(report.settled, post == nullptr ? std::nullopt : settled_by_mark(*post, report));
}

/// The reports of one newsgroup.
class ReportReader {
 public:
  ReportReader(const CircleData& circle, const Channel& channel, Time now)
      : circle_(circle),
        channel_(channel),
        label_(channel_name(circle, channel.id).label),
        people_(circle, channel, now) {}

  void read_into(ReportsView& view) const {
    for (const auto& report : logged().reports()) {
      const auto body = opened(circle_, channel_, report);
      if (body) {
        view.reports.push_back(view_one(report, *body));
      } else if (!report.settled) {
        ++view.for_others;
      }
    }
  }

  [[nodiscard]] std::vector<ReportView> read_new(Sequence first, Sequence last) const {
    std::vector<ReportView> views;
    for (const auto& report : logged().between(first, last)) {
      const auto body = report.settled ? std::nullopt : opened(circle_, channel_, report);
      if (!body) continue;
      auto view = view_one(report, *body);
      if (!view.settled) views.push_back(std::move(view));
    }
    return views;
  }

 private:
  [[nodiscard]] const ReportLog& logged() const { return channel_.threads.reports(circle_, channel_); }
  [[nodiscard]] ReportView view_one(const LoggedReport& report, const ReportBody& body) const {
    const auto* post = fold_threads(circle_, channel_).find(body.post);
    ReportView view{.channel = channel_.id,
                    .label = label_,
                    .seq = report.seq,
                    .time = report.time,
                    .reporter = report.member,
                    .reporter_name = people_.name_of(report.member),
                    .reason = body.reason};
    if (post != nullptr) {
      view.post = ReportedPostView{.seq = post->seq,
                                   .subject = post->subject,
                                   .line = first_line(post->text),
                                   .author = post->member,
                                   .author_name = people_.name_of(post->member),
                                   .state = post->state};
    }
    if (const auto settled = how_settled(report, post)) {
      view.settled =
          SettledView{.time = settled->time, .by = settled->by, .by_name = people_.name_of(settled->by)};
    }
    return view;
  }

  const CircleData& circle_;
  const Channel& channel_;
  std::string label_;
  PostReader people_;
};

}  // namespace

void share_report_boxes(Context& context) {
  auto& circle = context.circle;
  if (circle.access != wire::Access::member || !is_caught_up(circle, context.now())) return;
  constexpr auto needed = Right::read | Right::post | Right::moderate;
  for (auto& [id, channel] : circle.channels) {
    if (!channel.group || channel.stopped || has_shared(circle, channel)) continue;
    if (!circle.charter().can(circle.handle_id, id, needed, context.now())) continue;
    if (find_newsgroup(circle, id) == nullptr || is_box_queued(circle, id)) continue;
    if (rests(context, channel, Written::as_box, id.bytes())) continue;
    if (!channel.report_box) {
      channel.report_box = primitives::generate_hpke_key_pair(context.random());
      save_report_box(context.turn, circle, channel);
    }
    const auto key = ReportBoxKey::from(channel.report_box->public_key.bytes);
    // A full queue is tried again when it has room.
    if (key)
      (void)enqueue(context, id, make_report_box_article(*key),
                    {.written = Written::as_box, .about = id.bytes()});
  }
}

void fold_report_box(Channel& channel, const KeptEntry& entry, const articles::Article& article) {
  if (const auto key = read_report_box_article(article))
    channel.report_boxes.insert_or_assign(entry.author, *key);
}

std::vector<ReportBox> counted_report_boxes(const CircleData& circle, const Channel& channel, Time now) {
  const auto& charter = circle.charter();
  std::vector<ReportBox> boxes;
  for (const auto& [handle, key] : channel.report_boxes) {
    if (charter.can(handle, channel.id, Right::read | Right::moderate, now))
      boxes.push_back({.handle = handle, .key = key});
  }
  std::ranges::sort(boxes, std::ranges::greater(),
                    [&](const ReportBox& box) { return charter.handle(box.handle)->added; });
  // One device of each member before a second of anybody: many devices push out no other moderator.
  std::map<channels::MemberId, std::size_t> devices;
  std::map<channels::HandleId, std::size_t> place;
  for (const auto& box : boxes) place[box.handle] = devices[charter.member_of(box.handle)->id]++;
  std::ranges::sort(boxes, [&](const ReportBox& a, const ReportBox& b) {
    return std::pair(place.at(a.handle), charter.handle(b.handle)->added) <
           std::pair(place.at(b.handle), charter.handle(a.handle)->added);
  });
  if (boxes.size() > report_boxes_max) boxes.resize(report_boxes_max);
  return boxes;
}

std::vector<ModeratorView> view_moderators(const CircleData& circle, const Channel& channel, Time now) {
  std::vector<ModeratorView> moderators;
  const PostReader people(circle, channel, now);
  for (const auto& [id, member] : circle.charter().members()) {
    if (id != circle.member && circle.charter().rights_at(id, channel.id, now).include(Right::moderate))
      moderators.push_back({.member = id, .name = people.name_of(id)});
  }
  return moderators;
}

ReportAudienceView view_report_audience(const CircleData& circle, const Channel& channel,
                                        const channels::MemberId& author, Time now) {
  std::set<channels::MemberId> readers;
  for (const auto& box : counted_report_boxes(circle, channel, now))
    readers.insert(circle.charter().member_of(box.handle)->id);
  ReportAudienceView view;
  for (auto& moderator : view_moderators(circle, channel, now)) {
    auto& list = readers.contains(moderator.member) ? view.readers : view.left_out;
    list.push_back(std::move(moderator));
  }
  view.author_reads = author != circle.member && readers.contains(author);
  return view;
}

std::optional<Settled> settled_by(const CircleData& circle, const Channel& channel,
                                  const LoggedReport& report) {
  const auto body = opened(circle, channel, report);
  return how_settled(report, body ? fold_threads(circle, channel).find(body->post) : nullptr);
}

ReportsView view_reports(const CircleData& circle, const std::optional<channels::ChannelId>& in, Time now) {
  ReportsView view;
  if (!circle.log) return view;
  for (const auto& [id, channel] : circle.channels) {
    if ((in && id != *in) || !moderates_now(circle, id, now)) continue;
    ++view.newsgroups;
    ReportReader(circle, channel, now).read_into(view);
  }
  std::ranges::sort(view.reports, std::ranges::greater(), [](const ReportView& report) {
    return std::tuple(!report.settled, report.time, report.channel, report.seq);
  });
  return view;
}

std::vector<ReportView> view_new_reports(const CircleData& circle, const NewArticles& news, Time now) {
  const auto channel = circle.channels.find(news.channel);
  if (!circle.log || channel == circle.channels.end() || !moderates_now(circle, news.channel, now)) return {};
  return ReportReader(circle, channel->second, now).read_new(news.first, news.last);
}

std::size_t ReportsView::open() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(reports, [](const ReportView& report) { return !report.settled; }));
}

SecretBytes encode_report_box(const primitives::HpkeKeyPair& box) {
  RowWriter out(report_box_version);
  out.secret(box.private_key);
  return out.take();
}

Status decode_report_box(ByteView row, Channel& channel) {
  RowReader in(row, report_box_version);
  auto private_key = in.secret();
  if (auto end = in.finish(); !end) return fail(end.error());
  auto public_key = primitives::x25519_public_key(private_key);
  if (!public_key) return fail(client::Errc::bad_vault, "report box");
  channel.report_box =
      primitives::HpkeKeyPair{.public_key = std::move(*public_key), .private_key = std::move(private_key)};
  return {};
}

}  // namespace kring::core
