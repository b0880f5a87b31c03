// Days drawn from habits: who is in the room, and what they give off.
#include "rooms/people.h"

#include <cmath>

#include "rooms/chance.h"
#include "rooms/weather.h"

namespace luft::rooms {
namespace {

// A person at 1.2 met (awake, seated) and 0.95 met (asleep). CO2: 0.85 * BMR * M * 0.000569 L/s
// with a basal rate of 6.8 MJ/day (Persily & de Jonge, Indoor Air 27(5), 2017). Heat: about 70 W
// sensible and 45 W latent seated (ASHRAE Fundamentals, ch. 18), less when asleep.
constexpr double kCo2PerMet = 0.85 * 6.8 * 0.000569e-3;  // m³/s
constexpr double kAwakeMet = 1.2;
constexpr double kAsleepMet = 0.95;
constexpr double kAwakeHeat = 70;               // W
constexpr double kAsleepHeat = 55;              // W
constexpr double kAwakeVapour = 60e-3 / 3600;   // kg/s
constexpr double kAsleepVapour = 35e-3 / 3600;  // kg/s
constexpr double kSleepSound = 25;              // dB(A)

constexpr double kAbsentForAnHour = 0.15;

// People are not a tone: every five minutes they are louder or quieter, and now and then they read.
constexpr double kSoundPeriod = 300;  // s
constexpr double kSoundSwing = 12;    // dB from the quietest to the loudest talk
constexpr double kReading = 0.25;     // share of periods
constexpr double kReadingSound = 34;  // dB(A)

struct Day {
  std::uint64_t seed;
  double wakes_h;
  double leaves_h;
  double returns_h;
  bool at_home;
};

Day day_of(const People& people, std::int64_t number) {
  const std::uint64_t seed = mix(people.seed ^ mix(static_cast<std::uint64_t>(number)));
  const auto shift = [seed](std::uint64_t which) { return uniform(seed, which) - 0.5; };
  const bool weekend = number % 7 >= 5;
  return {.seed = seed,
          .wakes_h = people.wakes_h + shift(1) + (weekend ? 1.5 : 0),
          .leaves_h = people.leaves_h + shift(2),
          .returns_h = people.returns_h + 2 * shift(3),
          .at_home = weekend || uniform(seed, 4) < people.works_at_home};
}

bool awake_in_room(const People& people, const Day& day, double hour) {
  if (hour < day.wakes_h || hour >= people.sleeps_h) return false;
  if (!day.at_home && hour >= day.leaves_h && hour < day.returns_h) return false;
  const auto clock_hour = static_cast<std::uint64_t>(hour);
  const double chance = uniform(day.seed, 100 + clock_hour);
  switch (people.use) {
    case RoomUse::bedroom:
      return hour < day.wakes_h + 0.5 || hour > people.sleeps_h - 0.7 || chance < 0.1;
    case RoomUse::living_room:
      return chance >= kAbsentForAnHour;
    case RoomUse::study:
      return day.at_home && hour > 9 && hour < 18 && chance >= kAbsentForAnHour;
  }
  return false;
}

// Half an hour of cooking or showering, morning and evening, whose moisture reaches this room.
double washing_kg_per_s(const People& people, const Day& day, double hour) {
  const bool morning = hour >= day.wakes_h + 0.2 && hour < day.wakes_h + 0.7;
  const bool evening = hour >= day.returns_h + 0.5 && hour < day.returns_h + 1.0;
  return morning || evening ? people.washing_g_per_h * 1e-3 / kSecondsPerHour : 0;
}

double talk_dba(const People& people, const Day& day, double hour) {
  const auto period = static_cast<std::uint64_t>(hour * kSecondsPerHour / kSoundPeriod);
  if (uniform(day.seed, 2000 + period) < kReading) return kReadingSound;
  return people.sound_dba + kSoundSwing * (uniform(day.seed, 1000 + period) - 0.5);
}

}  // namespace

Presence presence_at(const People& people, double time_s) {
  const double days = std::floor(time_s / kSecondsPerDay);
  const double hour = (time_s - days * kSecondsPerDay) / kSecondsPerHour;
  const Day day = day_of(people, static_cast<std::int64_t>(days));

  Presence presence;
  presence.vapour_kg_per_s = washing_kg_per_s(people, day, hour);
  // Who goes to bed after midnight has sleeps_h of at most 24: nights end with the day's waking.
  const bool night = hour < day.wakes_h || hour >= people.sleeps_h;
  if (night && people.use == RoomUse::bedroom) {
    presence.people = people.count;
    presence.asleep = true;
    presence.heat_w = people.count * kAsleepHeat;
    presence.vapour_kg_per_s += people.count * kAsleepVapour;
    presence.co2_m3_per_s = people.count * kAsleepMet * kCo2PerMet;
    presence.sound_dba = kSleepSound;
  } else if (awake_in_room(people, day, hour)) {
    presence.people = people.count;
    presence.heat_w = people.count * kAwakeHeat;
    presence.vapour_kg_per_s += people.count * kAwakeVapour;
    presence.co2_m3_per_s = people.count * kAwakeMet * kCo2PerMet;
    presence.sound_dba = talk_dba(people, day, hour);
    presence.appliances_w = people.use == RoomUse::bedroom ? 20 : 100;
  }
  return presence;
}

}  // namespace luft::rooms
