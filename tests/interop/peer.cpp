#include "tests/interop/peer.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/group_extensions.hpp"
#include "crypto/primitives/signature.hpp"
#include "tests/interop/request.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>

namespace kring::interop {

using mls::LeafIndex;

namespace {

constexpr std::uint16_t grease = 0x5a5a;
constexpr std::uint16_t last_default_extension = 5;

/// Around the present, and short enough for implementations that limit the whole span to twelve weeks.
mls::Lifetime lifetime() {
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return mls::Lifetime::between(now - std::chrono::hours(1), now + std::chrono::days(80));
}

void support(mls::Capabilities& capabilities, const mls::Extensions& in_use) {
  for (const auto& extension : in_use) {
    if (static_cast<std::uint16_t>(extension.type) <= last_default_extension) continue;
    if (std::ranges::find(capabilities.extensions, extension.type) == capabilities.extensions.end()) {
      capabilities.extensions.push_back(extension.type);
    }
  }
}

void add_grease(mls::Capabilities& capabilities) {
  capabilities.cipher_suites.push_back(mls::CipherSuite{grease});
  capabilities.extensions.push_back(mls::ExtensionType{grease});
  capabilities.proposals.push_back(mls::ProposalType{grease});
  capabilities.credentials.push_back(mls::CredentialType{grease});
}

Json hex_of(const mls::MlsMessage& message) {
  return to_hex(codec::encode(message));
}

bool holds_proposal(const mls::MlsMessage& message) {
  if (const auto* it = std::get_if<mls::PublicMessage>(&message.body)) {
    return it->content.type() == mls::ContentType::proposal;
  }
  const auto* it = std::get_if<mls::PrivateMessage>(&message.body);
  return it != nullptr && it->content_type == mls::ContentType::proposal;
}

mls::Credential credential_of(const Json& request) {
  return mls::Credential::basic(view_bytes(text(request, "n")));
}

}  // namespace

Json Peer::answer(std::string_view line) {
  try {
    return {{"ok", perform(Json::parse(line))}};
  } catch (const std::exception& error) {
    return {{"err", error.what()}};
  }
}

Json Peer::perform(const Json& request) {
  struct Operation {
    std::string_view name;
    Json (Peer::*perform)(const Json& request);
  };
  static constexpr std::array operations{
      Operation{"kp", &Peer::make_key_package},
      Operation{"create", &Peer::create},
      Operation{"psk", &Peer::register_psk},
      Operation{"commit", &Peer::commit},
      Operation{"update", &Peer::propose_update},
      Operation{"propose_add", &Peer::propose_add},
      Operation{"join", &Peer::join},
      Operation{"handle", &Peer::handle},
      Operation{"gi", &Peer::group_info},
      Operation{"extjoin", &Peer::join_externally},
      Operation{"auth", &Peer::epoch_authenticator},
      Operation{"epoch", &Peer::epoch},
      Operation{"index", &Peer::own_index},
      Operation{"protect", &Peer::protect},
      Operation{"unprotect", &Peer::unprotect},
      Operation{"exporter", &Peer::exporter},
      Operation{"extsender", &Peer::make_external_sender},
      Operation{"extprop_remove", &Peer::propose_removal_from_outside},
  };
  const auto found = std::ranges::find(operations, text(request, "op"), &Operation::name);
  if (found == operations.end()) throw Refused("unknown operation");
  return (this->*found->perform)(request);
}

Peer::Member& Peer::member(const Json& request) {
  const auto name = text(request, "n");
  const auto found = members_.find(name);
  if (found != members_.end()) return found->second;
  Member fresh{.signature = primitives::generate_signature_key_pair(random_),
               .capabilities = mls::default_capabilities({}),
               .key_package = {},
               .group = {},
               .sent = {}};
  return members_.emplace(name, std::move(fresh)).first->second;
}

mls::Group& Peer::group(const Json& request) {
  auto& its = member(request).group;
  if (!its) throw Refused("in no group");
  return *its;
}

Json Peer::sent(Member& by, const mls::MlsMessage& proposal) {
  const auto bytes = codec::encode(proposal);
  by.sent.insert(bytes);
  return to_hex(bytes);
}

Json Peer::make_key_package(const Json& request) {
  auto& it = member(request);
  auto capabilities = mls::default_capabilities({});
  if (given(request, "capext")) {
    for (const auto& type : request.at("capext")) {
      capabilities.extensions.push_back(static_cast<mls::ExtensionType>(type.get<std::uint16_t>()));
    }
  }
  mls::KeyPackageOptions options{
      .capabilities = capabilities, .lifetime = lifetime(), .leaf_extensions = {}, .extensions = {}};
  if (!flag(request, "onlysuite3")) {
    add_grease(options.capabilities);
    options.extensions = {{.type = mls::ExtensionType{grease}, .content = {1, 2, 3}}};
  }
  auto made = need(mls::make_key_package(it.signature, credential_of(request), options, random_));
  const mls::MlsMessage message{made.key_package};
  it.capabilities = std::move(options.capabilities);
  it.key_package = std::move(made);
  return hex_of(message);
}

Json Peer::create(const Json& request) {
  auto& it = member(request);
  mls::GroupParameters parameters{.group_id = copy_bytes(view_bytes(text(request, "gid"))),
                                  .extensions = extensions(request, "exts"),
                                  .capabilities = it.capabilities,
                                  .lifetime = lifetime(),
                                  .leaf_extensions = {}};
  support(parameters.capabilities, parameters.extensions);
  it.group =
      need(mls::Group::create(std::move(parameters), it.signature.clone(), credential_of(request), random_));
  return true;
}

Json Peer::register_psk(const Json& request) {
  need(group(request).add_external_psk(
      {.id = bytes(request, "id"), .secret = Secret::copy_of(bytes(request, "v"))}));
  return true;
}

Json Peer::commit(const Json& request) {
  auto& its = group(request);
  mls::CommitOptions options;
  if (given(request, "adds")) {
    for (const auto& key_package : request.at("adds")) {
      options.adds.push_back(decode_body<mls::KeyPackage>(need(from_hex(key_package.get<std::string>()))));
    }
  }
  if (given(request, "removes")) {
    for (const auto& leaf : request.at("removes")) {
      options.removes.push_back(LeafIndex{leaf.get<std::uint32_t>()});
    }
  }
  if (given(request, "gce")) options.group_context_extensions = extensions(request, "gce");
  if (given(request, "usepsk")) options.external_psks.push_back(bytes(request, "usepsk"));
  options.path = flag(request, "path") ? mls::PathPolicy::always : mls::PathPolicy::when_required;
  options.tree = flag(request, "tree") ? mls::TreeDelivery::inside : mls::TreeDelivery::separate;
  options.format = handshake_format(request);
  auto prepared = need(its.prepare_commit(options, random_));
  Json made{{"commit", hex_of(prepared.commit)}};
  if (prepared.welcome) made["welcome"] = hex_of(*prepared.welcome);
  its.merge(std::move(prepared.staged));
  member(request).sent.clear();
  return made;
}

Json Peer::propose_update(const Json& request) {
  const mls::ProposalOptions options{.format = handshake_format(request), .authenticated_data = {}};
  return sent(member(request), need(group(request).propose_update(options, random_)));
}

Json Peer::propose_add(const Json& request) {
  const mls::ProposalOptions options{.format = handshake_format(request), .authenticated_data = {}};
  mls::Proposal add{mls::Add{decode_body<mls::KeyPackage>(bytes(request, "kp"))}};
  return sent(member(request), need(group(request).propose(std::move(add), options, random_)));
}

Json Peer::join(const Json& request) {
  auto& it = member(request);
  if (!it.key_package) throw Refused("no key package");
  const auto known = psks(request, "psks");
  const mls::JoinOptions options{.tree = std::nullopt, .psks = known, .now = std::nullopt};
  auto joined = need(mls::Group::join(decode_body<mls::Welcome>(bytes(request, "w")), *it.key_package,
                                      it.signature.clone(), options));
  it.group = std::move(joined.group);
  it.key_package.reset();
  it.sent.clear();
  return true;
}

Json Peer::handle(const Json& request) {
  auto& it = member(request);
  auto& its = group(request);
  const auto encoded = bytes(request, "m");
  if (it.sent.contains(encoded)) return false;
  const auto message = decode(encoded);
  if (holds_proposal(message)) {
    (void)need(its.process_proposal(message));
    return false;
  }
  auto staged = need(its.stage(message));
  if (!its.can_merge(staged)) throw Refused("a commit that cannot be merged");
  its.merge(std::move(staged));
  it.sent.clear();
  return true;
}

Json Peer::group_info(const Json& request) {
  return hex_of({need(group(request).group_info(mls::GroupInfoOptions{}))});
}

Json Peer::join_externally(const Json& request) {
  auto& it = member(request);
  const auto info = decode_body<mls::GroupInfo>(bytes(request, "gi"));
  mls::ExternalJoinOptions options;
  options.capabilities = it.capabilities;
  support(options.capabilities, info.group_context.extensions);
  auto prepared = need(mls::Group::prepare_external_join(info, it.signature.clone(), credential_of(request),
                                                         options, random_));
  const auto made = hex_of(prepared.commit);
  it.group = mls::Group::enter(std::move(prepared.staged), {});
  it.sent.clear();
  return made;
}

Json Peer::epoch_authenticator(const Json& request) {
  if (!group(request).is_member()) throw Refused("no longer a member");
  return to_hex(group(request).epoch_authenticator().expose());
}

Json Peer::epoch(const Json& request) {
  return number_of(group(request).epoch());
}

Json Peer::own_index(const Json& request) {
  return number_of(group(request).own_leaf());
}

Json Peer::protect(const Json& request) {
  const auto padding = given(request, "pad") ? request.at("pad").get<std::size_t>() : 0;
  return to_hex(need(group(request).protect(bytes(request, "pt"), {}, padding, random_)));
}

Json Peer::unprotect(const Json& request) {
  const auto message = decode_body<mls::PrivateMessage>(bytes(request, "m"));
  return to_hex(need(group(request).unprotect(message)).content);
}

Json Peer::exporter(const Json& request) {
  if (!group(request).is_member()) throw Refused("no longer a member");
  constexpr std::size_t length = 32;
  return to_hex(group(request).exporter(text(request, "label"), bytes(request, "ctx"), length).expose());
}

Json Peer::make_external_sender(const Json& request) {
  auto key = primitives::generate_signature_key_pair(random_);
  const mls::ExternalSenders senders{
      {{.signature_key = key.public_key, .credential = credential_of(request)}}};
  external_senders_.insert_or_assign(text(request, "n"), std::move(key));
  return to_hex(codec::encode(senders));
}

Json Peer::propose_removal_from_outside(const Json& request) {
  const auto signer = external_senders_.find(text(request, "n"));
  const auto of = members_.find(text(request, "of"));
  if (signer == external_senders_.end() || of == members_.end() || !of->second.group) {
    throw Refused("no such external sender or group");
  }
  const auto& context = of->second.group->context();
  const auto* extension = find_extension(context.extensions, mls::ExtensionType::external_senders);
  if (extension == nullptr) throw Refused("the group has no external senders");
  const auto known = need(codec::decode<mls::ExternalSenders>(extension->content)).senders;
  const auto found =
      std::ranges::find(known, signer->second.public_key, &mls::ExternalSenderKey::signature_key);
  if (found == known.end()) throw Refused("not an external sender of that group");
  const mls::Sender sender{mls::ExternalSender{static_cast<std::uint32_t>(found - known.begin())}};
  const mls::Proposal proposal{mls::Remove{LeafIndex{request.at("idx").get<std::uint32_t>()}}};
  return hex_of(need(mls::make_external_proposal(context, sender, proposal, signer->second.private_key)));
}

}  // namespace kring::interop
