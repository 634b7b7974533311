#pragma once

#include "channels/articles/timeline.hpp"
#include "channels/charter/charter.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace kring::articles {

enum class NameCheck : std::uint8_t {
  verified = 1,  ///< the introduction's whole chain of signatures holds
  unchecked,     ///< it does not: no name is to be believed, or shown
};

/// Who a handle says it belongs to. Name, relation and person key are empty while unchecked.
struct Person {
  channels::HandleId handle;
  NameCheck check = NameCheck::unchecked;
  std::string name;
  std::string relation;
  channels::PersonKey person_key;
  std::uint32_t serial = 0;  ///< how often the introduction was written anew
  friend bool operator==(const Person&, const Person&) = default;
};

/// The people of a channel by their introductions, and what channel and roles are called.
class Members {
 public:
  explicit Members(channels::ChannelId channel) : channel_(channel) {}

  /// Takes the next article of the log; its seq is above that of every one before. `charter` is the one at
  /// the head that the article's entry names, so that everyone comes to the same view.
  ///
  /// A handle's last verified introduction of those with the highest serial number wins, whoever hands it on;
  /// one that does not verify never replaces one that does. Who may not moderate the channel cannot label it.
  void apply(const PlacedArticle& placed, const charter::Charter& charter);

  [[nodiscard]] const std::map<channels::HandleId, Person>& people() const { return people_; }
  /// Null for one who was not introduced; borrowed until the next `apply`.
  [[nodiscard]] const Person* find(const channels::HandleId& handle) const;
  /// The last label, if there is one.
  [[nodiscard]] const std::optional<ChannelLabel>& label() const { return label_; }
  /// What a role is called by the last label that names it; null for none.
  [[nodiscard]] const RoleLabel* role(const channels::RoleId& role) const;

 private:
  void introduce(ByteView introduction, const charter::Charter& charter);
  void relabel(const ChannelLabel& label);

  channels::ChannelId channel_;
  std::map<channels::HandleId, Person> people_;
  std::optional<ChannelLabel> label_;
  std::map<channels::RoleId, RoleLabel> roles_;
  channels::Sequence last_{};
};

}  // namespace kring::articles
