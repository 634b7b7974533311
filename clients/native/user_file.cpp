#include "clients/native/user_file.hpp"

#include "channels/json/utf8.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace kring::native {

namespace fs = std::filesystem;

namespace {

struct MediaType {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array media_types = {MediaType{".jpg", "image/jpeg"},
                                    MediaType{".jpeg", "image/jpeg"},
                                    MediaType{".png", "image/png"},
                                    MediaType{".gif", "image/gif"},
                                    MediaType{".webp", "image/webp"},
                                    MediaType{".heic", "image/heic"},
                                    MediaType{".pdf", "application/pdf"},
                                    MediaType{".txt", "text/plain"},
                                    MediaType{".csv", "text/csv"},
                                    MediaType{".mp4", "video/mp4"},
                                    MediaType{".mov", "video/quicktime"},
                                    MediaType{".mp3", "audio/mpeg"},
                                    MediaType{".m4a", "audio/mp4"},
                                    MediaType{".ogg", "audio/ogg"},
                                    MediaType{".odt", "application/vnd.oasis.opendocument.text"},
                                    MediaType{".zip", "application/zip"}};

/// Bytes of a character that turns the direction of writing, at the beginning of `text`: U+061C, U+200E,
/// U+200F, U+202A to U+202E, U+2066 to U+2069, and the C1 controls U+0080 to U+009F. 0: it is another one.
std::size_t unwanted_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return 2;
  if (byte(0) == 0xD8 && byte(1) == 0x9C) return 2;
  const bool general = byte(0) == 0xE2 && byte(1) == 0x80;
  if (general && (byte(2) == 0x8E || byte(2) == 0x8F || (byte(2) >= 0xAA && byte(2) <= 0xAE))) return 3;
  if (byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return 3;
  return 0;
}

}  // namespace

Result<SourceFile> SourceFile::open(const fs::path& path) {
  // Not waiting: a pipe without a writer would never open.
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return fail(Errc::file_unreadable, "file");
  struct stat state{};
  if (::fstat(file, &state) != 0 || !S_ISREG(state.st_mode)) {
    ::close(file);
    return fail(Errc::file_unreadable, "file");
  }
  return SourceFile(file, static_cast<std::uint64_t>(state.st_size));
}

SourceFile::SourceFile(SourceFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)), size_(other.size_) {}

SourceFile& SourceFile::operator=(SourceFile&& other) noexcept {
  std::swap(file_, other.file_);
  size_ = other.size_;
  return *this;
}

SourceFile::~SourceFile() {
  if (file_ >= 0) ::close(file_);
}

Result<Bytes> SourceFile::read(std::size_t size) {
  Bytes bytes(size);
  std::size_t have = 0;
  while (have < size) {
    const auto done = ::read(file_, bytes.data() + have, size - have);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail(Errc::file_unreadable, "file");
    if (done == 0) return fail(Errc::file_changed, "file");
    have += static_cast<std::size_t>(done);
  }
  return bytes;
}

Result<TargetFile> TargetFile::begin(const fs::path& path, Overwrite overwrite, Random& random) {
  std::error_code error;
  if (overwrite == Overwrite::refused && fs::exists(fs::symlink_status(path, error)))
    return fail(Errc::file_exists, "file");
  const auto part = path.parent_path() / (".kring-" + to_hex(random.fixed<8>()) + ".part");
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return fail(write_error(errno), "file");
  return TargetFile(file, path, part, overwrite);
}

TargetFile::TargetFile(TargetFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      path_(std::move(other.path_)),
      part_(std::move(other.part_)),
      overwrite_(other.overwrite_) {}

TargetFile::~TargetFile() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(part_.c_str());
}

Status TargetFile::write(ByteView bytes) {
  while (!bytes.empty()) {
    const auto done = ::write(file_, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail(write_error(errno), "file");
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
  return {};
}

Status TargetFile::finish() {
  if (::fsync(file_) != 0) return fail(write_error(errno), "file");
  // A link is refused where the name is taken; a rename would replace what has come there meanwhile.
  const bool replaces = overwrite_ == Overwrite::allowed;
  const int named = replaces ? ::rename(part_.c_str(), path_.c_str()) : ::link(part_.c_str(), path_.c_str());
  if (named != 0) return fail(errno == EEXIST ? Errc::file_exists : write_error(errno), "file");
  if (!replaces) ::unlink(part_.c_str());
  ::close(std::exchange(file_, -1));
  return {};
}

Status write_new_file(const fs::path& path, ByteView bytes, Random& random) {
  auto target = TargetFile::begin(path, Overwrite::refused, random);
  if (!target) return fail(target.error());
  if (auto written = target->write(bytes); !written) return fail(written.error());
  return target->finish();
}

Errc write_error(int reason) {
  return reason == ENOSPC || reason == EDQUOT ? Errc::disk_full : Errc::file_unwritable;
}

std::string safe_file_name(std::string_view name) {
  std::string safe;
  if (json::is_utf8(name)) {
    while (!name.empty()) {
      const auto unwanted = unwanted_at(name);
      const auto first = static_cast<unsigned char>(name.front());
      const bool replaced = unwanted != 0 || first < 0x20 || first == 0x7F || first == '/' || first == '\\';
      safe += replaced ? '_' : name.front();
      name.remove_prefix(std::max<std::size_t>(unwanted, 1));
    }
  }
  constexpr std::size_t name_bytes_max = 255;
  if (safe.size() > name_bytes_max) safe.clear();
  if (safe.starts_with('.')) safe.front() = '_';
  const bool visible = std::ranges::any_of(safe, [](char c) { return c != ' ' && c != '_'; });
  return visible ? safe : "file";
}

std::string_view media_type_of(std::string_view name) {
  const auto dot = name.rfind('.');
  std::string ending(dot == std::string_view::npos ? std::string_view() : name.substr(dot));
  for (auto& letter : ending) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  const auto* found = std::ranges::find(media_types, std::string_view(ending), &MediaType::ending);
  return found == media_types.end() ? "application/octet-stream" : found->type;
}

}  // namespace kring::native
