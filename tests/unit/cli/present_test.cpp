#include "clients/cli/present.hpp"
#include "clients/cli/present_threads.hpp"

#include "clients/core/batches.hpp"
#include "tests/unit/cli/ids.hpp"
#include "tests/unit/cli/looks.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace kring::cli {
namespace {

core::ArticleView article(std::string type, std::string text) {
  core::ArticleView view;
  view.seq = channels::Sequence{7};
  view.author_name = "Eva";
  view.type = std::move(type);
  view.text = std::move(text);
  return view;
}

TEST(Present, IndentsAMessageUnderItsAuthor) {
  const auto text = article_text(article("message", "een\ntwee"), in_dutch);

  EXPECT_TRUE(text.starts_with("#7  ")) << text;
  EXPECT_TRUE(text.ends_with("  Eva\n    een\n    twee\n")) << text;
}

TEST(Present, LetsNoMessageImitateAHeadLineOrATerminal) {
  auto forged = article("message", "a\n#8  01-01-2026  Oma\x1B[1A");
  forged.author_name = "Eva\n#9";

  const auto text = article_text(forged, in_dutch);

  EXPECT_NE(text.find("\n    #8"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1B'), std::string::npos) << text;
  EXPECT_EQ(text.find("\n#9"), std::string::npos) << text;
}

TEST(Present, ShowsIntroductionsInALineAndLabelsNot) {
  EXPECT_NE(article_text(article("introduction", ""), in_dutch).find("Eva heeft zich voorgesteld"),
            std::string::npos);
  EXPECT_EQ(article_text(article("channel_label", ""), in_dutch), "");
}

TEST(Present, MarksANote) {
  EXPECT_NE(article_text(article("note", "x"), in_english).find("Eva (note)\n"), std::string::npos);
}

TEST(Present, SaysInALineWhatATextTellsOfAChild) {
  const std::vector<core::ChildHint> hints{{.kind = core::HintKind::phone, .text = "06 12345678"},
                                           {.kind = core::HintKind::birth_date, .text = "3-5-2019"}};

  EXPECT_EQ(hints_sentence(hints, in_english),
            "(a telephone number: 06 12345678; a day that may be a birth date: 3-5-2019)");
  EXPECT_EQ(hints_sentence({}, in_english), "");
}

core::DigestView digest_of_one() {
  core::DigestThread thread{.first = channels::Sequence{3},
                            .subject = "Bed",
                            .posts = 2,
                            .from = channels::Sequence{5},
                            .author = {},
                            .author_name = "Petra",
                            .line = "Wie kent er een?",
                            .last_time = {}};
  core::DigestGroup group{.id = {}, .label = "nik.ouders", .posts = 2, .threads = {thread}, .left_out = 0};
  return {.groups = {group}, .subscribed = 1};
}

TEST(Present, ShowsWhatIsNewByNewsgroupAndThread) {
  auto digest = digest_of_one();

  const auto text = digest_text(digest, in_english);

  EXPECT_TRUE(text.starts_with("nik.ouders: 2 new\n  #3  Bed  2 new, ")) << text;
  EXPECT_TRUE(text.ends_with("\n      Petra: Wie kent er een?\n")) << text;
  digest.groups.at(0).left_out = 4;
  EXPECT_TRUE(digest_text(digest, in_english)
                  .ends_with("  and 4 threads more: ‘kring threads nik.ouders --all’ shows them.\n"));
}

TEST(Present, SaysThatNothingIsNewOrThatNothingCounts) {
  EXPECT_EQ(digest_text({.groups = {}, .subscribed = 2}, in_english), "Nothing new in your newsgroups.\n");
  EXPECT_TRUE(digest_text({}, in_english).starts_with("You are subscribed to no newsgroup here."));
}

TEST(Present, LetsNothingFoundSteerATerminal) {
  auto digest = digest_of_one();
  digest.groups.at(0).threads.at(0).line = "\x1B[2J";
  core::SearchHit hit;
  hit.channel_label = "Zorg";
  hit.line = "\x1B[2J";

  EXPECT_EQ(digest_text(digest, in_english).find('\x1B'), std::string::npos);
  EXPECT_EQ(search_text({.hits = {hit}, .left_out = 0}, in_english).find('\x1B'), std::string::npos);
}

core::PostView edited_post() {
  core::PostView post;
  post.seq = channels::Sequence{4};
  post.author_name = "Petra";
  post.text = "Opgelost!";
  post.edited = from_unix_ms(90'000'000);
  post.earlier = {{.time = {}, .text = "Wie weet raad?\x1B[2J"}};
  return post;
}

TEST(Present, SaysThatAPostWasEditedAndShowsWhatItSaidIfAsked) {
  const auto as_it_is = thread_text({edited_post()}, ThreadDetail::as_it_is, in_english);
  const auto with_history = thread_text({edited_post()}, ThreadDetail::with_history, in_english);

  EXPECT_NE(as_it_is.find("    edited, "), std::string::npos) << as_it_is;
  EXPECT_EQ(as_it_is.find("raad"), std::string::npos) << as_it_is;
  EXPECT_TRUE(with_history.starts_with(as_it_is)) << with_history;
  EXPECT_NE(with_history.find("    before, from "), std::string::npos) << with_history;
  EXPECT_NE(with_history.find("      Wie weet raad?"), std::string::npos) << with_history;
  EXPECT_EQ(with_history.find('\x1B'), std::string::npos);
}

TEST(Present, ShowsNothingThatAHiddenPostSaidBefore) {
  auto post = edited_post();
  post.shown = false;
  post.state = articles::PostState::removed;

  EXPECT_EQ(thread_text({post}, ThreadDetail::with_history, in_english).find("raad"), std::string::npos);
}

TEST(Present, SaysUntilWhenAPostRunsOrThatItHasEnded) {
  auto post = edited_post();
  post.until = from_unix_ms(90'000'000);
  EXPECT_NE(thread_text({post}, ThreadDetail::as_it_is, in_english).find("    until "), std::string::npos);

  post.ended = true;

  EXPECT_NE(thread_text({post}, ThreadDetail::as_it_is, in_english).find("    ended at "), std::string::npos);
}

TEST(Present, SaysThatAThreadIsPinned) {
  core::ThreadView thread;
  thread.subject = "Welkom";
  thread.pinned = core::PinView{.time = {}, .by = {}, .by_name = "Mo"};

  EXPECT_NE(threads_text({thread}, in_english).find("pinned by Mo: Welkom"), std::string::npos);
}

TEST(Present, SaysHowManyThreadsAreNotShownAndHowToSeeThem) {
  EXPECT_EQ(left_out_text(0, "nik.x", in_english), "");
  EXPECT_EQ(left_out_text(3, "nik.x", in_english),
            "and 3 older threads: ‘kring threads nik.x --all’ shows them.\n");
}

TEST(Present, SaysHowMuchMoreWasFoundOrThatNothingWas) {
  core::SearchHit hit;
  hit.channel_label = "Zorg";
  hit.seq = channels::Sequence{12};
  hit.author_name = "Eva";
  hit.line = "Het matras is er.";

  const auto text = search_text({.hits = {hit}, .left_out = 3}, in_english);

  EXPECT_TRUE(text.starts_with("Zorg  #12  ")) << text;
  EXPECT_NE(text.find("  Eva\n    Het matras is er.\nAnd 3 older places."), std::string::npos) << text;
  EXPECT_TRUE(search_text({}, in_english).starts_with("There is nothing on this device"));
}

TEST(Present, SaysOfWhatWasFoundWhoWroteItWhereItCameFrom) {
  core::SearchHit hit;
  hit.author_name = "Eva";
  hit.line = "melk";
  hit.from = core::OriginView{.time = {}, .author = "Oma"};

  const auto text = search_text({.hits = {hit}, .left_out = 0}, in_english);

  EXPECT_NE(text.find(origin_text(*hit.from, "Eva", Language::english) + "\n    melk\n"), std::string::npos)
      << text;
}

TEST(Present, SaysOfEachNewsgroupHowMuchIsUnread) {
  const std::vector<core::NewsgroupView> groups{
      {.id = {}, .label = "nik.a", .subscribed = true, .unread = 3},
      {.id = {}, .label = "nik.b", .subscribed = false, .unread = 0}};

  EXPECT_EQ(newsgroups_text(groups, in_english), "\nnik.a: 3 unread\nnik.b: not subscribed\n");
  EXPECT_EQ(newsgroups_text({}, in_english), "");
}

TEST(Present, NamesWhoHasNotIntroducedThemself) {
  EXPECT_EQ(name_text("", {}, Language::english), "name not known yet (00000000)");
}

TEST(Present, ShowsTheSixWordsOfARequest) {
  core::RequestView request;
  request.name = "Oma Riet";
  request.relation = "oma";
  request.role_label = "Naaste";
  request.six_words = {"a", "b", "c", "d", "e", "f"};

  EXPECT_EQ(request_text(request, in_dutch),
            "Naam         Oma Riet, oma\n"
            "Rol          Naaste\n"
            "Uitnodiging  00000000\n"
            "Zes woorden  a b c d e f\n");
}

TEST(Present, SaysOfAParentWhoWaitsHowManyAgree) {
  core::RequestView request;
  request.name = "Karim";
  request.owners = 2;
  request.agreed = {{}};
  core::ArticleView article;
  article.author_name = "Anne";
  article.type = "owner_consent";

  EXPECT_NE(request_text(request, in_english).find("Agreed      1 of 2 who decide this\n"),
            std::string::npos);
  EXPECT_NE(article_text(article, in_english).find("Anne agreed that somebody comes in who decides along"),
            std::string::npos);
  article.type = "publication_consent";
  EXPECT_NE(article_text(article, in_english).find("Anne agreed that the record of the network"),
            std::string::npos);
}

TEST(Present, TellsEverybodyThatACharterIsPublicAndOwnersThatItIsAsked) {
  core::CircleView circle;
  circle.name = "NIK";
  circle.standing = core::Standing::member;
  circle.network = true;
  const core::StatusView status;
  const auto told = [&] {
    return status_text({.status = status, .circles = {circle}, .invitations = {}, .unsent = 0}, in_english);
  };
  const auto before = told();

  circle.publication =
      core::PublicationView{.first = {}, .holder = {}, .holder_name = "Els", .agreed = 1, .needed = 3};
  const auto asked = told();
  circle.publication->by_me = true;
  const auto agreed = told();
  circle.publication.reset();
  circle.public_since = Time(Duration(0));
  const auto is_public = told();

  circle.network = false;
  circle.public_since.reset();
  circle.publication =
      core::PublicationView{.first = {}, .holder = {}, .holder_name = "Els", .agreed = 1, .needed = 2};
  const auto of_a_family = told();

  EXPECT_EQ(before.find("ublic"), std::string::npos);
  EXPECT_NE(of_a_family.find("has no part in it"), std::string::npos) << of_a_family;
  EXPECT_NE(asked.find("Els asks that anybody may read"), std::string::npos);
  EXPECT_NE(asked.find("1 of 3 coordinators"), std::string::npos);
  EXPECT_NE(asked.find("kring attestation-key"), std::string::npos);
  EXPECT_NE(agreed.find("you too"), std::string::npos);
  EXPECT_NE(is_public.find("Public since 1970-01-01"), std::string::npos) << is_public;
  EXPECT_NE(is_public.find("no names and no"), std::string::npos);
}

TEST(Present, SaysWhoFrozeAndWhoCanEndThat) {
  core::CircleView circle;
  circle.standing = core::Standing::member;
  const core::StatusView status;
  const auto told = [&] {
    return status_text({.status = status, .circles = {circle}, .invitations = {}, .unsent = 0}, in_english);
  };

  circle.freezes = {{.by = {.member = {}, .name = "Jan"}, .until = Time(Duration(0)), .mine = false}};
  const auto of_another = told();
  circle.freezes[0].mine = true;
  const auto mine = told();

  EXPECT_NE(of_another.find("Frozen by Jan until 1970-01-01"), std::string::npos) << of_another;
  EXPECT_NE(of_another.find("Only Jan can end that earlier."), std::string::npos);
  EXPECT_EQ(of_another.find("kring unfreeze"), std::string::npos);
  EXPECT_NE(mine.find("Frozen by you"), std::string::npos) << mine;
  EXPECT_NE(mine.find("kring unfreeze"), std::string::npos);
}

TEST(Present, SaysWhoWantsTheEndAndToOwnersWhatTheyCanDo) {
  core::CircleView circle;
  circle.standing = core::Standing::member;
  circle.ending = core::EndingView{.due = {},
                                   .needed = 2,
                                   .wanted_by = {{.member = {}, .name = "Jan"}},
                                   .not_yet = {{.member = {}, .name = "Anne"}}};
  const core::StatusView status;
  const auto told = [&] {
    return status_text({.status = status, .circles = {circle}, .invitations = {}, .unsent = 0}, in_english);
  };

  const auto to_a_nurse = told();
  circle.owner = true;
  const auto to_anne = told();
  circle.ending->by_me = true;
  const auto to_jan = told();
  circle.ending->not_yet.clear();
  const auto all = told();

  EXPECT_NE(to_a_nurse.find("In favour: Jan. Not yet: Anne."), std::string::npos) << to_a_nurse;
  EXPECT_EQ(to_a_nurse.find("kring end"), std::string::npos);
  EXPECT_NE(to_anne.find("If you want that too: kring end."), std::string::npos) << to_anne;
  EXPECT_NE(to_anne.find("kring end --cancel"), std::string::npos);
  EXPECT_EQ(to_jan.find("If you want that too"), std::string::npos) << to_jan;
  EXPECT_NE(all.find("All parents with authority want the circle to end: Jan."), std::string::npos) << all;
  EXPECT_NE(all.find("To end it then, for good: kring end."), std::string::npos);
}

TEST(Present, SaysWhoWantsThatAParentGoesAndToOwnersWhatTheyCanDo) {
  core::CircleView circle;
  circle.standing = core::Standing::member;
  circle.me = channels::MemberId(FixedBytes<16>{1});
  circle.removals = {{.member = channels::MemberId(FixedBytes<16>{0xAB, 0xCD}),
                      .due = {},
                      .name = "Jan",
                      .agreed_by = {{.member = {}, .name = "Anne"}},
                      .not_yet = {{.member = {}, .name = "Karim"}}}};
  const core::StatusView status;
  const auto told = [&] {
    return status_text({.status = status, .circles = {circle}, .invitations = {}, .unsent = 0}, in_english);
  };

  const auto to_a_nurse = told();
  circle.owner = true;
  const auto to_karim = told();
  circle.removals[0].by_me = true;
  const auto to_anne = told();

  EXPECT_NE(to_a_nurse.find("It is asked that Jan go. In favour: Anne. Not yet: Karim."), std::string::npos)
      << to_a_nurse;
  EXPECT_EQ(to_a_nurse.find("kring remove-owner"), std::string::npos);
  EXPECT_NE(to_karim.find("If you want that too: kring remove-owner abcd0000."), std::string::npos)
      << to_karim;
  EXPECT_NE(to_anne.find("Once that is possible: kring remove-owner abcd0000."), std::string::npos)
      << to_anne;
}

TEST(Present, ShowsWhatToDoWhereNothingIs) {
  EXPECT_EQ(requests_text({}, in_english), "Nobody is waiting for you.\n");
  EXPECT_EQ(members_text({}, in_english), "Nobody is here yet.\n");
  EXPECT_EQ(channels_text({}, in_english), "You read no channel yet.\n");
  EXPECT_EQ(roles_text({}, in_english), "You cannot invite anybody now.\n");
}

TEST(Present, ListsOnlyRolesThatOneMayInviteTo) {
  core::RoleView mine;
  mine.key = "night";
  mine.label = "Nachtzorg";
  mine.may_invite = true;
  mine.stay_max = std::chrono::hours(24);
  core::RoleView other;
  other.key = "parent";

  const auto text = roles_text({mine, other}, in_english);

  EXPECT_NE(text.find("night  Nachtzorg  1d"), std::string::npos) << text;
  EXPECT_EQ(text.find("parent"), std::string::npos) << text;
}

TEST(Present, ListsMembersAndMarksOneself) {
  core::MemberView me;
  me.name = "Anne";
  me.relation = "moeder";
  me.role_label = "Ouder met gezag";
  me.me = true;

  EXPECT_NE(members_text({me}, in_dutch).find("Anne (u)  moeder"), std::string::npos);
}

TEST(Present, ListsDevicesAndMarksThisOneAndThoseThatAreOut) {
  core::DeviceView here;
  here.this_one = true;
  here.same_person = true;
  here.name = "Telefoon";
  core::DeviceView gone;
  gone.revoked = true;
  gone.adder = channels::HandleId(FixedBytes<16>{0xAB});

  const auto text = devices_text({here, gone}, in_english);

  EXPECT_NE(text.find("Telefoon"), std::string::npos) << text;
  EXPECT_NE(text.find("takes part (this one)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("ab000000  taken out, has not shown whose it is"), std::string::npos) << text;
  EXPECT_EQ(devices_text({}, in_english), "There is no device.\n");
}

TEST(Present, SaysOfNewKeysThatNobodyCheckedThem) {
  core::MemberView member;
  member.checked = core::Checked::new_keys;

  EXPECT_NE(members_text({member}, in_english).find("new keys, not checked"), std::string::npos);
}

TEST(Present, SaysInWordsWhoReadsBack) {
  core::ChannelView channel;
  channel.label = "Dagzorg";
  channel.key = "care";
  channel.mine = channels::Right::read;
  channel.joined = true;

  EXPECT_NE(channels_text({channel}, in_dutch).find("wie erbij komt, leest terug"), std::string::npos);
  channel.mode = channels::Mode::sealed;
  EXPECT_NE(channels_text({channel}, in_dutch).find("alleen wie er nu bij is"), std::string::npos);
}

TEST(Present, SaysOfAChannelThatARoleLostThatItIsSoAndNotThatAKeyIsWaitedFor) {
  core::ChannelView channel;
  channel.label = "Dagzorg";
  const auto waits = channels_text({channel}, in_dutch);

  channel.read_until = Time(Duration(0));
  const auto lost = channels_text({channel}, in_dutch);

  EXPECT_NE(waits.find("wacht op"), std::string::npos) << waits;
  EXPECT_EQ(lost.find("wacht op"), std::string::npos) << lost;
  EXPECT_NE(lost.find("mag u niet meer lezen"), std::string::npos) << lost;
}

TEST(Present, SaysOfASealedChannelThatNobodyReadsBackThere) {
  core::ChannelView channel;
  channel.label = "Gezin";
  const auto record = audience_text({}, channel, in_english);

  channel.mode = channels::Mode::sealed;
  const auto sealed = audience_text({}, channel, in_english);

  EXPECT_NE(record.find("Whoever joins later reads back."), std::string::npos) << record;
  EXPECT_NE(sealed.find("Whoever joins later does not read back."), std::string::npos) << sealed;
}

TEST(Present, SaysHowLongItTakesToComeIntoALargeNewsgroup) {
  core::ChannelView channel;
  channel.mine = channels::Right::read;
  EXPECT_EQ(channels_text({channel}, in_dutch).find("samen binnen"), std::string::npos);

  channel.joins_within = core::batch_wait;

  EXPECT_NE(channels_text({channel}, in_dutch).find("samen binnen. Dat kan 30 minuten duren"),
            std::string::npos);
  EXPECT_NE(channels_text({channel}, in_english).find("together. That can take 30 minutes"),
            std::string::npos);
}

TEST(Present, ShowsPendingWorkAlarmsAndUnconfirmedWordsInTheStatus) {
  core::StatusView status;
  status.name = "Anne";
  status.pending = {{.id = {}, .kind = core::IntentKind::remove, .circle = {}, .tries = 0}};
  const core::Alarm alarm{.reason = "head_forked", .evidence = "evidence/1", .time = from_unix_ms(0)};

  const auto text = status_text({.status = status,
                                 .circles = {},
                                 .invitations = {},
                                 .unsent = 2,
                                 .alarms = {{.alarm = alarm, .number = 1}}},
                                in_english);

  EXPECT_NE(text.find("remove somebody"), std::string::npos) << text;
  EXPECT_NE(text.find("send 2 message(s)"), std::string::npos) << text;
  EXPECT_NE(text.find("two different histories"), std::string::npos) << text;
  EXPECT_NE(text.find("kring evidence 1"), std::string::npos) << text;
  EXPECT_NE(text.find("‘kring words’"), std::string::npos) << text;
}

TEST(Present, SaysOfADeviceThatWasTakenOutByWhomAndWhoIsAMemberStill) {
  core::CircleView circle;
  circle.name = "Sam";
  circle.standing = core::Standing::ended;
  circle.device_out = true;
  circle.taken_out = core::TakenOutView{
      .deed = core::DeedView{.time = from_unix_ms(0), .by = {}, .by_name = "Joost"}, .member = true};
  core::StatusView status;
  const std::vector circles{circle};

  const auto text = status_text({.status = status, .circles = circles, .invitations = {}}, in_english);

  EXPECT_TRUE(text.contains("This device was taken out of the circle")) << text;
  EXPECT_TRUE(text.contains("Joost did that on 1970-01-01")) << text;
  EXPECT_TRUE(text.contains("You are still a member, with another device of yours.")) << text;
  EXPECT_FALSE(text.contains("no longer a member")) << text;
}

TEST(Present, SaysWhoRemovedWhoeverUsesThisDeviceAndWhen) {
  core::CircleView circle;
  circle.name = "Sam";
  circle.standing = core::Standing::ended;
  circle.removed = core::DeedView{.time = from_unix_ms(0), .by = {}, .by_name = "Joost"};
  core::StatusView status;
  const std::vector circles{circle};

  const auto text = status_text({.status = status, .circles = circles, .invitations = {}}, in_english);

  EXPECT_TRUE(text.contains("you are no longer a member here")) << text;
  EXPECT_TRUE(text.contains("Joost removed you, on 1970-01-01")) << text;
}

TEST(Present, TellsOneWhoIsAskedToGoWhoAskedThat) {
  core::CircleView circle;
  circle.standing = core::Standing::member;
  circle.me = id_of<channels::MemberId>(2);
  circle.removals = {{.member = id_of<channels::MemberId>(2),
                      .asked = core::DeedView{.time = from_unix_ms(0), .by = {}, .by_name = "Anne"},
                      .due = from_unix_ms(0)}};
  core::StatusView status;
  const std::vector circles{circle};

  const auto text = status_text({.status = status, .circles = circles, .invitations = {}}, in_english);

  EXPECT_TRUE(text.contains("Asked by Anne: that you go, on 1970-01-01")) << text;
}

TEST(Present, TellsHowToFinishALinkingThatBrokeOffAndShowsNoWordsForIt) {
  core::CircleView circle;
  circle.standing = core::Standing::waiting;
  circle.linking = true;
  circle.six_words = {"appel", "boot"};
  core::StatusView status;
  const std::vector circles{circle};

  const auto text = status_text({.status = status, .circles = circles, .invitations = {}}, in_english);

  EXPECT_TRUE(text.contains("‘kring link’")) << text;
  EXPECT_TRUE(text.contains("‘kring join-device’")) << text;
  EXPECT_FALSE(text.contains("appel boot")) << text;
}

TEST(Present, SaysWhatWaitsToBeFoundWhereAndHowToTakeItBack) {
  core::StatusView status;
  status.pending = {{.id = id_of<core::IntentId>(0xAB),
                     .kind = core::IntentKind::found,
                     .circle = {},
                     .tries = 0,
                     .name = "Sam, new",
                     .hub = "https://tipo.example"}};

  const auto text = status_text({.status = status, .circles = {}, .invitations = {}}, in_english);

  EXPECT_TRUE(text.contains("‘Sam, new’ is still to be founded at https://tipo.example")) << text;
  EXPECT_TRUE(text.contains("‘kring found --cancel abababab’")) << text;
}

TEST(Present, RemindsOfWordsThatWereNotTriedAndOfAnOnlyOwner) {
  core::StatusView status;
  status.name = "Anne";
  status.words_confirmed = true;
  status.kit_to_prove = true;
  core::CircleView circle;
  circle.name = "Kring Tijmen";
  circle.tell_only_owner = true;
  const NewDevice device{.device = {.id = {},
                                    .member = {},
                                    .member_name = "Bea",
                                    .mine = false,
                                    .how = core::DeviceCame::by_words,
                                    .added = from_unix_ms(0),
                                    .revoked = true},
                         .circle_name = "Kring Tijmen"};

  const auto text = status_text({.status = status,
                                 .circles = {circle},
                                 .invitations = {},
                                 .unsent = 0,
                                 .new_devices = {device},
                                 .ending = {"It ends soon."}},
                                in_english);

  EXPECT_NE(text.find("‘kring kit --prove’"), std::string::npos) << text;
  EXPECT_NE(text.find("the only parent with authority or guardian in ‘Kring Tijmen’"), std::string::npos)
      << text;
  EXPECT_NE(text.find("Bea has a new device in ‘Kring Tijmen’"), std::string::npos) << text;
  EXPECT_NE(text.find("by the twelve words"), std::string::npos) << text;
  EXPECT_NE(text.find("taken out again"), std::string::npos) << text;
  EXPECT_NE(text.find("It ends soon."), std::string::npos) << text;
  circle.network = true;
  EXPECT_NE(only_owner_text(circle, in_english).find("the only coordinator"), std::string::npos);
}

TEST(Present, SaysOfAChannelThatWillBeMendedThatItWaits) {
  core::Alarm alarm{.channel = channels::ChannelId(),
                    .reason = "decryption_failed",
                    .evidence = "evidence/1",
                    .heals = true,
                    .stops = core::AlarmStops::channel};

  const auto mended = alarm_text({.alarm = alarm, .number = 1}, in_english);
  alarm.heals = false;
  const auto stopped = alarm_text({.alarm = alarm, .number = 1}, in_english);

  EXPECT_NE(mended.find("until it has been let in again"), std::string::npos);
  EXPECT_EQ(mended.find("is now stopped"), std::string::npos);
  EXPECT_NE(mended.find("kring evidence 1"), std::string::npos);
  EXPECT_NE(stopped.find("is now stopped"), std::string::npos);
}

TEST(Present, SaysOfAHealedChannelWhatStaysClosed) {
  core::ChannelView channel;
  channel.label = "Zorg";
  channel.mode = channels::Mode::record;
  const auto record = healed_text(channel, in_english);
  channel.mode = channels::Mode::sealed;
  const auto sealed = healed_text(channel, in_english);
  channel.healing.missed = 3;
  const auto missed = healed_text(channel, in_english);

  EXPECT_NE(record.find("‘Zorg’"), std::string::npos);
  EXPECT_NE(record.find("You can read all of it"), std::string::npos);
  EXPECT_NE(sealed.find("from now on"), std::string::npos);
  EXPECT_NE(missed.find("3 messages of the meantime stay closed"), std::string::npos);
}

TEST(Present, ShowsThatADeviceAskedToBeLetInAgain) {
  core::ChannelView channel;
  channel.stopped = true;
  EXPECT_NE(channels_text({channel}, in_english).find("stopped (alarm)"), std::string::npos);

  channel.healing.state = core::HealState::asked;
  EXPECT_NE(channels_text({channel}, in_english).find("asked to be let in again"), std::string::npos);
}

TEST(Present, NamesTheCircleOfAnAlarm) {
  const core::Alarm alarm{.reason = "head_forked", .time = from_unix_ms(0)};

  EXPECT_NE(
      alarm_text({.alarm = alarm, .place = {.circle = "Kring Tijmen"}}, in_english).find("‘Kring Tijmen’"),
      std::string::npos);
  EXPECT_TRUE(alarm_text({.alarm = alarm}, in_english).starts_with("ALARM, 1970-01-01"));
}

TEST(Present, ShowsWhatWouldComeBackAndWhatWouldNot) {
  core::KitGap gap{
      .kind = core::KitGapKind::circle, .circle = {}, .circle_name = "Roos", .channel_label = {}};
  EXPECT_EQ(kit_gap_text(gap, in_english), "‘Roos’ is not kept yet.");
  gap.kind = core::KitGapKind::channel;
  gap.channel_label = "Dagzorg";
  EXPECT_NE(kit_gap_text(gap, in_english).find("‘Dagzorg’ in ‘Roos’"), std::string::npos);
  gap.kind = core::KitGapKind::recovery_key;
  EXPECT_NE(kit_gap_text(gap, in_english).find("another recovery key"), std::string::npos);
  const core::KitCircle circle{
      .id = {}, .name = "Roos", .hub = {}, .channels = 5, .read_back = 3, .checks = 1};
  EXPECT_EQ(kit_circle_text(circle, in_english),
            "Roos: 5 channels, 3 of them with what was written before; 1 people whom you have checked.");
}

TEST(Present, NumbersTheTwelveWordsFourALine) {
  std::ostringstream out;

  write_recovery_words(out, "aa bb cc dd ee ff gg hh ii jj kk ll");

  EXPECT_EQ(out.str(),
            "  1. aa              2. bb              3. cc              4. dd\n"
            "  5. ee              6. ff              7. gg              8. hh\n"
            "  9. ii             10. jj             11. kk             12. ll\n");
}

}  // namespace
}  // namespace kring::cli
