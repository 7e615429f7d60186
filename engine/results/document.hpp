#pragma once
// What a result is in memory: groups of labelled arrays, as xarray thinks of them. The writer turns a Document into
// HDF5, the reader does the reverse, tables are printed from it; none of them knows what the numbers mean.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error.hpp"

namespace iptwsim::results {

/// Root attributes of every file: the writer adds them, the reader refuses a file without them or of another major
/// version. A minor version adds objects; a major one changes what is there (FORMAT.md).
inline constexpr std::string_view filetype = "iptwsim result";
inline constexpr std::int64_t format_version_major = 1;
inline constexpr std::int64_t format_version_minor = 0;

/// The root attribute of a result that was merged before all was computed: how much of it was.
inline constexpr char const* partial_attribute = "partial";

/// Attributes that the dimension scales of HDF5 and netCDF-4 keep for themselves.
inline constexpr std::array<std::string_view, 6> reserved_attributes{
    "CLASS", "NAME", "DIMENSION_LIST", "DIMENSION_LABELS", "REFERENCE_LIST", "_Netcdf4Dimid"};

/// Text, a number, a list of integers.
using Attribute = std::variant<std::string, double, std::int64_t, std::vector<std::int64_t>>;
using Attributes = std::map<std::string, Attribute>;

/// A dimension and the labels along it: texts, numbers (times) or counts (replicate numbers).
struct Axis {
  std::string name; ///< "scenario", "endpoint", "time", ...
  std::variant<std::vector<std::string>, std::vector<double>, std::vector<std::int64_t>> labels;
  Attributes attributes = {};

  std::size_t size() const;
};

/// A dense row-major array over named axes of its group; the last axis varies fastest.
struct Array {
  std::string name;
  std::vector<std::string> axes; ///< names of axes of the group, slowest first; empty for a scalar
  std::variant<std::vector<double>, std::vector<std::uint8_t>, std::vector<std::int64_t>, std::vector<std::string>>
      values;
  Attributes attributes = {};
};

/// Opened by xarray as one data set: `xarray.open_dataset(file, group=path)`.
struct Group {
  std::string path; ///< "/" or "/estimates/survival"
  std::vector<Axis> axes = {};
  std::vector<Array> arrays = {};
  Attributes attributes = {};

  Axis const& axis(std::string const& name) const;        ///< throws std::out_of_range
  Axis const* find_axis(std::string const& name) const;   ///< nullptr when absent
  Array const* find_array(std::string const& name) const; ///< nullptr when absent
};

struct Document {
  std::vector<Group> groups; ///< the root group "/" first

  Group const* find_group(std::string const& path) const; ///< nullptr when absent
};

/// `filetype` and `format_version`, as a reader finds them.
void add_file_attributes(Attributes& root);

/// A document as a reader gives it back when it was written: with these attributes and the groups above its groups.
Document as_read(Document document);

/// What keeps a document from being a labelled HDF5 file: sizes that do not fit the axes, names used twice or not
/// possible, text that is not UTF-8. Empty for a sound document.
std::vector<Problem> problems_of(Document const& document);

} // namespace iptwsim::results
