#include "clients/cli/export_json.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace kring::cli {

namespace {

constexpr std::string_view circle_format = "kring-export";
constexpr std::string_view manifest_format = "kring-export-manifest";

template <class IdType>
Json hex_or_null(const std::optional<IdType>& id) {
  return id ? Json(to_hex(id->view())) : Json(nullptr);
}

Json entry_json(const core::CharterEntryView& entry, const ExportedCircle& circle) {
  Json json;
  json["number"] = std::to_underlying(entry.number);
  json["time"] = to_unix_ms(entry.time);
  json["kind"] = entry.kind;
  json["hash"] = to_hex(entry.hash);
  json["signer"] = hex_or_null(entry.signer);
  json["member"] = hex_or_null(entry.member);
  json["channel"] = hex_or_null(entry.channel);
  json["role"] = hex_or_null(entry.role);
  json["invitation"] = hex_or_null(entry.invitation);
  json["until"] = entry.until ? Json(to_unix_ms(*entry.until)) : Json(nullptr);
  json["meaning"] = entry_meaning(entry, circle.archive, circle.language);
  return json;
}

Json article_json(const core::ArticleView& article, const SavedFile* saved) {
  Json json;
  json["seq"] = std::to_underlying(article.seq);
  json["time"] = to_unix_ms(article.time);
  json["author"] = to_hex(article.author.view());
  json["author_name"] = text_or_null(article.author_name);
  json["mine"] = article.mine;
  if (article.file) {
    auto& file = json["file"];
    file = json_of(*article.file);
    file["path"] = saved == nullptr ? Json(nullptr) : Json(saved->path);
    file["sha256"] = saved == nullptr ? Json(nullptr) : Json(to_hex(saved->sha256));
  }
  // An article was read with a limit to its depth before it came here, so this cannot fail for good ones.
  json["article"] = Json::parse(article.json, nullptr, false);
  return json;
}

/// `"key":[` and each element on a line of its own.
template <class Range, class ToJson>
void append_list(std::string& out, std::string_view key, const Range& range, ToJson to_json) {
  out.append("\"").append(key).append("\":[");
  std::string_view before = "\n";
  for (const auto& one : range) {
    out.append(before).append(line_of(to_json(one)));
    before = ",\n";
  }
  out += "\n]";
}

/// An object's text without its last brace, to be gone on with.
std::string open_object(const Json& json) {
  auto text = line_of(json);
  text.pop_back();
  return text + ",";
}

Json head_of(const ExportedCircle& circle) {
  const auto& view = circle.archive.circle;
  Json json;
  json["format"] = circle_format;
  json["version"] = export_version;
  json["made"] = to_unix_ms(circle.made);
  json["language"] = circle.language == Language::dutch ? "nl" : "en";
  json["complete"] = circle.missing.empty();
  auto& about = json["circle"];
  about["circle"] = to_hex(view.id.view());
  about["name"] = view.name;
  about["hub"] = view.hub;
  about["access"] = core::name_of(view.standing);
  json["member"] = to_hex(view.me.view());
  return json;
}

Json channel_json(const core::ArchivedChannel& one) {
  auto json = json_of(one.channel);
  // What only this device's program needs.
  for (const auto* key : {"joined", "readers", "last_read", "epoch"}) json.erase(key);
  json["begins_after"] = std::to_underlying(one.begins_after);
  return json;
}

void append_channel(std::string& out, const core::ArchivedChannel& one, const ExportedCircle& circle) {
  out += open_object(channel_json(one));
  append_list(out, "articles", one.articles, [&](const core::ArticleView& article) {
    const auto saved = circle.files.find({one.channel.id, article.seq});
    return article_json(article, saved == circle.files.end() ? nullptr : &saved->second);
  });
  out += "}";
}

Json export_role(const core::RoleView& role) {
  Json json;
  json["role"] = to_hex(role.id.view());
  json["label"] = role.label;
  json["key"] = text_or_null(role.key);
  json["owns"] = role.owns;
  return json;
}

}  // namespace

Json missing_json(const Missing& missing) {
  Json json;
  json["channel"] = hex_or_null(missing.channel);
  json["seq"] = missing.seq ? Json(std::to_underlying(*missing.seq)) : Json(nullptr);
  json["file"] = text_or_null(missing.file);
  json["reason"] = missing.reason;
  json["meaning"] = missing.meaning;
  return json;
}

std::string export_json(const ExportedCircle& circle) {
  auto out = open_object(head_of(circle));
  const auto& archive = circle.archive;
  out += "\n";
  append_list(out, "members", archive.members, [](const core::MemberView& one) { return json_of(one); });
  out += ",\n";
  append_list(out, "roles", archive.roles, export_role);
  out += ",\n";
  append_list(out, "charter", archive.charter,
              [&](const core::CharterEntryView& one) { return entry_json(one, circle); });
  out += ",\n\"channels\":[";
  std::string_view before = "\n";
  for (const auto& one : archive.channels) {
    out += before;
    append_channel(out, one, circle);
    before = ",\n";
  }
  out += "\n],\n";
  append_list(out, "missing", circle.missing, missing_json);
  return out + "}\n";
}

std::string manifest_json(const std::vector<ManifestItem>& files) {
  Json head;
  head["format"] = manifest_format;
  head["version"] = export_version;
  auto out = open_object(head);
  append_list(out, "files", files, [](const ManifestItem& file) {
    Json json;
    json["path"] = file.path;
    json["size"] = file.size;
    json["sha256"] = to_hex(file.sha256);
    return json;
  });
  return out + "}\n";
}

}  // namespace kring::cli
