#pragma once

#include "channels/model/limits.hpp"

#include <cstddef>
#include <cstdint>

namespace kring::wire::limits {

using channels::limits::frame_bytes_max;
using channels::limits::frame_depth_max;
using channels::limits::frame_keys_max;

/// The largest number in a frame is one less than this: what a JavaScript number holds exactly.
inline constexpr std::uint64_t number_end = std::uint64_t{1} << 53U;

/// A part that travels inside a frame: 54,614 characters of base64url. Whatever came to the hub inline
/// therefore goes out inline, and the store keeps it where a log is read in one go.
inline constexpr std::size_t inline_part_bytes_max = std::size_t{40} * 1024;
/// All staged parts of one bundle, and so also each of them.
inline constexpr std::size_t staged_bytes_max = channels::limits::bundle_bytes_max;
/// A record's or a sealed message's payload: 32 KiB of padded plaintext with its frame of MLS or of the
/// record.
inline constexpr std::size_t append_payload_bytes_max = 34 * 1024;

using channels::limits::entry_bytes_max;
/// Charter entries of one bundle. Founding takes 1 and five channels; the largest everyday one is 2.
inline constexpr std::size_t bundle_entries_max = 16;
/// Charter entries of one answer: the shortest is over 200 bytes, so that no more would fit a frame.
inline constexpr std::size_t charter_answer_entries_max = 240;
/// Groups of one bundle: the channels that one person is in, or that founding opens, with room.
inline constexpr std::size_t bundle_groups_max = 16;
/// Welcomes of all groups of a bundle together. With both counts at their largest and every commit and
/// welcome staged, the frame has 249 keys.
inline constexpr std::size_t bundle_welcomes_max = 32;
/// Channels of one `attach`: their answer has four keys each, within `frame_keys_max`.
inline constexpr std::size_t attach_channels_max = 60;
/// Key packages of one request: as many as an acceptance names.
inline constexpr std::size_t key_packages_max = channels::limits::acceptance_key_packages_max;
/// One key package: about 300 bytes, and room for unknown extensions.
inline constexpr std::size_t key_package_bytes_max = 1024;
/// A sealed introduction: the signed one, and what sealing adds.
inline constexpr std::size_t sealed_introduction_bytes_max = channels::limits::introduction_bytes_max + 100;
/// Welcomes acknowledged by one request.
inline constexpr std::size_t welcome_ids_max = 64;
/// Entries of one `restore_log`: with each of them staged the frame has at most 207 keys.
inline constexpr std::size_t restore_entries_max = 40;
/// What is in a vault slot: 44 KiB of padded plaintext, and what sealing adds; it fits a frame.
inline constexpr std::size_t slot_bytes_max = std::size_t{45} * 1024;
/// `https://` and a host name of at most 253 characters with a port.
inline constexpr std::size_t origin_bytes_max = 267;
/// One message of a one-time mailbox.
inline constexpr std::size_t mail_bytes_max = std::size_t{64} * 1024;
/// The name of a rule, a limit or a field in an error.
inline constexpr std::size_t name_bytes_max = 64;

}  // namespace kring::wire::limits
