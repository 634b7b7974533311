#pragma once

#include "clients/core/circle_data.hpp"
#include "clients/core/turn.hpp"

#include <map>
#include <string>
#include <string_view>

/// How a device's state lies in the vault: one row for what changes together.
///
///     device                            the device
///     slot                              which state of it each hub has in its vault slot
///     attesting                         own keys that sign attestations, and those that it gave
///     network/ID                        a network's charter as anybody may read it
///     alarm/NUMBER                      an alarm; evidence/NUMBER what proves it
///     intent/ID                         a circle that is to be founded
///     circle/ID/self                    keys, standing, invitations, labels
///     circle/ID/charter/NUMBER          an entry, as it came
///     circle/ID/told                    what another device of the person has told
///     circle/ID/notices                 what the person was told here
///     circle/ID/packages                own key packages
///     circle/ID/healing                 channels that this device asks, or asked, to be healed in
///     circle/ID/stocks                  devices that had no key packages at the hub
///     circle/ID/intent/ID               what the user wants
///     circle/ID/outbox/ID               an article on its way
///     circle/ID/upload/ID               a file on its way
///     circle/ID/underway                the bundle under way
///     circle/ID/channel/ID/group        the MLS group
///     circle/ID/channel/ID/state        where the log stands, record keys
///     circle/ID/channel/ID/log/NUMBER   an entry's running hash, and its article
///     circle/ID/channel/ID/threads      how a newsgroup is read: how far, and what counts
///     circle/ID/channel/ID/reports      what opens reports of a newsgroup
///     circle/ID/channel/ID/raw/NUMBER   the entry as it came, while it is new
namespace kring::core {

[[nodiscard]] std::string circle_row(const channels::CircleId& circle, std::string_view rest);
[[nodiscard]] std::string channel_row(const channels::CircleId& circle, const channels::ChannelId& channel,
                                      std::string_view rest);
/// A number as rows are named by it: sixteen digits, so that names sort.
[[nodiscard]] std::string row_number(std::uint64_t number);

void save_self(Turn& turn, const CircleData& circle);
void save_told(Turn& turn, const CircleData& circle);
void save_notices(Turn& turn, const CircleData& circle);
void save_packages(Turn& turn, const CircleData& circle);
void save_empty_stocks(Turn& turn, const CircleData& circle);
void save_charter_entry(Turn& turn, const CircleData& circle, const charter::CharterEntry& entry);
void save_intent(Turn& turn, const CircleData& circle, const Intent& intent);
void erase_intent(Turn& turn, const CircleData& circle, const IntentId& intent);
void save_message(Turn& turn, const CircleData& circle, const OutboxMessage& message);
void erase_message(Turn& turn, const CircleData& circle, const OutboxMessage& message);
void save_upload(Turn& turn, const CircleData& circle, const Upload& upload);
void erase_upload(Turn& turn, const CircleData& circle, const IntentId& upload);
/// Writes the bundle under way, or deletes its row if there is none.
void save_underway(Turn& turn, const CircleData& circle);
/// Writes the MLS group of a channel, or deletes its row if we are in it no more.
void save_group(Turn& turn, const CircleData& circle, const Channel& channel);
/// Writes what is known of a channel next to its group.
void save_state(Turn& turn, const CircleData& circle, const Channel& channel);
/// Writes how a newsgroup is read.
void save_reading(Turn& turn, const CircleData& circle, const Channel& channel);
/// Writes what opens reports of a newsgroup; there is something.
void save_report_box(Turn& turn, const CircleData& circle, const Channel& channel);
void save_log_entry(Turn& turn, const CircleData& circle, const Channel& channel, const KeptEntry& entry);

void save_raw(Turn& turn, const CircleData& circle, const Channel& channel, channels::Sequence seq,
              const RawEntry& entry);
void erase_raw(Turn& turn, const CircleData& circle, const Channel& channel, channels::Sequence seq);

/// Deletes what is kept of a channel's log.
/// Deletes the entries after `last`.
void erase_log_after(Turn& turn, const CircleData& circle, const Channel& channel, channels::Sequence last);
void erase_log(Turn& turn, const CircleData& circle, const Channel& channel);

/// Deletes everything of a circle that never came about.
void erase_circle(Turn& turn, const CircleData& circle);

/// All rows of one circle, by what follows its id.
using CircleRows = std::map<std::string, SecretBytes, std::less<>>;
/// A circle out of its rows. Errors: `bad_vault`.
[[nodiscard]] Result<CircleData> load_circle(const channels::CircleId& id, const CircleRows& rows);

}  // namespace kring::core
