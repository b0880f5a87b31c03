// Whatever the file says, its sound lies inside it and has a level.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "sound/level.h"
#include "sound/wav.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::sound;
  const auto sound = find_pcm({data, size});
  if (!sound) return 0;
  if (sound->pcm.data() < data || sound->pcm.data() + sound->pcm.size() > data + size) std::abort();
  if (!is_supported_rate(sound->rate_hz)) return 0;
  LevelMeter meter(sound->rate_hz);
  meter.add_s16le(sound->pcm, sound->channels);
  const Level level = meter.take();
  const bool in_range = level.average_db >= kMinLevelDb && level.average_db <= kMaxLevelDb &&
                        level.max_db >= kMinLevelDb && level.max_db <= kMaxLevelDb;
  if (!in_range) std::abort();
  return 0;
}
