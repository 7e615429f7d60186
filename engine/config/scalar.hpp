#pragma once
// One value of a config, read strictly. YAML readers disagree on 010 (8 or 10), yes (a boolean or a text), 1_000, 0x10
// and 1:30; a config that means different things to different programs is no config. Each is a problem here that says
// what to write. A reader reports what is wrong and then returns nothing.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/node.hpp"
#include "core/fields.hpp"

namespace iptwsim::config {

/// Decimal, finite, within the field's range.
std::optional<double> read_number(Node const& node, Field const& field, Report& report);

/// Decimal digits without point or exponent, within the field's range.
std::optional<std::int64_t> read_integer(Node const& node, Field const& field, Report& report);

/// `true` or `false`.
std::optional<bool> read_boolean(Node const& node, Field const& field, Report& report);

/// Any single text; not an empty one if the field says so.
std::optional<std::string> read_text(Node const& node, Field const& field, Report& report);

/// The index of one of `words`. Those of `later` are told to be not available yet.
std::optional<std::size_t> read_word(Node const& node, Field const& field, std::span<std::string_view const> words,
                                     std::span<std::string_view const> later, Report& report);

/// "above 0", "from 1 to 16777215", "above 0 and below 1"; empty without a range.
std::string range_text(Field const& field);

} // namespace iptwsim::config
