#include "clients/core/intent.hpp"

#include "clients/core/row_codec.hpp"

#include <utility>

namespace kring::core {

namespace {

constexpr std::uint8_t intent_row_version = 2;

/// The place of each wish in `Wish`, as it stands in rows, up to `revoke`; and what came after.
enum class WishTag : std::uint8_t {
  found,
  join,
  invite,
  withdraw,
  confirm,
  open,
  lane,
  remove,
  leave,
  restart,
  resume,
  pause,
  unpause,
  role,
  allow,
  close,
  freeze,
  unfreeze,
  removal,
  stay,
  end,
  device,
  revoke,
  /// A `FoundWish` too, of a network.
  found_network,
  /// The same, by a guardian.
  found_by_guardian,
  attestation_key,
  withdraw_attestation,
  publish,
};

WishTag tag_of(const Wish& wish) {
  const auto* found = std::get_if<FoundWish>(&wish);
  if (found != nullptr && found->as == charter::FoundedAs::network) return WishTag::found_network;
  if (found != nullptr && found->as == charter::FoundedAs::circle_of_guardian)
    return WishTag::found_by_guardian;
  if (std::holds_alternative<AttestationKeyWish>(wish)) return WishTag::attestation_key;
  if (std::holds_alternative<WithdrawAttestationWish>(wish)) return WishTag::withdraw_attestation;
  if (std::holds_alternative<PublishWish>(wish)) return WishTag::publish;
  return static_cast<WishTag>(wish.index());
}

struct WishWriter {
  RowWriter& out;

  void operator()(const FoundWish& wish) const {
    out.text(wish.name);
    out.text(wish.hub);
    out.number(wish.language);
  }
  void operator()(const JoinWish& /*wish*/) const {}
  void operator()(const InviteWish& wish) const {
    out.id(wish.key);
    out.id(wish.role);
    out.duration(wish.stay);
    out.time(wish.expires);
    out.flag(wish.preapproved);
  }
  void operator()(const WithdrawWish& wish) const { out.id(wish.invitation); }
  void operator()(const ConfirmWish& wish) const {
    out.id(wish.invitation);
    out.flag(wish.until.has_value());
    out.time(wish.until.value_or(Time{}));
  }
  void operator()(const OpenWish& wish) const {
    out.id(wish.channel);
    out.id(wish.group);
    out.number(wish.mode);
    write(wish.roles);
  }
  void operator()(const LaneWish& wish) const {
    out.id(wish.channel);
    out.id(wish.group);
    out.id(wish.contact);
    out.id(wish.keeper);
  }
  void operator()(const RemoveWish& wish) const { out.id(wish.member); }
  void operator()(const LeaveWish& /*wish*/) const {}
  void operator()(const RestartWish& wish) const {
    out.id(wish.channel);
    out.id(wish.group);
    out.u64(wish.restarts);
    out.flag(wish.blamed.has_value());
    out.number(wish.blamed.value_or(channels::Sequence{}));
  }
  void operator()(const ResumeWish& /*wish*/) const {}
  void operator()(const PauseWish& wish) const { out.id(wish.member); }
  void operator()(const UnpauseWish& wish) const { out.id(wish.member); }
  void operator()(const RoleWish& wish) const {
    out.id(wish.member);
    out.id(wish.role);
    out.time(wish.until);
  }
  void operator()(const AllowWish& wish) const {
    out.id(wish.channel);
    write(wish.roles);
  }
  void operator()(const CloseWish& wish) const { out.id(wish.channel); }
  void operator()(const FreezeWish& wish) const { out.time(wish.since); }
  void operator()(const UnfreezeWish& /*wish*/) const {}
  void operator()(const RemovalWish& wish) const {
    out.id(wish.member);
    out.number(wish.step);
  }
  void operator()(const StayWish& /*wish*/) const {}
  void operator()(const EndWish& wish) const { out.number(wish.step); }
  void operator()(const DeviceWish& wish) const {
    out.id(wish.member);
    out.id(wish.handle_key);
    out.optional(wish.recovery_key, [this](const auto& key) { out.id(key); });
    out.opaque(wish.proof);
  }
  void operator()(const RevokeWish& wish) const {
    out.id(wish.handle);
    out.flag(wish.overrules);
  }
  void operator()(const AttestationKeyWish& wish) const {
    out.id(wish.id);
    out.optional(wish.key, [this](const auto& key) { out.id(key); });
  }
  void operator()(const WithdrawAttestationWish& wish) const { out.id(wish.attestation); }
  void operator()(const PublishWish& wish) const {
    out.id(wish.first.id);
    out.id(wish.first.key);
    out.id(wish.first.holder);
  }

  void write(const std::vector<ChannelRole>& roles) const {
    out.list(roles, [this](const ChannelRole& role) {
      out.id(role.role);
      out.u8(role.rights.bits());
    });
  }
};

channels::Rights read_rights(RowReader& in) {
  auto rights = channels::Rights::from_bits(in.u8());
  if (!rights) in.refuse();
  return rights.value_or(channels::Rights());
}

std::vector<ChannelRole> read_roles(RowReader& in) {
  std::vector<ChannelRole> roles;
  in.list([&] {
    const auto role = in.id<channels::RoleId>();
    roles.push_back(ChannelRole{role, read_rights(in)});
  });
  return roles;
}

OpenWish read_open(RowReader& in) {
  OpenWish wish;
  wish.channel = in.id<channels::ChannelId>();
  wish.group = in.id<channels::GroupId>();
  wish.mode = in.number<channels::Mode>();
  wish.roles = read_roles(in);
  return wish;
}

ConfirmWish read_confirm(RowReader& in) {
  ConfirmWish wish{.invitation = in.id<channels::InvitationId>(), .until = {}};
  const bool has_until = in.flag();
  const auto until = in.time();
  if (has_until) wish.until = until;
  return wish;
}

RestartWish read_restart(RowReader& in) {
  RestartWish wish{.channel = in.id<channels::ChannelId>(),
                   .group = in.id<channels::GroupId>(),
                   .restarts = in.u64(),
                   .blamed = {}};
  const bool has_blamed = in.flag();
  const auto blamed = in.number<channels::Sequence>();
  if (has_blamed) wish.blamed = blamed;
  return wish;
}

DeviceWish read_device(RowReader& in) {
  DeviceWish wish{.member = in.id<channels::MemberId>(), .handle_key = in.id<channels::HandleKey>()};
  if (in.flag()) wish.recovery_key = in.id<channels::RecoveryKey>();
  wish.proof = in.opaque();
  return wish;
}

AttestationKeyWish read_attestation_key(RowReader& in) {
  AttestationKeyWish wish{.id = in.id<charter::AttestationKeyId>(), .key = {}};
  if (in.flag()) wish.key = in.id<channels::AttestationKey>();
  return wish;
}

FoundWish read_found(RowReader& in, charter::FoundedAs as) {
  return {.name = in.text(), .hub = in.text(), .language = in.number<charter::Language>(), .as = as};
}

Wish read_wish(RowReader& in) {
  switch (in.number<WishTag>()) {
    case WishTag::found:
      return read_found(in, charter::FoundedAs::circle);
    case WishTag::found_network:
      return read_found(in, charter::FoundedAs::network);
    case WishTag::found_by_guardian:
      return read_found(in, charter::FoundedAs::circle_of_guardian);
    case WishTag::join:
      return JoinWish{};
    case WishTag::invite:
      return InviteWish{.key = in.id<channels::InvitationKey>(),
                        .role = in.id<channels::RoleId>(),
                        .stay = in.duration(),
                        .expires = in.time(),
                        .preapproved = in.flag()};
    case WishTag::withdraw:
      return WithdrawWish{in.id<channels::InvitationId>()};
    case WishTag::confirm:
      return read_confirm(in);
    case WishTag::open:
      return read_open(in);
    case WishTag::lane:
      return LaneWish{.channel = in.id<channels::ChannelId>(),
                      .group = in.id<channels::GroupId>(),
                      .contact = in.id<channels::RoleId>(),
                      .keeper = in.id<channels::RoleId>()};
    case WishTag::remove:
      return RemoveWish{in.id<channels::MemberId>()};
    case WishTag::leave:
      return LeaveWish{};
    case WishTag::restart:
      return read_restart(in);
    case WishTag::resume:
      return ResumeWish{};
    case WishTag::pause:
      return PauseWish{in.id<channels::MemberId>()};
    case WishTag::unpause:
      return UnpauseWish{in.id<channels::MemberId>()};
    case WishTag::role:
      return RoleWish{
          .member = in.id<channels::MemberId>(), .role = in.id<channels::RoleId>(), .until = in.time()};
    case WishTag::allow:
      return AllowWish{.channel = in.id<channels::ChannelId>(), .roles = read_roles(in)};
    case WishTag::close:
      return CloseWish{in.id<channels::ChannelId>()};
    case WishTag::freeze:
      return FreezeWish{in.time()};
    case WishTag::unfreeze:
      return UnfreezeWish{};
    case WishTag::removal:
      return RemovalWish{.member = in.id<channels::MemberId>(), .step = in.number<RemovalStep>()};
    case WishTag::stay:
      return StayWish{};
    case WishTag::end:
      return EndWish{in.number<EndStep>()};
    case WishTag::device:
      return read_device(in);
    case WishTag::revoke:
      return RevokeWish{.handle = in.id<channels::HandleId>(), .overrules = in.flag()};
    case WishTag::attestation_key:
      return read_attestation_key(in);
    case WishTag::withdraw_attestation:
      return WithdrawAttestationWish{in.id<charter::AttestationHash>()};
    case WishTag::publish:
      return PublishWish{{.id = in.id<charter::AttestationKeyId>(),
                          .key = in.id<channels::AttestationKey>(),
                          .holder = in.id<channels::HandleId>()}};
  }
  in.refuse();
  return LeaveWish{};
}

}  // namespace

IntentKind kind_of(const Wish& wish) {
  static constexpr IntentKind kinds[] = {IntentKind::found,
                                         IntentKind::join,
                                         IntentKind::invite,
                                         IntentKind::withdraw,
                                         IntentKind::confirm,
                                         IntentKind::open_channel,
                                         IntentKind::open_channel,
                                         IntentKind::remove,
                                         IntentKind::leave,
                                         IntentKind::restart,
                                         IntentKind::resume,
                                         IntentKind::pause,
                                         IntentKind::unpause,
                                         IntentKind::change_role,
                                         IntentKind::allow,
                                         IntentKind::close_channel,
                                         IntentKind::freeze,
                                         IntentKind::unfreeze,
                                         IntentKind::remove_owner,
                                         IntentKind::stay,
                                         IntentKind::end,
                                         IntentKind::new_device,
                                         IntentKind::revoke_device,
                                         IntentKind::attestation_key,
                                         IntentKind::withdraw_attestation,
                                         IntentKind::publish};
  static_assert(std::size(kinds) == std::variant_size_v<Wish>);
  return kinds[wish.index()];
}

SecretBytes encode_intent(const Intent& intent) {
  RowWriter out(intent_row_version);
  out.id(intent.id);
  out.u64(intent.order);
  out.u32(intent.tries);
  out.time(intent.not_before);
  out.flag(intent.needs_recovery_key);
  out.number(tag_of(intent.wish));
  std::visit(WishWriter{out}, intent.wish);
  return out.take();
}

Result<Intent> decode_intent(ByteView row) {
  RowReader in(row, intent_row_version);
  Intent intent;
  intent.id = in.id<IntentId>();
  intent.order = in.u64();
  intent.tries = in.u32();
  intent.not_before = in.time();
  intent.needs_recovery_key = in.flag();
  intent.wish = read_wish(in);
  if (auto end = in.finish(); !end) return fail(end.error());
  return intent;
}

}  // namespace kring::core
