#pragma once
// `iptwsim diff`: are two results the same numbers? The judge of the reproducibility contract.

#include <filesystem>
#include <optional>
#include <string>

#include "results/document.hpp"

namespace iptwsim::results {

/// The first difference in a sentence, or nothing when both files have the same objects, types, shapes, attributes and
/// bytes outside /provenance. NaNs are equal when their bits are, and 0 is not -0. Order of objects does not count.
/// Errors are those of read_document().
std::optional<std::string> first_difference(std::filesystem::path const& file_a, std::filesystem::path const& file_b);

/// The same for documents in memory, with names for them.
std::optional<std::string> first_difference(Document const& a, Document const& b, std::string const& name_a,
                                            std::string const& name_b);

} // namespace iptwsim::results
