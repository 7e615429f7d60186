#include "report/diagnostics_text.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "report/lookup.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

void add_once(std::vector<std::string>& list, std::string const& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

std::string joined(std::vector<std::string> const& list) {
  std::string out;
  for (std::string const& text : list) out += (out.empty() ? "" : ", ") + text;
  return out;
}

std::size_t replicates_of(results::Document const& document) {
  for (auto const& group : document.groups) {
    auto const* axis = group.path.starts_with("/replicates/") ? group.find_axis("replicate") : nullptr;
    if (axis) return axis->size();
  }
  return 0;
}

} // namespace

std::string balance_text(std::span<TextRow const> rows) {
  auto const covariates = distinct(rows, &TextRow::arm, "smd_before");
  auto estimands = distinct(rows, &TextRow::estimand, "smd_after");
  std::erase(estimands, "unweighted");
  if (covariates.empty()) return "";
  std::string out = fmt::format("\n  {:<32}{:>10}", "Balance (standardized difference)", "before");
  for (std::string const& estimand : estimands) out += fmt::format("{:>10}", estimand);
  out += "\n";
  for (std::string const& covariate : covariates) {
    double const before = value(rows, {.quantity = "smd_before", .arm = covariate});
    out += fmt::format("    {:<31}{:>10}", covariate, figure(before));
    for (std::string const& estimand : estimands) {
      double const after = value(rows, {.estimand = estimand, .quantity = "smd_after", .arm = covariate});
      out += fmt::format("{:>10}", figure(after));
    }
    out += "\n";
  }
  return out;
}

std::string weights_text(std::span<TextRow const> rows) {
  std::string out = fmt::format("\n  {:<32}{:>10}{:>10}  largest weight in control, treated\n", "Effective patients",
                                "control", "treated");
  for (std::string const& estimand : distinct(rows, &TextRow::estimand, "effective_sample_size")) {
    auto const by_arm = [&](std::string const& quantity, std::string const& arm) {
      return value(rows, {.estimand = estimand, .quantity = quantity, .arm = arm});
    };
    out += fmt::format("    {:<30}{:>10.1f}{:>10.1f}  {}, {}\n", label(estimand),
                       by_arm("effective_sample_size", "control"), by_arm("effective_sample_size", "treated"),
                       figure(by_arm("weight_max", "control")), figure(by_arm("weight_max", "treated")));
  }
  return out;
}

std::string failures_text(results::Document const& document, std::span<TextRow const> rows, std::string const& shown) {
  std::size_t const replicates = replicates_of(document);
  if (replicates == 0) return "";
  struct Where {
    std::vector<std::string> estimands, quantities;
  };
  using Reason = std::tuple<std::string, std::string, double>; // status, endpoint, replicates
  std::map<Reason, Where> reasons;
  std::vector<std::string> kinds, counted;
  for (TextRow const& r : rows) {
    if (r.statistic == "ci_lower") add_once(kinds, r.method);
    if (r.statistic != "count") continue;
    add_once(counted, r.quantity);
    if (r.status == "ok") continue;
    Where& where = reasons[{r.status, r.endpoint, r.value}];
    add_once(where.estimands, label(r.estimand));
    add_once(where.quantities, r.quantity);
  }
  std::string out =
      fmt::format("\n  Bootstrap: {} replicates; intervals stored: {}; shown: {}.\n", replicates, joined(kinds), shown);
  if (reasons.empty()) out += "    every replicate gave every estimate\n";
  for (auto const& [reason, where] : reasons) {
    auto const& [status, endpoint, affected] = reason;
    bool const everything = where.quantities.size() == counted.size();
    out += fmt::format("    {} of {} replicates: {}, {} {}: {}\n", count(affected), replicates, status, endpoint,
                       joined(where.estimands), everything ? "every estimate" : joined(where.quantities));
  }
  return out;
}

} // namespace iptwsim::report
