#include <algorithm>

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "kernels/isa.hpp"

namespace iptwsim::test {
namespace {

TEST(Isa, BaselineIsAlwaysThereAndTheBestIsChosen) {
  auto const isas = available_isas();
  EXPECT_EQ(isas.front(), Isa::baseline);
  EXPECT_EQ(chosen_isa(), isas.back());
  choose_isa(Isa::baseline);
  EXPECT_EQ(chosen_isa(), Isa::baseline);
  choose_isa(isas.back());
  EXPECT_TRUE(std::is_sorted(isas.begin(), isas.end()));
}

TEST(Isa, ThatIsNotThereIsTheUsersMistake) {
  EXPECT_EQ(require_isa("avx2", {Isa::baseline, Isa::avx2}), Isa::avx2);
  try {
    require_isa("avx512", {Isa::baseline, Isa::avx2});
    FAIL() << "nothing was thrown";
  } catch (Error const& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    EXPECT_THAT(error.what(), testing::HasSubstr("--isa avx512 cannot be used (this processor or this build does not "
                                                 "have it), leave it out, or choose among: baseline, avx2"));
  }
}

} // namespace
} // namespace iptwsim::test
