// What is told of the models, and how wishes from afar change them.
#include "ml/versions/description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "contract/limits.h"
#include "ml/model/artifact.h"
#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"

namespace luft::ml {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using Wish = contract::ModelCommand::Wish;

const std::string kShipped = std::string(LUFT_SOURCE_DIR) + "/ml/default_model";

class DescribedVersions : public ::testing::Test {
 protected:
  void train(const std::string& version) {
    Model model = load_model(kShipped).value();
    model.version = version;
    ASSERT_TRUE(save_model(model, folder + "/" + version));
  }
  CommandAnswer ask(Wish wish, const std::string& version = {}) {
    return carry_out({.wish = wish,
                      .version = contract::Text<contract::kMaxModelNameLength>::cut(version),
                      .id = contract::Text<contract::kMaxRequestIdLength>::cut("7")},
                     versions, ++now_ms);
  }
  json described(const CommandAnswer& answer = {}) {
    return json::parse(describe(versions, answer));
  }

  runtime::testing::TempFolder temp;
  std::string folder = temp.file("models");
  Versions versions{folder, kShipped};
  std::uint64_t now_ms = 1'700'000'000'000;
};

TEST_F(DescribedVersions, AreNamedWithTheirQualityAndWhatChangedNewestFirst) {
  train("1.0.0");
  EXPECT_EQ(ask(Wish::use, "1.0.0").error, "");
  const json told = described();
  EXPECT_EQ(told["in_force"], "1.0.0");
  EXPECT_EQ(told["shadow"], nullptr);
  ASSERT_EQ(told["versions"].size(), 2U);
  EXPECT_EQ(told["versions"][0]["name"], "default");
  EXPECT_EQ(told["versions"][1]["version"], "1.0.0");
  EXPECT_TRUE(told["versions"][1]["metrics"].contains("with_outdoors_coverage"));
  EXPECT_EQ(told["changes"][0]["event"], "used");
  EXPECT_EQ(told["changes"][0]["version"], "1.0.0");
  EXPECT_THAT(told["changes"][0]["reason"].get<std::string>(), HasSubstr("a person's wish"));
}

TEST_F(DescribedVersions, SayWhatIsWrongWithADamagedOne) {
  train("1.0.0");
  ASSERT_TRUE(runtime::write_file_atomically(folder + "/1.0.0/model.json", "{}"));
  EXPECT_TRUE(described()["versions"][1]["error"].is_string());
}

TEST_F(DescribedVersions, GoBackAndTakeAShadowWhenTheyAreAskedTo) {
  train("1.0.0");
  train("1.1.0");
  EXPECT_EQ(ask(Wish::use, "1.0.0").error, "");
  EXPECT_EQ(ask(Wish::shadow, "1.1.0").error, "");
  EXPECT_EQ(versions.shadow(), "1.1.0");
  EXPECT_EQ(ask(Wish::shadow).error, "");
  EXPECT_EQ(versions.shadow(), "");
  EXPECT_EQ(ask(Wish::roll_back).error, "");
  EXPECT_EQ(versions.in_force(), "default");
}

TEST_F(DescribedVersions, AnswerUnderTheCommandsIdWhyItWasNotDone) {
  const CommandAnswer answer = ask(Wish::use, "9.9.9");
  EXPECT_EQ(answer.id, "7");
  EXPECT_THAT(answer.error, HasSubstr("9.9.9"));
  EXPECT_EQ(described(answer)["answer"]["id"], "7");
  EXPECT_THAT(ask(Wish::roll_back).error, HasSubstr("no version before"));
}

TEST_F(DescribedVersions, OpenNoFolderThatSomebodyNamesFromAfar) {
  EXPECT_THAT(ask(Wish::use, kShipped.substr(0, 60)).error, HasSubstr("no version is named"));
  EXPECT_THAT(ask(Wish::shadow, "/tmp").error, HasSubstr("cannot decide"));
}

TEST_F(DescribedVersions, FitIntoOneMessageHoweverManyThereAre) {
  for (int i = 0; i < 60; ++i) train("1.0." + std::to_string(i));
  EXPECT_LE(describe(versions, {}).size(), contract::kMaxVersionsBytes);
}

TEST_F(DescribedVersions, AreSeenToChangeOnceForEachChange) {
  DescriptionWatch watch;
  EXPECT_TRUE(watch.has_changed(versions));
  EXPECT_FALSE(watch.has_changed(versions));
  train("1.0.0");
  EXPECT_TRUE(watch.has_changed(versions));
  EXPECT_EQ(ask(Wish::use, "1.0.0").error, "");
  EXPECT_TRUE(watch.has_changed(versions));
  EXPECT_FALSE(watch.has_changed(versions));
}

}  // namespace
}  // namespace luft::ml
