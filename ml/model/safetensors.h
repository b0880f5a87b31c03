// Weights as a safetensors file (huggingface.co/docs/safetensors): 8 bytes little-endian length of
// the header, a JSON header, then the raw little-endian numbers.
//
//   {"first.bias":{"dtype":"F32","shape":[64],"data_offsets":[0,256]},…}
//
// Only F32, tensors one after the other without gaps; offsets count from the header's end.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "ml/model/weights.h"

namespace luft::ml {

[[nodiscard]] std::string write_safetensors(const Weights& weights);

// Reads what write_safetensors() writes, in the order of the data. Never trusts a length; the error
// says what is wrong.
[[nodiscard]] std::expected<Weights, std::string> read_safetensors(std::string_view bytes);

}  // namespace luft::ml
