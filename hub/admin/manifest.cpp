#include "hub/admin/manifest.hpp"

#include "channels/json/encode.hpp"
#include "channels/json/parse.hpp"
#include "hub/admin/files.hpp"

namespace kring::admin {

using hub::Errc;

namespace {

/// Raised when a backup's form changes.
constexpr std::uint64_t version = 1;
constexpr std::size_t bytes_max = 4096;
constexpr std::string_view file_name = "manifest.json";

std::string_view name_of(Engine engine) {
  return engine == Engine::sqlite ? "sqlite" : "postgresql";
}

const std::string* text_of(const json::Object& object, std::string_view key) {
  const auto* value = object.find(key);
  return value == nullptr ? nullptr : value->as_string();
}
std::optional<std::uint64_t> number_of(const json::Object& object, std::string_view key) {
  const auto* value = object.find(key);
  return value == nullptr ? std::nullopt : value->as_uint();
}
template <std::size_t N>
std::optional<FixedBytes<N>> bytes_of(const json::Object& object, std::string_view key) {
  const auto* text = text_of(object, key);
  const auto bytes = text == nullptr ? Result<Bytes>(fail(Errc::backup_damaged, key)) : from_hex(*text);
  const auto exact = bytes ? to_fixed<N>(*bytes) : Result<FixedBytes<N>>(fail(bytes.error()));
  return exact ? std::optional(*exact) : std::nullopt;
}

}  // namespace

std::string_view database_name(Engine engine) {
  return engine == Engine::sqlite ? "hub.db" : "hub.dump";
}

std::string encode_manifest(const Manifest& manifest) {
  json::Object object;
  object.add("kring_backup", version)
      .add("store", name_of(manifest.engine))
      .add("incarnation", to_hex(manifest.incarnation.view()))
      .add("time_ms", to_unix_ms(manifest.time))
      .add("database_bytes", manifest.database_bytes)
      .add("database_sha256", to_hex(manifest.database_hash))
      .add("blobs", manifest.blobs)
      .add("blob_bytes", manifest.blob_bytes);
  return json::encode(object) + "\n";
}

Result<Manifest> decode_manifest(std::string_view text) {
  const auto value = json::parse(text, {.bytes_max = bytes_max, .depth_max = 4, .keys_max = 32});
  const auto* object = value ? value->as_object() : nullptr;
  if (object == nullptr) return fail(Errc::backup_damaged, "manifest");
  const auto made_by = number_of(*object, "kring_backup");
  if (made_by && *made_by > version) return fail(Errc::backup_newer, "manifest");
  const auto* store = text_of(*object, "store");
  const auto incarnation = bytes_of<16>(*object, "incarnation");
  const auto hash = bytes_of<32>(*object, "database_sha256");
  const auto time = number_of(*object, "time_ms");
  const auto bytes = number_of(*object, "database_bytes");
  const auto blobs = number_of(*object, "blobs");
  const auto blob_bytes = number_of(*object, "blob_bytes");
  const bool is_known = store != nullptr && (*store == "sqlite" || *store == "postgresql");
  if (!made_by || !is_known || !incarnation || !hash || !time || *time > unix_ms_max || !bytes || !blobs ||
      !blob_bytes)
    return fail(Errc::backup_damaged, "manifest");
  return Manifest{.engine = *store == "sqlite" ? Engine::sqlite : Engine::postgresql,
                  .incarnation = channels::Incarnation(*incarnation),
                  .time = from_unix_ms(*time),
                  .database_bytes = *bytes,
                  .database_hash = *hash,
                  .blobs = *blobs,
                  .blob_bytes = *blob_bytes};
}

Result<Manifest> read_manifest(const std::filesystem::path& backup) {
  const auto text = read_file(backup / file_name, bytes_max);
  if (!text)
    return fail(text.error() == Errc::not_found ? Error(Errc::not_a_backup, "no manifest") : text.error());
  return decode_manifest(*text);
}

Status write_manifest(const std::filesystem::path& backup, const Manifest& manifest) {
  const auto text = encode_manifest(manifest);
  return write_file(backup / file_name, view_bytes(text));
}

}  // namespace kring::admin
