#include "report/simulation_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "report/row_index.hpp"
#include "report/simulation_header.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

/// More scenarios than these are not printed: that is what the CSV is for.
constexpr std::size_t most_scenarios = 60;

/// Of each compared quantity these methods are printed, if there: a Wald one, then the first bootstrap interval.
constexpr std::array wald_methods{"robust", "naive", "stacked", "jackknife", "bootstrap"};
constexpr std::array interval_methods{"percentile", "bca", "basic", "normal"};
constexpr std::array limit_methods{"percentile",  "bca",          "basic",         "normal",
                                   "wald_robust", "wald_stacked", "wald_jackknife"};

std::string quantity_words(std::string const& quantity, double time) {
  std::string const at = std::isnan(time) ? "" : fmt::format(" {}", time);
  if (quantity == "log_hazard_ratio") return "hazard ratio";
  if (quantity == "log_rank") return "log-rank";
  if (quantity == "survival_difference") return "survival" + at;
  if (quantity == "rmst_difference") return "RMST" + at;
  if (quantity == "median_survival_difference") return "median";
  if (quantity == "cumulative_incidence_difference") return "incidence" + at;
  return quantity + at;
}

/// A quantity that compares the arms on the scale that is printed; ratios are in the file.
bool is_printed(std::string const& quantity) {
  return quantity == "log_hazard_ratio" || quantity.ends_with("_difference");
}

struct Compared {
  std::string quantity;
  double time;
};

class SimulationText {
public:
  explicit SimulationText(results::Document const& document)
      : document_(document), rows_(results::rows_of(document, most_scenarios)), index_(rows_) {
    for (TextRow const& r : rows_) {
      if (r.statistic == "power" && (std::isnan(level_) || r.level == 0.95)) level_ = r.level;
    }
    scenarios_ = index_.scenarios();
    for (std::string const& s : scenarios_) width_ = std::max(width_, display_width(s));
  }

  std::string make() {
    std::string out = simulation_header(document_);
    std::size_t const all = scenarios_in(document_);
    for (auto const& [endpoint, estimand] : index_.comparisons()) {
      out += fmt::format("\nEndpoint {}, estimand {}\n", endpoint, label(estimand));
      out += power_table(endpoint, estimand);
      for (Compared const& what : compared(endpoint, estimand)) out += estimate_table(endpoint, estimand, what);
    }
    out += notes() + failures();
    if (all > most_scenarios) {
      out +=
          fmt::format("\nThe first {} of {} scenarios are printed; show --format csv has all.\n", most_scenarios, all);
    }
    return out;
  }

private:
  static std::size_t scenarios_in(results::Document const& document) {
    results::Group const* const group = document.find_group("/scenarios");
    return group ? group->axis("scenario").size() : 0;
  }

  std::string name_cell(std::string const& text) const {
    return "  " + text + std::string(width_ + 2 - std::min(width_ + 2, display_width(text)), ' ');
  }

  std::vector<Compared> compared(std::string const& endpoint, std::string const& estimand) const {
    std::vector<Compared> out;
    for (TextRow const& r : rows_) {
      if (r.endpoint != endpoint || r.estimand != estimand || r.statistic != "mean" || !is_printed(r.quantity))
        continue;
      auto const same = [&](Compared const& c) {
        return c.quantity == r.quantity && (c.time == r.time || std::isnan(r.time));
      };
      if (std::none_of(out.begin(), out.end(), same)) out.push_back({r.quantity, r.time});
    }
    return out;
  }

  Key key(std::string const& scenario, std::string const& endpoint, std::string const& estimand, Compared const& what,
          std::string const& statistic, std::string const& method = "", bool with_level = false) const {
    return {.scenario = scenario,
            .endpoint = endpoint,
            .estimand = estimand,
            .quantity = what.quantity,
            .time = what.time,
            .statistic = statistic,
            .method = method,
            .level = with_level ? level_ : std::numeric_limits<double>::quiet_NaN()};
  }

  bool has(std::string const& endpoint, std::string const& estimand, Compared const& what, std::string const& statistic,
           std::string const& method) const {
    return std::any_of(scenarios_.begin(), scenarios_.end(), [&](std::string const& s) {
      return index_.find(key(s, endpoint, estimand, what, statistic, method, true)) != nullptr;
    });
  }

  struct Test {
    Compared what;
    std::string method;
  };

  std::vector<Test> tests(std::string const& endpoint, std::string const& estimand) const {
    std::vector<Test> out;
    auto const add_first = [&](Compared const& what, auto const& methods) {
      for (char const* method : methods) {
        if (!has(endpoint, estimand, what, "power", method)) continue;
        out.push_back({what, method});
        return;
      }
    };
    for (Compared const& what : compared(endpoint, estimand)) {
      add_first(what, wald_methods);
      add_first(what, interval_methods);
    }
    Compared const log_rank{"log_rank", std::numeric_limits<double>::quiet_NaN()};
    add_first(log_rank, std::array{"robust"});
    add_first(log_rank, std::array{"xie_liu"});
    return out;
  }

  std::string power_table(std::string const& endpoint, std::string const& estimand) {
    std::vector<Test> const columns = tests(endpoint, estimand);
    if (columns.empty()) return "";
    std::string out = fmt::format("\n  Rejected at {:.3g}, % of all cohorts (power; type I error where the truth is no "
                                  "effect)\n",
                                  1 - level_);
    std::string first = name_cell(""), second = name_cell("scenario");
    for (Test const& test : columns) {
      first += fmt::format("{:>15}", quantity_words(test.what.quantity, test.what.time));
      second += fmt::format("{:>15}", test.method);
    }
    out += first + "\n" + second + "\n";
    for (std::string const& s : scenarios_) {
      std::string line = name_cell(s);
      for (Test const& test : columns) {
        line += fmt::format("{:>15}", percentage(key(s, endpoint, estimand, test.what, "power", test.method, true)));
      }
      out += line + "\n";
    }
    return out;
  }

  /// "71.2 (1.4)"
  std::string percentage(Key const& wanted) const {
    TextRow const* const row = index_.find(wanted);
    if (!row || std::isnan(row->value)) return "-";
    return fmt::format("{:.1f} ({:.1f})", 100 * row->value, 100 * row->mcse);
  }

  std::string number(Key const& wanted, bool with_error) const {
    TextRow const* const row = index_.find(wanted);
    if (!row || std::isnan(row->value)) return "-";
    if (!with_error || std::isnan(row->mcse)) return fmt::format("{:.4f}", row->value);
    return fmt::format("{:.4f} ({:.4f})", row->value, row->mcse);
  }

  std::string estimate_table(std::string const& endpoint, std::string const& estimand, Compared const& what) {
    std::string se_method, limits;
    for (char const* method : wald_methods) {
      if (se_method.empty() && any_row(endpoint, estimand, what, "model_se", method)) se_method = method;
    }
    for (char const* method : limit_methods) {
      if (limits.empty() && has(endpoint, estimand, what, "coverage", method)) limits = method;
    }
    std::string const shown = what.quantity == "log_hazard_ratio"
                                  ? "log hazard ratio"
                                  : quantity_words(what.quantity, what.time) + ", treated minus control";
    std::string out = fmt::format("\n  {}: against the truth\n", shown);
    out += name_cell("scenario") + fmt::format("{:>9}{:>18}{:>18}{:>18}{:>19}\n", "truth", "bias", "empirical SE",
                                               se_method.empty() ? "model SE" : se_method + " SE",
                                               limits.empty() ? "coverage %" : limits + " %");
    for (std::string const& s : scenarios_) {
      auto const of = [&](char const* statistic, std::string const& method = "", bool level = false) {
        return key(s, endpoint, estimand, what, statistic, method, level);
      };
      out += name_cell(s) + fmt::format("{:>9}{:>18}{:>18}{:>18}{:>19}\n", number(of("truth"), false),
                                        number(of("bias"), true), number(of("empirical_se"), true),
                                        number(of("model_se", se_method), true),
                                        percentage(of("coverage_defined", limits, true)));
    }
    return out;
  }

  bool any_row(std::string const& endpoint, std::string const& estimand, Compared const& what,
               std::string const& statistic, std::string const& method) const {
    return std::any_of(scenarios_.begin(), scenarios_.end(), [&](std::string const& s) {
      return index_.find(key(s, endpoint, estimand, what, statistic, method)) != nullptr;
    });
  }

  static std::string notes() {
    return "\n  In brackets: Monte Carlo standard errors. Bias, SEs: cohorts with a finite estimate; coverage: "
           "cohorts\n"
           "  with limits. The truth of a weighted hazard ratio is the value that the weighted Cox model tends to.\n";
  }

  /// Cohorts whose estimate is something else than ok.
  std::string failures() const {
    std::string out;
    for (TextRow const& r : rows_) {
      bool const said = r.statistic == "count" && r.status != "ok" && is_printed(r.quantity);
      if (!said || std::find(scenarios_.begin(), scenarios_.end(), r.scenario) == scenarios_.end()) continue;
      out += fmt::format("  {}, {} {}, {}: {:.0f} {}: {}\n", r.scenario, r.endpoint, label(r.estimand),
                         quantity_words(r.quantity, r.time), r.value, r.value == 1 ? "cohort" : "cohorts",
                         status_sentence(r.status));
    }
    return out.empty() ? "" : "\nCohorts with something to say\n" + out;
  }

  results::Document const& document_;
  std::vector<TextRow> rows_;
  RowIndex index_;
  std::vector<std::string> scenarios_;
  std::size_t width_ = 8;
  double level_ = std::numeric_limits<double>::quiet_NaN();
};

} // namespace

bool is_simulation(results::Document const& document) {
  return std::any_of(document.groups.begin(), document.groups.end(),
                     [](results::Group const& group) { return group.path.starts_with("/performance/"); });
}

std::string simulation_report(results::Document const& document) { return SimulationText(document).make(); }

} // namespace iptwsim::report
