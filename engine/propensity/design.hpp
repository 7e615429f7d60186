#pragma once
// The design matrix of the propensity model, standardised once per cohort.
//
// Column 0 is the intercept; column j >= 1 is (x_j - center_j) / scale_j with the cohort's own mean and standard
// deviation (scale 1 for a constant column). Fitted probabilities do not depend on it, but the information matrix is
// then well conditioned for ages beside dummies. Replicates keep the cohort's centers and scales.

#include <array>
#include <vector>

#include <Eigen/Core>

#include "cohort/cohort.hpp"
#include "math/number.hpp"

namespace iptwsim {

/// Standardises N columns side by side (sums are chains of additions that wait for each other): n values each, the next
/// column's n further on, into numbers `stride` apart, the next column's beside them.
template <class V, std::size_t N> struct StandardisedColumns {
  std::array<V, N> center, scale, reach;

  StandardisedColumns(V const* columns, std::size_t n, V* out, std::size_t stride) {
    using namespace math;
    V const count{static_cast<double>(n)};
    std::array<V, N> total, squares;
    for (auto* const sum : {&total, &squares, &reach}) sum->fill(V{0.0});
    auto const x = [&](std::size_t c, std::size_t i) { return columns[c * n + i]; };
    // From the first value: a constant column then has exactly scale 0, not the rounding of its mean.
    auto const first = [&](std::size_t c) { return n > 0 ? x(c, 0) : V{0.0}; };
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t c = 0; c < N; ++c) total[c] = total[c] + (x(c, i) - first(c));
    }
    for (std::size_t c = 0; c < N; ++c) center[c] = first(c) + total[c] / count;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t c = 0; c < N; ++c) {
        V const deviation = x(c, i) - center[c];
        squares[c] = squares[c] + deviation * deviation;
      }
    }
    for (std::size_t c = 0; c < N; ++c) {
      V const sd = square_root(squares[c] / count);
      scale[c] = select(sd > V{0.0}, sd, V{1.0});
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t c = 0; c < N; ++c) {
        V const standard = (x(c, i) - center[c]) / scale[c];
        out[i * stride + c] = standard;
        reach[c] = maximum(absolute(standard), reach[c]);
      }
    }
  }
};

struct Design {
  using Number = double;
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  RowMajor rows;                     ///< n x q, q = p + 1; row-major: a patient's covariates are neighbours
  std::vector<double> center, scale; ///< q each; 0 and 1 for the intercept
  std::vector<double> reach;         ///< q; max_i |rows(i, j)|, bounds how far a step can move a linear predictor

  explicit Design(Cohort const& cohort);

  /// Coefficients of the standardised columns -> coefficients of the covariates as they are in the data.
  std::vector<double> to_data_scale(std::vector<double> const& standardised) const;

  std::size_t patients() const { return static_cast<std::size_t>(rows.rows()); }
  std::size_t columns() const { return static_cast<std::size_t>(rows.cols()); }
  double const* row(std::size_t i) const { return rows.data() + i * columns(); }
};

/// The same of a cohort a lane.
template <class V> struct LaneDesign {
  using Number = V;
  std::size_t n = 0;
  std::vector<V> rows; ///< n x q
  std::vector<V> center, scale, reach;

  /// values: of p columns, n each. Reuses its memory.
  void assign(V const* values, std::size_t patients_, std::size_t p) {
    n = patients_;
    rows.resize(n * (p + 1));
    for (auto* const each : {&center, &scale, &reach}) each->resize(p + 1);
    center[0] = V{0.0};
    scale[0] = reach[0] = V{1.0};
    for (std::size_t i = 0; i < n; ++i) rows[i * (p + 1)] = V{1.0};
    std::size_t j = 1;
    for (; j + 4 <= p + 1; j += 4) standardise<4>(values, j);
    for (; j <= p; ++j) standardise<1>(values, j);
  }

  /// Columns j .. j + N - 1.
  template <std::size_t N> void standardise(V const* values, std::size_t j) {
    StandardisedColumns<V, N> const some(values + (j - 1) * n, n, rows.data() + j, columns());
    for (std::size_t c = 0; c < N; ++c) {
      center[j + c] = some.center[c];
      scale[j + c] = some.scale[c];
      reach[j + c] = some.reach[c];
    }
  }

  std::size_t patients() const { return n; }
  std::size_t columns() const { return center.size(); }
  V const* row(std::size_t i) const { return rows.data() + i * columns(); }
};

/// Design::to_data_scale of either design.
template <class V, class AnyDesign>
void to_data_scale(AnyDesign const& design, std::vector<V> const& standardised, std::vector<V>& coefficients) {
  coefficients = standardised;
  for (std::size_t j = 1; j < coefficients.size(); ++j) {
    coefficients[j] = coefficients[j] / V{design.scale[j]};
    coefficients[0] = coefficients[0] - coefficients[j] * V{design.center[j]};
  }
}

} // namespace iptwsim
