#include "tests/firmware/rv32/costs.h"

#include <cJSON.h>

#include <cstdlib>
#include <new>

namespace {

luft::tests::rv32::HeapCalls calls;

constexpr std::size_t kPainted = 12 * 1'024;
constexpr std::uint32_t kPaint = 0xA5A5A5A5;
// Below the frames of paint_stack() and used_stack() themselves, which are alike.
constexpr std::ptrdiff_t kOwnFrame = 64;

}  // namespace

// The linker's --wrap: the program calls __wrap_malloc, the C library's own is __real_malloc.
extern "C" {
void* __real_malloc(std::size_t bytes);
void* __real_calloc(std::size_t count, std::size_t bytes);
void* __real_realloc(void* memory, std::size_t bytes);

void* __wrap_malloc(std::size_t bytes) {
  ++calls.of_others;
  return __real_malloc(bytes);
}
void* __wrap_calloc(std::size_t count, std::size_t bytes) {
  ++calls.of_others;
  return __real_calloc(count, bytes);
}
void* __wrap_realloc(void* memory, std::size_t bytes) {
  ++calls.of_others;
  return __real_realloc(memory, bytes);
}

static void* json_malloc(std::size_t bytes) {
  ++calls.of_json;
  return __real_malloc(bytes);
}
}

void* operator new(std::size_t bytes) {
  return __wrap_malloc(bytes);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

// What libstdc++ calls where an index is wrong: a broken invariant ends the program.
namespace std {
[[noreturn]] void __throw_out_of_range_fmt(const char* /*format*/, ...) {
  abort();
}
}  // namespace std

namespace luft::tests::rv32 {

std::uint32_t instructions() {
  std::uint32_t count = 0;
  asm volatile("csrr %0, minstret" : "=r"(count));
  return count;
}

[[gnu::noinline]] void paint_stack() {
  auto* here = static_cast<volatile std::uint32_t*>(__builtin_frame_address(0)) - kOwnFrame;
  for (std::size_t i = 0; i < kPainted / 4; ++i) here[-static_cast<std::ptrdiff_t>(i)] = kPaint;
}

[[gnu::noinline]] unsigned used_stack() {
  auto* here = static_cast<volatile std::uint32_t*>(__builtin_frame_address(0)) - kOwnFrame;
  std::size_t lowest = 0;
  for (std::size_t i = 0; i < kPainted / 4; ++i) {
    if (here[-static_cast<std::ptrdiff_t>(i)] != kPaint) lowest = i;
  }
  return static_cast<unsigned>((lowest + kOwnFrame) * 4);
}

HeapCalls heap_calls() {
  return calls;
}

void let_json_be_counted_apart() {
  cJSON_Hooks hooks{json_malloc, std::free};
  cJSON_InitHooks(&hooks);
}

}  // namespace luft::tests::rv32
