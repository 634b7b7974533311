#include "channels/wire/charter_page.hpp"

#include "channels/wire/limits.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/codec/structure.hpp"

#include <charconv>
#include <utility>

namespace kring::wire {

namespace {

constexpr std::string_view charter_root = "/v1/charter/";

}  // namespace

std::string format_charter_path(const CharterPath& path) {
  return std::string(charter_root) + to_hex(path.circle.view()) + '/' +
         std::to_string(std::to_underlying(path.from));
}

std::optional<CharterPath> parse_charter_path(std::string_view text) {
  constexpr std::size_t digits = 2 * channels::CircleId::size;
  const auto start = charter_root.size() + digits + 1;
  if (!text.starts_with(charter_root) || text.size() <= start) return std::nullopt;
  const auto bytes = from_hex(text.substr(charter_root.size(), digits));
  const auto circle = bytes ? channels::CircleId::from(*bytes) : fail(bytes.error());
  std::uint64_t from = 0;
  const auto number = text.substr(start);
  const auto read = std::from_chars(number.data(), number.data() + number.size(), from);
  if (!circle || read.ec != std::errc() || from == 0 || from >= limits::number_end) return std::nullopt;
  // Comparing with the one right form also checks the slashes, the case, leading zeros and what follows.
  const CharterPath path{.circle = *circle, .from = channels::EntryNumber{from}};
  if (format_charter_path(path) != text) return std::nullopt;
  return path;
}

Result<CharterPage> CharterPage::read(codec::Reader& in) {
  if (in.rest().size() > limits::charter_page_bytes_max) return fail(crypto::Errc::too_long, "charter page");
  codec::FieldReader fields(in);
  CharterPage page{.head = {.number = fields.number<channels::EntryNumber>(),
                            .hash = fields.fixed<32>(),
                            .signature = fields.fixed<64>()},
                   .entries = {}};
  if (auto head = fields.done(true); !head) return fail(head.error());
  auto entries =
      in.vector<Bytes>(limits::charter_page_bytes_max, limits::charter_answer_entries_max,
                       [](codec::Reader& inner) { return inner.copy_opaque(limits::entry_bytes_max); });
  if (!entries) return fail(entries.error());
  page.entries = std::move(*entries);
  return page;
}

void CharterPage::write(codec::Writer& out) const {
  codec::write_number(out, head.number);
  out.raw(head.hash);
  out.raw(head.signature);
  out.vector(entries, [](codec::Writer& inner, const Bytes& entry) { inner.opaque(entry); });
}

}  // namespace kring::wire
