// Folders below LUFT_DATA.
#include "cli/data_folder.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/addresses.h"

namespace luft::cli {

namespace fs = std::filesystem;

void DataFolder::create() const {
  for (const auto& folder : {run(), log(), credentials()}) fs::create_directories(folder);
  fs::permissions(credentials(), fs::perms::owner_all);
}

DataFolder data_folder(const runtime::Settings& settings) {
  return {fs::absolute(settings.data).lexically_normal()};
}

bool is_chosen(const runtime::Settings& settings) {
  return settings.data != runtime::Settings{}.data;
}

DataFolder demo_data_folder(const runtime::Settings& settings) {
  DataFolder folder = data_folder(settings);
  return is_chosen(settings) ? folder : DataFolder{folder.root / "demo"};
}

DataFolder running_data_folder(const runtime::Settings& settings) {
  DataFolder folder = data_folder(settings);
  if (is_chosen(settings) || running_addresses(folder)) return folder;
  DataFolder demo = demo_data_folder(settings);
  if (!running_addresses(demo)) return folder;
  fmt::print(stderr, "luft: asking the demo that runs in {}\n", demo.root.string());
  return demo;
}

}  // namespace luft::cli
