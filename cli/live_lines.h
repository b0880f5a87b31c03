// Lines of text that are drawn again in place on a terminal, and simply printed elsewhere.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace luft::cli {

class LiveLines {
 public:
  explicit LiveLines(std::FILE* out);
  ~LiveLines();  // gives the cursor back
  LiveLines(const LiveLines&) = delete;
  LiveLines& operator=(const LiveLines&) = delete;

  [[nodiscard]] bool is_terminal() const { return is_terminal_; }
  [[nodiscard]] std::size_t width() const;  // of the terminal; 100 elsewhere

  // Replaces the lines drawn before.
  void draw(const std::vector<std::string>& lines);
  // Prints a line that stays, above those drawn.
  void print(const std::string& line);

 private:
  void erase();

  std::FILE* out_;
  bool is_terminal_;
  std::vector<std::string> drawn_;
};

}  // namespace luft::cli
