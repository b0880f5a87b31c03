// The deciding service: requests in, controls out.
//
//   mqtt thread: parse, refuse ──Channel<WaitingRequest>──> predictor thread: decide, publish
//   watch thread: another model or taste? load, check ──Channel<News>──^
//   mqtt thread ──Channel<ModelCommand>──> watch thread: change versions, tell of them
//
// Whatever waits is decided in one batch, without any added delay. A request that waited longer
// than `response_timeout` is dropped: the hub asks again. When the channel is full, new requests
// are dropped and counted for the same reason. What the model remembers of each room is the
// predictor thread's, and goes to a file now and then.
//
// Another model takes over between two batches, so that no request is lost or waits for its
// loading; one that is damaged, of another schema or too slow is refused and logged, and the one
// before goes on. A second model may decide in its shadow: its decisions are logged and counted,
// never sent.
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
  std::size_t threads = 1;  // that one inference may use
  std::size_t waiting_capacity = 4'096;
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
  void stop();  // publishes `offline`, decides what waits, joins; may be called again

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace luft::ml
