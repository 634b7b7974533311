#include "clients/native/outgoing.hpp"

#include "crypto/blob/blob_sealer.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <string>
#include <utility>

namespace kring::native {

namespace fs = std::filesystem;

namespace {

/// How often somebody is told how far it has come: each mebibyte.
constexpr std::uint64_t progress_every = std::uint64_t{1} << 20U;

Error vault_write_error() {
  return {errno == ENOSPC || errno == EDQUOT ? Errc::vault_full : Errc::home_failed, "outgoing"};
}

}  // namespace

Result<core::SealedFile> Outgoing::seal(SourceFile& source, core::FileSeal seal, Random& random,
                                        const Progress& progress) const {
  auto sealer = blob::BlobSealer::begin(seal.key, source.size(), random);
  if (!sealer) return fail(sealer.error());
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) return fail(Errc::home_failed, "outgoing");
  auto target = TargetFile::begin(folder_ / to_hex(seal.id.view()), Overwrite::refused, random);
  if (!target) return fail(Errc::home_failed, "outgoing");
  primitives::Sha256 hash;
  const auto put = [&](ByteView bytes) {
    hash.update(bytes);
    return target->write(bytes);
  };
  if (!put(sealer->header())) return fail(vault_write_error());
  std::uint64_t done = 0;
  while (!sealer->done()) {
    const auto content = source.read(sealer->wanted());
    if (!content) return fail(content.error());
    const auto chunk = sealer->seal(*content);
    if (!chunk) return fail(chunk.error());
    if (!put(*chunk)) return fail(vault_write_error());
    done += content->size();
    if (progress && done % progress_every == 0) progress(done, source.size());
  }
  if (!target->finish()) return fail(vault_write_error());
  return core::SealedFile{
      .seal = std::move(seal), .hash = hash.finish(), .padded_bytes = sealer->padded_bytes()};
}

Result<Bytes> Outgoing::read(const core::IntentId& id, std::uint64_t offset, std::size_t size) const {
  std::ifstream in(folder_ / to_hex(id.view()), std::ios::binary);
  in.seekg(static_cast<std::streamoff>(offset));
  std::string text(size, '\0');
  in.read(text.data(), static_cast<std::streamsize>(size));
  if (!in) return fail(Errc::home_failed, "outgoing");
  return copy_bytes(view_bytes(text));
}

void Outgoing::drop(const core::IntentId& id) const {
  std::error_code ignored;
  fs::remove(folder_ / to_hex(id.view()), ignored);
}

void Outgoing::keep_only(const std::vector<core::IntentId>& ids) const {
  std::set<std::string> names;
  for (const auto& id : ids) names.insert(to_hex(id.view()));
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
    if (!names.contains(entry.path().filename().string())) fs::remove(entry.path(), ignored);
  }
}

}  // namespace kring::native
