// Versions on disk: put in force, back, in the shadow, and out; never a damaged one.
#include "ml/versions/versions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "ml/model/artifact.h"
#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kShipped = std::string(LUFT_SOURCE_DIR) + "/ml/default_model";

class VersionsFolder : public ::testing::Test {
 protected:
  // The model that ships, as if it had been trained here under another version.
  void train(const std::string& version) {
    Model model = load_model(kShipped).value();
    model.version = version;
    model.weights[0].values[0] += 0.01F * static_cast<float>(++trained_);
    ASSERT_TRUE(save_model(model, folder + "/" + version));
  }
  void use(const std::string& version) {
    const auto used = versions.use(version, "a test", ++now_ms_);
    ASSERT_TRUE(used) << used.error();
  }
  void damage(const std::string& version) {
    const std::string file = folder + "/" + version + "/weights.safetensors";
    std::string bytes = runtime::read_file(file).value();
    bytes[bytes.size() / 2] ^= 1;
    ASSERT_TRUE(runtime::write_file_atomically(file, bytes));
  }

  runtime::testing::TempFolder temp;
  std::string folder = temp.file("models");
  Versions versions{folder, kShipped};

 private:
  int trained_ = 0;
  std::uint64_t now_ms_ = 1'700'000'000'000;
};

TEST_F(VersionsFolder, HoldsTheOneThatComesWithLuftInForceUntilAnotherIsUsed) {
  EXPECT_EQ(versions.in_force(), "default");
  train("0.4.0");
  train("0.10.0");
  EXPECT_THAT(versions.names(), ElementsAre("default", "0.10.0", "0.4.0"));
  use("0.4.0");
  EXPECT_EQ(versions.in_force(), "0.4.0");
  EXPECT_EQ(load_model(folder + "/current").value().version, "0.4.0");
}

TEST_F(VersionsFolder, GoesBackOneByOneToWhatWasInForceBefore) {
  train("0.4.0");
  train("0.5.0");
  use("0.4.0");
  use("0.5.0");
  EXPECT_EQ(versions.roll_back("worse", 1).value(), "0.4.0");
  EXPECT_EQ(versions.in_force(), "0.4.0");
  EXPECT_EQ(versions.roll_back("worse", 2).value(), "default");
  EXPECT_EQ(versions.in_force(), "default");
  EXPECT_THAT(versions.roll_back("worse", 3).error(), HasSubstr("no version before"));
  EXPECT_EQ(versions.history().back().reason, "worse");
}

TEST_F(VersionsFolder, IsNoOneStepFurtherBackForUsingTheSameVersionTwice) {
  train("0.4.0");
  use("0.4.0");
  use("0.4.0");
  EXPECT_EQ(versions.roll_back("worse", 1).value(), "default");
}

TEST_F(VersionsFolder, KeepsTheOneInForceWhenTheOtherIsDamaged) {
  train("0.4.0");
  train("0.5.0");
  use("0.4.0");
  damage("0.5.0");
  EXPECT_THAT(versions.use("0.5.0", "a test", 1).error(), HasSubstr("SHA-256"));
  EXPECT_EQ(versions.in_force(), "0.4.0");
  EXPECT_THAT(versions.set_shadow("0.5.0").error(), HasSubstr("SHA-256"));
  EXPECT_EQ(versions.shadow(), "");
  EXPECT_THAT(versions.export_to("0.5.0", temp.file("out")).error(), HasSubstr("SHA-256"));
  EXPECT_FALSE(fs::exists(temp.file("out")));
}

TEST_F(VersionsFolder, KeepsBackAChallengerThatIsNoBetterAndSaysWhy) {
  train("0.4.0");
  EXPECT_THAT(versions.use_if_better("0.4.0", 1).error(), HasSubstr("0.4.0 is kept back: "));
  EXPECT_EQ(versions.in_force(), "default");
  EXPECT_EQ(versions.history().back().event, VersionEvent::kept_back);
  use("0.4.0");
  EXPECT_EQ(versions.roll_back("worse", 2).value(), "default");
}

TEST_F(VersionsFolder, DoesNotGoBackToADamagedOne) {
  train("0.4.0");
  train("0.5.0");
  use("0.4.0");
  use("0.5.0");
  damage("0.4.0");
  EXPECT_THAT(versions.roll_back("worse", 1).error(), HasSubstr("SHA-256"));
  EXPECT_EQ(versions.in_force(), "0.5.0");
}

TEST_F(VersionsFolder, TakesAModelFromElsewhereInUnderItsOwnVersion) {
  Model model = load_model(kShipped).value();
  model.version = "1.0.0-rc.1";
  ASSERT_TRUE(save_model(model, temp.file("from elsewhere")));
  EXPECT_EQ(versions.use(temp.file("from elsewhere"), "a test", 1).value(), "1.0.0-rc.1");
  EXPECT_EQ(versions.in_force(), "1.0.0-rc.1");
  fs::remove_all(temp.file("from elsewhere"));
  EXPECT_TRUE(load_model(folder + "/current"));
}

TEST_F(VersionsFolder, DoesNotTakeAnotherModelInUnderAVersionThatIsThere) {
  train("0.4.0");
  Model model = load_model(kShipped).value();
  model.version = "0.4.0";
  model.weights[0].values[0] -= 1;
  ASSERT_TRUE(save_model(model, temp.file("other")));
  EXPECT_THAT(versions.use(temp.file("other"), "a test", 1).error(), HasSubstr("another model"));
}

TEST_F(VersionsFolder, DoesNotTakeAnotherModelInUnderTheVersionThatComesWithLuft) {
  const std::string shipped = load_model(kShipped).value().version;
  train(shipped);
  EXPECT_THAT(versions.use(shipped, "a test", 1).error(), HasSubstr("comes with Luft"));
}

TEST_F(VersionsFolder, ExportsAFolderThatAnotherInstallationCanUse) {
  train("0.4.0");
  ASSERT_TRUE(versions.export_to("0.4.0", temp.file("out")));
  Versions other(temp.file("other models"), kShipped);
  EXPECT_EQ(other.use(temp.file("out"), "a test", 1).value(), "0.4.0");
}

TEST_F(VersionsFolder, CountsOnToANumberThatNoModelHas) {
  const std::string shipped = load_model(kShipped).value().version;
  EXPECT_TRUE(versions.is_taken(shipped));
  const std::string first = versions.next_free();
  EXPECT_NE(first, shipped);
  EXPECT_TRUE(is_semantic_version(first));
  train(first);
  EXPECT_TRUE(versions.is_taken(first));
  EXPECT_NE(versions.next_free(), first);
}

TEST_F(VersionsFolder, NamesTheVersionsThereAreWhenAskedForAnother) {
  train("0.4.0");
  EXPECT_THAT(versions.use("0.9.9", "a test", 1).error(), HasSubstr("default, 0.4.0"));
  EXPECT_THAT(versions.folder_of("no/such/folder").error(), HasSubstr("no version"));
}

TEST_F(VersionsFolder, KeepsItsHistoryThroughALineThatIsTorn) {
  train("0.4.0");
  use("0.4.0");
  const std::string file = folder + "/history.ndjson";
  const std::string text = runtime::read_file(file).value();
  ASSERT_TRUE(runtime::write_file_atomically(file, text + "{\"event\":\"us"));
  EXPECT_EQ(versions.history().size(), 2U);
  EXPECT_EQ(versions.roll_back("worse", 1).value(), "default");
}

TEST(SemanticVersion, IsThreeNumbersAndMaybeAPreRelease) {
  for (const char* good : {"0.1.0", "10.20.30", "1.0.0-rc.1"}) {
    EXPECT_TRUE(is_semantic_version(good)) << good;
  }
  for (const char* bad : {"", "1", "1.2", "01.2.3", "1.2.3/..", "v1.2.3", "1.2.3-"}) {
    EXPECT_FALSE(is_semantic_version(bad)) << bad;
  }
}

}  // namespace
}  // namespace luft::ml
