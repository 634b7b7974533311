#include "channels/wire/blob_path.hpp"
#include "channels/wire/http_request.hpp"
#include "crypto/primitives/hash.hpp"
#include "tests/unit/hub/engine/founded_hub.hpp"

namespace kring::engine {
namespace {

using namespace std::chrono_literals;

class BlobsTest : public FoundedHub {
 protected:
  wire::BlobPlace place() { return {.circle = id(), .channel = circle_.care}; }

  HttpAsked ask(const wire::BlobPath& path, const TestPerson& person, Bytes body = {}) {
    const auto line = wire::format_blob_path(path);
    const wire::HttpContent content{
        .target = {.origin = "http://127.0.0.1:8420",
                   .method = std::string(line.method),
                   .path = line.path,
                   .circle = wire::place_of(path).circle,
                   .body_hash = primitives::sha256(body)},
        .signer = {.handle = person.id, .time = hub_.now, .nonce = circle_.random.fixed<16>()}};
    const auto authorization = wire::sign_http(content, person.handle.private_key).value();
    const auto method = line.method == "GET"   ? HttpMethod::get
                        : line.method == "PUT" ? HttpMethod::put
                                               : HttpMethod::post;
    return {.exchange = {},
            .method = method,
            .path = line.path,
            .authorization = wire::format_authorization(authorization),
            .body = std::move(body)};
  }
  /// Status and body in one.
  std::string say(const HttpAsked& asked) {
    const auto reply = hub_.http(asked);
    return std::to_string(reply.status) + " " + std::string(view_text(reply.body));
  }

  channels::BlobId create(std::uint64_t size, const TestPerson& person) {
    const auto reply = hub_.http(ask(wire::NewBlobPath{.place = place(), .size = size}, person));
    EXPECT_EQ(reply.status, 201U) << view_text(reply.body);
    return channels::BlobId::from(from_hex(view_text(reply.body)).value()).value();
  }
  HttpAsked piece(const channels::BlobId& blob, std::uint64_t offset, const Bytes& bytes) {
    return piece(blob, offset, bytes, circle_.founder);
  }
  HttpAsked piece(const channels::BlobId& blob, std::uint64_t offset, const Bytes& bytes,
                  const TestPerson& person) {
    const wire::BlobPiecePath path{
        .place = place(), .blob = blob, .offset = offset, .hash = primitives::sha256(bytes)};
    return ask(path, person, bytes);
  }
  HttpAsked done(const channels::BlobId& blob, const Bytes& bytes) {
    return done(blob, bytes, circle_.founder);
  }
  HttpAsked done(const channels::BlobId& blob, const Bytes& bytes, const TestPerson& person) {
    return ask(wire::BlobDonePath{.place = place(), .blob = blob, .hash = primitives::sha256(bytes)}, person);
  }
  HttpAsked range(const channels::BlobId& blob, std::uint64_t offset, std::uint64_t size,
                  const TestPerson& person) {
    return ask(wire::BlobRangePath{.place = place(), .blob = blob, .offset = offset, .size = size}, person);
  }
  channels::BlobId whole(const Bytes& bytes) {
    const auto blob = create(bytes.size(), circle_.founder);
    EXPECT_EQ(hub_.http(piece(blob, 0, bytes)).status, 200U);
    EXPECT_EQ(hub_.http(done(blob, bytes)).status, 200U);
    return blob;
  }
  std::string upload(const HttpAsked& asked) {
    const auto reply =
        hub_.upload({.exchange = {}, .path = asked.path, .authorization = asked.authorization});
    return std::to_string(reply.status) + " " + std::string(view_text(reply.body));
  }

  const Bytes bytes_ = Bytes(5000, 7);
};

TEST_F(BlobsTest, GoUpInPiecesAndComeDownInRanges) {
  const auto reader = admit(circle_.nurse);
  const auto blob = create(5000, circle_.founder);
  EXPECT_EQ(say(piece(blob, 0, Bytes(2000, 7))), "200 2000");
  EXPECT_EQ(say(piece(blob, 2000, Bytes(3000, 7))), "200 5000");
  EXPECT_EQ(say(done(blob, bytes_)), "200 ");

  EXPECT_EQ(hub_.http(range(blob, 0, 5000, reader)).body, bytes_);
  EXPECT_EQ(hub_.http(range(blob, 4990, 100, circle_.founder)).body, Bytes(10, 7));
}

TEST_F(BlobsTest, SayWhereToGoOn) {
  const auto blob = create(5000, circle_.founder);
  ASSERT_EQ(say(piece(blob, 0, Bytes(2000, 7))), "200 2000");

  EXPECT_EQ(say(piece(blob, 0, Bytes(2000, 7))), "200 2000") << "the same again";
  EXPECT_EQ(say(piece(blob, 0, {})), "200 2000") << "a piece of nothing asks";
  EXPECT_EQ(say(piece(blob, 3000, Bytes(1, 7))), "409 2000");
  hub_.restart();
  EXPECT_EQ(say(piece(blob, 0, {})), "200 2000") << "also after a restart";
}

TEST_F(BlobsTest, AnswerWhatIsDoneTheSameWayAgain) {
  const auto blob = whole(bytes_);

  EXPECT_EQ(say(done(blob, bytes_)), "200 ");
  EXPECT_EQ(say(piece(blob, 0, Bytes(2000, 7))), "200 5000");
  EXPECT_EQ(say(done(blob, Bytes(5000, 8))), "409 conflict");
}

TEST_F(BlobsTest, ThatAreNotWhatWasMeantAreDropped) {
  const auto blob = create(5000, circle_.founder);
  ASSERT_EQ(say(piece(blob, 0, Bytes(5000, 8))), "200 5000");

  EXPECT_EQ(say(done(blob, bytes_)), "409 conflict");

  EXPECT_EQ(say(done(blob, Bytes(5000, 8))), "404 not_found");
  EXPECT_EQ(hub_.blobs().count(), 0U);
}

TEST_F(BlobsTest, AreNotReadBeforeTheyAreWhole) {
  const auto blob = create(5000, circle_.founder);
  ASSERT_EQ(say(piece(blob, 0, bytes_)), "200 5000");

  EXPECT_EQ(say(range(blob, 0, 10, circle_.founder)), "404 not_found");
}

TEST_F(BlobsTest, HaveUpToTheirLimitOfBytesAndNotOneMore) {
  const auto size_of = [&](std::uint64_t size) {
    return ask(wire::NewBlobPath{.place = place(), .size = size}, circle_.founder);
  };

  EXPECT_EQ(say(size_of(blobs::blob_bytes_max + 1)), "413 too_large");
  EXPECT_EQ(say(size_of(0)), "400 bad_field size");
  EXPECT_EQ(say(size_of(blobs::blob_bytes_max)), "507 limit blob_circle_bytes_max")
      << "only the circle is full";
}

TEST_F(BlobsTest, FillACircleAndNotOneByteMore) {
  const auto first = create(HubWorld::blob_circle_room - 10, circle_.founder);
  const auto size_of = [&](std::uint64_t size) {
    return ask(wire::NewBlobPath{.place = place(), .size = size}, circle_.founder);
  };

  EXPECT_EQ(say(size_of(11)), "507 limit blob_circle_bytes_max");
  EXPECT_EQ(hub_.http(size_of(10)).status, 201U);
  EXPECT_EQ(say(piece(first, 0, Bytes(1))), "200 1");
}

TEST_F(BlobsTest, BeginInSuchANumberAndNotOneMore) {
  for (std::size_t i = 0; i < store::uploads_max; ++i) (void)create(10, circle_.founder);

  EXPECT_EQ(say(ask(wire::NewBlobPath{.place = place(), .size = 10}, circle_.founder)),
            "507 limit uploads_max");
}

TEST_F(BlobsTest, TakeAndGivePiecesUpToTheirLimit) {
  const auto size = blobs::piece_bytes_max;
  const auto blob = create(2 * size + 2, circle_.founder);

  EXPECT_EQ(say(piece(blob, 0, Bytes(size + 1))), "413 too_large");
  EXPECT_EQ(say(piece(blob, 0, Bytes(size))), "200 " + std::to_string(size));
  EXPECT_EQ(say(piece(blob, size, Bytes(size))), "200 " + std::to_string(2 * size));
  EXPECT_EQ(say(piece(blob, 2 * size, Bytes(3))), "413 too_large") << "more than was said";
  EXPECT_EQ(say(piece(blob, 2 * size + 3, {})), "413 too_large");
  ASSERT_EQ(hub_.http(piece(blob, 2 * size, Bytes(2))).status, 200U);
  ASSERT_EQ(hub_.http(done(blob, Bytes(2 * size + 2))).status, 200U);
  EXPECT_EQ(hub_.http(range(blob, 0, size, circle_.founder)).body.size(), size);
  EXPECT_EQ(say(range(blob, 0, size + 1, circle_.founder)), "413 too_large");
  EXPECT_EQ(say(range(blob, 0, 0, circle_.founder)), "400 bad_field range");
  EXPECT_EQ(hub_.http(range(blob, 2 * size + 1, 1, circle_.founder)).status, 200U);
  EXPECT_EQ(say(range(blob, 2 * size + 2, 1, circle_.founder)), "400 bad_field range");
}

TEST_F(BlobsTest, ThatMeetAFullDiskLeaveNothingHalf) {
  std::uint64_t offset = 0;
  const auto blob = create(HubWorld::blob_circle_room, circle_.founder);
  const Bytes part(blobs::piece_bytes_max, 1);
  while (offset + part.size() <= HubWorld::blob_room) {
    ASSERT_EQ(hub_.http(piece(blob, offset, part)).status, 200U);
    offset += part.size();
  }

  EXPECT_EQ(say(piece(blob, offset, part)), "507 limit store");

  EXPECT_EQ(hub_.blobs().count(), 0U);
  EXPECT_EQ(say(piece(blob, 0, {})), "404 not_found");
  EXPECT_EQ(hub_.http(range(whole(bytes_), 0, 10, circle_.founder)).status, 200U) << "there is room again";
}

TEST_F(BlobsTest, ComeFromThoseWhoMayPost) {
  // A role that may read and not post.
  act(circle_.founder,
      charter::RoleSet{.role = *circle_.charter().role(circle_.family),
                       .rights = {{.channel = circle_.care, .rights = channels::Right::read}}});
  const auto reader = admit(circle_.family);
  const auto blob = create(5000, circle_.founder);
  const auto theirs = whole(bytes_);

  EXPECT_EQ(say(ask(wire::NewBlobPath{.place = place(), .size = 10}, reader)), "403 may_not_post");
  EXPECT_EQ(say(piece(blob, 0, bytes_, reader)), "403 may_not_post");
  EXPECT_EQ(upload(piece(blob, 0, bytes_, reader)), "403 may_not_post");
  EXPECT_EQ(say(done(blob, bytes_, reader)), "403 may_not_post");
  EXPECT_EQ(hub_.http(range(theirs, 0, 10, reader)).status, 200U);
}

TEST_F(BlobsTest, AreGoneOnWithByWhoBeganThem) {
  const auto nurse = admit(circle_.nurse);
  const auto blob = create(5000, circle_.founder);

  EXPECT_EQ(say(piece(blob, 0, bytes_, nurse)), "404 not_found");
  EXPECT_EQ(say(done(blob, bytes_, nurse)), "404 not_found");
}

TEST_F(BlobsTest, OfAHiddenChannelAreAnsweredAsOfOneThatDoesNotExist) {
  const auto guest = admit(circle_.family);
  const auto hidden = whole(bytes_);
  const wire::BlobPlace missing{.circle = id(), .channel = circle_.random.id<channels::ChannelId>()};
  const auto nothing = circle_.random.id<channels::BlobId>();
  const auto hash = primitives::sha256(bytes_);
  const std::pair<wire::BlobPath, wire::BlobPath> pairs[] = {
      {wire::NewBlobPath{.place = place(), .size = 5}, wire::NewBlobPath{.place = missing, .size = 5}},
      {wire::BlobDonePath{.place = place(), .blob = hidden, .hash = hash},
       wire::BlobDonePath{.place = missing, .blob = nothing, .hash = hash}},
      {wire::BlobRangePath{.place = place(), .blob = hidden, .offset = 0, .size = 9},
       wire::BlobRangePath{.place = missing, .blob = nothing, .offset = 0, .size = 9}}};

  for (const auto& [one, other] : pairs) {
    EXPECT_EQ(say(ask(one, guest)), "404 not_found");
    EXPECT_EQ(say(ask(other, guest)), "404 not_found");
  }
  const auto to_missing =
      ask(wire::BlobPiecePath{.place = missing, .blob = hidden, .offset = 0, .hash = hash}, guest, bytes_);
  EXPECT_EQ(say(piece(hidden, 0, bytes_, guest)), "404 not_found");
  EXPECT_EQ(say(to_missing), "404 not_found");
  EXPECT_EQ(upload(piece(hidden, 0, bytes_, guest)), "404 not_found");
  EXPECT_EQ(upload(to_missing), "404 not_found");
}

TEST_F(BlobsTest, AreNotFoundUnderAnotherChannel) {
  const auto blob = whole(bytes_);
  const wire::BlobPlace regie{.circle = id(), .channel = circle_.room};

  EXPECT_EQ(
      say(ask(wire::BlobRangePath{.place = regie, .blob = blob, .offset = 0, .size = 9}, circle_.founder)),
      "404 not_found");
}

TEST_F(BlobsTest, AreNotReadByWhoeverIsNoLongerIn) {
  const auto nurse = admit(circle_.nurse);
  const auto blob = whole(bytes_);
  ASSERT_EQ(hub_.http(range(blob, 0, 10, nurse)).status, 200U);
  act(circle_.founder, charter::Remove{.member = nurse.member, .reason = std::nullopt});

  EXPECT_EQ(say(range(blob, 0, 10, nurse)), "403 not_live");
  EXPECT_EQ(upload(piece(blob, 0, bytes_, nurse)), "403 not_live");
}

TEST_F(BlobsTest, AreRefusedIfAnotherRequestWasSigned) {
  const auto blob = create(5000, circle_.founder);
  auto other_bytes = piece(blob, 0, bytes_);
  other_bytes.body.back() ^= 1;
  auto other_place = piece(blob, 0, bytes_);
  other_place.path = piece(blob, 1, bytes_).path;
  const auto once = piece(blob, 0, Bytes(10, 7));
  auto no_path = once;
  no_path.path += "/";
  // Signed for other bytes than its path names.
  const wire::BlobPiecePath path{.place = place(), .blob = blob, .offset = 0, .hash = Hash{}};

  EXPECT_EQ(say(other_bytes), "401 bad_signature");
  EXPECT_EQ(say(other_place), "401 bad_signature");
  EXPECT_EQ(say(no_path), "404 not_found");
  EXPECT_EQ(say(ask(path, circle_.founder, bytes_)), "400 bad_field hash");
  EXPECT_EQ(say(once), "200 10");
  EXPECT_EQ(say(once), "401 nonce_used");
}

TEST_F(BlobsTest, AreJudgedBeforeTheirBytesCome) {
  const auto blob = create(5000, circle_.founder);
  const auto good = piece(blob, 0, bytes_);

  EXPECT_EQ(upload(good), "200 ");
  EXPECT_EQ(upload(piece(blob, 0, bytes_, circle_.make_person())), "401 not_admitted");
  EXPECT_EQ(say(good), "200 5000") << "its nonce is used with its body";
}

TEST_F(BlobsTest, AreGivenAndNotTakenByAHubThatDrains) {
  const auto blob = whole(bytes_);
  hub_.drain();

  EXPECT_EQ(say(ask(wire::NewBlobPath{.place = place(), .size = 10}, circle_.founder)), "503 draining");
  EXPECT_EQ(upload(piece(blob, 0, bytes_)), "503 draining");
  EXPECT_EQ(say(piece(blob, 0, bytes_)), "503 draining");
  EXPECT_EQ(hub_.http(range(blob, 0, 10, circle_.founder)).status, 200U);
}

TEST_F(BlobsTest, AreDroppedIfTheyAreNotWholeInADay) {
  const auto blob = create(5000, circle_.founder);
  ASSERT_EQ(say(piece(blob, 0, bytes_)), "200 5000");
  const auto kept = whole(bytes_);
  hub_.tick(1s);

  hub_.tick(limits::upload_life - 1s);
  EXPECT_EQ(say(piece(blob, 0, {})), "200 5000") << "not yet";
  hub_.tick(limits::staged_life);

  EXPECT_EQ(say(piece(blob, 0, {})), "404 not_found");
  EXPECT_EQ(hub_.http(range(kept, 0, 10, circle_.founder)).status, 200U);
  EXPECT_EQ(hub_.blobs().count(), 1U);
}

TEST_F(BlobsTest, GoWithTheirChannel) {
  const auto blob = whole(bytes_);
  std::vector<channels::BlobId> more;
  more.reserve(limits::reaped_blobs_max);
  for (std::size_t i = 0; i < limits::reaped_blobs_max; ++i) more.push_back(whole({1}));

  hub_.end_channel(id(), circle_.care);

  EXPECT_EQ(say(range(blob, 0, 10, circle_.founder)), "404 not_found");
  EXPECT_EQ(hub_.blobs().count(), 0U) << "all of them, although they are more than one round removes";
}

TEST_F(BlobsTest, GoWithTheirCircle) {
  (void)whole(bytes_);
  const auto coming = create(5000, circle_.founder);
  ASSERT_EQ(say(piece(coming, 0, Bytes(2000, 7))), "200 2000");
  ASSERT_EQ(hub_.blobs().count(), 2U);
  send(owner_, circle_.entry_by_words(circle_.founder, charter::EndAsk{}));
  circle_.now += channels::limits::end_wait;
  hub_.now = circle_.now;

  send(owner_, circle_.entry(circle_.founder, charter::EndDone{}));

  EXPECT_EQ(hub_.blobs().count(), 0U) << "whole or not";
}

TEST_F(BlobsTest, StayWithAnotherChannelsEnd) {
  const auto blob = whole(bytes_);

  hub_.end_channel(id(), circle_.room);

  EXPECT_EQ(hub_.http(range(blob, 0, 10, circle_.founder)).status, 200U);
}

}  // namespace
}  // namespace kring::engine
