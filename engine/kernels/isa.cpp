#include "kernels/isa.hpp"

#include <string>

#include "core/error.hpp"

namespace iptwsim {

std::vector<Isa> available_isas() {
  std::vector<Isa> isas{Isa::baseline};
#if defined(IPTWSIM_HAS_avx2)
  if (__builtin_cpu_supports("avx2")) isas.push_back(Isa::avx2);
#endif
#if defined(IPTWSIM_HAS_avx512)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    isas.push_back(Isa::avx512);
  }
#endif
  return isas;
}

namespace {
Isa& choice() {
  static Isa isa = available_isas().back();
  return isa;
}
} // namespace

Isa chosen_isa() { return choice(); }
void choose_isa(Isa isa) { choice() = isa; }

Isa require_isa(std::string_view name, std::vector<Isa> const& available) {
  std::string names;
  for (Isa const isa : available) {
    if (name_of(isa) == name) return isa;
    names += (names.empty() ? "" : ", ") + std::string(name_of(isa));
  }
  throw Error(ExitCode::usage, Problem{.what = "--isa " + std::string(name) + " cannot be used",
                                       .why = "this processor or this build does not have it",
                                       .advice = "leave it out, or choose among: " + names});
}

} // namespace iptwsim
