#include "resample/patients.hpp"

#include <algorithm>

#include "math/log.hpp"
#include "math/sum.hpp"

namespace iptwsim {
namespace {

Stream stream_of(CohortAddress const& address, std::uint64_t replicate, Purpose purpose, std::uint64_t subject) {
  return Stream({.seed = address.seed,
                 .group = address.group,
                 .cohort = address.cohort,
                 .replicate = replicate,
                 .purpose = purpose,
                 .subject = subject});
}

/// As many draws as there are rows, among them.
void draw_rows(Stream stream, std::span<std::uint32_t const> rows, std::span<std::uint32_t> counts) {
  double const n = static_cast<double>(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) ++counts[rows[static_cast<std::size_t>(stream.uniform() * n)]];
}

} // namespace

void resample_patients(CohortAddress const& address, std::uint64_t replicate, std::span<std::uint32_t> counts) {
  Stream stream = stream_of(address, replicate, Purpose::resample, 0);
  std::fill(counts.begin(), counts.end(), 0u);
  double const n = static_cast<double>(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) ++counts[static_cast<std::size_t>(stream.uniform() * n)];
}

void resample_within_arms(CohortAddress const& address, std::uint64_t replicate,
                          std::vector<std::uint8_t> const& treated, std::span<std::uint32_t> counts) {
  std::fill(counts.begin(), counts.end(), 0u);
  for (std::uint8_t arm = 0; arm < 2; ++arm) {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < treated.size(); ++i) {
      if (treated[i] == arm) rows.push_back(i);
    }
    draw_rows(stream_of(address, replicate, Purpose::resample, 1u + arm), rows, counts);
  }
}

void draw_bayesian(CohortAddress const& address, std::uint64_t replicate, std::span<double> frequency) {
  Stream stream = stream_of(address, replicate, Purpose::bayesian, 0);
  for (double& f : frequency) f = -math::log(stream.uniform_open());
  double const total = math::sum(frequency), n = static_cast<double>(frequency.size());
  for (double& f : frequency) f = n * (f / total);
}

} // namespace iptwsim
