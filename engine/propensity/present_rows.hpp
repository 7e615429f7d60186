#pragma once
// The patients that a data set holds, side by side: row r of a lane is the r-th patient there with a copy. A resample
// holds 63% of the patients, each lane others; every pass of Newton's method over these rows is a third shorter than
// over the cohort, for one copying of the covariates.
//
// Lanes with fewer patients are filled up with copies = 0. A lane's rows keep the order of the cohort, so its sums have
// the terms that they have over the cohort, without the zeros of the absent.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "propensity/newton_pass.hpp"

namespace iptwsim::detail {

/// Reused: nothing is allocated after the first data sets, unless they hold more patients.
template <class V> class PresentRows {
public:
  /// Finds who is present. Not to be used where nearly all are or there are no records (cohort: null).
  void find(FirstPass const* cohort, std::span<V const> copies) {
    count_ = 0;
    if constexpr (plain) {
      if (!cohort || cohort->record.empty()) return;
      std::size_t const most = find_present(copies);
      if (most > 0 && 5 * most <= 4 * copies.size()) count_ = most;
    }
  }
  bool used() const { return count_ > 0; }

  /// Copies the rows out and makes the first pass over them.
  void first_pass(FirstPass const& cohort, NewtonSums<V> const& sums) {
    sums.clear();
    columns_ = cohort.columns + 1;
    rows_.resize(count_ * columns_ + 1);
    V residual[tile], curvature[tile];
    NewtonRows<V, V> const all = rows();
    for (std::size_t start = 0; start < count_; start += tile) {
      std::size_t const count = std::min(tile, count_ - start);
      for (std::size_t i = 0; i < count; ++i) copy_row(cohort, start + i, residual[i], curvature[i]);
      NewtonTile<V, V> const tile_of{all.covariates.from(start), columns_ - 1, count, residual, curvature};
      add_newton_sums(tile_of, sums.gradient.data(), sums.information.data());
    }
  }

  NewtonRows<V, V> rows() {
    V* const first = rows_.data();
    return {{first, columns_}, first + columns_ - 1, first + columns_ - 2, columns_, copies_.data(), count_};
  }

private:
  static constexpr std::size_t lanes = static_cast<std::size_t>(math::lanes_v<V>);
  static constexpr bool plain = sizeof(V) == lanes * sizeof(double); ///< lanes of numbers and nothing else

  /// Lists who is present, lane by lane, with their copies; returns the largest number of patients.
  std::size_t find_present(std::span<V const> copies) {
    std::size_t const n = copies.size();
    present_.resize(lanes * (n + 1));
    copies_.resize(n + 1);
    std::size_t held[lanes] = {};
    double const* from = reinterpret_cast<double const*>(copies.data());
    double* const to = reinterpret_cast<double*>(copies_.data());
    for (std::size_t i = 0; i < n; ++i, from += lanes) {
      for (std::size_t lane = 0; lane < lanes; ++lane) { // written again until somebody is present
        std::size_t const at = held[lane] * lanes + lane;
        present_[at] = static_cast<std::uint32_t>(i);
        to[at] = from[lane];
        held[lane] += from[lane] > 0 ? 1 : 0;
      }
    }
    std::size_t most = 0;
    for (std::size_t const each : held) most = each > most ? each : most;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      for (std::size_t r = held[lane]; r < most; ++r) {
        present_[r * lanes + lane] = 0;
        to[r * lanes + lane] = 0;
      }
    }
    return most;
  }

  /// Row r, and its terms of the pass: as many columns at a time as there are lanes, by the transposition of a square.
  void copy_row(FirstPass const& cohort, std::size_t r, V& residual, V& curvature) {
    using namespace math;
    std::uint32_t const* const who = present_.data() + r * lanes;
    V* const into = rows_.data() + r * columns_;
    for (std::size_t first = 0; first <= columns_; first += lanes) {
      V square[lanes];
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        std::memcpy(static_cast<void*>(&square[lane]), cohort.record.data() + who[lane] * cohort.record_size + first,
                    sizeof(V));
      }
      transpose(square);
      for (std::size_t j = 0; j < lanes && first + j <= columns_; ++j) into[first + j] = square[j];
    }
    V& last = into[columns_ - 1]; // the residual, whose sign is that of the arm; curvature is where the next row begins
    residual = copies_[r] * last;
    curvature = copies_[r] * into[columns_];
    last = select(last < V{0.0}, V{-1.0}, V{1.0});
  }

  std::size_t count_ = 0, columns_ = 0;
  std::vector<std::uint32_t> present_; ///< r-th of a lane at r lanes + lane
  std::vector<V> rows_;   ///< count x columns: those of the design but the intercept, linear predictor, 1 or -1
  std::vector<V> copies_; ///< count
};

} // namespace iptwsim::detail
