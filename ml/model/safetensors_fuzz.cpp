// Weights from anywhere: refused, or as many numbers as each shape says, no more than the file
// holds, and the same after they were written and read again.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "ml/model/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::ml;
  const auto weights = read_safetensors({reinterpret_cast<const char*>(data), size});
  if (!weights) {
    assert(!weights.error().empty());
    return 0;
  }
  std::size_t bytes = 0;
  for (const Tensor& tensor : *weights) {
    std::int64_t count = 1;
    for (const std::int64_t length : tensor.shape) count *= length;
    assert(count == static_cast<std::int64_t>(tensor.values.size()));
    bytes += tensor.values.size() * sizeof(float);
  }
  assert(bytes <= size);
  const auto again = read_safetensors(write_safetensors(*weights));
  assert(again && again->size() == weights->size());
  for (std::size_t i = 0; i < weights->size(); ++i) {
    const Tensor& was = (*weights)[i];
    const Tensor& is = (*again)[i];
    assert(is.name == was.name && is.shape == was.shape);
    // As bytes: NaN is not equal to itself.
    assert(std::memcmp(is.values.data(), was.values.data(), was.values.size() * sizeof(float)) ==
           0);
  }
  return 0;
}
