#define IPTWSIM_ISA baseline
#include "kernels/cohort_kernel.hpp"
