// No setting is only documented: each is read by a part that does something with it.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "tests/structure/source_tree.h"

namespace luft::tests {
namespace {

constexpr std::string_view kSchema = "runtime/settings_schema.cpp";

std::string text_of(const SourceFile& file) {
  std::string text;
  for (const auto& line : file.lines) text += line + "\n";
  return text;
}

// The members of Settings that the table of settings fills: "mqtt.port".
std::vector<std::string> members() {
  std::vector<std::string> found;
  const auto& files = project_sources();
  const auto schema = std::ranges::find(files, kSchema, &SourceFile::path);
  if (schema == files.end()) return found;
  const std::string text = text_of(*schema);
  const std::regex row(R"(LUFT_AT\(([a-z_.]+)\),)");
  for (auto at = std::sregex_iterator(text.begin(), text.end(), row); at != std::sregex_iterator();
       ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

bool may_read(const SourceFile& file) {
  return file.is_cpp() && !file.path.starts_with("runtime/setting") &&
         !file.name().ends_with("_test.cpp") && file.path.find("/testing/") == std::string::npos;
}

// "intake" of "intake.rate" as the struct that parts are handed.
std::string struct_of(const std::string& group) {
  if (group == "mqtt") return "BrokerSettings";
  if (group == "clickhouse") return "ClickHouseSettings";
  std::string name = group + "Settings";
  name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  return name;
}

// Named whole (settings.mqtt.port), or by its own name in a part that is handed its group.
bool reads(const std::string& text, const std::string& member) {
  const auto dot = member.find('.');
  if (std::regex_search(text, std::regex(R"([.\w]*settings\w*(\(\))?\.)" + member + R"(\b)"))) {
    return true;
  }
  if (dot == std::string::npos) return false;
  const bool is_handed = text.find(struct_of(member.substr(0, dot))) != std::string::npos;
  return is_handed &&
         std::regex_search(text, std::regex(R"(\w\.)" + member.substr(dot + 1) + R"(\b)"));
}

TEST(SettingsInUse, EachIsReadByAPartThatDoesSomethingWithIt) {
  std::vector<std::string> texts;
  for (const auto& file : project_sources()) {
    if (may_read(file)) texts.push_back(text_of(file));
  }
  const auto all = members();
  ASSERT_GT(all.size(), 30U);
  for (const auto& member : all) {
    EXPECT_TRUE(std::ranges::any_of(texts, [&](const auto& text) { return reads(text, member); }))
        << member << " is documented and checked, and nothing reads it";
  }
}

TEST(SettingsInUse, NoticesOneThatNothingReads) {
  EXPECT_FALSE(reads("settings.mqtt.porter", "mqtt.port"));
  EXPECT_TRUE(reads("program->settings().ml.threads", "ml.threads"));
  EXPECT_FALSE(reads("const HttpSettings& http; http.threads", "ml.threads"));
  EXPECT_TRUE(reads("f(const IntakeSettings& limits) { limits.rate; }", "intake.rate"));
}

}  // namespace
}  // namespace luft::tests
