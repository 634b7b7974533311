#include "clients/core/advance.hpp"

#include "clients/core/bundle.hpp"
#include "clients/core/healing.hpp"
#include "clients/core/joining.hpp"
#include "clients/core/log_sync.hpp"
#include "clients/core/login.hpp"
#include "clients/core/outbox.hpp"
#include "clients/core/packages.hpp"
#include "clients/core/people.hpp"
#include "clients/core/reading_back.hpp"
#include "clients/core/reports.hpp"
#include "clients/core/restarts.hpp"
#include "clients/core/restoring.hpp"
#include "clients/core/shared_boxes.hpp"
#include "clients/core/standing.hpp"
#include "clients/core/wishes.hpp"
#include "clients/core/work.hpp"

namespace kring::core {

namespace {

struct CircleOfEvent {
  std::optional<channels::CircleId> operator()(const wire::CharterEvent& event) const { return event.circle; }
  std::optional<channels::CircleId> operator()(const wire::EntryEvent& event) const { return event.circle; }
  std::optional<channels::CircleId> operator()(const wire::WelcomeEvent& event) const { return event.circle; }
  std::optional<channels::CircleId> operator()(const wire::WorkEvent& event) const { return event.circle; }
  std::optional<channels::CircleId> operator()(const wire::HelloEvent& /*event*/) const {
    return std::nullopt;
  }
  std::optional<channels::CircleId> operator()(const wire::HeartbeatEvent& /*event*/) const {
    return std::nullopt;
  }
  std::optional<channels::CircleId> operator()(const wire::DrainingEvent& /*event*/) const {
    return std::nullopt;
  }
};

struct TakeEvent {
  Context& context;

  void operator()(const wire::CharterEvent& event) const { take_charter_event(context, event); }
  void operator()(const wire::EntryEvent& event) const { take_entry_event(context, event); }
  void operator()(const wire::WelcomeEvent& event) const { take_welcome_event(context, event); }
  void operator()(const wire::WorkEvent& event) const { take_work_event(context, event); }
  void operator()(const wire::HelloEvent& /*event*/) const {}
  void operator()(const wire::HeartbeatEvent& /*event*/) const {}
  void operator()(const wire::DrainingEvent& /*event*/) const {}
};

struct TakeAnswer {
  Context& context;
  const AwaitedAnswer& asked;

  void operator()(const wire::LoginAnswer& answer) const { login_answered(context, answer); }
  void operator()(const wire::CharterAnswer& answer) const { charter_answered(context, answer); }
  void operator()(const wire::BundleAnswer& answer) const { bundle_answered(context, answer); }
  void operator()(const wire::AppendAnswer& answer) const {
    if (asked.heals) return heal_answered(context, asked.channel);
    append_answered(context, asked.message, answer);
  }
  void operator()(const wire::AttachAnswer& answer) const { attach_answered(context, answer); }
  void operator()(const wire::KeyPackagesAnswer& answer) const { packages_answered(context, answer); }
  void operator()(const wire::ClaimAnswer& answer) const { claim_answered(context, asked, answer); }
  void operator()(const wire::IntroductionAnswer& answer) const {
    introduction_answered(context, asked.invitation, answer);
  }
  void operator()(const wire::WelcomedAnswer& /*answer*/) const {}
  void operator()(const wire::PingAnswer& /*answer*/) const {}
  void operator()(const wire::RestoreCharterAnswer& answer) const {
    restore_charter_answered(context, answer);
  }
  void operator()(const wire::RestoreLogAnswer& answer) const {
    restore_log_answered(context, asked.channel, answer);
  }
  void operator()(const wire::SlotPutAnswer& /*answer*/) const {}
  void operator()(const wire::SlotReadAnswer& /*answer*/) const {}
};

void take_refusal(Context& context, const AwaitedAnswer& asked, const wire::ErrorAnswer& error) {
  switch (asked.op) {
    case wire::Op::login:
      return login_refused(context, error);
    case wire::Op::attach:
      return attach_refused(context, error);
    case wire::Op::bundle:
      return bundle_refused(context, error);
    case wire::Op::append:
      if (asked.heals) return heal_refused(context, asked.channel, error);
      return append_refused(context, asked.message, error);
    case wire::Op::key_packages:
      return packages_refused(context, error);
    case wire::Op::claim:
      return claim_refused(context, asked, error);
    case wire::Op::introduction:
      return introduction_refused(context, asked.invitation, error);
    case wire::Op::restore_charter:
    case wire::Op::restore_log:
      return restore_refused(context, asked, error);
    case wire::Op::charter:
    case wire::Op::welcomed:
    case wire::Op::ping:
    case wire::Op::slot_put:
    case wire::Op::slot_read:
      // Asked for again on the next connection.
      return;
  }
}

void tell_caught_up(Context& context) {
  auto& circle = context.circle;
  const bool now = is_caught_up(circle, context.now());
  if (now && !circle.told_caught_up) context.turn.notify(CaughtUp{circle.id});
  circle.told_caught_up = now;
}

}  // namespace

std::optional<channels::CircleId> circle_of(const wire::Event& event) {
  return std::visit(CircleOfEvent{}, event);
}

void take_circle_event(Context& context, const wire::Event& event) {
  std::visit(TakeEvent{context}, event);
}

void take_circle_answer(Context& context, const AwaitedAnswer& asked,
                        const std::variant<wire::OkAnswer, wire::ErrorAnswer>& outcome) {
  if (const auto* ok = std::get_if<wire::OkAnswer>(&outcome)) {
    std::visit(TakeAnswer{context, asked}, *ok);
  } else {
    take_refusal(context, asked, std::get<wire::ErrorAnswer>(outcome));
  }
}

void take_part(Context& context, const Hash& hash, const Result<Bytes>& bytes) {
  take_payload(context, hash, bytes);
  take_welcome_part(context, hash, bytes);
}

void advance(Context& context) {
  update_standing(context);
  follow_restarts(context);
  push_welcomes(context);
  open_channels(context);
  begin_reading_back(context);
  come_in(context);
  follow_logs(context);
  follow_restarts(context);
  push_restoring(context);
  settle_bundle(context);
  push_bundle(context);
  push_requests(context);
  push_intents(context);
  push_work(context);
  push_bundle(context);
  push_healing(context);
  push_packages(context);
  push_introductions(context);
  share_boxes(context);
  share_report_boxes(context);
  push_uploads(context);
  push_outbox(context);
  // A channel that we have just joined, or opened, is read from here on.
  come_in(context);
  tell_caught_up(context);
}

}  // namespace kring::core
