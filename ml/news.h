// What may change under a running service: the model in force, the one in its shadow, what people
// like. Found, loaded and checked here, away from the thread that decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "ml/learning/increment.h"
#include "ml/memories.h"
#include "ml/model/model.h"
#include "ml/predictor.h"
#include "ml/versions/watch.h"

namespace luft::ml {

// A model that decides, with what it remembers of rooms and the names it is spoken of.
struct Deciding {
  Deciding(const Model& model, std::size_t threads);

  Predictor predictor;
  Memories memories;
  std::string version;
  std::string name;     // as controls name it
  std::string summary;  // as `ml/model` tells it
};

enum class Role : std::uint8_t { in_force, shadow };

struct NewModel {
  Role role;
  std::unique_ptr<Deciding> model;  // empty: there is no shadow any more
};
using News = std::variant<NewModel, TasteBook>;

// What was found and not taken; whatever was there before goes on.
struct RefusedNews {
  std::string what;  // "model", "shadow model", "tastes"
  std::string error;
};

struct NewsPlaces {
  std::function<std::string()> model{};   // folder of the model in force; empty: never another
  std::function<std::string()> shadow{};  // folder of the shadow's model, or ""
  std::string tastes{};                   // file; empty: nothing is known of tastes
};

// One thread at a time.
class NewsWatch {
 public:
  NewsWatch(NewsPlaces places, std::size_t threads);

  // The model that lies in its place now is the one that decides already.
  void mark_known() { models_.mark_known(); }

  // What changed since the last poll.
  [[nodiscard]] std::vector<std::expected<News, RefusedNews>> poll();

 private:
  std::string taste_file_name_;
  std::size_t threads_;
  ModelWatch models_;
  ModelWatch shadows_;
  FileWatch taste_file_;
};

}  // namespace luft::ml
