#pragma once

#include "channels/wire/answer.hpp"
#include "channels/wire/event.hpp"
#include "tests/support/channel_writing.hpp"
#include "tests/support/hub_world.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kring::bench {

/// How large a newsgroup is made.
struct NewsgroupSize {
  /// So often people come in together, one of their devices renews the keys, and things are written.
  std::size_t steps = 63;
  /// Who come in each time; everybody has two devices, so that they fill a batch.
  std::size_t people_a_step = 16;
  std::size_t articles = 20'000;
  std::size_t threads = 4'000;
};

/// A network with one newsgroup that has been used for long, as the store of a hub has it: every entry,
/// commit and record is signed and sealed as clients do, and written past the hub, whose clock would not
/// take the past. A client that reads it verifies all of it.
///
/// The newsgroup is the channel `care` of a circle of the tests, its members' role is `night`. Five days lie
/// between two steps, so that nobody's stay is over.
class NewsgroupWorld {
 public:
  /// `hub_folder` is the data folder of a hub that does not run yet.
  NewsgroupWorld(const std::filesystem::path& hub_folder, const primitives::SignatureKeyPair& hub_key,
                 const NewsgroupSize& size);

  /// The founder's group of the newsgroup and what commits in it need.
  [[nodiscard]] support::TestChannel& newsgroup() { return channels_.at(circle.care); }
  /// Every device that is in the newsgroup but the founder's, in the order of their coming.
  [[nodiscard]] const std::vector<support::TestPerson>& devices() const { return devices_; }

  /// A record with a post by a device: it begins a thread.
  [[nodiscard]] wire::AppendRequest make_post(const support::TestPerson& author, std::string_view text);
  /// The hub has taken it, and it stands in the log now.
  void appended(const wire::AppendRequest& append, const wire::AppendAnswer& answer);
  /// What somebody else has written.
  void follow(const wire::EntryEvent& entry);

  /// The whole link of an invitation for a hub at this origin, and the bundle that invites.
  struct Invited {
    std::string link;
    wire::BundleRequest bundle;
  };
  [[nodiscard]] Invited invite(std::string_view origin);
  /// A charter's entry that somebody else has signed.
  void take_entry(const Bytes& entry);

  /// The bundle that lets in, with a claimed key package, whose acceptance is the charter's last entry.
  [[nodiscard]] wire::BundleRequest let_in(ByteView package);
  /// The bundle that removes a member with all devices, and renews the record key.
  [[nodiscard]] wire::BundleRequest remove(const channels::MemberId& member);
  /// The hub has taken the commit of the last one of these two bundles.
  void committed(const wire::BundleAnswer& answer);

  /// As of the last step, and then of whoever sets the time.
  support::TestCircle circle;

 private:
  class Writer;

  void found(Writer& store);
  void step(Writer& store, const NewsgroupSize& size, std::size_t number);
  /// So many people with two devices each, in the charter.
  void admit(std::size_t people);
  /// Lets in those who have come, and lets the first of them renew the keys.
  void commit_newcomers(Writer& store, std::size_t first);
  void write_articles(Writer& store, const NewsgroupSize& size, std::size_t number);
  void write_article(Writer& store, const support::TestPerson& author, ByteView article);
  [[nodiscard]] rules::RecordPayload seal(const support::TestPerson& author, ByteView article);
  [[nodiscard]] Bytes next_post(const NewsgroupSize& size);
  [[nodiscard]] Bytes introduction_of(const support::TestPerson& person);
  /// Signs and applies an entry of the founder's, and puts it into a bundle.
  [[nodiscard]] wire::BundleRequest begin_bundle(charter::Body body);
  /// Puts a commit of the founder's into a bundle.
  [[nodiscard]] wire::BundleGroup make_group(std::vector<mls::KeyPackage> adds,
                                             std::vector<mls::LeafIndex> removes);
  [[nodiscard]] std::vector<mls::LeafIndex> leaves_of(const channels::MemberId& member);

  std::map<channels::ChannelId, support::TestChannel> channels_;
  std::vector<support::TestPerson> devices_;
  std::map<channels::HandleId, std::uint64_t> counters_;
  /// Whom a member's devices show.
  std::map<channels::MemberId, primitives::SignatureKeyPair> persons_;
  /// Of each thread the ids of its posts so far.
  std::vector<std::vector<FixedBytes<16>>> threads_;
  std::size_t posts_ = 0;
  /// On its way to the hub.
  std::optional<support::MadeCommit> made_;
};

/// A word that stands in just this post of the world, to be searched for.
[[nodiscard]] std::string word_of_post(std::size_t number);

}  // namespace kring::bench
