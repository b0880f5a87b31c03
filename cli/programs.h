// Where the programs are that the CLI starts.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace luft::cli {

// A program of ours (beside this one) or of the system (PATH, then /usr/sbin, which people's PATH
// often lacks); empty when it is in neither place.
std::filesystem::path find_program(const std::string& name);

// Becomes `name` with `arguments`; returns an exit code only when that fails, having said why.
int become(const std::string& name, const std::vector<std::string>& arguments);

// The source tree that this program was built from; gone where only the programs are installed.
std::filesystem::path source_tree();

// A file of ours: `installed` below the program's prefix (bin's parent), else `in_tree` below the
// source tree; the latter's path when neither is there.
std::filesystem::path find_file(const std::string& installed, const std::string& in_tree);

}  // namespace luft::cli
