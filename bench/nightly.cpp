// What one night's learning takes a household that has lived with Luft for a year: twenty rooms,
// whose people chose a position by hand about once a day.
#include <chrono>
#include <string>
#include <vector>

#include "bench/benchmarks.h"
#include "ml/learning/increment.h"
#include "ml/learning/learn_from_people.h"
#include "ml/model/artifact.h"
#include "ml/predictor.h"
#include "rooms/chance.h"

namespace luft::bench {

namespace {

constexpr int kRounds = 5;
constexpr double kLimit_s = 30;
constexpr std::size_t kRooms = 20;
constexpr std::uint64_t kDays = 365;
constexpr std::uint64_t kDay_ms = 86'400'000;
constexpr std::uint64_t kNow_ms = 1'780'000'000'000;

std::vector<ml::Wish> year_of_wishes() {
  rooms::Chance chance(1);
  std::vector<ml::Wish> wishes;
  for (std::uint64_t day = 0; day < kDays; ++day) {
    for (std::size_t room = 0; room < kRooms; ++room) {
      ml::Wish wish{.id = std::to_string(wishes.size()),
                    .device = "room-" + std::to_string(room),
                    .time_ms = kNow_ms - (kDays - day) * kDay_ms,
                    .position_pct = 100 * chance.uniform(),
                    .room = {}};
      wish.room.temp_c = chance.between(16, 30);
      wish.room.humidity_pct = chance.between(30, 75);
      wish.room.volume_dba = chance.between(25, 60);
      wish.room.position_pct = 100 * chance.uniform();
      wish.room.outdoor_temp_c = chance.between(-5, 30);
      wish.room.time_ms = wish.time_ms;
      wishes.push_back(wish);
    }
  }
  return ml::kept_wishes({}, std::move(wishes));
}

}  // namespace

std::vector<Figure> nightly() {
  Figure night = against_limit("ml/nightly", kLimit_s, "s", Goal::at_most);
  const auto model = ml::load_model(LUFT_SOURCE_DIR "/ml/default_model");
  if (!model) {
    night.could_not = model.error();
    return {night};
  }
  ml::Predictor predictor{*model};
  const ml::Champion champion{.predictor = predictor, .version = model->version};
  const auto wishes = year_of_wishes();
  for (int round = 0; round < kRounds; ++round) {
    const auto began = std::chrono::steady_clock::now();
    const auto kept = ml::read_wishes(ml::write_wishes(wishes)).wishes;
    (void)ml::learn({}, kept, champion, kNow_ms);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    night.rounds.push_back(took.count());
  }
  return {night};
}

}  // namespace luft::bench
