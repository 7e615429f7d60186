#include "cohort/load.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/load_column.hpp"
#include "cohort/load_terms.hpp"
#include "cohort/load_values.hpp"
#include "cohort/missing.hpp"

namespace iptwsim {
namespace {

/// `did you mean "age"?` or the choice, shortened.
std::string choice(std::string const& word, std::vector<std::string> const& candidates) {
  constexpr std::size_t most = 12;
  if (std::string const near = nearest(word, candidates); !near.empty()) {
    return fmt::format("did you mean {}?", in_quotes(near));
  }
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(candidates.size(), most); ++i) shown.push_back(in_quotes(candidates[i]));
  return fmt::format("choose from {}{}", fmt::join(shown, ", "), candidates.size() > most ? ", ..." : "");
}

class Loader {
public:
  explicit Loader(std::filesystem::path const& csv) : table_(read_csv(csv)), problems_(table_.file()) {}

  LoadedCohort load(CohortOptions const& options, std::vector<std::pair<std::string, EndpointOptions>> const& endpoints,
                    std::vector<std::string> const& texts, std::string const& known_score) {
    // All columns are looked up before any is read, because a missing value in any of them drops the row.
    LoadColumn const* const treatment = column(options.treatment.column, "cohort.treatment");
    std::vector<FollowUpColumns> follow_up;
    for (auto const& [name, endpoint] : endpoints) {
      FollowUpColumns columns{.time = column(endpoint.time, "endpoints." + name + ".time")};
      columns.event = column(endpoint.event.column, "endpoints." + name + ".event");
      if (!endpoint.entry.empty()) columns.entry = column(endpoint.entry, "endpoints." + name + ".entry");
      follow_up.push_back(columns);
    }
    std::vector<Term> const terms = parse_terms(texts);
    std::vector<LoadColumn const*> covariates;
    for (Term const& term : terms) {
      for (Factor const& factor : term.factors) covariates.push_back(column(factor.column, "propensity.terms"));
    }
    LoadColumn const* const score = known_score.empty() ? nullptr : column(known_score, "propensity.model.known");
    for (std::string const& name : options.categorical) {
      if (!table_.find(name)) report_no_column(name, "cohort.categorical");
    }
    for (auto const& category : options.categories) {
      if (!table_.find(category.first)) report_no_column(category.first, "cohort.categories");
    }
    std::set<std::string> needed{options.treatment.column, known_score}; // whatever stands in for covariates
    for (auto const& [name, endpoint] : endpoints)
      needed.insert({endpoint.time, endpoint.event.column, endpoint.entry});
    handle_missing(options.missing, needed);

    if (treatment != nullptr) read_treatment(*treatment, options);
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
      auto const& [time, event, entry] = follow_up[i];
      Endpoint endpoint{endpoints[i].first, {}, {}};
      if (time != nullptr) endpoint.time = read_times(*time, rows_, problems_);
      if (event != nullptr) endpoint.event = read_events(*event, endpoints[i].second.event, rows_, problems_);
      if (entry != nullptr && time != nullptr) endpoint.entry = read_entries(*entry, *time, rows_, problems_);
      loaded_.cohort.endpoints.push_back(std::move(endpoint));
    }
    if (score != nullptr) loaded_.cohort.known_score = read_scores(*score, rows_, loaded_.cohort.treated, problems_);
    LoadTerms model(rows_, options, problems_);
    for (LoadColumn const* covariate : covariates) {
      if (covariate != nullptr) model.add(*covariate);
    }
    std::vector<Term> const all_terms =
        with_missing_indicators(terms, [&](std::string const& name) { return model.is_incomplete(name); });
    BuiltTerms built = model.build(all_terms);
    if (std::size_t const coefficients = built.names.size() + 1; known_score.empty() && rows_.size() < coefficients) {
      problems_.add(0, fmt::format("{} patients for {} coefficients", rows_.size(), coefficients),
                    "an intercept and one for each column of the propensity model", "shorten propensity.terms");
    }
    problems_.throw_if_any();

    loaded_.cohort.covariate_names = std::move(built.names);
    for (std::size_t const term : built.terms) loaded_.column_terms.push_back(all_terms[term]); // all were built
    for (Term const& term : terms) {
      for (Factor const& factor : term.factors) {
        if (model.is_incomplete(factor.column)) loaded_.incomplete.insert(factor.column);
      }
    }
    loaded_.cohort.covariates = std::move(built.values);
    loaded_.categorical = std::move(built.categorical);
    loaded_.splines = std::move(built.splines);
    loaded_.rows_read = table_.rows();
    loaded_.rows_dropped = table_.rows() - rows_.size();
    loaded_.bytes = table_.bytes();
    return std::move(loaded_);
  }

private:
  struct FollowUpColumns {
    LoadColumn const *time = nullptr, *event = nullptr, *entry = nullptr;
  };

  /// The column of a name; null, after a problem, if there is none.
  LoadColumn const* column(std::string const& name, std::string const& used_by) {
    if (auto const known = columns_.find(name); known != columns_.end()) return &known->second;
    if (auto const index = table_.find(name)) return &columns_.try_emplace(name, table_, *index).first->second;
    report_no_column(name, used_by);
    return nullptr;
  }

  void report_no_column(std::string const& name, std::string const& used_by) {
    problems_.add(0, "there is no column " + in_quotes(name), used_by + " names it", choice(name, table_.header()));
  }

  std::vector<Term> parse_terms(std::vector<std::string> const& texts) {
    std::vector<Term> terms;
    for (std::string const& text : texts) {
      std::variant<Term, Problem> parsed = parse_term(text);
      if (auto* const term = std::get_if<Term>(&parsed)) {
        terms.push_back(std::move(*term));
      } else { // not from a config, where this is told with its place
        auto const& problem = std::get<Problem>(parsed);
        problems_.add(0, problem.what, problem.why, problem.advice);
      }
    }
    return terms;
  }

  void handle_missing(Missing missing, std::set<std::string> const& needed) {
    rows_.resize(table_.rows());
    std::iota(rows_.begin(), rows_.end(), std::size_t{0});
    for (auto const& named : columns_) {
      LoadColumn const& column = named.second;
      if (column.count(CellKind::missing) == 0) continue;
      if (missing == Missing::indicator && !needed.contains(named.first)) continue;
      auto const is_missing = [&](std::size_t row) { return column.is_missing(row); };
      if (missing == Missing::drop) {
        std::erase_if(rows_, is_missing);
      } else {
        column.check(problems_, is_missing, "every patient needs a value",
                     "fill it in, or leave such patients out with missing: drop beside csv");
      }
    }
    if (!rows_.empty()) return;
    problems_.add(0, "no patient is left", fmt::format("each of the {} rows has a missing value", table_.rows()),
                  "check the columns that the config names");
    problems_.throw_if_any();
  }

  void read_treatment(LoadColumn const& column, CohortOptions const& options) {
    std::string const& label = options.treatment.treated;
    std::vector<std::string> const levels = column.levels(rows_);
    std::function<bool(std::size_t)> is_treated = [&](std::size_t row) { return column.text(row) == label; };
    loaded_.arm_labels = {"0", "1"};
    if (label.empty()) {
      is_treated = [&](std::size_t row) { return column.value(row) == 1; };
      if (!check_codes(column, {0, 1}, problems_, "a treatment is 0 or 1",
                       fmt::format("write 0 and 1, or treatment: {{column: {}, treated: LABEL}}", column.name()))) {
        return;
      }
    } else if (std::find(levels.begin(), levels.end(), label) == levels.end()) {
      problems_.add(0, fmt::format("no patient has {} {}", column.name(), in_quotes(label)),
                    "cohort.treatment.treated names it", choice(label, levels));
      return;
    } else {
      std::vector<std::string> others = levels;
      std::erase(others, label);
      loaded_.arm_labels = {fmt::format("{}", fmt::join(others, ", ")), label};
    }
    std::vector<std::uint8_t>& treated = loaded_.cohort.treated;
    for (std::size_t const row : rows_) treated.push_back(is_treated(row) ? 1 : 0);
    bool const is_constant = std::adjacent_find(treated.begin(), treated.end(), std::not_equal_to<>()) == treated.end();
    if (is_constant && options.constant == Constant::error) {
      problems_.add(0, fmt::format("{} is {} for every patient", column.name(), in_quotes(column.text(rows_.front()))),
                    "a comparison needs both arms", "check the column that cohort.treatment names");
    }
  }

  CsvTable table_;
  CsvProblems problems_;
  std::map<std::string, LoadColumn> columns_; ///< of the config, by name
  std::vector<std::size_t> rows_;             ///< those that stay
  LoadedCohort loaded_;
};

} // namespace

LoadedCohort load_cohort(std::filesystem::path const& csv, CohortOptions const& options,
                         std::vector<std::pair<std::string, EndpointOptions>> const& endpoints,
                         std::vector<std::string> const& terms, std::string const& known_score) {
  return Loader(csv).load(options, endpoints, terms, known_score);
}

} // namespace iptwsim
