#pragma once
// The patients that a data set holds, side by side: row r of a lane is the r-th patient there with a copy. A resample
// holds 63% of the patients, each lane others; every pass of Newton's method over these rows is a third shorter than
// over the cohort, for one copying of the covariates.
//
// Lanes with fewer patients are filled up with copies = 0. A lane's rows keep the order of the cohort, so its sums have
// the terms that they have over the cohort, without the zeros of the absent.

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "propensity/newton_pass.hpp"

namespace iptwsim::detail {

/// Reused: nothing is allocated after the first data sets, unless they hold more patients.
template <class V> class PresentRows {
public:
  /// Copies out who is present, unless nearly all are or there are no records (cohort: null).
  void gather(FirstPass const* cohort, std::span<V const> copies, std::size_t q) {
    count_ = 0;
    if constexpr (plain) {
      if (!cohort) return;
      std::size_t const most = find_present(copies);
      if (most == 0 || 5 * most > 4 * copies.size()) return;
      count_ = most;
      columns_ = q + 1;
      rows_.resize(most * columns_);
      for (std::size_t r = 0; r < most; ++r) copy_row(*cohort, r);
    }
  }

  bool used() const { return count_ > 0; }
  NewtonRows<V, V> rows() {
    V* const first = rows_.data();
    return {{first, columns_}, first + columns_ - 2, first + columns_ - 1, columns_, copies_.data(), count_};
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

  /// Row r: as many columns at a time as there are lanes, by the transposition of a square.
  void copy_row(FirstPass const& cohort, std::size_t r) {
    using namespace math;
    std::uint32_t const* const who = present_.data() + r * lanes;
    V* const into = rows_.data() + r * columns_;
    for (std::size_t first = 0; first < columns_; first += lanes) {
      V square[lanes];
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        std::memcpy(static_cast<void*>(&square[lane]), cohort.record.data() + who[lane] * cohort.record_size + first,
                    sizeof(V));
      }
      transpose(square);
      for (std::size_t j = 0; j < lanes && first + j < columns_; ++j) into[first + j] = square[j];
    }
  }

  std::size_t count_ = 0, columns_ = 0;
  std::vector<std::uint32_t> present_; ///< r-th of a lane at r lanes + lane
  std::vector<V> rows_;                ///< count x columns: a FirstPass's record without the zeros
  std::vector<V> copies_;              ///< count
};

} // namespace iptwsim::detail
