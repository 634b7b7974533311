#include "clients/core/report_articles.hpp"

#include "clients/core/article_fields.hpp"
#include "clients/core/errc.hpp"

#include "channels/articles/text.hpp"
#include "channels/json/encode.hpp"
#include "channels/model/hash.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/codec/structure.hpp"
#include "crypto/primitives/aead.hpp"

#include <algorithm>
#include <utility>

namespace kring::core {

namespace {

constexpr std::string_view report_info = "Kring 1.0 report";
constexpr std::string_view report_key_label = "report key";
constexpr std::size_t sealed_body_bytes = report_body_bytes + primitives::aead_tag_bytes;
/// All keys of a report, each of which has 99 bytes.
constexpr std::size_t report_keys_bytes_max = report_boxes_max * 128;

Bytes bound_to(const ReportPlace& place) {
  codec::Writer out;
  out.raw(place.circle.view());
  out.raw(place.channel.view());
  out.raw(place.reporter.view());
  out.raw(place.report.view());
  return out.take();
}

Bytes bound_to(const ReportPlace& place, const channels::HandleId& device) {
  auto bytes = bound_to(place);
  bytes.insert(bytes.end(), device.view().begin(), device.view().end());
  return bytes;
}

articles::Article article_of(json::Object object) {
  auto article = articles::Article::parse(view_bytes(json::encode(std::move(object))));
  KRING_ASSERT(article.has_value());  // The limits leave room for each.
  return std::move(*article);
}

json::Object object_of(std::string_view type) {
  json::Object object;
  object.add("type", type);
  object.add("v", 1);
  return object;
}

}  // namespace

bool is_about_reports(const articles::Article& article) {
  const auto* unknown = std::get_if<articles::UnknownArticle>(&article.content());
  return unknown != nullptr &&
         (unknown->type == report_box_article_type || unknown->type == report_article_type ||
          unknown->type == report_settled_article_type);
}

Result<SecretBytes> ReportBody::encode() const {
  if (auto status = articles::check_text(reason, report_reason_bytes_max); !status)
    return fail(status.error());
  codec::SecretWriter out;
  out.raw(post.view());
  out.opaque(view_bytes(reason));
  auto bytes = out.take();
  KRING_ASSERT(bytes.size() <= report_body_bytes);
  bytes.resize(report_body_bytes);
  return bytes;
}

Result<ReportBody> ReportBody::decode(ByteView plaintext) {
  codec::Reader in(plaintext);
  codec::FieldReader fields(in);
  ReportBody body;
  body.post = articles::PostId(fields.fixed<articles::PostId::size>());
  const auto reason = fields.opaque(report_reason_bytes_max);
  body.reason = view_text(reason);
  const bool padded = std::ranges::all_of(in.rest(), [](std::uint8_t byte) { return byte == 0; });
  if (plaintext.size() != report_body_bytes || !padded) fields.refuse(crypto::Errc::bad_value, "padding");
  auto read = fields.done(std::move(body));
  if (!read) return read;
  if (auto status = articles::check_text(read->reason, report_reason_bytes_max); !status)
    return fail(status.error());
  return read;
}

Result<SealedReportKey> SealedReportKey::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  SealedReportKey key;
  key.to = channels::HandleId(fields.fixed<channels::HandleId::size>());
  key.sealed = fields.read<primitives::HpkeCiphertext>();
  return fields.done(std::move(key));
}

void SealedReportKey::write(codec::Writer& out) const {
  out.raw(to.view());
  sealed.write(out);
}

Result<SealedReport> SealedReport::read(codec::Reader& in) {
  codec::FieldReader fields(in);
  SealedReport report;
  report.commitment = fields.fixed<32>();
  report.body = fields.opaque(sealed_body_bytes);
  report.keys = fields.vector<SealedReportKey>(report_keys_bytes_max, report_boxes_max);
  if (report.body.size() != sealed_body_bytes) fields.refuse(crypto::Errc::bad_value, "body");
  const auto unordered =
      std::ranges::adjacent_find(report.keys, std::ranges::greater_equal{}, &SealedReportKey::to);
  if (unordered != report.keys.end()) fields.refuse(crypto::Errc::bad_value, "order");
  return fields.done(std::move(report));
}

void SealedReport::write(codec::Writer& out) const {
  out.raw(commitment);
  out.opaque(body);
  codec::write_vector(out, keys);
}

Result<SealedReport> seal_report(const ReportBody& body, const ReportPlace& place,
                                 std::span<const ReportBox> boxes, Random& random) {
  KRING_ASSERT(boxes.size() <= report_boxes_max);
  const auto plaintext = body.encode();
  if (!plaintext) return fail(plaintext.error());
  const auto key = primitives::random_secret(random, primitives::aead_key_bytes);
  SealedReport report;
  report.commitment = channels::labelled_hash(report_key_label, key.expose());
  // The key is for this report alone.
  report.body = primitives::aead_seal(key, {}, bound_to(place), *plaintext);
  for (const auto& box : boxes) {
    const auto additional = bound_to(place, box.handle);
    auto sealed = primitives::hpke_seal({.bytes = copy_bytes(box.key.view())},
                                        {.info = view_bytes(report_info), .additional = additional},
                                        key.expose(), random);
    // A moderator may have written a key that is none: the others are told nevertheless.
    if (sealed) report.keys.push_back({.to = box.handle, .sealed = std::move(*sealed)});
  }
  if (report.keys.empty()) return fail(client::Errc::report_to_nobody, "report");
  std::ranges::sort(report.keys, {}, &SealedReportKey::to);
  return report;
}

Result<ReportBody> open_report(const SealedReport& report, const ReportPlace& place,
                               const channels::HandleId& device, const Secret& private_key) {
  constexpr auto closed = crypto::Errc::decryption_failed;
  const auto own = std::ranges::find(report.keys, device, &SealedReportKey::to);
  if (own == report.keys.end()) return fail(closed, "report");
  const auto additional = bound_to(place, device);
  auto opened = primitives::hpke_open(
      private_key, {.info = view_bytes(report_info), .additional = additional}, own->sealed);
  if (!opened || opened->size() != primitives::aead_key_bytes) return fail(closed, "report");
  const Secret key(std::move(*opened));
  if (channels::labelled_hash(report_key_label, key.expose()) != report.commitment)
    return fail(closed, "report");
  const auto plaintext = primitives::aead_open(key, {}, bound_to(place), report.body);
  if (!plaintext) return fail(closed, "report");
  auto body = ReportBody::decode(*plaintext);
  if (!body) return fail(closed, "report");
  return body;
}

articles::Article make_report_box_article(const ReportBoxKey& key) {
  auto object = object_of(report_box_article_type);
  object.add("key", to_base64url(key.view()));
  return article_of(std::move(object));
}

std::optional<ReportBoxKey> read_report_box_article(const articles::Article& article) {
  const auto fields = fields_of(article, report_box_article_type);
  return fields ? id_in<ReportBoxKey>(*fields, "key") : std::nullopt;
}

articles::Article make_report_article(const ReportArticle& report) {
  auto object = object_of(report_article_type);
  object.add("id", to_base64url(report.report.view()));
  object.add("sealed", to_base64url(codec::encode(report.sealed)));
  return article_of(std::move(object));
}

std::optional<ReportArticle> read_report_article(const articles::Article& article) {
  const auto fields = fields_of(article, report_article_type);
  if (!fields) return std::nullopt;
  const auto report = id_in<ReportId>(*fields, "id");
  const auto bytes = bytes_in(*fields, "sealed");
  if (!report || !bytes) return std::nullopt;
  auto sealed = codec::decode<SealedReport>(*bytes);
  if (!sealed) return std::nullopt;
  return ReportArticle{.report = *report, .sealed = std::move(*sealed)};
}

articles::Article make_settled_article(const ReportId& report) {
  auto object = object_of(report_settled_article_type);
  object.add("report", to_base64url(report.view()));
  return article_of(std::move(object));
}

std::optional<ReportId> read_settled_article(const articles::Article& article) {
  const auto fields = fields_of(article, report_settled_article_type);
  return fields ? id_in<ReportId>(*fields, "report") : std::nullopt;
}

}  // namespace kring::core
