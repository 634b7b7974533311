#pragma once

#include "clients/core/client.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What `kring import` reads: an export (docs/export.md), whoever made it.
namespace kring::cli {

/// The largest `circle.json`, and the largest `manifest.json`, in bytes.
inline constexpr std::uint64_t imported_json_bytes_max = std::uint64_t{64} << 20U;

/// An attachment in the export's folder; not looked at yet.
struct ImportedFile {
  core::FileToSend file;  ///< with its origin
  std::string path;       ///< in the folder, such as "files/01-000012-swing.jpg"; empty: it is missing
  Hash sha256{};
};

/// What can be brought along.
using ImportedContent = std::variant<articles::Message, articles::Note, ImportedFile>;
/// Where it was said before.
[[nodiscard]] const articles::Origin& origin_of(const ImportedContent& content);

struct ImportedChannel {
  channels::ChannelId id;
  std::string label;
  std::string key;                       ///< such as "care"; may be empty
  std::vector<ImportedContent> content;  ///< in log order
  std::size_t left_out = 0;              ///< articles of other types, but for those that come by themselves
};

struct ImportedCircle {
  channels::CircleId id;
  std::string name;
  std::vector<ImportedChannel> channels;
  std::size_t missing = 0;  ///< what the export itself says that it lacks
  std::optional<channels::Date> born{};
};

/// Reads a `circle.json`. Names and texts in it are whatever people wrote. Errors: `import_version` (of a
/// newer program), `import_unreadable` (no export, or one that somebody changed; the detail says where).
[[nodiscard]] Result<ImportedCircle> read_export(std::string_view circle_json);

/// What `manifest.json` says of one file.
struct ManifestEntry {
  std::uint64_t size = 0;
  Hash sha256{};
};

/// What it says of `circle.json`. Errors: as for `read_export`.
[[nodiscard]] Result<ManifestEntry> read_manifest(std::string_view manifest_json);

/// Which channel of this circle takes what was in one of the other.
struct ImportPair {
  std::size_t from = 0;               ///< in `ImportedCircle::channels`
  std::optional<std::size_t> into{};  ///< of the channels here; none: it is not brought along
};

/// Whether a channel here takes what is brought along: one may post there, it is not closed, and is no
/// newsgroup.
[[nodiscard]] bool takes_imports(const core::ChannelView& channel);

/// Whether an article can hold this with its origin, which makes it larger than it was. Leaves the author out
/// if it can only without.
[[nodiscard]] bool fit_to_bring(ImportedContent& content);

/// Pairs each channel with something in it with the only one here that has its key and takes imports; then,
/// of what is left, by label. One channel here is taken once.
[[nodiscard]] std::vector<ImportPair> pair_channels(const ImportedCircle& circle,
                                                    const std::vector<core::ChannelView>& here);

}  // namespace kring::cli
