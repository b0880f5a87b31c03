// Folders are written beside their place and renamed into it.
#include "ml/model/artifact.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "ml/model/metadata.h"
#include "ml/model/safetensors.h"
#include "ml/model/sha256.h"
#include "ml/predictor.h"
#include "runtime/file.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;

constexpr auto kWeightsFile = "weights.safetensors";
constexpr auto kMetadataFile = "model.json";
constexpr double kGoldenTolerance = 1e-3;  // logits; other versions of Torch round differently

std::unexpected<std::string> refuse(const std::string& place, const std::string& why) {
  return std::unexpected(place + ": " + why);
}

// What is asked of every model: warm and cold, alone and with everything known.
std::vector<contract::InferenceRequest> golden_requests() {
  std::vector<contract::InferenceRequest> requests;
  for (const double temp_c : {16.0, 20.0, 24.0, 30.0}) {
    contract::InferenceRequest request;
    request.temp_c = temp_c;
    request.humidity_pct = 55;
    requests.push_back(request);
    request.volume_dba = 42;
    request.position_pct = 25;
    request.outdoor_temp_c = 15;
    request.outdoor_humidity_pct = 70;
    requests.push_back(request);
    request.time_ms = 15'000'000'000;
    request.temp_trend_c_per_h = 0.5;
    request.humidity_trend_pct_per_h = -2;
    request.co2_ppm = 1400;
    request.rain_mm_per_h = 0.4;
    request.wind_speed_m_s = 3;
    requests.push_back(request);
  }
  return requests;
}

bool is_near(const NetOutput& a, const NetOutput& b) {
  const auto near = [](const auto& x, const auto& y) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!(std::abs(x[i] - y[i]) <= kGoldenTolerance)) return false;  // NaN is not near
    }
    return true;
  };
  return near(std::array{a.choice}, std::array{b.choice}) && near(a.truths, b.truths) &&
         near(a.likely, b.likely) && near(a.acceptable, b.acceptable);
}

std::expected<void, std::string> check_golden(const Model& model) {
  Predictor predictor(model);
  for (const auto& golden : model.golden) {
    if (!is_near(predictor.raw({.request = golden.request}).output, golden.output)) {
      return std::unexpected("it no longer says what it said when it was made");
    }
  }
  return {};
}

bool holds_something_else(const fs::path& place) {
  std::error_code ignored;
  return fs::exists(place, ignored) && !fs::exists(place / kMetadataFile, ignored) &&
         !fs::is_empty(place, ignored);
}

// Puts `made` in the place of `folder`, in one step.
std::expected<void, std::string> put_in_place(const fs::path& made, const fs::path& folder) {
  const unsigned how = fs::exists(folder) ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, folder.c_str(), how) != 0) {
    return refuse(folder, std::string("cannot be replaced: ") +
                              std::error_code(errno, std::generic_category()).message());
  }
  std::error_code ignored;
  fs::remove_all(made, ignored);  // the folder that was there before
  return {};
}

}  // namespace

std::expected<void, std::string> save_model(Model model, const std::string& folder) {
  Predictor predictor(model);
  model.golden.clear();
  for (const auto& request : golden_requests()) {
    model.golden.push_back({request, predictor.raw({.request = request}).output});
  }
  const fs::path place = fs::absolute(folder).lexically_normal();
  if (holds_something_else(place)) {
    return refuse(place, "holds no model but other files: name an empty folder or a new one");
  }
  const fs::path made = place.string() + ".new-" + std::to_string(getpid());
  std::error_code error;
  fs::create_directories(made, error);
  if (error) return refuse(made, "cannot be made: " + error.message());

  const std::string weights = write_safetensors(model.weights);
  auto written = runtime::write_file_atomically(made / kWeightsFile, weights);
  if (written) {
    written = runtime::write_file_atomically(made / kMetadataFile,
                                             write_metadata(model, sha256_hex(weights)));
  }
  if (written) written = put_in_place(made, place);
  if (!written) fs::remove_all(made, error);
  return written;
}

std::expected<Model, std::string> load_model(const std::string& folder) {
  const std::string metadata_file = fs::path(folder) / kMetadataFile;
  const std::string weights_file = fs::path(folder) / kWeightsFile;
  const auto text = runtime::read_file(metadata_file);
  if (!text) return std::unexpected(text.error());
  auto metadata = read_metadata(*text);
  if (!metadata) return refuse(metadata_file, metadata.error());

  const auto bytes = runtime::read_file(weights_file);
  if (!bytes) return std::unexpected(bytes.error());
  if (sha256_hex(*bytes) != metadata->weights_sha256) {
    return refuse(weights_file,
                  "its SHA-256 is not the one in model.json: damaged, or of another model");
  }
  auto weights = read_safetensors(*bytes);
  if (!weights) return refuse(weights_file, weights.error());
  if (const auto fits = check_weights(*weights); !fits) return refuse(weights_file, fits.error());

  Model model = std::move(metadata->model);
  model.weights = std::move(*weights);
  if (const auto golden = check_golden(model); !golden) return refuse(folder, golden.error());
  return model;
}

}  // namespace luft::ml
