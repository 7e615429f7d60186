#include "config/scenario_names.hpp"

#include <algorithm>

namespace iptwsim::config {
namespace {

/// How many keys at the front (or, reversed, at the back) all paths share.
std::size_t shared(std::vector<KeyPath> const& paths, bool from_the_back) {
  auto const key = [&](KeyPath const& path, std::size_t i) {
    return from_the_back ? path[path.size() - 1 - i] : path[i];
  };
  for (std::size_t i = 0;; ++i) {
    for (KeyPath const& path : paths) {
      if (i == path.size() || key(path, i) != key(paths.front(), i)) return i;
    }
  }
}

} // namespace

std::vector<std::string> short_names(std::vector<KeyPath> const& paths) {
  std::vector<std::string> names;
  for (KeyPath const& path : paths) {
    std::vector<KeyPath> rivals;
    std::copy_if(paths.begin(), paths.end(), std::back_inserter(rivals),
                 [&](KeyPath const& other) { return other.back() == path.back(); });
    KeyPath name{path.back()};
    if (rivals.size() > 1) { // without what they share, but for the last key
      std::size_t const last = path.size() - shared(rivals, true);
      name.insert(name.begin(), path.begin() + static_cast<std::ptrdiff_t>(std::min(shared(rivals, false), last)),
                  path.begin() + static_cast<std::ptrdiff_t>(last));
    }
    names.push_back(text_of(name));
  }
  return names;
}

} // namespace iptwsim::config
