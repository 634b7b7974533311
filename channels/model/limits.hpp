#pragma once

#include "crypto/base/time.hpp"

#include <chrono>
#include <cstddef>

/// Every limit of the domain, with its reason. Bytes unless the name says otherwise.
namespace kring::channels::limits {

// Time.

/// How far a signer's time may lie from the hub's clock: phones keep the network's time to seconds, and every
/// minute more is a minute by which an expired grant can be stretched.
inline constexpr Duration clock_skew_max = std::chrono::minutes(5);
/// Default life of an invitation: a weekend's answer, and a lost link is soon worthless.
inline constexpr Duration invitation_life_default = std::chrono::hours(48);
/// Longest life of an invitation.
inline constexpr Duration invitation_life_max = std::chrono::days(7);
/// Longest stay of a grant: 12 months, counted as a leap year so that a yearly renewal never falls short.
inline constexpr Duration stay_max = std::chrono::days(366);
/// Longest stay of a stand-in: one shift, handover included.
inline constexpr Duration stand_in_stay_max = std::chrono::hours(24);
/// Usual and longest stay of a guest: the day of the meeting, or a week where papers are read before it.
inline constexpr Duration guest_stay_default = std::chrono::hours(24);
inline constexpr Duration guest_stay_max = std::chrono::days(7);
/// How old an owner's consent to a new owner may be: all owners have a week to meet.
inline constexpr Duration consent_age_max = std::chrono::days(7);

/// How long a freeze lasts: over a weekend, until somebody can be asked.
inline constexpr Duration freeze_max = std::chrono::hours(72);
/// One owner's freezes begin so far apart at least, or a circle could be frozen for good.
inline constexpr Duration freeze_every = std::chrono::days(7);
/// How long an owner has to give a sign of life before the others can remove them: longer than a holiday or a
/// stay in hospital with the child.
inline constexpr Duration owner_removal_wait = std::chrono::days(30);
/// How long all owners have to change their mind about the end of a circle.
inline constexpr Duration end_wait = std::chrono::days(14);

// The charter.

/// One charter entry: in base64url it fits a frame of 64 KiB twice over.
inline constexpr std::size_t entry_bytes_max = std::size_t{16} * 1024;
/// One signature field; Ed25519 has 64 bytes, and other kinds are refused where they are verified.
inline constexpr std::size_t signature_field_bytes_max = 256;
/// Signatures of one entry: one of each `SignedBy`.
inline constexpr std::size_t entry_signatures_max = 3;
/// Roles of one circle: the seventeen of the founding and a lane's role for every agency, ten times over.
inline constexpr std::size_t roles_max = 256;
/// Channels of one circle, for the same reason.
inline constexpr std::size_t channels_max = 256;
/// Invitations open at one time: a whole school class and its teachers; more is a stolen key at work.
inline constexpr std::size_t open_invitations_max = 64;
/// Invitations that one member makes within a day, be they used, withdrawn or open: a ward's stand-ins for
/// all shifts, three times over. More is a stolen device at work.
inline constexpr std::size_t invitations_a_day_max = 20;
/// The same of a member whose role owns: a parent who invites the whole school class in one evening does not
/// feel it, and a network's coordinator, who compares six words with each, has a day's work.
inline constexpr std::size_t owner_invitations_a_day_max = open_invitations_max;
/// That day: it is counted back from each invitation.
inline constexpr Duration invitations_day = std::chrono::hours(24);
/// Live devices of one member: phone, tablet and computer at home and at work, and the next one of each
/// before the old one is taken out. Each has a leaf in every group.
inline constexpr std::size_t member_devices_max = 8;
/// Owners whose consents one entry can hold; they must fit it.
inline constexpr std::size_t consents_max = 64;
/// Key packages that an acceptance vouches for: one for each channel of a busy circle.
inline constexpr std::size_t acceptance_key_packages_max = 32;
/// One charter snapshot: a network of 2,000 members with a long past stays below a tenth of it.
inline constexpr std::size_t charter_snapshot_bytes_max = std::size_t{64} * 1024 * 1024;
/// Elements of one list in a charter snapshot; only the snapshot's size really bounds them.
inline constexpr std::size_t charter_snapshot_items_max = 1'000'000;

// Links and introductions.

/// A circle's or an inviter's name in a link, which must fit a QR code.
inline constexpr std::size_t link_name_bytes_max = 64;
/// The whole text of a link, host included.
inline constexpr std::size_t link_text_bytes_max = 1024;
/// The name of a host (RFC 1035, section 2.3.4) with a port.
inline constexpr std::size_t link_host_bytes_max = 253 + 6;
/// A person's name in an introduction.
inline constexpr std::size_t person_name_bytes_max = 100;
/// A person's relation to the child in an introduction.
inline constexpr std::size_t relation_bytes_max = 100;
/// Devices between the one that a person certified and the one that introduces itself: each was linked by the
/// one before, and whoever has linked so many begins anew with the words.
inline constexpr std::size_t further_devices_max = 8;
/// An introduction, signed, with what it shows; sealing adds less than 100 bytes.
inline constexpr std::size_t introduction_bytes_max = 4096;

// Attestations.

/// Keys by which one network attests at a time: one for each device of eight coordinators.
inline constexpr std::size_t attestation_keys_max = 16;
/// What was checked of a person ("kinderarts"), and how ("BIG-register").
inline constexpr std::size_t claim_bytes_max = 100;
inline constexpr std::size_t how_checked_bytes_max = 100;
/// How long an attestation is believed after the check: professions are lost, and a hub can hide that they
/// were.
inline constexpr Duration attestation_life_max = std::chrono::days(90);
/// A signed attestation.
inline constexpr std::size_t attestation_bytes_max = 512;
/// The same as a line of text.
inline constexpr std::size_t attestation_text_bytes_max = 3 + (attestation_bytes_max * 4 + 2) / 3;
/// Attestations that one introduction shows: a profession, an employer, and of two networks each.
inline constexpr std::size_t shown_attestations_max = 4;

// Healing.

/// How long a request to be healed is followed, at most: by then new keys are due, which end its epoch, so
/// that it can be made anew.
inline constexpr Duration heal_life = std::chrono::days(30);
/// What is signed of it: 130 bytes in this version.
inline constexpr std::size_t heal_content_bytes_max = 256;
/// The key package that comes with it: as long as any at the hub (`wire::limits::key_package_bytes_max`).
inline constexpr std::size_t heal_package_bytes_max = 1024;
/// Handles that one commit heals: each of them needs one of a bundle's Welcomes.
inline constexpr std::size_t heals_max = 32;

// Articles, records and the wire.

/// The text of a message or a note.
inline constexpr std::size_t article_text_bytes_max = std::size_t{16} * 1024;
/// A whole article as JSON: the largest step of padding, less the signed frame of a record around it. Of the
/// longest text, 15,000 characters may need an escape.
inline constexpr std::size_t article_bytes_max = std::size_t{32} * 1024 - 512;
/// One WebSocket frame.
inline constexpr std::size_t frame_bytes_max = std::size_t{64} * 1024;
/// Nesting of a frame: the deepest that the protocol has is 5.
inline constexpr std::size_t frame_depth_max = 16;
/// Keys of all objects of a frame together: a bundle with a welcome for each of 32 handles needs 150.
inline constexpr std::size_t frame_keys_max = 256;
/// The staged parts of one bundle together: a Welcome and a tree for 2,000 devices.
inline constexpr std::size_t bundle_bytes_max = std::size_t{8} * 1024 * 1024;

}  // namespace kring::channels::limits
