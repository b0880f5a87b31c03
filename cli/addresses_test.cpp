// Addresses are found while their supervisor lives, and not after.
#include "cli/addresses.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "cli/folder_lock.h"
#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

class AddressesTest : public testing::Test {
 protected:
  void SetUp() override { folder_.create(); }

  runtime::testing::TempFolder made_;
  DataFolder folder_{made_.path()};
  Addresses mine_{.supervisor_pid = getpid(),
                  .mqtt = "mqtt://127.0.0.1:1883",
                  .http = "http://127.0.0.1:8080",
                  .clickhouse_http = "http://127.0.0.1:8123",
                  .clickhouse_tcp = "127.0.0.1:9000",
                  .http_password_file = "/var/lib/luft/credentials/http"};
};

TEST_F(AddressesTest, AreReadAsTheyWereWritten) {
  const auto lock = FolderLock::take(folder_);
  ASSERT_TRUE(lock);
  write_addresses(folder_, mine_);
  EXPECT_EQ(running_addresses(folder_), mine_);
  remove_addresses(folder_);
  EXPECT_EQ(running_addresses(folder_), std::nullopt);
}

// As after a power cut: the process id is another's now, here even one's own.
TEST_F(AddressesTest, OfADeadSupervisorDoNotCount) {
  write_addresses(folder_, mine_);
  EXPECT_EQ(running_addresses(folder_), std::nullopt);
}

TEST_F(AddressesTest, ThatAreDamagedDoNotCount) {
  const auto lock = FolderLock::take(folder_);
  for (const char* damage : {"", "{", "[]", "{\"mqtt\":1}", "{\"supervisor_pid\":\"x\"}"}) {
    std::ofstream(folder_.addresses()) << damage;
    EXPECT_EQ(running_addresses(folder_), std::nullopt) << damage;
  }
}

TEST_F(AddressesTest, CredentialsAreForTheirOwnerOnly) {
  const auto permissions = std::filesystem::status(folder_.credentials()).permissions();
  EXPECT_EQ(permissions, std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace luft::cli
