#include "config/parse_error.hpp"

#include <array>
#include <string_view>

namespace iptwsim::config {
namespace {

struct Explanation {
  std::string_view library; ///< how the library's message begins
  char const* what;
  char const* why;
  char const* advice;
};

constexpr std::array explanations{
    Explanation{"end of map not found", "this line does not fit the lines above it",
                "its indentation is that of none of them, or text follows a closing quote or bracket",
                "line it up with the keys of its map"},
    Explanation{"end of sequence not found", "this line does not fit the list above it",
                "its indentation is that of none of the lines above", "line it up with the dashes of its list"},
    Explanation{"illegal map value", "a colon is not expected here",
                "the value began further up: a colon is missing, a line is indented too far, or a text holds a colon",
                "look at this line and the one above; a text with a colon and a blank needs quotes"},
    Explanation{"illegal map key", "a key is not expected here", "the line above is not finished",
                "look at this line and the one above"},
    Explanation{"illegal block entry", "a dash is not expected here", "the line above is not a list",
                "line it up with the other dashes"},
    Explanation{"end of map flow not found", "a { is opened above and not closed before this", "", "close it with }"},
    Explanation{"end of sequence flow not found", "a [ is opened above and not closed before this", "",
                "close it with ]"},
    Explanation{"illegal flow end", "a ] or } closes nothing", "no bracket is open here", "take it out"},
    Explanation{"unknown token", "a value cannot begin with this character", "YAML keeps it for itself",
                "put the value in quotes"},
    Explanation{"unknown escape character",
                "a backslash in double quotes is followed by a character it does not go with",
                "there a backslash begins an escape such as \\n", "use single quotes, which keep backslashes"},
    Explanation{"the referenced anchor is not defined", "a value begins with *",
                "in YAML that is an alias, and aliases are not read", "put the value in quotes, or write it out"},
    Explanation{"bad file", "brackets are nested too deeply", "a config has a handful of levels", "close them earlier"},
    Explanation{"illegal EOF in scalar", "the file ends within a quoted text", "", "close the quote"},
};

} // namespace

ParseError explain(std::string const& message) {
  for (Explanation const& known : explanations) {
    if (message.starts_with(known.library)) return {known.what, known.why, known.advice};
  }
  return {"this is not YAML", message, "look at this line and the one above"};
}

} // namespace iptwsim::config
