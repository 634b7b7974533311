#include "channels/wire/answer.hpp"
#include "channels/wire/event.hpp"
#include "channels/wire/request.hpp"

namespace kring::wire {

namespace {

template <class Values>
auto find_named(const Values& values, std::string_view name) -> std::optional<typename Values::value_type> {
  for (const auto value : values) {
    if (name_of(value) == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Op value) {
  switch (value) {
    case Op::login:
      return "login";
    case Op::charter:
      return "charter";
    case Op::bundle:
      return "bundle";
    case Op::append:
      return "append";
    case Op::attach:
      return "attach";
    case Op::key_packages:
      return "key_packages";
    case Op::claim:
      return "claim";
    case Op::introduction:
      return "introduction";
    case Op::welcomed:
      return "welcomed";
    case Op::ping:
      return "ping";
    case Op::restore_charter:
      return "restore_charter";
    case Op::restore_log:
      return "restore_log";
    case Op::slot_put:
      return "slot_put";
    case Op::slot_read:
      return "slot_read";
  }
  return "";
}

std::optional<Op> op_named(std::string_view name) {
  return find_named(ops, name);
}

std::string_view name_of(Access value) {
  switch (value) {
    case Access::member:
      return "member";
    case Access::invited:
      return "invited";
    case Access::waiting:
      return "waiting";
    case Access::ended:
      return "ended";
    case Access::paused:
      return "paused";
    case Access::recovering:
      return "recovering";
  }
  return "";
}

std::optional<Access> access_named(std::string_view name) {
  return find_named(accesses, name);
}

std::string_view name_of(EventKind value) {
  switch (value) {
    case EventKind::hello:
      return "hello";
    case EventKind::charter:
      return "charter";
    case EventKind::entry:
      return "entry";
    case EventKind::welcome:
      return "welcome";
    case EventKind::work:
      return "work";
    case EventKind::heartbeat:
      return "heartbeat";
    case EventKind::draining:
      return "draining";
  }
  return "";
}

std::optional<EventKind> event_kind_named(std::string_view name) {
  return find_named(event_kinds, name);
}

}  // namespace kring::wire
