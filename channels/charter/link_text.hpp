#pragma once

#include "channels/model/errc.hpp"
#include "channels/model/limits.hpp"
#include "channels/model/origin.hpp"

#include <string_view>

/// What all links that people hand on have in common: `https://HOST/i#` and a fragment.
namespace kring::charter::detail {

inline constexpr std::string_view path_and_fragment = "/i#";

struct LinkText {
  channels::Origin origin;
  /// Borrowed from the text.
  std::string_view fragment;
};
/// Errors: `bad_link`, `bad_link_host`.
inline Result<LinkText> split_link(std::string_view text) {
  using channels::Errc;
  if (text.size() > channels::limits::link_text_bytes_max) return fail(Errc::bad_link, "too long");
  const auto path = text.find(path_and_fragment);
  if (path == std::string_view::npos) return fail(Errc::bad_link, "no fragment");
  auto origin = channels::Origin::parse(text.substr(0, path));
  if (!origin) return fail(origin.error());
  return LinkText{.origin = std::move(*origin), .fragment = text.substr(path + path_and_fragment.size())};
}

}  // namespace kring::charter::detail
