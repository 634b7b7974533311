#include "clients/cli/commands.hpp"
#include "clients/cli/comparing.hpp"
#include "clients/cli/errc.hpp"
#include "clients/cli/present.hpp"
#include "clients/cli/printable.hpp"
#include "clients/cli/qr.hpp"
#include "clients/cli/resolve.hpp"
#include "clients/cli/six_words.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/wording.hpp"

#include "channels/charter/device_link.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/model/errc.hpp"
#include "clients/core/errc.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

/// What people do about devices: their own, and, as parents, those of others.
namespace kring::cli {

namespace {

std::vector<std::string> words_of_code(const charter::NewHandle& handle) {
  std::vector<std::string> words;
  for (const auto word : charter::six_words(charter::hash_of_new_handle(handle.content)))
    words.emplace_back(word);
  return words;
}

core::MemberView member_of(const std::vector<core::MemberView>& members, const channels::MemberId& id) {
  const auto found = std::ranges::find(members, id, &core::MemberView::id);
  return found == members.end() ? core::MemberView{} : *found;
}

/// A member as one types them in a command line: by name, or by id where a shell would read the name as more.
std::string typed_name(const core::MemberView& member) {
  const auto name = printable(member.name);
  if (name.empty() || name.find_first_of("\"\\$`!") != std::string::npos) return short_id(member.id);
  return "\"" + name + "\"";
}

}  // namespace

Outcome<Answer> run(const Devices& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto members = session.client().members(place->id(), session.now());
  auto whose = place->circle.me;
  if (!command.member.empty()) {
    const auto member = find_member(members, command.member);
    if (!member) return std::unexpected(member.error());
    whose = member->id;
  }
  if (command.link) {
    const auto link = session.client().device_link(place->id(), whose, session.now());
    if (!link) return std::unexpected(link.error());
    auto answer = answer_to_question(*place);
    answer.fields["link"] = *link;
    answer.text = link_text(*link, context);
    return answer;
  }
  auto devices = session.client().devices(place->id());
  std::erase_if(devices, [&](const core::DeviceView& device) { return device.member != whose; });
  auto answer = answer_to_question(*place);
  answer.fields["devices"] = Json::array();
  for (const auto& device : devices) answer.fields["devices"].push_back(json_of(device));
  answer.text = devices_text(devices, context.look);
  return answer;
}

Outcome<Answer> run(const RevokeDevice& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  const auto device = find_device(session.client().devices(place->id()), command.device);
  if (!device) return std::unexpected(device.error());
  const auto whose = member_of(session.client().members(place->id(), session.now()), device->member);
  const auto name = name_text(whose.name, device->member, context.look.language);
  if (may_ask(context, command.yes)) {
    const auto sure =
        ask_yes(fill(context.words(Text::ask_revoke), {name}), context.words(Text::yes_letter).front());
    if (!sure) return std::unexpected(sure.error());
  }
  std::optional<SecretBytes> words;
  // Where the device comes from goes by the words alone.
  if (device->added_this_one || !command.words_file.empty()) {
    auto typed = twelve_words(context, command.words_file);
    if (!typed) return std::unexpected(typed.error());
    words = std::move(*typed);
  }
  auto accepted = session.client().revoke_device(place->id(), device->id, words, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  return Answer{.text = fill(context.words(Text::device_revoked), {name}) + "\n"};
}

Outcome<Answer> run(const NewKeys& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::act);
  if (!place) return std::unexpected(place.error());
  if (!place->circle.owner) return std::unexpected(Error(channels::Errc::needs_owner));
  const auto member = find_member(session.client().members(place->id(), session.now()), command.member);
  if (!member) return std::unexpected(member.error());
  if (member->owner) return std::unexpected(Error(channels::Errc::target_owns));
  const auto name = name_text(member->name, member->id, context.look.language);
  Answer answer;
  if (command.code.empty()) {
    const auto link = session.client().device_link(place->id(), member->id, session.now());
    if (!link) return std::unexpected(link.error());
    answer.fields["link"] = *link;
    answer.text = fill(context.words(Text::new_keys_link), {name, typed_name(*member)}) + "\n\n" +
                  link_text(*link, context);
    return answer;
  }
  const auto handle = charter::parse_new_handle(command.code);
  if (!handle) return std::unexpected(handle.error());
  if (handle->content.member != member->id || !handle->content.recovery_key)
    return std::unexpected(Error(channels::Errc::wrong_member));
  if (const auto same = compare(command.six, words_of_code(*handle),
                                {.question = Text::ask_new_keys, .differ = Text::new_keys_differ}, context);
      !same)
    return std::unexpected(same.error());
  auto accepted = session.client().let_device_in(place->id(), command.code, session.now());
  if (!accepted) return std::unexpected(accepted.error());
  const auto done = session.carry_out(accepted->intent, std::move(accepted->actions));
  if (!done) return std::unexpected(done.error());
  answer.fields["member"] = to_hex(member->id.view());
  answer.text = fill(context.words(Text::new_keys_given), {name}) + "\n";
  return answer;
}

Outcome<Answer> run(const ComeBack& command, Context& context) {
  auto& session = context.session;
  auto coming = session.client().come_in_as(command.link, core::Coming::with_new_keys, session.now());
  if (!coming) return std::unexpected(coming.error());
  if (auto saved = session.perform(std::move(coming->actions)); !saved) return std::unexpected(saved.error());
  Answer answer;
  answer.fields["circle"] = to_hex(coming->circle.view());
  answer.fields["code"] = coming->code;
  answer.fields["words"] = words_text(coming->six_words);
  answer.text =
      std::string(context.words(Text::come_back_code)) + "\n\n" + link_text(coming->code, context) + "\n" +
      fill(context.words(Text::come_back_words), {context.look.style.bold(words_text(coming->six_words))}) +
      "\n";
  return answer;
}

Outcome<Answer> run(const Check& command, Context& context) {
  auto& session = context.session;
  const auto place = enter(context, Session::Purpose::ask);
  if (!place) return std::unexpected(place.error());
  const auto member = find_member(session.client().members(place->id(), session.now()), command.member);
  if (!member) return std::unexpected(member.error());
  if (member->six_words.empty()) return std::unexpected(Error(Errc::no_new_keys));
  // One's own are read out, and checked by others.
  if (member->me) {
    Answer answer;
    answer.fields["words"] = words_text(member->six_words);
    answer.text = fill(context.words(Text::your_six_words), {words_text(member->six_words)}) + "\n";
    return answer;
  }
  if (const auto same = compare(command.six, member->six_words,
                                {.question = Text::ask_check, .differ = Text::check_differ}, context);
      !same)
    return std::unexpected(same.error());
  auto actions = session.client().check_member(place->id(), member->id);
  if (!actions) return std::unexpected(actions.error());
  if (auto saved = session.perform(std::move(*actions)); !saved) return std::unexpected(saved.error());
  return Answer{.text = fill(context.words(Text::checked),
                             {name_text(member->name, member->id, context.look.language)}) +
                        "\n"};
}

}  // namespace kring::cli
