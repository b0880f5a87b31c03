// A payload of somebody else's device, read as far as a JSON pointer asks. What it looks like is
// theirs to choose: a bare number, a JSON object, a word. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace luft::hub {

enum class NoNumber : std::uint8_t {
  absent,      // nothing there, or null: said by devices that do not know it now
  not_number,  // something else is there
};

class ForeignPayload {
 public:
  static constexpr std::size_t kMaxBytes = 64 * 1024;  // longer ones hold no number

  explicit ForeignPayload(std::string_view bytes);
  ForeignPayload(const ForeignPayload&) = delete;
  ForeignPayload& operator=(const ForeignPayload&) = delete;
  ~ForeignPayload();

  // A number, text that is one ("21.40"), or true and false as 1 and 0; always finite. `pointer` is
  // RFC 6901 and valid; empty: the whole payload.
  [[nodiscard]] std::expected<double, NoNumber> number_at(const std::string& pointer) const;

 private:
  struct Parsed;  // hides nlohmann-json
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace luft::hub
