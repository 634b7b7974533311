#include "clients/core/upload.hpp"
#include "clients/core/errc.hpp"
#include "crypto/primitives/hash.hpp"
#include "tests/simulation/circle_world.hpp"
#include "tests/simulation/network_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <utility>
#include <variant>

namespace kring::core {
namespace {

using simulation::CircleWorld;

constexpr auto blob_text = "03000000000000000000000000000000";

/// One device that sends a file; what the hub says of blobs is said by hand.
class UploadTest : public testing::Test {
 protected:
  UploadTest() { channel_ = world_.channel(world_.anna(), "circle"); }

  [[nodiscard]] Client& client() { return world_.client(world_.anna()); }
  [[nodiscard]] Time now() { return world_.now() + later_; }

  static FileToSend file(std::uint64_t size = 2'000'000) {
    return {.name = "a.jpg", .media_type = "image/jpeg", .text = "kijk", .size = size};
  }
  [[nodiscard]] static std::uint64_t sealed_bytes() {
    return blob::sealed_size(blob::padded_size(2'000'000).value());
  }

  /// Performs what concerns files here, and all else in the world.
  void take(Actions actions) {
    Actions others;
    for (auto& action : actions) {
      if (auto* send = std::get_if<SendUpload>(&action)) {
        sent_.push_back(std::move(*send));
      } else if (auto* read = std::get_if<ReadUpload>(&action)) {
        reads_.push_back(*read);
      } else if (auto* drop = std::get_if<DropUpload>(&action)) {
        dropped_.push_back(drop->upload);
      } else {
        others.push_back(std::move(action));
      }
    }
    world_.perform(world_.anna(), std::move(others));
  }

  void begin() {
    auto seal = client().seal_file(world_.circle(), channel_, file(), now()).value();
    id_ = seal.id;
    auto accepted = client().send_file(
        world_.circle(), channel_, file(),
        {.seal = std::move(seal), .hash = Hash{9}, .padded_bytes = blob::padded_size(2'000'000).value()},
        now());
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->intent, id_);
    take(std::move(accepted->actions));
  }
  /// The next request's method and the end of its path.
  std::string asked() {
    if (sent_.empty()) return "nothing";
    const auto& path = sent_.front().path;
    return sent_.front().method + " " + path.substr(path.find('/', 80) + 1);
  }
  void answer(unsigned status, std::string_view body) {
    ASSERT_FALSE(sent_.empty());
    sent_.pop_front();
    take(client().upload_answered(world_.circle(), id_, status, body, now()));
  }
  /// Gives the piece that is asked for.
  void give() {
    ASSERT_FALSE(reads_.empty());
    const auto read = reads_.front();
    reads_.pop_front();
    take(client().upload_read(world_.circle(), id_, Bytes(read.size, 7), now()));
  }
  void wait(Duration duration) {
    later_ += duration;
    take(client().tick(now()));
  }
  /// Up to where all bytes are there.
  void send_all() {
    begin();
    answer(201, blob_text);
    give();
    answer(200, std::to_string(upload_piece_bytes));
    give();
    answer(200, std::to_string(sealed_bytes()));
  }
  [[nodiscard]] std::optional<Error> failure() {
    const auto outcome = world_.outcome(id_);
    if (!outcome || *outcome) return std::nullopt;
    return outcome->error();
  }
  /// It failed, and nothing is left of it.
  void expect_failed(client::Errc code) {
    EXPECT_EQ(failure(), Error(code));
    EXPECT_EQ(dropped_, std::vector{id_});
    EXPECT_TRUE(client().uploads().empty());
    EXPECT_TRUE(sent_.empty());
  }

  CircleWorld world_{{.seed = 5}};
  channels::ChannelId channel_;
  IntentId id_;
  Duration later_{};
  std::deque<SendUpload> sent_;
  std::deque<ReadUpload> reads_;
  std::vector<IntentId> dropped_;
};

TEST_F(UploadTest, EndsInAnArticleThatNamesTheBlob) {
  send_all();
  EXPECT_TRUE(asked().starts_with("POST " + std::string(blob_text) + "/done/09")) << asked();
  answer(200, "");
  EXPECT_EQ(dropped_, std::vector{id_});
  world_.settled();

  ASSERT_EQ(world_.outcome(id_), Status());
  const auto articles = client().timeline(world_.circle(), channel_, {});
  ASSERT_EQ(articles.back().type, "attachment");
  EXPECT_EQ(articles.back().text, "kijk");
  EXPECT_EQ(articles.back().file->name, "a.jpg");
  const auto attachment = client().file(world_.circle(), channel_, articles.back().seq).value();
  EXPECT_EQ(to_hex(attachment.blob.view()), blob_text);
  EXPECT_EQ(attachment.hash, Hash{9});
  EXPECT_EQ(client().file(world_.circle(), channel_, channels::Sequence{1}).error(),
            client::Errc::not_a_file);
}

TEST_F(UploadTest, SendsPieceAfterPiece) {
  begin();
  EXPECT_EQ(asked(), "POST new/" + std::to_string(sealed_bytes()));
  answer(201, blob_text);
  EXPECT_EQ(asked(), "nothing");
  EXPECT_EQ(reads_.front().offset, 0U);
  EXPECT_EQ(reads_.front().size, upload_piece_bytes);
  give();
  EXPECT_TRUE(asked().starts_with("PUT " + std::string(blob_text) + "/0/")) << asked();
  EXPECT_EQ(sent_.front().body.size(), upload_piece_bytes);
  answer(200, std::to_string(upload_piece_bytes));
  EXPECT_EQ(reads_.front().offset, upload_piece_bytes);
  EXPECT_EQ(reads_.front().size, sealed_bytes() - upload_piece_bytes);
}

TEST_F(UploadTest, TellsHowFarItIs) {
  send_all();

  std::vector<std::uint64_t> sent;
  for (const auto& notice : world_.notices(world_.anna())) {
    if (const auto* progress = std::get_if<UploadProgress>(&notice)) sent.push_back(progress->sent);
  }
  EXPECT_EQ(sent, (std::vector<std::uint64_t>{upload_piece_bytes, sealed_bytes()}));
}

TEST_F(UploadTest, GoesOnWhereTheHubSays) {
  begin();
  answer(201, blob_text);
  give();
  answer(409, "777");
  EXPECT_EQ(reads_.front().offset, 777U);
  give();
  answer(200, std::to_string(sealed_bytes()));
  EXPECT_TRUE(asked().starts_with("POST " + std::string(blob_text) + "/done/")) << asked();
}

TEST_F(UploadTest, AsksAfterARestartWhereTheHubStands) {
  begin();
  answer(201, blob_text);
  give();
  world_.restart_device(world_.anna());
  sent_.clear();
  EXPECT_EQ(client().uploads(), std::vector{id_});
  world_.run(std::chrono::seconds(5));
  // What the world was told to send meanwhile has been lost, as by a network.
  take(client().upload_answered(world_.circle(), id_, 0, "", now()));
  wait(std::chrono::minutes(2));

  EXPECT_TRUE(asked().starts_with("PUT " + std::string(blob_text) + "/0/")) << asked();
  EXPECT_TRUE(sent_.front().body.empty());
  answer(200, "1000");
  EXPECT_EQ(reads_.front().offset, 1000U);
}

TEST_F(UploadTest, TriesAgainAfterAPauseIfNoAnswerComes) {
  begin();
  for (const unsigned status : {0U, 503U, 500U}) {
    answer(status, "overloaded");
    EXPECT_EQ(asked(), "nothing");
    wait(std::chrono::minutes(2));
    EXPECT_EQ(asked(), "POST new/" + std::to_string(sealed_bytes())) << status;
  }
}

TEST_F(UploadTest, BeginsAnewIfTheHubKnowsTheBlobNoMore) {
  begin();
  for (std::uint32_t i = 1; i < upload_tries_max; ++i) {
    answer(201, blob_text);
    give();
    answer(404, "not_found");
    EXPECT_EQ(asked(), "nothing");
    wait(std::chrono::minutes(2));
    EXPECT_EQ(asked(), "POST new/" + std::to_string(sealed_bytes()));
  }
  answer(201, blob_text);
  give();
  answer(404, "not_found");
  expect_failed(client::Errc::refused_by_hub);
}

TEST_F(UploadTest, BeginsAnewIfTheHubHasOtherBytes) {
  send_all();
  answer(409, "conflict");
  wait(std::chrono::minutes(2));

  EXPECT_EQ(asked(), "POST new/" + std::to_string(sealed_bytes()));
}

TEST_F(UploadTest, FailsByNameIfTheCircleIsFull) {
  begin();
  answer(507, "limit blob_circle_bytes_max");
  expect_failed(client::Errc::circle_full);
}

TEST_F(UploadTest, FailsByNameIfTheHubIsFull) {
  begin();
  answer(201, blob_text);
  give();
  answer(507, "limit store");
  expect_failed(client::Errc::hub_full);
}

TEST_F(UploadTest, FailsIfTheHubSaysThatWeMayNot) {
  begin();
  answer(403, "may_not_post");
  expect_failed(client::Errc::may_not_post);
}

TEST_F(UploadTest, FailsIfTheChannelIsGone) {
  begin();
  answer(404, "not_found");
  expect_failed(client::Errc::unknown_channel);
}

TEST_F(UploadTest, FailsIfItsBytesAreGone) {
  begin();
  answer(201, blob_text);
  reads_.clear();
  take(client().upload_read(world_.circle(), id_, fail(client::Errc::file_lost), now()));
  expect_failed(client::Errc::file_lost);
}

TEST_F(UploadTest, PassesOverAnswersThatMakeNoSense) {
  begin();
  answer(201, "no id");
  wait(std::chrono::minutes(2));
  answer(201, blob_text);
  give();
  answer(200, std::to_string(sealed_bytes() + 1));
  wait(std::chrono::minutes(2));
  EXPECT_TRUE(asked().starts_with("PUT " + std::string(blob_text) + "/0/")) << asked();
  EXPECT_TRUE(sent_.front().body.empty()) << "it asks where the hub is";
  take(client().upload_answered(world_.circle(), IntentId(), 200, "1", now()));
  EXPECT_EQ(sent_.size(), 1U) << "nobody knows this upload";
}

TEST_F(UploadTest, RefusesAFileThatIsTooLargeAndTakesTheLargest) {
  const auto seal = [&](std::uint64_t size) {
    return client().seal_file(world_.circle(), channel_, file(size), now());
  };

  EXPECT_TRUE(seal(blob::content_bytes_max));
  EXPECT_EQ(seal(blob::content_bytes_max + 1).error(), client::Errc::file_too_large);
  EXPECT_EQ(client().seal_file(world_.circle(), channels::ChannelId(), file(), now()).error(),
            client::Errc::unknown_channel);
}

TEST_F(UploadTest, LetsSoManyWaitAndNotOneMore) {
  world_.offline(world_.anna());
  for (std::size_t i = 0; i < uploads_max; ++i) begin();
  auto seal = client().seal_file(world_.circle(), channel_, file(), now()).value();

  const auto one_more = client().send_file(
      world_.circle(), channel_, file(),
      {.seal = std::move(seal), .hash = {}, .padded_bytes = blob::padded_size(2'000'000).value()}, now());

  EXPECT_EQ(one_more.error(), client::Errc::too_many_pending);
}

TEST_F(UploadTest, IsKeptAsItWasWritten) {
  Upload upload;
  upload.id = IntentId(FixedBytes<16>{1});
  upload.channel = channel_;
  upload.order = 7;
  upload.attachment = {
      .blob = channels::BlobId(FixedBytes<16>{2}),
      .key = {3},
      .hash = {4},
      .shape = {.content_bytes = 5, .padded_bytes = 4096},
      .name = "a",
      .media_type = "b/c",
      .text = "d",
      .from = articles::Origin{
          .id = articles::OriginId(FixedBytes<16>{5}), .time = from_unix_ms(6), .author = "e"}};
  upload.tries = 2;
  auto row = encode_upload(upload);

  const auto again = decode_upload(row).value();
  row.push_back(0);

  EXPECT_EQ(again.id, upload.id);
  EXPECT_EQ(again.channel, upload.channel);
  EXPECT_EQ(again.order, upload.order);
  EXPECT_EQ(again.attachment, upload.attachment);
  EXPECT_EQ(again.tries, upload.tries);
  EXPECT_EQ(decode_upload(row).error(), client::Errc::bad_vault);
}

TEST_F(UploadTest, FromBeforeFilesWentWithPostsIsStillRead) {
  Upload upload;
  upload.id = IntentId(FixedBytes<16>{1});
  upload.attachment.name = "a";
  auto row = encode_upload(upload);
  // Version 2 ended before the mark that says whether there is a post.
  row.front() = 2;
  row.pop_back();

  const auto again = decode_upload(row).value();

  EXPECT_EQ(again.attachment, upload.attachment);
  EXPECT_FALSE(again.post);
}

TEST_F(UploadTest, KeepsThePostThatItsFileGoesWith) {
  Upload upload;
  upload.id = IntentId(FixedBytes<16>{1});
  upload.post = articles::Post{.id = articles::PostId(FixedBytes<16>{2}),
                               .subject = "Bed",
                               .references = {articles::PostId(FixedBytes<16>{3})},
                               .text = "Dit bed",
                               .until = from_unix_ms(7)};

  EXPECT_EQ(decode_upload(encode_upload(upload)).value().post, upload.post);
}

TEST_F(UploadTest, FromBeforeFilesHadOriginsIsStillRead) {
  Upload upload;
  upload.id = IntentId(FixedBytes<16>{1});
  upload.attachment.name = "a";
  upload.tries = 2;
  auto row = encode_upload(upload);
  // Version 1 ended before the marks that say whether there is an origin, and a post.
  row.front() = 1;
  row.pop_back();
  row.pop_back();

  const auto again = decode_upload(row).value();

  EXPECT_EQ(again.attachment, upload.attachment);
  EXPECT_EQ(again.tries, upload.tries);
}

/// A newsgroup of a network, and a file that goes into it with a post; what the hub says is said by hand.
class PostedFile : public testing::Test {
 protected:
  PostedFile() {
    world.open_newsgroup("nik.ouders",
                         {{"parents", channels::Rights(channels::Right::read) | channels::Right::post}});
    channel = world.channel(world.anna(), "nik.ouders");
    petra = world.admit("Petra", "parents");
  }

  static FileToSend file() {
    return {.name = "bed.jpg",
            .media_type = "image/jpeg",
            .text = {},
            .size = 3000,
            .post = NewPost{.subject = "Bed", .text = "Dit bed"}};
  }
  Result<Accepted> try_send(const FileToSend& sent) {
    auto& client = world.client(petra);
    auto seal = client.seal_file(world.circle(), channel, sent, world.now());
    if (!seal) return fail(seal.error());
    id = seal->id;
    return client.send_file(world.circle(), channel, sent,
                            {.seal = std::move(*seal), .hash = Hash{9}, .padded_bytes = 4096}, world.now());
  }
  /// Performs all but what concerns files, of which the hub takes everything.
  void take(Actions actions) {
    Actions others;
    for (auto& action : actions) {
      const bool of_files = std::holds_alternative<SendUpload>(action) ||
                            std::holds_alternative<ReadUpload>(action) ||
                            std::holds_alternative<DropUpload>(action);
      if (!of_files) others.push_back(std::move(action));
    }
    world.perform(petra, std::move(others));
  }
  void send(const FileToSend& sent) {
    auto accepted = try_send(sent);
    ASSERT_TRUE(accepted) << accepted.error().name();
    take(std::move(accepted->actions));
    auto& client = world.client(petra);
    take(client.upload_answered(world.circle(), id, 201, blob_text, world.now()));
    const auto size = blob::sealed_size(4096);
    take(client.upload_read(world.circle(), id, Bytes(static_cast<std::size_t>(size), 7), world.now()));
    take(client.upload_answered(world.circle(), id, 200, std::to_string(size), world.now()));
    take(client.upload_answered(world.circle(), id, 200, "", world.now()));
    world.settled();
  }

  simulation::NetworkWorld world{{.seed = 6}};
  channels::ChannelId channel;
  simulation::DeviceIndex petra{};
  IntentId id;
};

TEST_F(PostedFile, StandsInItsThreadAndIsFetchedByItsNumber) {
  send(file());

  const auto& anna = world.client(world.anna());
  const auto threads = anna.threads(world.circle(), channel, world.now());
  ASSERT_EQ(threads.size(), 1U);
  const auto posts = anna.thread(world.circle(), channel, threads.at(0).first, world.now());
  ASSERT_TRUE(posts);
  EXPECT_EQ(posts->at(0).text, "Dit bed");
  ASSERT_TRUE(posts->at(0).file);
  EXPECT_EQ(posts->at(0).file->name, "bed.jpg");
  EXPECT_EQ(posts->at(0).file->size, 3000U);
  EXPECT_EQ(to_hex(anna.file(world.circle(), channel, threads.at(0).first)->blob.view()), blob_text);
  EXPECT_EQ(anna.search(world.circle(), "bed.jpg", {}, world.now())->hits.size(), 1U);
}

TEST_F(PostedFile, IsExportedWithoutWhatOpensIt) {
  send(file());

  const auto archive = world.client(world.anna()).archive(world.circle(), world.now());

  ASSERT_TRUE(archive);
  const auto group = std::ranges::find(archive->channels, channel,
                                       [](const ArchivedChannel& one) { return one.channel.id; });
  ASSERT_NE(group, archive->channels.end());
  const auto post = std::ranges::find(group->articles, "post", &ArticleView::type);
  ASSERT_NE(post, group->articles.end());
  EXPECT_NE(post->json.find("bed.jpg"), std::string::npos);
  EXPECT_EQ(post->json.find("\"key\""), std::string::npos);
}

TEST_F(PostedFile, IsHiddenWithItsPost) {
  const auto karim = world.admit("Karim", "parents");
  send(file());
  const auto seq = world.client(petra).threads(world.circle(), channel, world.now()).at(0).first;
  EXPECT_TRUE(world.client(karim).file(world.circle(), channel, seq));

  ASSERT_TRUE(world.perform(
      world.anna(), world.client(world.anna())
                        .mark_post(world.circle(), channel, seq, articles::Mark::hold, "", world.now())));
  world.settled();

  EXPECT_EQ(world.client(karim).file(world.circle(), channel, seq).error(), client::Errc::not_a_file);
  EXPECT_FALSE(world.client(karim).thread(world.circle(), channel, seq, world.now())->at(0).file);
  for (const auto& article : world.client(karim).timeline(world.circle(), channel, {})) {
    EXPECT_FALSE(article.file) << article.type;
    EXPECT_EQ(article.json.find("bed.jpg"), std::string::npos) << article.type;
  }
  EXPECT_TRUE(world.client(petra).file(world.circle(), channel, seq));
  EXPECT_TRUE(world.client(world.anna()).file(world.circle(), channel, seq));
}

TEST_F(PostedFile, IsLookedAtByItsNameForWhatItTellsOfAChild) {
  auto telling = file();
  telling.name = "06-12345678.jpg";

  EXPECT_EQ(try_send(telling).error(), client::Errc::may_identify_child);
  telling.post->identifies_nobody = true;
  EXPECT_TRUE(try_send(telling));
}

TEST_F(PostedFile, GoesIntoNewsgroupsWithAPostAndElsewhereWithout) {
  auto alone = file();
  alone.post.reset();
  EXPECT_EQ(try_send(alone).error(), client::Errc::newsgroup_takes_posts);

  channel = world.channel(world.anna(), "steering");
  petra = world.anna();

  EXPECT_EQ(try_send(file()).error(), client::Errc::not_a_newsgroup);
}

}  // namespace
}  // namespace kring::core
