// Writes the sample document of the unit tests, so that other programs' readers have a file to open.

#include <cstdio>
#include <exception>

#include "../unit/results/sample.hpp"
#include "results/write.hpp"

int main(int count, char** arguments) {
  if (count != 2) return std::fputs("usage: write_sample FILE\n", stderr), 64;
  try {
    iptwsim::results::write_document(iptwsim::results::sample_document(), arguments[1],
                                     iptwsim::results::Overwrite::yes);
  } catch (std::exception const& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 1;
  }
  return 0;
}
