#define IPTWSIM_ISA avx2
#include "kernels/cohort_kernel.hpp"
