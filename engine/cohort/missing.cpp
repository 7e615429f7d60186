#include "cohort/missing.hpp"

#include <algorithm>
#include <set>

namespace iptwsim {

void fill_missing(TermSource& source) {
  if (source.missing.empty()) return;
  double stand_in = 0; // the reference level
  if (!source.is_categorical()) {
    double total = 0, count = 0;
    for (std::size_t i = 0; i < source.values.size(); ++i) {
      if (source.missing[i] != 0) continue;
      total += source.values[i];
      count += 1;
    }
    if (count > 0) stand_in = total / count;
  }
  for (std::size_t i = 0; i < source.values.size(); ++i) {
    if (source.missing[i] != 0) source.values[i] = stand_in;
  }
}

std::vector<Term> with_missing_indicators(std::vector<Term> terms,
                                          std::function<bool(std::string const&)> const& has_missing) {
  std::vector<Term> added;
  std::set<std::string> seen;
  for (Term const& term : terms) {
    for (Factor const& factor : term.factors) {
      if (!seen.insert(factor.column).second || !has_missing(factor.column)) continue;
      Term const indicator{{Factor{factor.column, Transform::missing}}};
      if (std::find(terms.begin(), terms.end(), indicator) == terms.end()) added.push_back(indicator);
    }
  }
  terms.insert(terms.end(), added.begin(), added.end());
  return terms;
}

} // namespace iptwsim
