#include "tests/vectors/kinds.hpp"

#include "crypto/codec/structure.hpp"
#include "crypto/mls/message.hpp"
#include "crypto/mls/proposal.hpp"
#include "crypto/mls/ratchet_tree.hpp"
#include "crypto/mls/welcome.hpp"

namespace kring::vectors {

namespace {

template <class T>
void check_struct(const Json& test, std::string_view field) {
  const auto bytes = hex(test, field);
  const auto value = need(codec::decode<T>(bytes), field);
  expect_equal(codec::encode(value), bytes, field);
}

void check_message(const Json& test, std::string_view field, mls::WireFormat format) {
  const auto message = need(mls::decode_message(hex(test, field)), field);
  expect(message.format() == format, field);
  expect_equal(codec::encode(message), hex(test, field), field);
}

}  // namespace

void check_messages(const Json& test) {
  check_message(test, "mls_welcome", mls::WireFormat::welcome);
  check_message(test, "mls_group_info", mls::WireFormat::group_info);
  check_message(test, "mls_key_package", mls::WireFormat::key_package);
  check_message(test, "public_message_application", mls::WireFormat::public_message);
  check_message(test, "public_message_proposal", mls::WireFormat::public_message);
  check_message(test, "public_message_commit", mls::WireFormat::public_message);
  check_message(test, "private_message", mls::WireFormat::private_message);

  const auto tree = hex(test, "ratchet_tree");
  expect_equal(need(mls::RatchetTree::decode(tree), "ratchet_tree").encode(), tree, "ratchet_tree");
  const auto secrets = hex(test, "group_secrets");
  const auto group_secrets = need(codec::decode<mls::GroupSecrets>(secrets), "group_secrets");
  expect_equal(group_secrets.encode().expose(), secrets, "group_secrets");

  check_struct<mls::Add>(test, "add_proposal");
  check_struct<mls::Update>(test, "update_proposal");
  check_struct<mls::Remove>(test, "remove_proposal");
  check_struct<mls::PreSharedKey>(test, "pre_shared_key_proposal");
  check_struct<mls::ReInit>(test, "re_init_proposal");
  check_struct<mls::ExternalInit>(test, "external_init_proposal");
  check_struct<mls::GroupContextExtensions>(test, "group_context_extensions_proposal");
  check_struct<mls::Commit>(test, "commit");
}

}  // namespace kring::vectors
