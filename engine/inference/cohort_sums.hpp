#pragma once
// What a block of simulated cohorts leaves behind of one number: partial sums from which every performance measure that
// is a function of sums is computed (inference/performance.hpp). They are formed per block and merged in block order,
// also where the cohorts themselves are kept, so that both give the same bits. All are plain doubles: `flat` lays them
// out in the order of declaration to be stored, `from_flat` takes them back.
//
// For cohort i = 1..N: estimate t_i, standard error s_i, limits l_i <= u_i, p-value p_i, truth q
//   EstimateSums       moments of t_i and of (t_i - q)^2 over finite t_i
//   StandardErrorSums  moments of s_i^2 over cohorts with finite t_i and s_i, those the empirical SE is about
//   LimitSums          cohorts with limits, with l_i <= q <= u_i; moments of u_i - l_i over finite widths
//   TestSums           cohorts with a p-value, with p_i <= 1 - level
//   StatusSums         cohorts by status
// Edge cases. Infinite estimates are counted in N alone. An infinite limit covers on its side and has no width. NaN
// limits are no interval, a NaN p-value is no test: neither covers nor rejects. Limits with too_few_replicates are the
// widest that the replicates give: their coverage and width are those of the limits as reported. A p-value with that
// status is a test that cannot reject. q NaN (unknown): nothing covers and there are no squared errors; q infinite: no
// squared errors. p meets 1 - level to a relative 1e-9, as the ranks of intervals do: p = 2/(R+1) and 1 - level are not
// rounded alike.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "core/error.hpp"
#include "core/status.hpp"
#include "math/moments.hpp"

namespace iptwsim {

struct EstimateSums {
  double cohorts = 0;
  math::Moments estimate = {};
  math::Moments squared_error = {};

  bool operator==(EstimateSums const&) const = default;
};

struct StandardErrorSums {
  math::Moments variance = {};

  bool operator==(StandardErrorSums const&) const = default;
};

struct LimitSums {
  double cohorts = 0;
  double defined = 0;
  double covered = 0;
  math::Moments width = {};

  bool operator==(LimitSums const&) const = default;
};

struct TestSums {
  double cohorts = 0;
  double defined = 0;
  double rejected = 0;

  bool operator==(TestSums const&) const = default;
};

struct StatusSums {
  std::array<double, status_names.size()> cohorts = {}; ///< by status code

  bool operator==(StatusSums const&) const = default;
};

/// Limits of the same cohorts, one method and level.
struct LimitValues {
  std::span<double const> lower, upper;
};

/// p-values of the same cohorts with their statuses (codes of core/status.hpp), one test.
struct TestValues {
  std::span<double const> p;
  std::span<std::uint8_t const> statuses;
};

// Sums of one block. The spans of one call belong to the same cohorts in the same order.
EstimateSums sum_estimates(std::span<double const> estimates, double truth);
StandardErrorSums sum_standard_errors(std::span<double const> standard_errors, std::span<double const> estimates);
LimitSums sum_limits(LimitValues const& limits, double truth);
TestSums sum_tests(TestValues const& tests, double level);
StatusSums sum_statuses(std::span<std::uint8_t const> statuses);

/// a's cohorts followed by b's.
EstimateSums merge(EstimateSums const& a, EstimateSums const& b);
StandardErrorSums merge(StandardErrorSums const& a, StandardErrorSums const& b);
LimitSums merge(LimitSums const& a, LimitSums const& b);
TestSums merge(TestSums const& a, TestSums const& b);
StatusSums merge(StatusSums const& a, StatusSums const& b);

/// The sums of all cohorts from their blocks', in block order.
template <class Sums> Sums merge_in_order(std::span<Sums const> blocks) {
  Sums all{};
  for (Sums const& block : blocks) all = merge(all, block);
  return all;
}

/// The same from the cohorts themselves: sum_block(first cohort, how many) gives a block's sums. The last block may be
/// shorter.
template <class SumBlock> auto sum_in_blocks(std::size_t cohorts, std::size_t block_size, SumBlock sum_block) {
  IPTWSIM_EXPECTS(block_size > 0);
  std::invoke_result_t<SumBlock, std::size_t, std::size_t> all{};
  for (std::size_t first = 0; first < cohorts; first += block_size) {
    all = merge(all, sum_block(first, std::min(block_size, cohorts - first)));
  }
  return all;
}

/// How many doubles hold one of the sums.
template <class Sums> inline constexpr std::size_t flat_size = sizeof(Sums) / sizeof(double);

template <class Sums> std::array<double, flat_size<Sums>> flat(Sums const& sums) {
  return std::bit_cast<std::array<double, flat_size<Sums>>>(sums);
}

template <class Sums> Sums from_flat(std::span<double const> doubles) {
  IPTWSIM_EXPECTS(doubles.size() == flat_size<Sums>);
  std::array<double, flat_size<Sums>> own{};
  std::copy(doubles.begin(), doubles.end(), own.begin());
  return std::bit_cast<Sums>(own);
}

} // namespace iptwsim
