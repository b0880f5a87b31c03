// The firmware off the host: its record of types checked, its budget on a 32-bit CPU, its build.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"

namespace luft::tests {
namespace {

using ::testing::HasSubstr;

constexpr int kSomethingIsMissing = 77;

struct Outcome {
  int code = -1;
  std::string output;
};

Outcome run(std::vector<std::string> command, std::string folder = LUFT_SOURCE_DIR) {
  const runtime::testing::TempFolder place;
  const std::string output = place.file("output");
  auto process = runtime::Process::start(
      {.command = std::move(command), .output_file = output, .working_folder = std::move(folder)});
  if (!process) return {.code = kSomethingIsMissing, .output = process.error()};
  const auto status = process->wait();
  return {.code = status.code.value_or(-1), .output = runtime::read_file(output).value_or("")};
}

// Passes with the table it printed, or is skipped with the reason.
void expect_well(const Outcome& outcome) {
  std::cout << outcome.output;
  if (outcome.code == kSomethingIsMissing) GTEST_SKIP() << outcome.output;
  EXPECT_EQ(outcome.code, 0);
}

const std::string kTests = std::string{LUFT_SOURCE_DIR} + "/tests/firmware/";

TEST(Firmware, AdaptersAreThoseThatWereTypeChecked) {
  const auto hash = run({kTests + "type_check.py", "--hash"});
  ASSERT_EQ(hash.code, 0) << hash.output;
  const auto record =
      runtime::read_file(std::string{LUFT_SOURCE_DIR} + "/firmware/esp32/type_check.txt");
  ASSERT_TRUE(record) << record.error();
  EXPECT_THAT(*record, HasSubstr("sources " + hash.output))
      << "firmware/esp32, or a header that it includes, changed since: "
         "tests/firmware/type_check.py --record";
}

TEST(Firmware, AdaptersFitTheHeadersOfEspIdf) {
  expect_well(run({kTests + "type_check.py"}));
}

TEST(Firmware, CoreKeepsToItsBudgetOnAnEmulatedRiscV) {
  expect_well(run({kTests + "rv32/budget.py"}));
}

TEST(Firmware, IsBuiltByEspIdfWhereItsToolchainIs) {
  if (run({"riscv32-esp-elf-g++", "--version"}).code != 0) {
    GTEST_SKIP() << "Espressif's toolchain is not in PATH: the image was not built";
  }
  const runtime::testing::TempFolder build;
  expect_well(run({"idf.py", "-B", build.path(), "-DIDF_TARGET=esp32c3", "build"},
                  std::string{LUFT_SOURCE_DIR} + "/firmware/esp32"));
}

}  // namespace
}  // namespace luft::tests
