#pragma once

#include "channels/articles/article.hpp"
#include "channels/model/ids.hpp"

#include "crypto/base/id.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/secret.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/primitives/hpke.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Reports to the moderators of a newsgroup, as articles that everybody's device gets and theirs alone open
/// (docs/protocol.md, section 8; decision 0025).
namespace kring::core {

/// Names a report.
using ReportId = Id<struct ReportTag, 16>;
/// X25519 public key of a moderator's device, for the reports of one newsgroup.
using ReportBoxKey = Id<struct ReportBoxKeyTag, 32>;

/// Why somebody reports: a page of text, and more would hide what it is about.
inline constexpr std::size_t report_reason_bytes_max = 2000;
/// Boxes that a report is sealed to: the moderators of a large newsgroup, with three devices each. A report
/// for all of them is a third of the longest article.
inline constexpr std::size_t report_boxes_max = 64;
/// What a report says, padded: the longest reason with the post's id and the lengths, rounded up.
inline constexpr std::size_t report_body_bytes = 2048;

/// Of the articles.
inline constexpr std::string_view report_box_article_type = "report_box";
inline constexpr std::string_view report_article_type = "report";
inline constexpr std::string_view report_settled_article_type = "report_settled";
/// Whether an article is of one of these types, also if it cannot be read: it is between devices.
[[nodiscard]] bool is_about_reports(const articles::Article& article);

/// What a report says.
struct ReportBody {
  articles::PostId post;
  std::string reason;

  /// `report_body_bytes`, whatever it says. Errors: those of `articles::check_text` (the reason).
  [[nodiscard]] Result<SecretBytes> encode() const;
  /// Errors: those of the codec and of `articles::check_text`.
  [[nodiscard]] static Result<ReportBody> decode(ByteView plaintext);
  friend bool operator==(const ReportBody&, const ReportBody&) = default;
};

/// What a report is bound to: it opens nowhere else, and for nobody else as its author.
struct ReportPlace {
  channels::CircleId circle;
  channels::ChannelId channel;
  channels::HandleId reporter;
  ReportId report;
};

/// A device that can open reports.
struct ReportBox {
  channels::HandleId handle;
  ReportBoxKey key;
  friend bool operator==(const ReportBox&, const ReportBox&) = default;
};

/// The content key, for one device.
struct SealedReportKey {
  channels::HandleId to;
  primitives::HpkeCiphertext sealed;

  [[nodiscard]] static Result<SealedReportKey> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const SealedReportKey&, const SealedReportKey&) = default;
};

/// A report before it is opened.
struct SealedReport {
  /// Of the content key: whoever opens it opens the same as everybody else.
  Hash commitment{};
  Bytes body;
  /// One for each device, in ascending order of their handles; at most `report_boxes_max`.
  std::vector<SealedReportKey> keys;

  [[nodiscard]] static Result<SealedReport> read(codec::Reader& in);
  void write(codec::Writer& out) const;
  friend bool operator==(const SealedReport&, const SealedReport&) = default;
};

/// Seals a report to these boxes, of which no two are of one handle; those that no key pair has are left out.
/// Errors: `report_to_nobody` (none is left), those of `articles::check_text` (the reason). More boxes than
/// `report_boxes_max` are a mistake of ours.
[[nodiscard]] Result<SealedReport> seal_report(const ReportBody& body, const ReportPlace& place,
                                               std::span<const ReportBox> boxes, Random& random);
/// Opens one by the box of a device. Errors: `decryption_failed` of crypto, whatever is wrong.
[[nodiscard]] Result<ReportBody> open_report(const SealedReport& report, const ReportPlace& place,
                                             const channels::HandleId& device, const Secret& private_key);

[[nodiscard]] articles::Article make_report_box_article(const ReportBoxKey& key);
/// Nothing for an article of another kind, or one that cannot be read; so the others below.
[[nodiscard]] std::optional<ReportBoxKey> read_report_box_article(const articles::Article& article);

struct ReportArticle {
  ReportId report;
  SealedReport sealed;
  friend bool operator==(const ReportArticle&, const ReportArticle&) = default;
};
[[nodiscard]] articles::Article make_report_article(const ReportArticle& report);
[[nodiscard]] std::optional<ReportArticle> read_report_article(const articles::Article& article);

/// That a moderator is done with a report.
[[nodiscard]] articles::Article make_settled_article(const ReportId& report);
[[nodiscard]] std::optional<ReportId> read_settled_article(const articles::Article& article);

}  // namespace kring::core
