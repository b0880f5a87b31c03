// Reads the runners' JSON.
#include "cli/tally.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace luft::cli {
namespace {

using nlohmann::json;

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// GoogleTest's message is "file:line\nreason\n"; older versions keep none.
std::string reason_of(const json& test) {
  const auto skipped = test.find("skipped");
  if (skipped == test.end() || skipped->empty()) return {};
  const std::string message = skipped->front().value("message", "");
  const auto reason = first_line(message.substr(message.find('\n') + 1));
  return reason.empty() ? "" : ": " + reason;
}

void count(const std::string& suite, const json& test, Tally& tally) {
  const std::string name = suite + "." + test.value("name", "?");
  if (test.value("status", "") == "NOTRUN") return;  // disabled
  if (test.contains("failures")) {
    tally.failed.push_back(name);
  } else if (test.value("result", "") == "SKIPPED") {
    tally.skipped.push_back(name + reason_of(test));
  } else {
    ++tally.passed;
  }
}

}  // namespace

void Tally::add(const Tally& other) {
  passed += other.passed;
  failed.insert(failed.end(), other.failed.begin(), other.failed.end());
  skipped.insert(skipped.end(), other.skipped.begin(), other.skipped.end());
}

std::expected<Tally, std::string> tally_of_gtest(std::string_view text) {
  const json parsed = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object() || !parsed.contains("testsuites")) {
    return std::unexpected("not a report of GoogleTest");
  }
  Tally tally;
  for (const auto& suite : parsed["testsuites"]) {
    for (const auto& test : suite.value("testsuite", json::array())) {
      count(suite.value("name", "?"), test, tally);
    }
  }
  return tally;
}

std::expected<Tally, std::string> tally_of_vitest(std::string_view text) {
  const json parsed = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object() || !parsed.contains("testResults")) {
    return std::unexpected("not a report of Vitest");
  }
  Tally tally;
  for (const auto& file : parsed["testResults"]) {
    const auto tests = file.value("assertionResults", json::array());
    for (const auto& test : tests) {
      const std::string name = test.value("fullName", "?");
      const std::string status = test.value("status", "");
      if (status == "passed") {
        ++tally.passed;
      } else if (status == "failed") {
        tally.failed.push_back(name);
      } else {
        tally.skipped.push_back(name);
      }
    }
    const bool broke_before_its_tests = tests.empty() && file.value("status", "") == "failed";
    if (broke_before_its_tests) tally.failed.push_back(file.value("name", "?"));
  }
  return tally;
}

std::string closing_line(const Tally& tally) {
  std::string line = fmt::format("{} passed, {} failed", tally.passed, tally.failed.size());
  if (!tally.skipped.empty()) line += fmt::format(", {} skipped", tally.skipped.size());
  return line;
}

}  // namespace luft::cli
