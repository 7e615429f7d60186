#pragma once
// The patients that a data set holds, side by side and in single precision: row r of a lane is the r-th patient there
// with a copy. A resample holds 63% of the patients, each lane others; every pass of Newton's method over these rows is
// a third shorter than over the cohort, for one copying of the covariates.
//
// Lanes with fewer patients are filled up with copies = 0, which add zeros to sums. A lane's rows keep the order of the
// cohort: what is summed of them does not depend on the neighbours.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "math/single.hpp"
#include "propensity/newton_pass.hpp"

namespace iptwsim::detail {

/// Reused: nothing is allocated after the first data sets, unless they hold more patients.
template <class Single> class PresentRows {
public:
  /// Finds who is present. V: numbers in double precision.
  template <class V> void find(FirstPass const& cohort, std::span<V const> copies) {
    count_ = find_present(copies);
    columns_ = cohort.columns;
    rows_.resize(copies.size() * columns_ + 2); // of all: it never grows
  }

  /// Copies the covariates of rows start .. start + size - 1 out, and their terms of the first pass.
  void copy(FirstPass const& cohort, std::size_t start, std::size_t size, Single* residual, Single* curvature) {
    for (std::size_t i = 0; i < size; ++i) copy_row(cohort, start + i, residual[i], curvature[i]);
  }

  NewtonRows<Single, Single> rows() const {
    Single const* const first = rows_.data();
    return {{first, columns_}, first + columns_ - 1, columns_, nullptr, copies_.data(), count_};
  }

private:
  static constexpr std::size_t lanes = static_cast<std::size_t>(math::lanes_v<Single>);
  static constexpr std::size_t places = sizeof(Single) / sizeof(float); ///< lanes, or more that nobody reads

  /// Lists who is present, lane by lane, with their copies; returns the largest number of patients.
  template <class V> std::size_t find_present(std::span<V const> copies) {
    static_assert(sizeof(V) == lanes * sizeof(double));
    std::size_t const n = copies.size();
    present_.resize(lanes * (n + 1));
    copies_.resize(n + 1);
    std::size_t held[lanes] = {};
    double const* from = reinterpret_cast<double const*>(copies.data());
    float* const to = reinterpret_cast<float*>(copies_.data());
    for (std::size_t i = 0; i < n; ++i, from += lanes) {
      for (std::size_t lane = 0; lane < lanes; ++lane) { // written again until somebody is present
        present_[held[lane] * lanes + lane] = static_cast<std::uint32_t>(i);
        to[held[lane] * places + lane] = static_cast<float>(from[lane]);
        held[lane] += from[lane] > 0 ? 1 : 0;
      }
    }
    std::size_t most = 0;
    for (std::size_t const each : held) most = each > most ? each : most;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      for (std::size_t r = held[lane]; r < most; ++r) {
        present_[r * lanes + lane] = 0;
        to[r * places + lane] = 0;
      }
    }
    return most;
  }

  /// Row r, and its terms of the pass: as many columns at a time as there are lanes, by the transposition of a square.
  void copy_row(FirstPass const& cohort, std::size_t r, Single& residual, Single& curvature) {
    using namespace math;
    std::uint32_t const* const who = present_.data() + r * lanes;
    Single* const into = rows_.data() + r * columns_;
    for (std::size_t first = 0; first < columns_ + 2; first += lanes) {
      Single square[lanes];
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        std::memcpy(static_cast<void*>(&square[lane]), cohort.record.data() + who[lane] * cohort.record_size + first,
                    sizeof(Single));
      }
      transpose(square);
      for (std::size_t j = 0; j < lanes && first + j < columns_ + 2; ++j) into[first + j] = square[j];
    }
    residual = copies_[r] * into[columns_]; // where the next row begins
    curvature = copies_[r] * into[columns_ + 1];
  }

  std::size_t count_ = 0, columns_ = 0;
  std::vector<std::uint32_t> present_; ///< r-th of a lane at r lanes + lane
  std::vector<Single> rows_;           ///< count x columns: those of the design but the intercept, 1 or -1
  std::vector<Single> copies_;         ///< count
};

} // namespace iptwsim::detail
