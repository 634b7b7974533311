#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/row_codec.hpp"

/// The rows of a circle next to its charter and channels. What reads one gives `bad_vault` for whatever is
/// wrong.
namespace kring::core {

/// Keys, standing, invitations, names.
[[nodiscard]] SecretBytes encode_self(const CircleData& circle);
[[nodiscard]] Status decode_self(ByteView row, CircleData& circle);
/// Whether a row, which can be decoded, is of a program that stopped a circle for another key of its hub.
[[nodiscard]] bool stops_at_foreign_key(ByteView self);

/// Own key packages.
[[nodiscard]] SecretBytes encode_packages(const CircleData& circle);
[[nodiscard]] Status decode_packages(ByteView row, CircleData& circle);

/// One of them, inside a row.
void write_package(RowWriter& out, const OwnPackage& package);
[[nodiscard]] OwnPackage read_package(RowReader& in);

/// An article on its way.
[[nodiscard]] SecretBytes encode_message(const OutboxMessage& message);
[[nodiscard]] Status decode_message(ByteView row, CircleData& circle);

/// The bundle under way.
[[nodiscard]] SecretBytes encode_underway(const Underway& underway);
[[nodiscard]] Status decode_underway(ByteView row, CircleData& circle);

}  // namespace kring::core
