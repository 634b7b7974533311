#include "clients/core/state.hpp"

#include "clients/core/devices.hpp"
#include "clients/core/errc.hpp"
#include "clients/core/linking.hpp"
#include "clients/core/people.hpp"
#include "clients/core/rows.hpp"
#include "clients/core/telling.hpp"

#include "channels/articles/text.hpp"
#include "channels/model/origin.hpp"
#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <utility>

/// Linking a further device of the same person, and what the person calls their devices.
namespace kring::core {

Result<charter::MailboxLink> Client::State::mailbox_link(std::string_view hub,
                                                         const channels::MailboxId& mailbox) const {
  if (!device_) return fail(client::Errc::no_device, "link");
  auto origin = channels::Origin::parse(hub);
  if (!origin) return fail(client::Errc::bad_hub, "link");
  return charter::MailboxLink{.origin = std::move(*origin),
                              .mailbox = mailbox,
                              .secret = primitives::random_secret(random_, primitives::key_bytes),
                              .device_key = device_->certificate.own_device()};
}

Result<Linked> Client::State::link_device(const charter::MailboxLink& link, const LinkRequest& request,
                                          const channels::MailboxId& next) {
  if (!device_) return fail(client::Errc::no_device, "link");
  auto state = state_to_tell(*device_, circles_);
  if (!request.name.empty() && state.devices.size() < named_devices_max) {
    const auto place = std::ranges::lower_bound(state.devices, request.device_key, {}, &NamedDevice::device);
    state.devices.insert(place, NamedDevice{.device = request.device_key, .name = request.name});
  }
  auto package = seal_package(link, request, *device_, state, next, random_);
  if (!package) return fail(package.error());
  Turn turn(random_, Time{}, next_request_);
  if (!request.name.empty()) device_->device_names.insert_or_assign(request.device_key, request.name);
  turn.save("device", device_->encode());
  return Linked{.package = std::move(*package), .actions = finish(turn)};
}

Result<LettingIn> Client::State::let_linked_in(const charter::MailboxLink& link, const LinkRequest& request,
                                               const channels::MailboxId& next, ByteView sealed, Time now) {
  const auto codes = open_handles(link, request, next, sealed);
  if (!codes) return fail(codes.error());
  std::vector<channels::CircleId> asked;
  asked.reserve(codes->size());
  for (const auto& code : *codes) {
    const auto handle = charter::parse_new_handle(code);
    if (!handle) return fail(handle.error());
    const auto* circle = find(handle->content.circle);
    // A further device of ours, and nobody's new keys.
    if (circle == nullptr || handle->content.member != circle->member || handle->content.recovery_key)
      return fail(channels::Errc::bad_mail, "handle");
    asked.push_back(circle->id);
  }
  Turn turn(random_, now, next_request_);
  give_slots(*device_);
  turn.save("device", device_->encode());
  LettingIn letting{.circles = {}, .actions = finish(turn)};
  auto& circles = letting.circles;
  circles.reserve(asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto handle = charter::parse_new_handle((*codes)[i]);
    circles.push_back({.circle = asked[i],
                       .handle = channels::handle_of(handle->content.handle_key),
                       .accepted = let_device_in(asked[i], (*codes)[i], now)});
  }
  return letting;
}

Status Client::State::may_be_linked() const {
  // Where a linking broke off, nothing is lost with what there is.
  const bool waits_everywhere = !circles_.empty() && std::ranges::all_of(circles_, [](const auto& item) {
    return is_coming(item.second);
  });
  if (device_ && (!waits_everywhere || !foundings_.empty())) return fail(client::Errc::device_exists, "link");
  return {};
}

Result<LinkedIn> Client::State::take_link(const charter::MailboxLink& link, const LinkingDevice& linking,
                                          ByteView sealed, Time now) {
  if (auto may = may_be_linked(); !may) return fail(may.error());
  const auto package = open_package(link, linking, sealed);
  if (!package) return fail(package.error());
  auto device = take_package(linking, *package, now, random_);
  std::vector<CircleData> coming;
  std::vector<charter::NewHandle> handles;
  coming.reserve(package->state.circles.size());
  handles.reserve(package->state.circles.size());
  for (const auto& known : package->state.circles) {
    const auto to = known.device_link();
    if (!to) return fail(to.error());
    auto circle = start_coming(*to, device, known.recovery_key, Coming::as_further_device, random_);
    if (!circle) return fail(circle.error());
    take_told(*circle, known);
    handles.push_back(new_handle_of(*circle, device, Coming::as_further_device));
    coming.push_back(std::move(*circle));
  }
  auto sealed_handles = seal_handles(link, linking, package->next, handles, random_);
  if (!sealed_handles) return fail(sealed_handles.error());
  Turn turn(random_, now, next_request_);
  for (const auto& [id, circle] : circles_) erase_circle(turn, circle);
  circles_.clear();
  device_ = std::move(device);
  turn.save("device", device_->encode());
  for (auto& made : coming) {
    const auto id = made.id;
    const auto& circle = circles_.emplace(id, std::move(made)).first->second;
    save_self(turn, circle);
    save_told(turn, circle);
    (void)session_of(circle.hub, turn);
  }
  advance_all(turn);
  return LinkedIn{.next = package->next, .handles = std::move(*sealed_handles), .actions = finish(turn)};
}

Result<Actions> Client::State::name_device(const channels::CircleId& id, const channels::HandleId& handle,
                                           std::string_view name) {
  const auto* circle = find(id);
  if (circle == nullptr || !circle->log) return fail(client::Errc::unknown_circle, "name");
  if (!articles::check_line(name, device_name_bytes_max)) return fail(client::Errc::bad_name, "device");
  const auto* known = circle->charter().handle(handle);
  if (known == nullptr || known->member != circle->member)
    return fail(channels::Errc::unknown_device, "name");
  const auto* shown = find_person(*circle, handle);
  const bool is_ours = handle == circle->handle_id;
  if (!is_ours && shown == nullptr) return fail(client::Errc::introduction_missing, "name");
  const auto key = is_ours ? device_->certificate.own_device() : shown->device;
  Turn turn(random_, Time{}, next_request_);
  device_->device_names.insert_or_assign(key, std::string(name));
  turn.save("device", device_->encode());
  return finish(turn);
}

}  // namespace kring::core
