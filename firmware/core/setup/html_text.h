// Text in HTML: what comes from people or the air is escaped, whatever it holds.
#pragma once

#include <charconv>
#include <string_view>

#include "firmware/core/setup/portal_ports.h"

namespace luft::firmware {

// Also within a quoted attribute. Bytes that are no UTF-8 pass: browsers show them as such.
inline void write_escaped(PortalAnswer& answer, std::string_view text) {
  std::size_t plain = 0;  // from here on nothing had to be escaped
  const auto flush = [&](std::size_t end) {
    if (end > plain) answer.write(text.substr(plain, end - plain));
    plain = end + 1;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string_view code;
    switch (text[i]) {
      case '&':
        code = "&amp;";
        break;
      case '<':
        code = "&lt;";
        break;
      case '>':
        code = "&gt;";
        break;
      case '"':
        code = "&quot;";
        break;
      case '\'':
        code = "&#39;";
        break;
      case '\0':
        code = "\xEF\xBF\xBD";  // U+FFFD, as browsers read a NUL
        break;
      default:
        continue;
    }
    flush(i);
    answer.write(code);
  }
  flush(text.size());
}

inline void write_number(PortalAnswer& answer, int number) {
  char digits[12];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  answer.write({digits, static_cast<std::size_t>(end - digits)});
}

}  // namespace luft::firmware
