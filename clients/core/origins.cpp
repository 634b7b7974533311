#include "clients/core/origins.hpp"

#include "crypto/codec/writer.hpp"
#include "crypto/primitives/hash.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kring::core {

namespace {

constexpr std::string_view origin_label = "kring origin";

void add_origin(std::set<articles::OriginId>& origins, ByteView bytes) {
  if (bytes.empty()) return;
  const auto article = articles::Article::parse(bytes);
  const auto* origin = article ? article->origin() : nullptr;
  if (origin != nullptr) origins.insert(origin->id);
}

}  // namespace

articles::OriginId origin_of(const channels::CircleId& circle, const channels::ChannelId& channel,
                             channels::Sequence seq) {
  codec::Writer named;
  named.raw(kring::view_bytes(origin_label));
  named.raw(circle.view());
  named.raw(channel.view());
  named.u64(std::to_underlying(seq));
  const auto hash = primitives::sha256(named.view());
  FixedBytes<articles::OriginId::size> id{};
  std::ranges::copy_n(hash.begin(), id.size(), id.begin());
  return articles::OriginId(id);
}

std::set<articles::OriginId> origins_in(const CircleData& circle, const channels::ChannelId& channel) {
  std::set<articles::OriginId> origins;
  if (const auto known = circle.channels.find(channel); known != circle.channels.end()) {
    for (const auto& entry : known->second.log) add_origin(origins, entry.article);
  }
  for (const auto& [id, message] : circle.outbox) {
    if (message.channel == channel) add_origin(origins, message.article);
  }
  for (const auto& [id, upload] : circle.uploads) {
    if (upload.channel == channel && upload.attachment.from) origins.insert(upload.attachment.from->id);
  }
  return origins;
}

}  // namespace kring::core
