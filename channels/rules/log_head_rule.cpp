#include "channels/rules/log_head_rule.hpp"

namespace kring::rules {

bool is_head_since_commit(const ChannelState& state, const LogHashes& log, const LogHead& head) {
  if (head.number < state.commit_number || head.number > state.log.number) return false;
  if (head.number == state.log.number) return head.hash == state.log.hash;
  return head.number == channels::Sequence{} ? head.hash == Hash{} : log.at(head.number) == head.hash;
}

}  // namespace kring::rules
