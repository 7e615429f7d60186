#pragma once
// What a config says about a cohort and its endpoints.

#include <cstdint>
#include <string>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

/// What happens to a patient with a missing value in a column that the analysis uses.
enum class Missing { error, drop, indicator };

template <> struct EnumNames<Missing> {
  static constexpr std::array names{std::pair{Missing::error, std::string_view{"error"}},
                                    std::pair{Missing::drop, std::string_view{"drop"}},
                                    std::pair{Missing::indicator, std::string_view{"indicator"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// What becomes of a column that has one value only.
enum class Constant { error, keep };

template <> struct EnumNames<Constant> {
  static constexpr std::array names{std::pair{Constant::error, std::string_view{"error"}},
                                    std::pair{Constant::keep, std::string_view{"keep"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// All levels that a column of categories can have.
struct CategoryOptions {
  std::vector<std::string> levels = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(
        Field{"levels", "all levels, the first being the reference, also those that nobody has"}.required().non_empty(),
        self.levels);
  }
};

struct TreatmentOptions {
  std::string column;
  std::string treated; ///< the label of the treated arm; empty: the column is 0/1

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"column", "column of the treatment"}.required().non_empty(), self.column);
    visit(Field{"treated", "label of the treated arm; every other label is control; without it the column is 0/1"},
          self.treated);
  }
};

constexpr Field missing_field() {
  return {"missing", "a missing value is an error, drops the patient (complete cases, counted), or, of a covariate, is "
                     "replaced by the mean with a term missing(NAME) beside it (indicator)"};
}

struct CohortOptions {
  std::string csv; ///< as written in the config; relative to the config's folder
  TreatmentOptions treatment;
  Missing missing = Missing::error;
  std::vector<std::string> categorical = {}; ///< columns of numbers that the terms read as categories
  std::vector<std::pair<std::string, CategoryOptions>> categories = {}; ///< columns of categories with their levels
  Constant constant = Constant::error;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"csv", "the cohort's CSV file, relative to this config"}
              .required_without("synthetic or plasmode")
              .non_empty(),
          self.csv);
    visit(Field{"treatment", "treatment column, 0/1, or {column, treated}"}
              .required_without("synthetic or plasmode")
              .or_scalar(),
          self.treatment);
    visit(missing_field(), self.missing);
    visit(Field{"categorical", "columns of numbers read as categories, the smallest number being the reference"}
              .or_scalar(),
          self.categorical);
    visit(Field{"categories", "columns of categories with all their levels; without it levels are those in the file"},
          self.categories);
    visit(Field{"constant", "a column with one value only is an error, or kept: then the model leaves it out, and a "
                            "treatment that all have gives no comparison"},
          self.constant);
  }
};

/// Codes of an event column: 0 is always the end of follow-up without event.
struct EventOptions {
  std::string column = {};
  std::int64_t event = 1;                   ///< the code of the event of interest
  std::vector<std::int64_t> competing = {}; ///< codes of the events that rule it out

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"column", "column of the event indicator"}.required().non_empty(), self.column);
    visit(Field{"event", "code of the event of interest; 0 is censored"}.at_least(1).at_most(1e6), self.event);
    visit(Field{"competing", "codes of competing events"}.or_scalar().at_least(1).at_most(1e6), self.competing);
  }
};

struct EndpointOptions {
  std::string time = {};
  EventOptions event = {};
  std::string entry = {}; ///< column of the time from which on patients are followed; empty: from the start

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"time", "column of the follow-up time"}.required().non_empty(), self.time);
    visit(Field{"event", "column of the event indicator, 0/1, or {column, event, competing}"}.required().or_scalar(),
          self.event);
    visit(Field{"entry", "column of the time from which on patients are at risk (left truncation); without it from 0"},
          self.entry);
  }
};

} // namespace iptwsim
