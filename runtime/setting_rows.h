// Makes rows of the settings table, one function for each kind of value. A row is given how to
// reach its member, as a lambda without captures: [](auto& s) -> auto& { return s.mqtt.port; }.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runtime/settings_schema.h"

namespace luft::runtime {

template <typename Number>
std::expected<Number, std::string> parse_number(std::string_view text, Number min, Number max) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end || !(value >= min && value <= max)) {
    return std::unexpected{fmt::format("\"{}\" is not", text)};
  }
  return value;
}

template <typename To, typename From>
std::expected<To, std::string> converted(std::expected<From, std::string> number) {
  if (!number) return std::unexpected{std::move(number.error())};
  return static_cast<To>(*number);
}

// A row whose value is parsed by `parse` (-> std::expected<value, what is wrong>) and written as
// `show` says. Where `parse` ends on "is not", what is allowed completes the sentence.
template <typename Member, typename Parse, typename Show>
SettingRow row(std::string path, std::string allowed, std::string meaning, Member member,
               Parse parse, Show show) {
  const auto write = [member, parse, allowed](
                         Settings& settings,
                         std::string_view text) -> std::expected<void, std::string> {
    auto value = parse(text);
    if (!value) return std::unexpected{fmt::format("{} {}", value.error(), allowed)};
    member(settings) = std::move(*value);
    return {};
  };
  const auto read = [member, show](const Settings& settings) { return show(member(settings)); };
  return {std::move(path), std::move(allowed), std::move(meaning), write, read};
}

template <typename Member>
SettingRow whole_number(std::string path, Member member, std::uint64_t min, std::uint64_t max,
                        std::string meaning) {
  using Value = std::remove_cvref_t<decltype(member(std::declval<Settings&>()))>;
  return row(
      std::move(path), fmt::format("a whole number from {} to {}", min, max), std::move(meaning),
      member,
      [min, max](std::string_view text) {
        return converted<Value>(parse_number<std::uint64_t>(text, min, max));
      },
      [](Value value) { return fmt::format("{}", value); });
}

template <typename Member>
SettingRow decimal(std::string path, Member member, double min, double max, std::string meaning) {
  return row(
      std::move(path), fmt::format("a number from {} to {}", min, max), std::move(meaning), member,
      [min, max](std::string_view text) { return parse_number<double>(text, min, max); },
      [](double value) { return fmt::format("{}", value); });
}

// In the unit of the member's type: seconds or milliseconds.
template <typename Member>
SettingRow duration(std::string path, Member member, std::int64_t min, std::int64_t max,
                    std::string meaning) {
  using Value = std::remove_cvref_t<decltype(member(std::declval<Settings&>()))>;
  constexpr std::string_view kUnit =
      std::is_same_v<Value, std::chrono::seconds> ? "seconds" : "milliseconds";
  return row(
      std::move(path), fmt::format("a whole number of {} from {} to {}", kUnit, min, max),
      std::move(meaning), member,
      [min, max](std::string_view text) {
        return converted<Value>(parse_number<std::int64_t>(text, min, max));
      },
      [](Value value) { return fmt::format("{}", value.count()); });
}

enum class Empty : std::uint8_t { allowed, refused };

template <typename Member>
SettingRow text(std::string path, Member member, Empty empty, std::string meaning) {
  return row(
      std::move(path), empty == Empty::allowed ? "text" : "text that is not empty",
      std::move(meaning), member,
      [empty](std::string_view given) -> std::expected<std::string, std::string> {
        if (given.empty() && empty == Empty::refused) return std::unexpected{"\"\" is not"};
        return std::string{given};
      },
      [](const std::string& value) { return value; });
}

// Text in a form of its own; `allowed` describes it and `matches` tells.
template <typename Member, typename Matches>
SettingRow text_like(std::string path, Member member, std::string allowed, Matches matches,
                     std::string meaning) {
  return row(
      std::move(path), std::move(allowed), std::move(meaning), member,
      [matches](std::string_view given) -> std::expected<std::string, std::string> {
        if (!matches(given)) return std::unexpected{fmt::format("\"{}\" is not", given)};
        return std::string{given};
      },
      [](const std::string& value) { return value; });
}

// Names with commas between; empty: none.
template <typename Member>
SettingRow host_names(std::string path, Member member, std::string meaning) {
  static constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
  using Names = std::vector<std::string>;
  return row(
      std::move(path), "host names without ports, with commas between", std::move(meaning), member,
      [](std::string_view given) -> std::expected<Names, std::string> {
        Names names;
        for (std::size_t start = 0; start < given.size();) {
          const std::size_t end = std::min(given.find(',', start), given.size());
          std::string_view name = given.substr(start, end - start);
          start = end + 1;
          name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
          name = name.substr(0, name.find_last_not_of(' ') + 1);
          if (name.empty() || name.find_first_not_of(kLetters) != name.npos) {
            return std::unexpected{fmt::format("\"{}\" is not", given)};
          }
          names.emplace_back(name);
        }
        return names;
      },
      [](const Names& names) { return fmt::format("{}", fmt::join(names, ",")); });
}

template <typename Member, typename Value, std::size_t kCount>
SettingRow choice(std::string path, Member member,
                  std::array<std::pair<std::string_view, Value>, kCount> words,
                  std::string meaning) {
  std::string allowed = "one of";
  for (const auto& [word, value] : words) {
    allowed += fmt::format("{} {}", word == words.front().first ? "" : ",", word);
  }
  return row(
      std::move(path), std::move(allowed), std::move(meaning), member,
      [words](std::string_view given) -> std::expected<Value, std::string> {
        for (const auto& [word, value] : words) {
          if (word == given) return value;
        }
        return std::unexpected{fmt::format("\"{}\" is not", given)};
      },
      [words](Value held) {
        for (const auto& [word, value] : words) {
          if (value == held) return std::string{word};
        }
        std::unreachable();
      });
}

}  // namespace luft::runtime
