// One night's learning, for all rooms: from wishes to tastes, each with the reason it was taken up,
// kept back or taken away. Pure: the same wishes, model and time give the same tastes.
//
// Champion is what decides now without a taste, challenger the taste. Only when it explains the
// wishes clearly better than the model alone, more than its unusualness costs, and better than
// chance, is it taken up. So who overrides at random changes nothing that lasts: the evidence fades
// again. A taste under which people take the window into their hands more often than before is
// taken away, and what was wished before then is not looked at again.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "ml/learning/wish.h"
#include "ml/predictor.h"
#include "ml/taste.h"

namespace luft::ml {

struct LearnedTaste {
  Taste taste;                 // beyond the household's
  std::uint64_t since_ms = 0;  // when it was taken up
  std::size_t wishes = 0;      // that it was fitted to last; 0: not known
};

// What was in force in a room for a while, beyond the household's.
struct FormerTaste {
  std::uint64_t from_ms = 0;
  std::uint64_t until_ms = 0;
  Taste taste;
};

struct LearningEvent {
  std::uint64_t time_ms = 0;
  std::string device;
  std::string what;    // taken up, kept back, taken away
  std::string reason;  // with the figures
};

struct TasteBook {
  std::string model;                                        // version it was fitted to: no other's
  std::map<std::string, LearnedTaste, std::less<>> tastes;  // by device
  // By device, oldest first, at most kMostFormer: a wish is understood beside what was in force
  // when it was made, which every night may change.
  std::map<std::string, std::vector<FormerTaste>> former{};
  // By device: wishes before this time don't count.
  std::map<std::string, std::uint64_t> forgotten;
  std::vector<LearningEvent> events;  // the newest kMostEvents, oldest first
};

inline constexpr std::size_t kMostEvents = 500;
inline constexpr std::size_t kMostWishesOfADevice = 100;  // the newest
inline constexpr std::size_t kMostFormer = 100;           // likewise

// Who decides in the rooms that people had wishes in.
struct Champion {
  Predictor& predictor;
  std::string version;
  Taste household{};
};

// `wishes`: all that are kept, of all devices, oldest first.
[[nodiscard]] TasteBook learn(const TasteBook& before, const std::vector<Wish>& wishes,
                              const Champion& champion, std::uint64_t now_ms);

// Whether people took things into their hands clearly more often in the later of two spans: a rate
// 1.5 times as high or more, which chance alone would show in less than one case of twenty.
struct Overrides {
  std::size_t count = 0;
  double days = 0;
};
[[nodiscard]] bool is_clearly_more(const Overrides& later, const Overrides& before);

// `wishes`: oldest first, one device's or all.
[[nodiscard]] Overrides overrides_between(std::uint64_t from_ms, std::uint64_t to_ms,
                                          std::span<const Wish> wishes);
// In the week before `until_ms`, or since the first wish: earlier, nobody is known to have lived
// there.
[[nodiscard]] Overrides overrides_before(std::uint64_t until_ms, std::span<const Wish> wishes);

}  // namespace luft::ml
