#pragma once

#include "clients/cli/exported.hpp"
#include "clients/cli/json.hpp"

#include <string>

namespace kring::cli {

/// `circle.json` (docs/export.md): one JSON object in UTF-8, with an article on each line.
[[nodiscard]] std::string export_json(const ExportedCircle& circle);

/// One of `missing`.
[[nodiscard]] Json missing_json(const Missing& missing);

/// A file of the export as `manifest.json` names it.
struct ManifestItem {
  std::string path;
  std::uint64_t size = 0;
  Hash sha256{};
};
/// `manifest.json`: what the files of the export hash to.
[[nodiscard]] std::string manifest_json(const std::vector<ManifestItem>& files);

}  // namespace kring::cli
