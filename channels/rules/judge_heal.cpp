#include "channels/rules/judge_heal.hpp"

#include "channels/model/hash.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "channels/rules/leaves.hpp"
#include "crypto/mls/message.hpp"

#include <algorithm>
#include <variant>

namespace kring::rules {

using channels::Errc;
using channels::HandleId;

namespace {

Status check_heal_place(const ChannelState& state, const HealContent& content) {
  if (content.group != state.group) return fail(Errc::channel_wrong_group, "heal");
  const bool is_here =
      content.circle == state.circle && content.channel == state.channel && content.epoch == state.epoch;
  if (!is_here) return fail(Errc::heal_wrong_place, "heal");
  return {};
}

/// The package is the one that the request names, its leaf is the handle's, and the handle has signed.
Status check_heal_package(const HealContent& content, const HealRequest& request,
                          const mls::KeyPackage& package) {
  if (mls::key_package_ref(package) != content.package) return fail(Errc::heal_wrong_package, "heal: ref");
  // A handle is the hash of its key, so that a leaf of this handle has the key that signs for it.
  if (handle_of_leaf(package.leaf_node) != content.handle) {
    return fail(Errc::heal_wrong_package, "heal: handle");
  }
  const auto key = channels::HandleKey::from(package.leaf_node.signature_key.bytes);
  const bool is_signed =
      channels::verify(channels::SigningPurpose::heal,
                       {.content = request.content, .signature = request.signature}, key->bytes())
          .has_value();
  if (!is_signed) return fail(Errc::heal_bad_signature, "heal");
  return {};
}

}  // namespace

Result<HealRequest> sign_heal(const HealContent& content, const Secret& handle_seed) {
  auto bytes = content.encode();
  auto signature = channels::sign(channels::SigningPurpose::heal, bytes, handle_seed);
  if (!signature) return fail(signature.error());
  return HealRequest{.content = std::move(bytes), .signature = std::move(*signature)};
}

channels::RecordId heal_id(const HealContent& content) {
  codec::Writer out;
  out.raw(content.group.view());
  codec::write_number(out, content.epoch);
  out.raw(content.handle.view());
  const auto hash = channels::labelled_hash("heal", out.view());
  FixedBytes<channels::RecordId::size> start{};
  std::copy_n(hash.begin(), start.size(), start.begin());
  return channels::RecordId(start);
}

Result<AskedHeal> judge_heal(const ChannelState& state, ByteView payload) {
  auto decoded = HealPayload::decode(payload);
  if (!decoded) return fail(decoded.error());
  const auto content = HealContent::decode(decoded->request.content);
  if (!content) return fail(content.error());
  if (auto right = check_heal_place(state, *content); !right) return fail(right.error());
  auto message = mls::decode_message(decoded->key_package);
  auto* package = message ? std::get_if<mls::KeyPackage>(&message->body) : nullptr;
  if (package == nullptr) return fail(Errc::heal_wrong_package, "heal: no package");
  if (auto right = check_heal_package(*content, decoded->request, *package); !right)
    return fail(right.error());
  return AskedHeal{
      .content = *content, .request = std::move(decoded->request), .package = std::move(*package)};
}

Status check_heal_time(const HealContent& content, Time commit_time) {
  const bool is_ahead = content.time > commit_time + channels::limits::clock_skew_max;
  if (is_ahead || commit_time > content.time + channels::limits::heal_life) {
    return fail(Errc::heal_out_of_time, "heal");
  }
  return {};
}

Result<std::set<HandleId>> check_heals(const CommitCase& it, const CommitData& data) {
  std::set<HandleId> healed;
  for (const auto& request : data.heals) {
    const auto content = HealContent::decode(request.content);
    if (!content) return fail(Errc::commit_bad_data, content.error().where());
    if (auto right = check_heal_place(it.state, *content); !right) return fail(right.error());
    const auto goes = std::ranges::find_if(it.effect.removes, [&](const auto& remove) {
      return handle_of_leaf(remove.node) == content->handle;
    });
    const auto comes = std::ranges::find_if(it.effect.adds, [&](const auto& add) {
      return handle_of_leaf(add.key_package.leaf_node) == content->handle;
    });
    const bool is_done = goes != it.effect.removes.end() && comes != it.effect.adds.end();
    if (!is_done || !healed.insert(content->handle).second) return fail(Errc::heal_needless, "heal");
    if (auto right = check_heal_package(*content, request, comes->key_package); !right) {
      return fail(right.error());
    }
    if (auto right = check_heal_time(*content, data.time); !right) return fail(right.error());
  }
  return healed;
}

bool heals(const CommitData& data, const HandleId& handle) {
  return std::ranges::any_of(data.heals, [&](const HealRequest& request) {
    const auto content = HealContent::decode(request.content);
    return content && content->handle == handle;
  });
}

}  // namespace kring::rules
