#include "clients/cli/imported.hpp"

#include "clients/cli/errc.hpp"
#include "clients/cli/exported.hpp"
#include "clients/core/networks.hpp"
#include "clients/core/origins.hpp"

#include "channels/articles/limits.hpp"
#include "channels/articles/text.hpp"
#include "channels/json/encode.hpp"
#include "channels/json/parse.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kring::cli {

namespace {

/// An export nests five deep, and an article as deep as its own limit allows.
constexpr json::Limits export_limits = {
    .bytes_max = imported_json_bytes_max, .depth_max = 32, .keys_max = imported_json_bytes_max};
constexpr std::string_view files_prefix = "files/";
/// Where owners write down when the child was born; what anybody wrote elsewhere is no such date.
constexpr std::string_view regie_key = "regie";

/// A JSON object of the export; the first field that is missing or of another kind is remembered by its name,
/// which is a literal.
class Fields {
 public:
  Fields(const json::Object& object, std::string_view& wrong) : object_(object), wrong_(wrong) {}

  std::string text(std::string_view key) const {
    const auto* value = object_.find(key);
    const auto* text = value == nullptr ? nullptr : value->as_string();
    if (text == nullptr) refuse(key);
    return text == nullptr ? std::string() : *text;
  }
  std::string text_or_null(std::string_view key) const {
    const auto* value = object_.find(key);
    return value != nullptr && value->is_null() ? std::string() : text(key);
  }
  std::uint64_t number(std::string_view key) const {
    const auto* value = object_.find(key);
    const auto number = value == nullptr ? std::nullopt : value->as_uint();
    if (!number) refuse(key);
    return number.value_or(0);
  }
  template <class IdType>
  IdType id(std::string_view key) const {
    const auto bytes = from_hex(text(key));
    const auto id = IdType::from(bytes ? *bytes : Bytes());
    if (!id) refuse(key);
    return id ? *id : IdType();
  }
  Hash hash(std::string_view key) const {
    const auto bytes = from_hex(text(key));
    const auto hash = to_fixed<sizeof(Hash)>(bytes ? *bytes : Bytes());
    if (!hash) refuse(key);
    return hash.value_or(Hash{});
  }
  /// Null if there is none.
  const json::Object* object(std::string_view key) const {
    const auto* value = object_.find(key);
    const auto* object = value == nullptr ? nullptr : value->as_object();
    if (object == nullptr) refuse(key);
    return object;
  }
  template <class ReadOne>
  void each(std::string_view key, ReadOne read_one) const {
    const auto* value = object_.find(key);
    const auto* array = value == nullptr ? nullptr : value->as_array();
    if (array == nullptr) return refuse(key);
    for (const auto& one : *array) {
      const auto* object = one.as_object();
      if (object == nullptr) return refuse(key);
      read_one(Fields(*object, wrong_));
      if (!wrong_.empty()) return;
    }
  }
  void refuse(std::string_view key) const {
    if (wrong_.empty()) wrong_ = key;
  }

 private:
  const json::Object& object_;
  std::string_view& wrong_;
};

/// Whether a path names a file of the export's folder, and nothing above or beside it.
bool is_own_file(std::string_view path) {
  if (!path.starts_with(files_prefix)) return false;
  const auto name = path.substr(files_prefix.size());
  return !name.empty() && name.size() <= exported_name_bytes_max + files_prefix.size() + 16 &&
         name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos &&
         name != "." && name != "..";
}

/// An exported attachment has no key, which a reader asks for: nothing is opened by this one.
json::Object with_any_key(const json::Object& attachment) {
  json::Object object;
  for (const auto& [key, value] : attachment.members()) {
    if (key != "key") object.add(key, value);
  }
  object.add("key", to_base64url(FixedBytes<blob::key_bytes>{}));
  return object;
}

/// What people and programs write in every circle by themselves: nobody misses it in another one.
bool comes_by_itself(const Fields& fields) {
  const auto* object = fields.object("article");
  const auto* type = object == nullptr ? nullptr : object->find("type");
  const auto* name = type == nullptr ? nullptr : type->as_string();
  return name != nullptr && (*name == "introduction" || *name == "channel_label" ||
                             *name == "owner_consent" || *name == "publication_consent");
}

/// Reads one article; nothing if it is of a type that is not brought along.
class ArticleReader {
 public:
  ArticleReader(const channels::CircleId& circle, const channels::ChannelId& channel)
      : circle_(circle), channel_(channel) {}

  std::optional<ImportedContent> read(const Fields& fields) const {
    const auto* object = fields.object("article");
    if (object == nullptr) return std::nullopt;
    const auto* type = object->find("type");
    const auto* named = type == nullptr ? nullptr : type->as_string();
    const bool is_file = named != nullptr && *named == "attachment";
    const auto text = json::encode(is_file ? with_any_key(*object) : *object);
    // Of a post that was hidden from whoever exported there is no more than its type.
    const auto article = articles::Article::parse(kring::view_bytes(text));
    return article ? read(fields, *article) : std::nullopt;
  }

 private:
  std::optional<ImportedContent> read(const Fields& fields, const articles::Article& article) const {
    if (const auto* message = std::get_if<articles::Message>(&article.content()))
      return articles::Message{.text = message->text, .from = origin(fields, article)};
    if (const auto* note = std::get_if<articles::Note>(&article.content()))
      return articles::Note{.text = note->text, .from = origin(fields, article)};
    const auto* attachment = std::get_if<articles::Attachment>(&article.content());
    if (attachment == nullptr) return std::nullopt;
    ImportedFile file{.file = {.name = attachment->name,
                               .media_type = attachment->media_type,
                               .text = attachment->text,
                               .size = attachment->shape.content_bytes,
                               .from = origin(fields, article)},
                      .path = {},
                      .sha256 = {}};
    const auto* saved = fields.object("file");
    if (saved == nullptr) return std::nullopt;
    std::string_view wrong;
    const Fields inner(*saved, wrong);
    file.path = inner.text_or_null("path");
    if (!file.path.empty()) {
      file.sha256 = inner.hash("sha256");
      if (!is_own_file(file.path)) inner.refuse("path");
    }
    if (!wrong.empty()) fields.refuse("file");
    return file;
  }

  /// What came from a third circle keeps the name of who said it there.
  articles::Origin origin(const Fields& fields, const articles::Article& article) const {
    if (const auto* from = article.origin()) return *from;
    const auto time = fields.number("time");
    if (time > unix_ms_max) fields.refuse("time");
    auto author = fields.text_or_null("author_name");
    // A name that no article may carry is as good as none.
    if (!articles::check_line(author, channels::limits::person_name_bytes_max)) author.clear();
    return {.id = core::origin_of(circle_, channel_, channels::Sequence{fields.number("seq")}),
            .time = from_unix_ms(time),
            .author = std::move(author)};
  }

  const channels::CircleId& circle_;
  const channels::ChannelId& channel_;
};

std::optional<channels::Date> birth_date_in(const Fields& fields) {
  const auto* object = fields.object("article");
  if (object == nullptr) return std::nullopt;
  const auto text = json::encode(*object);
  const auto article = articles::Article::parse(kring::view_bytes(text));
  const auto* child = article ? std::get_if<articles::Child>(&article->content()) : nullptr;
  return child == nullptr ? std::nullopt : std::optional(child->born);
}

ImportedChannel read_channel(const channels::CircleId& circle, const Fields& fields,
                             std::optional<channels::Date>& born) {
  ImportedChannel channel;
  channel.id = fields.id<channels::ChannelId>("channel");
  channel.label = fields.text("label");
  if (channel.label.size() > articles::limits::label_bytes_max) fields.refuse("label");
  channel.key = fields.text_or_null("key");
  if (channel.key.size() > articles::limits::key_bytes_max) fields.refuse("key");
  const ArticleReader reader(circle, channel.id);
  fields.each("articles", [&](const Fields& one) {
    if (auto content = reader.read(one)) {
      channel.content.push_back(std::move(*content));
    } else if (const auto date = birth_date_in(one); date && channel.key == regie_key) {
      born = date;
    } else if (!comes_by_itself(one)) {
      ++channel.left_out;
    }
  });
  return channel;
}

/// The outermost object, if it says that it is of this format and version.
Result<json::Object> open_document(std::string_view text, std::string_view format) {
  const auto value = json::parse(text, export_limits);
  const auto* object = value ? value->as_object() : nullptr;
  if (object == nullptr) return fail(Errc::import_unreadable, format);
  std::string_view wrong;
  const Fields fields(*object, wrong);
  if (fields.text("format") != format) fields.refuse("format");
  const auto version = fields.number("version");
  if (!wrong.empty()) return fail(Errc::import_unreadable, wrong);
  if (version != export_version) return fail(Errc::import_version, format);
  return *object;
}

}  // namespace

const articles::Origin& origin_of(const ImportedContent& content) {
  if (const auto* file = std::get_if<ImportedFile>(&content)) return *file->file.from;
  if (const auto* note = std::get_if<articles::Note>(&content)) return *note->from;
  return *std::get<articles::Message>(content).from;
}

Result<ImportedCircle> read_export(std::string_view circle_json) {
  const auto document = open_document(circle_json, "kring-export");
  if (!document) return fail(document.error());
  std::string_view wrong;
  const Fields fields(*document, wrong);
  ImportedCircle circle;
  if (const auto* about = fields.object("circle")) {
    const Fields inner(*about, wrong);
    circle.id = inner.id<channels::CircleId>("circle");
    circle.name = inner.text("name");
    if (circle.name.size() > channels::limits::link_name_bytes_max) inner.refuse("name");
  }
  fields.each("missing", [&](const Fields& /*one*/) { ++circle.missing; });
  fields.each("channels", [&](const Fields& one) {
    if (circle.channels.size() >= channels::limits::channels_max) return one.refuse("channels");
    circle.channels.push_back(read_channel(circle.id, one, circle.born));
  });
  if (!wrong.empty()) return fail(Errc::import_unreadable, wrong);
  return circle;
}

Result<ManifestEntry> read_manifest(std::string_view manifest_json) {
  const auto document = open_document(manifest_json, "kring-export-manifest");
  if (!document) return fail(document.error());
  std::string_view wrong;
  const Fields fields(*document, wrong);
  std::optional<ManifestEntry> found;
  fields.each("files", [&](const Fields& file) {
    if (file.text("path") == "circle.json")
      found = ManifestEntry{.size = file.number("size"), .sha256 = file.hash("sha256")};
  });
  if (!found) fields.refuse("circle.json");
  if (!wrong.empty()) return fail(Errc::import_unreadable, wrong);
  return *found;
}

bool takes_imports(const core::ChannelView& channel) {
  return channel.mine.include(channels::Right::post) && !channel.closed && channel.key != core::newsgroup_key;
}

bool fit_to_bring(ImportedContent& content) {
  const auto fits = [&] {
    if (const auto* file = std::get_if<ImportedFile>(&content)) {
      const auto padded = blob::padded_size(file->file.size);
      return padded && articles::Article::of(articles::Attachment{
                           .blob = {},
                           .key = {},
                           .hash = {},
                           .shape = {.content_bytes = file->file.size, .padded_bytes = *padded},
                           .name = file->file.name,
                           .media_type = file->file.media_type,
                           .text = file->file.text,
                           .from = file->file.from});
    }
    if (const auto* note = std::get_if<articles::Note>(&content))
      return articles::Article::of(*note).has_value();
    return articles::Article::of(std::get<articles::Message>(content)).has_value();
  };
  if (fits()) return true;
  std::visit(
      [](auto& one) {
        if constexpr (requires { one.file.from; }) {
          one.file.from->author.clear();
        } else {
          one.from->author.clear();
        }
      },
      content);
  return fits();
}

std::vector<ImportPair> pair_channels(const ImportedCircle& circle,
                                      const std::vector<core::ChannelView>& here) {
  std::set<std::size_t> taken;
  /// The only one that is equal in something; what several have decides nothing.
  const auto find_only = [&](auto same) -> std::optional<std::size_t> {
    const auto twins = std::ranges::count_if(
        circle.channels, [&](const ImportedChannel& other) { return same(other.key, other.label); });
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < here.size(); ++i) {
      const auto& channel = here[i];
      if (!takes_imports(channel) || taken.contains(i) || !same(channel.key, channel.label)) continue;
      if (found || twins != 1) return std::nullopt;
      found = i;
    }
    return found;
  };
  std::vector<ImportPair> pairs;
  const auto pair_by = [&](auto same) {
    for (auto& pair : pairs) {
      if (pair.into) continue;
      const auto& from = circle.channels[pair.from];
      pair.into = find_only([&](const auto& key, const auto& label) { return same(from, key, label); });
      if (pair.into) taken.insert(*pair.into);
    }
  };
  for (std::size_t i = 0; i < circle.channels.size(); ++i) {
    const auto& from = circle.channels[i];
    if (!from.content.empty() || from.left_out != 0) pairs.push_back({.from = i});
  }
  pair_by([](const auto& from, const auto& key, const auto& /*label*/) {
    return !key.empty() && key == from.key;
  });
  pair_by([](const auto& from, const auto& /*key*/, const auto& label) {
    return !label.empty() && label == from.label;
  });
  return pairs;
}

}  // namespace kring::cli
