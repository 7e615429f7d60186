#pragma once
// What a config says about when patients come to be seen and to be treated: cohort.synthetic.late_entry and
// treatment_start. What follows from it: scenario/observation.hpp.

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/fields.hpp"

namespace iptwsim {

/// Patients who are found some time after their time 0, if they are still there.
struct LateEntryOptions {
  double latest = 0;
  bool ignored = false;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(
        Field{"latest", "patients are seen from a time on that is uniform between 0 and this one"}.required().above(0),
        self.latest);
    visit(Field{"ignored", "whether the analysis counts them as at risk from time 0 all the same"}, self.ignored);
  }
};

/// Which patients the analysis calls treated, and from when it counts.
enum class StartAnalysis { planned, naive, landmark };

template <> struct EnumNames<StartAnalysis> {
  static constexpr std::array names{std::pair{StartAnalysis::planned, std::string_view{"planned"}},
                                    std::pair{StartAnalysis::naive, std::string_view{"naive"}},
                                    std::pair{StartAnalysis::landmark, std::string_view{"landmark"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// A treatment that starts later than time 0, such as surgery, and only of those who live to see it.
struct TreatmentStartOptions {
  double earliest = 0, latest = 0;
  StartAnalysis analysis = StartAnalysis::naive;
  std::optional<double> landmark = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"earliest", "time at which treatment starts at the earliest"}.at_least(0), self.earliest);
    visit(Field{"latest", "and at the latest; uniform between them"}.required().above(0), self.latest);
    visit(Field{"analysis", "planned: arms by what was planned; naive: treated are those whose treatment started, from "
                            "time 0 on; landmark: those whose treatment started by the landmark, among all who are "
                            "still followed then, and from then on"},
          self.analysis);
    visit(Field{"landmark", "the time of the landmark analysis; if left out, latest"}.above(0), self.landmark);
  }
};

} // namespace iptwsim
