#include "results/write.hpp"

#include <algorithm>
#include <map>

#include <hdf5_hl.h>

#include "results/digest.hpp"
#include "results/hdf5_attributes.hpp"
#include "results/hdf5_datasets.hpp"
#include "results/hdf5_image.hpp"

namespace iptwsim::results {
namespace {

using hdf5::check;
using hdf5::Handle;

void write_members(hid_t object, Group const& group) {
  std::map<std::string, Handle> scales;
  for (Axis const& axis : group.axes) {
    Handle scale =
        std::visit([&](auto const& labels) { return hdf5::write_values(object, axis.name, {labels.size()}, labels); },
                   axis.labels);
    check(H5DSset_scale(scale.id(), axis.name.c_str()), "making the dimension scale " + axis.name);
    hdf5::write_attributes(scale.id(), axis.attributes);
    scales.emplace(axis.name, std::move(scale));
  }
  for (Array const& array : group.arrays) {
    std::vector<hsize_t> shape;
    for (std::string const& name : array.axes) shape.push_back(group.axis(name).size());
    Handle const dataset = std::visit(
        [&](auto const& values) { return hdf5::write_values(object, array.name, shape, values); }, array.values);
    for (unsigned k = 0; k < array.axes.size(); ++k) {
      check(H5DSattach_scale(dataset.id(), scales.at(array.axes[k]).id(), k), "attaching an axis to " + array.name);
    }
    hdf5::write_attributes(dataset.id(), array.attributes);
  }
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

/// The digest covers exactly the bytes that were made. Compressed, they are fewer than the document's own.
std::string hdf5_bytes(Document const& document) {
  hdf5::silence();
  Handle const file = hdf5::new_image(hdf5::ordered_group(H5P_FILE_CREATE));
  Handle const properties = hdf5::ordered_group(H5P_GROUP_CREATE);
  for (auto const& [path, group] : all_groups(document)) {
    Handle const object = path == "/"
                              ? Handle{H5Gopen2(file.id(), "/", H5P_DEFAULT), H5Gclose, "opening /"}
                              : Handle{H5Gcreate2(file.id(), path.c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
                                       H5Gclose, "making " + path};
    Attributes attributes = group != nullptr ? group->attributes : Attributes{};
    if (path == "/") add_file_attributes(attributes);
    hdf5::write_attributes(object.id(), attributes);
    if (group != nullptr) write_members(object.id(), *group);
  }
  return hdf5::image_bytes(file);
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
