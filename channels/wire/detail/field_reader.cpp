#include "channels/wire/detail/field_reader.hpp"

namespace kring::wire {

void FieldReader::time(std::string_view name, Time& value) {
  std::uint64_t unix_ms = 0;
  number(name, unix_ms);
  if (unix_ms > unix_ms_max) return refuse(ErrorCode::bad_field, name);
  value = from_unix_ms(unix_ms);
}

void FieldReader::duration(std::string_view name, Duration& value) {
  std::uint64_t ms = 0;
  number(name, ms);
  value = Duration(static_cast<Duration::rep>(ms));
}

void FieldReader::log_kind(std::string_view name, channels::LogKind& value, channels::LogKind least) {
  std::uint64_t kind = static_cast<std::uint64_t>(least);
  number(name, kind);
  if (kind < static_cast<std::uint64_t>(least) ||
      kind > static_cast<std::uint64_t>(channels::LogKind::heal)) {
    return refuse(ErrorCode::bad_field, name);
  }
  value = static_cast<channels::LogKind>(kind);
}

void FieldReader::bytes(std::string_view name, Bytes& value, Limit bytes_limit) {
  if (const auto* field = find(name)) value = read_bytes(name, *field, bytes_limit);
}

void FieldReader::text(std::string_view name, std::string& value, Limit bytes_limit) {
  const auto* field = find(name);
  const auto* text = field != nullptr ? read_string(name, *field) : nullptr;
  if (text == nullptr) return;
  check_count(text->size(), bytes_limit);
  if (text->empty() || !is_plain_text(*text)) return refuse(ErrorCode::bad_field, name);
  value = *text;
}

void FieldReader::optional_name(std::string_view name, std::string& value) {
  if (!has(name)) return;
  const auto* text = read_string(name, *object_.find(name));
  if (text == nullptr) return;
  if (!is_name(*text)) return refuse(ErrorCode::bad_field, name);
  value = *text;
}

void FieldReader::part(std::string_view name, Part& value) {
  const auto* field = find(name);
  if (field == nullptr) return;
  if (field->as_object() != nullptr) {
    value = read_staged(name, "staged", *field);
  } else {
    value = read_bytes(name, *field, inline_part_limit);
  }
}

void FieldReader::optional_part(std::string_view name, std::optional<Part>& value) {
  if (has(name)) part(name, value.emplace());
}

void FieldReader::part_or_staged(std::string_view name, Part& value) {
  if (has(name) == has("staged")) return refuse(ErrorCode::bad_field, name);
  if (has(name)) {
    value = read_bytes(name, *object_.find(name), inline_part_limit);
    return;
  }
  value = read_staged("staged", "hash", *object_.find("staged"));
}

void FieldReader::optional_staged(std::string_view name, std::optional<StagedPart>& value) {
  if (has(name)) value = read_staged(name, "hash", *object_.find(name));
}

void FieldReader::bytes_list(std::string_view name, std::vector<Bytes>& values, Limit bytes_limit,
                             Limit count_limit) {
  items(name, values, count_limit,
        [&](const json::Value& item, Bytes& value) { value = read_bytes(name, item, bytes_limit); });
}

const json::Value* FieldReader::find(std::string_view name) {
  if (error_) return nullptr;
  const auto* field = object_.find(name);
  if (field == nullptr) refuse(ErrorCode::bad_field, name);
  return field;
}

const std::string* FieldReader::read_string(std::string_view name, const json::Value& field) {
  const auto* text = field.as_string();
  if (text == nullptr) refuse(ErrorCode::bad_field, name);
  return text;
}

std::uint64_t FieldReader::read_number(std::string_view name, const json::Value& field) {
  const auto number = field.as_uint();
  if (number && *number < limits::number_end) return *number;
  refuse(ErrorCode::bad_field, name);
  return 0;
}

Bytes FieldReader::read_bytes(std::string_view name, const json::Value& field, Limit bytes_limit) {
  const auto* text = read_string(name, field);
  if (text == nullptr) return {};
  if (text->size() > base64url_size(bytes_limit.max)) {
    refuse(ErrorCode::limit, bytes_limit.name);
    return {};
  }
  auto bytes = detail::read_open_base64url(*text);
  if (bytes) return std::move(*bytes);
  refuse(ErrorCode::bad_field, name);
  return {};
}

StagedPart FieldReader::read_staged(std::string_view name, std::string_view hash_name,
                                    const json::Value& field) {
  StagedPart part;
  const auto* inner = field.as_object();
  if (inner == nullptr) {
    refuse(ErrorCode::bad_field, name);
    return part;
  }
  FieldReader reader(*inner, error_);
  reader.fixed(hash_name, part.hash);
  reader.number("size", part.size);
  check_count(part.size, staged_limit);
  return part;
}

}  // namespace kring::wire
