#pragma once

#include "channels/rules/judge_commit.hpp"
#include "channels/rules/judge_heal.hpp"
#include "channels/rules/judge_joining.hpp"
#include "channels/rules/judge_opening.hpp"
#include "channels/rules/rotation.hpp"
#include "crypto/mls/group.hpp"
#include "tests/support/test_circle.hpp"

#include <map>
#include <optional>
#include <vector>

namespace kring::support {

/// All running hashes of a log.
class TestLog final : public rules::LogHashes {
 public:
  [[nodiscard]] std::optional<Hash> at(channels::Sequence number) const override;
  void push(const rules::LogHead& head);

 private:
  std::vector<Hash> hashes_;
};

/// A commit with owned copies of all that it is judged by, for a test to bend.
struct TestCommit {
  rules::ChannelState state;
  charter::Charter charter;
  mls::CommitEffect effect;
  mls::RatchetTree before;
  mls::RatchetTree after;
  rules::CommitData data;
  std::optional<rules::Rotation> rotation;
  Time entry_time{};
  mls::PreparedCommit prepared;
  /// Of the generation after the commit.
  std::optional<Secret> key;

  /// The judgement of the commit as it stands; `data` goes into the effect.
  [[nodiscard]] Result<rules::CommitData> judge(const rules::LogHashes& log) const;
  /// The payload of its log entry.
  [[nodiscard]] Bytes payload() const;
};

/// What a commit is to do.
struct TestChange {
  std::vector<const TestPerson*> adds;
  std::vector<channels::HandleId> removes;
  /// Removals rotate in any case.
  bool rotate = false;
  /// Those of `adds` who ask for it, and are in `removes` too.
  std::vector<const TestPerson*> heals{};
};

/// One channel of a circle with a real group, opened by the founder. Who is admitted or removed by the
/// charter comes in or goes only when a test commits it.
class TestChannel {
 public:
  TestChannel(TestCircle& circle, const channels::ChannelId& channel);

  /// The group at epoch 0, and the first commit.
  struct Opening {
    mls::PublicGroup group;
    TestCommit commit;
    /// The channel before it, where it goes on in a log, and that log, borrowed from the channel.
    std::optional<rules::ChannelState> before{};
    const TestLog* log = nullptr;

    [[nodiscard]] Result<rules::CommitData> judge(const channels::HandleId& opener) const;
  };
  /// An opening by `opener` that is taken by nobody.
  [[nodiscard]] Opening prepare_opening(const TestPerson& opener);

  /// An opening of the group that the charter's last restart of this channel names, which nobody takes.
  [[nodiscard]] Opening prepare_restart(const TestPerson& opener);

  [[nodiscard]] mls::Group& group_of(const TestPerson& person);
  [[nodiscard]] TestCommit prepare(const TestPerson& committer, const TestChange& change);
  /// The record key that `commit` brings or keeps.
  [[nodiscard]] const Secret& key_after(const TestCommit& commit) const;
  /// A request of `person` to be healed in this epoch, with a fresh package.
  [[nodiscard]] rules::HealPayload ask_to_heal(const TestPerson& person);
  /// Takes a commit that must be good: everyone's group and the state move on, newcomers join.
  void accept(TestCommit commit);
  /// Takes an entry that is no commit.
  void push(channels::LogKind kind, ByteView payload);
  /// What a newcomer gets in the Welcome of `commit`.
  [[nodiscard]] rules::JoinExtension join_extension(const TestCommit& commit) const;

  TestCircle& circle;
  channels::ChannelId id;
  rules::ChannelState state;
  TestLog log;
  std::optional<Secret> key;

 private:
  struct Joiner {
    mls::KeyPackageBundle bundle;
    const TestPerson* person;
  };

  /// The group that the charter names.
  [[nodiscard]] mls::Group create_group(const TestPerson& opener);
  /// Signs `group`'s next commit, whose data is given.
  [[nodiscard]] TestCommit commit_on(mls::Group& group, const TestPerson& committer,
                                     mls::CommitOptions options, rules::CommitData data,
                                     std::optional<rules::NextKey> next);
  [[nodiscard]] mls::KeyPackage key_package_of(const TestPerson& person);
  /// Signed for the person's newest package.
  [[nodiscard]] rules::HealRequest sign_heal(const TestPerson& person) const;
  void move_on(const TestCommit& commit);

  std::map<channels::HandleId, mls::Group> groups_;
  std::map<channels::HandleId, Joiner> joiners_;
};

}  // namespace kring::support
