#include "hub/testing/json_schema.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

namespace luft::hub::testing {
namespace {

using nlohmann::json;

bool is_of_type(const json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

class Check {
 public:
  explicit Check(const json& document) : document_(document) {}

  void check(const json& value, const json& schema, const std::string& at) {
    static const std::set<std::string> kSayNothing{"description", "default"};
    for (const auto& [word, rule] : schema.items()) {
      if (kSayNothing.contains(word)) continue;
      if (!check_any(word, rule, value, at) && !check_object(word, rule, value, schema, at) &&
          !check_array(word, rule, value, at) && !check_scalar(word, rule, value, at)) {
        say(at, "this test does not know the word " + word);
      }
    }
  }

  std::vector<std::string> problems;

 private:
  void say(const std::string& at, const std::string& what) { problems.push_back(at + ": " + what); }
  void require(bool holds, const std::string& at, const std::string& what, const json& value) {
    if (!holds) say(at, what + ", not " + value.dump().substr(0, 100));
  }

  // Each of these: false when the word is not its own.
  bool check_any(const std::string& word, const json& rule, const json& value,
                 const std::string& at) {
    if (word == "$ref") {
      const std::string target = rule.get<std::string>().substr(1);
      check(value, document_.at(json::json_pointer{target}), at);
    } else if (word == "type") {
      const json types = rule.is_array() ? rule : json::array({rule});
      const bool fits = std::ranges::any_of(
          types, [&](const json& type) { return is_of_type(value, type.get<std::string>()); });
      require(fits, at, "must be " + rule.dump(), value);
    } else if (word == "enum") {
      require(std::ranges::find(rule, value) != rule.end(), at, "must be in " + rule.dump(), value);
    } else if (word == "const") {
      require(value == rule, at, "must be " + rule.dump(), value);
    } else if (word == "anyOf") {
      const bool fits = std::ranges::any_of(rule, [&](const json& each) {
        Check alone{document_};
        alone.check(value, each, at);
        return alone.problems.empty();
      });
      require(fits, at, "must be one of " + rule.dump(), value);
    } else {
      return false;
    }
    return true;
  }

  bool check_object(const std::string& word, const json& rule, const json& value,
                    const json& schema, const std::string& at) {
    if (word != "properties" && word != "required" && word != "additionalProperties") return false;
    if (!value.is_object()) return true;
    if (word == "required") {
      for (const json& name : rule) {
        require(value.contains(name.get<std::string>()), at, "must have " + name.dump(), value);
      }
    } else if (word == "properties") {
      for (const auto& [name, each] : rule.items()) {
        if (value.contains(name)) check(value.at(name), each, at + "/" + name);
      }
    } else {
      for (const auto& [name, each] : value.items()) {
        if (schema.contains("properties") && schema.at("properties").contains(name)) continue;
        require(rule != false, at, "must not have \"" + name + "\"", value);
        if (rule.is_object()) check(each, rule, at + "/" + name);
      }
    }
    return true;
  }

  bool check_array(const std::string& word, const json& rule, const json& value,
                   const std::string& at) {
    if (word != "items" && word != "minItems" && word != "maxItems") return false;
    if (!value.is_array()) return true;
    if (word == "minItems") require(value.size() >= rule, at, "must be longer", value);
    if (word == "maxItems") require(value.size() <= rule, at, "must be shorter", value);
    if (word != "items") return true;
    for (std::size_t i = 0; i < value.size(); ++i) {
      check(value[i], rule, at + "/" + std::to_string(i));
    }
    return true;
  }

  bool check_scalar(const std::string& word, const json& rule, const json& value,
                    const std::string& at) {
    if (word == "minimum" || word == "maximum") {
      const bool fits = !value.is_number() || (word == "minimum" ? value >= rule : value <= rule);
      require(fits, at, word + " " + rule.dump(), value);
    } else if (word == "pattern") {
      const bool fits =
          !value.is_string() ||
          std::regex_search(value.get<std::string>(), std::regex{rule.get<std::string>()});
      require(fits, at, "must match " + rule.dump(), value);
    } else {
      return false;
    }
    return true;
  }

  const json& document_;
};

}  // namespace

std::vector<std::string> problems_with(const json& value, const json& schema,
                                       const json& document) {
  Check check{document};
  check.check(value, schema, "");
  return check.problems;
}

}  // namespace luft::hub::testing
