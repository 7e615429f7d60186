#pragma once
// The patients of a whole cohort in single precision, for the steps before the last of its own fit
// (propensity/two_precisions.hpp): a cohort, or a cohort a lane. present_rows.hpp is the same of a resample.

#include <cstddef>
#include <span>
#include <vector>

#include "math/single.hpp"
#include "propensity/newton_pass.hpp"

namespace iptwsim::detail {

/// Reused: nothing is allocated after the first cohort, unless it has more patients.
template <class Single> class WholeRows {
public:
  void resize(std::size_t n, std::size_t columns) {
    columns_ = columns;
    copies_.resize(n);
    rows_.resize(n * columns);
  }

  /// Copies rows start .. start + size - 1, and finds their terms where every probability is 1/2.
  template <class V, class X>
  void copy(NewtonRows<V, X> const& cohort, std::size_t start, std::size_t size, Single* residual, Single* curvature) {
    using math::narrow;
    for (std::size_t i = start; i < start + size; ++i) {
      X const* const row = cohort.covariates.row(i);
      Single* const into = rows_.data() + i * columns_;
      for (std::size_t j = 0; j + 1 < columns_; ++j) into[j] = narrow(V{row[j]});
      Single const sign = narrow(V{cohort.sign_of(i)}), copies = narrow(cohort.copies[i]);
      into[columns_ - 1] = sign;
      copies_[i] = copies;
      residual[i - start] = sign * (copies * Single(0.5));
      curvature[i - start] = copies * Single(0.25);
    }
  }

  NewtonRows<Single, Single> rows() const {
    Single const* const first = rows_.data();
    return {{first, columns_}, first + columns_ - 1, columns_, nullptr, copies_.data(), copies_.size()};
  }

private:
  std::size_t columns_ = 0;
  std::vector<Single> rows_;   ///< n x columns: those of the design but the intercept, 1 or -1
  std::vector<Single> copies_; ///< n
};

} // namespace iptwsim::detail
