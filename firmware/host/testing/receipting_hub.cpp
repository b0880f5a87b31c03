#include "firmware/host/testing/receipting_hub.h"

#include <algorithm>
#include <array>
#include <utility>

#include "contract/receipt.h"
#include "contract/topics.h"

namespace luft::firmware::host::testing {

using contract::TopicKind;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kReceiptEvery{200};
constexpr std::chrono::seconds kPatience{30};

}  // namespace

ReceiptingHub::ReceiptingHub(runtime::MqttSettings broker)
    : client_(loop_, std::move(broker),
              {.on_connected =
                   [this] {
                     (void)client_.publish("hub/status", "online",
                                           {.retain = runtime::Retain::yes, .expiry_s = {}});
                   },
               .on_disconnected = {},
               .on_message = [this](const runtime::MqttMessage& message) { on_message(message); },
               .on_delivered = {},
               .on_subscription_refused = {}}) {
  for (const char* filter : {"sensor/+/+", "device/+/status", "device/+/info", "device/+/event",
                             "device/+/config/reported", "window/+/state"}) {
    client_.subscribe({.filter = filter, .share_group = {}});
  }
  client_.connect();
  loop_.call_after(kReceiptEvery, [this] { receipt_all(); });
  loop_.start();
}

ReceiptingHub::~ReceiptingHub() {
  loop_.stop();
}

void ReceiptingHub::publish(std::string topic, std::string payload) {
  loop_.post_and_wait([&] { (void)client_.publish(topic, payload); });
}

bool ReceiptingHub::wait_until(const std::function<bool()>& done) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  std::unique_lock lock(mutex_);
  while (!done()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    heard_.wait_for(lock, milliseconds{100});
  }
  return true;
}

std::string ReceiptingHub::last(const std::string& topic) const {
  const auto found = last_.find(topic);
  return found == last_.end() ? "" : found->second;
}

std::size_t ReceiptingHub::statuses(std::string_view payload) const {
  return static_cast<std::size_t>(std::ranges::count_if(last_, [&](const auto& entry) {
    return entry.first.ends_with("/status") && entry.second == payload;
  }));
}

void ReceiptingHub::on_message(const runtime::MqttMessage& message) {
  const std::scoped_lock lock(mutex_);
  heard_.notify_all();
  const auto topic = contract::parse_topic(message.topic);
  if (!topic) return;
  const std::string device{topic->device.view()};
  if (topic->kind == TopicKind::reading) {
    const auto reading = contract::parse_reading(topic->metric, message.payload);
    if (!reading || !reading->identity) return;
    keep({.device = device,
          .metric = topic->metric,
          .value = reading->value,
          .time_ms = reading->identity->time_ms,
          .ref = reading->identity->ref},
         reading->identity->oldest);
  } else if (topic->kind == TopicKind::batch) {
    if (!contract::parse_batch(message.payload, batch_)) return;
    for (const auto& entry : batch_.readings()) {
      keep({.device = device,
            .metric = entry.metric,
            .value = entry.value,
            .time_ms = entry.time_ms,
            .ref = {.boot = batch_.boot, .seq = entry.seq}},
           batch_.oldest);
    }
    receipt({device, batch_.boot});
  } else {
    last_[std::string{message.topic}] = message.payload;
  }
}

void ReceiptingHub::keep(KeptReading reading, const contract::ReadingRef& oldest) {
  const Key key{reading.device, reading.ref.boot};
  Progress& progress = progress_[key];
  unreceipted_.insert(key);
  const std::uint64_t seq = reading.ref.seq;
  if (seq <= progress.through || !progress.waiting.insert(seq).second) {
    ++duplicates_;
    return;
  }
  kept_.push_back(std::move(reading));
  progress.seen = std::max(progress.seen, seq);
  if (oldest.boot == key.second) progress.through = std::max(progress.through, oldest.seq - 1);
  while (progress.waiting.erase(progress.through + 1) > 0) ++progress.through;
}

void ReceiptingHub::receipt(const Key& key) {
  const Progress& progress = progress_[key];
  std::array<char, 256> text{};
  const auto payload = contract::write_receipt(
      {.boot = key.second, .through = progress.through, .seen = progress.seen}, text);
  (void)client_.publish("device/" + key.first + "/receipt", payload,
                        {.qos = runtime::Qos::at_most_once, .expiry_s = {}});
}

void ReceiptingHub::receipt_all() {
  const std::scoped_lock lock(mutex_);
  for (const Key& key : std::exchange(unreceipted_, {})) receipt(key);
  loop_.call_after(kReceiptEvery, [this] { receipt_all(); });
}

}  // namespace luft::firmware::host::testing
