// The demo's live table, as lines of text: what each room measures, where its window stands, how
// sure the model is and why.
#pragma once

#include <string>
#include <vector>

#include "cli/hub_api.h"

namespace luft::cli {

// A heading and one line a device, none wider than `width` columns (at least 40).
std::vector<std::string> demo_table(const std::vector<DeviceView>& devices, std::size_t width);

// `text` cut to `width` columns, with an ellipsis where something is missing. Counts characters:
// what Luft prints has none that are two columns wide.
std::string fitted(const std::string& text, std::size_t width);

// "▓▓▓░░░░░" for a window's position, eight columns.
std::string bar(double position_pct);

}  // namespace luft::cli
