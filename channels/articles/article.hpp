#pragma once

#include "channels/model/date.hpp"
#include "channels/model/ids.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/id.hpp"
#include "crypto/base/time.hpp"
#include "crypto/blob/blob_size.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kring::articles {

/// Names what was said in another circle, the same however often it is brought along.
using OriginId = Id<struct OriginTag, 16>;

/// Of something that was said in another circle and brought here from an export: when, and by whom. Who signs
/// the article says so, and nobody else.
struct Origin {
  OriginId id;
  Time time;
  /// Empty: nobody knows.
  std::string author;
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// Something said to all in the channel.
struct Message {
  std::string text;
  std::optional<Origin> from{};
  friend bool operator==(const Message&, const Message&) = default;
};

/// Something written down to be found again.
struct Note {
  std::string text;
  std::optional<Origin> from{};
  friend bool operator==(const Note&, const Note&) = default;
};

/// Who a handle belongs to: the signed Introduction (docs/protocol.md, section 3), not judged here.
struct IntroductionArticle {
  Bytes introduction;
  friend bool operator==(const IntroductionArticle&, const IntroductionArticle&) = default;
};

/// What a role is called, and which template it was made from (such as "night_nurse"; empty for none).
struct RoleLabel {
  channels::RoleId role;
  std::string label;
  std::string template_key;
  friend bool operator==(const RoleLabel&, const RoleLabel&) = default;
};

/// What a channel and the roles in it are called; `purpose` is a key such as "care", empty for none.
struct ChannelLabel {
  std::string label;
  std::string purpose;
  std::vector<RoleLabel> roles;
  friend bool operator==(const ChannelLabel&, const ChannelLabel&) = default;
};

/// A file: where its sealed bytes are, and what opens and names them.
struct Attachment {
  channels::BlobId blob;
  /// Opens this blob and no other. A value like the article's bytes, which hold it too.
  FixedBytes<blob::key_bytes> key{};
  /// SHA-256 of the sealed blob: Poly1305 alone would let one blob open under two keys.
  Hash hash{};
  blob::BlobShape shape;
  /// What its sender called it. Nobody's path: whoever saves it chooses where, and cleans the name.
  std::string name;
  /// Such as "image/jpeg"; what its sender says, and no promise.
  std::string media_type;
  /// Empty: none.
  std::string text;
  std::optional<Origin> from{};
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// What parents write down of the child, in the regie channel: nobody else needs it.
struct Child {
  channels::Date born{};
  friend bool operator==(const Child&, const Child&) = default;
};

/// Names a post for as long as there is one, whatever number its entry has.
using PostId = Id<struct PostTag, 16>;

/// An article of a newsgroup: it begins a thread, or answers in one.
struct Post {
  PostId id;
  /// One line; empty only in an answer.
  std::string subject;
  /// What it answers, with what that answered, from the beginning of the thread on: the last is what it
  /// answers. Empty: it begins a thread.
  std::vector<PostId> references;
  std::string text;
  /// After when its writer wishes it to be left out of lists; none: never.
  std::optional<Time> until{};
  /// A file that goes with it, without words or an origin of its own.
  std::optional<Attachment> file{};
  friend bool operator==(const Post&, const Post&) = default;
};

/// What a moderator does to a post; `remove` is also for who wrote it.
enum class Mark : std::uint8_t { hold = 1, release, remove };
[[nodiscard]] std::string_view name_of(Mark mark);

struct PostMark {
  PostId post;
  Mark mark = Mark::hold;
  /// One line; may be empty.
  std::string reason;
  friend bool operator==(const PostMark&, const PostMark&) = default;
};

/// Another text for a post, by who wrote it. What stood there before stays to be read.
struct PostEdit {
  PostId post;
  std::string text;
  friend bool operator==(const PostEdit&, const PostEdit&) = default;
};

/// Whether a thread stands above the others.
enum class Pin : std::uint8_t { pin = 1, unpin };
[[nodiscard]] std::string_view name_of(Pin pin);

/// What a moderator does to the thread that a post is in.
struct PostPin {
  PostId post;
  Pin pin = Pin::pin;
  friend bool operator==(const PostPin&, const PostPin&) = default;
};

/// A type, or a version of a type, that this program does not know.
struct UnknownArticle {
  std::string type;
  friend bool operator==(const UnknownArticle&, const UnknownArticle&) = default;
};

/// What this program writes, and what it may read.
using KnownContent = std::variant<Message, Note, IntroductionArticle, ChannelLabel, Attachment, Child, Post,
                                  PostMark, PostEdit, PostPin>;
using ArticleContent = std::variant<Message, Note, IntroductionArticle, ChannelLabel, Attachment, Child, Post,
                                    PostMark, PostEdit, PostPin, UnknownArticle>;

/// The decrypted content of a log entry: a JSON object with a type and a version, and its meaning. It keeps
/// the bytes it came as, so that fields and types unknown here survive.
class Article {
 public:
  /// A new article. Errors: those of `check_text` and `check_line`,
  /// `article_bad_field` (an introduction too long, a key with other characters than a-z, 0-9 and _, too many
  /// roles, a role twice, sizes that no blob has, a media type that is none, a day that does not exist, a
  /// post that refers to itself, twice to another or to too many, an origin without an id or after the year
  /// 9999, a post that ends then or before 1970, or whose file has a text or an origin), `article_too_large`.
  [[nodiscard]] static Result<Article> of(KnownContent content);
  /// Reads an article. Errors: `article_too_large`, `article_not_json`, `article_without_type` (or without a
  /// version), those of `of`.
  [[nodiscard]] static Result<Article> parse(ByteView bytes);

  [[nodiscard]] const ArticleContent& content() const { return content_; }
  /// The JSON text, borrowed.
  [[nodiscard]] ByteView view_bytes() const { return bytes_; }
  /// Where a message, a note or a file was said before; null if it was said here. Borrowed.
  [[nodiscard]] const Origin* origin() const;

  friend bool operator==(const Article&, const Article&) = default;

 private:
  Article(ArticleContent content, Bytes bytes) : content_(std::move(content)), bytes_(std::move(bytes)) {}

  ArticleContent content_;
  Bytes bytes_;
};

}  // namespace kring::articles
