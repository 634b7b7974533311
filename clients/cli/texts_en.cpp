#include "clients/cli/texts.hpp"

#include <array>

namespace kring::cli::english {

// NOLINTNEXTLINE(readability-function-size): a table of texts, one line each.
std::string_view text_of(Text text) {
  switch (text) {
    case Text::usage_extra:
      return "I do not know this: {0}.";
    case Text::usage_missing:
      return "{0} is missing.";
    case Text::usage_value:
      return "{0} takes exactly one value.";
    case Text::usage_together:
      return "{0} does not go with the other options.";
    case Text::usage_twice:
      return "This contradicts itself: {0}. Give it once, or the same twice.";
    case Text::usage_other:
      return "The command line is wrong: {0}";
    case Text::usage_no_command:
      return "Say what you want to do, such as: kring status.";
    case Text::usage_two_commands:
      return "Give one command at a time.";
    case Text::usage_hint:
      return "Type ‘kring {0}--help’ for help.";
    case Text::bad_language:
      return "I do not know this language: {0}. Choose nl or en.";
    case Text::bad_colour:
      return "--color takes auto, always or never, not {0}.";
    case Text::bad_timeout:
      return "--timeout is a number of seconds from 0 to 86400, not {0}.";
    case Text::bad_duration:
      return "This is no duration: {0}. Write 90s, 20m, 48h or 7d, for example.";
    case Text::bad_mode:
      return "A channel is record or sealed, not {0}.";
    case Text::bad_allowance:
      return "This is no right: {0}. Write ROLE=r, ROLE=rp or ROLE=rpm.";
    case Text::bad_number:
      return "This is no number: {0}.";
    case Text::bad_date:
      return "This is no day that exists: {0}. Write 2014-05-03 or 3-5-2014, for example.";
    case Text::ask_passphrase:
      return "Passphrase of this device: ";
    case Text::ask_new_passphrase:
      return "Choose a passphrase for this device (a few words): ";
    case Text::ask_passphrase_again:
      return "Once more: ";
    case Text::ask_twelve_words:
      return "Type your twelve words, with spaces between: ";
    case Text::word_too_few:
      return "These are {0} words. There have to be twelve.";
    case Text::word_too_many:
      return "These are more than twelve words.";
    case Text::word_unknown:
      return "Word {0} is not in the list.";
    case Text::word_meant:
      return "Did you mean: {0}?";
    case Text::word_checksum:
      return "Each word is in the list, but together they are not right. A word is another one, or the order "
             "is.";
    case Text::ask_one_word:
      return "What is word {0} on your paper? ";
    case Text::wrong_word:
      return "That is not the word above. Look at your paper.";
    case Text::ask_confirm:
      return "Ask this person to read the six words out to you, best on the phone or face to face.\nAre they "
             "exactly these, and do you want this person in your circle? (y/n) ";
    case Text::ask_confirm_owner:
      return "Ask this person to read the six words out to you, best on the phone or face to face.\nThis "
             "person may then do all that you may: invite and remove people, and read everything in every "
             "channel. You cannot simply remove them again.\nAre they exactly these words, and do you want "
             "that? (y/n) ";
    case Text::ask_remove:
      return "{0} will read nothing new after this. Remove? (y/n) ";
    case Text::ask_leave:
      return "You leave ‘{0}’. Only a new invitation brings you back. Go on? (y/n) ";
    case Text::ask_pause:
      return "{0} reads nothing more until you let them take part again. Pause? (y/n) ";
    case Text::ask_role:
      return "{0} gets the role ‘{1}’ and sees what goes with it. Go on? (y/n) ";
    case Text::ask_close:
      return "Nobody can write in ‘{0}’ after this; what is there stays readable. Close it? (y/n) ";
    case Text::ask_put_out:
      return "They read nothing new there after this; what they have read they may have kept. Go on? (y/n) ";
    case Text::ask_freeze:
      return "For three days nobody comes in and no role or channel changes; reading and writing goes on. "
             "You can do so once a week. Freeze? (y/n) ";
    case Text::ask_remove_owner:
      return "{0} is a parent with authority. They go if all other parents with authority want it and {0} "
             "gives no sign of life for thirty days. Go on? (y/n) ";
    case Text::ask_end:
      return "‘{0}’ ends if all parents with authority want it, fourteen days after the last. Until then "
             "each of them can stop it. Go on? (y/n) ";
    case Text::ask_end_now:
      return "‘{0}’ ends now, for everybody and for good. What somebody had stays on their device. End it? "
             "(y/n) ";
    case Text::ask_restart:
      return "‘{0}’ gets new keys and a new start, from entry {1} on, which is the last that this device has "
             "read. What was read stays. What others wrote after it falls away, and their devices send it "
             "again. Everyone comes in again by themselves. Do this only when the channel does not work any "
             "more. Go on? (y/n) ";
    case Text::restarted:
      return "‘{0}’ has been restarted. The others come in again as soon as they are online.";
    case Text::restart_told:
      return "{1} has restarted ‘{0}’. What you had read stays; as soon as you are let in again, you can "
             "write again.";
    case Text::restart_line:
      return "‘{0}’ in ‘{1}’ was restarted by {2}, on {3}. What had been read stays.";
    case Text::healed_record:
      return "This device had lost its way in ‘{0}’ and was let in again. You can read all of it, also what "
             "came in between.";
    case Text::healed_sealed:
      return "This device had lost its way in ‘{0}’ and was let in again. You can read and write there from "
             "now on.";
    case Text::healed_missed:
      return "This device had lost its way in ‘{0}’ and was let in again. {1} messages of the meantime stay "
             "closed on this device for good; what you had stays. Ask the others what was said. You can read "
             "and write there from now on.";
    case Text::ask_resume:
      return "The hub was put back from a backup. People's devices have brought back what is listed here. "
             "The hub does not know whose devices have come by: ask everybody to open Kring once, and wait "
             "for them. What only a device has that has not come by yet is left out of ‘{0}’ for good if you "
             "go on now; that device keeps it. Let the circle go on? (y/n) ";
    case Text::resume_channel:
      return "{0}: {1} entries at the hub, {2} on this device";
    case Text::resumed:
      return "‘{0}’ goes on. Everybody can write again.";
    case Text::circle_read_only:
      return "The hub was put back from a backup. This circle can be read; what you write waits until a "
             "parent "
             "runs ‘kring resume’.";
    case Text::yes_letter:
      return "y";
    case Text::twelve_words_head:
      return "These are your twelve words. Write them on paper now, in this order:";
    case Text::twelve_words_advice:
      return "With these words you prove that you are you. This is the only time that you see them.\nKeep "
             "the paper in a safe place. Take no picture. Give them to nobody.";
    case Text::init_done:
      return "This device is ready. Found a circle with ‘kring found NAME’, or accept an invitation with "
             "‘kring join LINK’.";
    case Text::init_not_confirmed:
      return "This device is ready, but your words have not been checked. Do that with ‘kring words’.";
    case Text::words_right:
      return "The twelve words are right.";
    case Text::kit_title:
      return "Recovery sheet of {0}";
    case Text::kit_why:
      return "With these twelve words you prove that you are you, also when all your devices are gone.";
    case Text::kit_keep:
      return "Keep this with your passport, and a second one elsewhere. Take no photo. Give it to nobody.";
    case Text::kit_hub:
      return "Hub: {0}";
    case Text::kit_hub_blank:
      return "Hub (write the address here): ______________________________";
    case Text::kit_written:
      return "The recovery sheet is in {0}. Print it, and delete the file after that.";
    case Text::kit_not_proven:
      return "Your twelve words have not been tried yet. See with ‘kring kit --prove’ whether they bring "
             "everything back: nothing changes by that.";
    case Text::kit_proven:
      return "Your recovery sheet is good. With these twelve words and nothing else this comes back:";
    case Text::kit_circle:
      return "{0}: {1} channels, {2} of them with what was written before; {3} people whom you have checked.";
    case Text::kit_gap_circle:
      return "‘{0}’ is not kept yet.";
    case Text::kit_gap_channel:
      return "Of ‘{1}’ in ‘{0}’ the newest key is not kept yet.";
    case Text::kit_gap_key:
      return "‘{0}’ knows another recovery key than your words give: ask a parent with authority, or in a "
             "network a coordinator, for new keys (kring new-keys).";
    case Text::recovered:
      return "You are back in ‘{0}’, with a new device. The others see that. You come into the channels as "
             "soon "
             "as one of them is connected.\nWas your old device stolen? Look with ‘kring devices’, and take "
             "it "
             "out with ‘kring revoke-device’.";
    case Text::recovered_alone:
      return "You are back in ‘{0}’, with a new device. Nobody else was there to let you into its channels, "
             "so "
             "they begin with new keys. What was said there goes on where one reads back.";
    case Text::recovered_whole:
      return "You are back in ‘{0}’, and in all its channels.";
    case Text::recover_failed:
      return "You are not all the way back in ‘{0}’: {1}";
    case Text::recover_old_devices:
      return "The others, and your earlier devices, see that you have a new one. Take the lost ones out: "
             "‘kring devices’ shows them, and ‘kring revoke-device’ does it.";
    case Text::slot_set_back:
      return "Careful: the hub gave back an older state of one of your devices than it had, or lost it. That "
             "happens after a backup is put back, and should not happen otherwise: ask who keeps the hub. "
             "The rest has been brought back; see whether a circle is missing.";
    case Text::founding_waits:
      return "‘{0}’ is still to be founded at {1}, as soon as that hub answers. Is that not the hub you "
             "meant? "
             "‘kring found --cancel {2}’ takes it back.";
    case Text::founding_cancelled:
      return "‘{0}’ will not be founded. All that was kept for it is gone from this device.";
    case Text::your_hubs:
      return "Your circles are on: {0}.";
    case Text::one_meant:
      return "‘{0}’ ({1})";
    case Text::names_meant:
      return "You may mean: {0}.";
    case Text::names_meant_more:
      return "You may mean: {0}, and {1} more.";
    case Text::founded:
      return "‘{0}’ is there. You are its only member.\nCircle: {1}\nNow invite somebody: ‘kring roles’ "
             "shows whom you can invite.";
    case Text::only_owner:
      return "You are the only parent with authority or guardian in ‘{0}’. If you lose your device and your "
             "words, "
             "nobody can let anybody in or remove anybody any more. Invite a second one with ‘kring invite "
             "parent’, and keep your recovery sheet in two places.";
    case Text::only_owner_network:
      return "You are the only coordinator of ‘{0}’. If you lose your device and your words, nobody can let "
             "anybody in or remove anybody any more. Invite a second one with ‘kring invite coordinators’, "
             "and keep your recovery sheet in two places.";
    case Text::ask_attestation_public:
      return "With this key you attest what you have checked of people. Everybody has to be able to verify "
             "that. So the record of the network ‘{0}’ becomes public, for good: whoever has the network's "
             "number can read how many people are in it, and which keys, rights and times they have, also "
             "from before. There are no names in it and no messages. This cannot be undone. All coordinators "
             "have to agree. Go on? (y/n) ";
    case Text::ask_attestation_agree:
      return "{0} asks that the record of the network ‘{1}’ become public, for good; {2} of {3} coordinators "
             "agree. {0} can then attest what was checked of people, and everybody can verify that. Whoever "
             "has the network's number can then read how many people are in it, and which keys, rights and "
             "times they have, also from before. There are no names in it and no messages. This cannot be "
             "undone. Do you agree? (y/n) ";
    case Text::publication_asked:
      return "You agree that the record of the network becomes public: {0} of {1} coordinators do now. It "
             "happens once all coordinators agree; until then nothing has changed. The others say: kring "
             "attestation-key. Your consent counts for a week.";
    case Text::charter_published:
      return "The record of the network is public now. {0} can attest. You make a key of your own with "
             "‘kring attestation-key’.";
    case Text::ask_attestation_replace:
      return "What you attested with the old key does not count any more then. Replace it? (y/n) ";
    case Text::ask_attestation_take:
      return "What you attested with this key does not count any more then. Take it away? (y/n) ";
    case Text::ask_attestation_take_of:
      return "What {0} attested with key {1} does not count any more then. If the device of {0} is lost or "
             "stolen, {0} has to take it out as well, with ‘kring revoke-device’: else it can make a new "
             "key. "
             "Take it away? (y/n) ";
    case Text::attestation_key_set:
      return "This device can attest now, with ‘kring attest’. The key stays on this device.";
    case Text::attestation_key_taken:
      return "The key is taken away. What was attested with it does not count any more. The network stays "
             "public.";
    case Text::attestation_keys_head:
      return "Keys by which this network attests:";
    case Text::attestation_key_line:
      return "{0}  {1}, since {2}";
    case Text::attestation_key_here:
      return " (this device)";
    case Text::no_attestation_keys:
      return "There is no key by which anything can be attested here.";
    case Text::attestation_how_usual:
      return "checked by a coordinator";
    case Text::attested:
      return "You attest that you have checked this of {0}: {1}. It counts until {2}. Give this line to {0}, "
             "who keeps it with ‘kring keep-attestation’. It is no secret: it is worth nothing to anybody "
             "else.";
    case Text::attestation_kept:
      return "The attestation is kept. Whoever lets you into a circle from now on sees it first. To a circle "
             "that you are in and that has seen no earlier one you show it with ‘kring show-attestation’.";
    case Text::attestation_renewed:
      return "In {0} you showed an earlier one. There they see this one now. You need to do nothing more.";
    case Text::attestation_renewed_later:
      return "In {0} you showed an earlier one. There they see this one as soon as there is a connection. "
             "You need to do nothing more.";
    case Text::ask_attestation_show:
      return "Everybody in ‘{0}’ who reads a channel in which you may write then sees: {1}, attested by {2}, "
             "until {3}. They see that this network knows you. Who comes later may read it too. You cannot "
             "take it back. If you keep a newer one of the same, they see that by itself. Show it? (y/n) ";
    case Text::attestation_shown:
      return "Everybody in ‘{0}’ who reads a channel in which you may write can see the attestation now.";
    case Text::attestation_shown_in:
      return "Shown in: {0}.";
    case Text::attestation_on_its_way:
      return "On its way to: {0}. Nobody sees it there yet.";
    case Text::attestation_shown_nowhere:
      return "Shown in no circle yet.";
    case Text::attestation_ends:
      return "What {0} attests of you (‘{1}’) counts until {2}. Ask a coordinator of that network for a new "
             "attestation, and keep it with ‘kring keep-attestation’. Where you showed the old one, the new "
             "one "
             "is shown by itself.";
    case Text::attestation_ended:
      return "What {0} attested of you (‘{1}’) counted until {2}. Others now read that it is not confirmed. "
             "You stay in your circles. Ask a coordinator of that network for a new attestation, and keep it "
             "with ‘kring keep-attestation’. Where you showed the old one, the new one is shown by itself.";
    case Text::attestation_removed:
      return "This device does not show the attestation any more. Who has seen it keeps it. On your other "
             "devices you remove it apart.";
    case Text::attestation_removed_later:
      return "In {0} it goes as soon as there is a connection. Until then people there still see it. You "
             "need "
             "to do nothing more.";
    case Text::attestation_withdrawn_now:
      return "The attestation is withdrawn. Whoever sees it reads from now on that it does not count any "
             "more.";
    case Text::ask_attestation_withdraw:
      return "Withdrawing is for good. Withdraw it? (y/n) ";
    case Text::attestations_mine:
      return "Attested of you:";
    case Text::attestations_given:
      return "Attested by this device:";
    case Text::no_attestations:
      return "There are no attestations.";
    case Text::attestation_holds:
      return "Attested by {0} until {1}:";
    case Text::attestation_not:
      return "Not confirmed ({0}), {1}:";
    case Text::attestation_what:
      return "{0}, checked: {1}, {2}";
    case Text::why_wrong_person:
      return "it is about somebody else";
    case Text::why_not_yet:
      return "its date is in the future";
    case Text::why_expired:
      return "expired";
    case Text::why_unknown_network:
      return "unknown network";
    case Text::why_network_ended:
      return "the network has ended";
    case Text::why_unknown_key:
      return "not from this network";
    case Text::why_withdrawn:
      return "withdrawn";
    case Text::why_key_gone:
      return "who attested it may not do so any more";
    case Text::network_by_id:
      return "network {0}";
    case Text::network_not_current:
      return "I cannot check now whether attestations by {0} still count: {1}. What you see is of {2}.";
    case Text::network_never_read:
      return "I cannot check now whether attestations by {0} count: {1}.";
    case Text::held_as_of:
      return "{0}; on {1} it still held";
    case Text::held_last_time:
      return "{0}; it held the last time";
    case Text::reading_not_asked:
      return "the network was not read now";
    case Text::reading_offline:
      return "the hub gave no answer";
    case Text::reading_limited:
      return "the hub takes no questions just now; it may be asked again from {0} on";
    case Text::reading_too_slow:
      return "reading it took too long; try again";
    case Text::reading_hidden:
      return "the hub does not show this network";
    case Text::reading_refused:
      return "what the hub showed cannot be true; see ‘kring status’";
    case Text::reading_lost:
      return "this hub lacks this network or a part of it; it may have been put back";
    case Text::reading_newer:
      return "this program is too old for this network; update it";
    case Text::reading_too_large:
      return "the record of this network is too large";
    case Text::reading_takes_long:
      return "I am reading what networks attest. That takes a while.";
    case Text::ask_attestation_kept:
      return "The old one is not shown any more then. Replace it? (y/n) ";
    case Text::attestation_replaced:
      return "In place of: {0}, until {1}";
    case Text::ask_network_forget:
      return "This device then forgets what it knows of network {0}. A hub that hides a withdrawn "
             "attestation "
             "is not noticed any more afterwards. Do this only if the coordinator says personally that the "
             "hub was put back. Forget it? (y/n) ";
    case Text::network_forgotten:
      return "Forgotten. The next time the network is read anew, from its beginning.";
    case Text::bad_days:
      return "This is no number of days: {0}. Write a number, such as 90.";
    case Text::network_founded:
      return "The network ‘{0}’ is there. You are its coordinator and only member.\nNetwork: {1}\nNow open a "
             "newsgroup "
             "with ‘kring newsgroup’, and invite people: ‘kring roles’ shows whom. What is about children "
             "does not "
             "belong here.";
    case Text::mark_network:
      return "network";
    case Text::newsgroup_opened:
      return "The newsgroup ‘{0}’ is open. Who joins reads back. ‘kring matrix’ shows who may do what.";
    case Text::who_reads:
      return "{0} is now read by: {1}. Whoever joins later reads back.";
    case Text::who_reads_sealed:
      return "{0} is now read by: {1}. Whoever joins later does not read back.";
    case Text::hints_head:
      return "This may show which child it is about:";
    case Text::hint_name:
      return "a name out of your circle: {0}";
    case Text::hint_birth_date:
      return "a day that may be a birth date: {0}";
    case Text::hint_bsn:
      return "a number that may be a citizen service number: {0}";
    case Text::hint_phone:
      return "a telephone number: {0}";
    case Text::ask_identifies_nobody:
      return "Are you sure that nobody sees by this which child it is about? [y/N] ";
    case Text::ask_post:
      return "Post it? [y/N] ";
    case Text::ask_remove_post:
      return "Removing is for good; that it happened stays to be seen. Remove? [y/N] ";
    case Text::ask_edit_post:
      return "Who reads here sees the new text, and can still read the old one. Edit it? [y/N] ";
    case Text::post_edited:
      return "Edited. Everybody who reads here sees the new text, and that you edited it. What stood there "
             "before stays to be read with ‘kring thread --history’.";
    case Text::mark_edited:
      return "edited, {0}";
    case Text::said_before:
      return "before, from {0}:";
    case Text::posted:
      return "Posted in {0}.";
    case Text::posted_until:
      return "From {0} on it is not shown any more in ‘kring threads’, ‘kring digest’ and ‘kring search’. "
             "That "
             "is your wish, no promise: on the devices of those who read here, and encrypted at the hub, it "
             "stays as long as the channel does, and ‘kring thread’ and ‘kring read’ still show it.";
    case Text::bad_until:
      return "This is neither a duration nor a day: {0}. Write 12h, 30d or 2026-05-03, for example.";
    case Text::mark_until:
      return "until {0}";
    case Text::mark_ended:
      return "ended at {0}";
    case Text::moderated:
      return "Done. Everybody who reads here sees that you did it.";
    case Text::mark_unread:
      return "unread";
    case Text::mark_muted:
      return "muted";
    case Text::mark_pinned:
      return "pinned by {0}: {1}";
    case Text::thread_pinned:
      return "This thread now stands first for everybody who reads here. ‘kring unpin’ undoes it.";
    case Text::thread_unpinned:
      return "This thread does not stand first any more.";
    case Text::subscribed:
      return "You are subscribed to {0}: it counts in what is unread, in ‘kring digest’ and for ‘kring "
             "watch’.";
    case Text::unsubscribed:
      return "{0} does not count any more in what is unread, in ‘kring digest’ and for ‘kring watch’. You "
             "can still read it. Nobody else is told.";
    case Text::thread_muted:
      return "This thread does not count any more in what is unread, in ‘kring digest’ and for ‘kring "
             "watch’. You can still read it. Nobody else is told.";
    case Text::thread_unmuted:
      return "This thread counts again.";
    case Text::newsgroup_unread:
      return "{0}: {1} unread";
    case Text::newsgroup_uncounted:
      return "{0}: not subscribed";
    case Text::digest_nothing:
      return "Nothing new in your newsgroups.";
    case Text::digest_no_newsgroup:
      return "You are subscribed to no newsgroup here. ‘kring channels’ shows them, ‘kring subscribe’ "
             "subscribes you.";
    case Text::digest_group:
      return "{0}: {1} new";
    case Text::digest_thread:
      return "{0} new";
    case Text::digest_left_out:
      return "and {0} threads more: ‘kring threads {1} --all’ shows them.";
    case Text::threads_left_out:
      return "and {0} older threads: ‘kring threads {1} --all’ shows them.";
    case Text::digest_marked:
      return "What stands here counts as read now.";
    case Text::search_nothing:
      return "There is nothing on this device in which all of these words occur.";
    case Text::search_left_out:
      return "And {0} older places. Add a word, or say with --in where to look.";
    case Text::bad_since:
      return "This is neither a duration nor a day: {0}. Write 12h, 7d or 2026-05-03, for example.";
    case Text::report_readers:
      return "Your report can be read by: {0}. Nobody else can.";
    case Text::report_author_reads:
      return "One of them wrote this post.";
    case Text::report_left_out:
      return "Not yet by: {0}; their device was not ready for it.";
    case Text::report_seen_by_all:
      return "Everybody's device in this group gets it sealed. With another program somebody could see that "
             "you "
             "reported something, and when. Not what; but if a post is held soon after, they may guess.";
    case Text::report_no_moderator:
      return "Nobody but you moderates this newsgroup: ‘kring hold’ holds the post.";
    case Text::moderators_are:
      return "Moderators are: {0}.";
    case Text::report_moderators:
      return "Moderators are: {0}. It works once one of them has opened Kring. Until then you can speak to "
             "them.";
    case Text::ask_report:
      return "Report it? [y/N] ";
    case Text::reported:
      return "Reported. The moderators see it when they open Kring. The post stays as it is until one of "
             "them "
             "does something.";
    case Text::report_settled:
      return "Done. The other moderators see that this report is settled.";
    case Text::report_head:
      return "A report for you as moderator:";
    case Text::report_by:
      return "reported by {0}";
    case Text::report_post_gone:
      return "About a post that is not in this newsgroup.";
    case Text::report_settled_by:
      return "settled by {0}, {1}";
    case Text::post_is_shown:
      return "shown";
    case Text::post_is_held:
      return "held";
    case Text::post_is_removed:
      return "removed";
    case Text::no_reports:
      return "There are no reports for you here.";
    case Text::reports_for_others:
      return "And {0} that this device cannot open: they were for other moderators, or came before this "
             "device.";
    case Text::open_reports:
      return "{0}: open reports for you as moderator: {1}. See ‘kring reports’.";
    case Text::mark_held:
      return "held by {0}, {1}";
    case Text::mark_released:
      return "released by {0}, {1}";
    case Text::mark_removed:
      return "removed by {0}, {1}";
    case Text::column_subject:
      return "subject";
    case Text::column_posts:
      return "posts";
    case Text::column_unread:
      return "unread";
    case Text::column_last:
      return "last";
    case Text::removed:
      return "{0} has been removed. The keys are new: {0} cannot read what you write now. What {0} had read "
             "before, {0} may have kept.";
    case Text::left:
      return "You have left ‘{0}’.";
    case Text::paused:
      return "{0} is paused and does not read along until you do ‘kring unpause’. The keys are new. Open "
             "invitations made by {0} are void.";
    case Text::unpaused:
      return "{0} takes part again.";
    case Text::role_changed:
      return "{0} now has the role ‘{1}’.";
    case Text::frozen:
      return "The circle is frozen for three days. To end it earlier: kring unfreeze.";
    case Text::unfrozen:
      return "Your freeze is over.";
    case Text::removal_asked:
      return "Asked. If {0} gives no sign of life for thirty days and all other parents with authority want "
             "it too, do this once more.";
    case Text::stayed:
      return "Seen: you stay.";
    case Text::end_asked:
      return "Said. Once all parents with authority want it and fourteen days have gone by, ‘kring end’ ends "
             "the circle ‘{0}’. To stop it: kring end --cancel.";
    case Text::end_cancelled:
      return "The end is off.";
    case Text::circle_ended:
      return "The circle ‘{0}’ has been ended.";
    case Text::invited:
      return "Invitation for: {0}. It works once, until {1}.";
    case Text::invited_cut:
      return "Your own access ends on {0}. Whoever you let in by this link can stay until then at most.";
    case Text::invited_confirm:
      return "Send the link to this one person only. Afterwards ‘kring requests’ shows who asks, and ‘kring "
             "confirm’ lets them in.";
    case Text::invites_again:
      return "After {0} you can invite somebody again.";
    case Text::invited_preapproved:
      return "Whoever uses this link is in without another question. Give it to this one person yourself.";
    case Text::withdrawn:
      return "The invitation has been withdrawn. The link works no more.";
    case Text::joined_member:
      return "You are a member of ‘{0}’. The channels come as soon as one of the others is connected.";
    case Text::joined_waiting:
      return "You have accepted the invitation to ‘{0}’. One of the others still has to let you in.\nRead "
             "these six words out to whoever invited you: {1}\nLook again later with ‘kring status’.";
    case Text::confirmed:
      return "{0} has been let in.";
    case Text::consented:
      return "You agree that {0} becomes a parent with authority: {1} of {2} do now. {0} comes in once all "
             "do. "
             "The others say: kring consent {3}";
    case Text::consent_line:
      return "{0} of {1} who decide this";
    case Text::consent_hint:
      return "Agreed";
    case Text::consent_article:
      return "{0} agreed that somebody comes in who decides along; see ‘kring requests’";
    case Text::publication_article:
      return "{0} agreed that the record of the network become public; see ‘kring status’";
    case Text::confirm_hint:
      return "To let in: kring confirm {0}";
    case Text::request_head:
      return "Somebody wants to join the circle:";
    case Text::request_name:
      return "Name";
    case Text::request_role:
      return "Role";
    case Text::request_invitation:
      return "Invitation";
    case Text::request_words:
      return "Six words";
    case Text::no_roles:
      return "You cannot invite anybody now.";
    case Text::no_requests:
      return "Nobody is waiting for you.";
    case Text::no_members:
      return "Nobody is here yet.";
    case Text::matrix_legend:
      return "r reads, p posts, m moderates, – nothing. In brackets: again, once this person is no longer "
             "paused.";
    case Text::matrix_roles:
      return "What each role may:";
    case Text::role_at_founding:
      return "As a circle begins:";
    case Text::role_stay:
      return "Stays {0} unless you say otherwise, and {1} at most.";
    case Text::role_by_link:
      return "Can be let in by a link alone (--preapproved).";
    case Text::role_by_confirmation:
      return "Comes in only once somebody has said yes.";
    case Text::role_now:
      return "In this circle now:";
    case Text::may_let_in:
      return "May let in: {0}.";
    case Text::see_as_nothing:
      return "Can open no channel now.";
    case Text::see_as_reads_back:
      return "reads everything back";
    case Text::see_as_since:
      return "reads what was said from {0} on";
    case Text::see_as_hidden:
      return "Does not see: {0}.";
    case Text::see_as_note:
      return "This comes from the rules by which the circle lets people in and keeps them out. A device gets "
             "a channel’s keys a little later. You see the last messages only where you read along yourself. "
             "What somebody has copied is not shown here.";
    case Text::who_somebody:
      return "somebody of the circle";
    case Text::who_me:
      return "This is you.";
    case Text::who_no_name:
      return "This device has not seen a signed name of this person yet.";
    case Text::who_founded:
      return "Founded the circle, on {1}. The keys prove that, and not who has authority by law.";
    case Text::who_invited:
      return "Invited by {0}, on {1}.";
    case Text::who_let_in:
      return "Let in by {0}, on {1}.";
    case Text::who_removed:
      return "Removed by {0}, on {1}.";
    case Text::who_removed_by_me:
      return "Removed by yourself, on {1}.";
    case Text::who_left:
      return "Left by themselves, on {1}.";
    case Text::who_let_in_by_me:
      return "Let in by yourself, on {1}.";
    case Text::who_by_link:
      return "Came in by the link alone, on {1}. Nobody had to compare the six words: whoever had the link "
             "could come in.";
    case Text::who_waits:
      return "Has accepted the invitation, and waits until somebody says yes.";
    case Text::who_checked_here:
      return "You compared the six words with this person yourself.";
    case Text::who_checked_elsewhere:
      return "You did not compare the six words with this person. Whether whoever let them in did, only they "
             "know. Ask them if you doubt.";
    case Text::child_born:
      return "Your child was born on {0}. Only who decides about this circle can read that; the hub cannot.";
    case Text::child_unknown:
      return "No birth date has been written down. Type: kring child --born 2014-05-03";
    case Text::wait_seconds:
      return "It may be asked again in {0} seconds.";
    case Text::wait_minutes:
      return "It may be asked again in {0} minutes.";
    case Text::child_kept:
      return "Written down in the parents’ desk: born on {0}. Only who decides about this circle can read "
             "it; the hub cannot. You are reminded three months before the 12th, 16th and 18th birthday.";
    case Text::child_birthday:
      return "{0} years on {1}, reminder from {2}";
    case Text::birth_date_line:
      return "The child was born on {0}";
    case Text::birthday_coming:
      return "On {1} your child turns {0}.";
    case Text::birthday_today:
      return "Today, {1}, your child turns {0}.";
    case Text::birthday_past:
      return "On {1} your child turned {0}.";
    case Text::birthday_12:
      return "From 12 on your child decides about treatments together with you, by Dutch law (WGBO). Doctors "
             "then also ask your child for consent. Tell your child what is in the circle and who reads it. "
             "Your child may have a place of its own: kring invite child_12. What it may see you find with: "
             "kring roles child_12.";
    case Text::birthday_16:
      return "From 16 on your child decides about treatments itself, if it is able to. The one who treats "
             "looks at that, at each decision. Talk about who should stay in the circle. Does your child "
             "want to decide about the circle, and is it able to? Then: kring invite child_16. That gives it "
             "all that you may yourself, and it reads everything back in the parents’ desk. Read first: "
             "kring roles child_16.";
    case Text::birthday_18:
      return "At 18 the parents’ authority ends. Is your child not able to decide everything itself? Then "
             "ask the court in time for a mentor, an administrator or a curator; that takes months. The "
             "circle does not change by itself: agree now who decides in it from then on, and who stays.";
    case Text::ask_revoke:
      return "This device of {0} reads and writes nothing more, nor do those that it has added. Take it out? "
             "(y/n) ";
    case Text::device_revoked:
      return "The device of {0} is out. The keys are new: it cannot read what is written now. What it had "
             "read "
             "it may have kept.";
    case Text::ask_new_keys:
      return "Sit together, and let the other read out the six words on the new device.\nAre they exactly "
             "these, and do you know this person? All their old devices go out. (y/n) ";
    case Text::new_keys_link:
      return "Let {0} type on the new device: kring init, and then kring come-back with this link between "
             "quotes. It shows a code, with which you then say: kring new-keys {1} CODE";
    case Text::new_keys_given:
      return "{0} has new keys and is in. The old devices are out. To everybody else the keys show as not "
             "checked, until they do ‘kring check’.";
    case Text::new_keys_mark:
      return "new keys, not checked";
    case Text::come_back_code:
      return "Show this code to whoever lets you in:";
    case Text::come_back_words:
      return "And read out these six words: {0}\nLook again with ‘kring status’ when they have let you in.";
    case Text::ask_check:
      return "Let this person read out their six words, best face to face.\nAre they exactly these? (y/n) ";
    case Text::checked:
      return "{0} is checked.";
    case Text::link_shown:
      return "Open this link on the new device, with ‘kring join-device’. It is good for ten minutes, once. "
             "Show it to nobody else.";
    case Text::link_asked:
      return "A device asks to be linked: {0}.";
    case Text::link_unnamed:
      return "without a name";
    case Text::ask_link:
      return "The new device shows six words.\nAre they exactly these? It then becomes a device of yours. "
             "(y/n) ";
    case Text::link_in_circle:
      return "the new device is let in.";
    case Text::link_done:
      return "The new device is in all your channels. It does not have your twelve words: keep the paper.";
    case Text::link_not_yet:
      return "The new device is not in all channels yet. That goes on by itself, whenever it and one other "
             "device of the circle are connected.";
    case Text::join_device_words:
      return "Compare these six words with those on your other device: {0}\nNothing is handed over before "
             "you say there that they are the same.";
    case Text::join_device_done:
      return "This device is yours now, and in all your channels.";
    case Text::join_device_not_yet:
      return "This device is yours now, but not in all channels yet. That goes on by itself, whenever it and "
             "one other device of the circle are connected: see ‘kring channels’. If your other device said "
             "that something went wrong, or was switched off, say ‘kring link’ there once more, and ‘kring "
             "join-device’ with the new link here.";
    case Text::arrived_record:
      return "{0}: {1} is here, with everything that was written before.";
    case Text::arrived_sealed:
      return "{0}: {1} is here, from now on. What was said before is on your other devices alone.";
    case Text::device_named:
      return "The device is called {0}. Devices that you link later hear it too.";
    case Text::let_somebody_in:
      return "{0} let {1} in into ‘{2}’, on {3}, as: {4}, until {5}. If that is not right: kring remove {6}";
    case Text::let_in_over:
      return "That access is over.";
    case Text::member_left_circle:
      return "{0} left ‘{1}’, on {2}.";
    case Text::member_removed_circle:
      return "{3} removed {0} from ‘{1}’, on {2}.";
    case Text::removed_by:
      return "{0} removed you, on {1}.";
    case Text::let_these_in:
      return "Let in by {0}, and still there. They stay until you remove them:";
    case Text::let_in_line:
      return "{0}, {1}, until {2}: kring remove {3}";
    case Text::let_in_line_no_end:
      return "{0}, {1}";
    case Text::new_device:
      return "{0} has a new device in ‘{1}’, since {2}: {3}. If you do not expect that, ask them yourself, "
             "and not in Kring.";
    case Text::new_device_mine:
      return "You have a new device in ‘{0}’, since {1}: {2}. If that was not you, take it out with ‘kring "
             "revoke-device {3}’.";
    case Text::new_device_revoked:
      return "It was taken out again.";
    case Text::device_by_device:
      return "let in by another device of the same person";
    case Text::device_by_words:
      return "come back by the twelve words";
    case Text::device_by_new_keys:
      return "with new keys, after losing everything";
    case Text::no_devices:
      return "There is no device.";
    case Text::device_state_live:
      return "takes part";
    case Text::device_state_revoked:
      return "taken out";
    case Text::device_not_shown:
      return "has not shown whose it is";
    case Text::device_taken_out:
      return "This device was taken out of the circle: it reads nothing new. What it had stays readable.";
    case Text::device_out_by:
      return "{0} did that on {1}.";
    case Text::device_out_by_me:
      return "You did that yourself on {0}.";
    case Text::device_out_member:
      return "You are still a member, with another device of yours.";
    case Text::mark_this_device:
      return "(this one)";
    case Text::channel_opened:
      return "The channel ‘{0}’ is open.";
    case Text::channel_closed:
      return "The channel ‘{0}’ is closed. What is there stays readable.";
    case Text::allowed:
      return "Who may do what in ‘{0}’ has changed.";
    case Text::put_out_these:
      return "By this change these people can no longer read in ‘{0}’:";
    case Text::put_out_member:
      return "{0} ({1})";
    case Text::put_out_paused:
      return "{0} ({1}, paused now)";
    case Text::put_out_more:
      return "and {0} more";
    case Text::lane_opened:
      return "The channel ‘{0}’ is open. Invite the contact ({1}) with: kring invite {2}";
    case Text::lane_contact:
      return "Contact at {0}";
    case Text::taken_by:
      return "It is ‘{0}’.";
    case Text::taken_by_key:
      return "It is ‘{0}’ ({1}).";
    case Text::taken_by_closed:
      return "It is ‘{0}’ ({1}), which is closed and keeps its name.";
    case Text::taken_waits:
      return "It is ‘{0}’, which waits for the hub; ‘kring status’ shows what waits.";
    case Text::said:
      return "Kept in {0}.";
    case Text::sealing:
      return "Encrypting";
    case Text::sending:
      return "Sending";
    case Text::file_sent:
      return "Sent {0} ({2}) to {1}.";
    case Text::fetching:
      return "Fetching";
    case Text::file_fetched:
      return "Saved as {0} ({1}).";
    case Text::file_line:
      return "file: {0} ({1})";
    case Text::nothing_to_read:
      return "There is nothing here yet.";
    case Text::introduced:
      return "{0} introduced themself";
    case Text::no_channels:
      return "You read no channel yet.";
    case Text::no_label:
      return "(no name yet)";
    case Text::watching:
      return "Staying connected until you press Ctrl-C.";
    case Text::offline_answer:
      return "No connection to the hub. This is what this device already had.";
    case Text::clock_answer:
      return "The clocks of this computer and of the hub differ by more than five minutes, so that nothing "
             "is "
             "asked of the hub. This is what this device already had. Set your clock right. Is it right? "
             "Then "
             "tell whoever runs the hub.";
    case Text::hub_clock_answer:
      return "The clock of this hub is more than five minutes wrong, so that nothing is asked of it: the "
             "clock "
             "of another hub agrees with yours. This is what this device already had. Tell whoever runs the "
             "hub.";
    case Text::foreign_answer:
      return "The hub shows another key than before, so nothing is sent to it and nothing it says is "
             "believed. This is what this device already had.";
    case Text::no_longer_member:
      return "You are no longer a member of this circle. This is what you had.";
    case Text::never_let_in:
      return "You were not let in: the invitation was withdrawn, or whoever made it may not invite any more.";
    case Text::export_warning:
      return "Mind: an export is not encrypted. Whoever has the folder, on a stick, in a backup or in a "
             "cloud, can "
             "read all that you can read in this circle, also what others confided to you. Keep it as you "
             "would "
             "keep a medical file.";
    case Text::ask_export:
      return "Go on? (y/n) ";
    case Text::exporting:
      return "Fetching";
    case Text::exported:
      return "‘{0}’ is in {1}. Articles: {2}. Files: {3}. Open index.html to read it.";
    case Text::export_incomplete:
      return "Missing are:";
    case Text::export_no_answer:
      return "The hub did not answer in time.";
    case Text::now_paused:
      return "A parent has paused you. This is what you had.";
    case Text::bad_import_into:
      return "--into takes OLD=NEW, such as --into care=care: a channel of the export and one of this "
             "circle. OLD= leaves it out.";
    case Text::import_plan:
      return "From the export of ‘{0}’ into ‘{1}’. You will be the one who writes it here: each "
             "text says who wrote it before, and when, and that you say so.";
    case Text::import_line:
      return "{0} goes into {1}. To bring along: {2}, there already: {3}.";
    case Text::import_not_taken:
      return "{0} ({1}) stays behind: no channel here fits it alone. Open one with ‘kring open’, or "
             "name one with --into.";
    case Text::import_into_closed:
      return "{0} ({1}) stays behind: ‘{2}’ here is closed, and nobody writes there any more. --into names "
             "another channel.";
    case Text::import_may_not_write:
      return "{0} ({1}) stays behind: you may not write in ‘{2}’ here. --into names another channel.";
    case Text::import_takes_posts:
      return "{0} ({1}) stays behind: ‘{2}’ here is a newsgroup, which takes posts only. --into names "
             "another channel.";
    case Text::import_without_file:
      return "Files that are missing in the export, and stay behind: {0}.";
    case Text::import_from_incomplete:
      return "What the export itself says is missing in it: {0}.";
    case Text::import_dry:
      return "Nothing was brought along, as you asked.";
    case Text::import_nothing:
      return "There is nothing to bring along: what is not there already stays behind, as said above.";
    case Text::importing:
      return "Bringing along";
    case Text::imported:
      return "{0} articles of ‘{1}’ are in this circle now. Say it again after a new export, and only "
             "what is new is brought along.";
    case Text::origin_line:
      return "said by {0} on {1}; brought along by {2}";
    case Text::origin_nameless:
      return "somebody";
    case Text::import_unfit:
      return "Too large to carry who said it, and stay behind: {0}.";
    case Text::import_left_out:
      return "Of another kind (such as posts of newsgroups), and stay behind: {0}.";
    case Text::import_left_by_choice:
      return "{0} ({1}) stays behind, as you asked.";
    case Text::import_child:
      return "The child’s day of birth becomes {0}, as the export says.";
    case Text::import_partly:
      return "A part was brought along, and stays. Say the same again, and it goes on from there.";
    case Text::attestation_of_stranger:
      return "Not confirmed (you are not in this network, and anybody can found one): {0} says until {1}:";
    case Text::words_not_confirmed:
      return "Your twelve words have not been checked yet. Do that with ‘kring words’.";
    case Text::no_circle_yet:
      return "You are in no circle yet.";
    case Text::your_six_words:
      return "Your six words: {0}";
    case Text::open_invitations:
      return "Open invitations:";
    case Text::until:
      return "until {0}";
    case Text::still_to_do:
      return "Still to be done, as soon as possible:";
    case Text::unsent:
      return "send {0} message(s)";
    case Text::circle_stopped:
      return "This circle is stopped on this device. ‘kring evidence’ says why.";
    case Text::circle_foreign:
      return "The hub shows another key now. Nothing is sent to it; it goes on by itself with the right key.";
    case Text::circle_frozen:
      return "Frozen by {1} until {0}: nobody comes in, roles and channels do not change. Only {1} can end "
             "that earlier.";
    case Text::circle_frozen_by_you:
      return "Frozen by you until {0}: nobody comes in, roles and channels do not change. To end it earlier: "
             "kring unfreeze.";
    case Text::circle_removal:
      return "It is asked that {0} go. In favour: {1}. Not yet: {2}. Possible from {3}, if all other parents "
             "with authority want it and {0} gives no sign of life.";
    case Text::circle_removal_agree:
      return "If you want that too: kring remove-owner {0}. You need not do anything if not.";
    case Text::circle_removal_then:
      return "Once that is possible: kring remove-owner {0}.";
    case Text::by_yourself:
      return "yourself";
    case Text::circle_public:
      return "Public since {0}, for good: anybody who has the number can read how many people are and were "
             "here, which keys and rights they have, and when they came and went. There are no names and no "
             "messages in it: nobody outside reads those.";
    case Text::circle_publication:
      return "{0} asks that anybody may read the record of this circle, for good: {1} of {2} parents agree. "
             "This "
             "program never asks that and has no part in it. Nothing has changed yet; talk to {0}. ‘kring "
             "freeze’ stops it for three days.";
    case Text::circle_publication_mine:
      return "It is asked that anybody may read the record of this, for good, with a key of {0}: {1} of {2} "
             "coordinators agree, you too. Nothing has changed yet.";
    case Text::circle_removal_of_me:
      return "Asked by {1}: that you go, on {0}. If you want to stay: write something, or do ‘kring stay’.";
    case Text::circle_ending:
      return "It is asked that the circle end. In favour: {0}. Not yet: {1}. It happens only if all parents "
             "with authority want it, and not before fourteen days after the last of them.";
    case Text::circle_ending_agreed:
      return "All parents with authority want the circle to end: {0}. That is possible from {1} on.";
    case Text::circle_ending_agree:
      return "If you want that too: kring end.";
    case Text::circle_ending_then:
      return "To end it then, for good: kring end.";
    case Text::circle_ending_stop:
      return "To stop it: kring end --cancel.";
    case Text::no_owner:
      return "nobody";
    case Text::owners_are:
      return "Here that is: {0}.";
    case Text::frozen_by:
      return "{0} froze it, until {1}. Only {0} can end that earlier; nobody else has to agree.";
    case Text::frozen_by_you:
      return "You froze it yourself, until {0}. To end it earlier: kring unfreeze.";
    case Text::not_frozen_now:
      return "It is not frozen now.";
    case Text::only_owner_stays:
      return "But you are the only parent with authority, and the last one cannot leave. First let somebody "
             "in who becomes one too, with ‘kring invite parent’; or end the circle for everybody, with "
             "‘kring end’.";
    case Text::confirm_differ:
      return "If they still differ, somebody else may have used the link: withdraw it with ‘kring withdraw "
             "{0}’, and invite again.";
    case Text::new_keys_differ:
      return "If they still differ, the code is not from the device beside you: begin again with ‘kring "
             "new-keys’, with the other device in sight.";
    case Text::check_differ:
      return "If they still differ, somebody else may have these keys: confide nothing to them here, and "
             "call a parent with authority, who can keep them out with ‘kring pause’.";
    case Text::link_differ:
      return "If you are sure of them, it was another device that asked. Nothing was handed over; begin "
             "again with ‘kring link’.";
    case Text::post_example:
      return "For example: kring post {0} \"Who knows a quiet mattress?\" --subject \"Mattress\"";
    case Text::fetch_elsewhere:
      return "Choose another with -o, or replace it with --force.";
    case Text::kit_elsewhere:
      return "Choose another name for the sheet, or take the old file away first.";
    case Text::recover_no_hub:
      return "You named no hub, so {0} was tried. The address of yours stands on your recovery sheet, after "
             "‘Hub:’. Type: kring recover --hub https://THAT.ADDRESS";
    case Text::recover_that_hub:
      return "Tried was {0}. Is that what stands on your recovery sheet, after ‘Hub:’?";
    case Text::give_words_file:
      return "The twelve words can also come from a file: --words-file FILE, or --words-file - for standard "
             "input.";
    case Text::give_six:
      return "The six words that were read out to you can be given with --six.";
    case Text::channel_was_closed:
      return "‘{0}’ has been closed: nobody writes there any more.";
    case Text::read_no_more:
      return "Your role may not read ‘{0}’ any more, since {1}. This is what you had: it stays readable, and "
             "nothing new comes.";
    case Text::read_no_more_since:
      return "That is so since {0}.";
    case Text::circle_dissolved:
      return "The parents have ended this circle.";
    case Text::alarm_head:
      return "ALARM, {0}";
    case Text::alarm_in:
      return "ALARM in ‘{0}’, {1}";
    case Text::alarm_in_channel:
      return "ALARM in ‘{0}’, channel ‘{1}’, {2}";
    case Text::alarm_of_network:
      return "ALARM about network {0}, {1}";
    case Text::notice_head:
      return "NOTE, {0}";
    case Text::notice_in:
      return "NOTE in ‘{0}’, {1}";
    case Text::notice_in_channel:
      return "NOTE in ‘{0}’, channel ‘{1}’, {2}";
    case Text::alarm_whom:
      return "the other parents";
    case Text::alarm_somebody:
      return "somebody in the circle";
    case Text::alarm_where:
      return "the circle";
    case Text::alarm_author:
      return "It says that it is from {0}; that may be untrue.";
    case Text::alarm_stops_nothing:
      return "Nothing is stopped, and what you had stays readable.";
    case Text::alarm_stops_channel:
      return "This channel is now stopped on this device: nothing more is sent. The rest of the circle goes "
             "on. What you had stays readable.";
    case Text::alarm_stops_circle:
      return "This circle is now stopped on this device: nothing more is sent. What you had stays readable.";
    case Text::alarm_channel_goes_on:
      return "This channel was stopped on this device after that. By now it goes on again. What you had "
             "stays readable.";
    case Text::alarm_more:
      return "More about this: kring evidence {0}";
    case Text::alarms_more:
      return "More about this: kring evidence";
    case Text::alarms_seen_one:
      return "1 alarm that you have seen: kring evidence";
    case Text::alarms_seen:
      return "{0} alarms that you have seen: kring evidence";
    case Text::alarm_code:
      return "What the program calls this: {0}";
    case Text::mark_alarm_seen:
      return "(seen)";
    case Text::no_alarms:
      return "There are no alarms: this device has seen nothing that is not right.";
    case Text::evidence_hint:
      return "‘kring evidence NUMBER’ says what is kept, and to whom you can give it.";
    case Text::evidence_none:
      return "Nothing is kept of this that proves anything.";
    case Text::evidence_kept:
      return "{0} is kept. To put it into a file: kring evidence {1} -o FILE";
    case Text::evidence_seen_hint:
      return "Once you have seen it, ‘kring status’ need not repeat it: kring evidence {0} --seen";
    case Text::evidence_written:
      return "What is kept ({1}) is now in {0} too. Only you can read that file.";
    case Text::evidence_seen:
      return "Noted that you have seen this. It stays kept; ‘kring evidence’ shows it.";
    case Text::unforeseen:
      return "Something went wrong that has no explanation here ({0}). Nothing is lost. Try again.";
    case Text::yes:
      return "yes";
    case Text::no:
      return "no";
    case Text::no_end:
      return "–";
    case Text::nameless:
      return "name not known yet ({0})";
    case Text::mark_me:
      return "(you)";
    case Text::mark_note:
      return "(note)";
    case Text::mode_record:
      return "who joins reads back";
    case Text::mode_sealed:
      return "only who is here now";
    case Text::channel_joined:
      return "open";
    case Text::channel_not_joined:
      return "waits for its key";
    case Text::channel_no_longer_read:
      return "not yours to read any more";
    case Text::channels_join_within:
      return "New people come into a large newsgroup together. That can take {0} minutes if somebody is "
             "online, and sometimes longer.\nYou need not do anything. Afterwards you also read what was "
             "there before.";
    case Text::channel_stopped:
      return "stopped (alarm)";
    case Text::channel_heals:
      return "asked to be let in again";
    case Text::channel_is_closed:
      return "closed";
    case Text::state_waiting:
      return "waits";
    case Text::state_live:
      return "member";
    case Text::state_expired:
      return "time over";
    case Text::state_removed:
      return "removed";
    case Text::state_left:
      return "left";
    case Text::state_paused:
      return "paused";
    case Text::standing_founding:
      return "being founded";
    case Text::standing_invited:
      return "accepting the invitation";
    case Text::standing_waiting:
      return "waiting until somebody lets you in";
    case Text::standing_linking:
      return "not linked to the end. Say ‘kring link’ on your other device once more, and ‘kring "
             "join-device’ with the new link here: that finishes it";
    case Text::standing_member:
      return "you are a member";
    case Text::standing_ended:
      return "you are no longer a member here; what you had stays readable";
    case Text::standing_turned_down:
      return "you were not let in: the invitation was withdrawn, or whoever made it may not invite any more; "
             "ask for a new one";
    case Text::standing_paused:
      return "a parent has paused you; what you had stays readable";
    case Text::connection_offline:
      return "not connected";
    case Text::connection_connecting:
      return "connecting";
    case Text::connection_greeted:
      return "connected";
    case Text::connection_draining:
      return "the hub is going away for a moment";
    case Text::connection_refused:
      return "refused";
    case Text::pending_join:
      return "accept an invitation";
    case Text::pending_invite:
      return "invite somebody";
    case Text::pending_withdraw:
      return "withdraw an invitation";
    case Text::pending_confirm:
      return "let somebody in";
    case Text::pending_open:
      return "open a channel";
    case Text::pending_remove:
      return "remove somebody";
    case Text::pending_restart:
      return "restart a channel";
    case Text::pending_leave:
      return "leave";
    case Text::pending_resume:
      return "let it go on after a backup";
    case Text::pending_say:
      return "send a message";
    case Text::pending_send:
      return "send a file";
    case Text::pending_pause:
      return "pause somebody";
    case Text::pending_unpause:
      return "let somebody take part again";
    case Text::pending_role:
      return "give somebody another role";
    case Text::pending_allow:
      return "change who may do what in a channel";
    case Text::pending_close:
      return "close a channel";
    case Text::pending_freeze:
      return "freeze";
    case Text::pending_unfreeze:
      return "end the freeze";
    case Text::pending_remove_owner:
      return "ask that somebody go who decides";
    case Text::pending_stay:
      return "show that you are there";
    case Text::pending_end:
      return "end it";
    case Text::pending_device:
      return "let a device in";
    case Text::pending_revoke:
      return "take a device out";
    case Text::pending_attestation_key:
      return "change the key for attestations";
    case Text::pending_withdraw_attestation:
      return "withdraw an attestation";
    case Text::pending_publish:
      return "make the record of the network public";
    case Text::column_device:
      return "DEVICE";
    case Text::column_since:
      return "SINCE";
    case Text::column_added_by:
      return "ADDED BY";
    case Text::column_role:
      return "ROLE";
    case Text::column_label:
      return "MEANS";
    case Text::column_longest:
      return "LONGEST";
    case Text::column_preapproved:
      return "PREAPPROVED";
    case Text::column_name:
      return "NAME";
    case Text::column_relation:
      return "RELATION";
    case Text::column_state:
      return "STATE";
    case Text::column_until:
      return "UNTIL";
    case Text::column_id:
      return "ID";
    case Text::column_channel:
      return "CHANNEL";
    case Text::column_key:
      return "KEY";
    case Text::column_mode:
      return "READING";
    case Text::column_rights:
      return "RIGHTS";
    case Text::column_readers:
      return "READERS";
  }
  return {};
}

namespace {

// What is safe, and what to do now.
constexpr std::string_view rest_nothing = "";
constexpr std::string_view rest_unchanged = "Nothing has changed.";
constexpr std::string_view rest_other_name = "Nothing has changed. Choose another name.";
constexpr std::string_view rest_unsent = "Nothing was sent.";
constexpr std::string_view rest_again = "Nothing has changed. Try again in a moment.";
constexpr std::string_view rest_owner = "Nothing has changed. Ask a parent with authority.";
constexpr std::string_view rest_new_link = "Nothing has changed. Ask for a new invitation.";
constexpr std::string_view rest_look = "Nothing has changed. See how things are with ‘kring status’.";
constexpr std::string_view rest_program = "Nothing has changed. Update the program; if it stays, report it.";
constexpr std::string_view rest_network =
    "An honest hub does not do that. Your circle goes on as usual, and the evidence is kept. Attestations "
    "are "
    "judged by the newest that this device has seen. Call whom you want to let in, or the coordinator. This "
    "alarm comes once. If the coordinator says personally that the hub was put back, ‘kring forget-network’ "
    "begins anew with this network.";
constexpr std::string_view rest_alarm =
    "An honest hub does not do that. This circle is now stopped on this device: nothing more is sent. What "
    "you had stays readable, and the evidence is kept. Call the other parents, and do not discuss it over "
    "this hub.";
constexpr std::string_view rest_home = "Your data has not been changed.";
constexpr std::string_view rest_words =
    "Leave this folder as it is. Your twelve words bring your circles back, in another, empty folder: ‘kring "
    "--home NEW_FOLDER recover --hub https://YOUR.HUB’.";
constexpr std::string_view rest_structure = "That part was not accepted; nothing of it was kept or shown.";

constexpr auto errors = std::to_array<ErrorText>({
    {Library::cli, "usage", "The command line is wrong.", rest_unchanged},
    {Library::cli, "no_home", "I do not know where your data is: HOME is empty. Give --home DIR.",
     rest_unchanged},
    {Library::cli, "no_circle",
     "You are in no circle yet. Found one with ‘kring found NAME’, or accept an invitation with ‘kring join "
     "LINK’.",
     rest_nothing},
    {Library::cli, "which_circle",
     "You are in several circles. Say which one you mean with --circle; ‘kring status’ shows them.",
     rest_unchanged},
    {Library::cli, "which_hub",
     "Your circles are on several hubs. Say with --hub on which one this is to be founded.", rest_unchanged},
    {Library::cli, "unknown_founding",
     "Nothing of this name waits to be founded. ‘kring status’ shows what does.", rest_unchanged},
    {Library::cli, "ambiguous_name", "More than one has this name. Use the id; it stands in the list.",
     rest_unchanged},
    {Library::cli, "six_words_differ",
     "The six words differ. That may be a typing mistake: let them be read out once more, and try again.",
     "Nobody was let in, and nothing has changed."},
    {Library::cli, "declined", "You said no.", rest_unchanged},
    {Library::cli, "interrupted", "This was interrupted.", rest_unchanged},
    {Library::cli, "vault_away",
     "The hub cannot be reached, or did not give all that is kept of your devices. So your recovery sheet "
     "has not been tried yet. Try again later.",
     "Nothing has changed. What is on this device is safe."},
    {Library::cli, "no_terminal",
     "Somebody has to answer here, but there is no terminal. Give the answer as an option; see --help.",
     rest_unchanged},
    {Library::cli, "unreadable_file", "What was to be read here cannot be read, or is too long.",
     rest_unchanged},
    {Library::cli, "bad_passphrase", "The passphrase is empty or too long, or you typed two different ones.",
     rest_unchanged},
    {Library::cli, "kept_for_later",
     "The hub does not answer, or not in time. What you asked is kept here and is done as soon as there is a "
     "connection, at the next command. You need not ask again. See ‘kring status’.",
     rest_nothing},
    {Library::cli, "kept_until_resume",
     "The hub was put back from a backup, and takes nothing new of this circle yet. What you asked is kept "
     "here "
     "and is done by itself after a parent has run ‘kring resume’. You need not ask again. See ‘kring "
     "status’.",
     rest_nothing},
    {Library::cli, "asked_to_wait",
     "The hub does not take this just now: too much was asked in a short time.",
     "What you asked is kept here and is done after that, at the next command. You need not ask again. See "
     "‘kring status’."},
    {Library::cli, "mailbox_gone",
     "The ten minutes of this link are over, or it never was. Begin again with ‘kring link’.",
     rest_unchanged},
    {Library::cli, "mailbox_used",
     "This link was used before, by you or by somebody else. Begin again with ‘kring link’.", rest_unchanged},
    {Library::cli, "mailbox_refused",
     "The hub cannot be reached, or lets no devices meet just now. Try again in a few minutes.",
     rest_unchanged},
    {Library::cli, "unknown_alarm",
     "There is no alarm of this number. ‘kring evidence’ shows which there are.", rest_unchanged},
    {Library::cli, "no_evidence", "Nothing is kept of this alarm that could go into a file.", rest_unchanged},
    {Library::cli, "nothing_kept",
     "This hub keeps nothing that these twelve words open. Is it the right hub? Name it with --hub: it "
     "stands on "
     "your recovery sheet. And are they the words of your newest sheet? If somebody in the circle can help, "
     "ask "
     "for a link and come back with ‘kring recover LINK’.",
     rest_unchanged},
    {Library::cli, "try_later", "The hub does not take this just now: too much was asked in a short time.",
     "Your words are safe and are kept nowhere, so this is not done by itself afterwards. Ask it again "
     "then."},
    {Library::cli, "timed_out",
     "The hub did not answer in time. This is not kept for you, as your twelve words are kept nowhere. See "
     "with ‘kring members’ whether it was done after all; else do it again.",
     rest_nothing},
    {Library::cli, "subject_missing", "A new thread needs a subject.",
     "Nothing was sent. To answer a post: --reply-to and its number, as ‘kring threads’ shows it."},
    {Library::cli, "file_away", "The hub did not answer, so this file did not come: it is at the hub.",
     "Nothing was saved, and no file here was changed. What ‘kring read’ shows stays readable. Do the same "
     "again "
     "when there is a connection."},
    {Library::cli, "hub_away", "The hub did not answer, so nothing was brought back.",
     "Nothing has changed, and your twelve words are kept nowhere. Try again when there is a connection."},
    {Library::cli, "no_passphrase",
     "This device is locked with a passphrase, and there is no terminal to type it at. Put it into a file "
     "that "
     "only you can read, and name that file in KRING_PASSPHRASE_FILE.",
     "Nothing has changed. For example: KRING_PASSPHRASE_FILE=~/passphrase kring status"},
    {Library::cli, "no_new_keys", "This person has got no new keys, so there is nothing to compare.",
     "Nothing has changed. ‘kring who’ says who let them in."},
    {Library::cli, "not_your_device", "This is somebody else's device. You can give a name to your own only.",
     "Nothing has changed. ‘kring devices’ shows yours."},
    {Library::cli, "export_incomplete", "The export is not complete.",
     "What is there is right, and the export itself says what is missing. Try again later, into a new "
     "folder."},
    {Library::cli, "export_files_gone", "The export is not complete: the hub no longer has the files above.",
     "All the rest is there and right. Trying again does not help. Ask who sent a file whether they still "
     "have "
     "it, and to send it once more."},
    {Library::cli, "import_unreadable",
     "This folder is no export that this program can read: circle.json or manifest.json is missing, too "
     "large, or was changed.",
     rest_nothing},
    {Library::cli, "import_version", "A newer program made this export. Update ‘kring’, and try again.",
     rest_nothing},
    {Library::cli, "import_damaged",
     "A file in the folder is not what the export says of it. It may have been changed, or copied in "
     "part. Copy the folder again.",
     "What was brought along before stays, and is not doubled when you try again."},
    {Library::cli, "import_unknown_channel",
     "The export has no channel of this name with something in it, or several. Name it as ‘kring import "
     "FOLDER --dry-run’ shows it.",
     rest_nothing},
    {Library::cli, "import_offline",
     "The hub cannot be reached. Without it this device does not know what is in the circle already. Try "
     "again when there is a connection.",
     "What was brought along before stays, and is not doubled when you try again."},
    {Library::cli, "import_stopped", "You stopped it.",
     "What was brought along stays. Say the same again, and it goes on from there."},
    {Library::native, "home_failed",
     "The folder with your data cannot be used. See whether it exists, is yours and has room.", rest_home},
    {Library::native, "home_in_use",
     "Another ‘kring’ is using this data now. Wait until it is done, or stop it.", rest_home},
    {Library::native, "vault_failed",
     "Reading or keeping your data went wrong. See whether the disk is in order.", rest_home},
    {Library::native, "vault_full",
     "The disk is full. Make room and try again. Nothing was sent that had not been kept first.", rest_home},
    {Library::native, "vault_newer", "A newer version of this program made this data. Update the program.",
     rest_home},
    {Library::native, "vault_damaged", "The file ‘vault.db’ in the folder with your data is damaged.",
     rest_words},
    {Library::native, "vault_gone",
     "The file ‘vault.db’ in the folder with your data is gone or empty, but the key is there. Either there "
     "was a device here, and no new one is made over it; or a new one was being made, and that was broken "
     "off. Do you have a copy of the file? Put it back. To begin anew as somebody new, choose another "
     "folder: ‘kring --home NEW_FOLDER init --name YOUR_NAME’.",
     rest_words},
    {Library::native, "key_damaged",
     "The file ‘key’ in the folder with your data is damaged or gone: without it nobody can read that data. "
     "Do you have a copy of the file? Put it back.",
     rest_words},
    {Library::native, "wrong_key",
     "The key or the passphrase does not fit this data, or the data is damaged. Type the passphrase again, "
     "if you have one.",
     rest_words},
    {Library::native, "key_missing",
     "No device has been made here yet. Do that with ‘kring init --name YOUR_NAME’. You did make it? Then "
     "look at --home and KRING_HOME.",
     rest_nothing},
    {Library::native, "key_exists",
     "There is a key here already. Choose another folder with --home for a new device.", rest_home},
    {Library::native, "key_readable_by_others",
     "Other users of this computer can read your key. Do chmod 600 on the file ‘key’ in the folder with your "
     "data.",
     rest_home},
    {Library::native, "bad_origin", "This is no address of a hub.", rest_unchanged},
    {Library::native, "file_unreadable",
     "This file cannot be read. See whether it exists, is a file, and is yours to read.", rest_unsent},
    {Library::native, "file_changed", "The file became shorter while it was read.", rest_unsent},
    {Library::native, "file_exists", "There is a file of this name already. It was not overwritten.",
     rest_unchanged},
    {Library::native, "file_unwritable",
     "The file cannot be written there. See whether the folder exists, is yours and has room.",
     rest_unchanged},
    {Library::native, "file_damaged",
     "What the hub gave is not the file that was sent. Nothing of it was kept. Try again; if it stays, ask "
     "for "
     "the file to be sent once more.",
     rest_nothing},
    {Library::native, "file_gone", "The hub does not have this file, or not for you.", rest_unchanged},
    {Library::native, "folder_exists",
     "Something is there already, or it is the folder that you are in. Choose a folder that does not exist "
     "yet, or "
     "that is empty.",
     rest_unchanged},
    {Library::native, "disk_full", "The disk is full. Make room, or choose another disk.", rest_unchanged},
    {Library::client, "no_device",
     "No device has been made here yet. Do that with ‘kring init --name YOUR_NAME’.", rest_nothing},
    {Library::client, "device_exists",
     "There is a device here already. See ‘kring status’. Choose another folder with --home for another.",
     rest_unchanged},
    {Library::client, "bad_vault", "This device's data is damaged or of another version.", rest_words},
    {Library::client, "wrong_words",
     "These are not the twelve words of this device. Look at your paper: the order counts.", rest_unchanged},
    {Library::client, "words_needed",
     "This takes your twelve words. Give --words-file, or do it on a terminal.", rest_unchanged},
    {Library::client, "bad_name", "A name is one line of text of 1 to 100 bytes; a relation may be empty.",
     rest_unchanged},
    {Library::client, "bad_hub",
     "This is no address of a hub. An address begins with https://; http:// is for this computer itself "
     "only.",
     rest_unchanged},
    {Library::client, "too_many_circles", "This device is already in as many circles as it can be.",
     rest_unchanged},
    {Library::client, "unknown_circle", "I do not know this circle. ‘kring status’ shows your circles.",
     rest_unchanged},
    {Library::client, "unknown_channel",
     "This channel does not exist, or you may not see it. ‘kring channels’ shows your channels.",
     rest_unchanged},
    {Library::client, "unknown_role", "This role does not exist. ‘kring roles’ shows whom you can invite.",
     rest_unchanged},
    {Library::client, "unknown_member", "This person is not in the circle. ‘kring members’ shows who is.",
     rest_unchanged},
    {Library::client, "unknown_invitation",
     "I do not know this invitation. ‘kring status’ shows the open ones.", rest_unchanged},
    {Library::client, "unknown_request",
     "Nobody waits with this invitation. ‘kring requests’ shows who does.", rest_unchanged},
    {Library::client, "already_joined", "You are in this circle already. See ‘kring status’.",
     rest_unchanged},
    {Library::client, "own_invitation",
     "This is your own invitation. Send the link to whom you want to invite.", rest_unchanged},
    {Library::client, "bad_label",
     "Such a name will not do: use one line of text, of 1 to 64 bytes for a circle and up to 100 for a "
     "channel.",
     rest_unchanged},
    {Library::client, "channel_exists",
     "Another channel has this name already; capitals and accents make no difference.", rest_other_name},
    {Library::client, "role_exists",
     "Another role has this name already; capitals and accents make no difference.",
     "Nothing has changed. Choose another name for the contact, with ‘--contact’."},
    {Library::client, "not_admitted_yet",
     "You have not been let in yet. Read your six words out to whoever invited you (‘kring status’ shows "
     "them).",
     rest_unsent},
    {Library::client, "device_out",
     "This device was taken out of the circle. What it had stays readable. If that was a mistake, go on with "
     "another device of yours, or ask a parent for new keys.",
     rest_unsent},
    {Library::client, "ended",
     "You are no longer a member of this circle. What you had stays readable. To come back, ask a parent for "
     "a new invitation.",
     rest_unsent},
    {Library::client, "turned_down",
     "You were not let in: the invitation was withdrawn, or whoever made it may not invite any more. Ask for "
     "a new invitation.",
     rest_unsent},
    {Library::client, "paused",
     "A parent has paused you. What you had stays readable; once a parent lets you take part again, it goes "
     "on "
     "by itself.",
     rest_unsent},
    {Library::client, "not_in_channel",
     "This device does not have this channel's key yet. It comes as soon as somebody else of the channel is "
     "connected.",
     rest_unsent},
    {Library::client, "may_not_post", "You may read here, but not write.", rest_unsent},
    {Library::client, "stopped",
     "This circle is stopped on this device, as the hub showed something that cannot be. What you had stays "
     "readable. ‘kring evidence’ says what happened and what you can do.",
     rest_unsent},
    {Library::client, "clock_off",
     "The clock of this computer is more than five minutes off the hub's. Nothing is signed until the time "
     "is right. Set the clock and try again; what you asked before is kept. Is your clock right? Then the "
     "hub's is wrong: tell whoever runs it.",
     rest_nothing},
    {Library::client, "hub_clock_off",
     "The clock of this hub is more than five minutes wrong: the clock of another hub agrees with yours. For "
     "this hub nothing is signed until its time is right. You need not set your clock. Tell whoever runs "
     "the hub, and try again later; what you asked before is kept, and circles on other hubs go on.",
     rest_nothing},
    {Library::client, "too_many_pending",
     "Too much already waits for the hub. Wait until there is a connection.", rest_unsent},
    {Library::client, "introduction_missing",
     "The name of this person has not come in yet. Look again in a moment with ‘kring requests’.",
     rest_unchanged},
    {Library::client, "file_too_large", "This file is larger than 100 MiB (104,857,600 bytes).", rest_unsent},
    {Library::client, "not_a_file", "There is no file under this number. See ‘kring read’.", rest_unchanged},
    {Library::client, "circle_full",
     "The files of this circle fill the room that the hub gives it. Ask whoever runs the hub for more.",
     rest_unsent},
    {Library::client, "hub_full", "The hub has no room left for files. Tell whoever runs it, and try later.",
     rest_unsent},
    {Library::client, "file_lost",
     "The file that waited to be sent is no longer in the folder with your data. Send it once more.",
     rest_unsent},
    {Library::client, "part_gone", "The hub does not have this part any more.", rest_again},
    {Library::client, "refused_by_hub", "The hub refused this.", rest_look},
    {Library::client, "gave_up", "This failed too often, so the program stopped trying.", rest_again},
    {Library::client, "not_needed", "This had been done already, or is no longer needed.", rest_unchanged},
    {Library::client, "wrong_hub_key", "The hub shows another key than the one that your circle began with.",
     "It may be another one. Nothing of your circle was sent to it, and nothing that it says is believed. "
     "What "
     "you wrote stays on this device. Tell whoever runs the hub, not over this hub. Once it shows the right "
     "key "
     "again, the circle goes on by itself."},
    {Library::client, "wrong_origin",
     "The hub calls itself by another name than the address you are connected to.", rest_alarm},
    {Library::client, "head_went_back", "The hub showed an older part of history as if it were new.",
     rest_alarm},
    {Library::client, "head_forked", "The hub showed two different histories of your circle.", rest_alarm},
    {Library::client, "bad_head_signature", "The hub's signature is wrong.", rest_alarm},
    {Library::client, "charter_entry_refused",
     "The hub handed on a step in your circle that is against the rules.", rest_alarm},
    {Library::client, "log_entry_refused",
     "The hub handed on something in a channel that is against the rules.", rest_alarm},
    {Library::client, "log_hash_differs", "The history of a channel has changed since you read it.",
     rest_alarm},
    {Library::client, "articles_void",
     "A channel was restarted from a place before messages that you had already read.",
     "Their writers' devices send them again. What others had written is kept on this device as it was."},
    {Library::client, "welcome_refused", "Somebody gave you a channel's key that is not right.", rest_alarm},
    {Library::client, "log_cut_off",
     "A parent let the circle go on after the hub was put back from a backup, without what this device has "
     "of a "
     "channel. It stays here. An owner can restart the channel.",
     rest_alarm},
    {Library::client, "heads_unknown", "The hub has not said yet where all channels end.", rest_again},
    {Library::client, "bad_birth_date", "A child is not born in the future, nor more than 120 years ago.",
     rest_unchanged},
    {Library::client, "no_child_here", "In a network nothing is written down of a child.", rest_unchanged},
    {Library::client, "not_a_network", "There are newsgroups in a network, not in a circle.",
     "Nothing has changed. In a circle ‘kring open’ opens a channel."},
    {Library::client, "bad_newsgroup_name",
     "This is no name for a newsgroup. Write small letters, digits and hyphens with dots between, such as "
     "nik.holland-rijnland.ouders.",
     rest_unchanged},
    {Library::client, "newsgroup_exists", "There is a channel of this name already.", rest_other_name},
    {Library::client, "not_a_newsgroup", "This channel is no newsgroup.",
     "Nothing has changed. Here you write with ‘kring say’."},
    {Library::client, "newsgroup_takes_posts", "In a newsgroup you write with ‘kring post’.", rest_unchanged},
    {Library::client, "unknown_post", "This post is not there, or has been removed. See ‘kring threads’.",
     rest_unchanged},
    {Library::client, "may_identify_child", "This text may show which child it is about.",
     "Nothing was posted. Take it out, or say with --identifies-nobody that nobody knows a child by it."},
    {Library::client, "may_not_moderate", "You do not moderate this newsgroup.", rest_unchanged},
    {Library::client, "not_your_post", "Only who wrote a post can edit it.", rest_unchanged},
    {Library::client, "post_held", "A moderator holds this post. You cannot edit it now.",
     "Nothing has changed. Ask the moderator, or remove it with ‘kring remove-post’."},
    {Library::client, "thread_over", "This thread has ended: who began it wished so.",
     "Nothing was posted. Begin a new thread with ‘kring post --subject’."},
    {Library::client, "bad_post_end", "The time of --until is past already.", "Nothing was posted."},
    {Library::client, "too_many_pinned", "Five threads are pinned already. There cannot be more.",
     "Nothing has changed. Take one away first: ‘kring unpin’."},
    {Library::client, "too_many_edits", "This post has been edited 32 times. It cannot be edited again.",
     "Nothing has changed. Write an answer: ‘kring post --reply-to’."},
    {Library::client, "own_post", "You wrote this post yourself.",
     "Nothing was reported. You can remove it: ‘kring remove-post’."},
    {Library::client, "report_to_nobody", "No other moderator can read a report here yet.",
     "Nothing was reported, and nobody was told that you wanted to."},
    {Library::client, "may_not_report",
     "You may read this newsgroup but not write in it, and a report is written in it.",
     "Nothing was reported, and nobody was told that you wanted to. Tell a moderator yourself, by telephone "
     "or "
     "where you may write."},
    {Library::client, "no_longer_read", "Your role may not read or write in this channel any more.",
     "What this device had of it stays readable. Nothing new comes, and nothing was sent. If that is not "
     "right, "
     "ask a parent with authority."},
    {Library::client, "unknown_report", "There is no report with this number. See ‘kring reports’.",
     rest_unchanged},
    {Library::client, "bad_search", "You can look for 1 to 16 words, with 400 bytes in all.", rest_unchanged},
    {Library::client, "circle_stays_private",
     "This is no network but a circle. With a key for attestations anybody could read how many people there "
     "are around this child and when they came and went, for good. I never do that.",
     "Nothing has changed. Only a network attests."},
    {Library::client, "no_attestation_key",
     "This device has no key in this network that counts for attesting.",
     "Nothing has changed. ‘kring attestation-key’ makes one."},
    {Library::client, "attestation_too_long", "An attestation counts for a day at least and 90 days at most.",
     rest_unchanged},
    {Library::client, "attestation_of_other",
     "This attestation is about somebody else, and is worth nothing with you.", rest_unchanged},
    {Library::client, "attestation_over", "The time of this attestation is over.",
     "Nothing has changed. Ask the coordinator for a new one."},
    {Library::client, "attestation_older",
     "You keep a newer attestation of the same already. ‘kring attestations’ shows it.", rest_unchanged},
    {Library::client, "attestation_not_yet",
     "This attestation says that it was checked later than it is now.",
     "Nothing has changed. Look at your clock. If it is right, ask the coordinator for a new one."},
    {Library::client, "attestation_taken_back",
     "This attestation counts no more. The network took it back, or the key that signed it, or has ended.",
     "Nothing was shown. Ask a coordinator of that network for a new one."},
    {Library::client, "unknown_attestation",
     "I do not know this attestation. ‘kring attestations’ shows which there are.", rest_unchanged},
    {Library::client, "network_charter_refused",
     "The hub showed something that cannot be the record of that network.", rest_network},
    {Library::client, "network_went_back",
     "The hub showed an older record of a network than before: it may hide that an attestation was "
     "withdrawn.",
     rest_network},
    {Library::client, "network_forked", "The hub showed two different records of one network.", rest_network},
    {Library::client, "network_hidden",
     "The hub says that there is no network where it showed one before: it may hide that an attestation was "
     "withdrawn.",
     rest_network},
    {Library::client, "unknown_network", "This device knows nothing of this network.", rest_unchanged},
    {Library::client, "member_not_here",
     "This person takes no part now: they were removed, left, are paused, or their time is over.",
     "Nothing was attested."},
    {Library::client, "keys_not_checked",
     "This person has new keys, and you have not checked them yet. It may be somebody else.",
     "Nothing was attested. Compare the six words first, with ‘kring check’."},
    {Library::client, "publication_changed",
     "What is asked has changed since you were shown it: another coordinator asks, or nobody does any more.",
     "You have agreed to nothing. See ‘kring status’, and say it again if you still want it."},
    {Library::client, "link_refused",
     "The other device did not let this one in: the six words were different, somebody said no, or it was "
     "interrupted there. Begin again with ‘kring link’.",
     rest_unchanged},
    {Library::client, "kit_not_whole", "Not everything comes back with these words yet.",
     "Your words are right and nothing has changed. What is missing is on this device, and is kept as soon "
     "as it is connected to the hub: leave ‘kring watch’ open for a moment and try again."},
    {Library::client, "bad_person_state", "What your other device sent cannot be read.", rest_program},
    {Library::client, "person_state_too_large",
     "Your circles, channels and roles have so many names that they do not fit what one device can give "
     "another.",
     rest_unchanged},
    {Library::client, "bad_frame", "The hub sent something that cannot be read.", rest_alarm},
    {Library::channels, "signer_not_live",
     "You are not, or no longer, a member of this circle, or your time is over. What you had stays readable.",
     rest_owner},
    {Library::channels, "unknown_signer", "The circle does not know this device.", rest_owner},
    {Library::channels, "not_live",
     "You are not, or no longer, a member of this circle, or your time is over. What you had stays readable.",
     rest_owner},
    {Library::channels, "not_admitted", "The hub does not admit this device.", rest_owner},
    {Library::channels, "clock_off",
     "The clock of this computer is more than five minutes off the hub's. Set the clock.", rest_again},
    {Library::channels, "needs_owner", "Only a parent with authority may do this.", rest_owner},
    {Library::channels, "needs_all_owners",
     "All parents with authority have to agree to this, and not all of them do.",
     "Nothing has changed. ‘kring requests’ and ‘kring status’ show who is asked; for somebody new each of "
     "the others says ‘kring consent’."},
    {Library::channels, "consent_out_of_time",
     "Another parent's consent is more than a week old. Ask for it again.", rest_unchanged},
    {Library::channels, "role_does_not_own", "This is no role for a parent with authority.", rest_unchanged},
    {Library::channels, "role_owns", "This role is for parents with authority; that takes the twelve words.",
     rest_unchanged},
    {Library::channels, "target_owns",
     "You cannot do that to another parent with authority: only together, or that parent alone.",
     rest_unchanged},
    {Library::channels, "last_owner",
     "You are the last parent with authority, and there is no circle without one.",
     "Nothing has changed. First let somebody in who becomes one too, with ‘kring invite parent’; or end the "
     "circle for everybody, with ‘kring end’."},
    {Library::channels, "owning_is_fixed", "Whether a role owns the circle is fixed.", rest_unchanged},
    {Library::channels, "may_not_admit_owner", "A role may not admit parents with authority.",
     rest_unchanged},
    {Library::channels, "not_an_owner", "This person is no parent with authority; use ‘kring remove’.",
     rest_unchanged},
    {Library::channels, "target_is_signer", "That is not for yourself; to go, use ‘kring leave’.",
     rest_unchanged},
    {Library::channels, "already_asked", "That has been asked already.", rest_unchanged},
    {Library::channels, "already_agreed", "You have said so already.", rest_unchanged},
    {Library::channels, "not_asked",
     "That is not asked, or not any more: whoever signs something shows that they are there.",
     rest_unchanged},
    {Library::channels, "too_early",
     "More days have to go by first: thirty for the removal of a parent with authority, fourteen for the end "
     "of a circle.",
     rest_unchanged},
    {Library::channels, "frozen_lately",
     "You have frozen the circle this week already; that is possible once in seven days.", rest_unchanged},
    {Library::channels, "frozen",
     "The circle is frozen: until that ends nobody comes in, and roles and channels do not change.",
     rest_unchanged},
    {Library::channels, "not_frozen",
     "There is no freeze of yours: you did not freeze the circle, or that is over.", rest_unchanged},
    {Library::channels, "circle_ended", "The parents have ended this circle.", rest_unchanged},
    {Library::channels, "already_paused", "This person is paused already.", rest_unchanged},
    {Library::channels, "not_paused", "This person is not paused.", rest_unchanged},
    {Library::channels, "unknown_device", "The circle does not know this device. See ‘kring devices’.",
     rest_unchanged},
    {Library::channels, "too_many_devices",
     "Somebody can have eight devices at most. Take one out first, with ‘kring revoke-device’.",
     rest_unchanged},
    {Library::channels, "device_revoked", "This device was taken out already.", rest_unchanged},
    {Library::channels, "target_added_signer",
     "A device cannot take out the one that added it. With your twelve words it can: ‘kring revoke-device’ "
     "asks for them.",
     rest_unchanged},
    {Library::channels, "last_device",
     "This is your last device in this circle. To go away, say ‘kring leave’.", rest_unchanged},
    {Library::channels, "regie_stays",
     "The parents' desk cannot be closed: without it parents cannot decide together.", rest_unchanged},
    {Library::channels, "channel_closed",
     "This channel is closed: nobody writes there any more. What is there stays readable.", rest_unchanged},
    {Library::channels, "owners_keep_rights",
     "Parents with authority may read, write and moderate in every channel. Nobody takes that from them.",
     rest_unchanged},
    {Library::channels, "regie_*", "There is one parents' desk, for parents with authority only.",
     rest_unchanged},
    {Library::channels, "too_many_roles", "There are 256 roles in this circle already.", rest_unchanged},
    {Library::channels, "too_many_channels", "There are 256 channels in this circle already.",
     rest_unchanged},
    {Library::channels, "wrong_generation", "A channel's new start does not fit its record keys.",
     rest_unchanged},
    {Library::channels, "heads_incomplete",
     "The circle can go on only if the place of every channel is named.", rest_unchanged},
    {Library::channels, "too_many_invitations",
     "64 invitations are open already. Withdraw one first with ‘kring withdraw’.", rest_unchanged},
    {Library::channels, "too_many_invitations_today",
     "You have made as many invitations within a day as are allowed. Withdrawn and used ones count; what is "
     "open goes on working.",
     rest_unchanged},
    {Library::channels, "may_not_admit", "You may not invite or admit anybody to this role.", rest_owner},
    {Library::channels, "stay_too_long", "It may not be that long. ‘kring roles’ shows the longest time.",
     rest_unchanged},
    {Library::channels, "bad_expiry", "An invitation works for seven days at most.", rest_unchanged},
    {Library::channels, "preapproval_not_allowed",
     "For this role you always have to see who comes. Invite without --preapproved.", rest_unchanged},
    {Library::channels, "invitation_used",
     "This invitation has been used already. If that was not you, tell whoever invited you.", rest_new_link},
    {Library::channels, "invitation_withdrawn", "This invitation has been withdrawn.", rest_new_link},
    {Library::channels, "invitation_void", "This invitation is void: whoever made it has left the circle.",
     rest_new_link},
    {Library::channels, "invitation_expired", "The time of this invitation is over.", rest_new_link},
    {Library::channels, "acceptance_void", "This request is void.", rest_new_link},
    {Library::channels, "outlives_admitter",
     "You cannot admit anybody for longer than you are in the circle yourself.", rest_unchanged},
    {Library::channels, "bad_link",
     "This is no invitation of Kring, or the link was not copied whole. Put it between quotes.",
     rest_unchanged},
    {Library::channels, "bad_link_host", "The link names no address that can be.", rest_new_link},
    {Library::channels, "unknown_link_version", "This link is of a newer version. Update the program.",
     rest_unchanged},
    {Library::channels, "bad_name", "A name is one line of text of 1 to 100 bytes.", rest_unchanged},
    {Library::channels, "bad_introduction",
     "The name of this person cannot be read or is wrong. Do not let them in.", rest_unchanged},
    {Library::channels, "bad_mail",
     "What came is not from the device that you are linking. Somebody may have changed it on the way. Begin "
     "again with ‘kring link’.",
     rest_unchanged},
    {Library::channels, "charter_not_public",
     "The record of this network is not public yet; all coordinators have to agree to that first.",
     "Nothing has changed. ‘kring attestation-key’ asks them."},
    {Library::channels, "charter_public", "The record of this network is public already.",
     "Nothing has changed. ‘kring attestation-key’ makes a key for this device."},
    {Library::channels, "too_many_attestation_keys",
     "A network has sixteen keys for attestations at a time, and no more. Withdraw one first, with ‘kring "
     "attestation-key --withdraw’.",
     rest_unchanged},
    {Library::channels, "unknown_attestation_key", "The network does not have this key for attestations.",
     rest_unchanged},
    {Library::channels, "attestation_already_withdrawn", "This attestation is withdrawn already.",
     rest_unchanged},
    {Library::channels, "bad_attestation",
     "This is no attestation as a network gives it: the text is not whole, or says too much, or would last "
     "longer than 90 days.",
     rest_unchanged},
    {Library::channels, "too_many_attestations",
     "You can show four attestations and no more. Remove one first, "
     "with ‘kring attestations --remove’.",
     rest_unchanged},
    {Library::channels, "chain_too_long",
     "This device was linked by one that was linked itself, eight times over, and can link no further one. "
     "Link it from a device that is nearer to your first one.",
     rest_unchanged},
    {Library::channels, "wrong_introduction", "This name belongs to somebody else. Do not let them in.",
     rest_unchanged},
    {Library::channels, "unknown_role", "This role does not exist.", rest_look},
    {Library::channels, "unknown_channel", "This channel does not exist, or you may not see it.", rest_look},
    {Library::channels, "unknown_member", "This person is not in the circle.", rest_look},
    {Library::channels, "not_a_member", "This person is no longer a member.", rest_look},
    {Library::channels, "unknown_invitation", "This invitation does not exist.", rest_new_link},
    {Library::channels, "unknown_acceptance", "This request does not exist.", rest_look},
    {Library::channels, "wrong_member", "This step names another person than the request.", rest_look},
    {Library::channels, "wrong_role", "This step names another role than the invitation.", rest_look},
    {Library::channels, "duplicate_id", "This exists already.", rest_look},
    {Library::channels, "bad_entry", "A step in the circle is not well made.", rest_program},
    {Library::channels, "unsupported_version", "This comes from a newer version of the program.",
     rest_program},
    {Library::channels, "unknown_kind", "This is a kind of step of a newer version of the program.",
     rest_program},
    {Library::channels, "not_founded", "This circle has not been founded yet.", rest_again},
    {Library::channels, "already_founded", "This circle has been founded already.", rest_look},
    {Library::channels, "wrong_circle", "This belongs to another circle.", rest_program},
    {Library::channels, "wrong_number", "Somebody else did something in the circle at the same moment.",
     rest_again},
    {Library::channels, "forked_head", "Somebody else did something in the circle at the same moment.",
     rest_again},
    {Library::channels, "time_backwards", "The clock of this computer is behind the circle's. Set the clock.",
     rest_again},
    {Library::channels, "wrong_signatures", "A signature is missing, or there is one too many.",
     rest_program},
    {Library::channels, "bad_signature", "A signature is wrong.", rest_program},
    {Library::channels, "bad_snapshot", "The kept state of the circle is damaged.", rest_home},
    {Library::channels, "bad_structure", "Something in a channel is not well made.", rest_structure},
    {Library::channels, "log_*", "The hub dated something in a channel back.", rest_structure},
    {Library::channels, "commit_*", "A change of who reads a channel does not fit what was signed for it.",
     rest_structure},
    {Library::channels, "heal_*", "A device's request to be let into a channel again is not right.",
     rest_structure},
    {Library::channels, "rotation_*", "The new key of a channel is not right.", rest_structure},
    {Library::channels, "opening_*", "A channel was opened in a wrong way.", rest_structure},
    {Library::channels, "channel_*", "A channel calls itself other than the circle knows it.",
     rest_structure},
    {Library::channels, "join_*", "The way into a channel does not fit its history.", rest_structure},
    {Library::channels, "record_*", "A message does not fit the rules of the channel at that time.",
     rest_structure},
    {Library::channels, "article_too_large", "This message is too large.", rest_unsent},
    {Library::channels, "article_*", "A message cannot be read.", rest_structure},
    {Library::channels, "text_empty", "There is nothing in it. Write something.", rest_unsent},
    {Library::channels, "text_too_long",
     "The text is longer than it may be (a message: 16,384 bytes). Make it two messages.", rest_unsent},
    {Library::channels, "text_not_utf8", "This text is not UTF-8.", rest_unsent},
    {Library::channels, "text_control_character",
     "The text has control characters that nobody can read. Take them out.", rest_unsent},
    {Library::channels, "may_not_post", "You may read here, but not write.", rest_unsent},
    {Library::channels, "stale", "Somebody else was just earlier.", rest_again},
    {Library::channels, "conflict", "The hub has kept something else under this name already.", rest_look},
    {Library::channels, "no_key_package",
     "This person has no key ready now. It goes on by itself as soon as they are connected.", rest_nothing},
    {Library::channels, "not_found", "The hub does not have this, or no longer.", rest_again},
    {Library::channels, "commit_refused", "The hub found a change of who reads a channel to be wrong.",
     rest_look},
    {Library::channels, "charter_refused", "The hub found this to be against the rules of the circle.",
     rest_look},
    {Library::channels, "staged_missing", "A large part was no longer at the hub.", rest_again},
    {Library::channels, "limit", "This is more than the hub takes.", rest_unchanged},
    {Library::channels, "too_large", "This is larger than the hub takes.", rest_unsent},
    {Library::channels, "overloaded", "The hub is too busy.", rest_again},
    {Library::channels, "draining", "The hub is going away for a moment.", rest_again},
    {Library::channels, "unavailable", "The hub cannot reach its store. What you asked is kept.", rest_again},
    {Library::channels, "read_only",
     "The hub was put back from a backup, and a parent has to let the circle go on first.", rest_again},
    {Library::channels, "internal", "Something went wrong at the hub. What you asked is kept.", rest_again},
    {Library::channels, "bad_frame", "The hub could not read what this program sent.", rest_program},
    {Library::channels, "bad_field", "The hub could not read a part of what this program sent.",
     rest_program},
    {Library::channels, "unknown_op",
     "The hub does not know this request; it may be older than this program.", rest_program},
    {Library::channels, "not_logged_in", "The hub forgot who this device is.", rest_again},
    {Library::channels, "nonce_used", "The login at the hub had been used before.", rest_again},
    {Library::crypto, "bad_words", "These are not twelve words of Kring: a word is wrong, or the order.",
     rest_unchanged},
    {Library::crypto, "*", "Something that is encrypted or signed is not right.", rest_structure},
});

constexpr auto help = std::to_array<HelpText>({
    {"", "Kring: encrypted collaboration around one child.", R"help(Usage: kring [OPTIONS] COMMAND …

Options, before or after the command:
  --home DIR           where this device keeps its data
                       (else KRING_HOME, then ~/.local/share/kring)
  --hub URL            the hub for ‘found’ and ‘recover’ (default: for ‘found’
                       the hub of your circles, else http://127.0.0.1:8420)
  --circle CIRCLE      which circle, if you have several: id or name
  --json               one JSON object on standard output, for scripts
  --lang nl|en         the language (else from LC_ALL, LC_MESSAGES or LANG)
  --color WHEN         colours: auto, always or never; NO_COLOR turns them off
  --timeout SECONDS    how long to wait for the hub (default 20)
  --version            the version
  -h, --help           this help, or that of one command

To begin:
  kring init --name "Anne Jansen" --relation mother
  kring found "Sam's circle"
  kring invite family

Exit: 0 done, 1 failed, 2 wrong command line, 3 not allowed, 4 no connection
(kept for later), 5 alarm, 6 not or no longer admitted, 7 not complete.
)help"},
    {"init", "Make this device and your twelve words",
     R"help(Usage: kring init --name NAME [--relation TEXT] [--passphrase] [--confirmed]

  --name NAME        as others in a circle see you
  --relation TEXT    what you are to the child, such as "mother" or "paediatrician"
  --passphrase       lock the data with a passphrase; without this option the
                     key lies in a file that only you can read
                     (scripts: the passphrase is in $KRING_PASSPHRASE_FILE)
  --confirmed        do not ask for words 4 and 9: you have written them down
  --kit FILE         write the recovery sheet too; see ‘kring kit --help’

Example:
  kring init --name "Anne Jansen" --relation mother
)help"},
    {"words", "Show that you have the twelve words", R"help(Usage: kring words [--words-file FILE]

  --words-file FILE   read the words from a file; - is standard input

Example:
  kring words
)help"},
    {"recover", "Come back with your twelve words",
     R"help(Usage: kring recover [LINK] [--hub URL] [--name NAME] [--relation TEXT]
                     [--words-file FILE] [--passphrase]

For whoever has no device left, and still has the twelve words. Without LINK you
come back to all your circles with nobody's help: name the hub that stands on
your recovery sheet. With LINK, to one circle; somebody there makes it with
‘kring devices YOUR_NAME --link’. This device comes in under your own name; you
read back in the channels where one may. If it is interrupted, say it again.

  --hub URL           the hub of your circles
  --name NAME         as others see you; with LINK needed on an empty device
  --relation TEXT     what you are to the child
  --words-file FILE   read the words from a file; - is standard input
  --passphrase        as with ‘kring init’

Examples:
  kring recover --hub https://kring.example
  kring recover "https://kring.example/i#d1.…" --name "Anne Jansen"
)help"},
    {"kit", "Make the recovery sheet, or try whether it brings everything back",
     R"help(Usage: kring kit [FILE] [--words-file FILE]
       kring kit --prove [--words-file FILE]

Asks for your twelve words, and makes a page of them. If FILE ends in .svg it
is a drawing with a QR code; else it is text. Only you can read the file. Print
it, and delete it after that. Without FILE you see the text.

With --prove you type the words from your paper, and with them alone is read
what the hub keeps of your devices. You see what comes back: circles, channels,
whom you have checked. Nothing changes, for nobody. Until that has gone well
once, ‘kring’ reminds you of it.

  --prove             try whether the words bring everything back
  --words-file FILE   read the words from a file; - is standard input

Examples:
  kring kit recovery.svg
  kring kit --prove
)help"},
    {"status", "Connection, circles, what is still to be done, alarms", R"help(Usage: kring status

Example:
  kring status
)help"},
    {"evidence", "Alarms: what happened, what is safe, what is kept",
     R"help(Usage: kring evidence
       kring evidence NUMBER [-o FILE] [--seen]

Without NUMBER: each alarm of this device, with what happened, whether a mistake
can do that, what is safe and what you can do. With NUMBER also what is kept,
what it proves and to whom you can give it. This works without a connection too,
and the hub notices nothing of it.

  -o, --output FILE    puts what is kept into a new file; a file that is there
                       already stays as it is
  --seen               you have seen this: ‘kring status’ then only counts it

Examples:
  kring evidence
  kring evidence 2 -o alarm.bin
  kring evidence 2 --seen
)help"},
    {"found", "Found a circle or a network",
     R"help(Usage: kring found NAME [--guardian | --network] [--hub URL]
       kring found --cancel NAME

You become parent with authority. The hub does not see the name. Without --hub
it is the hub of your circles, if they are all on one.

  --cancel    takes back what waits to be founded, as its hub does not answer
  --guardian  you become guardian, and decide in place of parents
  --network   a network of professionals or parents instead of a circle: you
              become its coordinator. It has newsgroups, other roles, and
              nothing of a child.

Examples:
  kring found "Sam's circle" --hub https://kring.example
  kring found "Sam's circle" --guardian
  kring found "NIK Holland Rijnland" --network
)help"},
    {"roles", "The roles that you can invite to, or one of them explained",
     R"help(Usage: kring roles [ROLE]

  ROLE   key, label or id: what this role is for, and what it may now in the
         circle

Examples:
  kring roles
  kring roles parent_without_authority
)help"},
    {"invite", "Invite somebody: a link and a QR code",
     R"help(Usage: kring invite ROLE [--stay DURATION] [--expires DURATION] [--preapproved]

  ROLE                  key, label or id; see ‘kring roles’
  --stay DURATION       how long this person stays in the circle
  --expires DURATION    how long the link works (default 48h, at most 7d)
  --preapproved         whoever uses the link is admitted at once; few roles may

DURATION: 90s, 20m, 48h or 7d. The link works once.

Examples:
  kring invite family
  kring invite night --stay 12h --expires 20m
)help"},
    {"withdraw", "Withdraw an invitation", R"help(Usage: kring withdraw INVITATION

  INVITATION   the id, or its first 8 digits; see ‘kring status’

Example:
  kring withdraw 5f0c21aa
)help"},
    {"join", "Accept an invitation", R"help(Usage: kring join LINK

Put the link between quotes. You then see six words. Read them out to whoever
invited you.

Example:
  kring join 'https://kring.example/i#v1.…'
)help"},
    {"requests", "Who waits until you let them in", R"help(Usage: kring requests

Example:
  kring requests
)help"},
    {"confirm", "Let somebody in",
     R"help(Usage: kring confirm INVITATION [--six "w w w w w w"] [--words-file FILE]

  INVITATION          the id, its first 8 digits, or the name of who waits
  --six WORDS         compare with these six words, without a question
  --words-file FILE   your twelve words, needed to admit a parent with authority;
                      - is standard input

Examples:
  kring confirm 5f0c21aa
  kring confirm "Oma Riet" --six "appel boot kaars molen tafel wolk"
)help"},
    {"consent", "Agree to another parent with authority",
     R"help(Usage: kring consent INVITATION [--six "w w w w w w"] [--words-file FILE]

All parents with authority have to agree before there is another one. Each
compares the six words and agrees, by ‘confirm’ or ‘consent’; that counts for a
week. Whoever is last types their twelve words, and the new parent is in.

  INVITATION          the id, its first 8 digits, or the name of who waits
  --six WORDS         compare with these six words, without a question
  --words-file FILE   your twelve words, needed only if all others agree;
                      - is standard input

Example:
  kring consent "Stepdad Karim"
)help"},
    {"members", "Who is in the circle", R"help(Usage: kring members

Example:
  kring members
)help"},
    {"matrix", "Who sees what", R"help(Usage: kring matrix

All people and all roles, with what each may in every channel: r read, p post,
m moderate. In brackets stands what comes back once somebody is no longer
paused. These are the rights by which the circle lets people in and keeps them
out, not a copy of them.

Example:
  kring matrix
)help"},
    {"see-as", "See the circle as somebody can open it",
     R"help(Usage: kring see-as MEMBER

  MEMBER   the name, the id or its first 8 digits; see ‘kring members’

Which channels this person can open, from when on they can read back, what they
do not see, until when, and whom they may let in. Of each channel the last
messages that they can read, as far as you read that channel yourself.

Example:
  kring see-as "Night nurse Eva"
)help"},
    {"who", "Who somebody is, and who vouches for that", R"help(Usage: kring who MEMBER

  MEMBER   the name, the id or its first 8 digits; see ‘kring members’

Name, relation and role, who invited this person and who let them in, when, and
whether you yourself had the six words compared.

Example:
  kring who "Night nurse Eva"
)help"},
    {"child", "When the child was born, for reminders of birthdays",
     R"help(Usage: kring child [--born DATE]

  --born DATE   writes down when the child was born: 2014-05-03 or 3-5-2014

For parents with authority. The date is kept in the parents' desk, encrypted:
nobody else of the circle can read it, and the hub cannot. Three months before
the 12th, 16th and 18th birthday ‘kring status’ and ‘kring watch’ say what
changes then, until a month after it.

Examples:
  kring child
  kring child --born 2014-05-03
)help"},
    {"remove", "Remove somebody", R"help(Usage: kring remove MEMBER [--yes]

  MEMBER   the name, the id or its first 8 digits; see ‘kring members’
  --yes    do not ask

The keys of all channels that this member reads are renewed.

Example:
  kring remove "Night nurse Eva"
)help"},
    {"restart", "Give a channel that does not work any more a new start",
     R"help(Usage: kring restart CHANNEL [--blame NUMBER] [--yes]

For parents with authority, when a channel is stopped for good: its keys are
broken, or the devices that had them are gone. The channel gets new keys and
goes on after the last entry that this device has read. What was read stays,
and newcomers read back through it where the channel allows that. What others
wrote after that entry falls away, and their own devices send it again.
Everyone comes in again by themselves.

  --blame NUMBER  the entry that broke the channel, as its log tells for good;
                  left out: the one at which this device had to stop
  --yes           do not ask

Example:
  kring restart care
)help"},
    {"pause", "Keep somebody out for a time", R"help(Usage: kring pause MEMBER [--yes]

  MEMBER   the name, the id or its first 8 digits; see ‘kring members’
  --yes    do not ask

For each parent with authority alone, about who is no parent with authority.
The member reads and writes nothing until a parent does ‘kring unpause’. The
keys are renewed, and open invitations made by this member are void.

Example:
  kring pause "Night nurse Eva"
)help"},
    {"unpause", "Let somebody take part again", R"help(Usage: kring unpause MEMBER

The member comes back in the role and until the day that they had, without a
new invitation. In channels where newcomers read back they also read what was
written meanwhile.

Example:
  kring unpause "Night nurse Eva"
)help"},
    {"role", "Give somebody another role, or let them stay longer",
     R"help(Usage: kring role MEMBER ROLE [--stay TIME] [--yes]

  ROLE          see ‘kring roles’; the same role makes the stay longer
  --stay TIME   so long from now on, such as 8h or 30d (else as usual)
  --yes         do not ask

Nobody becomes a parent with authority like this: that takes an invitation and
the twelve words.

Examples:
  kring role "Aunt Jo" volunteer
  kring role "Night nurse Eva" nurse --stay 90d
)help"},
    {"freeze", "Keep the circle as it is for three days", R"help(Usage: kring freeze [--yes]

For each parent with authority alone, once in seven days at most. For 72 hours
nobody comes in, and roles, channels and owners do not change. Reading,
writing, removing and pausing go on. Only who froze can end it earlier.

Example:
  kring freeze
)help"},
    {"unfreeze", "End your freeze", R"help(Usage: kring unfreeze

Example:
  kring unfreeze
)help"},
    {"remove-owner", "Ask that another parent with authority go",
     R"help(Usage: kring remove-owner MEMBER [--words-file FILE] [--yes]

  --words-file FILE   your twelve words; - is standard input
  --yes               do not ask

Always does the next step: to ask, to agree if another has asked, and to do it.
The last is possible when all other parents with authority want it and who is
to go has given no sign of life for thirty days. Whatever that parent does or
writes in the circle undoes the question.

Example:
  kring remove-owner "Jan"
)help"},
    {"devices", "Which devices somebody has here",
     R"help(Usage: kring devices [MEMBER] [--link]

Without MEMBER, your own. A device that was taken out stays in the list.

  --link   the link by which a new device of this member finds the circle; there
           is no secret in it. See ‘kring recover --help’

Example:
  kring devices "Night nurse Eva"
)help"},
    {"revoke-device", "Take a device out",
     R"help(Usage: kring revoke-device DEVICE [--words-file FILE] [--yes]

  DEVICE              the id, or its first 8 digits; see ‘kring devices’
  --words-file FILE   your twelve words, needed only to take out the device that
                      this one was added by; - is standard input
  --yes               do not ask

The device reads nothing more, nor do those that it has added. What it opened is
void. Your own devices only you take out; a parent takes out those of everybody
but other parents.

Example:
  kring revoke-device 5f0c21aa
)help"},
    {"new-keys", "Give new keys to somebody who lost everything",
     R"help(Usage: kring new-keys MEMBER
       kring new-keys MEMBER CODE [--six "w w w w w w"]

For somebody who has lost both their devices and their twelve words, and is not
a parent with authority. Meet this person. The first command shows a link for
the new device, which answers with a code; the second takes the code, shows six
words, and asks. All old devices go out.

  --six WORDS   compare with these six words, without a question

Example:
  kring new-keys "Night nurse Eva"
)help"},
    {"come-back", "Come back on a new device, when all is lost",
     R"help(Usage: kring come-back LINK

The link comes from ‘kring new-keys’ of a parent, and shows a code for them.
Quote the link.

Example:
  kring come-back 'https://kring.example/i#d1.…'
)help"},
    {"link", "Link a second device of your own",
     R"help(Usage: kring link [--six-file FILE]

Shows a link for the new device, on which you say ‘kring join-device’, waits
for it, shows six words and asks whether the new device shows the same. Then it
hands over who you are and where you are, never your twelve words, and lets the
new device into your circles. Keep it open until it says that all is done.

  --six-file FILE   compare with the six words in FILE, without a question;
                    - is standard input

Example:
  kring link
)help"},
    {"join-device", "Make this a device of yours, by a link of another",
     R"help(Usage: kring join-device LINK [--name NAME] [--passphrase]

The link comes from ‘kring link’ on a device that you have. Your home here must
be empty. Quote the link.

  --name NAME    what you call this device
  --passphrase   lock the home with a passphrase

Example:
  kring join-device 'https://kring.example/i#m1.…' --name Tablet
)help"},
    {"name-device", "Give a device of yours a name",
     R"help(Usage: kring name-device NAME [DEVICE]

  DEVICE   the id, or its first 8 digits; see ‘kring devices’; this one if none

Only your own devices show it: this one, and those that you link later.

Example:
  kring name-device "Phone"
)help"},
    {"check", "Say that you compared somebody's new keys",
     R"help(Usage: kring check MEMBER [--six "w w w w w w"]

Shows the six words of this person's new keys, and asks whether they are those
that the person reads out: to them, ‘kring check’ of themself shows them.

  --six WORDS   compare with these six words, without a question

Example:
  kring check "Night nurse Eva"
)help"},
    {"stay", "Show that you are there", R"help(Usage: kring stay

If another asks that you go, this undoes the question. So does writing
something.

Example:
  kring stay
)help"},
    {"end", "End the circle", R"help(Usage: kring end [--words-file FILE] [--yes]
       kring end --cancel

  --words-file FILE   your twelve words; - is standard input
  --cancel            not after all: whoever said so, it does not count
  --yes               do not ask

First says that you want it. When all parents with authority do, and fourteen
days have gone by since the last, this command ends the circle. Until then each
of them can stop it.

Example:
  kring end --circle "Sam's circle"
)help"},
    {"leave", "Leave the circle", R"help(Usage: kring leave [--yes]

  --yes   do not ask

Example:
  kring leave --circle "Sam's circle"
)help"},
    {"resume", "Let a circle go on after the hub was put back from a backup",
     R"help(Usage: kring resume [--yes]

  --yes   do not ask

For parents. Shows where each channel stands at the hub and on this device. Wait until everybody's
devices have come by: each brings back what the hub has lost, and what nobody has brought back by then
is left out.

Example:
  kring resume --circle "Sam's circle"
)help"},
    {"channels", "The channels that you read", R"help(Usage: kring channels

Example:
  kring channels
)help"},
    {"open", "Open a channel", R"help(Usage: kring open LABEL [--mode record|sealed] [--allow ROLE=rp …]
       kring open LABEL --lane [--keeper ROLE] [--contact TEXT]

  LABEL            what it is called: a name that no other channel has; capitals
                   and accents make no difference. That of a closed channel is
                   free again, unless the circle began with it.
  --mode record    who joins reads back (default)
  --mode sealed    only who is in it now reads
  --allow ROLE=rp  what a role may: r read, p post, m moderate; may be given
                   several times. Parents with authority may always do all.
  --lane           a channel for an agency: its contact gets a role of their own
                   and sees nothing else of the circle
  --keeper ROLE    who keeps the channel from inside (default copiloot)
  --contact TEXT   what the contact's role is called

Examples:
  kring open "Sleep" --allow family=rp --allow therapist=r
  kring open "CIZ" --lane
)help"},
    {"newsgroup", "Open a newsgroup in a network",
     R"help(Usage: kring newsgroup NAME [--readers ROLES] [--posters ROLES]
                             [--moderators ROLES]

  NAME                 small letters, digits and hyphens, with dots between
  --readers ROLES      who reads: keys with commas between, or given again; see
                       ‘kring roles’
  --posters ROLES      who reads and posts
  --moderators ROLES   who reads, posts and moderates

Coordinators may always do all of it. Who joins reads back. ‘kring allow’
changes later who may do what.

Example:
  kring newsgroup nik.holland-rijnland.ouders --posters parents,buddies \
    --moderators moderators
)help"},
    {"post", "Write in a newsgroup",
     R"help(Usage: kring post GROUP TEXT --subject SUBJECT [--yes]
       kring post GROUP TEXT --reply-to NUMBER [--subject SUBJECT] [--yes]

  TEXT                   - is standard input
  --subject SUBJECT      what it is about; a new thread needs one
  --reply-to NUMBER      answer the post with this number
  --until TIME           after it, lists leave the post out: a duration such as
                         30d, or up to and with a day such as 2026-05-03
  --file FILE            a photo or another file with it, of 100 MB at most
  --identifies-nobody    you looked, and nobody knows a child by the text
  --yes                  do not ask whether to post it

Shows first who reads it: which roles, and how many people. If the text looks
as if it tells which child it is about (a name out of your circle, a birth date,
a citizen service number or a telephone number), you are told so and nothing is
posted until you say that it may be. --yes does not say that.

With --until the post is not shown after that time in ‘kring threads’, ‘kring
digest’ and ‘kring search’, nor are its answers. That is a wish, no promise: on the
devices of readers, and encrypted at the hub, it stays as long as the channel does,
and ‘kring thread’ and ‘kring read’ still show it.

With --file everybody who reads here can fetch the file: ‘kring fetch GROUP
NUMBER’. Nothing looks into the file: look yourself whether a child is to be seen or
named in it. If you remove the post, ‘kring fetch’ gives it to you and to moderators
only. Who has fetched it has it, and at the hub it stays, encrypted, as long as the
channel does.

Examples:
  kring post nik.holland-rijnland.ouders "Who can help?" --subject "Sleep"
  kring post nik.holland-rijnland.ouders "This helped us." --reply-to 12
  kring post nik.holland-rijnland.ouders "This bed" --reply-to 12 --file bed.jpg
)help"},
    {"edit-post", "Edit a post of your own in a newsgroup",
     R"help(Usage: kring edit-post GROUP NUMBER TEXT [--yes]

  TEXT                   the whole new text; - is standard input
  --identifies-nobody    you looked, and nobody knows a child by the text
  --yes                  do not ask whether to edit it

Who reads sees the new text, and when it was written. What stood there before
stays to be read by everybody: to take a name away, use ‘kring remove-post’. The
subject stays. The new text is looked at as with ‘kring post’ for whether it tells
which child it is about. A post that is held cannot be edited. At most 32 times.

Example:
  kring edit-post nik.holland-rijnland.ouders 12 "Who can help? (solved)"
)help"},
    {"threads", "The threads of a newsgroup", R"help(Usage: kring threads GROUP [--all]

What a moderator has pinned stands first, then what was answered last; with how
many posts there are, and how many of them you have not read on this device.
The first 50 are shown, and with --all every one.

Example:
  kring threads nik.holland-rijnland.ouders
)help"},
    {"thread", "Read a thread of a newsgroup",
     R"help(Usage: kring thread GROUP NUMBER [--history]

  NUMBER      of a post in it; ‘kring threads’ shows that of the first
  --history   also what stood there before a post was edited

Examples:
  kring thread nik.holland-rijnland.ouders 12
  kring thread nik.holland-rijnland.ouders 12 --history
)help"},
    {"subscribe", "Let a newsgroup count", R"help(Usage: kring subscribe GROUP

It counts in what is unread, in ‘kring digest’ and for ‘kring watch’. You are
subscribed to every newsgroup until you say otherwise. This device alone knows.

Example:
  kring subscribe nik.holland-rijnland.ouders
)help"},
    {"unsubscribe", "Let a newsgroup count no more", R"help(Usage: kring unsubscribe GROUP

You can still read it and write there. Nobody is told: this device alone knows.

Example:
  kring unsubscribe nik.holland-rijnland.artsen
)help"},
    {"mute", "Let a thread of a newsgroup count no more", R"help(Usage: kring mute GROUP NUMBER

  NUMBER   of a post in it; ‘kring threads’ shows that of the first

What is written there later does not count either. You can still read it.
Nobody is told: this device alone knows.

Example:
  kring mute nik.holland-rijnland.ouders 12
)help"},
    {"unmute", "Let a thread count again", R"help(Usage: kring unmute GROUP NUMBER

Example:
  kring unmute nik.holland-rijnland.ouders 12
)help"},
    {"digest", "What is new in your newsgroups",
     R"help(Usage: kring digest [--since TIME] [--mark-read]

  --since TIME   all that others posted since then, also what you have read: for
                 so long, such as 12h or 7d, or since a day, such as 2026-05-03.
                 Without it: what is unread on this device
  --mark-read    what stands there counts as read

By newsgroup and thread, with how many posts are new and the first line of the
first. Not of newsgroups that you are not subscribed to, nor of muted threads.

Examples:
  kring digest
  kring digest --since 7d
)help"},
    {"pin", "Let a thread stand first",
     R"help(Usage: kring pin GROUP NUMBER

  NUMBER   of a post in it; ‘kring threads’ shows that of the first

For moderators. It then stands first in ‘kring threads’ for everybody, until a
moderator takes it away: ‘kring unpin’. At most five at a time. Everybody sees who
did it.

Example:
  kring pin nik.holland-rijnland.ouders 12
)help"},
    {"unpin", "Let a thread stand first no more",
     R"help(Usage: kring unpin GROUP NUMBER

For moderators.

Example:
  kring unpin nik.holland-rijnland.ouders 12
)help"},
    {"hold", "Hold a post in a newsgroup",
     R"help(Usage: kring hold GROUP NUMBER [--reason TEXT]

For moderators. The post cannot be read until somebody releases it. Everybody in
the group sees that you did it. It is not erased: who has read it has read it.

Example:
  kring hold nik.holland-rijnland.ouders 12 --reason "names a child"
)help"},
    {"release", "Release a post that is held",
     R"help(Usage: kring release GROUP NUMBER [--reason TEXT]

For moderators.

Example:
  kring release nik.holland-rijnland.ouders 12
)help"},
    {"remove-post", "Remove a post from a newsgroup",
     R"help(Usage: kring remove-post GROUP NUMBER [--reason TEXT] [--yes]

  --yes   do not ask

For moderators, and for who wrote it. For good; that it happened stays to be
seen. It is not erased: who has read it has read it.

Example:
  kring remove-post nik.holland-rijnland.ouders 12
)help"},
    {"report", "Report a post to the moderators",
     R"help(Usage: kring report GROUP NUMBER --reason TEXT [--yes]

  --reason TEXT   why, 2000 bytes at most; - reads it from the input
  --yes           do not ask

For a post of somebody else. You are told first which moderators will read it. It
goes sealed to their devices alone. With another program members could see that
you reported something, and when; not what, but if a post is held soon after, they
may guess. Nothing happens to the post until a moderator does something.

Examples:
  kring report nik.holland-rijnland.ouders 12 --reason "names a child"
  kring report nik.holland-rijnland.ouders 12 --reason - < reason.txt
)help"},
    {"reports", "The reports to you as moderator",
     R"help(Usage: kring reports [GROUP] [--all]

  --all   also those that are settled

For moderators: who reported which post, when and why, and whether the post is
shown, held or removed. A report is settled once another than its writer has held or
removed the post after it, or a moderator says so: ‘kring settle-report’. Reports that came before
this device was ready for them are counted only: another moderator can read them.

Examples:
  kring reports
  kring reports nik.holland-rijnland.ouders --all
)help"},
    {"settle-report", "Be done with a report",
     R"help(Usage: kring settle-report GROUP NUMBER

For moderators, by the number that ‘kring reports’ shows: you have looked, and the
post stays. The other moderators see that you did it.

Example:
  kring settle-report nik.holland-rijnland.ouders 31
)help"},
    {"attestation-key", "The key by which this device attests",
     R"help(Usage: kring attestation-key [--replace | --withdraw [--of WHO] | --list]
                             [--words-file FILE] [--yes]

  --replace           a new key in place of the old one
  --withdraw          take the key away
  --of WHO            another's key: a name, or an id from --list
  --list              the keys that count
  --words-file FILE   the twelve words; - reads them from the input
  --yes               do not ask

For coordinators of a network. Each device has a key of its own, which stays
there. What was attested with an old key, or one that was taken away, does not
count any more. Mind: with the first key the record of the network becomes
public, for good. There are no names in it, but how many people there are and
what they may do. So all coordinators have to agree to that first one, each by
this command, within a week; whoever is last types the twelve words. A family's
circle never becomes public.

Examples:
  kring attestation-key --circle "NIK Holland Rijnland"
  kring attestation-key --list
  kring attestation-key --withdraw --of "Els de Wit"
)help"},
    {"attest", "Attest what you have checked of somebody",
     R"help(Usage: kring attest MEMBER --role TEXT --for DAYS [--how TEXT]

  MEMBER        name or id of somebody in the network; see ‘kring members’
  --role TEXT   what you have checked, such as paediatrician
  --for DAYS    how long it counts: 1 to 90 days
  --how TEXT    by what you have checked it, such as BIG register

For coordinators. You get a line of text for this person, who keeps it with
‘kring keep-attestation’. Parents see it before they let somebody in. The line
is no secret: it is worth nothing to anybody else. If this person has new keys,
compare the six words first, with ‘kring check’.

Example:
  kring attest "Karim Idrissi" --role paediatrician --how BIG --for 90
)help"},
    {"keep-attestation", "Keep what a network attests of you",
     R"help(Usage: kring keep-attestation TEXT [--yes]

  TEXT    the line that a coordinator gave you; it begins with a1.
  --yes   do not ask

You can keep four at a time. A new one of the same thing takes the place of the
old one, which you see first. Whoever lets you into a circle afterwards sees the
new one. Circles in which you showed the old one see the new one by itself; to
others you show it with ‘kring show-attestation’. Your other devices get it from
circles in which it is shown.

Example:
  kring keep-attestation a1.QAAB
)help"},
    {"show-attestation", "Show in a circle what a network attests of you",
     R"help(Usage: kring show-attestation ATTESTATION [--yes]

  ATTESTATION   id out of ‘kring attestations’, what was checked, or the line
  --yes         do not ask

For a circle that you are in already. Everybody there who reads a channel in
which you may write sees it then, also who comes later, and so sees that this
network knows you. You cannot take it back. It ends by itself; if you keep a
newer one of the same, they see that one.

Examples:
  kring show-attestation paediatrician --circle Sam
  kring show-attestation 3f2a91cc
)help"},
    {"attestations", "Attestations: of you, and those you gave",
     R"help(Usage: kring attestations [--remove ID]

  --remove ID   stop showing one of yourself in any circle, on this device alone

Of yourself you see where it is shown, and from two weeks before its end what
to do. Who has seen one that you remove keeps it.

Examples:
  kring attestations
  kring attestations --remove 3f2a91cc
)help"},
    {"withdraw-attestation", "Withdraw an attestation",
     R"help(Usage: kring withdraw-attestation ATTESTATION [--yes]

  ATTESTATION   id out of ‘kring attestations’, the name of whose it is, or the
                line
  --yes         do not ask

For coordinators, also of one that another one gave. For good. Whoever is in a
circle stays there: who sees it reads that it does not count any more.

Example:
  kring withdraw-attestation 3f2a91cc
)help"},
    {"forget-network", "Forget what this device knows of a network",
     R"help(Usage: kring forget-network NETWORK [--yes]

  NETWORK   id of a network that you are not in, as it stands at attestations
  --yes     do not ask

Only if the coordinator says personally that the hub was put back and something
was lost. Else what this device knows stays, and an alarm is right. The network
is read anew afterwards; nothing changes in your circle.

Example:
  kring forget-network 3f2a91cc
)help"},
    {"allow", "Change who may do what in a channel", R"help(Usage: kring allow CHANNEL ROLE=rp … [--yes]

  ROLE=rp   what the role may do there from now on: r read, p post, m moderate,
            or - for nothing. Roles that are not named keep what they had.
  --yes     do not ask; needed without a terminal and with --json, if somebody
            is put out

Who may no longer read is put out, and the keys are renewed. They are named
first, and you are asked. Parents with authority keep all rights in every
channel: nobody takes one from them, not even another parent.

Example:
  kring allow care school=r volunteer=-
)help"},
    {"close", "Close a channel", R"help(Usage: kring close CHANNEL [--yes]

  --yes   do not ask

Nobody writes there any more. What is there stays readable for those who may
read it. A closed channel does not open again.

Example:
  kring close "Operation in May"
)help"},
    {"search", "Find what was written", R"help(Usage: kring search WORDS [--in CHANNEL]

  --in CHANNEL   in one channel or newsgroup only

All words have to occur; each may be a part of a longer one. Capitals and accents
do not count: ‘creme’ finds ‘Crème’. Looked at is what this device holds; the hub
is not asked, and your words go nowhere.

Examples:
  kring search mattress
  kring search school transport --in care
)help"},
    {"say", "Write a message", R"help(Usage: kring say CHANNEL TEXT

  CHANNEL   key (family, circle, care, mdo, regie), label or id
  TEXT      the message; - reads it from standard input. If the text itself
            begins with a dash, put -- before it.

Examples:
  kring say care "Ate at 20:00, slept well."
  kring say family - < letter.txt
)help"},
    {"note", "Write a note, to be found again", R"help(Usage: kring note CHANNEL TEXT

Like ‘kring say’.

Example:
  kring note care "Tube replaced on 3 May."
)help"},
    {"send", "Send a file", R"help(Usage: kring send CHANNEL FILE [--text TEXT]

  FILE          at most 100 MiB; encrypted on this device before it leaves
  --text TEXT   what goes with it

A sending that breaks off goes on where it was, at the next command.

Example:
  kring send circle swing.jpg --text "Yesterday in the park"
)help"},
    {"fetch", "Save a file that was sent", R"help(Usage: kring fetch CHANNEL NUMBER [-o FILE] [--force]

  NUMBER               as ‘kring read’ shows it, such as 12 or #12
  -o, --output FILE    where to save it: a file, or a folder. Without it here,
                       under the name that its sender gave it.
  --force              replace a file that is there

Example:
  kring fetch circle 12 -o swing.jpg
)help"},
    {"export", "Keep the whole circle, to be read and for programs",
     R"help(Usage: kring export FOLDER [--yes]

  FOLDER   is made new, or is empty; only you can look into it
  --yes    do not ask

All that you can read in the circle: index.html to read and to print,
circle.json for programs, and the files in files. The folder is not encrypted.
No key of any kind is in it. What could not be opened or fetched is left out
and named; the command then ends with 7.

Example:
  kring export ~/sams-circle-2026
)help"},
    {"import", "Bring an export along into another circle",
     R"help(Usage: kring import FOLDER [--into OLD=NEW]... [--dry-run] [--yes]

  FOLDER           what ‘kring export’ wrote
  --into OLD=NEW   put what was in channel OLD into channel NEW; may be said
                   several times. OLD= leaves a channel out
  --dry-run        only say what would go where
  --yes            do not ask

Writes the messages, notes and files of the export into this circle, with who
said it and when. You write it: that the others said so, they have your word
for. Channels with the same name go together; see who reads each before you say
yes. People, roles and keys do not come along. What is there already is passed
over, so that it may be said again. An owner's new circle also takes over the
child's day of birth.

Examples:
  kring --circle "Sam, new" import ~/sams-circle-2026 --dry-run
  kring --circle "Sam, new" import ~/sams-circle-2026 --into family=circle
)help"},
    {"read", "Read a channel", R"help(Usage: kring read CHANNEL [--after SEQ]

  --after SEQ   only what came after this number

Example:
  kring read care --after 120
)help"},
    {"watch", "Stay connected and show what comes", R"help(Usage: kring watch [CHANNEL]

Without CHANNEL all channels of the circle. Ctrl-C stops it, or --timeout does.

Examples:
  kring watch
  kring watch care --timeout 3600
)help"},
});

}  // namespace

std::span<const ErrorText> error_texts() {
  return errors;
}

std::span<const HelpText> help_texts() {
  return help;
}

}  // namespace kring::cli::english
