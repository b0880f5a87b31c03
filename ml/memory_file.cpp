#include "ml/memory_file.h"

#include <cstddef>
#include <expected>
#include <filesystem>

#include "runtime/file.h"

namespace luft::ml {
namespace {

constexpr std::size_t kLargest = std::size_t{64} << 20;

}  // namespace

void recall(Memories& memories, const std::string& file, const runtime::Log& log) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return;
  const auto content = runtime::read_file(file, kLargest);
  const auto read = content ? memories.read(*content) : std::unexpected(content.error());
  if (read) {
    log.info("rooms remembered", {{"rooms", memories.size()}});
  } else {
    log.warn("rooms forgotten", {{"file", file}, {"why", read.error()}});
  }
}

void keep(const std::string& written, const std::string& file, const runtime::Log& log) {
  const auto kept = runtime::write_file_atomically(file, written);
  if (!kept) log.warn("rooms not remembered", {{"error", kept.error()}});
}

}  // namespace luft::ml
