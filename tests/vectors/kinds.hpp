#pragma once

#include "tests/vectors/vector_case.hpp"

namespace kring::vectors {

// One function a kind of file: judges one case and throws `Mismatch` where it differs.
void check_tree_math(const Json& test);
void check_deserialization(const Json& test);
void check_messages(const Json& test);
void check_crypto_basics(const Json& test);
void check_key_schedule(const Json& test);
void check_psk_secret(const Json& test);
void check_secret_tree(const Json& test);
void check_transcript_hashes(const Json& test);
void check_message_protection(const Json& test);
void check_welcome(const Json& test);
void check_tree_operations(const Json& test);
void check_tree_validation(const Json& test);
void check_treekem(const Json& test);
void check_passive_client(const Json& test);

}  // namespace kring::vectors
