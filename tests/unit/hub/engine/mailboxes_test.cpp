#include "channels/wire/limits.hpp"
#include "channels/wire/mailbox_path.hpp"
#include "hub/engine/limits.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

using namespace std::chrono_literals;
using wire::MailSide;

class MailboxesTest : public FoundedHub {
 protected:
  /// Status and body in one. Nobody signs.
  std::string say(HttpMethod method, const std::string& path, Bytes body = {}) {
    const auto reply = hub_.http(
        {.exchange = {}, .method = method, .path = path, .authorization = {}, .body = std::move(body)});
    return std::to_string(reply.status) + " " + std::string(view_text(reply.body));
  }
  std::string open() { return say(HttpMethod::post, std::string(wire::mailboxes_path)); }
  channels::MailboxId opened() {
    const auto answer = open();
    EXPECT_EQ(answer.substr(0, 4), "201 ");
    return channels::MailboxId::from(from_hex(answer.substr(4)).value()).value();
  }
  std::string put(const channels::MailboxId& box, MailSide side, std::string_view text) {
    return say(HttpMethod::put, wire::format_mail_path({box, side}), copy_bytes(view_bytes(text)));
  }
  std::string take(const channels::MailboxId& box, MailSide side) {
    return say(HttpMethod::post, wire::format_mail_path({box, side}));
  }
};

TEST_F(MailboxesTest, CarryOneMessageEachWay) {
  const auto box = opened();

  EXPECT_EQ(take(box, MailSide::there), "204 ");
  EXPECT_EQ(put(box, MailSide::there, "heen"), "201 ");
  EXPECT_EQ(put(box, MailSide::back, "terug"), "201 ");
  EXPECT_EQ(take(box, MailSide::there), "200 heen");
  EXPECT_EQ(take(box, MailSide::back), "200 terug");

  EXPECT_EQ(take(box, MailSide::there), "409 conflict");
  EXPECT_EQ(put(box, MailSide::back, "nog eens"), "409 conflict");
}

TEST_F(MailboxesTest, AreNotFoundByAnotherNameOrByGet) {
  const auto box = opened();
  const auto path = wire::format_mail_path({box, MailSide::there});

  EXPECT_EQ(take(circle_.random.id<channels::MailboxId>(), MailSide::there), "404 not_found");
  EXPECT_EQ(say(HttpMethod::get, path).substr(0, 3), "404");
  EXPECT_EQ(say(HttpMethod::put, path + "/", Bytes(3)).substr(0, 3), "404");
}

TEST_F(MailboxesTest, LastTenMinutesAndNoLonger) {
  const auto box = opened();
  EXPECT_EQ(put(box, MailSide::there, "heen"), "201 ");

  hub_.now += limits::mailbox_life;
  EXPECT_EQ(take(box, MailSide::back), "204 ");
  hub_.now += 1ms;

  EXPECT_EQ(take(box, MailSide::there), "404 not_found");
  EXPECT_EQ(put(box, MailSide::back, "terug"), "404 not_found");
}

TEST_F(MailboxesTest, TakeSoManyBytesAndNotOneMore) {
  const auto box = opened();
  const std::string longest(wire::limits::mail_bytes_max, 'a');

  EXPECT_EQ(put(box, MailSide::there, longest + "a"), "413 too_large");
  EXPECT_EQ(put(box, MailSide::there, ""), "400 bad_field");
  EXPECT_EQ(put(box, MailSide::there, longest), "201 ");
  EXPECT_EQ(take(box, MailSide::there), "200 " + longest);
}

TEST_F(MailboxesTest, AreOpenedSoOftenAMinuteAndNotOnceMore) {
  for (std::size_t i = 0; i < limits::mailboxes_per_minute_max; ++i) (void)opened();

  EXPECT_EQ(open(), "507 limit mailboxes_per_minute_max");
  hub_.now += 1min;

  EXPECT_EQ(open().substr(0, 3), "201");
}

TEST_F(MailboxesTest, AreSoManyAtATimeAndNotOneMore) {
  // As many nodes on one store would open them.
  for (std::size_t i = 0; i < limits::mailboxes_max; ++i) {
    if (i % limits::mailboxes_per_minute_max == 0) hub_.restart();
    (void)opened();
  }

  EXPECT_EQ(open(), "507 limit mailboxes_max");
  hub_.now += limits::mailbox_life + 1ms;
  EXPECT_EQ(open().substr(0, 3), "201");
}

TEST_F(MailboxesTest, MaySendTheirBodiesWithoutALogin) {
  const auto box = opened();
  const auto reply = hub_.upload(
      {.exchange = {}, .path = wire::format_mail_path({box, MailSide::there}), .authorization = {}});

  EXPECT_EQ(reply.status, 200U);
}

}  // namespace
}  // namespace kring::engine
