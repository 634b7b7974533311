#include "tests/support/mls_world.hpp"

#include "crypto/primitives/signature.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

namespace kring::support {

namespace {

constexpr mls::Lifetime always{.not_before_s = 0, .not_after_s = 4'000'000'000};

}  // namespace

void detail::step_failed(const Error& error) {
  const std::string text = std::string(error.name()) + ": " + std::string(error.where());
  std::fprintf(stderr, "a step failed: %s\n", text.c_str());
  std::abort();
}

MlsWorld::MlsWorld(std::uint64_t seed, mls::Extensions extensions) : random_(seed) {
  mls::GroupParameters parameters{.group_id = copy_bytes(view_bytes("group")),
                                  .extensions = std::move(extensions),
                                  .capabilities = mls::default_capabilities({known_extension}),
                                  .lifetime = always,
                                  .leaf_extensions = {}};
  members_.push_back(
      must(mls::Group::create(std::move(parameters), primitives::generate_signature_key_pair(random_),
                              mls::Credential::basic(view_bytes("founder")), random_)));
}

void MlsWorld::grow_to(std::size_t size) {
  std::vector<MlsNewcomer> newcomers;
  for (auto i = members_.size(); i < size; ++i) newcomers.push_back(newcomer("member " + std::to_string(i)));
  commit(0, {}, std::move(newcomers));
}

MlsNewcomer MlsWorld::newcomer(std::string_view name) {
  auto signer = primitives::generate_signature_key_pair(random_);
  const mls::KeyPackageOptions options{.capabilities = mls::default_capabilities({known_extension}),
                                       .lifetime = always,
                                       .leaf_extensions = {},
                                       .extensions = {}};
  auto bundle =
      must(mls::make_key_package(signer, mls::Credential::basic(view_bytes(name)), options, random_));
  return {std::move(signer), std::move(bundle)};
}

void MlsWorld::commit(std::size_t committer, mls::CommitOptions options, std::vector<MlsNewcomer> newcomers) {
  for (const auto& newcomer : newcomers) options.adds.push_back(newcomer.bundle.key_package);
  auto prepared = must(at(committer).prepare_commit(options, random_));
  at(committer).merge(std::move(prepared.staged));
  deliver_commit(prepared.commit, committer);
  for (auto& newcomer : newcomers) join(std::move(newcomer), *prepared.welcome);
}

void MlsWorld::deliver_commit(const mls::MlsMessage& commit, std::size_t sender) {
  const auto wire = codec::encode(commit);
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (i != sender) at(i).merge(must(at(i).stage(must(mls::decode_message(wire)))));
  }
  std::erase_if(members_, [](const mls::Group& group) { return !group.is_member(); });
}

void MlsWorld::deliver_proposal(const mls::MlsMessage& proposal, std::size_t sender) {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (i != sender) (void)must(at(i).process_proposal(proposal));
  }
}

void MlsWorld::join(MlsNewcomer newcomer, const mls::MlsMessage& welcome) {
  auto tree = members_.front().public_group().tree();
  auto joined =
      must(mls::Group::join(std::get<mls::Welcome>(welcome.body), newcomer.bundle, std::move(newcomer.signer),
                            {.tree = std::move(tree), .psks = {}, .now = {}}));
  members_.push_back(std::move(joined.group));
}

bool MlsWorld::agrees() const {
  const auto& first = members_.front();
  return std::ranges::all_of(members_, [&](const mls::Group& member) {
    return member.epoch_authenticator() == first.epoch_authenticator() &&
           member.context() == first.context() && member.public_group().tree() == first.public_group().tree();
  });
}

}  // namespace kring::support
