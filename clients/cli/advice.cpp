#include "clients/cli/advice.hpp"

#include "clients/cli/commands.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"

#include "channels/model/errc.hpp"
#include "clients/core/errc.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kring::cli {

namespace {

template <class Code>
bool is_failure(const Failure& failure, Code code) {
  return code_of(failure) == Error(code).name();
}

/// Whether somebody's place in the circle says more than this: those who wait know no names yet, and nobody
/// but a member decides or lets in.
bool hides_standing(const Failure& failure, const core::CircleView& circle) {
  if (is_failure(failure, channels::Errc::needs_owner) || is_failure(failure, client::Errc::unknown_request))
    return true;
  const bool is_outside =
      circle.standing == core::Standing::invited || circle.standing == core::Standing::waiting;
  return is_outside && (is_failure(failure, client::Errc::unknown_member) ||
                        is_failure(failure, client::Errc::unknown_role));
}

/// Those who decide here, as far as this device knows their names.
std::string deciders_text(const core::CircleView& circle, const Context& context) {
  std::string names;
  for (const auto& member : context.session.client().members(circle.id, context.session.now())) {
    if (member.owner && !member.name.empty())
      names.append(names.empty() ? "" : ", ").append(printable(member.name));
  }
  return names.empty() ? names : fill(context.words(Text::owners_are), {names});
}

/// Who froze it, and who can end that.
std::string freezes_text(const core::CircleView& circle, const Context& context) {
  std::string sentences;
  for (const auto& freeze : circle.freezes) {
    const auto until = time_text(freeze.until, context.look.language);
    const auto name = name_text(freeze.by.name, freeze.by.member, context.look.language);
    sentences.append(sentences.empty() ? "" : " ")
        .append(freeze.mine ? fill(context.words(Text::frozen_by_you), {until})
                            : fill(context.words(Text::frozen_by), {name, until}));
  }
  return sentences.empty() ? std::string(context.words(Text::not_frozen_now)) : sentences;
}

}  // namespace

Failure with_advice(Failure failure, const Context& context) {
  if (!context.circle || failure.alarm) return failure;
  const auto& circle = *context.circle;
  if (hides_standing(failure, circle)) {
    if (auto inside = check_inside({.circle = circle}); !inside) return inside.error();
  }
  if (!failure.detail.empty()) return failure;
  if (is_failure(failure, channels::Errc::needs_owner)) failure.detail = deciders_text(circle, context);
  if (is_failure(failure, channels::Errc::not_frozen) || is_failure(failure, channels::Errc::frozen))
    failure.detail = freezes_text(circle, context);
  if (is_failure(failure, channels::Errc::target_is_signer) && circle.only_owner)
    failure.detail = context.words(Text::only_owner_stays);
  if (!context.channel) return failure;
  const auto& channel = *context.channel;
  if (is_failure(failure, client::Errc::may_not_post) && channel.closed)
    failure.detail = fill(context.words(Text::channel_was_closed), {printable(channel.label)});
  if (is_failure(failure, client::Errc::no_longer_read) && channel.read_until)
    failure.detail = fill(context.words(Text::read_no_more_since),
                          {time_text(*channel.read_until, context.look.language)});
  return failure;
}

}  // namespace kring::cli
