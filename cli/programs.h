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

// The project's or the installation's own folder: LUFT_HOME, which ./luft sets.
std::filesystem::path home_folder();

}  // namespace luft::cli
