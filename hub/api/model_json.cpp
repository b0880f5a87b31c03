// What the deciding service said of its models, as the API shows it: only what has the shape that
// is described; the rest is left out.
#include <array>

#include "hub/api/json.h"
#include "hub/api/json_values.h"
#include "runtime/shallow_json.h"

namespace luft::hub::api {
namespace {

// A member of that kind, or null.
Json text_in(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? *found : Json(nullptr);
}

Json metrics_in(const Json& object) {
  Json metrics = Json::object();
  const auto found = object.find("metrics");
  if (found == object.end() || !found->is_object()) return metrics;
  for (const auto& [name, value] : found->items()) {
    if (value.is_number()) metrics[name] = value;
  }
  return metrics;
}

// Calls `take` with each object of a list.
template <class Take>
void each_object(const Json& object, const char* list, Take take) {
  const auto found = object.find(list);
  if (found == object.end() || !found->is_array()) return;
  for (const Json& item : *found) {
    if (item.is_object()) take(item);
  }
}

Json object_from(const std::string& payload) {
  Json object = runtime::parse_shallow_ordered_json(payload);
  return object.is_object() ? object : Json::object();
}

Json versions_in(const Json& said) {
  Json versions = Json::array();
  each_object(said, "versions", [&](const Json& item) {
    const Json name = text_in(item, "name");
    if (name.is_null()) return;
    versions.push_back({{"name", name},
                        {"version", text_in(item, "version")},
                        {"metrics", metrics_in(item)},
                        {"error", text_in(item, "error")}});
  });
  return versions;
}

Json changes_in(const Json& said) {
  Json changes = Json::array();
  each_object(said, "changes", [&](const Json& item) {
    const Json event = text_in(item, "event");
    const Json version = text_in(item, "version");
    const auto time = item.find("time_ms");
    if (event.is_null() || version.is_null()) return;
    if (time == item.end() || !time->is_number_unsigned()) return;
    changes.push_back({{"time_ms", *time},
                       {"event", event},
                       {"version", version},
                       {"reason", text_in(item, "reason")}});
  });
  return changes;
}

// The numbers of a taste; one that is not said is zero.
constexpr std::array<const char*, 6> kTasteNumbers{"quiet",  "fresh",    "warm",
                                                   "thrift", "warmer_k", "wider"};

Json tastes_in(const Json& model) {
  Json tastes = Json::array();
  each_object(model, "tastes", [&](const Json& item) {
    const Json device = text_in(item, "device");
    const auto since = item.find("since_ms");
    if (device.is_null() || since == item.end() || !since->is_number_unsigned()) return;
    const auto wishes = item.find("wishes");
    const bool is_counted = wishes != item.end() && wishes->is_number_unsigned();
    Json taste{{"device", device},
               {"since_ms", *since},
               {"wishes", is_counted && *wishes > 0 ? *wishes : Json(nullptr)}};
    for (const char* name : kTasteNumbers) {
      const auto number = item.find(name);
      taste[name] = number != item.end() && number->is_number() ? *number : Json(0);
    }
    tastes.push_back(std::move(taste));
  });
  return tastes;
}

Json answer_in(const Json& said) {
  const auto answer = said.find("answer");
  if (answer == said.end() || !answer->is_object()) return nullptr;
  const Json id = text_in(*answer, "id");
  if (id.is_null()) return nullptr;
  return {{"id", id}, {"error", text_in(*answer, "error")}};
}

}  // namespace

Json model_in_force(const ModelNews& news) {
  return text_in(object_from(news.in_force), "version");
}

Json model_value(const ModelNews& news) {
  const Json model = object_from(news.in_force);
  const Json said = object_from(news.versions);
  return {{"online", maybe(news.online)},
          {"since_ms", news.online ? Json(unix_ms(news.since)) : Json(nullptr)},
          {"version", text_in(model, "version")},
          {"metrics", metrics_in(model)},
          {"tastes", tastes_in(model)},
          {"in_force", text_in(said, "in_force")},
          {"shadow", text_in(said, "shadow")},
          {"versions", versions_in(said)},
          {"changes", changes_in(said)},
          {"answer", answer_in(said)}};
}

std::string model_json(const ModelNews& news) {
  return text(model_value(news));
}

std::string quality_json(std::chrono::seconds step,
                         const std::vector<store::QualityPoint>& points) {
  Json all = Json::array();
  for (const store::QualityPoint& point : points) {
    all.push_back({{"time_ms", unix_ms(point.time)},
                   {"decisions", point.decisions},
                   {"hands", point.hands},
                   {"covered", point.covered},
                   {"distance", point.hands > 0 ? Json(point.distance_pct) : Json(nullptr)},
                   {"confidence", point.decisions > 0 ? Json(point.confidence) : Json(nullptr)},
                   {"overrides", point.overrides}});
  }
  return text({{"step_s", step.count()}, {"points", std::move(all)}});
}

std::string shadows_json(const std::vector<store::ShadowFigures>& shadows) {
  Json all = Json::array();
  for (const store::ShadowFigures& shadow : shadows) {
    all.push_back({{"model", shadow.model},
                   {"first_ms", unix_ms(shadow.first)},
                   {"last_ms", unix_ms(shadow.last)},
                   {"decisions", shadow.decisions},
                   {"same", shadow.same},
                   {"known", shadow.known},
                   {"stood", shadow.stood},
                   {"hands", shadow.hands},
                   {"along", shadow.along},
                   {"against", shadow.against}});
  }
  return text({{"tolerance", store::kShadowTolerance_pct}, {"models", std::move(all)}});
}

}  // namespace luft::hub::api
