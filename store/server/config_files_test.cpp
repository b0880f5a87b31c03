#include "store/server/config_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::store {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

int count(std::string_view text, std::string_view word) {
  int found = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++found;
  return found;
}

TEST(ServerConfiguration, ListensWhereTheSettingsSay) {
  ServerSettings settings;
  settings.data_folder = "/home/a&b/var";
  settings.http_port = 18123;
  settings.memory_limit_mb = 512;
  const std::string xml = config_xml(settings);
  EXPECT_THAT(xml, HasSubstr("<listen_host>127.0.0.1</listen_host>"));
  EXPECT_THAT(xml, HasSubstr("<http_port>18123</http_port>"));
  EXPECT_THAT(xml, HasSubstr("<max_server_memory_usage>536870912<"));
  EXPECT_THAT(xml, HasSubstr("<path>/home/a&amp;b/var/clickhouse/data/</path>"));
}

TEST(ServerConfiguration, StaysReachableOverLoopbackWhereverElseItListens) {
  ServerSettings settings;
  settings.bind = "192.168.1.20";
  EXPECT_THAT(config_xml(settings), HasSubstr("<listen_host>127.0.0.1</listen_host>\n"
                                              "  <listen_host>192.168.1.20</listen_host>"));
  settings.bind = "0.0.0.0";
  EXPECT_THAT(config_xml(settings), Not(HasSubstr("127.0.0.1")));
}

TEST(ServerConfiguration, HoldsNoPasswordInPlainText) {
  const std::string xml = users_xml({"for-writing", "for-reading", "for-all"}, {});
  EXPECT_THAT(xml, Not(HasSubstr("for-writing")));
  // printf for-reading | sha256sum
  EXPECT_THAT(xml, HasSubstr("1902043558a076443261cf683740317000cc6505a2d327b2b04f2b39332ddbe3"));
}

TEST(ServerConfiguration, LetsTheServicesInFromOtherContainersOnlyWhereThatIsSaid) {
  ServerSettings settings;
  settings.bind = "0.0.0.0";
  EXPECT_EQ(count(users_xml({}, settings), "<ip>::/0</ip>"), 1) << "the reader's";
  settings.services_from = runtime::ServicesFrom::anywhere;
  EXPECT_EQ(count(users_xml({}, settings), "<ip>::/0</ip>"), 3);
  EXPECT_THAT(users_xml({}, settings), HasSubstr("<networks><ip>127.0.0.1</ip></networks>"))
      << "the engine's own user, who has no password";
}

}  // namespace
}  // namespace luft::store
