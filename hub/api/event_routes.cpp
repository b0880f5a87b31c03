// Server-Sent Events: a snapshot, then each device that changed. A stream holds a thread of the
// server, so their number is bounded.
#include <fmt/format.h>

#include "hub/api/event_texts.h"
#include "hub/api/json.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

using namespace std::chrono_literals;

constexpr auto kSystemEvery = 5s;
constexpr auto kCommentEvery = 15s;  // so that proxies keep the connection
constexpr auto kLook = 250ms;        // at most this long without looking whether to end

class Stream {
 public:
  Stream(const Sources& sources, EventStreams& streams) : sources_(sources), streams_(streams) {}
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { --streams_.open; }

  // Called again and again; false ends the stream.
  bool write_to(httplib::DataSink& sink) {
    const auto now = sources_.clock.steady_now();
    std::string text = shown_ ? changes(now) : first(now);
    if (now - commented_ >= kCommentEvery) {
      text += ": still here\n\n";
      commented_ = now;
    }
    if (streams_.ending) return false;
    return text.empty() ? sink.is_writable() : sink.write(text.data(), text.size());
  }

 private:
  std::string first(SteadyTime now) {
    shown_ = sources_.board.newest();
    system_at_ = commented_ = now;
    return event_text("snapshot", snapshot_json(sources_, *shown_));
  }

  std::string changes(SteadyTime now) {
    const auto next = sources_.board.newer_than(shown_->version, kLook);
    std::string text = *streams_.texts.between(*shown_, *next);
    const bool is_urgent = next->pause != shown_->pause;
    shown_ = next;
    if (is_urgent || now - system_at_ >= kSystemEvery) {
      text += event_text("system", system_json(sources_, *next));
      system_at_ = now;
    }
    return text;
  }

  const Sources& sources_;
  EventStreams& streams_;
  std::shared_ptr<const Snapshot> shown_;
  SteadyTime system_at_;
  SteadyTime commented_;
};

std::string too_many(std::size_t max) {
  return fmt::format(
      "{} pages and other listeners follow events already, which is http.max_event_streams. Close "
      "one, or raise it (and http.threads, which must be above it).",
      max);
}

}  // namespace

void add_event_routes(Routes& routes, const Sources& sources, EventStreams& streams) {
  routes.get("/api/v1/events", [&](const httplib::Request&, httplib::Response& response) {
    if (++streams.open > streams.max) {
      --streams.open;
      response.set_header("Retry-After", "10");
      return refuse(
          response,
          {.status = 503, .title = "Too many live pages", .detail = too_many(streams.max)});
    }
    response.set_header("Cache-Control", "no-store");
    auto stream = std::make_shared<Stream>(sources, streams);
    response.set_chunked_content_provider(
        "text/event-stream",
        [stream](std::size_t, httplib::DataSink& sink) { return stream->write_to(sink); });
  });
}

}  // namespace luft::hub::api
