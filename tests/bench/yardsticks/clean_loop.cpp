#include <algorithm>
#include <cmath>
#include <numeric>

#include "yardsticks.hpp"

namespace iptwsim::bench {

CleanLoop::CleanLoop(Patients const& patients, UnitTimes times)
    : n_(patients.time.size()), q_(patients.covariates.size() / n_ + 1), place_(n_), start_(q_), frequency_(n_, 1.0),
      weight_(n_), linear_(n_), gradient_(q_), information_(q_ * q_) {
  std::vector<std::uint32_t> order(n_);
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return patients.time[a] < patients.time[b]; });
  std::vector<double> event_times, means(q_), deviations(q_);
  for (std::size_t j = 1; j < q_; ++j) { // standardised columns, as the engine has them
    double const* column = &patients.covariates[(j - 1) * n_];
    double squares = 0;
    means[j] = std::accumulate(column, column + n_, 0.0) / static_cast<double>(n_);
    for (std::size_t i = 0; i < n_; ++i) squares += (column[i] - means[j]) * (column[i] - means[j]);
    deviations[j] = std::sqrt(squares / static_cast<double>(n_));
  }
  for (std::size_t i = 0; i < n_; ++i) {
    std::uint32_t const patient = order[i];
    place_[patient] = static_cast<std::uint32_t>(i);
    treated_.push_back(patients.treated[patient]);
    event_.push_back(patients.event[patient]);
    design_.push_back(1);
    for (std::size_t j = 1; j < q_; ++j) {
      design_.push_back((patients.covariates[(j - 1) * n_ + patient] - means[j]) / deviations[j]);
    }
    double const time = patients.time[patient];
    if (!event_.back() || (!event_times.empty() && event_times.back() == time)) continue;
    event_times.push_back(time);
    std::size_t first = i; // censored at the same time: at risk
    while (first > 0 && patients.time[order[first - 1]] == time) --first;
    first_.push_back(first);
  }
  first_.push_back(n_);
  std::size_t const times_seen = event_times.size();
  records_.resize(times_seen);
  before_ = std::min(event_times.front(), times.tau);
  for (std::size_t k = 0; k < times_seen; ++k) {
    double const end = k + 1 < times_seen ? std::min(event_times[k + 1], times.tau) : times.tau;
    width_.push_back(std::max(0.0, end - std::min(event_times[k], times.tau)));
    if (event_times[k] <= times.survival) until_ = k + 1;
  }
  fit(start_);
}

UnitResult CleanLoop::replicate() {
  std::fill(frequency_.begin(), frequency_.end(), 0.0);
  for (std::size_t drawn = 0; drawn < n_; drawn += 2) { // two 32-bit draws a word
    std::uint64_t const word = engine_();
    frequency_[(word >> 32) * n_ >> 32] += 1;
    if (drawn + 1 < n_) frequency_[(word & 0xffffffff) * n_ >> 32] += 1;
  }
  return analyse_sorted();
}

UnitResult CleanLoop::analyse(std::vector<std::uint32_t> const& counts) {
  for (std::size_t i = 0; i < n_; ++i) frequency_[place_[i]] = counts[i];
  return analyse_sorted();
}

void CleanLoop::fit(std::vector<double>& coefficients) {
  std::size_t const q = q_;
  double* const gradient = gradient_.data();
  double* const information = information_.data();
  for (int step = 0; step < 40; ++step) {
    std::fill(gradient_.begin(), gradient_.end(), 0.0);
    std::fill(information_.begin(), information_.end(), 0.0);
    double change = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      double const f = frequency_[i];
      if (f == 0) continue;
      double const* const row = &design_[i * q];
      double eta = 0;
      for (std::size_t j = 0; j < q; ++j) eta += row[j] * coefficients[j];
      change = std::max(change, std::fabs(eta - linear_[i]));
      linear_[i] = eta;
      double const e = 1 / (1 + std::exp(-eta));
      double const residual = f * (treated_[i] - e), curvature = f * e * (1 - e);
      for (std::size_t j = 0; j < q; ++j) {
        gradient[j] += residual * row[j];
        double const weighted = curvature * row[j];
        for (std::size_t k = 0; k <= j; ++k) information[j * q + k] += weighted * row[k];
      }
    }
    for (std::size_t j = 0; j < q; ++j) { // Cholesky in place, then both triangles
      for (std::size_t k = 0; k <= j; ++k) {
        double sum = information[j * q + k];
        for (std::size_t l = 0; l < k; ++l) sum -= information[j * q + l] * information[k * q + l];
        information[j * q + k] = j == k ? std::sqrt(sum) : sum / information[k * q + k];
      }
    }
    for (std::size_t j = 0; j < q; ++j) {
      for (std::size_t k = 0; k < j; ++k) gradient[j] -= information[j * q + k] * gradient[k];
      gradient[j] /= information[j * q + j];
    }
    for (std::size_t j = q; j-- > 0;) {
      for (std::size_t k = j + 1; k < q; ++k) gradient[j] -= information[k * q + j] * gradient[k];
      gradient[j] /= information[j * q + j];
    }
    for (std::size_t j = 0; j < q; ++j) coefficients[j] += gradient[j];
    if (step > 0 && change <= 1e-6) return;
  }
}

void CleanLoop::fill_weights(std::vector<double> const& coefficients) {
  std::array<double, 2> share{};
  for (std::size_t i = 0; i < n_; ++i) share[treated_[i]] += frequency_[i];
  double const n = share[0] + share[1];
  share = {share[0] / n, share[1] / n};
  for (std::size_t i = 0; i < n_; ++i) {
    if (frequency_[i] == 0) continue;
    double eta = 0;
    for (std::size_t j = 0; j < q_; ++j) eta += design_[i * q_ + j] * coefficients[j];
    weight_[i] = share[treated_[i]] * (1 + std::exp(treated_[i] ? -eta : eta));
  }
}

void CleanLoop::fill_records() {
  std::array<double, 2> at_risk{}, squares{};
  double raw = 0;
  for (std::size_t k = records_.size(); k-- > 0;) {
    Record record;
    for (std::size_t i = first_[k]; i < first_[k + 1]; ++i) {
      double const f = frequency_[i];
      if (f == 0) continue;
      std::size_t const arm = treated_[i];
      double const once = f * weight_[i], square = once * weight_[i];
      at_risk[arm] += once;
      squares[arm] += square;
      raw += f;
      if (event_[i]) {
        record.deaths[arm] += once;
        record.squares_deaths[arm] += square;
        record.raw_deaths += f;
      } else {
        record.squares_left[arm] += square;
      }
    }
    record.at_risk = at_risk;
    record.squares = squares;
    record.raw_at_risk = raw;
    records_[k] = record;
  }
}

void CleanLoop::curves(UnitResult& out) const {
  for (std::size_t arm = 0; arm < 2; ++arm) {
    double survival = 1, area = before_;
    out.survival[arm] = 1;
    for (std::size_t k = 0; k < records_.size(); ++k) {
      if (records_[k].deaths[arm] > 0) survival *= 1 - records_[k].deaths[arm] / records_[k].at_risk[arm];
      area += survival * width_[k];
      if (k + 1 == until_) out.survival[arm] = survival;
    }
    out.rmst[arm] = area;
  }
}

double CleanLoop::xie_liu() const {
  double score = 0, variance = 0;
  for (Record const& record : records_) {
    double const d = record.raw_deaths, n = record.raw_at_risk;
    if (d == 0) continue;
    double const inverse = 1 / (record.at_risk[0] + record.at_risk[1]);
    score += record.deaths[1] - record.at_risk[1] * inverse * (record.deaths[0] + record.deaths[1]);
    if (n <= 1) continue;
    variance += d * (n - d) / (n * (n - 1)) * inverse * inverse *
                (record.at_risk[0] * record.at_risk[0] * record.squares[1] +
                 record.at_risk[1] * record.at_risk[1] * record.squares[0]);
  }
  return score / std::sqrt(variance);
}

template <bool robust> CleanLoop::Score CleanLoop::cox(double log_hazard_ratio) const {
  double const r = std::exp(log_hazard_ratio);
  Score out;
  double he = 0, hr = 0; // cumulative
  for (Record const& record : records_) {
    double const d = record.raw_deaths;
    double mean = 0, mean_rest = 0, he_death = 0, hr_death = 0, he_all = 0, hr_all = 0;
    if (d > 0) {
      double const once = 1 / d, share0 = record.deaths[0] * once, share1 = record.deaths[1] * once;
      for (double l = 0; l < d; ++l) {
        double const c = l * once;
        double const control = record.at_risk[0] - c * record.deaths[0];
        double const treated = (record.at_risk[1] - c * record.deaths[1]) * r;
        double const inverse = 1 / (control + treated), e = treated * inverse, rest = control * inverse;
        out.score += share1 * rest - share0 * e;
        out.information += (share0 + share1) * e * rest;
        if constexpr (robust) {
          double const h = (share0 + share1) * inverse;
          mean += e * once;
          mean_rest += rest * once;
          he_all += h * e;
          hr_all += h * rest;
          he_death += h * e * (1 - c);
          hr_death += h * rest * (1 - c);
        }
      }
    }
    if constexpr (robust) {
      double const control = he + he_death - mean, treated = mean_rest - r * (hr + hr_death);
      he += he_all;
      hr += hr_all;
      out.meat += record.squares_deaths[0] * control * control + record.squares_deaths[1] * treated * treated +
                  record.squares_left[0] * he * he + record.squares_left[1] * r * hr * r * hr;
    }
  }
  return out;
}

UnitResult CleanLoop::analyse_sorted() {
  coefficients_ = start_;
  fit(coefficients_);
  fill_weights(coefficients_);
  fill_records();
  UnitResult out;
  curves(out);
  out.xie_liu_z = xie_liu();
  Score at = cox<true>(0);
  out.robust_z = at.score / std::sqrt(at.meat);
  double b = 0;
  bool last = false;
  for (int step = 0; step < 60; ++step) {
    double const change = at.score / at.information;
    b += change;
    if (last) break;
    last = std::fabs(change) <= 1e-6;
    at = cox<false>(b);
  }
  at = cox<true>(b);
  out.log_hazard_ratio = b;
  out.robust_se = std::sqrt(at.meat) / at.information;
  return out;
}

} // namespace iptwsim::bench
