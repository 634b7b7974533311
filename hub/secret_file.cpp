#include "hub/secret_file.hpp"

#include "hub/base/errc.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kring::hub {

Result<Secret> read_secret_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(Errc::bad_secret_file, "open");
  struct stat status{};
  // One byte more than it may have, and its line's end.
  SecretBytes bytes(secret_file_bytes_max + 2);
  const bool is_private = ::fstat(descriptor, &status) == 0 && (status.st_mode & 07U) == 0;
  const auto size = ::read(descriptor, bytes.data(), bytes.size());
  ::close(descriptor);
  if (!is_private) return fail(Errc::bad_secret_file, "mode");
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  if (!bytes.empty() && bytes.back() == '\n') bytes.pop_back();
  if (bytes.empty() || bytes.size() > secret_file_bytes_max) return fail(Errc::bad_secret_file, "size");
  return Secret(std::move(bytes));
}

}  // namespace kring::hub
