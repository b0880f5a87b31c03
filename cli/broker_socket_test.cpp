#include "cli/broker_socket.h"

#include <gtest/gtest.h>

#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

DataFolder made(const std::filesystem::path& root) {
  DataFolder folder{root};
  folder.create();
  return folder;
}

TEST(BrokerSocket, LiesWhereTheServicesRun) {
  const runtime::testing::TempFolder temp;
  const auto folder = made(temp.path());
  EXPECT_EQ(broker_socket(folder), folder.run() / "broker.sock");
  EXPECT_EQ(broker_socket(folder), folder.run() / "broker.sock");  // asking leaves nothing behind
}

TEST(BrokerSocket, IsNotThereWhereItsPathDoesNotFit) {
  const runtime::testing::TempFolder temp;
  EXPECT_EQ(broker_socket(made(temp.file("my house"))), "");
  EXPECT_EQ(broker_socket(made(temp.file(std::string(100, 'a')))), "");
}

TEST(BrokerSocket, IsNotThereWhereNoneCanBeMade) {
  const runtime::testing::TempFolder temp;
  EXPECT_EQ(broker_socket(DataFolder{temp.file("absent")}), "");
}

}  // namespace
}  // namespace luft::cli
