#include "contract/audio.h"

#include <array>

#include "contract/json.h"
#include "contract/json_writer.h"
#include "contract/limits.h"
#include "contract/words.h"

namespace luft::contract {
namespace {

constexpr Range kRates{8'000, 48'000};
constexpr Range kClips{0, 4294967295.0};
constexpr Range kPartCounts{1, kMaxAudioParts};
constexpr Range kPartIndexes{0, kMaxAudioParts - 1};

constexpr std::string_view kRiffInBase64 = "UklG";  // "RIF", as far as base64 fixes it

constexpr std::array kFormats{
    Word{"s16le", AudioFormat::s16le},
    Word{"wav", AudioFormat::wav},
};

void read_part(ObjectReader& object, AudioPart& part) {
  part.rate_hz = object.integer<std::uint32_t>("rate", kRates);
  part.format = read_word(object, "format", kFormats);
  part.boot = object.identifier("boot");
  part.clip = object.integer<std::uint32_t>("clip", kClips);
  part.part = object.integer<std::uint32_t>("part", kPartIndexes);
  part.parts = object.integer<std::uint32_t>("parts", kPartCounts);
  part.data = object.string("data");
  if (part.part >= part.parts) object.refuse(ParseErrorKind::inconsistent, "part");
}

void read_whole_clip(ObjectReader& object, AudioPart& part) {
  part.rate_hz = object.integer<std::uint32_t>("sample_rate", kRates);
  part.data = object.string("data");
  part.format = part.data.starts_with(kRiffInBase64) ? AudioFormat::wav : AudioFormat::s16le;
}

}  // namespace

std::expected<AudioPart, ParseError> parse_audio(std::string_view payload) {
  ObjectReader object(payload, kMaxAudioBytes);
  AudioPart part;
  if (object.has("sample_rate") && !object.has("rate")) {
    read_whole_clip(object, part);
  } else {
    read_part(object, part);
  }
  if (part.data.empty()) object.refuse(ParseErrorKind::out_of_range, "data");
  if (const auto done = object.done(); !done) return std::unexpected(done.error());
  part.document = object.take_document();
  return part;
}

std::string_view write_audio(const AudioPart& part, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.identifier("rate", part.rate_hz);
  json.text("format", word_for(kFormats, part.format));
  json.identifier("boot", part.boot);
  json.identifier("clip", part.clip);
  json.identifier("part", part.part);
  json.identifier("parts", part.parts);
  json.text("data", part.data);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract
