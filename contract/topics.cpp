#include "contract/topics.h"

#include <array>
#include <cassert>

#include "contract/limits.h"

namespace luft::contract {
namespace {

constexpr std::string_view kIdPlace = "{id}";
constexpr std::string_view kMetricPlace = "{metric}";

// Cuts the first level off `path`.
constexpr std::string_view take_level(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view level = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return level;
}

constexpr std::size_t level_count(std::string_view path) {
  std::size_t count = 1;
  for (const char c : path) count += c == '/' ? 1 : 0;
  return count;
}

// Reads `name` as one row's topic; empty when it is another's.
std::optional<Topic> match(const TopicInfo& row, std::string_view name,
                           std::optional<std::string_view>& refused_id) {
  if (level_count(row.pattern) != level_count(name)) return std::nullopt;
  Topic topic{.kind = row.kind};
  std::string_view pattern = row.pattern;
  std::string_view id;
  while (!pattern.empty()) {
    const std::string_view wanted = take_level(pattern);
    const std::string_view level = take_level(name);
    if (wanted == kIdPlace) {
      id = level;
    } else if (wanted == kMetricPlace) {
      const std::optional<Metric> metric = metric_named(level);
      if (!metric) return std::nullopt;
      topic.metric = *metric;
    } else if (wanted != level) {
      return std::nullopt;
    }
  }
  if (row.pattern.find(kIdPlace) == std::string_view::npos) return topic;
  const std::optional<DeviceId> device = parse_device_id(id);
  if (!device) {
    refused_id = id;
    return std::nullopt;
  }
  topic.device = *device;
  return topic;
}

// Builds a topic name level by level.
class NameBuilder {
 public:
  void add(std::string_view level) {
    assert(size_ + level.size() + 1 <= text_.size());
    if (size_ > 0) text_[size_++] = '/';
    size_ += level.copy(text_.data() + size_, level.size());
  }
  [[nodiscard]] TopicName result() const { return TopicName::cut({text_.data(), size_}); }

 private:
  std::array<char, kMaxTopicLength> text_{};
  std::size_t size_ = 0;
};

TopicName fill(std::string_view pattern, std::string_view id, std::string_view metric) {
  NameBuilder name;
  while (!pattern.empty()) {
    const std::string_view level = take_level(pattern);
    name.add(level == kIdPlace ? id : level == kMetricPlace ? metric : level);
  }
  return name.result();
}

}  // namespace

std::expected<Topic, ParseError> parse_topic(std::string_view name) {
  if (name.size() > kMaxTopicLength) return std::unexpected(ParseError{ParseErrorKind::too_long});
  std::optional<std::string_view> refused_id;
  for (const TopicInfo& row : all_topics()) {
    if (const std::optional<Topic> topic = match(row, name, refused_id)) return *topic;
  }
  const ParseErrorKind kind =
      refused_id ? ParseErrorKind::invalid_device_id : ParseErrorKind::unknown_topic;
  return std::unexpected(ParseError{kind, Text<32>::cut(refused_id.value_or(name))});
}

TopicName topic_name(const Topic& topic) {
  const std::string_view pattern = info(topic.kind).pattern;
  assert(pattern.find(kIdPlace) == std::string_view::npos || !topic.device.empty());
  return fill(pattern, topic.device.view(), info(topic.metric).name);
}

TopicName topic_filter(TopicKind kind) {
  return fill(info(kind).pattern, "+", "+");
}

}  // namespace luft::contract
