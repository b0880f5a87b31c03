// Loopback TCP ports: which are free, and who holds one that is not.
#pragma once

#include <cstdint>
#include <string>

namespace luft::cli {

// Whether a server could listen on 127.0.0.1:`port` now.
bool is_free(std::uint16_t port);

// A port that nothing uses at this moment. Each call gives another one.
std::uint16_t any_free_port();

// `wanted` when it is free, else any free port.
std::uint16_t free_port_near(std::uint16_t wanted);

// "mosquitto (process 123)" for whoever listens on `port`; empty when that cannot be seen, which
// is so for other users' processes unless this one is root's.
std::string holder_of(std::uint16_t port);

}  // namespace luft::cli
