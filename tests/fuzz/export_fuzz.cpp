#include "clients/cli/imported.hpp"
#include "crypto/base/assert.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>

/// The `circle.json` and the `manifest.json` of an export: read or refused. What is read can be written as
/// articles, and every file lies in the export's own folder.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kring;
  const auto text = view_text(ByteView(data, size));
  KRING_ASSERT(!cli::read_manifest(text) || !cli::read_export(text));
  const auto circle = cli::read_export(text);
  if (!circle) return 0;
  for (const auto& channel : circle->channels) {
    for (const auto& content : channel.content) {
      if (const auto* file = std::get_if<cli::ImportedFile>(&content)) {
        KRING_ASSERT(file->path.empty() || file->path.starts_with("files/"));
        KRING_ASSERT(file->path.find("..") == std::string::npos ||
                     file->path.find('/', 6) == std::string::npos);
      } else if (const auto* note = std::get_if<articles::Note>(&content)) {
        KRING_ASSERT(note->from && !note->text.empty());
      } else {
        KRING_ASSERT(std::get<articles::Message>(content).from);
      }
    }
  }
  return 0;
}
