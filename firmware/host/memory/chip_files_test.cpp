#include "firmware/host/memory/chip_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "runtime/testing/temp_folder.h"

namespace luft::firmware::host {
namespace {

using ::testing::HasSubstr;

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class ChipFilesTest : public ::testing::Test {
 protected:
  // A start of the chip.
  std::unique_ptr<ChipFiles> start() {
    auto files =
        ChipFiles::open(folder_.file("kitchen"),
                        {.flash_delay = {}, .update_key = PublicKey{}, .update_ca_file = {}});
    EXPECT_TRUE(files) << files.error();
    return std::move(*files);
  }
  // An image in the other slot, to be tried from the next start on.
  void install(std::string_view image) {
    const auto files = start();
    ImageSlots& slots = files->update()->slots;
    ASSERT_TRUE(slots.write(0, bytes_of(image)));
    std::array<std::uint8_t, 4> back{};
    ASSERT_TRUE(slots.read(1, back));
    ASSERT_TRUE(std::ranges::equal(back, bytes_of(image.substr(1, 4))));
    ASSERT_TRUE(slots.try_other());
  }

  runtime::testing::TempFolder folder_;
};

TEST_F(ChipFilesTest, KeepReadingsOverAStart) {
  HeldReading reading;
  reading.ref = {.boot = 7, .seq = 1};
  reading.value = 21.5;
  ASSERT_TRUE(start()->backlog().add(reading));
  EXPECT_EQ(start()->backlog().oldest(), reading.ref);
}

TEST_F(ChipFilesTest, KeepSettingsOverAStart) {
  std::array<char, 64> buffer{};
  EXPECT_EQ(start()->settings().load(buffer), "");
  start()->settings().save("quiet");
  EXPECT_EQ(start()->settings().load(buffer), "quiet");
}

TEST_F(ChipFilesTest, RunTheOtherImageOnTrialAndKeepItOnceConfirmed) {
  EXPECT_EQ(start()->version(), "");
  install("luft-virtual 1.1.0\nand more");
  {
    const auto on_trial = start();
    EXPECT_EQ(on_trial->version(), "1.1.0");
    EXPECT_EQ(on_trial->update()->slots.running(), ImageSlots::Running::on_trial);
    on_trial->update()->slots.confirm();
  }
  EXPECT_EQ(start()->version(), "1.1.0");
  EXPECT_EQ(start()->update()->slots.running(), ImageSlots::Running::confirmed);
}

TEST_F(ChipFilesTest, ComeBackFromAnImageThatWasNotConfirmedWhateverEndedIt) {
  install("luft-virtual 1.1.0\n");
  EXPECT_EQ(start()->version(), "1.1.0");
  const auto back = start();
  EXPECT_EQ(back->version(), "");
  EXPECT_TRUE(back->update()->slots.other_was_given_up());
}

TEST_F(ChipFilesTest, RememberHowFarAnUpdateHasCome) {
  UpdateProgress progress;
  progress.written = 65'536;
  progress.tried = true;
  progress.offer.version = decltype(progress.offer.version)::cut("1.1.0");
  progress.offer.chip = decltype(progress.offer.chip)::cut("virtual");
  progress.offer.url = decltype(progress.offer.url)::cut("https://hub/image");
  progress.offer.size = 100'000;
  progress.offer.signature.fill(7);
  start()->update()->memory.save(progress);
  EXPECT_EQ(start()->update()->memory.load(), progress);
  start()->update()->memory.forget();
  EXPECT_FALSE(start()->update()->memory.load());
}

TEST_F(ChipFilesTest, NameADamagedFile) {
  std::filesystem::create_directory(folder_.file("kitchen"));
  folder_.write("kitchen/slots", "what?");
  const auto files = ChipFiles::open(folder_.file("kitchen"), {});
  ASSERT_FALSE(files);
  EXPECT_THAT(files.error(), HasSubstr("kitchen/slots is damaged"));
}

TEST(FlashFile, IsErasedToOnesAndWritingClearsBits) {
  const runtime::testing::TempFolder folder;
  const auto flash = FlashFile::open(folder.file("flash"), std::chrono::milliseconds{0});
  ASSERT_TRUE(flash) << flash.error();
  std::array<std::uint8_t, 2> bytes{};
  const auto at_4095 = [&] {
    EXPECT_TRUE((*flash)->read(4'094, bytes));
    return bytes;
  };
  EXPECT_EQ(at_4095(), (std::array<std::uint8_t, 2>{0xFF, 0xFF}));
  EXPECT_TRUE((*flash)->write(4'094, std::array<std::uint8_t, 2>{0xF0, 0x55}));
  EXPECT_TRUE((*flash)->write(4'094, std::array<std::uint8_t, 2>{0x3C, 0xFF}));
  EXPECT_EQ(at_4095(), (std::array<std::uint8_t, 2>{0x30, 0x55}));
  EXPECT_TRUE((*flash)->erase(0));
  EXPECT_EQ(at_4095(), (std::array<std::uint8_t, 2>{0xFF, 0xFF}));
}

}  // namespace
}  // namespace luft::firmware::host
