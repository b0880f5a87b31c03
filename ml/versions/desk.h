// Where people's wishes about models are carried out and what there is of them is told.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "contract/model_command.h"
#include "ml/versions/description.h"
#include "ml/versions/versions.h"
#include "runtime/clock.h"
#include "runtime/log.h"

namespace luft::ml {

// One thread at a time: it reads and writes files.
class VersionDesk {
 public:
  // `clock` must outlive this.
  VersionDesk(Versions versions, const runtime::Clock& clock, runtime::Log log);

  // Carries `wishes` out. What is to be told then (see describe()), unless nothing has changed
  // since it was told last.
  [[nodiscard]] std::optional<std::string> attend(std::span<const contract::ModelCommand> wishes);

 private:
  Versions versions_;
  const runtime::Clock& clock_;
  runtime::Log log_;
  DescriptionWatch watch_;
  CommandAnswer answer_;  // to the last wish
};

}  // namespace luft::ml
