// Models on disk: what was saved comes back, and whatever was damaged is refused by name.
#include "ml/model/artifact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <limits>

#include "ml/model/safetensors.h"
#include "ml/model/sha256.h"
#include "ml/predictor.h"
#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"

namespace luft::ml {
namespace {

using ::testing::HasSubstr;

Model some_model(std::uint64_t seed = 1) {
  Model model;
  model.version = "1.2.3";
  model.weights = initial_weights(seed);
  model.normalisation.deviation.fill(2);
  model.normalisation.mean.fill(0.5F);
  model.calibration.groups[0].confidence = {.raw = {0.2, 0.9}, .calibrated = {0.1, 0.8}};
  model.calibration.groups[1].interval_mass = 0.7;
  model.calibration.groups[3].interval_mass = 0.8;
  model.seed = seed;
  model.data_fingerprint = "abc";
  model.metrics["cost_per_day"] = 7.25;
  return model;
}

class Artifact : public ::testing::Test {
 public:
  Artifact() : place(folder.file("model")) {
    const auto saved = save_model(some_model(), place);
    EXPECT_TRUE(saved) << saved.error();
  }

 protected:
  [[nodiscard]] std::string read(const std::string& name) const {
    return runtime::read_file(place + "/" + name).value();
  }
  void write(const std::string& name, std::string_view content) const {
    ASSERT_TRUE(runtime::write_file_atomically(place + "/" + name, content));
  }
  // Changes the first `from` in model.json.
  void edit_metadata(std::string_view from, std::string_view to) const {
    std::string text = read("model.json");
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    write("model.json", text.replace(at, from.size(), to));
  }
  // Damages the weights and makes the hash agree: what is left to notice is the damage itself.
  void rewrite_weights(const std::string& bytes) const {
    edit_metadata(sha256_hex(read("weights.safetensors")), sha256_hex(bytes));
    write("weights.safetensors", bytes);
  }
  [[nodiscard]] std::string refusal() const {
    const auto loaded = load_model(place);
    return loaded ? "accepted" : loaded.error();
  }

  runtime::testing::TempFolder folder;
  std::string place;
};

TEST_F(Artifact, ComesBackAsItWasSaved) {
  const auto loaded = load_model(place);
  ASSERT_TRUE(loaded) << loaded.error();
  const Model saved = some_model();
  EXPECT_EQ(loaded->version, saved.version);
  EXPECT_EQ(loaded->weights, saved.weights);
  EXPECT_EQ(loaded->normalisation.mean, saved.normalisation.mean);
  EXPECT_EQ(loaded->normalisation.deviation, saved.normalisation.deviation);
  EXPECT_EQ(loaded->calibration.groups[0].confidence.calibrated,
            saved.calibration.groups[0].confidence.calibrated);
  EXPECT_EQ(loaded->calibration.groups[1].interval_mass, 0.7);
  EXPECT_EQ(loaded->calibration.groups[3].interval_mass, 0.8);
  EXPECT_EQ(loaded->metrics, saved.metrics);
  EXPECT_EQ(loaded->data_fingerprint, "abc");
  EXPECT_GE(loaded->golden.size(), 8U);
}

TEST_F(Artifact, PromisesWarmRoomsWhatOthersArePromisedWhereItDoesNotTellThemApart) {
  edit_metadata("indoors_only_warm", "a_member_of_a_later_version");
  edit_metadata("outdoors_too_warm", "another");
  const auto loaded = load_model(place);
  ASSERT_TRUE(loaded) << loaded.error();
  const auto& groups = loaded->calibration.groups;
  EXPECT_EQ(groups[2].confidence.raw, some_model().calibration.groups[0].confidence.raw);
  EXPECT_EQ(groups[3].interval_mass, 0.7);
}

TEST_F(Artifact, IsReplacedWholeAndLeavesNothingBeside) {
  ASSERT_TRUE(save_model(some_model(2), place));
  EXPECT_EQ(load_model(place)->seed, 2U);
  std::size_t entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(entry.path().string(), place);
    ++entries;
  }
  EXPECT_EQ(entries, 1U);
}

TEST_F(Artifact, NeverTakesThePlaceOfAnythingElse) {
  const std::string thesis = folder.write("thesis.txt", "years of work");
  EXPECT_THAT(save_model(some_model(), folder.path()).error(), HasSubstr("holds no model"));
  EXPECT_EQ(runtime::read_file(thesis), "years of work");
  EXPECT_FALSE(save_model(some_model(), thesis)) << "a file";
  EXPECT_EQ(runtime::read_file(thesis), "years of work");
}

TEST_F(Artifact, IsRefusedWhenItIsNotThere) {
  std::filesystem::remove_all(place);
  EXPECT_THAT(refusal(), HasSubstr("model.json"));
}

TEST_F(Artifact, IsRefusedWhenTheWeightsFileIsTorn) {
  const std::string bytes = read("weights.safetensors");
  write("weights.safetensors", std::string_view(bytes).substr(0, bytes.size() / 2));
  EXPECT_THAT(refusal(), HasSubstr("weights.safetensors: its SHA-256"));
}

TEST_F(Artifact, IsRefusedWhenOneBitOfTheWeightsFlipped) {
  std::string bytes = read("weights.safetensors");
  bytes[bytes.size() - 100] = static_cast<char>(bytes[bytes.size() - 100] ^ 1);
  write("weights.safetensors", bytes);
  EXPECT_THAT(refusal(), HasSubstr("its SHA-256"));
}

TEST_F(Artifact, IsRefusedWhenItWasTrainedOnAnotherFeatureSchema) {
  edit_metadata("\"memory-1\"", "\"moment-0\"");
  EXPECT_THAT(refusal(), HasSubstr("trained on 'moment-0', this program computes 'memory-1'"));
}

TEST_F(Artifact, IsRefusedWhenAFeatureHasAnotherName) {
  edit_metadata("\"co2_ppm\"", "\"co_ppm\"");
  EXPECT_THAT(refusal(), HasSubstr("features: 'co2_ppm' is wrong"));
}

TEST_F(Artifact, IsRefusedWhenTheMetadataIsTornOrLacksAMember) {
  const std::string text = read("model.json");
  write("model.json", std::string_view(text).substr(0, text.size() / 3));
  EXPECT_THAT(refusal(), HasSubstr("model.json: "));
  write("model.json", text);
  edit_metadata("\"calibration\"", "\"calibrations\"");
  EXPECT_THAT(refusal(), HasSubstr("'calibration' not found"));
}

TEST_F(Artifact, IsRefusedWhenTheMetadataIsNestedToOverflowTheStack) {
  write("model.json",
        R"({"format":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}");
  EXPECT_THAT(refusal(), HasSubstr("model.json: "));
}

TEST_F(Artifact, IsRefusedWhenAGoldenNumberIsNotFinite) {
  edit_metadata("\"likely\": [", "\"likely\": [1e300,");
  EXPECT_THAT(refusal(), HasSubstr("golden: a number that is not finite"));
}

TEST_F(Artifact, IsRefusedWhenTheCalibrationIsNotMonotone) {
  edit_metadata("0.1,", "0.95,");
  EXPECT_THAT(refusal(), HasSubstr("calibration: not a monotone table"));
}

TEST_F(Artifact, IsRefusedWhenAWeightIsNotFiniteOrWouldMakeItSo) {
  // The last one would: what is remembered is multiplied by it, from the second decision on.
  for (const float poison : {std::numeric_limits<float>::quiet_NaN(), 3e38F, -3e38F}) {
    Weights weights = initial_weights(1);
    weights[2].values[5] = poison;
    rewrite_weights(write_safetensors(weights));
    EXPECT_THAT(refusal(), HasSubstr("'memory_gates.weight' holds a value that no training gives"));
  }
}

TEST_F(Artifact, IsRefusedWhenATensorHasAnotherShape) {
  Weights weights = initial_weights(1);
  weights[1].shape = {16, 12};
  rewrite_weights(write_safetensors(weights));
  EXPECT_THAT(refusal(), HasSubstr("'input_gates.bias' has another shape"));
}

TEST_F(Artifact, IsRefusedWhenItNoLongerSaysWhatItSaid) {
  rewrite_weights(write_safetensors(initial_weights(7)));
  EXPECT_THAT(refusal(), HasSubstr("it no longer says what it said"));
}

TEST(Safetensors, AreRefusedAtEveryLengthShortOfTheWhole) {
  const std::string bytes = write_safetensors(
      {{.name = "a", .shape = {2, 3}, .values = {1, 2, 3, 4, 5, 6}}, {"b", {1}, {7}}});
  ASSERT_TRUE(read_safetensors(bytes));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(read_safetensors(std::string_view(bytes).substr(0, length))) << length;
  }
  EXPECT_FALSE(read_safetensors(bytes + "x"));
}

TEST(Safetensors, ComeBackInTheOrderTheyWereWritten) {
  const Weights weights{{"z", {2}, {1, -2.5F}}, {"a", {1, 2}, {3, 4}}};
  EXPECT_EQ(read_safetensors(write_safetensors(weights)), weights);
}

std::string with_header(std::string_view header, std::size_t data_bytes) {
  const std::uint64_t length = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + std::string(header) + std::string(data_bytes, '\0');
}

TEST(Safetensors, NestedToOverflowTheStackAreRefused) {
  const std::string deep = std::string(30'000, '[') + std::string(30'000, ']');
  const std::string header = R"({"a":{"dtype":"F32","shape":)" + deep + "}}";
  const std::uint64_t length = header.size();
  std::string bytes(reinterpret_cast<const char*>(&length), sizeof length);
  EXPECT_FALSE(read_safetensors(bytes + header));
}

TEST(Safetensors, WithLyingHeadersAreRefused) {
  const auto refused = [](std::string_view header, std::size_t data_bytes) {
    const auto read = read_safetensors(with_header(header, data_bytes));
    return read ? "accepted" : read.error();
  };
  EXPECT_THAT(refused(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4),
              HasSubstr("do not fit its shape"));
  EXPECT_THAT(refused(R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})", 4),
              HasSubstr("dtype is not F32"));
  EXPECT_THAT(refused(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8),
              HasSubstr("leaves a gap"));
  EXPECT_THAT(refused(R"({"a":{"dtype":"F32","shape":[9000000,9000000],"data_offsets":[0,4]}})", 4),
              HasSubstr("too large"));
  EXPECT_THAT(refused(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4),
              HasSubstr("something else than a size"));
  EXPECT_THAT(refused("[1,2]", 0), HasSubstr("not a JSON object"));
  std::string huge = with_header("{}", 0);
  huge[7] = '\x7f';
  EXPECT_THAT(read_safetensors(huge).error(), HasSubstr("implausible"));
}

}  // namespace
}  // namespace luft::ml
