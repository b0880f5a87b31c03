// luft-topics-page contract/golden > docs/topics.md
#include <cstdio>

#include "contract/topics_page.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: luft-topics-page contract/golden > docs/topics.md\n", stderr);
    return 2;
  }
  std::fputs(luft::contract::topics_page(argv[1]).c_str(), stdout);
  return 0;
}
