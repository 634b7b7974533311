#include "channels/charter/device_link.hpp"

#include "channels/charter/fields.hpp"
#include "channels/charter/link_text.hpp"
#include "channels/model/hash.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/name.hpp"
#include "crypto/codec/structure.hpp"

#include <utility>

namespace kring::charter {

namespace limits = channels::limits;
using codec::FieldReader;
using codec::Reader;
using codec::Writer;

namespace {

constexpr std::string_view device_mark = "d1.";

/// The part of a link that stands behind `d1.`.
struct DeviceFragment {
  CircleId circle;
  HubKey hub_key;
  MemberId member;
  std::string circle_name;

  static Result<DeviceFragment> read(Reader& in) {
    FieldReader fields(in);
    DeviceFragment read{.circle = detail::read_id<CircleId>(fields),
                        .hub_key = detail::read_id<HubKey>(fields),
                        .member = detail::read_id<MemberId>(fields),
                        .circle_name = detail::read_text(fields, limits::link_name_bytes_max)};
    return fields.done(std::move(read));
  }
};

/// The part of a code that stands behind `d1.`.
struct Code {
  NewHandle handle;

  static Result<Code> read(Reader& in) {
    FieldReader fields(in);
    Code read{{.content = {.circle = detail::read_id<CircleId>(fields),
                           .member = detail::read_id<MemberId>(fields),
                           .handle_key = detail::read_id<HandleKey>(fields),
                           .recovery_key = std::nullopt},
               .proof = {}}};
    if (detail::read_bool(fields)) read.handle.content.recovery_key = detail::read_id<RecoveryKey>(fields);
    read.handle.proof = fields.opaque(limits::signature_field_bytes_max);
    return fields.done(std::move(read));
  }
};

template <class T>
Result<T> decode_text(std::string_view text) {
  if (!text.starts_with(device_mark)) return fail(Errc::bad_link, "version");
  const auto bytes = from_base64url(text.substr(device_mark.size()));
  if (!bytes) return fail(Errc::bad_link, "base64url");
  auto read = codec::decode<T>(*bytes);
  if (!read) return fail(Errc::bad_link, read.error().where());
  return read;
}

}  // namespace

Result<std::string> text_of_device_link(const DeviceLink& link) {
  if (auto name = channels::check_name(link.circle_name, limits::link_name_bytes_max); !name)
    return fail(name.error());
  Writer out;
  out.raw(link.circle.view());
  out.raw(link.hub_key.view());
  out.raw(link.member.view());
  out.opaque(view_bytes(link.circle_name));
  std::string text = link.origin.text();
  text.append(detail::path_and_fragment).append(device_mark).append(to_base64url(out.view()));
  return text;
}

Result<DeviceLink> parse_device_link(std::string_view text) {
  auto split = detail::split_link(text);
  if (!split) return fail(split.error());
  auto fragment = decode_text<DeviceFragment>(split->fragment);
  if (!fragment) return fail(fragment.error());
  if (auto name = channels::check_name(fragment->circle_name, limits::link_name_bytes_max); !name)
    return fail(name.error());
  return DeviceLink{.origin = std::move(split->origin),
                    .circle = fragment->circle,
                    .hub_key = fragment->hub_key,
                    .member = fragment->member,
                    .circle_name = std::move(fragment->circle_name)};
}

std::string text_of_new_handle(const NewHandle& handle) {
  Writer out;
  handle.content.write(out);
  out.opaque(handle.proof);
  return std::string(device_mark) + to_base64url(out.view());
}

Result<NewHandle> parse_new_handle(std::string_view text) {
  if (text.size() > limits::link_text_bytes_max) return fail(Errc::bad_link, "too long");
  auto code = decode_text<Code>(text);
  if (!code) return fail(code.error());
  if (auto proof = verify_handle_proof(code->handle.content, code->handle.proof); !proof)
    return fail(proof.error());
  return std::move(code->handle);
}

EntryHash hash_of_new_handle(const NewHandleContent& content) {
  return EntryHash(channels::labelled_hash("new handle", codec::encode(content)));
}

}  // namespace kring::charter
