#include "clients/cli/present_threads.hpp"

#include "clients/cli/date_text.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/wording.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace kring::cli {

namespace {

Text hint_name(core::HintKind kind) {
  switch (kind) {
    case core::HintKind::name:
      return Text::hint_name;
    case core::HintKind::birth_date:
      return Text::hint_birth_date;
    case core::HintKind::bsn:
      return Text::hint_bsn;
    case core::HintKind::phone:
      break;
  }
  return Text::hint_phone;
}

Text mark_name(articles::Mark mark) {
  switch (mark) {
    case articles::Mark::hold:
      return Text::mark_held;
    case articles::Mark::release:
      return Text::mark_released;
    case articles::Mark::remove:
      break;
  }
  return Text::mark_removed;
}

std::string history_text(const core::PostView& post, const Look& look) {
  std::string out;
  for (const auto& text : post.earlier) {
    const auto head = fill(text_of(Text::said_before, look.language), {time_text(text.time, look.language)});
    out += indent(look.style.dim(head), "    ") +
           indent(look.style.dim(printable(text.text, Lines::many)), "      ");
  }
  return out;
}

std::string post_text(const core::PostView& post, ThreadDetail detail, const Look& look) {
  auto out = look.style.dim(number_text(post.seq) + "  " + time_text(post.time, look.language)) + "  " +
             look.style.bold(name_text(post.author_name, post.author, look.language));
  if (post.parent) out += look.style.dim("  → " + number_text(*post.parent));
  if (post.unread) out += "  " + look.style.bold(say(Text::mark_unread, look));
  out += "\n";
  for (const auto& marked : post.trace) {
    auto line =
        fill(text_of(mark_name(marked.mark), look.language),
             {name_text(marked.by_name, marked.by, look.language), time_text(marked.time, look.language)});
    if (!marked.reason.empty()) line += " " + printable(marked.reason);
    out += indent(look.style.dim(line), "    ");
  }
  if (post.edited) out += indent(look.style.dim(edited_text(*post.edited, look.language)), "    ");
  if (post.until) {
    const auto text = post.ended ? Text::mark_ended : Text::mark_until;
    out += indent(look.style.dim(fill(text_of(text, look.language), {time_text(*post.until, look.language)})),
                  "    ");
  }
  if (!post.shown) return out;
  if (!post.subject.empty()) out += indent(look.style.bold(printable(post.subject)), "    ");
  if (post.file) out += indent(file_text(*post.file, look), "    ");
  out += indent(printable(post.text, Lines::many), "    ");
  return detail == ThreadDetail::with_history ? out + history_text(post, look) : out;
}

std::string unread_text(const core::ThreadView& thread, const Look& look) {
  if (thread.muted) return say(Text::mark_muted, look);
  return thread.unread == 0 ? "" : std::to_string(thread.unread);
}

/// What a thread is about, and who pinned it.
std::string subject_text(const core::ThreadView& thread, const Look& look) {
  const std::string subject = thread.subject.empty() ? "–" : thread.subject;
  if (!thread.pinned) return subject;
  const auto name = name_text(thread.pinned->by_name, thread.pinned->by, look.language);
  return fill(text_of(Text::mark_pinned, look.language), {name, subject});
}

std::string group_text(const core::DigestGroup& group, const Look& look) {
  const auto label = printable(group.label);
  auto out = look.style.bold(
                 fill(text_of(Text::digest_group, look.language), {label, std::to_string(group.posts)})) +
             "\n";
  for (const auto& thread : group.threads) {
    const auto count = fill(text_of(Text::digest_thread, look.language), {std::to_string(thread.posts)});
    out += "  " + look.style.dim(number_text(thread.first)) + "  " +
           look.style.bold(thread.subject.empty() ? "–" : printable(thread.subject)) + "  " +
           look.style.dim(count + ", " + time_text(thread.last_time, look.language)) + "\n" +
           indent(name_text(thread.author_name, thread.author, look.language) + ": " + printable(thread.line),
                  "      ");
  }
  if (group.left_out != 0) {
    out += indent(look.style.dim(fill(text_of(Text::digest_left_out, look.language),
                                      {std::to_string(group.left_out), label})),
                  "  ");
  }
  return out;
}

std::string hit_text(const core::SearchHit& hit, const Look& look) {
  const auto name = name_text(hit.author_name, hit.author, look.language);
  auto out = look.style.dim(printable(hit.channel_label) + "  " + number_text(hit.seq) + "  " +
                            time_text(hit.time, look.language)) +
             "  " + look.style.bold(name) + "\n";
  if (hit.from) out += indent(look.style.dim(origin_text(*hit.from, name, look.language)), "    ");
  for (const auto* line : {&hit.subject, &hit.file_name, &hit.line}) {
    if (!line->empty()) out += indent(printable(*line), "    ");
  }
  return out;
}

std::string hint_text(const core::ChildHint& hint, const Look& look) {
  return fill(text_of(hint_name(hint.kind), look.language), {printable(hint.text)});
}

}  // namespace

std::string number_text(channels::Sequence seq) {
  return "#" + std::to_string(std::to_underlying(seq));
}

std::string_view name_of(articles::PostState state) {
  switch (state) {
    case articles::PostState::shown:
      return "shown";
    case articles::PostState::held:
      return "held";
    case articles::PostState::removed:
      break;
  }
  return "removed";
}

std::string audience_text(const std::vector<core::AudienceView>& audience, const core::ChannelView& channel,
                          const Look& look) {
  std::string roles;
  for (const auto& role : audience) {
    const auto label = role.role_label.empty() ? short_id(role.role) : printable(role.role_label);
    roles += (roles.empty() ? "" : ", ") + label + " (" + std::to_string(role.members) + ")";
  }
  const auto text = channel.mode == channels::Mode::record ? Text::who_reads : Text::who_reads_sealed;
  return fill(text_of(text, look.language), {printable(channel.label), roles});
}

std::string threads_text(const std::vector<core::ThreadView>& threads, const Look& look) {
  if (threads.empty()) return say(Text::nothing_to_read, look) + "\n";
  std::vector<std::vector<std::string>> rows;
  rows.reserve(threads.size());
  for (const auto& thread : threads) {
    rows.push_back({number_text(thread.first), subject_text(thread, look),
                    name_text(thread.author_name, thread.author, look.language), std::to_string(thread.posts),
                    unread_text(thread, look), time_text(thread.last_time, look.language)});
  }
  return table_text(
      {say(Text::column_id, look), say(Text::column_subject, look), say(Text::column_name, look),
       say(Text::column_posts, look), say(Text::column_unread, look), say(Text::column_last, look)},
      rows, look.style);
}

std::string left_out_text(std::size_t left_out, std::string_view newsgroup, const Look& look) {
  if (left_out == 0) return {};
  return fill(text_of(Text::threads_left_out, look.language),
              {std::to_string(left_out), printable(newsgroup)}) +
         "\n";
}

std::string thread_text(const std::vector<core::PostView>& posts, ThreadDetail detail, const Look& look) {
  std::string out;
  for (const auto& post : posts) out += post_text(post, detail, look);
  return out;
}

std::string edited_text(Time edited, Language language) {
  return fill(text_of(Text::mark_edited, language), {time_text(edited, language)});
}

std::string newsgroups_text(const std::vector<core::NewsgroupView>& newsgroups, const Look& look) {
  std::string out;
  for (const auto& newsgroup : newsgroups) {
    const auto text = newsgroup.subscribed ? Text::newsgroup_unread : Text::newsgroup_uncounted;
    out +=
        fill(text_of(text, look.language), {printable(newsgroup.label), std::to_string(newsgroup.unread)}) +
        "\n";
  }
  return out.empty() ? out : "\n" + out;
}

std::string digest_text(const core::DigestView& digest, const Look& look) {
  if (digest.subscribed == 0) return say(Text::digest_no_newsgroup, look) + "\n";
  if (digest.groups.empty()) return say(Text::digest_nothing, look) + "\n";
  std::string out;
  for (const auto& group : digest.groups) out += (out.empty() ? "" : "\n") + group_text(group, look);
  return out;
}

std::string search_text(const core::SearchView& search, const Look& look) {
  if (search.hits.empty()) return say(Text::search_nothing, look) + "\n";
  std::string out;
  for (const auto& hit : search.hits) out += hit_text(hit, look);
  if (search.left_out != 0) {
    out += fill(text_of(Text::search_left_out, look.language), {std::to_string(search.left_out)}) + "\n";
  }
  return out;
}

std::string hints_text(const std::vector<core::ChildHint>& hints, const Look& look) {
  auto out = say(Text::hints_head, look);
  for (const auto& hint : hints) out += "\n  " + hint_text(hint, look);
  return out;
}

std::string hints_sentence(const std::vector<core::ChildHint>& hints, const Look& look) {
  std::string out;
  for (const auto& hint : hints) out += (out.empty() ? "(" : "; ") + hint_text(hint, look);
  return out.empty() ? out : out + ")";
}

Json json_of(const std::vector<core::AudienceView>& audience) {
  auto json = Json::array();
  for (const auto& role : audience) {
    json.push_back({{"role", to_hex(role.role.view())},
                    {"key", role.key},
                    {"label", role.role_label},
                    {"members", role.members}});
  }
  return json;
}

Json json_of(const core::ThreadView& thread) {
  Json json;
  json["thread"] = std::to_underlying(thread.first);
  json["subject"] = thread.subject;
  json["author"] = to_hex(thread.author.view());
  json["name"] = thread.author_name;
  json["started"] = to_unix_ms(thread.started);
  json["last"] = std::to_underlying(thread.last);
  json["last_time"] = to_unix_ms(thread.last_time);
  json["posts"] = thread.posts;
  json["unread"] = thread.unread;
  json["muted"] = thread.muted;
  json["pinned"] = nullptr;
  if (thread.pinned) {
    json["pinned"] = {{"by", to_hex(thread.pinned->by.view())},
                      {"name", thread.pinned->by_name},
                      {"time", to_unix_ms(thread.pinned->time)}};
  }
  return json;
}

Json json_of(const core::NewsgroupView& newsgroup) {
  Json json;
  json["channel"] = to_hex(newsgroup.id.view());
  json["label"] = newsgroup.label;
  json["subscribed"] = newsgroup.subscribed;
  json["unread"] = newsgroup.unread;
  return json;
}

Json json_of(const core::DigestGroup& group) {
  Json json;
  json["channel"] = to_hex(group.id.view());
  json["label"] = group.label;
  json["posts"] = group.posts;
  json["left_out"] = group.left_out;
  json["threads"] = Json::array();
  for (const auto& thread : group.threads) {
    json["threads"].push_back({{"thread", std::to_underlying(thread.first)},
                               {"subject", thread.subject},
                               {"posts", thread.posts},
                               {"first_new", std::to_underlying(thread.from)},
                               {"author", to_hex(thread.author.view())},
                               {"name", thread.author_name},
                               {"line", thread.line},
                               {"last_time", to_unix_ms(thread.last_time)}});
  }
  return json;
}

Json json_of(const core::SearchHit& hit) {
  Json json;
  json["channel"] = to_hex(hit.channel.view());
  json["label"] = hit.channel_label;
  json["seq"] = std::to_underlying(hit.seq);
  json["time"] = to_unix_ms(hit.time);
  json["author"] = to_hex(hit.author.view());
  json["name"] = hit.author_name;
  json["type"] = hit.type;
  json["subject"] = hit.subject;
  json["file"] = hit.file_name;
  json["line"] = hit.line;
  if (hit.from) json["from"] = json_of(*hit.from);
  return json;
}

Json json_of(const core::PostView& post) {
  Json json;
  json["seq"] = std::to_underlying(post.seq);
  json["time"] = to_unix_ms(post.time);
  json["author"] = to_hex(post.author.view());
  json["name"] = post.author_name;
  json["mine"] = post.mine;
  json["unread"] = post.unread;
  json["answers"] = post.parent ? Json(std::to_underlying(*post.parent)) : Json(nullptr);
  json["state"] = name_of(post.state);
  json["subject"] = post.shown ? Json(post.subject) : Json(nullptr);
  json["text"] = post.shown ? Json(post.text) : Json(nullptr);
  json["edited"] = post.edited ? Json(to_unix_ms(*post.edited)) : Json(nullptr);
  json["until"] = post.until ? Json(to_unix_ms(*post.until)) : Json(nullptr);
  json["ended"] = post.ended;
  json["file"] = post.file ? json_of(*post.file) : Json(nullptr);
  json["earlier"] = Json::array();
  for (const auto& text : post.earlier)
    json["earlier"].push_back({{"text", text.text}, {"time", to_unix_ms(text.time)}});
  json["trace"] = Json::array();
  for (const auto& marked : post.trace) {
    json["trace"].push_back({{"mark", articles::name_of(marked.mark)},
                             {"by", to_hex(marked.by.view())},
                             {"name", marked.by_name},
                             {"time", to_unix_ms(marked.time)},
                             {"reason", marked.reason}});
  }
  return json;
}

}  // namespace kring::cli
