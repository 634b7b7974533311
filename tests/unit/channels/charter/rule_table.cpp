#include "tests/unit/channels/charter/rule_table.hpp"

#include "channels/model/limits.hpp"

namespace kring::charter {

using namespace std::chrono_literals;
namespace limits = channels::limits;

std::string name_of_rule(const testing::TestParamInfo<Rule>& row) {
  return row.param.name;
}

CharterEntry changed(TestCircle& circle, const std::function<void(CharterContent&)>& change) {
  auto content =
      circle.charter().next_content(circle.founder.id, circle.now, circle.make_offer(circle.doctor).terms);
  change(content);
  return make_entry(content, {.handle = &circle.founder.handle.private_key}).value();
}

CharterEntry owner_added(TestCircle& c, const std::function<void(OwnerAdd&)>& change) {
  const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
  auto content = c.owner_entry(c.founder, acceptance, {}).content();
  change(std::get<OwnerAdd>(content.body));
  return make_entry(content,
                    {.handle = &c.founder.handle.private_key, .recovery = &c.founder.recovery.private_key})
      .value();
}

CharterEntry owner_added_with(TestCircle& c, Duration age, const std::function<void(OwnerConsent&)>& change) {
  const auto second = c.admit_owner();
  const auto acceptance = c.accept(c.invite(c.founder, c.parent), c.make_person());
  auto consent = c.consent_of(second, acceptance);
  change(consent);
  c.now += age;
  return c.owner_entry(c.founder, acceptance, {consent});
}

void unchanged(OwnerConsent& /*consent*/) {}

CharterEntry published_with(TestCircle& c, Duration age, const std::function<void(OwnerConsent&)>& change) {
  const auto second = c.admit_owner();
  const auto first = c.first_key_of(c.founder);
  auto consent = c.consent_of(second, subject_of(first));
  change(consent);
  c.now += age;
  return c.entry_by_words(c.founder, Publish{.first = first, .consents = {consent}});
}

CharterEntry role_set(TestCircle& c, const std::function<void(RoleSet&)>& change) {
  RoleSet body{.role = {.id = c.doctor, .may_admit = {}}, .rights = {}};
  change(body);
  return c.entry(c.founder, body);
}

CharterEntry channel_opened(TestCircle& c, const std::function<void(ChannelOpen&)>& change) {
  ChannelOpen body{.channel = c.random.id<ChannelId>(),
                   .mode = Mode::record,
                   .purpose = Purpose::ordinary,
                   .group = c.random.id<GroupId>(),
                   .rights = {{.role = c.parent, .rights = Right::read}}};
  change(body);
  return c.entry(c.founder, body);
}

CharterEntry restarted(TestCircle& c, const std::function<void(ChannelRestart&)>& change) {
  ChannelRestart body{.channel = c.care,
                      .group = c.random.id<GroupId>(),
                      .last_good = {.number = Sequence{7}, .hash = c.random.fixed<32>()},
                      .generation = channels::Generation{2},
                      .blamed = std::nullopt};
  change(body);
  return c.entry(c.founder, body);
}

CharterEntry resumed(TestCircle& c, const std::function<void(Resume&)>& change) {
  Resume body{.incarnation = c.random.id<Incarnation>(), .heads = {}};
  for (const auto& [id, channel] : c.charter().channels()) body.heads.push_back({.channel = id, .place = {}});
  change(body);
  return c.entry(c.founder, body);
}

void fill_roles(TestCircle& c) {
  while (c.charter().roles().size() < limits::roles_max) {
    c.must_act(c.founder, RoleSet{.role = {.id = c.random.id<RoleId>(), .may_admit = {}}, .rights = {}});
  }
}

void fill_channels(TestCircle& c) {
  while (c.charter().channels().size() < limits::channels_max) {
    c.must_act(c.founder, ChannelOpen{.channel = c.random.id<ChannelId>(),
                                      .mode = Mode::record,
                                      .purpose = Purpose::ordinary,
                                      .group = c.random.id<GroupId>(),
                                      .rights = {}});
  }
}

CharterEntry invited(TestCircle& c, const std::function<void(InviteCreate&)>& change) {
  auto terms = c.make_offer(c.doctor).terms;
  change(terms);
  return c.entry(c.founder, terms);
}

TestCircle::Offer stand_in_offer(TestCircle& c) {
  auto offer = c.make_offer(c.night);
  offer.terms.stay = 8h;
  return offer;
}

void invite_in_vain(TestCircle& c, const TestPerson& maker, RoleId role, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    auto offer = role == c.night ? stand_in_offer(c) : c.make_offer(role);
    const auto invitation = c.invite(maker, std::move(offer));
    c.must_act(maker, InviteWithdraw{.invitation = invitation.id});
  }
}

CharterEntry stand_in_invited(TestCircle& c, const std::function<void(InviteCreate&)>& change) {
  const auto nurse = c.admit(c.nurse);
  auto terms = stand_in_offer(c).terms;
  change(terms);
  return c.entry(nurse, terms);
}

CharterEntry accepted(TestCircle& c, const Accepting& how) {
  const auto invitation = c.invite(c.founder, c.doctor);
  const auto person = c.make_person();
  how.before(c, invitation);
  auto body = c.acceptance_of(invitation, person);
  how.change(body);
  return c.acceptance_entry(invitation, person, body);
}

CharterEntry granted(TestCircle& c, const std::function<void(Grant&)>& change) {
  auto body = c.grant_of(c.accept(c.invite(c.founder, c.doctor), c.make_person()));
  change(body);
  return c.entry(c.founder, body);
}

EntryHash stand_in_waits(TestCircle& c, const TestPerson& nurse, Duration before_end) {
  c.now = *c.charter().member(nurse.member)->until - before_end;
  auto offer = c.make_offer(c.night);
  offer.terms.stay = 8h;
  return c.accept(c.invite(nurse, std::move(offer)), c.make_person());
}

}  // namespace kring::charter
