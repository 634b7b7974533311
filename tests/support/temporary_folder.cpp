#include "tests/support/temporary_folder.hpp"

#include "crypto/base/assert.hpp"

#include <cstdlib>
#include <string>

namespace kring::support {

TemporaryFolder::TemporaryFolder() {
  auto name = (std::filesystem::temp_directory_path() / "kring-test-XXXXXX").string();
  KRING_ASSERT(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace kring::support
