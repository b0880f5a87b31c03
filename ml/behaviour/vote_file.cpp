#include "ml/behaviour/vote_file.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <memory>
#include <system_error>

#include "ml/behaviour/vote_columns.h"

namespace luft::ml {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{512} << 20;  // unpacked
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

struct Range {
  double low;
  double high;
};
constexpr Range kTemp{-60, 60};
constexpr Range kHumidity{0, 100};
constexpr std::array<Range, kQuantityCount> kPossible{kTemp, kHumidity, kTemp,
                                                      kTemp, kHumidity, Range{0, 1}};

bool is_absent(std::string_view cell) {
  constexpr std::array<std::string_view, 6> kAbsent{"", "NA", "NaN", "nan", "null", "NULL"};
  return std::ranges::find(kAbsent, cell) != kAbsent.end();
}

std::string_view trimmed(std::string_view cell) {
  while (!cell.empty() && cell.front() == ' ') cell.remove_prefix(1);
  while (!cell.empty() && cell.back() == ' ') cell.remove_suffix(1);
  return cell;
}

// NaN: not there.
std::expected<double, std::string> read_number(std::string_view cell) {
  cell = trimmed(cell);
  if (is_absent(cell)) return kMissing;
  double value = 0;
  const char* const end = cell.data() + cell.size();
  const auto [rest, error] = std::from_chars(cell.data(), end, value);
  if (error != std::errc{} || rest != end) {
    return std::unexpected(fmt::format("\"{}\" is not a number", cell));
  }
  return value;
}

// "naturally ventilated", "mixed mode", "air conditioned"; other words say nothing.
double read_cooling(std::string_view cell) {
  if (cell.find("natural") != std::string_view::npos) return 0;
  if (cell.find("mixed") != std::string_view::npos) return 1;
  if (cell.find("condition") != std::string_view::npos) return 1;
  return kMissing;
}

class VoteReader {
 public:
  VoteReader(const VoteColumns& columns, std::string_view file, Votes& votes)
      : columns_(columns), file_(file), votes_(votes) {}

  std::expected<void, std::string> add(std::string_view line) {
    const auto cells = split_cells(line);
    if (cells.size() != columns_.count) {
      return std::unexpected(
          fmt::format("{} cells where the header has {}", cells.size(), columns_.count));
    }
    const auto label = read_number(cells[columns_.label]);
    if (!label) return std::unexpected(label.error());
    if (!std::isnan(*label) && *label != 0 && *label != 1) {
      return std::unexpected(fmt::format("the window's state is {}, not 0 (closed) or 1 (open)",
                                         cells[columns_.label]));
    }
    if (std::isnan(*label) || is_not_scored(cells)) {
      ++votes_.left_out;
      return {};
    }
    Vote vote{.measured = {}, .open = *label == 1, .city = city_of(cells)};
    for (std::size_t i = 0; i < kQuantityCount; ++i) {
      const auto value = quantity_of(cells, i);
      if (!value) return std::unexpected(value.error());
      vote.measured[i] = *value;
    }
    votes_.rows.push_back(vote);
    return {};
  }

 private:
  [[nodiscard]] bool is_not_scored(const std::vector<std::string>& cells) const {
    return columns_.is_scored && trimmed(cells[*columns_.is_scored]) == "0";
  }

  [[nodiscard]] std::size_t city_of(const std::vector<std::string>& cells) const {
    const std::string city(columns_.city ? trimmed(cells[*columns_.city]) : file_);
    const auto known = std::ranges::find(votes_.cities, city);
    if (known != votes_.cities.end()) {
      return static_cast<std::size_t>(known - votes_.cities.begin());
    }
    votes_.cities.push_back(city);
    return votes_.cities.size() - 1;
  }

  [[nodiscard]] std::expected<double, std::string> quantity_of(
      const std::vector<std::string>& cells, std::size_t quantity) const {
    const auto [low, high] = kPossible[quantity];
    for (const std::size_t column : columns_.measured[quantity]) {
      if (quantity == static_cast<std::size_t>(Quantity::can_be_cooled)) {
        return read_cooling(cells[column]);
      }
      const auto value = read_number(cells[column]);
      if (!value || (*value >= low && *value <= high)) return value;
    }
    return kMissing;
  }

  const VoteColumns& columns_;
  std::string_view file_;
  Votes& votes_;
};

struct CloseGzip {
  void operator()(gzFile_s* file) const { ::gzclose(file); }
};

// zlib reads files that are not compressed as they are.
std::expected<std::string, std::string> read_unpacked(const std::string& path) {
  errno = 0;
  const std::unique_ptr<gzFile_s, CloseGzip> file(::gzopen(path.c_str(), "rb"));
  if (!file) {
    return std::unexpected(fmt::format("{}: {}", path, std::generic_category().message(errno)));
  }
  std::string text;
  std::array<char, 1 << 16> chunk{};
  while (true) {
    const int count = ::gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()));
    int code = Z_OK;
    const char* const why = ::gzerror(file.get(), &code);
    if (count < 0 || (code != Z_OK && code != Z_STREAM_END)) {
      return std::unexpected(fmt::format("{}: {}", path, code == Z_ERRNO ? "cannot be read" : why));
    }
    if (count == 0) return text;
    text.append(chunk.data(), static_cast<std::size_t>(count));
    if (text.size() > kMaxBytes) {
      return std::unexpected(fmt::format("{}: larger than {} MB", path, kMaxBytes >> 20U));
    }
  }
}

// Takes the first line off, without its end (LF or CRLF).
std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::expected<void, std::string> read_votes(std::string_view text, std::string_view name,
                                            Votes& votes) {
  const auto columns = read_vote_header(take_line(text));
  if (!columns) return std::unexpected(fmt::format("{}:1: {}", name, columns.error()));
  VoteReader reader(*columns, name, votes);
  for (std::size_t number = 2; !text.empty(); ++number) {
    const auto line = take_line(text);
    if (line.empty()) continue;
    if (const auto added = reader.add(line); !added) {
      return std::unexpected(fmt::format("{}:{}: {}", name, number, added.error()));
    }
  }
  return {};
}

std::expected<void, std::string> read_vote_file(const std::string& path, Votes& votes) {
  const auto text = read_unpacked(path);
  if (!text) return std::unexpected(text.error());
  return read_votes(*text, path, votes);
}

}  // namespace luft::ml
