#pragma once

#include "channels/json/parse.hpp"
#include "channels/model/limits.hpp"

#include <cstddef>

/// The limits of articles that only articles know.
namespace kring::articles::limits {

/// What a channel or a role is called.
inline constexpr std::size_t label_bytes_max = 100;
/// A key such as "care" that chooses words and a picture.
inline constexpr std::size_t key_bytes_max = 32;
/// Roles that one label names; with three keys each they fit the key limit of an article.
inline constexpr std::size_t labelled_roles_max = 64;
/// A file's name: what file systems take.
inline constexpr std::size_t file_name_bytes_max = 255;
/// A media type without parameters (RFC 6838, section 4.2, allows two names of 127 characters; none is half
/// so long).
inline constexpr std::size_t media_type_bytes_max = 100;
/// What a thread is about.
inline constexpr std::size_t subject_bytes_max = 200;
/// How far back an answer names what it answers: a thread is found again as long as one of them is there.
inline constexpr std::size_t references_max = 16;
/// Why a moderator did something.
inline constexpr std::size_t reason_bytes_max = 500;
/// How often a post may get another text: enough for every slip, and few enough to be read.
inline constexpr std::size_t post_edits_max = 32;
/// Threads of a newsgroup that stand above the others at a time: more would push down what is new.
inline constexpr std::size_t pinned_threads_max = 5;
/// How an article's JSON is read.
inline constexpr json::Limits article_json = {
    .bytes_max = channels::limits::article_bytes_max, .depth_max = 16, .keys_max = 256};

}  // namespace kring::articles::limits
