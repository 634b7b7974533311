#include "channels/charter/fields.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/charter/link_text.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/name.hpp"
#include "crypto/codec/structure.hpp"

#include <algorithm>

namespace kring::charter {

namespace limits = channels::limits;
using codec::FieldReader;
using codec::Reader;

namespace {

constexpr std::string_view invitation_mark = "v1.";

/// The part of a link that stands behind `v1.`.
struct InvitationFragment {
  CircleId circle;
  HubKey hub_key;
  HandleId inviter;
  FixedBytes<32> seed{};
  BoxKey box_key;
  std::string inviter_name;
  std::string circle_name;

  static Result<InvitationFragment> read(Reader& in) {
    FieldReader fields(in);
    return fields.done(
        InvitationFragment{.circle = detail::read_id<CircleId>(fields),
                           .hub_key = detail::read_id<HubKey>(fields),
                           .inviter = detail::read_id<HandleId>(fields),
                           .seed = fields.fixed<32>(),
                           .box_key = detail::read_id<BoxKey>(fields),
                           .inviter_name = detail::read_text(fields, limits::link_name_bytes_max),
                           .circle_name = detail::read_text(fields, limits::link_name_bytes_max)});
  }
};

Status check_names(const InvitationLink& link) {
  if (auto name = channels::check_name(link.inviter_name, limits::link_name_bytes_max); !name) return name;
  return channels::check_name(link.circle_name, limits::link_name_bytes_max);
}

/// Whether a fragment says another version than ours: a `v`, digits and a point.
bool names_other_version(std::string_view fragment) {
  const auto point = fragment.find('.');
  if (point == std::string_view::npos || point < 2 || fragment.front() != 'v') return false;
  return std::ranges::all_of(fragment.substr(1, point - 1), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<std::string> text_of_link(const InvitationLink& link) {
  if (auto names = check_names(link); !names) return fail(names.error());
  if (link.seed.size() != sizeof(InvitationFragment::seed)) return fail(Errc::bad_link, "seed");
  codec::SecretWriter out;
  out.raw(link.circle.view());
  out.raw(link.hub_key.view());
  out.raw(link.inviter.view());
  out.raw(link.seed.expose());
  out.raw(link.box_key.view());
  out.opaque(view_bytes(link.inviter_name));
  out.opaque(view_bytes(link.circle_name));
  std::string text = link.origin.text();
  text.append(detail::path_and_fragment).append(invitation_mark).append(to_base64url(out.view()));
  return text;
}

Result<InvitationLink> parse_link(std::string_view text) {
  auto split = detail::split_link(text);
  if (!split) return fail(split.error());
  const auto fragment_text = split->fragment;
  if (!fragment_text.starts_with(invitation_mark)) {
    return fail(names_other_version(fragment_text) ? Errc::unknown_link_version : Errc::bad_link, "version");
  }
  auto bytes = from_base64url(fragment_text.substr(invitation_mark.size()));
  if (!bytes) return fail(Errc::bad_link, "base64url");
  const WipeGuard wipe_bytes(*bytes);
  auto fragment = codec::decode<InvitationFragment>(*bytes);
  if (!fragment) return fail(Errc::bad_link, fragment.error().where());
  const WipeGuard wipe_seed(fragment->seed);
  InvitationLink link{.origin = std::move(split->origin),
                      .circle = fragment->circle,
                      .hub_key = fragment->hub_key,
                      .inviter = fragment->inviter,
                      .seed = Secret::copy_of(fragment->seed),
                      .box_key = fragment->box_key,
                      .inviter_name = std::move(fragment->inviter_name),
                      .circle_name = std::move(fragment->circle_name)};
  if (auto names = check_names(link); !names) return fail(names.error());
  return link;
}

}  // namespace kring::charter
