#pragma once
// Arrays of numbers and texts as HDF5 data sets, with the filters that FORMAT.md names.

#include <cstdint>
#include <string>
#include <vector>

#include "results/hdf5_types.hpp"

namespace iptwsim::results::hdf5 {

/// How numbers are compressed: fast for what is soon merged and removed, small for what is kept.
enum class Compression : unsigned { fast = 1, small = 4 };

/// Makes a data set of that shape, for values of that many bytes; nothing is compressed where there is nothing.
Handle make_dataset(hid_t group, std::string const& name, hid_t type, std::vector<hsize_t> const& shape,
                    hsize_t value_bytes, Compression compression);

template <class Number>
Handle write_values(hid_t group, std::string const& name, std::vector<hsize_t> const& shape,
                    std::vector<Number> const& values, Compression compression = Compression::small) {
  Handle dataset =
      make_dataset(group, name, stored_type(Number{}), shape, values.empty() ? 0 : sizeof(Number), compression);
  if (!values.empty()) {
    check(H5Dwrite(dataset.id(), memory_type(Number{}), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "writing " + name);
  }
  return dataset;
}

Handle write_values(hid_t group, std::string const& name, std::vector<hsize_t> const& shape,
                    std::vector<std::string> const& values);

} // namespace iptwsim::results::hdf5
