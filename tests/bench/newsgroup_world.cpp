#include "tests/bench/newsgroup_world.hpp"

#include "channels/articles/article.hpp"
#include "channels/charter/introduction.hpp"
#include "channels/charter/invitation.hpp"
#include "channels/charter/network_table.hpp"
#include "channels/rules/log_hash.hpp"
#include "clients/core/networks.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/primitives/signature.hpp"
#include "crypto/primitives/sodium_random.hpp"
#include "hub/store/sqlite_store.hpp"
#include "tests/support/channel_writing.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>
#include <utility>

namespace kring::bench {

using namespace std::chrono_literals;

namespace {

constexpr auto step_length = std::chrono::days(5);
/// Of a member, in which all steps lie.
constexpr auto stay = std::chrono::days(365);
/// Answers go into one of so many threads that were begun last.
constexpr std::size_t lively_threads = 40;
/// Writes that the store takes together.
constexpr std::size_t writes_together = 256;

/// Of an everyday size: some sixty words.
constexpr std::string_view post_text =
    "Bij ons heeft het geholpen om de sonde 's avonds een half uur eerder los te koppelen en daarna nog even "
    "rechtop te blijven zitten. De thuiszorg wist dat niet, en de diëtist zei dat het geen kwaad kan. Wie "
    "heeft "
    "ervaring met de grote pomp op school, en wie regelt bij jullie dat er altijd iemand is die hem kan "
    "bedienen? Wij zoeken ook nog een goede tas ervoor.";

/// When a world of so many steps begins, so that it ends a while ago.
Time beginning(const NewsgroupSize& size) {
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return now - step_length * size.steps - 24h;
}

/// Evenly enough for at most some thousands.
std::size_t number_below(std::size_t end, Random& random) {
  const auto bytes = random.fixed<3>();
  return (std::size_t{bytes[0]} << 16U | std::size_t{bytes[1]} << 8U | bytes[2]) % end;
}

Bytes bytes_of(const articles::Article& article) {
  return copy_bytes(article.view_bytes());
}

channels::PersonKey public_key_of(const primitives::SignatureKeyPair& pair) {
  return channels::PersonKey::from(pair.public_key.bytes).value();
}

}  // namespace

/// Puts what is written into a hub's store, in order.
class NewsgroupWorld::Writer {
 public:
  explicit Writer(const std::filesystem::path& folder)
      : store_(store::SqliteStore::open(folder, random_).value()) {}

  void put(store::WriteRequest request) {
    waiting_.push_back(std::move(request));
    if (waiting_.size() >= writes_together) flush();
  }
  void flush() {
    for (const auto& result : store_->write(waiting_)) {
      const bool is_taken = result && !std::holds_alternative<store::Stale>(*result);
      if (!is_taken) throw std::runtime_error("the store refused what the newsgroup is made of");
    }
    waiting_.clear();
  }

  /// The charter's entries that it has not got yet, as a bundle without groups.
  [[nodiscard]] store::BundleWrite begin_bundle(support::TestCircle& of, const channels::HandleId& author) {
    store::BundleWrite bundle{.circle = of.charter().circle(),
                              .author = author,
                              .transaction = of.random.id<channels::TransactionId>(),
                              .expected_head = head_,
                              .entries = {},
                              .charter_snapshot = of.charter().encode(),
                              .groups = {},
                              .acceptance = std::nullopt,
                              .ended = {},
                              .staged_taken = {}};
    for (const auto& entry : std::span(of.log.entries()).subspan(std::to_underlying(head_.number))) {
      bundle.entries.push_back(
          {.number = entry.number(), .hash = entry.hash().bytes(), .bytes = entry.bytes()});
    }
    head_ = {.number = of.charter().head().number, .hash = of.charter().head().hash.bytes()};
    return bundle;
  }

 private:
  primitives::SodiumRandom random_;
  std::unique_ptr<store::SqliteStore> store_;
  std::vector<store::WriteRequest> waiting_;
  store::CharterHead head_;
};

namespace {

/// What the store keeps of a commit that a channel has come to.
store::GroupWrite group_write(const support::TestChannel& channel, Bytes payload) {
  const auto epoch = mls::number_of(channel.group.epoch());
  return {.channel = channel.id,
          .opening = std::nullopt,
          .expected_epoch = epoch - 1,
          .new_epoch = epoch,
          .kind = channels::LogKind::commit,
          .time = channel.state.commit_time,
          .commit_payload = std::move(payload),
          .group_state = channel.group.public_group().encode(),
          .channel_state = channel.state.encode(),
          .tree = std::nullopt,
          .welcomes = {}};
}

}  // namespace

std::string word_of_post(std::size_t number) {
  return "woord" + std::to_string(number);
}

NewsgroupWorld::NewsgroupWorld(const std::filesystem::path& hub_folder,
                               const primitives::SignatureKeyPair& hub_key, const NewsgroupSize& size)
    : circle(1, hub_key, beginning(size)) {
  std::filesystem::create_directories(hub_folder);
  Writer store(hub_folder);
  found(store);
  for (std::size_t number = 0; number < size.steps; ++number) step(store, size, number);
  store.flush();
}

void NewsgroupWorld::found(Writer& store) {
  auto bundle = support::founding_bundle(circle, channels_);
  auto write = store.begin_bundle(circle, circle.founder.id);
  for (auto& group : bundle.groups) {
    const auto& channel = channels_.at(group.channel);
    auto written = group_write(channel, std::get<Bytes>(std::move(group.commit)));
    written.opening = store::Opening{.mode = channel.state.mode, .group = channel.state.group};
    written.expected_epoch = 0;
    write.groups.push_back(std::move(written));
  }
  store.put(std::move(write));
  // It is a network's newsgroup by what its coordinator says of it.
  articles::ChannelLabel label{
      .label = "nik.ouders", .purpose = std::string(core::newsgroup_key), .roles = {}};
  for (const auto& [role, as] : {std::pair{circle.parent, charter::NetworkRole::coordinators},
                                 std::pair{circle.night, charter::NetworkRole::parents}}) {
    const auto& row = charter::row_of(as);
    label.roles.push_back(
        {.role = role, .label = std::string(row.label.dutch), .template_key = std::string(row.key)});
  }
  write_article(store, circle.founder, bytes_of(articles::Article::of(std::move(label)).value()));
  write_article(store, circle.founder, introduction_of(circle.founder));
}

void NewsgroupWorld::step(Writer& store, const NewsgroupSize& size, std::size_t number) {
  const auto first = devices_.size();
  admit(size.people_a_step);
  commit_newcomers(store, first);
  for (auto i = first; i < devices_.size(); ++i) {
    write_article(store, devices_[i], introduction_of(devices_[i]));
  }
  write_articles(store, size, number);
}

void NewsgroupWorld::admit(std::size_t people) {
  for (std::size_t i = 0; i < people; ++i) {
    auto person = circle.make_person();
    auto offer = circle.make_offer(circle.night);
    offer.terms.stay = stay;
    const auto invitation = circle.invite(circle.founder, std::move(offer));
    circle.must_act(circle.founder, circle.grant_of(circle.accept(invitation, person)));
    auto second = circle.add_device(person);
    devices_.push_back(std::move(person));
    devices_.push_back(std::move(second));
  }
}

void NewsgroupWorld::commit_newcomers(Writer& store, std::size_t first) {
  auto& channel = newsgroup();
  std::vector<mls::KeyPackage> packages;
  std::optional<mls::KeyPackageBundle> of_first;
  for (auto i = first; i < devices_.size(); ++i) {
    auto bundle = support::make_package_of(circle, devices_[i]);
    packages.push_back(bundle.key_package);
    if (i == first) of_first = std::move(bundle);
  }
  auto added = support::make_commit(circle, {.state = channel.state,
                                             .group = channel.group,
                                             .committer = circle.founder,
                                             .record_key = &channel.record_key,
                                             .adds = std::move(packages)});
  const auto welcome = std::get<mls::Welcome>(added.prepared.welcome->body);
  channel.group.merge(std::move(added.prepared.staged));
  channel.state = std::move(added.after);
  auto write = store.begin_bundle(circle, circle.founder.id);
  write.groups.push_back(group_write(channel, std::move(added.payload)));
  store.put(std::move(write));

  // A group in which nobody but its founder ever commits has no keys above its leaves.
  const auto& member = devices_[first];
  auto joined = mls::Group::join(welcome, *of_first, member.handle.clone(),
                                 {.tree = channel.group.public_group().tree()})
                    .value();
  auto renewed = support::make_commit(circle, {.state = channel.state,
                                               .group = joined.group,
                                               .committer = member,
                                               .record_key = &channel.record_key,
                                               .rotates = true});
  channel.group.merge(channel.group.stage(renewed.prepared.commit).value());
  channel.state = std::move(renewed.after);
  channel.record_key = std::move(*renewed.next_key);
  auto renewal = store.begin_bundle(circle, member.id);
  renewal.groups.push_back(group_write(channel, std::move(renewed.payload)));
  store.put(std::move(renewal));
}

void NewsgroupWorld::write_articles(Writer& store, const NewsgroupSize& size, std::size_t number) {
  const auto count = size.articles * (number + 1) / size.steps - size.articles * number / size.steps;
  const auto began = circle.now;
  for (std::size_t i = 0; i < count; ++i) {
    circle.now = began + std::chrono::floor<Duration>(step_length * i / count);
    const auto& author = devices_[number_below(devices_.size(), circle.random)];
    write_article(store, author, next_post(size));
  }
  circle.now = began + step_length;
}

Bytes NewsgroupWorld::next_post(const NewsgroupSize& size) {
  const auto number = posts_++;
  const auto id = circle.random.fixed<16>();
  articles::Post post{.id = articles::PostId(id),
                      .subject = {},
                      .references = {},
                      .text = std::string(post_text) + " " + word_of_post(number)};
  const bool begins = number * size.threads / size.articles >= threads_.size();
  if (begins) {
    post.subject = "Vraag " + std::to_string(threads_.size() + 1) + " over de sonde en de pomp";
    threads_.push_back({id});
  } else {
    const auto back = number_below(std::min(lively_threads, threads_.size()), circle.random);
    auto& thread = threads_[threads_.size() - 1 - back];
    // It answers the first or the last that was said.
    post.references.emplace_back(thread.front());
    if (thread.size() > 1) post.references.emplace_back(thread.back());
    thread.push_back(id);
  }
  return bytes_of(articles::Article::of(std::move(post)).value());
}

rules::RecordPayload NewsgroupWorld::seal(const support::TestPerson& author, ByteView article) {
  const auto& channel = newsgroup();
  return support::make_record(circle, {.state = channel.state,
                                       .record_key = channel.record_key,
                                       .author = author,
                                       .counter = ++counters_[author.id],
                                       .article = article});
}

void NewsgroupWorld::write_article(Writer& store, const support::TestPerson& author, ByteView article) {
  auto& channel = newsgroup();
  const auto record = seal(author, article);
  auto payload = record.encode();
  channel.state = channel.state.after(
      {.kind = channels::LogKind::record, .time = circle.now, .payload_hash = rules::payload_hash(payload)});
  store.put(store::Append{.circle = circle.charter().circle(),
                          .channel = channel.id,
                          .author = author.id,
                          .message = circle.random.id<channels::MessageId>(),
                          .charter_number = circle.charter().number(),
                          .epoch = mls::number_of(channel.state.epoch),
                          .kind = channels::LogKind::record,
                          .time = circle.now,
                          .record = record.record,
                          .payload = std::move(payload)});
}

Bytes NewsgroupWorld::introduction_of(const support::TestPerson& person) {
  const auto known = persons_.find(person.member);
  const auto& whole =
      known != persons_.end()
          ? known->second
          : persons_.emplace(person.member, primitives::generate_signature_key_pair(circle.random))
                .first->second;
  const auto device = primitives::generate_signature_key_pair(circle.random);
  const auto device_key = channels::DeviceKey::from(device.public_key.bytes).value();
  const auto certified =
      charter::certify_device({.device_key = device_key, .person_key = public_key_of(whole)},
                              whole.private_key)
          .value();
  const auto introduction =
      charter::make_introduction(
          {.circle = circle.charter().circle(), .member = person.member, .handle_key = person.handle_key()},
          certified, {.name = "Ouder " + to_hex(person.member.view()).substr(0, 6), .relation = "ouder"},
          {.device = device.private_key, .handle = person.handle.private_key})
          .value();
  return bytes_of(articles::Article::of(articles::IntroductionArticle{introduction.bytes()}).value());
}

wire::AppendRequest NewsgroupWorld::make_post(const support::TestPerson& author, std::string_view text) {
  const auto& channel = newsgroup();
  const articles::Post post{.id = circle.random.id<articles::PostId>(),
                            .subject = "Een vraag van nu",
                            .references = {},
                            .text = std::string(text)};
  const auto record = seal(author, bytes_of(articles::Article::of(post).value()));
  return {.circle = circle.charter().circle(),
          .channel = channel.id,
          .message = circle.random.id<channels::MessageId>(),
          .epoch = wire::EpochId{mls::number_of(channel.state.epoch)},
          .kind = channels::LogKind::record,
          .payload = record.encode()};
}

void NewsgroupWorld::appended(const wire::AppendRequest& append, const wire::AppendAnswer& answer) {
  auto& state = newsgroup().state;
  state = state.after(
      {.kind = append.kind, .time = answer.time, .payload_hash = rules::payload_hash(append.payload)});
  if (state.log != rules::LogHead{.number = answer.seq, .hash = answer.hash})
    throw std::runtime_error("the hub has another log than the one that was written");
}

void NewsgroupWorld::follow(const wire::EntryEvent& entry) {
  auto& state = newsgroup().state;
  state = state.after({.kind = entry.kind,
                       .time = entry.time,
                       .payload_hash = rules::payload_hash(std::get<Bytes>(entry.payload))});
}

wire::BundleRequest NewsgroupWorld::begin_bundle(charter::Body body) {
  auto entry = circle.entry(circle.founder, std::move(body));
  wire::BundleRequest bundle{.circle = circle.charter().circle(),
                             .transaction = circle.random.id<channels::TransactionId>(),
                             .charter = {entry.bytes()}};
  if (!circle.log.append(std::move(entry))) throw std::runtime_error("the charter does not take the entry");
  return bundle;
}

NewsgroupWorld::Invited NewsgroupWorld::invite(std::string_view origin) {
  const auto secrets = charter::make_invitation_secrets(circle.random);
  auto terms = circle.make_offer(circle.night).terms;
  terms.invitation_key = secrets.invitation_key();
  terms.box_key_hash = charter::hash_of_box_key(secrets.box_key());
  auto link = charter::text_of_link({.origin = channels::Origin::parse(origin).value(),
                                     .circle = circle.charter().circle(),
                                     .hub_key = circle.charter().hub_key(),
                                     .inviter = circle.founder.id,
                                     .seed = secrets.seed.clone(),
                                     .box_key = secrets.box_key(),
                                     .inviter_name = "Anna",
                                     .circle_name = "NIK"})
                  .value();
  return {.link = std::move(link), .bundle = begin_bundle(terms)};
}

void NewsgroupWorld::take_entry(const Bytes& entry) {
  if (!circle.log.append(charter::CharterEntry::decode(entry).value()))
    throw std::runtime_error("the charter does not take somebody's entry");
}

wire::BundleGroup NewsgroupWorld::make_group(std::vector<mls::KeyPackage> adds,
                                             std::vector<mls::LeafIndex> removes) {
  auto& channel = newsgroup();
  const bool rotates = !removes.empty();
  made_ = support::make_commit(circle, {.state = channel.state,
                                        .group = channel.group,
                                        .committer = circle.founder,
                                        .record_key = &channel.record_key,
                                        .adds = std::move(adds),
                                        .removes = std::move(removes),
                                        .rotates = rotates});
  return {.channel = channel.id, .opening = std::nullopt, .commit = made_->payload};
}

wire::BundleRequest NewsgroupWorld::let_in(ByteView package) {
  const auto message = mls::decode_message(package).value();
  const auto& newcomer = std::get<mls::KeyPackage>(message.body);
  auto bundle = begin_bundle(circle.grant_of(circle.log.entries().back().hash()));
  auto group = make_group({newcomer}, {});
  group.welcomes.push_back({.handle = *channels::HandleId::from(newcomer.leaf_node.credential.content),
                            .package = mls::key_package_ref(newcomer),
                            .welcome = codec::encode(*made_->prepared.welcome)});
  bundle.groups.push_back(std::move(group));
  return bundle;
}

std::vector<mls::LeafIndex> NewsgroupWorld::leaves_of(const channels::MemberId& member) {
  std::vector<mls::LeafIndex> leaves;
  for (const auto& leaf : newsgroup().group.public_group().members()) {
    const auto* handle = circle.charter().handle(*channels::HandleId::from(leaf.node.credential.content));
    if (handle != nullptr && handle->member == member) leaves.push_back(leaf.leaf);
  }
  return leaves;
}

wire::BundleRequest NewsgroupWorld::remove(const channels::MemberId& member) {
  auto bundle = begin_bundle(charter::Remove{.member = member, .reason = std::nullopt});
  bundle.groups.push_back(make_group({}, leaves_of(member)));
  return bundle;
}

void NewsgroupWorld::committed(const wire::BundleAnswer& answer) {
  auto& channel = newsgroup();
  const auto& place = answer.logs.front();
  channel.state =
      channel.state.after_commit(made_->data, {.kind = channels::LogKind::commit,
                                               .time = place.time,
                                               .payload_hash = rules::payload_hash(made_->payload)});
  if (channel.state.log != rules::LogHead{.number = place.seq, .hash = place.hash})
    throw std::runtime_error("the hub has another log than the one that was committed to");
  channel.group.merge(std::move(made_->prepared.staged));
  if (made_->next_key) channel.record_key = std::move(*made_->next_key);
  made_.reset();
}

}  // namespace kring::bench
