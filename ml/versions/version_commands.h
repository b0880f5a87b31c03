// `luft model list|show|use|rollback|shadow|export`, each returning the program's exit code.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/settings.h"

namespace luft::ml {

int list_models(const runtime::Settings& settings);

// `model`: version or folder; empty: the one in force.
int show_model(const std::string& model, const runtime::Settings& settings);

// Checks it and puts it in force; a running luft-ml takes it over within seconds.
enum class Condition : std::uint8_t { none, if_better };
int use_model(const std::string& version, Condition condition, const runtime::Settings& settings);
int roll_back_model(const runtime::Settings& settings);

// Lets it decide beside the one in force, logged and never sent; "off": none does.
int shadow_model_with(const std::string& version, const runtime::Settings& settings);

int export_model(const std::string& version, const std::string& target,
                 const runtime::Settings& settings);

// The folder that a person means: a version, a folder, or nothing: the one in force.
[[nodiscard]] std::string folder_meant(const std::string& model, const runtime::Settings& settings);

}  // namespace luft::ml
