// Hours of one device under a simulated clock, behind a network that loses, delays and cuts, with a
// small model of the hub's receipts and of the model's decisions. Same seed, same run.
#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <set>

#include "contract/control.h"
#include "contract/receipt.h"
#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"

namespace luft::firmware {
namespace {

using contract::Metric;
using contract::TopicKind;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint64_t kBoot = 77;

// What the hub does with readings, as far as a device can tell: contiguous `through`, `oldest`
// moves it past what is gone, receipts coalesced to one per 2 s, at once for batches.
class ReceiptingHub {
 public:
  void on_reading(std::uint64_t seq, std::uint64_t oldest) {
    if (through_ == 0 && oldest > 1 && received_.empty()) through_ = 0;
    if (!received_.insert(seq).second) ++duplicates_;
    while (through_ + 1 < oldest || received_.contains(through_ + 1)) {
      ++through_;
      if (!received_.contains(through_)) ++lost_;
    }
  }
  contract::Receipt receipt() const {
    return {
        .boot = kBoot, .through = through_, .seen = received_.empty() ? 0 : *received_.rbegin()};
  }
  std::size_t received() const { return received_.size(); }
  std::uint64_t duplicates() const { return duplicates_; }
  std::uint64_t lost() const { return lost_; }

 private:
  std::set<std::uint64_t> received_;
  std::uint64_t through_ = 0;
  std::uint64_t duplicates_ = 0;
  std::uint64_t lost_ = 0;
};

struct World {
  double loss = 0.05;             // of messages, each way, unseen by either side
  milliseconds delay_max{3'000};  // each way, order kept within a connection
  Uptime mean_up = minutes{40};   // of the connection
  Uptime mean_down = minutes{6};
  Uptime hub_mean_up = hours{2};
  Uptime hub_mean_down = minutes{10};
};

class Simulation : private testing::FakeSink {
 public:
  Simulation(const World& world, std::size_t capacity, unsigned seed)
      : world_(world), random_(seed), ports_(capacity), device_(settings(), all_ports()) {
    ports_.sensors.values = {{Metric::temperature, 21.0}, {Metric::humidity, 44.0}};
  }

  void run(Uptime time) {
    for (const Uptime end = now_ + time; now_ < end; now_ += milliseconds{100}) step();
  }
  // The storm is over: everything is up and nothing is lost.
  void calm() {
    world_.loss = 0;
    world_.mean_down = world_.hub_mean_down = milliseconds{0};
  }
  void stop_sampling() { device_.stop_sampling(); }

  const Device& device() const { return device_; }
  const ReceiptingHub& hub() const { return hub_; }
  const std::vector<Movement>& movements() const { return ports_.observer.movements; }
  std::size_t most_messages_a_minute() const { return most_messages_a_minute_; }
  std::uint64_t worst_as_of_age_ms() const { return worst_as_of_age_ms_; }

 private:
  struct Flying {
    Uptime arrives{};
    contract::Topic topic;
    std::string payload;
  };

  static DeviceSettings settings() {
    static constexpr MetricSettings kMetrics[] = {
        {.metric = Metric::temperature, .interval = seconds{10}, .probe = seconds{10}},
        {.metric = Metric::humidity, .interval = seconds{10}, .probe = seconds{10}}};
    DeviceSettings result;
    result.id = *contract::parse_device_id("attic");
    result.boot = kBoot;
    result.metrics = kMetrics;
    result.window.emplace();
    return result;
  }
  Ports all_ports() {
    return {*this,         ports_.sensors, ports_.motor,    ports_.readings,
            ports_.memory, ports_.system,  ports_.observer, ports_.scratch};
  }

  bool happens(Uptime mean) {
    if (mean.count() == 0) return true;
    return std::bernoulli_distribution(100.0 / static_cast<double>(mean.count()))(random_);
  }
  bool is_lost() { return std::bernoulli_distribution(world_.loss)(random_); }
  Uptime arrival(const std::deque<Flying>& queue) {
    const Uptime arrives =
        now_ + milliseconds{random_() % static_cast<unsigned>(world_.delay_max.count())};
    return queue.empty() ? arrives : std::max(arrives, queue.back().arrives);
  }

  bool publish(const contract::Topic& topic, std::string_view payload) override {
    if (!connected_) return false;
    sent_at_.push_back(now_);
    while (sent_at_.front() + minutes{1} < now_) sent_at_.pop_front();
    most_messages_a_minute_ = std::max(most_messages_a_minute_, sent_at_.size());
    if (!is_lost()) up_.push_back({arrival(up_), topic, std::string{payload}});
    return true;
  }
  void send_down(TopicKind kind, std::string_view payload) {
    if (!connected_ || is_lost()) return;
    const contract::Topic topic{.kind = kind, .device = device_.id()};
    down_.push_back({arrival(down_), topic, std::string{payload}});
  }

  void step() {
    if (connected_ && world_.mean_down.count() > 0 && happens(world_.mean_up)) {
      connected_ = false;
      up_.clear();
      down_.clear();
      device_.on_disconnected();
    } else if (!connected_ && happens(world_.mean_down)) {
      connected_ = true;
      device_.on_connected(now_);
    }
    if (hub_up_ && world_.hub_mean_down.count() > 0 && happens(world_.hub_mean_up)) {
      hub_up_ = false;
    } else if (!hub_up_ && happens(world_.hub_mean_down)) {
      hub_up_ = true;
    }
    for (; !up_.empty() && up_.front().arrives <= now_; up_.pop_front()) at_hub(up_.front());
    if (hub_up_ && receipt_due_ && now_ - receipted_at_ >= seconds{2}) say_receipt();
    for (; !down_.empty() && down_.front().arrives <= now_; down_.pop_front()) {
      const auto topic = contract::topic_name(down_.front().topic);
      const auto movements_before = movements().size();
      device_.on_message(topic.view(), down_.front().payload, Delivery::live, now_);
      if (movements().size() > movements_before) note_age(movements().back());
    }
    device_.on_tick(now_);
  }

  void at_hub(const Flying& message) {
    if (!hub_up_) return;
    if (message.topic.kind == TopicKind::reading) {
      const auto reading = contract::parse_reading(message.topic.metric, message.payload);
      ASSERT_TRUE(reading && reading->identity);
      EXPECT_GT(reading->identity->ref.seq, newest_live_) << "live readings keep their order";
      newest_live_ = reading->identity->ref.seq;
      taken_ms_[newest_live_] = reading->identity->up_ms;
      hub_.on_reading(newest_live_, reading->identity->oldest.seq);
      receipt_due_ = true;
      decide(newest_live_);
    } else if (message.topic.kind == TopicKind::batch) {
      ASSERT_TRUE(contract::parse_batch(message.payload, batch_));
      std::uint64_t previous = 0;
      for (const auto& entry : batch_.readings()) {
        EXPECT_GT(entry.seq, previous) << "a batch keeps the order";
        previous = entry.seq;
        hub_.on_reading(entry.seq, batch_.oldest.seq);
      }
      say_receipt();
    }
  }

  void say_receipt() {
    std::array<char, 256> text{};
    receipt_due_ = false;
    receipted_at_ = now_;
    send_down(TopicKind::device_receipt, contract::write_receipt(hub_.receipt(), text));
  }

  // A model that often decides on old news: on any reading of the last twenty minutes.
  void decide(std::uint64_t newest) {
    if (random_() % 10 != 0) return;
    contract::WindowControl control;
    control.position_pct = static_cast<double>(random_() % 101);
    const std::uint64_t back = random_() % 240;
    control.as_of = contract::ReadingRef{kBoot, newest > back ? newest - back : newest};
    std::array<char, contract::kMaxMessageBytes> text{};
    send_down(TopicKind::window_control, contract::write_window_control(control, text));
  }

  void note_age(const Movement& movement) {
    if (!movement.as_of) return;
    const auto taken = taken_ms_.find(movement.as_of->seq);
    if (taken == taken_ms_.end()) return;
    worst_as_of_age_ms_ = std::max(worst_as_of_age_ms_, wire_ms(now_) - taken->second);
  }

  World world_;
  std::minstd_rand random_;
  testing::FakePorts ports_;
  Device device_;
  ReceiptingHub hub_;
  contract::Batch batch_;
  Uptime now_{};
  bool connected_ = false;
  bool hub_up_ = true;
  bool receipt_due_ = false;
  Uptime receipted_at_{};
  std::deque<Flying> up_;
  std::deque<Flying> down_;
  std::deque<Uptime> sent_at_;
  std::size_t most_messages_a_minute_ = 0;
  std::uint64_t newest_live_ = 0;
  std::map<std::uint64_t, std::uint64_t> taken_ms_;
  std::uint64_t worst_as_of_age_ms_ = 0;
};

class DeviceInABadNetwork : public ::testing::TestWithParam<unsigned> {};

TEST_P(DeviceInABadNetwork, HasEveryReadingReceiptedInTheEndInOrderAndWithoutAFlood) {
  Simulation simulation({}, 4'096, GetParam());
  simulation.run(hours{24});
  simulation.calm();
  simulation.stop_sampling();
  simulation.run(minutes{15});

  const OutboxCounters& counters = simulation.device().outbox().counters();
  EXPECT_GT(counters.added, 17'000U);
  EXPECT_EQ(counters.receipted, counters.added);
  EXPECT_EQ(counters.dropped_full + counters.dropped_stuck, 0U);
  EXPECT_EQ(simulation.device().outbox().held(), 0U);
  EXPECT_EQ(simulation.hub().received(), counters.added);
  EXPECT_EQ(simulation.hub().lost(), 0U);
  EXPECT_GT(counters.resent, 100U) << "the network was bad indeed";
  EXPECT_LT(counters.resent, counters.added / 2);
  // 12 readings a minute when all is well; a backlog adds batches, one in flight at a time.
  EXPECT_LT(simulation.most_messages_a_minute(), 60U);
}

TEST_P(DeviceInABadNetwork, CountsWhatItsMemoryCouldNotHoldAsTheHubDoes) {
  Simulation simulation({.mean_down = minutes{20}}, 64, GetParam());
  simulation.run(hours{24});
  simulation.calm();
  simulation.stop_sampling();
  simulation.run(minutes{15});

  const OutboxCounters& counters = simulation.device().outbox().counters();
  EXPECT_GT(counters.dropped_full, 0U);
  EXPECT_EQ(counters.receipted + counters.dropped_full + counters.dropped_stuck, counters.added);
  EXPECT_EQ(simulation.hub().received() + simulation.hub().lost(), counters.added);
}

TEST_P(DeviceInABadNetwork, NeverMovesOnADecisionOlderThanFiveMinutes) {
  Simulation simulation({}, 4'096, GetParam());
  simulation.run(hours{24});
  EXPECT_GT(simulation.device().window()->counters().moved_by_model, 50U);
  EXPECT_GT(simulation.device().window()->counters().refused, 50U);
  EXPECT_LE(simulation.worst_as_of_age_ms(), 300'000U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, DeviceInABadNetwork, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace luft::firmware
