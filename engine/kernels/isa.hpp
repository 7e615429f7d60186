#pragma once
// The instruction sets that the replicate kernels are compiled for, and the choice among them at run time. They differ
// in speed alone: every one gives the same bits.

#include <string_view>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

/// In order of speed. baseline: what every processor of the architecture has (SSE2 on x86-64, NEON on aarch64).
enum class Isa { baseline, avx2, avx512 };

template <> struct EnumNames<Isa> {
  static constexpr std::array names{std::pair{Isa::baseline, std::string_view{"baseline"}},
                                    std::pair{Isa::avx2, std::string_view{"avx2"}},
                                    std::pair{Isa::avx512, std::string_view{"avx512"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// Replicates side by side: doubles in a register.
constexpr int lanes_of(Isa isa) { return isa == Isa::avx512 ? 8 : isa == Isa::avx2 ? 4 : 2; }

/// Those that this program has and this processor can run, baseline first.
std::vector<Isa> available_isas();

/// What this process uses: the fastest of them, unless another was chosen before anything was computed. The one choice
/// that is not handed down from the config, because no result depends on it.
Isa chosen_isa();
void choose_isa(Isa isa);

/// The instruction set of that name; an Error (usage) where it is not among `available`.
Isa require_isa(std::string_view name, std::vector<Isa> const& available = available_isas());

} // namespace iptwsim
