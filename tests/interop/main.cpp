#include "tests/interop/peer.hpp"

#include <iostream>
#include <string>

/// Answers one request a line until its input ends.
int main() {
  kring::interop::Peer peer;
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty()) std::cout << peer.answer(line).dump() << std::endl;
  }
  return 0;
}
