#include "tests/vectors/kinds.hpp"

#include "crypto/codec/reader.hpp"
#include "crypto/codec/writer.hpp"
#include "crypto/mls/tree_math.hpp"

#include <optional>

namespace kring::vectors {

using mls::NodeIndex;
using mls::TreeSize;

namespace {

void expect_node(const Json& want, std::optional<NodeIndex> have, std::string_view what) {
  if (want.is_null() || !have) {
    expect(want.is_null() && !have, what);
    return;
  }
  expect(want.get<std::uint32_t>() == number_of(*have), what);
}

}  // namespace

void check_tree_math(const Json& test) {
  const auto size = TreeSize::for_leaves(number32(test, "n_leaves"));
  expect(size.nodes() == number32(test, "n_nodes"), "n_nodes");
  expect(number_of(size.root()) == number32(test, "root"), "root");
  for (std::uint32_t n = 0; n < size.nodes(); ++n) {
    const NodeIndex node{n};
    const auto of_parent = [&](auto relation) {
      return is_leaf(node) ? std::nullopt : std::optional(relation(node));
    };
    const auto of_child = [&](auto relation) {
      return node == size.root() ? std::nullopt : std::optional(relation(node, size));
    };
    expect_node(test.at("left").at(n), of_parent(mls::left_of), "left");
    expect_node(test.at("right").at(n), of_parent(mls::right_of), "right");
    expect_node(test.at("parent").at(n), of_child(mls::parent_of), "parent");
    expect_node(test.at("sibling").at(n), of_child(mls::sibling_of), "sibling");
  }
}

void check_deserialization(const Json& test) {
  const auto header = hex(test, "vlbytes_header");
  codec::Reader in(header);
  expect(need(in.length(), "length") == number64(test, "length"), "length");
  need(in.finish(), "nothing after the header");
  expect(equal(codec::encode_length(number64(test, "length")), header), "our own header");

  // The files hold no bad headers: the same value in more bytes than needed, and the reserved prefix.
  auto longer = header;
  if (header.size() < 4) {
    longer.insert(longer.begin(), header.size() == 1 ? 1 : 2, 0);
    longer.back() = header.back();
    longer[longer.size() - header.size()] = static_cast<std::uint8_t>(header[0] & 0x3fU);
    longer[0] = static_cast<std::uint8_t>(header.size() == 1 ? 0x40 : 0x80);
    expect(!codec::Reader(longer).length(), "a length in more bytes than needed is refused");
  }
  auto reserved = header;
  reserved[0] = static_cast<std::uint8_t>(reserved[0] | 0xc0U);
  reserved.resize(8);
  expect(!codec::Reader(reserved).length(), "the prefix 11 is refused");
}

}  // namespace kring::vectors
