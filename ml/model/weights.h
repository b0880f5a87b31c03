// The numbers of a net, free of any library: what artifacts hold and nets are made from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace luft::ml {

struct Tensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;  // row-major; as many as the product of `shape`

  friend bool operator==(const Tensor&, const Tensor&) = default;
};

using Weights = std::vector<Tensor>;

}  // namespace luft::ml
