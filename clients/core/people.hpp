#pragma once

#include "clients/core/context.hpp"

#include "channels/charter/introduction.hpp"

#include <map>
#include <optional>
#include <vector>

/// Who the handles are: introductions out of articles and acceptances, and seeing to it that everybody who
/// reads a channel can know who writes there.
namespace kring::core {

/// What the charter says of a handle, which an introduction has to match; nothing for an unknown handle.
[[nodiscard]] std::optional<charter::Subject> subject_of(const CircleData& circle,
                                                         const channels::HandleId& handle);
/// The handle that an introduction is about, and who that is, if it verifies against the charter.
struct Introduced {
  channels::HandleId handle;
  KnownPerson person;
};
[[nodiscard]] std::optional<Introduced> read_introduction(const CircleData& circle, ByteView introduction);
/// Who an introduction says that somebody is, without verifying it: for one that was verified before.
[[nodiscard]] std::optional<KnownPerson> person_of(ByteView introduction);
/// What somebody shows in an introduction that was verified before; nothing in it is judged.
[[nodiscard]] std::vector<charter::Attestation> attestations_in(ByteView introduction);
/// Who a handle is, as far as this device knows; null if it does not. No device speaks for a member as
/// another person than the member's devices before it, since whoever has the person's own can show that.
[[nodiscard]] const KnownPerson* find_person(const CircleData& circle, const channels::HandleId& handle);

/// The same of a member, by whichever of their devices is known: a live one rather than one that was revoked,
/// and the last that came. What another device of ours told of a member counts until then.
[[nodiscard]] const KnownPerson* find_person(const CircleData& circle, const channels::MemberId& member);
/// That of all members of whom something is known.
[[nodiscard]] std::map<channels::MemberId, const KnownPerson*> find_people(const CircleData& circle);

/// Who wrote many articles: each handle is looked up once.
class Authors {
 public:
  /// The circle outlives it, and does not change meanwhile.
  explicit Authors(const CircleData& circle) : circle_(circle) {}

  /// Whom the handle shows, or else whom another device of its member does; null if nobody is known.
  [[nodiscard]] const KnownPerson* find(const channels::HandleId& handle);
  /// Whom a member's devices show; null if nobody is known.
  [[nodiscard]] const KnownPerson* find(const channels::MemberId& member);

 private:
  const CircleData& circle_;
  std::map<channels::HandleId, const KnownPerson*> known_;
  std::map<channels::MemberId, const KnownPerson*> people_;
  /// Of all members, once one is asked for.
  std::optional<std::map<channels::MemberId, std::vector<const charter::Handle*>>> handles_;
};

/// Takes labels, introductions and, in the regie channel, box keys out of an entry of the log
/// with this article.
void fold_article(CircleData& circle, Channel& channel, const KeptEntry& entry,
                  const articles::Article& article);
/// Folds a circle's logs anew, after it was loaded.
void fold_all(CircleData& circle);

/// Writes the label of a channel of our making, our own introduction where it is missing, and those of people
/// who may not write there themselves.
void push_introductions(Context& context);
/// After our commit added `added` to a channel: in a sealed one they see nothing from before, so it is
/// labelled and its members are introduced again.
void introduce_to(Context& context, Channel& channel, const std::vector<channels::HandleId>& added);

/// Asks for the introductions of those who accepted an invitation whose box this device can open.
void push_requests(Context& context);
void introduction_answered(Context& context, const channels::InvitationId& invitation,
                           const wire::IntroductionAnswer& answer);
void introduction_refused(Context& context, const channels::InvitationId& invitation,
                          const wire::ErrorAnswer& error);

}  // namespace kring::core
