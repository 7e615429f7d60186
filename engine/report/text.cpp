#include "report/text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/diagnostics_text.hpp"
#include "report/header_text.hpp"
#include "report/lookup.hpp"
#include "report/simulation_text.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

/// Intervals from fewer of the replicates than this share say so.
constexpr double nearly_all = 0.95;

class Text {
public:
  explicit Text(results::Document const& document) : document_(document), rows_(results::rows_of(document)) {
    for (TextRow const& r : rows_) {
      if (r.statistic == "ci_lower" && (std::isnan(level_) || r.level == 0.95)) level_ = r.level;
    }
  }

  std::string make() {
    out_ = header_text(document_, rows_);
    for (std::string const& endpoint : distinct(rows_, &TextRow::endpoint)) one_endpoint(endpoint);
    for (std::string const& note : notes_) line("  " + note);
    out_ += balance_text(rows_) + weights_text(rows_) + failures_text(document_, rows_, shown_kind_);
    return out_;
  }

private:
  using Print = std::string (*)(double);

  void line(std::string const& text = "") { out_ += text + "\n"; }
  double at(Wanted const& wanted) const { return value(rows_, wanted); }

  void note(std::string const& text) {
    if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.push_back(text);
  }

  /// Which limits to print: percentile when there are any, else the first kind stored.
  std::string limits_kind(std::string const& quantity, std::string const& estimand) const {
    std::string kind;
    for (TextRow const& r : rows_) {
      if (r.statistic != "ci_lower" || r.quantity != quantity || r.estimand != estimand) continue;
      if (kind.empty() || r.method == "percentile" || (kind.starts_with("wald") && !r.method.starts_with("wald"))) {
        kind = r.method;
      }
    }
    return kind;
  }

  /// Share of the replicates behind a bootstrap interval; 1 when none was left out.
  double share_used(Wanted wanted) const {
    wanted.statistic = "count";
    wanted.method = "";
    wanted.level = std::numeric_limits<double>::quiet_NaN();
    double all = 0, used = 0;
    for (TextRow const& r : rows_) {
      if (!matches(r, wanted)) continue;
      all += r.value;
      if (!is_left_out(r.status)) used += r.value;
    }
    return all > 0 ? used / all : 1;
  }

  /// "12.3 (4.5 to 6.7)" with the limits of one kind and what must be known about them.
  std::string with_limits(Wanted wanted, Print print) {
    double const point = at(wanted);
    std::string const estimate = print(point);
    std::string const kind = limits_kind(wanted.quantity, wanted.estimand);
    if (kind.empty() || std::isnan(point)) return estimate;
    double const share = share_used(wanted);
    wanted.method = kind;
    wanted.level = level_;
    wanted.statistic = "ci_lower";
    TextRow const* const lower = find(rows_, wanted);
    wanted.statistic = "ci_upper";
    TextRow const* const upper = find(rows_, wanted);
    if (!lower || !upper) return estimate;
    if (std::isnan(lower->value) || (std::isinf(lower->value) && lower->value == upper->value)) {
      return estimate + " (no interval)";
    }
    std::string text = fmt::format("{} ({} to {})", estimate, print(lower->value), print(upper->value));
    if (kind.starts_with("wald")) return text + " Wald";
    shown_kind_ = kind;
    if (lower->status == "too_few_replicates") {
      text += "*";
      note("* too few replicates for this level: the limits are the extreme replicates");
    }
    if (share < nearly_all) {
      text += "!";
      note("! more than 5% of the replicates gave no value and are not in this interval, see below");
    }
    return text;
  }

  std::string ci_heading() const { return std::isnan(level_) ? "" : fmt::format(" ({:g}% CI)", 100 * level_); }

  void one_endpoint(std::string const& endpoint) {
    line();
    line(fmt::format("Endpoint {}: {} events in control, {} in treated", endpoint,
                     count(at({.endpoint = endpoint, .quantity = "events", .arm = "control"})),
                     count(at({.endpoint = endpoint, .quantity = "events", .arm = "treated"}))));
    for (char const* arm : {"control", "treated"}) {
      if (at({.endpoint = endpoint, .quantity = "events", .arm = arm}) > 0) continue;
      line(fmt::format(
          "  Warning: no event in {}: no replicate has one either, so intervals do not show what is not known", arm));
      line("  about that arm, and the robust log-rank test says too much; Xie and Liu's does not.");
    }
    competing_ = has_competing_events(document_, endpoint);
    std::vector<std::string> estimands;
    for (TextRow const& r : rows_) {
      bool const new_one = std::find(estimands.begin(), estimands.end(), r.estimand) == estimands.end();
      if (r.endpoint == endpoint && !r.estimand.empty() && new_one) estimands.push_back(r.estimand);
    }
    if (estimands.empty()) return;
    arm_table(endpoint, "survival", "survival_difference", estimands, percent);
    arm_table(endpoint, "rmst", "rmst_difference", estimands, figure);
    arm_table(endpoint, "median_survival", "median_survival_difference", estimands, figure);
    arm_table(endpoint, "cumulative_incidence", "cumulative_incidence_difference", estimands, percent);
    hazard_table(endpoint, estimands);
  }

  /// Among competing events survival means free of every cause.
  std::string table_title(std::string const& quantity) const {
    if (quantity == "rmst") return competing_ ? "mean event-free time up to" : "mean survival time up to";
    if (quantity == "median_survival") return competing_ ? "median event-free time" : "median survival time";
    if (quantity == "survival") return competing_ ? "free of every event at" : "survival at";
    return "cumulative incidence by";
  }

  void arm_table(std::string const& endpoint, std::string const& quantity, std::string const& difference,
                 std::vector<std::string> const& estimands, Print print) {
    Wanted const any{.endpoint = endpoint, .estimand = estimands.front(), .quantity = quantity, .arm = "control"};
    if (!find(rows_, any)) return;
    std::vector<double> times = distinct_times(rows_, quantity);
    bool const timeless = times.empty();
    if (timeless) times.push_back(std::numeric_limits<double>::quiet_NaN());
    for (double const t : times) {
      line();
      line(fmt::format("  {:<32}{:>10}{:>10}  treated minus control{}",
                       table_title(quantity) + (timeless ? "" : fmt::format(" {}", t)), "control", "treated",
                       ci_heading()));
      for (std::string const& estimand : estimands) {
        Wanted wanted{.endpoint = endpoint, .estimand = estimand, .quantity = quantity, .arm = "control", .time = t};
        std::string const control = cell(wanted, print);
        wanted.arm = "treated";
        std::string const treated = cell(wanted, print);
        wanted.arm = "";
        wanted.quantity = difference;
        line(fmt::format("    {:<30}{:>10}{:>10}  {}", label(estimand), control, treated, with_limits(wanted, print)));
      }
    }
  }

  /// An arm's value; + where its curve is carried forward.
  std::string cell(Wanted const& wanted, Print print) {
    TextRow const* const row = find(rows_, wanted);
    if (!row) return "-";
    if (row->status == "not_reached") note("- median not reached: survival stays above 1/2");
    if (row->status != "beyond_follow_up") return print(row->value);
    note("+ beyond the last follow-up of that arm: its curve is carried forward");
    return print(row->value) + "+";
  }

  void hazard_table(std::string const& endpoint, std::vector<std::string> const& estimands) {
    std::string const first = estimands.front();
    bool const cox = find(rows_, {.endpoint = endpoint, .estimand = first, .quantity = "log_hazard_ratio"});
    bool const log_rank = find(
        rows_,
        {.endpoint = endpoint, .estimand = first, .quantity = "log_rank", .statistic = "p_value", .method = "robust"});
    if (!cox && !log_rank) return;
    line();
    std::string heading = fmt::format("  {:<32}", "treated over control");
    if (cox)
      heading += fmt::format("{:<34}{:>10}", (competing_ ? "cause-specific HR" : "hazard ratio") + ci_heading(),
                             wald_name() + " p");
    if (log_rank) heading += fmt::format("{:>20}{:>14}", "robust log-rank p", "Xie-Liu p");
    line(heading);
    for (std::string const& estimand : estimands) {
      Wanted const hr{.endpoint = endpoint, .estimand = estimand, .quantity = "log_hazard_ratio"};
      auto const p = [&](std::string const& quantity, std::string const& method) {
        Wanted const wanted{
            .endpoint = endpoint, .estimand = estimand, .quantity = quantity, .statistic = "p_value", .method = method};
        return p_text(at(wanted));
      };
      std::string text = fmt::format("    {:<30}", label(estimand));
      if (cox) text += fmt::format("{:<34}{:>10}", with_limits(hr, hazard), p("log_hazard_ratio", wald_name()));
      if (log_rank) text += fmt::format("{:>20}{:>14}", p("log_rank", "robust"), p("log_rank", "xie_liu"));
      line(text);
      TextRow const* const row = find(rows_, hr);
      bool const said = row && row->status.starts_with("no_events_");
      if (row && row->status != "ok" && !said) line(fmt::format("    {:<30}{}", "", status_sentence(row->status)));
    }
  }

  /// The standard error behind the Wald p that is printed: robust where there is one.
  std::string wald_name() const {
    std::string first;
    for (TextRow const& r : rows_) {
      if (r.quantity != "log_hazard_ratio" || r.statistic != "std_error") continue;
      if (first.empty() || r.method == "robust") first = r.method;
    }
    return first;
  }

  results::Document const& document_;
  std::vector<TextRow> rows_;
  double level_ = std::numeric_limits<double>::quiet_NaN(); // that intervals are printed at: 0.95, else the first
  bool competing_ = false;                                  // of the endpoint in hand
  std::string shown_kind_;                                  // the bootstrap interval that the tables print
  std::vector<std::string> notes_;
  std::string out_;
};

} // namespace

std::string text_report(results::Document const& document) {
  auto const& root = document.groups.front().attributes;
  auto const partial = root.find(results::partial_attribute);
  std::string out;
  if (partial != root.end()) {
    out = fmt::format("PARTIAL: made of {}; the numbers of the whole will differ.\n\n",
                      std::get<std::string>(partial->second));
  }
  return out + (is_simulation(document) ? simulation_report(document) : Text(document).make());
}

} // namespace iptwsim::report
