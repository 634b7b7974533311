#pragma once

#include "clients/cli/style.hpp"
#include "clients/core/view.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Who may do what, as people read it.
namespace kring::cli {

/// All people and all roles, each with their rights in every channel.
[[nodiscard]] std::string matrix_text(const core::MatrixView& matrix, const Look& look);
/// One role of the matrix: what it is for, and what it may now.
[[nodiscard]] std::string role_text(const core::MatrixView& matrix, const core::RoleAccess& role,
                                    const Look& look);
/// What a role is for by the template that it was made from; empty where it has none.
[[nodiscard]] std::string_view meaning_of(const core::RoleView& role, Language language);
/// How many of those who are put out of a channel are named; of more it is said how many there are.
inline constexpr std::size_t put_out_named_max = 20;
/// Who is put out of a channel by a change of rights, a line each; empty if nobody is.
[[nodiscard]] std::string put_out_text(const std::vector<core::MemberView>& put_out, std::string_view channel,
                                       const Look& look);
/// The same in one sentence.
[[nodiscard]] std::string put_out_sentence(const std::vector<core::MemberView>& put_out,
                                           std::string_view channel, const Look& look);
/// Which channel or role it is that has a name already.
[[nodiscard]] std::string taken_text(const core::TakenName& taken, const Look& look);
[[nodiscard]] std::string see_as_text(const core::SeenAsView& view, const Look& look);
[[nodiscard]] std::string who_text(const core::WhoView& who, const Look& look);
[[nodiscard]] std::string child_text(const core::ChildView& child, const Look& look);
/// A birthday that is near: when it is, what changes, and what to do.
[[nodiscard]] std::string birthday_text(const core::BirthdayNotice& birthday, const Look& look);

}  // namespace kring::cli
