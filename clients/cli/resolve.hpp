#pragma once

#include "clients/cli/failure.hpp"
#include "clients/core/attestation_view.hpp"
#include "clients/core/view.hpp"

#include "crypto/base/error.hpp"

#include <string_view>
#include <vector>

/// From what a person types to what it names: an id in hex, a key such as "care", a label or name in any
/// case, the same without its accents where no other has that, or its first words, such as "Bea" for "Bea
/// Bos" where nobody is called Bea and nothing more. Where several have it, `ambiguous_name` asks for the id,
/// and says which there are (`Failure::meant`).
namespace kring::cli {

/// By id, the beginning of one (8 digits or more), name, or any words of the name that no other circle has;
/// without a text the only circle that has not ended, or the only one. Errors: `no_circle`, `which_circle`,
/// `unknown_circle` of the client, `ambiguous_name`.
[[nodiscard]] Result<core::CircleView> find_circle(const std::vector<core::CircleView>& circles,
                                                   std::string_view text);
/// All that a text may mean: several where the name, or what is given of it, is not one circle's alone.
[[nodiscard]] std::vector<core::CircleView> circles_meant(const std::vector<core::CircleView>& circles,
                                                          std::string_view text);
/// Of what is still to be done, a founding by its id or name. Errors: `unknown_founding`, `ambiguous_name`.
[[nodiscard]] Outcome<core::IntentView> find_founding(const std::vector<core::IntentView>& pending,
                                                      std::string_view text);
/// Errors: `unknown_role` of the client, `ambiguous_name`.
[[nodiscard]] Outcome<core::RoleView> find_role(const std::vector<core::RoleView>& roles,
                                                std::string_view text);
/// The key of a channel that every circle or network begins with names that one, whatever others are called.
/// `lane` and `newsgroup`, which several have, are no more than a name. Of several of one name those that are
/// closed go by their ids, if another one is not. Errors: `unknown_channel` of the client, `ambiguous_name`.
[[nodiscard]] Outcome<core::ChannelView> find_channel(const std::vector<core::ChannelView>& channels,
                                                      std::string_view text);
/// By name only among those who are in the circle, or wait. Errors: `unknown_member` of the client,
/// `ambiguous_name`.
[[nodiscard]] Outcome<core::MemberView> find_member(const std::vector<core::MemberView>& members,
                                                    std::string_view text);
/// The same, and by name also among those who are gone, if nobody else has it: for questions.
[[nodiscard]] Outcome<core::MemberView> find_somebody(const std::vector<core::MemberView>& members,
                                                      std::string_view text);
/// By id or the name of who waits. Errors: `unknown_request` of the client, `ambiguous_name`.
[[nodiscard]] Outcome<core::RequestView> find_request(const std::vector<core::RequestView>& requests,
                                                      std::string_view text);
/// By id. Errors: `unknown_device` of the charter, `ambiguous_name`.
[[nodiscard]] Result<core::DeviceView> find_device(const std::vector<core::DeviceView>& devices,
                                                   std::string_view text);
/// One of one's own: by id, the line of text that it came in, or what was checked. Errors:
/// `unknown_attestation`, `ambiguous_name`.
[[nodiscard]] Result<core::AttestationView> find_attestation(const std::vector<core::AttestationView>& own,
                                                             std::string_view text);
/// By id. Errors: `unknown_invitation` of the client, `ambiguous_name`.
[[nodiscard]] Result<core::InvitationView> find_invitation(
    const std::vector<core::InvitationView>& invitations, std::string_view text);

}  // namespace kring::cli
