// A small writer and a suspicious reader.
#include "ml/model/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>

#include "runtime/shallow_json.h"

namespace luft::ml {
namespace {

using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie");

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMaxHeaderBytes = 64 * 1024;
constexpr std::size_t kMaxTensors = 1'000;
constexpr std::int64_t kMaxValues = 4 << 20;

struct Placed {
  Tensor tensor;
  std::uint64_t begin;
  std::uint64_t end;
};

std::unexpected<std::string> wrong(std::string text) {
  return std::unexpected(std::move(text));
}

// Name, shape and place of one header entry; nothing is read from the data yet.
std::expected<Placed, std::string> read_entry(const std::string& name, const json& entry) {
  const auto refuse = [&name](const char* why) { return wrong("tensor '" + name + "': " + why); };
  if (!entry.is_object()) return refuse("its header entry is not an object");
  if (entry.value("dtype", json()) != "F32") return refuse("dtype is not F32");
  const json shape = entry.value("shape", json());
  const json offsets = entry.value("data_offsets", json());
  if (!shape.is_array() || shape.size() > 4) return refuse("shape is not a short list");
  if (!offsets.is_array() || offsets.size() != 2) return refuse("data_offsets are not a pair");
  Placed placed{.tensor = {.name = name, .shape = {}, .values = {}}, .begin = 0, .end = 0};
  std::int64_t count = 1;
  for (const auto& size : shape) {
    if (!size.is_number_unsigned()) return refuse("shape holds something else than a size");
    const auto value = size.get<std::int64_t>();
    if (value < 1 || value > kMaxValues / count) return refuse("shape is empty or too large");
    count *= value;
    placed.tensor.shape.push_back(value);
  }
  if (!offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) {
    return refuse("data_offsets are not positions");
  }
  placed.begin = offsets[0].get<std::uint64_t>();
  placed.end = offsets[1].get<std::uint64_t>();
  const auto bytes = static_cast<std::uint64_t>(count) * sizeof(float);
  if (placed.begin > placed.end || placed.end - placed.begin != bytes) {
    return refuse("data_offsets do not fit its shape");
  }
  placed.tensor.values.resize(static_cast<std::size_t>(count));
  return placed;
}

}  // namespace

std::string write_safetensors(const Weights& weights) {
  auto header = nlohmann::ordered_json::object();
  std::size_t offset = 0;
  for (const auto& tensor : weights) {
    const std::size_t end = offset + tensor.values.size() * sizeof(float);
    header[tensor.name] = {
        {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // numbers start aligned
  const std::uint64_t length = text.size();
  std::string bytes(kLengthBytes, '\0');
  std::memcpy(bytes.data(), &length, kLengthBytes);
  bytes += text;
  for (const auto& tensor : weights) {
    bytes.append(reinterpret_cast<const char*>(tensor.values.data()),
                 tensor.values.size() * sizeof(float));
  }
  return bytes;
}

std::expected<Weights, std::string> read_safetensors(std::string_view bytes) {
  if (bytes.size() < kLengthBytes) return wrong("the file ends before its header");
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > kMaxHeaderBytes) return wrong("the header's length is implausible");
  if (length > bytes.size() - kLengthBytes) return wrong("the file ends within its header");
  const auto header = runtime::parse_shallow_json(bytes.substr(kLengthBytes, length));
  if (!header.is_object()) return wrong("the header is not a JSON object");
  if (header.size() > kMaxTensors) return wrong("the header names too many tensors");
  const std::string_view data = bytes.substr(kLengthBytes + length);

  std::vector<Placed> placed;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") continue;
    auto next = read_entry(name, entry);
    if (!next) return std::unexpected(next.error());
    placed.push_back(std::move(*next));
  }
  std::ranges::sort(placed, {}, &Placed::begin);
  Weights weights;
  std::uint64_t position = 0;
  for (auto& [tensor, begin, end] : placed) {
    if (begin != position) return wrong("tensor '" + tensor.name + "' leaves a gap or overlaps");
    if (end > data.size()) return wrong("the file ends within tensor '" + tensor.name + "'");
    std::memcpy(tensor.values.data(), data.data() + begin, end - begin);
    position = end;
    weights.push_back(std::move(tensor));
  }
  if (position != data.size()) return wrong("bytes follow the last tensor");
  return weights;
}

}  // namespace luft::ml
