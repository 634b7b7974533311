#include "tests/support/unsynced_folder.hpp"

#include "crypto/base/assert.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace kring::support {

namespace fs = std::filesystem;

UnsyncedFolder::UnsyncedFolder(fs::path folder) : path_(std::move(folder)) {
  load();
}

void UnsyncedFolder::load() {
  files_.clear();
  names_.clear();
  unsynced_names_.clear();
  for (const auto& entry : fs::directory_iterator(path_)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    names_[entry.path().filename().string()] = FileId{files_.size()};
    files_.push_back({.synced = Bytes(std::istreambuf_iterator<char>(in), {}), .unsynced = {}});
  }
  synced_names_ = names_;
}

std::optional<UnsyncedFolder::FileId> UnsyncedFolder::find(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? std::nullopt : std::optional(found->second);
}

UnsyncedFolder::FileId UnsyncedFolder::create(const std::string& name) {
  const FileId file{files_.size()};
  files_.emplace_back();
  change_name({.from = std::nullopt, .to = name, .file = file});
  return file;
}

void UnsyncedFolder::write(FileId file, std::uint64_t offset, ByteView bytes) {
  at(file).unsynced.push_back({.at = offset, .bytes = copy_bytes(bytes)});
}

void UnsyncedFolder::truncate(FileId file, std::uint64_t size) {
  at(file).unsynced.push_back({.at = size, .bytes = std::nullopt});
}

void UnsyncedFolder::sync(FileId file) {
  for (const auto& change : std::exchange(at(file).unsynced, {}))
    apply(at(file).synced, change, change.bytes ? change.bytes->size() : 0);
}

void UnsyncedFolder::rename(const std::string& from, const std::string& to) {
  change_name({.from = from, .to = to, .file = names_.at(from)});
}

void UnsyncedFolder::remove(const std::string& name) {
  change_name({.from = name, .to = std::nullopt, .file = names_.at(name)});
}

void UnsyncedFolder::sync_names() {
  synced_names_ = names_;
  unsynced_names_.clear();
}

void UnsyncedFolder::change_name(NameChange change) {
  apply(names_, change);
  unsynced_names_.push_back(std::move(change));
}

void UnsyncedFolder::apply(Names& names, const NameChange& change) {
  if (change.from) names.erase(*change.from);
  if (change.to) names[*change.to] = change.file;
}

void UnsyncedFolder::apply(Bytes& content, const Change& change, std::size_t bytes_kept) {
  if (!change.bytes) {
    content.resize(change.at);
    return;
  }
  if (content.size() < change.at + bytes_kept) content.resize(change.at + bytes_kept);
  std::copy_n(change.bytes->begin(), bytes_kept, content.begin() + static_cast<std::ptrdiff_t>(change.at));
}

Bytes UnsyncedFolder::content_after(const File& file, Unsynced unsynced, SeededRandom& random) {
  enum class Fate : std::uint8_t { lost, torn, kept };
  auto content = file.synced;
  if (unsynced == Unsynced::lost) return content;
  for (const auto& change : file.unsynced) {
    const auto fate = static_cast<Fate>(random.below(3));
    if (fate == Fate::lost) continue;
    const std::size_t size = change.bytes ? change.bytes->size() : 0;
    apply(content, change, fate == Fate::torn ? random.below(size + 1) : size);
  }
  return content;
}

void UnsyncedFolder::cut_power(Unsynced unsynced, SeededRandom& random) {
  auto names = std::move(synced_names_);
  const auto kept = unsynced == Unsynced::lost ? 0 : random.below(unsynced_names_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) apply(names, unsynced_names_[i]);
  for (const auto& entry : fs::directory_iterator(path_)) fs::remove(entry.path());
  for (const auto& [name, file] : names) {
    const auto content = content_after(at(file), unsynced, random);
    std::ofstream out(path_ / name, std::ios::binary);
    out << view_text(content) << std::flush;
    KRING_ASSERT(out.good());
  }
  load();
}

}  // namespace kring::support
