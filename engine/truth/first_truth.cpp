#include "truth/first_truth.hpp"

#include <algorithm>

#include "math/constants.hpp"
#include "math/gauss_legendre.hpp"
#include "math/normal.hpp"
#include "scenario/latent_time.hpp"

namespace iptwsim {
namespace {

constexpr std::size_t order = math::gauss_legendre_unit.size();

/// For a polynomial f of degree 7 on a panel with nodes x_j and weights w_j: the integral up to node i is the sum over
/// j of part[i][j] w_j f(x_j).
using Parts = std::array<std::array<double, order>, order>;
Parts parts_of_panel() {
  auto const& unit = math::gauss_legendre_unit;
  Parts parts{};
  for (std::size_t i = 0; i < order; ++i) {
    for (auto const& [x, weight] : math::gauss_legendre(-1, unit[i].node)) {
      for (std::size_t j = 0; j < order; ++j) {
        double lagrange = 1;
        for (std::size_t k = 0; k < order; ++k) {
          if (k != j) lagrange *= (x - unit[k].node) / (unit[j].node - unit[k].node);
        }
        parts[i][j] += weight * lagrange / unit[j].weight;
      }
    }
  }
  return parts;
}

/// dq / dt of a time's latent q.
double latent_speed(SurvivalDistribution const& distribution, double time, double q) {
  double const speed = distribution.hazard(time) * distribution.survival(time) / math::normal_density(q);
  return math::absolute(q) < 8.5 && speed < math::infinity ? speed : 0;
}

double smallest(std::vector<double> const& values) { return *std::min_element(values.begin(), values.end()); }

} // namespace

void describe_further_survivals(EstimatorOptions const& estimators, Column base, std::vector<Column>& columns) {
  if (!estimators.survival) return;
  for (double const time : estimators.survival->times) {
    base.time = time;
    for (Statistic const statistic : {Statistic::truth_net, Statistic::truth_crude}) {
      base.statistic = statistic;
      detail::describe_contrasts(columns, base, {Quantity::survival, Quantity::survival_difference});
    }
  }
}

FirstTruth::FirstTruth(Mechanism const& mechanism, std::size_t endpoint, EstimatorOptions const& estimators,
                       JointPoints const& points)
    : EndpointTruth(estimators), points_(points), events_(mechanism.parts(endpoint).event.size()),
      competing_(mechanism.parts(endpoint).competing.size()) {
  std::vector<SurvivalDistribution const*> curves;
  for (std::size_t const c : components_of(mechanism.parts(endpoint))) {
    arms_.push_back(&mechanism.arms(c));
    curves.push_back(&arms_.back()->control);
    curves.push_back(&arms_.back()->treated);
  }
  double noise = smallest(points.whole.noise);
  if (!points.is_whole) noise = std::min(noise, smallest(points.tilted.noise));
  TimeNodeOptions options = node_options(estimators, std::min(1.5, 2 * noise));
  bool const needs_integrals = has_censoring() || competing_ > 0;
  auto const add = [&](std::vector<double> const& times) {
    options.borders.insert(options.borders.end(), times.begin(), times.end());
  };
  if (estimators.survival && has_censoring()) add(estimators.survival->times);
  if (estimators.cumulative_incidence && needs_integrals) add(estimators.cumulative_incidence->times);
  if (estimators.median && has_censoring()) options.until_died_out = true;
  if (options.borders.empty() && !options.whole_follow_up && !options.until_died_out) return;
  nodes_ = time_nodes(curves, mechanism.follow_up(), options);
  compute_nodes();
  compute_curves();
}

std::vector<FirstTruth::Rates> FirstTruth::rates(std::vector<double> const& q, std::vector<double> const& steps) const {
  std::size_t const tilts = points_.tilted.populations;
  std::vector<double> survival(1 + tilts), density((1 + tilts) * parts());
  std::span<double> const s(survival), d(density);
  joint_survival(points_.whole, q, s.first(1), d.first(parts()));
  if (!points_.is_whole) joint_survival(points_.tilted, q, s.subspan(1), d.subspan(parts()));
  std::vector<Rates> rates(1 + tilts);
  for (std::size_t k = 0; k < rates.size(); ++k) {
    bool const differs = k > 0; // tilted ones are differences from the whole population
    rates[k].at_risk = survival[k] + (differs ? survival[0] : 0);
    for (std::size_t c = 0; c < events_ + competing_; ++c) {
      double const newly = steps[c] * (density[k * parts() + c] + (differs ? density[c] : 0));
      (c < events_ ? rates[k].event : rates[k].competing) += newly;
    }
  }
  return rates;
}

std::vector<FirstTruth::Rates> FirstTruth::rates_at(std::size_t arm, double time) const {
  std::vector<double> q, speeds;
  for (std::size_t c = 0; c < parts(); ++c) {
    q.push_back(latent_of_hazard(distribution(c, arm).cumulative_hazard(time)));
    speeds.push_back(latent_speed(distribution(c, arm), time, q.back()));
  }
  return rates(q, speeds);
}

void FirstTruth::compute_nodes() {
  std::vector<double> q(parts()), steps(parts());
  for (TimeNode const& node : nodes_) {
    for (std::size_t arm = 0; arm < 2; ++arm) {
      for (std::size_t c = 0; c < parts(); ++c) {
        q[c] = node.latent[2 * c + arm];
        steps[c] = node.step[2 * c + arm];
      }
      for (Rates const& one : rates(q, steps)) rates_.push_back(one);
    }
  }
}

void FirstTruth::compute_curves() {
  static Parts const parts = parts_of_panel();
  std::size_t const width = 2 * populations();
  curve_.resize(rates_.size());
  for (std::size_t series = 0; series < width; ++series) {
    double hazard = 0; // cumulative, at the beginning of the panel
    for (std::size_t panel = 0; panel < nodes_.size(); panel += order) {
      double whole = 0;
      for (std::size_t i = 0; i < order; ++i) {
        std::size_t const at = (panel + i) * width + series;
        double until = 0;
        for (std::size_t j = 0; j < order; ++j) until += parts[i][j] * rates_[(panel + j) * width + series].hazard();
        curve_[at] = has_censoring() ? math::exp(-(hazard + until)) : rates_[at].at_risk;
        whole += rates_[at].hazard();
      }
      hazard += whole;
    }
  }
}

template <class Function>
double FirstTruth::integral(std::size_t place, std::size_t arm, double time, Function function) const {
  double sum = 0;
  for (std::size_t node = 0; node < nodes_.size() && nodes_[node].time < time; ++node) {
    std::size_t const at = (node * 2 + arm) * populations() + place;
    sum += function(rates_[at], curve_[at]);
  }
  return sum;
}

double FirstTruth::beyond(std::size_t parts_beyond, std::size_t population, std::size_t arm, double time) const {
  std::vector<double> q(parts(), -math::infinity), survival(populations());
  for (std::size_t c = 0; c < parts_beyond; ++c) {
    q[c] = latent_of_hazard(distribution(c, arm).cumulative_hazard(time));
  }
  joint_survival(points_.whole, q, std::span(survival).first(1));
  std::size_t const at = place(population);
  if (at == 0) return survival[0];
  joint_survival(points_.tilted, q, std::span(survival).subspan(1));
  return survival[0] + survival[at];
}

double FirstTruth::survival(std::size_t population, std::size_t arm, double time) const {
  if (!has_censoring()) return beyond(parts(), population, arm, time);
  return math::exp(-integral(place(population), arm, time, [](Rates const& rates, double) { return rates.hazard(); }));
}

double FirstTruth::incidence(std::size_t population, std::size_t arm, double time) const {
  if (!has_censoring() && competing_ == 0) return 1 - survival(population, arm, time);
  return integral(place(population), arm, time, [](Rates const& rates, double curve) {
    return rates.at_risk > 0 ? curve * (rates.event / rates.at_risk) : 0;
  });
}

double FirstTruth::crude(std::size_t population, std::size_t arm, double time) const {
  return 1 - integral(place(population), arm, time, [](Rates const& rates, double) { return rates.event; });
}

// Bisection between times at which S is above and not above 1/2; where causes censor, within a panel, to whose begin
// the cumulative hazard is known.
double FirstTruth::median(std::size_t population, std::size_t arm) const {
  constexpr double log_two = 0.6931471805599453;
  double low = 0, high = 1;
  auto const halve = [&](auto is_above) {
    for (;;) {
      double const middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) return high;
      (is_above(middle) ? low : high) = middle;
    }
  };
  if (!has_censoring()) {
    auto const is_above = [&](double time) { return beyond(parts(), population, arm, time) > 0.5; };
    if (is_above(math::infinity)) return math::infinity;
    while (is_above(high)) low = high, high *= 2;
    return halve(is_above);
  }
  std::size_t const at = place(population);
  double before = 0;
  std::size_t panel = 0;
  for (; panel < nodes_.size(); panel += order) {
    double after = before;
    for (std::size_t i = 0; i < order; ++i) after += node_rates(panel + i, arm, at).hazard();
    if (after >= log_two) break;
    before = after;
  }
  if (panel == nodes_.size()) return math::infinity;
  double begin = 0, width = 0;
  for (std::size_t node = 0; node < panel + order; ++node) {
    begin = node < panel ? begin + nodes_[node].width : begin;
    width = node < panel ? 0 : width + nodes_[node].width;
  }
  low = begin, high = begin + width;
  return halve([&](double time) {
    double hazard = before;
    for (auto const& [node, weight] : math::gauss_legendre(begin, time)) {
      hazard += weight * rates_at(arm, node)[at].hazard();
    }
    return hazard < log_two;
  });
}

EndpointTruth::Values FirstTruth::at_node(std::size_t population, std::size_t node, std::size_t arm) const {
  std::size_t const at = (node * 2 + arm) * populations() + place(population);
  return {curve_[at], rates_[at].at_risk, rates_[at].event};
}

void FirstTruth::put_further(std::size_t population, ColumnWriter<double>& out) const {
  if (!has_censoring() || !estimators_.survival) return;
  for (double const time : estimators_.survival->times) {
    std::array<double, 2> net, incidence_free;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      net[arm] = beyond(events_, population, arm, time);
      incidence_free[arm] = crude(population, arm, time);
    }
    detail::put_difference<double>(out, net, {0, 0});
    detail::put_difference<double>(out, incidence_free, {0, 0});
  }
}

} // namespace iptwsim
