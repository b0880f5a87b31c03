#include "runtime/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/file.h"
#include "runtime/http_access.h"
#include "runtime/mqtt_settings.h"
#include "runtime/settings_schema.h"
#include "runtime/testing/temp_folder.h"

namespace luft::runtime {

void PrintTo(const SettingsProblem& problem, std::ostream* out) {
  *out << problem.where << ": " << problem.what;
}

namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

auto problem(const std::string& where, const std::string& what) {
  return AllOf(Field(&SettingsProblem::where, where),
               Field(&SettingsProblem::what, HasSubstr(what)));
}

std::vector<SettingsProblem> problems_of(std::string_view yaml, const Environment& env = {}) {
  const auto settings = read_settings(yaml, "luft.yaml", env);
  return settings ? std::vector<SettingsProblem>{} : settings.error();
}

TEST(Settings, AreTheDefaultsWhenNothingIsGiven) {
  const auto settings = load_settings(std::nullopt, {});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->data, "./var");
  EXPECT_EQ(settings->mqtt.port, 1883);
  EXPECT_EQ(settings->http.port, 8080);
  EXPECT_EQ(settings->trigger.temperature_c, 0.3);
  EXPECT_EQ(settings->rooms.size(), 0U);
}

TEST(Settings, ComeFromTheFile) {
  const auto settings = read_settings(R"(
data: /srv/luft
log: {level: debug, format: text}
mqtt:
  url: mqtts://broker.example:8883
trigger:
  temperature_c: 0.5
  longest_interval_s: 120
ml:
  response_timeout_ms: 500
rooms:
  - name: Kitchen
    devices: [kitchen-sensor, kitchen-window]
    outdoor: [balcony]
)",
                                      "luft.yaml", {});
  ASSERT_TRUE(settings) << settings.error().front().what;
  EXPECT_EQ(settings->data, "/srv/luft");
  EXPECT_EQ(settings->log.level, LogLevel::debug);
  EXPECT_EQ(settings->log.format, LogFormat::text);
  EXPECT_EQ(settings->mqtt.url, "mqtts://broker.example:8883");
  EXPECT_EQ(settings->trigger.temperature_c, 0.5);
  EXPECT_EQ(settings->trigger.longest_interval, std::chrono::seconds{120});
  EXPECT_EQ(settings->ml.response_timeout, std::chrono::milliseconds{500});
  ASSERT_THAT(settings->rooms, SizeIs(1));
  EXPECT_THAT(settings->rooms[0].devices, ElementsAre("kitchen-sensor", "kitchen-window"));
  EXPECT_THAT(settings->rooms[0].outdoor, ElementsAre("balcony"));
}

TEST(Settings, FromTheEnvironmentWinOverTheFile) {
  const auto settings =
      read_settings("mqtt: {port: 2000}\nhttp: {port: 3000}", "luft.yaml",
                    {{"LUFT_MQTT_PORT", "4000"}, {"LUFT_DATA", "/data"}, {"HOME", "/root"}});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->mqtt.port, 4000);
  EXPECT_EQ(settings->http.port, 3000);
  EXPECT_EQ(settings->data, "/data");
}

TEST(Settings, ReportAllProblemsAtOnceWithTheirLines) {
  EXPECT_THAT(problems_of("mqtt:\n  port: 99999\n  prot: 1\nlog:\n  level: loud\nhttp: 1\n",
                          {{"LUFT_HTTP_PORT", "many"}}),
              ElementsAre(problem("luft.yaml:2", "a whole number from 1 to 65535"),
                          problem("luft.yaml:3", "did you mean mqtt.port?"),
                          problem("luft.yaml:5", "one of debug, info, warn, error, off"),
                          problem("luft.yaml:6", "http must be a map"),
                          problem("LUFT_HTTP_PORT", "a whole number from 1 to 65535")));
}

TEST(Settings, RefuseAnUnknownVariableAndNameTheNearest) {
  EXPECT_THAT(problems_of("", {{"LUFT_MQTT_PROT", "1"}}),
              ElementsAre(problem("LUFT_MQTT_PROT", "did you mean LUFT_MQTT_PORT?")));
  EXPECT_THAT(problems_of("", {{"LUFT_TEST_LONG", "1"}}), SizeIs(0));  // ours, for tests
}

TEST(Settings, RefuseBadYaml) {
  EXPECT_THAT(problems_of("mqtt:\n  port: [1\n"), ElementsAre(problem("luft.yaml:3", "not valid")));
  EXPECT_THAT(problems_of("- a\n"), ElementsAre(problem("luft.yaml:1", "must be a map")));
  EXPECT_THAT(problems_of("data: a\ndata: b\n"), ElementsAre(problem("luft.yaml:2", "twice")));
}

TEST(Settings, RefuseNumbersThatAreNot) {
  for (const char* bad : {"nan", "inf", "-1", "1e9", "0x10", "1 2", "", "twenty", "0.3 "}) {
    const std::string quoted = std::string{"trigger: {temperature_c: '"} + bad + "'}";
    EXPECT_THAT(problems_of(quoted), SizeIs(1)) << bad;
  }
  EXPECT_THAT(problems_of("mqtt: {port: 1883.5}"), SizeIs(1));
  EXPECT_THAT(problems_of("mqtt: {port: 18446744073709551617}"), SizeIs(1));
}

TEST(Settings, AreCheckedTogether) {
  EXPECT_THAT(problems_of("http:\n  threads: 4\n  max_event_streams: 4\n"),
              ElementsAre(problem("luft.yaml:3", "below http.threads")));
  EXPECT_THAT(problems_of("", {{"LUFT_MQTT_CERT_FILE", "a.pem"}}),
              ElementsAre(problem("LUFT_MQTT_CERT_FILE", "needs mqtt.key_file")));
}

TEST(Settings, RefuseRoomsThatDoNotMakeSense) {
  EXPECT_THAT(
      problems_of(R"(rooms:
  - name: A
    devices: [one, Two]
  - name: A
    devices: [one]
    outdoors: [x]
  - devices: three
  - four
)"),
      ElementsAre(problem("luft.yaml:3", "\"Two\" is not a device id"),
                  problem("luft.yaml:5", "device one is already in a room"),
                  problem("luft.yaml:6", "did you mean outdoor?"),
                  problem("luft.yaml:4", "room A is there twice"),
                  problem("luft.yaml:7", "must be a list"), problem("luft.yaml:7", "needs a name"),
                  problem("luft.yaml:8", "must be a map")));
}

TEST(Settings, SayWhichFileIsMissing) {
  const auto settings = load_settings("/nowhere/luft.yaml", {});
  ASSERT_FALSE(settings);
  EXPECT_THAT(settings.error(), ElementsAre(problem("/nowhere/luft.yaml", "No such file")));
}

TEST(Settings, TravelToOtherProcessesWhateverThoseFindInTheFile) {
  auto settings = read_settings("mqtt: {port: 2000}\nlog: {level: warn}\n", "luft.yaml", {});
  const Environment variables = to_environment(*settings);
  const auto again = read_settings("http: {bind: 0.0.0.0}\nmqtt: {url: 'mqtt://a', port: 1}\n",
                                   "luft.yaml", variables);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->mqtt.port, 2000);
  EXPECT_EQ(again->mqtt.url, "");
  EXPECT_EQ(again->http.bind, "127.0.0.1");
  EXPECT_EQ(to_environment(*again), variables);
}

TEST(Settings, AnEmptyVariableEmptiesATextAndLeavesANumber) {
  const auto settings = read_settings("mqtt: {url: 'mqtt://a', port: 2000}", "luft.yaml",
                                      {{"LUFT_MQTT_URL", ""}, {"LUFT_MQTT_PORT", ""}});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->mqtt.url, "");
  EXPECT_EQ(settings->mqtt.port, 2000);
}

// The files people start from cannot drift away from the table.

TEST(SettingsFiles, LuftYamlHoldsEverySettingWithItsDefaultAndMeaning) {
  const std::string yaml = read_file(LUFT_SOURCE_DIR "/luft.yaml").value();
  const auto settings = read_settings(yaml, "luft.yaml", {});
  ASSERT_TRUE(settings) << settings.error().front().where << settings.error().front().what;
  EXPECT_EQ(to_environment(*settings), to_environment(Settings{})) << "differs from the defaults";
  for (const SettingDescription& setting : describe_settings()) {
    const std::string key = setting.path.substr(setting.path.find('.') + 1);
    EXPECT_THAT(yaml, HasSubstr(key + ": ")) << setting.path;
    const std::string meaning = setting.meaning.substr(0, setting.meaning.size() - 1);
    EXPECT_THAT(yaml, HasSubstr("# " + meaning)) << setting.path;
    if (setting.allowed.find("from") == std::string::npos) continue;
    EXPECT_THAT(yaml, HasSubstr("(" + setting.allowed + ").")) << setting.path;
  }
}

TEST(HttpSettings, TakeHostNamesWithCommasBetween) {
  const auto settings =
      read_settings("http: {names: \"luft.home, Hub-1.example\"}", "luft.yaml", {});
  ASSERT_TRUE(settings);
  EXPECT_THAT(settings->http.names, ElementsAre("luft.home", "Hub-1.example"));
  EXPECT_EQ(to_environment(*settings).at("LUFT_HTTP_NAMES"), "luft.home,Hub-1.example");
  for (const char* bad : {"a:8080", "http://a", "a,,b", "a b", ","}) {
    EXPECT_THAT(problems_of("", {{"LUFT_HTTP_NAMES", bad}}),
                ElementsAre(problem("LUFT_HTTP_NAMES", "host names without ports")))
        << bad;
  }
}

TEST(HttpSettings, AskForAPasswordBeyondLoopbackOrWhereOneIsChosen) {
  Settings settings;
  settings.data = "/data";
  EXPECT_EQ(http_password_file(settings), "");
  settings.http.bind = "0.0.0.0";
  EXPECT_EQ(http_password_file(settings), "/data/credentials/http");
  settings.http.password_file = "/etc/luft/password";
  EXPECT_EQ(http_password_file(settings), "/etc/luft/password");
  settings.http.bind = "127.0.0.1";
  EXPECT_EQ(http_password_file(settings), "/etc/luft/password");
}

TEST(SettingsFiles, EnvExampleIsWrittenFromTheTable) {
  std::string expected = read_file(LUFT_SOURCE_DIR "/.env.example").value();
  expected.resize(expected.find("\n\n") + 1);  // what it says about itself
  for (const SettingDescription& setting : describe_settings()) {
    expected += "\n# " + setting.meaning + " Allowed: " + setting.allowed + ".\n#" +
                setting.variable + "=" + setting.default_value + "\n";
  }
  EXPECT_EQ(read_file(LUFT_SOURCE_DIR "/.env.example").value(), expected);
}

TEST(MqttUrl, IsSplitIntoItsParts) {
  EXPECT_EQ(parse_mqtt_url("mqtt://broker")->port, 1883);
  EXPECT_EQ(parse_mqtt_url("mqtts://broker/")->port, 8883);
  EXPECT_TRUE(parse_mqtt_url("mqtts://broker")->tls);
  EXPECT_EQ(parse_mqtt_url("mqtt://[::1]:2000")->host, "::1");
  EXPECT_EQ(parse_mqtt_url("mqtt://[::1]:2000")->port, 2000);
  EXPECT_EQ(parse_mqtt_url("mqtt+unix:///run/luft/broker.sock")->host, "/run/luft/broker.sock");
  EXPECT_EQ(parse_mqtt_url("mqtt+unix:///run/luft/broker.sock")->port, 0);
  EXPECT_TRUE(parse_mqtt_url("mqtt+unix:///" + std::string(106, 'a')));
  EXPECT_FALSE(parse_mqtt_url("mqtt+unix:///" + std::string(107, 'a')));
  for (const char* bad : {"", "broker", "http://broker", "mqtt+unix://", "mqtt+unix:///",
                          "mqtt+unix://run/broker.sock", "mqtt://", "mqtt://:1883",
                          "mqtt://a:", "mqtt://a:0", "mqtt://a:70000", "mqtt://a:b",
                          "mqtt://user:pw@a", "mqtt://a/b", "mqtt://[::1", "mqtt://[::1]x"}) {
    EXPECT_FALSE(parse_mqtt_url(bad)) << bad;
  }
}

TEST(MqttSettings, ReachOurOwnBrokerOnThisMachineWithoutItsCertificate) {
  Settings settings;
  settings.mqtt.bind = "192.168.1.5";
  EXPECT_EQ(mqtt_settings(settings, "hub")->host, "192.168.1.5");
  settings.mqtt.cert_file = "broker.crt";
  settings.mqtt.key_file = "broker.key";
  const auto mqtt = mqtt_settings(settings, "hub");
  ASSERT_TRUE(mqtt);
  EXPECT_EQ(mqtt->host, "127.0.0.1");
  EXPECT_EQ(mqtt->port, settings.mqtt.port);
  EXPECT_FALSE(mqtt->tls);
}

TEST(MqttSettings, ReadThePasswordFromItsFile) {
  const testing::TempFolder folder;
  Settings settings;
  settings.site = "campus/north";
  settings.mqtt.url = "mqtts://broker:8884";
  settings.mqtt.username = "hub";
  settings.mqtt.password_file = folder.write("password", "secret\n");
  const auto mqtt = mqtt_settings(settings, "hub-1");
  ASSERT_TRUE(mqtt);
  EXPECT_EQ(mqtt->host, "broker");
  EXPECT_EQ(mqtt->port, 8884);
  EXPECT_TRUE(mqtt->tls);
  EXPECT_EQ(mqtt->password, "secret");
  EXPECT_EQ(mqtt->topic_prefix, "campus/north/");
  settings.mqtt.password_file = folder.file("missing");
  EXPECT_EQ(mqtt_settings(settings, "hub-1").error().where, "mqtt.password_file");
  settings.mqtt.password_file = folder.write("empty", "\n");
  EXPECT_FALSE(mqtt_settings(settings, "hub-1"));
}

}  // namespace
}  // namespace luft::runtime
