// The handlers, by subject. Only .cpp files of api/ include this: httplib is heavy.
#pragma once

#include <httplib.h>

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "hub/api/event_texts.h"
#include "hub/api/problem.h"
#include "hub/api/query.h"
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

// Takes the response's body in hand: gzip where the client takes it and it pays, else as it is.
// What is left to httplib it would compress with all the effort that brotli knows, which for the
// page's script takes half a second and for a year of readings several. Answers without a body, and
// streams, stay what they are.
void compress(const httplib::Request& request, httplib::Response& response);

// Adds routes to the server, each as openapi.json describes it: what is not described there cannot
// be added (an assert says so at start), and query parameters that are not are refused.
class Routes {
 public:
  using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;

  // The server must outlive this.
  explicit Routes(httplib::Server& server) : server_(server) {}

  // `path` as in the document: "/api/v1/devices/{id}"; request.matches[1] is then the id.
  void get(const std::string& path, Handler handler);
  void post(const std::string& path, Handler handler);
  void put(const std::string& path, Handler handler);
  void patch(const std::string& path, Handler handler);
  void remove(const std::string& path, Handler handler);  // DELETE

  // Asserts that all that is described was added.
  void assert_complete() const;

 private:
  // The handler behind a look at the parameters.
  Handler as_described(const std::string& method, const std::string& path, Handler handler);

  httplib::Server& server_;
  std::set<std::pair<std::string, std::string>> added_;  // method, path
};

// A parameter of the request's URL.
[[nodiscard]] inline Given given(const httplib::Request& request, const std::string& name) {
  if (!request.has_param(name)) return std::nullopt;
  return request.get_param_value(name);
}

// A device that was named in a path; answers 404 itself when there is none.
[[nodiscard]] std::shared_ptr<const Device> find_device(const Sources& sources,
                                                        const std::string& id,
                                                        httplib::Response& response);

class Queries;

// Streams that are open, what they share, and the sign for them to end.
struct EventStreams {
  std::size_t max = 0;
  std::atomic<std::size_t> open{0};
  std::atomic<bool> ending{false};
  EventTexts texts;
};

// What an answer says about a question to the database that failed.
[[nodiscard]] Problem problem_of(const store::ClickHouseError& error);

// `sources`, `queries` and `streams` must outlive the server.
void add_device_routes(Routes& routes, const Sources& sources);
void add_settings_routes(Routes& routes, const Sources& sources);
void add_command_routes(Routes& routes, const Sources& sources);
void add_history_routes(Routes& routes, const Sources& sources, Queries& queries);
void add_model_routes(Routes& routes, const Sources& sources, Queries& queries);
void add_example_routes(Routes& routes, Queries& queries);
void add_system_routes(Routes& routes, const Sources& sources, Queries& queries);
void add_backup_routes(Routes& routes, const Sources& sources);
void add_event_routes(Routes& routes, const Sources& sources, EventStreams& streams);
void add_page(httplib::Server& server, const std::filesystem::path& folder);

}  // namespace luft::hub::api
