#include "ml/learning/taste_file.h"

#include <array>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "contract/device_id.h"
#include "contract/topics.h"
#include "ml/model/sha256.h"
#include "runtime/file.h"
#include "runtime/shallow_json.h"
#include "runtime/whole_number.h"

namespace luft::ml {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr auto kFormat = "taste-2";
constexpr double kFurthestNumber = 20;  // of a taste

// All but the hash.
ordered_json body_of(const TasteBook& book) {
  ordered_json body{{"format", kFormat},
                    {"model", book.model},
                    {"tastes", ordered_json::object()},
                    {"former", ordered_json::object()},
                    {"forgotten", book.forgotten},
                    {"events", ordered_json::array()}};
  for (const auto& [device, learned] : book.tastes) {
    body["tastes"][device] = {{"own", numbers_of(learned.taste)},
                              {"since_ms", learned.since_ms},
                              {"wishes", learned.wishes}};
  }
  for (const auto& [device, former] : book.former) {
    for (const auto& [from_ms, until_ms, taste] : former) {
      body["former"][device].push_back(
          {{"own", numbers_of(taste)}, {"from_ms", from_ms}, {"until_ms", until_ms}});
    }
  }
  for (const auto& [time_ms, device, what, reason] : book.events) {
    body["events"].push_back(
        {{"time_ms", time_ms}, {"device", device}, {"what", what}, {"reason", reason}});
  }
  return body;
}

std::expected<Taste, std::string> read_numbers(const std::string& device, const json& value) {
  if (!contract::parse_device_id(device)) return std::unexpected("\"" + device + "\" is no device");
  const auto numbers = value.at("own").get<TasteNumbers>();
  for (const double number : numbers) {
    if (!(std::abs(number) <= kFurthestNumber)) {
      return std::unexpected(device + ": a taste that is no number or beyond all that is learned");
    }
  }
  return taste_from(numbers);
}

std::expected<void, std::string> read_tastes_into(TasteBook& book, const json& tastes) {
  for (const auto& [device, value] : tastes.items()) {
    const auto taste = read_numbers(device, value);
    if (!taste) return std::unexpected(taste.error());
    // Older files do not say from how many wishes.
    book.tastes[device] = {
        .taste = *taste,
        .since_ms = runtime::whole_number<std::uint64_t>(value.at("since_ms")),
        .wishes = runtime::whole_number<std::size_t>(value.value("wishes", json(0)))};
  }
  return {};
}

std::expected<void, std::string> read_former_into(TasteBook& book, const json& former) {
  for (const auto& [device, values] : former.items()) {
    for (const auto& value : values) {
      const auto taste = read_numbers(device, value);
      if (!taste) return std::unexpected(taste.error());
      book.former[device].push_back(
          {.from_ms = runtime::whole_number<std::uint64_t>(value.at("from_ms")),
           .until_ms = runtime::whole_number<std::uint64_t>(value.at("until_ms")),
           .taste = *taste});
    }
  }
  return {};
}

std::expected<TasteBook, std::string> read(const json& body) {
  if (body.at("format") != kFormat) return std::unexpected("this program reads format taste-2");
  TasteBook book{.model = body.at("model").get<std::string>(),
                 .tastes = {},
                 .former = {},
                 .forgotten = {},
                 .events = {}};
  for (const auto& [device, until_ms] : body.at("forgotten").items()) {
    book.forgotten[device] = runtime::whole_number<std::uint64_t>(until_ms);
  }
  if (const auto read = read_tastes_into(book, body.at("tastes")); !read) {
    return std::unexpected(read.error());
  }
  if (const auto former = body.find("former"); former != body.end()) {  // older files have none
    if (const auto read = read_former_into(book, *former); !read) {
      return std::unexpected(read.error());
    }
  }
  for (const auto& event : body.at("events")) {
    book.events.push_back({runtime::whole_number<std::uint64_t>(event.at("time_ms")),
                           event.at("device").get<std::string>(),
                           event.at("what").get<std::string>(),
                           event.at("reason").get<std::string>()});
  }
  return book;
}

// In the order of ml/taste.h.
constexpr std::array<const char*, kTasteCount> kNumberNames{"quiet",  "fresh",    "warm",
                                                            "thrift", "warmer_k", "wider"};

ordered_json told(const std::string& device, const LearnedTaste& learned) {
  ordered_json telling{
      {"device", device}, {"wishes", learned.wishes}, {"since_ms", learned.since_ms}};
  const auto numbers = numbers_of(learned.taste);
  for (std::size_t i = 0; i < kTasteCount; ++i) {
    const double rounded = std::round(numbers[i] * 100) / 100;
    if (rounded != 0) telling[kNumberNames[i]] = rounded;
  }
  return telling;
}

}  // namespace

std::string with_tastes(const std::string& summary, const TasteBook& book) {
  ordered_json telling = runtime::parse_shallow_ordered_json(summary);
  if (!telling.is_object() || book.tastes.empty()) return summary;
  telling["tastes"] = ordered_json::array();
  const std::size_t room = contract::info(contract::TopicKind::ml_model).max_payload_bytes;
  std::size_t bytes = telling.dump().size();
  for (const auto& [device, learned] : book.tastes) {
    ordered_json one = told(device, learned);
    bytes += one.dump().size() + 1;
    if (bytes > room) break;
    telling["tastes"].push_back(std::move(one));
  }
  return telling.dump();
}

std::string write_tastes(const TasteBook& book) {
  const std::string body = body_of(book).dump();
  return R"({"sha256":")" + sha256_hex(body) + R"(","body":)" + body + "}\n";
}

std::expected<TasteBook, std::string> read_tastes(std::string_view text) {
  try {
    const auto whole = runtime::parse_shallow_ordered_json(text);
    if (!whole.is_object()) return std::unexpected("not JSON, or nested too deep");
    const std::string body = whole.at("body").dump();
    if (whole.at("sha256") != sha256_hex(body)) {
      return std::unexpected("its SHA-256 is not the one it names: damaged");
    }
    return read(json::parse(body));
  } catch (const nlohmann::json::exception& error) {
    return std::unexpected(error.what());
  }
}

std::expected<TasteBook, std::string> load_tastes(const std::string& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return TasteBook{};
  const auto text = runtime::read_file(file);
  if (!text) return std::unexpected(text.error());
  auto book = read_tastes(*text);
  if (!book) return std::unexpected(file + ": " + book.error());
  return book;
}

}  // namespace luft::ml
