#include "clients/cli/exported.hpp"

#include "clients/cli/export_words.hpp"
#include "clients/cli/plain_text.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/text.hpp"
#include "clients/native/user_file.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kring::cli {

namespace {

/// Endings that a browser opens as a page of its own, with whatever program is in it.
constexpr std::array<std::string_view, 14> pages = {".html", ".htm",  ".xhtml", ".xht",   ".shtml",
                                                    ".svg",  ".svgz", ".xml",   ".mhtml", ".mht",
                                                    ".xsl",  ".xslt", ".js",    ".mjs"};

/// No more than so many bytes, and no character cut in two.
std::string_view cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80U) --bytes_max;
  return text.substr(0, bytes_max);
}

/// A long name keeps its ending.
std::string shortened(const std::string& name) {
  constexpr std::size_t ending_bytes_max = 16;
  if (name.size() <= exported_name_bytes_max) return name;
  const auto dot = name.rfind('.');
  const bool has_ending = dot != std::string::npos && dot > 0 && name.size() - dot <= ending_bytes_max;
  const auto ending = has_ending ? name.substr(dot) : std::string();
  return std::string(cut(name, exported_name_bytes_max - ending.size())) + ending;
}

std::string name_of_member(const core::ArchiveView& archive, const std::optional<channels::MemberId>& member,
                           Language language) {
  const auto id = member.value_or(channels::MemberId());
  const auto found = std::ranges::find(archive.members, id, &core::MemberView::id);
  return name_text(found == archive.members.end() ? std::string() : found->name, id, language);
}

std::string name_of_role(const core::ArchiveView& archive, const std::optional<channels::RoleId>& role,
                         Language language) {
  const auto found =
      role ? std::ranges::find(archive.roles, *role, &core::RoleView::id) : archive.roles.end();
  if (found == archive.roles.end() || found->label.empty())
    return std::string(text_of(Text::no_label, language));
  return found->label;
}

}  // namespace

std::string exported_file_name(std::size_t channel, channels::Sequence seq, std::string_view name) {
  auto safe = native::safe_file_name(name);
  for (auto& c : safe) {
    if (std::string_view("<>:\"|?*%#&'").contains(c)) c = '_';
  }
  while (safe.ends_with('.') || safe.ends_with(' ')) safe.pop_back();
  safe = shortened(safe);
  const auto ends_so = [ending_of = ascii_lower(safe)](std::string_view ending) {
    return ending_of.ends_with(ending);
  };
  if (std::ranges::any_of(pages, ends_so)) safe += ".txt";
  std::array<char, 48> numbers{};
  const auto size = std::snprintf(numbers.data(), numbers.size(), "%02zu-%06llu-", channel,
                                  static_cast<unsigned long long>(std::to_underlying(seq)));
  return std::string(numbers.data(), static_cast<std::size_t>(size)) + safe;
}

bool begins_like_picture(ByteView first) {
  const auto text = view_text(first);
  constexpr std::string_view png("\x89PNG\r\n\x1a\n", 8);
  if (text.starts_with(png) || text.starts_with("\xFF\xD8\xFF")) return true;
  if (text.starts_with("GIF87a") || text.starts_with("GIF89a")) return true;
  return text.starts_with("RIFF") && text.size() >= 12 && text.substr(8, 4) == "WEBP";
}

std::string entry_meaning(const core::CharterEntryView& entry, const core::ArchiveView& archive,
                          Language language) {
  const auto until =
      entry.until ? time_text(*entry.until, language) : std::string(text_of(Text::no_end, language));
  const auto channel = entry.channel ? channel_name(archive, *entry.channel, language) : std::string();
  return fill(
      entry_sentence(entry.kind, language),
      {name_of_member(archive, entry.signer, language), name_of_member(archive, entry.member, language),
       name_of_role(archive, entry.role, language), channel, until});
}

std::string gap_meaning(core::Gap gap, Language language) {
  const auto& words = export_words(language);
  switch (gap) {
    case core::Gap::not_caught_up:
      return std::string(words.gap_not_caught_up);
    case core::Gap::stopped:
      return std::string(words.gap_stopped);
    case core::Gap::not_joined:
      return std::string(words.gap_not_joined);
    case core::Gap::not_opened:
      return std::string(words.gap_not_opened);
    case core::Gap::not_readable:
      return std::string(words.gap_not_readable);
    case core::Gap::not_sent:
      break;
  }
  return std::string(words.gap_not_sent);
}

std::string channel_name(const core::ArchiveView& archive, const channels::ChannelId& channel,
                         Language language) {
  for (const auto& one : archive.channels) {
    if (one.channel.id == channel && !one.channel.label.empty()) return one.channel.label;
  }
  return std::string(export_words(language).other_channel);
}

}  // namespace kring::cli
