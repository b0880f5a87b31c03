// What is said in a simulated year: by the device to the hub, and to it by hub, model and person.
#include <array>
#include <cstdio>

#include "contract/control.h"
#include "firmware/core/year/year_world.h"

namespace luft::firmware::testing {

using contract::TopicKind;

bool YearWorld::publish(const contract::Topic& topic, std::string_view payload) {
  if (!connected_) return false;
  if (!is_lost()) up_.emplace_back(topic, std::string{payload});
  return true;
}

void YearWorld::deliver_up(const contract::Topic& topic, const std::string& payload) {
  if (!hub_up_) return;
  const auto take = [this](const contract::ReadingRef& ref, const contract::ReadingRef& oldest) {
    if (!hub_.take(ref, oldest)) ++account_.came_after_counted_lost;
  };
  if (topic.kind == TopicKind::reading) {
    const auto reading = contract::parse_reading(topic.metric, payload);
    take(reading->identity->ref, reading->identity->oldest);
    newest_at_hub_ = reading->identity->ref.seq;
    receipts_due_.insert(reading->identity->ref.boot);
  } else if (topic.kind == TopicKind::batch) {
    if (!contract::parse_batch(payload, batch_)) account_.wrongs.emplace_back("a bad batch");
    for (const auto& entry : batch_.readings()) take({batch_.boot, entry.seq}, batch_.oldest);
    receipts_due_.insert(batch_.boot);
  }
}

bool YearWorld::hear(TopicKind kind, std::string_view payload) {
  if (!connected_ || is_lost()) return false;
  const bool of_device = kind != TopicKind::hub_status;
  const contract::Topic topic{.kind = kind,
                              .device = of_device ? life_->device().id() : contract::DeviceId{}};
  life_->device().on_message(contract::topic_name(topic).view(), payload, Delivery::live,
                             wall_ - booted_);
  return true;
}

void YearWorld::person_or_model_speaks() {
  speaks_at_ = wall_ + chance(settings_.mean_between_words);
  if (!connected_) return;
  const double position = static_cast<double>(random_() % 101);
  if (random_() % 20 == 0) return person_speaks(position);
  contract::WindowControl control;
  control.position_pct = position;
  if (random_() % 4 != 0) control.as_of = contract::ReadingRef{boots_, newest_at_hub_};
  std::array<char, contract::kMaxMessageBytes> text{};
  const auto refused = life_->device().window()->counters().refused;
  hear(TopicKind::window_control, contract::write_window_control(control, text));
  if (watch_.is_held() && life_->device().window()->counters().refused > refused) {
    ++account_.refused_for_a_hold;
  }
}

void YearWorld::person_speaks(double position_pct) {
  const std::uint32_t hold_s = 600 + static_cast<std::uint32_t>(random_() % 20'000);
  std::array<char, 128> text{};
  const int length = std::snprintf(text.data(), text.size(), R"({"position":%.0f,"hold_s":%u})",
                                   position_pct, hold_s);
  if (!hear(TopicKind::window_set, {text.data(), static_cast<std::size_t>(length)})) return;
  ++account_.person_sets;
  watch_.on_hand(position_pct, std::chrono::seconds{hold_s}, life_->device().window()->motor());
}

bool YearWorld::is_lost() {
  return std::bernoulli_distribution(settings_.loss)(random_);
}

}  // namespace luft::firmware::testing
