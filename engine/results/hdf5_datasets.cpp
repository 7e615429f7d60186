#include "results/hdf5_datasets.hpp"

#include <algorithm>

namespace iptwsim::results::hdf5 {
namespace {

constexpr hsize_t target_chunk_bytes = 1 << 20; // the library's default chunk cache holds one such chunk

/// The slowest axes are cut first, so that one chunk is one contiguous run of the array.
std::vector<hsize_t> chunk_of(std::vector<hsize_t> shape, hsize_t value_bytes) {
  for (hsize_t& extent : shape) {
    hsize_t others = value_bytes;
    for (hsize_t const& other : shape) others *= &other == &extent ? 1 : other;
    extent = std::clamp<hsize_t>(target_chunk_bytes / others, 1, extent);
  }
  return shape;
}

} // namespace

Handle make_dataset(hid_t group, std::string const& name, hid_t type, std::vector<hsize_t> const& shape,
                    hsize_t value_bytes, Compression compression) {
  Handle const properties = property_list(H5P_DATASET_CREATE);
  // Times of objects are left out: they would make two files of one document differ.
  check(H5Pset_obj_track_times(properties.id(), false), "leaving out times");
  if (!shape.empty() && value_bytes > 0) { // scalars and empty arrays cannot be chunked, hence not filtered
    std::vector<hsize_t> const chunk = chunk_of(shape, value_bytes);
    check(H5Pset_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data()), "setting chunks");
    check(H5Pset_shuffle(properties.id()), "setting shuffle");
    check(H5Pset_deflate(properties.id(), static_cast<unsigned>(compression)), "setting deflate");
    check(H5Pset_fletcher32(properties.id()), "setting fletcher32");
  }
  Handle const space = dataspace(shape);
  return {H5Dcreate2(group, name.c_str(), type, space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT), H5Dclose,
          "making " + name};
}

/// No filters: they would see only pointers into the heap that holds the texts, and fletcher32 fails on them.
Handle write_values(hid_t group, std::string const& name, std::vector<hsize_t> const& shape,
                    std::vector<std::string> const& values) {
  Handle const type = text_type();
  Handle dataset = make_dataset(group, name, type.id(), shape, 0, Compression::small);
  if (!values.empty()) {
    std::vector<char const*> pointers;
    for (std::string const& value : values) pointers.push_back(value.c_str());
    check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), "writing " + name);
  }
  return dataset;
}

} // namespace iptwsim::results::hdf5
