#pragma once
// What a kernel is given besides the range: plain pointers, so that a translation unit compiled for a newer processor
// makes no code of the standard library that the linker could give to an older one.

#include "kernels/units.hpp"

namespace iptwsim {

struct KernelJob {
  bool fractional = false;   ///< frequencies are no counts of copies: every patient is there once
  double* scratch = nullptr; ///< frequencies of one unit, a patient each
  void (*draw)(KernelJob const& job, std::uint64_t unit) = nullptr; ///< fills scratch
  void (*make_room)(KernelJob& job, std::size_t columns) = nullptr; ///< sets values and statuses, once
  double* values = nullptr;
  std::uint8_t* statuses = nullptr;
  void* context = nullptr; ///< of the functions
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
