// A decision allocates nothing of ours: every `new` in this program is counted, and a batch needs
// no more of them than one decision does. (What is left is Torch's, a few for each layer.)
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <vector>

#include "ml/model/artifact.h"
#include "ml/predictor.h"

namespace {
std::size_t allocations = 0;  // one thread
}  // namespace

// One of them inlined and the other not, GCC would take them for a mismatch.
// NOLINTBEGIN(cppcoreguidelines-no-malloc,clang-analyzer-cplusplus.NewDelete)
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
// NOLINTEND(cppcoreguidelines-no-malloc,clang-analyzer-cplusplus.NewDelete)

namespace luft::ml {
namespace {

std::size_t allocations_of(Predictor& predictor, std::span<const Question> questions) {
  const std::size_t before = allocations;
  EXPECT_EQ(predictor.control(questions, "luft-test").size(), questions.size());
  return allocations - before;
}

TEST(Decision, AllocatesNoMoreForManyRoomsThanForOne) {
  Predictor predictor(load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value());
  std::vector<Memory> memories(48);
  std::vector<Question> questions;
  for (std::size_t i = 0; i < memories.size(); ++i) {
    Question question;
    question.memory = &memories[i];
    question.now_ms = kTickMs;
    question.request.temp_c = 15 + 0.4 * static_cast<double>(i);
    question.request.humidity_pct = 50;
    question.request.outdoor_temp_c = 10;
    questions.push_back(question);
  }
  for (int warm_up = 0; warm_up < 2; ++warm_up) {
    static_cast<void>(allocations_of(predictor, questions));
  }
  const std::size_t of_many = allocations_of(predictor, questions);
  const std::size_t of_one = allocations_of(predictor, std::span(questions).first(1));
  EXPECT_LE(of_many, of_one);
}

}  // namespace
}  // namespace luft::ml
