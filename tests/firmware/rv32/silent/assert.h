// assert() as ESP-IDF makes it with CONFIG_COMPILER_OPTIMIZATION_ASSERTIONS_SILENT: a broken
// invariant still ends the program, without words that would take a tenth of its size.
#pragma once

#include <stdlib.h>

#undef assert
#define assert(condition) ((condition) ? (void)0 : abort())
