#pragma once

#include "clients/cli/json.hpp"
#include "clients/cli/style.hpp"
#include "clients/core/child_hints.hpp"
#include "clients/core/view.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Newsgroups, as people and scripts read them.
namespace kring::cli {

/// How posts are named: by the number of their entry, such as "#12".
[[nodiscard]] std::string number_text(channels::Sequence seq);
/// Such as "shown", for scripts.
[[nodiscard]] std::string_view name_of(articles::PostState state);

/// Who reads the group of this name: roles and how many.
[[nodiscard]] std::string audience_text(const std::vector<core::AudienceView>& audience,
                                        const core::ChannelView& channel, const Look& look);
[[nodiscard]] std::string threads_text(const std::vector<core::ThreadView>& threads, const Look& look);
/// How many threads of a newsgroup are shown to whoever does not ask for all.
inline constexpr std::size_t listed_threads_max = 50;
/// That there are more; empty if there are none.
[[nodiscard]] std::string left_out_text(std::size_t left_out, std::string_view newsgroup, const Look& look);
enum class ThreadDetail : std::uint8_t {
  as_it_is = 1,
  with_history,  ///< also what posts said before they were edited
};
[[nodiscard]] std::string thread_text(const std::vector<core::PostView>& posts, ThreadDetail detail,
                                      const Look& look);
/// That a post was edited, and when.
[[nodiscard]] std::string edited_text(Time edited, Language language);
/// How many posts of each newsgroup are unread, a line each.
[[nodiscard]] std::string newsgroups_text(const std::vector<core::NewsgroupView>& newsgroups,
                                          const Look& look);
/// What is new, by newsgroup and thread; that nothing is, or that nothing counts.
[[nodiscard]] std::string digest_text(const core::DigestView& digest, const Look& look);
/// What was found, the newest first, and how much more there is.
[[nodiscard]] std::string search_text(const core::SearchView& search, const Look& look);
/// What seems to tell of a child, a line each, under a heading.
[[nodiscard]] std::string hints_text(const std::vector<core::ChildHint>& hints, const Look& look);
/// The same within a line, in brackets; nothing if there is nothing.
[[nodiscard]] std::string hints_sentence(const std::vector<core::ChildHint>& hints, const Look& look);

[[nodiscard]] Json json_of(const std::vector<core::AudienceView>& audience);
[[nodiscard]] Json json_of(const core::ThreadView& thread);
[[nodiscard]] Json json_of(const core::PostView& post);
[[nodiscard]] Json json_of(const core::NewsgroupView& newsgroup);
[[nodiscard]] Json json_of(const core::DigestGroup& group);
[[nodiscard]] Json json_of(const core::SearchHit& hit);

}  // namespace kring::cli
