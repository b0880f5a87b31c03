// What a life on the emulated chip costs: instructions, stack, memory from the heap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace luft::tests::rv32 {

// Since the start; one a tick of the emulator's clock. Wraps after 2^32.
[[nodiscard]] std::uint32_t instructions();

// Paints what lies below the caller's frame, and sees how far down it was used since.
void paint_stack();
[[nodiscard]] unsigned used_stack();

// Every call of malloc, calloc, realloc and of what is built on them is counted (the linker wraps
// them), apart from what cJSON asks for.
struct HeapCalls {
  unsigned of_json = 0;
  unsigned of_others = 0;
};
[[nodiscard]] HeapCalls heap_calls();
void let_json_be_counted_apart();

}  // namespace luft::tests::rv32
