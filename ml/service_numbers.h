// What the deciding service counts. The references stay valid as long as the Metrics.
#pragma once

#include "runtime/metrics.h"

namespace luft::ml {

struct ServiceNumbers {
  explicit ServiceNumbers(runtime::Metrics& metrics)
      : requests(metrics.counter("luft_ml_requests_total", "Requests understood")),
        refused(metrics.counter("luft_ml_refused_total", "Requests missing or invalid in a field")),
        dropped(metrics.counter("luft_ml_dropped_total", "Requests too late or too many")),
        controls(metrics.counter("luft_ml_controls_total", "Controls published")),
        unsent(metrics.counter("luft_ml_unsent_total", "Controls the broker link did not take")),
        batches(metrics.counter("luft_ml_batches_total", "Inferences run")),
        batch_size(metrics.histogram("luft_ml_batch_size", "Requests decided in one inference",
                                     {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024})),
        latency(metrics.latency("luft_ml_response_seconds", "Request received to control sent")),
        last_confidence(
            metrics.gauge("luft_ml_last_confidence", "Confidence of the last decision")),
        confidence(metrics.histogram("luft_ml_confidence", "Confidence of the controls sent",
                                     {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1})),
        unfamiliar(metrics.counter("luft_ml_unfamiliar_total",
                                   "Decisions on rooms unlike what the model was trained on")),
        drift(metrics.gauge("luft_ml_input_deviations",
                            "How far inputs are from the training's mean, in its standard "
                            "deviations; about 0.8 as trained, moving mean of 1,000 decisions")),
        loaded(metrics.counter("luft_ml_models_loaded_total", "Models taken into force")),
        news_refused(metrics.counter("luft_ml_models_refused_total", "Models and tastes refused")),
        shadowed(metrics.counter("luft_ml_shadow_total", "Decisions of the shadow")),
        shadow_differs(metrics.counter("luft_ml_shadow_differs_total",
                                       "Decisions of the shadow for another position")) {}

  runtime::Counter& requests;
  runtime::Counter& refused;
  runtime::Counter& dropped;
  runtime::Counter& controls;
  runtime::Counter& unsent;
  runtime::Counter& batches;
  runtime::Histogram& batch_size;
  runtime::LatencyHistogram& latency;
  runtime::Gauge& last_confidence;
  runtime::Histogram& confidence;
  runtime::Counter& unfamiliar;
  runtime::Gauge& drift;
  runtime::Counter& loaded;
  runtime::Counter& news_refused;
  runtime::Counter& shadowed;
  runtime::Counter& shadow_differs;
};

}  // namespace luft::ml
