// What the core can do: its clock, and vector multiplications and additions a second, which together bound the kernels
// (engine/KERNELS.md). Items: cycles, then instructions on registers of the width that this file is compiled for: the
// widest of this machine, so it includes nothing of the engine.

#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

#include <benchmark/benchmark.h>

namespace iptwsim::bench {

void register_machine();

namespace {

#if defined(__AVX512F__)
using Register = double __attribute__((vector_size(64)));
#elif defined(__AVX__)
using Register = double __attribute__((vector_size(32)));
#else
using Register = double __attribute__((vector_size(16)));
#endif

/// The compiler must take x for used and changed.
template <class T> void keep(T& x) {
#if defined(__SSE2__)
  if constexpr (sizeof(T) > 8) {
    asm volatile("" : "+v"(x));
    return;
  }
#endif
  asm volatile("" : "+r"(x));
}

/// Each addition waits for the one before: one a cycle on every processor of these days.
void clock(benchmark::State& state) {
  std::uint64_t x = 1;
  std::int64_t cycles = 0;
  for (auto _ : state) {
    for (int i = 0; i < 1000; ++i) {
      for (int j = 0; j < 10; ++j) {
        x += 3;
        keep(x);
      }
    }
    cycles += 10000;
  }
  state.SetItemsProcessed(cycles);
}

#if defined(__SSE2__)
/// Chains of one instruction each, side by side: enough of them that none has to wait for another.
template <int chains, class F> void side_by_side(benchmark::State& state, F step) {
  Register x[chains];
  for (Register& each : x) each = Register{} + 1.0;
  std::int64_t instructions = 0;
  for (auto _ : state) {
    [&]<int... I>(std::integer_sequence<int, I...>) {
      std::tuple registers{x[I]...};
      for (int turn = 0; turn < 1000; ++turn) (step(std::get<I>(registers), I), ...);
      ((x[I] = std::get<I>(registers)), ...);
    }
    (std::make_integer_sequence<int, chains>{});
    instructions += 1000 * chains;
  }
  state.SetItemsProcessed(instructions);
}

void multiply_and_add(benchmark::State& state) {
  Register const one = Register{} + 1.0;
  side_by_side<16>(state, [&](Register& x, int chain) {
    if (chain % 2)
      x = x * one;
    else
      x = x + one;
    keep(x);
  });
}

void divide(benchmark::State& state) {
  Register const divisor = Register{} + 1.0000001;
  side_by_side<4>(state, [&](Register& x, int) {
    x = x / divisor;
    keep(x);
  });
}
#endif

} // namespace

void register_machine() {
  benchmark::RegisterBenchmark("machine/clock", clock);
#if defined(__SSE2__)
  std::string const lanes = std::to_string(sizeof(Register) / 8);
  benchmark::RegisterBenchmark(("machine/multiply and add, lanes " + lanes).c_str(), multiply_and_add);
  benchmark::RegisterBenchmark(("machine/divide, lanes " + lanes).c_str(), divide);
#endif
}

} // namespace iptwsim::bench
