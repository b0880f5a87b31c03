// Whatever a phone, or something that is none, sends to the setup page and asks of names: one
// answer to each request, no markup and no secret of it on a page, nothing kept without a trial.
// Input: requests, each a line of "METHOD path host cookie" and the body up to a zero byte.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "firmware/core/setup/captive_dns.h"
#include "firmware/core/setup/fake_portal_ports.h"
#include "firmware/core/setup/form_round_trip.h"

namespace luft::firmware {
namespace {

std::string_view take(std::string_view& text, char end) {
  const auto at = text.find(end);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

void check(const testing::FakeAnswer& answer) {
  assert(answer.begun == 1);
  assert(answer.body.find("<script") == std::string::npos);
  assert(answer.location.empty() || answer.location.find_first_of("\r\n") == std::string::npos);
}

void talk(std::string_view input) {
  testing::FakeScan scan;
  testing::FakeTrial trial;
  testing::FakeSetupMemory memory;
  testing::FakeEntropy entropy;
  scan.add("<script>&\"'", -60);
  Portal portal({.password = "pass"},
                {.scan = scan, .trial = trial, .memory = memory, .entropy = entropy});
  std::string cookie;
  for (Uptime now{1}; !input.empty(); now += Uptime{700}) {
    std::string_view request = take(input, '\0');
    std::string_view head = take(request, '\n');
    const std::string_view method = take(head, ' ');
    const std::string_view path = take(head, ' ');
    const std::string_view host = take(head, ' ');
    using Method = PortalRequest::Method;
    testing::FakeAnswer answer;
    portal.on_request({.method = method == "POST"  ? Method::post
                                 : method == "GET" ? Method::get
                                                   : Method::other,
                       .path = path,
                       .host = host.empty() ? "192.168.4.1" : host,
                       .cookie = head.empty() ? std::string_view{cookie} : head,
                       .body = request},
                      answer, now);
    check(answer);
    if (!answer.cookie.empty()) cookie = answer.cookie.substr(0, answer.cookie.find(';'));
    testing::round_trip(request);
    trial.now = static_cast<TrialStep>(now.count() / 700 % 11);
    portal.on_tick(now);
    assert(!memory.kept || trial.begun > 0);
  }
}

}  // namespace
}  // namespace luft::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::firmware;
  std::array<std::uint8_t, kMaxDnsBytes> answer{};
  (void)answer_dns({data, size}, {192, 168, 4, 1}, answer);
  talk({reinterpret_cast<const char*>(data), size});
  return 0;
}
