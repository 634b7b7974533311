#include "hub/bus/announcement.hpp"

#include "channels/model/limits.hpp"
#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/primitives/aead.hpp"
#include "crypto/primitives/hash.hpp"
#include "hub/bus/limits.hpp"

namespace kring::bus {

namespace {

constexpr std::uint8_t version = 1;
constexpr std::string_view channel_prefix = "kring:";
/// Of the hub's key's hash: enough to tell the hubs of one server apart.
constexpr std::size_t channel_bytes = 8;
constexpr std::size_t sealed_bytes_max = limits::announcement_bytes_max + primitives::aead_tag_bytes;

void write_header(codec::Writer& out, const NodeId& node, std::uint64_t number) {
  out.u8(version);
  out.raw(node.view());
  out.u64(number);
}

primitives::AeadNonce nonce_of(std::uint64_t number) {
  primitives::AeadNonce nonce{};
  for (std::size_t i = 0; i < 8; ++i)
    nonce[nonce.size() - 1 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return nonce;
}

Secret key_of_node(const Secret& key, const NodeId& node) {
  return primitives::hkdf_expand(key, node.view(), primitives::aead_key_bytes);
}

Result<std::shared_ptr<const std::string>> read_frame(codec::Reader& in) {
  const auto bytes = in.opaque(channels::limits::frame_bytes_max);
  if (!bytes) return fail(bytes.error());
  return std::make_shared<const std::string>(view_text(*bytes));
}

Result<News> read_news(codec::Reader& in) {
  const auto circle = in.id<channels::CircleId>();
  if (!circle) return fail(circle.error());
  const auto channel =
      in.optional<channels::ChannelId>([](codec::Reader& inner) { return inner.id<channels::ChannelId>(); });
  if (!channel) return fail(channel.error());
  const auto number = in.u64();
  if (!number) return fail(number.error());
  const auto charter = in.u64();
  if (!charter) return fail(charter.error());
  auto frames = in.vector<std::shared_ptr<const std::string>>(limits::batch_frames_bytes_max,
                                                              limits::log_frames_max, &read_frame);
  if (!frames) return fail(frames.error());
  return News{.circle = *circle,
              .channel = *channel,
              .number = *number,
              .charter = *charter,
              .frames = std::move(*frames)};
}

}  // namespace

Bytes encode_news(std::span<const News> news) {
  codec::Writer out;
  out.vector(news, [](codec::Writer& inner, const News& one) {
    inner.raw(one.circle.view());
    inner.optional(one.channel, [](codec::Writer& last, const auto& id) { last.raw(id.view()); });
    inner.u64(one.number);
    inner.u64(one.charter);
    inner.vector(one.frames, [](codec::Writer& last, const auto& frame) { last.opaque(view_bytes(*frame)); });
  });
  return out.take();
}

Result<std::vector<News>> decode_news(ByteView bytes) {
  codec::Reader in(bytes);
  auto news = in.vector<News>(limits::announcement_bytes_max, limits::batch_news_max, &read_news);
  if (!news) return fail(news.error());
  if (const auto end = in.finish(); !end) return fail(end.error());
  return news;
}

Result<Envelope> read_envelope(ByteView bytes) {
  codec::Reader in(bytes);
  const auto told = in.u8();
  if (!told) return fail(told.error());
  if (*told != version) return fail(crypto::Errc::bad_value, "announcement's version");
  const auto node = in.id<NodeId>();
  if (!node) return fail(node.error());
  const auto number = in.u64();
  if (!number) return fail(number.error());
  if (in.rest().size() > sealed_bytes_max) return fail(crypto::Errc::too_long, "announcement");
  return Envelope{.node = *node, .number = *number, .sealed = in.rest()};
}

Sealer::Sealer(const Secret& key, const NodeId& node) : node_(node), key_(key_of_node(key, node)) {}

Bytes Sealer::seal(std::span<const News> news) {
  codec::Writer out;
  const auto number = next_++;
  write_header(out, node_, number);
  out.raw(primitives::aead_seal(key_, nonce_of(number), Bytes(out.view().begin(), out.view().end()),
                                encode_news(news)));
  return out.take();
}

Result<std::vector<News>> Opener::open(const Envelope& envelope) {
  codec::Writer header;
  write_header(header, envelope.node, envelope.number);
  const auto known = node_keys_.find(envelope.node);
  // Anybody can name a node: a key is kept once it has opened something.
  Secret fresh;
  if (known == node_keys_.end()) fresh = key_of_node(key_, envelope.node);
  const auto opened = primitives::aead_open(known == node_keys_.end() ? fresh : known->second,
                                            nonce_of(envelope.number), header.view(), envelope.sealed);
  if (!opened) return fail(opened.error());
  if (known == node_keys_.end()) {
    if (node_keys_.size() >= limits::nodes_max) node_keys_.clear();
    node_keys_.emplace(envelope.node, std::move(fresh));
  }
  return decode_news(*opened);
}

Secret announcement_key(const Secret& hub_seed) {
  return primitives::hkdf_extract(view_bytes("Kring 1.0 announcements between nodes"), hub_seed.expose());
}

std::string announcement_channel(const channels::HubKey& hub) {
  const auto hash = primitives::sha256({view_bytes("Kring 1.0 announcement channel"), hub.view()});
  return std::string(channel_prefix) + to_hex(ByteView(hash).first(channel_bytes));
}

}  // namespace kring::bus
