#include "cohort/load.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/load_column.hpp"
#include "cohort/load_terms.hpp"

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
                    std::vector<std::string> const& terms) {
    // All columns are looked up before any is read, because a missing value in any of them drops the row.
    LoadColumn const* const treatment = column(options.treatment.column, "cohort.treatment");
    std::vector<std::pair<LoadColumn const*, LoadColumn const*>> follow_up;
    for (auto const& [name, endpoint] : endpoints) {
      LoadColumn const* const time = column(endpoint.time, "endpoints." + name + ".time");
      follow_up.emplace_back(time, column(endpoint.event, "endpoints." + name + ".event"));
    }
    std::vector<LoadColumn const*> covariates;
    for (std::string const& term : terms) covariates.push_back(column(term, "propensity.terms"));
    handle_missing(options.missing);

    if (treatment != nullptr) read_treatment(*treatment, options.treatment.treated);
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
      read_endpoint(endpoints[i].first, follow_up[i].first, follow_up[i].second);
    }
    LoadTerms model(rows_, problems_);
    for (LoadColumn const* covariate : covariates) {
      if (covariate != nullptr) model.add(*covariate);
    }
    if (rows_.size() < model.size() + 1) {
      problems_.add(0, fmt::format("{} patients for {} coefficients", rows_.size(), model.size() + 1),
                    "an intercept and one for each column of the propensity model", "shorten propensity.terms");
    }
    problems_.throw_if_any();

    loaded_.cohort.covariate_names = model.names();
    loaded_.cohort.covariates = model.values();
    loaded_.categorical = model.categorical();
    loaded_.rows_read = table_.rows();
    loaded_.rows_dropped = table_.rows() - rows_.size();
    loaded_.bytes = table_.bytes();
    return std::move(loaded_);
  }

private:
  /// The column of a name; null, after a problem, if there is none.
  LoadColumn const* column(std::string const& name, std::string const& used_by) {
    if (auto const known = columns_.find(name); known != columns_.end()) return &known->second;
    if (auto const index = table_.find(name)) return &columns_.try_emplace(name, table_, *index).first->second;
    problems_.add(0, "there is no column " + in_quotes(name), used_by + " names it", choice(name, table_.header()));
    return nullptr;
  }

  void handle_missing(Missing missing) {
    rows_.resize(table_.rows());
    std::iota(rows_.begin(), rows_.end(), std::size_t{0});
    for (auto const& named : columns_) {
      LoadColumn const& column = named.second;
      if (column.count(CellKind::missing) == 0) continue;
      auto const is_missing = [&](std::size_t row) { return column.is_missing(row); };
      if (missing == Missing::drop) {
        std::erase_if(rows_, is_missing);
      } else {
        column.check(problems_, is_missing, "every patient needs a value",
                     "fill it in, or leave such patients out with missing: drop under cohort:");
      }
    }
    if (!rows_.empty()) return;
    problems_.add(0, "no patient is left", fmt::format("each of the {} rows has a missing value", table_.rows()),
                  "check the columns that the config names");
    problems_.throw_if_any();
  }

  void read_treatment(LoadColumn const& column, std::string const& label) {
    std::vector<std::string> const levels = column.levels(rows_);
    std::function<bool(std::size_t)> is_treated = [&](std::size_t row) { return column.text(row) == label; };
    loaded_.arm_labels = {"0", "1"};
    if (label.empty()) {
      is_treated = [&](std::size_t row) { return column.value(row) == 1; };
      if (!check_binary(column, "a treatment is 0 or 1",
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
    if (std::adjacent_find(treated.begin(), treated.end(), std::not_equal_to<>()) == treated.end()) {
      problems_.add(0, fmt::format("{} is {} for every patient", column.name(), in_quotes(column.text(rows_.front()))),
                    "a comparison needs both arms", "check the column that cohort.treatment names");
    }
  }

  void read_endpoint(std::string const& name, LoadColumn const* time, LoadColumn const* event) {
    Endpoint endpoint{name, {}, {}};
    if (time != nullptr) {
      auto const is_negative = [&](std::size_t row) { return time->value(row) < 0; };
      time->check_numbers(problems_);
      time->check(problems_, is_negative, "a follow-up time cannot be negative", "correct it");
      for (std::size_t const row : rows_) endpoint.time.push_back(time->value(row));
    }
    if (event != nullptr) {
      check_binary(*event, "an event is 0 or 1", "write 1 if it was seen at the time, 0 if follow-up ended without it");
      for (std::size_t const row : rows_) endpoint.event.push_back(event->value(row) == 1 ? 1 : 0);
    }
    loaded_.cohort.endpoints.push_back(std::move(endpoint));
  }

  /// Whether every cell that is not missing is 0 or 1; a problem if not.
  bool check_binary(LoadColumn const& column, std::string const& why, std::string const& advice) {
    bool is_binary = true;
    auto const is_wrong = [&](std::size_t row) {
      bool const is_0_or_1 = column.kind(row) == CellKind::number && (column.value(row) == 0 || column.value(row) == 1);
      bool const wrong = !is_0_or_1 && !column.is_missing(row);
      if (wrong) is_binary = false;
      return wrong;
    };
    column.check(problems_, is_wrong, why, advice);
    return is_binary;
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
                         std::vector<std::string> const& terms) {
  return Loader(csv).load(options, endpoints, terms);
}

} // namespace iptwsim
