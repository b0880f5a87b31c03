// Structured log lines on stderr, one JSON object each:
//   {"time":"2026-03-01T10:00:00.123Z","level":"warn","service":"hub","message":"…","device":"…"}
// Fields that correlate have fixed names: "request_id", "device". Cheap to copy (shared state) and
// thread-safe: a line is never torn. Use fields for what varies, so that messages can be counted:
//   log.warn("reading refused", {{"device", id}, {"error", text}});
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace luft::runtime {

enum class LogLevel : std::uint8_t { debug, info, warn, error, off };
enum class LogFormat : std::uint8_t {
  json,  // always JSON
  text,  // for people: time level service message key=value …
};

struct LogSettings {
  LogLevel level = LogLevel::info;
  LogFormat format = LogFormat::json;
};

// One "key": value of a line. Holds views: build it in the call, do not keep it.
class LogField {
 public:
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  LogField(std::string_view key, std::string_view value) : key_{key}, value_{value} {}
  LogField(std::string_view key, const char* value) : key_{key}, value_{std::string_view{value}} {}
  LogField(std::string_view key, const std::string& value)
      : key_{key}, value_{std::string_view{value}} {}
  LogField(std::string_view key, std::same_as<bool> auto value) : key_{key}, value_{value} {}
  LogField(std::string_view key, std::floating_point auto value)
      : key_{key}, value_{static_cast<double>(value)} {}
  LogField(std::string_view key, std::signed_integral auto value)
      : key_{key}, value_{static_cast<std::int64_t>(value)} {}
  template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
  LogField(std::string_view key, T value) : key_{key}, value_{static_cast<std::uint64_t>(value)} {}

  [[nodiscard]] std::string_view key() const { return key_; }
  [[nodiscard]] const Value& value() const { return value_; }

 private:
  std::string_view key_;
  Value value_;
};

using LogFields = std::initializer_list<LogField>;
using LogWriter = std::function<void(std::string_view line)>;  // without the line's end

class Log {
 public:
  // Writes to stderr.
  explicit Log(std::string_view service, LogSettings settings = {});
  // Writes each line to `writer`, one at a time: for tests.
  Log(std::string_view service, LogSettings settings, LogWriter writer);

  // The same log with fields that every line of it carries.
  [[nodiscard]] Log with(LogFields fields) const;

  void debug(std::string_view message, LogFields fields = {}) const;
  void info(std::string_view message, LogFields fields = {}) const;
  void warn(std::string_view message, LogFields fields = {}) const;
  void error(std::string_view message, LogFields fields = {}) const;
  void write(LogLevel level, std::string_view message, LogFields fields) const;

  // Whether a line of this level would be written: ask before building costly fields.
  [[nodiscard]] bool writes(LogLevel level) const;

 private:
  class Writer;  // hides spdlog
  Log(std::shared_ptr<Writer> writer, std::string bound_fields);

  std::shared_ptr<Writer> writer_;
  std::string bound_fields_;  // already formatted
};

}  // namespace luft::runtime
