#pragma once

#include "channels/charter/state.hpp"
#include "crypto/codec/field_reader.hpp"
#include "crypto/codec/writer.hpp"

/// The part of a snapshot that grows: named sections, of which only those are there that hold something, in
/// ascending order.
namespace kring::charter::detail {

/// Reads the sections into a state of which all else is there. Whatever is wrong makes `fields` fail.
void read_sections(codec::FieldReader& fields, State& state);
void write_sections(codec::Writer& out, const State& state);

/// What a snapshot without a section about devices means: every handle came with its person.
void assume_first_devices(State& state);

}  // namespace kring::charter::detail
