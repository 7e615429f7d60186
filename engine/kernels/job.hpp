#pragma once
// What a kernel is given besides the range: plain pointers, so that a translation unit compiled for a newer processor
// makes no code of the standard library that the linker could give to an older one.

#include "kernels/units.hpp"
#include "random/address.hpp"

namespace iptwsim {

enum class UnitKind { counts, bayesian, jackknife };

/// Rows that are drawn among each other, at an address whose replicate is 0.
struct KernelRows {
  PackedAddress address = {};
  std::size_t count = 0;
  std::uint32_t const* row = nullptr; ///< patients; null: all of them
};

struct KernelJob {
  UnitKind kind = UnitKind::jackknife;
  std::array<KernelRows, 2> rows = {}; ///< all patients, or those of each arm
  std::size_t groups = 0;
  void (*make_room)(KernelJob& job, std::size_t columns) = nullptr; ///< sets values and statuses, once
  double* values = nullptr;
  std::uint8_t* statuses = nullptr;
  void* context = nullptr; ///< of make_room
};

namespace baseline {
void run_units(UnitRange const& range, KernelJob& job);
}
namespace avx2 {
void run_units(UnitRange const& range, KernelJob& job);
}
namespace avx512 {
void run_units(UnitRange const& range, KernelJob& job);
}

} // namespace iptwsim
