#pragma once

#include "channels/charter/charter.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/model/origin.hpp"

#include <array>
#include <string>
#include <string_view>

/// What two devices show each other when one of them is to become a member's: a link there, a code back.
namespace kring::charter {

/// Where a new device is to come in, and as whom. No secret: whoever has it can only ask.
struct DeviceLink {
  channels::Origin origin;
  CircleId circle;
  HubKey hub_key;
  MemberId member;
  /// Said by the link alone.
  std::string circle_name;
};
/// The whole text, `https://HOST/i#d1.…`. Errors: `bad_name`.
[[nodiscard]] Result<std::string> text_of_device_link(const DeviceLink& link);
/// Errors: `bad_link` (not a link of ours, cut short or damaged), `bad_link_host`, `bad_name`.
[[nodiscard]] Result<DeviceLink> parse_device_link(std::string_view text);

/// What the new device says of itself, signed by its handle.
struct NewHandle {
  NewHandleContent content;
  Bytes proof;
};
/// The whole text, `d1.…`.
[[nodiscard]] std::string text_of_new_handle(const NewHandle& handle);
/// Errors: `bad_link` (not one of ours, cut short or damaged), `bad_signature`.
[[nodiscard]] Result<NewHandle> parse_new_handle(std::string_view text);

/// H("new handle", content), of which the six words are made that the new device's person reads out.
[[nodiscard]] EntryHash hash_of_new_handle(const NewHandleContent& content);

}  // namespace kring::charter
