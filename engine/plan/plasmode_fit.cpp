#include "plan/plasmode_fit.hpp"

#include <algorithm>
#include <cmath>

#include "math/cholesky.hpp"
#include "math/constants.hpp"
#include "math/exp.hpp"
#include "math/log.hpp"

namespace iptwsim {
namespace {

/// Value, gradient and information of a log likelihood, summed patient by patient.
struct Likelihood {
  explicit Likelihood(std::size_t p) : gradient(p, 0.0), information(p * p, 0.0) {}

  /// Adds w x_i x_j for the lower triangle.
  void add_information(std::vector<double> const& x, double w) {
    std::size_t const p = x.size();
    for (std::size_t i = 0; i < p; ++i) {
      for (std::size_t j = 0; j <= i; ++j) information[i * p + j] += w * x[i] * x[j];
    }
  }

  double value = 0;
  std::vector<double> gradient, information;
};

template <class Function>
std::optional<std::vector<double>> maximize(std::vector<double> parameters, Function const& likelihood) {
  std::size_t const p = parameters.size();
  Likelihood here = likelihood(parameters);
  for (int iteration = 0; iteration < 100; ++iteration) {
    std::vector<double> step = here.gradient;
    math::factorize(here.information.data(), p, {.tolerance = 1e-9});
    math::solve(here.information.data(), p, step.data());
    double longest = 0;
    for (double const s : step) longest = std::max(longest, std::fabs(s));
    if (!(longest < 1e6)) return std::nullopt;
    double share = std::min(1.0, 3 / std::max(longest, 1e-300));
    std::vector<double> next(p);
    Likelihood there(p);
    for (int halving = 0; halving < 40; ++halving, share /= 2) {
      for (std::size_t j = 0; j < p; ++j) next[j] = parameters[j] + share * step[j];
      there = likelihood(next);
      if (there.value >= here.value - 1e-12 * std::fabs(here.value)) break;
    }
    parameters = next;
    here = std::move(there);
    for (double const value : parameters) {
      if (!(std::fabs(value) < 30)) return std::nullopt; // a maximum at infinity
    }
    if (longest < 1e-9) return parameters;
  }
  return std::nullopt;
}

/// Columns with mean 0 and SD 1; constant ones are 0.
Eigen::MatrixXd standardised(Eigen::MatrixXd columns) {
  double const n = static_cast<double>(columns.rows());
  for (Eigen::Index j = 0; j < columns.cols(); ++j) {
    double sum = 0, squares = 0;
    for (Eigen::Index i = 0; i < columns.rows(); ++i) sum += columns(i, j);
    for (Eigen::Index i = 0; i < columns.rows(); ++i) {
      double const centred = columns(i, j) - sum / n;
      squares += centred * centred;
    }
    double const sd = std::sqrt(squares / n);
    for (Eigen::Index i = 0; i < columns.rows(); ++i) {
      columns(i, j) = sd > 0 ? (columns(i, j) - sum / n) / sd : 0;
    }
  }
  return columns;
}

/// Row i behind `leading` zeros.
void row_of(Eigen::MatrixXd const& columns, std::size_t i, std::size_t leading, std::vector<double>& row) {
  row.assign(leading + static_cast<std::size_t>(columns.cols()), 0.0);
  for (Eigen::Index j = 0; j < columns.cols(); ++j) {
    row[leading + static_cast<std::size_t>(j)] = columns(static_cast<Eigen::Index>(i), j);
  }
}

double product(std::vector<double> const& a, std::vector<double> const& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

std::vector<double> positive(std::vector<double> times) {
  double smallest = math::infinity;
  for (double const t : times) smallest = t > 0 ? std::min(smallest, t) : smallest;
  for (double& t : times) t = t > 0 ? t : smallest / 2;
  return times;
}

/// x_i'b with the unscored columns at their value 0, whatever that is after standardising: their terms are constant,
/// and go to the baseline. `raw` has the columns as they were.
struct Scored {
  std::vector<double> score;
  double constant; ///< what the unscored columns at 0 add to the linear predictor
};
Scored scores_of(Eigen::MatrixXd const& x, Eigen::MatrixXd const& raw, std::vector<double> const& b,
                 std::size_t leading, int unscored) {
  Scored out{std::vector<double>(static_cast<std::size_t>(x.rows()), 0.0), 0};
  Eigen::Index const scored = x.cols() - unscored;
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    for (Eigen::Index j = 0; j < scored; ++j) {
      out.score[static_cast<std::size_t>(i)] += b[leading + static_cast<std::size_t>(j)] * x(i, j);
    }
  }
  for (Eigen::Index j = scored; j < x.cols(); ++j) {
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      if (raw(i, j) != 0) continue;
      out.constant += b[leading + static_cast<std::size_t>(j)] * x(i, j);
      break;
    }
  }
  return out;
}

std::optional<OutcomeFit> fit_weibull(Eigen::MatrixXd const& raw, Eigen::MatrixXd const& x,
                                      std::vector<double> const& time, std::vector<std::uint8_t> const& event,
                                      int unscored) {
  std::size_t const n = time.size(), p = 2 + static_cast<std::size_t>(x.cols());
  double unit = 0, events = 0;
  for (std::size_t i = 0; i < n; ++i) unit += time[i] / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) events += event[i];
  // Parameters: log k, a, b.
  auto const likelihood = [&](std::vector<double> const& parameters) {
    Likelihood sum(p);
    std::vector<double> row, in_shape(p);
    double const k = math::exp(parameters[0]);
    for (std::size_t i = 0; i < n; ++i) {
      row_of(x, i, 2, row);
      row[1] = 1;
      double const u = k * math::log(time[i] / unit), eta = product(row, parameters), m = math::exp(eta + u);
      double const d = event[i];
      sum.value += d * (eta + parameters[0] + u) - m;
      // The information of (log k, eta): [m u + m u^2 - d u, m u; m u, m]
      for (std::size_t j = 1; j < p; ++j) sum.gradient[j] += (d - m) * row[j];
      sum.gradient[0] += d * (1 + u) - m * u;
      sum.add_information(row, m);
      for (std::size_t j = 1; j < p; ++j) sum.information[j * p] += m * u * row[j];
      sum.information[0] += m * u + m * u * u - d * u;
    }
    return sum;
  };
  std::vector<double> start(p, 0.0);
  start[1] = math::log(events / static_cast<double>(n));
  auto const found = maximize(start, likelihood);
  if (!found) return std::nullopt;
  Scored scored = scores_of(x, raw, *found, 2, unscored);
  OutcomeFit fit{.score = std::move(scored.score)};
  fit.baseline.distribution = SurvivalFamily::weibull;
  fit.baseline.shape = math::exp((*found)[0]);
  fit.baseline.scale = unit * math::exp(-((*found)[1] + scored.constant) / *fit.baseline.shape);
  return fit;
}

std::vector<double> piece_starts(std::vector<double> const& time, std::vector<std::uint8_t> const& event,
                                 std::int64_t pieces) {
  std::vector<double> events, from{0};
  for (std::size_t i = 0; i < time.size(); ++i) {
    if (event[i] == 1) events.push_back(time[i]);
  }
  std::sort(events.begin(), events.end());
  for (std::int64_t k = 1; k < pieces; ++k) {
    double const at = events[events.size() * static_cast<std::size_t>(k) / static_cast<std::size_t>(pieces)];
    if (at > from.back() && at < events.back()) from.push_back(at);
  }
  return from;
}

std::optional<OutcomeFit> fit_pieces(Eigen::MatrixXd const& raw, Eigen::MatrixXd const& x,
                                     std::vector<double> const& time, std::vector<std::uint8_t> const& event,
                                     OutcomeFitOptions const& options) {
  std::vector<double> const from = piece_starts(time, event, options.pieces);
  std::size_t const n = time.size(), pieces = from.size(), p = pieces + static_cast<std::size_t>(x.cols());
  auto const end_of = [&](std::size_t k) { return k + 1 < pieces ? from[k + 1] : math::infinity; };
  std::vector<double> seen(pieces, 0.0), exposure(pieces, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < pieces && time[i] > from[k]; ++k) {
      exposure[k] += std::min(time[i], end_of(k)) - from[k];
      if (event[i] == 1 && time[i] <= end_of(k)) seen[k] += 1;
    }
  }
  std::vector<double> start(p, 0.0);
  double unit = 0; // the largest rate
  for (std::size_t k = 0; k < pieces; ++k) unit = std::max(unit, seen[k] / exposure[k]);
  for (std::size_t k = 0; k < pieces; ++k) start[k] = math::log(seen[k] / exposure[k] / unit);
  auto const likelihood = [&](std::vector<double> const& parameters) {
    Likelihood sum(p);
    std::vector<double> row;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < pieces && time[i] > from[k]; ++k) {
        row_of(x, i, pieces, row);
        row[k] = 1;
        double const length = (std::min(time[i], end_of(k)) - from[k]) * unit;
        double const eta = product(row, parameters), m = length * math::exp(eta);
        double const d = event[i] == 1 && time[i] <= end_of(k) ? 1 : 0;
        sum.value += d * eta - m;
        for (std::size_t j = 0; j < p; ++j) sum.gradient[j] += (d - m) * row[j];
        sum.add_information(row, m);
      }
    }
    return sum;
  };
  auto const found = maximize(start, likelihood);
  if (!found) return std::nullopt;
  Scored scored = scores_of(x, raw, *found, pieces, options.unscored);
  OutcomeFit fit{.score = std::move(scored.score)};
  fit.baseline.distribution = SurvivalFamily::piecewise_exponential;
  fit.baseline.from = from;
  for (std::size_t k = 0; k < pieces; ++k) {
    fit.baseline.rates.push_back(unit * math::exp((*found)[k] + scored.constant));
  }
  return fit;
}

} // namespace

std::optional<OutcomeFit> fit_outcome(Eigen::MatrixXd const& covariates, std::vector<double> const& time,
                                      std::vector<std::uint8_t> const& event, OutcomeFitOptions const& options) {
  if (std::find(event.begin(), event.end(), 1) == event.end()) return std::nullopt;
  Eigen::MatrixXd const x = standardised(covariates);
  std::vector<double> const times = positive(time);
  return options.baseline == PlasmodeBaseline::weibull ? fit_weibull(covariates, x, times, event, options.unscored)
                                                       : fit_pieces(covariates, x, times, event, options);
}

} // namespace iptwsim
