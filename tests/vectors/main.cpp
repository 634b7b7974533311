#include "tests/vectors/kinds.hpp"

#include <sodium.h>

#include <array>
#include <cstdio>
#include <exception>
#include <fstream>

namespace kring::vectors {
namespace {

struct Kind {
  /// A field that cases of this kind have and those of all kinds after it in the table lack.
  const char* field;
  void (*check)(const Json& test);
};

constexpr std::array kinds{
    Kind{"n_leaves", check_tree_math},
    Kind{"vlbytes_header", check_deserialization},
    Kind{"mls_welcome", check_messages},
    Kind{"ref_hash", check_crypto_basics},
    Kind{"initial_init_secret", check_key_schedule},
    Kind{"psk_secret", check_psk_secret},
    Kind{"sender_data", check_secret_tree},
    Kind{"authenticated_content", check_transcript_hashes},
    Kind{"proposal_pub", check_message_protection},
    Kind{"signer_pub", check_welcome},
    Kind{"proposal_sender", check_tree_operations},
    Kind{"resolutions", check_tree_validation},
    Kind{"leaves_private", check_treekem},
    Kind{"initial_epoch_authenticator", check_passive_client},
};

struct Tally {
  unsigned passed = 0;
  unsigned failed = 0;
};

void judge(const Json& test, std::size_t number, Tally& tally) {
  try {
    for (const auto& kind : kinds) {
      if (!test.contains(kind.field)) continue;
      kind.check(test);
      ++tally.passed;
      return;
    }
    throw Mismatch("a kind of case that is not known");
  } catch (const std::exception& error) {
    ++tally.failed;
    std::printf("  case %zu: %s\n", number, error.what());
  }
}

Tally judge_file(const char* path) {
  Tally tally;
  std::ifstream file(path, std::ios::binary);
  const auto tests = Json::parse(file, nullptr, false);
  if (tests.is_array()) {
    for (std::size_t i = 0; i < tests.size(); ++i) judge(tests[i], i, tally);
  } else {
    judge(tests, 0, tally);
  }
  std::printf("%s: %u passed, %u failed\n", path, tally.passed, tally.failed);
  return tally;
}

int run(int count, char** paths) {
  if (count == 0 || sodium_init() < 0) {
    std::fprintf(stderr, "usage: kring-mls-vectors FILE...\n");
    return 2;
  }
  Tally all;
  for (int i = 0; i < count; ++i) {
    const auto tally = judge_file(paths[i]);
    all.passed += tally.passed;
    all.failed += tally.failed;
  }
  std::printf("%u passed, %u failed\n", all.passed, all.failed);
  return all.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace kring::vectors

int main(int argc, char** argv) {
  return kring::vectors::run(argc - 1, argv + 1);
}
