#include "results/read.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <hdf5_hl.h>

#include "results/digest.hpp"
#include "results/hdf5_attributes.hpp"
#include "results/hdf5_image.hpp"
#include "results/hdf5_types.hpp"

namespace iptwsim::results {
namespace {

using hdf5::check;
using hdf5::Failure;
using hdf5::Handle;
using hdf5::Kind;

std::vector<std::string> member_names(hid_t group) {
  std::vector<std::string> names;
  auto const keep = [](hid_t, char const* name, H5L_info_t const*, void* kept) -> herr_t {
    static_cast<std::vector<std::string>*>(kept)->emplace_back(name);
    return 0;
  };
  check(H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, keep, &names), "listing a group");
  return names;
}

/// The name that H5DSset_scale() gave to the first scale of a dimension.
std::string axis_name(hid_t dataset, unsigned dimension, std::string const& object) {
  std::string name;
  auto const keep = [](hid_t, unsigned, hid_t scale, void* kept) -> herr_t {
    std::array<char, 256> buffer{};
    ssize_t const size = H5DSget_scale_name(scale, buffer.data(), buffer.size());
    if (size > 0) *static_cast<std::string*>(kept) = buffer.data();
    return size > 0 && size < static_cast<ssize_t>(buffer.size()) ? 1 : -1;
  };
  check(H5DSiterate_scales(dataset, dimension, nullptr, keep, &name), "reading the axes of " + object);
  return name;
}

decltype(Array::values) read_values(hid_t dataset, hid_t space, std::string const& object) {
  Handle const type{H5Dget_type(dataset), H5Tclose, "reading " + object};
  auto const count = static_cast<std::size_t>(check(H5Sget_simple_extent_npoints(space), "reading " + object));
  auto const read = [&](hid_t memory, void* buffer) {
    return H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer);
  };
  switch (hdf5::kind_of(type.id(), object)) {
  case Kind::real:
    return hdf5::read_numbers<double>(H5T_NATIVE_DOUBLE, count, read, object);
  case Kind::whole:
    return hdf5::read_numbers<std::int64_t>(H5T_NATIVE_INT64, count, read, object);
  case Kind::byte:
    return hdf5::read_numbers<std::uint8_t>(H5T_NATIVE_UINT8, count, read, object);
  case Kind::text:
    break;
  }
  return hdf5::read_texts(space, count, read, object);
}

decltype(Axis::labels) labels_from(decltype(Array::values) values, std::string const& object) {
  if (auto* texts = std::get_if<std::vector<std::string>>(&values)) return std::move(*texts);
  if (auto* reals = std::get_if<std::vector<double>>(&values)) return std::move(*reals);
  if (auto* wholes = std::get_if<std::vector<std::int64_t>>(&values)) return std::move(*wholes);
  throw Failure("reading " + object, "the labels of an axis are not bytes");
}

void read_dataset(hid_t dataset, std::string const& name, Group& group) {
  std::string const object = group.path + (group.path == "/" ? "" : "/") + name;
  Handle const space{H5Dget_space(dataset), H5Sclose, "reading " + object};
  auto values = read_values(dataset, space.id(), object);
  if (H5DSis_scale(dataset) > 0) {
    group.axes.push_back({name, labels_from(std::move(values), object), hdf5::read_attributes(dataset)});
    return;
  }
  Array array{name, {}, std::move(values), hdf5::read_attributes(dataset)};
  for (unsigned k = 0; k < hdf5::shape_of(space.id()).size(); ++k) array.axes.push_back(axis_name(dataset, k, object));
  group.arrays.push_back(std::move(array));
}

void read_group(hid_t group_id, std::string const& path, Document& document) {
  Group group{.path = path, .axes = {}, .arrays = {}, .attributes = hdf5::read_attributes(group_id)};
  for (std::string const& name : member_names(group_id)) {
    Handle const member{H5Oopen(group_id, name.c_str(), H5P_DEFAULT), H5Oclose, "opening " + name};
    if (H5Iget_type(member.id()) == H5I_GROUP) {
      read_group(member.id(), (path == "/" ? path : path + "/") + name, document);
    } else {
      read_dataset(member.id(), name, group);
    }
  }
  document.groups.push_back(std::move(group));
}

/// Why this file is not for this program, if so.
std::optional<Problem> refusal(Attributes const& root, std::string const& path) {
  auto const type = root.find("filetype");
  if (type == root.end() || type->second != Attribute(std::string(filetype))) {
    return Problem{.file = path,
                   .what = "not a result of iptwsim",
                   .why = "its attribute `filetype` says otherwise",
                   .advice = "give a file that `iptwsim run` or `merge` wrote"};
  }
  auto const version = root.find("format_version");
  auto const* numbers = version == root.end() ? nullptr : std::get_if<std::vector<std::int64_t>>(&version->second);
  if (numbers != nullptr && numbers->size() == 2 && numbers->front() == format_version_major) return std::nullopt;
  return Problem{.file = path,
                 .what = "has another format version",
                 .why = fmt::format("this program reads version {}.x", format_version_major),
                 .advice = "read it with the iptwsim that wrote it (see /provenance), or run its config again"};
}

/// libhdf5 sees the very bytes that were checked, not the file once more.
Document read_bytes(std::string bytes, std::filesystem::path const& path) {
  hdf5::silence();
  Handle const file = hdf5::open_image(std::move(bytes));
  Handle const root{H5Gopen2(file.id(), "/", H5P_DEFAULT), H5Gclose, "opening /"};
  if (auto const problem = refusal(hdf5::read_attributes(root.id()), path.string())) {
    throw Error(ExitCode::data, *problem);
  }
  Document document;
  read_group(root.id(), "/", document);
  std::ranges::sort(document.groups, {}, &Group::path);
  return document;
}

} // namespace

Document read_document(std::filesystem::path const& file) {
  std::string bytes = checked_bytes(file);
  try {
    Document document = read_bytes(std::move(bytes), file);
    std::vector<Problem> problems = problems_of(document);
    for (Problem& problem : problems) problem.file = file.string();
    if (!problems.empty()) throw Error(ExitCode::data, std::move(problems));
    return document;
  } catch (Failure const& failure) {
    throw Error(ExitCode::data, {.file = file.string(),
                                 .what = std::string("not a result of iptwsim, ") + failure.what() + " fails",
                                 .why = failure.reason,
                                 .advice = "its digest is right, so another program wrote it, or please report this"});
  }
}

} // namespace iptwsim::results
