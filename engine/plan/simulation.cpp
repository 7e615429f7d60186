#include "plan/simulation.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <stdexcept>
#include <string>

#include "config/parts_text.hpp"
#include "core/error.hpp"
#include "math/constants.hpp"
#include "plan/blocks.hpp"
#include "truth/conditional_calibration.hpp"

namespace iptwsim {

double patients_analysed(Study const& study) {
  double const n = static_cast<double>(patients_of(*study.cohort.synthetic));
  double const replicates = study.bootstrap ? static_cast<double>(study.bootstrap->replicates) : 0;
  double const left_out = (needs_jackknife(study) ? n : 0) + (needs_influence(study) ? n : 0);
  return n * (1 + replicates + left_out);
}

std::uint32_t cohorts_per_block(Study const& study) {
  auto const wanted = static_cast<std::uint64_t>(std::clamp(262144.0 / patients_analysed(study), 1.0, 512.0));
  return static_cast<std::uint32_t>(std::bit_floor(wanted));
}

template <class TextOf> Simulation::Parts Simulation::parts_of(std::vector<Scenario> const& scenarios, TextOf text_of) {
  Parts parts;
  std::map<std::string, std::uint32_t> known;
  for (std::uint32_t s = 0; s < scenarios.size(); ++s) {
    auto const [found, is_new] = known.emplace(text_of(scenarios[s].study), static_cast<std::uint32_t>(known.size()));
    if (is_new) parts.scenario.push_back(s);
    parts.part.push_back(found->second);
  }
  return parts;
}

void Simulation::add_block(BlockKind kind, std::uint32_t scenario, std::uint64_t first, std::uint32_t count) {
  auto const index = static_cast<std::uint32_t>(blocks_.size());
  blocks_.push_back({.index = index, .kind = kind, .scenario = scenario, .first = first, .count = count});
}

Simulation::Simulation(std::vector<Scenario> scenarios)
    : scenarios_(std::move(scenarios)), generating_(parts_of(scenarios_, generating_text)),
      truth_(parts_of(scenarios_, truth_text)), solved_(generating_.scenario.size()),
      true_values_(truth_.scenario.size()) {
  for (std::uint32_t const s : generating_.scenario) {
    Study const& study = scenarios_[s].study;
    plasmodes_.push_back(study.cohort.plasmode ? std::make_shared<Plasmode const>(study) : nullptr);
  }
  auto const end = [&] { return static_cast<std::uint32_t>(blocks_.size()); };
  for (std::uint32_t const s : generating_.scenario) {
    generating_.first_block.push_back(end());
    add_block(BlockKind::solved, s, 0, 1);
  }
  generating_.first_block.push_back(first_truth_ = end());
  for (std::uint32_t const s : truth_.scenario) {
    truth_.first_block.push_back(end());
    auto const shifts = static_cast<std::uint64_t>(shifts_of(scenarios_[s].study));
    for (std::uint64_t shift = 0; shift < shifts; ++shift) add_block(BlockKind::truth, s, shift, 1);
  }
  truth_.first_block.push_back(first_cohort_ = end());
  for (std::uint32_t s = 0; s < scenarios_.size(); ++s) {
    goes_in_lanes_.push_back(goes_in_lanes(scenarios_[s].study) ? 1 : 0);
    auto const cohorts = static_cast<std::uint64_t>(scenarios_[s].study.simulation->cohorts);
    std::uint64_t const size = cohorts_per_block(scenarios_[s].study);
    first_cohorts_.push_back(end());
    for (std::uint64_t done = 0; done < cohorts; done += size) {
      add_block(BlockKind::cohorts, s, 1 + done, static_cast<std::uint32_t>(std::min(size, cohorts - done)));
    }
  }
  first_cohorts_.push_back(end());
}

std::vector<std::uint32_t> Simulation::needs(Block const& block) const {
  std::vector<std::uint32_t> out;
  if (block.kind == BlockKind::solved) return out;
  out.push_back(generating_.first_block[generating_.part[block.scenario]]);
  if (block.kind == BlockKind::truth) return out;
  std::uint32_t const part = truth_.part[block.scenario];
  std::uint32_t const of_truth = generating_.first_block[generating_.part[truth_.scenario[part]]];
  if (of_truth != out.front()) out.push_back(of_truth); // another scenario has the same true values
  std::sort(out.begin(), out.end());
  for (std::uint32_t b = truth_.first_block[part]; b < truth_.first_block[part + 1]; ++b) out.push_back(b);
  return out;
}

// Measured on the examples (x86-64 with AVX-512): a patient of a replicate, which shares its sweep with seven others,
// takes 0.04 us; one of the cohort itself, simulated and analysed, 1.0 us alone, 0.15 us in a lane; a point of a shift
// 0.15 us.
double Simulation::cost(Block const& block) const {
  Study const& study = scenarios_[block.scenario].study;
  switch (block.kind) {
  case BlockKind::solved:
    return 65536; // points, some times over
  case BlockKind::truth:
    return 4 * static_cast<double>(std::uint64_t{1} << study.simulation->truth.points_log2);
  default:
    return (patients_analysed(study) +
            (goes_in_lanes_[block.scenario] ? 3 : 25) * static_cast<double>(patients_of(*study.cohort.synthetic))) *
           static_cast<double>(block.count);
  }
}

void Simulation::use(std::span<Slab const> slabs) {
  for (std::size_t i = 0; i < slabs.size();) {
    Slab const& slab = slabs[i];
    if (slab.block.kind == BlockKind::solved) {
      solved_.at(generating_.part[slab.block.scenario]) =
          solved_of(*scenarios_[slab.block.scenario].study.cohort.synthetic, slab.values);
      ++i;
      continue;
    }
    IPTWSIM_EXPECTS(slab.block.kind == BlockKind::truth);
    std::uint32_t const part = truth_.part[slab.block.scenario];
    std::size_t const shifts = truth_.first_block[part + 1] - truth_.first_block[part];
    true_values_[part] = combine_truth(scenarios_[slab.block.scenario].study, slabs.subspan(i, shifts));
    i += shifts;
  }
}

SimulatedScenario Simulation::prepare(std::uint32_t scenario) const {
  return {scenarios_.at(scenario), solved(scenario), true_values_[truth_.part[scenario]], plasmode(scenario)};
}

Slab Simulation::evaluate(Block const& block) const {
  Study const& study = scenarios_.at(block.scenario).study;
  switch (block.kind) {
  case BlockKind::solved: {
    constexpr double none = math::not_a_number;
    std::vector<double> numbers = numbers_of(study.cohort.plasmode ? Solved{.intercept = {.value = none, .error = none}}
                                                                   : solve_all(*study.cohort.synthetic));
    std::vector<std::uint8_t> statuses(numbers.size());
    return {.block = block, .values = std::move(numbers), .statuses = std::move(statuses)};
  }
  case BlockKind::truth:
    return integrate_truth(study, solved(block.scenario), plasmode(block.scenario).get(), block);
  case BlockKind::cohorts:
    return prepare(block.scenario).evaluate(block);
  default:
    throw std::logic_error("a block that a simulation does not have");
  }
}

} // namespace iptwsim
