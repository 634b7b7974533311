#include "hub/bus/redis_connection.hpp"

#include "hub/bus/limits.hpp"

#include <hiredis/async.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <utility>
#include <vector>

namespace kring::bus {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

std::string_view text_of(const redisReply& reply) {
  return {reply.str, static_cast<std::size_t>(reply.len)};
}

bool is_text(const redisReply& reply) {
  return reply.type == REDIS_REPLY_STRING && reply.str != nullptr;
}

}  // namespace

/// Lives for as long as hiredis may call: `keep_` holds it from the connection's making to its clean-up.
class RedisConnection::State : public std::enable_shared_from_this<RedisConnection::State> {
 public:
  State(asio::io_context& context, const RedisLogin& login, RedisEvents events)
      : context_(context),
        resolver_(context),
        descriptor_(context),
        login_(login),
        events_(std::move(events)) {}

  void start(const RedisAddress& address) {
    if (!address.path.empty()) return attach(redisAsyncConnectUnix(address.path.c_str()));
    // hiredis would look the name up and block.
    resolver_.async_resolve(
        address.host, std::to_string(address.port),
        [self = shared_from_this()](const error_code& error, const tcp::resolver::results_type& found) {
          if (self->closed_ || error || found.empty()) return self->end();
          const auto endpoint = found.begin()->endpoint();
          self->attach(redisAsyncConnect(endpoint.address().to_string().c_str(), endpoint.port()));
        });
  }

  void subscribe(const std::string& channel) {
    const std::array<std::string_view, 2> words{"SUBSCRIBE", channel};
    (void)command(words, [](redisAsyncContext*, void* reply, void* state) {
      static_cast<State*>(state)->take_subscription(static_cast<const redisReply*>(reply));
    });
  }

  [[nodiscard]] bool publish(std::string_view channel, ByteView payload) {
    const std::array words{std::string_view("PUBLISH"), channel, view_text(payload)};
    return command(words, [](redisAsyncContext*, void* reply, void* state) {
      static_cast<State*>(state)->take_published(static_cast<const redisReply*>(reply));
    });
  }

  void close() {
    if (std::exchange(closed_, true)) return;
    resolver_.cancel();
    // Inside one of its own callbacks hiredis puts this off until that has returned.
    if (redis_ != nullptr) return redisAsyncFree(redis_);
    end();
  }

  /// Closes, and tells nobody.
  void abandon() {
    events_ = {};
    close();
  }

 private:
  void attach(redisAsyncContext* redis) {
    if (redis == nullptr) return end();
    error_code error;
    if (redis->err == 0) descriptor_.assign(redis->c.fd, error);
    if (redis->err != 0 || error) {
      redisAsyncFree(redis);
      return end();
    }
    redis_ = redis;
    keep_ = shared_from_this();
    redis->data = this;
    redis->ev.data = this;
    redis->ev.addRead = [](void* state) { static_cast<State*>(state)->want_read(true); };
    redis->ev.delRead = [](void* state) { static_cast<State*>(state)->want_read(false); };
    redis->ev.addWrite = [](void* state) { static_cast<State*>(state)->want_write(true); };
    redis->ev.delWrite = [](void* state) { static_cast<State*>(state)->want_write(false); };
    redis->ev.cleanup = [](void* state) { static_cast<State*>(state)->clean_up(); };
    redisAsyncSetConnectCallback(redis, [](const redisAsyncContext* one, int status) {
      // After a failure the clean-up follows by itself.
      if (status == REDIS_OK) static_cast<State*>(one->data)->log_in();
    });
  }

  void want_read(bool wants) {
    wants_read_ = wants;
    wait_read();
  }
  void want_write(bool wants) {
    wants_write_ = wants;
    wait_write();
  }

  void wait_read() {
    if (!wants_read_ || waits_read_ || redis_ == nullptr) return;
    waits_read_ = true;
    descriptor_.async_wait(asio::posix::stream_descriptor::wait_read,
                           [self = shared_from_this()](const error_code& error) {
                             self->waits_read_ = false;
                             if (error || self->redis_ == nullptr) return;
                             redisAsyncHandleRead(self->redis_);
                             self->bound_reply();
                             self->wait_read();
                           });
  }

  void wait_write() {
    if (!wants_write_ || waits_write_ || redis_ == nullptr) return;
    waits_write_ = true;
    descriptor_.async_wait(asio::posix::stream_descriptor::wait_write,
                           [self = shared_from_this()](const error_code& error) {
                             self->waits_write_ = false;
                             if (error || self->redis_ == nullptr) return;
                             redisAsyncHandleWrite(self->redis_);
                             self->wait_write();
                           });
  }

  /// What hiredis holds after a read is one reply that is not whole yet.
  void bound_reply() {
    if (redis_ == nullptr) return;
    const auto& reader = *redis_->c.reader;
    if (reader.len - reader.pos > limits::reply_bytes_max) close();
  }

  /// hiredis closes the socket and frees its context after this.
  void clean_up() {
    // A refused subscription has no reply of its own.
    if (redis_->err == REDIS_ERR_OTHER && events_.refused) events_.refused();
    redis_ = nullptr;
    descriptor_.release();
    end();
    // Not here: it may be the last thing that holds this.
    asio::post(context_, [keep = std::move(keep_)] {});
  }

  void end() {
    closed_ = true;
    if (std::exchange(ended_, true)) return;
    asio::post(context_, [self = shared_from_this()] {
      if (self->events_.ended) self->events_.ended();
    });
  }

  void log_in() {
    if (login_.password.empty()) return is_ready();
    std::vector<std::string_view> words{"AUTH"};
    if (!login_.user.empty()) words.emplace_back(login_.user);
    words.push_back(view_text(login_.password.expose()));
    (void)command(words, [](redisAsyncContext*, void* reply, void* state) {
      if (static_cast<State*>(state)->is_accepted(static_cast<const redisReply*>(reply)))
        static_cast<State*>(state)->is_ready();
    });
  }

  /// On a turn of its own: hiredis may be inside its connecting.
  void is_ready() {
    asio::post(context_, [self = shared_from_this()] {
      if (!self->closed_ && self->events_.ready) self->events_.ready();
    });
  }

  /// A command without a reply ends with the connection; one that is refused ends it.
  bool is_accepted(const redisReply* reply) {
    if (reply == nullptr) return false;
    if (reply->type != REDIS_REPLY_ERROR) return true;
    if (events_.refused) events_.refused();
    close();
    return false;
  }

  void take_published(const redisReply* reply) {
    if (!is_accepted(reply) || reply->type != REDIS_REPLY_INTEGER) return;
    if (events_.published) events_.published(static_cast<std::uint64_t>(reply->integer));
  }

  void take_subscription(const redisReply* reply) {
    if (!is_accepted(reply) || reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) return;
    const auto& kind = *reply->element[0];
    const auto& channel = *reply->element[1];
    const auto& payload = *reply->element[2];
    if (!is_text(kind) || !is_text(channel)) return;
    if (text_of(kind) == "subscribe" && events_.subscribed) events_.subscribed(text_of(channel));
    if (text_of(kind) == "message" && is_text(payload) && events_.message)
      events_.message(text_of(channel), view_bytes(text_of(payload)));
  }

  template <class Words>
  bool command(const Words& words, redisCallbackFn* then) {
    if (redis_ == nullptr || closed_) return false;
    std::vector<const char*> starts;
    std::vector<std::size_t> sizes;
    for (const std::string_view word : words) {
      starts.push_back(word.data());
      sizes.push_back(word.size());
    }
    return redisAsyncCommandArgv(redis_, then, this, static_cast<int>(starts.size()), starts.data(),
                                 sizes.data()) == REDIS_OK;
  }

  asio::io_context& context_;
  tcp::resolver resolver_;
  asio::posix::stream_descriptor descriptor_;
  const RedisLogin& login_;
  RedisEvents events_;
  redisAsyncContext* redis_ = nullptr;
  std::shared_ptr<State> keep_;
  bool wants_read_ = false;
  bool wants_write_ = false;
  bool waits_read_ = false;
  bool waits_write_ = false;
  bool closed_ = false;
  bool ended_ = false;
};

RedisConnection::RedisConnection(asio::io_context& context, const RedisAddress& address,
                                 const RedisLogin& login, RedisEvents events)
    : state_(std::make_shared<State>(context, login, std::move(events))) {
  state_->start(address);
}

RedisConnection::~RedisConnection() {
  state_->abandon();
}

void RedisConnection::subscribe(const std::string& channel) {
  state_->subscribe(channel);
}

bool RedisConnection::publish(std::string_view channel, ByteView payload) {
  return state_->publish(channel, payload);
}

void RedisConnection::close() {
  state_->close();
}

}  // namespace kring::bus
