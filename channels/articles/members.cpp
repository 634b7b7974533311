#include "channels/articles/members.hpp"

#include "channels/charter/introduction.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/signing.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/codec/structure.hpp"

#include <variant>

namespace kring::articles {

using channels::HandleId;

namespace {

/// The handle that an introduction is about, not believed yet; nothing if it cannot be read.
std::optional<HandleId> handle_in(ByteView introduction) {
  codec::Reader in(introduction);
  const auto bytes = in.opaque(channels::limits::introduction_bytes_max);
  if (!bytes) return std::nullopt;
  const auto content = codec::decode<charter::IntroductionContent>(*bytes);
  if (!content) return std::nullopt;
  return channels::handle_of(content->subject.handle_key);
}

Person judge(const HandleId& handle, ByteView bytes, const charter::Charter& charter) {
  Person person{.handle = handle, .name = {}, .relation = {}, .person_key = {}};
  const auto* known = charter.handle(handle);
  if (known == nullptr) return person;
  const auto introduction = charter::Introduction::verify(
      bytes, {.circle = charter.circle(), .member = known->member, .handle_key = known->key});
  if (!introduction) return person;
  const auto& content = introduction->content();
  person.check = NameCheck::verified;
  person.name = content.name;
  person.relation = content.relation;
  person.person_key = content.person_key;
  person.serial = content.serial;
  return person;
}

}  // namespace

void Members::apply(const PlacedArticle& placed, const charter::Charter& charter) {
  KRING_ASSERT(placed.seq > last_);
  last_ = placed.seq;
  const auto& content = placed.article.content();
  if (const auto* article = std::get_if<IntroductionArticle>(&content)) {
    introduce(article->introduction, charter);
  } else if (const auto* label = std::get_if<ChannelLabel>(&content)) {
    if (charter.rights_of(placed.author, channel_).include(channels::Right::moderate)) relabel(*label);
  }
}

void Members::introduce(ByteView introduction, const charter::Charter& charter) {
  const auto handle = handle_in(introduction);
  if (!handle) return;
  auto person = judge(*handle, introduction, charter);
  const auto [place, is_new] = people_.try_emplace(*handle, person);
  if (is_new || person.check != NameCheck::verified) return;
  // Whoever hands on an older one that they had kept changes nothing.
  const auto& known = place->second;
  if (known.check != NameCheck::verified || person.serial >= known.serial) place->second = std::move(person);
}

void Members::relabel(const ChannelLabel& label) {
  label_ = label;
  for (const auto& role : label.roles) roles_.insert_or_assign(role.role, role);
}

const Person* Members::find(const HandleId& handle) const {
  const auto found = people_.find(handle);
  return found == people_.end() ? nullptr : &found->second;
}

const RoleLabel* Members::role(const channels::RoleId& role) const {
  const auto found = roles_.find(role);
  return found == roles_.end() ? nullptr : &found->second;
}

}  // namespace kring::articles
