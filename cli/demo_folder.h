// The demo's data folder: fresh, its own, and never one that holds what real devices sent.
#pragma once

#include <expected>
#include <string>

#include "cli/data_folder.h"

namespace luft::cli {

enum class DemoFolder {
  fresh,  // what an earlier demo left is deleted
  as_is,  // somebody chose it: nothing is deleted
};

// Makes the folder ready for a demo and marks it as a demo's. The error: it holds something that no
// demo made, or a demo runs in it.
std::expected<void, std::string> prepare_demo_folder(const DataFolder& folder, DemoFolder how);

// Whether a demo made this folder.
bool is_demo_folder(const DataFolder& folder);

}  // namespace luft::cli
