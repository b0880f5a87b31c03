#include "runtime/log.h"

#include <unistd.h>

#include <mutex>
#include <utility>

#include <spdlog/details/null_mutex.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <nlohmann/json.hpp>

namespace luft::runtime {
namespace {

// Quoted and escaped; bytes that are not UTF-8 become U+FFFD.
std::string quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string value_text(const LogField::Value& value) {
  return std::visit(
      [](const auto& held) {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::string_view>) {
          return quoted(held);
        } else {
          return nlohmann::json(held).dump();  // NaN and infinities become null
        }
      },
      value);
}

void append_field(std::string& line, LogFormat format, const LogField& field) {
  if (format == LogFormat::json) {
    line.append(",").append(quoted(field.key())).append(":");
  } else {
    line.append("  ").append(field.key()).append("=");
  }
  line.append(value_text(field.value()));
}

class WriterSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit WriterSink(LogWriter writer) : writer_{std::move(writer)} {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    writer_(std::string_view{line.data(), line.size()});
  }
  void flush_() override {}

  LogWriter writer_;
};

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::off:
      return spdlog::level::off;
  }
  std::unreachable();
}

std::string_view name(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warn:
      return "warn";
    case LogLevel::error:
      return "error";
    case LogLevel::off:
      return "off";
  }
  std::unreachable();
}

spdlog::sink_ptr stderr_sink(LogFormat format) {
  if (format == LogFormat::text && ::isatty(STDERR_FILENO) == 1) {
    return std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>();
  }
  return std::make_shared<spdlog::sinks::stderr_sink_mt>();
}

}  // namespace

// Owns the spdlog logger, which adds the time, keeps lines whole and filters by level.
class Log::Writer {
 public:
  Writer(std::string_view service, LogSettings settings, const spdlog::sink_ptr& sink,
         std::string eol)
      : settings_{settings}, service_{quoted(service)}, logger_{std::string{service}, sink} {
    const char* pattern = settings.format == LogFormat::json
                              ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ",%v})"
                              : "%H:%M:%S.%e %^%v%$";
    const auto time = settings.format == LogFormat::json ? spdlog::pattern_time_type::utc
                                                         : spdlog::pattern_time_type::local;
    sink->set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, time, std::move(eol)));
    logger_.set_level(to_spdlog(settings.level));
    logger_.flush_on(spdlog::level::trace);
  }

  [[nodiscard]] LogFormat format() const { return settings_.format; }
  [[nodiscard]] bool writes(LogLevel level) const {
    return level >= settings_.level && level != LogLevel::off;
  }

  void write(LogLevel level, std::string_view message, std::string_view bound_fields,
             LogFields fields) {
    std::string line;
    if (settings_.format == LogFormat::json) {
      line.append(R"("level":")").append(name(level)).append(R"(","service":)").append(service_);
      line.append(R"(,"message":)").append(quoted(message));
    } else {
      line.append(name(level)).append(" ").append(logger_.name()).append(": ").append(message);
    }
    line.append(bound_fields);
    for (const LogField& field : fields) append_field(line, settings_.format, field);
    logger_.log(to_spdlog(level), spdlog::string_view_t{line.data(), line.size()});
  }

 private:
  LogSettings settings_;
  std::string service_;  // quoted
  spdlog::logger logger_;
};

Log::Log(std::string_view service, LogSettings settings)
    : writer_{std::make_shared<Writer>(service, settings, stderr_sink(settings.format), "\n")} {}
Log::Log(std::string_view service, LogSettings settings, LogWriter writer)
    : writer_{std::make_shared<Writer>(service, settings,
                                       std::make_shared<WriterSink>(std::move(writer)), "")} {}
Log::Log(std::shared_ptr<Writer> writer, std::string bound_fields)
    : writer_{std::move(writer)}, bound_fields_{std::move(bound_fields)} {}

Log Log::with(LogFields fields) const {
  std::string bound = bound_fields_;
  for (const LogField& field : fields) append_field(bound, writer_->format(), field);
  return Log{writer_, std::move(bound)};
}

void Log::debug(std::string_view message, LogFields fields) const {
  write(LogLevel::debug, message, fields);
}
void Log::info(std::string_view message, LogFields fields) const {
  write(LogLevel::info, message, fields);
}
void Log::warn(std::string_view message, LogFields fields) const {
  write(LogLevel::warn, message, fields);
}
void Log::error(std::string_view message, LogFields fields) const {
  write(LogLevel::error, message, fields);
}
void Log::write(LogLevel level, std::string_view message, LogFields fields) const {
  if (writes(level)) writer_->write(level, message, bound_fields_, fields);
}
bool Log::writes(LogLevel level) const {
  return writer_->writes(level);
}

}  // namespace luft::runtime
