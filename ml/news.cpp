#include "ml/news.h"

#include <utility>

#include "ml/learning/taste_file.h"
#include "ml/model/metadata.h"

namespace luft::ml {
namespace {

using Found = std::expected<News, RefusedNews>;

std::function<std::string()> or_nowhere(std::function<std::string()> place) {
  return place ? std::move(place) : [] { return std::string(); };
}

Found read(ModelWatch::Change change, Role role, std::size_t threads) {
  const bool gone = change.folder.empty();
  if (gone && role == Role::shadow) return NewModel{.role = role, .model = {}};
  if (!change.model) {
    return std::unexpected(RefusedNews{.what = role == Role::shadow ? "shadow model" : "model",
                                       .error = change.model.error()});
  }
  return NewModel{.role = role, .model = std::make_unique<Deciding>(*change.model, threads)};
}

}  // namespace

Deciding::Deciding(const Model& model, std::size_t threads)
    : predictor(model, threads),
      memories(model.version),
      version(model.version),
      name("luft-" + version),
      summary(ml::summary(model)) {}

NewsWatch::NewsWatch(NewsPlaces places, std::size_t threads)
    : taste_file_name_(places.tastes),
      threads_(threads),
      models_(or_nowhere(std::move(places.model))),
      shadows_(or_nowhere(std::move(places.shadow))),
      taste_file_(std::move(places.tastes)) {}

std::vector<Found> NewsWatch::poll() {
  std::vector<Found> found;
  if (auto change = models_.poll())
    found.push_back(read(std::move(*change), Role::in_force, threads_));
  if (auto change = shadows_.poll())
    found.push_back(read(std::move(*change), Role::shadow, threads_));
  if (taste_file_.has_changed()) {
    auto book = load_tastes(taste_file_name_);
    if (book) {
      found.emplace_back(std::move(*book));
    } else {
      found.push_back(std::unexpected(RefusedNews{.what = "tastes", .error = book.error()}));
    }
  }
  return found;
}

}  // namespace luft::ml
