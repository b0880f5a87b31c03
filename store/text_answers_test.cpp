#include "store/text_answers.h"

#include <gtest/gtest.h>

namespace luft::store {
namespace {

TEST(TextAnswers, HoldAFingerprintForEachVersion) {
  EXPECT_EQ(read_fingerprints("1,18446744073709551615\n2,7\n"),
            (AppliedFingerprints{{1, 18'446'744'073'709'551'615U}, {2, 7}}));
  EXPECT_EQ(read_fingerprints(""), AppliedFingerprints{});
}

TEST(TextAnswers, HoldTheRowsOfEachTable) {
  const std::map<std::string, std::uint64_t> counts{{"readings", 12}, {"wishes", 0}};
  EXPECT_EQ(read_counts("readings\t12\nwishes\t0\n"), counts);
}

// A database that seems to lack a migration would get it a second time.
TEST(TextAnswers, ThatWereCutAreErrors) {
  for (const char* const cut : {"1", "1,", "1,7", "1,7\n2", "1,7\n2\n", ",\n", "1,x\n", "1;7\n"}) {
    EXPECT_FALSE(read_fingerprints(cut)) << cut;
  }
  for (const char* const cut : {"readings", "readings\t", "readings\t1", "readings\n", "a\t1x\n"}) {
    EXPECT_FALSE(read_counts(cut)) << cut;
  }
}

}  // namespace
}  // namespace luft::store
