// The handlers, by subject. Only .cpp files of api/ include this: httplib is heavy.
#pragma once

#include <httplib.h>

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <string>

#include "hub/api/problem.h"
#include "hub/api/sources.h"

namespace luft::hub::api {

inline constexpr const char* kJson = "application/json";

inline void answer(httplib::Response& response, const std::string& json) {
  response.set_content(json, kJson);
}
inline void refuse(httplib::Response& response, const Problem& problem) {
  response.status = problem.status;
  response.set_content(to_json(problem), std::string{kProblemType}.c_str());
}

// A device that was named in a path; answers 404 itself when there is none.
[[nodiscard]] std::shared_ptr<const Device> find_device(const Sources& sources,
                                                        const std::string& id,
                                                        httplib::Response& response);

// Streams that are open, and the sign for them to end.
struct EventStreams {
  std::size_t max = 8;
  std::atomic<std::size_t> open{0};
  std::atomic<bool> ending{false};
};

// `sources` and `streams` must outlive the server.
void add_device_routes(httplib::Server& server, const Sources& sources);
void add_settings_routes(httplib::Server& server, const Sources& sources);
void add_history_routes(httplib::Server& server, const Sources& sources);
void add_system_routes(httplib::Server& server, const Sources& sources);
void add_event_routes(httplib::Server& server, const Sources& sources, EventStreams& streams);
void add_page(httplib::Server& server, const std::filesystem::path& folder);

}  // namespace luft::hub::api
