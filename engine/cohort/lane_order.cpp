#include "cohort/lane_order.hpp"

#include <algorithm>
#include <cmath>

namespace iptwsim {

RowSorter::RowSorter() = default;
RowSorter::RowSorter(RowSorter&&) noexcept = default;
RowSorter& RowSorter::operator=(RowSorter&&) noexcept = default;
RowSorter::~RowSorter() = default;

void RowSorter::sort(StridedLanes time, StridedLanes event, std::size_t n) {
  std::size_t const lanes = time.lanes;
  rows_.resize(n * lanes);
  has_ties_.assign(lanes, 0);
  keys_.resize(n);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    double last = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double const t = time.first[i * lanes + lane];
      keys_[i] = {t, event.first[i * lanes + lane] > 0 ? i : n + i};
      last = std::max(last, t);
    }
    sort_keys(last);
    for (std::size_t r = 0; r < n; ++r) {
      bool const is_event = sorted_[r].place < n;
      rows_[r * lanes + lane] = static_cast<std::uint32_t>(is_event ? sorted_[r].place : sorted_[r].place - n);
      // Of tied patients those with an event come first.
      if (r > 0 && is_event && sorted_[r - 1].time == sorted_[r].time) has_ties_[lane] = 1;
    }
  }
}

/// Buckets of equal width from 0 to the last time; crowded ones are sorted alone, then all insert their way.
void RowSorter::sort_keys(double last) {
  constexpr std::uint32_t crowd = 16;
  std::size_t const n = keys_.size();
  if (!(last > 0 && std::isfinite(last) && std::isfinite(static_cast<double>(n) / last))) {
    sorted_ = keys_;
    std::sort(sorted_.begin(), sorted_.end());
    return;
  }
  double const scale = static_cast<double>(n) / last;
  auto const bucket = [&](Key const& key) { return std::min(static_cast<std::size_t>(key.time * scale), n); };
  starts_.assign(n + 2, 0);
  for (Key const& key : keys_) ++starts_[bucket(key) + 1];
  for (std::size_t b = 1; b < starts_.size(); ++b) starts_[b] += starts_[b - 1];
  sorted_.resize(n);
  for (Key const& key : keys_) sorted_[starts_[bucket(key)]++] = key;

  auto const at = [&](std::size_t k) { return sorted_.begin() + static_cast<std::ptrdiff_t>(k); };
  std::size_t begin = 0; // starts_[b] is now where bucket b ends
  for (std::size_t b = 0; b <= n; ++b) {
    if (starts_[b] - begin > crowd) std::sort(at(begin), at(starts_[b]));
    begin = starts_[b];
  }
  for (std::size_t k = 1; k < n; ++k) {
    Key const key = sorted_[k];
    std::size_t to = k;
    for (; to > 0 && key < sorted_[to - 1]; --to) sorted_[to] = sorted_[to - 1];
    sorted_[to] = key;
  }
}

} // namespace iptwsim
