#include "hub/intake/receipts.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "hub/bytes.h"

namespace luft::hub {
namespace {

// Uptimes are below 2^53 ms: no anchor lies farther from 1970.
constexpr std::int64_t kFarthest_ms = std::int64_t{1} << 54;
constexpr std::uint32_t kNoLongerUsed = 0;  // in the bytes of a boot, whose order was a number once

}  // namespace

std::uint64_t DeviceReceipts::announce(std::uint64_t boot, contract::ReadingRef oldest) {
  std::uint64_t lost = 0;
  // `oldest` of another boot than the message's: that boot came first, whichever message does.
  Boot* held = find(oldest.boot);
  if (held == nullptr) {
    const bool first_contact = boots_.empty();
    const std::uint64_t before = oldest.seq == 0 ? 0 : oldest.seq - 1;
    held = &open(oldest.boot, first_contact ? ReceivedSet{before} : ReceivedSet{}, boot);
  }
  lost += held->received.give_up_below(oldest.seq);
  for (Boot& earlier : boots_) {
    if (&earlier == held) break;
    if (!earlier.finished) lost += earlier.received.give_up_all();
    earlier.finished = true;
  }
  // Of that boot the device holds readings: what makes room for `boot` is another one.
  held->last_contact = ++contacts_;
  Boot* speaking = find(boot);
  if (speaking == nullptr) speaking = &open(boot, ReceivedSet{});
  speaking->last_contact = contacts_;
  return lost;
}

ReceivedSet::Added DeviceReceipts::add(contract::ReadingRef reading) {
  Boot* boot = find(reading.boot);
  assert(boot != nullptr);
  return boot->received.add(reading.seq);
}

Anchor& DeviceReceipts::anchor_of(std::uint64_t boot) {
  Boot* known = find(boot);
  assert(known != nullptr);
  return known->anchor;
}

std::optional<contract::Receipt> DeviceReceipts::receipt_for(std::uint64_t boot) const {
  const Boot* known = find(boot);
  if (known == nullptr) return std::nullopt;
  return contract::Receipt{
      .boot = boot, .through = known->received.through(), .seen = known->received.seen()};
}

bool DeviceReceipts::is_newest(std::uint64_t boot) const {
  return !boots_.empty() && boots_.back().name == boot;
}

const DeviceReceipts::Boot* DeviceReceipts::find(std::uint64_t name) const {
  // From the back: nearly always it is the newest.
  const auto at = std::find_if(boots_.rbegin(), boots_.rend(),
                               [name](const Boot& boot) { return boot.name == name; });
  return at == boots_.rend() ? nullptr : &*at;
}

DeviceReceipts::Boot* DeviceReceipts::find(std::uint64_t name) {
  return const_cast<Boot*>(std::as_const(*this).find(name));
}

DeviceReceipts::Boot& DeviceReceipts::open(std::uint64_t name, ReceivedSet received,
                                           std::optional<std::uint64_t> successor) {
  if (boots_.size() >= kMaxBoots) {
    boots_.erase(std::ranges::min_element(boots_, {}, &Boot::last_contact));
  }
  const auto before = successor ? std::ranges::find(boots_, *successor, &Boot::name) : boots_.end();
  return *boots_.insert(before, {.name = name,
                                 .last_contact = ++contacts_,
                                 .finished = false,
                                 .received = std::move(received),
                                 .anchor = {}});
}

void DeviceReceipts::write(std::string& bytes) const {
  append(bytes, contacts_);
  append(bytes, static_cast<std::uint8_t>(boots_.size()));
  for (const Boot& boot : boots_) {
    append(bytes, boot.name);
    append(bytes, kNoLongerUsed);
    append(bytes, boot.last_contact);
    append(bytes, static_cast<std::uint8_t>(boot.finished));
    const auto boot_time = boot.anchor.boot_time();
    append(bytes, static_cast<std::uint8_t>(boot_time.has_value()));
    append(bytes, boot_time.value_or(SystemTime{}).time_since_epoch().count());
    boot.received.write(bytes);
  }
}

std::optional<DeviceReceipts> DeviceReceipts::read(std::string_view bytes) {
  using Milliseconds = std::chrono::milliseconds;
  const auto contacts = take<std::uint32_t>(bytes);
  const auto count = take<std::uint8_t>(bytes);
  if (!contacts || !count || *count > kMaxBoots) return std::nullopt;
  DeviceReceipts result;
  result.contacts_ = *contacts;
  for (std::uint8_t i = 0; i < *count; ++i) {
    const auto name = take<std::uint64_t>(bytes);
    (void)take<std::uint32_t>(bytes);  // kNoLongerUsed
    const auto last_contact = take<std::uint32_t>(bytes);
    const auto finished = take<std::uint8_t>(bytes);
    const auto anchored = take<std::uint8_t>(bytes);
    const auto boot_time = take<Milliseconds::rep>(bytes);
    if (!boot_time || *boot_time < -kFarthest_ms || *boot_time > kFarthest_ms) return std::nullopt;
    auto received = ReceivedSet::read(bytes);
    if (!received) return std::nullopt;
    std::optional<SystemTime> anchor;
    if (*anchored != 0) anchor = SystemTime{Milliseconds{*boot_time}};
    result.boots_.push_back({.name = *name,
                             .last_contact = *last_contact,
                             .finished = *finished != 0,
                             .received = *std::move(received),
                             .anchor = Anchor{anchor}});
  }
  if (!bytes.empty()) return std::nullopt;
  return result;
}

}  // namespace luft::hub
