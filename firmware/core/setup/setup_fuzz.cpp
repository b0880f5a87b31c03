// Whatever a phone, or something that is none, sends to the setup page: one answer to each
// request, no markup of it and no kept secret on a page, nothing kept without a trial. What a form
// alone says, and what is asked as a name, is form_fuzz.cpp's, which is faster. An input of an even
// length meets a device that was set up before.
// Input: requests, each a line of "METHOD path host cookie" and the body up to a zero byte.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "firmware/core/setup/fake_portal_ports.h"

namespace luft::firmware {
namespace {

std::string_view take(std::string_view& text, char end) {
  const auto at = text.find(end);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

constexpr std::string_view kSecret = "kept-secret";

void check(const testing::FakeAnswer& answer) {
  assert(answer.begun == 1);
  assert(answer.body.find(kSecret) == std::string::npos);
  assert(answer.body.find("<script") == std::string::npos);
  assert(answer.location.empty() || answer.location.find_first_of("\r\n") == std::string::npos);
}

DeviceSetup earlier_setup() {
  DeviceSetup setup;
  setup.id = contract::DeviceId::cut("study");
  setup.network = decltype(setup.network)::cut("home");
  setup.network_password = decltype(setup.network_password)::cut(kSecret);
  setup.broker_host = decltype(setup.broker_host)::cut("luft.local");
  setup.broker_password = decltype(setup.broker_password)::cut(kSecret);
  return setup;
}

void talk(std::string_view input) {
  if (input.find(kSecret) != std::string_view::npos) return;  // a person may type what they like
  testing::FakeScan scan;
  testing::FakeTrial trial;
  testing::FakeSetupMemory memory;
  testing::FakeEntropy entropy;
  scan.add("<script>&\"'", -60);
  static const DeviceSetup earlier = earlier_setup();
  if (input.size() % 2 == 0) memory.kept = earlier;
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
    trial.now = static_cast<TrialStep>(now.count() / 700 % 11);
    portal.on_tick(now);
    assert(memory.saved == 0 || trial.begun > 0);
  }
}

}  // namespace
}  // namespace luft::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  luft::firmware::talk({reinterpret_cast<const char*>(data), size});
  return 0;
}
