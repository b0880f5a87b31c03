// The deciding service: requests in, controls out.
//
//   mqtt thread: parse, refuse, decide, publish ──Channel<ModelCommand>──> watch thread
//   watch thread: change versions, look for another model or taste, load it, keep the memory file
//      └── whatever is found and checked is handed to the mqtt thread, between two batches
//
// Whatever has arrived is decided in one batch, without any added delay. While it is busy, requests
// wait at the broker, which drops those whose time is over; one that waited here longer than
// `response_timeout` is dropped, too: the hub asks again.
//
// No request is lost or waits for another model's loading; a model that is damaged, of another
// schema or too slow is refused and logged, and the one before goes on.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "ml/model/model.h"
#include "ml/news.h"
#include "ml/taste.h"
#include "ml/versions/versions.h"
#include "runtime/clock.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/mqtt_types.h"

namespace luft::ml {

struct ServiceOptions {
  runtime::MqttSettings mqtt;
  std::chrono::milliseconds response_timeout{1'000};
  std::size_t threads = 1;                // that one inference may use
  std::chrono::seconds report_every{60};  // one log line with what was done since
  Taste taste{};                          // of the household
  std::string memory_file{};  // where what is remembered of rooms is kept; empty: nowhere
  std::chrono::seconds remember_every{300};  // when it is written, and when the service stops
  std::optional<Versions> versions{};        // told of, and changed by command; empty: neither
  NewsPlaces places{};                       // where other models and tastes may turn up
  std::chrono::milliseconds watch_every{2'000};
};

class Service {
 public:
  // `clock` and `metrics` must outlive this.
  Service(const Model& model, ServiceOptions options, const runtime::Clock& clock,
          runtime::Metrics& metrics, const runtime::Log& log);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service();

  void start();
  void stop();  // decides what has arrived, publishes `offline`, joins; may be called again

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace luft::ml
