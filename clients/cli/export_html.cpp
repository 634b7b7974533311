#include "clients/cli/export_html.hpp"

#include "clients/cli/export_words.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/present_threads.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/text.hpp"

#include <algorithm>
#include <utility>

namespace kring::cli {

namespace {

/// Nothing runs, and pictures come from the folder alone: also where a browser would be talked into more.
constexpr std::string_view policy =
    "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'; base-uri 'none'; form-action "
    "'none'";

constexpr std::string_view page_style = R"(
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { line-height: 1.2; }
h2 { border-bottom: 1px solid; padding-bottom: .2rem; margin-top: 2.5rem; }
article { margin: 1rem 0; break-inside: avoid; }
article header { font-size: .9rem; opacity: .8; }
article header b { opacity: 1; }
.text, pre { white-space: pre-wrap; margin: .2rem 0; }
.small { font-size: .9rem; opacity: .8; }
.warning { border: 2px solid #b00020; border-radius: .4rem; padding: .6rem 1rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
img { max-width: 100%; max-height: 32rem; }
@media print { body { max-width: none; } img { max-height: 16cm; } a { color: inherit; } nav { display: none; } }
)";

/// Writes one page; every text goes through `html_text`.
class Page {
 public:
  explicit Page(const ExportedCircle& circle)
      : circle_(circle), archive_(circle.archive), words_(export_words(circle.language)) {}

  std::string write() {
    head();
    missing();
    contents();
    people();
    for (std::size_t i = 0; i < archive_.channels.size(); ++i) channel(i);
    history();
    out_ += "</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  using Values = std::initializer_list<std::string_view>;

  /// An element with text in it, and nothing else.
  void put(std::string_view open, std::string_view text, std::string_view close) {
    out_.append(open).append(html_text(text)).append(close).append("\n");
  }
  [[nodiscard]] std::string say(std::string_view words, Values values) const { return fill(words, values); }
  [[nodiscard]] std::string when(Time time) const { return time_text(time, circle_.language); }
  [[nodiscard]] std::string label(const core::ChannelView& channel) const {
    return channel.label.empty() ? std::string(text_of(Text::no_label, circle_.language)) : channel.label;
  }
  [[nodiscard]] std::string my_name() const {
    const auto me = std::ranges::find_if(archive_.members, &core::MemberView::me);
    return me == archive_.members.end() ? name_text({}, archive_.circle.me, circle_.language)
                                        : name_text(me->name, me->id, circle_.language);
  }

  void head() {
    const auto title = say(words_.heading, {archive_.circle.name});
    out_.append("<!DOCTYPE html>\n<html lang=\"")
        .append(words_.lang)
        .append("\">\n<head>\n<meta charset=\"utf-8\">\n");
    out_.append("<meta http-equiv=\"Content-Security-Policy\" content=\"").append(policy).append("\">\n");
    out_ += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    out_ += "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n";
    put("<title>", title, "</title>");
    out_.append("<style>").append(page_style).append("</style>\n</head>\n<body>\n");
    put("<h1>", title, "</h1>");
    put("<p>", say(words_.made, {my_name(), when(circle_.made)}), "</p>");
    put("<p class=\"warning\">", words_.not_encrypted, "</p>");
  }

  void missing() {
    if (circle_.missing.empty()) return put("<p>", words_.complete, "</p>");
    put("<div class=\"warning\"><p>", words_.incomplete, "</p><ul>");
    for (const auto& one : circle_.missing) {
      auto where = one.channel ? channel_name(archive_, *one.channel, circle_.language)
                               : std::string(words_.whole_circle);
      if (one.seq) where += ", " + say(words_.number, {std::to_string(std::to_underlying(*one.seq))});
      if (!one.file.empty()) where += ", " + one.file;
      put("<li>", say(words_.missing_item, {where, one.meaning}), "</li>");
    }
    out_ += "</ul></div>\n";
  }

  void contents() {
    put("<nav><h2>", words_.contents, "</h2><ul>");
    put("<li><a href=\"#people\">", words_.people, "</a></li>");
    for (std::size_t i = 0; i < archive_.channels.size(); ++i) {
      put("<li><a href=\"#channel-" + std::to_string(i + 1) + "\">", label(archive_.channels[i].channel),
          "</a></li>");
    }
    put("<li><a href=\"#history\">", words_.history, "</a></li>");
    out_ += "</ul></nav>\n";
  }

  void people() {
    put("<section id=\"people\"><h2>", words_.people, "</h2><div class=\"table\"><table><thead><tr>");
    for (const auto column : {words_.name, words_.relation, words_.role, words_.state, words_.until})
      put("<th scope=\"col\">", column, "</th>");
    out_ += "</tr></thead><tbody>\n";
    for (const auto& member : archive_.members) {
      auto name = name_text(member.name, member.id, circle_.language);
      if (member.me) name += " " + std::string(words_.me);
      put("<tr><td>", name, "</td>");
      put("<td>", member.relation, "</td>");
      put("<td>", member.role_label, "</td>");
      put("<td>", member_state_text(member.state, circle_.language), "</td>");
      put("<td>", member.until ? when(*member.until) : std::string(), "</td></tr>");
    }
    out_ += "</tbody></table></div></section>\n";
  }

  void channel(std::size_t index) {
    const auto& one = archive_.channels[index];
    const auto open = "<section id=\"channel-" + std::to_string(index + 1) + "\"><h2>";
    put(open, label(one.channel), "</h2>");
    if (one.begins_after != channels::Sequence{}) {
      const auto number = std::to_string(std::to_underlying(one.begins_after));
      put("<p class=\"small\">", say(words_.begins_after, {number}), "</p>");
    }
    if (one.articles.empty()) put("<p class=\"small\">", words_.no_articles, "</p>");
    for (const auto& it : one.articles) article(one, it);
    out_ += "</section>\n";
  }

  void article(const core::ArchivedChannel& channel, const core::ArticleView& it) {
    const auto author = name_text(it.author_name, it.author, circle_.language);
    put("<article><header><b>", author, "</b>");
    put(" <time>", when(it.time), "</time>");
    put(" <span>#", std::to_string(std::to_underlying(it.seq)), "</span>");
    if (it.type == "note") put(" <em>", words_.note, "</em>");
    out_ += "</header>\n";
    if (it.from) put("<p class=\"small\">", origin_text(*it.from, author, circle_.language), "</p>");
    if (it.type == "message" || it.type == "note") {
      put("<p class=\"text\" dir=\"auto\">", it.text, "</p>");
    } else if (it.type == "post" && !it.text.empty()) {
      if (it.edited) put("<p class=\"small\">", edited_text(*it.edited, circle_.language), "</p>");
      if (!it.subject.empty()) put("<p><strong dir=\"auto\">", it.subject, "</strong></p>");
      if (it.file) {
        attachment(channel, it);
      } else {
        put("<p class=\"text\" dir=\"auto\">", it.text, "</p>");
      }
    } else if (it.type == "introduction") {
      put("<p class=\"small\">", say(words_.introduced, {author}), "</p>");
    } else if (it.type == "child") {
      put("<p class=\"small\">", fill(text_of(Text::birth_date_line, circle_.language), {it.text}), "</p>");
    } else if (it.type == "label") {
      put("<p class=\"small\">", words_.labelled, "</p>");
    } else if (it.file) {
      attachment(channel, it);
    } else {
      put("<p class=\"small\">", say(words_.unknown_type, {it.type}), "</p>");
      put("<pre dir=\"auto\">", it.json, "</pre>");
    }
    out_ += "</article>\n";
  }

  void attachment(const core::ArchivedChannel& channel, const core::ArticleView& it) {
    if (!it.text.empty()) put("<p class=\"text\" dir=\"auto\">", it.text, "</p>");
    const auto saved = circle_.files.find({channel.channel.id, it.seq});
    if (saved == circle_.files.end()) return missing_file(channel, it);
    const auto path = html_path(saved->second.path);
    const auto shown = say(words_.file, {it.file->name, size_text(saved->second.size, circle_.language)});
    out_.append("<p><a href=\"").append(path).append("\" rel=\"noopener noreferrer\">");
    if (saved->second.is_picture) {
      out_.append("<img src=\"")
          .append(path)
          .append("\" loading=\"lazy\" alt=\"")
          .append(html_text(it.file->name));
      out_ += "\"><br>";
    }
    put("", shown, "</a></p>");
  }

  void missing_file(const core::ArchivedChannel& channel, const core::ArticleView& it) {
    const auto why = std::ranges::find_if(circle_.missing, [&](const Missing& one) {
      return one.channel == channel.channel.id && one.seq == it.seq;
    });
    const auto meaning = why == circle_.missing.end() ? std::string() : why->meaning;
    put("<p class=\"warning\">", say(words_.file_missing, {it.file->name, meaning}), "</p>");
  }

  void history() {
    put("<section id=\"history\"><h2>", words_.history, "</h2>");
    put("<p class=\"small\">", words_.history_about, "</p><ol>");
    for (const auto& entry : archive_.charter) {
      const auto open = "<li value=\"" + std::to_string(std::to_underlying(entry.number)) + "\"><time>";
      put(open, when(entry.time), "</time>");
      put("<br>", entry_meaning(entry, archive_, circle_.language), "</li>");
    }
    out_ += "</ol></section>\n";
  }

  const ExportedCircle& circle_;
  const core::ArchiveView& archive_;
  const ExportWords& words_;
  std::string out_;
};

}  // namespace

std::string html_text(std::string_view text) {
  const auto shown = printable(text, Lines::many);
  std::string out;
  out.reserve(shown.size());
  for (const char c : shown) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_path(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '-' || c == '_' || c == '.';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 0x0FU];
    }
  }
  return out;
}

std::string export_html(const ExportedCircle& circle) {
  return Page(circle).write();
}

}  // namespace kring::cli
