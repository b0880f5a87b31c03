// The project's own files, as text: what the structure and docs tests read.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace luft::tests {

struct SourceFile {
  std::string path;  // relative to the project's root, with '/'
  std::vector<std::string> lines;

  [[nodiscard]] bool is_below(std::string_view folder) const;
  [[nodiscard]] bool has_extension(std::string_view extension) const;  // with its dot
  [[nodiscard]] bool is_cpp() const { return has_extension(".cpp") || has_extension(".h"); }
  [[nodiscard]] std::string name() const { return path.substr(path.rfind('/') + 1); }
};

// Every file below `root` that people wrote, sorted by path: nothing built, fetched or hidden,
// no binary. Files larger than 1 MB are left out.
std::vector<SourceFile> read_sources(const std::filesystem::path& root);

// The project that this test was built from, read once.
const std::vector<SourceFile>& project_sources();

// "contract/topics.h" for `#include "contract/topics.h"`, "torch/torch.h" for <torch/torch.h>,
// empty for other lines.
std::string_view included_by(std::string_view line);

}  // namespace luft::tests
