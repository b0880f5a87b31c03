// A model that appears, changes or is damaged while somebody looks.
#include "ml/versions/watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <limits>

#include "ml/model/artifact.h"
#include "ml/model/safetensors.h"
#include "ml/model/sha256.h"
#include "ml/versions/gate.h"
#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class WatchedModel : public ::testing::Test {
 protected:
  WatchedModel() {
    save("1.0.0");
    watch.mark_known();
  }
  void save(const std::string& version) {
    Model model = shipped;
    model.version = version;
    ASSERT_TRUE(save_model(model, place));
  }

  runtime::testing::TempFolder temp;
  std::string place = temp.file("model");
  Model shipped = load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value();
  ModelWatch watch{[this] { return place; }};
};

TEST_F(WatchedModel, IsNoNewsUntilItChanges) {
  EXPECT_FALSE(watch.poll());
  save("1.1.0");
  const auto change = watch.poll();
  ASSERT_TRUE(change);
  EXPECT_EQ(change->model.value().version, "1.1.0");
  EXPECT_FALSE(watch.poll());
}

TEST_F(WatchedModel, IsToldOfWhenALinkIsTurnedToAnother) {
  ASSERT_TRUE(save_model(shipped, temp.file("other")));
  const fs::path link = temp.file("current");
  fs::create_directory_symlink(place, link);
  ModelWatch of_link([link] { return link.string(); });
  of_link.mark_known();
  fs::remove(link);
  fs::create_directory_symlink(temp.file("other"), link);
  const auto change = of_link.poll();
  ASSERT_TRUE(change);
  EXPECT_EQ(change->model.value().version, shipped.version);
}

TEST_F(WatchedModel, IsRefusedOnceWhenItIsDamagedAndTakenWhenItIsMended) {
  const std::string file = place + "/weights.safetensors";
  const std::string whole = runtime::read_file(file).value();
  ASSERT_TRUE(runtime::write_file_atomically(file, whole.substr(0, whole.size() / 2)));
  const auto damaged = watch.poll();
  ASSERT_TRUE(damaged);
  EXPECT_THAT(damaged->model.error(), HasSubstr("SHA-256"));
  EXPECT_FALSE(watch.poll());
  ASSERT_TRUE(runtime::write_file_atomically(file, whole));
  EXPECT_TRUE(watch.poll()->model);
}

TEST_F(WatchedModel, IsRefusedWhenAWeightIsNotANumberHoweverWellItIsHashed) {
  Weights weights = shipped.weights;
  weights[2].values[7] = std::numeric_limits<float>::quiet_NaN();
  const std::string bytes = write_safetensors(weights);
  std::string text = runtime::read_file(place + "/model.json").value();
  const auto at = text.find("\"weights_sha256\"");
  const auto hash = text.find('"', text.find(':', at)) + 1;
  text.replace(hash, 64, sha256_hex(bytes));
  ASSERT_TRUE(runtime::write_file_atomically(place + "/weights.safetensors", bytes));
  ASSERT_TRUE(runtime::write_file_atomically(place + "/model.json", text));
  EXPECT_THAT(watch.poll()->model.error(), HasSubstr("no training gives"));
}

TEST_F(WatchedModel, IsToldOfWhenItIsGone) {
  fs::remove_all(place);
  const auto change = watch.poll();
  ASSERT_TRUE(change);
  EXPECT_EQ(change->folder, "");
  EXPECT_FALSE(watch.poll());
}

TEST(Gate, LetsTheModelThatShipsThrough) {
  const auto checked = load_checked_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model");
  EXPECT_TRUE(checked) << checked.error();
}

TEST(Gate, StopsAModelWhoseConfidenceIsNoProbability) {
  Model model = load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value();
  for (auto& group : model.calibration.groups)
    group.confidence.calibrated.assign(group.confidence.raw.size(), 1.5);
  EXPECT_THAT(check_model(model).error(), HasSubstr("confidence"));
}

}  // namespace
}  // namespace luft::ml
