// Every member of every payload, tried systematically: missing, null, of another type, twice, at
// and beyond its range. The table below says what each member is.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "contract/limits.h"
#include "contract/testing/payloads.h"

namespace luft::contract {
namespace {

using Json = nlohmann::json;

enum class Need { required, optional, required_or_null };
enum class Type { number, integer, text, boolean, ref, list, object };

struct Member {
  std::string payload;
  std::string name;
  Need need;
  Type type;
  double min = 0;
  double max = 0;

  friend void PrintTo(const Member& member, std::ostream* out) {
    *out << member.payload << " " << member.name;
  }
};

constexpr auto kRequired = Need::required;
constexpr auto kOptional = Need::optional;
constexpr double kIdentifier = static_cast<double>(kMaxIdentifier);
constexpr double kUint32 = 4294967295;

// A payload with all its members, such that each may be moved over its whole range.
Json example(const std::string& payload) {
  static const std::map<std::string, const char*> examples{
      {"reading.temperature",
       R"({"value":1,"boot":7,"seq":5,"up_ms":0,"now_ms":9007199254740991,"oldest":[6,1],
           "time_ms":1})"},
      {"reading.sound_volume", R"({"value":1})"},
      {"reading.rssi", R"({"value":-1})"},
      {"audio", R"({"rate":16000,"format":"s16le","boot":7,"clip":2,"part":0,"parts":64,
                    "data":"AAAA"})"},
      {"batch", R"({"boot":8,"now_ms":9007199254740991,"oldest":[7,1],
                    "r":[[1,"co2",0,500]]})"},
      {"inference_request",
       R"({"temp":1,"humidity":1,"volume":1,"request_id":"a","as_of":[7,1],"position":1,
           "hold_s":1,"time_ms":1,"utc_offset_s":1,"temp_trend":1,"humidity_trend":1,"co2":1,
           "outdoor_temp":1,"outdoor_humidity":1,"rain":1,"wind_speed":1})"},
      {"window_control", R"({"position":50,"confidence":1,"request_id":"a","as_of":[7,1],
                             "model":"m","reason":"r"})"},
      {"window_set", R"({"position":1,"hold_s":1})"},
      {"home_assistant_set", R"({"position":1,"hold_s":1})"},
      {"window_state", R"({"position":1,"target":1,"moving":true,"cause":"guard",
                           "request_id":"a","hold_s":1,"reason":"r","fault":"f"})"},
      {"device_info", R"({"boot":7,"firmware":"1","chip":"c","reset_reason":"r","rssi":-1,
                          "free_memory":1,"window":true,"sensors":["co2"],
                          "lowest_memory":1,"largest_block":1,"lowest_stack":1,
                          "longest_round_ms":1,"brown_outs":1,"crash_dump":true})"},
      {"device_event", R"({"event":"e","request_id":"a","reason":"r"})"},
      {"config_desired", R"({"version":1,"metrics":{},"window":{},"audio":{}})"},
      {"config_reported", R"({"version":1,"metrics":{},"window":{},"audio":{},"refused":[]})"},
      {"device_command", R"({"command":"identify"})"},
      {"device_command.update",
       R"({"command":"update","version":"1","chip":"c","url":"https://h","size":1,"sha256":")"
       "0000000000000000000000000000000000000000000000000000000000000000"
       R"(","signature":")"
       "0000000000000000000000000000000000000000000000000000000000000000"
       "0000000000000000000000000000000000000000000000000000000000000000"
       R"("})"},
      {"ml_command", R"({"command":"shadow","version":"1.2.0","id":"a"})"},
      {"shadow_decision", R"({"model":"m","position":1,"confidence":1,"in_force":1,"stood":1,
                              "request_id":"a"})"},
      {"device_receipt", R"({"boot":7,"through":0,"seen":9007199254740991})"},
  };
  return Json::parse(examples.at(payload));
}

// A table. NOLINTNEXTLINE(readability-function-size)
std::vector<Member> all_members() {
  return {
      {"reading.temperature", "value", kRequired, Type::number, -40, 85},
      {"reading.sound_volume", "value", kRequired, Type::number, 0, 140},
      {"reading.rssi", "value", kRequired, Type::number, -127, 0},
      {"reading.temperature", "boot", kRequired, Type::integer, 0, kIdentifier},
      {"reading.temperature", "seq", kRequired, Type::integer, 1, kIdentifier},
      {"reading.temperature", "up_ms", kRequired, Type::integer, 0, kIdentifier},
      {"reading.temperature", "now_ms", kRequired, Type::integer, 0, kIdentifier},
      {"reading.temperature", "oldest", kOptional, Type::ref},
      {"reading.temperature", "time_ms", kOptional, Type::integer, 0, kIdentifier},
      {"audio", "rate", kRequired, Type::integer, 8000, 48000},
      {"audio", "format", kRequired, Type::text},
      {"audio", "boot", kRequired, Type::integer, 0, kIdentifier},
      {"audio", "clip", kRequired, Type::integer, 0, kUint32},
      {"audio", "part", kRequired, Type::integer, 0, 63},
      {"audio", "parts", kRequired, Type::integer, 1, 64},
      {"audio", "data", kRequired, Type::text},
      {"batch", "boot", kRequired, Type::integer, 0, kIdentifier},
      {"batch", "now_ms", kRequired, Type::integer, 0, kIdentifier},
      {"batch", "oldest", kRequired, Type::ref},
      {"batch", "r", kRequired, Type::list},
      {"inference_request", "temp", kRequired, Type::number, -40, 85},
      {"inference_request", "humidity", kRequired, Type::number, 0, 100},
      {"inference_request", "volume", Need::required_or_null, Type::number, 0, 140},
      {"inference_request", "request_id", kOptional, Type::text},
      {"inference_request", "as_of", kOptional, Type::ref},
      {"inference_request", "position", kOptional, Type::number, 0, 100},
      {"inference_request", "hold_s", kOptional, Type::integer, 0, kMaxHoldSeconds},
      {"inference_request", "time_ms", kOptional, Type::integer, 0, kIdentifier},
      {"inference_request", "utc_offset_s", kOptional, Type::integer, -50400, 50400},
      {"inference_request", "temp_trend", kOptional, Type::number, -200, 200},
      {"inference_request", "humidity_trend", kOptional, Type::number, -1000, 1000},
      {"inference_request", "co2", kOptional, Type::number, 0, 40000},
      {"inference_request", "outdoor_temp", kOptional, Type::number, -40, 85},
      {"inference_request", "outdoor_humidity", kOptional, Type::number, 0, 100},
      {"inference_request", "rain", kOptional, Type::number, 0, 500},
      {"inference_request", "wind_speed", kOptional, Type::number, 0, 100},
      {"window_control", "position", kRequired, Type::number, 0, 100},
      {"window_control", "confidence", kRequired, Type::number, 0, 1},
      {"window_control", "request_id", kOptional, Type::text},
      {"window_control", "as_of", kOptional, Type::ref},
      {"window_control", "model", kOptional, Type::text},
      {"window_control", "low", kOptional, Type::number, 0, 100},
      {"window_control", "high", kOptional, Type::number, 0, 100},
      {"window_control", "reason", kOptional, Type::text},
      {"window_set", "position", kRequired, Type::number, 0, 100},
      {"window_set", "hold_s", kOptional, Type::integer, 0, kMaxHoldSeconds},
      {"home_assistant_set", "position", kOptional, Type::number, 0, 100},
      {"home_assistant_set", "hold_s", kOptional, Type::integer, 0, kMaxHoldSeconds},
      {"window_state", "position", kRequired, Type::number, 0, 100},
      {"window_state", "target", kRequired, Type::number, 0, 100},
      {"window_state", "moving", kRequired, Type::boolean},
      {"window_state", "cause", kRequired, Type::text},
      {"window_state", "request_id", kOptional, Type::text},
      {"window_state", "hold_s", kOptional, Type::integer, 0, kMaxHoldSeconds},
      {"window_state", "reason", kOptional, Type::text},
      {"window_state", "fault", kOptional, Type::text},
      {"device_info", "boot", kRequired, Type::integer, 0, kIdentifier},
      {"device_info", "firmware", kOptional, Type::text},
      {"device_info", "chip", kOptional, Type::text},
      {"device_info", "reset_reason", kOptional, Type::text},
      {"device_info", "rssi", kOptional, Type::number, -127, 0},
      {"device_info", "free_memory", kOptional, Type::integer, 0, kUint32},
      {"device_info", "window", kOptional, Type::boolean},
      {"device_info", "sensors", kOptional, Type::list},
      {"device_info", "lowest_memory", kOptional, Type::integer, 0, kUint32},
      {"device_info", "largest_block", kOptional, Type::integer, 0, kUint32},
      {"device_info", "lowest_stack", kOptional, Type::integer, 0, kUint32},
      {"device_info", "longest_round_ms", kOptional, Type::integer, 0, kUint32},
      {"device_info", "brown_outs", kOptional, Type::integer, 0, kUint32},
      {"device_info", "crash_dump", kOptional, Type::boolean},
      {"device_event", "event", kRequired, Type::text},
      {"device_event", "request_id", kOptional, Type::text},
      {"device_event", "reason", kOptional, Type::text},
      {"config_desired", "version", kRequired, Type::integer, 0, kIdentifier},
      {"config_reported", "version", kRequired, Type::integer, 0, kIdentifier},
      {"config_desired", "metrics", kOptional, Type::object},
      {"config_desired", "window", kOptional, Type::object},
      {"config_desired", "audio", kOptional, Type::object},
      {"config_reported", "metrics", kOptional, Type::object},
      {"config_reported", "window", kOptional, Type::object},
      {"config_reported", "audio", kOptional, Type::object},
      {"config_reported", "refused", kOptional, Type::list},
      {"device_command", "command", kRequired, Type::text},
      {"device_command.update", "command", kRequired, Type::text},
      {"device_command.update", "version", kRequired, Type::text},
      {"device_command.update", "chip", kRequired, Type::text},
      {"device_command.update", "url", kRequired, Type::text},
      {"device_command.update", "size", kRequired, Type::integer, 1, 16.0 * 1024 * 1024},
      {"device_command.update", "sha256", kRequired, Type::text},
      {"device_command.update", "signature", kRequired, Type::text},
      {"ml_command", "command", kRequired, Type::text},
      {"ml_command", "version", kOptional, Type::text},
      {"ml_command", "id", kRequired, Type::text},
      {"shadow_decision", "model", kRequired, Type::text},
      {"shadow_decision", "position", kRequired, Type::number, 0, 100},
      {"shadow_decision", "confidence", kRequired, Type::number, 0, 1},
      {"shadow_decision", "in_force", kRequired, Type::number, 0, 100},
      {"shadow_decision", "stood", kOptional, Type::number, 0, 100},
      {"shadow_decision", "request_id", kOptional, Type::text},
      {"device_receipt", "boot", kRequired, Type::integer, 0, kIdentifier},
      {"device_receipt", "through", kRequired, Type::integer, 0, kIdentifier},
      {"device_receipt", "seen", kRequired, Type::integer, 0, kIdentifier},
  };
}

bool has_type(const Json& value, Type type) {
  switch (type) {
    case Type::number:
    case Type::integer:
      return value.is_number();
    case Type::text:
      return value.is_string();
    case Type::boolean:
      return value.is_boolean();
    case Type::ref:
    case Type::list:
      return value.is_array();
    case Type::object:
      return value.is_object();
  }
  return false;
}

class Members : public ::testing::TestWithParam<Member> {
 protected:
  [[nodiscard]] const Member& member() const { return GetParam(); }

  [[nodiscard]] std::expected<std::string, ParseError> parse(const std::string& text) const {
    return testing::payload_named(member().payload).rewrite(text);
  }

  [[nodiscard]] Json with(const Json& value) const {
    Json payload = example(member().payload);
    payload[member().name] = value;
    return payload;
  }

  // The example with this member's value as text that JSON libraries would not write.
  [[nodiscard]] std::string with_raw(const std::string& value) const {
    std::string text = with("@").dump();
    return text.replace(text.find("\"@\""), 3, value);
  }

  void expect_refused(const std::string& text, ParseErrorKind kind) const {
    const auto result = parse(text);
    ASSERT_FALSE(result.has_value()) << text;
    EXPECT_EQ(name(result.error().kind), name(kind)) << text;
    EXPECT_EQ(result.error().member.view(), member().name) << text;
  }
};

class NumericMembers : public Members {};
class IntegerMembers : public Members {};
class RefMembers : public Members {};

TEST_P(Members, IsMissedWhenRequired) {
  Json payload = example(member().payload);
  payload.erase(member().name);
  if (member().need == kOptional) {
    EXPECT_TRUE(parse(payload.dump()).has_value());
  } else {
    // A reading without all of an identity but its value is a bare one; see reading_test.
    expect_refused(payload.dump(), ParseErrorKind::missing);
  }
}

TEST_P(Members, MayBeNullWhenOptional) {
  const std::string text = with(nullptr).dump();
  if (member().need == kRequired) {
    expect_refused(text, ParseErrorKind::wrong_type);
  } else {
    EXPECT_TRUE(parse(text).has_value()) << text;
  }
}

TEST_P(Members, IsRefusedWithAnotherType) {
  for (const Json& value : {Json(1), Json("1"), Json(true), Json::array(), Json::object()}) {
    if (!has_type(value, member().type)) {
      expect_refused(with(value).dump(), ParseErrorKind::wrong_type);
    }
  }
}

TEST_P(Members, IsRefusedWhenItComesTwice) {
  std::string text = with(0).dump();
  text.pop_back();
  text += ",\"" + member().name + "\":" + with(0)[member().name].dump() + "}";
  expect_refused(text, ParseErrorKind::inconsistent);
}

TEST_P(NumericMembers, IsAcceptedUpToBothEndsOfItsRange) {
  for (const double value : {member().min, member().max}) {
    const auto result = parse(with(value).dump());
    // Moved alone, a member may contradict another; it must not be out of its own range.
    if (!result) {
      EXPECT_EQ(result.error().kind, ParseErrorKind::inconsistent) << value;
    }
  }
}

TEST_P(NumericMembers, IsRefusedBeyondItsRange) {
  const double step = member().type == Type::integer ? 1 : 0.001;
  for (const double value : {member().min - step, member().max + step, -1e300, 1e300}) {
    expect_refused(with(value).dump(), ParseErrorKind::out_of_range);
  }
  for (const char* value : {"1e999", "-1e999"}) {
    expect_refused(with_raw(value), ParseErrorKind::out_of_range);
  }
}

TEST_P(IntegerMembers, IsRefusedAsAFraction) {
  expect_refused(with((member().min + 1) + 0.5).dump(), ParseErrorKind::out_of_range);
}

TEST_P(Members, IsNoNumberWhenJsonSaysSo) {
  for (const char* value : {"NaN", "Infinity", "-Infinity", "01", "1.", ".5", "+1", "0x1", "1e"}) {
    const auto result = parse(with_raw(value));
    ASSERT_FALSE(result.has_value()) << value;
    EXPECT_EQ(result.error().kind, ParseErrorKind::not_json) << value;
  }
}

TEST_P(RefMembers, AreTwoIdentifiersOfWhichTheSecondCountsFromOne) {
  using Kind = ParseErrorKind;
  expect_refused(with({1}).dump(), Kind::missing);
  expect_refused(with({1, 2, 3}).dump(), Kind::out_of_range);
  expect_refused(with({1, 0}).dump(), Kind::out_of_range);
  expect_refused(with({-1, 1}).dump(), Kind::out_of_range);
  expect_refused(with({1, 1.5}).dump(), Kind::out_of_range);
  expect_refused(with({"1", 1}).dump(), Kind::wrong_type);
  expect_refused(with({1, nullptr}).dump(), Kind::wrong_type);
}

std::string test_name(const ::testing::TestParamInfo<Member>& info) {
  std::string name = info.param.payload + "_" + info.param.name;
  std::ranges::replace(name, '.', '_');
  return name;
}

std::vector<Member> members_of(std::initializer_list<Type> types) {
  std::vector<Member> members = all_members();
  std::erase_if(members, [&](const Member& member) {
    return std::ranges::find(types, member.type) == types.end();
  });
  return members;
}

INSTANTIATE_TEST_SUITE_P(All, Members, ::testing::ValuesIn(all_members()), test_name);
INSTANTIATE_TEST_SUITE_P(All, NumericMembers,
                         ::testing::ValuesIn(members_of({Type::number, Type::integer})), test_name);
INSTANTIATE_TEST_SUITE_P(All, IntegerMembers, ::testing::ValuesIn(members_of({Type::integer})),
                         test_name);
INSTANTIATE_TEST_SUITE_P(All, RefMembers, ::testing::ValuesIn(members_of({Type::ref})), test_name);

TEST(MemberTable, NamesEveryMemberOfEveryExample) {
  for (const testing::Payload& payload : testing::all_payloads()) {
    if (payload.name == "device_status") continue;  // a bare word
    const Json members = example(std::string(payload.name));
    for (const auto& [name, value] : members.items()) {
      const bool listed = std::ranges::any_of(all_members(), [&](const Member& member) {
        const bool same_form = payload.name.substr(0, 7) == member.payload.substr(0, 7);
        return same_form && member.name == name;
      });
      EXPECT_TRUE(listed) << payload.name << " " << name;
    }
  }
}

}  // namespace
}  // namespace luft::contract
