// The benchmarks there are. Each runs its rounds and returns its figures; one that cannot be
// measured returns figures that say why.
#pragma once

#include <vector>

#include "bench/figure.h"

namespace luft::bench {

// Single-value QoS 1 readings through broker and hub to durable and receipted, against the same
// broker with a subscriber that discards; and the hub's CPU against the broker's.
[[nodiscard]] std::vector<Figure> hub_throughput();

// Batches of 100 readings to durable and receipted, against 300,000 a second and against raw
// inserts into the same engine.
[[nodiscard]] std::vector<Figure> batch_throughput();

// Single values stored, against a straightforward hub in Go at its highest rate without loss.
[[nodiscard]] std::vector<Figure> go_peer();

// Reading -> hub -> ml -> control back at the device, against three bare broker hops in sequence.
[[nodiscard]] std::vector<Figure> loop_latency();

// Reading -> hub -> request to the model, under half the most that the hub takes, against 20 ms.
[[nodiscard]] std::vector<Figure> request_latency();

// The same probes beside one device that sends a hundred times what a device may, against without.
[[nodiscard]] std::vector<Figure> noisy_device();

// A bare number of an unknown device -> seen over the API, against 1 s.
[[nodiscard]] std::vector<Figure> bare_number();

// CPU and memory of all services with three rooms, against 5 % of a core and 500 MB.
[[nodiscard]] std::vector<Figure> household();

// The hub's own resident memory with 100 devices, against 40 MiB, and what each further one adds,
// up to 100,000, against 1 KiB.
[[nodiscard]] std::vector<Figure> hub_memory();

// The API's questions to a year of 100 devices, against 200 ms and against raw tables; and what a
// reading takes on disk.
[[nodiscard]] std::vector<Figure> history_queries();

// One decision of the shipped model, against 1 ms, and its net alone, against 20 µs.
[[nodiscard]] std::vector<Figure> decision();

// A night's learning of a household that has a year of people's wishes, against 30 s.
[[nodiscard]] std::vector<Figure> nightly();

// luft-ml against the same net in a straightforward service in Python: requests a second at
// saturation, CPU of each, and how late answers come at 100 requests a second.
[[nodiscard]] std::vector<Figure> python_peer();

// Reading published -> drawn in Chromium, among 50 rooms, against 300 ms.
[[nodiscard]] std::vector<Figure> reading_to_pixel();

// Navigation, with an empty cache -> 50 rooms live and buttons that can be pressed, against 1 s.
[[nodiscard]] std::vector<Figure> page_interactive();

// A year of a room asked for -> its charts drawn, against 300 ms.
[[nodiscard]] std::vector<Figure> year_drawn();

// What the page keeps in use over the events of eight hours, the second half against the first.
[[nodiscard]] std::vector<Figure> page_leak();

// The hub's CPU for 100 event streams, against 5 % of a core, and /healthz beside 200 of them,
// against 100 ms.
[[nodiscard]] std::vector<Figure> event_streams();

}  // namespace luft::bench
