#include "tests/support/hub_world.hpp"

#include "channels/rules/charter_at_head.hpp"
#include "channels/rules/judge_opening.hpp"
#include "channels/rules/record_structures.hpp"
#include "channels/rules/restart.hpp"
#include "channels/wire/login.hpp"
#include "crypto/base/assert.hpp"
#include "crypto/mls/key_package_bundle.hpp"
#include "crypto/mls/message.hpp"
#include "tests/support/channel_writing.hpp"

#include <algorithm>
#include <utility>

namespace kring::support {

using engine::SessionId;

namespace {

constexpr auto origin = "http://127.0.0.1:8420";

}  // namespace

HubWorld::HubWorld(const TestCircle& circle)
    : now(circle.now),
      hub_key_(channels::HubKey::from(circle.hub.public_key.bytes).value()),
      hub_seed_(circle.hub.private_key.clone()),
      store_(incarnation_),
      reader_(store_.open_reader().value()),
      engine_(make_engine()) {}

std::unique_ptr<engine::Engine> HubWorld::make_engine() {
  return std::make_unique<engine::Engine>(engine::EngineOptions{.origin = origin,
                                                                .incarnation = incarnation_,
                                                                .hub_public_key = hub_key_,
                                                                .hub_seed = hub_seed_.clone(),
                                                                .blob_circle_bytes_max = blob_circle_room,
                                                                .rates = rates_},
                                          random_);
}

void HubWorld::restart() {
  engine_ = make_engine();
  held_.clear();
}

void HubWorld::set_rates(const engine::RateLimits& rates) {
  rates_ = rates;
  restart();
}

void HubWorld::declare_restore() {
  incarnation_ = channels::Incarnation(FixedBytes<16>{2});
  restart();
}

SessionId HubWorld::connect(const engine::Client& client) {
  const SessionId session{next_session_++};
  perform(engine_->on(engine::SessionOpened{.session = session, .client = client}, now));
  return session;
}

void HubWorld::disconnect(SessionId session) {
  perform(engine_->on(engine::SessionClosed{session}, now));
}

std::vector<std::string> HubWorld::send(SessionId session, std::string text) {
  sent_[session].clear();
  perform(engine_->on(engine::FrameReceived{.session = session, .text = std::move(text)}, now));
  return sent_[session];
}

wire::AnswerFrame HubWorld::ask(SessionId session, wire::Request request) {
  const auto op = wire::op_of(request);
  answers_[session].clear();
  const wire::RequestFrame frame{.id = wire::RequestId{next_request_++}, .request = std::move(request)};
  send(session, wire::encode_request(frame).value());
  KRING_ASSERT(answers_[session].size() == 1);
  return wire::decode_answer(answers_[session].front(), op).value();
}

std::string HubWorld::refusal(SessionId session, wire::Request request) {
  const auto answer = ask(session, std::move(request));
  const auto* error = std::get_if<wire::ErrorAnswer>(&answer.outcome);
  if (error == nullptr) return "ok";
  return std::string(wire::name_of(error->code)) + (error->rule.empty() ? "" : ":" + error->rule);
}

wire::LoginRequest HubWorld::login_request(SessionId session, const channels::CircleId& circle,
                                           const TestPerson& person) {
  const auto& greeting = hellos_.at(session);
  return wire::sign_login({.challenge = {.origin = greeting.origin, .nonce = greeting.nonce},
                           .client_nonce = random_.fixed<32>(),
                           .circle = circle,
                           .handle = person.id},
                          person.handle.private_key)
      .value();
}

void HubWorld::login(SessionId session, const channels::CircleId& circle, const TestPerson& person) {
  const auto answer = ask(session, login_request(session, circle, person));
  KRING_ASSERT(std::holds_alternative<wire::OkAnswer>(answer.outcome));
}

std::vector<wire::Event> HubWorld::events(SessionId session) {
  return std::exchange(events_[session], {});
}

void HubWorld::release(SessionId session) {
  held_.erase(session);
  if (unsent_.erase(session) != 0) perform(engine_->on(engine::WriterReady{session}, now));
}

std::optional<engine::CloseReason> HubWorld::closed(SessionId session) const {
  const auto found = closed_.find(session);
  return found == closed_.end() ? std::nullopt : std::optional(found->second);
}

void HubWorld::tick(Duration after) {
  now += after;
  perform(engine_->on(engine::Ticked{}, now));
}

void HubWorld::drain() {
  perform(engine_->on(engine::DrainAsked{}, now));
}

void HubWorld::end_channel(const channels::CircleId& circle, const channels::ChannelId& channel) {
  perform(engine_->on(engine::ChannelGone{.circle = circle, .channel = channel}, now));
}

engine::HttpReply HubWorld::http(engine::HttpAsked asked) {
  reply_.reset();
  perform(engine_->on(std::move(asked), now));
  KRING_ASSERT(reply_.has_value());
  return *reply_;
}

engine::HttpReply HubWorld::upload(const engine::UploadAsked& asked) {
  reply_.reset();
  perform(engine_->on(asked, now));
  KRING_ASSERT(reply_.has_value());
  return *reply_;
}

void HubWorld::step_store() {
  auto call = std::move(store_calls_.front());
  store_calls_.pop_front();
  perform_store(call);
}

bool HubWorld::give_turn() {
  if (!std::exchange(turn_wanted_, false)) return false;
  perform(engine_->on(engine::TurnGiven{}, now));
  return true;
}

std::size_t HubWorld::writes(SessionId session) const {
  const auto found = writes_.find(session);
  return found == writes_.end() ? 0 : found->second;
}

void HubWorld::release_store() {
  store_held_ = false;
  while (!store_calls_.empty()) step_store();
}

wire::RequestId HubWorld::start(SessionId session, wire::Request request) {
  const wire::RequestId id{next_request_++};
  send(session, wire::encode_request({.id = id, .request = std::move(request)}).value());
  return id;
}

std::optional<std::string> HubWorld::outcome(SessionId session, wire::RequestId id) const {
  const auto answers = answers_.find(session);
  if (answers == answers_.end()) return std::nullopt;
  const auto found = std::ranges::find(answers->second, std::optional(id), &wire::ReceivedAnswer::id);
  if (found == answers->second.end()) return std::nullopt;
  const auto* error = std::get_if<wire::ErrorAnswer>(&found->outcome);
  return error == nullptr ? "ok" : std::string(wire::name_of(error->code));
}

void HubWorld::perform_store(engine::Action& action) {
  if (auto* write = std::get_if<engine::StoreWrite>(&action)) {
    if (std::holds_alternative<store::PurgeEnded>(write->request)) ++purges_;
    auto results = store_.write(std::span(&write->request, 1));
    perform(
        engine_->on(engine::WriteAnswered{.call = write->call, .result = std::move(results.front())}, now));
  } else if (auto* read = std::get_if<engine::StoreRead>(&action)) {
    ++reads_;
    auto result = read_failure_ ? store::ReadResult(fail(*read_failure_)) : reader_->read(read->request);
    perform(engine_->on(engine::ReadAnswered{.call = read->call, .result = std::move(result)}, now));
  }
}

void HubWorld::perform(engine::Actions actions) {
  for (auto& action : actions) perform_one(action);
}

void HubWorld::perform_one(engine::Action& action) {
  if (auto* send = std::get_if<engine::SendFrames>(&action)) {
    ++writes_[send->session];
    for (const auto& frame : send->frames) receive(send->session, *frame);
    if (held_.contains(send->session)) {
      unsent_.insert(send->session);
    } else {
      perform(engine_->on(engine::WriterReady{send->session}, now));
    }
  } else if (auto* close = std::get_if<engine::CloseSession>(&action)) {
    closed_.emplace(close->session, close->reason);
  } else if (std::holds_alternative<engine::StoreWrite>(action) ||
             std::holds_alternative<engine::StoreRead>(action)) {
    if (store_held_) {
      store_calls_.push_back(std::move(action));
    } else {
      perform_store(action);
    }
  } else if (auto* work = std::get_if<engine::BlobWork>(&action)) {
    auto result = blobs_.perform(work->request);
    perform(engine_->on(engine::BlobAnswered{.call = work->call, .result = std::move(result)}, now));
  } else if (auto* reply = std::get_if<engine::HttpReply>(&action)) {
    reply_ = std::move(*reply);
  } else if (std::holds_alternative<engine::TurnAsked>(action)) {
    turn_wanted_ = true;
    if (!turns_held_) give_turn();
  } else if (std::holds_alternative<engine::Drained>(action)) {
    drained_ = true;
  }
}

void HubWorld::receive(SessionId session, const std::string& text) {
  sent_[session].push_back(text);
  auto frame = wire::decode_hub_frame(text);
  KRING_ASSERT(frame.has_value());
  if (auto* answer = std::get_if<wire::ReceivedAnswer>(&*frame)) {
    answers_[session].push_back(std::move(*answer));
    return;
  }
  auto& event = std::get<wire::Event>(*frame);
  if (const auto* greeting = std::get_if<wire::HelloEvent>(&event))
    hellos_.insert_or_assign(session, *greeting);
  events_[session].push_back(std::move(event));
}

namespace {

/// A commit of the founder with its rotation, merged at once, and the payload for the hub.
Bytes commit_payload(TestCircle& circle, TestChannel& channel, bool rotates) {
  auto made = make_commit(circle, {.state = channel.state,
                                   .group = channel.group,
                                   .committer = circle.founder,
                                   .record_key = channel.record_key.empty() ? nullptr : &channel.record_key,
                                   .rotates = rotates});
  if (made.next_key) channel.record_key = std::move(*made.next_key);
  channel.group.merge(std::move(made.prepared.staged));
  channel.state = std::move(made.after);
  return std::move(made.payload);
}

/// A group of one, as the charter names it, with its opening commit.
struct OpenedGroup {
  TestChannel channel;
  wire::BundleGroup part;
};
OpenedGroup open_group(TestCircle& circle, rules::ChannelState state, Secret record_key) {
  const auto& channel = *circle.charter().channel(state.channel);
  auto group =
      mls::Group::create(
          {.group_id = copy_bytes(channel.group.view()),
           .extensions = rules::group_extensions_of(circle.charter(), channel),
           .capabilities =
               mls::default_capabilities({rules::channel_extension_type, rules::join_extension_type}),
           .lifetime = mls::Lifetime::between(circle.now, circle.now + std::chrono::days(90))},
          circle.founder.handle.clone(), mls::Credential::basic(circle.founder.id.view()), circle.random)
          .value();
  const mls::MlsMessage opening{group.group_info({.external_joins = mls::ExternalJoins::refused}).value()};
  OpenedGroup opened{.channel = {.id = channel.id,
                                 .group = std::move(group),
                                 .state = std::move(state),
                                 .record_key = std::move(record_key)},
                     .part = {.channel = channel.id, .opening = codec::encode(opening)}};
  opened.part.commit = commit_payload(circle, opened.channel, channel.mode == channels::Mode::record);
  return opened;
}

}  // namespace

wire::BundleRequest founding_bundle(TestCircle& circle,
                                    std::map<channels::ChannelId, TestChannel>& channels) {
  wire::BundleRequest bundle{.circle = circle.charter().circle(),
                             .transaction = circle.random.id<channels::TransactionId>()};
  for (const auto& entry : circle.log.entries()) bundle.charter.push_back(entry.bytes());
  for (const auto& [id, channel] : circle.charter().channels()) {
    auto opened = open_group(circle, rules::state_before_opening(circle.charter(), channel), {});
    bundle.groups.push_back(std::move(opened.part));
    channels.emplace(id, std::move(opened.channel));
  }
  return bundle;
}

wire::BundleRequest restart_bundle(TestCircle& circle, TestChannel& channel) {
  const auto log = channel.state.log;
  const auto entry = circle.entry(
      circle.founder, charter::ChannelRestart{.channel = channel.id,
                                              .group = circle.random.id<channels::GroupId>(),
                                              .last_good = {.number = log.number, .hash = log.hash},
                                              .generation = channel.state.generation,
                                              .blamed = std::nullopt});
  KRING_ASSERT(circle.log.append(entry).has_value());
  const auto& known = *circle.charter().channel(channel.id);
  auto state = rules::state_before_restart(rules::state_before_opening(circle.charter(), known),
                                           known.restarts.back());
  state.log = log;
  auto opened = open_group(circle, std::move(state), std::move(channel.record_key));
  channel = std::move(opened.channel);
  return {.circle = circle.charter().circle(),
          .transaction = circle.random.id<channels::TransactionId>(),
          .charter = {entry.bytes()},
          .groups = {std::move(opened.part)}};
}

PackageMessage make_package_message(TestCircle& circle, const TestPerson& person) {
  const auto bundle = make_package_of(circle, person);
  return {.ref = mls::key_package_ref(bundle.key_package),
          .message = codec::encode(mls::MlsMessage{bundle.key_package})};
}

wire::BundleGroup healing_group(TestCircle& circle, TestChannel& channel) {
  return {.channel = channel.id, .opening = std::nullopt, .commit = commit_payload(circle, channel, false)};
}

wire::AppendRequest make_append(TestCircle& circle, const TestChannel& channel, const TestPerson& author,
                                std::string_view text) {
  const auto payload = make_record(circle, {.state = channel.state,
                                            .record_key = channel.record_key,
                                            .author = author,
                                            .article = view_bytes(text)});
  return {.circle = circle.charter().circle(),
          .channel = channel.id,
          .message = circle.random.id<channels::MessageId>(),
          .epoch = wire::EpochId{mls::number_of(channel.state.epoch)},
          .kind = channels::LogKind::record,
          .payload = payload.encode()};
}

wire::AppendRequest make_sealed_append(TestCircle& circle, TestChannel& channel, std::string_view text) {
  const auto& charter = circle.charter();
  const rules::SealedData data{.charter = rules::head_of(charter), .log = channel.state.log};
  return {.circle = charter.circle(),
          .channel = channel.id,
          .message = circle.random.id<channels::MessageId>(),
          .epoch = wire::EpochId{mls::number_of(channel.state.epoch)},
          .kind = channels::LogKind::sealed,
          .payload = channel.group.protect(view_bytes(text), data.encode(), 0, circle.random).value()};
}

}  // namespace kring::support
