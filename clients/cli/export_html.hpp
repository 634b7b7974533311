#pragma once

#include "clients/cli/exported.hpp"

#include <string>
#include <string_view>

namespace kring::cli {

/// Text that somebody else wrote, as text in a page: nothing in it is read as HTML, and nothing in it steers
/// the direction of the text around it.
[[nodiscard]] std::string html_text(std::string_view text);
/// A path of the export as a link in its page, so that no character in it means something else there.
[[nodiscard]] std::string html_path(std::string_view path);

/// `index.html`: the whole circle on one page, without programs and without anything from elsewhere.
[[nodiscard]] std::string export_html(const ExportedCircle& circle);

}  // namespace kring::cli
