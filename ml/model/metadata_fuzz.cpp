// What is said about a model, by anybody: refused, or finite where the model computes with it, a
// confidence stays within 0..1, and the text is the same after it was written and read again.
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ml/model/metadata.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::ml;
  const auto metadata = read_metadata({reinterpret_cast<const char*>(data), size});
  if (!metadata) {
    assert(!metadata.error().empty());
    return 0;
  }
  const Model& model = metadata->model;
  for (std::size_t i = 0; i < model.normalisation.mean.size(); ++i) {
    assert(std::isfinite(model.normalisation.mean[i]));
    assert(std::isfinite(model.normalisation.deviation[i]));
    assert(model.normalisation.deviation[i] > 0);
  }
  for (const auto& group : model.calibration.groups) {
    for (const double probability : {0.0, 0.1, 0.5, 0.9, 1.0}) {
      const double confidence = group.confidence.at(probability);
      assert(confidence >= 0 && confidence <= 1);
    }
  }
  const auto written = write_metadata(model, metadata->weights_sha256);
  const auto again = read_metadata(written);
  assert(again && write_metadata(again->model, again->weights_sha256) == written);
  return 0;
}
