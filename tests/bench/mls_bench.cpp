#include "tests/bench/mls_bench.hpp"

#include "crypto/mls/group.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/mls/labels.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/bench/curve_times.hpp"
#include "tests/bench/figures.hpp"
#include "tests/support/mls_public_world.hpp"
#include "tests/support/mls_world.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace kring::bench {

namespace {

using support::must;

constexpr std::array<std::uint32_t, 4> group_sizes = {10, 100, 400, 2000};
constexpr mls::Lifetime always{.not_before_s = 0, .not_after_s = 4'000'000'000};

/// Two members with all their secrets in a group whose other leaves are only seen from outside. All have
/// committed before, so that the tree's parents are populated, as in a group that has lived.
class LivedGroup {
 public:
  explicit LivedGroup(std::uint32_t leaves) : world_(leaves, leaves - 2) {
    live();
    auto alice = enter();
    auto bob = primitives::generate_signature_key_pair(world_.random);
    auto package = make_package(bob, "bob");
    auto added = must(alice.prepare_commit({.adds = {package.key_package}, .path = mls::PathPolicy::always},
                                           world_.random));
    alice.merge(std::move(added.staged));
    auto joined =
        must(mls::Group::join(std::get<mls::Welcome>(added.welcome->body), package, std::move(bob), {}));
    members_.push_back(std::move(alice));
    members_.push_back(std::move(joined.group));
  }

  [[nodiscard]] mls::Group& committer() { return members_[0]; }
  [[nodiscard]] mls::Group& receiver() { return members_[1]; }
  [[nodiscard]] support::SeededRandom& random() { return world_.random; }

  struct Newcomer {
    primitives::SignatureKeyPair signer;
    mls::KeyPackageBundle package;
  };
  [[nodiscard]] Newcomer newcomer() {
    auto signer = primitives::generate_signature_key_pair(world_.random);
    auto package = make_package(signer, "newcomer");
    return {std::move(signer), std::move(package)};
  }

 private:
  /// One of each pair of leaves commits, in an order that halves what is blank each time.
  void live() {
    const auto size = world_.group.tree().size().leaves();
    for (std::uint32_t step = size; step > 1; step /= 2) {
      for (std::uint32_t leaf = 0; leaf < size; leaf += step) {
        const mls::LeafIndex author{leaf};
        if (world_.group.tree().leaf(author) != nullptr && (leaf / step % 2 == 1 || step == size))
          world_.advance(world_.commit(author, {}));
      }
    }
  }

  /// The first member with secrets comes in by itself: nobody there can make a Welcome.
  mls::Group enter() {
    const mls::ExternalPub external{primitives::generate_hpke_key_pair(world_.random).public_key};
    const mls::LeafIndex signer{0};
    mls::GroupInfo info{.group_context = world_.group.context(),
                        .extensions = {{mls::ExtensionType::external_pub, codec::encode(external)}},
                        .confirmation_tag = world_.group.confirmation_tag(),
                        .signer = signer,
                        .signature = {}};
    info.signature = must(mls::labels::sign(world_.key_of(signer), "GroupInfoTBS", info.to_be_signed()));
    auto prepared = must(mls::Group::prepare_external_join(
        info, primitives::generate_signature_key_pair(world_.random),
        mls::Credential::basic(view_bytes("alice")), {.tree = world_.group.tree()}, world_.random));
    return mls::Group::enter(std::move(prepared.staged), {});
  }

  mls::KeyPackageBundle make_package(const primitives::SignatureKeyPair& signer, std::string_view name) {
    return must(mls::make_key_package(signer, mls::Credential::basic(view_bytes(name)), {.lifetime = always},
                                      world_.random));
  }

  support::MlsPublicWorld world_;
  std::vector<mls::Group> members_;
};

/// Microseconds of each step, and what travels, in bytes.
struct Costs {
  double make_remove, hub_remove, member_remove, hub_add, member_add, join, snapshot;
  double remove_bytes, tree_bytes;
};

Costs measure_group(std::uint32_t leaves, std::chrono::milliseconds length) {
  LivedGroup lived(leaves);
  auto& committer = lived.committer();
  const mls::CommitOptions removal{.removes = {mls::LeafIndex{1}}};
  auto prepare = [&] { return must(committer.prepare_commit(removal, lived.random())); };
  const auto removed = prepare();
  const auto newcomer = lived.newcomer();
  const auto added = must(committer.prepare_commit(
      {.adds = {newcomer.package.key_package}, .tree = mls::TreeDelivery::separate}, lived.random()));
  const auto wire = codec::encode(removed.commit);
  const auto& tree_after = added.staged.public_group().tree();

  const auto& hub = committer.public_group();
  const auto hub_stage = [&](const mls::MlsMessage& message) {
    return micros_of(length, [&] { (void)must(hub.stage(std::get<mls::PublicMessage>(message.body))); });
  };
  const auto member_stage = [&](const mls::MlsMessage& message) {
    return micros_of(length, [&] { (void)must(lived.receiver().stage(message)); });
  };
  return {.make_remove = micros_of(length, [&] { (void)prepare(); }),
          .hub_remove = hub_stage(removed.commit),
          .member_remove = member_stage(removed.commit),
          .hub_add = hub_stage(added.commit),
          .member_add = member_stage(added.commit),
          .join = micros_of(length,
                            [&] {
                              (void)must(mls::Group::join(std::get<mls::Welcome>(added.welcome->body),
                                                          newcomer.package, newcomer.signer.clone(),
                                                          {.tree = tree_after}));
                            }),
          .snapshot = micros_of(length, [&] { (void)must(mls::PublicGroup::decode(hub.encode())); }),
          .remove_bytes = static_cast<double>(wire.size()),
          .tree_bytes = static_cast<double>(tree_after.encode().size())};
}

}  // namespace

void measure_mls(const Options& options) {
  const auto length = options.length / 10;
  std::vector<CurveTimes> baselines;
  std::array<std::vector<Costs>, group_sizes.size()> costs;
  for (std::size_t run = 0; run < options.runs; ++run) {
    baselines.push_back(measure_curve_times(length));
    for (std::size_t i = 0; i < group_sizes.size(); ++i)
      costs[i].push_back(measure_group(group_sizes[i], length));
  }
  const auto of = [](const auto& rows, auto field) {
    std::vector<double> values;
    values.reserve(rows.size());
    for (const auto& row : rows) values.push_back(row.*field);
    return median(std::move(values));
  };
  const double verify = of(baselines, &CurveTimes::verify);
  print_title("MLS",
              "Milliseconds, and in brackets how many of libsodium's verifications that is: one takes " +
                  show(verify, 1) + " µs here, an X25519 " + show(of(baselines, &CurveTimes::x25519), 1) +
                  " µs. The tree's parents are populated. A removal has a path, an addition has none.");
  const std::array<std::pair<const char*, double Costs::*>, 7> rows = {
      {{"committer: make a removal", &Costs::make_remove},
       {"hub: check a removal", &Costs::hub_remove},
       {"member: process a removal", &Costs::member_remove},
       {"hub: check an addition", &Costs::hub_add},
       {"member: process an addition", &Costs::member_add},
       {"newcomer: join, tree verified", &Costs::join},
       {"hub: write and read a snapshot", &Costs::snapshot}}};
  std::vector<std::string> header{"leaves"};
  for (const auto size : group_sizes) header.push_back(show(size));
  Table table(header);
  for (const auto& [name, field] : rows) {
    std::vector<std::string> row{name};
    for (const auto& group : costs) {
      const auto micros = of(group, field);
      row.push_back(show(micros / 1000, 2) + " (" + show(micros / verify) + ")");
    }
    table.add(std::move(row));
  }
  for (const auto& [name, field] : {std::pair{"bytes of a removal", &Costs::remove_bytes},
                                    std::pair{"bytes of the tree", &Costs::tree_bytes}}) {
    std::vector<std::string> row{name};
    for (const auto& group : costs) row.push_back(show(of(group, field)));
    table.add(std::move(row));
  }
  table.print();
}

}  // namespace kring::bench
