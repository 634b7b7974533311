#include "clients/core/notices.hpp"

#include "clients/core/people.hpp"
#include "clients/core/row_codec.hpp"

#include <algorithm>

namespace kring::core {

namespace {

/// Without whom others than owners let in.
constexpr std::uint8_t notices_version_1 = 1;
constexpr std::uint8_t notices_version = 2;

/// The entry by which this device came, or up to which it has told: what is before is no news to it.
channels::EntryNumber told_up_to(const CircleData& circle) {
  const auto* own = circle.charter().handle(circle.handle_id);
  return own == nullptr ? circle.number() : std::max(own->added, circle.notices.devices_told);
}

DeviceCame came_of(const charter::Handle& handle, const charter::Member& member) {
  if (handle.adder) return DeviceCame::by_device;
  const bool by_reset = std::ranges::any_of(
      member.resets, [&](const charter::Reset& reset) { return reset.entry == handle.added; });
  return by_reset ? DeviceCame::by_new_keys : DeviceCame::by_words;
}

}  // namespace

std::string_view name_of(DeviceCame how) {
  switch (how) {
    case DeviceCame::by_device:
      return "by_device";
    case DeviceCame::by_words:
      return "by_words";
    case DeviceCame::by_new_keys:
      break;
  }
  return "by_new_keys";
}

bool is_only_owner(const CircleData& circle, Time now) {
  if (!circle.log || circle.standing != Standing::member || circle.charter().dissolved()) return false;
  return circle.charter().is_owner(circle.handle_id, now) && circle.charter().owners(now).size() == 1;
}

bool must_tell_only_owner(const CircleData& circle, Time now) {
  if (!is_only_owner(circle, now)) return false;
  const auto& told = circle.notices.only_owner;
  return !told || now >= *told + only_owner_every || now + only_owner_every <= *told;
}

std::vector<NewDeviceView> devices_to_tell(const CircleData& circle) {
  std::vector<NewDeviceView> views;
  if (!circle.log || circle.standing != Standing::member) return views;
  const auto& charter = circle.charter();
  const auto told = told_up_to(circle);
  for (const auto& [id, handle] : charter.handles()) {
    const auto* member = charter.member(handle.member);
    if (handle.added <= told || member == nullptr || member->handle == id || id == circle.handle_id) continue;
    const auto* entry = circle.log->entry(handle.added);
    const auto* person = find_person(circle, handle.member);
    views.push_back({.id = id,
                     .member = handle.member,
                     .member_name = person == nullptr ? std::string() : person->name,
                     .mine = handle.member == circle.member,
                     .how = came_of(handle, *member),
                     .added = entry == nullptr ? Time{} : entry->content().time,
                     .revoked = handle.revoked.has_value()});
  }
  std::ranges::sort(views, {}, [&](const NewDeviceView& view) { return charter.handle(view.id)->added; });
  return views;
}

bool note_devices_told(CircleData& circle) {
  if (devices_to_tell(circle).empty()) return false;
  circle.notices.devices_told = circle.number();
  return true;
}

SecretBytes encode_notices(const CircleData& circle) {
  RowWriter out(notices_version);
  out.optional(circle.notices.only_owner, [&](Time time) { out.time(time); });
  out.number(circle.notices.devices_told);
  out.number(circle.notices.admissions_told);
  return out.take();
}

Status decode_notices(ByteView row, CircleData& circle) {
  RowReader in(row, notices_version_1, notices_version);
  if (in.flag()) circle.notices.only_owner = in.time();
  circle.notices.devices_told = in.number<channels::EntryNumber>();
  if (in.version() > notices_version_1) circle.notices.admissions_told = in.number<channels::EntryNumber>();
  return in.finish();
}

}  // namespace kring::core
