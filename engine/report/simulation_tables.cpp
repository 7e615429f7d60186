#include "report/simulation_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "report/text_table.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

/// Of each compared quantity these methods are printed, if there: a Wald one, then the first bootstrap interval.
constexpr std::array wald_methods{"robust", "naive", "stacked", "jackknife", "bootstrap"};
constexpr std::array interval_methods{"percentile", "bca", "basic", "normal"};
constexpr std::array limit_methods{"percentile",  "bca",          "basic",         "normal",
                                   "wald_robust", "wald_stacked", "wald_jackknife"};

std::string plain(std::string const& method) { // of limits, without what they have in common
  return method.starts_with("wald_") ? method.substr(5) : method;
}

class Cells {
public:
  Cells(SimulationView const& view, std::string const& endpoint, std::string const& estimand)
      : view_(view), endpoint_(endpoint), estimand_(estimand) {}

  Key key(Compared const& what, std::string const& statistic, std::string const& method = "") const {
    bool const has_level = statistic == "power" || statistic.starts_with("coverage");
    return {.endpoint = endpoint_,
            .estimand = estimand_,
            .quantity = what.quantity,
            .time = what.time,
            .statistic = statistic,
            .method = method,
            .level = has_level ? view_.level() : std::numeric_limits<double>::quiet_NaN()};
  }

  TextRow const* find(std::size_t scenario, Key wanted) const {
    wanted.scenario = view_.scenarios()[scenario];
    return view_.index().find(wanted);
  }

  /// The first of some methods that any scenario has; empty without any.
  template <class Methods>
  std::string first_of(Methods const& methods, Compared const& what, std::string const& statistic) const {
    for (char const* method : methods) {
      if (view_.any(key(what, statistic, method))) return method;
    }
    return "";
  }

  /// "71.2 (1.4)"
  std::string percentage(std::size_t scenario, Key const& wanted) const {
    TextRow const* const row = find(scenario, wanted);
    if (!row || std::isnan(row->value)) return "-";
    return fmt::format("{:.1f} ({:.1f})", 100 * row->value, 100 * row->mcse);
  }

  /// Whether the truth of a quantity is the value that its tests are against, as far as the truth is known.
  bool is_null(std::size_t scenario, Compared const& what) const {
    TextRow const* const truth = find(scenario, key(what, "truth"));
    double const error = truth && truth->mcse > 0 ? truth->mcse : 0;
    return truth && std::fabs(truth->value - view_.facts().null_of(what.quantity)) <= std::max(1e-9, 4.5 * error);
  }

private:
  SimulationView const& view_;
  std::string const &endpoint_, &estimand_;
};

/// Decimals that show so many digits of a number; 4 of none.
int decimals_of(double number, int digits) {
  return number > 0 ? std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(number))), 0, 6) : 4;
}

std::string number(TextRow const* row, int decimals, bool with_error) {
  if (!row || std::isnan(row->value)) return "-";
  if (std::isinf(row->value)) return row->value > 0 ? "Inf" : "-Inf";
  std::string const value = fixed(row->value, decimals);
  return with_error && !std::isnan(row->mcse) ? fmt::format("{} ({})", value, fixed(row->mcse, decimals)) : value;
}

} // namespace

std::string power_table(SimulationView const& view, std::string const& endpoint, std::string const& estimand) {
  struct Test {
    Compared what;
    std::string method;
    bool never_rejects = false; ///< too few replicates for this level
  };
  Cells const cells(view, endpoint, estimand);
  std::vector<Compared> const compared = view.compared(endpoint, estimand);
  SimulationFacts const& facts = view.facts();
  bool const too_few = facts.replicates > 0 && !facts.sweeps("bootstrap") &&
                       static_cast<double>(facts.replicates + 1) * (1 - view.level()) / 2 < 1 - 1e-9;
  std::vector<Test> tests;
  auto const add_first = [&](Compared const& what, auto const& methods) {
    std::string const method = cells.first_of(methods, what, "power");
    bool const by_ranks = method == "percentile" || method == "bca" || method == "basic";
    if (!method.empty()) tests.push_back({what, method, by_ranks && too_few});
  };
  for (Compared const& what : compared) {
    add_first(what, wald_methods);
    add_first(what, interval_methods);
  }
  Compared const log_rank{"log_rank"}, cox{"log_hazard_ratio"};
  add_first(log_rank, std::array{"robust"});
  add_first(log_rank, std::array{"xie_liu"});
  if (tests.empty()) return "";

  TextTable table("scenario");
  bool has_marks = false, has_one_sided = false, has_never = false;
  for (Test const& test : tests) {
    std::string const side = facts.alternative_of(test.what.quantity);
    bool const is_two_sided = side.empty() || side == "two_sided";
    has_one_sided = has_one_sided || !is_two_sided;
    has_never = has_never || test.never_rejects;
    table.add_column(quantity_words(test.what.quantity, test.what.time),
                     test.method + (is_two_sided ? "" : ", " + side));
  }
  for (std::size_t s = 0; s < view.scenarios().size(); ++s) {
    std::vector<std::string> row;
    // Equal hazards are what both the Cox model and log-rank tests call no effect; without one no effect on anything.
    bool const has_cox = cells.find(s, cells.key(cox, "truth")) != nullptr;
    bool const nothing = !compared.empty() && std::all_of(compared.begin(), compared.end(),
                                                          [&](Compared const& what) { return cells.is_null(s, what); });
    for (Test const& test : tests) {
      bool const is_log_rank = test.what.quantity == "log_rank";
      bool const cox_is_null = has_cox && facts.null_of("log_hazard_ratio") == 0 && cells.is_null(s, cox);
      bool const is_null = !is_log_rank ? cells.is_null(s, test.what) : has_cox ? cox_is_null : nothing;
      std::string cell = cells.percentage(s, cells.key(test.what, "power", test.method));
      if (cell != "-" && test.never_rejects) cell = "never";
      if (cell != "-" && is_null) cell += "*";
      has_marks = has_marks || cell.ends_with('*');
      row.push_back(std::move(cell));
    }
    if (std::all_of(row.begin(), row.end(), [](std::string const& cell) { return cell == "-"; })) continue;
    table.add_row(view.name(s), std::move(row));
  }
  if (table.empty()) return "";
  std::string out = fmt::format("\n  Power: how often a test at {:.3g} rejects{}, % of all cohorts\n", 1 - view.level(),
                                has_one_sided ? " (two-sided unless said)" : "");
  out += table.text();
  if (has_marks) out += "  * the truth is the null value: type I error, not power\n";
  if (has_never) {
    out += fmt::format("  never: {} replicates are too few for a test by intervals at {:.3g}\n", facts.replicates,
                       1 - view.level());
  }
  return out;
}

std::string estimate_table(SimulationView const& view, std::string const& endpoint, std::string const& estimand,
                           Compared const& what) {
  Cells const cells(view, endpoint, estimand);
  std::string const se_method = cells.first_of(wald_methods, what, "model_se");
  std::string const limits = cells.first_of(limit_methods, what, "coverage_defined");
  std::size_t const scenarios = view.scenarios().size();
  double error = 0, size = 0; // the largest Monte Carlo error of a bias (an empirical SE without truth), and truth
  for (std::size_t s = 0; s < scenarios; ++s) {
    TextRow const* const truth = cells.find(s, cells.key(what, "truth"));
    TextRow const* const bias = cells.find(s, cells.key(what, "bias"));
    TextRow const* const spread = cells.find(s, cells.key(what, "empirical_se"));
    if (truth && std::isfinite(truth->value)) size = std::max(size, std::fabs(truth->value));
    TextRow const* const row = bias && !std::isnan(bias->value) ? bias : spread;
    if (row && std::isfinite(row->mcse)) error = std::max(error, row->mcse);
  }
  int const decimals = decimals_of(error, 2), decimals_of_truth = std::max(decimals, decimals_of(size, 3));

  TextTable table("scenario");
  table.add_column("", "truth");
  table.add_column("", "bias");
  table.add_column("", "empirical SE");
  if (!se_method.empty()) table.add_column("model SE", se_method);
  if (!limits.empty()) table.add_column("coverage %", fmt::format("{} {:g}%", plain(limits), 100 * view.level()));
  for (std::size_t s = 0; s < scenarios; ++s) {
    auto const of = [&](char const* statistic, std::string const& method = "") {
      return cells.find(s, cells.key(what, statistic, method));
    };
    if (!of("mean")) continue;
    std::vector<std::string> row{number(of("truth"), decimals_of_truth, false), number(of("bias"), decimals, true),
                                 number(of("empirical_se"), decimals, true)};
    if (!se_method.empty()) row.push_back(number(of("model_se", se_method), decimals, true));
    if (!limits.empty()) row.push_back(cells.percentage(s, cells.key(what, "coverage_defined", limits)));
    table.add_row(view.name(s), std::move(row));
  }
  bool const is_ratio = what.quantity == "log_hazard_ratio";
  std::string shown = is_ratio ? "log hazard ratio" : quantity_words(what.quantity, what.time);
  if (shown.front() >= 'a' && shown.front() <= 'z') shown.front() = static_cast<char>(shown.front() - 'a' + 'A');
  return fmt::format("\n  {}{}, against its true value\n", shown, is_ratio ? "" : ", treated minus control") +
         table.text();
}

} // namespace iptwsim::report
