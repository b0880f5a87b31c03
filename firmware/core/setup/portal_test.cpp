#include "firmware/core/setup/portal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "firmware/core/setup/fake_portal_ports.h"

namespace luft::firmware {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::FakeAnswer;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kForm =
    "network=Home&network_password=correct+horse&id=kitchen&host=luft.local&broker_password=s3cret";

class PortalTest : public ::testing::Test {
 protected:
  PortalTest() { start(); }
  void start() {
    portal.emplace(PortalSettings{.password = "k7m2q9xw",
                                  .suggested_id = contract::DeviceId::cut("luft-a1b2c3"),
                                  .version = "1.2.0"},
                   PortalPorts{scan, trial, memory, entropy});
  }
  FakeAnswer ask(PortalRequest request) {
    FakeAnswer answer;
    if (request.host.empty()) request.host = "192.168.4.1";
    if (request.cookie.empty()) request.cookie = cookie;
    portal->on_request(request, answer, now);
    EXPECT_EQ(answer.begun, 1) << "one request, one answer";
    return answer;
  }
  FakeAnswer get(std::string_view path) { return ask({.path = path}); }
  FakeAnswer post(std::string_view path, std::string_view body) {
    return ask({.method = PortalRequest::Method::post, .path = path, .body = body});
  }
  FakeAnswer log_in(std::string_view password = "k7m2q9xw") {
    FakeAnswer answer = post("/login", "password=" + std::string{password});
    if (!answer.cookie.empty()) cookie = answer.cookie.substr(0, answer.cookie.find(';'));
    return answer;
  }

  testing::FakeScan scan;
  testing::FakeTrial trial;
  testing::FakeSetupMemory memory;
  testing::FakeEntropy entropy;
  std::optional<Portal> portal;
  Uptime now = minutes{1};
  std::string cookie;
};

TEST_F(PortalTest, ShowsAndTakesNothingWithoutThePassword) {
  scan.add("Home", -50);
  EXPECT_THAT(get("/").body, Not(HasSubstr("Home")));
  EXPECT_EQ(get("/progress").location, "/");
  EXPECT_EQ(post("/setup", kForm).location, "/");
  EXPECT_EQ(post("/scan", "").location, "/");
  cookie = "luft=00000000000000000000000000000000";
  EXPECT_EQ(post("/setup", kForm).location, "/");
  EXPECT_EQ(trial.begun, 0);
  EXPECT_EQ(scan.started, 0);
}

TEST_F(PortalTest, LetsInWhoKnowsThePasswordAndLooksForNetworks) {
  EXPECT_THAT(log_in("wrong").body, HasSubstr("not its password"));
  const FakeAnswer welcome = log_in();
  EXPECT_EQ(welcome.status, 303);
  EXPECT_THAT(welcome.cookie, HasSubstr("HttpOnly; SameSite=Strict"));
  EXPECT_EQ(scan.started, 1);
  scan.add("Home", -50);
  scan.add("Far", -85);
  const std::string page = get("/").body;
  EXPECT_THAT(page, HasSubstr("Home<small>strong, -50 dBm"));
  EXPECT_THAT(page, HasSubstr("Far<small>weak, -85 dBm"));
  EXPECT_THAT(page, HasSubstr("luft-a1b2c3")) << "a name to begin with";
}

TEST_F(PortalTest, AnswersWrongPasswordsMoreAndMoreSlowly) {
  int tries = 0;
  for (const Uptime end = now + std::chrono::hours{1}; now < end; now += seconds{1}) {
    if (log_in("wrong").body.find("wait a little") == std::string::npos) ++tries;
  }
  EXPECT_LT(tries, 20);
  EXPECT_THAT(log_in().body, HasSubstr("wait a little")) << "even the right one";
  now += minutes{10};
  EXPECT_EQ(log_in().status, 303);
}

TEST_F(PortalTest, LetsNobodyInOnADeviceWithoutAPassword) {
  Portal open({.password = ""},
              {.scan = scan, .trial = trial, .memory = memory, .entropy = entropy});
  FakeAnswer answer;
  open.on_request({.method = PortalRequest::Method::post,
                   .path = "/login",
                   .host = "192.168.4.1",
                   .body = "password="},
                  answer, now);
  EXPECT_TRUE(answer.cookie.empty());
}

TEST_F(PortalTest, ForgetsABrowserThatWasQuietAndOneThatAnotherFollowed) {
  log_in();
  const std::string first = cookie;
  log_in();
  EXPECT_NE(cookie, first);
  EXPECT_EQ(ask({.path = "/progress", .cookie = first}).location, "/");
  EXPECT_THAT(get("/").body, HasSubstr("name=network_other"));
  now += minutes{16};
  EXPECT_THAT(get("/").body, HasSubstr("Password of this device"));
}

TEST_F(PortalTest, SendsPhonesThatLookForAWayOutToItsPage) {
  for (const char* host : {"captive.apple.com", "connectivitycheck.gstatic.com", "192.168.4.10",
                           "192.168.4.1.evil.example"}) {
    EXPECT_EQ(ask({.path = "/generate_204", .host = host}).location, "http://192.168.4.1/") << host;
  }
  EXPECT_THAT(ask({.path = "/", .host = "192.168.4.1:80"}).body, HasSubstr("Password"));
}

TEST_F(PortalTest, KeepsASetupOnlyOnceNetworkAndBrokerWereReached) {
  log_in();
  EXPECT_EQ(post("/setup", kForm).location, "/progress");
  EXPECT_EQ(trial.tried.network.view(), "Home");
  portal->on_tick(now);
  EXPECT_FALSE(memory.kept);
  EXPECT_THAT(get("/progress").body, HasSubstr("Joining the network"));
  trial.now = TrialStep::connecting;
  EXPECT_THAT(get("/progress").body, HasSubstr("http-equiv=refresh"));
  trial.now = TrialStep::succeeded;
  portal->on_tick(now);
  ASSERT_TRUE(memory.kept);
  EXPECT_EQ(memory.kept->id.view(), "kitchen");
  EXPECT_THAT(get("/progress").body, HasSubstr("starts again as <b>kitchen</b>"));
  EXPECT_FALSE(portal->is_done(now)) << "the page must have time to say it";
  EXPECT_TRUE(portal->is_done(now + seconds{10}));
}

TEST_F(PortalTest, SaysWhatWentWrongAndKeepsWhatWasThereBefore) {
  log_in();
  for (const TrialStep step : {TrialStep::network_not_found, TrialStep::network_password_wrong,
                               TrialStep::network_too_weak, TrialStep::network_gave_no_address,
                               TrialStep::broker_name_unknown, TrialStep::broker_silent,
                               TrialStep::broker_not_trusted, TrialStep::broker_refused}) {
    post("/setup", kForm);
    trial.now = step;
    portal->on_tick(now);
    const std::string page = get("/progress").body;
    EXPECT_THAT(page, HasSubstr("role=alert"));
    EXPECT_THAT(page, Not(HasSubstr("http-equiv=refresh")));
    EXPECT_THAT(get("/").body, HasSubstr("value=\"luft.local\"")) << "the form is as it was sent";
  }
  EXPECT_FALSE(memory.kept);
}

TEST_F(PortalTest, WarnsOfANetworkThatItHearsWeakly) {
  log_in();
  post("/setup", kForm);
  trial.now = TrialStep::succeeded;
  trial.rssi = -84;
  portal->on_tick(now);
  EXPECT_THAT(get("/progress").body, HasSubstr("weakly (-84 dBm)"));
}

TEST_F(PortalTest, NamesAFieldThatIsWrongAndTriesNothing) {
  log_in();
  EXPECT_EQ(post("/setup", "network=Home&id=Kitchen&host=x").location, "/");
  EXPECT_EQ(trial.begun, 0);
  EXPECT_THAT(get("/").body, HasSubstr("The device&#39;s name is 1 to 32 of"));
}

TEST_F(PortalTest, ShowsWhatWasMeasuredAndTheTimeZone) {
  log_in();
  EXPECT_THAT(get("/").body, HasSubstr("value=CET-1CEST,M3.5.0,M10.5.0/3 selected"));
  post("/setup", std::string{kForm} +
                     "&travel=5%3A30&most_open_pct=80&travel_half_steps=4096&sound_offset_db=-1.5&"
                     "time_zone_other=%3C%2B03%3E-3");
  const std::string page = get("/").body;
  EXPECT_THAT(page, HasSubstr("value=\"5:30\""));
  EXPECT_THAT(page, HasSubstr("max=100 value=80"));
  EXPECT_THAT(page, HasSubstr("value=4096"));
  EXPECT_THAT(page, HasSubstr("value=\"-1.5\""));
  EXPECT_THAT(page, HasSubstr("value=\"&lt;+03&gt;-3\""));
  EXPECT_THAT(page, Not(HasSubstr("M10.5.0/3 selected")));
  post("/setup", std::string{kForm} + "&travel=60%3A30+5%3A70");
  EXPECT_THAT(get("/").body, HasSubstr("The measured points are at most six rising pairs"));
}

TEST_F(PortalTest, ShowsHostileNamesAsTextAndNeverASecret) {
  log_in();
  scan.add("\"><script>alert(1)</script>", -50);
  post("/setup",
       "network=%22%3E%3Cscript%3E&network_password=correct+horse&id=den&host=h&"
       "broker_password=s3cret");
  const std::string page = get("/").body;
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("s3cret")));
  EXPECT_THAT(page, Not(HasSubstr("correct horse")));
}

TEST_F(PortalTest, KeepsAPasswordThatWasLeftEmptyButNotForAnotherNetworkOrBroker) {
  memory.kept.emplace();
  ASSERT_TRUE(read_setup(kForm, *memory.kept));
  start();
  log_in();
  post("/setup", "network=Home&id=kitchen&host=luft.local");
  EXPECT_EQ(trial.tried.network_password.view(), "correct horse");
  EXPECT_EQ(trial.tried.broker_password.view(), "s3cret");
  post("/setup", "network=Evil&id=kitchen&host=evil.example");
  EXPECT_TRUE(trial.tried.network_password.empty());
  EXPECT_TRUE(trial.tried.broker_password.empty());
}

TEST_F(PortalTest, SaysWhenItsMemoryDidNotTakeTheSetup) {
  log_in();
  post("/setup", kForm);
  memory.works = false;
  trial.now = TrialStep::succeeded;
  portal->on_tick(now);
  EXPECT_THAT(get("/progress").body, HasSubstr("its memory did not take it"));
  EXPECT_FALSE(portal->is_done(now + minutes{1}));
}

}  // namespace
}  // namespace luft::firmware
