#include "channels/json/parse.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kring::json {

namespace {

/// Builds the value from the parser's events; returning false ends the parse.
///
/// Open arrays and objects stand on a stack of values, each with the key it will have in the one below. Not
/// on nlohmann's own tree: that takes duplicate keys and has no limits.
class Builder {
 public:
  explicit Builder(const Limits& limits) : limits_(limits) {}

  bool null() { return put(Value()); }
  bool boolean(bool value) { return put(Value(value)); }
  bool number_integer(std::int64_t value) { return put(Value(value)); }
  bool number_unsigned(std::uint64_t value) { return put(Value(value)); }
  bool number_float(double /*value*/, const std::string& /*text*/) { return refuse(Errc::not_an_integer); }
  bool string(std::string& value) { return put(Value(std::move(value))); }
  bool binary(nlohmann::json::binary_t& /*value*/) { return refuse(Errc::bad_json); }
  bool start_object(std::size_t /*size*/) { return open(Frame{.is_object = true}); }
  bool start_array(std::size_t /*size*/) { return open(Frame{}); }
  bool key(std::string& key) {
    const auto& object = open_.back().object;
    if (++keys_ > limits_.keys_max || object.members().size() == limits_.object_keys_max)
      return refuse(Errc::too_many_keys);
    if (object.find(key) != nullptr) return refuse(Errc::duplicate_key);
    open_.back().key = std::move(key);
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& problem) {
    // A number too large even for a double is the parser's one error of this class (406).
    return refuse(problem.id == 406 ? Errc::not_an_integer : Errc::bad_json);
  }

  [[nodiscard]] Errc error() const { return error_.value_or(Errc::bad_json); }
  [[nodiscard]] Value take() { return std::move(root_); }

 private:
  struct Frame {
    bool is_object = false;
    Object object{};
    Array array{};
    /// Of the member that is being read.
    std::string key{};
  };

  bool refuse(Errc code) {
    if (!error_) error_ = code;
    return false;
  }
  bool open(Frame frame) {
    if (open_.size() == limits_.depth_max) return refuse(Errc::too_deep);
    open_.push_back(std::move(frame));
    return true;
  }
  bool close() {
    auto frame = std::move(open_.back());
    open_.pop_back();
    return put(frame.is_object ? Value(std::move(frame.object)) : Value(std::move(frame.array)));
  }
  bool put(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_object) {
      open_.back().object.add(std::move(open_.back().key), std::move(value));
    } else {
      open_.back().array.push_back(std::move(value));
    }
    return true;
  }

  const Limits& limits_;
  std::vector<Frame> open_;
  std::size_t keys_ = 0;
  Value root_;
  std::optional<Errc> error_;
};

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes_max) return fail(Errc::text_too_large, "json");
  // The parser takes a zero byte for the end of its input, and skips a byte order mark.
  if (text.find('\0') != std::string_view::npos) return fail(Errc::bad_json, "json: zero byte");
  if (text.starts_with("\xEF\xBB\xBF")) return fail(Errc::bad_json, "json: byte order mark");
  Builder builder(limits);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return fail(builder.error(), "json");
  return builder.take();
}

}  // namespace kring::json
