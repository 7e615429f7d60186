#pragma once
// Where a draw lives. Every random number of an experiment is a pure function of an address, so a replicate can be
// drawn again alone, in any order, on any machine:
//
//   (seed, group, cohort, replicate, purpose, subject) names a stream; the word counts 32-bit numbers along it.
//
//   field      bits  meaning
//   seed         32  the user's seed
//   group        40  0 for common random numbers across scenarios, else a hash of the scenario's swept values
//   cohort       32  simulated cohort (0 for a real one)
//   replicate    24  bootstrap replicate (0: none)
//   purpose      12  what the numbers are for
//   subject      24  patient, or another index that the purpose defines
//   word         26  four words a Philox block: 24 bits of block
//
// The packing into the key and counter of Philox4x32 is injective: 188 of its 192 bits, each field in bits of its own
// (engine/adr/0003-stream-addresses.md). A field that does not fit is a std::out_of_range that names it, always.

#include <array>
#include <cstddef>
#include <cstdint>

namespace iptwsim {

/// What numbers are for. Frozen: a number is never changed or used again, as it decides which numbers are drawn.
enum class Purpose : std::uint16_t {
  resample = 1,            ///< rows of a bootstrap replicate
  bayesian = 2,            ///< exponentials of a Bayesian bootstrap replicate
  treatment = 3,           ///< treatment of a simulated patient
  event_time = 4,          ///< time of the event of the first endpoint
  competing_time = 5,      ///< time of the competing event
  censoring_time = 6,      ///< time of censoring during follow-up
  entry_time = 7,          ///< calendar time of entry, for administrative censoring
  truth_shift = 8,         ///< random shifts of the points that integrate true values
  intercept_shift = 9,     ///< random shifts of the points that solve the intercept of a treatment model
  measurement_error = 10,  ///< of the measured values of covariates: scenario/simulate_rows.hpp says the attempts
  missing_value = 11,      ///< whether the values of covariates are missing; the attempt is the covariate's index
  late_entry = 12,         ///< time from which on a patient is seen
  treatment_start = 13,    ///< time at which treatment starts
  calibration_shift = 14,  ///< random shifts of the points that solve treatment effects and event fractions
  plasmode_row = 15,       ///< the patient of the real cohort that a simulated one has the covariates of
  further_event_time = 16, ///< of endpoint k >= 1: 15 + k, up to 127: event_time_purpose(k)
  component_time = 128,    ///< of component j of simulated patients: 128 + j, up to 191: component_time_purpose(j)
  covariate = 256,         ///< covariate i has 256 + i, up to 4095: covariate_purpose(i)
};

/// The purpose of covariate `index`; std::out_of_range above 3839.
Purpose covariate_purpose(std::size_t index);

/// The purpose of the event times of endpoint `index`, event_time for 0; std::out_of_range above 112.
Purpose event_time_purpose(std::size_t index);

/// The purpose of the times of component `index`; std::out_of_range above 63.
Purpose component_time_purpose(std::size_t index);

/// Where a data set's draws live; replicate 0 is the data set itself, replicates count from 1.
struct CohortAddress {
  std::uint64_t seed = 0, group = 0, cohort = 0;
};

struct StreamAddress {
  std::uint64_t seed = 0;
  std::uint64_t group = 0;
  std::uint64_t cohort = 0;
  std::uint64_t replicate = 0;
  Purpose purpose{};
  std::uint64_t subject = 0;
};

namespace stream_limits { // the largest value of each field
inline constexpr std::uint64_t seed = 0xffffffff;
inline constexpr std::uint64_t group = 0xffffffffff;
inline constexpr std::uint64_t cohort = 0xffffffff;
inline constexpr std::uint64_t replicate = 0xffffff;
inline constexpr std::uint64_t purpose = 0xfff;
inline constexpr std::uint64_t subject = 0xffffff;
inline constexpr std::uint64_t block = 0xffffff;
inline constexpr std::uint64_t word = 0x3ffffff;
} // namespace stream_limits

/// An address as Philox4x32 takes it. `counter` is that of block 0: block b adds b, below the purpose's bits.
///   key0 = seed                          counter0 = block (24) | low 8 bits of purpose << 24
///   key1 = low 32 bits of group          counter1 = subject (24) | high 4 bits of purpose << 24
///                                        counter2 = cohort
///                                        counter3 = replicate (24) | high 8 bits of group << 24
struct PackedAddress {
  std::array<std::uint32_t, 2> key;
  std::array<std::uint32_t, 4> counter;

  bool operator==(PackedAddress const&) const = default;
};

PackedAddress pack(StreamAddress const& address);

/// The four words of a packed stream's block, by Philox4x32-10 (J. K. Salmon et al., Parallel random numbers: as easy
/// as 1, 2, 3, SC11, 2011). `block` is at most stream_limits::block.
std::array<std::uint32_t, 4> block_words(PackedAddress const& packed, std::uint32_t block);

/// The same from the address; std::out_of_range when a field or the block does not fit.
std::array<std::uint32_t, 4> block_words(StreamAddress const& address, std::uint64_t block);

} // namespace iptwsim
