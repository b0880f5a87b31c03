// compose.yaml holds together: programs, settings, names, volumes, health checks, and nothing that
// ties one container's life to another's.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "runtime/mqtt_settings.h"
#include "runtime/settings.h"
#include "tests/structure/source_tree.h"

namespace luft::tests {
namespace {

const std::string kRoot = LUFT_SOURCE_DIR;
const std::string kData = "/var/lib/luft";

std::string text_of(const std::string& file) {
  std::ifstream in(kRoot + "/" + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Compose : public testing::Test {
 protected:
  YAML::Node file_ = YAML::LoadFile(kRoot + "/compose.yaml");
  YAML::Node services_ = file_["services"];

  // A service's own entry, or the one it merges in (`<<`).
  static YAML::Node entry(const YAML::Node& service, const char* name) {
    if (service[name]) return service[name];
    return service["<<"] ? service["<<"][name] : YAML::Node(YAML::NodeType::Undefined);
  }
  static bool is_ours(const YAML::Node& service) {
    return entry(service, "image").as<std::string>() == "luft";
  }
  // "${NAME:-default}" as it is where nothing sets NAME.
  static std::string with_defaults(const std::string& text) {
    return std::regex_replace(text, std::regex(R"(\$\{\w+:-([^}]*)\})"), "$1");
  }
  // host of mqtt://host:port and http://host:port
  static std::string host_of(const std::string& url) {
    std::smatch found;
    return std::regex_match(url, found, std::regex(R"(\w+://([\w.-]+):\d+)")) ? found[1].str() : "";
  }
};

TEST_F(Compose, RunsBrokerClickHouseHubMlAndGrafana) {
  std::set<std::string> names;
  for (const auto& each : services_) names.insert(each.first.as<std::string>());
  EXPECT_EQ(names, (std::set<std::string>{"broker", "clickhouse", "grafana", "hub", "ml"}));
}

TEST_F(Compose, EndsAndRestartsEachContainerAlone) {
  for (const auto& each : services_) {
    const auto name = each.first.as<std::string>();
    for (const char* tie : {"network_mode", "pid", "ipc", "links", "volumes_from"}) {
      EXPECT_FALSE(entry(each.second, tie)) << name << " is tied to another by " << tie;
    }
    EXPECT_EQ(entry(each.second, "restart").as<std::string>(), "unless-stopped") << name;
  }
}

TEST_F(Compose, StartsProgramsThatTheImageHas) {
  std::string programs;
  for (const auto& file : project_sources()) {
    if (file.name() != "CMakeLists.txt") continue;
    for (const auto& line : file.lines) programs += line + "\n";
  }
  for (const auto& each : services_) {
    if (!is_ours(each.second)) continue;
    const auto program = entry(each.second, "command")[0].as<std::string>();
    EXPECT_TRUE(std::regex_search(programs, std::regex("luft_program\\(" + program + "\\s")))
        << program;
    EXPECT_EQ(entry(each.second, "volumes")[0].as<std::string>(), "data:" + kData);
  }
  EXPECT_NE(text_of("Dockerfile").find("LUFT_DATA=" + kData), std::string::npos);
}

TEST_F(Compose, ConfiguresOnlyWhatIsASettingAndAllOfItIsAllowed) {
  for (const auto& each : services_) {
    if (!is_ours(each.second)) continue;
    runtime::Environment environment;
    for (const auto& variable : entry(each.second, "environment")) {
      environment[variable.first.as<std::string>()] =
          with_defaults(variable.second.as<std::string>());
    }
    const auto settings = runtime::read_settings("", "compose.yaml", environment);
    EXPECT_TRUE(settings) << each.first << ": " << settings.error().front().where << ": "
                          << settings.error().front().what;
  }
}

TEST_F(Compose, ReachesServicesByNamesThatAreThereAndListenBeyondLoopback) {
  for (const auto& each : services_) {
    for (const auto& variable : entry(each.second, "environment")) {
      if (!variable.first.as<std::string>().ends_with("_URL")) continue;
      const std::string host = host_of(variable.second.as<std::string>());
      ASSERT_TRUE(services_[host]) << variable.second << " names no service";
      const auto bind = host == "broker" ? "LUFT_MQTT_BIND" : "LUFT_CLICKHOUSE_BIND";
      EXPECT_EQ(entry(services_[host], "environment")[bind].as<std::string>(), "0.0.0.0") << host;
      if (host == "clickhouse") {
        const auto from = entry(services_[host], "environment")["LUFT_CLICKHOUSE_SERVICES_FROM"];
        EXPECT_EQ(from.as<std::string>(), "anywhere") << "the hub comes from another container";
      }
      EXPECT_TRUE(entry(each.second, "depends_on")[host])
          << each.first << " does not wait for " << host;
    }
  }
}

TEST_F(Compose, TellsGrafanaAllThatItsFilesAskFor) {
  const auto environment = entry(services_["grafana"], "environment");
  EXPECT_TRUE(services_[environment["LUFT_GRAFANA_CLICKHOUSE_HOST"].as<std::string>()]);
  const std::string files = text_of("grafana/provisioning/datasources/clickhouse.yml") +
                            text_of("grafana/provisioning/dashboards/default.yml");
  const std::regex variable(R"(\$(\w+))");
  for (auto at = std::sregex_iterator(files.begin(), files.end(), variable);
       at != std::sregex_iterator(); ++at) {
    const std::string name = (*at)[1];
    if (name == "LUFT_GRAFANA_CLICKHOUSE_PASSWORD") continue;  // by grafana/start
    EXPECT_TRUE(environment[name]) << name;
  }
}

TEST_F(Compose, WaitsOnlyForServicesThatSayWhenTheyAreHealthy) {
  for (const auto& each : services_) {
    for (const auto& awaited : entry(each.second, "depends_on")) {
      const auto name = awaited.first.as<std::string>();
      ASSERT_TRUE(services_[name]) << each.first << " waits for " << name;
      EXPECT_EQ(awaited.second["condition"].as<std::string>(), "service_healthy");
      EXPECT_TRUE(entry(services_[name], "healthcheck")["test"]) << name;
    }
  }
}

TEST_F(Compose, MountsVolumesThatAreDeclaredOrFoldersThatExist) {
  for (const auto& each : services_) {
    for (const auto& volume : entry(each.second, "volumes")) {
      const auto source = volume.as<std::string>().substr(0, volume.as<std::string>().find(':'));
      if (source.starts_with("./")) {
        EXPECT_TRUE(std::ifstream(kRoot + "/" + source).good()) << source;
      } else {
        EXPECT_TRUE(file_["volumes"].IsMap() && file_["volumes"][source].IsDefined()) << source;
      }
    }
  }
}

TEST_F(Compose, PublishesOnLoopbackUnlessToldOtherwiseAndEachVariableIsDocumented) {
  const std::string text = text_of("compose.yaml");
  for (const auto& each : services_) {
    for (const auto& port : entry(each.second, "ports")) {
      const auto said = port.as<std::string>();
      EXPECT_TRUE(said.starts_with("127.0.0.1:") || said.starts_with("${LUFT_PUBLISH:-127.0.0.1}:"))
          << said;
    }
  }
  const std::string docs = text_of("docs/deploy.md");
  const std::regex variable(R"(\$\{(\w+))");
  for (auto at = std::sregex_iterator(text.begin(), text.end(), variable);
       at != std::sregex_iterator(); ++at) {
    EXPECT_NE(docs.find("`" + (*at)[1].str()), std::string::npos)
        << (*at)[1] << " is not in docs/deploy.md";
  }
}

}  // namespace
}  // namespace luft::tests
