#include <functional>

#include <gtest/gtest.h>

#include "results/difference.hpp"
#include "results/write.hpp"
#include "sample.hpp"
#include "scratch_folder.hpp"

namespace iptwsim::results {
namespace {

using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

struct Change {
  char const* name;
  std::function<void(Document&)> make;
  std::string said; ///< empty: no difference
};

class Difference : public testing::Test {
protected:
  ScratchFolder folder;

  std::string after(std::function<void(Document&)> const& change) const {
    Document document = sample_document();
    if (!std::filesystem::exists(folder / "a.h5")) write_document(document, folder / "a.h5", Overwrite::no);
    change(document);
    write_document(document, folder / "b.h5", Overwrite::yes);
    auto const forth = first_difference(folder / "a.h5", folder / "b.h5");
    auto const back = first_difference(folder / "b.h5", folder / "a.h5");
    EXPECT_EQ(forth.has_value(), back.has_value());
    std::string text = forth.value_or("");
    for (std::string const name : {"a.h5", "b.h5"}) { // the scratch folder has another name each time
      std::string const path = (folder / name).string();
      for (std::size_t at = text.find(path); at != std::string::npos; at = text.find(path)) {
        text.replace(at, path.size(), name);
      }
    }
    return text;
  }
};

Array& value(Document& document) { return document.groups[1].arrays[0]; }
double& number(Document& document, std::size_t i) { return std::get<Reals>(value(document).values)[i]; }

TEST_F(Difference, IsSaidInASentence) {
  std::vector<Change> const changes{
      {"none", [](Document&) {}, ""},
      {"a value", [](Document& d) { number(d, 13) = std::nextafter(0.5, 1.0); },
       "/estimates/survival/value[1, 0, 0, 1] (scenario=größe ≥ 5 𝛽, endpoint=os, time=365.25, replicate=1) "
       "is 0.5 in a.h5 and 0.50000000000000011 in b.h5"},
      {"sign of zero", [](Document& d) { number(d, 5) = 0.0; },
       "/estimates/survival/value[0, 1, 0, 1] (scenario=n=85, endpoint=, time=365.25, replicate=1) "
       "is -0 in a.h5 and 0 in b.h5"},
      {"NaN payload", [](Document& d) { number(d, 20) = std::nan(""); },
       "/estimates/survival/value[1, 2, 0, 0] (scenario=größe ≥ 5 𝛽, endpoint=relapse, time=365.25, replicate=0) "
       "is NaN (bits 7ff8000000000abc) in a.h5 and NaN (bits 7ff8000000000000) in b.h5"},
      {"scalar", [](Document& d) { d.groups[0].arrays[0].values = Wholes{7}; },
       "/seed is 20210908 in a.h5 and 7 in b.h5"},
      {"text", [](Document& d) { std::get<Texts>(d.groups[1].arrays[3].values)[1] = "x"; },
       "/estimates/survival/method[0, 1] (endpoint=os, time=1826.25) is \"\" in a.h5 and \"x\" in b.h5"},
      {"type",
       [](Document& d) {
         d.groups[1].arrays[2].values = Reals{1, 2, 3};
       },
       "the type of /estimates/survival/count is list of int64 in a.h5 and list of float64 in b.h5"},
      {"shape",
       [](Document& d) {
         value(d).axes = {"scenario", "endpoint", "replicate", "time"};
       },
       "the shape of /estimates/survival/value is (scenario, endpoint, time, replicate) in a.h5 and "
       "(scenario, endpoint, replicate, time) in b.h5"},
      {"label", [](Document& d) { std::get<Texts>(d.groups[1].axes[1].labels)[2] = "dfs"; },
       "/estimates/survival/endpoint[2] is \"relapse\" in a.h5 and \"dfs\" in b.h5"},
      {"length",
       [](Document& d) {
         d.groups[1].axes[4].labels = Texts{"a"}, d.groups[1].arrays[4].values = Reals{1, 2};
       },
       "the length of /estimates/survival/nothing is 0 in a.h5 and 1 in b.h5"},
      {"type of labels",
       [](Document& d) {
         d.groups[1].axes[3].labels = Reals{0, 1};
       },
       "the type of /estimates/survival/replicate is list of int64 in a.h5 and list of float64 in b.h5"},
      {"attribute", [](Document& d) { value(d).attributes["long_name"] = "s"; },
       "attribute long_name of /estimates/survival/value is \"S(t)\" in a.h5 and \"s\" in b.h5"},
      {"attribute of an axis", [](Document& d) { d.groups[1].axes[2].attributes.clear(); },
       "attribute unit of /estimates/survival/time is only in a.h5"},
      {"attribute of a group", [](Document& d) { d.groups[0].attributes["level"] = std::int64_t{1}; },
       "the type of attribute level of group / is float64 in a.h5 and int64 in b.h5"},
      {"list attribute",
       [](Document& d) {
         d.groups[1].arrays[1].attributes["flag_values"] = Wholes{0, 1};
       },
       "attribute flag_values of /estimates/survival/status is [0, 1, 2] in a.h5 and [0, 1] in b.h5"},
      {"array gone", [](Document& d) { d.groups[1].arrays.pop_back(); },
       "array /estimates/survival/flag is only in a.h5"},
      {"axis new",
       [](Document& d) {
         d.groups[0].axes.push_back({"arm", Texts{"control"}, {}});
       },
       "axis /arm is only in b.h5"},
      {"group new", [](Document& d) { d.groups.push_back({.path = "/empty"}); }, "group /empty is only in b.h5"},
      {"order", [](Document& d) { std::swap(d.groups[1].arrays[0], d.groups[1].arrays[1]); }, ""},
      {"provenance", [](Document& d) { d.groups[3].attributes["host"] = "cluster"; }, ""},
      {"below provenance", [](Document& d) { d.groups.push_back({.path = "/provenance/times"}); }, ""},
      {"provenance gone", [](Document& d) { d.groups.pop_back(); }, ""},
      {"like provenance", [](Document& d) { d.groups[3].path = "/provenance2"; }, "group /provenance2 is only in b.h5"},
  };
  for (Change const& change : changes) {
    SCOPED_TRACE(change.name);
    EXPECT_EQ(after(change.make), change.said);
  }
}

} // namespace
} // namespace iptwsim::results
