#include "channels/charter/charter_log.hpp"
#include "channels/charter/head.hpp"
#include "channels/wire/charter_page.hpp"
#include "channels/wire/limits.hpp"
#include "crypto/codec/structure.hpp"
#include "hub/base/errc.hpp"
#include "hub/engine/limits.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

#include <algorithm>
#include <iterator>

namespace kring::engine {
namespace {

using channels::EntryNumber;

class PublicChartersTest : public FoundedHub {
 protected:
  /// What anybody gets, over a connection of their own, without a login.
  HttpReply get(const std::string& path, HttpMethod method = HttpMethod::get) {
    return hub_.http({.exchange = {}, .method = method, .path = path, .authorization = {}, .body = {}});
  }
  HttpReply get(const channels::CircleId& circle, std::uint64_t from = 1) {
    return get(wire::format_charter_path({.circle = circle, .from = EntryNumber{from}}));
  }
  static wire::CharterPage page_in(const HttpReply& reply) {
    EXPECT_EQ(reply.status, 200U) << view_text(reply.body);
    return codec::decode<wire::CharterPage>(reply.body).value();
  }
  void publish() {
    send(owner_, circle_.entry_by_words(
                     circle_.founder,
                     charter::Publish{.first = circle_.first_key_of(circle_.founder), .consents = {}}));
  }
  bool is_signed(const wire::SignedHead& head) {
    return charter::verify_head(
               {.head = {.circle = id(), .number = head.number, .hash = charter::EntryHash(head.hash)},
                .signature = copy_bytes(head.signature)},
               circle_.charter().hub_key())
        .has_value();
  }
};

TEST_F(PublicChartersTest, AreReadByAnybodyFromTheBeginningToTheHead) {
  publish();

  const auto page = page_in(get(id()));

  const auto log = charter::CharterLog::verify(page.entries);
  ASSERT_TRUE(log);
  EXPECT_EQ(log->charter(), circle_.charter());
  EXPECT_EQ(page.head.number, circle_.charter().number());
  EXPECT_EQ(page.head.hash, circle_.charter().head().hash.bytes());
  EXPECT_TRUE(is_signed(page.head));
}

TEST_F(PublicChartersTest, AreReadFromAnyNumberOn) {
  publish();
  const auto last = std::to_underlying(circle_.charter().number());

  EXPECT_EQ(page_in(get(id(), last)).entries, std::vector<Bytes>{circle_.log.entries().back().bytes()});
  const auto behind = page_in(get(id(), last + 1));
  EXPECT_TRUE(behind.entries.empty());
  EXPECT_EQ(behind.head.number, circle_.charter().number());
  EXPECT_EQ(page_in(get(id(), wire::limits::number_end - 1)).head, behind.head);
}

TEST_F(PublicChartersTest, ComeInPagesOfSoManyBytesWithTheNewestHeadInEach) {
  publish();
  std::size_t bytes = 0;
  while (bytes <= 2 * limits::charter_page_bytes_max) {
    act(circle_.founder,
        charter::AttestationWithdraw{.attestation = circle_.random.id<charter::AttestationHash>()});
    bytes += circle_.log.entries().back().bytes().size();
  }

  std::vector<Bytes> read;
  std::size_t pages = 0;
  while (read.size() < circle_.log.entries().size()) {
    auto page = page_in(get(id(), read.size() + 1));
    ASSERT_FALSE(page.entries.empty());
    std::size_t size = 0;
    for (const auto& entry : page.entries) size += entry.size();
    EXPECT_LE(size, limits::charter_page_bytes_max);
    EXPECT_EQ(page.head.number, circle_.charter().number());
    std::ranges::move(page.entries, std::back_inserter(read));
    ++pages;
  }

  EXPECT_GE(pages, 3U);
  EXPECT_EQ(charter::CharterLog::verify(read).value().charter(), circle_.charter());
}

TEST_F(PublicChartersTest, AreNotThereBeforeTheFirstKeyAndForGoodAfterIt) {
  const auto before = get(id());
  publish();
  const auto& key = circle_.charter().attestation_keys().front();
  act(circle_.founder, charter::AttestationKeySet{.id = key.id, .key = std::nullopt});

  EXPECT_EQ(before.status, 404U);
  EXPECT_EQ(page_in(get(id())).head.number, circle_.charter().number());
}

TEST_F(PublicChartersTest, AreNotMadeSoByOneOwnerAlone) {
  const auto second = admit_owner();
  const auto first = circle_.first_key_of(circle_.founder);
  const auto publishing = [&](std::vector<charter::OwnerConsent> consents) {
    return entry_bundle(circle_.entry_by_words(
        circle_.founder, charter::Publish{.first = first, .consents = std::move(consents)}));
  };

  EXPECT_EQ(hub_.refusal(owner_, publishing({})), "charter_refused:needs_all_owners");
  EXPECT_EQ(get(id()).status, 404U);
  EXPECT_EQ(hub_.refusal(owner_, publishing({circle_.consent_of(second, charter::subject_of(first))})), "ok");
  EXPECT_EQ(get(id()).status, 200U);
}

TEST_F(PublicChartersTest, AnswerWhatIsPrivateWhatIsUnknownAndWhatIsNoIdAlike) {
  const auto unknown = circle_.random.id<channels::CircleId>();
  const auto path = wire::format_charter_path({.circle = id(), .from = EntryNumber{1}});

  const auto refused = get(id());

  EXPECT_EQ(refused.status, 404U);
  EXPECT_EQ(view_text(refused.body), "not_found");
  for (const auto& other : {get(unknown), get(path + "0x"), get("/v1/charter/"), get("/v1/charter/x/1"),
                            get(path.substr(0, path.size() - 1) + "0"), get(path, HttpMethod::post)}) {
    EXPECT_EQ(other.status, refused.status);
    EXPECT_EQ(other.body, refused.body);
  }
}

TEST_F(PublicChartersTest, CostWhoeverAsksForAPrivateOneWhatAnUnknownOneCosts) {
  const auto reads_for = [&](const channels::CircleId& circle) {
    const auto before = hub_.reads();
    static_cast<void>(get(circle));
    return hub_.reads() - before;
  };

  EXPECT_EQ(reads_for(id()), 1U) << "in memory";
  hub_.restart();
  EXPECT_EQ(reads_for(id()), 1U);
  EXPECT_EQ(reads_for(circle_.random.id<channels::CircleId>()), 1U);
  // Nothing was read into memory for a stranger.
  EXPECT_EQ(hub_.counts().circles, 0U);
}

TEST_F(PublicChartersTest, TakeNoBody) {
  EXPECT_EQ(hub_.upload({.exchange = {},
                         .path = wire::format_charter_path({.circle = id(), .from = EntryNumber{1}}),
                         .authorization = {}})
                .status,
            404U);
}

TEST_F(PublicChartersTest, AreServedWhileTheHubDrainsAndInAReadOnlyCircle) {
  publish();
  hub_.declare_restore();
  EXPECT_EQ(get(id()).status, 200U);

  hub_.drain();
  EXPECT_EQ(get(id()).status, 200U);
}

TEST_F(PublicChartersTest, SayWhenTheStoreIsAwayForAllAlike) {
  publish();
  hub_.fail_reads(Error(hub::Errc::overloaded, "test"));

  for (const auto& reply : {get(id()), get(circle_.random.id<channels::CircleId>())}) {
    EXPECT_EQ(reply.status, 503U);
    EXPECT_EQ(view_text(reply.body), "overloaded");
  }
}

}  // namespace
}  // namespace kring::engine
