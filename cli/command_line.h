// How the commands are typed: names, flags, help; and what is said to a mistake.
#pragma once

#include <string>
#include <vector>

namespace luft::cli {

// Runs what was typed (without the program's name). Returns the exit code; 2 for what cannot be
// understood, with the nearest name that exists.
int run_command_line(const std::vector<std::string>& arguments);

// All commands, `help` and `setup` (which ./luft itself does) included.
std::vector<std::string> command_names();

}  // namespace luft::cli
