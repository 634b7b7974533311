#include "clients/cli/arguments.hpp"

#include "clients/cli/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kring::cli {
namespace {

using Arguments = std::vector<std::string>;
using channels::Right;
using std::chrono::hours;

struct TypedCommand {
  std::string name;
  Arguments arguments;
  Command command;
};

std::string name_of_case(const ::testing::TestParamInfo<TypedCommand>& info) {
  return info.param.name;
}

class Commands : public ::testing::TestWithParam<TypedCommand> {};

TEST_P(Commands, AreReadAsTheyAreTyped) {
  const auto parsed = parse_arguments(GetParam().arguments, Language::english);

  ASSERT_TRUE(std::holds_alternative<Invocation>(parsed)) << std::get<UsageError>(parsed).text;
  EXPECT_EQ(std::get<Invocation>(parsed).command, GetParam().command);
}

INSTANTIATE_TEST_SUITE_P(
    Arguments, Commands,
    ::testing::Values(
        TypedCommand{"Init", {"init", "--name", "Anne"}, Init{.name = "Anne"}},
        TypedCommand{"InitWithKit",
                     {"init", "--name", "Anne", "--kit", "a.svg"},
                     Init{.name = "Anne", .kit = "a.svg"}},
        TypedCommand{"Kit", {"kit"}, Kit{}},
        TypedCommand{"KitProven", {"kit", "--prove", "--words-file", "-"}, ProveKit{.words_file = "-"}},
        TypedCommand{"KitToAFile",
                     {"kit", "sheet.svg", "--words-file", "-"},
                     Kit{.file = "sheet.svg", .words_file = "-"}},
        TypedCommand{"InitWithAll",
                     {"init", "--name=Anne", "--relation", "moeder", "--passphrase", "--confirmed"},
                     Init{.name = "Anne", .relation = "moeder", .passphrase = true, .confirmed = true}},
        TypedCommand{"WordsOnTheTerminal", {"words"}, Words{}},
        TypedCommand{"WordsFromStandardInput", {"words", "--words-file", "-"}, Words{.words_file = "-"}},
        TypedCommand{"Status", {"status"}, ShowStatus{}},
        TypedCommand{"Found", {"found", "Kring Sam"}, Found{.name = "Kring Sam"}},
        TypedCommand{"FoundNoMore", {"found", "--cancel", "Sam"}, Found{.name = "Sam", .cancel = true}},
        TypedCommand{"FoundANetwork", {"found", "NIK", "--network"}, Found{.name = "NIK", .network = true}},
        TypedCommand{
            "FoundAsAGuardian", {"found", "Sam", "--guardian"}, Found{.name = "Sam", .guardian = true}},
        TypedCommand{"Import", {"import", "map"}, Import{.folder = "map"}},
        TypedCommand{
            "ImportIntoOthers",
            {"import", "map", "--into", "care=mdo", "--into", "School=", "--dry-run", "--yes"},
            Import{.folder = "map", .into = {{"care", "mdo"}, {"School", ""}}, .dry_run = true, .yes = true}},
        TypedCommand{"Newsgroup",
                     {"newsgroup", "nik.ouders", "--readers", "nurses,doctors", "--posters", "parents",
                      "--readers", "schools", "--moderators", "moderators"},
                     OpenNewsgroup{.name = "nik.ouders",
                                   .readers = {"nurses", "doctors", "schools"},
                                   .posters = {"parents"},
                                   .moderators = {"moderators"}}},
        TypedCommand{"Post",
                     {"post", "nik.x", "tekst", "--subject", "Slaap", "--yes"},
                     Post{.group = "nik.x", .text = "tekst", .subject = "Slaap", .yes = true}},
        TypedCommand{"Answer",
                     {"post", "nik.x", "tekst", "--reply-to", "#12", "--identifies-nobody"},
                     Post{.group = "nik.x",
                          .text = "tekst",
                          .reply_to = channels::Sequence{12},
                          .identifies_nobody = true}},
        TypedCommand{
            "PostForAMonth",
            {"post", "nik.x", "tekst", "--subject", "Stoel", "--until", "30d"},
            Post{.group = "nik.x", .text = "tekst", .subject = "Stoel", .life = std::chrono::days(30)}},
        TypedCommand{"PostUntilADay",
                     {"post", "nik.x", "tekst", "--subject", "Stoel", "--until", "3-5-2026"},
                     Post{.group = "nik.x",
                          .text = "tekst",
                          .subject = "Stoel",
                          .last_day = channels::parse_date("2026-05-03")}},
        TypedCommand{"PostWithAFile",
                     {"post", "nik.x", "tekst", "--subject", "Bed", "--file", "bed.jpg"},
                     Post{.group = "nik.x", .text = "tekst", .subject = "Bed", .file = "bed.jpg"}},
        TypedCommand{"EditPost",
                     {"edit-post", "nik.x", "12", "tekst", "--identifies-nobody", "--yes"},
                     EditPost{.group = "nik.x",
                              .number = channels::Sequence{12},
                              .text = "tekst",
                              .identifies_nobody = true,
                              .yes = true}},
        TypedCommand{"ThreadWithHistory",
                     {"thread", "nik.x", "12", "--history"},
                     Thread{.group = "nik.x", .number = channels::Sequence{12}, .history = true}},
        TypedCommand{"Threads", {"threads", "nik.x"}, Threads{.group = "nik.x"}},
        TypedCommand{"ThreadsAll", {"threads", "nik.x", "--all"}, Threads{.group = "nik.x", .all = true}},
        TypedCommand{
            "Thread", {"thread", "nik.x", "12"}, Thread{.group = "nik.x", .number = channels::Sequence{12}}},
        TypedCommand{"Subscribe", {"subscribe", "nik.x"}, Subscribe{.group = "nik.x"}},
        TypedCommand{"Unsubscribe", {"unsubscribe", "nik.x"}, Subscribe{.group = "nik.x", .wanted = false}},
        TypedCommand{
            "Mute", {"mute", "nik.x", "#12"}, Mute{.group = "nik.x", .number = channels::Sequence{12}}},
        TypedCommand{"Unmute",
                     {"unmute", "nik.x", "12"},
                     Mute{.group = "nik.x", .number = channels::Sequence{12}, .muted = false}},
        TypedCommand{"Digest", {"digest"}, Digest{}},
        TypedCommand{"DigestOfAWeek",
                     {"digest", "--since", "7d", "--mark-read"},
                     Digest{.age = std::chrono::days(7), .mark_read = true}},
        TypedCommand{"DigestSinceADay",
                     {"digest", "--since=3-5-2026"},
                     Digest{.day = channels::parse_date("2026-05-03")}},
        TypedCommand{"Search", {"search", "matras", "kraakt"}, Search{.words = "matras kraakt"}},
        TypedCommand{"SearchInAChannel",
                     {"search", "matras", "--in", "care"},
                     Search{.words = "matras", .channel = "care"}},
        TypedCommand{
            "Pin", {"pin", "nik.x", "#12"}, PinThread{.group = "nik.x", .number = channels::Sequence{12}}},
        TypedCommand{
            "Unpin",
            {"unpin", "nik.x", "12"},
            PinThread{.group = "nik.x", .number = channels::Sequence{12}, .pin = articles::Pin::unpin}},
        TypedCommand{"Hold",
                     {"hold", "nik.x", "12", "--reason", "naam"},
                     Moderate{.group = "nik.x",
                              .number = channels::Sequence{12},
                              .mark = articles::Mark::hold,
                              .reason = "naam"}},
        TypedCommand{
            "Release",
            {"release", "nik.x", "12"},
            Moderate{.group = "nik.x", .number = channels::Sequence{12}, .mark = articles::Mark::release}},
        TypedCommand{"RemovePost",
                     {"remove-post", "nik.x", "12", "--yes"},
                     Moderate{.group = "nik.x",
                              .number = channels::Sequence{12},
                              .mark = articles::Mark::remove,
                              .yes = true}},
        TypedCommand{
            "Report",
            {"report", "nik.x", "#12", "--reason", "naam", "--yes"},
            Report{.group = "nik.x", .number = channels::Sequence{12}, .reason = "naam", .yes = true}},
        TypedCommand{"Reports", {"reports"}, Reports{}},
        TypedCommand{
            "ReportsOfANewsgroup", {"reports", "nik.x", "--all"}, Reports{.group = "nik.x", .all = true}},
        TypedCommand{"SettleReport",
                     {"settle-report", "nik.x", "31"},
                     SettleReport{.group = "nik.x", .number = channels::Sequence{31}}},
        TypedCommand{"NewsgroupOfCoordinatorsAlone", {"newsgroup", "nik.x"}, OpenNewsgroup{.name = "nik.x"}},
        TypedCommand{"Roles", {"roles"}, Roles{}},
        TypedCommand{"ARole", {"roles", "night"}, Roles{.role = "night"}},
        TypedCommand{"Matrix", {"matrix"}, Matrix{}},
        TypedCommand{"SeeAs", {"see-as", "Eva"}, SeeAs{.member = "Eva"}},
        TypedCommand{"Who", {"who", "Eva"}, Who{.member = "Eva"}}, TypedCommand{"Child", {"child"}, Child{}},
        TypedCommand{"ChildBorn",
                     {"child", "--born", "2014-05-03"},
                     Child{.born = channels::parse_date("2014-05-03")}},
        TypedCommand{"ChildBornAsTheDutchWriteIt",
                     {"child", "--born=3-5-2014"},
                     Child{.born = channels::parse_date("2014-05-03")}},
        TypedCommand{"Invite", {"invite", "family"}, Invite{.role = "family"}},
        TypedCommand{"InviteWithTimes",
                     {"invite", "night", "--stay", "12h", "--expires=20m"},
                     Invite{.role = "night", .stay = hours(12), .expires = std::chrono::minutes(20)}},
        TypedCommand{"InvitePreapproved",
                     {"invite", "--preapproved", "family"},
                     Invite{.role = "family", .preapproved = true}},
        TypedCommand{"KeepAttestation", {"keep-attestation", "a1.QAAB"}, KeepAttestation{.text = "a1.QAAB"}},
        TypedCommand{"KeepAttestationUnasked",
                     {"keep-attestation", "a1.QAAB", "--yes"},
                     KeepAttestation{.text = "a1.QAAB", .yes = true}},
        TypedCommand{"ShowAttestation",
                     {"show-attestation", "kinderarts"},
                     ShowAttestation{.attestation = "kinderarts"}},
        TypedCommand{"ShowAttestationUnasked",
                     {"show-attestation", "3f2a91cc", "--yes"},
                     ShowAttestation{.attestation = "3f2a91cc", .yes = true}},
        TypedCommand{"ForgetNetwork", {"forget-network", "3f2a91cc"}, ForgetNetwork{.network = "3f2a91cc"}},
        TypedCommand{"ForgetNetworkUnasked",
                     {"forget-network", "3f2a91cc", "--yes"},
                     ForgetNetwork{.network = "3f2a91cc", .yes = true}},
        TypedCommand{"Withdraw", {"withdraw", "5f0c21aa"}, Withdraw{.invitation = "5f0c21aa"}},
        TypedCommand{"Join", {"join", "http://127.0.0.1/i#v1.AA"}, Join{.link = "http://127.0.0.1/i#v1.AA"}},
        TypedCommand{"Requests", {"requests"}, Requests{}},
        TypedCommand{"Confirm",
                     {"confirm", "5f0c21aa", "--six", "a b c d e f", "--words-file", "w"},
                     Confirm{.invitation = "5f0c21aa", .six = "a b c d e f", .words_file = "w"}},
        TypedCommand{"Consent",
                     {"consent", "5f0c21aa", "--six", "a b c d e f"},
                     Confirm{.invitation = "5f0c21aa", .six = "a b c d e f", .consent = true}},
        TypedCommand{"Devices", {"devices"}, Devices{}},
        TypedCommand{"DevicesOfSomebody", {"devices", "Eva"}, Devices{.member = "Eva"}},
        TypedCommand{
            "LinkForADeviceOfSomebody", {"devices", "Eva", "--link"}, Devices{.member = "Eva", .link = true}},
        TypedCommand{"Recover", {"recover", "LINK"}, Recover{.link = "LINK"}},
        TypedCommand{
            "RecoverOnAnEmptyHome",
            {"recover", "LINK", "--name", "Anne", "--relation", "moeder", "--words-file", "-",
             "--passphrase"},
            Recover{
                .link = "LINK", .name = "Anne", .relation = "moeder", .words_file = "-", .passphrase = true}},
        TypedCommand{"Link", {"link"}, Link{}},
        TypedCommand{"LinkWithWordsFromAFile", {"link", "--six-file", "-"}, Link{.six_file = "-"}},
        TypedCommand{"JoinDevice",
                     {"join-device", "http://127.0.0.1/i#m1.AA", "--name", "Tablet", "--passphrase"},
                     JoinDevice{.link = "http://127.0.0.1/i#m1.AA", .name = "Tablet", .passphrase = true}},
        TypedCommand{"NameDevice", {"name-device", "Telefoon"}, NameDevice{.name = "Telefoon"}},
        TypedCommand{"NameAnotherDevice",
                     {"name-device", "Telefoon", "5f0c21aa"},
                     NameDevice{.name = "Telefoon", .device = "5f0c21aa"}},
        TypedCommand{"RevokeDevice",
                     {"revoke-device", "5f0c21aa", "--words-file", "w", "--yes"},
                     RevokeDevice{.device = "5f0c21aa", .words_file = "w", .yes = true}},
        TypedCommand{"NewKeys", {"new-keys", "Eva"}, NewKeys{.member = "Eva"}},
        TypedCommand{"NewKeysWithTheCode",
                     {"new-keys", "Eva", "d1.AA", "--six", "a b c d e f"},
                     NewKeys{.member = "Eva", .code = "d1.AA", .six = "a b c d e f"}},
        TypedCommand{"ComeBack",
                     {"come-back", "http://127.0.0.1/i#d1.AA"},
                     ComeBack{.link = "http://127.0.0.1/i#d1.AA"}},
        TypedCommand{"Check", {"check", "Eva", "--six", "a b"}, Check{.member = "Eva", .six = "a b"}},
        TypedCommand{"Members", {"members"}, Members{}}, TypedCommand{"Channels", {"channels"}, Channels{}},
        TypedCommand{"Open", {"open", "Slaap"}, Open{.label = "Slaap"}},
        TypedCommand{"OpenSealedWithRoles",
                     {"open", "Slaap", "--mode", "sealed", "--allow", "family=rp", "--allow", "school=r"},
                     Open{.label = "Slaap",
                          .mode = channels::Mode::sealed,
                          .allow = {{.role = "family", .rights = Right::read | Right::post},
                                    {.role = "school", .rights = Right::read}}}},
        TypedCommand{
            "OpenTakesTheLabelAfterARight",
            {"open", "--allow", "family=rp", "Slaap"},
            Open{.label = "Slaap", .allow = {{.role = "family", .rights = Right::read | Right::post}}}},
        TypedCommand{"Lane", {"open", "CIZ", "--lane"}, OpenLane{.label = "CIZ"}},
        TypedCommand{"LaneWithKeeperAndContact",
                     {"open", "CIZ", "--lane", "--keeper", "parent", "--contact", "Mevrouw Bos"},
                     OpenLane{.label = "CIZ", .keeper = "parent", .contact = "Mevrouw Bos"}},
        TypedCommand{
            "Say", {"say", "care", "Goed geslapen"}, Say{.channel = "care", .text = "Goed geslapen"}},
        TypedCommand{"SayStandardInput", {"say", "care", "-"}, Say{.channel = "care", .text = "-"}},
        TypedCommand{"SayWhatBeginsWithADash",
                     {"say", "care", "--", "-5 graden"},
                     Say{.channel = "care", .text = "-5 graden"}},
        TypedCommand{"SayNothing", {"say", "care", ""}, Say{.channel = "care", .text = ""}},
        TypedCommand{
            "Note", {"note", "care", "Sonde"}, Say{.channel = "care", .text = "Sonde", .note = true}},
        TypedCommand{"Send", {"send", "care", "a.jpg"}, Send{.channel = "care", .file = "a.jpg"}},
        TypedCommand{"SendWithText",
                     {"send", "care", "a.jpg", "--text", "kijk"},
                     Send{.channel = "care", .file = "a.jpg", .text = "kijk"}},
        TypedCommand{"Evidence", {"evidence"}, Evidence{}},
        TypedCommand{"EvidenceOfOne", {"evidence", "12"}, Evidence{.number = 12}},
        TypedCommand{"EvidenceWithAll",
                     {"evidence", "2", "-o", "a.bin", "--seen"},
                     Evidence{.number = 2, .output = "a.bin", .seen = true}},
        TypedCommand{"Fetch",
                     {"fetch", "care", "12"},
                     Fetch{.channel = "care", .number = channels::Sequence{12}}},
        TypedCommand{
            "FetchWithAll",
            {"fetch", "care", "#12", "-o", "b.jpg", "--force"},
            Fetch{.channel = "care", .number = channels::Sequence{12}, .output = "b.jpg", .force = true}},
        TypedCommand{"Export", {"export", "map"}, Export{.folder = "map"}},
        TypedCommand{
            "ExportWithoutAQuestion", {"export", "map", "--yes"}, Export{.folder = "map", .yes = true}},
        TypedCommand{"Read", {"read", "care"}, Read{.channel = "care"}},
        TypedCommand{"ReadAfter",
                     {"read", "care", "--after", "120"},
                     Read{.channel = "care", .after = channels::Sequence{120}}},
        TypedCommand{"WatchAll", {"watch"}, Watch{}},
        TypedCommand{"WatchOne", {"watch", "care"}, Watch{.channel = "care"}},
        TypedCommand{"Remove", {"remove", "Eva", "--yes"}, Remove{.member = "Eva", .yes = true}},
        TypedCommand{"Pause", {"pause", "Eva", "--yes"}, Pause{.member = "Eva", .yes = true}},
        TypedCommand{"Unpause", {"unpause", "Eva"}, Unpause{.member = "Eva"}},
        TypedCommand{"Role", {"role", "Eva", "nurse"}, ChangeRole{.member = "Eva", .role = "nurse"}},
        TypedCommand{
            "RoleForAShift",
            {"role", "Eva", "night", "--stay", "8h", "--yes"},
            ChangeRole{.member = "Eva", .role = "night", .stay = std::chrono::hours(8), .yes = true}},
        TypedCommand{
            "Allow",
            {"allow", "care", "school=r", "volunteer=-"},
            Allow{.channel = "care",
                  .allow = {{.role = "school", .rights = Right::read}, {.role = "volunteer", .rights = {}}}}},
        TypedCommand{"AllowWithoutAsking",
                     {"allow", "care", "school=-", "--yes"},
                     Allow{.channel = "care", .allow = {{.role = "school", .rights = {}}}, .yes = true}},
        TypedCommand{"Close", {"close", "care", "--yes"}, Close{.channel = "care", .yes = true}},
        TypedCommand{"Freeze", {"freeze", "--yes"}, Freeze{.yes = true}},
        TypedCommand{"Unfreeze", {"unfreeze"}, Unfreeze{}},
        TypedCommand{"RemoveOwner",
                     {"remove-owner", "Jan", "--words-file", "-", "--yes"},
                     RemoveOwner{.member = "Jan", .words_file = "-", .yes = true}},
        TypedCommand{"Stay", {"stay"}, Stay{}},
        TypedCommand{"End", {"end", "--words-file", "w"}, End{.words_file = "w"}},
        TypedCommand{"EndNot", {"end", "--cancel"}, End{.cancel = true}},
        TypedCommand{"AttestationKey",
                     {"attestation-key", "--words-file", "-", "--yes"},
                     AttestationKey{.words_file = "-", .yes = true}},
        TypedCommand{"AttestationKeyOfAnother",
                     {"attestation-key", "--withdraw", "--of", "Els de Wit"},
                     AttestationKey{.withdraw = true, .of = "Els de Wit"}},
        TypedCommand{"AttestationKeys", {"attestation-key", "--list"}, AttestationKey{.list = true}},
        TypedCommand{"Restart", {"restart", "zorg"}, Restart{.channel = "zorg"}},
        TypedCommand{"RestartBlaming",
                     {"restart", "zorg", "--blame", "#14", "--yes"},
                     Restart{.channel = "zorg", .blamed = channels::Sequence{14}, .yes = true}},
        TypedCommand{"Leave", {"leave"}, Leave{}}),
    name_of_case);

struct BadCase {
  std::string name;
  Arguments arguments;
  std::string says;
};

class Refused : public ::testing::TestWithParam<BadCase> {};

TEST_P(Refused, WithOneSentenceAndAHint) {
  const auto parsed = parse_arguments(GetParam().arguments, Language::english);

  ASSERT_TRUE(std::holds_alternative<UsageError>(parsed));
  const auto& text = std::get<UsageError>(parsed).text;
  EXPECT_NE(text.find(GetParam().says), std::string::npos) << text;
  EXPECT_NE(text.find("--help’ for help"), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Arguments, Refused,
    ::testing::Values(
        BadCase{"NoCommand", {}, "Say what you want"},
        BadCase{"UnknownCommand", {"fly"}, "I do not know this: fly"},
        BadCase{"UnknownOption", {"status", "--fast"}, "I do not know this: --fast"},
        BadCase{"TwoCommands", {"status", "members"}, "one command"},
        BadCase{"MissingName", {"init"}, "--name is missing"},
        BadCase{"MissingText", {"say", "care"}, "TEXT is missing"},
        BadCase{"OneWordTooMany", {"say", "care", "a", "b"}, "I do not know this: b"},
        BadCase{"OptionWithoutValue", {"read", "care", "--after"}, "--after takes"},
        BadCase{"AllowNothing", {"allow", "care"}, "RIGHTS is missing"},
        BadCase{"AllowAnUnknownRight", {"allow", "care", "school=x"}, "school=x"},
        BadCase{"BadDurationOfARole", {"role", "Eva", "night", "--stay", "soon"}, "no duration: soon"},
        BadCase{"BadDuration", {"invite", "family", "--stay", "soon"}, "no duration: soon"},
        BadCase{"BadExpiry", {"invite", "family", "--expires", "0h"}, "no duration: 0h"},
        BadCase{
            "BadUntil", {"post", "nik.x", "tekst", "--until", "soon"}, "neither a duration nor a day: soon"},
        BadCase{"BadSince", {"digest", "--since", "soon"}, "neither a duration nor a day: soon"},
        BadCase{"SearchForNothing", {"search"}, "WORDS is missing"},
        BadCase{"MuteNoNumber", {"mute", "nik.x", "first"}, "no number: first"},
        BadCase{"EvidenceOfNothing", {"evidence", "-o", "a.bin"}, "NUMBER is missing"},
        BadCase{"SeenNothing", {"evidence", "--seen"}, "NUMBER is missing"},
        BadCase{"BadAlarmNumber", {"evidence", "first"}, "no number: first"},
        BadCase{"BadFileNumber", {"fetch", "care", "first"}, "no number: first"},
        BadCase{"BadMode", {"open", "A", "--mode", "open"}, "not open"},
        BadCase{"RightWithoutRole", {"open", "A", "--allow", "=r"}, "no right: =r"},
        BadCase{"RoleWithoutRight", {"open", "A", "--allow", "family"}, "no right: family"},
        BadCase{"WritingWithoutReading", {"open", "A", "--allow", "family=p"}, "no right"},
        BadCase{"LaneWithRoles", {"open", "A", "--lane", "--allow", "family=r"}, "does not go with"},
        BadCase{"KeeperWithoutLane", {"open", "A", "--keeper", "parent"}, "does not go with"},
        BadCase{"BadNumber", {"read", "care", "--after", "-1"}, "no number: -1"},
        BadCase{"NoSuchDay", {"child", "--born", "2013-02-29"}, "exists: 2013-02-29"},
        BadCase{"NoDayAtAll", {"child", "--born", "mei"}, "exists: mei"},
        BadCase{"HalfADay", {"child", "--born", "3-5"}, "exists: 3-5"},
        BadCase{"BadLanguage", {"status", "--lang", "de"}, "language: de"},
        BadCase{"BadColour", {"status", "--color", "red"}, "not red"},
        BadCase{"TimeoutOverTheLimit", {"status", "--timeout", "86401"}, "not 86401"},
        BadCase{"TimeoutWithUnit", {"status", "--timeout", "5s"}, "not 5s"},
        BadCase{"EscapesAreShown", {"\x1B[31m"}, "\xE2\x90\x9B[31m"}),
    [](const auto& info) { return info.param.name; });

TEST(Arguments, TakesOptionsBeforeAndAfterTheCommand) {
  const auto before = parse_arguments({"--home", "h", "--json", "status"}, Language::english);
  const auto after = parse_arguments({"status", "--json", "--home", "h"}, Language::english);

  EXPECT_EQ(std::get<Invocation>(before).options, std::get<Invocation>(after).options);
  EXPECT_EQ(std::get<Invocation>(before).options.home, "h");
  EXPECT_TRUE(std::get<Invocation>(before).options.json);
}

TEST(Arguments, ReadsEveryOption) {
  const auto parsed = parse_arguments({"--home=h", "--hub=https://hub.example", "--circle=c", "--lang=nl",
                                       "--color=never", "--timeout=86400", "status"},
                                      Language::english);

  const Options wanted{.home = "h",
                       .hub = "https://hub.example",
                       .circle = "c",
                       .json = false,
                       .language = Language::dutch,
                       .colour = Colour::never,
                       .timeout = hours(24)};
  EXPECT_EQ(std::get<Invocation>(parsed).options, wanted);
}

TEST(Arguments, TakesTheSameOptionBeforeAndAfterTheCommandIfBothSayTheSame) {
  const auto same = parse_arguments({"--hub", "https://a.example", "recover", "--hub", "https://a.example"},
                                    Language::english);
  const auto other = parse_arguments({"--hub", "https://a.example", "recover", "--hub=https://b.example"},
                                     Language::english);

  ASSERT_TRUE(std::holds_alternative<Invocation>(same));
  EXPECT_EQ(std::get<Invocation>(same).options.hub, "https://a.example");
  ASSERT_TRUE(std::holds_alternative<UsageError>(other));
  EXPECT_TRUE(std::get<UsageError>(other).text.contains("--hub https://a.example, --hub https://b.example"));
}

TEST(Arguments, AnswersInTheLanguageAskedForEvenWhenTheLineIsWrong) {
  const auto parsed = parse_arguments({"--lang", "nl", "fly"}, Language::english);

  EXPECT_TRUE(std::get<UsageError>(parsed).text.starts_with("Dit ken ik niet: fly."));
}

TEST(Arguments, KnowsThatAWrongLineWantedJson) {
  EXPECT_TRUE(std::get<UsageError>(parse_arguments({"fly", "--json"}, Language::english)).json);
  EXPECT_FALSE(std::get<UsageError>(parse_arguments({"fly"}, Language::english)).json);
}

TEST(Arguments, GivesTheHelpOfTheCommandThatStandsThere) {
  EXPECT_EQ(std::get<HelpWanted>(parse_arguments({"--help"}, Language::english)).text,
            help_text("", Language::english));
  EXPECT_EQ(std::get<HelpWanted>(parse_arguments({"say", "--help"}, Language::dutch)).text,
            help_text("say", Language::dutch));
  EXPECT_EQ(std::get<HelpWanted>(parse_arguments({"--version"}, Language::english)).text, "kring 0.1.0\n");
}

class Help : public ::testing::TestWithParam<Language> {};

TEST_P(Help, NamesEveryCommandAndEveryFlag) {
  const auto general = help_text("", GetParam());
  for (const auto& flag : flags_of("")) EXPECT_NE(general.find(flag), std::string::npos) << flag;
  for (const auto& command : command_names()) {
    const auto help = help_text(command, GetParam());
    EXPECT_NE(general.find("\n  " + command + " "), std::string::npos) << command;
    EXPECT_NE(help.find("kring " + command), std::string::npos) << command;
    for (const auto& flag : flags_of(command))
      EXPECT_NE(help.find(flag), std::string::npos) << command << flag;
  }
}

INSTANTIATE_TEST_SUITE_P(Arguments, Help, ::testing::Values(Language::dutch, Language::english),
                         [](const auto& info) {
                           return info.param == Language::dutch ? "InDutch" : "InEnglish";
                         });

struct LocaleCase {
  std::string name;
  LocaleVariables locale;
  Language language;
};

class Locale : public ::testing::TestWithParam<LocaleCase> {};

TEST_P(Locale, DecidesTheLanguage) {
  EXPECT_EQ(language_of(GetParam().locale), GetParam().language);
}

INSTANTIATE_TEST_SUITE_P(
    Arguments, Locale,
    ::testing::Values(
        LocaleCase{"Nothing", {}, Language::english},
        LocaleCase{"Dutch", {.lc_all = {}, .lc_messages = {}, .lang = "nl_NL.UTF-8"}, Language::dutch},
        LocaleCase{"Bare", {.lc_all = {}, .lc_messages = {}, .lang = "nl"}, Language::dutch},
        LocaleCase{"OtherLanguage", {.lc_all = {}, .lc_messages = {}, .lang = "nlx"}, Language::english},
        LocaleCase{
            "MessagesBeforeLang", {.lc_all = {}, .lc_messages = "C", .lang = "nl_NL"}, Language::english},
        LocaleCase{
            "AllBeforeMessages", {.lc_all = "nl_BE", .lc_messages = "C", .lang = "C"}, Language::dutch}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace kring::cli
