#include "report/text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/diagnostics_text.hpp"
#include "report/lookup.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

class Text {
public:
  explicit Text(results::Document const& document) : document_(document), rows_(results::rows_of(document)) {}

  std::string make() {
    header();
    for (std::string const& endpoint : distinct(rows_, &TextRow::endpoint)) one_endpoint(endpoint);
    out_ += balance_text(rows_) + weights_text(rows_) + failures_text(document_, rows_, shown_kind_);
    return out_;
  }

private:
  void line(std::string const& text = "") { out_ += text + "\n"; }

  std::string attribute(std::string const& key) const {
    auto const& attributes = document_.groups.front().attributes;
    auto const found = attributes.find(key);
    if (found == attributes.end()) return "";
    if (auto const* text = std::get_if<std::string>(&found->second)) return *text;
    if (auto const* number = std::get_if<std::int64_t>(&found->second)) return std::to_string(*number);
    return "";
  }

  double at(Wanted const& wanted) const { return value(rows_, wanted); }

  void header() {
    std::string const title = attribute("title");
    if (!title.empty()) {
      line(title);
      line(std::string(title.size(), '='));
    }
    double const control = at({.quantity = "n", .arm = "control"}), treated = at({.quantity = "n", .arm = "treated"});
    line(fmt::format("{} patients: {} control, {} treated.", count(control + treated), count(control), count(treated)));
    if (attribute("rows_dropped") != "0" && !attribute("rows_dropped").empty()) {
      line(fmt::format("{} of {} rows of the file were dropped for missing values.", attribute("rows_dropped"),
                       attribute("rows_read")));
    }
    if (!attribute("reference_levels").empty()) line("Reference levels: " + attribute("reference_levels") + ".");
  }

  /// Which bootstrap limits to print: percentile when there are any, else the first kind stored.
  std::string limits_kind(std::string const& quantity, std::string const& estimand) const {
    std::string kind;
    for (TextRow const& r : rows_) {
      if (r.statistic != "ci_lower" || r.quantity != quantity || r.estimand != estimand) continue;
      if (kind.empty() || r.method == "percentile") kind = r.method;
    }
    return kind;
  }

  /// The level that intervals are printed at: 0.95, else the first one.
  double level() const {
    double first = std::numeric_limits<double>::quiet_NaN();
    for (TextRow const& r : rows_) {
      if (std::isnan(r.level)) continue;
      if (r.level == 0.95) return r.level;
      if (std::isnan(first)) first = r.level;
    }
    return first;
  }

  /// "12.3 (4.5 to 6.7)" with the limits of one kind.
  template <class Print> std::string with_limits(Wanted wanted, Print print) const {
    std::string const estimate = print(at(wanted));
    std::string const kind = limits_kind(wanted.quantity, wanted.estimand);
    if (kind.empty()) return estimate;
    if (kind != "wald_robust") shown_kind_ = kind;
    wanted.method = kind;
    wanted.level = level();
    wanted.statistic = "ci_lower";
    TextRow const* const lower = find(rows_, wanted);
    wanted.statistic = "ci_upper";
    TextRow const* const upper = find(rows_, wanted);
    if (!lower || !upper) return estimate;
    std::string const flag = lower->status == "too_few_replicates" ? "*" : "";
    return fmt::format("{} ({} to {}){}", estimate, print(lower->value), print(upper->value), flag);
  }

  void one_endpoint(std::string const& endpoint) {
    line();
    line(fmt::format("Endpoint {}: {} events in control, {} in treated", endpoint,
                     count(at({.endpoint = endpoint, .quantity = "events", .arm = "control"})),
                     count(at({.endpoint = endpoint, .quantity = "events", .arm = "treated"}))));
    std::vector<std::string> estimands;
    for (TextRow const& r : rows_) {
      bool const new_one = std::find(estimands.begin(), estimands.end(), r.estimand) == estimands.end();
      if (r.endpoint == endpoint && !r.estimand.empty() && new_one) estimands.push_back(r.estimand);
    }
    arm_table(endpoint, "survival", "survival_difference", estimands, percent);
    arm_table(endpoint, "rmst", "rmst_difference", estimands, figure);
    hazard_table(endpoint, estimands);
  }

  template <class Print>
  void arm_table(std::string const& endpoint, std::string const& quantity, std::string const& difference,
                 std::vector<std::string> const& estimands, Print print) {
    for (double const t : distinct_times(rows_, quantity)) {
      line();
      line(fmt::format("  {:<32}{:>10}{:>10}  treated minus control ({:g}% CI)",
                       fmt::format("{} {:g}", quantity == "rmst" ? "mean survival time up to" : "survival at", t),
                       "control", "treated", 100 * level()));
      bool beyond = false;
      for (std::string const& estimand : estimands) {
        Wanted wanted{.endpoint = endpoint, .estimand = estimand, .quantity = quantity, .arm = "control", .time = t};
        double const control = at(wanted);
        wanted.arm = "treated";
        double const treated = at(wanted);
        wanted.arm = "";
        wanted.quantity = difference;
        if (TextRow const* row = find(rows_, wanted)) beyond = beyond || row->status == "beyond_follow_up";
        line(fmt::format("    {:<30}{:>10}{:>10}  {}", label(estimand), print(control), print(treated),
                         with_limits(wanted, print)));
      }
      if (beyond) line("    beyond the last follow-up of an arm: its curve is carried forward");
    }
  }

  void hazard_table(std::string const& endpoint, std::vector<std::string> const& estimands) {
    if (!find(rows_, {.endpoint = endpoint, .estimand = estimands.front(), .quantity = "log_hazard_ratio"}) &&
        !find(rows_, {.endpoint = endpoint,
                      .estimand = estimands.front(),
                      .quantity = "log_rank",
                      .statistic = "p_value",
                      .method = "robust"})) {
      return;
    }
    line();
    line(fmt::format("  {:<32}{:<34}{:>8}  {:>16}  {:>16}", "treated over control",
                     fmt::format("hazard ratio ({:g}% CI)", 100 * level()), "Wald p", "robust log-rank p",
                     "Xie-Liu p"));
    auto const hazard = [](double log_hr) { return figure(std::exp(log_hr)); };
    for (std::string const& estimand : estimands) {
      Wanted const hr{.endpoint = endpoint, .estimand = estimand, .quantity = "log_hazard_ratio"};
      auto const p = [&](std::string const& quantity, std::string const& method) {
        return p_text(at({.endpoint = endpoint,
                          .estimand = estimand,
                          .quantity = quantity,
                          .statistic = "p_value",
                          .method = method}));
      };
      line(fmt::format("    {:<30}{:<34}{:>8}  {:>16}  {:>16}", label(estimand), with_limits(hr, hazard),
                       p("log_hazard_ratio", "robust"), p("log_rank", "robust"), p("log_rank", "xie_liu")));
      TextRow const* const row = find(rows_, hr);
      if (row && row->status != "ok") line(fmt::format("    {:<30}{}", "", row->status));
    }
  }

  results::Document const& document_;
  std::vector<TextRow> rows_;
  mutable std::string shown_kind_; // the bootstrap interval that the tables print
  std::string out_;
};

} // namespace

std::string text_report(results::Document const& document) { return Text(document).make(); }

} // namespace iptwsim::report
