// An update from its signature to the device that runs it: `luft firmware sign`, the command,
// HTTPS, and a virtual device that starts again as the new version.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "runtime/file.h"
#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kDevice = "living-room";

class UpdateTest : public testing::Test {
 protected:
  void SetUp() override {
    installation_.start_luft({"up"});
    const auto made = installation_.run(
        {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=luft.test", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", installation_.file("key.pem"), "-out", installation_.file("cert.pem")});
    ASSERT_TRUE(made.status.success()) << made.err;
    ASSERT_TRUE(installation_.becomes_ready()) << installation_.said();
    serve();
    const auto key = installation_.luft({"firmware", "key"});
    ASSERT_TRUE(key.status.success()) << key.err;
    key_ = key.out.substr(0, 64);
    start_device();
    ASSERT_TRUE(eventually(seconds{20}, [&] { return !version().empty(); })) << said();
  }
  void TearDown() override {
    if (device_) device_->signal(SIGKILL);
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
  }

  // Slowly, so that there is time to cut the power.
  void serve() {
    image_ = "luft-virtual 1.1.0\n" + std::string(300'000, 'x');
    server_ = std::make_unique<httplib::SSLServer>(installation_.file("cert.pem").c_str(),
                                                   installation_.file("key.pem").c_str());
    server_->Get("/image", [this](const httplib::Request&, httplib::Response& response) {
      response.set_content_provider(
          image_.size(), "application/octet-stream",
          [this](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
            std::this_thread::sleep_for(milliseconds{20});
            return sink.write(image_.data() + offset, std::min<std::size_t>(length, 4'096));
          });
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_->listen_after_bind(); });
  }
  void start_device() {
    auto process = runtime::Process::start(
        {.command = {std::string{LUFT_PROGRAMS} + "/luft-device", "--rooms", "1", "--state",
                     installation_.file("flash"), "--update-key", key_, "--update-ca",
                     installation_.file("cert.pem")},
         .set_env = {{"LUFT_MQTT_URL",
                      "mqtt://127.0.0.1:" + installation_.variable("LUFT_MQTT_PORT")}},
         .output_file = installation_.file("device.log"),
         .working_folder = {}});
    ASSERT_TRUE(process) << process.error();
    device_.emplace(std::move(*process));
  }
  std::string sign(const std::string& version) {
    runtime::write_file_atomically(installation_.file("image"), image_).value();
    const auto signed_ = installation_.luft(
        {"firmware", "sign", installation_.file("image"), "--version", version, "--chip", "virtual",
         "--url", "https://127.0.0.1:" + std::to_string(port_) + "/image"});
    EXPECT_TRUE(signed_.status.success()) << signed_.err;
    return signed_.out;
  }
  void offer(const std::string& command) {
    installation_.publish(std::string{"device/"} + kDevice + "/command", command);
  }
  // As the device says it itself.
  std::string version() {
    const auto device = installation_.get(std::string{"/api/v1/devices/"} + kDevice);
    const bool is_told = device.is_object() && device.contains("firmware");
    return is_told && device["firmware"].is_string() ? device["firmware"].get<std::string>() : "";
  }
  std::string said() const {
    return runtime::read_file(installation_.file("device.log")).value_or("");
  }

  Installation installation_;
  std::string image_;
  std::string key_;
  std::unique_ptr<httplib::SSLServer> server_;
  int port_ = 0;
  std::thread thread_;
  std::optional<runtime::Process> device_;
};

TEST_F(UpdateTest, IsSignedOfferedFetchedAndRuns) {
  EXPECT_NE(version(), "1.1.0");
  offer(sign("1.1.0"));
  EXPECT_TRUE(eventually(seconds{40}, [&] { return version() == "1.1.0"; })) << said();
  EXPECT_TRUE(eventually(seconds{20}, [&] {  // and stays
    return !std::filesystem::exists(
        installation_.file(std::string{"flash/"} + kDevice + "/update"));
  }));
}

TEST_F(UpdateTest, GoesOnAfterThePowerWasCutWhileItCame) {
  offer(sign("1.1.0"));
  const std::string kept = installation_.file(std::string{"flash/"} + kDevice + "/update");
  ASSERT_TRUE(eventually(seconds{20}, [&] { return std::filesystem::exists(kept); })) << said();
  std::this_thread::sleep_for(milliseconds{500});
  device_->signal(SIGKILL);
  (void)device_->wait();
  start_device();
  EXPECT_TRUE(eventually(seconds{40}, [&] { return version() == "1.1.0"; })) << said();
}

TEST_F(UpdateTest, IsRefusedWhenItIsNotWhatWasSigned) {
  const std::string before = version();
  std::string forged = sign("1.1.0");
  forged.replace(forged.find("1.1.0"), 5, "1.2.0");
  offer(forged);
  ASSERT_TRUE(eventually(seconds{20}, [&] {
    return installation_
               .sql("SELECT count() FROM luft.device_events WHERE detail LIKE '%signature%'")
               .find('0') != 0;
  }));
  EXPECT_EQ(version(), before);
}

}  // namespace
}  // namespace luft::tests
