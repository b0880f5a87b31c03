// luft-cli: what ./luft runs once everything is built.
#include <exception>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/running.h"

int main(int argc, char** argv) {
  try {
    return luft::cli::run_command_line(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& broken) {  // a library's; ours are values
    return luft::cli::fail(broken.what());
  }
}
