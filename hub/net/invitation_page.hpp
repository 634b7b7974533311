#pragma once

#include <string_view>

namespace kring::net {

/// What a browser shows for an invitation link. It is the same for every link: the secret stands after `#`,
/// which a browser never sends, and looking at the page changes nothing.
inline constexpr std::string_view invitation_page = R"(<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Kring: u bent uitgenodigd</title>
<style>
body { font: 20px/1.5 sans-serif; max-width: 34em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff; }
code { background: #eee; padding: 0.1em 0.3em; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } code { background: #333; } }
</style>
</head>
<body>
<h1>U bent uitgenodigd voor een kring</h1>
<p>Een kring is de groep mensen rond een kind. Deze link is alleen voor u. Stuur hem niet door.</p>
<p>Hebt u het programma <code>kring</code>? Kopieer dan de hele link en typ:</p>
<p><code>kring join 'de hele link'</code></p>
<p>Deze pagina openen verandert niets. De link blijft geldig tot u meedoet of tot hij verloopt.</p>
<h2 lang="en">You are invited to a circle</h2>
<p lang="en">Copy the whole link and type <code>kring join 'the whole link'</code>. Opening this page changes nothing.</p>
</body>
</html>
)";

}  // namespace kring::net
