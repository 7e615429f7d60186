#define IPTWSIM_ISA avx512
#include "kernels/kernel.hpp"
