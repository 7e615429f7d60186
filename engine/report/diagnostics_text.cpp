#include "report/diagnostics_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "report/lookup.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

std::size_t replicates_of(results::Document const& document) {
  for (auto const& group : document.groups) {
    auto const* axis = group.path.starts_with("/replicates/") ? group.find_axis("replicate") : nullptr;
    if (axis) return axis->size();
  }
  return 0;
}

/// Weights are called extreme when fewer than this share of an arm carries half of its weight (1/2 when all are equal).
constexpr double few_carry_half = 0.1;

/// A standardized difference beyond this is marked (Austin and Stuart 2015).
constexpr double balanced_below = 0.1;

std::string one_decimal(double x) { return std::isnan(x) ? "-" : fmt::format("{:.1f}", x); }

/// The fitted probabilities of treatment and how far the arms overlap.
std::string overlap_line(std::span<TextRow const> rows) {
  auto const of = [&](std::string const& quantity, std::string const& arm) {
    return value(rows, {.quantity = quantity, .arm = arm});
  };
  if (std::isnan(of("propensity_min", "control"))) return "";
  auto const range = [&](std::string const& arm) {
    return fmt::format("{:.3f} to {:.3f}, median {:.3f}", of("propensity_min", arm), of("propensity_max", arm),
                       of("propensity_median", arm));
  };
  return fmt::format(
      "  Probability of treatment: control {}; treated {}; outside the other arm's range: {} control, {} treated.\n",
      range("control"), range("treated"), count(of("outside_overlap", "control")),
      count(of("outside_overlap", "treated")));
}

} // namespace

std::string balance_text(std::span<TextRow const> rows) {
  auto const covariates = distinct(rows, &TextRow::arm, "smd_before");
  auto estimands = distinct(rows, &TextRow::estimand, "smd_after");
  std::erase(estimands, "unweighted");
  if (covariates.empty()) return "";
  std::size_t width = 31;
  for (std::string const& covariate : covariates) width = std::max(width, display_width(covariate) + 1);
  std::string out = fmt::format("\n  {:<{}}{:>10}", "Balance (standardized difference)", width + 2, "before");
  for (std::string const& estimand : estimands) out += fmt::format("{:>11}", estimand);
  out += "\n";
  std::vector<std::size_t> poor(estimands.size(), 0);
  for (std::string const& covariate : covariates) {
    double const before = value(rows, {.quantity = "smd_before", .arm = covariate});
    out +=
        "    " + covariate + std::string(width - display_width(covariate), ' ') + fmt::format("{:>10}", figure(before));
    for (std::size_t e = 0; e < estimands.size(); ++e) {
      double const after = value(rows, {.estimand = estimands[e], .quantity = "smd_after", .arm = covariate});
      bool const unbalanced = std::fabs(after) > balanced_below;
      poor[e] += unbalanced;
      out += fmt::format("{:>11}", figure(after) + (unbalanced ? " !" : ""));
    }
    out += "\n";
  }
  for (std::size_t e = 0; e < estimands.size(); ++e) {
    if (poor[e] == 0) continue;
    out += fmt::format("    ! {}: {} of {} terms stay above {} after weighting\n", estimands[e], poor[e],
                       covariates.size(), balanced_below);
  }
  return out;
}

std::string weights_text(std::span<TextRow const> rows) {
  std::string out = fmt::format("\n  {:<32}{:>10}{:>10}  {:<24}half of the weight on (control, treated)\n",
                                "Effective patients", "control", "treated", "largest weight (c., t.)");
  std::string warnings;
  for (std::string const& estimand : distinct(rows, &TextRow::estimand, "effective_sample_size")) {
    auto const by_arm = [&](std::string const& quantity, std::string const& arm) {
      return value(rows, {.estimand = estimand, .quantity = quantity, .arm = arm});
    };
    std::array<double, 2> half{};
    for (std::size_t a = 0; a < 2; ++a) {
      std::string const arm = a == 0 ? "control" : "treated";
      half[a] = by_arm("half_weight_patients", arm);
      double const patients = value(rows, {.quantity = "n", .arm = arm});
      if (half[a] < few_carry_half * patients) {
        warnings +=
            fmt::format("  Warning: extreme weights, {}: {} of {} {} patients carry half of the arm's weight.\n",
                        label(estimand), count(half[a]), count(patients), arm);
      }
    }
    out += fmt::format("    {:<30}{:>10}{:>10}  {:<24}{}\n", label(estimand),
                       one_decimal(by_arm("effective_sample_size", "control")),
                       one_decimal(by_arm("effective_sample_size", "treated")),
                       figure(by_arm("weight_max", "control")) + ", " + figure(by_arm("weight_max", "treated")),
                       count(half[0]) + ", " + count(half[1]));
  }
  return out + overlap_line(rows) + warnings;
}

std::string failures_text(results::Document const& document, std::span<TextRow const> rows, std::string const& shown) {
  std::size_t const replicates = replicates_of(document);
  if (replicates == 0) return "";
  struct Where {
    std::vector<std::string> estimands, quantities;
  };
  // What is said in one line: a status with its count in one place; quantities that share both are joined.
  std::map<std::tuple<bool, std::string, std::string, double>, Where> reasons;
  std::vector<std::string> kinds, counted;
  for (TextRow const& r : rows) {
    bool const of_curve = r.quantity == "survival_curve";
    if (r.statistic == "ci_lower" && !of_curve && !r.method.starts_with("wald")) add_once(kinds, r.method);
    if (r.statistic != "count" || r.endpoint.empty()) continue;
    std::string const what =
        r.quantity + (r.arm.empty() ? "" : " " + r.arm) + (std::isnan(r.time) ? "" : fmt::format(" at {}", r.time));
    add_once(counted, what);
    if (r.status == "ok") continue;
    Where& where = reasons[{is_left_out(r.status), r.status, r.endpoint, r.value}];
    add_once(where.estimands, label(r.estimand));
    add_once(where.quantities, what);
  }
  std::string out = fmt::format("\n  Bootstrap: {} replicates; intervals stored: {}{}.\n", replicates, joined(kinds),
                                shown.empty() ? "" : "; shown: " + shown);
  if (reasons.empty()) out += "    every replicate gave every estimate\n";
  for (auto const& [reason, where] : reasons) {
    auto const& [left_out, status, endpoint, affected] = reason;
    bool const everything = where.quantities.size() == counted.size();
    out += fmt::format("    {} of {} {} ({}): {}\n      {} {}: {}\n", count(affected), replicates,
                       left_out ? "not in the intervals" : "in the intervals, but", status, status_sentence(status),
                       endpoint, joined(where.estimands), everything ? "every estimate" : joined(where.quantities));
  }
  return out;
}

} // namespace iptwsim::report
