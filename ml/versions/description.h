// What is told of the models of one installation (`ml/versions`), and the wishes that change them
// (`ml/command`) carried out. On the thread that watches the models: both read and write files.
#pragma once

#include <cstdint>
#include <string>

#include "contract/model_command.h"
#include "ml/versions/versions.h"

namespace luft::ml {

// What became of the last command; empty texts: there was none, or it was done.
struct CommandAnswer {
  std::string id;
  std::string error;
};

[[nodiscard]] CommandAnswer carry_out(const contract::ModelCommand& command, Versions& versions,
                                      std::uint64_t time_ms);

// {"in_force":"1.2.0","shadow":null,"versions":[{"name":"default","version":"0.1.0",
//  "metrics":{…},"error":null}],"changes":[{"time_ms":…,"event":"used","version":"1.2.0",
//  "reason":"…"}],"answer":{"id":"…","error":null}}
// Versions by name, changes newest first; as many as fit into a message.
[[nodiscard]] std::string describe(const Versions& versions, const CommandAnswer& answer);

// Notices that something it describes has changed, by looking at names only.
class DescriptionWatch {
 public:
  // Since the last call; the first says yes.
  [[nodiscard]] bool has_changed(const Versions& versions);

 private:
  std::string seen_;
};

}  // namespace luft::ml
