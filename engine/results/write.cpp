#include "results/write.hpp"

#include <algorithm>
#include <map>

#include <hdf5_hl.h>

#include "results/digest.hpp"
#include "results/hdf5_attributes.hpp"
#include "results/hdf5_types.hpp"

namespace iptwsim::results {
namespace {

using hdf5::check;
using hdf5::Handle;

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

/// Times of objects are left out: they would make two files of one document differ.
Handle dataset_properties() {
  Handle properties = hdf5::property_list(H5P_DATASET_CREATE);
  check(H5Pset_obj_track_times(properties.id(), false), "leaving out times");
  return properties;
}

template <class Number>
Handle write_values(hid_t group, std::string const& name, std::vector<hsize_t> const& shape,
                    std::vector<Number> const& values) {
  Handle const properties = dataset_properties();
  if (!shape.empty() && !values.empty()) { // scalars and empty arrays cannot be chunked, hence not filtered
    std::vector<hsize_t> const chunk = chunk_of(shape, sizeof(Number));
    check(H5Pset_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data()), "setting chunks");
    check(H5Pset_shuffle(properties.id()), "setting shuffle");
    check(H5Pset_deflate(properties.id(), 4), "setting deflate");
    check(H5Pset_fletcher32(properties.id()), "setting fletcher32");
  }
  Handle const space = hdf5::dataspace(shape);
  Handle dataset{H5Dcreate2(group, name.c_str(), hdf5::stored_type(Number{}), space.id(), H5P_DEFAULT, properties.id(),
                            H5P_DEFAULT),
                 H5Dclose, "making " + name};
  if (!values.empty()) {
    check(H5Dwrite(dataset.id(), hdf5::memory_type(Number{}), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "writing " + name);
  }
  return dataset;
}

/// No filters: they would see only pointers into the heap that holds the texts, and fletcher32 fails on them.
Handle write_values(hid_t group, std::string const& name, std::vector<hsize_t> const& shape,
                    std::vector<std::string> const& values) {
  Handle const properties = dataset_properties();
  Handle const space = hdf5::dataspace(shape);
  Handle const type = hdf5::text_type();
  Handle dataset{H5Dcreate2(group, name.c_str(), type.id(), space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
                 H5Dclose, "making " + name};
  if (!values.empty()) {
    std::vector<char const*> pointers;
    for (std::string const& value : values) pointers.push_back(value.c_str());
    check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), "writing " + name);
  }
  return dataset;
}

void write_members(hid_t object, Group const& group) {
  std::map<std::string, Handle> scales;
  for (Axis const& axis : group.axes) {
    Handle scale = std::visit(
        [&](auto const& labels) { return write_values(object, axis.name, {labels.size()}, labels); }, axis.labels);
    check(H5DSset_scale(scale.id(), axis.name.c_str()), "making the dimension scale " + axis.name);
    hdf5::write_attributes(scale.id(), axis.attributes);
    scales.emplace(axis.name, std::move(scale));
  }
  for (Array const& array : group.arrays) {
    std::vector<hsize_t> shape;
    for (std::string const& name : array.axes) shape.push_back(group.axis(name).size());
    Handle const dataset =
        std::visit([&](auto const& values) { return write_values(object, array.name, shape, values); }, array.values);
    for (unsigned k = 0; k < array.axes.size(); ++k) {
      check(H5DSattach_scale(dataset.id(), scales.at(array.axes[k]).id(), k), "attaching an axis to " + array.name);
    }
    hdf5::write_attributes(dataset.id(), array.attributes);
  }
}

/// Objects are read back in the order in which they were made.
Handle group_properties(hid_t list_class) {
  Handle properties = hdf5::property_list(list_class);
  check(H5Pset_obj_track_times(properties.id(), false), "leaving out times");
  check(H5Pset_link_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "keeping order");
  return properties;
}

/// All groups by path, so that parents come before children; nullptr for a parent that the document does not name.
std::map<std::string, Group const*> all_groups(Document const& document) {
  std::map<std::string, Group const*> groups{{"/", nullptr}};
  for (Group const& group : document.groups) {
    groups[group.path] = &group;
    for (std::size_t end = group.path.find('/', 1); end != std::string::npos; end = group.path.find('/', end + 1)) {
      groups.try_emplace(group.path.substr(0, end), nullptr);
    }
  }
  return groups;
}

/// The file is made in memory: libhdf5 never meets a full disk, which it survives badly, and the digest covers exactly
/// the bytes that were made. Compressed, they are fewer than the document's own.
std::string hdf5_bytes(Document const& document) {
  hdf5::silence();
  Handle const access = hdf5::property_list(H5P_FILE_ACCESS);
  check(H5Pset_fapl_core(access.id(), 1 << 20, false), "choosing memory");
  // The oldest superblock, whatever the library's version: every reader opens it. Newer ones have a checksum, which
  // H5Fget_file_image() of 1.10.8 leaves wrong (it clears the flag "open for writing" after the checksum was taken).
  check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), "choosing the format");
  Handle const creation = group_properties(H5P_FILE_CREATE);
  Handle const file{H5Fcreate("in memory", H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose, "making the file"};
  Handle const properties = group_properties(H5P_GROUP_CREATE);
  for (auto const& [path, group] : all_groups(document)) {
    Handle const object = path == "/"
                              ? Handle{H5Gopen2(file.id(), "/", H5P_DEFAULT), H5Gclose, "opening /"}
                              : Handle{H5Gcreate2(file.id(), path.c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
                                       H5Gclose, "making " + path};
    Attributes attributes = group != nullptr ? group->attributes : Attributes{};
    if (path == "/") {
      attributes["filetype"] = std::string(filetype);
      attributes["format_version"] = std::vector<std::int64_t>{format_version_major, format_version_minor};
    }
    hdf5::write_attributes(object.id(), attributes);
    if (group != nullptr) write_members(object.id(), *group);
  }
  check(H5Fflush(file.id(), H5F_SCOPE_LOCAL), "finishing the file");
  ssize_t const size = check(H5Fget_file_image(file.id(), nullptr, 0), "measuring the file");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  check(H5Fget_file_image(file.id(), bytes.data(), bytes.size()), "taking the file's bytes");
  return bytes;
}

} // namespace

void write_document(Document const& document, std::filesystem::path const& file, Overwrite overwrite) {
  std::vector<Problem> problems = problems_of(document);
  for (Problem& problem : problems) problem.file = file.string();
  if (!problems.empty()) throw Error(ExitCode::cannot_write, std::move(problems));
  check_target(file, overwrite);
  std::string bytes;
  try {
    bytes = hdf5_bytes(document);
  } catch (hdf5::Failure const& failure) {
    throw Error(ExitCode::cannot_write, {.file = file.string(),
                                         .what = std::string("cannot be made into HDF5: ") + failure.what(),
                                         .why = failure.reason,
                                         .advice = "free some memory; if that does not help, please report it"});
  }
  bytes += digest_trailer(bytes);
  write_file(bytes, file, overwrite);
}

} // namespace iptwsim::results
