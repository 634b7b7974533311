#include "channels/model/hash.hpp"

#include "crypto/primitives/labels.hpp"

#include <string>

namespace kring::channels {

using primitives::LabelPrefix;

Hash labelled_hash(std::string_view label, ByteView value) {
  return primitives::ref_hash(std::string(primitives::text_of(LabelPrefix::kring)).append(label), value);
}

Secret derive_key(const Secret& key, std::string_view label, ByteView context) {
  return primitives::expand_with_label(LabelPrefix::kring, key, label, context, sizeof(Hash));
}

}  // namespace kring::channels
