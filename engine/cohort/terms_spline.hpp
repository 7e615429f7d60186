#pragma once
// The restricted cubic spline of a column: cubic between knots t_1 < ... < t_k, linear beyond the outer ones.
//
// Knots: k quantiles (math/quantile.hpp, R's type 7) at equally spaced probabilities from p to 1 - p with p = 0.10 for
// k = 3, 0.05 for k = 4, 5, 6 and 0.025 for k = 7. Columns: X_1 = x and, for j = 1, ..., k - 2 with (u)_+ = max(u, 0),
//
//   X_{j+1} = [ (x - t_j)_+^3 - (x - t_{k-1})_+^3 (t_k - t_j) / (t_k - t_{k-1})
//               + (x - t_k)_+^3 (t_{k-1} - t_j) / (t_k - t_{k-1}) ] / (t_k - t_1)^2,
//
// in the unit of x. F. E. Harrell, Regression Modeling Strategies, 2nd ed., Springer 2015, section 2.4.5, equations
// 2.24 and 2.25, table 2.3; R: Hmisc::rcspline.eval(x, knots, norm = 2). Hmisc moves tied knots; here they are a
// mistake, which terms_build.hpp tells.

#include <span>
#include <vector>

namespace iptwsim {

/// k knots, 3 <= k <= 7, of n >= 1 finite values in any order; equal where many values are equal.
std::vector<double> spline_knots(std::vector<double> values, int k);

/// X_{j+1} of every value, 1 <= j <= k - 2; knots increase strictly.
std::vector<double> spline_column(std::span<double const> values, std::span<double const> knots, std::size_t j);

} // namespace iptwsim
