#define IPTWSIM_ISA avx2
#include "kernels/kernel.hpp"
