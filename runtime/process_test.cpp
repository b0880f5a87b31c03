#include "runtime/process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "runtime/file.h"
#include "runtime/shutdown.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/unique_fd.h"

namespace luft::runtime {
namespace {

using namespace std::chrono_literals;
using testing::TempFolder;

Process start(std::vector<std::string> command, const std::string& output_file = {}) {
  auto process = Process::start({.command = std::move(command), .output_file = output_file});
  EXPECT_TRUE(process) << process.error();
  return std::move(*process);
}

TEST(Process, TellsHowItsChildEnded) {
  EXPECT_TRUE(start({"true"}).wait().success());
  EXPECT_EQ(start({"sh", "-c", "exit 7"}).wait().text(), "exit code 7");
  EXPECT_EQ(start({"sh", "-c", "kill -9 $$"}).wait().text(), "signal 9 (Killed)");
}

TEST(Process, SaysWhichProgramCouldNotBeStarted) {
  const auto process = Process::start({.command = {"luft-no-such-program"}});
  ASSERT_FALSE(process);
  EXPECT_THAT(process.error(), ::testing::HasSubstr("luft-no-such-program: No such file"));
}

TEST(Process, WritesItsOutputToAFile) {
  const TempFolder folder;
  for (int i = 0; i < 2; ++i) {  // appended
    start({"sh", "-c", "echo out; echo err >&2"}, folder.file("log")).wait();
  }
  EXPECT_EQ(read_file(folder.file("log")), "out\nerr\nout\nerr\n");
}

TEST(Process, HandsOnEnvironmentAndWorkingFolder) {
  const TempFolder folder;
  auto process = Process::start({.command = {"sh", "-c", "echo $LUFT_A $HOME; pwd"},
                                 .set_env = {{"LUFT_A", "one"}, {"HOME", "two"}},
                                 .output_file = folder.file("log"),
                                 .working_folder = "/usr"});
  ASSERT_TRUE(process);
  process->wait();
  EXPECT_EQ(read_file(folder.file("log")), "one two\n/usr\n");
}

TEST(Process, EndsAChildInOrder) {
  Process sleeper = start({"sleep", "1000"});
  EXPECT_TRUE(sleeper.running());
  EXPECT_EQ(sleeper.terminate(20s).signal, SIGTERM);
  EXPECT_FALSE(sleeper.running());
  sleeper.signal(SIGTERM);  // no effect
}

TEST(Process, KillsAChildThatDoesNotListen) {
  const TempFolder folder;
  Process stubborn = start({"sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"},
                           folder.file("log"));
  while (read_file(folder.file("log")) != "ready\n") std::this_thread::yield();
  EXPECT_EQ(stubborn.terminate(std::chrono::milliseconds{10}).signal, SIGKILL);
}

TEST(Process, EndsItsChildWithItself) {
  pid_t pid = 0;
  {
    const Process sleeper = start({"sleep", "1000"});
    pid = sleeper.pid();
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST(Process, SetsSignalsBackToTheirDefaultsInTheChild) {
  const Shutdown blocks_and_ignores_signals;
  Process sleeper = start({"sleep", "1000"});
  EXPECT_EQ(sleeper.terminate(20s).signal, SIGTERM);
  EXPECT_EQ(start({"sh", "-c", "kill -PIPE $$; exit 3"}).wait().signal, SIGPIPE);
}

TEST(Process, InheritsNoneOfOurFiles) {
  const TempFolder folder;
  const UniqueFd inheritable{::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY)};
  const std::string path = "/proc/self/fd/" + std::to_string(inheritable.get());
  EXPECT_FALSE(start({"test", "-e", path}).wait().success());
  EXPECT_TRUE(start({"test", "-e", "/proc/self/fd/2"}).wait().success());
}

// Signals stay blocked in the thread that made a Shutdown, so each test has a thread of its own.
TEST(Shutdown, ComesWithASignal) {
  std::jthread{[] {
    const Shutdown shutdown;
    EXPECT_FALSE(shutdown.requested());
    ::raise(SIGTERM);
    shutdown.wait();
    EXPECT_TRUE(shutdown.requested());
    EXPECT_TRUE(shutdown.requested());  // stays
  }};
}

TEST(Shutdown, ComesOnRequestFromAnotherThread) {
  std::jthread{[] {
    Shutdown shutdown;
    const std::jthread asker{[&shutdown] { shutdown.request(); }};
    shutdown.wait();
    EXPECT_TRUE(shutdown.requested());
  }};
}

TEST(File, IsReplacedAsAWhole) {
  const TempFolder folder;
  const std::string path = folder.file("state");
  ASSERT_TRUE(write_file_atomically(path, "one"));
  ASSERT_TRUE(write_file_atomically(path, "two"));
  EXPECT_EQ(read_file(path), "two");
}

TEST(File, SaysWhatIsWrong) {
  const TempFolder folder;
  EXPECT_THAT(read_file(folder.file("none")).error(), ::testing::HasSubstr("No such file"));
  EXPECT_THAT(read_file(folder.write("big", "12345"), 4).error(), ::testing::HasSubstr("larger"));
  EXPECT_THAT(read_file(folder.path()).error(), ::testing::HasSubstr("Is a directory"));
  EXPECT_FALSE(write_file_atomically(folder.file("none/state"), ""));
}

TEST(File, ASecretIsTheFirstLine) {
  const TempFolder folder;
  EXPECT_EQ(read_secret_file(folder.write("a", "pass word\r\nnot this\n")), "pass word");
  EXPECT_FALSE(read_secret_file(folder.write("b", "\nx")));
}

}  // namespace
}  // namespace luft::runtime
