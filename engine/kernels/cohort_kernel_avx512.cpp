#define IPTWSIM_ISA avx512
#include "kernels/cohort_kernel.hpp"
