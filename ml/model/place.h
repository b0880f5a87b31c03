// Where models lie: the one in force, the ones a person trained, and the one that comes with Luft.
#pragma once

#include <string>

#include "runtime/settings.h"

namespace luft::ml {

// Models trained here: <data>/models/<version>; `current` beside them is a link to the one in use.
[[nodiscard]] std::string models_folder(const runtime::Settings& settings);

// The folder to load: ml.model_dir when set, else <data>/models/current when it is there, else the
// model that comes with Luft (share/luft/model beside this program's bin/).
[[nodiscard]] std::string model_in_force(const runtime::Settings& settings);

// Where a model lies that decides in the shadow of it: the link <data>/models/shadow; empty: none.
[[nodiscard]] std::string shadow_model(const runtime::Settings& settings);

// What was learned of people's tastes, and the wishes it was learned from.
[[nodiscard]] std::string taste_file(const runtime::Settings& settings);
[[nodiscard]] std::string wish_file(const runtime::Settings& settings);

[[nodiscard]] std::string default_model();

}  // namespace luft::ml
