#pragma once

#include "clients/cli/language.hpp"
#include "clients/core/view.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What `kring export` writes (docs/export.md), before it is JSON or a page.
namespace kring::cli {

/// Version of the format; a change that a reader of the last one would stumble over makes it one more.
inline constexpr unsigned export_version = 1;
/// The largest picture that is shown in the page; a larger one is a link, so that a phone can open the page.
inline constexpr std::uint64_t inline_picture_bytes_max = 16U << 20U;
/// The longest name of a file in the export, in bytes: with the number before it, all file systems take it.
inline constexpr std::size_t exported_name_bytes_max = 120;

/// An attachment that was fetched, opened and written.
struct SavedFile {
  std::string path;  ///< in the folder, such as "files/01-000012-swing.jpg"
  std::uint64_t size = 0;
  Hash sha256{};
  bool is_picture = false;  ///< by its first bytes, and not too large
  friend bool operator==(const SavedFile&, const SavedFile&) = default;
};

/// Something that belongs to the circle and is not in the export.
struct Missing {
  std::optional<channels::ChannelId> channel{};  ///< none: the circle
  std::optional<channels::Sequence> seq{};       ///< none: the channel
  std::string file{};                            ///< what the file is called, if it is one
  std::string reason;                            ///< a code, such as "not_opened" or "file_gone"
  std::string meaning;                           ///< a sentence about it
};

/// Where an article stands.
using PlaceKey = std::pair<channels::ChannelId, channels::Sequence>;

struct ExportedCircle {
  core::ArchiveView archive;
  std::map<PlaceKey, SavedFile> files;
  std::vector<Missing> missing;
  Time made;
  Language language = Language::english;
};

/// The name of an attachment's file: the channel's number in the export, the entry's in the log, and what its
/// sender called it, made safe for every file system. A name that browsers would run as a page ends in
/// `.txt`.
[[nodiscard]] std::string exported_file_name(std::size_t channel, channels::Sequence seq,
                                             std::string_view name);

/// Whether a file begins like a PNG, a JPEG, a GIF or a WebP.
[[nodiscard]] bool begins_like_picture(ByteView first);

/// What an entry of the charter means, in a sentence.
[[nodiscard]] std::string entry_meaning(const core::CharterEntryView& entry, const core::ArchiveView& archive,
                                        Language language);
/// Why something is missing, in a sentence.
[[nodiscard]] std::string gap_meaning(core::Gap gap, Language language);
/// What a channel is called, or words for "no name yet".
[[nodiscard]] std::string channel_name(const core::ArchiveView& archive, const channels::ChannelId& channel,
                                       Language language);

}  // namespace kring::cli
