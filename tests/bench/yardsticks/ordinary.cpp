#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Cholesky>

#include "yardsticks.hpp"

namespace iptwsim::bench {
namespace {

using Eigen::Index;
using Vector = Eigen::VectorXd;

Vector fitted_probabilities(Eigen::MatrixXd const& x, Vector const& treated) {
  Vector b = Vector::Zero(x.cols()), eta = Vector::Zero(x.rows()), e;
  for (int step = 0; step < 40; ++step) {
    Vector const now = x * b;
    double const change = (now - eta).cwiseAbs().maxCoeff();
    eta = now;
    e = (1 + (-eta).array().exp()).inverse();
    Vector const w = e.array() * (1 - e.array());
    Eigen::MatrixXd const information = x.transpose() * w.asDiagonal() * x;
    b += information.ldlt().solve(x.transpose() * (treated - e));
    if (step > 0 && change <= 1e-6) break;
  }
  return (1 + (-(x * b)).array().exp()).inverse();
}

/// Rows in order of time.
struct Sorted {
  Vector time, event, treated, weight;
};

/// Rows first .. end - 1 have one time; sums over the risk set (s), over who dies (d); b is in them.
struct Tie {
  Index first = 0, end = 0;
  double s0 = 0, s1 = 0, d0 = 0, d1 = 0, weight = 0, weight1 = 0, deaths = 0;
};

std::vector<Tie> ties(Sorted const& d, Vector const& risk) {
  std::vector<Tie> out;
  double s0 = 0, s1 = 0;
  for (Index end = d.time.size(); end > 0;) { // from the last time back
    Tie tie{.first = end, .end = end};
    while (tie.first > 0 && d.time[tie.first - 1] == d.time[end - 1]) {
      Index const i = --tie.first;
      s0 += risk[i];
      s1 += risk[i] * d.treated[i];
      if (d.event[i] == 0) continue;
      tie.weight += d.weight[i];
      tie.weight1 += d.weight[i] * d.treated[i];
      tie.d0 += risk[i];
      tie.d1 += risk[i] * d.treated[i];
      tie.deaths += 1;
    }
    tie.s0 = s0;
    tie.s1 = s1;
    out.push_back(tie);
    end = tie.first;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

struct Score {
  double score = 0, information = 0, meat = 0;
};

Score cox(Sorted const& d, double b, bool robust) {
  Vector const r = (d.treated * b).array().exp();
  Vector const risk = d.weight.cwiseProduct(r);
  Score out;
  double hazard = 0, hazard_e = 0; // cumulative
  for (Tie const& tie : ties(d, risk)) {
    double mean = 0, h = 0, he = 0, h_death = 0, he_death = 0;
    for (double l = 0; l < tie.deaths; ++l) {
      double const c = l / tie.deaths, phi = tie.s0 - c * tie.d0, e = (tie.s1 - c * tie.d1) / phi;
      double const share = tie.weight / tie.deaths;
      out.score += (tie.weight1 - tie.weight * e) / tie.deaths;
      out.information += share * e * (1 - e);
      mean += e / tie.deaths;
      h += share / phi;
      he += share / phi * e;
      h_death += share / phi * (1 - c);
      he_death += share / phi * e * (1 - c);
    }
    for (Index i = tie.first; robust && i < tie.end; ++i) {
      bool const dies = d.event[i] > 0;
      double const a = d.treated[i], sum = hazard + (dies ? h_death : h), sum_e = hazard_e + (dies ? he_death : he);
      double const g = (dies ? a - mean : 0) - r[i] * (a * sum - sum_e);
      out.meat += d.weight[i] * d.weight[i] * g * g;
    }
    hazard += h;
    hazard_e += he;
  }
  return out;
}

/// Kaplan-Meier, RMST and Xie and Liu's test in one sweep forward in time.
void sweep(Sorted const& d, UnitTimes const& times, UnitResult& out) {
  Index const n = d.time.size();
  std::array<double, 2> at_risk{}, squares{}, survival{1, 1}, area{};
  for (Index i = 0; i < n; ++i) {
    std::size_t const arm = d.treated[i] > 0;
    at_risk[arm] += d.weight[i];
    squares[arm] += d.weight[i] * d.weight[i];
  }
  double before = 0, score = 0, variance = 0;
  out.survival = {1, 1};
  for (Index first = 0, end = 0; first < n; first = end) {
    double const t = d.time[first], raw = static_cast<double>(n - first);
    std::array<double, 2> deaths{}, left{}, left_squares{};
    double raw_deaths = 0;
    for (end = first; end < n && d.time[end] == t; ++end) {
      std::size_t const arm = d.treated[end] > 0;
      left[arm] += d.weight[end];
      left_squares[arm] += d.weight[end] * d.weight[end];
      if (d.event[end] == 0) continue;
      deaths[arm] += d.weight[end];
      raw_deaths += 1;
    }
    for (std::size_t arm = 0; arm < 2; ++arm) {
      area[arm] += survival[arm] * (std::min(t, times.tau) - std::min(before, times.tau));
      if (deaths[arm] > 0) survival[arm] *= 1 - deaths[arm] / at_risk[arm];
      if (t <= times.survival) out.survival[arm] = survival[arm];
    }
    double const total = at_risk[0] + at_risk[1];
    if (raw_deaths > 0) score += deaths[1] - at_risk[1] / total * (deaths[0] + deaths[1]);
    if (raw_deaths > 0 && raw > 1) {
      variance += raw_deaths * (raw - raw_deaths) / (raw * (raw - 1)) *
                  (at_risk[0] * at_risk[0] * squares[1] + at_risk[1] * at_risk[1] * squares[0]) / (total * total);
    }
    for (std::size_t arm = 0; arm < 2; ++arm) {
      at_risk[arm] -= left[arm];
      squares[arm] -= left_squares[arm];
    }
    before = t;
  }
  for (std::size_t arm = 0; arm < 2; ++arm) {
    out.rmst[arm] = area[arm] + survival[arm] * (times.tau - std::min(before, times.tau));
  }
  out.xie_liu_z = score / std::sqrt(variance);
}

} // namespace

struct Ordinary::Data {
  UnitTimes times;
  Eigen::MatrixXd design;
  Vector treated, time, event;
  std::mt19937 engine{1};
};

Ordinary::Ordinary(Patients const& patients, UnitTimes times) : data_(std::make_unique<Data>()) {
  auto const n = static_cast<Index>(patients.time.size());
  Index const p = static_cast<Index>(patients.covariates.size()) / n;
  data_->times = times;
  data_->design.resize(n, p + 1);
  data_->design << Vector::Ones(n), Eigen::Map<Eigen::MatrixXd const>(patients.covariates.data(), n, p);
  data_->time = Eigen::Map<Vector const>(patients.time.data(), n);
  data_->treated =
      Eigen::Map<Eigen::Matrix<std::uint8_t, Eigen::Dynamic, 1> const>(patients.treated.data(), n).cast<double>();
  data_->event =
      Eigen::Map<Eigen::Matrix<std::uint8_t, Eigen::Dynamic, 1> const>(patients.event.data(), n).cast<double>();
}

Ordinary::~Ordinary() = default;

UnitResult Ordinary::replicate() {
  std::vector<std::size_t> rows(static_cast<std::size_t>(data_->time.size()));
  std::uniform_int_distribution<std::size_t> draw(0, rows.size() - 1);
  for (std::size_t& row : rows) row = draw(data_->engine);
  return analyse(rows);
}

UnitResult Ordinary::analyse(std::vector<std::size_t> const& rows) const {
  auto const n = static_cast<Index>(rows.size());
  auto const row = [&](Index i) { return static_cast<Index>(rows[static_cast<std::size_t>(i)]); };
  Eigen::MatrixXd x(n, data_->design.cols());
  Vector time(n), event(n), treated(n);
  for (Index i = 0; i < n; ++i) {
    x.row(i) = data_->design.row(row(i));
    time[i] = data_->time[row(i)];
    event[i] = data_->event[row(i)];
    treated[i] = data_->treated[row(i)];
  }
  Vector const e = fitted_probabilities(x, treated);
  double const share = treated.mean();

  std::vector<Index> order(rows.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) { return time[a] < time[b]; });
  Sorted d{Vector(n), Vector(n), Vector(n), Vector(n)};
  for (Index i = 0; i < n; ++i) {
    Index const at = order[static_cast<std::size_t>(i)];
    d.time[i] = time[at];
    d.event[i] = event[at];
    d.treated[i] = treated[at];
    d.weight[i] = treated[at] > 0 ? share / e[at] : (1 - share) / (1 - e[at]);
  }

  UnitResult out;
  sweep(d, data_->times, out);
  Score at = cox(d, 0, true);
  out.robust_z = at.score / std::sqrt(at.meat);
  double b = 0;
  bool last = false;
  for (int step = 0; step < 60; ++step) {
    double const change = at.score / at.information;
    b += change;
    if (last) break;
    last = std::fabs(change) <= 1e-6;
    at = cox(d, b, false);
  }
  at = cox(d, b, true);
  out.log_hazard_ratio = b;
  out.robust_se = std::sqrt(at.meat) / at.information;
  return out;
}

} // namespace iptwsim::bench
