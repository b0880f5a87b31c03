// Words for what a decision hangs on.
#include <fmt/format.h>

#include <array>
#include <cassert>
#include <span>

#include "ml/predictor.h"

namespace luft::ml {
namespace {

using enum Feature;

constexpr double kStaleAirPpm = 1000;  // rooms/comfort.h
constexpr double kLoudDba = 35;        // likewise: of people who are awake
constexpr double kOpenFromPct = 25;    // ajar below

// The features and flags of each cause. What is computed from two sources belongs to both.
struct Part {
  Cause cause;
  std::array<Feature, 6> features;
  std::size_t feature_count;
  std::array<Source, 3> sources;
  std::size_t source_count;
  std::string_view when_high;  // because …
  std::string_view when_low;
};

constexpr std::array<Part, kPartCount> kParts{{
    {Cause::temperature,
     {temp_c, temp_difference_k},
     2,
     {},
     0,
     "it is warm inside",
     "it is cool inside"},
    {Cause::humidity,
     {humidity_pct, vapour_g_m3, vapour_difference_g_m3},
     3,
     {},
     0,
     "the air inside is humid",
     "the air inside is dry"},
    {Cause::sound, {volume_dba}, 1, {Source::volume}, 1, "it is loud", "it is quiet"},
    {Cause::outdoors,
     {outdoor_temp_c, temp_difference_k, outdoor_humidity_pct, outdoor_vapour_g_m3,
      vapour_difference_g_m3, wind_speed_m_s},
     6,
     {Source::outdoor_temp, Source::outdoor_humidity, Source::wind},
     3,
     "it is warm outside",
     "it is cool outside"},
    {Cause::rain, {rain_log_mm_per_h}, 1, {Source::rain}, 1, "it rains", "it does not rain"},
    {Cause::air, {co2_ppm}, 1, {Source::co2}, 1, "the air is stale", "the air is fresh"},
    {Cause::time,
     {hour_sin, hour_cos, year_sin, year_cos},
     4,
     {Source::time},
     1,
     "of the time",
     "of the time"},
    {Cause::position, {position_pct, opening_root}, 2, {Source::position}, 1, {}, {}},
    {Cause::taste,
     {taste_warmer_k, taste_quiet, taste_fresh, taste_warm, taste_thrift},
     5,
     {},
     0,
     "people here like it so",
     "people here like it so"},
    {Cause::memory, {}, 0, {}, 0, {}, {}},
}};

const Part& part_of(Cause cause) {
  assert(static_cast<std::size_t>(cause) < kPartCount);
  return kParts[static_cast<std::size_t>(cause)];
}

using Words = fmt::basic_memory_buffer<char, 256>;  // without allocation up to that length
void add(Words& words, std::string_view more) {
  words.append(more.data(), more.data() + more.size());
}

// What the model makes of the last hours.
void add_remembered(Words& words, const NetOutput& output) {
  const auto truth = [&output](Truth which) {
    return output.truths[static_cast<std::size_t>(which)];
  };
  const auto probable = [&truth](Truth which) { return truth(which) > 0; };  // as a logit
  const double co2_ppm = co2_ppm_of(truth(Truth::co2));
  if (co2_ppm > kStaleAirPpm) {
    fmt::format_to(fmt::appender(words), "the air has probably grown stale (about {:.0f} ppm)",
                   co2_ppm);
    return;
  }
  add(words, probable(Truth::asleep)               ? "somebody is probably asleep"
             : probable(Truth::occupied)           ? "somebody is probably there"
             : probable(Truth::occupied_next_hour) ? "somebody will probably be there soon"
                                                   : "nobody is probably there");
}

std::string_view standing(double position_pct) {
  if (position_pct == 0) return "the window is closed already";
  return position_pct < kOpenFromPct ? "the window is ajar already" : "the window is open already";
}

// What comfort draws a line for is named by that, the rest beside what is usual.
bool is_high(const contract::InferenceRequest& request, const NetInput& input, const Part& part) {
  if (part.cause == Cause::sound && request.volume_dba) return *request.volume_dba > kLoudDba;
  if (part.cause == Cause::air && request.co2_ppm) return *request.co2_ppm > kStaleAirPpm;
  return input[static_cast<std::size_t>(part.features[0])] > 0;
}

// Of a cause that needs no more than the input.
std::string_view why(const contract::InferenceRequest& request, const NetInput& input, Cause cause,
                     double position_pct) {
  if (cause == Cause::doubt) return "it is not sure enough to move";
  if (cause == Cause::storm) return "there is a storm";
  if (cause == Cause::nothing) {
    return position_pct < kOpenFromPct ? "nothing speaks for more" : "nothing speaks for less";
  }
  if (cause == Cause::position && request.position_pct) return standing(*request.position_pct);
  const Part& part = part_of(cause);
  const bool missing =
      part.source_count > 0 && input[kFeatureCount + static_cast<std::size_t>(part.sources[0])] > 0;
  if (missing) return "little is known";
  return is_high(request, input, part) ? part.when_high : part.when_low;
}

}  // namespace

NetInput without(NetInput input, Cause which) {
  const Part& part = part_of(which);
  for (const auto feature : std::span(part.features).first(part.feature_count)) {
    input[static_cast<std::size_t>(feature)] = 0;
  }
  for (const auto source : std::span(part.sources).first(part.source_count)) {
    input[kFeatureCount + static_cast<std::size_t>(source)] = 1;
  }
  return input;
}

Reason describe(const contract::InferenceRequest& request, const NetInput& input,
                const NetOutput& output, Cause cause, double position_pct) {
  Words words;
  const fmt::appender end(words);
  fmt::format_to(end, "{:.1f} °C inside", request.temp_c);
  if (request.outdoor_temp_c) fmt::format_to(end, ", {:.1f} °C outside", *request.outdoor_temp_c);

  const double now = request.position_pct.value_or(position_pct);
  fmt::format_to(end, "; {} because ",
                 position_pct > now + 5   ? "opens"
                 : position_pct < now - 5 ? "closes"
                 : position_pct > 0       ? "stays open"
                                          : "stays closed");
  if (cause == Cause::memory) {
    add_remembered(words, output);
  } else {
    add(words, why(request, input, cause, position_pct));
  }
  if (is_unfamiliar(input)) add(words, "; unlike what the model knows");
  return Reason::cut({words.data(), words.size()});
}

}  // namespace luft::ml
