#include "ml/learning/increment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "ml/learning/taste_fit.h"

namespace luft::ml {
namespace {

constexpr double kMsPerDay = 86'400'000;
constexpr double kHalfLifeDays = 21;
constexpr double kOldestDays = 90;
// Nats by which a taste must explain all wishes better than the model does, and each better than
// chance; of the latter, a few are given in advance, as the first wishes are foretold worst.
constexpr double kClearly = 2;
constexpr double kBeyondChance = 0.1;
constexpr double kInAdvance = 1.5;
constexpr double kLeastDays = 1;     // of overrides before their rate says anything
constexpr double kRateSpanDays = 7;  // before a taste, to compare with; less in a young home
constexpr std::size_t kLeastOverrides = 5;
constexpr double kRise = 1.5;
constexpr double kUnlikely = 0.05;

double days_between(std::uint64_t from_ms, std::uint64_t to_ms) {
  return to_ms > from_ms ? static_cast<double>(to_ms - from_ms) / kMsPerDay : 0;
}

using ByDevice = std::map<std::string, std::vector<Wish>>;

ByDevice by_device(const std::vector<Wish>& wishes) {
  ByDevice devices;
  for (const auto& wish : wishes) devices[wish.device].push_back(wish);
  for (auto& [device, own] : devices) std::ranges::stable_sort(own, {}, &Wish::time_ms);
  return devices;
}

// What was in force in one room, and when.
class InForce {
 public:
  InForce(const TasteBook& book, const std::string& device) {
    if (const auto former = book.former.find(device); former != book.former.end()) {
      former_ = former->second;
    }
    const auto present = book.tastes.find(device);
    if (present == book.tastes.end()) return;
    present_ = present->second.taste;
    present_from_ms_ = present->second.since_ms;
    if (!former_.empty()) present_from_ms_ = std::max(present_from_ms_, former_.back().until_ms);
  }

  [[nodiscard]] Taste at(std::uint64_t time_ms) const {
    if (present_ && time_ms >= present_from_ms_) return *present_;
    const auto then = std::ranges::find_if(former_, [time_ms](const FormerTaste& former) {
      return former.from_ms <= time_ms && time_ms < former.until_ms;
    });
    return then == former_.end() ? Taste{} : then->taste;
  }
  [[nodiscard]] std::optional<FormerTaste> present_until(std::uint64_t now_ms) const {
    if (!present_) return std::nullopt;
    return FormerTaste{.from_ms = present_from_ms_, .until_ms = now_ms, .taste = *present_};
  }

 private:
  std::vector<FormerTaste> former_;
  std::optional<Taste> present_;
  std::uint64_t present_from_ms_ = 0;
};

// The wishes that still count, with what the net says of each room.
std::vector<HeardWish> heard(std::span<const Wish> wishes, const Champion& champion,
                             const InForce& in_force, std::uint64_t forgotten_ms,
                             std::uint64_t now_ms) {
  wishes = wishes.last(std::min(wishes.size(), kMostWishesOfADevice));
  std::vector<HeardWish> result;
  for (const auto& wish : wishes) {
    const double age_days = days_between(wish.time_ms, now_ms);
    if (wish.time_ms < forgotten_ms || age_days > kOldestDays) continue;
    const Taste learned = in_force.at(wish.time_ms);
    result.push_back(hear(wish, champion.household, learned, champion.predictor));
    result.back().weight = std::exp2(-age_days / kHalfLifeDays);
  }
  return result;
}

// Why a taste is to be taken away, if it is.
std::optional<std::string> rise_since(const LearnedTaste& taste, std::span<const Wish> wishes,
                                      std::uint64_t now_ms) {
  const Overrides later = overrides_between(taste.since_ms, now_ms, wishes);
  const Overrides before = overrides_before(taste.since_ms, wishes);
  if (!is_clearly_more(later, before)) return std::nullopt;
  return fmt::format("{} wishes in {:.1f} days with it, {} in the {:.1f} days before", later.count,
                     later.days, before.count, before.days);
}

// One device's night.
class Night {
 public:
  Night(TasteBook& book, const std::string& device, std::uint64_t now_ms)
      : book_(book), device_(device), now_ms_(now_ms) {}

  void hold(std::span<const Wish> wishes, const Champion& champion) {
    const auto present = book_.tastes.find(device_);
    if (present != book_.tastes.end()) {
      if (const auto why = rise_since(present->second, wishes, now_ms_)) {
        erase();
        book_.forgotten[device_] = now_ms_;
        note("taken away", *why);
        return;
      }
    }
    const auto forgotten = book_.forgotten.find(device_);
    judge(heard(wishes, champion, InForce(book_, device_),
                forgotten == book_.forgotten.end() ? 0 : forgotten->second, now_ms_));
  }

 private:
  void judge(std::span<const HeardWish> wishes) {
    if (wishes.empty()) return take_away("no wishes are left that count");
    const Taste taste = fit_taste(wishes);
    const Evidence evidence = evidence_for(taste, wishes);
    const std::string figures = fmt::format(
        "explains {} wishes {:+.1f} nats against the model, each {:+.2f} against chance",
        wishes.size(), evidence.over_model, evidence.over_chance);
    const double least_over_chance = kBeyondChance - kInAdvance / double(wishes.size());
    if (evidence.over_model < kClearly || evidence.over_chance < least_over_chance) {
      if (book_.tastes.contains(device_)) return take_away(figures);
      return note("kept back", figures);
    }
    remember_present();
    const auto [place, is_new] = book_.tastes.try_emplace(device_);
    place->second.taste = taste;
    place->second.wishes = wishes.size();
    if (!is_new) return;  // leant a little further: no news
    place->second.since_ms = now_ms_;
    note("taken up", figures);
  }

  void take_away(const std::string& why) {
    if (erase()) note("taken away", why);
  }

  bool erase() {
    remember_present();
    return book_.tastes.erase(device_) > 0;
  }

  // It will not be in force any more.
  void remember_present() {
    const auto present = InForce(book_, device_).present_until(now_ms_);
    if (!present) return;
    auto& former = book_.former[device_];
    std::erase_if(former, [this](const FormerTaste& each) {
      return days_between(each.until_ms, now_ms_) > kOldestDays;
    });
    former.push_back(*present);
    if (former.size() > kMostFormer) former.erase(former.begin());
  }

  void note(std::string what, std::string reason) {
    book_.events.push_back({now_ms_, device_, std::move(what), std::move(reason)});
  }

  TasteBook& book_;
  const std::string& device_;
  std::uint64_t now_ms_;
};

// P(X >= k) for X ~ Binomial(n, p).
double binomial_tail(std::size_t k, std::size_t n, double p) {
  double sum = 0;
  for (std::size_t i = k; i <= n; ++i) {
    const auto of = static_cast<double>(n);
    const auto up = static_cast<double>(i);
    sum += std::exp(std::lgamma(of + 1) - std::lgamma(up + 1) - std::lgamma(of - up + 1) +
                    up * std::log(p) + (of - up) * std::log1p(-p));
  }
  return sum;
}

}  // namespace

Overrides overrides_between(std::uint64_t from_ms, std::uint64_t to_ms,
                            std::span<const Wish> wishes) {
  const auto count = std::ranges::count_if(
      wishes, [=](const Wish& wish) { return wish.time_ms >= from_ms && wish.time_ms < to_ms; });
  return {static_cast<std::size_t>(count), days_between(from_ms, to_ms)};
}

Overrides overrides_before(std::uint64_t until_ms, std::span<const Wish> wishes) {
  const auto span_ms = static_cast<std::uint64_t>(kRateSpanDays * kMsPerDay);
  std::uint64_t from_ms = until_ms > span_ms ? until_ms - span_ms : 0;
  if (!wishes.empty()) from_ms = std::max(from_ms, wishes.front().time_ms);
  return overrides_between(from_ms, until_ms, wishes);
}

bool is_clearly_more(const Overrides& later, const Overrides& before) {
  if (later.days < kLeastDays || later.count < kLeastOverrides) return false;
  const double later_rate = static_cast<double>(later.count) / later.days;
  const double before_days = std::max(before.days, kLeastDays);
  const double before_rate = static_cast<double>(before.count) / before_days;
  if (later_rate < kRise * before_rate) return false;
  // Given their sum, the later count is binomial if nothing changed (Przyborowski and Wilenski
  // 1940).
  const double share = later.days / (later.days + before_days);
  return binomial_tail(later.count, later.count + before.count, share) < kUnlikely;
}

TasteBook learn(const TasteBook& before, const std::vector<Wish>& wishes, const Champion& champion,
                std::uint64_t now_ms) {
  TasteBook book = before;
  if (book.model != champion.version) {
    book.tastes.clear();  // fitted to what another model does
    book.former.clear();
    book.model = champion.version;
  }
  for (const auto& [device, own] : by_device(wishes)) {
    Night(book, device, now_ms).hold(own, champion);
  }
  if (book.events.size() > kMostEvents) {
    book.events.erase(book.events.begin(), book.events.end() - kMostEvents);
  }
  return book;
}

}  // namespace luft::ml
