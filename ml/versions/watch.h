// Notices that another model lies where the one in force is looked for.
//
// A poll is a few stat() calls: it sees the link `current` turned to another version as well as a
// folder replaced in its place, on any file system and from any program, and needs no signal. What
// is found is loaded and checked whole before anybody hears of it; a model that is refused is tried
// again only when its files change.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "ml/model/model.h"

namespace luft::ml {

class ModelWatch {
 public:
  // `place`: where to look at each poll; empty text: nowhere.
  explicit ModelWatch(std::function<std::string()> place) : place_(std::move(place)) {}

  struct Change {
    std::string folder;                         // empty: there is none any more
    std::expected<Model, std::string> model{};  // or why it was refused
  };

  // What changed since the last poll, if anything did. The first poll compares with `known`.
  [[nodiscard]] std::optional<Change> poll();

  // What lies there now counts as known: the next poll tells only of changes from here.
  void mark_known();

 private:
  std::function<std::string()> place_;
  std::string seen_;  // identity of what the last poll saw
};

// The same for one file that is replaced whole: whether it changed, without reading it.
class FileWatch {
 public:
  explicit FileWatch(std::string file) : file_(std::move(file)) {}  // empty: never changes

  // Since the last call; a file that is there at the first call has changed.
  [[nodiscard]] bool has_changed();

 private:
  std::string file_;
  std::string seen_;
};

}  // namespace luft::ml
