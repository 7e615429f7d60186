#include "report/simulation_notes.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "report/text_table.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;
using Names = std::vector<std::string>;

constexpr std::size_t most_reasons = 40;

/// Counts of one scenario, endpoint and status that are the same number.
struct Reason {
  std::size_t scenario;
  std::string endpoint, status;
  double affected, of;
  std::vector<std::pair<std::string, Names>> quantities; ///< by estimand
};

/// Quantities of one estimand, then estimands with the same quantities, in one phrase.
std::string where(Reason const& reason, std::map<std::string, std::size_t> const& all) {
  std::vector<std::pair<Names, Names>> groups; // quantities, estimands
  for (auto const& [estimand, quantities] : reason.quantities) {
    Names const said = quantities.size() == all.at(reason.endpoint + '\n' + estimand) && quantities.size() > 1
                           ? Names{"every estimate"}
                           : quantities;
    auto const same =
        std::find_if(groups.begin(), groups.end(), [&](auto const& group) { return group.first == said; });
    auto const group = same == groups.end() ? groups.insert(groups.end(), {said, {}}) : same;
    group->second.push_back(label(estimand));
  }
  Names phrases;
  for (auto const& [quantities, estimands] : groups) phrases.push_back(joined(estimands) + ": " + joined(quantities));
  return fmt::format("{}, {}", reason.endpoint, fmt::join(phrases, "; "));
}

/// The counts by status of what is printed, without those of status ok.
std::vector<Reason> reasons_of(SimulationView const& view, std::string const& statistic,
                               std::map<std::string, std::size_t>& all) {
  std::map<std::string, double> totals;    // of a scenario's quantity
  std::map<std::string, Names> quantities; // of an endpoint and estimand
  auto const place = [](TextRow const& r) {
    return fmt::format("{}\n{}\n{}\n{}", r.scenario, r.endpoint, r.estimand, quantity_words(r.quantity, r.time));
  };
  std::map<std::string, std::size_t> number;
  for (std::size_t s = 0; s < view.scenarios().size(); ++s) number.emplace(view.scenarios()[s], s);
  std::vector<TextRow const*> counts;
  for (TextRow const& r : view.rows()) {
    if (r.statistic != statistic || !is_printed(r.quantity)) continue;
    totals[place(r)] += r.value;
    add_once(quantities[r.endpoint + '\n' + r.estimand], quantity_words(r.quantity, r.time));
    if (r.status != "ok") counts.push_back(&r);
  }
  for (auto const& [key, names] : quantities) all[key] = names.size();
  std::map<std::tuple<std::size_t, std::string, std::string, double>, Reason> reasons;
  for (TextRow const* r : counts) {
    std::size_t const s = number.at(r->scenario);
    auto& reason = reasons[{s, r->endpoint, r->status, r->value}];
    reason.scenario = s;
    reason.endpoint = r->endpoint;
    reason.status = r->status;
    reason.affected = r->value;
    reason.of = totals[place(*r)];
    auto const same = std::find_if(reason.quantities.begin(), reason.quantities.end(),
                                   [&](auto const& entry) { return entry.first == r->estimand; });
    auto const entry = same == reason.quantities.end() ? reason.quantities.insert(same, {r->estimand, Names{}}) : same;
    add_once(entry->second, quantity_words(r->quantity, r->time));
  }
  std::vector<Reason> out;
  for (auto& [key, reason] : reasons) out.push_back(std::move(reason));
  return out;
}

std::string more(std::size_t reasons) {
  return reasons <= most_reasons
             ? ""
             : fmt::format("  and {} more: show --format csv has all counts\n", reasons - most_reasons);
}

} // namespace

std::string cohort_notes(SimulationView const& view) {
  std::map<std::string, std::size_t> all;
  auto const reasons = reasons_of(view, "count", all);
  if (reasons.empty()) return "";
  std::string out = "\nCohorts without an estimate, or with one to read with care\n";
  for (std::size_t i = 0; i < std::min(reasons.size(), most_reasons); ++i) {
    Reason const& r = reasons[i];
    out += wrapped(fmt::format("{}: {:.0f} of {:.0f} {}: {}", view.name(r.scenario), r.affected, r.of,
                               r.of == 1 ? "cohort" : "cohorts", status_sentence(r.status)),
                   "  ", "  ");
    out += wrapped(where(r, all), "      ");
  }
  return out + more(reasons.size());
}

std::string replicate_notes(SimulationView const& view) {
  std::map<std::string, std::size_t> all;
  auto reasons = reasons_of(view, "replicate_count", all);
  std::erase_if(reasons, [](Reason const& r) { return !is_left_out(r.status) || r.affected < 0.0005 * r.of; });
  if (reasons.empty()) return "";
  std::string out = "\nBootstrap replicates without a value, of those of all cohorts\n";
  for (std::size_t i = 0; i < std::min(reasons.size(), most_reasons); ++i) {
    Reason const& r = reasons[i];
    out += wrapped(
        fmt::format("{}: {:.1f}%: {}", view.name(r.scenario), 100 * r.affected / r.of, status_sentence(r.status)),
        "  ");
    out += wrapped(where(r, all), "      ");
  }
  return out + more(reasons.size());
}

std::string reading_notes(SimulationView const& view) {
  double error = 0;
  for (TextRow const& r : view.rows()) {
    if (r.statistic == "truth" && std::isfinite(r.mcse) && is_printed(r.quantity)) error = std::max(error, r.mcse);
  }
  std::string text = "In brackets: Monte Carlo standard errors. Bias and SEs are over the cohorts with a finite "
                     "estimate, coverage over those with limits. The true hazard ratio of an estimand is the one that "
                     "its weighted Cox model tends to in ever larger cohorts; crude is held against the truth of the "
                     "whole population, so that its bias is the confounding.";
  if (error > 0) text += fmt::format(" True values are known to a standard error of {:.1g} or better.", error);
  return "\n" + wrapped(text, "  ");
}

} // namespace iptwsim::report
