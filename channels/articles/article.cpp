#include "channels/articles/article.hpp"

#include "channels/articles/limits.hpp"
#include "channels/articles/text.hpp"
#include "channels/json/encode.hpp"
#include "channels/json/parse.hpp"
#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace kring::articles {

using channels::Errc;

namespace {

constexpr std::uint64_t version = 1;

// What each kind of content must hold, whether it is ours or was read.

bool is_writable(Time time) {
  return time >= Time() && to_unix_ms(time) <= unix_ms_max;
}

Status check(const std::optional<Origin>& from) {
  if (!from) return {};
  if (from->id.is_zero() || !is_writable(from->time)) return fail(Errc::article_bad_field, "from");
  if (from->author.empty()) return {};
  return check_line(from->author, channels::limits::person_name_bytes_max);
}

Status check(const Message& message) {
  if (auto good = check(message.from); !good) return good;
  return check_text(message.text, channels::limits::article_text_bytes_max);
}
Status check(const Note& note) {
  if (auto good = check(note.from); !good) return good;
  return check_text(note.text, channels::limits::article_text_bytes_max);
}
Status check(const IntroductionArticle& article) {
  const auto size = article.introduction.size();
  if (size == 0 || size > channels::limits::introduction_bytes_max) {
    return fail(Errc::article_bad_field, "introduction");
  }
  return {};
}

Status check_key(std::string_view key) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  if (key.size() > limits::key_bytes_max || !std::ranges::all_of(key, allowed)) {
    return fail(Errc::article_bad_field, "label: key");
  }
  return {};
}

Status check(const ChannelLabel& label) {
  if (auto good = check_line(label.label, limits::label_bytes_max); !good) return good;
  if (auto good = check_key(label.purpose); !good) return good;
  if (label.roles.size() > limits::labelled_roles_max) return fail(Errc::article_bad_field, "label: roles");
  std::set<channels::RoleId> seen;
  for (const auto& role : label.roles) {
    if (auto good = check_line(role.label, limits::label_bytes_max); !good) return good;
    if (auto good = check_key(role.template_key); !good) return good;
    if (!seen.insert(role.role).second) return fail(Errc::article_bad_field, "label: role twice");
  }
  return {};
}

/// `image/jpeg`: two names of the characters of RFC 6838, section 4.2, in lower case.
Status check_media_type(std::string_view type) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
  };
  const auto slash = type.find('/');
  const bool two_names = slash != std::string_view::npos && slash > 0 && slash + 1 < type.size();
  if (!two_names || type.size() > limits::media_type_bytes_max ||
      !std::ranges::all_of(type.substr(0, slash), allowed) ||
      !std::ranges::all_of(type.substr(slash + 1), allowed)) {
    return fail(Errc::article_bad_field, "attachment: media type");
  }
  return {};
}

Status check(const Attachment& attachment) {
  if (auto good = check_line(attachment.name, limits::file_name_bytes_max); !good) return good;
  if (auto good = check_media_type(attachment.media_type); !good) return good;
  if (!blob::check_shape(attachment.shape)) return fail(Errc::article_bad_field, "attachment: sizes");
  if (auto good = check(attachment.from); !good) return good;
  if (attachment.text.empty()) return {};
  return check_text(attachment.text, channels::limits::article_text_bytes_max);
}

Status check(const Child& child) {
  const auto as_read = channels::parse_date(channels::text_of(child.born));
  if (as_read != child.born) return fail(Errc::article_bad_field, "child: born");
  return {};
}

Status check(const Post& post) {
  if (post.references.empty() || !post.subject.empty()) {
    if (auto good = check_line(post.subject, limits::subject_bytes_max); !good) return good;
  }
  if (post.references.size() > limits::references_max)
    return fail(Errc::article_bad_field, "post: references");
  if (post.file) {
    if (!post.file->text.empty() || post.file->from) return fail(Errc::article_bad_field, "post: file");
    if (auto good = check(*post.file); !good) return good;
  }
  if (post.until && !is_writable(*post.until)) return fail(Errc::article_bad_field, "post: until");
  std::set<PostId> named{PostId(), post.id};
  if (named.size() != 2) return fail(Errc::article_bad_field, "post: id");
  for (const auto& reference : post.references) {
    if (!named.insert(reference).second) return fail(Errc::article_bad_field, "post: references");
  }
  return check_text(post.text, channels::limits::article_text_bytes_max);
}
Status check(const PostMark& mark) {
  if (mark.post == PostId()) return fail(Errc::article_bad_field, "post_mark: post");
  if (mark.reason.empty()) return {};
  return check_line(mark.reason, limits::reason_bytes_max);
}

Status check(const PostEdit& edit) {
  if (edit.post == PostId()) return fail(Errc::article_bad_field, "post_edit: post");
  return check_text(edit.text, channels::limits::article_text_bytes_max);
}

Status check(const PostPin& pin) {
  if (pin.post == PostId()) return fail(Errc::article_bad_field, "post_pin: post");
  return {};
}

std::optional<Pin> pin_named(std::string_view name) {
  for (const auto pin : {Pin::pin, Pin::unpin}) {
    if (name_of(pin) == name) return pin;
  }
  return std::nullopt;
}
std::optional<Mark> mark_named(std::string_view name) {
  for (const auto mark : {Mark::hold, Mark::release, Mark::remove}) {
    if (name_of(mark) == name) return mark;
  }
  return std::nullopt;
}

json::Object typed(std::string_view type) {
  json::Object object;
  object.add("type", type).add("v", version);
  return object;
}

json::Object with_origin(json::Object object, const std::optional<Origin>& from) {
  if (!from) return object;
  json::Object origin;
  origin.add("id", to_base64url(from->id.view())).add("time", to_unix_ms(from->time));
  if (!from->author.empty()) origin.add("author", from->author);
  object.add("from", std::move(origin));
  return object;
}

/// What finds, opens and names a file.
json::Object with_file(json::Object object, const Attachment& file) {
  object.add("blob", to_base64url(file.blob.view()))
      .add("key", to_base64url(file.key))
      .add("hash", to_base64url(file.hash))
      .add("size", file.shape.content_bytes)
      .add("padded", file.shape.padded_bytes)
      .add("name", file.name)
      .add("media_type", file.media_type);
  return object;
}

/// The JSON object of each kind of content.
struct ToJson {
  json::Object operator()(const Message& message) const {
    return with_origin(std::move(typed("message").add("text", message.text)), message.from);
  }
  json::Object operator()(const Note& note) const {
    return with_origin(std::move(typed("note").add("text", note.text)), note.from);
  }
  json::Object operator()(const IntroductionArticle& article) const {
    return std::move(typed("introduction").add("introduction", to_base64url(article.introduction)));
  }
  json::Object operator()(const ChannelLabel& label) const {
    json::Array roles;
    for (const auto& role : label.roles) {
      json::Object object;
      object.add("role", to_base64url(role.role.view()))
          .add("label", role.label)
          .add("template", role.template_key);
      roles.emplace_back(std::move(object));
    }
    auto object = typed("channel_label");
    object.add("label", label.label).add("purpose", label.purpose).add("roles", std::move(roles));
    return object;
  }
  json::Object operator()(const Attachment& attachment) const {
    auto object = with_file(typed("attachment"), attachment);
    if (!attachment.text.empty()) object.add("text", attachment.text);
    return with_origin(std::move(object), attachment.from);
  }
  json::Object operator()(const Child& child) const {
    return std::move(typed("child").add("born", channels::text_of(child.born)));
  }
  json::Object operator()(const Post& post) const {
    auto object = typed("post");
    object.add("id", to_base64url(post.id.view()));
    if (!post.subject.empty()) object.add("subject", post.subject);
    if (!post.references.empty()) {
      json::Array references;
      for (const auto& reference : post.references) references.emplace_back(to_base64url(reference.view()));
      object.add("references", std::move(references));
    }
    object.add("text", post.text);
    if (post.until) object.add("until", to_unix_ms(*post.until));
    if (post.file) object.add("file", with_file({}, *post.file));
    return object;
  }
  json::Object operator()(const PostMark& mark) const {
    auto object = typed("post_mark");
    object.add("post", to_base64url(mark.post.view())).add("mark", name_of(mark.mark));
    if (!mark.reason.empty()) object.add("reason", mark.reason);
    return object;
  }
  json::Object operator()(const PostEdit& edit) const {
    auto object = typed("post_edit");
    object.add("post", to_base64url(edit.post.view())).add("text", edit.text);
    return object;
  }
  json::Object operator()(const PostPin& pin) const {
    auto object = typed("post_pin");
    object.add("post", to_base64url(pin.post.view())).add("pin", name_of(pin.pin));
    return object;
  }
};

/// Fields of a known type; the first one that is missing or of another kind is remembered.
class Fields {
 public:
  explicit Fields(const json::Object& object) : object_(object) {}

  std::string text(std::string_view key) {
    const auto* value = object_.find(key);
    const auto* string = value == nullptr ? nullptr : value->as_string();
    if (string == nullptr) failed_ = true;
    return string == nullptr ? std::string() : *string;
  }
  /// Empty if there is none; one that is there and empty is refused like any other text without content.
  std::string optional_text(std::string_view key) {
    if (object_.find(key) == nullptr) return {};
    auto found = text(key);
    if (found.empty()) failed_ = true;
    return found;
  }
  channels::Date date(std::string_view key) {
    const auto found = channels::parse_date(text(key));
    if (!found) failed_ = true;
    return found.value_or(channels::Date());
  }
  std::uint64_t number(std::string_view key) {
    const auto* value = object_.find(key);
    const auto found = value == nullptr ? std::nullopt : value->as_uint();
    if (!found) failed_ = true;
    return found.value_or(0);
  }
  template <std::size_t N>
  FixedBytes<N> fixed(std::string_view key) {
    auto decoded = to_fixed<N>(bytes(key));
    if (!decoded) failed_ = true;
    return decoded.value_or(FixedBytes<N>{});
  }
  Bytes bytes(std::string_view key) {
    auto decoded = from_base64url(text(key));
    if (!decoded) failed_ = true;
    return decoded ? std::move(*decoded) : Bytes();
  }
  template <class IdType>
  IdType id(std::string_view key) {
    auto decoded = IdType::from(bytes(key));
    if (!decoded) failed_ = true;
    return decoded ? *decoded : IdType();
  }
  Mark mark(std::string_view key) {
    const auto found = mark_named(text(key));
    if (!found) failed_ = true;
    return found.value_or(Mark::hold);
  }
  Pin pin(std::string_view key) {
    const auto found = pin_named(text(key));
    if (!found) failed_ = true;
    return found.value_or(Pin::pin);
  }
  /// None if there is none.
  std::optional<Origin> origin(std::string_view key) {
    return optional_object<Origin>(key, [](Fields& fields) {
      return Origin{.id = fields.id<OriginId>("id"),
                    .time = fields.time("time"),
                    .author = fields.optional_text("author")};
    });
  }
  Time time(std::string_view key) {
    const auto ms = number(key);
    if (ms > unix_ms_max) failed_ = true;
    return from_unix_ms(ms);
  }
  /// None if there is none.
  std::optional<Time> optional_time(std::string_view key) {
    return object_.find(key) == nullptr ? std::nullopt : std::optional(time(key));
  }
  /// What finds, opens and names a file; no more of it is read.
  Attachment file() {
    return {.blob = id<channels::BlobId>("blob"),
            .key = fixed<blob::key_bytes>("key"),
            .hash = fixed<sizeof(Hash)>("hash"),
            .shape = {.content_bytes = number("size"), .padded_bytes = number("padded")},
            .name = text("name"),
            .media_type = text("media_type"),
            .text = {}};
  }
  /// None if there is none.
  std::optional<Attachment> optional_file(std::string_view key) {
    return optional_object<Attachment>(key, [](Fields& fields) { return fields.file(); });
  }
  /// Empty if there are none; a list that is there and empty is refused.
  template <class IdType>
  std::vector<IdType> optional_ids(std::string_view key) {
    const auto* value = object_.find(key);
    if (value == nullptr) return {};
    const auto* array = value->as_array();
    if (array == nullptr || array->empty()) failed_ = true;
    std::vector<IdType> ids;
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
      const auto* string = (*array)[i].as_string();
      const auto decoded = string == nullptr ? std::nullopt : bytes_of(*string);
      const auto id = IdType::from(decoded.value_or(Bytes()));
      if (!id) {
        failed_ = true;
        break;
      }
      ids.push_back(*id);
    }
    return ids;
  }
  template <class T, class ReadOne>
  std::vector<T> list(std::string_view key, ReadOne read_one) {
    const auto* value = object_.find(key);
    const auto* array = value == nullptr ? nullptr : value->as_array();
    if (array == nullptr) failed_ = true;
    std::vector<T> items;
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
      const auto* object = (*array)[i].as_object();
      if (object == nullptr) {
        failed_ = true;
        break;
      }
      Fields fields(*object);
      items.push_back(read_one(fields));
      failed_ = failed_ || fields.failed_;
    }
    return items;
  }
  template <class T>
  Result<ArticleContent> done(T content) const {
    if (failed_) return fail(Errc::article_bad_field, "article");
    if (auto good = check(content); !good) return fail(good.error());
    return ArticleContent(std::move(content));
  }

 private:
  /// None if there is none; something else than an object is refused.
  template <class T, class Read>
  std::optional<T> optional_object(std::string_view key, Read read) {
    const auto* value = object_.find(key);
    if (value == nullptr) return std::nullopt;
    const auto* object = value->as_object();
    if (object == nullptr) {
      failed_ = true;
      return std::nullopt;
    }
    Fields fields(*object);
    T found = read(fields);
    failed_ = failed_ || fields.failed_;
    return found;
  }
  static std::optional<Bytes> bytes_of(std::string_view text) {
    auto decoded = from_base64url(text);
    return decoded ? std::optional(std::move(*decoded)) : std::nullopt;
  }

  const json::Object& object_;
  bool failed_ = false;
};

Result<ArticleContent> read_content(std::string_view type, const json::Object& object) {
  Fields fields(object);
  if (type == "message")
    return fields.done(Message{.text = fields.text("text"), .from = fields.origin("from")});
  if (type == "note") return fields.done(Note{.text = fields.text("text"), .from = fields.origin("from")});
  if (type == "introduction") return fields.done(IntroductionArticle{fields.bytes("introduction")});
  if (type == "channel_label") {
    ChannelLabel label{.label = fields.text("label"), .purpose = fields.text("purpose"), .roles = {}};
    label.roles = fields.list<RoleLabel>("roles", [](Fields& role) {
      return RoleLabel{.role = role.id<channels::RoleId>("role"),
                       .label = role.text("label"),
                       .template_key = role.text("template")};
    });
    return fields.done(std::move(label));
  }
  if (type == "child") return fields.done(Child{fields.date("born")});
  if (type == "post") {
    return fields.done(Post{.id = fields.id<PostId>("id"),
                            .subject = fields.optional_text("subject"),
                            .references = fields.optional_ids<PostId>("references"),
                            .text = fields.text("text"),
                            .until = fields.optional_time("until"),
                            .file = fields.optional_file("file")});
  }
  if (type == "post_mark") {
    return fields.done(PostMark{.post = fields.id<PostId>("post"),
                                .mark = fields.mark("mark"),
                                .reason = fields.optional_text("reason")});
  }
  if (type == "post_edit")
    return fields.done(PostEdit{.post = fields.id<PostId>("post"), .text = fields.text("text")});
  if (type == "post_pin")
    return fields.done(PostPin{.post = fields.id<PostId>("post"), .pin = fields.pin("pin")});
  if (type == "attachment") {
    auto attachment = fields.file();
    attachment.text = fields.optional_text("text");
    attachment.from = fields.origin("from");
    return fields.done(std::move(attachment));
  }
  return ArticleContent(UnknownArticle{});
}

}  // namespace

std::string_view name_of(Mark mark) {
  switch (mark) {
    case Mark::hold:
      return "hold";
    case Mark::release:
      return "release";
    case Mark::remove:
      return "remove";
  }
  return "unknown";
}

std::string_view name_of(Pin pin) {
  switch (pin) {
    case Pin::pin:
      return "pin";
    case Pin::unpin:
      return "unpin";
  }
  return "unknown";
}

const Origin* Article::origin() const {
  return std::visit(
      [](const auto& content) -> const Origin* {
        if constexpr (requires { content.from; }) return content.from ? &*content.from : nullptr;
        return nullptr;
      },
      content_);
}

Result<Article> Article::of(KnownContent content) {
  auto good = std::visit([](const auto& it) { return check(it); }, content);
  if (!good) return fail(good.error());
  const auto text = json::encode(std::visit(ToJson{}, content));
  if (text.size() > channels::limits::article_bytes_max) return fail(Errc::article_too_large, "article");
  auto as_read = std::visit([](auto& it) { return ArticleContent(std::move(it)); }, content);
  return Article(std::move(as_read), copy_bytes(kring::view_bytes(text)));
}

Result<Article> Article::parse(ByteView bytes) {
  if (bytes.size() > channels::limits::article_bytes_max) return fail(Errc::article_too_large, "article");
  auto value = json::parse(view_text(bytes), limits::article_json);
  const auto* object = value ? value->as_object() : nullptr;
  if (object == nullptr) return fail(Errc::article_not_json, "article");
  const auto* type_value = object->find("type");
  const auto* type = type_value == nullptr ? nullptr : type_value->as_string();
  const auto* version_value = object->find("v");
  const auto number = version_value == nullptr ? std::nullopt : version_value->as_uint();
  if (type == nullptr || type->empty() || !number) return fail(Errc::article_without_type, "article");
  // A later version may mean anything by the same fields.
  auto content = read_content(*number == version ? *type : std::string_view(), *object);
  if (!content) return fail(content.error());
  if (auto* unknown = std::get_if<UnknownArticle>(&*content)) unknown->type = *type;
  return Article(std::move(*content), copy_bytes(bytes));
}

}  // namespace kring::articles
