// docs/topics.md, written from the contract itself, so that it cannot say something else.
#pragma once

#include <filesystem>
#include <string>

namespace luft::contract {

// `golden`: the folder contract/golden, where the examples are.
[[nodiscard]] std::string topics_page(const std::filesystem::path& golden);

}  // namespace luft::contract
